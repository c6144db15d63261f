//! Where a record was read.

use std::{fmt, sync::Arc};

/// The row of a file that something was read in.
///
/// ```
/// use provenance::Origin;
///
/// // The header is row 1.
/// assert_eq!(Origin::new("calls.csv", 2).to_string(), "calls.csv:2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet, of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The row, as a spreadsheet counts it: from 1 with the header.
    pub row: u64,
}

impl Origin {
    /// A row of a file without sheets.
    #[must_use]
    pub fn new(file: impl Into<Arc<str>>, row: u64) -> Self {
        Self { file: file.into(), sheet: None, row }
    }
}

/// As messages name it: `calls.csv:2`, of a workbook `calls.xlsx[June]:2`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sheet {
            Some(sheet) => write!(f, "{}[{sheet}]:{}", self.file, self.row),
            None => write!(f, "{}:{}", self.file, self.row),
        }
    }
}
