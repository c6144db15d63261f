//! A target that cannot be missed.

use provenance::Severity;
use rust_decimal::Decimal;
use sla::{Item, Operator, Unit};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "target-unmissable",
    name: Words::new("必ず達成する要求水準", "a target that cannot be missed"),
    severity: Severity::Warning,
    rationale: Words::new(
        "どの月にも未達成にならない要求水準は、何も求めていない",
        "a target that no month can miss demands nothing",
    ),
    authority: Words::new("算術", "arithmetic"),
    question: Some(Words::new("要求水準をいくつとするか", "what is the target to be?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 0, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[("sla.toml", "value = 0", "value = 95")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items().iter().filter(|item| cannot_miss(material, item)) {
        let key = &item.key;
        let target = item.target.as_ref().map_or_else(String::new, |target| {
            format!("{} {} {}", target.operator.sign(), target.value, target.unit.word())
        });
        found.push(
            Draft::new(
                key,
                format!("{key}の要求水準（{target}）は、どの月にも未達成にならない"),
                format!("no month can miss the target of {key} ({target})"),
            )
            .at(material.place_of_item(item))
            .citing([&item.clause]),
        );
    }
}

fn cannot_miss(material: &Material<'_>, item: &Item) -> bool {
    let Some(target) = &item.target else { return false };
    let (least, most) = item.measure.bounds();
    match target.operator {
        Operator::AtLeast => target.value <= least,
        Operator::AtMost if most.is_some() => most.is_some_and(|most| target.value >= most),
        Operator::AtMost => {
            // More events than are expected at all are no bound.
            let expected = material.volume(item).map(|volume| Decimal::from(volume.cases));
            target.unit == Unit::Count && expected.is_some_and(|expected| target.value > expected)
        }
        Operator::Equal => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn one_percent_can_be_missed() {
        let low = item("A-1", &[("target", "{ op = \">=\", value = 1, unit = \"percent\" }")]);
        assert!(subjects("target-unmissable", &[("sla.toml", &low)]).is_empty());
        let free = item("A-1", &[("target", "{ op = \"<=\", value = 100, unit = \"percent\" }")]);
        assert_eq!(subjects("target-unmissable", &[("sla.toml", &free)]), ["A-1"]);
    }
}
