//! `sla.toml` and `policy.toml`.

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use sla::{MeasureKind, PolicyId as Id, Shape};

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

/// How a service level is measured: by the kinds of measure themselves.
struct Measure;

impl JsonSchema for Measure {
    fn schema_name() -> Cow<'static, str> {
        "Measure".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds: Vec<Value> = sla::Measure::KINDS.iter().map(|kind| of_kind(kind, generator)).collect();
        json_schema!({ "description": "How a service level is measured.", "oneOf": kinds })
    }
}

/// The table of a kind of measure.
fn of_kind(kind: &MeasureKind, generator: &mut SchemaGenerator) -> Value {
    let mut properties = Map::new();
    properties.insert("kind".to_owned(), json!({ "type": "string", "const": kind.word }));
    let mut required = vec!["kind"];
    for key in kind.keys {
        let mut shape = match key.shape {
            Shape::Kind | Shape::Mark | Shape::Tally | Shape::Survey => String::json_schema(generator),
            Shape::Marks | Shape::Pauses => generator.subschema_for::<Strings>(),
            Shape::Conditions => Vec::<Condition>::json_schema(generator),
            Shape::Texts => Vec::<Text>::json_schema(generator),
            Shape::Steps => Vec::<Step>::json_schema(generator),
            Shape::Items => generator.subschema_for::<List<ItemKey>>(),
            Shape::Percentage => generator.subschema_for::<Number>(),
        }
        .to_value();
        // Beside a reference draft 7 ignores all else, so a description goes along in `allOf`.
        if shape.get("$ref").is_some() {
            shape = json!({ "allOf": [shape] });
        }
        if let Some(object) = shape.as_object_mut() {
            object.insert("description".to_owned(), key.means.into());
        }
        properties.insert(key.name.to_owned(), shape);
        required.extend(key.is_required.then_some(key.name));
    }
    let mut what = kind.en.to_owned();
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    json!({
        "description": format!("{what}."),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
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
struct PolicyId;

impl JsonSchema for PolicyId {
    fn schema_name() -> Cow<'static, str> {
        "PolicyId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = Id::ALL.iter().map(|id| id.as_str()).collect();
        json_schema!({ "description": "What a policy is about.", "type": "string", "enum": ids })
    }
}

/// Items that are read otherwise.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ItemPolicy {
    keys: Option<List<ItemKey>>,
    value: String,
    why: Text,
}
