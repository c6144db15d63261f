//! Assets, licences, media and loans in one journal that never loses or silently changes a fact.
//!
//! ```
//! use ledger::{AsOf, Draft, Event, Journal, Kind, Put};
//!
//! let mut journal = Journal::new();
//! let pc = Put::new(Kind::Device, "PC-0007").field("user", "佐藤").event(Event::Assigned);
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![
//!     Draft::put("2024-06-03".parse()?, pc),
//! ])?;
//! journal.append(batch)?;
//! let on = |day: &str| day.parse().map(AsOf::day);
//! let state = journal.state(on("2024-06-03")?);
//! assert_eq!(state.record(Kind::Device, "PC-0007").unwrap().text("user"), Some("佐藤"));
//! // The day before, it was nobody's; and before entry 1 was recorded, nothing was known.
//! assert!(journal.state(on("2024-06-02")?).record(Kind::Device, "PC-0007").is_none());
//! assert!(journal.state(on("2024-06-03")?.known(0)).record(Kind::Device, "PC-0007").is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Journal`], [`Entry`], [`Body`], [`Batch`]: facts in a chain of hashes; corrections are new entries.
//! - [`State`], [`Record`], [`AsOf`]: how things stood on a day, as far as it was known at a point of the journal.
//! - [`Rules`], [`Sheets`], [`Policies`]: the ledgers a contract asks for, their columns, what is left open.
//! - [`licence`]: seats, what covers what, whether the copies in use are licensed.
//! - [`Store`]: what a place that keeps a journal must promise.
//!
//! # Not covered
//! Files and databases (the crates `ledger-file` and `ledger-sqlite`), spreadsheets (`ledger-sheet`).

pub use crate::{
    columns::{Column, ColumnType, Sheet, Sheets},
    corruption::{Corruption, Damage},
    entry::{Body, Entry, Fields, Origin, Put},
    hash::{EntryHash, EntryHashError},
    journal::{AppendError, Batch, Draft, Journal, Tail},
    kind::{Event, Kind, WordError},
    policy::{Amount, ApprovedSeat, BaseConsumed, Choice, DatedRights, Policies, SoftwareKind, UpgradedUse},
    rules::{Growth, Idle, Near, Renewal, RenewalStep, Rules, Stocktake},
    state::{AsOf, Cell, FieldError, Happening, Record, State},
    store::Store,
    upcast::FORMAT,
};

mod columns;
mod corruption;
mod entry;
mod hash;
mod journal;
mod kind;
pub mod licence;
mod names;
mod policy;
mod rules;
mod state;
mod store;
mod text;
mod upcast;
