//! Every checkable statement of the five documents is carried out by a row that exists, or left to people with a
//! reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use keiyaku::{
    Contract,
    coverage::{Binding, Carried, StatementKind, Statements},
    provenance::Clause,
};

fn statements() -> Statements {
    Contract::reference().unwrap().statements().unwrap()
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
    let elsewhere = ["itss", "itss-field", "itss-reading", "skills"];
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
    let statements = Contract::load(folder).unwrap().statements().unwrap();
    let documents: Vec<String> = statements.index().documents().iter().map(ToString::to_string).collect();
    assert_eq!(documents, ["itss-v3-2011/cs", "itss-v3-2011/itsm", "itss-v3-2008/cs-skills"]);
    assert_eq!(statements.check(), []);
}

/// The folder of the reference contract gives what is embedded.
#[test]
fn the_reference_contract_is_the_same_from_its_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/jetro-2023");
    let loaded = Contract::load(folder).unwrap().statements().unwrap();
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
         Generated from the indexes (`UPDATE_DOCS=1 cargo test -p keiyaku`).\n\n\
         An index is a table `coverage/<document>.toml` in the contract's folder: `document`, then a `[[statement]]` with `id`\n\
         (the place, in the document's numbering and a word of ours), `kind`, `ja`, `en` (the statement in our words), and\n\
         either `by` (rows, as in `sla:S-2-1`, `tasks:1.1.a`, `policy:clock-basis`, `duty:minutes`, `itss:itsm.sd.3`) or\n\
         `not_computable` (why no program decides it). A row of a work item says that the work is scheduled and logged, not\n\
         that its result was looked at.\n\n{}",
        keiyaku::coverage::page(statements().index())
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/coverage.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == page, "docs/reference/coverage.md is stale; write it by UPDATE_DOCS=1");
}

/// What a statement says in English; the indexes were read from the documents, not from the tables.
fn says(statements: &Statements, clause: &str) -> Option<String> {
    let clause: Clause = clause.parse().unwrap();
    statements.coverage().statements().iter().find(|one| one.clause == clause).map(|one| one.says.en.clone())
}

/// The sites and frequencies that a second reading of annex 1 found are those of the table of work items.
#[test]
fn the_second_reading_of_the_printed_cells_agrees_with_the_work_items() {
    let statements = statements();
    let contract = Contract::reference().unwrap();
    for item in contract.work().unwrap().items() {
        let told = says(&statements, &item.clause.to_string()).unwrap();
        let (_, sites) = told.rsplit_once(" (").unwrap();
        let names = [
            ("tokyo", "Tokyo"),
            ("osaka", "Osaka"),
            ("institute", "the institute"),
            ("regional", "regional offices"),
            ("overseas", "offices abroad"),
        ];
        let is_marked = |site: &str| item.sites.iter().any(|at| at.as_str() == site);
        let marked: Vec<&str> =
            names.into_iter().filter(|(site, _)| is_marked(site)).map(|(_, name)| name).collect();
        let expected = if marked.is_empty() { "no site marked".to_owned() } else { marked.join(", ") };
        assert_eq!(sites, format!("{expected})"), "{}", item.id);
        let frequency = says(&statements, &format!("{}.frequency", item.clause));
        assert_eq!(frequency.is_none(), item.frequency_text == "不定期", "{}", item.id);
    }
}

/// Targets, conditions of complexity and kinds of transfer that the indexes state are those that programs apply.
#[test]
fn the_figures_of_the_indexes_are_those_that_programs_apply() {
    let statements = statements();
    let first_number = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty()).map(str::to_owned)
    };
    let mut targets = 0;
    for item in Contract::reference().unwrap().catalogue().items() {
        let Some(told) = says(&statements, &format!("jetro-2023/annex2#{}.target", item.key)) else {
            continue;
        };
        let printed = first_number(&told).unwrap_or_else(|| "0".to_owned());
        assert_eq!(
            item.target.as_ref().map(|target| target.value.to_string()),
            Some(printed),
            "{}",
            item.key
        );
        targets += 1;
    }
    // The row that only refers to 3-3 prints no target.
    assert_eq!(targets, 41);
    let standard = keiyaku::itss::Standard::itss_v3_2011().unwrap();
    for field in standard.fields() {
        for indicator in &field.indicators {
            let part = |part: &str| says(&statements, &format!("{}.{part}", indicator.source));
            let complexity = format!(
                "{} or more of {} conditions",
                indicator.complexity.k,
                field.conditions_of(indicator).count()
            );
            assert!(part("complexity").unwrap().starts_with(&complexity), "{}", indicator.id);
            let transfer = part("transfer").map(|told| first_number(&told).unwrap());
            assert_eq!(
                transfer.unwrap_or_else(|| "0".to_owned()),
                indicator.transfer.to_string(),
                "{}",
                indicator.id
            );
            let areas = first_number(&part("areas").unwrap()).unwrap();
            assert_eq!(areas, field.areas_of(indicator).count().to_string(), "{}", indicator.id);
            assert_eq!(part("mentoring").is_some(), indicator.mentoring, "{}", indicator.id);
            assert_eq!(part("success").is_some(), indicator.success, "{}", indicator.id);
            assert_eq!(
                part("mandatory").is_some(),
                field.mandatory_of(indicator).count() > 0,
                "{}",
                indicator.id
            );
            let sizes = (1..).take_while(|n| part(&format!("size-{n}")).is_some()).count();
            assert_eq!(sizes == 0, indicator.tiers.is_empty(), "{}", indicator.id);
        }
    }
}
