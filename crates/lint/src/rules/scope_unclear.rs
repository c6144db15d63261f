//! A duty whose reach is unclear.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "scope-unclear",
    name: Words::new("範囲が明らかでない", "a duty whose reach is unclear"),
    severity: Severity::Warning,
    rationale: Words::new(
        "拠点、件、条件が及ぶか分からなければ、数える人ごとに違う値になる",
        "where it is unclear what a duty reaches, each who counts comes to another figure",
    ),
    authority: Words::new(
        "慣行: 義務の対象と除外を定める",
        "common practice: a duty states what it covers and what it does not",
    ),
    question: None,
    group: Group::Documents,
    is_read: true,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "scope-unclear"
subject = "A-1"
group = "service-levels"
places = ["example/annex#A-1"]
says = { ja = "二つの箇所が合わない", en = "two places differ" }
question = { ja = "どちらによるか", en = "which holds?" }
"#,
    )],
    mended: &[
        (
            "policy.toml",
            "",
            r#"[[policy]]
id = "month-ownership"
value = "started"
clause = "example/annex#A-1"
why = { ja = "定めがない", en = "not said" }
"#,
        ),
        (
            "findings/main.toml",
            r#"question = { ja = "どちらによるか", en = "which holds?" }"#,
            r#"question = { ja = "どちらによるか", en = "which holds?" }
settled = ["policy:month-ownership"]"#,
        ),
    ],
    check: read_only,
};

#[cfg(test)]
mod tests {
    use provenance::Severity;

    use super::RULE;
    use crate::example::{good, linted};

    #[test]
    fn a_scope_that_a_policy_reads_is_a_note_with_the_policy() {
        let outcome = linted(&good(&RULE));
        let hit = outcome.hits.iter().find(|hit| hit.finding.rule.as_str() == RULE.id).unwrap();
        assert_eq!(
            (hit.finding.severity, hit.settled.join(", ").as_str()),
            (Severity::Note, "policy:month-ownership")
        );
    }
}
