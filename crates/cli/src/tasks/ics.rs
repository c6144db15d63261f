//! The schedule as an iCalendar file: all-day events, the same file for the same range.

use keiyaku::{
    Contract,
    provenance::Language,
    tasks::{Occurrence, Period, Wanted, WorkSite},
};

use super::{
    args::TasksOptions,
    asked::{of, wanted},
    view::View,
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
    let view = View::new(contract, &schedule, options);
    output::to(out, &calendar(&view, &wanted, name, daily))
}

fn calendar(view: &View<'_>, wanted: &Wanted, name: &str, daily: bool) -> String {
    let occurrences = view.schedule.by_day(wanted);
    let events = occurrences.into_iter().filter_map(|occurrence| event(view, occurrence, daily));
    ics::file("work items", name, events)
}

fn event(view: &View<'_>, occurrence: Occurrence<'_>, daily: bool) -> Option<AllDay> {
    let (schedule, language) = (view.schedule, view.language);
    let item = schedule.item(&occurrence)?;
    if !daily && item.frequency.rules().any(|(_, rule)| rule.per == Period::Day) {
        return None;
    }
    let window = occurrence.window;
    let at = WorkSite::of(occurrence.site);
    let site = at.text(schedule.catalogue().sites());
    let part = item.frequency.part(occurrence.part);
    let part = part.map_or_else(String::new, |part| format!(" ({})", part.name.in_language(language)));
    let title = item.title.in_language(language);
    let marks = format!("{}{}", view.no_business_day(Some(window)), view.cut(Some(window)));
    // An outage or a busy season that stands in the way, and a day that is free.
    let conflict =
        view.line(occurrence, None).and_then(|line| line.conflict.map(|found| view.conflict(&found)));
    let heading = match language {
        Language::Ja => "停止との重なり",
        Language::En => "in the way",
    };
    let conflict = conflict.map_or_else(String::new, |found| format!("\n{heading}: {found}"));
    Some(AllDay {
        uid: format!("{}-{}-{}-{}@keiyaku", item.id, at, occurrence.part, window.first),
        summary: format!("{} {title}{part}{marks} [{}]", item.id, site.in_language(language)),
        description: format!(
            "{} – {}\n{}\n{}{conflict}",
            window.first, window.last, item.frequency_text, item.clause
        ),
        on: window.due,
        stamp: window.first,
    })
}
