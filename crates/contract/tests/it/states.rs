//! What has become of a duty by a day.

use contract::{Deadlines, State};

use crate::fixture::{calendars, duty, find, log, terms};

#[test]
fn late_early_in_time_and_not_recorded_are_told_apart() {
    let rules = [
        duty("answer", "on = \"incident\"\ndue = { within = 7, unit = \"days\" }"),
        duty("talk", "on = \"incident\"\ndue = {}"),
        duty("keep", "on = \"incident\"\ndue = { within = 1, unit = \"months\", keeps = true }"),
    ];
    let (terms, calendars) = (terms("", &rules.concat()), calendars(""));
    let incident = "[[event]]\nkind = \"incident\"\nid = \"I-1\"\non = 2024-06-10\n";
    let done = |day: &str| {
        let done = |duty: &str| format!("[[done]]\nduty = \"{duty}\"\nof = \"I-1\"\non = {day}\n");
        format!("{incident}{}{}", done("answer"), done("talk"))
    };
    let state = |log_text: &str, duty: &str, today: &str| {
        let log = log(&terms, log_text);
        let deadlines = Deadlines::new(&terms, &calendars, Some(&log));
        find(&deadlines, &format!("{duty}/I-1")).state(today.parse().unwrap())
    };
    // Due on Monday, 17 June 2024.
    assert_eq!(state(incident, "answer", "2024-06-12"), State::Upcoming { days: 5 });
    assert_eq!(state(incident, "answer", "2024-06-17"), State::DueToday);
    assert_eq!(state(incident, "answer", "2024-06-18"), State::Late { days: 1 });
    let on = |day: &str| day.parse().unwrap();
    let early = State::Done { on: on("2024-06-14"), early: 3 };
    assert_eq!((state(&done("2024-06-14"), "answer", "2024-06-20"), early.word()), (early, "done-early"));
    let last_day = State::Done { on: on("2024-06-17"), early: 0 };
    assert_eq!(state(&done("2024-06-17"), "answer", "2024-06-20"), last_day);
    let late = State::DoneLate { on: on("2024-06-19"), late: 2 };
    assert_eq!(state(&done("2024-06-19"), "answer", "2024-06-20"), late);
    // Without a day nothing is late.
    assert_eq!(state(incident, "talk", "2025-01-01"), State::Undated);
    assert_eq!(
        state(&done("2024-07-01"), "talk", "2025-01-01"),
        State::Done { on: on("2024-07-01"), early: 0 }
    );
    // What is kept is neither late nor done.
    assert_eq!(state(incident, "keep", "2024-06-09"), State::Upcoming { days: 31 });
    assert_eq!(state(incident, "keep", "2024-07-10"), State::InForce);
    assert_eq!(state(incident, "keep", "2024-07-11"), State::Over);
}

/// Without a log nobody knows whether a report was sent: it is not called late.
#[test]
fn without_a_log_nothing_is_called_late() {
    let rule = duty("report", "on = \"month-ends\"\ndue = { within = 1, unit = \"days\" }");
    let (terms, calendars) = (terms("", &rule), calendars(""));
    let today = "2024-07-01".parse().unwrap();
    let state = |log: Option<&contract::Log>| {
        let deadlines = Deadlines::new(&terms, &calendars, log);
        find(&deadlines, "report/2024-04").state(today)
    };
    assert_eq!(state(None), State::NotRecorded { days: 61 });
    assert_eq!(state(Some(&contract::Log::new())), State::Late { days: 61 });
}

#[test]
fn what_was_done_without_a_cause_is_told() {
    let rule = duty("answer", "on = \"incident\"\ndue = {}");
    let (terms, calendars) = (terms("", &rule), calendars(""));
    let log = log(&terms, "[[done]]\nduty = \"answer\"\nof = \"I-9\"\non = 2024-06-11\n");
    let deadlines = Deadlines::new(&terms, &calendars, Some(&log));
    let unanswered: Vec<&str> = deadlines.unanswered().iter().map(|done| done.of.as_str()).collect();
    assert_eq!(unanswered, ["I-9"]);
}

/// The levels are set anew once the trial and one month of work are seen: the month is the earliest moment, no limit.
#[test]
fn what_may_not_be_done_before_a_day_is_never_late() {
    let rule = duty("revise", "on = \"incident\"\ndue = { not_before = 1, unit = \"months\" }");
    let (terms, calendars) = (terms("", &rule), calendars(""));
    let incident = "[[event]]\nkind = \"incident\"\nid = \"I-1\"\non = 2024-06-30\n";
    let done = |day: &str| format!("{incident}[[done]]\nduty = \"revise\"\nof = \"I-1\"\non = {day}\n");
    let told = |text: &str| {
        let log = log(&terms, text);
        let deadlines = Deadlines::new(&terms, &calendars, Some(&log));
        let one = find(&deadlines, "revise/I-1");
        let first = "2024-08-01".parse().unwrap();
        assert_eq!((one.due(), one.not_before, one.listed_on()), (None, Some(first), first));
        let rules: Vec<String> = deadlines
            .findings(&terms, &calendars, first, first)
            .into_iter()
            .map(|finding| finding.rule.to_string())
            .collect();
        (one.state("2025-01-01".parse().unwrap()), rules)
    };
    assert_eq!(told(incident), (State::Undated, vec!["deadline-undated".to_owned()]));
    let on = |day: &str| day.parse().unwrap();
    let (state, rules) = told(&done("2024-07-31"));
    assert_eq!(
        (state, state.word()),
        (State::DoneTooEarly { on: on("2024-07-31"), days: 1 }, "done-too-early")
    );
    assert!(rules.contains(&"deadline-done-too-early".to_owned()), "{rules:?}");
    let (state, rules) = told(&done("2024-08-01"));
    assert_eq!(state, State::Done { on: on("2024-08-01"), early: 0 });
    assert!(!rules.contains(&"deadline-done-too-early".to_owned()), "{rules:?}");
}
