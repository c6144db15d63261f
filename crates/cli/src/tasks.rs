//! `keiyaku tasks`: work items, their schedule, and what became of them.

use std::process::ExitCode;

use chrono::NaiveDate;
use keiyaku::{
    Contract,
    calendar::SiteId,
    provenance::Language,
    report::text_table,
    tables::Noun,
    tasks::{Schedule, State, Wanted, WorkItem, WorkSite},
};

use crate::{
    csv::{Table, formulas},
    failure::Failure,
    options::{FolderOptions, Format, OutOptions, RangeOptions, SourceOptions},
    output,
    refusal::Refusal,
    source::{Source, contract},
};

pub(crate) use self::{
    args::TasksCommand,
    table::{WorkFormat, export},
};
use self::{
    args::TasksOptions,
    asked::{narrowed, of, site, wanted},
    view::{Line, View},
};

mod args;
mod asked;
mod ics;
mod table;
mod view;
mod windows;

pub(crate) fn run(command: &TasksCommand) -> Result<ExitCode, Failure> {
    let read = |folder: &FolderOptions| contract(folder);
    match command {
        TasksCommand::List { folder, options } => list(&read(folder)?, options),
        TasksCommand::Show { item, folder, options } => show(item, &read(folder)?, options),
        TasksCommand::Schedule { range, folder, options } => schedule(range, &read(folder)?, options),
        TasksCommand::Due { source, options } => due(source, options),
        TasksCommand::Missed { range, source, options } => missed(range, source, options),
        TasksCommand::Checklist { range, folder, options, csv, guard } => {
            checklist(range, &read(folder)?, options, *csv, *guard)
        }
        TasksCommand::Windows { range, folder, answer } => windows::run(&read(folder)?, range, *answer),
        TasksCommand::Ics { range, folder, options, out, daily } => {
            ics::write(range, &read(folder)?, options, out, *daily)
        }
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Whether an item is done at a site that is asked for, at one within it, or at one around it.
fn is_at(schedule: &Schedule<'_>, item: &WorkItem, site: Option<&WorkSite>) -> bool {
    let overlaps = |site: &SiteId| item.sites.iter().any(|at| schedule.catalogue().sites().overlap(at, site));
    match site {
        None => true,
        Some(WorkSite::At(site)) => overlaps(site),
        Some(WorkSite::Unstated) => item.sites.is_empty(),
    }
}

fn list(contract: &Contract, options: &TasksOptions) -> Result<(), Failure> {
    let schedule = of(contract)?;
    let (language, site) = (options.answer.language(), site(&schedule, options)?);
    if options.answer.format == Format::Json {
        let all: Vec<serde_json::Value> =
            serde_json::from_str(&keiyaku::report::work_items_json(schedule.catalogue())).unwrap_or_default();
        let is_wanted = |found: &serde_json::Value| {
            let item = found["id"].as_str().and_then(|id| schedule.catalogue().item(id));
            item.is_some_and(|item| is_at(&schedule, item, site.as_ref()))
        };
        let wanted: Vec<serde_json::Value> = all.into_iter().filter(is_wanted).collect();
        return output::print(&output::json(&serde_json::Value::from(wanted)));
    }
    let items = schedule.catalogue().items().iter();
    let rows: Vec<Vec<String>> = items
        .filter(|item| is_at(&schedule, item, site.as_ref()))
        .map(|item| {
            vec![
                item.id.to_string(),
                item.sites_text.clone(),
                item.frequency_text.clone(),
                item.title.in_language(language).to_owned(),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["項目", "拠点", "頻度", "作業"],
        Language::En => ["item", "sites", "frequency", "work"],
    };
    output::print(&text_table(&header, &rows))
}

fn show(id: &str, contract: &Contract, options: &TasksOptions) -> Result<(), Failure> {
    let schedule = of(contract)?;
    let catalogue = schedule.catalogue();
    let item = catalogue.item(id).ok_or_else(|| {
        let near = catalogue.nearest(id).map(|near| near.to_string());
        Refusal::Unknown { what: Noun::new("業務項目", "work item"), name: id.to_owned(), near }
    })?;
    if options.answer.format == Format::Json {
        let all: Vec<serde_json::Value> =
            serde_json::from_str(&keiyaku::report::work_items_json(catalogue)).unwrap_or_default();
        let found = all.into_iter().find(|found| found["id"] == id).unwrap_or_default();
        return output::print(&output::json(&found));
    }
    output::print(&table::card(&schedule, item, options.answer.language()))
}

fn schedule(range: &RangeOptions, contract: &Contract, options: &TasksOptions) -> Result<(), Failure> {
    let schedule = of(contract)?;
    let wanted = wanted(&schedule, range, options)?;
    let view = View::new(contract, &schedule, options);
    let lines: Vec<Line<'_>> =
        schedule.by_day(&wanted).into_iter().filter_map(|occurrence| view.line(occurrence, None)).collect();
    view.print(&lines)?;
    view.print_readings()
}

fn due(source: &SourceOptions, options: &TasksOptions) -> Result<(), Failure> {
    let (source, today) = opened(source)?;
    let schedule = of(&source.contract)?;
    let term = schedule.term();
    let wanted = narrowed(&schedule, Wanted::between(term.first_day(), term.last_day()), options)?;
    let progress = schedule.progress(&wanted, &source.loaded.executions, today);
    let view = View::new(&source.contract, &schedule, options);
    view.print(&view.lines(&progress, &|state| *state == State::Due))
}

fn missed(range: &RangeOptions, source: &SourceOptions, options: &TasksOptions) -> Result<(), Failure> {
    let (source, today) = opened(source)?;
    let schedule = of(&source.contract)?;
    let wanted = wanted(&schedule, range, options)?;
    let progress = schedule.progress(&wanted, &source.loaded.executions, today);
    let view = View::new(&source.contract, &schedule, options);
    let is_worth_telling = |state: &State| match state {
        State::Missed | State::NotRecorded | State::DoneLate { .. } | State::Waived { .. } => true,
        State::Ahead | State::Due | State::Done { .. } => false,
    };
    view.print(&view.lines(&progress, &is_worth_telling))
}

/// The records with the log, and the day of evaluation.
fn opened(options: &SourceOptions) -> Result<(Source, NaiveDate), Failure> {
    let source = Source::open(options, None)?;
    let today = source.contract.calendars().zone().to_local(source.now).date();
    Ok((source, today))
}

fn checklist(
    range: &RangeOptions,
    contract: &Contract,
    options: &TasksOptions,
    as_csv: bool,
    guard: bool,
) -> Result<(), Failure> {
    let schedule = of(contract)?;
    let wanted = wanted(&schedule, range, options)?;
    if as_csv {
        let table = Table { rows: schedule.checklist_rows(&wanted), numbers: &[] };
        return table.write(&OutOptions::default(), formulas(guard, true)?);
    }
    output::document(&schedule.checklist_markdown(&wanted, options.answer.language()))
}
