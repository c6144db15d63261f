//! `keiyaku tasks`: work items, their schedule, and what became of them.

use std::process::ExitCode;

use chrono::NaiveDate;
use escape::Lines;
use keiyaku::{
    Contract,
    calendar::{Site, SiteId},
    provenance::Language,
    report::text_table,
    tasks::{
        Answered, Blackouts, Conflict, Occurrence, Progress, Schedule, State, Wanted, Window, WorkItem,
        WorkSite,
    },
};
use serde_json::json;

use crate::{
    csv::{Table, formulas},
    failure::Failure,
    options::{FolderOptions, Format, OutOptions, RangeOptions, SourceOptions},
    output,
    source::{Source, contract},
};

pub(crate) use self::{
    args::TasksCommand,
    table::{WorkFormat, export},
};
use self::{
    args::TasksOptions,
    asked::{narrowed, of, site, wanted},
};

mod args;
mod asked;
mod ics;
mod table;

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
        let near = catalogue.nearest(id).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure::Other(format!("there is no work item `{id}`{near}"))
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
    let source = Source::open(options)?;
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

/// What is shown of an occurrence, or of a record that is one itself.
struct Line<'a> {
    item: &'a WorkItem,
    site: WorkSite,
    part: u8,
    at_least: bool,
    /// First, last and due day.
    days: (NaiveDate, NaiveDate, NaiveDate),
    window: Option<Window>,
    state: Option<&'a State>,
    conflict: Option<Conflict<'a>>,
}

/// How occurrences are shown.
struct View<'a> {
    schedule: &'a Schedule<'a>,
    blackouts: Option<Blackouts<'a>>,
    format: Format,
    language: Language,
}

impl<'a> View<'a> {
    fn new(contract: &'a Contract, schedule: &'a Schedule<'a>, options: &TasksOptions) -> Self {
        Self {
            schedule,
            blackouts: contract.blackouts(),
            format: options.answer.format,
            language: options.answer.language(),
        }
    }

    fn line(&'a self, occurrence: Occurrence<'_>, state: Option<&'a State>) -> Option<Line<'a>> {
        let item = self.schedule.item(&occurrence)?;
        let conflict = self.blackouts.as_ref().and_then(|blackouts| blackouts.conflict(item, &occurrence));
        let (site, part, at_least) = (WorkSite::of(occurrence.site), occurrence.part, occurrence.at_least);
        let window = occurrence.window;
        let days = (window.first, window.last, window.due);
        Some(Line { item, site, part, at_least, days, window: Some(window), state, conflict })
    }

    /// The record of an irregular item, which is its own occurrence.
    fn record(&'a self, answered: &'a Answered<'_>) -> Option<Line<'a>> {
        let item = self.schedule.catalogue().item(answered.item)?;
        let (site, day) = (answered.record.site.clone(), answered.record.day()?);
        let at: Option<&Site> = match &site {
            WorkSite::At(id) => self.schedule.catalogue().sites().get(id),
            WorkSite::Unstated => None,
        };
        let conflict = self.blackouts.as_ref().and_then(|blackouts| blackouts.on(item, at, day));
        let state = Some(&answered.state);
        Some(Line {
            item,
            site,
            part: 0,
            at_least: false,
            days: (day, day, day),
            window: None,
            state,
            conflict,
        })
    }

    /// What has a state that is asked for, by due day.
    fn lines(&'a self, progress: &'a Progress<'_>, is_asked: &dyn Fn(&State) -> bool) -> Vec<Line<'a>> {
        let tracked = progress.tracked.iter().filter(|tracked| is_asked(&tracked.state));
        let tracked = tracked.filter_map(|tracked| self.line(tracked.occurrence, Some(&tracked.state)));
        let answered = progress.answered.iter().filter(|answered| is_asked(&answered.state));
        let mut lines: Vec<Line<'a>> = tracked.chain(answered.filter_map(|one| self.record(one))).collect();
        lines.sort_by_key(|line| line.days.2);
        lines
    }

    /// The readings that the schedule depends on, below a table.
    fn print_readings(&self) -> Result<(), Failure> {
        if self.format == Format::Json {
            return Ok(());
        }
        let mut out = Lines::default();
        out.blank();
        out.line(match self.language {
            Language::Ja => "読み方:",
            Language::En => "readings:",
        });
        for used in self.schedule.catalogue().policies().in_use() {
            let meaning = used.meaning.in_language(self.language);
            out.line(format_args!("- {} = {}: {meaning}", used.id, used.value));
        }
        output::print(&out)
    }

    fn print(&self, lines: &[Line<'_>]) -> Result<(), Failure> {
        if self.format == Format::Json {
            let rows: Vec<serde_json::Value> = lines.iter().map(|line| self.json(line)).collect();
            return output::print(&output::json(&rows.into()));
        }
        let rows: Vec<Vec<String>> = lines.iter().map(|line| self.row(line)).collect();
        let header = match self.language {
            Language::Ja => ["期日", "期間", "拠点", "項目", "作業", "状態", "停止との重なり"],
            Language::En => ["due", "window", "site", "item", "work", "state", "in the way"],
        };
        output::print(&text_table(&header, &rows))
    }

    fn row(&self, line: &Line<'_>) -> Vec<String> {
        let (first, last, due) = line.days;
        let part = line.item.frequency.part(line.part);
        let part =
            part.map_or_else(String::new, |part| format!(" ({})", part.name.in_language(self.language)));
        vec![
            format!("{due}{}", self.no_business_day(line.window)),
            format!("{first} – {last}{}", self.cut(line.window)),
            line.site.text(self.schedule.catalogue().sites()).in_language(self.language).to_owned(),
            line.item.id.to_string(),
            format!("{}{part}", line.item.title.in_language(self.language)),
            line.state.map_or_else(String::new, |state| state.text().in_language(self.language).to_owned()),
            line.conflict.as_ref().map_or_else(String::new, |conflict| self.conflict(conflict)),
        ]
    }

    /// The mark of a window without a business day.
    fn no_business_day(&self, window: Option<Window>) -> &'static str {
        match self.language {
            _ if !window.is_some_and(|window| window.lacks_business_day) => "",
            Language::Ja => "（休日）",
            Language::En => " (no business day)",
        }
    }

    /// The mark of a window that the term cuts short.
    fn cut(&self, window: Option<Window>) -> &'static str {
        match self.language {
            _ if !window.is_some_and(|window| window.is_clipped) => "",
            Language::Ja => "（契約期間で短縮）",
            Language::En => " (cut by the term)",
        }
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
        let (first, last, due) = line.days;
        let part = line.item.frequency.part(line.part).map(|part| &part.name);
        json!({
            "item": line.item.id.as_str(),
            "site": line.site.to_string(),
            "part": part.map(|name| json!({ "ja": name.ja, "en": name.en })),
            "title": { "ja": line.item.title.ja, "en": line.item.title.en },
            "from": first.to_string(),
            "to": last.to_string(),
            "due": due.to_string(),
            "at_least": line.at_least,
            "lacks_business_day": line.window.is_some_and(|window| window.lacks_business_day),
            "cut_by_term": line.window.is_some_and(|window| window.is_clipped),
            "irregular": line.window.is_none(),
            "state": line.state.map(State::word),
            "conflict": line.conflict.as_ref().map(|conflict| json!({
                "outages": conflict.outages.iter().map(|outage| outage.id.as_str()).collect::<Vec<_>>(),
                "seasons": conflict.seasons.iter().map(|season| season.id.as_str()).collect::<Vec<_>>(),
                "alternative": conflict.alternative.map(|day| day.to_string()),
            })),
        })
    }
}
