//! A clock without hours to run in.

use crate::need;
use provenance::Severity;
use sla::{PolicyId, Unit};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-clock-basis",
    name: Words::new("時計の基準がない", "a clock without hours to run in"),
    severity: Severity::Warning,
    rationale: Words::new(
        "4時間が昼夜か業務時間かで、期限は半日以上動く",
        "whether four hours run day and night or in business hours moves a deadline by half a day and more",
    ),
    authority: Words::new(
        "慣行: 時間の要求水準には時計の動く時間帯を定める",
        "common practice: a target in time says in which hours its clock runs",
    ),
    question: Some(Words::new(
        "昼夜を通して数えるか、業務時間で数えるか",
        "does the clock run day and night, or in business hours?",
    )),
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
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[(
        "policy.toml",
        "",
        r#"[[policy]]
id = "clock-basis"
value = "office"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    if material.policies.stated(PolicyId::ClockBasis).is_some() {
        return;
    }
    for item in material.sla.items() {
        // Seconds on a telephone are the same by any clock.
        let runs =
            need::clock_unit(item).is_some_and(|unit| unit.seconds().is_some() && unit != Unit::Second);
        if runs {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}の時計がどの時間帯に動くか、契約にも方針の表にも定めがない"),
                    format!("neither the contract nor a policy says in which hours the clock of {key} runs"),
                )
                .help("policy.tomlにclock-basisを定める", "state the policy `clock-basis` in policy.toml")
                .at(material.place_of_item(item))
                .citing([&item.clause]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn seconds_need_no_hours() {
        let row = item("A-1", &[("limit", "{ value = 30, unit = \"second\" }")]);
        assert!(subjects("no-clock-basis", &[("sla.toml", &row)]).is_empty());
        let row = item("A-1", &[("limit", "{ value = 30, unit = \"minute\" }")]);
        assert_eq!(subjects("no-clock-basis", &[("sla.toml", &row)]), ["A-1"]);
    }
}
