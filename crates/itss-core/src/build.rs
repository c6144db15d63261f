//! From codes to places: a standard is looked up and checked, whoever states it.

use std::collections::BTreeSet;

use provenance::Text;
use tables::{Once, PartErrors, Spot, check, listed, meant, nearest};

use crate::{
    Areas, Bound, CategoryParts, Complexity, Field, FieldParts, Indicator, IndicatorParts, Least, Metric,
    Named, Reading, Standard, StandardParts, Tier, TierParts, standard::bit,
};

impl Standard {
    /// A standard that a program puts together, checked by the rules that hold for tables.
    ///
    /// ```
    /// use itss_core::{Named, Standard, StandardParts, Text};
    ///
    /// let mut parts = StandardParts::new("gardeners", Text::new("庭師", "gardeners"), "1");
    /// parts.roles = vec![Named::new("hand", Text::same("hand")), Named::new("hand", Text::same("head"))];
    /// assert_eq!(
    ///     Standard::checked(parts.clone()).unwrap_err().to_string(),
    ///     "role[2].id: role `hand` stands twice, first at `role[1]`; keep one of them"
    /// );
    /// parts.roles[1].id = "head".to_owned();
    /// assert!(Standard::checked(parts).is_ok());
    /// ```
    ///
    /// # Errors
    /// Every problem, with the path that the part has in a table; those of a job category under `category[1]` and so on.
    pub fn checked(parts: StandardParts) -> Result<Self, PartErrors> {
        check(|at| {
            once(at, "role", &parts.roles);
            once(at, "standing", &parts.standings);
            once(at, "transfer", &parts.transfers);
            once(at, "examination", &parts.examinations);
            each_once(at, "metric", "id", parts.metrics.iter().map(|metric| &metric.id));
            each_once(at, "reading", "id", parts.readings.iter().map(|reading| &reading.id));
            for (n, metric) in parts.metrics.iter().enumerate() {
                once(&at.nth("metric", n), "steps", &metric.steps);
            }
            for (n, reading) in parts.readings.iter().enumerate() {
                let at = at.nth("reading", n);
                let mut once = Once::default();
                for (n, one) in reading.alternatives.iter().enumerate() {
                    let what = || {
                        let Text { ja, en } = tables::listed([&one.value, &one.indicator]);
                        Text::new(format!("alternativesの{ja}"), format!("alternatives {en}"))
                    };
                    let key = (&one.value, &one.indicator);
                    once.take(
                        &at.nth("alternatives", n),
                        "value",
                        key,
                        what,
                        Text::new("一方だけを残す", "keep one of them"),
                    );
                }
            }
            for (n, category) in parts.categories.iter().enumerate() {
                let at = at.nth("category", n);
                each_once(&at, "field", "id", category.fields.iter().map(|field| &field.field.id));
                for (n, field) in category.fields.iter().enumerate() {
                    let at = at.nth("field", n);
                    once(&at, "conditions", &field.conditions);
                    each_once(&at, "indicator", "level", field.indicators.iter().map(|one| &one.level));
                    for (n, indicator) in field.indicators.iter().enumerate() {
                        once(&at.nth("indicator", n).part("areas"), "of", &indicator.areas.of);
                    }
                }
            }
            let indicators = parts.categories.iter().flat_map(indicators_of).collect();
            hold_alternatives(at, &parts.readings, &indicators);
            let mut standard = shared(at, &parts)?;
            let mut complete = true;
            for (n, parts) in parts.categories.iter().enumerate() {
                match category(&at.nth("category", n), parts, &standard) {
                    Some(fields) => standard.fields.extend(fields),
                    None => complete = false,
                }
            }
            complete.then_some(standard)
        })
    }
}

/// The codes of a category's indicators.
pub(crate) fn indicators_of(category: &CategoryParts) -> impl Iterator<Item = String> {
    let of_field = |field: &FieldParts| {
        let id = field.field.id.clone();
        let levels: Vec<u8> = field.indicators.iter().map(|indicator| indicator.level).collect();
        levels.into_iter().map(move |level| format!("{id}.{level}"))
    };
    category.fields.iter().flat_map(of_field)
}

fn once(at: &Spot<'_>, list: &str, named: &[Named]) {
    each_once(at, list, "id", named.iter().map(|named| &named.id));
}

/// That no two rows of a list say the same by a key. Of tables, reading tells that.
pub(crate) fn each_once<'k, K: Ord + std::fmt::Display + 'k>(
    at: &Spot<'_>,
    list: &str,
    key: &str,
    values: impl Iterator<Item = &'k K>,
) {
    let mut once = Once::default();
    for (n, value) in values.enumerate() {
        once.take(
            &at.nth(list, n),
            key,
            value,
            || Text::new(format!("{list}の`{value}`"), format!("{list} `{value}`")),
            Text::new("一方だけを残す", "keep one of them"),
        );
    }
}

/// The most members of a list of which sets are made, and of one of which single ones are named.
const OF_SET_MAX: usize = 32;
const NAMED_MAX: usize = 255;

fn few_enough(at: &Spot<'_>, list: &str, found: usize, most: usize) -> Option<()> {
    if found > most {
        at.complain(
            list,
            Text::new(
                format!("{found}行ある。区別できるのは{most}行まで"),
                format!("{found} rows; no more than {most} can be told apart"),
            ),
            None,
        );
        return None;
    }
    Some(())
}

/// What the indicators of a standard share, without its categories.
pub(crate) fn shared(at: &Spot<'_>, parts: &StandardParts) -> Option<Standard> {
    let StandardParts {
        id, name, edition, roles, standings, transfers, examinations, metrics, readings, ..
    } = parts.clone();
    let lists = [
        ("role", roles.len(), NAMED_MAX),
        ("standing", standings.len(), NAMED_MAX),
        ("transfer", transfers.len(), OF_SET_MAX),
        ("examination", examinations.len(), NAMED_MAX),
        ("metric", metrics.len(), NAMED_MAX),
    ];
    let mut fits = Some(());
    for (list, found, most) in lists {
        fits = few_enough(at, list, found, most).and(fits);
    }
    for (n, metric) in metrics.iter().enumerate() {
        fits = few_enough(&at.nth("metric", n), "steps", metric.steps.len(), NAMED_MAX).and(fits);
    }
    for (n, reading) in readings.iter().enumerate() {
        let at = at.nth("reading", n);
        if !reading.values.contains(&reading.default) {
            at.complain("default", Text::new("選択肢の値にない", "is none of the values"), None);
        }
    }
    fits?;
    let fields = Vec::new();
    Some(Standard { id, name, edition, roles, standings, transfers, examinations, metrics, readings, fields })
}

/// What readings change: what names nothing would change nothing, in silence.
pub(crate) fn hold_alternatives(at: &Spot<'_>, readings: &[Reading], indicators: &BTreeSet<String>) {
    for (n, reading) in readings.iter().enumerate() {
        let at = at.nth("reading", n);
        for (n, one) in reading.alternatives.iter().enumerate() {
            let at = at.nth("alternatives", n);
            if !reading.values.contains(&one.value) {
                unknown(&at, "value", &one.value, reading.values.iter().map(String::as_str));
            }
            if !indicators.contains(&one.indicator) {
                unknown(&at, "indicator", &one.indicator, indicators.iter().map(String::as_str));
            }
        }
    }
}

/// The fields of a category.
pub(crate) fn category(at: &Spot<'_>, parts: &CategoryParts, standard: &Standard) -> Option<Vec<Field>> {
    few_enough(at, "field", parts.fields.len(), NAMED_MAX)?;
    let mut fields = Vec::new();
    for (n, one) in parts.fields.iter().enumerate() {
        let at = at.nth("field", n);
        if standard.fields.iter().any(|known| known.id == one.field.id) {
            let message = Text::new(
                format!("専門分野`{}`は別の職種にある", one.field.id),
                format!("field `{}` stands in another category", one.field.id),
            );
            at.complain(
                "id",
                message,
                Some(Text::new("専門分野ごとに別の符号を付ける", "give each field a code of its own")),
            );
        }
        fields.push(field(&at, one, standard, &parts.category));
    }
    fields.into_iter().collect()
}

fn field(at: &Spot<'_>, parts: &FieldParts, standard: &Standard, category: &Named) -> Option<Field> {
    let conditions = &parts.conditions;
    let fits = few_enough(at, "conditions", conditions.len(), OF_SET_MAX);
    let mut areas: Vec<Named> = Vec::new();
    let mut indicators = Vec::new();
    for (n, one) in parts.indicators.iter().enumerate() {
        let field = &parts.field.id;
        indicators.push(indicator(&at.nth("indicator", n), one, standard, (field, conditions), &mut areas));
    }
    let mut indicators = indicators.into_iter().collect::<Option<Vec<_>>>()?;
    indicators.sort_by_key(|indicator| std::cmp::Reverse(indicator.level));
    fits?;
    let Named { id, name } = parts.field.clone();
    Some(Field { id, name, category: category.clone(), conditions: conditions.clone(), areas, indicators })
}

fn indicator(
    at: &Spot<'_>,
    parts: &IndicatorParts,
    standard: &Standard,
    (field, conditions): (&str, &[Named]),
    known: &mut Vec<Named>,
) -> Option<Indicator> {
    let role = place(at, "role", &parts.role, &standard.roles);
    let complexity = {
        let at = at.part("complexity");
        let set = |key: &str, codes: &[String]| {
            let places = places(&at, key, codes, conditions);
            places.into_iter().fold(0, |set, place| set | bit(usize::from(place)))
        };
        let (k, stated) = (parts.complexity.k, &parts.complexity);
        let (of, mandatory) = (set("of", &stated.of), set("mandatory", &stated.mandatory));
        if u32::from(k) > of.count_ones() {
            at.complain(
                "k",
                Text::new("条件の数より多くを求めている", "asks for more conditions than there are"),
                None,
            );
        }
        Complexity { k, of, mandatory }
    };
    let tiers: Vec<Option<Tier>> =
        (0..).zip(&parts.tiers).map(|(n, one)| tier(&at.nth("sizes", n), one, standard)).collect();
    let areas = areas(&at.part("areas"), parts, standard, known);
    if usize::from(parts.transfer) > standard.transfers.len() {
        at.complain(
            "transfer",
            Text::new("種類の数より多くを求めている", "asks for more kinds than there are"),
            None,
        );
    }
    let deemed_by = places(at, "deemed_by", &parts.deemed_by, &standard.examinations);
    let known_readings = || standard.readings.iter().map(|reading| reading.id.as_str());
    for (n, reading) in parts.readings.iter().enumerate() {
        if !known_readings().any(|known| known == reading) {
            let help = nearest(reading, known_readings()).map(meant);
            at.complain_of(
                "readings",
                n,
                Text::new(format!("解釈`{reading}`はない"), format!("there is no reading `{reading}`")),
                help,
            );
        }
    }
    Some(Indicator {
        id: format!("{field}.{}", parts.level),
        level: parts.level,
        role: role?,
        duration: parts.duration,
        success: parts.success,
        complexity,
        tiers: tiers.into_iter().collect::<Option<_>>()?,
        areas: areas?,
        transfer: parts.transfer,
        mentoring: parts.mentoring,
        deemed_by,
        page: parts.page.clone(),
        readings: parts.readings.clone(),
        source: parts.source.clone(),
    })
}

fn tier(at: &Spot<'_>, parts: &TierParts, standard: &Standard) -> Option<Tier> {
    let key = parts.join.key();
    if parts.bounds.is_empty() {
        at.complain(key, Text::new("段階に境界の値がない", "a tier without a bound"), None);
        return None;
    }
    let mut bounds = Vec::new();
    for (n, bound) in parts.bounds.iter().enumerate() {
        let at = at.nth(key, n);
        let metric =
            place_of(&at, "metric", &bound.metric, standard.metrics.iter().map(|metric| &*metric.id));
        let at_least = metric
            .and_then(|place| standard.metrics.get(usize::from(place)))
            .and_then(|metric| least(&at, &bound.at_least, metric));
        let below = bound.below;
        bounds.push(metric.zip(at_least).map(|(metric, at_least)| Bound { metric, at_least, below }));
    }
    let bounds = bounds.into_iter().collect::<Option<_>>()?;
    Some(Tier { needs: parts.needs, join: parts.join, bounds })
}

fn least(at: &Spot<'_>, least: &Least, metric: &Metric) -> Option<u64> {
    match (least, metric.steps.as_slice()) {
        (Least::Number(number), []) => Some(*number),
        (Least::Step(step), []) => {
            at.complain(
                "at_least",
                Text::new(
                    format!("`{step}`とあるが、`{}`は数値", metric.id),
                    format!("found `{step}`, but `{}` is a number", metric.id),
                ),
                None,
            );
            None
        }
        (Least::Step(step), steps) => place(at, "at_least", step, steps).map(u64::from),
        (Least::Number(number), steps) => {
            let Text { ja, en } = listed(steps.iter().map(|step| step.id.as_str()));
            let message = Text::new(
                format!("{number}とあるが、`{}`は段階で示す", metric.id),
                format!("found {number}, but `{}` goes by steps", metric.id),
            );
            at.complain(
                "at_least",
                message,
                Some(Text::new(format!("{ja}のいずれかを書く"), format!("name one of {en}"))),
            );
            None
        }
    }
}

fn areas(
    at: &Spot<'_>,
    parts: &IndicatorParts,
    standard: &Standard,
    known: &mut Vec<Named>,
) -> Option<Areas> {
    let parts = &parts.areas;
    let standing = place(at, "standing", &parts.standing, &standard.standings);
    let mut of = 0;
    for area in &parts.of {
        let place = known.iter().position(|other| other.id == area.id).unwrap_or_else(|| {
            if known.len() == OF_SET_MAX {
                let message = Text::new(
                    format!("専門分野の領域は{OF_SET_MAX}まで区別できる"),
                    format!("no more than {OF_SET_MAX} areas of a field can be told apart"),
                );
                at.complain("of", message, None);
            }
            known.push(area.clone());
            known.len() - 1
        });
        of |= bit(place);
    }
    Some(Areas { quantifier: parts.quantifier, standing: standing?, of })
}

/// The place of a code in a list.
fn place(at: &Spot<'_>, key: &str, code: &str, list: &[Named]) -> Option<u8> {
    place_of(at, key, code, list.iter().map(|named| named.id.as_str()))
}

fn place_of<'l>(
    at: &Spot<'_>,
    key: &str,
    code: &str,
    mut list: impl Iterator<Item = &'l str> + Clone,
) -> Option<u8> {
    let all = list.clone();
    let found = list.position(|known| known == code);
    if found.is_none() {
        unknown(at, key, code, all);
    }
    found.and_then(|place| u8::try_from(place).ok())
}

fn places(at: &Spot<'_>, key: &str, codes: &[String], list: &[Named]) -> Vec<u8> {
    let mut places = Vec::new();
    for (n, code) in codes.iter().enumerate() {
        match list.iter().position(|named| named.id == *code) {
            Some(place) => places.extend(u8::try_from(place).ok()),
            None => {
                let near = nearest(code, list.iter().map(|named| named.id.as_str()));
                let help = near.map(meant);
                at.complain_of(
                    key,
                    n,
                    Text::new(format!("`{code}`はない"), format!("there is no `{code}`")),
                    help,
                );
            }
        }
    }
    places
}

fn unknown<'l>(at: &Spot<'_>, key: &str, code: &str, known: impl Iterator<Item = &'l str>) {
    let help = nearest(code, known).map(meant);
    at.complain(key, Text::new(format!("`{code}`はない"), format!("there is no `{code}`")), help);
}
