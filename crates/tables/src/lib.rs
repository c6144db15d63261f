//! Reads hand-edited TOML tables, with the place of every value and all problems at once.
//!
//! ```
//! use tables::Document;
//!
//! let document = Document::parse("policy.toml", "places = 1\nmode = \"half-upp\"\n");
//! let errors = document
//!     .read(|root| {
//!         let places: Option<u32> = root.required("places");
//!         let mode = root.required_one_of("mode", &[("half-up", 1), ("down", 2)]);
//!         Some((places?, mode?))
//!     })
//!     .unwrap_err();
//! assert_eq!(
//!     errors.to_string(),
//!     "policy.toml:2:8: mode: found `half-upp`, but it must be one of `half-up`, `down`; did you mean `half-up`?"
//! );
//! ```
//!
//! # Overview
//! - [`Document`]: a file's text, parsed with recovery, so that several syntax errors show in one run.
//! - [`Row`]: one table of it; asked key by key. What is missing, of the wrong type, out of its choices or
//!   unknown is noted with file, line and column, and reading goes on.
//! - [`Id`], [`Names`]: a name of a kind of its own, and the names that there are. What refers to none is noted with the
//!   nearest one.
//! - [`Spot`], [`check`]: the place of a row, or of a part that a program states, at which meaning is checked by one set of rules;
//!   [`PartErrors`] are the same problems without a file.
//! - [`Once`]: what may stand once; of two both places are told. Rows that say all that another says are refused in every list.
//! - [`TableError`], [`TableErrors`]: every problem found, in Japanese and English; a reader gives a value only if there is none.
//! - [`Explain`]: why a text is refused, in both languages; [`Noun`]: words of a program in both.
//! - [`Outline`], [`Place`]: where each row stands, for those who speak of it after it was read.
//! - [`FromValue`]: types that a value can be read as. Decimals keep their digits; nothing passes through
//!   a float.
//!
//! # Limits
//! - [`PROBLEMS_MAX`] problems of a table are listed, and the others are counted; near words are looked for at the first
//!   hundred.
//! - Tables and lists within each other: 80, by the parser.
//! - Whatever the text, reading takes time in proportion to its length and to the logarithm of that.
//!
//! # Not covered
//! Files (text comes in as an argument), writing tables, drawing carets under the text.

pub use crate::{
    document::Document,
    error::{TableError, TableErrors},
    name::{Id, IdError, Names, UnknownName},
    named::Named,
    near::{Suggestions, nearest},
    once::Once,
    outline::{Outline, OutlineRow, OutlineValue, Place},
    problems::PROBLEMS_MAX,
    row::Row,
    spot::{PartError, PartErrors, Spot, check},
    told::{Explain, Noun, known_or_meant, listed, meant, whole},
    value::FromValue,
};

mod document;
mod error;
mod lines;
mod name;
mod named;
mod near;
mod once;
mod outline;
mod problems;
mod row;
mod spot;
mod told;
mod value;
