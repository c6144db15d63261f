//! `keiyaku sla`: the service levels, the story of one figure, and what is due.

use std::process::ExitCode;

use chrono::TimeDelta;
use keiyaku::{
    calendar::YearMonth,
    provenance::{Language, Text},
    report::{self, Contents, MonthlyReport, Remarks, text_table, words},
    sla::{CaseResult, ItemResult, Standing},
};
use serde_json::json;

use crate::{
    failure::{Failure, or_meant},
    options::{Answer, Format, SourceOptions},
    output,
    source::{Source, contract, machine_clock},
};

pub(crate) use self::args::SlaCommand;

mod args;
mod revise;

pub(crate) fn run(command: &SlaCommand) -> Result<ExitCode, Failure> {
    match command {
        SlaCommand::List { month, folder, answer } => list(&contract(folder)?, *month, *answer),
        SlaCommand::Explain { number, month, source, answer } => explain(number, *month, source, *answer),
        SlaCommand::Due { within, source, answer } => due(*within, source, *answer),
        SlaCommand::Revise { month, months, revision, source, answer } => match &revision.set {
            Some(set) => revise::record(set, revision, source),
            None => revise::judge(*month, *months, source, *answer),
        },
    }?;
    Ok(ExitCode::SUCCESS)
}

/// The targets and limits as a month has them, with the month since which they hold where they were revised.
fn list(contract: &keiyaku::Contract, month: Option<YearMonth>, answer: Answer) -> Result<(), Failure> {
    let language = answer.language();
    if answer.format == Format::Json {
        return output::document(&report::catalogue_json(contract.catalogue()));
    }
    let today = || YearMonth::of(contract.calendars().zone().to_local(machine_clock()).date());
    let month = month.unwrap_or_else(today);
    let rows: Vec<Vec<String>> = contract
        .catalogue()
        .items()
        .iter()
        .map(|item| {
            let dash = || "－".to_owned();
            let now = item.in_force(month);
            vec![
                item.key.to_string(),
                item.name.in_language(language).to_owned(),
                now.target.map_or_else(dash, |t| words::target(t).in_language(language).to_owned()),
                now.limit.map_or_else(dash, |l| words::limit(l).in_language(language).to_owned()),
                now.since.map_or_else(dash, |revision| revision.effective.to_string()),
                match language {
                    Language::Ja => item.measure.kind().ja.to_owned(),
                    Language::En => item.measure.kind().en.to_owned(),
                },
                item.period.word().to_owned(),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["番号", "評価項目", "要求水準", "期限", "改定", "測り方", "期間"],
        Language::En => ["no.", "item", "target", "limit", "since", "measure", "period"],
    };
    output::print(&text_table(&header, &rows))
}

fn explain(
    number: &str,
    month: Option<YearMonth>,
    options: &SourceOptions,
    answer: Answer,
) -> Result<(), Failure> {
    let language = answer.language();
    let source = Source::open(options, month)?;
    let month = source.month(month)?;
    let catalogue = source.contract.catalogue();
    let items = catalogue.find(number);
    if items.is_empty() {
        let near = catalogue.nearest(number).map_or_else(Text::default, or_meant);
        return Err(Failure::Told(Text::new(
            format!("サービスレベル`{number}`はない{}", near.ja),
            format!("there is no service level `{number}`{}", near.en),
        )));
    }
    let results = source.contract.evaluate_month(month, &source.loaded.observations, source.now)?;
    let wanted: Vec<ItemResult> =
        results.into_iter().filter(|result| items.iter().any(|item| item.key == result.key)).collect();
    let (contents, remarks) = (Contents::default(), Remarks::default());
    let report = MonthlyReport {
        catalogue,
        month,
        number: catalogue.term.number_of(month),
        now: source.now,
        zone: source.contract.calendars().zone(),
        results: &wanted,
        earlier: &[],
        contents: &contents,
        observations: &source.loaded.observations,
        annexes: &[],
        ahead: None,
        explained: &[],
        remarks: &remarks,
        problems: &[],
        unreadable: 0,
        notes: &[],
        is_sample: source.is_sample,
    };
    if answer.format == Format::Json {
        let items: Vec<String> =
            report.rows().map(|(item, result)| report::item_json(&report, item, result)).collect();
        let array = format!("[\n{}]\n", items.join(",\n"));
        return output::document(&array);
    }
    // The Markdown of a report on these items alone reads well in a terminal too.
    let text = report::markdown(&report, language);
    let from = text.find("\n### ").unwrap_or(0);
    let to = text.rfind("\n## ").unwrap_or(text.len());
    let mark = if source.is_sample {
        format!("{}\n\n", words::sample().in_language(language))
    } else {
        String::new()
    };
    output::document(&format!("{mark}{}\n", text.get(from..to).unwrap_or(&text).trim_start()))
}

fn due(within: TimeDelta, options: &SourceOptions, answer: Answer) -> Result<(), Failure> {
    let language = answer.language();
    let source = Source::open(options, None)?;
    let open = source.contract.evaluation().open(&source.loaded.observations, source.now)?;
    let zone = source.contract.calendars().zone();
    let is_at_risk = |case: &CaseResult| case.remaining.is_some_and(|left| left <= within.num_seconds());
    if answer.format == Format::Json {
        let rows: Vec<serde_json::Value> = open
            .iter()
            .map(|(item, case)| {
                let doubt = doubt(case);
                json!({
                    "case": case.id, "item": item.key.to_string(),
                    "due": case.due.map(|due| words::instant(due, zone)),
                    "remaining_seconds": case.remaining, "paused": case.is_paused, "at_risk": is_at_risk(case),
                    "certain": doubt.is_none(), "why": doubt.map(|why| json!({"ja": why.ja, "en": why.en})),
                })
            })
            .collect();
        return output::print(&output::json(&rows.into()));
    }
    let dash = || "－".to_owned();
    let rows: Vec<Vec<String>> = open
        .iter()
        .map(|(item, case)| {
            let mut states = Vec::new();
            match case.remaining {
                Some(left) if left < 0 => states.push(Text::new("超過", "late")),
                _ if case.is_paused => states.push(Text::new("中断中", "paused")),
                _ if is_at_risk(case) => states.push(Text::new("注意", "at risk")),
                _ => {}
            }
            states.extend(doubt(case).map(|why| {
                Text::new(format!("対象か未定（{}）", why.ja), format!("may apply ({})", why.en))
            }));
            let states: Vec<&str> = states.iter().map(|state| state.in_language(language)).collect();
            let left = case.remaining.map(words::duration);
            vec![
                case.due.map_or_else(dash, |due| words::instant(due, zone)),
                left.map_or_else(dash, |left| left.in_language(language).to_owned()),
                item.key.to_string(),
                case.id.clone(),
                states.join(if language == Language::Ja { "、" } else { ", " }),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["期限", "残り", "番号", "件", "状態"],
        Language::En => ["due", "left", "item", "case", "state"],
    };
    output::print(&text_table(&header, &rows))
}

/// Why it is not certain that the deadline holds, where it is not.
fn doubt(case: &CaseResult) -> Option<&Text> {
    (case.standing == Standing::Undetermined).then_some(&case.why)
}
