//! The written form of entries: one line a batch, its entries as JSON with keys in one order and no blanks.
//!
//! An entry's hash is taken over its own text up to the hash, which holds the hash of the entry before it. What was
//! written is hashed as it stands, so that reading needs no second writing.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    Body, Corruption, Entry, EntryHash, Event, Fields, Kind, Origin, Put,
    corruption::Damage,
    names::Names,
    upcast::{FORMAT, RawBodyV1},
};

/// An entry's text without its hash; the hash is taken over this.
pub(crate) fn unsigned(entry: &Entry, previous: EntryHash) -> String {
    let mut text = String::with_capacity(256);
    text.push_str("{\"v\":");
    text.push_str(&FORMAT.to_string());
    text.push_str(",\"seq\":");
    text.push_str(&entry.seq.to_string());
    text.push_str(",\"batch\":");
    text.push_str(&entry.batch.to_string());
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

/// An entry's text with its hash.
pub(crate) fn signed(entry: &Entry, previous: EntryHash) -> String {
    let mut text = unsigned(entry, previous);
    text.push_str(BEFORE_HASH);
    text.push_str(&entry.hash.to_string());
    text.push_str("\"}");
    text
}

const BEFORE_HASH: &str = ",\"hash\":\"";
/// The hash with what stands before and after it.
const TAIL: usize = BEFORE_HASH.len() + 64 + 2;

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

/// The texts of a line's entries, as they stand.
pub(crate) fn entries(line: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    serde_json::from_str(line)
}

/// Reads the entry that must come next.
pub(crate) fn read(
    text: &str,
    seq: u64,
    previous: EntryHash,
    names: &mut Names,
) -> Result<Entry, Corruption> {
    let corrupt = |damage| Corruption { seq, damage };
    let unread = |error: &dyn fmt::Display| corrupt(Damage::Unreadable { why: error.to_string() });
    let body = text.len().checked_sub(TAIL).and_then(|at| text.get(..at)).unwrap_or_default();
    let computed = EntryHash::of(body);
    let raw: RawEntry<'_> = serde_json::from_str(text).map_err(|error| unread(&error))?;
    let hash = EntryHash::from_str(&raw.hash).map_err(|error| unread(&error))?;
    if hash != computed {
        return Err(corrupt(Damage::Altered { stated: hash, computed }));
    }
    if raw.seq != seq {
        return Err(corrupt(Damage::OutOfSequence { found: raw.seq }));
    }
    let prev = EntryHash::from_str(&raw.prev).map_err(|error| unread(&error))?;
    if prev != previous {
        return Err(corrupt(Damage::Unchained { stated: prev, before: previous }));
    }
    let body = match raw.v {
        1 => serde_json::from_str::<RawBodyV1<'_>>(raw.body.get())
            .map_err(|error| unread(&error))?
            .upcast(names)
            .map_err(|error| unread(&error))?,
        FORMAT => serde_json::from_str::<RawBody<'_>>(raw.body.get())
            .map_err(|error| unread(&error))?
            .lower(names)
            .map_err(|error| unread(&error))?,
        newer => return Err(corrupt(Damage::NewerFormat { found: newer, known: FORMAT })),
    };
    Ok(Entry {
        seq,
        batch: raw.batch,
        recorded_at: DateTime::parse_from_rfc3339(&raw.at)
            .map_err(|error| unread(&error))?
            .with_timezone(&Utc),
        valid_on: NaiveDate::from_str(&raw.on).map_err(|error| unread(&error))?,
        actor: names.get(&raw.by),
        origin: raw.from.map(|from| Origin {
            file: names.get(&from.file),
            sheet: from.sheet.map(|sheet| names.get(&sheet.0)),
            row: from.row,
        }),
        body,
        hash,
    })
}

/// A text that is borrowed from the line where it holds no escapes.
#[derive(Debug, Deserialize)]
pub(crate) struct Borrowed<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry<'a> {
    v: u32,
    seq: u64,
    batch: u64,
    #[serde(borrow)]
    at: Cow<'a, str>,
    #[serde(borrow)]
    on: Cow<'a, str>,
    #[serde(borrow)]
    by: Cow<'a, str>,
    #[serde(borrow)]
    from: Option<RawOrigin<'a>>,
    #[serde(borrow)]
    body: &'a RawValue,
    #[serde(borrow)]
    prev: Cow<'a, str>,
    #[serde(borrow)]
    hash: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOrigin<'a> {
    #[serde(borrow)]
    file: Cow<'a, str>,
    #[serde(borrow)]
    sheet: Option<Borrowed<'a>>,
    row: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawBody<'a> {
    #[serde(borrow)]
    Put(RawPut<'a>),
    #[serde(borrow)]
    Correct(RawCorrect<'a>),
    #[serde(borrow)]
    Reverse(RawReverse<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPut<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    event: Option<Borrowed<'a>>,
    #[serde(borrow)]
    fields: RawFields<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCorrect<'a> {
    entry: u64,
    #[serde(borrow)]
    put: RawPut<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReverse<'a> {
    entry: u64,
    #[serde(borrow)]
    why: Cow<'a, str>,
}

impl RawBody<'_> {
    fn lower(self, names: &mut Names) -> Result<Body, crate::WordError> {
        Ok(match self {
            Self::Put(put) => Body::Put(put.lower(names)?),
            Self::Correct(RawCorrect { entry, put }) => Body::Correct { entry, put: put.lower(names)? },
            Self::Reverse(RawReverse { entry, why }) => Body::Reverse { entry, why: why.into() },
        })
    }
}

impl RawPut<'_> {
    fn lower(self, names: &mut Names) -> Result<Put, crate::WordError> {
        Ok(Put {
            kind: Kind::from_str(&self.kind)?,
            id: self.id.into(),
            event: self.event.map(|event| Event::from_str(&event.0)).transpose()?,
            fields: self.fields.lower(names),
        })
    }
}

/// Fields in the order written, which must be that of their names: one spelling a fact.
pub(crate) struct RawFields<'a>(pub(crate) Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>);

impl RawFields<'_> {
    pub(crate) fn lower(self, names: &mut Names) -> Fields {
        self.0.into_iter().map(|(name, value)| (names.get(&name), value.map(Into::into))).collect()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawFields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = RawFields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields in the order of their names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields: Vec<(Cow<'de, str>, Option<Cow<'de, str>>)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<Borrowed<'de>, Option<Borrowed<'de>>>()? {
                    if fields.last().is_some_and(|(last, _)| *last >= name.0) {
                        return Err(serde::de::Error::custom(format!(
                            "field `{}` stands twice or out of order",
                            name.0
                        )));
                    }
                    fields.push((name.0, value.map(|value| value.0)));
                }
                Ok(RawFields(fields))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
