//! Hours that end before they begin.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "hours-reversed",
    name: Words::new("終わりが始まりより前の時間帯", "hours that end before they begin"),
    severity: Severity::Warning,
    rationale: Words::new(
        "終わりが始まりより前の時間帯は、夜通しとも書き誤りとも読める",
        "hours that end before they begin run through the night, or are turned round by mistake",
    ),
    authority: Words::new(
        "慣行: 夜通しの時間帯は22:00-30:00のように書く",
        "common practice: hours through the night are written as 22:00-30:00",
    ),
    question: Some(Words::new("夜通しの時間帯か", "do the hours run through the night?")),
    group: Group::Clocks,
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
            "escalation.toml",
            r#"[[escalation]]
id = "phone"
name = { ja = "電話", en = "phone" }
hours = "18:00-09:00"
days = "weekdays"
clause = "example/main#5"
"#,
        ),
    ],
    mended: &[("escalation.toml", r#"hours = "18:00-09:00""#, r#"hours = "09:00-18:00""#)],
    check,
};

/// The tables of persons and means whose rows state hours.
const STATED: &[(&str, &str)] = &[("staffing.toml", "residency"), ("escalation.toml", "escalation")];

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for (file, list) in STATED {
        let rows = material.outline(file).into_iter().flat_map(|outline| outline.rows_of(list));
        for value in rows.flat_map(|row| row.values.iter().map(move |value| (row, value))) {
            let (row, value) = value;
            if !matches!(value.key.as_str(), "hours" | "core_hours") || !is_reversed(&value.text) {
                continue;
            }
            let (hours, clause) = (&value.text, row.text("clause").and_then(|text| text.parse().ok()));
            found.push(
                Draft::new(
                    row.text("id").unwrap_or(&row.path),
                    format!("時間帯{hours}は終わりが始まりより前である"),
                    format!("the hours {hours} end before they begin"),
                )
                .at(Some(value.place.clone()))
                .citing(clause.iter()),
            );
        }
    }
}

/// Whether the end comes before the beginning; hours past midnight are written with hours above 24.
fn is_reversed(hours: &str) -> bool {
    let minutes = |text: &str| {
        let (hour, minute) = text.trim().split_once(':')?;
        hour.parse::<u32>().ok()?.checked_mul(60)?.checked_add(minute.parse().ok()?)
    };
    hours
        .split_once('-')
        .and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)))
        .is_some_and(|(from, to)| to < from)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::example::subjects;

    #[test]
    fn hours_past_midnight_are_written_beyond_24_and_any_time_is_no_hours() {
        let told = |hours: &str| {
            let table = RULE.bad[2].1.replace("18:00-09:00", hours);
            subjects("hours-reversed", &[RULE.bad[0], RULE.bad[1], ("escalation.toml", &table)])
        };
        assert!(told("22:00-30:00").is_empty());
        assert!(told("any").is_empty());
        assert_eq!(told("09:01-09:00"), ["phone"]);
    }
}
