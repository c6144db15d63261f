//! One term for two things.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "term-for-two-things",
    name: Words::new("一つの名称に二つの意味", "one term for two things"),
    severity: Severity::Warning,
    rationale: Words::new(
        "同じ名称が二つのものを指すと、数値がどちらのものか分からない",
        "where a name means two things, nobody knows whose figure it is",
    ),
    authority: Words::new("慣行: 用語は一つの意味で使う", "common practice: one term, one meaning"),
    question: Some(Words::new("それぞれを何と呼ぶか", "what is each of them called?")),
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
key = "A-2"
no = "A-2"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["responded"], stop = "opened" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"no = "A-2"
name = { ja = "初動の遵守率", en = "share of responses in time" }"#,
        r#"no = "A-2"
name = { ja = "回復の遵守率", en = "share of recoveries" }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for (n, item) in items.iter().enumerate() {
        let same = |other: &&sla::Item| {
            other.name.ja == item.name.ja && other.category == item.category && other.measure != item.measure
        };
        if let Some(first) = items.iter().take(n).find(same) {
            let (key, first_key, name) = (&item.key, &first.key, &item.name);
            found.push(
                Draft::new(
                    key,
                    format!("{first_key}と{key}は同じ区分で同じ「{name}」だが、測るものが違う"),
                    format!("{first_key} and {key} bear one name under one heading and measure two things"),
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
    fn one_name_under_two_headings_is_told_apart_by_them() {
        let measure =
            "{ kind = \"within-limit\", of = \"incident\", start = [\"responded\"], stop = \"opened\" }";
        let heading = |ja: &str| format!("[{{ ja = \"{ja}\", en = \"heading\" }}]");
        let items = item("A-1", &[("category", &heading("機器"))])
            + &item("A-2", &[("category", &heading("回線")), ("measure", measure)]);
        assert!(subjects("term-for-two-things", &[("sla.toml", &items)]).is_empty());
    }
}
