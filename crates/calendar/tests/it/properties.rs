//! Laws, and two naive models: one asks each minute whether it is open, one adds up every single day.

use calendar::{
    BusinessCalendar, BusinessCalendarBuilder, CalendarError, CalendarPolicy, DayHours, Exclusion,
    NightShift, Opening, PieceState, WeeklyHours, Zone,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use provenance::Text;

const ZONES: [&str; 7] = [
    "Asia/Tokyo",
    "America/Sao_Paulo",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Apia",
    "America/St_Johns",
];

const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// What a calendar is made of, in minutes.
#[derive(Debug, Clone)]
struct Made {
    zone: &'static str,
    week: Vec<Vec<(u32, u32)>>,
    holidays: Vec<NaiveDate>,
    exceptions: Vec<(NaiveDate, Vec<(u32, u32)>)>,
    exclusions: Vec<(i64, i64)>,
    night_shift: NightShift,
}

fn day_hours(openings: &[(u32, u32)]) -> DayHours {
    DayHours::new(openings.iter().map(|(from, to)| Opening::new(from * 60, to * 60).unwrap())).unwrap()
}

impl Made {
    fn calendar(&self) -> Option<BusinessCalendar> {
        let weekly = WEEKDAYS
            .into_iter()
            .zip(&self.week)
            .fold(WeeklyHours::closed(), |weekly, (weekday, hours)| weekly.with(weekday, day_hours(hours)));
        let mut builder = BusinessCalendarBuilder::new(Zone::iana(self.zone).unwrap(), weekly);
        for date in &self.holidays {
            builder = builder.holiday(*date, Text::same("holiday"));
        }
        for (date, hours) in &self.exceptions {
            builder = builder.exception(*date, day_hours(hours), Text::same("exception"));
        }
        for (from, to) in &self.exclusions {
            let instant = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap();
            builder = builder.exclusion(Exclusion {
                from: instant(*from),
                to: instant(*to),
                reason: Text::same("exclusion"),
            });
        }
        let policy = CalendarPolicy { night_shift: self.night_shift, ..CalendarPolicy::default() };
        builder.policy(policy).build().ok()
    }

    /// The hours of a day that has its own.
    fn special(&self, day: NaiveDate) -> Option<Vec<(u32, u32)>> {
        let exception = self.exceptions.iter().rev().find(|(date, _)| *date == day);
        let holiday = self.holidays.contains(&day).then(Vec::new);
        exception.map(|(_, hours)| hours.clone()).or(holiday)
    }

    /// The instants `[from, to)` of each opening of a day; some may be empty.
    fn openings(&self, zone: &Zone, day: NaiveDate) -> Vec<(i64, i64)> {
        let midnight = |date: NaiveDate| zone.to_utc(date.and_time(NaiveTime::MIN)).timestamp();
        let next = day.succ_opt().unwrap();
        if midnight(day) >= midnight(next) {
            return Vec::new(); // the zone skipped the day
        }
        let weekday = chrono::Datelike::weekday(&day).num_days_from_monday() as usize;
        let hours = self.special(day).unwrap_or_else(|| self.week[weekday].clone());
        let holiday_next = self.special(next).is_some_and(|hours| hours.is_empty());
        let stops = self.night_shift == NightShift::StopsAtMidnight && holiday_next;
        let at = |minute: u32| {
            zone.to_utc(day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute))).timestamp()
        };
        hours
            .iter()
            .map(|(opens, closes)| (at(*opens), at(if stops { (*closes).min(1_440) } else { *closes })))
            .collect()
    }

    /// The naive model of a long span: every opening of every day, one by one.
    fn open_seconds(&self, zone: &Zone, from: i64, to: i64) -> i64 {
        let date = |at: i64| zone.to_local(DateTime::from_timestamp(at, 0).unwrap()).date();
        let (mut day, last) = (date(from) - Days::new(3), date(to) + Days::new(2));
        let mut edges = Vec::new();
        let mut edge = |from: i64, to: i64, open: i64, excluded: i64| {
            if from < to {
                edges.extend([(from, open, excluded), (to, -open, -excluded)]);
            }
        };
        while day <= last {
            for (opens, closes) in self.openings(zone, day) {
                edge(opens.max(from), closes.min(to), 1, 0);
            }
            day = day.succ_opt().unwrap();
        }
        for (begins, ends) in &self.exclusions {
            edge(*begins, *ends, 0, 1);
        }
        edges.sort_unstable();
        let (mut sum, mut open, mut excluded, mut cursor) = (0, 0, 0, from);
        for (at, opened, taken) in edges {
            if open > 0 && excluded == 0 {
                sum += at - cursor;
            }
            (cursor, open, excluded) = (at, open + opened, excluded + taken);
        }
        sum
    }

    /// The naive model: the opening stretches of every day near an instant, each worked out by itself.
    fn is_open(&self, zone: &Zone, at: i64) -> bool {
        if self.exclusions.iter().any(|(from, to)| (*from..*to).contains(&at)) {
            return false;
        }
        let date = zone.to_local(DateTime::from_timestamp(at, 0).unwrap()).date();
        (0..4).any(|back| {
            let day = date.succ_opt().unwrap() - Days::new(back);
            self.openings(zone, day).iter().any(|(opens, closes)| (*opens..*closes).contains(&at))
        })
    }
}

/// Openings of a day, apart, in minutes; the last may run past midnight.
fn openings() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop_oneof![
        2 => Just(vec![]),
        2 => Just(vec![(0, 1_440)]),
        4 => prop::collection::btree_set(0..1_440_u32, 2..6).prop_map(|set| {
            let points: Vec<u32> = set.into_iter().collect();
            points.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        }),
        2 => (600..1_440_u32, 1..600_u32).prop_map(|(opens, length)| vec![(0, 300), (opens, opens + length)]),
    ]
}

fn dates(around: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0..60_u64).prop_map(move |days| around + Days::new(days) - Days::new(20))
}

/// A calendar with something special around a day, and that day: often one on which some zone changes.
fn made() -> impl Strategy<Value = (Made, NaiveDate)> {
    let day = prop_oneof![
        (1970..2100_i32, 1..=366_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day)
            .unwrap_or_else(|| NaiveDate::from_yo_opt(year, 365).unwrap())),
        prop::sample::select(vec![
            NaiveDate::from_ymd_opt(2018, 11, 4).unwrap(),
            NaiveDate::from_ymd_opt(2018, 2, 18).unwrap(),
            NaiveDate::from_ymd_opt(2024, 3, 31).unwrap(),
            NaiveDate::from_ymd_opt(2024, 10, 27).unwrap(),
            NaiveDate::from_ymd_opt(2024, 4, 7).unwrap(),
            NaiveDate::from_ymd_opt(2024, 10, 6).unwrap(),
            NaiveDate::from_ymd_opt(2022, 3, 22).unwrap(),
            NaiveDate::from_ymd_opt(2011, 12, 30).unwrap(),
        ]),
    ];
    (day, prop::sample::select(ZONES.to_vec()), prop::collection::vec(openings(), 7)).prop_flat_map(
        |(day, zone, week)| {
            let seconds = day.and_time(NaiveTime::MIN).and_utc().timestamp();
            (
                prop::collection::vec(dates(day), 0..4),
                prop::collection::vec((dates(day), openings()), 0..3),
                prop::collection::vec((-3_000..3_000_i64, 1..4_000_i64), 0..3),
                prop::sample::select(vec![NightShift::RunsOn, NightShift::StopsAtMidnight]),
            )
                .prop_map(move |(holidays, exceptions, exclusions, night_shift)| {
                    let exclusions = exclusions
                        .into_iter()
                        .map(|(from, length)| (seconds + from * 60, seconds + (from + length) * 60))
                        .collect();
                    (Made { zone, week: week.clone(), holidays, exceptions, exclusions, night_shift }, day)
                })
        },
    )
}

fn instants(day: NaiveDate, days: i64) -> impl Strategy<Value = i64> {
    let seconds = day.and_time(NaiveTime::MIN).and_utc().timestamp();
    (-days * 1_440..days * 1_440).prop_map(move |minute| seconds + minute * 60)
}

fn spans() -> impl Strategy<Value = (Made, i64, i64)> {
    made().prop_flat_map(|(made, day)| {
        (Just(made), instants(day, 4), instants(day, 4)).prop_map(|(made, a, b)| (made, a.min(b), a.max(b)))
    })
}

/// Spans of up to 30 years.
fn long_spans() -> impl Strategy<Value = (Made, i64, i64, i64)> {
    made().prop_flat_map(|(made, day)| {
        (Just(made), instants(day, 5_400), instants(day, 5_400), instants(day, 5_400)).prop_map(
            |(made, a, b, c)| {
                let mut order = [a, b, c];
                order.sort_unstable();
                (made, order[0], order[1], order[2])
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn elapsed_is_the_number_of_open_minutes((made, from, to) in spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let zone = Zone::iana(made.zone).unwrap();
        let minutes = (from..to).step_by(60).filter(|at| made.is_open(&zone, *at)).count() as i64;
        prop_assert_eq!(calendar.elapsed_seconds(from, to).unwrap(), minutes * 60);
        prop_assert_eq!(calendar.is_open(DateTime::from_timestamp(from, 0).unwrap()).unwrap(), made.is_open(&zone, from));
    }

    #[test]
    fn the_pieces_of_a_span_sum_to_it_and_the_open_ones_to_elapsed((made, from, to) in spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let instant = |seconds: i64| DateTime::<Utc>::from_timestamp(seconds, 0).unwrap();
        let pieces = calendar.intervals(instant(from), instant(to)).unwrap();
        let mut cursor = instant(from);
        for piece in &pieces {
            prop_assert_eq!(piece.from, cursor);
            prop_assert!(piece.to > piece.from);
            cursor = piece.to;
        }
        prop_assert_eq!(cursor, instant(to));
        let open: i64 = pieces.iter().filter(|p| p.state == PieceState::Open).map(|p| p.seconds()).sum();
        prop_assert_eq!(open, calendar.elapsed_seconds(from, to).unwrap());
    }

    #[test]
    fn elapsed_over_thirty_years_is_the_sum_of_its_days((made, from, _, to) in long_spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let zone = Zone::iana(made.zone).unwrap();
        prop_assert_eq!(calendar.elapsed_seconds(from, to).unwrap(), made.open_seconds(&zone, from, to));
    }

    #[test]
    fn elapsed_over_a_cut_is_the_sum_of_its_parts((made, from, cut, to) in long_spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let elapsed = |a, b| calendar.elapsed_seconds(a, b).unwrap();
        prop_assert_eq!(elapsed(from, cut) + elapsed(cut, to), elapsed(from, to));
        prop_assert!((0..=to - from).contains(&elapsed(from, to)));
    }

    #[test]
    fn adding_what_elapsed_comes_back((made, from, _, to) in long_spans(), part in 1..100_i64) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let amount = calendar.elapsed_seconds(from, to).unwrap() * part / 100;
        let due = calendar.add_seconds(from, amount).unwrap();
        prop_assert!(due >= from && due <= to);
        prop_assert_eq!(calendar.elapsed_seconds(from, due).unwrap(), amount);
        // It is the first such instant: a second earlier less has passed.
        if amount > 0 {
            prop_assert_eq!(calendar.elapsed_seconds(from, due - 1).unwrap(), amount - 1);
            let back = calendar.subtract_seconds(due, amount).unwrap();
            prop_assert_eq!(calendar.elapsed_seconds(back, due).unwrap(), amount);
            prop_assert_eq!(calendar.elapsed_seconds(back + 1, due).unwrap(), amount - 1);
        }
    }

    #[test]
    fn adding_more_never_lands_earlier((made, from, _, to) in long_spans(), a in 0..100_i64, b in 0..100_i64) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let all = calendar.elapsed_seconds(from, to).unwrap();
        let (less, more) = (a.min(b) * all / 100, a.max(b) * all / 100);
        prop_assert!(calendar.add_seconds(from, less).unwrap() <= calendar.add_seconds(from, more).unwrap());
    }

    #[test]
    fn the_next_opening_is_open_and_nothing_before_it((made, from, _) in spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let start = DateTime::from_timestamp(from, 0).unwrap();
        if let Ok(next) = calendar.next_open(start) {
            prop_assert!(calendar.is_open(next).unwrap());
            prop_assert_eq!(calendar.elapsed(start, next).unwrap(), TimeDelta::zero());
        }
    }

    /// The naive model: minute by minute back to one that was open and is not followed by an open one.
    #[test]
    fn the_last_closing_is_the_greatest_that_counting_back_finds((made, at, _) in spans(), second in 0..60_i64) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let zone = Zone::iana(made.zone).unwrap();
        let days = 5;
        let mut follows = made.is_open(&zone, at);
        let counted = (0..days * 1_440).map(|back| at - back * 60).find(|minute| {
            let before = made.is_open(&zone, minute - 60);
            let closes = before && !follows;
            follows = before;
            closes
        });
        match (counted, calendar.prev_close_seconds(at + second)) {
            (Some(counted), found) => prop_assert_eq!(found, Ok(counted)),
            (None, Ok(found)) => prop_assert!(found <= at - days * 86_400),
            (None, Err(error)) => prop_assert_eq!(error, CalendarError::NeverClosed { by: at + second }),
        }
    }

    #[test]
    fn the_last_closing_bounds_what_is_open((made, at, _) in spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let Ok(closing) = calendar.prev_close_seconds(at) else { return Ok(()) };
        let is_open = |seconds: i64| calendar.is_open(DateTime::from_timestamp(seconds, 0).unwrap()).unwrap();
        prop_assert!(closing <= at && !is_open(closing) && is_open(closing - 1));
        // It is its own last closing, and since then there was one stretch of business at most: the one that goes on.
        prop_assert_eq!(calendar.prev_close_seconds(closing), Ok(closing));
        let since = calendar.elapsed_seconds(closing, at).unwrap();
        match calendar.next_open_seconds(closing) {
            Ok(opening) if opening < at => prop_assert_eq!(since, at - opening),
            _ => prop_assert_eq!(since, 0),
        }
    }

    #[test]
    fn a_batch_answers_like_single_questions((made, from, cut, to) in long_spans()) {
        let Some(calendar) = made.calendar() else { return Ok(()) };
        let mut out = [0; 2];
        calendar.elapsed_batch(&[from, cut], &[cut, to], &mut out).unwrap();
        prop_assert_eq!(out, [calendar.elapsed_seconds(from, cut).unwrap(), calendar.elapsed_seconds(cut, to).unwrap()]);
        prop_assert!(calendar.elapsed_batch(&[from], &[cut, to], &mut out).is_err());
    }
}
