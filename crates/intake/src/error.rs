//! What is wrong with a row, where, and what to do about it.

use provenance::Text;

use crate::{Purpose, Reason};

/// A problem with a file or a row of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowError {
    /// The file.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row that a spreadsheet shows, from 1 with the header; 0 for the file as a whole.
    pub row: u64,
    /// The column's name, where one is concerned.
    pub column: Option<String>,
    /// The value found there.
    pub value: String,
    /// What is wrong.
    pub reason: Reason,
    /// How many rows have the same value in the same column for the same reason, of which `row` is the first.
    pub rows: u64,
    /// What the file was handed in for, on which the way out depends.
    pub purpose: Purpose,
}

impl RowError {
    /// A problem of a file as a whole.
    #[must_use]
    pub fn of_file(file: &str, reason: Reason) -> Self {
        Self {
            file: file.to_owned(),
            sheet: None,
            row: 0,
            column: None,
            value: String::new(),
            reason,
            rows: 1,
            purpose: Purpose::default(),
        }
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn text(&self) -> Text {
        self.reason.text()
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> Text {
        self.reason.remedy(self.purpose)
    }
}

impl RowError {
    /// The place, the value, what is wrong, what to do, and the code, in one line.
    #[must_use]
    pub fn line(&self) -> Text {
        let mut ja = self.file.clone();
        if let Some(sheet) = &self.sheet {
            ja.push_str(&format!("、シート`{sheet}`"));
        }
        match (self.row, self.rows) {
            (0, _) => {}
            (row, 1) => ja.push_str(&format!("、{row}行目")),
            (row, rows) => ja.push_str(&format!("、{rows}行、最初は{row}行目")),
        }
        if let Some(column) = &self.column {
            ja.push_str(&format!("、列`{column}`"));
        }
        if !self.value.is_empty() {
            ja.push_str(&format!("、`{}`", self.value));
        }
        let code = self.reason.code();
        Text::new(
            format!("{ja}: {}。{} [{code}]", self.text().ja, self.remedy().ja),
            format!("{self} [{code}]"),
        )
    }
}

/// Prints the place, the value, what is wrong and what to do, in English.
impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet `{sheet}`")?;
        }
        match (self.row, self.rows) {
            (0, _) => {}
            (row, 1) => write!(f, ", row {row}")?,
            (row, rows) => write!(f, ", {rows} rows, first in row {row}")?,
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        if !self.value.is_empty() {
            write!(f, ", `{}`", self.value)?;
        }
        write!(f, ": {}; {}", self.text().en, self.remedy().en)
    }
}
