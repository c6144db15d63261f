//! Is `elapsed` flat in the span and under 100 ns? Is `add` under 200 ns?

#![allow(clippy::unwrap_used, reason = "a bench that cannot be set up stops")]

use std::{hint::black_box, time::Duration};

use calendar::{
    BusinessCalendar, BusinessCalendarBuilder, DayHours, JapaneseHolidays, Opening, WeeklyHours, Zone,
};
use criterion::{BenchmarkId, Criterion};

const HOUR: i64 = 3_600;
/// A zone and Monday 2015-01-05 10:30 in it.
const ZONES: [(&str, i64); 2] = [("Asia/Tokyo", 1_420_421_400), ("Europe/London", 1_420_453_800)];
const SPANS: [(&str, i64); 5] = [
    ("1 minute", 60),
    ("1 hour", HOUR),
    ("1 month", 730 * HOUR),
    ("1 year", 8_766 * HOUR),
    ("10 years", 87_660 * HOUR),
];

/// Weekdays from 09:00 to 18:00 with 256 holidays from 2010 on.
fn office(zone: &str) -> BusinessCalendar {
    let hours = DayHours::new([Opening::new(9 * 3_600, 18 * 3_600).unwrap()]).unwrap();
    let holidays = JapaneseHolidays::by_the_act();
    let days = holidays
        .iter()
        .filter(|day| day.date.to_string().as_str() >= "2010")
        .take(256)
        .map(|day| (day.date, day.name.clone()));
    BusinessCalendarBuilder::new(Zone::iana(zone).unwrap(), WeeklyHours::weekdays(&hours))
        .holidays(days)
        .build()
        .unwrap()
}

fn elapsed(criterion: &mut Criterion) {
    for (zone, start) in ZONES {
        let calendar = office(zone);
        let mut group = criterion.benchmark_group(format!("elapsed is flat in the span, {zone}"));
        for (name, seconds) in SPANS {
            group.bench_with_input(BenchmarkId::from_parameter(name), &seconds, |bencher, seconds| {
                bencher.iter(|| calendar.elapsed_seconds(black_box(start), black_box(start + seconds)));
            });
        }
    }
}

fn add(criterion: &mut Criterion) {
    for (zone, start) in ZONES {
        let calendar = office(zone);
        let mut group = criterion.benchmark_group(format!("add is flat in the amount, {zone}"));
        for (name, span) in SPANS {
            let amount = calendar.elapsed_seconds(start, start + span).unwrap();
            group.bench_with_input(BenchmarkId::from_parameter(name), &amount, |bencher, amount| {
                bencher.iter(|| calendar.add_seconds(black_box(start), black_box(*amount)));
            });
        }
    }
}

fn batch(criterion: &mut Criterion) {
    let [(zone, start), _] = ZONES;
    let calendar = office(zone);
    let from: Vec<i64> = (0..100_000).map(|n| start + n * 777).collect();
    let to: Vec<i64> = from.iter().map(|from| from + 40 * HOUR).collect();
    let mut out = vec![0; from.len()];
    criterion.bench_function("a batch of 100,000 spans", |bencher| {
        bencher.iter(|| calendar.elapsed_batch(black_box(&from), black_box(&to), &mut out));
    });
}

fn build(criterion: &mut Criterion) {
    criterion.bench_function("building a Tokyo calendar with 256 holidays", |bencher| {
        bencher.iter(|| office("Asia/Tokyo"));
    });
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    elapsed(&mut criterion);
    add(&mut criterion);
    batch(&mut criterion);
    build(&mut criterion);
    criterion.final_summary();
}
