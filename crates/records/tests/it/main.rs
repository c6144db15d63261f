//! Tests of `records`.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(clippy::unwrap_used, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::panic, reason = "a shared check that cannot go on stops its test")]
#![allow(clippy::indexing_slicing, reason = "an index out of bounds fails the test")]

mod agency; // the made-up agency: one seed, one journal
mod containers; // workbooks, JSON, splits, rows that are no records, damaged identifiers
mod lists; // lists for the report: read by their names
mod loading; // bad input: everything is listed, nothing is lost
mod sampling; // sample months: the same for the same seed, and readable
mod servicenow; // a real log through a mapping, counted a second time
mod states;
mod work; // cases followed through their states

/// The sites of the reference contract.
pub(crate) fn sites() -> &'static calendar::Sites {
    static CALENDARS: std::sync::LazyLock<calendar::CalendarSet> = std::sync::LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml");
        calendar::CalendarSet::from_table("calendar.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
    });
    CALENDARS.sites()
}
