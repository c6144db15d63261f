//! An officer's question: does the yearly power outage fall into a season in which systems must not stop?

use calendar::chrono::{NaiveTime, Weekday};
use calendar::{BusinessCalendarBuilder, CalendarSet, CalendarSetParts, MonthSpan, NamedCalendar, Outage};
use calendar::{OutageRule, Scope, Season, Text, WeeklyHours, Zone};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let zone = Zone::iana("Asia/Tokyo")?;
    let always = BusinessCalendarBuilder::new(zone.clone(), WeeklyHours::always()).build()?;
    let mut parts = CalendarSetParts::new(zone);
    parts.calendars.push(NamedCalendar::new("always".parse()?, Text::new("常時", "always"), always));
    parts.seasons.push(Season {
        id: "closing".into(),
        name: Text::new("決算", "closing of accounts"),
        site: Scope::Everywhere,
        months: vec![MonthSpan { first: 3, last: 4 }],
        blocks_outages: true,
        open_points: vec![],
        clause: "ours/main#7".parse()?,
    });
    parts.outages.push(Outage {
        id: "power".into(),
        name: Text::new("停電", "power"),
        site: Scope::Everywhere,
        rule: OutageRule::Yearly { month: 4, weekday: Weekday::Sun, nth: 1 },
        begins: NaiveTime::MIN,
        days: 0,
        ends: "06:00:00".parse()?,
        tentative: false,
        open_points: vec![],
        clause: "ours/main#8".parse()?,
    });
    let calendars = CalendarSet::new(parts)?;
    let outage = calendars.outages().first().ok_or("no outage")?;
    let span = outage.in_year(2025, calendars.zone()).into_iter().next().ok_or("not in that year")?;
    assert_eq!(calendars.conflicts(outage, &span).len(), 1);
    Ok(())
}
