//! Cells as files hold them, before anybody says what they mean.

use std::borrow::Cow;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// A text, white space included.
    Text(Cow<'a, str>),
    /// A number of a spreadsheet, as plain decimal digits with sign and point. It never had more than 15 or 16 exact
    /// digits.
    Number(String),
    /// A serial number that a spreadsheet shows as a date, as plain decimal digits.
    Day(String),
    /// Yes or no.
    Truth(bool),
    /// An error such as `#REF!`.
    Error(String),
    /// A formula that was never calculated.
    Uncalculated(String),
    /// A part of a merged area that begins in another cell, which is named.
    Merged(String),
}

impl Cell<'_> {
    /// As a spreadsheet would show it, more or less: for messages and for words in columns.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Self::Empty | Self::Merged(_) => "",
            Self::Text(text) => text,
            Self::Number(text) | Self::Day(text) | Self::Error(text) | Self::Uncalculated(text) => text,
            Self::Truth(true) => "TRUE",
            Self::Truth(false) => "FALSE",
        }
    }

    /// Whether nothing but white space stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A row of a sheet, as a spreadsheet numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number, from 1.
    pub row: u64,
    /// Its cells in the order of their columns. Those that hold nothing need not be there.
    pub cells: Vec<Placed<'a>>,
}

/// A cell and the column in which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The column, from 0.
    pub column: usize,
    /// The cell.
    pub cell: Cell<'a>,
}

impl<'a> Row<'a> {
    /// The cell of a column.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&Cell<'a>> {
        // Of text, every column has its cell.
        match self.cells.get(column) {
            Some(placed) if placed.column == column => Some(&placed.cell),
            _ => {
                let place = self.cells.binary_search_by_key(&column, |placed| placed.column).ok()?;
                self.cells.get(place).map(|placed| &placed.cell)
            }
        }
    }

    /// Whether nothing but white space, or parts of cells that begin elsewhere, stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|Placed { cell, .. }| cell.is_blank() || matches!(cell, Cell::Merged(_)))
    }

    /// What its first cell that is not blank shows.
    pub(crate) fn beginning(&self) -> &str {
        let first = self.cells.iter().find(|placed| !placed.cell.is_blank());
        first.map_or("", |placed| placed.cell.shown().trim())
    }
}
