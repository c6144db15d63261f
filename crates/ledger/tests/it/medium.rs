//! Media: disposals, personal data, the monthly report.

use calendar::YearMonth;
use ledger::{Event, Field, Inputs, Kind, Medium, Put, Rules, check, media_disposals, media_reports};

use crate::ledgers::{facts, named, on, rules, rules_with};

fn disposed(id: &str, personal: Option<&str>) -> Put {
    let put = Put::new(Kind::Medium, id).event(Event::Disposed);
    match personal {
        Some(flag) => put.field(Field::PersonalData, flag),
        None => put,
    }
}

fn proven(put: Put) -> Put {
    put.field(Field::DisposalMethod, "shredded")
        .field(Field::Evidence, "写真")
        .field(Field::ReportedOn, "2024-04-10")
}

#[test]
fn disposals_of_personal_data_are_done_with_method_and_evidence() {
    let journal = facts([
        ("2024-04-10", proven(disposed("M-1", Some("yes")))),
        ("2024-04-10", disposed("M-2", Some("yes")).field(Field::DisposalMethod, "shredded")),
        ("2024-04-10", disposed("M-3", Some("no"))),
        ("2024-04-10", proven(disposed("M-4", None))),
        ("2024-05-01", disposed("M-5", Some("yes"))),
    ]);
    let april = YearMonth::new(2024, 4).unwrap();
    let state = journal.state(on("2024-05-31"));
    let tally = |rules: &Rules| {
        let tally = media_disposals(&state, april, rules);
        (tally.planned, tally.done, tally.missing)
    };
    // Of M-4 nobody knows what it held: a policy decides, and stands in the result.
    assert_eq!(tally(&rules()), (3, 2, vec!["M-2".to_owned()]));
    assert_eq!(tally(&rules_with("unknown-personal-data", "left-out")), (2, 1, vec!["M-2".to_owned()]));
    assert_eq!(media_disposals(&state, april, &rules()).policies[0].id, "unknown-personal-data");
}

#[test]
fn the_month_is_reported_when_every_medium_kept_was_checked() {
    let journal = facts([
        ("2024-04-01", Put::new(Kind::Medium, "M-1").field(Field::CheckedOn, "2024-05-20")),
        ("2024-04-01", Put::new(Kind::Medium, "M-2").field(Field::CheckedOn, "2024-04-20")),
        ("2024-04-02", proven(disposed("M-3", Some("no")))),
    ]);
    let state = journal.state(on("2024-05-31"));
    let may = YearMonth::new(2024, 5).unwrap();
    let tally = media_reports(&state, may, &rules());
    assert_eq!((tally.planned, tally.done, tally.missing), (1, 0, vec!["M-2".to_owned()]));
    let tally = media_reports(&state, may, &rules_with("media-report", "any-checked"));
    assert_eq!((tally.planned, tally.done), (1, 1));
    // Nothing kept, nothing to report.
    let empty = facts([("2024-04-02", disposed("M-3", Some("no")))]);
    assert_eq!(media_reports(&empty.state(on("2024-05-31")), may, &rules()).planned, 0);
}

#[test]
fn a_disposal_is_gone_for_good_and_counts_on_its_first_day() {
    let journal = facts([
        ("2024-04-10", disposed("M-1", Some("yes"))),
        ("2024-05-10", proven(disposed("M-1", Some("yes")))),
    ]);
    let state = journal.state(on("2024-05-31"));
    let medium = Medium::all(&state).next().unwrap();
    assert_eq!(medium.disposal().unwrap().on.to_string(), "2024-04-10");
    assert!(medium.disposal().unwrap().is_proven());
}

#[test]
fn what_a_disposal_lacks_is_told() {
    let contractor = disposed("M-3", Some("no"))
        .field(Field::DisposalMethod, "contractor")
        .field(Field::Evidence, "証明書");
    let journal = facts([
        ("2024-04-10", proven(disposed("M-1", Some("yes")))),
        ("2024-04-10", disposed("M-2", None)),
        ("2024-04-10", contractor.field(Field::ReportedOn, "2024-04-11")),
        ("2024-04-10", Put::new(Kind::Medium, "M-4").field(Field::Locked, "no")),
        ("2024-04-10", Put::new(Kind::Medium, "M-5").field(Field::Locked, "yes")),
    ]);
    let checked = check(&journal, on("2024-04-30"), &rules(), &Inputs::default());
    assert_eq!(
        named(&checked.findings),
        [
            "disposal-not-agreed: medium M-3",
            "disposal-unproven: medium M-2",
            "disposal-unreported: medium M-2",
            "medium-not-locked: medium M-4",
            "personal-data-unknown: medium M-2",
        ]
    );
}

/// Nobody told of them, and the month's report waited for their check.
#[test]
fn what_is_lost_is_told_of_and_not_reported_as_kept() {
    let medium = |id: &str| Put::new(Kind::Medium, id);
    let journal = facts([
        ("2024-04-01", medium("M-1").field(Field::CheckedOn, "2024-05-20").event(Event::Lost)),
        ("2024-04-02", medium("M-1").event(Event::Found)),
        ("2024-04-01", medium("M-2").field(Field::Locked, "no").event(Event::Stolen)),
        ("2024-04-01", medium("M-3").event(Event::Lost)),
        ("2024-04-02", proven(disposed("M-3", Some("no")))),
        ("2024-04-01", medium("M-4").field(Field::CheckedOn, "2024-05-20")),
        ("2024-05-25", medium("M-5").event(Event::Lost)),
        ("2024-04-01", Put::new(Kind::Device, "PC-1").field(Field::View, "domestic").event(Event::Lost)),
        ("2024-04-01", Put::new(Kind::Device, "PC-2").field(Field::View, "domestic").event(Event::Lost)),
        ("2024-04-02", Put::new(Kind::Device, "PC-2").event(Event::Found)),
        ("2024-04-01", Put::new(Kind::Device, "PC-3").field(Field::View, "domestic").event(Event::Stolen)),
    ]);
    let checked = check(&journal, on("2024-05-31"), &rules(), &Inputs::default());
    let told = named(&checked.findings);
    let lost: Vec<&String> = told.iter().filter(|one| one.contains("-lost:")).collect();
    assert_eq!(
        lost,
        [
            "medium-lost: medium M-2",
            "medium-lost: medium M-5",
            "device-lost: device PC-1",
            "device-lost: device PC-3"
        ]
    );
    // A medium that is gone is not said to be unlocked as well.
    assert!(!told.contains(&"medium-not-locked: medium M-2".to_owned()));
    let message = &checked.findings.iter().find(|one| one.subject == "medium M-2").unwrap().message;
    assert_eq!(message.en, "was stolen on 2024-04-01 and is not found (entry 3)");
    let state = journal.state(on("2024-05-31"));
    let tally = media_reports(&state, YearMonth::new(2024, 5).unwrap(), &rules());
    assert_eq!((tally.planned, tally.done, tally.missing), (1, 1, Vec::new()));
    // In April M-5 was still there, and nobody looked at it.
    let april = media_reports(&state, YearMonth::new(2024, 4).unwrap(), &rules());
    assert_eq!(april.missing, ["M-1, M-4, M-5"]);
}
