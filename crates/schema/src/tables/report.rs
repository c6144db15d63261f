//! `report.toml`, `review.toml`, `volumes.toml` and `remarks.toml`.

use schemars::JsonSchema;

use crate::value::{Clause, ItemKey, Number, Text};

/// What the monthly report must contain.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Report {
    content: Option<Vec<Content>>,
}

/// A part of the report.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Content {
    id: String,
    name: Text,
    /// The kind of records that feed it.
    from: Option<String>,
    /// What of the ledgers feeds it.
    ledger: Option<String>,
    clause: Clause,
}

/// How past months are judged when targets are looked at again.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Review {
    /// Percent: how sure the interval of a rate is.
    confidence: u8,
    /// Points: so far above a target the whole interval must lie for the target to be slack.
    margin: Number,
    /// Percent of a target of a mean that no month may pass for it to be slack.
    mean_share: u8,
    /// Months that it takes to judge a mean.
    least_months: u8,
    /// Points: proposed rates are multiples of it.
    step: Number,
    clause: Clause,
    why: Text,
}

/// How many cases a month each service level is expected to have.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Volumes {
    volume: Option<Vec<Volume>>,
}

/// The cases a month of a service level.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Volume {
    item: ItemKey,
    cases: u64,
    /// Where a document says it.
    clause: Option<Clause>,
    why: Text,
}

/// Causes and countermeasures of a month's missed items.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Remarks {
    remark: Option<Vec<Remark>>,
}

/// Cause and countermeasure of a missed item.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Remark {
    key: ItemKey,
    cause: String,
    countermeasure: String,
}
