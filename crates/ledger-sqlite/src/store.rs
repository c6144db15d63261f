//! The database.

use ledger::Deed;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use ledger::{AppendError, Batch, Corruption, Damage, EntryHash, Journal, Store};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use crate::{
    SqliteError, VERSION,
    schema::{APPLICATION, difference, migrate},
};

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Settings that a connection must have, with the number that stands for each.
///
/// `synchronous` at 3 (`EXTRA`) is `FULL` that also waits for the folder: without it, a commit that was answered may be
/// rolled back after a loss of power, by the journal file that had not yet left the folder.
const SETTINGS: [(&str, &str); 3] =
    [("synchronous", "3"), ("recursive_triggers", "1"), ("trusted_schema", "0")];

/// How the engine keeps what a transaction changes: in a file beside the database that is gone when it is committed.
/// Only so does `synchronous` at 3 mean what is said above, and a copy of the one file is a copy of the journal.
const ROLLBACK: (&str, &str) = ("journal_mode", "delete");

/// A journal database.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    connection: Connection,
}

impl SqliteStore {
    /// Makes the database of a new journal.
    ///
    /// # Errors
    /// [`SqliteError`]: where it is there already or cannot be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        let path = path.as_ref();
        let made = File::options().write(true).create_new(true).open(path);
        match made {
            Ok(_) => {}
            // Making one was broken off before it had begun.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_empty(path) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(SqliteError::Exists { path: path.to_owned() });
            }
            Err(error) => return Err(SqliteError::io(path, Deed::Make)(error)),
        }
        let mut store = Self::connect(path)?;
        store.keep_rollback()?;
        let failed = SqliteError::database(path, Deed::Make);
        let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(&failed)?;
        let objects = "SELECT count(*) FROM sqlite_schema";
        if transaction.query_row(objects, [], |row| row.get::<_, i64>(0)).map_err(&failed)? != 0 {
            return Err(SqliteError::Exists { path: path.to_owned() });
        }
        migrate(&transaction, 0, VERSION).map_err(&failed)?;
        transaction.commit().map_err(&failed)?;
        keep_name(path)?;
        Ok(store)
    }

    /// Opens a journal database for recording, and verifies schema and entries.
    ///
    /// # Errors
    /// [`SqliteError`], in the order of its variants.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        let path = path.as_ref();
        let (store, found) = Self::found(path)?;
        if found != VERSION {
            return Err(SqliteError::OlderSchema { path: path.to_owned(), found, known: VERSION });
        }
        store.keep_rollback()?;
        verified(&store.connection, path, found)?;
        Ok(store)
    }

    /// Brings a database of an earlier schema to the present one, all or nothing: it is verified before, and holds the
    /// same entries after. The schema that it had; the present one where there was nothing to do.
    ///
    /// # Errors
    /// [`SqliteError`], in the order of its variants; then nothing was changed.
    pub fn migrate(path: impl AsRef<Path>) -> Result<i64, SqliteError> {
        let path = path.as_ref();
        let (mut store, _) = Self::found(path)?;
        store.keep_rollback()?;
        let failed = SqliteError::database(path, Deed::Migrate);
        let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(&failed)?;
        // Asked again: another program may have done it meanwhile.
        let found = version(&transaction, path)?;
        let before = verified(&transaction, path, found)?;
        migrate(&transaction, found, VERSION).map_err(&failed)?;
        let after = verified(&transaction, path, VERSION)?;
        if before.end() != after.end() {
            let found = "its entries are not those that were there before".to_owned();
            return Err(SqliteError::Damaged { path: path.to_owned(), found });
        }
        transaction.commit().map_err(failed)?;
        Ok(found)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path) -> Result<Self, SqliteError> {
        let failed = SqliteError::database(path, Deed::Open);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(&failed)?;
        connection.busy_timeout(PATIENCE).map_err(&failed)?;
        for (name, wanted) in SETTINGS {
            connection.pragma_update(None, name, wanted).map_err(&failed)?;
            let found = connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
            let found = found.map_err(&failed)?.to_string();
            if found != wanted {
                return Err(SqliteError::Setting { path: path.to_owned(), name, wanted, found });
            }
        }
        Ok(Self { path: path.to_owned(), connection })
    }

    /// A database that is there, and its schema, which is one that this program knows.
    fn found(path: &Path) -> Result<(Self, i64), SqliteError> {
        // Asked without opening: closing a file takes away all locks that the engine holds on it.
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SqliteError::Missing { path: path.to_owned() });
            }
            Ok(found) if !found.is_file() => return Err(SqliteError::NotALedger { path: path.to_owned() }),
            _ => {}
        }
        let store = Self::connect(path)?;
        let application = store.connection.pragma_query_value(None, "application_id", |row| row.get(0));
        let application: i64 = application.map_err(SqliteError::database(path, Deed::Read))?;
        if application != APPLICATION {
            return Err(SqliteError::NotALedger { path: path.to_owned() });
        }
        match version(&store.connection, path)? {
            found if found > VERSION => {
                Err(SqliteError::NewerSchema { path: path.to_owned(), found, known: VERSION })
            }
            found if found < 1 => Err(SqliteError::NotALedger { path: path.to_owned() }),
            found => Ok((store, found)),
        }
    }

    /// Sees to it that commits are kept as [`ROLLBACK`] says.
    fn keep_rollback(&self) -> Result<(), SqliteError> {
        let (name, wanted) = ROLLBACK;
        let set = self.connection.pragma_update_and_check(None, name, wanted, |row| row.get(0));
        let found: String = set.map_err(SqliteError::database(&self.path, Deed::Open))?;
        if found != wanted {
            return Err(SqliteError::Setting { path: self.path.clone(), name, wanted, found });
        }
        Ok(())
    }
}

/// Reads a journal database, of this or an earlier schema, and verifies schema and entries. Nothing is changed, but that
/// a transaction that was broken off is rolled back.
///
/// # Errors
/// [`SqliteError`], in the order of its variants.
pub fn read(path: impl AsRef<Path>) -> Result<Journal, SqliteError> {
    let path = path.as_ref();
    let (store, found) = SqliteStore::found(path)?;
    verified(&store.connection, path, found)
}

/// The journal, where the database is as its version made it and is damaged nowhere.
fn verified(connection: &Connection, path: &Path, version: i64) -> Result<Journal, SqliteError> {
    let failed = SqliteError::database(path, Deed::Read);
    if let Some(object) = difference(connection, version).map_err(&failed)? {
        return Err(SqliteError::Schema { path: path.to_owned(), object });
    }
    // A page of which the end is lost may pass for one with fewer rows.
    let check = "PRAGMA quick_check(1)";
    let found: String = connection.query_row(check, [], |row| row.get(0)).map_err(&failed)?;
    if found != "ok" {
        return Err(SqliteError::Damaged { path: path.to_owned(), found });
    }
    all(connection, path)
}

/// The version of a database's schema.
fn version(connection: &Connection, path: &Path) -> Result<i64, SqliteError> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    version.map_err(SqliteError::database(path, Deed::Read))
}

impl Store for SqliteStore {
    type Error = SqliteError;

    fn journal(&mut self) -> Result<Journal, SqliteError> {
        all(&self.connection, &self.path)
    }

    fn append(&mut self, batch: &Batch) -> Result<(), SqliteError> {
        let failed = SqliteError::not_kept(&self.path);
        // Nobody else writes from here to the commit.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(&failed)?;
        let (last, head) = end(&transaction, &self.path)?;
        batch.follows(last, head).map_err(|reason| SqliteError::Stale { path: self.path.clone(), reason })?;
        let insert = "INSERT INTO entry (seq, batch, text) VALUES (?1, ?2, ?3)";
        let mut statement = transaction.prepare(insert).map_err(&failed)?;
        for (entry, text) in batch.entries().iter().zip(batch.entry_texts()) {
            let full = |_| SqliteError::Stale { path: self.path.clone(), reason: AppendError::Full };
            let number = |number: u64| i64::try_from(number).map_err(full);
            statement.execute((number(entry.seq)?, number(entry.batch)?, text)).map_err(&failed)?;
        }
        drop(statement);
        transaction.commit().map_err(failed)
    }
}

/// Reads and verifies all entries.
fn all(connection: &Connection, path: &Path) -> Result<Journal, SqliteError> {
    let failed = SqliteError::database(path, Deed::Read);
    let corrupt = |corruption| SqliteError::Corrupt { path: path.to_owned(), corruption };
    let mut journal = Journal::new();
    let all = "SELECT seq, batch, text FROM entry ORDER BY seq";
    let mut statement = connection.prepare(all).map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    let (mut line, mut of_batch, mut last) = (Vec::new(), None, 0_i64);
    while let Some(row) = rows.next().map_err(&failed)? {
        let (seq, batch) = (row.get::<_, i64>(0).map_err(&failed)?, row.get::<_, i64>(1).map_err(&failed)?);
        if of_batch != Some(batch) {
            take_in(&mut journal, &mut line, last).map_err(corrupt)?;
            of_batch = Some(batch);
        }
        if last.checked_add(1) != Some(seq) {
            let damage = Damage::OutOfSequence { found: u64::try_from(seq).unwrap_or(0) };
            return Err(corrupt(Corruption { seq: number_after(last), damage }));
        }
        last = seq;
        line.push(if line.is_empty() { b'[' } else { b',' });
        let text = row.get_ref(2).map_err(&failed)?;
        line.extend_from_slice(text.as_bytes().unwrap_or_default());
    }
    take_in(&mut journal, &mut line, last).map_err(corrupt)?;
    Ok(journal)
}

/// The number of the entry after that of a row.
fn number_after(row: i64) -> u64 {
    u64::try_from(row).map_or(1, |row| row + 1)
}

/// The number and the hash of the last entry.
fn end(connection: &Connection, path: &Path) -> Result<(u64, EntryHash), SqliteError> {
    let last = "SELECT seq, substr(text, -66, 64) FROM entry ORDER BY seq DESC LIMIT 1";
    let found = connection.query_row(last, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
    let Some((seq, hash)) = found.optional().map_err(SqliteError::database(path, Deed::Read))? else {
        return Ok((0, EntryHash::BEGINNING));
    };
    let seq = u64::try_from(seq).unwrap_or(0);
    let hash = hash.parse().map_err(|error: ledger::EntryHashError| SqliteError::Corrupt {
        path: path.to_owned(),
        corruption: Corruption { seq, damage: Damage::Unreadable { why: error.to_string() } },
    })?;
    Ok((seq, hash))
}

/// Reads the entries gathered of a batch, of which the last stands in a row of some number: one in each row.
fn take_in(journal: &mut Journal, line: &mut Vec<u8>, row: i64) -> Result<(), Corruption> {
    if line.is_empty() {
        return Ok(());
    }
    line.push(b']');
    journal.read_bytes(line)?;
    line.clear();
    if i64::try_from(journal.last()) != Ok(row) {
        let damage = Damage::OutOfSequence { found: journal.last() };
        return Err(Corruption { seq: u64::try_from(row).unwrap_or(0), damage });
    }
    Ok(())
}

fn is_empty(path: &Path) -> bool {
    // Not what a link leads to: somebody else keeps it.
    fs::symlink_metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
}

/// Brings the folder that names the file to the disk.
fn keep_name(path: &Path) -> Result<(), SqliteError> {
    // Elsewhere a folder cannot be opened as a file, and needs not be.
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let named = File::open(folder).and_then(|folder| folder.sync_all());
        named.map_err(SqliteError::io(folder, Deed::Sync))?;
    }
    Ok(())
}
