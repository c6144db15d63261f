//! Why there is no workbook.

use provenance::Text;
use rust_xlsxwriter::XlsxError;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// A sheet would need more rows than sheets have.
    #[error("`{of}` has {rows} rows, and a sheet holds {most}")]
    TooManyRows {
        /// The item or the section.
        of: String,
        /// Its rows.
        rows: usize,
        /// What a sheet holds below its heading.
        most: usize,
    },
    /// The writer of CSV refused something.
    #[error("the CSV could not be written: {0}")]
    Csv(String),
    /// The writer of workbooks refused something.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
}

impl BookError {
    /// The same in both languages, with the way out.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::TooManyRows { of, rows, most } => Text::new(
                format!("`{of}`は{rows}行あり、シートに収まる{most}行を超える。ほかの形式の報告書を使う"),
                format!("{self}; the report's other forms hold them"),
            ),
            Self::Csv(error) => Text::new(
                format!("CSVを作れなかった: {error}"),
                format!("the CSV could not be written: {error}"),
            ),
            Self::Workbook(error) => Text::new(
                format!("ブックを作れなかった: {error}"),
                format!("the workbook could not be written: {error}"),
            ),
        }
    }
}
