//! `sla.toml` and `policy.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::value::{Clause, Date, ItemKey, List, Month, Number, Strings, Text};

/// The head of a contract and its service levels.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Sla {
    /// The head of the contract.
    contract: Head,
    /// Grounds on which any case is left out; each must be claimed in the records.
    exclusion: Option<Vec<Exclusion>>,
    /// The service levels, in the document's order.
    item: Option<Vec<Item>>,
}

/// The head of the contract.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Head {
    /// What the contract is called.
    name: Text,
    /// Who asks for the service.
    client: Text,
    /// Who gives it.
    contractor: Text,
    /// The first day of the term.
    from: Date,
    /// Its last day.
    to: Date,
    /// What the document leaves open about all rows.
    open_points: Option<Vec<Text>>,
}

/// A ground on which a case is left out, or time of it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Exclusion {
    /// Its name in the records.
    id: String,
    name: Text,
    /// Of which cases it may be claimed.
    when: Option<Vec<Condition>>,
    /// What is left out: the case, or time of it.
    takes: Option<Takes>,
    clause: Clause,
}

/// What an exclusion leaves out.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Takes {
    Case,
    Time,
}

/// A condition on a case.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Condition {
    /// A mark was reached.
    Reached(Reached),
    /// An attribute is one of the values.
    Is(Is),
    /// An attribute is none of the values.
    IsNot(IsNot),
}

/// A mark was reached.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Reached {
    reached: String,
}

/// An attribute is one of the values.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Is {
    attribute: String,
    is: Strings,
}

/// An attribute is none of the values.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct IsNot {
    attribute: String,
    is_not: Strings,
}

/// A service level.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Item {
    /// Its key, by which all tables name it.
    key: ItemKey,
    /// Its number as printed.
    no: String,
    /// The headings it stands under, from the outermost.
    category: Option<Vec<Text>>,
    name: Text,
    /// What is asked for, in own words.
    requirement: Option<Text>,
    /// How it is measured.
    measure: Measure,
    /// What must be attained; only what is measured elsewhere has none.
    target: Option<Target>,
    /// The time within which a case must be handled.
    limit: Option<Limit>,
    /// What is judged at once.
    period: Period,
    /// Grounds on which a case of this item is left out.
    exclusion: Option<Vec<Exclusion>>,
    /// Figures agreed later, in the order of their months.
    revision: Option<Vec<Revision>>,
    /// The formula as the document prints it.
    written_formula: Option<String>,
    /// The formula that is meant, where the printed one is wrong.
    intended_formula: Option<String>,
    /// What the formula calls its quantities.
    terms: Option<BTreeMap<String, Text>>,
    clause: Clause,
    /// What the document leaves open about this row.
    open_points: Option<Vec<Text>>,
    /// What the document does not say of this row.
    unstated: Option<List<Unstated>>,
}

/// What a document may fail to say of a row.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Unstated {
    Method,
    Unit,
    Sign,
    PeriodLength,
    Base,
}

/// What is judged at once.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Period {
    Month,
    FiscalYear,
}

/// How a service level is measured.
#[derive(JsonSchema)]
#[schemars(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum Measure {
    /// The share of cases handled within the limit.
    WithinLimit {
        /// The kind of records.
        of: String,
        /// Which of them.
        r#where: Option<Vec<Condition>>,
        /// The marks that start the clock: the first that a case has.
        start: Strings,
        /// The mark that stops it.
        stop: String,
        /// Kinds of pause for which it stands still.
        pauses: Option<Strings>,
        /// Marks by which a case is settled otherwise.
        settled: Option<Strings>,
    },
    /// The share of planned work that was done.
    PlannedDone {
        /// The tally's name in the records.
        tally: String,
    },
    /// The number of events.
    Count {
        /// The kind of records.
        of: String,
        /// Which of them.
        r#where: Option<Vec<Condition>>,
    },
    /// The mean time.
    MeanDuration {
        /// The kind of records.
        of: String,
        /// Which of them.
        r#where: Option<Vec<Condition>>,
        /// The marks that start the clock: the first that a case has.
        start: Strings,
        /// The mark that stops it.
        stop: String,
        /// Kinds of pause for which it stands still.
        pauses: Option<Strings>,
        /// Marks by which a case is settled otherwise.
        settled: Option<Strings>,
        /// The mark of a case that was given up.
        abandoned: Option<String>,
    },
    /// The share of cases with something.
    Share {
        /// The kind of records.
        of: String,
        /// Which of them.
        r#where: Option<Vec<Condition>>,
        /// The marks by which a case belongs to a month.
        start: Strings,
        /// What those counted have.
        having: Option<Vec<Condition>>,
        /// The mark from which this is known.
        settled: String,
    },
    /// The mean score of a survey.
    MeanScore {
        /// The survey's name in the records.
        survey: String,
        questions: Vec<Text>,
        scale: Vec<Step>,
    },
    /// Measured by other items.
    Elsewhere { items: List<ItemKey> },
}

/// An answer of a survey and its points.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Step {
    name: String,
    text: Text,
    points: Number,
}

/// What must be attained.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Target {
    op: Operator,
    value: Number,
    unit: Unit,
}

/// How figure and target are compared.
#[derive(JsonSchema)]
enum Operator {
    #[schemars(rename = ">=")]
    AtLeast,
    #[schemars(rename = "<=")]
    AtMost,
    #[schemars(rename = "==")]
    Equal,
}

/// A unit of targets and limits.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Unit {
    Percent,
    Point,
    Count,
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

/// A time limit.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Limit {
    /// A span.
    Fixed(Span),
    /// A time agreed for each case.
    Agreed(Agreed),
}

/// A span of time.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Span {
    value: Number,
    unit: Unit,
}

/// A time agreed for each case.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Agreed {
    /// The mark that holds it.
    agreed: String,
}

/// A figure agreed later.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Revision {
    /// The first month in which it holds.
    effective: Month,
    target: Option<Target>,
    limit: Option<Limit>,
    /// Why it was agreed.
    reason: Text,
    clause: Clause,
}

/// How a contract reads what it leaves open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Policies {
    policy: Option<Vec<Policy>>,
}

/// A reading of what the contract leaves open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Policy {
    id: PolicyId,
    /// The reading chosen; docs/reference/policy.md lists those of each policy.
    value: String,
    /// The clause that is silent.
    clause: Option<Clause>,
    /// Why it was chosen.
    why: Text,
    /// Items that are read otherwise.
    item: Option<Vec<ItemPolicy>>,
}

/// What a policy is about.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum PolicyId {
    ClockBasis,
    DayLength,
    Landing,
    Boundary,
    PauseKinds,
    Reopened,
    MonthOwnership,
    OpenCases,
    EmptyMonth,
    MeanOver,
    Abandoned,
    Duplicates,
    BlankAnswer,
    FormulaReading,
    DisplayRounding,
}

/// Items that are read otherwise.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ItemPolicy {
    keys: Option<List<ItemKey>>,
    value: String,
    why: Text,
}
