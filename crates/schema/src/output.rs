//! What `report.json` holds.

use schemars::JsonSchema;

use crate::value::Text;

/// The version of the shape: it grows whenever a key goes away or changes what it means; keys may be added within it.
pub(crate) enum Version {}

impl JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": 1, "description": "The version of this shape." })
    }
}

/// A month's report of service levels, as `keiyaku report` writes it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Report {
    version: Version,
    /// The contract's name.
    contract: Text,
    /// The month, as in 2024-06.
    month: String,
    /// Whether the records are made up.
    sample: bool,
    /// The moment of evaluation, in UTC.
    evaluated_at: String,
    /// The zone in which times are shown.
    time_zone: String,
    /// The edition of the zone's rules.
    time_zone_rules: String,
    totals: Totals,
    /// The service levels, in the document's order.
    items: Vec<Level>,
    /// The contents that the contract asks for.
    contents: Vec<Content>,
    /// What the document leaves open.
    /// What falls due in the month after; null where the contract has no table of duties.
    due_next_month: Option<Groups>,
    open_points: Vec<Text>,
    /// Problems of the files that were handed in.
    problems: Vec<Problem>,
    /// How many rows could not be read.
    unreadable_rows: u64,
    /// What else there is to know of the files.
    notes: Vec<Text>,
}

/// How many service levels came to which verdict.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Totals {
    met: u64,
    not_met: u64,
    undetermined: u64,
    not_applicable: u64,
}

/// The word of a verdict.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum VerdictWord {
    Met,
    NotMet,
    Undetermined,
    NotApplicable,
}

/// A service level's result.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Level {
    key: String,
    /// Said of made-up records alone.
    #[schemars(default)]
    sample: bool,
    /// The number as printed.
    no: String,
    name: Text,
    clause: String,
    /// The first and the last day that the figure covers.
    covers: Vec<String>,
    target: Option<Target>,
    /// Whether the target or limit in force is a revised one.
    revised: bool,
    /// An exact fraction.
    numerator: Option<String>,
    /// An exact fraction.
    denominator: Option<String>,
    /// The figure as an exact fraction.
    exact: Option<String>,
    /// The figure as shown.
    displayed: Option<String>,
    unit: Option<String>,
    formula: Text,
    formula_origin: Text,
    written: Option<Written>,
    verdict: VerdictWord,
    /// Why, where nothing was judged or too little is known.
    why: Option<Text>,
    /// The least and the greatest figure that the unknown allows, as fractions; `null` where there is no bound.
    range: Option<Vec<Option<String>>>,
    decided: Vec<Decided>,
    breaches: Vec<Breach>,
    excluded: Vec<Excluded>,
    undetermined: Vec<Undetermined>,
    pending: Vec<Pending>,
    /// Cases of earlier months that were open when the month began.
    carried_in: Vec<String>,
    /// Cases that were open when it ended.
    carried_out: Vec<String>,
    notes: Vec<Text>,
    policies: Vec<Policy>,
    outlook: Option<Outlook>,
    remark: Option<Remark>,
    earlier: Vec<Earlier>,
}

/// A required level.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Target {
    /// `>=`, `<=` or `==`.
    op: String,
    value: f64,
    unit: String,
}

/// What the formula as printed gives.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Written {
    text: String,
    displayed: String,
    exact: Option<String>,
    undefined: Option<Text>,
    /// Whether it is the one that counts.
    counts: bool,
}

/// A case that makes the figure by its place among the others.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Decided {
    id: String,
    took_seconds: i64,
    /// From the shortest, from 1.
    place: u64,
    file: Option<String>,
    row: Option<u64>,
}

/// What missed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Breach {
    id: String,
    how: Text,
    took_seconds: Option<i64>,
    over_seconds: Option<i64>,
    due: Option<String>,
    file: Option<String>,
    row: Option<u64>,
}

/// What was left out.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Excluded {
    id: String,
    ground: String,
    reason: Text,
    note: String,
    clause: String,
}

/// Of what too little is known.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Undetermined {
    id: String,
    missing: Text,
    file: Option<String>,
    row: Option<u64>,
}

/// What is open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Pending {
    id: String,
    due: Option<String>,
    remaining_seconds: Option<i64>,
    paused: bool,
}

/// A reading of what the contract leaves open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Policy {
    id: String,
    value: String,
    is_default: bool,
    clause: Option<String>,
    meaning: Text,
}

/// What may still come.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Outlook {
    misses_allowed: u64,
    missed: u64,
    misses_left: i64,
    best: Option<String>,
    worst: Option<String>,
    projected_volume: Option<u64>,
    projected_misses: Option<u64>,
    projected_misses_allowed: Option<u64>,
}

/// What people wrote of a miss.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Remark {
    cause: String,
    countermeasure: String,
}

/// The same level in an earlier month.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Earlier {
    month: String,
    exact: Option<String>,
    displayed: Option<String>,
    verdict: VerdictWord,
    why: Option<Text>,
}

/// A problem of a file.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Problem {
    /// Its name, which stays the same.
    code: String,
    ja: String,
    en: String,
}

/// One of the contents.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Content {
    id: String,
    name: Text,
    clause: String,
    part: Option<Text>,
    /// None where nothing was handed in for it.
    tables: Vec<Table>,
}

/// A table behind one of the contents.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Table {
    name: Option<Text>,
    header: Vec<Text>,
    rows: Vec<Vec<Text>>,
    sums: Option<Vec<Text>>,
    groups: Option<Groups>,
    charts: Vec<Chart>,
    unreadable_rows: u64,
}

/// The rows counted by the values of one column.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Groups {
    header: Vec<Text>,
    rows: Vec<Vec<Text>>,
    sums: Option<Vec<Text>>,
}

/// What is drawn of a table.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Chart {
    title: Text,
    series: Vec<Series>,
}

/// A line of a chart.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Series {
    name: Text,
    points: Vec<Point>,
}

/// A value at a place.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Point {
    /// The day, month, hour or name.
    at: String,
    /// An exact fraction.
    value: String,
}
