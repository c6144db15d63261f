//! A yearly duty under a monthly service level.

use provenance::Severity;
use sla::Period;
use tasks::WorkItem;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "yearly-under-monthly",
    name: Words::new("月単位の項目に年1回の業務", "a yearly duty under a monthly service level"),
    severity: Severity::Warning,
    rationale: Words::new(
        "年1回の業務を月ごとに評価すると、11か月は対象がなく、1か月だけ0か100になる",
        "judged month by month, a yearly duty has nothing to judge in eleven months and 0 or 100 in one",
    ),
    authority: Words::new(
        "慣行: 評価の期間は業務の頻度に合わせる",
        "common practice: the period of a service level follows the frequency of its duty",
    ),
    question: Some(Words::new("年度で評価するか", "is it judged over the fiscal year?")),
    group: Group::ServiceLevels,
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
frequency = "年 1回"
sla = ["A-1"]
clause = "example/annex#1.a"
"#,
        ),
    ],
    mended: &[("sla.toml", r#"period = "month""#, r#"period = "fiscal-year""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items().iter().filter(|item| item.period == Period::Month) {
        let key = Some(item.key.as_str());
        let counted: Vec<&WorkItem> = material
            .work_of(item)
            .filter(|work| work.counts.as_ref().map(tables::Id::as_str) == key)
            .collect();
        let work = if counted.is_empty() { material.work_of(item).collect() } else { counted };
        if work.is_empty() || !work.iter().all(|work| is_yearly(work)) {
            continue;
        }
        let key = &item.key;
        let ids = work.iter().map(|work| work.id.as_str()).collect::<Vec<_>>().join(", ");
        found.push(
            Draft::new(
                key,
                format!("{key}は月ごとに評価するが、その業務（{ids}）は年1回である"),
                format!("{key} is judged month by month, but its duty ({ids}) is yearly"),
            )
            .at(material.place_of_item(item))
            .citing([&item.clause].into_iter().chain(work.iter().map(|work| &work.clause))),
        );
    }
}

fn is_yearly(work: &WorkItem) -> bool {
    let mut rules = work.frequency.rules().peekable();
    rules.peek().is_some() && rules.all(|(_, rule)| rule.per == tasks::Period::Year)
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};

    const WORK: &str = "[[section]]\nno = \"1\"\n[[section.item]]\nletter = \"a\"\ntitle = { ja = \"棚卸し\", en = \"count\" }\n\
                    sites = \"office\"\nfrequency = \"年 1回\"\nsla = [\"A-1\"]\nclause = \"example/annex#1.a\"\n\
                    [[section.item]]\nletter = \"b\"\ntitle = { ja = \"報告\", en = \"report\" }\n\
                    sites = \"office\"\nfrequency = \"月 1回\"\nsla = [\"A-1\"]\nclause = \"example/annex#1.b\"\n";

    #[test]
    fn a_monthly_duty_beside_the_yearly_one_makes_it_monthly() {
        let parts = [("sla.toml", item("A-1", &[])), ("tasks.toml", WORK.to_owned())];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(file, text)| (*file, text.as_str())).collect();
        assert!(subjects("yearly-under-monthly", &parts).is_empty());
    }
    #[test]
    fn the_duty_that_is_counted_decides() {
        let counted = WORK.replacen("sla = [\"A-1\"]", "sla = [\"A-1\"]\ncounts = \"A-1\"", 1);
        let item = item("A-1", &[]);
        let parts = [("sla.toml", item.as_str()), ("tasks.toml", counted.as_str())];
        assert_eq!(subjects("yearly-under-monthly", &parts), ["A-1"]);
    }
}
