//! A dashboard: what happens comes in one by one, and each service level is up to date.

use sla::calendar::CalendarSet;
use sla::chrono::{DateTime, Utc};
use sla::{Case, CaseChange, Catalogue, Change, Evaluation, Kind, Live, Observations, Policies};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calendars = CalendarSet::from_table("calendar.toml", include_str!("tables/calendar.toml"))?;
    let catalogue = Catalogue::from_table("sla.toml", include_str!("tables/sla.toml"))?;
    let policies = Policies::default();
    let evaluation = Evaluation { catalogue: &catalogue, policies: &policies, calendars: &calendars };

    let at = |time: &str| format!("2024-06-03T{time}+09:00").parse::<DateTime<Utc>>();
    let incident: Kind = "incident".parse()?;
    let mut live = Live::new(evaluation, "2024-06".parse()?, Observations::default(), at("09:00:00")?)?;
    let mut case = Case::new("INC-1", incident.clone());
    case.marks.insert("opened".parse()?, at("09:00:00")?);
    live.apply(Change::Opened(case), at("09:00:00")?)?;

    // Three hours wait for the supplier, so that one o'clock passes and it is not late.
    let changed = |what| Change::Of { kind: incident.clone(), id: "INC-1".into(), what };
    let supplier = "supplier".parse()?;
    live.apply(changed(CaseChange::Paused { kind: supplier, from: at("10:00:00")? }), at("10:00:00")?)?;
    let supplier = "supplier".parse()?;
    live.apply(changed(CaseChange::Resumed { kind: supplier, at: at("13:00:00")? }), at("13:00:00")?)?;
    live.advance(at("16:00:00")?)?;
    let said = live.attainment("S-1")?;
    assert_eq!((said.pending, said.population), (1, 0));

    // Nobody says anything, and the deadline passes.
    live.advance(at("16:00:01")?)?;
    let said = live.attainment("S-1")?;
    println!("{} of {} missed", said.outlook.as_ref().map_or(0, |outlook| outlook.missed), said.population);
    assert_eq!((said.pending, said.population), (0, 1));
    Ok(())
}
