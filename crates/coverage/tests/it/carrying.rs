//! Statements and what carries them out.

use std::collections::BTreeSet;

use coverage::{Binding, Carried, Coverage, CoverageError, Statement, StatementKind, Totals};
use proptest::prelude::*;
use provenance::{Clause, Text};

fn statement(place: &str, kind: StatementKind, by: &[&str]) -> Statement {
    let bindings = by.iter().map(|text| text.parse().unwrap()).collect();
    Statement {
        clause: format!("a/b#{place}").parse().unwrap(),
        kind,
        says: Text::same(place),
        carried: Carried::By(bindings),
    }
}

fn left_to_people(place: &str, kind: StatementKind) -> Statement {
    Statement { carried: Carried::NotComputable(Text::same("a title")), ..statement(place, kind, &[]) }
}

fn known(rows: &[&str]) -> BTreeSet<Binding> {
    rows.iter().map(|row| row.parse().unwrap()).collect()
}

#[test]
fn each_mistake_is_told_once_and_in_order() {
    let coverage = Coverage::new(vec![
        statement("1", StatementKind::Duty, &["sla:S-1", "sla:S-2"]),
        statement("2", StatementKind::Duty, &[]),
        statement("1", StatementKind::Number, &["sla:S-1", "sla:S-1"]),
        left_to_people("3", StatementKind::Content),
    ]);
    let clause = |place: &str| -> Clause { format!("a/b#{place}").parse().unwrap() };
    assert_eq!(
        coverage.check(&known(&["sla:S-1"])),
        [
            CoverageError::Dangling { clause: clause("1"), binding: "sla:S-2".parse().unwrap() },
            CoverageError::Unbound { clause: clause("2") },
            CoverageError::Duplicate { clause: clause("1") },
            CoverageError::BoundTwice { clause: clause("1"), binding: "sla:S-1".parse().unwrap() },
        ]
    );
}

#[test]
fn totals_are_by_document_and_kind() {
    let mut other = statement("1", StatementKind::Duty, &["sla:S-1"]);
    other.clause = "c#1".parse().unwrap();
    let coverage = Coverage::new(vec![
        statement("1", StatementKind::Duty, &["sla:S-1"]),
        left_to_people("2", StatementKind::Duty),
        left_to_people("3", StatementKind::Item),
        other,
    ]);
    let totals = coverage.totals();
    let of = |document: &str, kind| totals[&document.parse().unwrap()][&kind];
    assert_eq!(of("a/b", StatementKind::Duty), Totals { bound: 1, not_computable: 1 });
    assert_eq!(of("a/b", StatementKind::Item), Totals { bound: 0, not_computable: 1 });
    assert_eq!(of("c", StatementKind::Duty).all(), 1);
    assert_eq!(totals.values().flat_map(|kinds| kinds.values()).map(|totals| totals.all()).sum::<usize>(), 4);
}

#[test]
fn what_lies_below_a_place_follows_its_numbering() {
    let places = ["4", "4.1", "4.1.minutes", "4.10", "4.1-2", "S-4-1", "S-4-1-1", "S-4-11"];
    let coverage =
        Coverage::new(places.iter().map(|place| statement(place, StatementKind::Duty, &["a:b"])).collect());
    let within = |place: &str| -> Vec<String> {
        let clause = format!("a/b#{place}").parse().unwrap();
        coverage.within(&clause).map(|statement| statement.clause.locator().to_owned()).collect()
    };
    assert_eq!(within("4.1"), ["4.1", "4.1.minutes", "4.1-2"]);
    assert_eq!(within("S-4-1"), ["S-4-1", "S-4-1-1"]);
    assert_eq!(within("5"), [""; 0]);
}

#[test]
fn bindings_are_read_as_they_are_printed_and_nothing_else_is() {
    for text in ["sla:S-2-1", "tasks-policy:daily", "itss:cs.hw.6", "records:番号"] {
        assert_eq!(text.parse::<Binding>().unwrap().to_string(), text);
    }
    for text in ["sla", ":S-1", "sla:", "SLA:S-1", "sla:S 1", "todo:contract:sharing-cost"] {
        let error = text.parse::<Binding>().unwrap_err();
        assert!(error.to_string().contains(&format!("`{text}`")), "{error}");
    }
}

#[test]
fn every_kind_has_a_word_of_its_own() {
    let words: BTreeSet<&str> = StatementKind::ALL.iter().map(|kind| kind.word()).collect();
    let labels: BTreeSet<String> = StatementKind::ALL.iter().map(|kind| kind.label().ja).collect();
    assert_eq!((words.len(), labels.len()), (StatementKind::ALL.len(), StatementKind::ALL.len()));
}

proptest! {
    /// An index is sound if and only if every row it names is known and every place stands once.
    #[test]
    fn soundness_is_as_a_naive_reading_has_it(
        rows in prop::collection::vec((0_u8..6, prop::collection::vec(0_u8..6, 0..3)), 0..6),
        exist in prop::collection::btree_set(0_u8..6, 0..6),
    ) {
        let statements: Vec<Statement> = rows
            .iter()
            .map(|(place, by)| {
                let by: Vec<String> = by.iter().map(|id| format!("t:{id}")).collect();
                let by: Vec<&str> = by.iter().map(String::as_str).collect();
                statement(&place.to_string(), StatementKind::Number, &by)
            })
            .collect();
        let known: BTreeSet<Binding> = exist.iter().map(|id| Binding::new("t", id.to_string())).collect();
        let places: BTreeSet<u8> = rows.iter().map(|(place, _)| *place).collect();
        let sound = places.len() == rows.len()
            && rows.iter().all(|(_, by)| {
                let named: BTreeSet<u8> = by.iter().copied().collect();
                !by.is_empty() && named.len() == by.len() && named.is_subset(&exist)
            });
        prop_assert_eq!(Coverage::new(statements).check(&known).is_empty(), sound);
    }
}
