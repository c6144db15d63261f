//! What every row of a contract's tables begins with.

use std::collections::BTreeSet;

use provenance::{Clause, Text};
use tables::{Row, nearest};

/// What a row is called, where it stands in the documents, and what they leave open about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its name in its table.
    pub id: String,
    /// Where it stands.
    pub clause: Clause,
    /// What the document leaves open about it.
    pub open_points: Vec<Text>,
}

impl Heading {
    pub(crate) fn read(row: &Row<'_>) -> Option<Self> {
        let (id, clause) = (row.required_parsed("id", identifier), row.required_clause("clause"));
        Some(Self { id: id?, clause: clause?, open_points: row.texts("open_points") })
    }
}

/// A text is no row's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no name of a row; use lower-case letters, digits and `-`, as in `monthly-report`")]
pub(crate) struct IdentifierError {
    found: String,
}

pub(crate) fn identifier(text: &str) -> Result<String, IdentifierError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match !text.is_empty() && text.chars().all(fits) {
        true => Ok(text.to_owned()),
        false => Err(IdentifierError { found: text.to_owned() }),
    }
}

/// The names given so far in one table: none may be given twice.
#[derive(Debug, Default)]
pub(crate) struct Given(BTreeSet<String>);

impl Given {
    pub(crate) fn add(&mut self, row: &Row<'_>, heading: &Heading) {
        if !self.0.insert(heading.id.clone()) {
            let message = format!("`{}` stands twice in this table", heading.id);
            row.complain("id", message, Some("give each row a name of its own"));
        }
    }
}

/// Names that rows of one table may refer to in another.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// What they are names of, as in `duty`.
    pub(crate) kind: &'static str,
    /// Where they stand.
    pub(crate) file: &'static str,
    /// The names; `None` where the table itself is not there.
    pub(crate) ids: Option<&'a BTreeSet<String>>,
}

impl Known<'_> {
    /// The name, if it is known; else a complaint at its key.
    pub(crate) fn find(&self, row: &Row<'_>, key: &'static str, id: String) -> Option<String> {
        let Self { kind, file, ids } = self;
        let Some(ids) = ids else {
            let message = format!("names the {kind} `{id}`, but there is no {file}");
            row.complain(key, message, Some(&format!("add {file} to the folder, or take the name out")));
            return None;
        };
        if ids.contains(&id) {
            return Some(id);
        }
        let help = nearest(&id, ids.iter().map(String::as_str)).map_or_else(
            || format!("add it to {file}, or name one that is there"),
            |near| format!("did you mean `{near}`?"),
        );
        row.complain(key, format!("there is no {kind} `{id}` in {file}"), Some(&help));
        None
    }

    /// All names of a list.
    pub(crate) fn find_all(&self, row: &Row<'_>, key: &'static str) -> Vec<String> {
        row.strings(key).into_iter().filter_map(|id| self.find(row, key, id)).collect()
    }
}
