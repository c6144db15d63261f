//! All checks together.

use ledger::{
    Check, Event, Field, Inputs, Kind, Put, Rules, breakdowns, check, licences_by_product, loan_summary,
    tallies,
};
use proptest::{prelude::*, sample::select};
use provenance::Severity;

use crate::ledgers::{REFERENCE, day, facts, journal, on, printed, rules, rules_with};

#[test]
fn the_reference_contract_asks_for_every_check() {
    let rules = rules();
    let missing: Vec<_> = Check::ALL.iter().filter(|check| rules.checks.get(**check).is_none()).collect();
    assert_eq!(missing, Vec::<&Check>::new());
}

#[test]
fn a_contract_without_a_check_does_not_ask_for_it() {
    let journal = facts([("2024-04-01", Put::new(Kind::Device, "PC-1"))]);
    assert!(!check(&journal, on("2024-04-01"), &rules(), &Inputs::default()).findings.is_empty());
    let silent = Rules::from_table("ledger.toml", "").unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(check(&journal, on("2024-04-01"), &silent, &Inputs::default()).findings, []);
}

#[test]
fn checks_of_the_table_are_themselves_checked() {
    let wrong = "[[check]]\nid = \"same-serail\"\nseverity = \"loud\"\n";
    insta::assert_snapshot!(Rules::from_table("ledger.toml", wrong).unwrap_err().to_string());
}

#[test]
fn policies_with_an_unknown_name_or_value_are_refused() {
    let renamed = REFERENCE.replace("id = \"growth-base\"", "id = \"growth-bass\"");
    let error = Rules::from_table("ledger.toml", &renamed).unwrap_err().to_string();
    assert!(
        error.contains("`growth-bass` is no policy of a ledger") && error.contains("`growth-base`"),
        "{error}"
    );
    let other = REFERENCE.replace("value = \"neither-known\"", "value = \"nobody\"");
    assert!(Rules::from_table("ledger.toml", &other).is_err());
}

fn small_world() -> [(&'static str, Put); 9] {
    let pc =
        |id: &str| Put::new(Kind::Device, id).field(Field::View, "domestic").field(Field::Office, "東京");
    [
        ("2024-01-10", pc("PC-1").field(Field::User, "佐藤").field(Field::Acquired, "昨年")),
        ("2024-01-10", pc("PC-2").field(Field::User, "鈴木").event(Event::Disposed)),
        ("2024-01-10", pc("PC-3")),
        (
            "2024-01-10",
            Put::new(Kind::Use, "U-1").field(Field::Device, "PC-2").field(Field::Status, "installed"),
        ),
        (
            "2024-01-10",
            Put::new(Kind::Entitlement, "S-1")
                .field(Field::Software, "表計算")
                .field(Field::RenewalOn, "2024-03-31"),
        ),
        (
            "2024-01-10",
            Put::new(Kind::Medium, "M-1").field(Field::PersonalData, "yes").event(Event::Disposed),
        ),
        (
            "2024-01-10",
            Put::new(Kind::Loan, "L-1")
                .field(Field::Device, "PC-1")
                .field(Field::Due, "2024-01-31")
                .event(Event::Lent),
        ),
        ("2024-01-10", Put::new(Kind::Account, "sato").field(Field::LastSignIn, "2023-11-01")),
        (
            "2024-01-10",
            Put::new(Kind::Sighting, "R-1").field(Field::Stocktake, "Q3").field(Field::Device, "PC-2"),
        ),
    ]
}

#[test]
fn findings_come_by_severity_then_clause() {
    let checked = check(&facts(small_world()), on("2024-02-29"), &rules(), &Inputs::default());
    let severities: Vec<Severity> = checked.findings.iter().map(|one| one.severity).collect();
    assert!(severities.is_sorted_by(|a, b| a >= b));
    assert!(checked.policies.iter().any(|policy| policy.id == "growth-base"));
    assert_eq!(checked.unchecked.len(), 3);
    insta::assert_snapshot!(printed(&checked.findings));
}

#[test]
fn findings_of_others_are_shown_among_these() {
    let journal = facts(small_world());
    let first = check(&journal, on("2024-02-29"), &rules(), &Inputs::default()).findings[0].clone();
    let inputs = Inputs { others: std::slice::from_ref(&first), ..Inputs::default() };
    let both = check(&journal, on("2024-02-29"), &rules(), &inputs).findings;
    assert_eq!(both.iter().filter(|one| **one == first).count(), 2);
    assert_eq!(both[0], both[1]);
}

fn anything() -> impl Strategy<Value = (u64, Put)> {
    let kind = select(Kind::ALL);
    let event = prop::option::of(select(Event::ALL));
    let field = select(vec![
        "device",
        "user",
        "status",
        "renewal-on",
        "due",
        "from",
        "held",
        "software",
        "personal-data",
        "stocktake",
        "category",
        "view",
        "last-sign-in",
        "office",
        "asset",
        "approved-on",
        "turned-around-on",
        "retired-on",
    ]);
    let value = select(vec![
        "X-1",
        "X-2",
        "2024-04-05",
        "2024-02-29",
        "yes",
        "no",
        "7",
        "virtual",
        "domestic",
        "overseas",
        "installed",
        "壊れた値",
        "",
        "9999-12-31",
    ]);
    (0_u64..30, kind, select(vec!["X-1", "X-2", "X-3"]), event, prop::collection::vec((field, value), 0..4))
        .prop_map(|(after, kind, id, event, fields)| {
            let put = fields
                .into_iter()
                .filter(|(name, _)| kind.field(name).is_ok())
                .fold(Put::new(kind, id), |put, (name, value)| put.named(name, Some(value)));
            (
                after,
                match event {
                    Some(event) => put.event(event),
                    None => put,
                },
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever stands in a journal is answered, and what is recorded later does not change the answer as it was.
    #[test]
    fn an_answer_stays_as_it_was(facts in prop::collection::vec(anything(), 0..20), later in prop::collection::vec(anything(), 0..5)) {
        let rules = rules();
        let at = |days: u64| day("2024-04-01").checked_add_days(chrono::Days::new(days)).unwrap();
        let before = journal(facts.iter().map(|(after, put)| (at(*after), put.clone())));
        let inputs = Inputs { term_begins: Some(day("2024-04-10")), ..Inputs::default() };
        let asked = on("2024-04-20").known(before.last());
        let answer = check(&before, asked, &rules, &inputs);
        let all = facts.iter().chain(&later).map(|(after, put)| (at(*after), put.clone()));
        prop_assert_eq!(check(&journal(all), asked, &rules, &inputs), answer);
    }
}

#[test]
fn a_month_feeds_its_tallies_and_the_report() {
    let loan = Put::new(Kind::Loan, "L-1")
        .field(Field::Device, "PC-1")
        .field(Field::Application, "A-1")
        .field(Field::ApprovedOn, "2024-06-01")
        .field(Field::From, "2024-06-05")
        .field(Field::Due, "2024-06-20")
        .event(Event::Lent);
    let device =
        |id: &str| Put::new(Kind::Device, id).field(Field::View, "domestic").field(Field::Office, "東京");
    let held = |id: &str, held: &str| {
        Put::new(Kind::Entitlement, id).field(Field::Software, "表計算").field(Field::Held, held)
    };
    let used = |id: &str, status: &str| {
        Put::new(Kind::Use, id).field(Field::Asset, "S-1").field(Field::Status, status)
    };
    let journal = facts([
        ("2024-04-01", device("PC-1")),
        (
            "2024-04-01",
            held("S-1", "10").field(Field::RenewalOn, "2024-09-15").field(Field::ContractAmount, "1000"),
        ),
        ("2024-04-01", held("S-2", "10").field(Field::Form, "upgrade")),
        ("2024-04-01", used("U-1", "installed")),
        ("2024-04-01", used("U-2", "approved")),
        ("2024-04-01", used("U-3", "uninstalled")),
        (
            "2024-04-01",
            Put::new(Kind::Distribution, "H-1")
                .field(Field::Asset, "S-1")
                .field(Field::Count, "5")
                .field(Field::Returned, "2"),
        ),
        ("2024-04-01", Put::new(Kind::Medium, "M-1").field(Field::CheckedOn, "2024-06-20")),
        (
            "2024-06-03",
            Put::new(Kind::Medium, "M-2").field(Field::PersonalData, "yes").event(Event::Disposed),
        ),
        ("2024-06-04", loan),
        ("2024-06-10", device("PC-1").event(Event::RepairBegun)),
        (
            "2024-06-11",
            Put::new(Kind::Sighting, "R-1").field(Field::Stocktake, "Q1").field(Field::Device, "PC-1"),
        ),
        (
            "2024-07-01",
            Put::new(Kind::Medium, "M-2")
                .field(Field::DisposalMethod, "shredded")
                .field(Field::Evidence, "写真"),
        ),
    ]);
    let june = "2024-06".parse().unwrap();
    let fed: Vec<_> = tallies(&journal, june, u64::MAX, &rules())
        .into_iter()
        .map(|(feed, tally)| format!("{feed} {}/{}", tally.done, tally.planned))
        .collect();
    assert_eq!(
        fed,
        [
            "software-stocktake 0/0",
            "renewal-notice 0/1",
            "configuration-stocktake 0/1",
            "media-disposal 0/1",
            "media-report 1/1",
            "loans-in-time 1/1"
        ]
    );
    let state = journal.state(on("2024-06-30"));
    let licences = &licences_by_product(&state, &rules())["表計算"];
    assert_eq!((licences.held, licences.used, licences.distributed, licences.left()), (10, 2, 3, 5));
    let projected = rules_with("approved-seat", "projected");
    assert_eq!(licences_by_product(&state, &projected)["表計算"].left(), 6);
    let loans = loan_summary(&state, june);
    assert_eq!(
        (loans.lent, loans.out, loans.overdue),
        (vec!["L-1"], vec!["L-1"], vec![ledger::OverdueLoan { id: "L-1", days: 10 }])
    );
    assert_eq!(
        breakdowns(&state, june).iter().map(|one| one.event).collect::<Vec<_>>(),
        [Event::RepairBegun]
    );
}
