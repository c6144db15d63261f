//! A date outside the term.

use crate::dates::{Dated, dates};
use crate::deadlines::contradictions;
use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "date-outside-term",
    name: Words::new("契約期間の外の期日", "a date outside the term"),
    severity: Severity::Warning,
    rationale: Words::new(
        "契約期間の外の期日には、契約の義務が及ぶか分からない",
        "whether a duty reaches a day on which the contract does not hold is open",
    ),
    authority: Words::new(
        "民法135条: 期限のある義務は期限の到来まで請求できない",
        "Civil Code 135: what has a date cannot be demanded before it comes",
    ),
    question: Some(Words::new("契約の終了後も義務が残るか", "does the duty outlast the contract?")),
    group: Group::Term,
    is_read: false,
    bad: &[
        (
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
        ),
        (
            "dates.toml",
            r#"[[date]]
id = "report"
due = 2025-04-30
"#,
        ),
    ],
    mended: &[("dates.toml", "due = 2025-04-30", "due = 2025-03-31")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    contradictions(material, "deadline-outside-term", &RULE, found);
    let term = material.sla.term;
    let is_outside = |dated: &Dated| !term.contains(dated.day) && !dated.may_lie_outside;
    for dated in dates(material).into_iter().filter(is_outside) {
        let (what, day, first, last) = (&dated.what, dated.day, term.first_day(), term.last_day());
        found.push(
            Draft::new(
                &dated.subject,
                format!("{}（{day}）は契約期間（{first}から{last}）の外にある", what.ja),
                format!("{} ({day}) lies outside the term ({first} to {last})", what.en),
            )
            .at(dated.place),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{good, item, subjects};
    #[test]
    fn the_first_and_last_day_lie_within() {
        let due = |day: &str| {
            let table = format!("[[date]]\nid = \"report\"\ndue = {day}\n");
            subjects("date-outside-term", &[("dates.toml", &table)])
        };
        assert!(due("2024-04-01").is_empty());
        assert!(due("2025-03-31").is_empty());
        assert_eq!(due("2024-03-31"), ["report"]);
    }
    #[test]
    fn a_date_may_be_meant_to_lie_after_the_term_and_only_after_it() {
        let due = |day: &str| {
            let table = format!("[[date]]\nid = \"records-kept\"\ndue = {day}\nmay_lie = \"after\"\n");
            subjects("date-outside-term", &[("dates.toml", &table)])
        };
        assert!(due("2030-03-31").is_empty());
        assert_eq!(due("2024-03-31"), ["records-kept"]);
    }
    #[test]
    fn a_revision_after_the_term_never_holds() {
        let revision = "[[item.revision]]\neffective = \"2026-01\"\nlimit = { value = 2, unit = \"hour\" }\n\
                    reason = { ja = \"-\", en = \"-\" }\nclause = \"example/main#1\"\n";
        let items = item("A-1", &[]) + revision;
        assert_eq!(subjects("date-outside-term", &[("sla.toml", &items)]), ["A-1"]);
    }

    #[test]
    fn a_duty_that_falls_due_after_the_term_is_told_once_unless_it_is_meant_to() {
        let tables = &good(&crate::rules::deadline_before_its_event::RULE);
        assert_eq!(subjects("date-outside-term", tables), ["report"]);
        let meant = tables[2].1.replace("on = \"month-ends\"", "on = \"month-ends\"\nmay_lie = \"after\"");
        let told = subjects("date-outside-term", &[tables[0], tables[1], ("duties.toml", &meant)]);
        assert!(told.is_empty());
    }
}
