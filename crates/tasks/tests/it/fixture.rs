//! The reference contract's work items and calendars.

use std::sync::LazyLock;

use calendar::{CalendarSet, Site, Term};
use chrono::NaiveDate;
use tables::{Names, Noun};
use tasks::{Catalogue, Execution, Level, Outcome, Schedule, WorkSite};

pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/tasks.toml");
        let levels = include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml");
        let levels = self::levels(Some(levels));
        Catalogue::from_table("tasks.toml", table, calendars(), &levels)
            .unwrap_or_else(|errors| panic!("{errors}"))
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

/// The service levels that items bear on.
pub(crate) fn levels(table: Option<&str>) -> Names<Level> {
    Names::of_table(Noun::new("サービスレベル", "service level"), "sla.toml", table, "item", "key")
}

/// A site of the contract by name.
pub(crate) fn site(name: &str) -> Option<&'static Site> {
    match self::at(name) {
        WorkSite::At(id) => catalogue().sites().get(&id),
        WorkSite::Unstated => None,
    }
}

pub(crate) fn at(name: &str) -> WorkSite {
    WorkSite::find(name, catalogue().sites()).unwrap()
}

pub(crate) fn term() -> Term {
    Term::new(day("2023-04-01"), day("2027-05-31")).unwrap()
}

pub(crate) fn schedule() -> &'static Schedule<'static> {
    static SCHEDULE: LazyLock<Schedule<'static>> = LazyLock::new(|| Schedule::new(catalogue(), term()));
    &SCHEDULE
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A record that something was done on a day.
pub(crate) fn done(item: &str, site: &str, on: &str) -> Execution {
    Execution {
        item: item.to_owned(),
        site: at(site),
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
