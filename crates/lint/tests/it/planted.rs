//! The lint is no mirror of what readers recorded: a contract of our own with planted defects, and its clean twin.
//!
//! Each defect is named where it was planted, by a comment `# planted: rule subject`.

use std::collections::BTreeSet;

use lint::RULES;

use crate::{folder, linted};

fn planted() -> BTreeSet<String> {
    let texts = folder("defects");
    let lines = texts.iter().flat_map(|(_, text)| text.lines());
    lines.filter_map(|line| line.strip_prefix("# planted: ")).map(str::to_owned).collect()
}

fn found(name: &str) -> BTreeSet<String> {
    let outcome = linted(&folder(name)).unwrap();
    outcome.hits.iter().map(|hit| format!("{} {}", hit.finding.rule, hit.finding.subject)).collect()
}

#[test]
fn every_planted_defect_is_found_and_nothing_else() {
    let (planted, found) = (planted(), found("defects"));
    let missed: Vec<_> = planted.difference(&found).collect();
    let invented: Vec<_> = found.difference(&planted).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed {missed:#?}, invented {invented:#?}");
}

#[test]
fn the_clean_twin_is_silent() {
    assert_eq!(found("clean"), BTreeSet::new());
}

#[test]
fn a_defect_of_each_rule_that_needs_no_reader_is_planted() {
    let planted = planted();
    let lacks = |id: &str| !planted.iter().any(|defect| defect.split(' ').next() == Some(id));
    let missing: Vec<_> =
        RULES.iter().filter(|rule| !rule.is_read && lacks(rule.id)).map(|rule| rule.id).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A hit names the row, not the top of its table.
#[test]
fn each_hit_stands_just_below_the_comment_that_planted_it() {
    let texts = folder("defects");
    let outcome = linted(&texts).unwrap();
    for hit in &outcome.hits {
        let (rule, subject) = (hit.finding.rule.as_str(), &hit.finding.subject);
        // These are about a whole table, a number that is not there, or a row that another table marks.
        if ["policy-unstated", "target-unforgiving", "number-skipped", "unused-mapping-word", "number-twice"]
            .contains(&rule)
        {
            continue;
        }
        let (_, text) = texts.iter().find(|(file, _)| *file == hit.place.file).unwrap();
        let above: Vec<&str> = text.lines().take(hit.place.line).collect();
        let planted = format!("# planted: {rule} {subject}");
        let rows =
            above.iter().rev().skip_while(|line| !line.starts_with("[[") && !line.starts_with("[contract]"));
        let marks: Vec<_> = rows.skip(1).take_while(|line| line.starts_with('#')).collect();
        assert!(marks.contains(&&planted.as_str()), "{rule} {subject} stands at {}", hit.place);
    }
}
