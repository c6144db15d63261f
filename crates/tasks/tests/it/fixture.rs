//! The reference contract's work items and calendars.

use std::sync::LazyLock;

use calendar::{CalendarSet, Term};
use chrono::NaiveDate;
use tasks::{Catalogue, Execution, Outcome, Schedule, Site, SiteCalendars};

pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/tasks.toml");
        Catalogue::from_table("tasks.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
    });
    &CATALOGUE
}

pub(crate) fn calendars() -> &'static CalendarSet {
    static CALENDARS: LazyLock<CalendarSet> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml");
        CalendarSet::from_table("calendar.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
    });
    &CALENDARS
}

pub(crate) fn site_calendars() -> SiteCalendars<'static> {
    SiteCalendars {
        head_office: &calendars().get("head-office").unwrap().calendar,
        institute: &calendars().get("institute").unwrap().calendar,
    }
}

pub(crate) fn term() -> Term {
    Term::new(day("2023-04-01"), day("2027-05-31")).unwrap()
}

pub(crate) fn schedule() -> &'static Schedule<'static> {
    static SCHEDULE: LazyLock<Schedule<'static>> =
        LazyLock::new(|| Schedule::new(catalogue(), term(), site_calendars()));
    &SCHEDULE
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A record that something was done on a day.
pub(crate) fn done(item: &str, site: Site, on: &str) -> Execution {
    Execution {
        item: item.to_owned(),
        site,
        planned: None,
        done: Some(day(on)),
        part: None,
        by: None,
        outcome: Outcome::Done,
        note: String::new(),
        evidence: None,
        origin: None,
    }
}
