//! `keiyaku lint`: what does not hold together in a contract, and what the parties must settle.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use keiyaku::{
    calendar::Zone,
    lint::{Outcome, RULES, Rule, agenda_markdown, agenda_text, json, sarif, text},
    provenance::{Language, Severity},
    report::text_table,
    tables::{Noun, nearest},
};
use serde_json::{Value, json};

use crate::{
    failure::{Failure, RECORDS},
    options::{FolderOptions, Lang},
    output,
    refusal::Refusal,
    source::{contract, machine_clock},
    usage::day,
};

#[derive(Debug, Args)]
pub(crate) struct LintOptions {
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    /// The day by which waivers run out, as in 2024-06-15 [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Ends with 1 where a hit is at least that grave
    #[arg(long, value_enum, default_value_t = Gravity::Error)]
    pub(crate) deny: Gravity,
    /// What to print; the agenda as Markdown unless text or JSON is asked for
    #[arg(long, value_enum)]
    pub(crate) format: Option<LintFormat>,
    /// Only the points that the parties must settle before the term begins
    #[arg(long)]
    pub(crate) agenda: bool,
    /// Language of text and agenda [default: Japanese; of the agenda: both]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// Lists the rules
    #[arg(long, conflicts_with_all = ["agenda", "explain"])]
    pub(crate) list: bool,
    /// Explains a rule
    #[arg(long, value_name = "RULE", conflicts_with = "agenda")]
    pub(crate) explain: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gravity {
    Error,
    Warning,
    Note,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// A line a hit, with file, line and column
    Text,
    Json,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
    /// The agenda
    Markdown,
}

pub(crate) fn run(options: &LintOptions) -> Result<ExitCode, Failure> {
    let language = options.lang.map(Language::from);
    if options.list {
        return list(options.format, language.unwrap_or_default());
    }
    if let Some(id) = &options.explain {
        output::document(&rule(id)?.explain(language.unwrap_or_default()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let contract = contract(&options.folder)?;
    let today = |zone: &Zone| zone.to_local(machine_clock()).date();
    let today = options.on.unwrap_or_else(|| today(contract.calendars().zone()));
    let outcome = contract.lint(today)?;
    output::document(&rendered(&outcome, options, language)?)?;
    // The agenda is a list to go through, and no judgement.
    let is_denied = !options.agenda && outcome.reaches(severity(options.deny));
    Ok(if is_denied { RECORDS.into() } else { ExitCode::SUCCESS })
}

fn rendered(outcome: &Outcome, options: &LintOptions, language: Option<Language>) -> Result<String, Failure> {
    Ok(match (options.agenda, options.format) {
        (true, None | Some(LintFormat::Markdown)) => agenda_markdown(&outcome.agenda, language),
        (true, Some(LintFormat::Text)) => agenda_text(&outcome.agenda, language).to_string(),
        (true, Some(LintFormat::Json)) => {
            output::json(json(outcome).get("agenda").unwrap_or(&Value::Null)).to_string()
        }
        (true, Some(LintFormat::Sarif)) => {
            return Err(Refusal::AgendaAsSarif.into());
        }
        (false, None | Some(LintFormat::Text)) => text(outcome, language.unwrap_or_default()).to_string(),
        (false, Some(LintFormat::Json)) => output::json(&json(outcome)).to_string(),
        (false, Some(LintFormat::Sarif)) => {
            output::json(&sarif(outcome, env!("CARGO_PKG_VERSION"))).to_string()
        }
        (false, Some(LintFormat::Markdown)) => {
            return Err(Refusal::MarkdownWithoutAgenda.into());
        }
    })
}

fn list(format: Option<LintFormat>, language: Language) -> Result<ExitCode, Failure> {
    let name = |rule: &Rule| rule.name.text().in_language(language).to_owned();
    if format == Some(LintFormat::Json) {
        let rules = RULES.iter().map(|rule| {
            json!({
                "id": rule.id, "severity": rule.severity, "name": rule.name.text(),
                "rationale": rule.rationale.text(), "authority": rule.authority.text(), "is_read": rule.is_read,
            })
        });
        output::print(&output::json(&Value::Array(rules.collect())))?;
        return Ok(ExitCode::SUCCESS);
    }
    let severity = |rule: &Rule| match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let rows: Vec<Vec<String>> =
        RULES.iter().map(|rule| vec![rule.id.to_owned(), severity(rule).to_owned(), name(rule)]).collect();
    let header = match language {
        Language::Ja => ["規則", "重さ", "名称"],
        Language::En => ["rule", "severity", "name"],
    };
    output::print(&text_table(&header, &rows))?;
    Ok(ExitCode::SUCCESS)
}

fn rule(id: &str) -> Result<&'static Rule, Failure> {
    RULES.iter().find(|rule| rule.id == id).ok_or_else(|| {
        let near = nearest(id, RULES.iter().map(|rule| rule.id));
        Refusal::UnknownInList {
            what: Noun::new("規則", "rule"),
            name: id.to_owned(),
            near: near.map(str::to_owned),
            listed_by: "keiyaku lint --list",
        }
        .into()
    })
}

fn severity(gravity: Gravity) -> Severity {
    match gravity {
        Gravity::Error => Severity::Error,
        Gravity::Warning => Severity::Warning,
        Gravity::Note => Severity::Note,
    }
}
