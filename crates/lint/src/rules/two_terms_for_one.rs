//! Two terms for one thing.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "two-terms-for-one",
    name: Words::new("一つのものに二つの名称", "two terms for one thing"),
    severity: Severity::Warning,
    rationale: Words::new(
        "一つのものに名称が二つあると、別のものの定めと読まれる",
        "two names for one thing read as two things with duties of their own",
    ),
    authority: Words::new("慣行: 一つのものは一つの用語で呼ぶ", "common practice: one thing, one term"),
    question: None,
    group: Group::Documents,
    is_read: true,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "two-terms-for-one"
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
    use crate::example::{finding, subjects};

    #[test]
    fn one_term_for_two_things_is_another_defect() {
        let other = finding("term-for-two-things", "A-1");
        let parts = [("findings/main.toml", other.as_str())];
        assert!(subjects("two-terms-for-one", &parts).is_empty());
        assert_eq!(subjects("term-for-two-things", &parts), ["A-1"]);
    }
}
