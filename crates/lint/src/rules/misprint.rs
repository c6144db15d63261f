//! A misprint.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "misprint",
    name: Words::new("誤字・脱字", "a misprint"),
    severity: Severity::Note,
    rationale: Words::new(
        "誤字でも、番号や単位に及べば意味が変わる",
        "a misprint in a number or a unit changes what it says",
    ),
    authority: Words::new("慣行: 契約前に誤字を正す", "common practice: misprints are mended before signing"),
    question: None,
    group: Group::Documents,
    is_read: true,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "misprint"
subject = "A-1"
group = "service-levels"
places = ["example/annex#A-1"]
says = { ja = "二つの箇所が合わない", en = "two places differ" }
question = { ja = "どちらによるか", en = "which holds?" }
"#,
    )],
    mended: &[("findings/main.toml", r#"kind = "misprint""#, r#"kind = "silent""#)],
    check: read_only,
};

#[cfg(test)]
mod tests {
    use provenance::Severity;

    use super::RULE;
    use crate::example::linted;

    #[test]
    fn a_misprint_stays_a_note_even_with_a_question() {
        let outcome = linted(RULE.bad);
        let hit = outcome.hits.iter().find(|hit| hit.finding.rule.as_str() == RULE.id).unwrap();
        assert_eq!(hit.finding.severity, Severity::Note);
        assert_eq!(outcome.agenda.len(), 1, "its question is asked all the same");
    }
}
