//! The written form of entries: one line a batch, its entries as JSON with keys in one order and no blanks.
//!
//! An entry's hash is taken over its own text up to the hash, which holds the hash of the entry before it. What was
//! written is hashed as it stands, so that reading needs no second writing.

use chrono::{Datelike, SecondsFormat};

use crate::{Body, Entry, EntryHash, Event, Put, upcast::ENTRY_VERSION};

pub(crate) use self::reading::{Read, Reader, Unread};

mod reading;

/// Whether a day has the four figures of a year that the written form gives it.
pub(crate) fn can_be_written(day: &impl Datelike) -> bool {
    (0..=9999).contains(&day.year())
}

/// What a batch's line begins with, up to the number of its entries.
pub(crate) fn opening(seq: u64, batch: u64) -> String {
    let mut text = String::from("[");
    begin(&mut text, seq, batch);
    text
}

fn begin(text: &mut String, seq: u64, batch: u64) {
    for (name, number) in [("{\"v\":", u64::from(ENTRY_VERSION)), (",\"seq\":", seq), (",\"batch\":", batch)]
    {
        text.push_str(name);
        text.push_str(&number.to_string());
    }
    text.push_str(",\"size\":");
}

/// The text without its hash of an entry in a batch of a size; the hash is taken over this.
pub(crate) fn unsigned(entry: &Entry, size: usize, previous: EntryHash) -> String {
    let mut text = String::with_capacity(256);
    begin(&mut text, entry.seq, entry.batch);
    text.push_str(&size.to_string());
    text.push_str(",\"at\":");
    quote(&mut text, &entry.recorded_at.to_rfc3339_opts(SecondsFormat::Secs, true));
    text.push_str(",\"on\":");
    quote(&mut text, &entry.valid_on.to_string());
    text.push_str(",\"by\":");
    quote(&mut text, &entry.actor);
    text.push_str(",\"from\":");
    match &entry.origin {
        None => text.push_str("null"),
        Some(origin) => {
            text.push_str("{\"file\":");
            quote(&mut text, &origin.file);
            text.push_str(",\"sheet\":");
            quote_or_null(&mut text, origin.sheet.as_deref());
            text.push_str(",\"row\":");
            text.push_str(&origin.row.to_string());
            text.push('}');
        }
    }
    text.push_str(",\"body\":");
    match &entry.body {
        Body::Put(put) => {
            text.push_str("{\"put\":");
            write_put(&mut text, put);
        }
        Body::Correct { entry, put } => {
            text.push_str("{\"correct\":{\"entry\":");
            text.push_str(&entry.to_string());
            text.push_str(",\"put\":");
            write_put(&mut text, put);
            text.push('}');
        }
        Body::Reverse { entry, why } => {
            text.push_str("{\"reverse\":{\"entry\":");
            text.push_str(&entry.to_string());
            text.push_str(",\"why\":");
            quote(&mut text, why);
            text.push('}');
        }
    }
    text.push_str("},\"prev\":\"");
    text.push_str(&previous.to_string());
    text.push('"');
    text
}

/// The text with its hash of an entry in a batch of a size.
pub(crate) fn signed(entry: &Entry, size: usize, previous: EntryHash) -> String {
    let mut text = unsigned(entry, size, previous);
    text.push_str(",\"hash\":\"");
    text.push_str(&entry.hash.to_string());
    text.push_str("\"}");
    text
}

fn write_put(text: &mut String, put: &Put) {
    text.push_str("{\"kind\":");
    quote(text, put.kind.word());
    text.push_str(",\"id\":");
    quote(text, &put.id);
    text.push_str(",\"event\":");
    quote_or_null(text, put.event.map(Event::word));
    text.push_str(",\"fields\":{");
    for (at, (name, value)) in put.fields.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        quote(text, name);
        text.push(':');
        quote_or_null(text, value);
    }
    text.push_str("}}");
}

fn quote_or_null(text: &mut String, value: Option<&str>) {
    match value {
        Some(value) => quote(text, value),
        None => text.push_str("null"),
    }
}

fn quote(text: &mut String, value: &str) {
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                text.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}
