//! What is due by fiscal years: on the very day with which the year ends, and where the term ends within one.

use contract::Deadlines;

use crate::fixture::{calendars, duty, find, policy, terms};

const YEARS: &str = r#"
[[event]]
id = "fiscal-year-ends"
name = { ja = "年度末", en = "a fiscal year ends" }
from = "fiscal-year-ends"
clause = "example/main#4"
"#;

fn rule() -> String {
    YEARS.to_owned()
        + &duty("year-report", "on = \"fiscal-year-ends\"\ndue = { within = 0, unit = \"days\" }")
}

/// Rules of the findings on one deadline.
fn findings(policies: &str, id: &str) -> Option<(String, Vec<String>)> {
    let (terms, calendars) = (terms(policies, &rule()), calendars(""));
    let deadlines = Deadlines::new(&terms, &calendars, None);
    let one = deadlines.all().iter().find(|one| one.id() == id)?;
    let day = one.listed_on();
    let found = deadlines.findings(&terms, &calendars, day, day);
    let rules = found.into_iter().filter(|finding| finding.subject == id);
    Some((day.to_string(), rules.map(|finding| finding.rule.to_string()).collect()))
}

/// The report of the year is due while the year's last day is not over: as with the report of March.
#[test]
fn a_report_of_the_year_on_its_last_day_comes_before_the_year_is_over() {
    let (day, rules) = findings("", "year-report/2024").unwrap();
    assert_eq!((day.as_str(), rules), ("2025-03-31", vec!["deadline-before-its-event".to_owned()]));
}

/// The term ends on 31 May 2025, two months into fiscal 2025.
#[test]
fn a_year_that_goes_on_after_the_term_ends_by_a_reading() {
    let found = |value: &str| findings(&policy("last-fiscal-year", value), "year-report/2025");
    let (day, rules) = found("term-end").unwrap();
    assert_eq!(day, "2025-05-31");
    assert!(rules.contains(&"deadline-of-cut-year".to_owned()), "{rules:?}");
    assert!(!rules.contains(&"deadline-outside-term".to_owned()), "{rules:?}");
    let (day, rules) = found("year-end").unwrap();
    assert_eq!(day, "2026-03-31");
    assert!(rules.contains(&"deadline-outside-term".to_owned()), "{rules:?}");
    assert_eq!(found("none"), None);
    let (terms, calendars) = (terms("", &rule()), calendars(""));
    let deadlines = Deadlines::new(&terms, &calendars, None);
    let readings = |id: &str| {
        let used = &find(&deadlines, id).readings;
        used.iter().any(|used| used.id == "last-fiscal-year")
    };
    assert_eq!((readings("year-report/2024"), readings("year-report/2025")), (false, true));
}
