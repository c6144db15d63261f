//! How much a sheet may hold: what spreadsheet programs hold, so that nothing that they save is refused.

/// Rows of a sheet, the header among them.
pub const ROWS_MAX: u32 = 1_048_576;

/// Columns of a sheet; in lines of JSON, different keys.
pub const COLUMNS_MAX: usize = 16_384;

/// Characters of a cell, counted as a spreadsheet does: in units of UTF-16.
pub const CELL_MAX: usize = 32_767;

/// Whether a cell has more characters than [`CELL_MAX`].
#[must_use]
pub fn is_too_long(cell: &str) -> bool {
    // No character takes fewer bytes than units.
    cell.len() > CELL_MAX && cell.encode_utf16().count() > CELL_MAX
}
