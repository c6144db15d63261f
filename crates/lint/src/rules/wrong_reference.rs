//! A reference to the wrong place.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "wrong-reference",
    name: Words::new("参照先の誤り", "a reference to the wrong place"),
    severity: Severity::Warning,
    rationale: Words::new(
        "別のものを指す参照は、読む人ごとに違う義務になる",
        "a reference that leads elsewhere makes another duty of it for each reader",
    ),
    authority: Words::new(
        "慣行: 参照は参照先の内容と照合する",
        "common practice: a reference is read together with what it names",
    ),
    question: None,
    group: Group::Documents,
    is_read: true,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "wrong-reference"
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
    use crate::example::{finding, linted};

    #[test]
    fn a_reference_to_what_does_not_exist_is_another_defect() {
        let other = finding("dangling-reference", "A-1");
        let outcome = linted(&[("findings/main.toml", other.as_str())]);
        let told: Vec<_> = outcome.hits.iter().map(|hit| hit.finding.rule.as_str()).collect();
        assert!(told.contains(&"dangling-reference") && !told.contains(&"wrong-reference"), "{told:?}");
    }
}
