//! A number skipped in a run.

use crate::numbering::{gaps, of_letter};
use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "number-skipped",
    name: Words::new("番号の欠番", "a number skipped in a run"),
    severity: Severity::Note,
    rationale: Words::new(
        "欠番は、行や区分が落ちたか、番号だけが残ったことを示す",
        "a gap shows that a row or a division was lost, or only its number was kept",
    ),
    authority: Words::new(
        "慣行: 連番に欠番があれば欠番と記す",
        "common practice: a number left out on purpose is marked as such",
    ),
    question: Some(Words::new(
        "欠番か、行が落ちたか",
        "is the number left out on purpose, or was a row lost?",
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
key = "A-3"
no = "A-3"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-3"
"#,
    )],
    mended: &[
        (
            "sla.toml",
            r#"key = "A-3"
no = "A-3""#,
            r#"key = "A-2"
no = "A-2""#,
        ),
        ("sla.toml", r#"clause = "example/annex#A-3""#, r#"clause = "example/annex#A-2""#),
    ],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    levels(material, found);
    let work = material.work_items();
    let section = |id: &str| id.rsplit_once('.').map_or_else(String::new, |(section, _)| section.to_owned());
    let sections: Vec<String> = work.iter().map(|item| section(item.id.as_str())).collect();
    for gap in gaps(sections.iter().map(String::as_str), '.') {
        let under = format!("{}.", gap.next);
        let next = work.iter().find(|item| item.id.as_str().starts_with(&under));
        let (missing, next_no) = (&gap.missing, &gap.next);
        found.push(
            Draft::new(
                missing,
                format!("業務区分{missing}がなく、{next_no}がある"),
                format!("there is a section {next_no}, but no {missing} of work items"),
            )
            .at(next.and_then(|item| material.place_of_work(item)))
            .citing(next.map(|item| &item.clause)),
        );
    }
    // Letters begin with a, or go on from the section before.
    let mut last = 0;
    let mut before: Option<&String> = None;
    for (item, section) in work.iter().zip(&sections) {
        let Some(letter) = of_letter(&item.letter) else { continue };
        let is_next = letter == last + 1;
        if !is_next && (letter != 1 || before == Some(section)) && letter > last {
            let id = &item.id;
            found.push(
                Draft::new(
                    id,
                    format!("業務項目{id}の前の文字が欠けている"),
                    format!("the letter before work item {id} is missing"),
                )
                .at(material.place_of_work(item))
                .citing([&item.clause]),
            );
        }
        (last, before) = (letter, Some(section));
    }
}

fn levels(material: &Material<'_>, found: &mut Vec<Draft>) {
    let items = material.sla.items();
    for gap in gaps(items.iter().map(|item| item.no.as_str()), '-') {
        let under = format!("{}-", gap.next);
        let next = items.iter().find(|item| item.no == gap.next || item.no.starts_with(&under));
        let (missing, next_no) = (&gap.missing, &gap.next);
        found.push(
            Draft::new(
                missing,
                format!("{missing}がなく、{next_no}がある"),
                format!("there is {next_no}, but no {missing}"),
            )
            .at(next.and_then(|item| material.place_of_item(item)))
            .citing(next.map(|item| &item.clause)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_number_that_is_a_group_is_not_missing() {
        let items = item("A-1", &[]) + &item("A-2-1", &[]) + &item("A-2-2", &[]) + &item("A-3", &[]);
        assert!(subjects("number-skipped", &[("sla.toml", &items)]).is_empty());
    }
    #[test]
    fn a_group_that_begins_with_two_lacks_one() {
        assert_eq!(subjects("number-skipped", &[("sla.toml", &item("A-1-2", &[]))]), ["A-1-1"]);
    }
    /// A single number far beyond the others told each number between, as often as there were such.
    #[test]
    fn regression_a_long_stretch_is_told_by_its_ends() {
        assert_eq!(subjects("number-skipped", &[("sla.toml", &item("A-1-900", &[]))]), ["A-1-1–A-1-899"]);
    }
    #[test]
    fn letters_may_run_on_across_sections() {
        let work = |no: &str, letters: &[&str]| {
            let rows: String = letters
            .iter()
            .map(|letter| {
                format!(
                    "[[section.item]]\nletter = \"{letter}\"\ntitle = {{ ja = \"{letter}\", en = \"{letter}\" }}\n\
                     sites = \"office\"\nfrequency = \"月 1回\"\nclause = \"example/annex#{no}.{letter}\"\n"
                )
            })
            .collect();
            format!("[[section]]\nno = \"{no}\"\n{rows}")
        };
        let runs_on = work("1.1", &["a", "b"]) + &work("1.2", &["c"]) + &work("2", &["a"]);
        assert!(subjects("number-skipped", &[("tasks.toml", &runs_on)]).is_empty());
        let lacks = work("1.1", &["a", "c"]) + &work("1.3", &["a"]);
        assert_eq!(subjects("number-skipped", &[("tasks.toml", &lacks)]), ["1.1.c", "1.2"]);
    }
}
