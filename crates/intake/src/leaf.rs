//! The sheets of a workbook, before anything of them is read.

/// A sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its name.
    pub name: String,
    /// Whether somebody who opens the workbook sees it.
    pub is_visible: bool,
    /// What it hides.
    pub hidden: Hidden,
}

/// What a sheet hides from whoever looks at it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hidden {
    /// How many rows, and the first of them.
    pub rows: Option<(u64, u64)>,
    /// How many columns, and the first of them, from 1.
    pub columns: Option<(u64, u64)>,
    /// Whether a filter is at work.
    pub has_filter: bool,
}

#[cfg(feature = "workbooks")]
impl Hidden {
    pub(crate) fn row(&mut self, row: u64, count: u64) {
        let (before, first) = self.rows.unwrap_or((0, row));
        self.rows = Some((before + count, first.min(row)));
    }

    pub(crate) fn column(&mut self, column: u64, count: u64) {
        let (before, first) = self.columns.unwrap_or((0, column));
        self.columns = Some((before + count, first.min(column)));
    }
}
