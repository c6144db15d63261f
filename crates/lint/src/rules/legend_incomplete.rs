//! A legend that is incomplete.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "legend-incomplete",
    name: Words::new("凡例の不足", "a legend that is incomplete"),
    severity: Severity::Warning,
    rationale: Words::new(
        "凡例にない印は、読む人の推測で補われる",
        "a mark that the legend does not explain is filled in by guesses",
    ),
    authority: Words::new(
        "慣行: 表の印はすべて凡例で説明する",
        "common practice: a legend explains every mark",
    ),
    question: None,
    group: Group::Documents,
    is_read: true,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "legend-incomplete"
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
    fn tables_that_list_different_things_may_have_whole_legends() {
        let other = finding("tables-differ", "A-1");
        let parts = [("findings/main.toml", other.as_str())];
        assert!(subjects("legend-incomplete", &parts).is_empty());
        assert_eq!(subjects("tables-differ", &parts), ["A-1"]);
    }
}
