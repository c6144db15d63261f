//! `docs/security.md` states the limits of the readers: each constant of theirs stands there with its value.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a source that cannot be read stops the test")]

use std::{fs, path::Path};

/// The crates that read what strangers hand in.
const READERS: [&str; 8] =
    ["bid", "intake", "itss-core", "ledger", "ledger-sheet", "records", "tables", "tasks"];

/// A constant, by its crate and name, and the beginning of the row of the page that states it.
const STATED: &[(&str, &str)] = &[
    ("bid MEMBERS_MAX", "people of a bid"),
    ("bid SHIFTS_MAX", "people of a bid"),
    ("intake VALUE_MAX", "people of a bid"),
    ("itss-core ROWS_MAX", "rows of a sheet of people's evidence"),
    ("intake CELL_MAX", "a sheet handed in"),
    ("intake COLUMNS_MAX", "a sheet handed in"),
    ("intake DEPTH_MAX", "a workbook"),
    ("intake HEADER_ROWS_MAX", "a sheet handed in"),
    ("intake PARTS_MAX", "a workbook"),
    ("intake PARTS_SUM_MAX", "a workbook"),
    ("intake PART_MAX", "a workbook"),
    ("intake PROBLEMS_MAX", "problems of a table"),
    ("intake RATIO_MAX", "a workbook"),
    ("intake REPEATED_MAX", "a workbook in the open"),
    ("intake ROWS_MAX", "a sheet handed in"),
    ("intake TAG_MAX", "a workbook"),
    ("intake TEXT_MAX", "a workbook"),
    ("itss-core CODES_MAX", "a person's engagements"),
    ("itss-core NAMED_MAX", "a list of a standard"),
    ("itss-core OF_SET_MAX", "a list of a standard"),
    ("itss-core STATED_MAX", "a person's engagements"),
    ("ledger COUNT_MAX", "licences or copies"),
    ("ledger STARS_MAX", "an allow list"),
    ("ledger TEXT_MAX", "an allow list"),
    ("ledger VERSIONS_MAX", "an allow list"),
    ("ledger VERSION_MAX", "an allow list"),
    ("ledger-sheet CELLS_MAX", "an import into a ledger"),
    ("records ENTRIES_MAX", "a made-up month"),
    ("records PAIRS_MAX", "pairs of a tally"),
    ("records RECORDED_MAX", "records of one case"),
    ("records TWICE_MAX", "a local time"),
    ("records UNKNOWN_ROWS_MAX", "a workbook whose rows"),
    ("records RECORDS_MAX", "a made-up month"),
    ("tables LENGTH_MAX", "near words"),
    ("tables PROBLEMS_MAX", "problems of a table"),
    ("tables SUGGESTED_MAX", "near words"),
    ("tables WORDS_MAX", "near words"),
    ("tasks NUMBERED_MAX", "items of a work catalogue"),
];

/// The constants of a folder's sources that end in `_MAX`, with their values as they are written.
fn constants(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            constants(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(text.lines().filter_map(|line| {
                let (name, rest) = line.trim_start().split_once("const ")?.1.split_once(": ")?;
                let value = rest.split_once(" = ")?.1.strip_suffix(';')?;
                name.ends_with("_MAX").then(|| (name.to_owned(), value.to_owned()))
            }));
        }
    }
}

/// A value as the page writes it: `1,000`, `16 MiB`.
fn shown(value: &str) -> String {
    if let Some((count, shift)) = value.split_once(" << ") {
        let unit = match shift {
            "10" => "KiB",
            "20" => "MiB",
            "30" => "GiB",
            other => panic!("no unit is written so: {other}"),
        };
        return format!("{count} {unit}");
    }
    value.replace('_', ",")
}

#[test]
fn the_page_states_the_limits_that_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().parent().unwrap();
    let page = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let row = |of: &str| page.lines().find(|line| line.starts_with(&format!("| {of}")));
    // A number stands there whole, not as the beginning or the end of another.
    let states = |row: &str, value: &str| {
        row.match_indices(value).any(|(at, _)| {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let (before, after) = row.split_at(at);
            let after = after.strip_prefix(value).unwrap();
            let goes_on = after.starts_with(',') && is_digit(after.chars().nth(1));
            !is_digit(before.chars().last())
                && !before.ends_with(',')
                && !is_digit(after.chars().next())
                && !goes_on
        })
    };
    let mut differ = Vec::new();
    let mut known = Vec::new();
    for name in READERS {
        let mut found = Vec::new();
        constants(&root.join("crates").join(name).join("src"), &mut found);
        for (constant, value) in found {
            let constant = format!("{name} {constant}");
            match STATED.iter().find(|(one, _)| *one == constant) {
                None => {
                    differ.push(format!("{constant} is stated nowhere: give it a row of docs/security.md"))
                }
                Some((_, of)) if row(of).is_some_and(|row| states(row, &shown(&value))) => {}
                Some((_, of)) => {
                    differ.push(format!("{constant} is {}, the row `{of}` says otherwise", shown(&value)))
                }
            }
            known.push(constant);
        }
    }
    let gone = STATED.iter().filter(|(constant, _)| !known.iter().any(|one| one == constant));
    differ.extend(gone.map(|(constant, _)| format!("{constant} is no more")));
    let files = fs::read_to_string(root.join("crates/files/src/content.rs")).unwrap();
    for (constant, of) in
        [("TABLE", "a table (TOML)"), ("DATA", "records, sheets"), ("RUN", "all files of a run")]
    {
        let begins = format!("pub const {constant}: Self = Self(");
        let value =
            files.lines().find_map(|line| line.trim().strip_prefix(&begins)?.strip_suffix(");")).unwrap();
        if !row(of).is_some_and(|row| states(row, &shown(value))) {
            differ.push(format!("files: {constant} is {}, the row `{of}` says otherwise", shown(value)));
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
}
