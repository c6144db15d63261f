//! Renderings of one small outcome.

use lint::{Outcome, RULES, agenda_markdown, agenda_text, json, sarif, text};
use provenance::Language;
use serde_json::Value;

use crate::{folder, linted, with};

/// The planted contract with one of its defects waived.
fn outcome() -> Outcome {
    let waiver = "[[waiver]]\nrule = \"empty-row\"\nsubject = \"L-4-1\"\nreason = { ja = \"参照行\", en = \"refers\" }\n\
                  expires = 2024-12-31\nby = \"head\"\n";
    linted(&with(folder("defects"), "waivers.toml", waiver)).unwrap()
}

#[test]
fn text_gives_each_hit_the_place_of_its_row() {
    insta::assert_snapshot!("text_en", text(&outcome(), Language::En));
    let ja = text(&outcome(), Language::Ja);
    assert_eq!(ja.lines().count(), text(&outcome(), Language::En).lines().count());
    assert!(ja.contains("適用除外1件"), "{ja}");
}

#[test]
fn a_waived_hit_is_no_hit_and_is_told_with_its_reason() {
    let outcome = outcome();
    assert!(!outcome.hits.iter().any(|hit| hit.finding.subject == "L-4-1"));
    let value = json(&outcome);
    let waived = value["waived"].as_array().unwrap();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["hit"]["subject"], "L-4-1");
    assert_eq!(waived[0]["waiver"]["by"], "head");
    let mut subjects = outcome.agenda.headings.iter().flat_map(|heading| &heading.subjects);
    assert!(!subjects.any(|subject| subject.name.ja == "L-4-1"));
}

/// What SARIF 2.1.0 demands of the parts that we write: required properties, enumerations, ranges.
#[test]
fn sarif_has_the_structure_that_its_schema_demands() {
    let outcome = outcome();
    let log = sarif(&outcome, "0.1.0");
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    assert_eq!(keys(&log), ["$schema", "runs", "version"]);
    let run = &log["runs"][0];
    assert_eq!(keys(run), ["columnKind", "language", "results", "tool"]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string());
    let rules = driver["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    for rule in rules {
        assert!(rule["id"].is_string());
        for message in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[message]["text"].as_str().is_some_and(|text| !text.is_empty()));
        }
        assert!(is_level(&rule["defaultConfiguration"]["level"]));
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), outcome.hits.len() + outcome.waived.len());
    for result in results {
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(is_level(&result["level"]));
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.starts_with('/') && uri.is_ascii(), "a relative reference");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
    }
    let suppressed: Vec<_> = results.iter().filter(|result| !result["suppressions"].is_null()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["kind"], "external");
    assert_eq!(suppressed[0]["suppressions"][0]["status"], "accepted");
}

fn is_level(value: &Value) -> bool {
    ["none", "note", "warning", "error"].iter().any(|level| value == level)
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_agenda_is_grouped_by_heading_and_subject() {
    let agenda = outcome().agenda;
    insta::assert_snapshot!("agenda_en", agenda_text(&agenda, Some(Language::En)));
    let both = agenda_markdown(&agenda, None);
    assert!(both.starts_with("# 業務開始前に協議する事項 / Points to settle before the term begins"));
    assert!(both.contains("\n## サービスレベル / Service levels\n\n### "), "{both}");
    let points =
        both.lines().filter(|line| line.split_once(". ").is_some_and(|(n, _)| n.parse::<u32>().is_ok()));
    assert_eq!(points.count(), agenda.len());
}
