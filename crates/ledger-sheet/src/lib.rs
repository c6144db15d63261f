//! Ledgers from and to spreadsheets: text, JSON and workbooks as [`intake`] reads them, CSV and XLSX to, a dry run first, nothing twice.
//!
//! ```
//! use ledger::{Journal, Kind, Rules};
//! use ledger_sheet::{HandedIn, Mapping, OnRejected, plan};
//!
//! # let table = include_str!("../../keiyaku/contracts/jetro-2023/ledger.toml");
//! let rules = Rules::from_table("ledger.toml", table)?;
//! let file = HandedIn { name: "pc.csv", bytes: "資産管理番号,使用者氏名\n0007,佐藤\n".as_bytes() };
//! let mapping = Mapping::new(Kind::Device);
//! let (mut journal, day) = (Journal::new(), Some("2024-06-03".parse()?));
//!
//! let first = plan(file, &mapping, &rules.sheets, &journal, day);
//! assert_eq!((first.created.len(), first.rejected.len()), (1, 0));
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, first.drafts(OnRejected::Stop)?)?;
//! journal.append(batch)?;
//! // The same file again says nothing new.
//! assert!(plan(file, &mapping, &rules.sheets, &journal, day).changes_nothing());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`plan`], [`HandedIn`], [`Mapping`]: a file held against the journal, each row on its own day.
//! - [`Plan`], [`Change`], [`RowError`](intake::RowError), [`Note`]: what would be recorded, what cannot be and why; [`Plan::drafts`]
//!   gives the facts for one batch.
//! - [`Export`], [`Exported`]: a ledger as it stood on a day, as CSV or XLSX.
//!
//! # Limits
//! Rows, columns and characters are those of spreadsheet programs (see [`intake`]); besides these [`CELLS_MAX`] cells of a file, and
//! [`PROBLEMS_MAX`](intake::PROBLEMS_MAX) of its problems are listed. A workbook's container is measured before anything is built from it: [`intake::Excess`].
//!
//! # Not covered
//! Files (bytes in, bytes out), recording (the journal does), events (an export shows fields).

pub use crate::{
    export::{CsvEncoding, Export, ExportError, Exported, Place},
    import::{HandedIn, plan},
    mapping::{AbsentRecords, ColumnMapping, Constant, EmptyCells, EventMapping, EventWord, Mapping},
    plan::{Change, FieldChange, ImportStopped, Note, Noted, OnRejected, Plan, Unchanged},
    read::CELLS_MAX,
    value::{TimeOfDay, Translation},
};
pub use escape::Formulas;

mod collect;
mod compare;
mod export;
mod fold;
mod import;
mod layout;
mod mapping;
mod plan;
mod read;
mod show;
mod value;
mod write_csv;
mod write_xlsx;
