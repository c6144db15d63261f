//! Where rows and values of a document stand, for those who speak of a row after it was read.

use std::fmt;

use toml::de::{DeTable, DeValue};

use crate::lines::Lines;

/// A place in a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The rows of a document in their order, each with its place and with those of its values that are texts or dates.
///
/// ```
/// let outline = tables::Outline::of("sla.toml", "[[item]]\nkey = \"S-1\"\n\n[[item]]\nkey = \"S-2\"\n");
/// let row = outline.rows_of("item").nth(1).unwrap();
/// assert_eq!((row.path.as_str(), row.place.line, row.text("key")), ("item[2]", 4, Some("S-2")));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    rows: Vec<OutlineRow>,
}

/// A row of an [`Outline`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineRow {
    /// Its key path, as in [`TableError::path`](crate::TableError::path): `item[3].target`; empty for the root.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// Its keys with texts and dates, one entry a text of a list.
    pub values: Vec<OutlineValue>,
}

/// A text or a date of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineValue {
    /// Its key.
    pub key: String,
    /// The text; a date as written.
    pub text: String,
    /// Whether it is a date.
    pub is_date: bool,
    /// Where it stands.
    pub place: Place,
}

impl Outline {
    /// The outline of a document. What cannot be parsed is left out: reading the document tells it.
    #[must_use]
    pub fn of(file: &str, source: &str) -> Self {
        let (table, _) = DeTable::parse_recoverable(source);
        let mut rows = Vec::new();
        let lines = Lines::new(source);
        let place = |at: usize| {
            let (line, column) = lines.place(at);
            Place { file: file.to_owned(), line, column }
        };
        walk(table.get_ref(), table.span().start, String::new(), &place, &mut rows);
        Self { rows }
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[OutlineRow] {
        &self.rows
    }

    /// The rows of a list, by its path without numbers: `item`, `section.item`.
    pub fn rows_of<'a>(&'a self, list: &'a str) -> impl Iterator<Item = &'a OutlineRow> {
        self.rows.iter().filter(move |row| row.is_of(list))
    }
}

impl OutlineRow {
    /// Whether it is a row of the list of that path without numbers: `item`, `section.item`.
    #[must_use]
    pub fn is_of(&self, list: &str) -> bool {
        self.path.ends_with(']') && without_numbers(&self.path) == list
    }

    /// The first text of that key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.value(key).map(|value| value.text.as_str())
    }

    /// The first value of that key.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&OutlineValue> {
        self.values.iter().find(|value| value.key == key)
    }
}

fn walk(
    table: &DeTable<'_>,
    at: usize,
    path: String,
    place: &dyn Fn(usize) -> Place,
    rows: &mut Vec<OutlineRow>,
) {
    let own = rows.len();
    rows.push(OutlineRow { path: path.clone(), place: place(at), values: Vec::new() });
    let mut values = Vec::new();
    for (key, value) in table.iter() {
        let key = key.get_ref().as_ref();
        let under = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let mut leaf = |value: &DeValue<'_>, at: usize| {
            let (text, is_date) = match value {
                DeValue::String(text) => (text.to_string(), false),
                DeValue::Datetime(date) if date.date.is_some() => (date.to_string(), true),
                _ => return,
            };
            values.push(OutlineValue { key: key.to_owned(), text, is_date, place: place(at) });
        };
        match value.get_ref() {
            DeValue::Table(table) => walk(table, value.span().start, under, place, rows),
            DeValue::Array(list) => {
                for (n, value) in (1_usize..).zip(list.iter()) {
                    match value.get_ref() {
                        DeValue::Table(table) => {
                            walk(table, value.span().start, format!("{under}[{n}]"), place, rows);
                        }
                        other => leaf(other, value.span().start),
                    }
                }
            }
            other => leaf(other, value.span().start),
        }
    }
    if let Some(row) = rows.get_mut(own) {
        row.values = values;
    }
}

fn without_numbers(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|c| {
            match c {
                '[' => inside = true,
                ']' => {
                    inside = false;
                    return false;
                }
                _ => {}
            }
            !inside
        })
        .collect()
}
