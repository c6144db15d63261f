//! What a table of records asks of files: patterns of them, their columns, their filters.

use std::collections::{BTreeMap, BTreeSet};

use provenance::folded;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use super::{
    columns::{Asked, Match},
    states::StateWords,
};

/// The patterns of times that a table states for itself.
pub(super) fn own_times(known: &DocumentMut) -> Vec<String> {
    let times = known.get("times").map_or_else(Vec::new, strings);
    times.into_iter().filter(|form| form.contains('%')).collect()
}

/// The other names of columns that a table states for itself, by the name in narrow letters.
pub(super) fn also(known: &DocumentMut) -> BTreeMap<String, Vec<String>> {
    let mut also: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in known.get("synonyms").and_then(Item::as_array_of_tables).into_iter().flatten() {
        if let (Some(name), Some(others)) = (row.get("name").and_then(Item::as_str), row.get("also")) {
            also.entry(folded(name).into_owned()).or_default().extend(strings(others));
        }
    }
    also
}

pub(super) fn files_of(known: &DocumentMut) -> impl Iterator<Item = &Table> {
    known.get("file").and_then(Item::as_array_of_tables).into_iter().flatten()
}

pub(super) fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Item::as_str).unwrap_or_default()
}

/// For each kind of case a file that tells its changes of state, a row a change, where the contract has none.
pub(super) fn logs(patterns: &[Table], states: &StateWords) -> Vec<Table> {
    let mut all = Vec::new();
    for pattern in patterns.iter().filter(|pattern| text(pattern, "shape") == "cases") {
        let kind = text(pattern, "kind");
        let has_log = |one: &Table| text(one, "shape") == "state-changes" && text(one, "kind") == kind;
        if patterns.iter().chain(&all).any(has_log) {
            continue;
        }
        let mut log = pattern.clone();
        log.insert("shape", toml_edit::value("state-changes"));
        for key in ["changed", "state", "sequence"] {
            log.insert(key, toml_edit::value(key));
        }
        log.remove("exclusion");
        log.remove("order");
        let marks = pattern.get("marks").and_then(Item::as_table_like);
        if let Some(end) = states.end(|mark| marks.is_some_and(|marks| marks.contains_key(mark))) {
            log.insert("reaches-by-state", toml_edit::value(end));
        }
        all.push(log);
    }
    all
}

pub(super) fn strings(item: &Item) -> Vec<String> {
    let list = item.as_array().into_iter().flat_map(Array::iter);
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Keys of a file's table that name one column, which it cannot do without, and which hold times.
pub(super) const KEYS: [(&str, bool, bool); 18] = [
    ("id", true, false),
    ("changed", true, true),
    ("state", true, false),
    ("sequence", false, false),
    ("pause", true, false),
    ("from", true, true),
    ("to", true, true),
    ("stopped", true, true),
    ("resumed", true, true),
    ("at", true, true),
    ("on", true, false),
    ("planned", false, false),
    ("done", true, false),
    ("missing", false, false),
    ("site", false, false),
    ("outcome", true, false),
    ("by", false, false),
    ("note", false, false),
];

pub(super) fn asked(pattern: &Table, also: &BTreeMap<String, Vec<String>>) -> Vec<Asked> {
    let mut all = Vec::new();
    let one = |role: String, column: &str, is_needed, is_time, words| Asked {
        role,
        column: column.to_owned(),
        also: also.get(folded(column).as_ref()).cloned().unwrap_or_default(),
        is_needed,
        is_time,
        words,
    };
    for (key, is_needed, is_time) in KEYS {
        if let Some(column) = pattern.get(key).and_then(Item::as_str) {
            let words = (key == "pause").then(|| pattern.get("words").and_then(keys_of)).flatten();
            all.push(one(key.to_owned(), column, is_needed, is_time, words));
        }
    }
    for key in ["part", "evidence"] {
        if let Some(column) = pattern.get(key).and_then(Item::as_str) {
            all.push(one(key.to_owned(), column, false, false, None));
        }
    }
    for only in pattern.get("only").and_then(Item::as_array_of_tables).into_iter().flatten() {
        if let Some(column) = only.get("column").and_then(Item::as_str) {
            all.push(one(format!("only.{column}"), column, false, false, None));
        }
    }
    let marks = pattern.get("marks").and_then(Item::as_table_like);
    for (mark, column) in marks.into_iter().flat_map(|marks| marks.iter()) {
        if let Some(column) = column.as_str() {
            all.push(one(format!("marks.{mark}"), column, false, true, None));
        }
    }
    for question in pattern.get("questions").map_or_else(Vec::new, strings) {
        all.push(one(format!("questions.{question}"), &question, true, false, None));
    }
    if let Some(exclusion) = pattern.get("exclusion").and_then(Item::as_table_like) {
        for key in ["reason", "note"] {
            if let Some(column) = exclusion.get(key).and_then(Item::as_str) {
                let words = if key == "reason" { exclusion.get("words").and_then(keys_of) } else { None };
                all.push(one(format!("exclusion.{key}"), column, false, false, words));
            }
        }
    }
    for attribute in pattern.get("attribute").and_then(Item::as_array_of_tables).into_iter().flatten() {
        let text = |key| attribute.get(key).and_then(Item::as_str);
        if let (Some(name), Some(column)) = (text("name"), text("column")) {
            let words = attribute.get("words").and_then(keys_of);
            all.push(one(format!("attribute.{name}"), column, false, false, words));
        }
    }
    all
}

fn keys_of(words: &Item) -> Option<BTreeSet<String>> {
    let words = words.as_table_like()?;
    Some(words.iter().map(|(word, _)| folded(word.trim()).into_owned()).collect())
}

/// The filters of a pattern whose columns were found: their places and words, folded.
pub(super) fn passes(pattern: &Table, best: &Match) -> Vec<(usize, BTreeSet<String>)> {
    let only = pattern.get("only").and_then(Item::as_array_of_tables).into_iter().flatten();
    only.filter_map(|only| {
        let role = format!("only.{}", only.get("column")?.as_str()?);
        let place = best.found.iter().find(|guess| guess.asked.role == role)?.place;
        let words = only.get("is").map_or_else(Vec::new, strings);
        Some((place, words.iter().map(|word| folded(word.trim()).into_owned()).collect()))
    })
    .collect()
}

/// A kind of record with what its rows are known by.
pub(super) fn described_only(pattern: &Table) -> String {
    let only = pattern.get("only").and_then(Item::as_array_of_tables).into_iter().flatten();
    let words: Vec<String> = only.flat_map(|only| only.get("is").map_or_else(Vec::new, strings)).collect();
    format!("{}/{} ({})", text(pattern, "kind"), text(pattern, "shape"), words.join(", "))
}
