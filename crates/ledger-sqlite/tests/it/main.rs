//! What the journal database promises.

#![allow(clippy::as_conversions, reason = "numbers in tests are small and known")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// Databases that were cut or altered.
mod damage;
/// The catalogue of messages: every case prints what the page says.
mod errors;
/// A disk that is full.
mod full_disk;
/// Who may change entries: nobody, by any statement, over any connection.
mod guards;
/// Databases of older and newer schemas.
mod migration;
/// Loss of power while a batch is stored.
mod power;
/// What every store promises, and what this one does besides.
mod store;

use std::path::Path;

use ledger::Store;
use ledger_sqlite::SqliteStore;
use ledger_testkit::{forge::Kept, small_journal};
use rusqlite::Connection;

/// The small journal in a database.
fn small_database(path: &Path) -> SqliteStore {
    let mut store = SqliteStore::create(path).unwrap();
    for batch in small_journal().1 {
        store.append(&batch).unwrap();
    }
    store
}

/// A connection as anybody's tool opens one.
fn foreign(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    let recursive: i64 = connection.pragma_query_value(None, "recursive_triggers", |row| row.get(0)).unwrap();
    assert_eq!(recursive, 0, "a foreign connection is to show what happens without them");
    connection
}

/// All rows, as a foreign connection sees them.
fn rows(path: &Path) -> Vec<(i64, i64, String)> {
    let connection = foreign(path);
    let mut statement = connection.prepare("SELECT seq, batch, text FROM entry ORDER BY seq").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Puts other entries into a database: takes the guards away and puts them back.
fn exchange(path: &Path, entries: &[Kept]) {
    let connection = foreign(path);
    let guards = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
    let mut statement = connection.prepare(guards).unwrap();
    let guards = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let guards: Vec<(String, String)> = guards.map(Result::unwrap).collect();
    for (name, _) in &guards {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    connection.execute_batch("DELETE FROM entry").unwrap();
    for (seq, (batch, text)) in (1_i64..).zip(entries) {
        let row = (seq, i64::try_from(*batch).unwrap(), text);
        connection.execute("INSERT INTO entry VALUES (?1, ?2, ?3)", row).unwrap();
    }
    for (_, made) in &guards {
        connection.execute_batch(made).unwrap();
    }
}
