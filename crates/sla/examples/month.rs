//! A service manager's month: the verdict, and every case with what it took, when it was due and why. Then one week of it.

use sla::calendar::{CalendarSet, YearMonth};
use sla::chrono::{DateTime, NaiveDate, Utc};
use sla::{Case, Catalogue, Evaluation, Observations, Policies, Standing};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calendars = CalendarSet::from_table("calendar.toml", include_str!("tables/calendar.toml"))?;
    let catalogue = Catalogue::from_table("sla.toml", include_str!("tables/sla.toml"))?;
    let policies = Policies::default();
    let evaluation = Evaluation { catalogue: &catalogue, policies: &policies, calendars: &calendars };

    let mut records = Observations::default();
    for (id, opened, solved) in [
        ("INC-1", "2024-06-03T09:00:00+09:00", "2024-06-03T13:00:00+09:00"),
        ("INC-2", "2024-06-12T09:00:00+09:00", "2024-06-12T13:00:01+09:00"),
    ] {
        let mut case = Case::new(id, "incident".parse()?);
        case.marks.insert("opened".parse()?, opened.parse()?);
        case.marks.insert("solved".parse()?, solved.parse()?);
        records.cases.push(case);
    }
    let (june, now): (YearMonth, DateTime<Utc>) = ("2024-06".parse()?, "2024-07-01T00:00:00+09:00".parse()?);
    let said = evaluation.item("S-1", june, &records, now)?;
    println!("S-1: {}", said.result.verdict.label().en);
    for case in &said.cases {
        println!("{}: {}", case.id, case.why.en);
    }
    assert!(said.result.verdict.is_met());
    // Exactly the limit is in time; a second more is not.
    assert_eq!(said.cases.iter().filter(|case| case.standing == Standing::Good).count(), 1);

    let (monday, sunday): (NaiveDate, NaiveDate) = ("2024-06-10".parse()?, "2024-06-16".parse()?);
    let week = evaluation.item("S-1", monday..=sunday, &records, now)?;
    assert!(week.result.verdict.is_not_met());
    Ok(())
}
