//! A file becomes a plan.

use chrono::NaiveDate;
use intake::{Purpose, Reason, RowError};
use ledger::{Journal, Sheets};

use crate::{collect::Collector, compare::compare, mapping::Mapping, plan::Plan, read::read};

/// A file that was handed in: its name for messages, and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct HandedIn<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes: a workbook, or text.
    pub bytes: &'a [u8],
}

/// Holds a file against the journal and says what an import would record. Nothing is recorded.
///
/// Each row is compared with how its record stood on the row's own day: the one in its column of days, that of the
/// mapping, or `on`.
#[must_use]
pub fn plan(
    file: HandedIn<'_>,
    mapping: &Mapping,
    ledgers: &Sheets,
    journal: &Journal,
    on: Option<NaiveDate>,
) -> Plan {
    let Some(ledger) = ledgers.sheet(mapping.kind) else { return no_ledger(file, mapping) };
    let mut collector = Collector::new(file.name, mapping, ledger, on);
    read(file.bytes, &mut collector);
    compare(&mut collector, journal)
}

fn no_ledger(file: HandedIn<'_>, mapping: &Mapping) -> Plan {
    let value = mapping.kind.word().to_owned();
    let purpose = Purpose::Ledger;
    let rejection = RowError { value, purpose, ..RowError::of_file(file.name, Reason::NoLedger) };
    Plan {
        file: file.name.to_owned(),
        kind: mapping.kind,
        encoding: None,
        rows: 0,
        created: Vec::new(),
        updated: Vec::new(),
        unchanged: Vec::new(),
        absent: Vec::new(),
        rejected: vec![rejection],
        notes: Vec::new(),
    }
}
