//! The database.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use ledger::{Batch, Corruption, Damage, EntryHash, Journal, Store};
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
const SETTINGS: [(&str, i64); 3] = [("synchronous", 3), ("recursive_triggers", 1), ("trusted_schema", 0)];

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
            Err(error) => return Err(SqliteError::io(path, "made")(error)),
        }
        let mut store = Self::connect(path)?;
        let failed = SqliteError::database(path, "made");
        let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(&failed)?;
        let objects = "SELECT count(*) FROM sqlite_schema";
        if transaction.query_row(objects, [], |row| row.get::<_, i64>(0)).map_err(&failed)? != 0 {
            return Err(SqliteError::Exists { path: path.to_owned() });
        }
        migrate(&transaction, 0).map_err(&failed)?;
        transaction.commit().map_err(&failed)?;
        keep_name(path)?;
        Ok(store)
    }

    /// Opens a journal database, brings its schema to the present version and verifies schema and entries.
    ///
    /// # Errors
    /// [`SqliteError`], in the order of its variants.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(SqliteError::Missing { path: path.to_owned() });
        }
        let mut store = Self::connect(path)?;
        store.bring_up()?;
        let failed = SqliteError::database(path, "read");
        if let Some(object) = difference(&store.connection).map_err(&failed)? {
            return Err(SqliteError::Schema { path: path.to_owned(), object });
        }
        // A page of which the end is lost may pass for one with fewer rows: a chain that is sound, but too short.
        let check = "PRAGMA quick_check(1)";
        let found: String = store.connection.query_row(check, [], |row| row.get(0)).map_err(&failed)?;
        if found != "ok" {
            return Err(SqliteError::Damaged { path: path.to_owned(), found });
        }
        store.journal()?;
        Ok(store)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path) -> Result<Self, SqliteError> {
        let failed = SqliteError::database(path, "opened");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(&failed)?;
        connection.busy_timeout(PATIENCE).map_err(&failed)?;
        for (name, wanted) in SETTINGS {
            connection.pragma_update(None, name, wanted).map_err(&failed)?;
            let found: i64 = connection.pragma_query_value(None, name, |row| row.get(0)).map_err(&failed)?;
            if found != wanted {
                return Err(SqliteError::Setting { path: path.to_owned(), name, wanted, found });
            }
        }
        Ok(Self { path: path.to_owned(), connection })
    }

    /// Brings the schema to the present version.
    fn bring_up(&mut self) -> Result<(), SqliteError> {
        let path = &self.path;
        let number = |connection: &Connection, name| {
            let number = connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
            number.map_err(SqliteError::database(path, "read"))
        };
        if number(&self.connection, "application_id")? != APPLICATION {
            return Err(SqliteError::NotALedger { path: path.clone() });
        }
        if number(&self.connection, "user_version")? == VERSION {
            return Ok(());
        }
        let failed = SqliteError::database(path, "brought to the present schema");
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(&failed)?;
        // Asked again: another program may have done it meanwhile.
        match number(&transaction, "user_version")? {
            VERSION => {}
            found if found > VERSION => {
                return Err(SqliteError::NewerSchema { path: path.clone(), found, known: VERSION });
            }
            found if found < 1 => return Err(SqliteError::NotALedger { path: path.clone() }),
            older => migrate(&transaction, older).map_err(&failed)?,
        }
        transaction.commit().map_err(failed)
    }
}

impl Store for SqliteStore {
    type Error = SqliteError;

    fn journal(&mut self) -> Result<Journal, SqliteError> {
        let failed = SqliteError::database(&self.path, "read");
        let corrupt = |corruption| SqliteError::Corrupt { path: self.path.clone(), corruption };
        let mut journal = Journal::new();
        let all = "SELECT seq, batch, text FROM entry ORDER BY seq";
        let mut statement = self.connection.prepare(all).map_err(&failed)?;
        let mut rows = statement.query([]).map_err(&failed)?;
        let (mut line, mut of_batch, mut expected) = (Vec::new(), None, 1_i64);
        while let Some(row) = rows.next().map_err(&failed)? {
            let (seq, batch) =
                (row.get::<_, i64>(0).map_err(&failed)?, row.get::<_, i64>(1).map_err(&failed)?);
            if of_batch != Some(batch) {
                take_in(&mut journal, &mut line).map_err(corrupt)?;
                of_batch = Some(batch);
            }
            if seq != expected {
                let damage = Damage::OutOfSequence { found: u64::try_from(seq).unwrap_or(0) };
                return Err(corrupt(Corruption { seq: u64::try_from(expected).unwrap_or(0), damage }));
            }
            expected = expected.saturating_add(1);
            line.push(if line.is_empty() { b'[' } else { b',' });
            let text = row.get_ref(2).map_err(&failed)?;
            line.extend_from_slice(text.as_bytes().unwrap_or_default());
        }
        take_in(&mut journal, &mut line).map_err(corrupt)?;
        Ok(journal)
    }

    fn append(&mut self, batch: &Batch) -> Result<(), SqliteError> {
        let failed = SqliteError::database(&self.path, "written");
        // Nobody else writes from here to the commit.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(&failed)?;
        let (last, head) = end(&transaction, &self.path)?;
        batch.follows(last, head).map_err(|reason| SqliteError::Stale { path: self.path.clone(), reason })?;
        let insert = "INSERT INTO entry (seq, batch, text) VALUES (?1, ?2, ?3)";
        let mut statement = transaction.prepare(insert).map_err(&failed)?;
        for (entry, text) in batch.entries().iter().zip(batch.entry_texts()) {
            // Numbers beyond what the engine holds take longer than any journal lasts.
            let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            statement.execute((number(entry.seq), number(entry.batch), text)).map_err(&failed)?;
        }
        drop(statement);
        transaction.commit().map_err(failed)
    }
}

/// The number and the hash of the last entry.
fn end(connection: &Connection, path: &Path) -> Result<(u64, EntryHash), SqliteError> {
    let last = "SELECT seq, substr(text, -66, 64) FROM entry ORDER BY seq DESC LIMIT 1";
    let found = connection.query_row(last, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
    let Some((seq, hash)) = found.optional().map_err(SqliteError::database(path, "read"))? else {
        return Ok((0, EntryHash::BEGINNING));
    };
    let seq = u64::try_from(seq).unwrap_or(0);
    let hash = hash.parse().map_err(|error: ledger::EntryHashError| SqliteError::Corrupt {
        path: path.to_owned(),
        corruption: Corruption { seq, damage: Damage::Unreadable { why: error.to_string() } },
    })?;
    Ok((seq, hash))
}

/// Reads the entries gathered of a batch.
fn take_in(journal: &mut Journal, line: &mut Vec<u8>) -> Result<(), Corruption> {
    if line.is_empty() {
        return Ok(());
    }
    line.push(b']');
    let read = journal.read_bytes(line);
    line.clear();
    read
}

fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
}

/// Brings the folder that names the file to the disk.
fn keep_name(path: &Path) -> Result<(), SqliteError> {
    // Elsewhere a folder cannot be opened as a file, and needs not be.
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let named = File::open(folder).and_then(|folder| folder.sync_all());
        named.map_err(SqliteError::io(folder, "brought to disk"))?;
    }
    Ok(())
}
