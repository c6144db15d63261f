//! A number shared between a group and an item.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "number-shared",
    name: Words::new("区分と項目が同じ番号", "a number shared between a group and an item"),
    severity: Severity::Warning,
    rationale: Words::new(
        "区分の番号が項目の番号でもあると、その番号が一行か一群か分からない",
        "where a group's number is an item's too, it names either one row or many",
    ),
    authority: Words::new(
        "慣行: 見出しと項目の番号は別にする",
        "common practice: headings and rows are numbered apart",
    ),
    question: Some(Words::new(
        "区分と項目のどちらの番号とするか",
        "is it the number of the group or of the item?",
    )),
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
[[item]]
key = "A-1-1"
no = "A-1-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1-1"
"#,
    )],
    mended: &[
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
            "",
        ),
        (
            "sla.toml",
            r#"clause = "example/annex#A-1-1""#,
            r#"clause = "example/annex#A-1-1"
[[item]]
key = "A-1-2"
no = "A-1-2"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1-2""#,
        ),
    ],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for (n, item) in items.iter().enumerate() {
        let under = format!("{}-", item.no);
        let is_first = items.iter().take(n).all(|other| other.no != item.no);
        let below: Vec<_> = items.iter().filter(|other| other.no.starts_with(&under)).collect();
        if !is_first || below.is_empty() {
            continue;
        }
        let (no, count) = (&item.no, below.len());
        found.push(
            Draft::new(
                no,
                format!("{no}は項目であり、{count}項目の区分でもある"),
                format!("{no} is an item and a group of items ({count})"),
            )
            .at(material.place_of_item(item))
            .citing([&item.clause].into_iter().chain(below.first().map(|item| &item.clause))),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_longer_number_is_no_group() {
        let items = item("A-1", &[]) + &item("A-11", &[]) + &item("B-1-1", &[]);
        assert!(subjects("number-shared", &[("sla.toml", &items)]).is_empty());
    }
}
