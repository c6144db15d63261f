//! `ledger.toml` and `products.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::value::{Clause, List, Strings, Text};

/// A contract's ledgers: their columns, what is asked of them, and the readings chosen.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Ledger {
    sheet: Option<Vec<Sheet>>,
    policy: Option<Vec<Policy>>,
    renewal: Option<Renewal>,
    growth: Option<Growth>,
    stocktake: Option<Stocktake>,
    software_stocktake: Option<SoftwareStocktake>,
    idle: Option<Idle>,
    near: Option<Near>,
    loan: Option<Loan>,
    check: Option<Vec<Check>>,
}

/// A ledger.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Sheet {
    /// What its rows are.
    kind: String,
    name: Text,
    /// What the number of its rows is called.
    id_name: Text,
    column: Option<Vec<Column>>,
    clause: Clause,
}

/// A column of a ledger.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Column {
    field: String,
    name: Text,
    holds: String,
    words: Option<Vec<Word>>,
    clause: Option<Clause>,
}

/// A word of a column.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Word {
    id: String,
    name: Text,
}

/// A reading of what the contract leaves open about its ledgers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Policy {
    id: String,
    value: String,
    clause: Clause,
    why: Text,
}

/// When renewals must be told of.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Renewal {
    /// Consumption tax in percent.
    tax_percent: u32,
    /// From the lowest amount, which is 0.
    step: Vec<Step>,
    clause: Clause,
}

/// How long before, from which amount.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Step {
    from_yen: u64,
    months: u32,
}

/// How far the stock may grow.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Growth {
    count_percent: u32,
    kinds: u32,
    clause: Clause,
}

/// How often devices are counted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Stocktake {
    months: u32,
    group: Option<Vec<Group>>,
    clause: Clause,
}

/// When software is counted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SoftwareStocktake {
    #[schemars(range(min = 1, max = 12))]
    month: u32,
    clause: Clause,
    why: Text,
}

/// Sites whose devices are counted together.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Group {
    id: String,
    name: Text,
    view: String,
    offices: Option<Strings>,
    means: Option<Strings>,
    clause: Clause,
}

/// When an account counts as idle.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Idle {
    months: u32,
    clause: Clause,
}

/// When licences count as nearly used up.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Near {
    percent: u32,
    clause: Clause,
    why: Text,
}

/// How long a thing that came back is worked on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Loan {
    turnaround_days: u32,
    clause: Clause,
    why: Text,
}

/// What is looked for.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Check {
    id: String,
    severity: Severity,
    clauses: List<Clause>,
    help: Option<Text>,
}

/// How grave it is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Severity {
    Error,
    Warning,
    Note,
}

/// The products that licences are compared by.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Products {
    language: Option<Vec<Covering>>,
    product: Option<Vec<Product>>,
}

/// A language or edition, and what else it covers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Covering {
    id: String,
    names: Option<Strings>,
    /// `*` for all.
    covers: Option<Strings>,
}

/// A product.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Product {
    id: String,
    maker: String,
    names: Option<Strings>,
    /// From the oldest.
    versions: Option<Strings>,
    /// Other names of versions.
    version_names: Option<BTreeMap<String, String>>,
    edition: Option<Vec<Covering>>,
    language_neutral: Option<bool>,
}
