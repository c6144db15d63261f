//! A policy that settles nothing.

use provenance::Severity;
use sla::StatedFor;

use crate::need;
use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "policy-settles-nothing",
    name: Words::new("何も定めない方針", "a policy that settles nothing"),
    severity: Severity::Note,
    rationale: Words::new(
        "どの項目にも効かない方針は、定めたつもりの読み方が別にあることを示す",
        "a policy that touches no item was meant for one that it does not reach",
    ),
    authority: Words::new("慣行: 使われない定めは除く", "common practice: what governs nothing is taken out"),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        (
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
"#,
        ),
        (
            "policy.toml",
            r#"[[policy]]
id = "blank-answer"
value = "leave-out"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
"#,
        ),
    ],
    mended: &[(
        "policy.toml",
        r#"id = "blank-answer"
value = "leave-out""#,
        r#"id = "boundary"
value = "in-time""#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for (id, entry) in material.policies.iter() {
        let name = id.as_str();
        if !items.iter().any(|item| need::needs(item, id)) {
            found.push(
                Draft::new(
                    name,
                    format!("方針{name}を要する項目がない"),
                    format!("no item needs the policy `{name}`"),
                )
                .at(material.place_of_policy(name))
                .citing(entry.clause),
            );
            continue;
        }
        for StatedFor { item: key, value: own } in &entry.items {
            let is_needed = material.sla.item(key.as_str()).is_some_and(|item| need::needs(item, id));
            let (ja, en) = match (is_needed, *own == entry.value) {
                (true, false) => continue,
                (false, _) => ("はこの方針を要しない", "does not need it"),
                (true, true) => ("の値は全体の値と同じである", "has the value of all others"),
            };
            found.push(
                Draft::new(
                    format!("{name} {key}"),
                    format!("方針{name}: {key}{ja}"),
                    format!("policy `{name}`: {key} {en}"),
                )
                .at(material.place_of_policy(name))
                .citing(entry.clause),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn an_exception_with_the_general_value_is_none() {
        let policy = |value: &str| {
            format!(
                "[[policy]]\nid = \"boundary\"\nvalue = \"in-time\"\nwhy = {{ ja = \"-\", en = \"-\" }}\n\
             [[policy.item]]\nkeys = [\"A-1\"]\nvalue = \"{value}\"\nwhy = {{ ja = \"-\", en = \"-\" }}\n"
            )
        };
        let told = |value: &str| {
            let parts = [("sla.toml", item("A-1", &[])), ("policy.toml", policy(value))];
            let parts: Vec<(&str, &str)> = parts.iter().map(|(file, text)| (*file, text.as_str())).collect();
            subjects("policy-settles-nothing", &parts)
        };
        assert!(told("late").is_empty());
        assert_eq!(told("in-time"), ["boundary A-1"]);
    }
}
