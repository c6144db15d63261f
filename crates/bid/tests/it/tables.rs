//! Tables: what is wrong in them, all at once with its place; and the reference contract's own.

use ::tables::{Names, Noun};
use bid::{Bid, Requirements, What};
use itss_core::Standard;

use crate::reference;

#[test]
fn fields_of_the_reference_are_the_standards() {
    let standard = Standard::itss_v3_2011().unwrap();
    let requirements = reference();
    let all = requirements.slots.iter().flat_map(|slot| &slot.requirements).chain(&requirements.everybody);
    let mut fields = 0;
    for requirement in all {
        if let What::Levels { fields: named, .. } = &requirement.what {
            fields += named.len();
            assert!(named.iter().all(|field| standard.field(field.as_str()).is_some()), "{named:?}");
        }
    }
    assert_eq!(fields, 14);
}

#[test]
fn the_reference_has_its_slots_coverage_and_readings() {
    let requirements = reference();
    let slots: Vec<&str> = requirements.slots.iter().map(|slot| slot.id.as_str()).collect();
    assert_eq!(
        slots,
        [
            "overall",
            "deputy",
            "lead-head-office",
            "lead-institute",
            "desk-leader",
            "staff-head-office",
            "staff-institute"
        ]
    );
    assert_eq!(
        (requirements.coverage.len(), requirements.grounds.len(), requirements.apart.len()),
        (5, 6, 1)
    );
    assert!(requirements.readings.iter().any(|reading| reading.id == "toeic-equivalents"));
}

#[test]
fn every_problem_of_the_requirements_at_once() {
    let table = r#"
[[slot]]
id = "deputy"
name = { ja = "副", en = "deputy" }
may_double_as = "laed"
clause = "c/main#1"

[[slot]]
id = "lead"
name = { ja = "長", en = "lead" }
count = 300
clause = "c/main#2"

[[slot]]
id = "deputy"
name = { ja = "副", en = "deputy" }
clause = "c/main#1"

[[slot.requirement]]
kind = "experiense"
years = 10

[[coverage]]
id = "x"
name = { ja = "窓口", en = "desk" }
site = "desk"
days = "all"
from = "18:00"
to = "09:00"
persons = 1
clause = "c/main#3"

[[apart]]
sides = [{ sites = ["a"] }]
clause = "c/main#4"
"#;
    insta::assert_snapshot!(
        Requirements::from_table(
            "bid.toml",
            table,
            &Names::new(Noun::new("拠点", "site"), "calendar.toml", ["dsk".parse().unwrap()]),
            &itss_core::Standard::field_names(),
        )
        .unwrap_err()
        .to_string()
    );
}

#[test]
fn every_problem_of_a_bid_at_once() {
    let table = r#"
[bidder]
name = "A"
price = 0
technical = -1
signing = "soon"

[[member]]
name = "甲"
langages = ["ja"]
experience = [{ from = 2022-01-01, to = 2021-01-01 }]

[[member]]
name = "甲"

[[shift]]
site = "tokyo"
days = ["mon", "someday"]
from = "9時"
to = "25:00"
members = ["乙"]
"#;
    insta::assert_snapshot!(Bid::from_table("bid.toml", table).unwrap_err().to_string());
}
