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
    /// Its rows.
    pub rows: Option<HiddenLines>,
    /// Its columns.
    pub columns: Option<HiddenLines>,
    /// Whether a filter is at work.
    pub has_filter: bool,
}

/// Rows, or columns, that are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenLines {
    /// How many.
    pub count: u64,
    /// The first of them, from 1.
    pub first: u64,
}

#[cfg(feature = "workbooks")]
impl Hidden {
    pub(crate) fn row(&mut self, row: u64, count: u64) {
        self.rows = Some(HiddenLines::with(self.rows, row, count));
    }

    pub(crate) fn column(&mut self, column: u64, count: u64) {
        self.columns = Some(HiddenLines::with(self.columns, column, count));
    }
}

#[cfg(feature = "workbooks")]
impl HiddenLines {
    fn with(before: Option<Self>, first: u64, count: u64) -> Self {
        let before = before.unwrap_or(Self { count: 0, first });
        Self { count: before.count + count, first: before.first.min(first) }
    }
}
