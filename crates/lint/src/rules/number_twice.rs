//! A number used twice.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "number-twice",
    name: Words::new("番号の重複", "a number used twice"),
    severity: Severity::Warning,
    rationale: Words::new(
        "同じ番号の行が二つあると、報告や協議でどちらを指すか分からない",
        "two rows of one number cannot be told apart in reports and talks",
    ),
    authority: Words::new("慣行: 項目番号は一意とする", "common practice: an item's number is unique"),
    question: Some(Words::new(
        "どの行をその番号とし、他の行を何番とするか",
        "which row keeps the number, and what number the other takes",
    )),
    group: Group::Documents,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1.a"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1.a"
[[item]]
key = "A-1.b"
no = "A-1"
name = { ja = "回復の遵守率", en = "share of recoveries in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded", settled = ["responded"] }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1.b"
"#,
    )],
    mended: &[(
        "sla.toml",
        "key = \"A-1.b\"
no = \"A-1\"",
        "key = \"A-1.b\"
no = \"A-2\"",
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for (n, item) in items.iter().enumerate() {
        let before = items.iter().take(n).any(|other| other.no == item.no);
        let later: Vec<_> = items.iter().skip(n).filter(|other| other.no == item.no).collect();
        if before || later.len() < 2 {
            continue;
        }
        let keys = later.iter().map(|item| item.key.as_str()).collect::<Vec<_>>().join(", ");
        let (no, times) = (&item.no, later.len());
        found.push(
            Draft::new(
                no,
                format!("番号{no}が{times}つの行にある（{keys}）"),
                format!("{times} rows print the number {no} ({keys})"),
            )
            .at(later.get(1).and_then(|second| material.place_of_item(second)))
            .citing(later.iter().map(|item| &item.clause)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_number_that_begins_like_another_is_another() {
        let items = item("A-1", &[]) + &item("A-10", &[]) + &item("A-1-1", &[]);
        assert!(subjects("number-twice", &[("sla.toml", &items)]).is_empty());
    }
    #[test]
    fn three_rows_of_one_number_are_told_once() {
        let rows: String = ["x", "y", "z"].iter().map(|key| item(key, &[("no", "\"A-1\"")])).collect();
        assert_eq!(subjects("number-twice", &[("sla.toml", &rows)]), ["A-1"]);
    }
}
