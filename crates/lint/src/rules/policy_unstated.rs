//! A reading that is needed and not stated.

use crate::need;
use provenance::Severity;
use sla::PolicyId;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "policy-unstated",
    name: Words::new("定められていない読み方", "a reading that is needed and not stated"),
    severity: Severity::Warning,
    rationale: Words::new(
        "表にない方針は組み込みの既定値で読まれ、当事者の目に触れない",
        "a policy that no table states is read by a built-in default that the parties never see",
    ),
    authority: Words::new("Keiyakuの約束: 隠れた読み方を置かない", "Keiyaku's promise: no hidden convention"),
    question: None,
    group: Group::Clocks,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 2, unit = "day" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[(
        "policy.toml",
        "",
        r#"[[policy]]
id = "day-length"
value = "24-hours"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "boundary"
value = "in-time"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "month-ownership"
value = "started"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "open-cases"
value = "pending"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "empty-month"
value = "not-applicable"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "display-rounding"
value = "cautious:1"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "duplicates"
value = "identical-once"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
[[policy]]
id = "reopened"
value = "resume"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for id in PolicyId::ALL.iter().copied() {
        // The clock's hours have a rule of their own; landing and reopening matter only by some calendars and records.
        if matches!(id, PolicyId::ClockBasis | PolicyId::Landing | PolicyId::Reopened)
            || material.policies.stated(id).is_some()
        {
            continue;
        }
        let items: Vec<_> = material.sla.items().iter().filter(|item| need::needs(item, id)).collect();
        let Some(first) = items.first() else { continue };
        let (name, value) = (id.as_str(), id.built_in());
        let keys = items.iter().map(|item| item.key.as_str()).collect::<Vec<_>>().join(", ");
        found.push(
            Draft::new(
                name,
                format!("方針{name}を要する項目（{keys}）があるが表に定めがなく、既定値{value}で読まれる"),
                format!("no table states the policy `{name}`, which is needed by {keys}; read as `{value}`"),
            )
            .help(format!("policy.tomlに{name}を定める"), format!("state `{name}` in policy.toml"))
            .at(material.top("policy.toml"))
            .citing([&first.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_limit_in_hours_needs_no_length_of_a_day() {
        let told = subjects("policy-unstated", &[("sla.toml", &item("A-1", &[]))]);
        assert!(
            !told.contains(&"day-length".to_owned()) && told.contains(&"boundary".to_owned()),
            "{told:?}"
        );
    }
}
