//! What every store promises, and what this one does besides.

use std::fs;

use ledger::{AppendError, Corruption, Store};
use ledger_sqlite::{SqliteError, SqliteStore};
use ledger_testkit::{Place, forge::Kept, small_journal, store_suite};

use crate::{exchange, foreign, rows, small_database};

struct Folder(tempfile::TempDir);

impl Place for Folder {
    type Store = SqliteStore;

    fn create(&self, name: &str) -> SqliteStore {
        SqliteStore::create(self.0.path().join(name)).unwrap()
    }

    fn open(&self, name: &str) -> SqliteStore {
        SqliteStore::open(self.0.path().join(name)).unwrap()
    }

    fn is_stale(&self, error: &SqliteError) -> Option<AppendError> {
        match error {
            SqliteError::Stale { reason, .. } => Some(reason.clone()),
            _ => None,
        }
    }

    fn try_open(&self, name: &str) -> Result<SqliteStore, SqliteError> {
        SqliteStore::open(self.0.path().join(name))
    }

    fn corruption(&self, error: &SqliteError) -> Option<Corruption> {
        match error {
            SqliteError::Corrupt { corruption, .. } => Some(corruption.clone()),
            _ => None,
        }
    }

    fn kept(&self, name: &str) -> Vec<Kept> {
        let rows = rows(&self.0.path().join(name)).into_iter();
        rows.map(|(_, batch, text)| (batch.try_into().unwrap(), text)).collect()
    }

    fn exchange(&self, name: &str, entries: &[Kept]) {
        exchange(&self.0.path().join(name), entries);
    }
}

#[test]
fn keeps_what_every_store_promises() {
    store_suite(&Folder(tempfile::tempdir().unwrap()));
}

#[test]
fn a_row_is_an_entry_as_it_was_written() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let texts: Vec<String> = small_journal().1.iter().flat_map(ledger::Batch::entry_texts).collect();
    let found: Vec<String> = rows(&path).into_iter().map(|(_, _, text)| text).collect();
    assert_eq!(found, texts);
}

#[test]
fn of_two_that_have_it_open_the_later_is_told_to_prepare_again() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    let batches = small_journal().1;
    let mut one = SqliteStore::create(&path).unwrap();
    let mut other = SqliteStore::open(&path).unwrap();
    one.append(&batches[0]).unwrap();
    let error = other.append(&batches[0]).unwrap_err();
    assert!(matches!(error, SqliteError::Stale { .. }), "{error}");
    assert_eq!(other.journal().unwrap().last(), 2);
    other.append(&batches[1]).unwrap();
    assert_eq!(one.journal().unwrap().last(), 5);
}

#[test]
fn making_one_never_takes_another_file_s_place() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let before = fs::read(&path).unwrap();
    assert!(matches!(SqliteStore::create(&path), Err(SqliteError::Exists { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
    // Nor that of a file that is no database.
    let path = folder.path().join("notes.txt");
    fs::write(&path, "notes").unwrap();
    assert!(matches!(SqliteStore::create(&path), Err(SqliteError::Exists { .. })));
    assert!(matches!(SqliteStore::open(&path), Err(SqliteError::NotALedger { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"notes");
}

#[test]
fn facts_can_be_asked_for_in_sql() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.sqlite");
    drop(small_database(&path));
    let connection = foreign(&path);
    let asked = "SELECT seq, valid_on, actor, file, amends, kind, id, event, fields ->> '$.user' FROM fact";
    let mut statement = connection.prepare(asked).unwrap();
    let found = statement.query_map([], |row| {
        let number = |at| row.get::<_, Option<i64>>(at).map(|number| number.map(|number| number.to_string()));
        let text = |at| row.get::<_, Option<String>>(at);
        let all =
            [number(0)?, text(1)?, text(2)?, text(3)?, number(4)?, text(5)?, text(6)?, text(7)?, text(8)?];
        Ok(all.map(|one| one.unwrap_or_else(|| "-".to_owned())).join(" | "))
    });
    let found: Vec<String> = found.unwrap().map(Result::unwrap).collect();
    assert_eq!(
        found,
        [
            "1 | 2024-06-03 | 山田 | - | - | device | PC-0007 | assigned | 佐藤 \"S\"",
            "2 | 2024-06-01 | 山田 | 機器.xlsx | - | medium | 007 | - | -",
            "3 | 2024-06-04 | 山田 | a.csv | 1 | device | PC-0007 | - | 鈴木",
            "4 | 2024-06-05 | 山田 | - | - | loan | L-1 | lent | -",
            "5 | 2024-06-06 | 山田 | - | 4 | - | - | - | -",
            "6 | 2024-06-07 | 山田 | - | - | device | PC-0007 | disposed | -",
        ]
    );
}
