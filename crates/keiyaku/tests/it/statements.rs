//! Every checkable statement of the five documents is carried out by a row that exists, or left to people with a
//! reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use keiyaku::{
    Contract, Statements,
    provenance::{Binding, Carried, Clause, StatementKind},
};

fn statements() -> Statements {
    Statements::reference(&Contract::reference().unwrap()).unwrap()
}

#[test]
fn nothing_is_unbound_dangling_or_doubled() {
    let found: String = statements().check().iter().fold(String::new(), |mut all, error| {
        let _ = writeln!(all, "{error}");
        all
    });
    assert_eq!(found, "");
}

/// The figures are the documents', counted by hand and not from tables.
#[test]
fn the_indexes_count_as_the_documents_do() {
    let statements = statements();
    let totals = statements.coverage().totals();
    let count =
        |document: &str, kind| totals[&document.parse().unwrap()].get(&kind).map_or(0, |all| all.all());
    assert_eq!(count("jetro-2023/annex1", StatementKind::Item), 211);
    assert_eq!(count("jetro-2023/annex2", StatementKind::Row), 42);
    assert_eq!(count("itss-v3-2011/cs", StatementKind::Indicator), 12);
    assert_eq!(count("itss-v3-2011/itsm", StatementKind::Indicator), 13);
    assert_eq!(count("itss-v3-2008/cs-skills", StatementKind::Page), 21);
}

/// The items of each section of annex 1, in the document's order; 2.2 goes on with the letters of 2.1.
#[test]
fn each_section_of_annex_1_has_as_many_items_as_the_document() {
    let sections = [
        ("1.1", 6),
        ("1.2", 5),
        ("1.3", 6),
        ("1.4", 5),
        ("2.1", 9),
        ("2.2", 12),
        ("3.1.1", 24),
        ("3.1.2", 12),
        ("3.1.4", 4),
        ("3.1.5", 8),
        ("3.1.6", 18),
        ("3.2", 6),
        ("3.3.1", 23),
        ("3.3.2", 14),
        ("3.3.3", 3),
        ("3.4.1", 6),
        ("3.4.2", 2),
        ("3.4.3", 1),
        ("3.4.4", 1),
        ("3.5", 3),
        ("4.1.1", 3),
        ("4.1.2", 1),
        ("4.1.3", 1),
        ("4.1.4", 2),
        ("4.1.5", 4),
        ("4.2", 4),
        ("5.1", 4),
        ("5.2", 2),
        ("5.3", 1),
        ("5.4", 3),
        ("5.5", 2),
        ("5.6", 6),
        ("6", 10),
    ];
    let statements = statements();
    let mut found: Vec<(&str, usize)> = Vec::new();
    let document = "jetro-2023/annex1".parse().unwrap();
    for statement in statements.coverage().statements() {
        if statement.kind == StatementKind::Item && *statement.clause.document() == document {
            let (section, _) = statement.clause.locator().rsplit_once('.').unwrap();
            match found.last_mut() {
                Some((last, count)) if *last == section => *count += 1,
                _ => found.push((section, 1)),
            }
        }
    }
    assert_eq!(found, sections);
}

/// What the document counts is carried out by a row of its own: no item by another's row, no row left over.
#[test]
fn what_is_counted_has_a_row_of_its_own_and_no_row_is_left_over() {
    let statements = statements();
    let of_kind = [
        (StatementKind::Item, "tasks"),
        (StatementKind::Row, "sla"),
        (StatementKind::Indicator, "itss"),
        (StatementKind::Page, "skills"),
    ];
    for (kind, table) in of_kind {
        let mut bound = BTreeSet::new();
        for statement in statements.coverage().statements().iter().filter(|one| one.kind == kind) {
            let Carried::By(bindings) = &statement.carried else {
                panic!("{} is left to people", statement.clause)
            };
            let own: Vec<&Binding> = bindings.iter().filter(|binding| binding.table() == table).collect();
            assert_eq!(own.len(), 1, "{}", statement.clause);
            assert!(bound.insert(own[0].clone()), "{} shares {}", statement.clause, own[0]);
        }
        let rows: BTreeSet<Binding> =
            statements.rows().keys().filter(|row| row.table() == table).cloned().collect();
        assert_eq!(bound, rows);
    }
}

/// Whatever readers found stands at a place that the indexes know, or above or below one.
#[test]
fn findings_stand_at_places_that_the_indexes_know() {
    let statements = statements();
    let known: BTreeMap<String, &Clause> =
        statements.coverage().statements().iter().map(|one| (one.clause.to_string(), &one.clause)).collect();
    for remark in statements.remarks() {
        for place in &remark.places {
            let is_known = known.values().any(|clause| clause.is_within(place) || place.is_within(clause));
            assert!(is_known, "{}: {place}", remark.id);
        }
    }
    assert!(statements.remarks().len() > 200);
}

/// Rows of the contract's own tables tell where they stand.
#[test]
fn rows_of_tables_have_places() {
    let statements = statements();
    let elsewhere = ["itss", "itss-field", "itss-reading", "ledger", "skills"];
    for (row, place) in statements.rows() {
        assert_eq!(place.is_none(), elsewhere.contains(&row.table()), "{row}");
    }
    let line = |row: &str| statements.rows()[&row.parse().unwrap()].as_ref().unwrap().line;
    let tasks = include_str!("../../contracts/jetro-2023/tasks.toml");
    for item in ["1.1.a", "2.2.j", "6.j"] {
        let at = line(&format!("tasks:{item}"));
        let clause = format!("clause = \"jetro-2023/annex1#{item}\"");
        let next = tasks.lines().skip(at).find(|text| text.starts_with("clause = ")).unwrap();
        assert_eq!(next, clause);
    }
}

#[test]
fn a_contract_without_indexes_still_has_those_of_the_standards() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/examples/servicenow-log");
    let statements = Statements::load(&Contract::load(folder).unwrap(), folder).unwrap();
    let documents: Vec<String> = statements.index().documents().iter().map(ToString::to_string).collect();
    assert_eq!(documents, ["itss-v3-2011/cs", "itss-v3-2011/itsm", "itss-v3-2008/cs-skills"]);
    assert_eq!(statements.check(), []);
}

/// The folder of the reference contract gives what is embedded.
#[test]
fn the_reference_contract_is_the_same_from_its_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/jetro-2023");
    let loaded = Statements::load(&Contract::load(folder).unwrap(), folder).unwrap();
    let embedded = statements();
    assert_eq!(loaded.coverage(), embedded.coverage());
    assert_eq!(loaded.remarks(), embedded.remarks());
    let keys = |one: &Statements| one.rows().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&loaded), keys(&embedded));
}

/// The page of the reference is generated; `UPDATE_DOCS=1` writes it.
#[test]
fn the_page_of_the_reference_is_up_to_date() {
    let page = format!(
        "# Coverage\n\n\
         Every statement of the documents that a program could check or schedule: what each document counts itself (items,\n\
         rows, indicators, pages), and below it each duty, date, figure, threshold, condition and demanded content. Bound\n\
         means that a row of a table or a rule carries it out; `keiyaku trace CLAUSE` tells which, and where it stands.\n\
         Generated from the indexes (`UPDATE_DOCS=1 cargo test -p keiyaku`).\n\n{}",
        keiyaku::coverage::page(statements().index())
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/coverage.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == page, "docs/reference/coverage.md is stale; write it by UPDATE_DOCS=1");
}
