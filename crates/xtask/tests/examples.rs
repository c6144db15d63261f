//! Examples are short: who embeds a crate reads one at a glance.

use std::{fs, path::Path};

/// An example has fewer lines than this.
const LINES: usize = 40;

#[test]
fn every_example_is_short() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut seen, mut long) = (0, Vec::new());
    for folder in fs::read_dir(crates).unwrap().map(|entry| entry.unwrap().path().join("examples")) {
        let Ok(examples) = fs::read_dir(folder) else { continue };
        let examples = examples.map(|entry| entry.unwrap().path());
        for path in examples.filter(|path| path.extension().is_some_and(|ending| ending == "rs")) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            seen += 1;
            if lines >= LINES {
                long.push(format!("{}: {lines} lines", path.file_name().unwrap().to_str().unwrap()));
            }
        }
    }
    assert!(seen > 8, "the examples were not found");
    assert!(long.is_empty(), "{LINES} lines or more: {long:#?}");
}
