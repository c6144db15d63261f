//! The report and the item table as JSON. The shape is a promise of its own: no inner type is serialised.

use provenance::{PolicyUse, Text, Verdict};
use serde::Serialize;
use sla::{Catalogue, Item, ItemResult, Limit, Missed, Outlook, Target};

use crate::{Annex, Chart, MonthlyReport, Problem, Series, Table, words};

/// The version of the report's JSON: it grows whenever a key goes away or changes what it means. Keys may be added within it;
/// `docs/reference/report.schema.json` describes it.
pub const JSON_VERSION: u32 = 1;

#[derive(Serialize)]
struct ReportJson<'a> {
    version: u32,
    contract: &'a Text,
    month: String,
    /// Whether the records are made up.
    sample: bool,
    evaluated_at: String,
    time_zone: &'a str,
    time_zone_rules: &'static str,
    totals: TotalsJson,
    items: Vec<ResultJson<'a>>,
    contents: Vec<ContentJson<'a>>,
    /// What falls due in the month after; null where the contract has no table of duties.
    due_next_month: Option<GroupsJson>,
    open_points: &'a [Text],
    problems: Vec<ProblemJson<'a>>,
    unreadable_rows: u64,
    notes: &'a [Text],
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    code: &'a str,
    ja: &'a str,
    en: &'a str,
}

impl<'a> ProblemJson<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self { code: problem.code, ja: &problem.text.ja, en: &problem.text.en }
    }
}

#[derive(Serialize)]
struct TotalsJson {
    met: usize,
    not_met: usize,
    undetermined: usize,
    not_applicable: usize,
}

#[derive(Serialize)]
struct ContentJson<'a> {
    id: &'a str,
    name: &'a Text,
    clause: String,
    part: Option<&'a Text>,
    /// The tables behind it; none where nothing was handed in for it.
    tables: Vec<TableJson>,
}

#[derive(Serialize)]
struct TableJson {
    name: Option<Text>,
    /// What the columns are called.
    header: Vec<Text>,
    /// Each cell in both languages.
    rows: Vec<Vec<Text>>,
    /// Sums of the columns that have one.
    sums: Option<Vec<Text>>,
    /// The rows counted by the values of one column.
    groups: Option<GroupsJson>,
    charts: Vec<ChartJson>,
    unreadable_rows: u64,
}

#[derive(Serialize)]
struct GroupsJson {
    header: Vec<Text>,
    rows: Vec<Vec<Text>>,
    sums: Option<Vec<Text>>,
}

#[derive(Serialize)]
struct ChartJson {
    title: Text,
    series: Vec<SeriesJson>,
}

#[derive(Serialize)]
struct SeriesJson {
    name: Text,
    points: Vec<PointJson>,
}

#[derive(Serialize)]
struct PointJson {
    /// The day, month, hour or name.
    at: String,
    /// An exact fraction.
    value: String,
}

impl GroupsJson {
    fn of(table: Table) -> Self {
        let header = table.columns.into_iter().map(|column| column.name).collect();
        Self { header, rows: table.rows, sums: table.sums }
    }
}

impl TableJson {
    fn of(annex: Annex) -> Self {
        let header = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect();
        let chart = |Chart { title, axis, series, .. }: Chart| ChartJson {
            title,
            series: series
                .into_iter()
                .map(|Series { name, points }| SeriesJson {
                    name,
                    points: points
                        .into_iter()
                        .map(|point| PointJson {
                            at: axis.label(point.at).en,
                            value: point.value.to_string(),
                        })
                        .collect(),
                })
                .collect(),
        };
        Self {
            name: annex.name,
            header: header(&annex.table),
            rows: annex.table.rows,
            sums: annex.table.sums,
            groups: annex.groups.map(GroupsJson::of),
            charts: annex.charts.into_iter().map(chart).collect(),
            unreadable_rows: annex.unreadable,
        }
    }
}

#[derive(Serialize)]
struct ResultJson<'a> {
    key: String,
    /// Said of made-up records alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sample: bool,
    no: &'a str,
    name: &'a Text,
    clause: String,
    covers: (String, String),
    target: Option<TargetJson>,
    revised: bool,
    numerator: Option<String>,
    denominator: Option<String>,
    /// The exact figure as a fraction, and as displayed.
    exact: Option<String>,
    displayed: Option<&'a str>,
    unit: Option<&'static str>,
    formula: &'a Text,
    formula_origin: Text,
    written: Option<WrittenJson<'a>>,
    #[serde(flatten)]
    verdict: &'a Verdict,
    range: Option<(String, Option<String>)>,
    /// The cases that make the figure by their place among the others.
    decided: Vec<DecidedJson<'a>>,
    breaches: Vec<BreachJson<'a>>,
    excluded: Vec<ExcludedJson<'a>>,
    undetermined: Vec<UndeterminedJson<'a>>,
    pending: Vec<PendingJson<'a>>,
    carried_in: Vec<&'a str>,
    carried_out: Vec<&'a str>,
    notes: &'a [Text],
    policies: &'a [PolicyUse],
    outlook: Option<OutlookJson>,
    remark: Option<RemarkJson<'a>>,
    earlier: Vec<EarlierJson<'a>>,
}

#[derive(Serialize)]
struct TargetJson {
    op: &'static str,
    value: serde_json::Number,
    unit: &'static str,
}

#[derive(Serialize)]
struct WrittenJson<'a> {
    text: &'a str,
    displayed: &'a str,
    exact: Option<String>,
    undefined: Option<Text>,
    counts: bool,
}

#[derive(Serialize)]
struct DecidedJson<'a> {
    id: &'a str,
    took_seconds: i64,
    /// From the shortest, from 1.
    place: u128,
    file: Option<&'a str>,
    row: Option<u64>,
}

#[derive(Serialize)]
struct BreachJson<'a> {
    id: &'a str,
    how: Text,
    took_seconds: Option<i64>,
    over_seconds: Option<i64>,
    due: Option<String>,
    file: Option<&'a str>,
    row: Option<u64>,
}

#[derive(Serialize)]
struct ExcludedJson<'a> {
    id: &'a str,
    ground: &'a str,
    reason: &'a Text,
    note: &'a str,
    clause: String,
}

#[derive(Serialize)]
struct UndeterminedJson<'a> {
    id: &'a str,
    missing: &'a Text,
    file: Option<&'a str>,
    row: Option<u64>,
}

#[derive(Serialize)]
struct PendingJson<'a> {
    id: &'a str,
    due: Option<String>,
    remaining_seconds: Option<i64>,
    paused: bool,
}

#[derive(Serialize)]
struct OutlookJson {
    misses_allowed: u128,
    missed: u128,
    misses_left: i128,
    best: Option<String>,
    worst: Option<String>,
    projected_volume: Option<u128>,
    projected_misses: Option<u128>,
    projected_misses_allowed: Option<u128>,
}

#[derive(Serialize)]
struct RemarkJson<'a> {
    cause: &'a str,
    countermeasure: &'a str,
}

#[derive(Serialize)]
struct EarlierJson<'a> {
    month: String,
    exact: Option<String>,
    displayed: Option<&'a str>,
    #[serde(flatten)]
    verdict: &'a Verdict,
}

/// The report as JSON, indented, with a line end.
#[must_use]
pub fn json(report: &MonthlyReport<'_>) -> String {
    let totals = report.totals();
    pretty(&ReportJson {
        version: JSON_VERSION,
        contract: &report.catalogue.contract,
        month: report.month.to_string(),
        evaluated_at: report.now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        sample: report.is_sample,
        time_zone: report.zone.name(),
        time_zone_rules: calendar::iana_version(),
        totals: TotalsJson {
            met: totals.met,
            not_met: totals.not_met,
            undetermined: totals.undetermined,
            not_applicable: totals.not_applicable,
        },
        items: report.rows().map(|(item, result)| result_json(report, item, result)).collect(),
        contents: report
            .contents
            .iter()
            .map(|content| ContentJson {
                id: &content.id,
                name: &content.name,
                clause: content.clause.to_string(),
                part: content.part.as_ref(),
                tables: report
                    .annexes_of(content)
                    .into_iter()
                    .map(|annex| TableJson::of(annex.into_owned()))
                    .collect(),
            })
            .collect(),
        due_next_month: report.ahead.map(|table| GroupsJson::of(table.clone())),
        open_points: &report.catalogue.open_points,
        problems: report.problems.iter().map(ProblemJson::of).collect(),
        unreadable_rows: report.unreadable,
        notes: report.notes,
    })
}

/// One item's result as JSON, indented, with a line end.
#[must_use]
pub fn item_json(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> String {
    pretty(&result_json(report, item, result))
}

fn result_json<'a>(report: &MonthlyReport<'a>, item: &'a Item, result: &'a ItemResult) -> ResultJson<'a> {
    let fraction = |exact: &formula::Exact| exact.to_string();
    ResultJson {
        key: item.key.to_string(),
        sample: report.is_sample,
        no: &item.no,
        name: &item.name,
        clause: item.clause.to_string(),
        covers: (result.covers.first.to_string(), result.covers.last.to_string()),
        target: result.target.as_ref().map(target_json),
        revised: result.is_revised,
        numerator: result.ratio.as_ref().map(|ratio| fraction(&ratio.numerator)),
        denominator: result.ratio.as_ref().map(|ratio| fraction(&ratio.denominator)),
        exact: result.figure.as_ref().map(|figure| fraction(&figure.exact)),
        displayed: result.figure.as_ref().map(|figure| figure.displayed.as_str()),
        unit: result.figure.as_ref().map(|figure| figure.unit.word()),
        formula: &result.formula,
        formula_origin: words::origin(result.formula_origin),
        written: result.written.as_ref().map(|written| WrittenJson {
            text: &written.text,
            displayed: &written.displayed,
            exact: written.outcome.defined().map(fraction),
            undefined: match &written.outcome {
                formula::Outcome::Defined(_) => None,
                formula::Outcome::Undefined(cause) => Some(cause.text()),
            },
            counts: written.counts,
        }),
        verdict: &result.verdict,
        range: result
            .range
            .as_ref()
            .map(|range| (fraction(&range.least), range.greatest.as_ref().map(fraction))),
        decided: result
            .decided
            .iter()
            .map(|decided| DecidedJson {
                id: &decided.id,
                took_seconds: decided.took,
                place: decided.place,
                file: decided.origin.as_ref().map(|origin| &*origin.file),
                row: decided.origin.as_ref().map(|origin| origin.row),
            })
            .collect(),
        breaches: result.breaches.iter().map(|breach| breach_json(report, breach)).collect(),
        excluded: result
            .excluded
            .iter()
            .map(|excluded| ExcludedJson {
                id: &excluded.id,
                ground: excluded.by.as_str(),
                reason: &excluded.reason,
                note: &excluded.note,
                clause: excluded.clause.to_string(),
            })
            .collect(),
        undetermined: result
            .undetermined
            .iter()
            .map(|unknown| UndeterminedJson {
                id: &unknown.id,
                missing: &unknown.missing,
                file: unknown.origin.as_ref().map(|origin| &*origin.file),
                row: unknown.origin.as_ref().map(|origin| origin.row),
            })
            .collect(),
        pending: result
            .pending
            .iter()
            .map(|pending| PendingJson {
                id: &pending.id,
                due: pending.due.map(|due| words::instant(due.at, report.zone)),
                remaining_seconds: pending.due.map(|due| due.remaining),
                paused: pending.is_paused,
            })
            .collect(),
        carried_in: result.carried_in.iter().map(|carried| carried.id.as_str()).collect(),
        carried_out: result.carried_out.iter().map(|carried| carried.id.as_str()).collect(),
        notes: &result.notes,
        policies: &result.policies,
        outlook: result.outlook.as_ref().map(outlook_json),
        remark: report
            .remarks
            .of(&item.key)
            .map(|remark| RemarkJson { cause: &remark.cause, countermeasure: &remark.countermeasure }),
        earlier: report
            .earlier_of(item)
            .into_iter()
            .map(|(month, result)| EarlierJson {
                month: month.to_string(),
                exact: result.figure.as_ref().map(|figure| fraction(&figure.exact)),
                displayed: result.figure.as_ref().map(|figure| figure.displayed.as_str()),
                verdict: &result.verdict,
            })
            .collect(),
    }
}

fn breach_json<'a>(report: &MonthlyReport<'_>, breach: &'a sla::Breach) -> BreachJson<'a> {
    let (took, over, due) = match &breach.how {
        Missed::Late { took, over, due, .. } => {
            (Some(*took), Some(*over), Some(words::instant(*due, report.zone)))
        }
        Missed::Took { took, .. } => (Some(*took), None, None),
        Missed::Unfit | Missed::NotDone | Missed::Happened { .. } | Missed::Score { .. } => {
            (None, None, None)
        }
    };
    BreachJson {
        id: &breach.id,
        how: words::missed(breach, report.zone),
        took_seconds: took,
        over_seconds: over,
        due,
        file: breach.origin.as_ref().map(|origin| &*origin.file),
        row: breach.origin.as_ref().map(|origin| origin.row),
    }
}

fn outlook_json(outlook: &Outlook) -> OutlookJson {
    let projection = outlook.projection.as_ref();
    OutlookJson {
        misses_allowed: outlook.misses_allowed,
        missed: outlook.missed,
        misses_left: outlook.misses_left,
        best: outlook.best.as_ref().map(ToString::to_string),
        worst: outlook.worst.as_ref().map(ToString::to_string),
        projected_volume: projection.map(|projection| projection.volume),
        projected_misses: projection.map(|projection| projection.misses_expected),
        projected_misses_allowed: projection.map(|projection| projection.misses_allowed),
    }
}

fn target_json(target: &Target) -> TargetJson {
    TargetJson { op: target.operator.sign(), value: number(target.value), unit: target.unit.word() }
}

/// A decimal as a JSON number with the digits as written.
fn number(value: rust_decimal::Decimal) -> serde_json::Number {
    serde_json::from_str(&value.to_string()).unwrap_or_else(|_| serde_json::Number::from(0))
}

#[derive(Serialize)]
struct ItemJson<'a> {
    key: String,
    no: &'a str,
    name: &'a Text,
    category: &'a [Text],
    requirement: Option<&'a Text>,
    measure: &'static str,
    target: Option<TargetJson>,
    limit: Option<LimitJson>,
    limit_agreed: Option<&'a str>,
    period: &'static str,
    written_formula: Option<&'a str>,
    formula: Text,
    formula_origin: Text,
    exclusions: Vec<ExclusionJson<'a>>,
    clause: String,
    open_points: &'a [Text],
}

#[derive(Serialize)]
struct LimitJson {
    value: serde_json::Number,
    unit: &'static str,
}

#[derive(Serialize)]
struct ExclusionJson<'a> {
    id: &'a str,
    name: &'a Text,
    /// Whether the ground takes out the `case`, or only the `time` of a pause.
    takes: &'static str,
    clause: String,
}

/// The items of a contract as a JSON array in the document's order, indented, with a line end.
#[must_use]
pub fn catalogue_json(catalogue: &Catalogue) -> String {
    let items: Vec<ItemJson<'_>> = catalogue.items().iter().map(item_table_json).collect();
    pretty(&items)
}

fn item_table_json(item: &Item) -> ItemJson<'_> {
    ItemJson {
        key: item.key.to_string(),
        no: &item.no,
        name: &item.name,
        category: &item.category,
        requirement: item.requirement.as_ref(),
        measure: item.measure.word(),
        target: item.target.as_ref().map(target_json),
        limit: match &item.limit {
            Some(Limit::Fixed { value, unit }) => {
                Some(LimitJson { value: number(*value), unit: unit.word() })
            }
            _ => None,
        },
        limit_agreed: match &item.limit {
            Some(Limit::Agreed { mark }) => Some(mark.as_str()),
            _ => None,
        },
        period: item.period.word(),
        written_formula: item.written.as_ref().map(|written| written.text.as_str()),
        formula: item.intended.formula.to_text(&item.intended.vocabulary),
        formula_origin: words::origin(item.intended.origin),
        exclusions: item
            .exclusions
            .iter()
            .map(|exclusion| ExclusionJson {
                id: exclusion.id(),
                name: &exclusion.name,
                takes: exclusion.takes.word(),
                clause: exclusion.clause.to_string(),
            })
            .collect(),
        clause: item.clause.to_string(),
        open_points: &item.open_points,
    }
}

/// JSON, indented, with a line end and nothing hidden in it.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    // None of these types has a key that is no text, the one thing that JSON refuses.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{}\n", escape::json(&text))
}
