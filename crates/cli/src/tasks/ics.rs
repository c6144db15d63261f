//! The schedule as an iCalendar file: all-day events, the same file for the same range.

use keiyaku::{
    Contract,
    provenance::Language,
    tasks::{Occurrence, Period, Schedule, Wanted, WorkSite},
};

use super::{
    args::TasksOptions,
    asked::{of, wanted},
};
use crate::{
    failure::Failure,
    ics::{self, AllDay},
    options::{OutOptions, RangeOptions},
    output,
};

pub(crate) fn write(
    range: &RangeOptions,
    contract: &Contract,
    options: &TasksOptions,
    out: &OutOptions,
    daily: bool,
) -> Result<(), Failure> {
    let schedule = of(contract)?;
    let wanted = wanted(&schedule, range, options)?;
    let name = contract.catalogue().contract.in_language(options.answer.language());
    let text = calendar(&schedule, &wanted, name, options.answer.language(), daily);
    output::to(out, &text)
}

fn calendar(schedule: &Schedule<'_>, wanted: &Wanted, name: &str, language: Language, daily: bool) -> String {
    let occurrences = schedule.by_day(wanted);
    let events = occurrences.iter().filter_map(|occurrence| event(schedule, occurrence, language, daily));
    ics::file("work items", name, events)
}

fn event(
    schedule: &Schedule<'_>,
    occurrence: &Occurrence<'_>,
    language: Language,
    daily: bool,
) -> Option<AllDay> {
    let item = schedule.item(occurrence)?;
    if !daily && item.frequency.rules().any(|(_, rule)| rule.per == Period::Day) {
        return None;
    }
    let window = occurrence.window;
    let at = WorkSite::of(occurrence.site);
    let site = at.text(schedule.catalogue().sites());
    let part = item.frequency.part(occurrence.part);
    let part = part.map_or_else(String::new, |part| format!(" ({})", part.name.in_language(language)));
    let title = item.title.in_language(language);
    Some(AllDay {
        uid: format!("{}-{}-{}-{}@keiyaku", item.id, at, occurrence.part, window.first),
        summary: format!("{} {title}{part} [{}]", item.id, site.in_language(language)),
        description: format!("{} – {}\n{}\n{}", window.first, window.last, item.frequency_text, item.clause),
        on: window.due,
        stamp: window.first,
    })
}
