//! A row or division without a name.

use provenance::{Severity, Text};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "lost-heading",
    name: Words::new("見出し・名称の欠落", "a row or division without a name"),
    severity: Severity::Warning,
    rationale: Words::new(
        "名称のない項目や区分は、報告でも協議でも呼べない",
        "what has no name cannot be spoken of in reports and talks",
    ),
    authority: Words::new(
        "慣行: 表の行と区分には名称を置く",
        "common practice: rows and divisions have names",
    ),
    question: Some(Words::new("何と呼ぶか", "what is it called?")),
    group: Group::Documents,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "－", en = "-" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[("sla.toml", r#""－", en = "-""#, r#""初動の遵守率", en = "share of responses in time""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        if is_nameless(&item.name) || item.category.iter().any(is_nameless) {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}の名称又は区分の見出しがない"),
                    format!("{key} or one of its headings has no name"),
                )
                .at(material.place_of_item(item))
                .citing([&item.clause]),
            );
        }
    }
    for item in material.work_items() {
        if is_nameless(&item.title) || item.category.iter().any(is_nameless) {
            let id = &item.id;
            found.push(
                Draft::new(
                    id,
                    format!("業務項目{id}の題名又は区分の見出しがない"),
                    format!("work item {id} or one of its headings has no name"),
                )
                .at(material.place_of_work(item))
                .citing([&item.clause]),
            );
        }
    }
}

/// Whether a name holds nothing to be read.
fn is_nameless(name: &Text) -> bool {
    !name.ja.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_short_name_is_a_name() {
        let item = item("A-1", &[("name", "{ ja = \"率\", en = \"rate\" }")]);
        assert!(subjects("lost-heading", &[("sla.toml", &item)]).is_empty());
    }
}
