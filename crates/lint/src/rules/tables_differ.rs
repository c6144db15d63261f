//! Two tables that list different categories.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "tables-differ",
    name: Words::new("二つの表の区分が違う", "two tables that list different categories"),
    severity: Severity::Warning,
    rationale: Words::new(
        "片方の表にだけある区分では、誰が何をするかが決まらない",
        "of a category that only one table lists nobody knows who does what",
    ),
    authority: Words::new(
        "慣行: 同じ区分を持つ表は照合する",
        "common practice: tables over the same categories are compared",
    ),
    question: Some(Words::new("どちらの表の区分によるか", "which table's categories hold?")),
    group: Group::Documents,
    is_read: false,
    bad: &[(
        "tasks.toml",
        r#"[[party]]
id = "contractor"
name = { ja = "受託者", en = "contractor" }
[[duty_word]]
id = "carry-out"
name = { ja = "実施", en = "carries out" }
[[duty]]
category = "2"
parts = { contractor = ["carry-out"] }
clause = "example/main#table-1"
[[section]]
no = "1"
names = [{ ja = "報告", en = "reports" }]
[[section.item]]
letter = "a"
title = { ja = "月次報告の作成", en = "monthly report written" }
sites = "office"
frequency = "月 1回"
clause = "example/annex#1.a"
"#,
    )],
    mended: &[("tasks.toml", r#"category = "2""#, r#"category = "1""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let (Some(work), Some(outline)) = (material.work, material.outline("tasks.toml")) else { return };
    let mut is_any = false;
    for row in outline.rows_of("duty") {
        is_any = true;
        let Some(category) = row.text("category") else { continue };
        let under = format!("{category}.");
        if !work.items().iter().any(|item| item.id.as_str().starts_with(&under)) {
            found.push(
                Draft::new(
                    category,
                    format!("役割の表の区分{category}に業務項目がない"),
                    format!("the table of duties has {category}, but no work item stands under it"),
                )
                .at(Some(row.place.clone())),
            );
        }
    }
    let mut before = None;
    for item in work.items().iter().filter(|item| is_any && work.duty(item).is_none()) {
        let section = item.id.as_str().rsplit_once('.').map_or("", |(section, _)| section);
        if before == Some(section) {
            continue;
        }
        before = Some(section);
        found.push(
            Draft::new(
                section,
                format!("区分{section}の業務項目の役割が表にない"),
                format!("the table of duties says nothing of section {section}"),
            )
            .at(material.place_of_work(item))
            .citing([&item.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::subjects;

    #[test]
    fn an_outer_category_covers_those_below_it_and_its_namesake_does_not() {
        let work = |section: &str| {
            format!(
                "[[duty]]\ncategory = \"1\"\nclause = \"example/main#t\"\n[[section]]\nno = \"{section}\"\n[[section.item]]\n\
             letter = \"a\"\ntitle = {{ ja = \"点検\", en = \"check\" }}\nsites = \"office\"\nfrequency = \"月 1回\"\n\
             clause = \"example/annex#{section}.a\"\n"
            )
        };
        assert!(subjects("tables-differ", &[("tasks.toml", &work("1.2.3"))]).is_empty());
        assert_eq!(subjects("tables-differ", &[("tasks.toml", &work("12"))]), ["1", "12"]);
    }
}
