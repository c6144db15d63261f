//! What is not said where it must be.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "silent",
    name: Words::new("定めがない", "what is not said where it must be"),
    severity: Severity::Warning,
    rationale: Words::new(
        "誰が、誰に、いつまでに、どの形で、が欠ければ、義務を予定も判定もできない",
        "without who, to whom, by when and how, a duty can be neither scheduled nor judged",
    ),
    authority: Words::new(
        "慣行: 義務には主体、相手、期限、形式を定める",
        "common practice: a duty names who owes it, to whom, by when and in what form",
    ),
    question: None,
    group: Group::Documents,
    is_read: true,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "silent"
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
    fn a_word_without_number_is_not_silence() {
        let other = finding("word-without-number", "A-1");
        let parts = [("findings/main.toml", other.as_str())];
        assert!(subjects("silent", &parts).is_empty());
        assert_eq!(subjects("word-without-number", &parts), ["A-1"]);
    }
}
