//! Citations.

use proptest::prelude::*;
use provenance::{Clause, ClauseError, ClauseIndex, RuleId};

#[track_caller]
fn check_refused(text: &str, message: &str) {
    let error = text.parse::<Clause>().unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_malformed_citation_is_refused_with_the_way_out() {
    check_refused(
        "jetro-2023/annex2",
        "citation `jetro-2023/annex2` names no place in the document; write `document#place`, as in `service-2023/annex2#S-1`",
    );
    check_refused(
        "JETRO#S-1",
        "document `JETRO` is not of the form `service-2023/annex2` (lower-case letters, digits, `-`, parted by `/`)",
    );
    check_refused(
        "jetro-2023/annex2#",
        "place `` is empty or holds a space or sign that no place may hold; write it as in `3.1.1.l`, `S-2-1` or `table-3-6`",
    );
    assert!(matches!("a//b#1".parse::<Clause>(), Err(ClauseError::DocumentId { .. })));
    assert!(matches!("a#1#2".parse::<Clause>(), Err(ClauseError::Locator { .. })));
}

#[test]
fn a_citation_is_a_string_in_json_and_is_checked_on_the_way_in() {
    let clause: Clause = serde_json::from_str("\"jetro-2023/annex1#3.1.1.l\"").unwrap();
    assert_eq!(serde_json::to_string(&clause).unwrap(), "\"jetro-2023/annex1#3.1.1.l\"");
    assert!(serde_json::from_str::<Clause>("\"jetro-2023/annex1\"").is_err());
}

#[test]
fn the_index_names_what_dangles() {
    let known: Clause = "jetro-2023/annex2#S-1".parse().unwrap();
    let unknown: Clause = "jetro-2023/annex2#S-9".parse().unwrap();
    let mut index = ClauseIndex::new();
    assert!(index.insert(&known));
    assert!(!index.insert(&known));
    assert_eq!(index.dangling([&known, &unknown]), [&unknown]);
    assert_eq!(index.len(), 1);
}

#[test]
fn a_rule_is_named_in_kebab_case() {
    assert!("duplicate-number".parse::<RuleId>().is_ok());
    for wrong in ["", "Duplicate", "duplicate_number", "-a", "a--b"] {
        assert!(wrong.parse::<RuleId>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn printing_and_parsing_a_citation_are_inverse(text in "[a-z0-9-]{1,8}(/[a-z0-9-]{1,8}){0,2}#[A-Za-z0-9._()-]{1,12}") {
        let clause: Clause = text.parse().unwrap();
        prop_assert_eq!(clause.to_string(), text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".*") {
        let _ = text.parse::<Clause>();
    }
}
