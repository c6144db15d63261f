//! `report.toml`, `lists.toml`, `review.toml`, `volumes.toml` and `remarks.toml`.

use schemars::JsonSchema;

use crate::value::{Clause, Identifier, ItemKey, Number, Text};

/// What the monthly report must contain.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Report {
    part: Option<Vec<Part>>,
    content: Option<Vec<Content>>,
}

/// A heading that contents stand under.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Part {
    id: Identifier,
    name: Text,
}

/// One of the report's contents.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Content {
    id: String,
    name: Text,
    /// The heading that it stands under.
    part: Option<Identifier>,
    /// The kind of case that feeds it.
    from: Option<Identifier>,
    /// What is shown of each case.
    column: Option<Vec<ShownColumn>>,
    /// How the cases are drawn.
    chart: Option<CaseChart>,
    /// Whether the log of work items feeds it.
    work: Option<bool>,
    /// The lists that feed it.
    lists: Option<Vec<Identifier>>,
    /// What of the ledgers feeds it.
    ledger: Option<String>,
    /// The checks of the ledgers whose findings feed it.
    checks: Option<Vec<String>>,
    clause: Clause,
    /// Where else it is demanded.
    clauses: Option<Vec<Clause>>,
}

/// A column of cases: a mark, an attribute, or the identifier where neither is named.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ShownColumn {
    label: Text,
    mark: Option<String>,
    attribute: Option<String>,
    /// What values are called.
    words: Option<Vec<ShownWord>>,
}

/// What a value is called.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ShownWord {
    value: String,
    says: Text,
}

/// Cases counted by day.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CaseChart {
    /// The mark whose day counts.
    count: String,
    /// The attribute each value of which has a line.
    by: Option<String>,
}

/// Lists that the report shows and no service level is judged by.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Lists {
    list: Option<Vec<List>>,
}

/// A list: its columns, and what is made of them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct List {
    id: Identifier,
    name: Text,
    column: Vec<ListColumn>,
    /// The column of the day that a row belongs to; without one every row belongs to every month.
    on: Option<Identifier>,
    /// The column whose values the rows are counted by.
    by: Option<Identifier>,
    /// The column that is drawn over the days.
    chart: Option<Identifier>,
    clause: Clause,
}

/// A column of a list.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ListColumn {
    name: Identifier,
    label: Text,
    is: ListColumnType,
    /// Whether a row without it cannot be.
    needed: Option<bool>,
    /// The unit of a number.
    unit: Option<Text>,
    /// Whether the sum of a number means something.
    total: Option<bool>,
    /// The words of a column of words.
    words: Option<Vec<Text>>,
}

/// What a column holds.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum ListColumnType {
    Text,
    Number,
    Day,
    Word,
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
