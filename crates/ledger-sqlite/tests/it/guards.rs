//! Who may change entries: nobody, by any statement, over any connection.

use ledger::{Corruption, Damage};
use ledger_sqlite::{SqliteError, SqliteStore};

use crate::{exchange, foreign, rows, small_database};

/// Statements that would change what was written.
const ATTEMPTS: &[&str] = &[
    "UPDATE entry SET text = 'x' WHERE seq = 1",
    "UPDATE entry SET seq = 9 WHERE seq = 6",
    "UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 6",
    "UPDATE OR IGNORE entry SET batch = 9",
    "UPDATE entry SET rowid = 9 WHERE rowid = 6",
    "DELETE FROM entry WHERE seq = 6",
    "DELETE FROM entry",
    "INSERT OR REPLACE INTO entry VALUES (6, 3, 'x')",
    "REPLACE INTO entry VALUES (1, 1, 'x')",
    "REPLACE INTO entry (rowid, batch, text) VALUES (1, 1, 'x')",
    "INSERT INTO entry VALUES (6, 3, 'x')",
    "INSERT OR ROLLBACK INTO entry VALUES (6, 3, 'x')",
    "INSERT OR IGNORE INTO entry VALUES (3, 3, 'x')",
    "INSERT INTO entry VALUES (6, 3, 'x') ON CONFLICT (seq) DO UPDATE SET text = 'x'",
    "INSERT INTO entry VALUES (6, 3, 'x') ON CONFLICT DO NOTHING",
    // Beyond the end, and without a number.
    "INSERT INTO entry VALUES (8, 4, 'x')",
    "INSERT INTO entry VALUES (0, 4, 'x')",
    "INSERT INTO entry VALUES (-1, 4, 'x')",
    "INSERT INTO entry (batch, text) VALUES (4, 'x')",
    "REPLACE INTO entry SELECT seq, batch, 'x' FROM entry",
];

#[test]
fn no_statement_of_a_foreign_connection_changes_an_entry() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let before = rows(&path);
    for recursive in [0, 1] {
        let connection = foreign(&path);
        connection.pragma_update(None, "recursive_triggers", recursive).unwrap();
        for attempt in ATTEMPTS {
            let error = connection.execute_batch(attempt).expect_err(attempt).to_string();
            assert!(error.contains("entries are never"), "{attempt}: {error}");
            assert_eq!(rows(&path), before, "{attempt}");
        }
    }
    drop(SqliteStore::open(&path).unwrap());
}

/// Guards that were taken away, or made to be evaded.
#[test]
fn a_change_of_the_guards_is_found_on_opening() {
    for (change, object) in [
        ("DROP TRIGGER entry_not_updated", "trigger `entry_not_updated`"),
        ("DROP TRIGGER entry_not_deleted", "trigger `entry_not_deleted`"),
        ("DROP TRIGGER entry_not_replaced", "trigger `entry_not_replaced`"),
        (
            "DROP TRIGGER entry_not_updated;
             CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry BEGIN SELECT 1; END",
            "trigger `entry_not_updated`",
        ),
        ("CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END", "trigger `more`"),
        // A replacement by another key would take an entry away without its number.
        ("CREATE UNIQUE INDEX one ON entry (batch, seq)", "index `one`"),
        ("CREATE TABLE more (a)", "table `more`"),
        ("DROP VIEW fact", "view `fact`"),
        ("DROP VIEW batch; CREATE VIEW batch AS SELECT 1 AS batch", "view `batch`"),
        ("ALTER TABLE entry ADD COLUMN note TEXT", "table `entry`"),
    ] {
        let folder = ledger_testkit::folder();
        let path = folder.path().join("a.sqlite");
        drop(small_database(&path));
        foreign(&path).execute_batch(change).unwrap();
        match SqliteStore::open(&path) {
            Err(SqliteError::Schema { object: found, .. }) => assert_eq!(found, object, "{change}"),
            other => panic!("{change}: {other:?}"),
        }
    }
}

#[test]
fn a_view_of_one_s_own_is_nobody_s_harm() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    foreign(&path).execute_batch("CREATE VIEW mine AS SELECT id FROM fact").unwrap();
    SqliteStore::open(&path).unwrap();
}

/// Whoever takes the guards away, changes an entry and puts them back.
#[test]
fn an_entry_changed_behind_the_guards_is_named_on_opening() {
    let put_back = "CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed: record a correction'); END";
    for (change, seq) in [
        ("UPDATE entry SET text = replace(text, '佐藤', '伊藤') WHERE seq = 1", 1),
        ("UPDATE entry SET text = '' WHERE seq = 4", 4),
        ("UPDATE entry SET text = substr(text, 2) WHERE seq = 6", 6),
        ("UPDATE entry SET text = text || ',' || text WHERE seq = 6", 7),
        ("UPDATE entry SET batch = 1 WHERE seq = 3", 3),
        ("UPDATE entry SET batch = 9 WHERE seq = 5", 5),
        ("UPDATE entry SET seq = 10 - seq WHERE seq IN (4, 6)", 4),
        ("UPDATE entry SET seq = 7 WHERE seq = 6", 6),
        ("UPDATE entry SET seq = -6 WHERE seq = 6", 1),
    ] {
        let folder = ledger_testkit::folder();
        let path = folder.path().join("a.sqlite");
        drop(small_database(&path));
        let connection = foreign(&path);
        connection.execute_batch("DROP TRIGGER entry_not_updated").unwrap();
        // Exchanging numbers needs a detour around the key.
        if change.contains("10 - seq") {
            connection.execute_batch("UPDATE entry SET seq = -seq WHERE seq IN (4, 6)").unwrap();
            connection.execute_batch("UPDATE entry SET seq = 10 + seq WHERE seq < 0").unwrap();
        } else {
            connection.execute_batch(change).unwrap();
        }
        connection.execute_batch(put_back).unwrap();
        match SqliteStore::open(&path) {
            Err(SqliteError::Corrupt { corruption, .. }) => {
                assert_eq!(corruption.seq, seq, "{change}: {corruption}")
            }
            other => panic!("{change}: {other:?}"),
        }
    }
}

/// Once, such a journal read well, and took nothing more: its rows and its entries were not as many.
#[test]
fn two_entries_in_one_row_are_found() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let mut entries: Vec<(u64, String)> =
        rows(&path).into_iter().map(|(_, batch, text)| (batch.try_into().unwrap(), text)).collect();
    let second = entries.remove(1).1;
    entries[0].1 = format!("{},{second}", entries[0].1);
    exchange(&path, &entries);
    match SqliteStore::open(&path) {
        Err(SqliteError::Corrupt { corruption, .. }) => {
            assert_eq!(corruption, Corruption { seq: 1, damage: Damage::OutOfSequence { found: 2 } });
        }
        other => panic!("{other:?}"),
    }
}
