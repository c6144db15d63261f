//! Databases of older and newer schemas.

use std::{fs, path::Path};

use ledger::{Journal, Store};
use ledger_sqlite::{SqliteError, SqliteStore, VERSION, read};
use ledger_testkit::forge::{self, Kept};
use rusqlite::Connection;

use crate::{foreign, rows};

const FIRST: &str = "
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
";

const SECOND: &str = "
CREATE TRIGGER entry_not_replaced BEFORE INSERT ON entry
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'entries are never replaced: a new one follows the last'); END;
CREATE VIEW fact AS
SELECT
  seq, batch,
  text ->> '$.at' AS recorded_at,
  text ->> '$.on' AS valid_on,
  text ->> '$.by' AS actor,
  text ->> '$.from.file' AS file,
  text ->> '$.from.sheet' AS sheet,
  text ->> '$.from.row' AS row,
  coalesce(text ->> '$.body.correct.entry', text ->> '$.body.reverse.entry') AS amends,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') ->> '$.kind' AS kind,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') ->> '$.id' AS id,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') ->> '$.event' AS event,
  coalesce(text -> '$.body.put', text -> '$.body.correct.put', text -> '$.body.set') -> '$.fields' AS fields
FROM entry;
PRAGMA user_version = 2;
";

/// A database as an older version made it, letter by letter.
fn older(path: &Path, version: i64, entries: &[Kept]) {
    let connection = Connection::open(path).unwrap();
    for made in [FIRST, SECOND].iter().take(version.try_into().unwrap()) {
        connection.execute_batch(made).unwrap();
    }
    for (seq, (batch, text)) in (1_i64..).zip(entries) {
        let row = (seq, i64::try_from(*batch).unwrap(), text);
        connection.execute("INSERT INTO entry VALUES (?1, ?2, ?3)", row).unwrap();
    }
}

/// The journal of some lines.
fn of(lines: &str) -> Journal {
    let mut journal = Journal::new();
    lines.lines().for_each(|line| journal.read_line(line).unwrap());
    journal
}

fn version(path: &Path) -> i64 {
    foreign(path).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// What an older program wrote is read as it is. Recording in it needs a migration that somebody asks for.
#[test]
fn older_schemas_are_read_unchanged_and_recorded_in_after_a_migration() {
    for (schema, lines) in [(1, forge::VERSION_1), (1, forge::VERSION_2), (2, forge::VERSION_2), (2, "")] {
        let folder = ledger_testkit::folder();
        let path = folder.path().join("old.sqlite");
        older(&path, schema, &forge::entries(lines));
        let (before, bytes, journal) = (rows(&path), fs::read(&path).unwrap(), of(lines));
        assert_eq!(read(&path).unwrap().end(), journal.end());
        match SqliteStore::open(&path) {
            Err(SqliteError::OlderSchema { found, known, .. }) => {
                assert_eq!((found, known), (schema, VERSION))
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "looking at it changed it");
        assert_eq!(SqliteStore::migrate(&path).unwrap(), schema);
        assert_eq!((version(&path), rows(&path)), (VERSION, before));
        assert_eq!(SqliteStore::migrate(&path).unwrap(), VERSION);
        let mut store = SqliteStore::open(&path).unwrap();
        let mut journal = store.journal().unwrap();
        let put = ledger::Put::new(ledger::Kind::Device, "PC-9");
        let draft = ledger::Draft::put("2024-06-03".parse().unwrap(), put);
        let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse().unwrap(), vec![draft]).unwrap();
        store.append(&batch).unwrap();
        journal.append(batch).unwrap();
        assert_eq!((read(&path).unwrap().end(), journal.end().format), (journal.end(), 2));
        // Now guarded as one that was made today.
        foreign(&path).execute_batch("REPLACE INTO entry VALUES (1, 1, 'x')").unwrap_err();
    }
}

#[test]
fn a_damaged_database_is_not_migrated() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("old.sqlite");
    older(&path, 1, &forge::entries(forge::VERSION_2));
    // Version 1 let a foreign connection replace entries, which is why there is a second.
    foreign(&path).execute_batch("REPLACE INTO entry VALUES (1, 1, 'x')").unwrap();
    let bytes = fs::read(&path).unwrap();
    for found in [read(&path).map(|_| ()), SqliteStore::migrate(&path).map(|_| ())] {
        match found {
            Err(SqliteError::Corrupt { corruption, .. }) => assert_eq!(corruption.seq, 1),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fs::read(&path).unwrap(), bytes);
    // Nor one of which the guards of its own version were changed.
    fs::remove_file(&path).unwrap();
    older(&path, 2, &forge::entries(forge::VERSION_2));
    foreign(&path).execute_batch("DROP TRIGGER entry_not_replaced").unwrap();
    for found in [read(&path).map(|_| ()), SqliteStore::migrate(&path).map(|_| ())] {
        assert!(matches!(found, Err(SqliteError::Schema { .. })), "{found:?}");
    }
    assert_eq!(version(&path), 2);
}

/// Broken off at any point, a migration is done or not.
#[test]
fn a_migration_that_is_broken_off_is_done_or_not() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("old.sqlite");
    older(&path, 1, &forge::entries(forge::VERSION_2));
    let before = fs::read(&path).unwrap();
    // What the migration does, without its end.
    let connection = foreign(&path);
    connection.execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE").unwrap();
    let made = &SECOND[..SECOND.find("PRAGMA").unwrap()];
    connection.execute_batch(made).unwrap();
    connection.execute_batch("PRAGMA user_version = 3").unwrap();
    // The pages spill, so that some are written before the end.
    for number in 7..60 {
        connection.execute("INSERT INTO entry VALUES (?1, 4, ?2)", (number, "x".repeat(3_000))).unwrap();
    }
    let hot = fs::read(folder.path().join("old.sqlite-journal")).unwrap_or_default();
    let half = fs::read(&path).unwrap();
    drop(connection);
    assert!(hot.len() > 1_000 && half != before, "nothing of the migration was written before its end");
    for (bytes, journal) in [(&before, &hot[..]), (&half, &hot[..]), (&before, &hot[..hot.len() / 2])] {
        fs::write(&path, bytes).unwrap();
        fs::write(folder.path().join("old.sqlite-journal"), journal).unwrap();
        assert_eq!(read(&path).unwrap().end(), of(forge::VERSION_2).end());
        assert_eq!(version(&path), 1);
        assert_eq!(SqliteStore::migrate(&path).unwrap(), 1);
        assert_eq!(SqliteStore::open(&path).unwrap().journal().unwrap().end(), of(forge::VERSION_2).end());
    }
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("new.sqlite");
    drop(SqliteStore::create(&path).unwrap());
    foreign(&path).pragma_update(None, "user_version", VERSION + 1).unwrap();
    let refused = |found: Result<(), SqliteError>| match found {
        Err(SqliteError::NewerSchema { found, known, .. }) => {
            assert_eq!((found, known), (VERSION + 1, VERSION))
        }
        other => panic!("{other:?}"),
    };
    refused(SqliteStore::open(&path).map(|_| ()));
    refused(read(&path).map(|_| ()));
    refused(SqliteStore::migrate(&path).map(|_| ()));
    assert_eq!(version(&path), VERSION + 1);
}

#[test]
fn another_program_s_database_is_none_of_ours() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("other.sqlite");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b); PRAGMA user_version = 1").unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(SqliteError::NotALedger { .. })));
    assert!(matches!(read(&path), Err(SqliteError::NotALedger { .. })));
    assert!(matches!(SqliteStore::migrate(&path), Err(SqliteError::NotALedger { .. })));
    assert!(matches!(SqliteStore::create(&path), Err(SqliteError::Exists { .. })));
    assert_eq!(version(&path), 1);
}
