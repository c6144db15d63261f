//! Small contracts for the tests of rules: a base without defect, and parts of tables added to it.

use std::sync::LazyLock;

use calendar::CalendarSet;
use contract::{Terms, TermsTables};
use coverage::Binding;
use records::Mapping;
use sla::Catalogue;
use tables::{Names, Noun};

use crate::{Outcome, RULES, Rule, Tables, lint};

/// The base of every example: a contract of a year without a single item.
const BASE: &[(&str, &str)] = &[
    (
        "sla.toml",
        r#"
[contract]
name = { ja = "例", en = "example" }
client = { ja = "甲", en = "client" }
contractor = { ja = "乙", en = "contractor" }
from = 2024-04-01
to = 2025-03-31
"#,
    ),
    (
        "calendar.toml",
        r#"
zone = "Asia/Tokyo"
[[calendar]]
id = "office"
name = { ja = "業務時間", en = "office hours" }
hours = { weekdays = ["09:00-18:00"] }
holidays = ["japan"]
[[site]]
id = "office"
name = { ja = "事務所", en = "office" }
[[site]]
id = "branch"
name = { ja = "支所", en = "branch" }
"#,
    ),
    ("policy.toml", ""),
    (
        "records.toml",
        r#"
zone = "Asia/Tokyo"
[[file]]
name = "incidents"
kind = "incident"
shape = "cases"
id = "no"
marks = { opened = "opened", responded = "responded" }
[[file]]
name = "tallies"
kind = "tally"
shape = "tallies"
id = "name"
on = "day"
planned = "planned"
done = "done"
"#,
    ),
    (
        "tasks.toml",
        r#"
[[frequency]]
text = "月 1回"
kind = "every"
times = 1
per = "month"
[[frequency]]
text = "年 1回"
kind = "every"
times = 1
per = "year"
"#,
    ),
];

/// An item without defect; `changes` replace its lines by key, an empty value takes the line out.
pub(crate) fn item(key: &str, changes: &[(&str, &str)]) -> String {
    let clause = format!("\"example/annex#{key}\"");
    let quoted = format!("\"{key}\"");
    let lines = [
        ("key", quoted.as_str()),
        ("no", quoted.as_str()),
        ("name", "{ ja = \"初動の遵守率\", en = \"share of responses in time\" }"),
        (
            "measure",
            "{ kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\" }",
        ),
        ("target", "{ op = \">=\", value = 95, unit = \"percent\" }"),
        ("limit", "{ value = 4, unit = \"hour\" }"),
        ("period", "\"month\""),
        ("clause", clause.as_str()),
    ];
    let further = changes.iter().filter(|(key, _)| lines.iter().all(|(known, _)| known != key));
    let mut text = String::from("[[item]]\n");
    for (key, value) in lines.iter().chain(further) {
        let value = changes.iter().find(|(changed, _)| changed == key).map_or(*value, |(_, value)| *value);
        if !value.is_empty() {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    text
}

/// Lints the base with parts of tables added to it, as of 15 June 2024.
pub(crate) fn linted(parts: &[(&str, &str)]) -> Outcome {
    let mut texts: Vec<(String, String)> =
        BASE.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    for (file, part) in parts {
        match texts.iter_mut().find(|(known, _)| known == file) {
            Some((_, text)) => text.push_str(part),
            None => texts.push(((*file).to_owned(), (*part).to_owned())),
        }
    }
    let text = |name: &str| texts.iter().find(|(file, _)| file == name).map_or("", |(_, text)| text.as_str());
    let sla = Catalogue::from_table("sla.toml", text("sla.toml")).unwrap();
    // Working out the holidays is what takes time.
    static CALENDARS: LazyLock<CalendarSet> = LazyLock::new(|| calendars(BASE[1].1));
    let calendars = match text("calendar.toml") {
        base if base == BASE[1].1 => CALENDARS.clone(),
        changed => calendars(changed),
    };
    let mapping = Mapping::from_table("records.toml", text("records.toml"), calendars.sites()).unwrap();
    let levels = Names::of_table(
        Noun::new("サービスレベル", "service level"),
        "sla.toml",
        Some(text("sla.toml")),
        "item",
        "key",
    );
    let work = tasks::Catalogue::from_table("tasks.toml", text("tasks.toml"), &calendars, &levels).unwrap();
    let policies = sla::policies_from_table("policy.toml", text("policy.toml"), &sla, &calendars).unwrap();
    let of = |file: &str| texts.iter().find(|(known, _)| known == file).map(|(_, text)| text.as_str());
    let of_terms = TermsTables::from_files(of);
    let terms = (!of_terms.is_empty()).then(|| Terms::from_tables(&of_terms, &calendars).unwrap());
    let rows = sla.items().iter().map(|item| Binding::new("sla", item.key.as_str())).collect();
    let tables = Tables {
        sla: &sla,
        policies: &policies,
        calendars: &calendars,
        mapping: &mapping,
        work: (!work.items().is_empty()).then_some(&work),
        terms: terms.as_ref(),
        rows: Some(&rows),
        clauses: &[],
        texts: &texts,
    };
    lint(&tables, "2024-06-15".parse().unwrap()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn calendars(table: &str) -> CalendarSet {
    CalendarSet::from_table("calendar.toml", table).unwrap()
}

/// A finding of a kind, with a question.
pub(crate) fn finding(kind: &str, subject: &str) -> String {
    format!(
        "[[finding]]\nid = \"seen\"\nkind = \"{kind}\"\nsubject = \"{subject}\"\ngroup = \"service-levels\"\n\
         places = [\"example/annex#A-1\"]\nsays = {{ ja = \"-\", en = \"-\" }}\n\
         question = {{ ja = \"-\", en = \"-\" }}\n"
    )
}

/// The good example of a rule, for as long as the tests run.
pub(crate) fn good(rule: &Rule) -> Vec<(&'static str, &'static str)> {
    rule.good().into_iter().map(|(file, text)| (file, &*text.leak())).collect()
}

/// The subjects of a rule's hits of its own severity.
pub(crate) fn subjects(rule: &str, parts: &[(&str, &str)]) -> Vec<String> {
    let severity = RULES.iter().find(|known| known.id == rule).unwrap().severity;
    let is_of = |hit: &&crate::Hit| hit.finding.rule.as_str() == rule && hit.finding.severity >= severity;
    linted(parts).hits.iter().filter(is_of).map(|hit| hit.finding.subject.clone()).collect()
}

/// A piece that is not there, or stands there twice, mends nothing that one sees.
#[test]
fn what_mends_an_example_is_of_one_place_of_it() {
    for rule in RULES {
        for (file, from, to) in rule.mended {
            let text = rule.bad.iter().find(|(known, _)| known == file).map(|(_, text)| *text);
            let times = text.map_or_else(|| usize::from(from.is_empty()), |text| text.matches(from).count());
            assert_eq!(times, 1, "{}: {file}: `{from}`", rule.id);
            assert_ne!(from, to, "{}", rule.id);
        }
    }
}

#[test]
fn the_bad_example_of_each_rule_hits_and_the_good_one_does_not() {
    for rule in RULES {
        let bad = subjects(rule.id, rule.bad);
        assert!(!bad.is_empty(), "the bad example of {} is not told", rule.id);
        let good = subjects(rule.id, &good(rule));
        assert!(good.is_empty(), "the good example of {} is told: {good:?}", rule.id);
    }
}
