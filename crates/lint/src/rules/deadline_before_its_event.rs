//! A date that comes before what it is about.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words, deadlines::contradictions};

pub(super) const RULE: Rule = Rule {
    id: "deadline-before-its-event",
    name: Words::new("きっかけより前に来る期日", "a date that comes before what it is about"),
    severity: Severity::Warning,
    rationale: Words::new(
        "まだ済んでいない月の報告のように、対象が終わる前の期日は守れないか、内容が欠ける",
        "a date before what it is about is over, such as the report of a month that still runs, cannot be kept in full",
    ),
    authority: Words::new(
        "慣行: 報告の期日は対象期間の後に置く",
        "common practice: a report falls due after the period it is about",
    ),
    question: Some(Words::new(
        "速報と確報に分けるか、一般の期限によるか",
        "a preliminary and a final one, or the general limit?",
    )),
    group: Group::Reports,
    is_read: false,
    bad: &[
        (
            "contract.toml",
            r#"[term]
id = "term"
first = 2024-04-01
last = 2025-03-31
months = 12
clause = "example/main#1"
[payment]
id = "payment"
divided = "months-of-term"
clause = "example/main#2"
"#,
        ),
        (
            "roles.toml",
            r#"[[role]]
id = "client"
name = { ja = "委託者", en = "client" }
side = "client"
clause = "example/main#3"
[[role]]
id = "contractor"
name = { ja = "受託者", en = "contractor" }
side = "contractor"
clause = "example/main#3"
"#,
        ),
        (
            "duties.toml",
            r#"[[event]]
id = "month-ends"
name = { ja = "月末", en = "a month ends" }
from = "month-ends"
clause = "example/main#4"
[[duty]]
id = "report"
by = "contractor"
to = "client"
what = { ja = "月報", en = "monthly report" }
calendar = "office"
on = "month-ends"
due = { within = 5, unit = "business-days" }
fixed = { month = 9, day = "09-30" }
clause = "example/main#4"
"#,
        ),
    ],
    mended: &[(
        "duties.toml",
        r#"fixed = { month = 9, day = "09-30" }
"#,
        "",
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    contradictions(material, "deadline-before-its-event", &RULE, found);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::example::subjects;

    fn told(from: &str, to: &str) -> Vec<String> {
        let duties = RULE.bad[2].1.replace(from, to);
        subjects("deadline-before-its-event", &[RULE.bad[0], RULE.bad[1], ("duties.toml", &duties)])
    }

    #[test]
    fn a_date_after_the_month_is_over_comes_in_time() {
        assert!(told("day = \"09-30\"", "day = \"10-01\"").is_empty());
        assert_eq!(told("", ""), ["report"]);
    }

    #[test]
    fn what_is_due_ahead_of_its_event_is_meant_to_come_before() {
        let ahead = told(
            "due = { within = 5, unit = \"business-days\" }\nfixed = { month = 9, day = \"09-30\" }",
            "due = { before = 2, unit = \"weeks\" }",
        );
        assert!(ahead.is_empty());
    }
}
