//! Clocks against a naive one that counts second by second.

use std::sync::LazyLock;

use super::fixture::name;
use calendar::{
    BusinessCalendar, BusinessCalendarBuilder, CalendarPolicy, DayHours, Landing, WeeklyHours, Zone,
};
use chrono::{DateTime, Datelike, Utc};
use proptest::prelude::*;
use sla::{Allowance, Boundary, Case, Clock, ClockRules, Pause, PauseKinds, Reopened, Reopening, Timing};

/// Minutes stand for hours, so that a few thousand seconds hold several days of work.
fn office() -> &'static BusinessCalendar {
    static OFFICE: LazyLock<BusinessCalendar> = LazyLock::new(|| {
        let hours =
            DayHours::new((0..24).map(|hour| format!("{hour:02}:10-{hour:02}:40").parse().unwrap())).unwrap();
        BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::weekdays(&hours)).build().unwrap()
    });
    &OFFICE
}

const START: i64 = 1_717_372_800; // Monday 2024-06-03 00:00 UTC

fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(START + seconds, 0).unwrap()
}

#[derive(Debug, Clone)]
struct Record {
    start: i64,
    stop: Option<i64>,
    pauses: Vec<(bool, i64, Option<i64>)>,
    reopened: Option<(i64, i64)>,
    now: i64,
}

fn records() -> impl Strategy<Value = Record> {
    let pause = (any::<bool>(), 0..8_000_i64, prop::option::weighted(0.8, 0..5_000_i64))
        .prop_map(|(counts, from, length)| (counts, from, length.map(|length| from + length)));
    (
        0..6_000_i64,
        prop::option::weighted(0.8, 0..9_000_i64),
        prop::collection::vec(pause, 0..4),
        prop::option::of((0..3_000_i64, 0..3_000_i64)),
        6_000..16_000_i64,
    )
        .prop_map(|(start, length, pauses, reopened, now)| {
            let reopened = reopened.map(|(after, length)| (start + after, start + after + length));
            // A finish while an earlier one was taken back is a contradiction and not for a clock.
            let stop = length.map(|length| start + length).map(|stop| match reopened {
                Some((stopped, resumed)) if stopped < stop && stop < resumed => resumed,
                _ => stop,
            });
            Record { start, stop, pauses, reopened, now }
        })
}

fn case(record: &Record) -> Case {
    let mut case = Case::new("X", name("incident"));
    case.marks.insert(name("start"), instant(record.start));
    if let Some(stop) = record.stop {
        case.marks.insert(name("stop"), instant(stop));
    }
    for (counts, from, to) in &record.pauses {
        case.pauses.push(Pause {
            kind: name(if *counts { "counts" } else { "other" }),
            from: instant(*from),
            to: to.map(instant),
        });
    }
    if let Some((stopped, resumed)) = record.reopened {
        case.reopenings.push(Reopening {
            mark: name("stop"),
            stopped: instant(stopped),
            resumed: instant(resumed),
        });
    }
    case
}

fn clock() -> Clock {
    Clock {
        start: vec![name("start")],
        stop: name("stop"),
        pauses: vec![name("counts")],
        settled: Vec::new(),
    }
}

const RULES: ClockRules = ClockRules { pauses: PauseKinds::Listed, reopened: Reopened::Resume };

impl Record {
    /// The finish that stands, by replaying what happened up to now in its order: at one second a reopening
    /// comes before a finish.
    fn stopped(&self) -> Option<i64> {
        let mut happened: Vec<(i64, bool)> = self.stop.map(|stop| (stop, true)).into_iter().collect();
        if let Some((stopped, resumed)) = self.reopened {
            happened.extend([(stopped, true), (resumed, false)]);
        }
        happened.sort_unstable();
        let mut finished = None;
        for (at, is_finish) in happened.into_iter().filter(|(at, _)| *at <= self.now) {
            finished = if is_finish { finished.or(Some(at)) } else { None };
        }
        finished
    }

    fn stands_still(&self, second: i64) -> bool {
        self.pauses
            .iter()
            .any(|(counts, from, to)| *counts && *from <= second && to.is_none_or(|to| second < to))
            || self.reopened.is_some_and(|(from, to)| to <= self.now && from <= second && second < to)
    }

    /// The naive clock: a second counts if the office is open and nothing stands still.
    fn ticks(&self, second: i64) -> bool {
        let minute = second.rem_euclid(3_600) / 60;
        (10..40).contains(&minute) && !self.stands_still(second)
    }

    fn seconds(&self) -> i64 {
        (self.start..self.stopped().unwrap_or(self.now)).filter(|second| self.ticks(*second)).count() as i64
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_clock_shows_the_seconds_that_tick(record in records()) {
        let reading = clock().read(&case(&record), RULES, office(), instant(record.now)).unwrap();
        prop_assert_eq!(reading.seconds, record.seconds());
        prop_assert_eq!(reading.stopped, record.stopped().map(instant));
        let open = office().elapsed_seconds(START + record.start, START + record.stopped().unwrap_or(record.now)).unwrap();
        prop_assert_eq!(reading.seconds + reading.seconds_paused, open);
    }

    #[test]
    fn a_judgement_agrees_with_counting(record in records(), allowed in 1..6_000_i64) {
        let reading = clock().read(&case(&record), RULES, office(), instant(record.now)).unwrap();
        let timing = Allowance::Seconds(allowed).judge(&reading, office(), Boundary::InTime, instant(record.now)).unwrap();
        let took = record.seconds();
        match (timing, record.stopped().is_some()) {
            (Timing::InTime { took: t, .. }, true) => prop_assert!(t == took && took <= allowed),
            (Timing::Late { took: t, over, .. }, true) => prop_assert!(t == took && over == took - allowed && over > 0),
            (Timing::Running { took: t, remaining, .. }, false) => prop_assert!(t == took && remaining == allowed - took),
            (Timing::RunningLate { took: t, over, .. }, false) => prop_assert!(t == took && over == took - allowed && over > 0),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn at_the_due_time_the_allowance_is_used_up(record in records(), allowed in 1..6_000_i64) {
        let reading = clock().read(&case(&record), RULES, office(), instant(record.now)).unwrap();
        let timing = Allowance::Seconds(allowed).judge(&reading, office(), Boundary::InTime, instant(record.now)).unwrap();
        if let Timing::Late { due, .. } = timing {
            let due = due.timestamp() - START;
            let ticked = (record.start..due).filter(|second| record.ticks(*second)).count() as i64;
            prop_assert_eq!(ticked, allowed);
            prop_assert!(record.ticks(due - 1), "it is the first such instant");
        }
    }

    #[test]
    fn pauses_that_cover_a_span_make_it_nothing(record in records()) {
        let mut covered = record.clone();
        covered.pauses = vec![(true, record.start - 10, None)];
        let reading = clock().read(&case(&covered), RULES, office(), instant(record.now)).unwrap();
        prop_assert_eq!(reading.seconds, 0);
    }
}

/// Three calendars in minutes of a real week, with either landing.
fn week(kind: usize, landing: Landing) -> BusinessCalendar {
    let hours = |openings: &[&str]| {
        WeeklyHours::weekdays(&DayHours::new(openings.iter().map(|text| text.parse().unwrap())).unwrap())
    };
    let weekly = match kind {
        0 => hours(&["09:00-17:00"]),
        1 => hours(&["09:00-12:00", "13:00-18:00"]),
        _ => WeeklyHours::always(),
    };
    let policy = CalendarPolicy { landing, ..CalendarPolicy::default() };
    BusinessCalendarBuilder::new(Zone::utc(), weekly).policy(policy).build().unwrap()
}

const MINUTE: i64 = 60;
const DAY: i64 = 1_440;

/// Minute by minute: when an allowance falls due for a case that started at minute `start` of Monday and stood still
/// during the pauses, all of them over.
fn due_by_counting(
    allowance: Allowance,
    start: i64,
    pauses: &[(i64, i64)],
    calendar: &BusinessCalendar,
) -> i64 {
    let is_open = |minute: &i64| calendar.is_open(instant(*minute * MINUTE)).unwrap();
    let is_paused = |minute: &i64| pauses.iter().any(|(from, to)| from <= minute && minute < to);
    // The minute after the one that uses the allowance up, or the next in which the clock runs.
    let after = |from: i64, allowed: usize| {
        let mut ticks = (from..).filter(|minute| is_open(minute) && !is_paused(minute));
        match calendar.policy().landing {
            Landing::Closing => ticks.nth(allowed - 1).unwrap() + 1,
            Landing::NextOpening => ticks.nth(allowed).unwrap(),
        }
    };
    let midnight = (start / DAY + 1) * DAY;
    let is_business_day = |day: &i64| instant(day * DAY * MINUTE).weekday().num_days_from_monday() < 5;
    let end = match allowance {
        Allowance::Seconds(seconds) => return after(start, (seconds / MINUTE) as usize),
        Allowance::CalendarDays(n) => midnight + i64::from(n) * DAY,
        Allowance::BusinessDays(n) => {
            // Days of a calendar that never closes are business days, weekends too.
            let never_closes = is_open(&(5 * DAY));
            let mut days = (start / DAY + 1..).filter(|day| never_closes || is_business_day(day));
            let day = days.nth(n as usize - 1).unwrap();
            (day * DAY..(day + 1) * DAY).rev().find(is_open).unwrap() + 1
        }
        Allowance::Until(_) => unreachable!("agreed deadlines do not move"),
    };
    if !(midnight..end).any(|minute| is_open(&minute) && is_paused(&minute)) {
        return end;
    }
    after(midnight, (midnight..end).filter(is_open).count())
}

fn allowances() -> impl Strategy<Value = Allowance> {
    prop_oneof![
        // Whole hours and half hours, so that they are used up at closing time and where pauses begin.
        (1..60_i64).prop_map(|halves| Allowance::Seconds(halves * 1_800)),
        (1..4_u32).prop_map(Allowance::CalendarDays),
        (1..4_u32).prop_map(Allowance::BusinessDays),
    ]
}

/// A due time by the next opening fell inside a pause that began after closing time.
#[test]
fn regression_a_due_time_never_falls_inside_a_pause() {
    let due = |landing, start_at: i64, pause: (i64, i64)| {
        let mut case = Case::new("X", name("incident"));
        case.marks.insert(name("start"), instant(start_at * 3_600));
        let (from, to) = (instant(pause.0 * 3_600), Some(instant(pause.1 * 3_600)));
        case.pauses.push(Pause { kind: name("counts"), from, to });
        let calendar = week(0, landing);
        let reading = clock().read(&case, RULES, &calendar, instant(200 * 3_600)).unwrap();
        Allowance::Seconds(7_200).due(&reading, &calendar).unwrap()
    };
    let monday = |hour: i64| instant(hour * 3_600);
    let (tuesday_noon, tuesday_nine) = (monday(24 + 12), monday(24 + 9));
    for from in [17, 18, 24 + 9] {
        assert_eq!(due(Landing::NextOpening, 15, (from, 24 + 12)), tuesday_noon, "paused from hour {from}");
        assert_eq!(due(Landing::Closing, 15, (from, 24 + 12)), monday(17), "paused from hour {from}");
    }
    // A pause that ends before the opening moves nothing.
    assert_eq!(due(Landing::NextOpening, 15, (17, 24 + 8)), tuesday_nine);
    // Used up at the very moment at which the pause begins, while the office is open.
    assert_eq!(due(Landing::NextOpening, 13, (15, 24 + 12)), tuesday_noon);
    assert_eq!(due(Landing::Closing, 13, (15, 24 + 12)), monday(15));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_due_time_is_the_one_counted_minute_by_minute(
        kind in 0..3_usize,
        landing in prop::sample::select(vec![Landing::Closing, Landing::NextOpening]),
        allowance in allowances(),
        start in 0..240_i64,
        pauses in prop::collection::vec((0..300_i64, 1..60_i64), 0..4),
    ) {
        let start = start * 30;
        let pauses: Vec<(i64, i64)> =
            pauses.into_iter().map(|(from, length)| (start + from * 30, start + (from + length) * 30)).collect();
        let mut case = Case::new("X", name("incident"));
        case.marks.insert(name("start"), instant(start * MINUTE));
        case.pauses = pauses
            .iter()
            .map(|(from, to)| Pause {
                kind: name("counts"),
                from: instant(from * MINUTE),
                to: Some(instant(to * MINUTE)),
            })
            .collect();
        let (calendar, now) = (week(kind, landing), instant(40 * DAY * MINUTE));
        let reading = clock().read(&case, RULES, &calendar, now).unwrap();
        let due = allowance.due(&reading, &calendar).unwrap();
        let counted = due_by_counting(allowance, start, &pauses, &calendar);
        prop_assert_eq!(due, instant(counted * MINUTE));
        // Every judgement speaks of the same instant.
        let timing = allowance.judge(&reading, &calendar, Boundary::InTime, now).unwrap();
        let (Timing::InTime { due: judged, .. } | Timing::Late { due: judged, .. }
            | Timing::Running { due: judged, .. } | Timing::RunningLate { due: judged, .. }) = timing;
        prop_assert_eq!(judged, due);
        if landing == Landing::NextOpening && matches!(allowance, Allowance::Seconds(_)) {
            prop_assert!(calendar.is_open(due).unwrap());
            let within = |(from, to): &(i64, i64)| *from <= counted && counted < *to;
            prop_assert!(!pauses.iter().any(within), "due inside a pause");
        }
    }
}
