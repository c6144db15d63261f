//! Objects of plain values in JSON, one a line or in a list, read without building anything that is not kept.

use std::{borrow::Cow, collections::BTreeSet, fmt};

use provenance::{Text as Why, number_of};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{COLUMNS_MAX, Cell, Cells, Placed, ROWS_MAX, Reason, Row};

/// The keys of an object with their values as written, in their order.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some((Key(key), value)) = map.next_entry()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// A key, borrowed where it holds no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// A value as a cell; `None` where it is a list or an object.
fn cell(value: &RawValue) -> Option<Result<Cell<'_>, serde_json::Error>> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'[' | b'{') => None,
        Some(b'"') => Some(serde_json::from_str(text).map(|Key(text)| match text.as_ref() {
            "" => Cell::Empty,
            _ => Cell::Text(text),
        })),
        _ if text == "null" => Some(Ok(Cell::Empty)),
        _ => Some(Ok(Cell::Text(Cow::Borrowed(text)))),
    }
}

/// What is wrong with a row: its number, the key, why.
type Wrong = (u64, Option<String>, Why);

/// Why something is no JSON object.
pub(crate) fn why(error: &serde_json::Error) -> Why {
    Why::new(format!("書き方の誤り（{}文字目の辺り）", error.column()), error.to_string())
}

/// Objects of a text with their numbers: those of lines, or of a list.
#[derive(Debug, Clone)]
pub(crate) struct JsonRows<'a> {
    rows: Rows<'a>,
}

#[derive(Debug, Clone)]
enum Rows<'a> {
    Lines(std::iter::Enumerate<std::str::Lines<'a>>),
    List(std::iter::Enumerate<std::vec::IntoIter<&'a RawValue>>),
}

impl<'a> JsonRows<'a> {
    pub(crate) fn lines(text: &'a str) -> Self {
        Self { rows: Rows::Lines(text.lines().enumerate()) }
    }

    pub(crate) fn array(text: &'a str) -> Result<Self, serde_json::Error> {
        let list: Vec<&'a RawValue> = serde_json::from_str(text)?;
        Ok(Self { rows: Rows::List(list.into_iter().enumerate()) })
    }

    /// The next text that is not blank, with its number from 1.
    fn next_text(&mut self) -> Option<(u64, &'a str)> {
        let (n, text) = match &mut self.rows {
            Rows::Lines(lines) => lines.find(|(_, line)| !line.trim().is_empty())?,
            Rows::List(list) => list.next().map(|(n, value)| (n, value.get()))?,
        };
        Some((number_of(n) + 1, text))
    }

    /// The keys of all objects.
    pub(crate) fn keys(&self) -> Result<Vec<String>, Reason> {
        let (mut rows, mut keys, mut is_empty) = (self.clone(), BTreeSet::new(), true);
        while let Some((row, text)) = rows.next_text() {
            is_empty = false;
            if row > ROWS_MAX.into() {
                return Err(Reason::TooManyRows(ROWS_MAX.into()));
            }
            let Ok(Pairs(pairs)) = serde_json::from_str(text) else { continue };
            for (key, _) in pairs {
                if !keys.contains(key.as_ref()) {
                    keys.insert(key.into_owned());
                }
            }
            if keys.len() > COLUMNS_MAX {
                return Err(Reason::TooManyColumns);
            }
        }
        // An empty list says that there is nothing; an empty file says nothing.
        let is_list = matches!(self.rows, Rows::List(_));
        if is_empty && !is_list { Err(Reason::Empty) } else { Ok(keys.into_iter().collect()) }
    }

    /// The next object's values, in columns of these keys, which are in order.
    pub(crate) fn next(&mut self, columns: &[String]) -> Option<Result<Cells<'a>, Wrong>> {
        let (row, text) = self.next_text()?;
        Some(cells(row, text, columns))
    }
}

fn cells<'a>(row: u64, text: &'a str, columns: &[String]) -> Result<Cells<'a>, Wrong> {
    let wrong = |why: Why| (row, None, why);
    let is_object = text.trim_start().starts_with('{');
    if !is_object && serde_json::from_str::<&RawValue>(text).is_ok() {
        return Err(wrong(Why::new("オブジェクトでない", "not an object")));
    }
    let Pairs(pairs) = serde_json::from_str(text).map_err(|error| wrong(why(&error)))?;
    let mut cells = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let Some(found) = cell(value) else {
            let why = Why::new("値が配列かオブジェクト", "a list or an object as a value");
            return Err((row, Some(key.into_owned()), why));
        };
        let found = found.map_err(|error| wrong(why(&error)))?;
        let column = columns.binary_search_by(|column| column.as_str().cmp(&key)).ok();
        cells.extend(column.map(|column| Placed { column, cell: found }));
    }
    cells.sort_unstable_by_key(|placed: &Placed<'_>| placed.column);
    if cells.windows(2).any(|two| matches!(two, [one, other] if one.column == other.column)) {
        return Err(wrong(Why::new("同じ項目名が2度ある", "a key is named twice")));
    }
    Ok(Row { row, cells }.into())
}
