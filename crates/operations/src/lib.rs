//! The operations of a contract month by month, free of files and clocks: what a folder is set to, what is missing before a
//! month ends, and what a closed month proves.
//!
//! ```
//! use operations::{FILE, Settings};
//!
//! let settings = Settings::from_table(FILE, "schema = 1\ncontract = \"contract\"\nlang = \"en\"\n")?;
//! assert_eq!(settings.contract.as_deref(), Some("contract"));
//! // A misspelt key is told with the one that is meant.
//! let error = Settings::from_table(FILE, "contrakt = \"contract\"\n").unwrap_err();
//! assert!(error.to_string().contains("`contract`"), "{error}");
//! # Ok::<(), tables::TableErrors>(())
//! ```
//!
//! # Overview
//! - [`Settings`]: `Keiyaku.toml`, and the names that things have in an operations folder.
//! - [`read_notes`]: causes and countermeasures of a month, from a table or a spreadsheet.
//! - [`examine`], [`Finding`]: what is missing, late or contradictory, each with the way out.
//! - [`Manifest`]: what a closed month was made from and came to; [`Manifest::differences`] names what changed.
//! - [`Record`]: what was closed and reopened, each line bound to those before it.
//!
//! # Not covered
//! Reading and writing files, hashing, the clock: the command does that.

pub use crate::{
    examine::{Examined, Finding, Grade, Subject, examine},
    manifest::{Difference, Gap, Gaps, LevelSummary, Manifest, ManifestError, Program, Share},
    notes::{NOTE_COLUMNS, read_notes},
    record::{Entry, Record, RecordError, Standing, What},
    settings::{CLOSED, FILE, NOTES, RECORD, Settings, TEMPLATES},
};

mod examine;
mod manifest;
mod notes;
mod record;
mod settings;
