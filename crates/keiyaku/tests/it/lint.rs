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

/// The reference contract in a folder of its own, with one table changed, or taken out.
fn changed(name: &str, file: &str, change: impl Fn(&str) -> Option<String>) -> Outcome {
    let reference = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("contracts/jetro-2023");
    let copy = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&copy);
    for within in ["", "coverage", "findings"] {
        std::fs::create_dir_all(copy.join(within)).unwrap();
        for entry in std::fs::read_dir(reference.join(within)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                std::fs::copy(&path, copy.join(within).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    match change(&std::fs::read_to_string(copy.join(file)).unwrap()) {
        Some(text) => std::fs::write(copy.join(file), text).unwrap(),
        None => std::fs::remove_file(copy.join(file)).unwrap(),
    }
    Contract::load(copy).unwrap().lint("2024-06-15".parse().unwrap()).unwrap()
}

/// A finding cites the clause of S-4-7-1-1; the table's own defect was silent beside it.
#[test]
fn a_formula_turned_upside_down_is_an_error_beside_the_finding_of_its_row() {
    let outcome = changed("upside-down", "sla.toml", |text| {
        let right = "1ヶ月のID申請処理が2日以内で完了した件数÷1ヶ月のID申請件数×100";
        let wrong = "1ヶ月のID申請件数÷1ヶ月のID申請処理が2日以内で完了した件数×100";
        assert!(text.contains(right));
        Some(text.replace(right, wrong))
    });
    let errors: Vec<(&str, &str)> = outcome
        .hits
        .iter()
        .filter(|hit| hit.finding.severity == Severity::Error)
        .map(|hit| (hit.finding.rule.as_str(), hit.finding.subject.as_str()))
        .collect();
    assert_eq!(errors, [("formula-refuted", "S-4-7-1-1")]);
}

#[test]
fn a_duty_that_is_only_yearly_and_judged_by_months_is_told_beside_the_finding_of_its_row() {
    let outcome = changed("by-months", "sla.toml", |text| {
        Some(text.replace("period = \"fiscal-year\"", "period = \"month\""))
    });
    let of_tables = outcome
        .hits
        .iter()
        .filter(|hit| hit.finding.rule.as_str() == "yearly-under-monthly" && hit.recorded.is_none())
        .map(|hit| hit.finding.subject.as_str());
    assert_eq!(of_tables.collect::<Vec<_>>(), ["S-4-1-1-2"]);
}

/// The indexes bind to rows of tables that are not there, and a figure equals their number.
#[test]
fn a_table_that_is_taken_away_leaves_dangling_bindings() {
    let outcome = changed("without-desk", "help-desk.toml", |_| None);
    let dangling: Vec<_> =
        outcome.hits.iter().filter(|hit| hit.finding.rule.as_str() == "dangling-binding").collect();
    assert!(dangling.iter().all(|hit| hit.finding.severity == Severity::Error));
    assert!(dangling.iter().any(|hit| hit.place.file == "coverage/main.toml" && hit.place.line > 1));
    assert!(dangling.iter().any(|hit| hit.place.file == "contract.toml"));
}

/// Server maintenance was asked four times: by a finding, and by the open points of the rows that it is about.
#[test]
fn each_subject_has_one_section_and_open_points_that_a_finding_tells_are_asked_once() {
    let agenda = outcome().agenda;
    let names: Vec<&str> =
        agenda.headings.iter().flat_map(|heading| &heading.subjects).map(|s| s.name.ja.as_str()).collect();
    let unique: std::collections::BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), unique.len());
    assert!(!names.iter().any(|name| name.starts_with("server-maintenance")));
    assert!(names.contains(&"サーバ定期メンテナンス"));
    let is_japanese = |name: &str| !name.is_ascii() && !name.contains(['○', '◎', '－']);
    let en = agenda_markdown(&agenda, Some(Language::En));
    let left: Vec<&str> = en.lines().filter(|line| line.starts_with("### ") && is_japanese(line)).collect();
    assert!(left.is_empty(), "{left:?}");
}
