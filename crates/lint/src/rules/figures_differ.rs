//! One duty with two figures.

use provenance::{Severity, Text};
use rust_decimal::Decimal;
use sla::{Condition, Item, Limit, Measure, Selector};
use tasks::WorkItem;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "figures-differ",
    name: Words::new("同じ業務に異なる数値", "one duty with two figures"),
    severity: Severity::Warning,
    rationale: Words::new(
        "同じ件に二つの期限があると、片方を守っても他方の未達成になる",
        "with two figures for one case, keeping the one can break the other",
    ),
    authority: Words::new(
        "慣行: 一つの義務の数値は一か所に置く",
        "common practice: the figure of a duty stands in one place",
    ),
    question: Some(Words::new("どちらの数値によるか", "which figure holds?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
[[item]]
key = "A-2"
no = "A-2"
name = { ja = "初動時間の平均", en = "mean time to respond" }
measure = { kind = "mean-duration", of = "incident", start = ["opened"], stop = "responded" }
target = { op = "<=", value = 12, unit = "hour" }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    good: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
[[item]]
key = "A-2"
no = "A-2"
name = { ja = "初動時間の平均", en = "mean time to respond" }
measure = { kind = "mean-duration", of = "incident", start = ["opened"], stop = "responded" }
target = { op = "<=", value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for (n, item) in items.iter().enumerate() {
        for first in items.iter().take(n).filter(|first| differ(first, item)) {
            let (key, first_key) = (&item.key, &first.key);
            let (one, other) = (time_text(first), time_text(item));
            found.push(
                Draft::new(
                    key,
                    format!("{first_key}は{}、{key}は{}で、同じ件が両方に入りうる", one.ja, other.ja),
                    format!(
                        "{first_key} says {} and {key} says {}, of cases that can be the same",
                        one.en, other.en
                    ),
                )
                .at(material.place_of_item(item))
                .citing([&first.clause, &item.clause]),
            );
        }
    }
    let work = material.work_items();
    for (n, item) in work.iter().enumerate() {
        let same = |other: &&WorkItem| {
            other.title == item.title && overlap(other, item) && other.frequency != item.frequency
        };
        if let Some(first) = work.iter().take(n).find(same) {
            let (id, first_id) = (&item.id, &first.id);
            let (one, other) = (&first.frequency_text, &item.frequency_text);
            found.push(
                Draft::new(
                    id,
                    format!("同じ業務が{first_id}では{one}、{id}では{other}である"),
                    format!("one duty is due `{one}` in {first_id} and `{other}` in {id}"),
                )
                .at(material.place_of_work(item))
                .citing([&first.clause, &item.clause]),
            );
        }
    }
}

/// Whether cases of one item can be cases of the other, by the same clock, with another time allowed.
fn differ(a: &Item, b: &Item) -> bool {
    let (Some((of_a, clock_a)), Some((of_b, clock_b))) = (timed(a), timed(b)) else { return false };
    let same_clock = clock_a.start.first() == clock_b.start.first() && clock_a.stop == clock_b.stop;
    let differs = seconds(a).zip(seconds(b)).is_some_and(|(a, b)| a != b);
    of_a.kind == of_b.kind
        && same_clock
        && differs
        && !excludes(of_a, of_b)
        && !is_tiered(a, b)
        && !is_tiered(b, a)
}

/// Whether one item asks more of some of the cases of the other: the stricter time for the graver ones. Who keeps it
/// keeps the other too.
fn is_tiered(a: &Item, b: &Item) -> bool {
    let (Some((of_a, _)), Some((of_b, _))) = (timed(a), timed(b)) else { return false };
    let implies = |wide: &Condition| {
        of_a.conditions.iter().any(|narrow| match (narrow, wide) {
            (Condition::Is { attribute, values }, Condition::Is { attribute: same, values: others }) => {
                attribute == same && values.iter().all(|value| others.contains(value))
            }
            _ => narrow == wide,
        })
    };
    let is_part = of_a.conditions != of_b.conditions && of_b.conditions.iter().all(implies);
    is_part && seconds(a).zip(seconds(b)).is_some_and(|(a, b)| a < b)
}

fn timed(item: &Item) -> Option<(&Selector, &sla::Clock)> {
    match &item.measure {
        Measure::WithinLimit(measure) => Some((&measure.population, &measure.clock)),
        Measure::MeanDuration(measure) => Some((&measure.population, &measure.clock)),
        _ => None,
    }
}

/// Value and unit of the time that an item allows.
fn allowed(item: &Item) -> Option<(Decimal, sla::Unit)> {
    match (&item.limit, &item.target) {
        (Some(Limit::Fixed { value, unit }), _) => Some((*value, *unit)),
        (None, Some(target)) => Some((target.value, target.unit)),
        _ => None,
    }
}

fn seconds(item: &Item) -> Option<Decimal> {
    let (value, unit) = allowed(item)?;
    value.checked_mul(Decimal::from(unit.seconds()?))
}

fn time_text(item: &Item) -> Text {
    allowed(item).map_or_else(Text::default, |(value, unit)| {
        let unit = unit.label();
        Text::new(format!("{value}{}", unit.ja), format!("{value}{}", unit.en))
    })
}

/// Whether no case fits both, as far as their conditions say.
fn excludes(a: &Selector, b: &Selector) -> bool {
    a.conditions.iter().any(|one| {
        b.conditions.iter().any(|other| match (one, other) {
            (Condition::Is { attribute, values }, Condition::Is { attribute: same, values: others }) => {
                attribute == same && values.iter().all(|value| !others.contains(value))
            }
            (Condition::Is { attribute, values }, Condition::IsNot { attribute: same, values: others })
            | (Condition::IsNot { attribute: same, values: others }, Condition::Is { attribute, values }) => {
                attribute == same && values.iter().all(|value| others.contains(value))
            }
            _ => false,
        })
    })
}

fn overlap(a: &WorkItem, b: &WorkItem) -> bool {
    let (a, b) = (a.sites, b.sites);
    (a.head_office.is_some() && b.head_office.is_some())
        || (a.institute && b.institute)
        || (a.regional && b.regional)
        || (a.overseas && b.overseas)
        || (a.is_empty() && b.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn limits_of_cases_that_exclude_each_other_may_differ() {
        let measure = |class: &str| {
            format!(
                "{{ kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\", \
             where = [{{ attribute = \"class\", {class} }}] }}"
            )
        };
        let eight = ("limit", "{ value = 8, unit = \"hour\" }");
        let (hard, soft, other) =
            (measure("is = [\"hard\"]"), measure("is = [\"soft\"]"), measure("is_not = [\"hard\"]"));
        let one = item("A-1", &[("measure", &hard)]);
        let apart = one.clone() + &item("A-2", &[("measure", &soft), eight]);
        assert!(subjects("figures-differ", &[("sla.toml", &apart)]).is_empty());
        let apart = one.clone() + &item("A-2", &[("measure", &other), eight]);
        assert!(subjects("figures-differ", &[("sla.toml", &apart)]).is_empty());
        let looser = item("A-1", &[("measure", &hard), eight]) + &item("A-2", &[]);
        assert_eq!(subjects("figures-differ", &[("sla.toml", &looser)]), ["A-2"]);
    }
    #[test]
    fn a_stricter_limit_for_the_graver_cases_is_a_second_tier() {
        let measure = |class: &str| {
            format!(
                "{{ kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\", \
             where = [{{ attribute = \"class\", is = [{class}] }}] }}"
            )
        };
        let (grave, both) = (measure("\"grave\""), measure("\"grave\", \"light\""));
        let one_hour = ("limit", "{ value = 1, unit = \"hour\" }");
        let tiers = item("A-1", &[("measure", &grave), one_hour]) + &item("A-2", &[]);
        assert!(subjects("figures-differ", &[("sla.toml", &tiers)]).is_empty());
        let tiers = item("A-1", &[("measure", &both)]) + &item("A-2", &[("measure", &grave), one_hour]);
        assert!(subjects("figures-differ", &[("sla.toml", &tiers)]).is_empty());
        let same_cases = item("A-1", &[("measure", &grave)]) + &item("A-2", &[("measure", &grave), one_hour]);
        assert_eq!(subjects("figures-differ", &[("sla.toml", &same_cases)]), ["A-2"]);
    }
    #[test]
    fn the_same_time_in_other_units_is_the_same() {
        let items = item("A-1", &[]) + &item("A-2", &[("limit", "{ value = 240, unit = \"minute\" }")]);
        assert!(subjects("figures-differ", &[("sla.toml", &items)]).is_empty());
    }
}
