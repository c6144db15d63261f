//! Rows of sheets, whose columns have names.

use crate::{Cell, Placed, Row, is_too_long};

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells<'a> {
    /// The row that a spreadsheet shows, from 1 with the header.
    pub row: u64,
    cells: Row<'a>,
}

impl<'a> From<Row<'a>> for Cells<'a> {
    fn from(cells: Row<'a>) -> Self {
        Self { row: cells.row, cells }
    }
}

impl<'a> Cells<'a> {
    /// The cell of a column by the number that [`Sheet::column`](crate::Sheet::column) gave, without white space around it.
    #[must_use]
    pub fn get(&self, column: usize) -> &str {
        self.raw(column).trim()
    }

    /// The cell of a column as it stands, white space included.
    #[must_use]
    pub fn raw(&self, column: usize) -> &str {
        self.cell(column).map_or("", Cell::shown)
    }

    /// The cell of a column.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&Cell<'a>> {
        self.cells.cell(column)
    }

    /// The cells that hold something, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Cell<'a>)> {
        let filled = self.cells.cells.iter().filter(|placed| !placed.cell.is_blank());
        filled.map(|placed| (placed.column, &placed.cell))
    }

    /// The row itself.
    #[must_use]
    pub fn into_row(self) -> Row<'a> {
        self.cells
    }

    /// Takes another text for each text for which there is one; how many there were.
    pub fn replace(&mut self, with: impl Fn(&str) -> Option<String>) -> usize {
        let change = |placed: &mut Placed<'a>| match &mut placed.cell {
            Cell::Text(text) => with(text).map(|new| *text = new.into()).is_some(),
            _ => false,
        };
        self.cells.cells.iter_mut().map(change).filter(|is_new| *is_new).count()
    }

    pub(crate) fn too_long(&self) -> Option<usize> {
        let is_long = |cell: &Cell<'_>| matches!(cell, Cell::Text(text) if is_too_long(text));
        self.filled().find(|(_, cell)| is_long(cell)).map(|(column, _)| column)
    }
}
