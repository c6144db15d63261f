//! A frequency that contradicts its text.

use provenance::Severity;
use std::collections::BTreeSet;

use crate::frequency_text::{Said, named_in, read};
use tasks::Frequency;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "frequency-contradicts-text",
    name: Words::new("頻度と文言の食い違い", "a frequency that contradicts its text"),
    severity: Severity::Warning,
    rationale: Words::new(
        "印刷された頻度と予定に使う頻度が違えば、予定は契約と違う日に立つ",
        "where the frequency as printed and as scheduled differ, the schedule is not the contract's",
    ),
    authority: Words::new(
        "慣行: 頻度の欄と本文の記載を一致させる",
        "common practice: the column of frequencies agrees with the text",
    ),
    question: Some(Words::new("どの頻度によるか", "which frequency holds?")),
    group: Group::WorkItems,
    is_read: false,
    bad: &[(
        "tasks.toml",
        r#"[[frequency]]
text = "毎週"
kind = "every"
times = 1
per = "month"
[[section]]
no = "1"
names = [{ ja = "報告", en = "reports" }]
[[section.item]]
letter = "a"
title = { ja = "点検", en = "check" }
sites = "office"
frequency = "毎週"
clause = "example/annex#1.a"
"#,
    )],
    mended: &[
        (
            "tasks.toml",
            r#"[[frequency]]
text = "毎週"
kind = "every"
times = 1
per = "month"
"#,
            "",
        ),
        ("tasks.toml", r#""点検", en = "check""#, r#""月次報告の作成", en = "monthly report written""#),
        ("tasks.toml", r#"frequency = "毎週""#, r#"frequency = "月 1回""#),
    ],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let mut told = BTreeSet::new();
    for item in material.work_items() {
        let text = &item.frequency_text;
        let differs = match (read(text), &item.frequency) {
            (Some(Said::Every(said)), Frequency::Regular(rule)) => said != *rule,
            (Some(Said::Every(_)), _) => true,
            (Some(Said::Irregular), frequency) => *frequency != Frequency::Irregular,
            (None, _) => false,
        };
        if differs && told.insert(text) {
            let place = material.place("tasks.toml", "frequency", "text", text);
            found.push(
                Draft::new(
                    text,
                    format!("頻度「{text}」が、その文言と異なる頻度として予定される"),
                    format!("the frequency `{text}` is scheduled as another than it says"),
                )
                .at(place)
                .citing([&item.clause]),
            );
        }
        let Some(named) = named_in(&item.title.ja) else { continue };
        let fits = |per| named.per == per;
        if item.frequency.rules().next().is_none() || !item.frequency.rules().any(|(_, rule)| fits(rule.per))
        {
            let id = &item.id;
            found.push(
                Draft::new(
                    id,
                    format!("業務項目{id}の題名の頻度と頻度の欄「{text}」が合わない"),
                    format!("work item {id} names a frequency in its title that is not its `{text}`"),
                )
                .at(material.place_of_work(item))
                .citing([&item.clause]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::subjects;

    fn work(title: &str, frequency: &str) -> String {
        format!(
            "[[section]]\nno = \"1\"\n[[section.item]]\nletter = \"a\"\ntitle = {{ ja = \"{title}\", en = \"work\" }}\n\
         sites = \"office\"\nfrequency = \"{frequency}\"\nclause = \"example/annex#1.a\"\n"
        )
    }

    #[test]
    fn a_title_with_the_frequency_of_its_column_agrees() {
        let told = |title: &str, frequency: &str| {
            subjects("frequency-contradicts-text", &[("tasks.toml", &work(title, frequency))])
        };
        assert!(told("年1回の棚卸し", "年 1回").is_empty());
        assert!(told("4月の棚卸し", "月 1回").is_empty());
        assert_eq!(told("年1回の棚卸し", "月 1回"), ["1.a"]);
    }
}
