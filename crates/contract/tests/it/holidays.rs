//! Properties of all deadlines: they lie within the term or are flagged; no added holiday moves one earlier.

use std::collections::BTreeSet;

use calendar::CalendarSet;
use chrono::{Days, NaiveDate};
use contract::{Deadlines, Log, Terms};
use proptest::prelude::*;

use crate::fixture::{REFERENCE_CALENDAR, log, reference};

/// The calendars of the reference contract, with more days closed in each.
fn closed_on(days: &BTreeSet<NaiveDate>) -> CalendarSet {
    let rows: String = days
        .iter()
        .map(|day| format!("[[calendar.holiday]]\ndate = {day}\nname = {{ ja = \"休\", en = \"closed\" }}\n"))
        .collect();
    let (calendars, sites) = REFERENCE_CALENDAR.split_once("[[site]]").unwrap();
    let mut blocks = calendars.split("[[calendar]]");
    let head = blocks.next().unwrap();
    let blocks: String = blocks.map(|block| format!("[[calendar]]{block}\n{rows}")).collect();
    CalendarSet::from_table("calendar.toml", &format!("{head}{blocks}[[site]]{sites}")).unwrap()
}

/// An event of every kind that the term does not bring, on a day each.
fn events(terms: &Terms, first: NaiveDate, step: u64) -> Log {
    let given = terms.event_kinds().iter().filter(|kind| kind.origin == contract::Origin::Given);
    let text: String = given
        .zip(0_u64..)
        .map(|(kind, n)| {
            let day = first + Days::new(n * step);
            format!(
                "[[event]]\nkind = \"{}\"\nid = \"E-{n}\"\nof = \"2024-05\"\non = {day}\n",
                kind.heading.id
            )
        })
        .collect();
    log(terms, &text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_deadline_moves_earlier_when_a_holiday_is_added(
        offsets in prop::collection::btree_set(0_u64..1_600, 1..6),
        begin in 0_u64..900,
        step in 0_u64..12,
    ) {
        let (terms, calendars) = reference();
        let first = terms.term().first_day();
        let log = events(terms, first + Days::new(begin), step);
        let closed: BTreeSet<NaiveDate> = offsets.iter().map(|days| first + Days::new(*days)).collect();
        let more = closed_on(&closed);
        let (before, after) = (
            Deadlines::new(terms, calendars, Some(&log)),
            Deadlines::new(terms, &more, Some(&log)),
        );
        prop_assert_eq!(before.all().len(), after.all().len());
        for one in before.all() {
            let other = after.all().iter().find(|other| other.id() == one.id()).unwrap();
            prop_assert!(other.due() >= one.due(), "{}: {:?} to {:?}", one.id(), one.due(), other.due());
        }
    }

    #[test]
    fn every_due_date_lies_within_the_term_or_is_flagged(begin in 0_u64..3_000, step in 0_u64..40) {
        let (terms, calendars) = reference();
        let term = terms.term();
        let log = events(terms, term.first_day() - Days::new(500) + Days::new(begin), step);
        let deadlines = Deadlines::new(terms, calendars, Some(&log));
        let (first, last) = (NaiveDate::MIN, NaiveDate::MAX);
        let findings = deadlines.findings(terms, calendars, first, last);
        for one in deadlines.all() {
            let Some(due) = one.due() else { continue };
            prop_assert_eq!(one.outside.is_none(), term.contains(due), "{}", one.id());
            let is_told = findings
                .iter()
                .any(|found| found.subject == one.id() && found.rule.as_str() == "deadline-outside-term");
            let is_meant = one.outside.is_some() && one.outside == one.duty.may_lie;
            prop_assert_eq!(is_told, one.outside.is_some() && !is_meant, "{}", one.id());
        }
    }
}

/// The day added must matter: the same ten business days end a day later when one of them is closed.
#[test]
fn a_holiday_within_ten_business_days_moves_their_end() {
    let (terms, calendars) = reference();
    let due = |calendars: &CalendarSet| {
        let deadlines = Deadlines::new(terms, calendars, None);
        deadlines.all().iter().find(|one| one.id() == "monthly-report/2024-05").unwrap().due().unwrap()
    };
    assert_eq!(due(calendars).to_string(), "2024-06-14");
    let more = closed_on(&["2024-06-12".parse().unwrap()].into());
    assert_eq!(due(&more).to_string(), "2024-06-17");
}
