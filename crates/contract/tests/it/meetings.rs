//! Several meetings of one month, and the reports that count from them.

use contract::{Deadlines, LogError};

use crate::fixture::{find, log, reference};

const HEAD_OFFICE: &str = "monthly-head-office";
const INSTITUTE: &str = "monthly-institute";

fn held(id: &str, meeting: Option<&str>, day: &str) -> String {
    let meeting = meeting.map_or_else(String::new, |meeting| format!("meeting = \"{meeting}\"\n"));
    format!("[[event]]\nkind = \"meeting-held\"\nid = \"{id}\"\nof = \"2024-06\"\n{meeting}on = {day}\n")
}

/// Due day, provisional or not, and readings of each report of June 2024.
fn reports(events: &str) -> Vec<(String, String, bool, Vec<String>)> {
    let (terms, calendars) = reference();
    let log = log(terms, events);
    let deadlines = Deadlines::new(terms, calendars, Some(&log));
    let ours = deadlines
        .all()
        .iter()
        .filter(|one| one.duty.heading.id == "monthly-report" && one.event.id == "2024-06");
    let readings = |one: &contract::Deadline<'_>| one.readings.iter().map(|used| used.id.clone()).collect();
    ours.map(|one| (one.id(), one.due().unwrap().to_string(), one.is_provisional, readings(one))).collect()
}

/// Each meeting has its report: both are due, each counted from its own meeting.
#[test]
fn two_named_meetings_have_two_reports() {
    let events = held("head", Some(HEAD_OFFICE), "2024-07-05") + &held("lab", Some(INSTITUTE), "2024-07-22");
    let found: Vec<(String, String, bool)> =
        reports(&events).into_iter().map(|(id, due, provisional, _)| (id, due, provisional)).collect();
    let report = |meeting: &str| format!("monthly-report/2024-06/{meeting}");
    let expected = [(report(HEAD_OFFICE), "2024-07-22", false), (report(INSTITUTE), "2024-08-05", false)];
    assert_eq!(found, expected.map(|(id, due, provisional)| (id, due.to_owned(), provisional)));
}

/// The report of a meeting that is still to be held is expected too, provisionally from the month's end.
#[test]
fn a_meeting_still_to_be_held_has_a_provisional_report() {
    let found = reports(&held("head", Some(HEAD_OFFICE), "2024-07-05"));
    assert_eq!(found.len(), 2);
    // The provisional one comes first: from the month's end, before the meeting that was held.
    assert_eq!((found[0].1.as_str(), found[0].2), ("2024-07-12", true));
    assert_eq!((found[1].1.as_str(), found[1].2), ("2024-07-22", false));
}

/// Without a name nobody knows which meeting it was: one report, from the first, and the reading is told.
#[test]
fn unnamed_meetings_have_one_report_by_a_reading_that_is_told() {
    let both = held("a", None, "2024-07-05") + &held("b", None, "2024-07-22");
    let found = reports(&both);
    assert_eq!((found.len(), found[0].1.as_str()), (1, "2024-07-22"));
    assert!(found[0].3.contains(&"of-several-meetings".to_owned()), "{found:?}");
    let one = reports(&held("a", None, "2024-07-05"));
    assert!(!one[0].3.contains(&"of-several-meetings".to_owned()), "{one:?}");
}

#[test]
fn what_was_done_names_the_meeting_of_its_report() {
    let (terms, calendars) = reference();
    let events = held("head", Some(HEAD_OFFICE), "2024-07-05") + &held("lab", Some(INSTITUTE), "2024-07-22");
    let done =
        format!("[[done]]\nduty = \"monthly-report\"\nof = \"2024-06/{INSTITUTE}\"\non = 2024-08-01\n");
    let log = log(terms, &(events + &done));
    let deadlines = Deadlines::new(terms, calendars, Some(&log));
    assert!(deadlines.unanswered().is_empty());
    let done = |meeting: &str| find(&deadlines, &format!("monthly-report/2024-06/{meeting}")).done;
    assert_eq!((done(HEAD_OFFICE), done(INSTITUTE)), (None, "2024-08-01".parse().ok()));
}

#[test]
fn a_meeting_that_sets_nothing_is_refused() {
    let (terms, _) = reference();
    let add = |meeting: &str| {
        let event = contract::Event {
            kind: "meeting-held".parse().unwrap(),
            id: "M-1".to_owned(),
            of: Some("2024-06".to_owned()),
            meeting: Some(meeting.parse().unwrap()),
            day: "2024-07-05".parse().unwrap(),
            time: None,
        };
        contract::Log::new().add(terms, event).unwrap_err()
    };
    assert!(
        matches!(add("monthly-institue"), LogError::Meeting { near: Some(near), .. } if near == INSTITUTE)
    );
    assert!(matches!(add("annual-review"), LogError::MeetingBringsNothing { .. }));
}
