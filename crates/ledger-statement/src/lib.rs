//! Statements of where a journal ends, kept apart from it: to be mailed or printed, signed and checked later.
//!
//! ```
//! use ledger::{Comparison, Draft, Journal, Kind, Put};
//! use ledger_statement::{SecretKey, Signed, Statement};
//! use provenance::Language;
//!
//! # let folder = tempfile::tempdir()?;
//! let mut journal = Journal::new();
//! let pc = Draft::put("2024-06-03".parse()?, Put::new(Kind::Device, "PC-0007"));
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![pc])?;
//! journal.append(batch)?;
//! // The operator's key stays with the operator; the auditor gets the public one.
//! let key = SecretKey::make(&folder.path().join("ledger.key"), &files::Run::new())?.0;
//! let mailed = Statement::of("ledger.jsonl", journal.end()).signed(&key).to_text(Language::En);
//! // However it was mailed.
//! let quoted = mailed.replace('\n', "\r\n> ");
//! let statement = Statement::read(quoted.as_bytes())?;
//! assert_eq!(statement.signature(&key.public()), Signed::Right);
//! assert_eq!(statement.head().compare(&journal), Comparison::Same);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Statement`]: a journal's name and [head](ledger::Head) as text in Japanese or English and as JSON, with a check
//!   code against slips of the pen.
//! - [`SecretKey`], [`PublicKey`], [`KeyId`]: keys of Ed25519 in the usual files (PEM; PKCS #8 and SPKI, RFC 8410), which
//!   other programs read; [`Signed`]: what a signature came to.
//! - [`StatementError`], [`KeyError`]: what can go wrong, in Japanese and English.
//!
//! # Not covered
//! When a statement was made, and who holds a key: that is between those who hand them over.

pub use crate::{
    error::StatementError,
    key::{KeyError, KeyId, PublicKey, SecretKey},
    statement::{Signed, Statement},
};

mod error;
mod form;
mod hex;
mod json;
mod key;
mod statement;
mod text;
