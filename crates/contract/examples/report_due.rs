//! A program that keeps its contract in code and asks `contract` when the monthly report is due, without TOML.

use contract::calendar::{BusinessCalendarBuilder, CalendarSet, CalendarSetParts, DayHours, NamedCalendar};
use contract::{
    Clause, Deadlines, Due, Duties, Duty, EventKind, Heading, Origin, PaymentRule, Role, Roles, Side,
};
use contract::{StatedTerm, Term, Terms, TermsParts, Text, Trigger, Unit};
use contract::{calendar::WeeklyHours, calendar::Zone, chrono::NaiveDate};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (zone, day) = (Zone::iana("Asia/Tokyo")?, DayHours::new(["09:00-18:00".parse()?])?);
    let office = BusinessCalendarBuilder::new(zone.clone(), WeeklyHours::weekdays(&day)).build()?;
    let mut set = CalendarSetParts::new(zone);
    set.calendars.push(NamedCalendar::new("office".parse()?, Text::new("執務時間", "office hours"), office));
    let calendars = CalendarSet::new(set)?;

    let clause: Clause = "ours/main#1".parse()?;
    let heading = |id: &str| Heading::new(id, clause.clone());
    let term = Term::new("2024-04-01".parse()?, "2025-03-31".parse()?)?;
    let term = StatedTerm { heading: heading("term"), term, months: 12 };
    let mut parts = TermsParts::new(term, PaymentRule { heading: heading("payment") });
    let role = |id: &str, side| Role::new(heading(id), Text::same(id), side);
    let roles = vec![role("us", Side::Client), role("them", Side::Contractor)];
    parts.roles = Some(Roles { roles, provisions: Vec::new() });
    let ends = EventKind { heading: heading("month"), name: Text::same("month"), origin: Origin::MonthEnds };
    let due = Due::Within { n: 10, unit: Unit::BusinessDays, keeps: false };
    let (on, keeps) = (Trigger::Event("month".parse()?), "ofice".parse()?);
    let mut report = Duty::new(heading("report"), "them".parse()?, "us".parse()?, on, due, keeps);
    parts.duties = Some(Duties { events: vec![ends], duties: vec![report.clone()] });
    let Err(errors) = Terms::checked(parts.clone(), &calendars) else { return Err("a slip is told".into()) };
    println!("{errors}"); // duties.duty[1].calendar: there is no calendar `ofice` in calendar.toml; did you mean `office`?

    report.calendar = "office".parse()?;
    parts.duties = parts.duties.map(|duties| Duties { duties: vec![report], ..duties });
    let terms = Terms::checked(parts, &calendars)?;
    let first = Deadlines::new(&terms, &calendars, None).all().first().and_then(contract::Deadline::due);
    assert_eq!(first, Some("2024-05-14".parse::<NaiveDate>()?)); // ten working days after April
    Ok(())
}
