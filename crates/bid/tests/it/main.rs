//! Tests of teams, shifts, scores, assessments and tables.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

mod assessment;
mod containers;
mod examples;
mod judging;
mod parts;
mod scoring;
mod sheets;
mod shifts;
mod tables;
mod team;

use ::tables::{Names, Noun, Outline};
use bid::{Bid, Requirements};
use calendar::Site;
use itss_core::Standard;

/// The requirements of the reference contract.
fn reference() -> Requirements {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/bid.toml");
    Requirements::from_table("bid.toml", table, &reference_sites(), &Standard::field_names()).unwrap()
}

fn reference_sites() -> Names<Site> {
    let calendar = include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml");
    Names::of_table(Noun::new("拠点", "site"), "calendar.toml", Some(calendar), "site", "id")
}

/// A bid from a table; the head need not be written.
fn bid(rest: &str) -> Bid {
    let head = "[bidder]\nname = \"A\"\nprice = 100\ntechnical = 50\nsigning = 2023-03-01\ngrounds = []\n";
    Bid::from_table("bid.toml", &format!("{head}{rest}")).unwrap()
}

/// The sites that a table names: whether they are there is not what these tests ask.
fn sites(table: &str) -> Names<Site> {
    let outline = Outline::of("asked.toml", table);
    let values = outline.rows().iter().flat_map(|row| &row.values);
    let named = values.filter(|value| ["site", "sites", "resident"].contains(&value.key.as_str()));
    Names::new(Noun::new("拠点", "site"), "calendar.toml", named.map(|value| value.text.parse().unwrap()))
}

/// Requirements from a table, whose people speak Japanese and English.
fn asked(table: &str) -> Requirements {
    let words = "\n[[word]]\nid = \"ja\"\nnames = []\n[[word]]\nid = \"en\"\nnames = []\n";
    let table = &format!("{table}{words}");
    Requirements::from_table("asked.toml", table, &sites(table), &Standard::field_names()).unwrap()
}
