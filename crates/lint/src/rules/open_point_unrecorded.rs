//! An open point that neither policy nor finding carries.

use crate::agenda;
use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "open-point-unrecorded",
    name: Words::new("方針も指摘もない未決事項", "an open point that neither policy nor finding carries"),
    severity: Severity::Note,
    rationale: Words::new(
        "表に書かれただけの未決事項は、読み方が定まらず、誰の議題にもならない",
        "an open point that only a table notes has no reading, and nobody's name on it",
    ),
    authority: Words::new(
        "Keiyakuの約束: 読み方は名のある方針とする",
        "Keiyaku's promise: a reading is a named policy",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[(
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
open_points = [{ ja = "初動の完了とは何か", en = "when a response is complete" }]
"#,
    )],
    mended: &[(
        "findings/main.toml",
        "",
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
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for open in agenda::open(material) {
        let subject = &open.subject;
        let is_recorded = material.findings.iter().any(|recorded| {
            recorded.is_about(subject) || open.clause.as_ref().is_some_and(|c| recorded.places.contains(c))
        });
        let is_read = material.policies.iter().any(|(_, entry)| {
            (entry.clause.is_some() && entry.clause == open.clause.as_ref())
                || entry.items.iter().any(|own| own.item.as_str() == subject)
        });
        if is_recorded || is_read {
            continue;
        }
        let (count, table) = (open.texts.len(), open.table);
        let place = match open.table {
            "sla.toml" if subject == "contract" => material.top(table),
            "sla.toml" => material.place(table, "item", "key", subject),
            "tasks.toml" => material.place(table, "finding", "id", subject),
            _ => ["calendar", "season", "outage"]
                .iter()
                .find_map(|list| material.place(table, list, "id", subject)),
        };
        found.push(
            Draft::new(
                subject,
                format!("{subject}の未決事項{count}件に、方針も指摘もない"),
                format!("neither a policy nor a finding carries the open points of {subject} ({count})"),
            )
            .at(place)
            .citing(&open.clause),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_policy_of_the_same_clause_reads_it() {
        let row = item("A-1", &[("open_points", "[{ ja = \"-\", en = \"-\" }]")]);
        let policy = "[[policy]]\nid = \"boundary\"\nvalue = \"in-time\"\nclause = \"example/annex#A-1\"\n\
                  why = { ja = \"-\", en = \"-\" }\n";
        assert_eq!(subjects("open-point-unrecorded", &[("sla.toml", &row)]), ["A-1"]);
        assert!(subjects("open-point-unrecorded", &[("sla.toml", &row), ("policy.toml", policy)]).is_empty());
    }
}
