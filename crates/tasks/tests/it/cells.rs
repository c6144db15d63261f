//! The table of items against the document's marks, decoded a second time from their raw spacing.
//!
//! `annex1-cells.txt` holds, per item in the document's order, the tail of its row as the text of annex 1 has it: four
//! cells parted by one space (an empty cell leaves nothing between two spaces), a space, and the frequency.

use std::collections::BTreeMap;

use tasks::Frequency;

use super::fixture::catalogue;

/// The marks and the frequency of a row's tail.
fn decode(tail: &str) -> (String, &str) {
    let mut cells = String::new();
    let mut rest = tail;
    for _ in 0..4 {
        let (cell, after) = rest.split_once(' ').unwrap();
        cells.push_str(if cell.is_empty() { "－" } else { cell });
        rest = after;
    }
    (cells, rest)
}

#[test]
fn each_item_bears_the_marks_and_the_frequency_of_its_row() {
    let rows: Vec<(&str, &str)> =
        include_str!("annex1-cells.txt").lines().map(|line| line.split_once('\t').unwrap()).collect();
    assert_eq!((rows.len(), catalogue().items().len()), (211, 211));
    for ((id, tail), item) in rows.iter().zip(catalogue().items()) {
        let (cells, frequency) = decode(tail);
        assert_eq!(
            (item.id.as_str(), item.sites_text.clone(), item.frequency_text.as_str()),
            (*id, cells, frequency)
        );
    }
}

#[test]
fn a_row_is_decoded_by_its_spaces() {
    assert_eq!(decode("○ ○ ○  月 1回"), ("○○○－".to_owned(), "月 1回"));
    assert_eq!(decode(" ○   月 1回"), ("－○－－".to_owned(), "月 1回"));
    assert_eq!(decode("   ○ 不定期"), ("－－－○".to_owned(), "不定期"));
    assert_eq!(decode("    不定期"), ("－－－－".to_owned(), "不定期"));
}

#[test]
fn letters_run_on_within_a_category_and_across_the_heading_of_2_2() {
    let mut last: BTreeMap<&str, char> = BTreeMap::new();
    for item in catalogue().items() {
        let (category, letter) = item.id.as_str().rsplit_once('.').unwrap();
        let letter = letter.chars().next().unwrap();
        let before = match last.get(category) {
            Some(before) => *before,
            // The one category that does not begin with a.
            None if category == "2.2" => last["2.1"],
            None => '`',
        };
        assert_eq!(u32::from(letter), u32::from(before) + 1, "{}", item.id);
        last.insert(category, letter);
        assert_eq!(item.clause.to_string(), format!("jetro-2023/annex1#{}", item.id));
        assert_eq!(item.category.len(), category.split('.').count(), "{}", item.id);
    }
}

#[test]
fn totals() {
    let mut by_sites: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_frequency: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_category: BTreeMap<&str, usize> = BTreeMap::new();
    for item in catalogue().items() {
        *by_sites.entry(item.sites_text.clone()).or_default() += 1;
        *by_frequency.entry(&item.frequency_text).or_default() += 1;
        *by_category.entry(item.id.as_str().rsplit_once('.').unwrap().0).or_default() += 1;
    }
    insta::assert_debug_snapshot!((by_category, by_sites, by_frequency));
    let irregular = |item: &&tasks::WorkItem| item.frequency == Frequency::Irregular;
    assert!(catalogue().items().iter().filter(irregular).all(|item| item.trigger.is_some()));
}

#[test]
fn every_item_has_a_duty() {
    for item in catalogue().items() {
        assert!(catalogue().duty(item).is_some(), "{}", item.id);
    }
    let contractor = "contractor".parse().unwrap();
    let duty = |id: &str| {
        let duty = catalogue().duty(catalogue().item(id).unwrap()).unwrap();
        duty.part(&contractor).iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(duty("1.1.a"), "plan report");
    assert_eq!(duty("1.2.a"), "carry-out report");
    assert_eq!(duty("4.1.1.c"), "tell-of-incidents");
}
