//! A target without its comparison sign.

use provenance::Severity;
use sla::Unstated;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-comparison-sign",
    name: Words::new("比較の向きの記載がない", "a target without its comparison sign"),
    severity: Severity::Note,
    rationale: Words::new(
        "数だけの要求水準は、読む人の推測で補われる",
        "a bare figure is filled in by each reader's guess",
    ),
    authority: Words::new(
        "慣行: 要求水準には比較の向きと単位を付ける",
        "common practice: a target bears its sign and its unit",
    ),
    question: Some(Words::new("以上か、以下か、等しいか", "at least, at most or exactly?")),
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
unstated = ["sign"]
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"unstated = ["sign"]
"#,
        "",
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items().iter().filter(|item| item.unstated.contains(&Unstated::Sign)) {
        let key = &item.key;
        let read = item.target.as_ref().map_or_else(String::new, |target| {
            format!("{} {} {}", target.operator.sign(), target.value, target.unit.word())
        });
        found.push(
            Draft::new(
                key,
                format!("{key}は要求水準が以上か以下かを記さない。{read}と読んだ"),
                format!(
                    "{key} does not state whether its target is a lower or an upper bound; read as {read}"
                ),
            )
            .at(material.place_of_item(item))
            .citing([&item.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn what_else_a_row_leaves_out_is_told_elsewhere() {
        let row = item("A-1", &[("unstated", "[\"base\"]")]);
        assert!(subjects("no-comparison-sign", &[("sla.toml", &row)]).is_empty());
    }
}
