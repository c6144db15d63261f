//! A service level without a duty.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "level-without-duty",
    name: Words::new("業務のないサービスレベル", "a service level without a duty"),
    severity: Severity::Warning,
    rationale: Words::new(
        "業務の定めのない要求水準は、何をすれば守れるかを言わない",
        "a target without a duty does not say what must be done to keep it",
    ),
    authority: Words::new(
        "慣行: 業務とサービスレベルの対応を表にする",
        "common practice: duties and service levels are mapped to each other",
    ),
    question: Some(Words::new("どの業務を測る項目か", "which duty does it measure?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "報告の実施率", en = "share of reports given" }
measure = { kind = "planned-done", tally = "report" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-1"
[[item]]
key = "A-2"
no = "A-2"
name = { ja = "報告の実施率", en = "share of reports given" }
measure = { kind = "planned-done", tally = "minutes" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-2"
"#,
        ),
        (
            "tasks.toml",
            r#"[[section]]
no = "1"
names = [{ ja = "報告", en = "reports" }]
[[section.item]]
letter = "a"
title = { ja = "月次報告の作成", en = "monthly report written" }
sites = "office"
frequency = "月 1回"
sla = ["A-1"]
clause = "example/annex#1.a"
"#,
        ),
    ],
    mended: &[(
        "sla.toml",
        r#"[[item]]
key = "A-2"
no = "A-2"
name = { ja = "報告の実施率", en = "share of reports given" }
measure = { kind = "planned-done", tally = "minutes" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-2"
"#,
        "",
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    if material.work.is_none() {
        return;
    }
    for item in material.sla.items() {
        if !item.measure.kind().yields.is_figure() || material.work_of(item).next().is_some() {
            continue;
        }
        let key = &item.key;
        found.push(
            Draft::new(key, format!("{key}に対応する業務項目がない"), format!("no work item bears on {key}"))
                .at(material.place_of_item(item))
                .citing([&item.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_contract_without_a_table_of_work_is_not_judged() {
        assert!(subjects("level-without-duty", &[("sla.toml", &item("A-1", &[]))]).is_empty());
    }
}
