//! Making, verifying and correcting journals.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::NaiveDate;
use keiyaku::ledger::{Body, Draft, EntryHash, Put};

use super::journal::{self, Kept};
use crate::{failure::Failure, output, source};

pub(super) fn init(path: &Path, seed: Option<u64>, folder: Option<&PathBuf>) -> Result<ExitCode, Failure> {
    let contract = source::contract(folder)?;
    let filled = seed.map(|seed| journal::made_up_batches(&contract, seed)).transpose()?;
    let mut kept = Kept::create(path)?;
    let mut entries = 0;
    for batch in filled.iter().flatten() {
        kept.append(batch)?;
        entries += batch.entries().len();
    }
    output::print(&format!("{}: {entries} 件 / entries\n", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn verify(path: &Path, head: Option<EntryHash>) -> Result<ExitCode, Failure> {
    let journal = journal::read(path)?;
    let noted = match head {
        None => String::new(),
        Some(EntryHash::BEGINNING) => String::new(),
        Some(head) => match journal.entries().iter().find(|entry| entry.hash == head) {
            Some(entry) => {
                format!("控えた値は{}番まで / the noted head is that of entry {}\n", entry.seq, entry.seq)
            }
            None => {
                return Err(Failure::Other(format!(
                    "no entry of `{}` has the hash {head}: the journal was exchanged or cut since it was noted",
                    path.display()
                )));
            }
        },
    };
    output::print(&format!(
        "{}: {}件、鎖は正しい / {} entries, the chain holds\n末尾 / head {}\n{noted}",
        path.display(),
        journal.last(),
        journal.last(),
        journal.head(),
    ))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn correct(
    entry: u64,
    fields: &[String],
    reverse: Option<&str>,
    valid_on: Option<NaiveDate>,
    by: &str,
    path: &Path,
) -> Result<ExitCode, Failure> {
    let (mut kept, mut journal) = Kept::open(path)?;
    let wrong = journal.entry(entry).ok_or_else(|| {
        Failure::Other(format!("there is no entry {entry}; the journal ends with entry {}", journal.last()))
    })?;
    let body = match reverse {
        Some(why) => Body::Reverse { entry, why: why.into() },
        None => {
            let (Body::Put(put) | Body::Correct { put, .. }) = &wrong.body else {
                return Err(Failure::Other(format!(
                    "entry {entry} reverses another and has no fields; correct the entry that it reverses"
                )));
            };
            Body::Correct { entry, put: changed(put.clone(), fields)? }
        }
    };
    let draft = Draft { valid_on: valid_on.unwrap_or(wrong.valid_on), origin: None, body };
    let batch = journal
        .prepare(by, source::machine_clock(), vec![draft])
        .map_err(|error| Failure::Other(error.to_string()))?;
    kept.append(&batch)?;
    journal.append(batch).map_err(|error| Failure::Other(error.to_string()))?;
    output::print(&format!("{}番を記録した / recorded entry {}\n", journal.last(), journal.last()))?;
    Ok(ExitCode::SUCCESS)
}

/// A fact with some of its fields put right.
fn changed(mut put: Put, fields: &[String]) -> Result<Put, Failure> {
    for field in fields {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| Failure::Other(format!("`{field}` is no field with a value, as in user=佐藤")))?;
        put = if value.is_empty() { put.cleared(name) } else { put.field(name, value) };
    }
    Ok(put)
}
