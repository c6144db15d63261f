//! Arithmetic that stops at the greatest number of its width, or wraps around, gives a wrong figure that looks like one.
//! It stands nowhere but in the places named here, each with its reason.

#![allow(clippy::unwrap_used, reason = "a source that cannot be read stops the test")]
#![allow(clippy::disallowed_methods, reason = "its paths are the repository's own")]

use std::{fs, path::Path};

const PLACE: &str = "a place in a text of 4,096 characters at most, or a depth of brackets in it";
const PARTS: &str =
    "numbers of parts of a formula of at most 4,096 characters, or of steps that have a limit of their own";
const MONTH: &str = "cases of months that are tried, up to bounds far below the width";
const POWER: &str = "powers, degrees and scales, which are limited far below the width before";

/// Where it may stand: the beginning of a path, how often at most, and why.
const MEANT: &[(&str, usize, &str)] = &[
    ("records/src/random.rs", 4, "mixes bits: the generator of samples is defined by wrapping"),
    ("ledger/src/hash.rs", 1, "tells the digits of a hash apart: what is none wraps to a large number"),
    ("files/src/content.rs", 1, "beyond a limit that is the greatest number nothing lies"),
    ("formula/src/check.rs", 2, MONTH),
    ("formula/src/compare.rs", 2, MONTH),
    ("formula/src/context.rs", 2, MONTH),
    ("formula/src/coq.rs", 4, PARTS),
    ("formula/src/count.rs", 3, MONTH),
    ("formula/src/curve.rs", 1, POWER),
    ("formula/src/error.rs", 1, PLACE),
    ("formula/src/expression", 5, PLACE),
    ("formula/src/formula.rs", 6, PARTS),
    ("formula/src/law.rs", 3, MONTH),
    ("formula/src/month.rs", 2, MONTH),
    ("formula/src/name.rs", 1, PLACE),
    ("formula/src/polynomial.rs", 5, POWER),
    ("formula/src/proof.rs", 1, POWER),
    ("formula/src/read.rs", 2, PLACE),
    ("formula/src/region.rs", 3, MONTH),
    ("formula/src/repair.rs", 2, PARTS),
    ("formula/src/schedule.rs", 1, PARTS),
    ("formula/src/source.rs", 2, PLACE),
    ("formula/src/statement", 3, PLACE),
    ("formula/src/study.rs", 4, MONTH),
    ("formula/src/unit.rs", 6, POWER),
    ("sla/src/prepared.rs", 2, "counts of cases held in memory; one is taken away only after it was counted"),
];

const WORDS: [&str; 3] = ["saturating_", "wrapping_", "overflowing_"];

/// The lines of all sources under a folder that name one of the words, with their paths from the folder of crates.
fn found(folder: &Path, crates: &Path, lines: &mut Vec<(String, usize, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found(&path, crates, lines);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(crates).unwrap().to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            let told = text.lines().zip(1..).filter(|(line, _)| WORDS.iter().any(|word| line.contains(word)));
            lines.extend(told.map(|(line, n)| (name.clone(), n, line.trim().to_owned())));
        }
    }
}

#[test]
fn no_figure_stops_or_wraps_but_where_it_is_meant() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut lines = Vec::new();
    for entry in fs::read_dir(crates).unwrap() {
        let sources = entry.unwrap().path().join("src");
        if sources.is_dir() {
            found(&sources, crates, &mut lines);
        }
    }
    assert!(lines.len() > 5, "the sources were not found");
    let is_meant = |name: &str| MEANT.iter().any(|(place, ..)| name.starts_with(place));
    let others: Vec<_> = lines.iter().filter(|(name, ..)| !is_meant(name)).collect();
    assert!(
        others.is_empty(),
        "use arithmetic that is wide enough or checked, or name the place with its reason: {others:#?}"
    );
    for (place, most, why) in MEANT {
        let count = lines.iter().filter(|(name, ..)| name.starts_with(place)).count();
        assert!((1..=*most).contains(&count), "{place}: {count} where {most} are meant ({why})");
    }
}
