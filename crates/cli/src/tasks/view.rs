//! How occurrences of work are shown.

use chrono::NaiveDate;
use escape::Lines;
use keiyaku::{
    Contract,
    calendar::Site,
    provenance::Language,
    report::text_table,
    tasks::{
        Answered, Blackouts, Conflict, Occurrence, Progress, Schedule, State, Window, WorkItem, WorkSite,
    },
};
use serde_json::json;

use super::args::TasksOptions;
use crate::{failure::Failure, options::Format, output};

/// What is shown of an occurrence, or of a record that is one itself.
pub(super) struct Line<'a> {
    item: &'a WorkItem,
    site: WorkSite,
    part: u8,
    at_least: bool,
    /// First, last and due day.
    days: (NaiveDate, NaiveDate, NaiveDate),
    window: Option<Window>,
    state: Option<&'a State>,
    pub(super) conflict: Option<Conflict<'a>>,
}

/// How occurrences are shown.
pub(super) struct View<'a> {
    pub(super) schedule: &'a Schedule<'a>,
    blackouts: Option<Blackouts<'a>>,
    format: Format,
    pub(super) language: Language,
}

impl<'a> View<'a> {
    pub(super) fn new(contract: &'a Contract, schedule: &'a Schedule<'a>, options: &TasksOptions) -> Self {
        Self {
            schedule,
            blackouts: contract.blackouts(),
            format: options.answer.format,
            language: options.answer.language(),
        }
    }

    pub(super) fn line(&'a self, occurrence: Occurrence<'_>, state: Option<&'a State>) -> Option<Line<'a>> {
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
    pub(super) fn lines(
        &'a self,
        progress: &'a Progress<'_>,
        is_asked: &dyn Fn(&State) -> bool,
    ) -> Vec<Line<'a>> {
        let tracked = progress.tracked.iter().filter(|tracked| is_asked(&tracked.state));
        let tracked = tracked.filter_map(|tracked| self.line(tracked.occurrence, Some(&tracked.state)));
        let answered = progress.answered.iter().filter(|answered| is_asked(&answered.state));
        let mut lines: Vec<Line<'a>> = tracked.chain(answered.filter_map(|one| self.record(one))).collect();
        lines.sort_by_key(|line| line.days.2);
        lines
    }

    /// The readings that the schedule depends on, below a table.
    pub(super) fn print_readings(&self) -> Result<(), Failure> {
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

    pub(super) fn print(&self, lines: &[Line<'_>]) -> Result<(), Failure> {
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
    pub(super) fn no_business_day(&self, window: Option<Window>) -> &'static str {
        match self.language {
            _ if !window.is_some_and(|window| window.lacks_business_day) => "",
            Language::Ja => "（休日）",
            Language::En => " (no business day)",
        }
    }

    /// The mark of a window that the term cuts short.
    pub(super) fn cut(&self, window: Option<Window>) -> &'static str {
        match self.language {
            _ if !window.is_some_and(|window| window.is_clipped) => "",
            Language::Ja => "（契約期間で短縮）",
            Language::En => " (cut by the term)",
        }
    }

    pub(super) fn conflict(&self, conflict: &Conflict<'_>) -> String {
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
