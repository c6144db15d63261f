//! Each verdict that was once wrong.

use itss_core::{Evaluator, Known, Missing, SkillItems, SkillLevel, Standard, Stated};

use super::people::{as_of, checked, evaluator, just, standard};

fn by_readings(chosen: &[(&str, &str)]) -> Evaluator {
    let mut readings = standard().default_readings();
    for (id, value) in chosen {
        readings.choose(standard(), id, value).unwrap_or_else(|error| panic!("{error}"));
    }
    Evaluator::new(standard(), readings)
}

fn facility(level: u8) -> Stated {
    let field = standard().field("cs.fm").unwrap();
    just(field, field.indicator(level).unwrap())
}

fn verdict(evaluator: &Evaluator, person: &Stated, level: u8) -> Known {
    let told = evaluator.explain_in(&checked(person), "cs.fm", as_of()).unwrap();
    told.judgements.iter().find(|judgement| judgement.level == level).unwrap().verdict
}

/// The bracket that lets the others be of the level below speaks of complexity and size: the role stays.
#[test]
fn others_of_facility_management_5_are_work_in_charge() {
    let mut person = facility(5);
    assert_eq!(verdict(&evaluator(), &person, 5), Known::Met);
    person.engagements[1].role = "leader".to_owned();
    assert_eq!(verdict(&evaluator(), &person, 5), Known::NotMet);
    assert_eq!(verdict(&by_readings(&[("others-role", "of-their-level")]), &person, 5), Known::Met);
}

/// The one at the level itself is one of the three, even where its size lies above the bounds of the level below.
#[test]
fn the_engagement_at_the_level_counts_in_the_total() {
    let readings = by_readings(&[("others-level", "exactly"), ("upper-bounds", "as-printed")]);
    assert_eq!(verdict(&readings, &facility(6), 6), Known::Met);
    // But no second one does: the others are of level 5 exactly.
    let mut person = facility(6);
    person.engagements[1] = person.engagements[0].clone();
    assert_ne!(verdict(&readings, &person, 6), Known::Met);
    assert_eq!(verdict(&by_readings(&[("upper-bounds", "as-printed")]), &person, 6), Known::Met);
}

/// An engagement beside the one at the level is mended to the level below, which takes less.
#[test]
fn others_are_mended_to_the_level_below() {
    let mut person = facility(6);
    person.engagements[2].success = Some(false);
    let gap = evaluator().gap(&checked(&person), "cs.fm", 6, as_of()).unwrap();
    assert!(matches!(gap.missing[..], [Missing::Success { .. }]), "{gap:?}");
}

/// A size beyond an upper bound is told as such, not as nothing more.
#[test]
fn a_size_beyond_its_bound_is_told() {
    let field = standard().field("itsm.sa").unwrap();
    let mut person = just(field, field.indicator(5).unwrap());
    person.engagements[0].sizes = vec![
        itss_core::StatedSize::new("people", "400"),
        itss_core::StatedSize::new("yen-a-year", "9000000000"),
    ];
    let evaluator = by_readings(&[("upper-bounds", "as-printed")]);
    let evidence = checked(&person);
    let gap = evaluator.gap(&evidence, "itsm.sa", 5, as_of()).unwrap();
    let told: Vec<String> = gap.lines(&evaluator, &evidence).into_iter().map(|line| line.en).collect();
    assert_eq!(
        told,
        [
            "the size of `itsm.sa.5`: people managed below the upper bound (400 people are stated) or contract amount a year below the upper bound (9000000000 yen are stated)"
        ]
    );
}

/// The number of a page stands in the head of the page, before its text.
#[test]
fn pages_are_those_whose_head_comes_before() {
    let standard = Standard::itss_v3_2011().unwrap_or_else(|errors| panic!("{errors}"));
    let field = standard.field("itsm.sa").unwrap();
    let pages: Vec<Option<&str>> = field.indicators.iter().map(|one| one.page.as_deref()).collect();
    assert_eq!(pages, [None, Some("ITSM-11"), Some("ITSM-12"), Some("ITSM-13")]);
}

/// A level that an examination deems reached still had a list of what is missing; and the examination is a way to it.
#[test]
fn an_examination_closes_the_gap_to_level_3() {
    let mut person = Stated { name: "A".to_owned(), ..Stated::default() };
    let told = |person: &Stated| {
        let gap = evaluator().gap(&checked(person), "itsm.om", 3, as_of()).unwrap();
        let instead: Vec<String> = gap.instead(&evaluator()).into_iter().map(|line| line.en).collect();
        (gap.missing.len(), instead)
    };
    let examination = "instead of these, a pass of the Applied Information Technology Engineer Examination";
    assert_eq!(told(&person), (6, vec![examination.to_owned()]));
    person.examinations.push(itss_core::StatedExamination {
        id: "ap".to_owned(),
        passed: as_of(),
        expires: None,
    });
    assert_eq!(told(&person), (0, Vec::new()));
}

/// Each pair of engagements at one time had a note of its own: 16,000 of them filled 23 GB.
#[test]
fn regression_engagements_at_one_time_are_told_once_each() {
    let mut person = facility(5);
    let one = person.engagements[0].clone();
    person.engagements =
        (0..1_000).map(|n| itss_core::StatedEngagement { title: format!("{n}"), ..one.clone() }).collect();
    assert_eq!(checked(&person).notes(as_of()).len(), 999);
    // More than anybody has done is not looked through.
    person.engagements = vec![one.clone(); 2_001];
    person.transfers = vec!["x".to_owned(); 256];
    let told: Vec<String> =
        itss_core::Evidence::new(standard(), &person).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "2001 engagements, of which 2000 at most are read of a person",
            "256 kinds of transfer, of which 255 at most are read of a person"
        ]
    );
}

/// Lists show levels 1 to 7: one beyond them, and the second of two rows for a level, was read and shown nowhere.
#[test]
fn regression_a_skill_level_that_no_list_shows_is_refused() {
    let table = |levels: &str| {
        format!(
            r##"
            standard = {{ id = "ours", name = {{ ja = "我", en = "ours" }}, edition = "1" }}
            [[field]]
            id = "desk"
            name = {{ ja = "窓口", en = "desk" }}
            [[field.item]]
            id = "talk"
            name = {{ ja = "応対", en = "talk" }}
            kind = "common"
            source = "ours/skills#talk"
            knowledge = []
            levels = [{levels}]
            "##
        )
    };
    let level = |level: u8, does: &str| {
        format!(
            r#"{{ level = {level}, role = "member", scope = {{ ja = "組", en = "team" }}, does = {{ ja = "{does}", en = "{does}" }} }}"#
        )
    };
    let read = |levels: [String; 2]| SkillItems::from_table("skills.toml", &table(&levels.join(", ")));
    let told = |levels: [String; 2]| read(levels).unwrap_err().problems[0].to_string();
    let beyond = told([level(3, "a"), level(8, "b")]);
    assert!(
        beyond.contains("field[1].item[1].levels[2].level: 8 is no level; levels are 1 to 7"),
        "{beyond}"
    );
    let twice = told([level(3, "a"), level(3, "b")]);
    assert!(twice.contains("stands twice"), "{twice}");
    // A program is told the same.
    let good = read([level(3, "a"), level(4, "b")]).unwrap();
    let made = |with: &dyn Fn(&mut Vec<SkillLevel>)| {
        let mut fields = good.fields().to_vec();
        with(&mut fields[0].items[0].levels);
        SkillItems::checked(good.id(), good.name().clone(), good.edition(), fields)
    };
    assert_eq!(made(&|_| ()).as_ref(), Ok(&good));
    assert_eq!(
        made(&|levels| levels[1].level = 8).unwrap_err().to_string(),
        "field[1].item[1].levels[2].level: 8 is no level; levels are 1 to 7"
    );
    assert_eq!(
        made(&|levels| levels[1].level = 3).unwrap_err().to_string(),
        "field[1].item[1].levels[2].level: levels `3` stands twice, first at `field[1].item[1].levels[1]`; keep one of them"
    );
}
