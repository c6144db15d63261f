//! A text that stands twice.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "text-repeated",
    name: Words::new("同じ文言の繰り返し", "a text that stands twice"),
    severity: Severity::Note,
    rationale: Words::new(
        "同じ文言の行が二つあると、二度行うのか写しなのか分からない",
        "of two rows with one text, one is a copy or the work is due twice",
    ),
    authority: Words::new("慣行: 一つの義務は一か所に書く", "common practice: a duty is written once"),
    question: Some(Words::new("二度行うのか、写しか", "is it due twice, or is one a copy?")),
    group: Group::WorkItems,
    is_read: false,
    bad: &[(
        "tasks.toml",
        r#"[[section]]
no = "1"
names = [{ ja = "報告", en = "reports" }]
[[section.item]]
letter = "a"
title = { ja = "月次報告の作成", en = "monthly report written" }
sites = "office"
frequency = "月 1回"
clause = "example/annex#1.a"
[[section.item]]
letter = "b"
title = { ja = "月次報告の作成", en = "monthly report written" }
sites = "office"
frequency = "月 1回"
clause = "example/annex#1.b"
"#,
    )],
    mended: &[(
        "tasks.toml",
        r#"letter = "b"
title = { ja = "月次報告の作成", en = "monthly report written" }"#,
        r#"letter = "b"
title = { ja = "年次報告の作成", en = "yearly report written" }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.work_items();
    for (n, item) in items.iter().enumerate() {
        // The same title at other sites, or with another frequency, is another matter.
        let same = |other: &&tasks::WorkItem| {
            other.title == item.title && other.sites == item.sites && other.frequency == item.frequency
        };
        if let Some(first) = items.iter().take(n).find(same) {
            let (id, first_id) = (&item.id, &first.id);
            found.push(
                Draft::new(
                    id,
                    format!("業務項目{id}は{first_id}と同じ題名、拠点、頻度である"),
                    format!("work item {id} has title, sites and frequency of {first_id}"),
                )
                .at(material.place_of_work(item))
                .citing([&first.clause, &item.clause]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::subjects;

    #[test]
    fn the_same_work_at_another_site_is_other_work() {
        let row = |letter: &str, sites: &str| {
            format!(
                "[[section.item]]\nletter = \"{letter}\"\ntitle = {{ ja = \"点検\", en = \"check\" }}\nsites = \"{sites}\"\n\
             frequency = \"月 1回\"\nclause = \"example/annex#1.{letter}\"\n"
            )
        };
        let work = format!("[[section]]\nno = \"1\"\n{}{}", row("a", "office"), row("b", "branch"));
        assert!(subjects("text-repeated", &[("tasks.toml", &work)]).is_empty());
    }
}
