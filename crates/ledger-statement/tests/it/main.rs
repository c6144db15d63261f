//! What statements and keys promise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

/// Keys and their files.
mod key;
/// Statements: written, mailed, typed from paper, altered, signed.
mod statement;

use std::{fs, path::Path};

use ledger_statement::{SecretKey, Statement};
use ledger_testkit::small_journal;

/// The statement of the small journal.
fn small() -> Statement {
    Statement::of("台帳 2024.jsonl", small_journal().0.end())
}

/// The key that RFC 8410 §10.3 prints as an example, in a file as it must be: no secret of anybody.
fn published(folder: &Path) -> SecretKey {
    let path = folder.join("published.key");
    fs::write(&path, include_str!("rfc8410.key")).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    SecretKey::read(&path).unwrap()
}
