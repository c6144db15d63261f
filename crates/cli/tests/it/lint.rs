//! `keiyaku lint`.

use std::{fs, path::PathBuf};

use crate::{folder, run};

const CLEAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../lint/tests/it/planted/clean");
const DEFECTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../lint/tests/it/planted/defects");
const TODAY: [&str; 2] = ["--on", "2024-06-15"];

fn lint(arguments: &[&str]) -> (i32, String, String) {
    run(&folder("lint"), &[&["lint"], arguments, &TODAY].concat())
}

#[test]
fn the_exit_code_tells_whether_a_hit_is_as_grave_as_asked() {
    assert_eq!(lint(&["--contract", CLEAN, "--deny", "note"]).0, 0);
    assert_eq!(lint(&["--contract", DEFECTS]).0, 1);
    // The reference contract has open points, and none that its tables get wrong.
    let (code, out, err) = lint(&["--lang", "en"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.lines().last().unwrap().starts_with("0 errors, "), "{out}");
    assert_eq!(lint(&["--deny", "warning"]).0, 1);
    assert_eq!(lint(&["--contract", "no-such-folder"]).0, 2);
}

#[test]
fn a_waiver_of_an_unknown_rule_cannot_be_used() {
    let copy = folder("lint-waiver");
    for entry in fs::read_dir(CLEAN).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
    }
    let waiver = "[[waiver]]\nrule = \"spelling\"\nsubject = \"L-1\"\nreason = { ja = \"-\", en = \"-\" }\n\
                  expires = 2024-12-31\nby = \"head\"\n";
    fs::write(copy.join("waivers.toml"), waiver).unwrap();
    let (code, out, err) = lint(&["--contract", copy.to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("waivers.toml:2:8: waiver[1].rule: there is no rule `spelling`"), "{err}");
}

#[test]
fn json_sarif_and_agenda_are_written_and_nothing_that_is_neither() {
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let (code, out, _) = lint(&["--contract", DEFECTS, "--format", "json"]);
    assert_eq!(code, 1);
    assert!(parsed(&out)["hits"].as_array().unwrap().len() > 40);
    let (_, out, _) = lint(&["--contract", DEFECTS, "--format", "sarif"]);
    assert_eq!(parsed(&out)["version"], "2.1.0");
    let (code, out, _) = lint(&["--contract", DEFECTS, "--agenda"]);
    assert_eq!(code, 0, "the agenda is no judgement");
    assert!(out.starts_with("# 業務開始前に協議する事項 / Points to settle"));
    let (_, out, _) = lint(&["--contract", DEFECTS, "--agenda", "--format", "text", "--lang", "ja"]);
    assert!(out.starts_with("業務開始前に協議する事項"));
    assert_eq!(lint(&["--agenda", "--format", "sarif"]).0, 2);
    assert_eq!(lint(&["--format", "markdown"]).0, 2);
}

#[test]
fn rules_are_listed_and_explained() {
    let (code, out, _) = lint(&["--list", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(out.contains("number-twice") && out.contains("a number used twice"));
    let (code, out, _) = lint(&["--explain", "target-unforgiving", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("lint_explain", out);
    let (code, _, err) = lint(&["--explain", "number-twise"]);
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `number-twice`?"), "{err}");
}

/// The log against the official schema, where a validator is at hand: see the reference page of the lint.
#[test]
fn the_sarif_of_the_reference_contract_names_only_tables_that_exist() {
    let (_, out, _) = lint(&["--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    let contract = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023"));
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(contract.join(uri).is_file(), "{uri}");
    }
}
