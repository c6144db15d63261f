//! Tests of teams, shifts, scores, assessments and tables.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

mod assessment;
mod judging;
mod scoring;
mod sheets;
mod shifts;
mod tables;
mod team;

use bid::{Bid, Requirements};

/// The requirements of the reference contract.
fn reference() -> Requirements {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/bid.toml");
    Requirements::from_table("bid.toml", table).unwrap()
}

/// A bid from a table; the head need not be written.
fn bid(rest: &str) -> Bid {
    let head = "[bidder]\nname = \"A\"\nprice = 100\ntechnical = 50\nsigning = 2023-03-01\ngrounds = []\n";
    Bid::from_table("bid.toml", &format!("{head}{rest}")).unwrap()
}

/// Requirements from a table.
fn asked(table: &str) -> Requirements {
    Requirements::from_table("asked.toml", table).unwrap()
}
