//! The lint over the reference contract.

use std::{collections::BTreeMap, fmt::Write};

use keiyaku::{
    Contract,
    lint::{Outcome, RULES, agenda_markdown},
    provenance::{Language, Severity},
};

fn outcome() -> Outcome {
    Contract::reference()
        .unwrap()
        .lint("2024-06-15".parse().unwrap())
        .unwrap_or_else(|errors| panic!("{errors}"))
}

/// Hits by rule: of readers and settled, of readers and open, of the tables alone.
#[test]
fn what_each_rule_finds() {
    let outcome = outcome();
    let mut counts: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
    for hit in &outcome.hits {
        let column = match (&hit.recorded, hit.settled.is_empty()) {
            (Some(_), false) => 0,
            (Some(_), true) => 1,
            (None, _) => 2,
        };
        counts.entry(hit.finding.rule.as_str()).or_default()[column] += 1;
    }
    let mut table = String::from("rule: recorded and settled, recorded and open, of the tables\n");
    for rule in RULES {
        if let Some([settled, open, tables]) = counts.get(rule.id) {
            writeln!(table, "{}: {settled} {open} {tables}", rule.id).unwrap();
        }
    }
    let count = |severity| outcome.count(severity);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    writeln!(table, "errors {errors}, warnings {warnings}, notes {notes}, agenda {}", outcome.agenda.len())
        .unwrap();
    insta::assert_snapshot!("lint_counts", table);
}

/// What the tables alone show, without anybody having read the documents for it.
#[test]
fn what_the_tables_show_without_a_reader() {
    let folder = format!("{}/contracts/jetro-2023", env!("CARGO_MANIFEST_DIR"));
    let copy = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("without-findings");
    std::fs::create_dir_all(&copy).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            std::fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
        }
    }
    let outcome = Contract::load(copy).unwrap().lint("2024-06-15".parse().unwrap()).unwrap();
    let mut subjects: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for hit in &outcome.hits {
        subjects.entry(hit.finding.rule.as_str()).or_default().push(&hit.finding.subject);
    }
    let lines = subjects
        .iter()
        .map(|(rule, subjects)| format!("{rule} ({}): {}", subjects.len(), subjects.join(", ")));
    insta::assert_snapshot!("lint_tables_alone", lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_finding_is_settled_or_on_the_agenda() {
    let outcome = outcome();
    assert_eq!(outcome.count(Severity::Error), 0);
    assert!(!outcome.hits.iter().any(|hit| hit.finding.rule.as_str() == "unsettled-finding"));
}

#[test]
fn the_agenda_speaks_both_languages() {
    let agenda = outcome().agenda;
    assert!(agenda.len() > 200, "{}", agenda.len());
    let (ja, en) =
        (agenda_markdown(&agenda, Some(Language::Ja)), agenda_markdown(&agenda, Some(Language::En)));
    assert!(ja.contains("## サービスレベル") && en.contains("## Service levels"));
    let head: Vec<&str> = en.lines().take(24).collect();
    insta::assert_snapshot!("lint_agenda_head", head.join("\n"));
}
