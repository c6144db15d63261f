//! The schedule as an iCalendar file: all-day events, the same file for the same range.

use std::path::Path;

use icalendar::{Calendar, Component, Event, EventLike, Property};
use keiyaku::{
    provenance::Language,
    tasks::{Occurrence, Period, Schedule, Wanted, WorkSite},
};

use super::{of, wanted};
use crate::{
    args::{RangeOptions, TasksOptions},
    failure::Failure,
    output,
    source::contract,
};

pub(crate) fn write(
    range: &RangeOptions,
    options: &TasksOptions,
    out: Option<&Path>,
    force: bool,
    daily: bool,
) -> Result<(), Failure> {
    let contract = contract(options.folder.as_ref())?;
    let schedule = of(&contract)?;
    let wanted = wanted(&schedule, range, options)?;
    let name = contract.catalogue().contract.in_language(options.lang.into());
    let text = calendar(&schedule, &wanted, name, options.lang.into(), daily);
    match out {
        Some(path) => output::file(path, text, force),
        None => output::print(&text),
    }
}

fn calendar(schedule: &Schedule<'_>, wanted: &Wanted, name: &str, language: Language, daily: bool) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Keiyaku//work items//JA"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(name);
    for occurrence in schedule.by_day(wanted) {
        if let Some(event) = event(schedule, &occurrence, language, daily) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

fn event(
    schedule: &Schedule<'_>,
    occurrence: &Occurrence<'_>,
    language: Language,
    daily: bool,
) -> Option<Event> {
    let item = schedule.item(occurrence)?;
    if !daily && item.frequency.rules().any(|(_, rule)| rule.per == Period::Day) {
        return None;
    }
    let window = occurrence.window;
    let at = WorkSite::of(occurrence.site);
    let site = at.text(schedule.catalogue().sites());
    let part = item.frequency.part(occurrence.part);
    let part = part.map_or_else(String::new, |part| format!(" ({})", part.name.in_language(language)));
    let mut event = Event::new();
    event
        .uid(&format!("{}-{}-{}-{}@keiyaku", item.id, at, occurrence.part, window.first))
        .summary(&format!(
            "{} {}{part} [{}]",
            item.id,
            item.title.in_language(language),
            site.in_language(language)
        ))
        .description(&format!("{} – {}\n{}\n{}", window.first, window.last, item.frequency_text, item.clause))
        // The same file for the same range: the stamp is the window's beginning, not the clock's.
        .timestamp(window.first.and_time(chrono::NaiveTime::MIN).and_utc())
        .starts(window.due)
        // The end of an all-day event is the day after it.
        .ends(window.due.succ_opt().unwrap_or(window.due));
    Some(event.done())
}
