//! Reading a standard's tables: what they state, by codes.

use std::collections::BTreeSet;

use provenance::Text;
use tables::{Document, Row, TableErrors, whole};

use crate::{
    AreasParts, BoundParts, CategoryParts, ComplexityParts, Duration, FieldParts, IndicatorParts, Join,
    Least, Metric, Named, Quantifier, Reading, Standard, StandardParts, TierParts, build,
    standard::{Alternative, PartOf},
};

pub(crate) fn standard(shared: (&str, &str), categories: &[(&str, &str)]) -> Result<Standard, TableErrors> {
    let mut problems = Vec::new();
    // What the readings change is looked up among all indicators, so that the categories are read within the shared table.
    let read = Document::parse(shared.0, shared.1).read(|root| {
        let parts = self::shared(root)?;
        let at = root.spot();
        let mut indicators = BTreeSet::new();
        let mut standard = build::shared(&at, &parts)?;
        for (file, source) in categories {
            let read = Document::parse(file, source).read(|root| {
                let parts = category(root)?;
                indicators.extend(build::indicators_of(&parts));
                build::category(&root.spot(), &parts, &standard)
            });
            match read {
                Ok(fields) => standard.fields.extend(fields),
                Err(errors) => problems.extend(errors.problems),
            }
        }
        if problems.is_empty() {
            build::hold_alternatives(&at, &parts.readings, &indicators);
        }
        Some(standard)
    });
    match read {
        Ok(standard) if problems.is_empty() => Ok(standard),
        Ok(_) => Err(TableErrors { problems }),
        Err(errors) => Err(TableErrors { problems: [errors.problems, problems].concat() }),
    }
}

fn shared(root: &Row<'_>) -> Option<StandardParts> {
    let head = root.required_row("standard")?;
    let (id, name, edition) = (head.required("id"), head.required_text("name"), head.required("edition"));
    let _ = head.optional_text("publisher");
    let (roles, standings) = (each(root, "role", named), each(root, "standing", named));
    let (transfers, examinations) = (each(root, "transfer", named), each(root, "examination", named));
    let (metrics, readings) = (each(root, "metric", metric), each(root, "reading", reading));
    let (id, edition): (Option<String>, Option<String>) = (id, edition);
    Some(StandardParts {
        roles: roles?,
        standings: standings?,
        transfers: transfers?,
        examinations: examinations?,
        metrics: metrics?,
        readings: readings?,
        ..StandardParts::new(id?, name?, edition?)
    })
}

/// The rows of a list, each with a code of its own.
fn each<T>(row: &Row<'_>, list: &'static str, read: impl Fn(&Row<'_>) -> Option<T>) -> Option<Vec<T>> {
    whole(row.rows_by(list, &["id"]).iter().map(read))
}

fn named(row: &Row<'_>) -> Option<Named> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    Some(Named { id: id?, name: name? })
}

fn metric(row: &Row<'_>) -> Option<Metric> {
    let named = named(row);
    let unit = row.optional_text("unit").unwrap_or_default();
    let steps = each(row, "steps", self::named);
    let Named { id, name } = named?;
    Some(Metric { id, name, unit, steps: steps? })
}

fn reading(row: &Row<'_>) -> Option<Reading> {
    let (id, default): (Option<String>, Option<String>) = (row.required("id"), row.required("default"));
    let values = row.strings("values");
    let alternatives = whole(row.rows_by("alternatives", &["value", "indicator"]).iter().map(|row| {
        let (value, indicator) = (row.required("value"), row.required("indicator"));
        let (years, transfer) = (small(row, "years"), small(row, "transfer"));
        Some(Alternative { value: value?, indicator: indicator?, years, transfer })
    }));
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

fn category(root: &Row<'_>) -> Option<CategoryParts> {
    let category = root.required_row("category").and_then(|row| named(&row));
    let fields = each(root, "field", field);
    Some(CategoryParts { category: category?, fields: fields? })
}

fn field(row: &Row<'_>) -> Option<FieldParts> {
    let (field, conditions) = (named(row), each(row, "conditions", named));
    let indicators = whole(row.rows_by("indicator", &["level"]).iter().map(indicator));
    Some(FieldParts { field: field?, conditions: conditions?, indicators: indicators? })
}

fn indicator(row: &Row<'_>) -> Option<IndicatorParts> {
    let (level, role) = (required_small(row, "level"), row.required("role"));
    let duration = duration(row);
    let success = row.required("success");
    let complexity = row.required_row("complexity").and_then(|row| {
        let (k, of, mandatory) = (required_small(&row, "k"), row.strings("of"), row.strings("mandatory"));
        Some(ComplexityParts { k: k?, of, mandatory })
    });
    let tiers = whole(row.rows("sizes").iter().map(tier));
    let areas = row.required_row("areas").and_then(|row| areas(&row));
    let transfer = if row.has("transfer") { small(row, "transfer") } else { Some(0) };
    let mentoring = row.optional("mentoring").unwrap_or(false);
    let (deemed_by, readings) = (row.strings("deemed_by"), row.strings("readings"));
    let (page, source) = (row.optional("page"), row.required_clause("source"));
    Some(IndicatorParts {
        level: level?,
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
    let count = required_small(&row, "count");
    let of_which = row.rows("of_which");
    let parts = of_which.iter().map(|row| {
        let (count, level) = (required_small(row, "count"), required_small(row, "level"));
        Some(PartOf { count: count?, level: level? })
    });
    let parts = whole(parts);
    let others_level = if row.has("others_level") { Some(small(&row, "others_level")?) } else { None };
    if of_which.len() > 1 {
        row.complain(
            "of_which",
            Text::new("実績の内訳は1つしか扱えない", "more than one part of the engagements is not modelled"),
            Some(Text::new("1つだけ書く", "state one")),
        );
    }
    Some(Duration::Engagements { count: count?, of_which: parts?.first().copied(), others_level })
}

fn tier(row: &Row<'_>) -> Option<TierParts> {
    let needs = if row.has("needs") { small(row, "needs")? } else { 0 };
    let join = [Join::All, Join::ByReading].into_iter().find(|join| row.has(join.key())).unwrap_or(Join::Any);
    let rows = row.rows(join.key());
    let bounds = rows.iter().map(|row| {
        let metric = row.required("metric");
        let at_least = match row.is_text("at_least") {
            true => row.required("at_least").map(Least::Step),
            false => row.required("at_least").map(Least::Number),
        };
        let below = row.optional("below");
        Some(BoundParts { metric: metric?, at_least: at_least?, below })
    });
    let bounds = whole(bounds);
    Some(TierParts { needs, join, bounds: bounds? })
}

fn areas(row: &Row<'_>) -> Option<AreasParts> {
    let quantifier = row.required_one_of(
        "quantifier",
        &[("any", Quantifier::Any), ("all", Quantifier::All), ("unstated", Quantifier::Unstated)],
    );
    let (standing, of) = (row.required("standing"), each(row, "of", named));
    Some(AreasParts { quantifier: quantifier?, standing: standing?, of: of? })
}

/// A small number that must be there.
fn required_small(row: &Row<'_>, key: &'static str) -> Option<u8> {
    if !row.has(key) {
        row.complain(key, Text::new("この項目がない", "is missing"), None);
    }
    small(row, key)
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
            row.complain(
                key,
                Text::new(
                    format!("{value}とあるが、0から255まででなければならない"),
                    format!("found {value}, but it must be 0 to 255"),
                ),
                None,
            );
            None
        }
    }
}
