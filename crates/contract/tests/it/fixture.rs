//! A small contract, and the reference contract.

use std::sync::LazyLock;

use calendar::CalendarSet;
use contract::{Deadline, Deadlines, Log, Terms, TermsTables};

pub(crate) const CALENDAR: &str = r#"
zone = "Asia/Tokyo"
[[calendar]]
id = "office"
name = { ja = "業務時間", en = "office hours" }
hours = { weekdays = ["09:00-18:00"] }
holidays = ["japan", "year-end"]
"#;

pub(crate) const CONTRACT: &str = r#"
[term]
id = "term"
first = 2024-04-01
last = 2025-05-31
months = 14
clause = "example/main#1"
[payment]
id = "payment"
divided = "months-of-term"
clause = "example/main#2"
"#;

pub(crate) const ROLES: &str = r#"
[[role]]
id = "client"
name = { ja = "委託者", en = "client" }
side = "client"
clause = "example/main#3"
[[role]]
id = "contractor"
name = { ja = "受託者", en = "contractor" }
side = "contractor"
clause = "example/main#3"
"#;

pub(crate) const EVENTS: &str = r#"
[[event]]
id = "month-ends"
name = { ja = "月末", en = "a month ends" }
from = "month-ends"
clause = "example/main#4"
[[event]]
id = "term-begins"
name = { ja = "開始", en = "the term begins" }
from = "term-begins"
clause = "example/main#4"
[[event]]
id = "term-ends"
name = { ja = "終了", en = "the term ends" }
from = "term-ends"
clause = "example/main#4"
[[event]]
id = "meeting-held"
name = { ja = "会議", en = "a meeting is held" }
clause = "example/main#4"
[[event]]
id = "incident"
name = { ja = "障害", en = "an incident happens" }
clause = "example/main#4"
"#;

pub(crate) fn calendars(more: &str) -> CalendarSet {
    CalendarSet::from_table("calendar.toml", &format!("{CALENDAR}{more}")).unwrap()
}

/// A duty of the small contract, with its trigger and limit.
pub(crate) fn duty(id: &str, rule: &str) -> String {
    format!(
        r#"
[[duty]]
id = "{id}"
by = "contractor"
to = "client"
what = {{ ja = "義務", en = "duty" }}
clause = "example/main#5"
{rule}
"#
    )
}

/// The small contract with some duties, and policies appended to its frame.
pub(crate) fn terms(policies: &str, duties: &str) -> Terms {
    let (contract, duties) = (format!("{CONTRACT}{policies}"), format!("{EVENTS}{duties}"));
    let tables = TermsTables {
        contract: Some(&contract),
        roles: Some(ROLES),
        duties: Some(&duties),
        ..TermsTables::default()
    };
    Terms::from_tables(&tables, &calendars("")).unwrap()
}

pub(crate) fn policy(id: &str, value: &str) -> String {
    format!(
        r#"
[[policy]]
id = "{id}"
value = "{value}"
clause = "example/main#6"
why = {{ ja = "理由", en = "why" }}
"#
    )
}

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../../keiyaku/contracts/jetro-2023/", $name))
    };
}

pub(crate) const REFERENCE: TermsTables<'static> = TermsTables {
    contract: Some(table!("contract.toml")),
    roles: Some(table!("roles.toml")),
    duties: Some(table!("duties.toml")),
    offices: Some(table!("offices.toml")),
    staffing: Some(table!("staffing.toml")),
    meetings: Some(table!("meetings.toml")),
    help_desk: Some(table!("help-desk.toml")),
    escalation: Some(table!("escalation.toml")),
    security: Some(table!("security.toml")),
};

pub(crate) const REFERENCE_CALENDAR: &str = table!("calendar.toml");

/// Read once: properties ask for it again and again.
pub(crate) fn reference() -> &'static (Terms, CalendarSet) {
    static LOADED: LazyLock<(Terms, CalendarSet)> = LazyLock::new(|| {
        let calendars = CalendarSet::from_table("calendar.toml", REFERENCE_CALENDAR).unwrap();
        (Terms::from_tables(&REFERENCE, &calendars).unwrap(), calendars)
    });
    &LOADED
}

pub(crate) fn log(terms: &Terms, text: &str) -> Log {
    Log::from_table(terms, "events.toml", text).unwrap()
}

/// The deadline of a name, such as `report/2024-05`.
pub(crate) fn find<'d, 'a>(deadlines: &'d Deadlines<'a>, id: &str) -> &'d Deadline<'a> {
    deadlines.all().iter().find(|one| one.id() == id).unwrap_or_else(|| panic!("there is no {id}"))
}
