//! Explanations and gaps in words, and what is wrong with stated evidence.

use itss_core::{Evidence, Stated, StatedSize};
use provenance::Language;

use super::people::{as_of, checked, evaluator, standard};

const PERSON: &str = r#"
name = "運用 花子"
transfers = ["lecturer-inside"]
not_transfers = ["patent"]

[[engagement]]
title = "基幹システムの運用"
field = "itsm.om"
role = "leader"
from = 2021-04-01
to = 2023-02-01
conditions = ["advanced-operation", "organisation"]
not_conditions = ["contract"]
success = true
sizes = { people = "34", yen-a-year = "300000000" }

[[engagement]]
title = "拠点システムの運用"
field = "om"
role = "leader"
from = 2022-10-01
conditions = ["advanced-operation", "organisation", "contract", "advanced-risk"]
success = true
sizes = { people = "20" }

[[area]]
field = "itsm.om"
area = "service-level"
standing = "coaches"

[[examination]]
id = "ap"
passed = 2019-12-20
"#;

fn person() -> Stated {
    Stated::from_table("person.toml", PERSON).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn the_reasons_of_a_level_in_both_languages() {
    let evidence = checked(&person());
    let level = evaluator().explain_in(&evidence, "om", as_of()).unwrap();
    let (ja, en) = (
        level.lines(&evaluator(), &evidence, Language::Ja).join("\n"),
        level.lines(&evaluator(), &evidence, Language::En).join("\n"),
    );
    insta::assert_snapshot!("reasons_ja", ja);
    insta::assert_snapshot!("reasons_en", en);
    let notes: Vec<String> = evidence.notes(as_of()).into_iter().map(|note| note.text().en).collect();
    assert_eq!(notes, ["`基幹システムの運用` and `拠点システムの運用` overlap; the time counts once"]);
}

#[test]
fn the_gap_to_a_level_with_amounts() {
    let evidence = checked(&person());
    let mut lines = Vec::new();
    for (field, level) in [("om", 3), ("om", 4), ("om", 5), ("sd", 3), ("fm", 6)] {
        let gap = evaluator().gap(&evidence, field, level, as_of()).unwrap();
        lines.push(format!("{field} {level}"));
        lines.extend(
            gap.lines(&evaluator(), &evidence).into_iter().map(|text| format!("  {} / {}", text.ja, text.en)),
        );
    }
    insta::assert_snapshot!(lines.join("\n"));
    assert!(evaluator().gap(&evidence, "om", 8, as_of()).is_none());
}

#[test]
fn everything_wrong_with_evidence_is_told_at_once() {
    let mut wrong = person();
    wrong.engagements[0].field = "itsm.omm".to_owned();
    wrong.engagements[0].to = Some("2020-01-01".parse().unwrap());
    wrong.engagements[1].conditions.push("advanced-operations".to_owned());
    wrong.engagements[1].not_conditions.push("contract".to_owned());
    wrong.engagements[1].sizes.push(StatedSize::new("people", "many"));
    wrong.areas[0].standing = "coach".to_owned();
    wrong.transfers.push("books".to_owned());
    wrong.examinations[0].id = "fe".to_owned();
    let errors = Evidence::new(standard(), &wrong).unwrap_err();
    insta::assert_snapshot!(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_level_is_no_evidence() {
    let claimed = format!("{PERSON}\n[[level]]\nfield = \"itsm.om\"\nlevel = 6\n");
    let errors = Stated::from_table("person.toml", &claimed).unwrap_err().to_string();
    assert!(errors.contains("states a level, which is no evidence"), "{errors}");
    assert!(Stated::from_table("template.toml", itss_core::PERSON_TEMPLATE).is_ok());
}

/// A size that is only too large was told to be no whole number.
#[test]
fn regression_a_size_that_is_too_large_is_told_to_be_that() {
    let told = |value: &str| {
        let (place, metric) = (provenance::Text::new("実績1", "engagement 1"), "people".to_owned());
        itss_core::EvidenceError::Size { place, metric, value: value.to_owned() }.to_string()
    };
    assert!(told("18446744073709551616").ends_with("which is too large; 18446744073709551615 at most"));
    assert!(told("1.5").ends_with("which is no whole number"));
}
