//! An analyst's question: a million spans at once, in epoch seconds, without an allocation in between.

use calendar::{BatchError, BusinessCalendarBuilder, DayHours, WeeklyHours, Zone};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let hours = DayHours::new(["09:00-17:00".parse()?])?;
    let office = BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::weekdays(&hours)).build()?;
    let (monday, day) = (1_717_372_800_i64, 86_400_i64);
    let from: Vec<i64> = (0..1_000_000).map(|n| monday + n * 60).collect();
    let to: Vec<i64> = from.iter().map(|from| from + 7 * day).collect();
    let mut open = vec![0; from.len()];
    office.elapsed_batch(&from, &to, &mut open)?;
    // Whatever the minute at which it begins, a week holds forty hours.
    assert!(open.iter().all(|seconds| *seconds == 40 * 3_600));

    // A span that cannot be answered is named; those before it are.
    let error = office.elapsed_batch(&[monday, monday], &[monday + day, monday - day], &mut [0; 2]);
    println!("{error:?}");
    assert!(matches!(error, Err(BatchError::At { index: 1, .. })));
    Ok(())
}
