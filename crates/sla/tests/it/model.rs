//! Clocks against a naive one that counts second by second.

use std::sync::LazyLock;

use calendar::{BusinessCalendar, BusinessCalendarBuilder, DayHours, WeeklyHours, Zone};
use chrono::{DateTime, Utc};
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
    let mut case = Case::new("X", "incident");
    case.marks.insert("start".into(), instant(record.start));
    if let Some(stop) = record.stop {
        case.marks.insert("stop".into(), instant(stop));
    }
    for (counts, from, to) in &record.pauses {
        case.pauses.push(Pause {
            kind: if *counts { "counts" } else { "other" }.into(),
            from: instant(*from),
            to: to.map(instant),
        });
    }
    if let Some((stopped, resumed)) = record.reopened {
        case.reopenings.push(Reopening {
            mark: "stop".into(),
            stopped: instant(stopped),
            resumed: instant(resumed),
        });
    }
    case
}

fn clock() -> Clock {
    Clock {
        start: vec!["start".into()],
        stop: "stop".into(),
        pauses: vec!["counts".into()],
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
