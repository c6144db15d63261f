//! Journals as somebody makes them who wants to deceive: entries taken, moved and altered, all hashes computed anew.
//! And kept files of every version, which a program wrote that shares nothing with the ledger.

use sha2::{Digest, Sha256};

/// An entry as a store keeps it: the number of its batch, and its text.
pub type Kept = (u64, String);

/// A journal of version 1, which is journal format 1.
pub const VERSION_1: &str = include_str!("../golden/version-1.jsonl");
/// The small journal in version 2, which is journal format 1 as well.
pub const VERSION_2: &str = include_str!("../golden/version-2.jsonl");
/// The small journal in version 3, which is journal format 2.
pub const VERSION_3: &str = include_str!("../golden/version-3.jsonl");
/// The journal of version 1, gone on in version 2 and then in version 3.
pub const ALL_VERSIONS: &str = include_str!("../golden/all-versions.jsonl");

/// The hash of a text, in digits.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The entries of a file, each with the number of the line that it stands in. Within a text a quotation mark is
/// escaped, so that the beginning of an entry stands between entries only.
///
/// # Panics
/// Where the file is not of lines in brackets.
#[must_use]
pub fn entries(lines: &str) -> Vec<Kept> {
    let of_line = |(number, line): (u64, &str)| {
        let list = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap();
        let starts = list.split(",{\"v\":").enumerate();
        let whole = move |(at, text): (usize, &str)| match at {
            0 => (number, text.to_owned()),
            _ => (number, format!("{{\"v\":{text}")),
        };
        starts.map(whole).collect::<Vec<_>>()
    };
    (1..).zip(lines.lines()).flat_map(of_line).collect()
}

/// Entries as a file has them: a line for each run of one batch's number.
///
/// # Panics
/// Never.
#[must_use]
pub fn lines(entries: &[Kept]) -> String {
    let line = |batch: &[Kept]| {
        let texts: Vec<&str> = batch.iter().map(|(_, text)| text.as_str()).collect();
        format!("[{}]\n", texts.join(","))
    };
    entries.chunk_by(|one, other| one.0 == other.0).map(line).collect()
}

/// Entries with their numbers and all hashes computed anew, so that the chain holds.
///
/// # Panics
/// Where an entry has no number or no hashes.
#[must_use]
pub fn rechained(entries: &[Kept]) -> Vec<Kept> {
    let mut previous = "0".repeat(64);
    let mut anew = |(seq, (batch, text)): (u64, &Kept)| {
        let text = with_number(&with_number(text, "seq", seq), "batch", *batch);
        let body = text.rsplit_once(",\"prev\":\"").unwrap().0;
        let unsigned = format!("{body},\"prev\":\"{previous}\"");
        previous = sha256(&unsigned);
        (*batch, format!("{unsigned},\"hash\":\"{previous}\"}}"))
    };
    (1..).zip(entries).map(&mut anew).collect()
}

/// An entry's text with another number in the first field of a name; its hash is left as it was.
///
/// # Panics
/// Where it has no such field.
#[must_use]
pub fn with_number(text: &str, field: &str, number: u64) -> String {
    let name = format!("\"{field}\":");
    let (before, after) = text.split_once(&name).unwrap();
    let rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    format!("{before}{name}{number}{rest}")
}
