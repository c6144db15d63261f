//! Loss of power while a batch is stored.
//!
//! The engine's calls cannot be simulated without unsafe code (a file system of one's own, a VFS, is a table of C
//! functions), so this tries out what they leave behind: as the engine works, the rollback journal is on the disk before
//! any page of the database is overwritten, and the pages are on the disk before the rollback journal goes. In between
//! any page may be there as it was, as it will be, or torn. That the engine does ask the disk for as much is a matter of
//! its settings, which are checked whenever it is opened.

use std::{fs, path::Path};

use ledger::{Draft, Field, Journal, Kind, Put, Store};
use ledger_sqlite::{SqliteError, SqliteStore, read};
use rusqlite::Connection;

use crate::foreign;

const SECTOR: usize = 512;

/// SplitMix64.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap()
}

fn batch(journal: &Journal, entries: usize) -> ledger::Batch {
    let draft = |fact: usize| {
        let put = Put::new(Kind::Device, &format!("PC-{}-{fact}", journal.last()));
        Draft::put("2024-06-03".parse().unwrap(), put.field(Field::Note, &"メモ".repeat(200)))
    };
    let moment = "2024-06-05T01:00:00Z".parse().unwrap();
    journal.prepare("yamada", moment, (0..entries).map(draft).collect()).unwrap()
}

/// The database of a journal of two batches.
fn begun(path: &Path) -> Journal {
    let mut store = SqliteStore::create(path).unwrap();
    let mut journal = Journal::new();
    for entries in [3, 20] {
        let batch = batch(&journal, entries);
        store.append(&batch).unwrap();
        journal.append(batch).unwrap();
    }
    journal
}

/// A database of which each sector is as it was or as it was to be, as chance has it.
fn mixed(before: &[u8], after: &[u8], chance: &mut u64) -> Vec<u8> {
    let longest = before.len().max(after.len());
    // The file may have grown already, or not.
    let length = [before.len(), after.len()][next(chance) % 2];
    let mut bytes: Vec<u8> = Vec::with_capacity(longest);
    // Whole pages mostly, torn ones now and then.
    let torn = next(chance).is_multiple_of(3);
    let mut is_new = false;
    for begin in (0..length).step_by(SECTOR) {
        if torn || begin % 4_096 == 0 {
            is_new = next(chance).is_multiple_of(2);
        }
        let end = (begin + SECTOR).min(length);
        let from = if is_new { after } else { before };
        let mut sector = from.get(begin..end).map(<[u8]>::to_vec).unwrap_or_default();
        sector.resize(end - begin, 0);
        bytes.extend(sector);
    }
    bytes
}

#[test]
fn a_loss_of_power_in_the_midst_of_a_batch_leaves_what_was_answered_for() {
    let folder = ledger_testkit::folder();
    let (path, live) = (folder.path().join("a.sqlite"), folder.path().join("live.sqlite"));
    let journal = begun(&path);
    let before = fs::read(&path).unwrap();
    fs::copy(&path, &live).unwrap();
    // The batch as the store writes it, but that the engine runs out of memory and begins with the pages early.
    let more = batch(&journal, 120);
    let connection = foreign(&live);
    connection.execute_batch("PRAGMA synchronous = EXTRA; PRAGMA cache_size = 1; BEGIN IMMEDIATE").unwrap();
    let (mut losses, mut half, mut worse, mut chance) = (0_u32, 0_u32, 0_u32, 1);
    let hot = folder.path().join("live.sqlite-journal");
    for (entry, text) in more.entries().iter().zip(more.entry_texts()) {
        let row = (i64::try_from(entry.seq).unwrap(), i64::try_from(entry.batch).unwrap(), text);
        connection.execute("INSERT INTO entry VALUES (?1, ?2, ?3)", row).unwrap();
        let (now, rollback) = (fs::read(&live).unwrap(), fs::read(&hot).unwrap_or_default());
        if now == before {
            continue;
        }
        for _ in 0..6 {
            let found = mixed(&before, &now, &mut chance);
            half += u32::from(found != before && found != now);
            fs::write(&path, found).unwrap();
            // Without the rollback journal it would often be lost: this is no idle test.
            let _ = fs::remove_file(folder.path().join("a.sqlite-journal"));
            worse += u32::from(!read(&path).is_ok_and(|found| found.end() == journal.end()));
            let mut rollback = rollback.clone();
            // What follows what was synced may be anything.
            if next(&mut chance).is_multiple_of(2) {
                rollback.extend(vec![0xa5; next(&mut chance) % 3_000]);
            }
            fs::write(folder.path().join("a.sqlite-journal"), rollback).unwrap();
            assert_eq!(read(&path).unwrap().end(), journal.end());
            losses += 1;
        }
        // And whoever records goes on from there.
        let mut store = SqliteStore::open(&path).unwrap();
        store.append(&batch(&journal, 1)).unwrap();
        assert_eq!(read(&path).unwrap().last(), journal.last() + 1);
    }
    println!("{losses} losses of power, {half} of them with the database half written");
    assert!(losses > 500 && half > 300 && worse > 100, "{losses}, {half}, {worse}");
    // Committed, the rollback journal is gone and the batch is there.
    connection.execute_batch("COMMIT").unwrap();
    assert!(!hot.exists());
    let mut longer = journal;
    longer.append(more).unwrap();
    assert_eq!(read(&live).unwrap().end(), longer.end());
}

/// The settings on which it rests, also where another program had others.
#[test]
fn commits_are_kept_by_a_rollback_journal_whatever_another_program_chose() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    let journal = begun(&path);
    let mode = |connection: &Connection| -> String {
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap()
    };
    for other in ["wal", "persist", "truncate", "memory", "off"] {
        let connection = foreign(&path);
        connection.pragma_update(None, "journal_mode", other).unwrap();
        assert_eq!(mode(&connection), other);
        drop(connection);
        assert_eq!(read(&path).unwrap().end(), journal.end());
        drop(SqliteStore::open(&path).unwrap());
        // Only the first is kept in the file.
        assert_eq!(mode(&foreign(&path)), "delete", "{other}");
    }
    // As long as somebody reads in the other mode, it cannot be left.
    let reader = foreign(&path);
    reader.pragma_update(None, "journal_mode", "wal").unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    match SqliteStore::open(&path) {
        Err(SqliteError::Busy { .. } | SqliteError::Setting { name: "journal_mode", .. }) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(read(&path).unwrap().end(), journal.end());
}
