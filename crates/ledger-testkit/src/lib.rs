//! What every store of a journal must pass, and a model of the journal to compare with.
//!
//! # Overview
//! - [`drafts`], [`nasty_text`]: facts of all sorts for properties; [`record`] puts them into a journal.
//! - [`Model`]: the journal as a list that is counted anew for every question.
//! - [`Place`], [`store_suite`]: what a [`Store`](ledger::Store) promises, tried out.
//! - [`forge`]: journals as a forger makes them, and kept files of every version.
//! - [`disk`]: a small disk to fill up.
//! - [`page`]: pages of messages, checked against what is printed.
//! - [`crash`]: a process that writes until it is killed, and what must be there afterwards.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a check that fails stops its test"
)]

pub use crate::{
    facts::{drafts, nasty_text, record, small_journal},
    model::{Model, Shown, shown},
    suite::{Place, folder, store_suite},
};

pub mod crash;
pub mod disk;
mod facts;
pub mod forge;
mod model;
pub mod page;
mod suite;
