//! The sample bidders judged, in both languages.

use std::collections::BTreeMap;

use bid::{Assessment, Bid, BidProblem, KnownLevel, Levels, assess};
use itss_core::Known;
use provenance::{Language, Text};

use crate::{bid, reference};

const AOBA: &str = include_str!("../../../keiyaku/contracts/jetro-2023/bids/aoba/bid.toml");
const KISARAGI: &str = include_str!("../../../keiyaku/contracts/jetro-2023/bids/kisaragi/bid.toml");
const MINATO: &str = include_str!("../../../keiyaku/contracts/jetro-2023/bids/minato/bid.toml");

/// The leader of the help desk has level 3 in every field.
fn levels() -> Levels {
    let three = KnownLevel { reached: 3, possible: 3 };
    let own: BTreeMap<String, KnownLevel> =
        ["itsm.sd", "itsm.sa"].iter().map(|&field| (field.to_owned(), three)).collect();
    [("五十嵐 瑞穂".to_owned(), own)].into()
}

fn assessed(table: &str) -> Assessment {
    assess(&Bid::from_table("bid.toml", table).unwrap(), &reference(), &levels())
}

fn text(assessment: &Assessment, language: Language) -> String {
    assessment.lines(language).join("\n")
}

#[test]
fn one_meets_everything() {
    let found = assessed(AOBA);
    assert_eq!(found.verdict, Known::Met, "{}", text(&found, Language::En));
    assert_eq!(found.problems, []);
    insta::assert_snapshot!("aoba_ja", text(&found, Language::Ja));
    insta::assert_snapshot!("aoba_en", text(&found, Language::En));
}

#[test]
fn one_has_an_expired_certificate_and_nights_without_english() {
    let found = assessed(KISARAGI);
    assert_eq!(found.verdict, Known::NotMet);
    insta::assert_snapshot!("kisaragi_ja", text(&found, Language::Ja));
    insta::assert_snapshot!("kisaragi_en", text(&found, Language::En));
}

#[test]
fn one_doubles_as_allowed_and_one_as_forbidden() {
    let found = assessed(MINATO);
    assert_eq!((found.verdict, found.grounds.verdict), (Known::NotMet, Known::NotShown));
    insta::assert_snapshot!("minato_ja", text(&found, Language::Ja));
    insta::assert_snapshot!("minato_en", text(&found, Language::En));
}

#[test]
fn grounds_stated_keep_out_and_grounds_not_stated_leave_open() {
    let of = |grounds: &str| assessed(&AOBA.replace("grounds = []\n", grounds)).verdict;
    assert_eq!(of("grounds = []\n"), Known::Met);
    assert_eq!(of(""), Known::NotShown);
    assert_eq!(of("grounds = [\"cio-aide\"]\n"), Known::NotMet);
}

#[test]
fn a_subcontracted_overall_lead_is_not_met_and_unstated_not_shown() {
    let table = |to: &str| AOBA.replacen("subcontracted = false\n", to, 1);
    assert_eq!(assessed(&table("subcontracted = true\n")).verdict, Known::NotMet);
    assert_eq!(assessed(&table("")).verdict, Known::NotShown);
}

#[test]
fn staff_on_shifts_must_meet_what_is_asked_of_everybody() {
    let table =
        AOBA.replace("offered_as = []\nlanguages = [\"ja\"]", "offered_as = []\nlanguages = [\"en\"]");
    let found = assessed(&table);
    assert_eq!(found.verdict, Known::NotMet);
    let failing: Vec<&str> = found
        .others
        .iter()
        .filter(|one| one.fitness.verdict != Known::Met)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(failing, ["岸本 剛"]);
}

#[test]
fn names_that_nobody_knows_are_told_with_the_nearest() {
    let bid = bid("[[member]]\nname = \"甲\"\noffered_as = [\"ovrall\"]\n\
         qualification = [{ id = \"ppm\" }, { id = \"driving\" }]\nscore = [{ test = \"toeik\", points = 900 }]\n\
         management = [{ role = \"menager\", from = 2020-01-01 }]\n\
         [[shift]]\nsite = \"tokio\"\ndays = [\"mon\"]\nfrom = \"09:00\"\nto = \"18:00\"\nmembers = [\"甲\"]\n");
    let mut bid = bid;
    bid.grounds = Some(vec!["cio-aid".to_owned()]);
    let told: Vec<(String, bool)> =
        bid.problems(&reference()).iter().map(|problem| (problem.text().en, problem.is_note())).collect();
    let expected = [
        ("grounds: there is no ground `cio-aid`; did you mean `cio-aide`? [unknown-ground]", false),
        ("甲: there is no slot `ovrall`; did you mean `overall`? [unknown-slot]", false),
        (
            "甲: no requirement names the qualification `ppm`; did you mean `pmp`? [unknown-qualification]",
            true,
        ),
        ("甲: no requirement names the qualification `driving` [unknown-qualification]", true),
        ("甲: no requirement names the test `toeik`; did you mean `toeic`? [unknown-test]", true),
        ("甲: no requirement names the role `menager`; did you mean `manager`? [unknown-role]", true),
        ("shift: no coverage asks for the site `tokio`; did you mean `tokyo`? [unknown-site]", false),
    ];
    let expected: Vec<(String, bool)> = expected.map(|(text, is_note)| (text.to_owned(), is_note)).into();
    assert_eq!(told, expected);
}

/// Words that people write for a role or a slot are told with those that may be meant, in the reader's language; where none is
/// near, with all that there are.
#[test]
fn words_for_roles_and_slots_are_told_with_those_that_may_be_meant() {
    let bid = bid("[[member]]\nname = \"甲\"\noffered_as = [\"総括責任者\", \"副総括\", \"運転手\"]\n\
         management = [{ role = \"管理責任者\", from = 2020-01-01 }]\n");
    let told: Vec<Text> = bid.problems(&reference()).iter().map(BidProblem::text).collect();
    let all = [
        "総括管理業務責任者",
        "副総括責任者",
        "責任者（本部）",
        "責任者（研究所）",
        "業務リーダ（ヘルプデスク）",
        "担当者（本部）",
        "担当者（研究所）",
    ];
    let all = all.map(|slot| format!("`{slot}`")).join("、");
    let expected = [
        (
            "甲: 枠`総括責任者`はない（`総括管理業務責任者`のことか） [unknown-slot]".to_owned(),
            "甲: there is no slot `総括責任者`; did you mean `overall`? [unknown-slot]",
        ),
        (
            "甲: 枠`副総括`はない（`副総括責任者`のことか） [unknown-slot]".to_owned(),
            "甲: there is no slot `副総括`; did you mean `deputy`? [unknown-slot]",
        ),
        (
            format!("甲: 枠`運転手`はない（{all}のいずれかのことか） [unknown-slot]"),
            "甲: there is no slot `運転手`; did you mean one of `overall`, `deputy`, `lead-head-office`, \
             `lead-institute`, `desk-leader`, `staff-head-office`, `staff-institute`? [unknown-slot]",
        ),
        (
            "甲: 役割`管理責任者`はどの要件にもない（`管理者`、`責任者`のいずれかのことか） [unknown-role]"
                .to_owned(),
            "甲: no requirement names the role `管理責任者`; did you mean one of `manager`, `lead`? [unknown-role]",
        ),
    ];
    let expected: Vec<Text> = expected.into_iter().map(|(ja, en)| Text::new(ja, en)).collect();
    assert_eq!(told, expected);
}
