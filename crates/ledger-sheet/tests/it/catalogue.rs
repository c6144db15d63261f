//! Every message with a file that brings it about: `catalogue/<code>.csv`, or `.cells` (cell by cell) or `.xml` (its rows) where it takes a workbook, or `.big` (what it repeats);
//! beside it `<code>.toml` where it takes a mapping.

use std::{fs, path::Path};

use ledger::{Journal, Kind, Sheets};
use ledger_sheet::{CODES, HandedIn, Mapping, Plan, plan};
use provenance::Language;

use crate::{
    sheets::{package, workbook},
    world::{ON, day, ledgers, mapping},
};

const REFERENCE: &str = include_str!("../../../../docs/reference/ledger-import.md");

fn of(code: &str) -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/catalogue");
    let read = |ending: &str| fs::read(folder.join(format!("{code}.{ending}"))).ok();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    if let Some(lines) = read("jsonl") {
        let name = format!("{code}.jsonl");
        let file = HandedIn { name: &name, bytes: &lines };
        return plan(file, &Mapping::new(Kind::Device), ledgers(), &Journal::new(), Some(day(ON)));
    }
    let (ending, bytes) = match (read("csv"), read("cells"), read("xml"), read("big")) {
        (Some(text), None, None, None) => ("csv", text),
        (None, Some(cells), None, None) => ("xlsx", workbook(&text(cells))),
        (None, None, Some(rows), None) => ("xlsx", package("", &text(rows))),
        (None, None, None, Some(big)) => ("csv", repeated(&text(big)).into_bytes()),
        _ => panic!("`{code}` needs one file, {code}.csv, .cells, .xml or .big"),
    };
    let mapping = match read("toml") {
        Some(table) => mapping(&String::from_utf8(table).unwrap()),
        None => Mapping::new(Kind::Device),
    };
    let none = Sheets::default();
    let ledgers = if code == "no-ledger" { &none } else { ledgers() };
    let on = (code != "no-day").then(|| day(ON));
    let name = format!("{code}.{ending}");
    plan(HandedIn { name: &name, bytes: &bytes }, &mapping, ledgers, &Journal::new(), on)
}

/// A text written down by what it repeats: each line so many times, each part of it, `times*text`, so many times.
fn repeated(big: &str) -> String {
    let line = |line: &str| {
        let (times, parts) = line.split_once(' ').unwrap();
        let part = |part: &str| {
            let (times, text) = part.split_once('*').unwrap();
            text.replace("\\n", "\n").repeat(times.parse().unwrap())
        };
        parts.split('|').map(part).collect::<String>().repeat(times.parse().unwrap())
    };
    big.lines().map(line).collect()
}

#[test]
fn every_message_has_a_file_that_brings_it_about() {
    let mut shown = String::new();
    for code in CODES {
        let plan = of(code);
        let found = plan.rejected.iter().find(|rejection| rejection.reason.code() == *code);
        let found = found.unwrap_or_else(|| panic!("`{code}` is not among {:#?}", plan.rejected));
        shown.push_str(&format!("{code}\n  {}\n  {}\n", found.line(Language::Ja), found.line(Language::En)));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn every_file_is_of_a_message_and_every_message_in_the_reference() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/catalogue");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(CODES.contains(&stem), "`{stem}` is no message");
    }
    let rows: Vec<&str> = REFERENCE
        .lines()
        .filter_map(|line| {
            line.strip_prefix("| `")?.split_once("` | `")?.1.split_once('`')?.0.split_once('.')
        })
        .map(|(stem, _)| stem)
        .collect();
    assert_eq!(
        rows, CODES,
        "docs/reference/ledger-import.md lists the messages in their order, each with its file"
    );
}
