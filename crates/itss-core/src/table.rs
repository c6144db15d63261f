//! Reading a standard's tables.

use tables::{Document, Row, TableErrors, nearest};

use crate::{
    Areas, Bound, Complexity, Duration, Field, Indicator, Join, Metric, Named, Quantifier, Reading, Standard,
    Tier,
    standard::{Alternative, bit},
};

pub(crate) fn standard(shared: (&str, &str), categories: &[(&str, &str)]) -> Result<Standard, TableErrors> {
    let mut standard = Document::parse(shared.0, shared.1).read(self::shared)?;
    let mut problems = Vec::new();
    for (file, source) in categories {
        match Document::parse(file, source).read(|root| category(root, &standard)) {
            Ok(fields) => standard.fields.extend(fields),
            Err(errors) => problems.extend(errors.problems),
        }
    }
    if problems.is_empty() { Ok(standard) } else { Err(TableErrors { problems }) }
}

fn shared(root: &Row<'_>) -> Option<Standard> {
    let head = root.required_row("standard")?;
    let (id, name, edition) = (head.required("id"), head.required_text("name"), head.required("edition"));
    let _ = head.optional_text("publisher");
    let (roles, standings) = (few(root, "role", NAMED_MAX), few(root, "standing", NAMED_MAX));
    let (transfers, examinations) = (few(root, "transfer", OF_SET_MAX), few(root, "examination", NAMED_MAX));
    let metrics = root.rows_by("metric", &["id"]);
    few_enough(root, "metric", metrics.len(), NAMED_MAX)?;
    let metrics: Option<Vec<Metric>> = metrics
        .iter()
        .map(|row| {
            let named = named(row);
            let unit = row.optional_text("unit").unwrap_or_default();
            let steps = few(row, "steps", NAMED_MAX);
            let Named { id, name } = named?;
            Some(Metric { id, name, unit, steps: steps? })
        })
        .collect();
    let readings: Option<Vec<Reading>> = root.rows_by("reading", &["id"]).iter().map(reading).collect();
    Some(Standard {
        id: id?,
        name: name?,
        edition: edition?,
        roles: roles?,
        standings: standings?,
        transfers: transfers?,
        examinations: examinations?,
        metrics: metrics?,
        readings: readings?,
        fields: Vec::new(),
    })
}

/// The most members of a list of which sets are made, and of one of which single ones are named.
const OF_SET_MAX: usize = 32;
const NAMED_MAX: usize = 255;

/// The things of a list of no more than so many.
fn few(row: &Row<'_>, key: &'static str, most: usize) -> Option<Vec<Named>> {
    let rows = row.rows_by(key, &["id"]);
    few_enough(row, key, rows.len(), most)?;
    rows.iter().map(named).collect()
}

fn few_enough(row: &Row<'_>, key: &'static str, found: usize, most: usize) -> Option<()> {
    if found > most {
        row.complain(key, format!("{found} rows; no more than {most} can be told apart"), None);
        return None;
    }
    Some(())
}

fn named(row: &Row<'_>) -> Option<Named> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    Some(Named { id: id?, name: name? })
}

fn reading(row: &Row<'_>) -> Option<Reading> {
    let (id, default): (Option<String>, Option<String>) = (row.required("id"), row.required("default"));
    let values = row.strings("values");
    if default.as_ref().is_some_and(|default| !values.contains(default)) {
        row.complain("default", "is none of the values", None);
    }
    let alternatives: Option<Vec<Alternative>> = row
        .rows_by("alternatives", &["value", "indicator"])
        .iter()
        .map(|row| {
            let (value, indicator) = (row.required("value"), row.required("indicator"));
            let (years, transfer) = (small(row, "years"), small(row, "transfer"));
            Some(Alternative { value: value?, indicator: indicator?, years, transfer })
        })
        .collect();
    let (what, clause) = (row.required_text("what"), row.required_clause("clause"));
    Some(Reading {
        id: id?,
        default: default?,
        values,
        what: what?,
        clause: clause?,
        alternatives: alternatives?,
    })
}

fn category(root: &Row<'_>, standard: &Standard) -> Option<Vec<Field>> {
    let category = root.required_row("category").and_then(|row| named(&row));
    let fields = root.rows_by("field", &["id"]);
    few_enough(root, "field", fields.len(), NAMED_MAX)?;
    let fields: Vec<Option<Field>> =
        fields.iter().map(|row| field(row, standard, category.clone())).collect();
    fields.into_iter().collect()
}

fn field(row: &Row<'_>, standard: &Standard, category: Option<Named>) -> Option<Field> {
    let head = named(row);
    let conditions = few(row, "conditions", OF_SET_MAX).unwrap_or_default();
    let mut areas: Vec<Named> = Vec::new();
    let indicators: Vec<Option<Indicator>> = row
        .rows("indicator")
        .iter()
        .map(|row| indicator(row, standard, head.as_ref()?.id.as_str(), &conditions, &mut areas))
        .collect();
    let mut indicators = indicators.into_iter().collect::<Option<Vec<_>>>()?;
    indicators.sort_by_key(|indicator| std::cmp::Reverse(indicator.level));
    let Named { id, name } = head?;
    Some(Field { id, name, category: category?, conditions, areas, indicators })
}

fn indicator(
    row: &Row<'_>,
    standard: &Standard,
    field: &str,
    conditions: &[Named],
    areas: &mut Vec<Named>,
) -> Option<Indicator> {
    let level = small(row, "level");
    let role: Option<String> = row.required("role");
    let role = role.and_then(|role| place(row, "role", &role, &standard.roles));
    let duration = duration(row);
    let success: Option<bool> = row.required("success");
    let complexity = row.required_row("complexity").and_then(|row| {
        let k = small(&row, "k");
        let set = |key: &'static str| {
            row.strings(key)
                .iter()
                .filter_map(|code| place(&row, key, code, conditions))
                .fold(0, |set, place| set | bit(usize::from(place)))
        };
        let (of, mandatory) = (set("of"), set("mandatory"));
        if k.is_some_and(|k| u32::from(k) > of.count_ones()) {
            row.complain("k", "asks for more conditions than there are", None);
        }
        Some(Complexity { k: k?, of, mandatory })
    });
    let tiers: Option<Vec<Tier>> = row.rows("sizes").iter().map(|row| tier(row, standard)).collect();
    let areas = row.required_row("areas").and_then(|row| self::areas(&row, standard, areas));
    let transfer = if row.has("transfer") { small(row, "transfer") } else { Some(0) };
    if transfer.is_some_and(|k| usize::from(k) > standard.transfers.len()) {
        row.complain("transfer", "asks for more kinds than there are", None);
    }
    let mentoring = row.optional("mentoring").unwrap_or(false);
    let deemed_by = row
        .strings("deemed_by")
        .iter()
        .filter_map(|code| place(row, "deemed_by", code, &standard.examinations))
        .collect();
    let readings = row.strings("readings");
    for reading in &readings {
        if standard.readings.iter().all(|known| known.id != *reading) {
            let near = nearest(reading, standard.readings.iter().map(|known| known.id.as_str()));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            row.complain("readings", format!("there is no reading `{reading}`"), help.as_deref());
        }
    }
    let (page, source) = (row.optional("page"), row.required_clause("source"));
    let level = level?;
    Some(Indicator {
        id: format!("{field}.{level}"),
        level,
        role: role?,
        duration: duration?,
        success: success?,
        complexity: complexity?,
        tiers: tiers?,
        areas: areas?,
        transfer: transfer?,
        mentoring,
        deemed_by,
        page,
        readings,
        source: source?,
    })
}

fn duration(row: &Row<'_>) -> Option<Duration> {
    if row.has("years") {
        return small(row, "years").map(Duration::Years);
    }
    let row = row.required_row("engagements")?;
    let count = small(&row, "count");
    let of_which: Vec<Option<(u8, u8)>> =
        row.rows("of_which").iter().map(|row| small(row, "count").zip(small(row, "level"))).collect();
    let others_level = if row.has("others_level") { small(&row, "others_level") } else { None };
    if of_which.len() > 1 {
        row.complain("of_which", "more than one part of the engagements is not modelled", Some("state one"));
    }
    let of_which = of_which.into_iter().collect::<Option<Vec<_>>>()?.first().copied();
    Some(Duration::Engagements { count: count?, of_which, others_level })
}

fn tier(row: &Row<'_>, standard: &Standard) -> Option<Tier> {
    let needs = if row.has("needs") { small(row, "needs")? } else { 0 };
    let (key, join) = if row.has("all") {
        ("all", Join::All)
    } else if row.has("joined") {
        ("joined", Join::ByReading)
    } else {
        ("any", Join::Any)
    };
    let bounds: Option<Vec<Bound>> = row
        .rows(key)
        .iter()
        .map(|row| {
            let metric: Option<String> = row.required("metric");
            let known: Vec<Named> = standard
                .metrics
                .iter()
                .map(|metric| Named { id: metric.id.clone(), name: metric.name.clone() })
                .collect();
            let place = place(row, "metric", &metric?, &known)?;
            let steps =
                standard.metrics.get(usize::from(place)).map_or(&[][..], |metric| metric.steps.as_slice());
            let at_least = if steps.is_empty() {
                row.required("at_least")
            } else {
                let step: Option<String> = row.required("at_least");
                step.and_then(|step| self::place(row, "at_least", &step, steps)).map(u64::from)
            };
            let below = row.optional("below");
            Some(Bound { metric: place, at_least: at_least?, below })
        })
        .collect();
    let bounds = bounds?;
    if bounds.is_empty() {
        row.complain(key, "a tier without a bound", None);
        return None;
    }
    Some(Tier { needs, join, bounds })
}

fn areas(row: &Row<'_>, standard: &Standard, known: &mut Vec<Named>) -> Option<Areas> {
    let quantifier = row.required_one_of(
        "quantifier",
        &[("any", Quantifier::Any), ("all", Quantifier::All), ("unstated", Quantifier::Unstated)],
    );
    let standing: Option<String> = row.required("standing");
    let standing = standing.and_then(|standing| place(row, "standing", &standing, &standard.standings));
    let mut of = 0;
    for area in row.rows_by("of", &["id"]).iter().filter_map(named) {
        let place = known.iter().position(|other| other.id == area.id).unwrap_or_else(|| {
            if known.len() == OF_SET_MAX {
                row.complain(
                    "of",
                    format!("no more than {OF_SET_MAX} areas of a field can be told apart"),
                    None,
                );
            }
            known.push(area);
            known.len() - 1
        });
        of |= bit(place);
    }
    Some(Areas { quantifier: quantifier?, standing: standing?, of })
}

/// A small number from 0.
fn small(row: &Row<'_>, key: &'static str) -> Option<u8> {
    if !row.has(key) {
        return None;
    }
    let value: i64 = row.required(key)?;
    match u8::try_from(value) {
        Ok(value) => Some(value),
        Err(_) => {
            row.complain(key, format!("found {value}, but it must be 0 to 255"), None);
            None
        }
    }
}

/// The place of a code in a list.
fn place(row: &Row<'_>, key: &'static str, code: &str, list: &[Named]) -> Option<u8> {
    let found = list.iter().position(|named| named.id == code);
    if found.is_none() {
        let near = nearest(code, list.iter().map(|named| named.id.as_str()));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        row.complain(key, format!("there is no `{code}`"), help.as_deref());
    }
    found.and_then(|place| u8::try_from(place).ok())
}
