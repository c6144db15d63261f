//! A file becomes a plan.

use chrono::NaiveDate;
use ledger::{Journal, Sheets};

use crate::{
    collect::Collector,
    compare::compare,
    csv,
    mapping::Mapping,
    plan::Plan,
    reject::{Reason, Rejection},
    xlsx,
};

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
    if file.bytes.is_empty() {
        collector.reject(0, None, "", Reason::Empty);
    } else if file.bytes.starts_with(OLD_WORKBOOK) {
        collector.reject(0, None, "", Reason::OldWorkbook);
    } else if file.bytes.starts_with(WORKBOOK) {
        xlsx::read(file.bytes, &mut collector);
    } else {
        csv::read(file.bytes, &mut collector);
    }
    compare(&mut collector, journal)
}

/// How a workbook begins: it is a zip archive.
const WORKBOOK: &[u8] = b"PK\x03\x04";
/// How a workbook of before 2007 begins, and one with a password.
const OLD_WORKBOOK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

fn no_ledger(file: HandedIn<'_>, mapping: &Mapping) -> Plan {
    let rejection = Rejection {
        file: file.name.to_owned(),
        sheet: None,
        row: 0,
        column: None,
        value: mapping.kind.word().to_owned(),
        reason: Reason::NoLedger,
    };
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
