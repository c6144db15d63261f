//! A program that embeds service levels, with `sla` and `calendar` alone and without TOML: one case, judged while it is open.

use calendar::{BusinessCalendarBuilder, CalendarSet, CalendarSetParts, DayHours, NamedCalendar, Term, Zone};
use sla::{Case, Catalogue, CatalogueParts, Clock, ClockBasis, Evaluation, ItemParts, Limit, Operator};
use sla::{Policies, Selector, Target, Text, Unit, WithinLimit, rust_decimal::Decimal};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (zone, day) = (Zone::iana("Asia/Tokyo")?, DayHours::new(["09:00-18:00".parse()?])?);
    let office = BusinessCalendarBuilder::new(zone.clone(), calendar::WeeklyHours::weekdays(&day)).build()?;
    let mut parts = CalendarSetParts::new(zone);
    let name = Text::new("執務時間", "office hours");
    parts.calendars.push(NamedCalendar::new("office".parse()?, name, office));
    let calendars = CalendarSet::new(parts)?;

    let clock = Clock::between("opened".parse()?, "solved".parse()?);
    let measure = WithinLimit { population: Selector::all_of("incident".parse()?), clock };
    let name = Text::new("4時間以内の復旧", "solved within 4 hours");
    let mut item = ItemParts::new("S-1".parse()?, name, measure, "ours/annex#S-1".parse()?);
    item.target = Some(Target { operator: Operator::AtLeast, value: Decimal::from(95), unit: Unit::Percent });
    item.limit = Some(Limit::Fixed { value: Decimal::from(4), unit: Unit::Hour });
    let names = ["operations", "client", "contractor"].map(Text::same);
    let mut parts = CatalogueParts::new(names, Term::new("2024-04-01".parse()?, "2025-03-31".parse()?)?);
    parts.items.push(item);
    let catalogue = Catalogue::new(parts)?;

    let mut policies = Policies::default();
    policies.clock_basis.choose(ClockBasis::Calendar("office".parse()?), None, Text::new("合意", "agreed"));
    let policies = policies.checked(&catalogue, &calendars)?;

    let mut case = Case::new("INC-1", "incident".parse()?);
    case.marks.insert("opened".parse()?, "2024-06-07T16:00:00+09:00".parse()?); // a Friday
    let evaluation = Evaluation { catalogue: &catalogue, policies: &policies, calendars: &calendars };
    let said = evaluation.assess(&case, "S-1", "2024-06-10T10:00:00+09:00".parse()?)?;
    assert_eq!(said.why.en, "open; due 2024-06-10 11:00:00, 1:00:00 left");
    Ok(())
}
