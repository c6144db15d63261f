//! Cells as files hold them, before anybody says what they mean.

/// A row of a sheet, as a spreadsheet numbers it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawRow {
    pub(crate) row: u64,
    pub(crate) cells: Vec<RawCell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum RawCell {
    #[default]
    Empty,
    /// A text, white space included.
    Text(String),
    /// A number, as plain decimal digits with sign and point. It never had more than 15 or 16 exact digits.
    Number(String),
    /// A serial number that is shown as a date, as plain decimal digits.
    Day(String),
    /// Yes or no.
    Truth(bool),
    /// An error such as `#REF!`.
    Error(String),
    /// A formula that was never calculated.
    Uncalculated(String),
    /// A part of a merged area that begins in another cell.
    Merged(String),
}

impl RawCell {
    /// As a spreadsheet would show it, more or less: for messages and for words in columns.
    pub(crate) fn shown(&self) -> &str {
        match self {
            Self::Empty | Self::Merged(_) => "",
            Self::Text(text) | Self::Number(text) | Self::Day(text) | Self::Error(text) => text,
            Self::Uncalculated(formula) => formula,
            Self::Truth(true) => "TRUE",
            Self::Truth(false) => "FALSE",
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}
