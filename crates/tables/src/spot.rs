//! Where a value stands that is checked: in a table, or among the parts that a program puts together.

use std::fmt;

use provenance::Text;
use toml::de::{DeTable, DeValue};

use crate::{
    Id, Names, error,
    problems::{Problems, Stood, further},
};

/// Where a value stands that is checked: a row of a table, or one of the parts that a program puts together.
///
/// Readers of tables and constructors check meaning through it, by one set of rules: what is wrong is told of the same path,
/// and of a table with the file's line besides.
///
/// ```
/// use provenance::Text;
/// use tables::{Document, Spot, check};
///
/// fn fits(at: &Spot<'_>, hours: u32) {
///     if hours > 24 {
///         let message = Text::new(
///             format!("{hours}時間は1日に収まらない"),
///             format!("{hours} hours are no part of a day"),
///         );
///         at.complain("hours", message, Some(Text::new("24以下とする", "24 at most")));
///     }
/// }
/// let read = Document::parse("shift.toml", "[shift]\nhours = 25").read(|root| {
///     let row = root.required_row("shift")?;
///     let hours = row.required("hours")?;
///     fits(&row.spot(), hours);
///     Some(hours)
/// });
/// assert_eq!(read.unwrap_err().to_string(), "shift.toml:2:9: shift.hours: 25 hours are no part of a day; 24 at most");
/// let made = check(|root| {
///     fits(&root.part("shift"), 25);
///     Some(25)
/// });
/// assert_eq!(made.unwrap_err().to_string(), "shift.hours: 25 hours are no part of a day; 24 at most");
/// ```
#[derive(Debug, Clone)]
pub struct Spot<'a> {
    problems: &'a Problems,
    /// The table and where it begins; `None` for what is there no table of.
    table: Option<&'a DeTable<'a>>,
    /// Where it begins; `None` outside tables.
    at: Option<usize>,
    path: String,
}

impl<'a> Spot<'a> {
    pub(crate) fn new(problems: &'a Problems, table: &'a DeTable<'a>, at: usize, path: String) -> Self {
        Self { problems, table: Some(table), at: Some(at), path }
    }

    /// Notes a problem of meaning at a key's value, or here where the key is absent.
    pub fn complain(&self, key: &str, message: Text, help: Option<Text>) {
        // Parts have no place in a file: they are told in the order in which they are checked.
        let at = self.place(key).unwrap_or_else(|| self.problems.len());
        self.problems.note(at, &self.under(key), message, help);
    }

    /// Where the key's value begins, or the table where it is absent.
    fn place(&self, key: &str) -> Option<usize> {
        let value = self.table.and_then(|table| table.get(key));
        value.map(|value| value.span().start).or(self.at)
    }

    /// The place at which something stands for the first time.
    pub(crate) fn stood(&self, key: &str) -> Stood {
        Stood { at: self.place(key), path: self.path.clone() }
    }

    /// Notes what stands twice, at the key; `first` is where it stood before, if that is known.
    pub(crate) fn note_again(&self, key: &str, what: &Text, help: Text, first: &Stood) {
        let at = self.place(key).unwrap_or_else(|| self.problems.len());
        let message = match first.path.as_str() {
            "" => Text::new(format!("{}が2回ある", what.ja), format!("{} stands twice", what.en)),
            path => Text::new(
                format!("{}が2回ある。最初は`{path}`", what.ja),
                format!("{} stands twice, first at `{path}`", what.en),
            ),
        };
        self.problems.note_again(at, &self.under(key), message, Some(help), first.at);
    }

    /// The table at a key.
    #[must_use]
    pub fn part(&self, key: &str) -> Self {
        self.step(key, self.under(key), None)
    }

    /// A table of a list, counted from 0; paths count from 1.
    #[must_use]
    pub fn nth(&self, list: &str, n: usize) -> Self {
        self.step(list, format!("{}[{}]", self.under(list), n + 1), Some(n))
    }

    /// Whether something has that name; a problem here where not.
    pub fn knows<T>(&self, key: &str, name: &Id<T>, names: &Names<T>) -> bool {
        let is_known = names.get(name.as_str()).is_some();
        if !is_known && self.problems.is_full() {
            self.problems.count_one_more();
        } else if !is_known {
            let error = names.unknown(name.as_str());
            let help = self.problems.suggests().then(|| error.help());
            self.complain(key, error.message(), help);
        }
        is_known
    }

    /// Whether something has each name of a list; a problem at the value of each that nothing has.
    pub fn knows_each<T>(&self, list: &str, ids: &[Id<T>], names: &Names<T>) {
        for (n, id) in ids.iter().enumerate().filter(|(_, id)| names.get(id.as_str()).is_none()) {
            if self.problems.is_full() {
                self.problems.count_one_more();
                continue;
            }
            let error = names.unknown(id.as_str());
            let help = self.problems.suggests().then(|| error.help());
            self.complain_of(list, n, error.message(), help);
        }
    }

    /// Notes a problem of meaning at one value of a list, counted from 0.
    pub fn complain_of(&self, list: &str, n: usize, message: Text, help: Option<Text>) {
        let values = self.table.and_then(|table| table.get(list)).map(|value| value.get_ref());
        let value = match values {
            Some(DeValue::Array(values)) => values.get(n),
            _ => None,
        };
        match value.map(|value| value.span().start) {
            Some(at) => {
                self.problems.note(at, &self.under(list), message, help);
            }
            None => self.complain(list, message, help),
        }
    }

    fn step(&self, key: &str, path: String, n: Option<usize>) -> Self {
        let value = self.table.and_then(|table| table.get(key));
        let value = match (value.map(|value| value.get_ref()), n) {
            (Some(DeValue::Array(values)), Some(n)) => values.get(n),
            _ => value,
        };
        let table = value.and_then(|value| match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        });
        let at = value.map(|value| value.span().start).or(self.at);
        Self { problems: self.problems, table, at, path }
    }

    fn under(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// One problem of parts that a program puts together. Prints it in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartError {
    /// Where the part stands, by the keys and places of the table that would state it: `item[3].target.value`.
    pub path: String,
    /// What is wrong.
    pub message: Text,
    /// The way out, where one can be named.
    pub help: Option<Text>,
}

impl PartError {
    /// Where, what is wrong, and the way out, in one line.
    #[must_use]
    pub fn text(&self) -> Text {
        error::problem(&self.path, &self.message, self.help.as_ref())
    }
}

impl fmt::Display for PartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

/// All problems of parts, in the order in which they are checked. Prints one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartErrors {
    /// The problems; never none.
    pub problems: Vec<PartError>,
}

impl fmt::Display for PartErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error::lines(f, &self.problems)
    }
}

impl std::error::Error for PartErrors {}

/// Checks parts that no table states, by rules that complain at their [`Spot`].
///
/// # Errors
/// Every problem that was noted.
pub fn check<T>(made: impl FnOnce(&Spot<'_>) -> Option<T>) -> Result<T, PartErrors> {
    let problems = Problems::default();
    let value = made(&Spot { problems: &problems, table: None, at: None, path: String::new() });
    let (found, more) = problems.into_parts();
    let mut found: Vec<PartError> =
        found.into_iter().map(|(path, message, help)| PartError { path, message, help }).collect();
    if more > 0 {
        found.push(PartError { path: String::new(), message: further(more), help: None });
    }
    match value {
        Some(value) if found.is_empty() => Ok(value),
        _ if found.is_empty() => {
            let message = Text::new("部分が一つの全体にならない", "the parts make no whole");
            Err(PartErrors { problems: vec![PartError { path: String::new(), message, help: None }] })
        }
        _ => Err(PartErrors { problems: found }),
    }
}
