//! Duties that no service level measures.

use provenance::Severity;
use tasks::WorkItem;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "duty-without-level",
    name: Words::new("サービスレベルのない業務", "duties that no service level measures"),
    severity: Severity::Note,
    rationale: Words::new(
        "測られない業務は、行われなくても評価に現れない",
        "a duty that is not measured can be left undone without a trace in any figure",
    ),
    authority: Words::new(
        "慣行: 業務とサービスレベルの対応を表にする",
        "common practice: duties and service levels are mapped to each other",
    ),
    question: None,
    group: Group::WorkItems,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "報告の実施率", en = "share of reports given" }
measure = { kind = "planned-done", tally = "report" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-1"
"#,
        ),
        (
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
"#,
        ),
    ],
    mended: &[(
        "tasks.toml",
        r#"frequency = "月 1回""#,
        r#"frequency = "月 1回"
sla = ["A-1"]"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let section = |item: &WorkItem| {
        item.id.as_str().rsplit_once('.').map_or_else(String::new, |(section, _)| section.to_owned())
    };
    for items in material.work_items().chunk_by(|a, b| section(a) == section(b)) {
        let bare: Vec<&WorkItem> = items.iter().filter(|item| item.sla.is_empty()).collect();
        let Some(first) = bare.first() else { continue };
        let letters = bare.iter().map(|item| item.letter.as_str()).collect::<Vec<_>>().join(", ");
        let (no, all) = (section(first), items.len());
        found.push(
            Draft::new(
                &no,
                format!("区分{no}の{all}項目のうち、測るサービスレベルのないもの: {letters}"),
                format!("no service level measures these of the {all} work items under {no}: {letters}"),
            )
            .at(material.place_of_work(first))
            .citing([&first.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};

    #[test]
    fn only_the_items_without_a_level_are_named_once_a_section() {
        let row = |letter: &str, sla: &str| {
            format!(
                "[[section.item]]\nletter = \"{letter}\"\ntitle = {{ ja = \"点検{letter}\", en = \"check\" }}\nsites = \"office\"\n\
             frequency = \"月 1回\"\nsla = [{sla}]\nclause = \"example/annex#1.{letter}\"\n"
            )
        };
        let work =
            format!("[[section]]\nno = \"1\"\n{}{}{}", row("a", "\"A-1\""), row("b", ""), row("c", ""));
        let parts = [("sla.toml", item("A-1", &[])), ("tasks.toml", work)];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(file, text)| (*file, text.as_str())).collect();
        assert_eq!(subjects("duty-without-level", &parts), ["1"]);
    }
}
