//! An item whose method of measuring is not stated.

use provenance::Severity;
use sla::Unstated;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-method",
    name: Words::new("測定方法の記載がない", "an item whose method of measuring is not stated"),
    severity: Severity::Warning,
    rationale: Words::new(
        "何をどう数えるかが書かれていなければ、同じ月に二つの達成値が出る",
        "where what is counted and how is not stated, one month has two figures",
    ),
    authority: Words::new(
        "慣行: サービスレベルには測定方法を定める",
        "common practice: a service level states its method of measuring",
    ),
    question: Some(Words::new(
        "何を1件と数え、どの記録で測るか",
        "what counts as one, and by which records is it measured?",
    )),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "報告の実施率", en = "share of reports given" }
measure = { kind = "planned-done", tally = "report" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-1"
unstated = ["method"]
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"unstated = ["method"]"#,
        r#"requirement = { ja = "月ごとの報告を計画の日までに行う", en = "the month's report is given by the day planned" }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        // Planned against done says nothing of what is planned: the requirement or a work item must.
        let is_bare = item.measure.reads().tally().is_some()
            && item.requirement.is_none()
            && material.work_of(item).next().is_none();
        if is_bare || item.unstated.contains(&Unstated::Method) {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}に測定方法の記載がない"),
                    format!("{key} does not state how it is measured"),
                )
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
    fn a_share_within_a_limit_is_its_own_method() {
        assert!(subjects("no-method", &[("sla.toml", &item("A-1", &[]))]).is_empty());
    }
}
