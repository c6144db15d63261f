//! What every row of a contract's tables begins with.

use provenance::{Clause, Text};
use tables::{Explain, Once, Row, Spot};

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
    /// A row that leaves nothing open.
    #[must_use]
    pub fn new(id: impl Into<String>, clause: Clause) -> Self {
        Self { id: id.into(), clause, open_points: Vec::new() }
    }

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

impl Explain for IdentifierError {
    fn text(&self) -> Text {
        let ja = format!(
            "`{}`は行の名称として使えない。`monthly-report`のように英小文字、数字、`-`で書く",
            self.found
        );
        Text::new(ja, self.to_string())
    }
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
pub(crate) struct Given(Once<String>);

impl Given {
    /// That a row's name is one, and its own.
    pub(crate) fn take(&mut self, at: &Spot<'_>, id: &str) {
        if let Err(error) = identifier(id) {
            at.complain("id", error.text(), None);
        }
        let what = || Text::new(format!("名称`{id}`"), format!("`{id}`"));
        let help = Text::new("表の行ごとに別の名称を付ける", "give each row of the table a name of its own");
        self.0.take(at, "id", id.to_owned(), what, help);
    }
}
