//! `bid.toml`.

use schemars::JsonSchema;

use crate::value::{Clause, Strings, Text, Time};

/// What a contract asks of bidders' people and teams.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Bid {
    slot: Option<Vec<Slot>>,
    /// What is asked of everybody.
    everybody: Option<Vec<Requirement>>,
    coverage: Option<Vec<Coverage>>,
    apart: Option<Vec<Apart>>,
    ground: Option<Vec<Ground>>,
    word: Option<Vec<Word>>,
    reading: Option<Vec<Reading>>,
}

/// A role of the team that somebody must fill.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Slot {
    id: String,
    name: Text,
    /// How many fill it at least; one where it is not said.
    count: Option<u8>,
    site: Option<String>,
    /// Who fills it works shifts at one of these sites.
    resident: Option<Strings>,
    /// Another slot that the same person may fill too.
    may_double_as: Option<String>,
    requirement: Option<Vec<Requirement>>,
    clause: Clause,
}

/// Something asked of a person.
#[derive(JsonSchema)]
#[schemars(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum Requirement {
    /// Years of work.
    Experience { mandatory: Option<bool>, years: u8 },
    /// Projects managed.
    Management { mandatory: Option<bool>, roles: Option<Strings>, pcs: u32, within_years: u8, count: u8 },
    /// One of these certificates.
    Qualification {
        mandatory: Option<bool>,
        any: Option<Strings>,
        name: Text,
        valid_at_signing: Option<bool>,
        /// Those of them that run out.
        expires: Option<Strings>,
        /// The ITSS level that does as well.
        or_level: Option<u8>,
    },
    /// ITSS levels.
    Levels { mandatory: Option<bool>, fields: Option<Strings>, level: u8 },
    /// A score in one of these tests.
    Score { mandatory: Option<bool>, any: Option<Vec<Score>> },
    /// Languages spoken.
    Languages { mandatory: Option<bool>, all: Option<Strings> },
    /// No subcontractor's.
    NotSubcontracted { mandatory: Option<bool> },
}

/// A score in a test.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Score {
    test: String,
    at_least: u32,
}

/// Hours in which so many must be there.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Coverage {
    id: String,
    name: Text,
    site: String,
    days: Days,
    from: Time,
    /// Midnight at the end is `24:00`.
    to: Time,
    persons: u8,
    language: Option<String>,
    clause: Clause,
}

/// Days of the week.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Days {
    All,
    Weekdays,
}

/// Sites that nobody may serve together.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Apart {
    sides: Vec<Side>,
    clause: Clause,
}

/// Sites on one side.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Side {
    sites: Option<Strings>,
}

/// A ground on which a bid is refused.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Ground {
    id: String,
    name: Text,
    clause: Clause,
}

/// A word and how else people write it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Word {
    id: String,
    names: Option<Strings>,
}

/// A reading of what the document leaves open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Reading {
    id: String,
    what: Text,
    clause: Clause,
}
