//! The states of occurrences against a naive model: each occurrence looks for its records by itself.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use tasks::{Execution, Outcome, State, Tracked, Wanted, WorkSite};

use super::fixture::{day, done, schedule};

/// The state of a window by the definition, without any bookkeeping.
fn expected(tracked: &Tracked<'_>, item: &str, log: &[Execution], now: NaiveDate) -> State {
    let window = tracked.occurrence.window;
    let mut records: Vec<&Execution> = log
        .iter()
        .filter(|record| record.item == item && record.site == WorkSite::of(tracked.occurrence.site))
        .filter(|record| {
            let day = record.planned.or(record.done);
            day.is_some_and(|day| window.first <= day && day <= window.last)
        })
        .filter(|record| match record.outcome {
            Outcome::NotDone => false,
            Outcome::Waived => !record.note.is_empty() && record.done.is_none_or(|done| done <= now),
            _ => record.done.is_some_and(|done| window.first <= done && done <= now),
        })
        .collect();
    let is_waived = |record: &Execution| record.outcome == Outcome::Waived;
    records.sort_by_key(|record| (is_waived(record), record.planned.or(record.done), record.done));
    match records.first() {
        Some(record) if record.outcome == Outcome::Waived => State::Waived { reason: record.note.clone() },
        Some(record) if record.done.unwrap() <= window.last => State::Done { on: record.done.unwrap() },
        Some(record) => State::DoneLate { on: record.done.unwrap() },
        None if now > window.last => {
            let month = |day: NaiveDate| day.format("%Y-%m").to_string();
            let days = window.first.iter_days().take_while(|day| *day <= window.last);
            let months: Vec<String> = days.map(month).collect();
            let told = log.iter().filter_map(|record| record.planned.or(record.done)).map(month);
            if told.into_iter().any(|told| months.contains(&told)) {
                State::Missed
            } else {
                State::NotRecorded
            }
        }
        None if now < window.first => State::Ahead,
        None => State::Due,
    }
}

fn records() -> impl Strategy<Value = Vec<Execution>> {
    let item = prop::sample::select(&["1.1.a", "6.d", "3.1.2.j", "6.h", "1.4.e"][..]);
    let site = prop::sample::select(&["tokyo", "osaka", "institute"][..]);
    let outcome =
        prop::sample::select(&[Outcome::Done, Outcome::NoAnomaly, Outcome::NotDone, Outcome::Waived][..]);
    let one = (item, site, outcome, 0..70_u64, prop::option::of(0..70_u64), any::<bool>()).prop_map(
        |(item, site, outcome, on, planned, has_note)| {
            let at = |n: u64| day("2024-05-20").checked_add_days(Days::new(n)).unwrap();
            let mut record = done(item, site, "2024-06-01");
            record.outcome = outcome;
            record.done = (outcome != Outcome::NotDone).then(|| at(on));
            record.planned = planned.map(at);
            record.note = if has_note { "理由".to_owned() } else { String::new() };
            record
        },
    );
    prop::collection::vec(one, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_states_are_those_of_the_naive_model(log in records(), now in 0..80_u64) {
        let now = day("2024-05-20").checked_add_days(Days::new(now)).unwrap();
        let wanted = Wanted::between(day("2024-05-01"), day("2024-07-31"));
        let progress = schedule().progress(&wanted, &log, now);
        for tracked in &progress.tracked {
            let item = schedule().item(&tracked.occurrence).unwrap();
            if ["1.1.a", "6.d", "3.1.2.j", "6.h", "1.4.e"].contains(&item.id.as_str()) {
                let expected = expected(tracked, item.id.as_str(), &log, now);
                prop_assert_eq!(&tracked.state, &expected, "{} {:?}", item.id, tracked.occurrence);
            }
        }
        // Each record answers, is answered by its irregular item, says "not done", or is listed.
        let told = progress.unplaced.len()
            + progress.tracked.iter().filter(|tracked| tracked.record.is_some()).count();
        prop_assert!(told <= log.len());
    }

    #[test]
    fn the_order_of_records_does_not_matter(log in records()) {
        let mut reversed = log.clone();
        reversed.reverse();
        let wanted = Wanted::between(day("2024-05-01"), day("2024-07-31"));
        let states = |log: &[Execution]| -> Vec<State> {
            schedule().progress(&wanted, log, day("2024-07-31")).tracked.into_iter().map(|t| t.state).collect()
        };
        // Records of one day that differ have no order of their own: leave those worlds out.
        let mut days: Vec<_> = log.iter().map(|r| (r.item.clone(), r.site.clone(), r.day(), r.done)).collect();
        days.sort();
        days.dedup();
        prop_assume!(days.len() == log.len());
        prop_assert_eq!(states(&log), states(&reversed));
    }
}
