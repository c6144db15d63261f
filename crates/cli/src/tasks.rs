//! `keiyaku tasks`: work items, their schedule, and what became of them.

use std::process::ExitCode;

use chrono::NaiveDate;
use keiyaku::{
    Contract,
    provenance::Language,
    report::text_table,
    tasks::{Blackouts, Conflict, Occurrence, Schedule, State, Tracked, Wanted, WorkItem},
};
use serde_json::json;

use crate::{
    args::{Format, RangeOptions, SourceOptions, TasksCommand, TasksOptions},
    failure::Failure,
    output,
    source::{Source, contract},
};

pub(crate) use self::table::export;

mod ics;
mod table;

pub(crate) fn run(command: &TasksCommand) -> Result<ExitCode, Failure> {
    match command {
        TasksCommand::List { options } => list(options),
        TasksCommand::Show { item, options } => show(item, options),
        TasksCommand::Schedule { range, options } => schedule(range, options),
        TasksCommand::Due { source, options } => due(source, options),
        TasksCommand::Missed { range, source, options } => missed(range, source, options),
        TasksCommand::Checklist { range, options, csv } => checklist(range, options, *csv),
        TasksCommand::Ics { range, options, out, daily } => {
            ics::write(range, options, out.as_deref(), *daily)
        }
    }?;
    Ok(ExitCode::SUCCESS)
}

/// The schedule of a contract, or why it has none.
fn of(contract: &Contract) -> Result<Schedule<'_>, Failure> {
    contract.schedule().ok_or_else(|| {
        Failure::Other(
            "the contract has no work items: its folder holds no tasks.toml, or no calendar `head-office`"
                .to_owned(),
        )
    })
}

fn wanted(range: &RangeOptions, options: &TasksOptions) -> Result<Wanted, Failure> {
    let (from, to) = match (range.month, range.from) {
        (Some(month), _) => (month.first_day(), month.last_day()),
        (None, Some(from)) => (from, range.to.unwrap_or(from)),
        (None, None) => {
            return Err(Failure::Other("no days given; name --month, or --from and --to".to_owned()));
        }
    };
    if to < from {
        return Err(Failure::Other(format!("the range ends on {to}, before it begins on {from}")));
    }
    Ok(narrowed(Wanted::between(from, to), options))
}

fn narrowed(mut wanted: Wanted, options: &TasksOptions) -> Wanted {
    wanted.site = options.site;
    wanted.offices = (1..=options.offices).collect();
    wanted
}

fn list(options: &TasksOptions) -> Result<(), Failure> {
    let contract = contract(options.folder.as_ref())?;
    let schedule = of(&contract)?;
    let language = Language::from(options.lang);
    if options.format == Format::Json {
        return output::print(&keiyaku::report::work_items_json(schedule.catalogue()));
    }
    let items = schedule.catalogue().items().iter();
    let rows: Vec<Vec<String>> = items
        .filter(|item| options.site.is_none_or(|site| item.sites.contains(site)))
        .map(|item| {
            vec![
                item.id.to_string(),
                item.sites.to_string(),
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

fn show(id: &str, options: &TasksOptions) -> Result<(), Failure> {
    let contract = contract(options.folder.as_ref())?;
    let schedule = of(&contract)?;
    let catalogue = schedule.catalogue();
    let item = catalogue.item(id).ok_or_else(|| {
        let near = catalogue.nearest(id).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure::Other(format!("there is no work item `{id}`{near}"))
    })?;
    if options.format == Format::Json {
        let all: Vec<serde_json::Value> =
            serde_json::from_str(&keiyaku::report::work_items_json(catalogue)).unwrap_or_default();
        let found = all.into_iter().find(|found| found["id"] == id).unwrap_or_default();
        return output::print(&format!("{found:#}\n"));
    }
    output::print(&table::card(&schedule, item, options.lang.into()))
}

fn schedule(range: &RangeOptions, options: &TasksOptions) -> Result<(), Failure> {
    let contract = contract(options.folder.as_ref())?;
    let schedule = of(&contract)?;
    let wanted = wanted(range, options)?;
    let view = View::new(&contract, &schedule, options);
    let lines: Vec<Line<'_>> =
        schedule.by_day(&wanted).into_iter().filter_map(|occurrence| view.line(occurrence, None)).collect();
    view.print(&lines)
}

fn due(source: &SourceOptions, options: &TasksOptions) -> Result<(), Failure> {
    let (source, today) = opened(source)?;
    let schedule = of(&source.contract)?;
    let wanted = narrowed(Wanted::between(schedule.term().first_day(), schedule.term().last_day()), options);
    let progress = schedule.progress(&wanted, &source.loaded.executions, today);
    let view = View::new(&source.contract, &schedule, options);
    let mut tracked: Vec<&Tracked<'_>> =
        progress.tracked.iter().filter(|tracked| tracked.state == State::Due).collect();
    tracked.sort_by_key(|tracked| tracked.occurrence.window.due);
    let lines: Vec<Line<'_>> = tracked
        .into_iter()
        .filter_map(|tracked| view.line(tracked.occurrence, Some(&tracked.state)))
        .collect();
    view.print(&lines)
}

fn missed(range: &RangeOptions, source: &SourceOptions, options: &TasksOptions) -> Result<(), Failure> {
    let (source, today) = opened(source)?;
    let schedule = of(&source.contract)?;
    let wanted = wanted(range, options)?;
    let progress = schedule.progress(&wanted, &source.loaded.executions, today);
    let view = View::new(&source.contract, &schedule, options);
    let is_worth_telling =
        |state: &State| matches!(state, State::Missed | State::DoneLate { .. } | State::Waived { .. });
    let mut tracked: Vec<&Tracked<'_>> =
        progress.tracked.iter().filter(|tracked| is_worth_telling(&tracked.state)).collect();
    tracked.sort_by_key(|tracked| tracked.occurrence.window.due);
    let lines: Vec<Line<'_>> = tracked
        .into_iter()
        .filter_map(|tracked| view.line(tracked.occurrence, Some(&tracked.state)))
        .collect();
    view.print(&lines)
}

/// The records with the log, and the day of evaluation.
fn opened(options: &SourceOptions) -> Result<(Source, NaiveDate), Failure> {
    let source = Source::open(options)?;
    let today = source.contract.calendars().zone().to_local(source.now).date();
    Ok((source, today))
}

fn checklist(range: &RangeOptions, options: &TasksOptions, as_csv: bool) -> Result<(), Failure> {
    let contract = contract(options.folder.as_ref())?;
    let schedule = of(&contract)?;
    let wanted = wanted(range, options)?;
    if as_csv {
        return output::print(&table::csv(&schedule.checklist_rows(&wanted))?);
    }
    output::print(&schedule.checklist_markdown(&wanted, options.lang.into()))
}

/// What is shown of an occurrence.
struct Line<'a> {
    item: &'a WorkItem,
    occurrence: Occurrence,
    state: Option<&'a State>,
    conflict: Option<Conflict<'a>>,
}

/// How occurrences are shown.
struct View<'a> {
    schedule: &'a Schedule<'a>,
    contract: &'a Contract,
    blackouts: Blackouts<'a>,
    format: Format,
    language: Language,
}

impl<'a> View<'a> {
    fn new(contract: &'a Contract, schedule: &'a Schedule<'a>, options: &TasksOptions) -> Self {
        Self {
            schedule,
            contract,
            blackouts: contract.blackouts(),
            format: options.format,
            language: options.lang.into(),
        }
    }

    fn line(&'a self, occurrence: Occurrence, state: Option<&'a State>) -> Option<Line<'a>> {
        let item = self.schedule.item(&occurrence)?;
        let calendar = self.contract.site_calendars()?.of(occurrence.site);
        let conflict = self.blackouts.conflict(item, &occurrence, calendar);
        Some(Line { item, occurrence, state, conflict })
    }

    fn print(&self, lines: &[Line<'_>]) -> Result<(), Failure> {
        if self.format == Format::Json {
            let rows: Vec<serde_json::Value> = lines.iter().map(|line| self.json(line)).collect();
            let text = serde_json::to_string_pretty(&rows).unwrap_or_default();
            return output::print(&format!("{text}\n"));
        }
        let rows: Vec<Vec<String>> = lines.iter().map(|line| self.row(line)).collect();
        let header = match self.language {
            Language::Ja => ["期日", "期間", "拠点", "項目", "作業", "状態", "停止との重なり"],
            Language::En => ["due", "window", "site", "item", "work", "state", "in the way"],
        };
        output::print(&text_table(&header, &rows))
    }

    fn row(&self, line: &Line<'_>) -> Vec<String> {
        let window = line.occurrence.window;
        let part = line.item.frequency.part(line.occurrence.part);
        let part =
            part.map_or_else(String::new, |part| format!(" ({})", part.name.in_language(self.language)));
        vec![
            window.due.to_string(),
            format!("{} – {}", window.first, window.last),
            line.occurrence.site.text().in_language(self.language).to_owned(),
            line.item.id.to_string(),
            format!("{}{part}", line.item.title.in_language(self.language)),
            line.state.map_or_else(String::new, |state| state.text().in_language(self.language).to_owned()),
            line.conflict.as_ref().map_or_else(String::new, |conflict| self.conflict(conflict)),
        ]
    }

    fn conflict(&self, conflict: &Conflict<'_>) -> String {
        let outages = conflict.outages.iter().map(|outage| &outage.name);
        let names: Vec<&str> = outages
            .chain(conflict.seasons.iter().map(|season| &season.name))
            .map(|name| name.in_language(self.language))
            .collect();
        let other = match (self.language, conflict.alternative) {
            (Language::Ja, Some(day)) => format!("（{day}なら空いている）"),
            (Language::En, Some(day)) => format!(" ({day} is free)"),
            (Language::Ja, None) => "（期間内に空きがない）".to_owned(),
            (Language::En, None) => " (no free day in the window)".to_owned(),
        };
        format!("{}{other}", names.join("、"))
    }

    fn json(&self, line: &Line<'_>) -> serde_json::Value {
        let window = line.occurrence.window;
        let part = line.item.frequency.part(line.occurrence.part).map(|part| &part.name);
        json!({
            "item": line.item.id.as_str(),
            "site": line.occurrence.site.to_string(),
            "part": part.map(|name| json!({ "ja": name.ja, "en": name.en })),
            "title": { "ja": line.item.title.ja, "en": line.item.title.en },
            "from": window.first.to_string(),
            "to": window.last.to_string(),
            "due": window.due.to_string(),
            "at_least": line.occurrence.at_least,
            "state": line.state.map(State::word),
            "conflict": line.conflict.as_ref().map(|conflict| json!({
                "outages": conflict.outages.iter().map(|outage| outage.id.as_str()).collect::<Vec<_>>(),
                "seasons": conflict.seasons.iter().map(|season| season.id.as_str()).collect::<Vec<_>>(),
                "alternative": conflict.alternative.map(|day| day.to_string()),
            })),
        })
    }
}
