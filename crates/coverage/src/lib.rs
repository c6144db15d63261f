//! Indexes of what documents state, and the trace from a clause to what carries it out.
//!
//! ```
//! use std::collections::BTreeMap;
//! use coverage::{Binding, Index, Trace};
//!
//! let table = r#"
//! document = "a-2024/main"
//!
//! [[statement]]
//! id = "3.1.minutes"
//! kind = "date"
//! ja = "議事録は1週間以内"
//! en = "minutes within a week"
//! by = ["duty:minutes"]
//! "#;
//! let mut index = Index::default();
//! index.read("coverage/main.toml", table)?;
//! let rows = BTreeMap::from([(Binding::new("duty", "minutes"), None)]);
//! assert!(index.coverage().check(&rows.keys().cloned().collect()).is_empty());
//!
//! let trace = Trace::of(&index, &rows, &[], &"a-2024/main#3".parse().unwrap());
//! assert_eq!(trace.statements[0].carriers[0].binding.to_string(), "duty:minutes");
//! # Ok::<(), tables::TableErrors>(())
//! ```
//!
//! # Overview
//! - [`Coverage`], [`Statement`], [`Binding`]: what a document states, and the row or rule that carries each
//!   statement out, so that none is forgotten and none points nowhere.
//! - [`Index`]: the statements of one or more documents, from tables `coverage/<document>.toml`, each with its place.
//! - [`Trace`]: what a clause says, the rows that carry it out, and the [`Remark`]s of readers about it.
//! - [`rows`], [`remarks`]: which rows of a contract's tables can carry statements out, and what readers recorded.
//! - [`Statements`]: all of that together.
//! - [`page`]: totals and what is left to people, as a page of the reference.
//!
//! # Not covered
//! What the rows say: whoever owns a table reads it. Rules that are no rows of a contract, such as the indicators of a
//! standard, are named by whoever has them.

pub use crate::{
    index::Index,
    page::page,
    rows::{remarks, rows},
    statement::{Binding, BindingError, Carried, Coverage, CoverageError, Statement, StatementKind, Totals},
    statements::Statements,
    trace::{Carrier, Remark, Trace, Traced},
};

mod index;
mod page;
mod rows;
mod statement;
mod statements;
mod trace;
