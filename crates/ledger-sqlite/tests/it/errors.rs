//! The catalogue of messages: every case prints what the page says.
//!
//! `UPDATE_PAGES=1 cargo test -p ledger-sqlite` writes the page's section; read it afterwards.

use std::{fs, path::Path};

use ledger::Store;
use ledger_sqlite::{SqliteError, SqliteStore};
use ledger_testkit::{
    page::{Case, check, section},
    small_journal,
};

use crate::{foreign, small_database};

fn scripts() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/errors")
}

#[test]
fn every_message_is_on_the_page() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("ledger.sqlite");
    let message =
        |error: &SqliteError| error.to_string().replace(&format!("{}/", folder.path().display()), "");
    let mut cases = Vec::new();
    let mut files: Vec<_> = fs::read_dir(scripts()).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort_unstable();
    assert!(!files.is_empty());
    for file in files {
        let script = fs::read_to_string(&file).unwrap();
        drop(small_database(&path));
        foreign(&path).execute_batch(&script).unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        cases.push(Case {
            name: format!("`{}`", file.file_name().unwrap().display()),
            // The script says itself what it does.
            what: script.lines().next().unwrap().strip_prefix("-- ").unwrap().to_owned(),
            message: message(&error),
        });
        fs::remove_file(&path).unwrap();
    }
    let mut case = |name: &str, what: &str, error: SqliteError| {
        let (name, what) = (name.to_owned(), what.to_owned());
        cases.push(Case { name, what, message: message(&error) });
    };
    case("missing", "A journal is opened that is not there.", SqliteStore::open(&path).unwrap_err());
    let mut store = SqliteStore::create(&path).unwrap();
    case("exists", "A journal is made where one is.", SqliteStore::create(&path).unwrap_err());
    let batches = small_journal().1;
    store.append(&batches[0]).unwrap();
    let stale = "A batch is stored that was prepared before another was.";
    case("stale", stale, store.append(&batches[0]).unwrap_err());
    let busy = foreign(&path);
    busy.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let held = "Another program holds the database for longer than five seconds.";
    case("busy", held, store.append(&batches[1]).unwrap_err());
    drop(busy);
    drop(store);
    foreign(&path).execute_batch("DROP VIEW batch; PRAGMA user_version = 2").unwrap();
    let older = "A batch is to be stored in a database that an older version made.";
    case("older schema", older, SqliteStore::open(&path).unwrap_err());
    fs::write(&path, "notes").unwrap();
    case("no journal database", "A text file is opened.", SqliteStore::open(&path).unwrap_err());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/ledger-errors.md");
    check(&page, "ledger-sqlite", &section(&cases));
}
