//! Statements as JSON, for programs.

use ledger::Head;
use serde::{Deserialize, Serialize};

use crate::{
    Statement, StatementError, hex,
    statement::{Signature, VERSION, moment},
    text::{Item, is_shown, read_moment},
};

/// A statement as JSON has it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The version of statements.
    statement: u64,
    name: String,
    journal: Option<String>,
    format: u32,
    entries: u64,
    batches: u64,
    recorded_at: Option<String>,
    head: String,
    check: String,
    signature: Option<WrittenSignature>,
    /// What is signed, for programs that verify it.
    signed_text: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSignature {
    key: String,
    ed25519: String,
}

pub(crate) fn written(statement: &Statement) -> serde_json::Value {
    let Head { journal, format, entries, batches, recorded_at, hash } = statement.head();
    let written = Written {
        statement: VERSION,
        name: statement.name().to_owned(),
        journal: journal.map(|journal| journal.to_string()),
        format: *format,
        entries: *entries,
        batches: *batches,
        recorded_at: recorded_at.as_ref().map(moment),
        head: hash.to_string(),
        check: statement.check(),
        signature: statement.signature.as_ref().map(|Signature { key, bytes }| WrittenSignature {
            key: key.to_string(),
            ed25519: hex::digits(bytes),
        }),
        signed_text: statement.signed_text(),
    };
    serde_json::to_value(written).unwrap_or_default()
}

/// The version, whatever else there is.
#[derive(Debug, Deserialize)]
struct Version {
    statement: Option<u64>,
}

/// The statement, and its check code as stated.
pub(crate) fn read(text: &str) -> Result<(Statement, String), StatementError> {
    let json = |error: serde_json::Error| StatementError::Json { why: error.to_string() };
    match serde_json::from_str::<Version>(text).map_err(json)?.statement {
        None => return Err(StatementError::None),
        Some(found) if found != VERSION => return Err(StatementError::Newer { found }),
        Some(_) => {}
    }
    let found: Written = serde_json::from_str(text).map_err(json)?;
    if !is_shown(&found.name) {
        return Err(Item::Name.wrong(&found.name));
    }
    let parsed = |item: Item, text: &str| item.wrong(text);
    let head = Head {
        journal: found
            .journal
            .map(|journal| journal.parse().map_err(|_| parsed(Item::Journal, &journal)))
            .transpose()?,
        format: found.format,
        entries: found.entries,
        batches: found.batches,
        recorded_at: found
            .recorded_at
            .map(|moment| read_moment(&moment).ok_or_else(|| parsed(Item::Recorded, &moment)))
            .transpose()?,
        hash: found.head.parse().map_err(|_| parsed(Item::Head, &found.head))?,
    };
    let signature = found
        .signature
        .map(|WrittenSignature { key, ed25519 }| {
            Ok(Signature {
                key: key.parse().map_err(|_| parsed(Item::Key, &key))?,
                bytes: hex::bytes(&ed25519).ok_or_else(|| parsed(Item::Signature, &ed25519))?,
            })
        })
        .transpose()?;
    let statement = Statement { name: found.name, head, signature };
    // Whoever reads one part and whoever reads the other must read the same.
    if statement.signed_text() != found.signed_text {
        return Err(StatementError::Contradictory);
    }
    Ok((statement, found.check))
}
