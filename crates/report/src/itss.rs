//! Indicators, levels and skill items as JSON. The shape is a promise of its own: no inner type is serialised.

use itss_core::{
    Basis, Bound, Duration, Evaluator, Evidence, Field, FieldLevel, Indicator, Join, Quantifier, SkillItems,
    Standard,
};
use provenance::{Language, Text};
use serde_json::{Value, json};

use crate::json::pretty;

/// The indicators of a standard as a JSON array in the order of its tables, indented, with a line end.
#[must_use]
pub fn indicators_json(standard: &Standard) -> String {
    let all = standard.fields().iter().flat_map(|field| {
        field.indicators.iter().map(move |indicator| indicator_json(standard, field, indicator))
    });
    pretty(&all.collect::<Vec<_>>())
}

fn indicator_json(standard: &Standard, field: &Field, indicator: &Indicator) -> Value {
    let named = |list: &[itss_core::Named], place: u8| {
        list.get(usize::from(place)).map_or(Value::Null, |named| Value::from(named.id.as_str()))
    };
    let duration = match indicator.duration {
        Duration::Years(years) => json!({ "years": years, "engagements": null, "of_which": [] }),
        Duration::Engagements { count, of_which, others_level } => json!({
            "years": null,
            "engagements": count,
            "of_which": of_which.iter().map(|part| json!({ "count": part.count, "level": part.level })).collect::<Vec<_>>(),
            "others_level": others_level,
        }),
    };
    let codes: Vec<&str> = field.conditions_of(indicator).map(|named| named.id.as_str()).collect();
    let mandatory: Vec<&str> = field.mandatory_of(indicator).map(|named| named.id.as_str()).collect();
    let size: Vec<Value> = indicator
        .tiers
        .iter()
        .map(|tier| {
            json!({
                "needs_conditions": tier.needs,
                "join": match tier.join { Join::Any => "any", Join::All => "all", Join::ByReading => "by-reading" },
                "thresholds": tier.bounds.iter().map(|bound| bound_json(standard, bound)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let areas: Vec<&str> = field.areas_of(indicator).map(|named| named.id.as_str()).collect();
    json!({
        "id": indicator.id,
        "standard": standard.id(),
        "edition": standard.edition(),
        "category": { "id": field.category.id, "name": text(&field.category.name) },
        "field": { "id": field.id, "name": text(&field.name) },
        "level": indicator.level,
        "role": named(standard.roles(), indicator.role),
        "duration": duration,
        "success": indicator.success,
        "complexity": { "k": indicator.complexity.k, "n": codes.len(), "mandatory": mandatory, "codes": codes },
        "size": size,
        "areas": {
            "quantifier": match indicator.areas.quantifier {
                Quantifier::Any => "any",
                Quantifier::All => "all",
                Quantifier::Unstated => "unstated",
            },
            "n": areas.len(),
            "standing": named(standard.standings(), indicator.areas.standing),
            "codes": areas,
        },
        "transfer_k": indicator.transfer,
        "mentoring": indicator.mentoring,
        "deemed_by": indicator.deemed_by.iter().map(|exam| named(standard.examinations(), *exam)).collect::<Vec<_>>(),
        "readings": indicator.readings,
        "page": indicator.page,
        "source": indicator.source.to_string(),
    })
}

fn bound_json(standard: &Standard, bound: &Bound) -> Value {
    let metric = standard.metrics().get(usize::from(bound.metric));
    let step = metric.and_then(|metric| metric.steps.get(usize::try_from(bound.at_least).ok()?));
    json!({
        "metric": metric.map(|metric| metric.id.as_str()),
        "at_least": step.map_or_else(|| Value::from(bound.at_least), |step| Value::from(step.id.as_str())),
        "below": bound.below,
    })
}

/// What a person reaches in each field as a JSON array, with the reasons as lines.
#[must_use]
pub fn levels_json(evaluator: &Evaluator, evidence: &Evidence, levels: &[FieldLevel]) -> String {
    let all: Vec<Value> = levels
        .iter()
        .map(|level| {
            let field = level.field(evaluator);
            json!({
                "field": field.map(|field| field.id.as_str()),
                "edition": evaluator.standard().edition(),
                "level": level.reached.map(|reached| reached.level),
                "basis": level.reached.map(|reached| match reached.basis {
                    Basis::Indicator => "indicator",
                    Basis::Deemed => "deemed",
                }),
                "possible": level.possible,
                "judgements": level.judgements.iter().map(|judgement| json!({
                    "level": judgement.level,
                    "verdict": judgement.verdict.word(),
                    "experience": judgement.experience.verdict.word(),
                    "areas": judgement.areas_verdict.word(),
                    "transfer": judgement.transfer.verdict.word(),
                    "mentoring": judgement.mentoring.word(),
                    "deemed": judgement.deemed.map(itss_core::Known::word),
                })).collect::<Vec<_>>(),
                "reasons": level.lines(evaluator, evidence, Language::Ja),
            })
        })
        .collect();
    pretty(&all)
}

/// Skill items as a JSON array: field by field, item by item.
#[must_use]
pub fn skills_json(skills: &SkillItems) -> String {
    let all = skills.fields().iter().flat_map(|field| {
        field.items.iter().map(move |item| {
            json!({
                "field": field.id,
                "field_name": text(&field.name),
                "edition": skills.edition(),
                "id": item.id,
                "name": text(&item.name),
                "kind": if item.is_specific { "specific" } else { "common" },
                "knowledge": item.knowledge.iter().map(|one| json!({ "id": one.id, "name": one.name })).collect::<Vec<_>>(),
                "levels": (1..=7_u8).map(|level| {
                    // A blank level is null, which is not zero.
                    item.levels.iter().find(|known| known.level == level).map_or(Value::Null, |known| json!({
                        "level": level, "role": known.role, "scope": text(&known.scope), "does": text(&known.does),
                    }))
                }).collect::<Vec<_>>(),
                "source": item.source.to_string(),
            })
        })
    });
    pretty(&all.collect::<Vec<_>>())
}

fn text(text: &Text) -> Value {
    json!({ "ja": text.ja, "en": text.en })
}
