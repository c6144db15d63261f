//! Requirements at, just under and just over what they ask for.

use bid::{KnownLevel, LeastScore, Levels, Requirement, Slot, What, fitness};
use itss_core::Known;
use provenance::Text;

use crate::{asked, bid};

/// A member of these lines against one requirement, with these levels.
fn judged(member: &str, what: What, levels: &Levels) -> Known {
    let bid = bid(&format!("[[member]]\nname = \"甲\"\n{member}\n"));
    let slot = Slot {
        id: "s".parse().unwrap(),
        name: Text::same("s"),
        count: 1,
        site: None,
        resident: Vec::new(),
        may_double_as: None,
        requirements: vec![Requirement { what, is_mandatory: true }],
        clause: "c/main#1".parse().unwrap(),
    };
    fitness(&bid, &bid.members[0], &slot, &asked(""), levels).verdict
}

fn alone(member: &str, what: What) -> Known {
    judged(member, what, &Levels::new())
}

// The contract is signed on 2023-03-01.

#[test]
fn years_of_experience_at_the_threshold() {
    let of = |member: &str| alone(member, What::Experience { years: 2 });
    assert_eq!(of("experience = [{ from = 2021-03-01 }]"), Known::Met);
    assert_eq!(of("experience = [{ from = 2021-03-02 }]"), Known::NotMet);
    assert_eq!(of(""), Known::NotShown);
    // Work at the same time counts once, work after signing not at all.
    assert_eq!(
        of("experience = [{ from = 2022-03-01 }, { from = 2022-01-01, to = 2023-01-01 }]"),
        Known::NotMet
    );
    assert_eq!(of("experience = [{ from = 2022-06-01, to = 2026-06-01 }]"), Known::NotMet);
}

#[test]
fn management_by_size_and_time() {
    let what =
        || What::Management { roles: vec!["lead".parse().unwrap()], pcs: 500, within_years: 3, count: 1 };
    let of = |rest: &str| alone(&format!("management = [{{ role = \"lead\", {rest} }}]"), what());
    assert_eq!(of("pcs = 500, from = 2018-01-01, to = 2020-03-02"), Known::Met);
    assert_eq!(of("pcs = 500, from = 2018-01-01, to = 2020-03-01"), Known::NotMet);
    assert_eq!(of("pcs = 499, from = 2018-01-01"), Known::NotMet);
    assert_eq!(of("from = 2018-01-01"), Known::NotShown);
    assert_eq!(of("pcs = 500, from = 2023-03-01"), Known::NotMet);
    assert_eq!(alone("", what()), Known::NotShown);
}

#[test]
fn a_certificate_is_valid_on_its_last_day() {
    let what = |valid_at_signing| What::Qualification {
        any: vec!["pmp".parse().unwrap()],
        name: Text::same("PMP"),
        valid_at_signing,
        expires: Vec::new(),
        or_level: None,
    };
    let until = |day: &str| format!("qualification = [{{ id = \"pmp\", valid_until = {day} }}]");
    assert_eq!(alone(&until("2023-03-01"), what(true)), Known::Met);
    assert_eq!(alone(&until("2023-02-28"), what(true)), Known::NotMet);
    assert_eq!(alone(&until("2023-02-28"), what(false)), Known::Met);
    assert_eq!(alone("qualification = [{ id = \"other\" }]", what(true)), Known::NotShown);
}

#[test]
fn a_level_in_any_field_shows_what_a_certificate_does() {
    let what = || What::Qualification {
        any: vec!["fe".parse().unwrap()],
        name: Text::same("level 2"),
        valid_at_signing: false,
        expires: Vec::new(),
        or_level: Some(3),
    };
    let with = |reached| {
        let own = [("cs.hw".to_owned(), KnownLevel { reached, possible: reached })].into();
        judged("", what(), &[("甲".to_owned(), own)].into())
    };
    assert_eq!([with(3), with(0)], [Known::Met, Known::NotShown]);
    // Where the certificate has run out, a level that is not ruled out may still show it.
    let expired = |possible| {
        let what = What::Qualification {
            any: vec!["fe".parse().unwrap()],
            name: Text::same("level 2"),
            valid_at_signing: true,
            expires: Vec::new(),
            or_level: Some(3),
        };
        let own = [("cs.hw".to_owned(), KnownLevel { reached: 0, possible })].into();
        let member = "qualification = [{ id = \"fe\", valid_until = 2023-02-28 }]";
        judged(member, what, &[("甲".to_owned(), own)].into())
    };
    assert_eq!([expired(3), expired(2)], [Known::NotShown, Known::NotMet]);
}

#[test]
fn every_field_named_must_have_the_level() {
    let what = || What::Levels { fields: vec!["a".parse().unwrap(), "b".parse().unwrap()], level: 4 };
    let with = |a: (u8, u8), b: (u8, u8)| {
        let known = |(reached, possible)| KnownLevel { reached, possible };
        let own = [("a".to_owned(), known(a)), ("b".to_owned(), known(b))].into();
        judged("", what(), &[("甲".to_owned(), own)].into())
    };
    assert_eq!(with((4, 4), (5, 5)), Known::Met);
    assert_eq!(with((4, 4), (3, 4)), Known::NotShown);
    assert_eq!(with((4, 4), (3, 3)), Known::NotMet);
    assert_eq!(alone("", what()), Known::NotShown);
}

#[test]
fn who_must_be_resident_works_there() {
    let table = r#"
[[slot]]
id = "lead"
name = { ja = "長", en = "lead" }
resident = ["tokyo", "osaka"]
clause = "c/main#1"
"#;
    let of = |shift: &str| {
        let bid = bid(&format!("[[member]]\nname = \"甲\"\n[[member]]\nname = \"乙\"\n{shift}"));
        let asked = asked(table);
        let member = bid.members.iter().find(|member| member.name == "甲").unwrap();
        fitness(&bid, member, &asked.slots[0], &asked, &Levels::new()).verdict
    };
    let shift = |site: &str, name: &str| {
        format!(
            "[[shift]]\nsite = \"{site}\"\ndays = [\"mon\"]\nfrom = \"09:00\"\nto = \"18:00\"\nmembers = [\"{name}\"]\n"
        )
    };
    assert_eq!(of(&shift("osaka", "甲")), Known::Met);
    assert_eq!([of(&shift("institute", "甲")), of(&shift("osaka", "乙"))], [Known::NotMet, Known::NotMet]);
    assert_eq!(of(""), Known::NotShown);
}

#[test]
fn scores_languages_and_subcontracting() {
    let score = || What::Score {
        any: [("toeic", 500), ("other", 60)]
            .map(|(test, at_least)| LeastScore { test: test.parse().unwrap(), at_least })
            .to_vec(),
    };
    assert_eq!(alone("score = [{ test = \"toeic\", points = 500 }]", score()), Known::Met);
    assert_eq!(alone("score = [{ test = \"toeic\", points = 499 }]", score()), Known::NotMet);
    assert_eq!(alone("score = [{ test = \"other\", points = 60 }]", score()), Known::Met);
    assert_eq!(alone("", score()), Known::NotShown);
    let languages = || What::Languages { all: vec!["ja".parse().unwrap(), "en".parse().unwrap()] };
    assert_eq!(alone("languages = [\"en\", \"ja\"]", languages()), Known::Met);
    assert_eq!(alone("languages = [\"ja\"]", languages()), Known::NotMet);
    assert_eq!(alone("", languages()), Known::NotShown);
    assert_eq!(alone("subcontracted = false", What::NotSubcontracted), Known::Met);
    assert_eq!(alone("subcontracted = true", What::NotSubcontracted), Known::NotMet);
    assert_eq!(alone("", What::NotSubcontracted), Known::NotShown);
}

/// A PMP always runs out: without its last day nobody can tell whether it is valid.
#[test]
fn a_certificate_that_runs_out_needs_its_last_day() {
    let what = || What::Qualification {
        any: vec!["pmp".parse().unwrap(), "pm".parse().unwrap()],
        name: Text::same("PMP"),
        valid_at_signing: true,
        expires: vec!["pmp".parse().unwrap()],
        or_level: None,
    };
    let verdict = |id: &str, until: Option<&str>| {
        let until = until.map_or_else(String::new, |day| format!(", valid_until = {day}"));
        alone(&format!("qualification = [{{ id = \"{id}\"{until} }}]"), what())
    };
    assert_eq!(verdict("pmp", None), Known::NotShown);
    assert_eq!(verdict("pmp", Some("2023-02-28")), Known::NotMet);
    assert_eq!(verdict("pmp", Some("2023-03-01")), Known::Met);
    assert_eq!(verdict("pm", None), Known::Met);
}
