//! The same duty measured twice.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "measured-twice",
    name: Words::new("同じ業務を二度測る", "the same duty measured twice"),
    severity: Severity::Warning,
    rationale: Words::new(
        "同じ記録を同じ条件で測る行が二つあると、一つの遅れが二つの未達成になる",
        "two rows that measure the same records in the same way make one miss count twice",
    ),
    authority: Words::new(
        "慣行: 一つの義務は一つの項目で測る",
        "common practice: one duty, one service level",
    ),
    question: Some(Words::new("どちらの項目で測るか", "which of the two measures it?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "報告の実施率", en = "share of reports given" }
measure = { kind = "planned-done", tally = "report" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-1"
[[item]]
key = "A-2"
no = "A-2"
name = { ja = "月報の提出率", en = "share of monthly reports handed in" }
measure = { kind = "planned-done", tally = "report" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"name = { ja = "月報の提出率", en = "share of monthly reports handed in" }
measure = { kind = "planned-done", tally = "report" }"#,
        r#"name = { ja = "議事録の提出率", en = "share of minutes handed in" }
measure = { kind = "planned-done", tally = "minutes" }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for (n, item) in items.iter().enumerate() {
        if !item.measure.kind().yields.is_figure() {
            continue;
        }
        let twin =
            items.iter().take(n).find(|other| other.measure == item.measure && other.limit == item.limit);
        if let Some(first) = twin {
            let (key, first_key) = (&item.key, &first.key);
            found.push(
                Draft::new(
                    key,
                    format!("{key}は{first_key}と同じ記録を同じ条件で測る"),
                    format!("{key} measures the same records in the same way as {first_key}"),
                )
                .at(material.place_of_item(item))
                .citing([&first.clause, &item.clause]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn another_kind_of_case_is_another_duty() {
        let measure = |class: &str| {
            format!(
                "{{ kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\", \
             where = [{{ attribute = \"class\", is = [\"{class}\"] }}] }}"
            )
        };
        let items =
            item("A-1", &[("measure", &measure("hard"))]) + &item("A-2", &[("measure", &measure("soft"))]);
        assert!(subjects("measured-twice", &[("sla.toml", &items)]).is_empty());
    }
}
