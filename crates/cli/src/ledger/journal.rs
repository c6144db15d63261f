//! Journals: in a file, in a database, or made up.

use std::path::Path;

use chrono::NaiveDate;
use keiyaku::{
    Contract,
    ledger::{AsOf, Batch, Journal, Rules, Store},
};
use ledger_file::FileStore;
use ledger_sqlite::SqliteStore;

use super::args::JournalOptions;
use crate::{failure::Failure, source};

/// A journal with what a command asks of it.
pub(super) struct Source {
    pub(super) contract: Contract,
    pub(super) journal: Journal,
    pub(super) as_of: AsOf,
}

impl Source {
    pub(super) fn open(options: &JournalOptions) -> Result<Self, Failure> {
        let contract = source::contract(options.folder.as_ref())?;
        let (journal, last) = match &options.journal {
            Some(path) => (read(path)?, None),
            None => {
                let (journal, last) = made_up(&contract, 1)?;
                (journal, Some(last))
            }
        };
        let today = || contract.calendars().zone().to_local(source::machine_clock()).date();
        let day = options.on.or(last).unwrap_or_else(today);
        let as_of = AsOf::day(day).known(options.known.unwrap_or(u64::MAX));
        Ok(Self { contract, journal, as_of })
    }

    /// The day by whose stock growth is judged: the day before the term began, or the journal's first where it is
    /// younger.
    pub(super) fn baseline_day(&self) -> NaiveDate {
        let term = self.contract.catalogue().term.first_day();
        let first = self.journal.entries().iter().map(|entry| entry.valid_on).min();
        let before = term.pred_opt().unwrap_or(term);
        first.map_or(before, |first| first.max(before))
    }

    /// What the contract rules about its ledgers.
    pub(super) fn rules(&self) -> Result<&Rules, Failure> {
        rules(&self.contract)
    }
}

pub(super) fn rules(contract: &Contract) -> Result<&Rules, Failure> {
    contract.ledgers().ok_or_else(|| {
        Failure::Other("the contract asks for no ledgers: its folder holds no ledger.toml".to_owned())
    })
}

/// The made-up agency's journal and its last day.
pub(super) fn made_up(contract: &Contract, seed: u64) -> Result<(Journal, NaiveDate), Failure> {
    let nothing = || {
        Failure::Other(
            "no journal given, and the contract has no plan of a made-up agency (ledger-sample.toml); name one by --journal"
                .to_owned(),
        )
    };
    let last = contract.agency_plan().ok_or_else(nothing)?.last_day();
    let mut journal = Journal::new();
    for batch in contract.agency(seed).ok_or_else(nothing)? {
        let batch = journal.prepare(&batch.actor, batch.recorded_at, batch.drafts).map_err(failed)?;
        journal.append(batch).map_err(failed)?;
    }
    Ok((journal, last))
}

/// The made-up agency's batches, ready to be kept.
pub(super) fn made_up_batches(contract: &Contract, seed: u64) -> Result<Vec<Batch>, Failure> {
    let mut journal = Journal::new();
    let mut batches = Vec::new();
    for batch in contract.agency(seed).into_iter().flatten() {
        let batch = journal.prepare(&batch.actor, batch.recorded_at, batch.drafts).map_err(failed)?;
        journal.append(batch.clone()).map_err(failed)?;
        batches.push(batch);
    }
    if batches.is_empty() {
        return Err(Failure::Other(
            "the contract has no plan of a made-up agency (ledger-sample.toml)".to_owned(),
        ));
    }
    Ok(batches)
}

fn is_database(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["sqlite", "db", "sqlite3"].iter().any(|known| ending == *known))
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::Other(error.to_string())
}

/// A journal for reading.
pub(crate) fn read(path: &Path) -> Result<Journal, Failure> {
    if is_database(path) {
        return Ok(SqliteStore::open(path).map_err(failed)?.journal().map_err(failed)?);
    }
    let read = ledger_file::read(path).map_err(failed)?;
    if read.unended > 0 {
        eprintln!(
            "{}: note: {} bytes at the end are no whole batch and are not read",
            path.display(),
            read.unended
        );
    }
    Ok(read.journal)
}

/// A place that keeps a journal, opened for writing.
pub(super) enum Kept {
    File(FileStore),
    Database(SqliteStore),
}

impl Kept {
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        Ok(if is_database(path) {
            Self::Database(SqliteStore::create(path).map_err(failed)?)
        } else {
            Self::File(FileStore::create(path).map_err(failed)?)
        })
    }

    pub(super) fn open(path: &Path) -> Result<(Self, Journal), Failure> {
        if is_database(path) {
            let mut store = SqliteStore::open(path).map_err(failed)?;
            let journal = store.journal().map_err(failed)?;
            return Ok((Self::Database(store), journal));
        }
        let opened = FileStore::open(path).map_err(failed)?;
        if let Some(cut) = opened.cut {
            eprintln!("{}: note: {cut}", path.display());
        }
        Ok((Self::File(opened.store), opened.journal))
    }

    pub(super) fn append(&mut self, batch: &Batch) -> Result<(), Failure> {
        match self {
            Self::File(store) => store.append(batch).map_err(failed),
            Self::Database(store) => store.append(batch).map_err(failed),
        }
    }
}
