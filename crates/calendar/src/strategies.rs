//! Random calendars for property tests, behind the feature `test-util`.
//!
//! They are small and varied on purpose: lunch breaks, night shifts, days without an opening, zones with
//! summer time.

use chrono::{Days, NaiveDate, Weekday};
use proptest::prelude::*;
use provenance::Text;

use crate::{
    BusinessCalendar, BusinessCalendarBuilder, CalendarPolicy, DayHours, Landing, NightShift, Opening,
    ReversedSpan, WeeklyHours, YearMonth, ZeroOutsideHours, Zone,
};

/// Zones that try arithmetic hard: gaps at midnight, half-hour gaps, rules that were given up, none at all.
pub const ZONES: [&str; 5] =
    ["Asia/Tokyo", "America/Sao_Paulo", "Asia/Tehran", "Australia/Lord_Howe", "Europe/London"];

/// One of [`ZONES`].
pub fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(ZONES.to_vec()).prop_filter_map("a bundled zone", |name| Zone::iana(name).ok())
}

/// The hours of a day, in whole minutes: none, all day, or up to three openings of which the last may run
/// past midnight.
pub fn day_hours() -> impl Strategy<Value = DayHours> {
    let minutes = |pairs: Vec<(u32, u32)>| {
        let openings: Result<Vec<_>, _> =
            pairs.into_iter().map(|(opens, closes)| Opening::new(opens * 60, closes * 60)).collect();
        openings.and_then(DayHours::new).ok()
    };
    prop_oneof![
        Just(vec![]),
        Just(vec![(0, 1_440)]),
        prop::collection::btree_set(0..=1_440_u32, 2..7).prop_map(|points| {
            let points: Vec<u32> = points.into_iter().collect();
            points.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
        }),
        (600..1_440_u32, 1..600_u32).prop_map(|(opens, length)| vec![(opens, opens + length)]),
    ]
    .prop_filter_map("openings lie apart", minutes)
}

/// The hours of a week.
pub fn weekly_hours() -> impl Strategy<Value = WeeklyHours> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    prop::collection::vec(day_hours(), 7).prop_map(|days| {
        [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
            .into_iter()
            .zip(days)
            .fold(WeeklyHours::closed(), |weekly, (weekday, hours)| weekly.with(weekday, hours))
    })
}

/// Any combination of readings.
pub fn policies() -> impl Strategy<Value = CalendarPolicy> {
    (
        prop::sample::select(vec![Landing::Closing, Landing::NextOpening]),
        prop::sample::select(vec![ZeroOutsideHours::Stay, ZeroOutsideHours::NextOpening]),
        prop::sample::select(vec![ReversedSpan::Refuse, ReversedSpan::Zero, ReversedSpan::Negative]),
        prop::sample::select(vec![NightShift::RunsOn, NightShift::StopsAtMidnight]),
    )
        .prop_map(|(landing, zero, reversed, night_shift)| CalendarPolicy {
            landing,
            zero,
            reversed,
            night_shift,
        })
}

/// A date from 1970 to 2099.
pub fn dates() -> impl Strategy<Value = NaiveDate> {
    (0..47_482_u64).prop_filter_map("a date", |day| {
        NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_days(Days::new(day))
    })
}

/// A month from 1970 to 2099.
pub fn months() -> impl Strategy<Value = YearMonth> {
    dates().prop_map(YearMonth::of)
}

/// A calendar that is open at some time, with a few holidays and exceptions.
pub fn calendars() -> impl Strategy<Value = BusinessCalendar> {
    let holidays = prop::collection::vec(dates(), 0..8);
    let exceptions = prop::collection::vec((dates(), day_hours()), 0..4);
    (zones(), weekly_hours(), policies(), holidays, exceptions).prop_filter_map(
        "open at some time",
        |(zone, weekly, policy, holidays, exceptions)| {
            let days = holidays.into_iter().map(|date| (date, Text::new("休日", "holiday")));
            let builder = BusinessCalendarBuilder::new(zone, weekly).policy(policy).holidays(days);
            exceptions
                .into_iter()
                .fold(builder, |builder, (date, hours)| {
                    builder.exception(date, hours, Text::new("特例日", "exception"))
                })
                .build()
                .ok()
        },
    )
}

/// Epoch seconds from 1970 to 2099.
pub fn instants() -> impl Strategy<Value = i64> {
    0..4_102_444_800_i64
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_policies_an_amount_added_is_the_amount_elapsed(
            calendar in calendars(), from in instants(), seconds in 0..10_000_000_i64,
        ) {
            // A calendar with one extra day alone may not hold that much.
            if let Ok(due) = calendar.add_seconds(from, seconds) {
                prop_assert!(due >= from);
                prop_assert_eq!(calendar.elapsed_seconds(from, due).unwrap(), seconds);
                let back = calendar.subtract_seconds(due, seconds).unwrap();
                prop_assert_eq!(calendar.elapsed_seconds(back, due).unwrap(), seconds);
            }
        }

        #[test]
        fn reversed_spans_are_treated_as_the_policy_says(
            calendar in calendars(), a in instants(), b in instants(),
        ) {
            let (from, to) = (a.min(b), a.max(b) + 1);
            let forward = calendar.elapsed_seconds(from, to).unwrap();
            match calendar.policy().reversed {
                ReversedSpan::Refuse => prop_assert!(calendar.elapsed_seconds(to, from).is_err()),
                ReversedSpan::Zero => prop_assert_eq!(calendar.elapsed_seconds(to, from).unwrap(), 0),
                ReversedSpan::Negative => {
                    prop_assert_eq!(calendar.elapsed_seconds(to, from).unwrap(), -forward);
                }
            }
        }

        #[test]
        fn hours_read_back_as_they_are_written(hours in day_hours()) {
            for opening in hours.iter() {
                prop_assert_eq!(opening.to_string().parse::<Opening>().unwrap(), opening);
            }
        }
    }
}
