//! Service levels that leave their measuring to each other.

use std::collections::BTreeSet;

use provenance::Severity;
use sla::Item;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "elsewhere-circle",
    name: Words::new("互いに評価を委ねる項目", "service levels that leave their measuring to each other"),
    severity: Severity::Error,
    rationale: Words::new(
        "他の項目で評価するとした項目が自分に戻ると、どこでも測られない",
        "a row that is measured by another, which leads back to it, is measured nowhere",
    ),
    authority: Words::new(
        "慣行: 参照は測る項目で終わる",
        "common practice: a reference ends at a row that measures",
    ),
    question: Some(Words::new("どの項目で評価するか", "by which row is it measured?")),
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
name = { ja = "障害で評価", en = "measured under incidents" }
measure = { kind = "elsewhere", items = ["A-2"] }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    mended: &[("sla.toml", r#"items = ["A-2""#, r#"items = ["A-1""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&str> = pointed_at(item).collect();
        while let Some(key) = next.pop() {
            if seen.insert(key) {
                next.extend(material.sla.item(key).into_iter().flat_map(pointed_at));
            }
        }
        let key = &item.key;
        if seen.contains(key.as_str()) {
            found.push(
                Draft::new(
                    key,
                    format!("{key}は他の項目で評価するとされ、たどると{key}に戻る"),
                    format!("{key} is said to be measured elsewhere, which leads back to {key}"),
                )
                .at(material.place_of_item(item))
                .citing([&item.clause]),
            );
        }
    }
}

fn pointed_at(item: &Item) -> impl Iterator<Item = &str> {
    item.measure.reads().items().iter().map(|key| key.as_str())
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};

    fn elsewhere(key: &str, other: &str) -> String {
        let measure = format!("{{ kind = \"elsewhere\", items = [\"{other}\"] }}");
        item(key, &[("measure", measure.as_str()), ("target", ""), ("limit", "")])
    }

    #[test]
    fn a_chain_that_ends_at_a_measure_is_no_circle() {
        let items = item("A-1", &[]) + &elsewhere("A-2", "A-1") + &elsewhere("A-3", "A-2");
        assert!(subjects("elsewhere-circle", &[("sla.toml", &items)]).is_empty());
    }

    #[test]
    fn each_row_of_a_circle_is_told_and_one_that_leads_into_it_is_not() {
        let items = elsewhere("A-1", "A-2") + &elsewhere("A-2", "A-1") + &elsewhere("A-3", "A-2");
        assert_eq!(subjects("elsewhere-circle", &[("sla.toml", &items)]), ["A-1", "A-2"]);
    }
}
