//! Journals: in a file, in a database, or made up.

use std::path::Path;

use chrono::NaiveDate;
use keiyaku::{
    Contract,
    files::{self, Role},
    ledger::{AppendError, AsOf, Batch, Deed, Head, Journal, Rules, Store},
    provenance::Text,
};
use ledger_file::{FileError, FileStore};
use ledger_sqlite::{SqliteError, SqliteStore};

use super::args::JournalOptions;
use crate::{
    failure::Failure,
    output,
    refusal::{Part, Refusal},
    run::RUN,
    source,
};

/// A journal with what a command asks of it.
pub(super) struct Source {
    pub(super) contract: Contract,
    pub(super) journal: Journal,
    pub(super) as_of: AsOf,
}

impl Source {
    pub(super) fn open(options: &JournalOptions) -> Result<Self, Failure> {
        let contract = source::contract(&options.folder)?;
        let (journal, last) = match &options.journal {
            Some(path) => (read(path)?, None),
            None => {
                let (journal, last) = made_up(&contract, 1)?;
                output::is_sample();
                output::tell_text(
                    "note: ",
                    &Text::new(
                        "--journalの指定がない。架空の組織の台帳（見本）を使う",
                        "no --journal given: this is a made-up agency (a sample), no real one",
                    ),
                );
                (journal, Some(last))
            }
        };
        let today = || contract.calendars().zone().to_local(source::machine_clock()).date();
        let day = options.on.or(last).unwrap_or_else(today);
        let as_of = AsOf::day(day).known(options.known.unwrap_or(u64::MAX));
        Ok(Self { contract, journal, as_of })
    }

    /// The first day of the contract's term.
    pub(super) fn term_begins(&self) -> NaiveDate {
        self.contract.catalogue().term.first_day()
    }

    /// What the contract rules about its ledgers.
    pub(super) fn rules(&self) -> Result<&Rules, Failure> {
        rules(&self.contract)
    }
}

pub(super) fn rules(contract: &Contract) -> Result<&Rules, Failure> {
    contract.ledgers().ok_or_else(|| Part::Ledgers.into())
}

/// The made-up agency's journal and its last day.
pub(super) fn made_up(contract: &Contract, seed: u64) -> Result<(Journal, NaiveDate), Failure> {
    let last = contract.agency_plan().ok_or(Refusal::NoJournalNorPlan)?.last_day();
    let mut journal = Journal::new();
    for batch in contract.agency(seed).ok_or(Refusal::NoJournalNorPlan)? {
        let batch = journal.prepare(&batch.actor, batch.recorded_at, batch.drafts).map_err(unfit)?;
        journal.append(batch).map_err(unfit)?;
    }
    Ok((journal, last))
}

/// The made-up agency's batches, ready to be kept.
pub(super) fn made_up_batches(contract: &Contract, seed: u64) -> Result<Vec<Batch>, Failure> {
    let mut journal = Journal::new();
    let mut batches = Vec::new();
    for batch in contract.agency(seed).into_iter().flatten() {
        let batch = journal.prepare(&batch.actor, batch.recorded_at, batch.drafts).map_err(unfit)?;
        journal.append(batch.clone()).map_err(unfit)?;
        batches.push(batch);
    }
    if batches.is_empty() {
        return Err(Part::SampleAgency.into());
    }
    Ok(batches)
}

fn has_ending(path: &Path, known: &[&str]) -> bool {
    path.extension().is_some_and(|ending| known.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

pub(super) fn is_database(path: &Path) -> bool {
    has_ending(path, &["sqlite", "sqlite3", "db"])
}

/// Whether a journal's name tells what it is.
pub(super) fn is_known(path: &Path) -> bool {
    is_database(path) || has_ending(path, &["jsonl", "ndjson"])
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub(super) fn unfit(error: AppendError) -> Failure {
    Failure::of(&error)
}

/// That a journal of a file cannot be written, with the code of what the system does not take.
fn unkept(error: FileError) -> Failure {
    match &error {
        FileError::NotKept { .. } => Failure::NotKept(error.text()),
        FileError::Io { done, source, .. } if *done != Deed::Read && files::is_unwritable(source) => {
            Failure::NotKept(error.text())
        }
        _ => Failure::Told(error.text()),
    }
}

/// The same of a database.
fn unkept_in(error: SqliteError) -> Failure {
    match &error {
        SqliteError::NotKept { .. } => Failure::NotKept(error.text()),
        SqliteError::Io { done, source, .. } if *done != Deed::Read && files::is_unwritable(source) => {
            Failure::NotKept(error.text())
        }
        SqliteError::Database { .. } if error.is_unwritable() => Failure::NotKept(error.text()),
        _ => Failure::Told(error.text()),
    }
}

/// A journal for reading.
pub(crate) fn read(path: &Path) -> Result<Journal, Failure> {
    Ok(read_all(path)?.0)
}

/// A journal for reading, and whether something follows its last whole batch.
pub(super) fn read_all(path: &Path) -> Result<(Journal, bool), Failure> {
    RUN.keep(path, Role::Journal);
    if is_database(path) {
        return Ok((ledger_sqlite::read(path).map_err(|error| Failure::Told(error.text()))?, false));
    }
    let read = ledger_file::read(path).map_err(|error| Failure::Told(error.text()))?;
    if read.unended > 0 {
        let (path, bytes) = (escape::name(path), read.unended);
        output::tell_text(
            "",
            &Text::new(
                format!("{path}: 注記: 末尾の{bytes}バイトは一括記録として完結しておらず、読んでいない"),
                format!("{path}: note: {bytes} bytes at the end are no whole batch and are not read"),
            ),
        );
    }
    Ok((read.journal, read.unended > 0))
}

/// A journal that is recorded in, and the place that keeps it.
pub(super) struct Kept {
    store: Place,
    journal: Journal,
}

enum Place {
    File(FileStore),
    Database(SqliteStore),
}

impl Kept {
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        RUN.keep(path, Role::Journal);
        let store = if is_database(path) {
            Place::Database(SqliteStore::create(path).map_err(unkept_in)?)
        } else {
            Place::File(FileStore::create(path).map_err(unkept)?)
        };
        Ok(Self { store, journal: Journal::new() })
    }

    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        RUN.keep(path, Role::Journal);
        if is_database(path) {
            let mut store = SqliteStore::open(path).map_err(unkept_in)?;
            let journal = store.journal().map_err(|error| Failure::Told(error.text()))?;
            return Ok(Self { store: Place::Database(store), journal });
        }
        let opened = FileStore::open(path).map_err(unkept)?;
        if let Some(cut) = opened.cut {
            let (path, Text { ja, en }) = (escape::name(path), cut.text());
            output::tell_text("", &Text::new(format!("{path}: 注記: {ja}"), format!("{path}: note: {en}")));
        }
        Ok(Self { store: Place::File(opened.store), journal: opened.journal })
    }

    pub(super) const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Records a batch; the head from then on.
    pub(super) fn record(&mut self, batch: Batch) -> Result<Head, Failure> {
        match &mut self.store {
            Place::File(store) => store.append(&batch).map_err(unkept)?,
            Place::Database(store) => store.append(&batch).map_err(unkept_in)?,
        }
        self.journal.append(batch).map_err(unfit)?;
        Ok(self.journal.end())
    }
}
