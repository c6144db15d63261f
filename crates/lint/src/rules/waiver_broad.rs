//! A waiver that waives several hits.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "waiver-broad",
    name: Words::new("複数の指摘を除く適用除外", "a waiver that waives several hits"),
    severity: Severity::Warning,
    rationale: Words::new(
        "一つの理由で複数の指摘を除くと、理由を検討しなかった欠陥まで見えなくなる",
        "one reason for several hits hides those that nobody gave a reason for",
    ),
    authority: Words::new(
        "慣行: 適用除外は一つの指摘に一つの理由で行う",
        "common practice: a waiver gives one reason for one hit",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        (
            "findings/main.toml",
            r#"[[finding]]
id = "a"
kind = "silent"
subject = "A-1"
group = "service-levels"
places = ["example/annex#A-1"]
says = { ja = "定めがない", en = "not said" }
question = { ja = "どうするか", en = "what holds?" }
[[finding]]
id = "b"
kind = "silent"
subject = "A-1"
group = "service-levels"
places = ["example/annex#A-1"]
says = { ja = "定めがない", en = "not said" }
question = { ja = "どうするか", en = "what holds?" }
"#,
        ),
        (
            "waivers.toml",
            r#"[[waiver]]
rule = "silent"
subject = "A-1"
reason = { ja = "次の改定で定める", en = "told with the next revision" }
expires = 2024-12-31
by = "service manager"
"#,
        ),
    ],
    mended: &[(
        "waivers.toml",
        r#"subject = "A-1""#,
        r#"subject = "A-1"
finding = "a""#,
    )],
    check: read_only,
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::example::{good, linted, subjects};

    #[test]
    fn a_broad_waiver_still_works_and_a_narrow_one_leaves_the_other_hit() {
        let (broad, narrow) = (linted(RULE.bad), linted(&good(&RULE)));
        assert_eq!((broad.waived.len(), narrow.waived.len()), (2, 1));
        let open: Vec<_> = narrow.hits.iter().filter_map(|hit| hit.recorded.as_deref()).collect();
        assert_eq!(open, ["b"]);
    }

    #[test]
    fn a_waiver_of_one_hit_needs_no_finding() {
        let one = RULE.bad[0].1.split("[[finding]]\nid = \"b\"").next().unwrap();
        assert!(subjects("waiver-broad", &[(RULE.bad[0].0, one), RULE.bad[1]]).is_empty());
    }
}
