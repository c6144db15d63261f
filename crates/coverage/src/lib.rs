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
//! - [`page`]: totals and what is left to people, as a page of the reference.
//!
//! # Not covered
//! Which rows there are: whoever loads a contract whole knows them.

pub use crate::{
    index::Index,
    page::page,
    statement::{Binding, BindingError, Carried, Coverage, CoverageError, Statement, StatementKind, Totals},
    trace::{Carrier, Remark, Trace, Traced},
};

mod index;
mod page;
mod statement;
mod trace;
