//! The catalogue of messages: what cannot be recorded.
//!
//! `UPDATE_PAGES=1 cargo test -p ledger` writes the page's section; read it afterwards.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{AppendError, Body, Draft, Kind, Put};
use ledger_testkit::{
    page::{Case, check, section},
    small_journal,
};

#[test]
fn every_message_of_recording_is_on_the_page() {
    let (mut journal, _) = small_journal();
    let now: DateTime<Utc> = "2024-06-10T01:00:00Z".parse().unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let put = |id: &str| Draft::put(day("2024-06-09"), Put::new(Kind::Device, id));
    let reverse = |entry| Draft {
        valid_on: day("2024-06-09"),
        origin: None,
        body: Body::Reverse { entry, why: "twice".into() },
    };
    let far = Draft { valid_on: NaiveDate::from_ymd_opt(12_024, 6, 9).unwrap(), ..put("A") };
    let refused = |actor, at, drafts| journal.prepare(actor, at, drafts).unwrap_err();
    let mut cases: Vec<(&str, &str, AppendError)> = vec![
        ("empty", "A batch without facts.", refused("yamada", now, vec![])),
        ("no actor", "Nobody is named, or blanks are.", refused(" ", now, vec![put("A")])),
        (
            "moment",
            "A clock that is set wrongly.",
            refused("yamada", DateTime::<Utc>::MAX_UTC, vec![put("A")]),
        ),
        ("day", "A year with a figure too many.", refused("yamada", now, vec![put("A"), far])),
        ("no identifier", "A record of which only the kind is known.", refused("yamada", now, vec![put("")])),
        (
            "unknown field",
            "A name that no record of the kind has, as a slip makes it.",
            refused(
                "yamada",
                now,
                vec![Draft::put(
                    day("2024-06-09"),
                    Put::new(Kind::Entitlement, "A").named("term-too", Some("2024-06-30")),
                )],
            ),
        ),
        (
            "no such entry",
            "A reversal of an entry that is not there.",
            refused("yamada", now, vec![reverse(60)]),
        ),
    ];
    let late = journal.prepare("yamada", now, vec![put("A")]).unwrap();
    let first = journal.prepare("tanaka", now, vec![put("B")]).unwrap();
    journal.append(first).unwrap();
    let error = journal.append(late).unwrap_err();
    cases.push(("stale", "A batch is added that was prepared before another was added.", error));
    let cases: Vec<Case> = cases
        .into_iter()
        .map(|(name, what, error)| Case {
            name: name.to_owned(),
            what: what.to_owned(),
            message: error.to_string(),
        })
        .collect();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/ledger-errors.md");
    check(&page, "ledger", &section(&cases));
}
