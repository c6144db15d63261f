//! A ticket tool's question: when is it due, how long did it take in business time, when did we last close?

use calendar::chrono::{DateTime, TimeDelta, Utc};
use calendar::{BusinessCalendarBuilder, DayHours, JapaneseHolidays, WeeklyHours, Zone};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let hours = DayHours::new(["09:00-12:00".parse()?, "13:00-18:00".parse()?])?;
    let holidays = JapaneseHolidays::by_the_act();
    let (first, last) = holidays.range();
    let office = BusinessCalendarBuilder::new(Zone::iana("Asia/Tokyo")?, WeeklyHours::weekdays(&hours))
        .holidays(holidays.iter().map(|day| (day.date, day.name.clone())))
        .covering(first, last)
        .build()?;
    let at = |text: &str| text.parse::<DateTime<Utc>>();

    // Friday 16:00, four hours: over a weekend and the Marine Day, until Tuesday 11:00.
    let opened = at("2024-07-12T16:00:00+09:00")?;
    let due = office.add(opened, TimeDelta::hours(4))?;
    assert_eq!(due, at("2024-07-16T11:00:00+09:00")?);
    assert_eq!(office.elapsed(opened, due)?, TimeDelta::hours(4));

    // The day between: closed since Friday evening, open again on Tuesday morning.
    let holiday = at("2024-07-15T12:00:00+09:00")?;
    println!("closed since {}, open again at {}", office.prev_close(holiday)?, office.next_open(holiday)?);
    assert_eq!(office.prev_close(holiday)?, at("2024-07-12T18:00:00+09:00")?);
    assert_eq!(office.next_open(holiday)?, at("2024-07-16T09:00:00+09:00")?);

    // Why: what was open and what was not, piece by piece.
    for piece in office.intervals(opened, due)? {
        println!("{} to {}: {:?}", piece.from, piece.to, piece.state);
    }
    Ok(())
}
