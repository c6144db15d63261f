#![doc = include_str!("../../../README.md")]
//!
//! # Embedding
//! ```
//! use keiyaku::{Contract, reference};
//!
//! let contract = Contract::reference()?;
//! let now = reference::SAMPLE_NOW.parse()?;
//! let loaded = contract.read_records(reference::SAMPLE_FILES, now, &mut |_, _| {});
//! assert!(loaded.errors.is_empty());
//! let results = contract.evaluate_month("2024-06".parse()?, &loaded.observations, now)?;
//! for result in &results {
//!     let figure = result.figure.as_ref().map_or("-", |figure| figure.displayed.as_str());
//!     println!("{} {figure} {}", result.key, result.verdict.label().en);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use crate::{contract::Contract, loading::LoadError};

/// The contract's frame as data, and the duties that fall due under it.
pub use ::contract as terms;
/// Bids: people, teams, shifts, scores.
pub use bid;
/// Business time, Japanese holidays, fiscal years, statutory periods.
pub use calendar;
/// Indexes of what documents state.
pub use coverage;
/// Files that people name, read and written.
pub use files;
/// Contract formulas.
pub use formula;
/// Files people hand in.
pub use intake;
/// Skill levels from evidence.
pub use itss_core as itss;
/// Assets, licences, media and loans in one journal.
pub use ledger;
/// Rules over a contract as a whole.
pub use lint;
/// Folders of operations: what is missing before month end, closed months.
pub use operations;
/// Clauses, verdicts, findings, bilingual text.
pub use provenance;
/// Operation records and their mapping.
pub use records;
/// Reports and their renderings.
pub use report;
/// Service levels.
pub use sla;
/// Hand-edited tables.
pub use tables;
/// Work items, their schedule, and what was done.
pub use tasks;

mod annexes;
mod contract;
mod linting;
mod loading;
pub mod reference;
pub mod scaffold;
pub mod schema;
mod statements;
