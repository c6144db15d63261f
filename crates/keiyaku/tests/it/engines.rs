//! No contract inside an engine: libraries know no word of the reference contract.
//!
//! Whatever a library prints or compares stands in tables. Comments may give examples; tests, the embedded reference
//! contract and the examples of rules may name what they like.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Words of the reference contract: its client, its sites, its calendars.
const WORDS: &[&str] = &[
    "jetro",
    "tokyo",
    "osaka",
    "head-office",
    "head_office",
    "head office",
    "institute",
    "overseas",
    "regional",
    "機構",
    "本部",
    "研究所",
    "海外",
    "東京",
    "大阪",
    "地方事務所",
];

/// Where a word may stand in a library all the same: file, word, why.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("calendar/src/strategies.rs", "tokyo", "an IANA zone among those of random calendars, for tests"),
    ("calendar/src/zone.rs", "tokyo", "an IANA zone, as an example of how one is written"),
    ("cli/src/ledger/args.rs", "overseas", "the word of the second ledger of devices, as journals hold it"),
    (
        "cli/src/ledger/licences.rs",
        "海外",
        "a heading over seats at home and abroad, as the ledger parts them",
    ),
    ("keiyaku/src/reference.rs", "jetro", "the embedded reference contract"),
    ("ledger/src/device.rs", "overseas", "the word of the second ledger of devices, as journals hold it"),
    ("ledger/src/device/contradictions.rs", "overseas", "the name of the second ledger of devices"),
    ("ledger/src/device/contradictions.rs", "海外", "the name of the second ledger of devices"),
    ("ledger/src/field.rs", "overseas", "the name of the second ledger of devices"),
    ("ledger-testkit/src/facts.rs", "本部", "the name of a sheet among facts for the tests of stores"),
    ("lint/src/example.rs", "tokyo", "an IANA zone of the contracts that the tests of rules lint"),
    (
        "records/src/agency/home.rs",
        "overseas",
        "the word of the second ledger of devices, as journals hold it",
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The lines of a source that are neither comments nor tests, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(text.lines()).take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn no_library_names_the_reference_contract() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for entry in fs::read_dir(&crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            sources(&source, &mut files);
        }
    }
    assert!(files.len() > 150, "{}", files.len());
    let (mut told, mut used) = (Vec::new(), Vec::new());
    for path in files {
        let file = path.strip_prefix(&crates).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        for (line, code) in code(&text) {
            let low = code.to_lowercase();
            for word in WORDS.iter().filter(|word| low.contains(**word)) {
                match ALLOWED.iter().position(|(of, allowed, _)| *of == file && allowed == word) {
                    Some(known) => used.push(known),
                    None => told.push(format!("{file}:{line}: `{word}` in `{}`", code.trim())),
                }
            }
        }
    }
    assert!(told.is_empty(), "these belong into a table of the contract: {told:#?}");
    let idle: Vec<_> =
        (0..ALLOWED.len()).filter(|n| !used.contains(n)).filter_map(|n| ALLOWED.get(n)).collect();
    assert!(idle.is_empty(), "nothing needs these of the allow list any more: {idle:#?}");
}
