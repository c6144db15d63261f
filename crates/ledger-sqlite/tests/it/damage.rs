//! Databases that were cut or altered: never a journal other than what was written, and never fewer entries.

use std::{fs, path::Path};

use ledger::Store;
use ledger_sqlite::SqliteStore;
use ledger_testkit::small_journal;

use crate::{foreign, small_database};

/// Whether a database opens; if so, it must be whole.
#[track_caller]
fn opens(path: &Path, what: &str) -> bool {
    let Ok(mut store) = SqliteStore::open(path) else { return false };
    assert_eq!(store.journal().unwrap().head(), small_journal().0.head(), "{what}");
    true
}

/// Found here: cut after the first byte of its page, the table passed for an empty one and the journal for a new one.
#[test]
fn cut_anywhere_it_does_not_open() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let bytes = fs::read(&path).unwrap();
    let last_page = bytes.len() - 4_096;
    // Everywhere in the last page, where a cut could pass for a shorter journal; elsewhere at strides.
    for cut in (0..last_page).step_by(61).chain(last_page..bytes.len()) {
        fs::write(&path, &bytes[..cut]).unwrap();
        let opened = opens(&path, &format!("cut at {cut}"));
        // What is missing at the end of the last page may be zeros anyway.
        let zeros = cut > last_page && bytes[cut..].iter().all(|byte| *byte == 0);
        assert!(!opened || zeros, "cut at {cut} of {}", bytes.len());
    }
}

#[test]
fn a_changed_byte_is_found_or_of_no_account() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let bytes = fs::read(&path).unwrap();
    let texts = bytes.windows(6).position(|text| text == "佐藤".as_bytes()).unwrap();
    let mut found = 0;
    // Every bit of what tells how many rows a page has and where they are.
    let heads = (0..100).chain(4_096..4_130).flat_map(|at| (0..8).map(move |bit| (at, bit)));
    let rest = (0..bytes.len()).step_by(37).chain(texts..texts + 6).map(|at| (at, at % 8));
    for (at, bit) in heads.chain(rest) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        fs::write(&path, flipped).unwrap();
        found += u32::from(!opens(&path, &format!("bit {bit} of byte {at}")));
    }
    assert!(found > 50, "{found} changes found");
}

/// A transaction that was broken off before the database was touched leaves a journal of its own, cut anywhere.
#[test]
fn a_rollback_journal_cut_anywhere_leaves_what_was_answered_for() {
    let folder = ledger_testkit::folder();
    let (path, live) = (folder.path().join("a.sqlite"), folder.path().join("live.sqlite"));
    drop(small_database(&path));
    fs::copy(&path, &live).unwrap();
    let connection = foreign(&live);
    // The pages spill, so that the journal is written before the commit.
    connection.execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE").unwrap();
    for number in 7..60 {
        connection.execute("INSERT INTO entry VALUES (?1, 4, ?2)", (number, "x".repeat(3_000))).unwrap();
    }
    let hot = fs::read(folder.path().join("live.sqlite-journal")).unwrap();
    assert!(hot.len() > 4_096);
    drop(connection);
    let before = fs::read(&path).unwrap();
    for cut in (0..hot.len()).step_by(97).chain(0..64) {
        fs::write(&path, &before).unwrap();
        fs::write(folder.path().join("a.sqlite-journal"), &hot[..cut]).unwrap();
        assert!(opens(&path, &format!("journal cut at {cut}")), "journal cut at {cut}");
    }
}
