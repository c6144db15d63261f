//! Databases of older and newer schemas.

use std::path::Path;

use ledger::{Batch, Store};
use ledger_sqlite::{SqliteError, SqliteStore, VERSION};
use ledger_testkit::small_journal;
use rusqlite::Connection;

use crate::{foreign, rows};

/// A database as version 1 made it, letter by letter.
fn version_1(path: &Path, batches: &[Batch]) {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed: record a correction'); END;
CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted: record a reversal'); END;
PRAGMA application_id = 1262831961;
PRAGMA user_version = 1;
",
        )
        .unwrap();
    for batch in batches {
        for (entry, text) in batch.entries().iter().zip(batch.entry_texts()) {
            let row = (entry.seq as i64, entry.batch as i64, text);
            connection.execute("INSERT INTO entry VALUES (?1, ?2, ?3)", row).unwrap();
        }
    }
}

fn version(path: &Path) -> i64 {
    foreign(path).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn version_1_is_brought_to_the_present_one_with_every_entry() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("old.sqlite");
    let (journal, batches) = small_journal();
    version_1(&path, &batches[..2]);
    let before = rows(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!((version(&path), VERSION), (2, 2));
    assert_eq!(rows(&path), before);
    store.append(&batches[2]).unwrap();
    assert_eq!(store.journal().unwrap().head(), journal.head());
    drop(store);
    // Now guarded as one that was made today.
    foreign(&path).execute_batch("REPLACE INTO entry VALUES (1, 1, 'x')").unwrap_err();
    SqliteStore::open(&path).unwrap();
}

#[test]
fn version_1_let_a_foreign_connection_replace_entries_which_is_why_there_is_a_second() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("old.sqlite");
    version_1(&path, &small_journal().1);
    foreign(&path).execute_batch("REPLACE INTO entry VALUES (1, 1, 'x')").unwrap();
    match SqliteStore::open(&path) {
        Err(SqliteError::Corrupt { corruption, .. }) => assert_eq!(corruption.seq, 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_empty_journal_of_version_1_is_brought_up_too() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("old.sqlite");
    version_1(&path, &[]);
    assert_eq!(SqliteStore::open(&path).unwrap().journal().unwrap().last(), 0);
    assert_eq!(version(&path), 2);
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("new.sqlite");
    drop(SqliteStore::create(&path).unwrap());
    foreign(&path).pragma_update(None, "user_version", 3).unwrap();
    match SqliteStore::open(&path) {
        Err(SqliteError::NewerSchema { found, known, .. }) => assert_eq!((found, known), (3, VERSION)),
        other => panic!("{other:?}"),
    }
    assert_eq!(version(&path), 3);
}

#[test]
fn another_program_s_database_is_none_of_ours() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("other.sqlite");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b); PRAGMA user_version = 1").unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(SqliteError::NotALedger { .. })));
    assert!(matches!(SqliteStore::create(&path), Err(SqliteError::Exists { .. })));
    assert_eq!(version(&path), 1);
}
