//! Limits: the source's own cases, and a naive model that steps day by day.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use contract::{Deadlines, When};
use proptest::prelude::*;

use crate::fixture::{calendars, duty, find, log, policy, terms};

/// Due day by the bare rule and as it holds, of one limit after an incident.
fn after_incident(day: &str, limit: &str, policies: &str) -> (NaiveDate, NaiveDate) {
    let terms = terms(policies, &duty("answer", &format!("on = \"incident\"\ndue = {{ {limit} }}")));
    let calendars = calendars("");
    let log = log(&terms, &format!("[[event]]\nkind = \"incident\"\nid = \"I-1\"\non = {day}"));
    match find(&Deadlines::new(&terms, &calendars, Some(&log)), "answer/I-1").when {
        When::Day { nominal, due } => (nominal, due),
        When::Undated(ref why) => panic!("{why}"),
    }
}

#[track_caller]
fn check(day: &str, limit: &str, policies: &str, nominal: &str, due: &str) {
    let (found, moved) = after_incident(day, limit, policies);
    assert_eq!((found.to_string().as_str(), moved.to_string().as_str()), (nominal, due), "{day} {limit}");
}

/// A policy holds otherwise for a duty that its table names, and for no other.
#[test]
fn a_duty_may_have_a_reading_of_its_own() {
    let apart = |policy: &str, duty: &str, value: &str| {
        let row = format!(
            "[[policy.duty]]\nduties = [\"{duty}\"]\nvalue = \"{value}\"\nclause = \"example/main#9\"\n"
        );
        format!("{policy}\n{row}why = {{ ja = \"日付\", en = \"a date\" }}\n")
    };
    let stay = apart(&policy("shift-period", "following"), "answer", "stay");
    check("2024-06-09", "within = 7, unit = \"days\"", &stay, "2024-06-16", "2024-06-16");
    let counted = apart(&policy("first-day", "not-counted"), "answer", "counted");
    check("2024-06-10", "within = 7, unit = \"days\"", &counted, "2024-06-16", "2024-06-17");
    let (terms, duties) = (terms(&stay, &duty("answer", "on = \"incident\"\ndue = {}")), ["answer", "other"]);
    let shown = duties.map(|duty| terms.policies().shown_for("shift-period", duty).unwrap());
    assert_eq!(
        shown.each_ref().map(|one| (one.value.as_str(), one.is_default)),
        [("stay", false), ("following", true)]
    );
    assert_eq!(terms.policies().in_use().iter().filter(|one| one.id == "shift-period").count(), 2);
}

#[test]
fn limits_after_an_event() {
    // Monday 10 June 2024: 7 days end on Monday.
    check("2024-06-10", "within = 7, unit = \"days\"", "", "2024-06-17", "2024-06-17");
    // Sunday the 16th: the next business day (Civil Code, Article 142).
    check("2024-06-09", "within = 7, unit = \"days\"", "", "2024-06-16", "2024-06-17");
    check(
        "2024-06-09",
        "within = 7, unit = \"days\"",
        &policy("shift-period", "stay"),
        "2024-06-16",
        "2024-06-16",
    );
    check(
        "2024-06-09",
        "within = 7, unit = \"days\"",
        &policy("shift-period", "preceding"),
        "2024-06-16",
        "2024-06-14",
    );
    // The day itself counts where the parties say so.
    check(
        "2024-06-10",
        "within = 7, unit = \"days\"",
        &policy("first-day", "counted"),
        "2024-06-16",
        "2024-06-17",
    );
    check("2024-06-10", "within = 1, unit = \"weeks\"", "", "2024-06-17", "2024-06-17");
    check("2024-06-10", "within = 10, unit = \"business-days\"", "", "2024-06-24", "2024-06-24");
    check(
        "2024-06-10",
        "within = 10, unit = \"business-days\"",
        &policy("first-day", "counted"),
        "2024-06-21",
        "2024-06-21",
    );
    // A leap day, and a month without its day.
    check("2024-01-31", "within = 1, unit = \"months\"", "", "2024-02-29", "2024-02-29");
    check("2024-02-29", "within = 1, unit = \"years\"", "", "2025-02-28", "2025-02-28");
    // At once knows no business days.
    check("2024-06-16", "at_once = true", "", "2024-06-16", "2024-06-16");
    // What is kept is kept to its day, closed or not.
    check("2024-06-08", "within = 1, unit = \"years\", keeps = true", "", "2025-06-08", "2025-06-08");
}

#[test]
fn limits_before_an_event() {
    // Two weeks before Saturday 29 June: Saturday the 15th, which stays or moves back.
    check("2024-06-29", "before = 2, unit = \"weeks\"", "", "2024-06-15", "2024-06-15");
    let back = policy("shift-before", "preceding");
    check("2024-06-29", "before = 2, unit = \"weeks\"", &back, "2024-06-15", "2024-06-14");
    check("2024-06-10", "before = 3, unit = \"business-days\"", "", "2024-06-05", "2024-06-05");
    check("2024-03-31", "before = 1, unit = \"months\"", "", "2024-02-29", "2024-02-29");
}

/// A period that begins as a day ends counts from the next; one month before the end is the last month.
#[test]
fn what_comes_at_the_end_of_a_day_leaves_that_day_whole() {
    let rules = [
        duty("hand-over", "on = \"term-ends\"\ndue = { before = 1, unit = \"months\", span = true }"),
        duty("take-over", "on = \"term-begins\"\ndue = { before = 1, unit = \"months\", span = true }"),
        duty("list", "on = \"term-ends\"\ndue = { before = 1, unit = \"days\" }"),
    ];
    let (terms, calendars) = (terms(&policy("first-day", "counted"), &rules.concat()), calendars(""));
    let deadlines = Deadlines::new(&terms, &calendars, None);
    let days = |id: &str| {
        let one = find(&deadlines, id);
        (one.begins.map(|day| day.to_string()), one.due().unwrap().to_string())
    };
    assert_eq!(days("hand-over/term-ends"), (Some("2025-05-01".to_owned()), "2025-05-31".to_owned()));
    assert_eq!(days("take-over/term-begins"), (Some("2024-03-01".to_owned()), "2024-03-31".to_owned()));
    assert_eq!(days("list/term-ends"), (None, "2025-05-31".to_owned()));
}

#[test]
fn meetings_in_the_weeks_before_fill_those_weeks() {
    let rule = "on = \"term-begins\"\ndue = { times = 2, per = \"week\", weeks = 3 }";
    let (terms, calendars) = (terms("", &duty("prepare", rule)), calendars(""));
    let deadlines = Deadlines::new(&terms, &calendars, None);
    let days: Vec<(String, String)> = deadlines
        .all()
        .iter()
        .map(|one| (one.begins.unwrap().to_string(), one.due().unwrap().to_string()))
        .collect();
    assert_eq!(days.len(), 6);
    assert_eq!(days[0], ("2024-03-11".to_owned(), "2024-03-13".to_owned()));
    assert_eq!(days[5], ("2024-03-28".to_owned(), "2024-03-31".to_owned()));
    // Each begins on the day after the one before it ended.
    for (one, next) in days.iter().zip(&days[1..]) {
        assert_eq!(one.1.parse::<NaiveDate>().unwrap() + Days::new(1), next.0.parse().unwrap());
    }
}

/// What follows another duty counts from the day on which that was done, or else falls due; nothing follows a duty
/// without a day.
#[test]
fn a_duty_after_another_counts_from_it() {
    let rules = [
        duty("plan", "on = \"incident\"\ndue = { within = 7, unit = \"days\" }"),
        duty("report", "after = \"plan\"\ndue = { within = 1, unit = \"weeks\" }"),
        duty("talk", "on = \"incident\"\ndue = {}"),
        duty("after-talk", "after = \"talk\"\ndue = { within = 1, unit = \"weeks\" }"),
    ];
    let (terms, calendars) = (terms("", &rules.concat()), calendars(""));
    let incident = "[[event]]\nkind = \"incident\"\nid = \"I-1\"\non = 2024-06-10\n";
    let log_without = log(&terms, incident);
    let deadlines = Deadlines::new(&terms, &calendars, Some(&log_without));
    let report = find(&deadlines, "report/I-1");
    assert_eq!((report.due(), report.is_provisional), (Some("2024-06-24".parse().unwrap()), true));
    assert_eq!(find(&deadlines, "after-talk/I-1").due(), None);
    let done = "[[done]]\nduty = \"plan\"\nof = \"I-1\"\non = 2024-06-12\n[[done]]\nduty = \"talk\"\nof = \"I-1\"\non = 2024-06-13\n";
    let log_with = log(&terms, &format!("{incident}{done}"));
    let deadlines = Deadlines::new(&terms, &calendars, Some(&log_with));
    let report = find(&deadlines, "report/I-1");
    assert_eq!((report.due(), report.is_provisional), (Some("2024-06-19".parse().unwrap()), false));
    assert_eq!(find(&deadlines, "after-talk/I-1").due(), Some("2024-06-20".parse().unwrap()));
}

/// Weekends and the holidays of the calendar, told by a list of this test's own for one year.
fn is_closed(day: NaiveDate) -> bool {
    const HOLIDAYS_2024: [(u32, u32); 27] = [
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 8),
        (2, 11),
        (2, 12),
        (2, 23),
        (3, 20),
        (4, 29),
        (5, 3),
        (5, 4),
        (5, 5),
        (5, 6),
        (7, 15),
        (8, 11),
        (8, 12),
        (9, 16),
        (9, 22),
        (9, 23),
        (10, 14),
        (11, 3),
        (11, 4),
        (11, 23),
        (12, 29),
        (12, 30),
        (12, 31),
        (0, 0),
    ];
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || HOLIDAYS_2024.contains(&(day.month(), day.day()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Days and business days after, by stepping from day to day.
    #[test]
    fn limits_agree_with_counting_on_the_fingers(start in 0_u64..300, n in 1_u32..25, business: bool) {
        let begin = "2024-01-04".parse::<NaiveDate>().unwrap() + Days::new(start);
        let mut day = begin;
        let mut left = n;
        while left > 0 {
            day = day.succ_opt().unwrap();
            left -= u32::from(!business || !is_closed(day));
        }
        let nominal = day;
        while is_closed(day) {
            day = day.succ_opt().unwrap();
        }
        // The list of holidays ends with the year.
        prop_assume!(day.year() == 2024);
        let unit = if business { "business-days" } else { "days" };
        let found = after_incident(&begin.to_string(), &format!("within = {n}, unit = \"{unit}\""), "");
        prop_assert_eq!(found, (nominal, day));
    }
}
