//! `keiyaku trace`: what a clause says, what carries it out, and what readers found about it.

use std::process::ExitCode;

use clap::Args;
use escape::Lines;
use keiyaku::{
    coverage::{Carried, Carrier, Statements, Trace, Traced},
    provenance::{Clause, ClauseError, Language, Text},
    tables::{listed, meant},
};
use serde_json::json;

use crate::{
    failure::Failure,
    options::{Answer, FolderOptions, Format},
    output,
    source::contract,
};

#[derive(Debug, Args)]
pub(crate) struct TraceOptions {
    /// The clause, as in jetro-2023/annex2#S-2-1; a section has all below it, as in jetro-2023/main#4.1
    pub(crate) clause: String,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

pub(crate) fn run(options: &TraceOptions) -> Result<ExitCode, Failure> {
    let clause: Clause = options.clause.parse().map_err(|error: ClauseError| Failure::Told(error.text()))?;
    let contract = contract(&options.folder)?;
    let statements = contract.statements()?;
    let trace = statements.trace(&clause);
    if trace.is_empty() {
        return Err(unknown(&statements, &clause));
    }
    let text = match options.answer.format {
        Format::Json => json(&clause, &trace),
        Format::Table => table(&clause, &trace, options.answer.language()),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(statements: &Statements, clause: &Clause) -> Failure {
    let near = Trace::nearest(statements.index(), clause);
    let documents = || {
        let documents = statements.index().documents();
        let Text { ja, en } = listed(documents.iter().map(ToString::to_string));
        Text::new(format!("目次がある文書は{ja}"), format!("indexed are {en}"))
    };
    let help = near.map_or_else(documents, |near| meant(&near.to_string()));
    Failure::Told(Text::new(
        format!("条項`{clause}`はどこにもない。{}", help.ja),
        format!("nothing is known of `{clause}`; {}", help.en),
    ))
}

fn table(clause: &Clause, trace: &Trace<'_>, language: Language) -> Lines {
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let mut out = Lines::of(format_args!(
        "{clause}  {} {}, {} {}",
        word("記述", "statements:"),
        trace.statements.len(),
        word("指摘", "findings:"),
        trace.remarks.len()
    ));
    for Traced { statement, place, carriers } in &trace.statements {
        let (locator, kind) = (statement.clause.locator(), statement.kind.label());
        out.blank();
        out.line(format_args!("{locator}  [{}]  {}:{}", kind.in_language(language), place.file, place.line));
        out.line(format_args!("  {}", statement.says.in_language(language)));
        for carrier in carriers {
            out.line(format_args!("  -> {}  {}", carrier.binding, place_of(carrier, language)));
        }
        if let Carried::NotComputable(why) = &statement.carried {
            let why = why.in_language(language);
            out.line(format_args!("  -- {}: {why}", word("人による", "left to people")));
        }
    }
    if !trace.remarks.is_empty() {
        out.blank();
        out.line(word("指摘", "findings"));
    }
    for remark in &trace.remarks {
        out.line(format_args!("  {}  {}:{}", remark.id, remark.place.file, remark.place.line));
        out.line(format_args!("    {}", remark.says.in_language(language)));
    }
    out
}

fn place_of(carrier: &Carrier, language: Language) -> String {
    match (&carrier.place, carrier.exists, language) {
        (Some(place), ..) => format!("{}:{}", place.file, place.line),
        (None, true, Language::Ja) => "（プログラムの規則）".to_owned(),
        (None, true, Language::En) => "(a rule of the program)".to_owned(),
        (None, false, Language::Ja) => "（そのような行はない）".to_owned(),
        (None, false, Language::En) => "(there is no such row)".to_owned(),
    }
}

fn json(clause: &Clause, trace: &Trace<'_>) -> Lines {
    let statements: Vec<serde_json::Value> = trace
        .statements
        .iter()
        .map(|Traced { statement, place, carriers }| {
            let by: Vec<serde_json::Value> = carriers
                .iter()
                .map(|carrier| {
                    json!({
                        "row": carrier.binding.to_string(),
                        "exists": carrier.exists,
                        "place": carrier.place.as_ref().map(|place| format!("{}:{}", place.file, place.line)),
                    })
                })
                .collect();
            let why = match &statement.carried {
                Carried::By(_) => None,
                Carried::NotComputable(why) => Some(why),
            };
            json!({
                "clause": statement.clause.to_string(),
                "kind": statement.kind.word(),
                "says": statement.says,
                "by": by,
                "not_computable": why,
                "place": format!("{}:{}", place.file, place.line),
            })
        })
        .collect();
    let findings: Vec<serde_json::Value> = trace
        .remarks
        .iter()
        .map(|remark| {
            json!({
                "id": remark.id,
                "clauses": remark.places.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "says": remark.says,
                "place": format!("{}:{}", remark.place.file, remark.place.line),
            })
        })
        .collect();
    let value = json!({ "clause": clause.to_string(), "statements": statements, "findings": findings });
    output::json(&value)
}
