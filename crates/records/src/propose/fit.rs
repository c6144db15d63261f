//! A sheet that was given a kind, and its table in the proposal.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table};

use super::{
    pattern::{KEYS, strings},
    points::{comments, line, quoted},
};

/// A sheet that was given a kind.
pub(super) struct Fit {
    pub(super) pattern: Table,
    /// The number of the pattern, by which sheets of one kind are known.
    pub(super) number: usize,
    pub(super) name: String,
    /// By role, the column found.
    pub(super) columns: BTreeMap<String, String>,
    pub(super) unused: Vec<String>,
    /// Lines of evidence, and of open points.
    pub(super) comments: Vec<String>,
}

/// The table of one file: the contract's own with the columns that were found.
pub(super) fn file_table(fit: &Fit) -> Table {
    let mut table = fit.pattern.clone();
    table.set_position(None);
    table.decor_mut().set_prefix(format!("\n{}", comments(&fit.comments)));
    table.remove("reaches-by-state");
    table.insert("name", line(&fit.name));
    let column = |role: &str| fit.columns.get(role);
    for (key, ..) in KEYS.iter().copied().chain([("part", false, false), ("evidence", false, false)]) {
        if table.get(key).and_then(Item::as_str).is_some() {
            match column(key) {
                Some(column) => _ = table.insert(key, line(column)),
                None => _ = table.remove(key),
            }
        }
    }
    let given: BTreeSet<String> =
        fit.columns.keys().filter_map(|role| role.strip_prefix("marks.")).map(str::to_owned).collect();
    if table.get("marks").is_some() {
        let mut marks = InlineTable::new();
        for mark in &given {
            if let Some(column) = column(&format!("marks.{mark}")) {
                marks.insert(mark, quoted(column));
            }
        }
        table.insert("marks", toml_edit::value(marks));
    }
    if let Some(exclusion) = table.get_mut("exclusion").and_then(Item::as_table_like_mut) {
        for key in ["reason", "note"] {
            match column(&format!("exclusion.{key}")) {
                Some(column) => _ = exclusion.insert(key, line(column)),
                None => _ = exclusion.insert("optional", toml_edit::value(true)),
            }
        }
    }
    retain(&mut table, "only", |only| {
        let name = only.get("column").and_then(Item::as_str).unwrap_or_default().to_owned();
        let found = column(&format!("only.{name}")).cloned();
        if let Some(found) = &found {
            only.insert("column", line(found));
        }
        found.is_some()
    });
    retain(&mut table, "attribute", |attribute| {
        let name = attribute.get("name").and_then(Item::as_str).unwrap_or_default().to_owned();
        let found = column(&format!("attribute.{name}")).cloned();
        if let Some(found) = &found {
            attribute.insert("column", line(found));
        }
        found.is_some()
    });
    // What is said of marks that the file does not have says nothing.
    for key in ["order", "alternatives"] {
        retain(&mut table, key, |rule| {
            let marks = rule.get("marks").map_or_else(Vec::new, strings);
            let left: Array = marks.iter().filter(|mark| given.contains(*mark)).collect();
            let is_rule = left.len() > 1;
            rule.insert("marks", toml_edit::value(left));
            is_rule
        });
    }
    retain(&mut table, "needs", |rule| {
        let is_given = rule.get("mark").and_then(Item::as_str).is_some_and(|mark| given.contains(mark));
        is_given && rule.get("one_of").map_or_else(Vec::new, strings).iter().all(|mark| given.contains(mark))
    });
    let ignored: BTreeSet<String> = table
        .get("ignore")
        .map_or_else(Vec::new, strings)
        .into_iter()
        .chain(fit.unused.iter().cloned())
        .collect();
    if !ignored.is_empty() {
        table.insert(
            "ignore",
            toml_edit::value(ignored.iter().map(|column| quoted(column)).collect::<Array>()),
        );
    }
    table
}

fn retain(table: &mut Table, key: &str, mut keep: impl FnMut(&mut Table) -> bool) {
    let Some(all) = table.get_mut(key).and_then(Item::as_array_of_tables_mut) else { return };
    let mut kept = ArrayOfTables::new();
    for one in all.iter() {
        let mut one = one.clone();
        one.set_position(None);
        one.decor_mut().set_prefix("\n");
        if keep(&mut one) {
            kept.push(one);
        }
    }
    if kept.is_empty() {
        table.remove(key);
    } else {
        *all = kept;
    }
}
