//! Rows of a workbook.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use intake::{COLUMNS_MAX, DateSystem, ROWS_MAX};
use provenance::{Text, place_of};

use crate::{
    cell::{RawCell, RawRow},
    collect::Collector,
    container::inspect,
    fold::folded,
    reject::{CELLS_MAX, Reason},
};

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(crate) fn read(bytes: &[u8], collector: &mut Collector<'_>) {
    if let Err(reason) = inspect(bytes) {
        return collector.reject(0, None, "", reason);
    }
    let mut book: Book<'_> = match calamine::open_workbook_from_rs(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsxError::Password) => return collector.reject(0, None, "", Reason::OldWorkbook),
        Err(error) => return broken(collector, &error),
    };
    if collector.serials.is_none() {
        let system = if book.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
        collector.serials = Some(system);
    }
    for sheet in wanted(&book, collector) {
        if let Err(error) = read_sheet(&mut book, &sheet, collector) {
            broken(collector, &error);
        }
    }
}

fn broken(collector: &mut Collector<'_>, error: &XlsxError) {
    collector.reject(0, None, "", Reason::BrokenWorkbook(Text::new(error.to_string(), error.to_string())));
}

/// The sheets to read.
fn wanted(book: &Book<'_>, collector: &mut Collector<'_>) -> Vec<String> {
    let sheets = || book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets().map(|sheet| sheet.name.clone()).collect();
    let named = |wanted: &str| names.iter().find(|name| folded(name) == folded(wanted)).cloned();
    if !collector.mapping.sheets.is_empty() {
        let mut found = Vec::new();
        for wanted in &collector.mapping.sheets {
            match named(wanted) {
                Some(name) => found.push(name),
                None => collector.reject(0, None, wanted, Reason::NoSheet(names.clone())),
            }
        }
        return found;
    }
    let visible: Vec<String> = sheets()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if let [only] = visible.as_slice() {
        return vec![only.clone()];
    }
    let ledger = &collector.ledger.name;
    if let Some(name) = named(&ledger.ja).or_else(|| named(&ledger.en)) {
        return vec![name];
    }
    let reason = if names.is_empty() { Reason::Empty } else { Reason::WhichSheet(names) };
    collector.reject(0, None, "", reason);
    Vec::new()
}

fn read_sheet(book: &mut Book<'_>, name: &str, collector: &mut Collector<'_>) -> Result<(), XlsxError> {
    // Rows are counted from 0 here; one before the first is the first.
    let header = collector.mapping.header_row.max(1) - 1;
    let mut merged = Merged::new(book.merge_cells_by_sheet_name(name)?, header);
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut row = RawRow { row: 0, cells: Vec::new() };
    let (mut names, mut has_begun, mut columns) = (Vec::new(), false, 0);
    loop {
        let next = cells.next_cell_with_formula_metadata()?;
        let at = next.as_ref().map(|cell| u64::from(cell.pos.0));
        if at != Some(row.row) && !row.cells.is_empty() {
            let mut full = std::mem::replace(&mut row, RawRow { row: 0, cells: Vec::new() });
            if full.row == header {
                names = full.cells.iter().map(|cell| cell.shown().trim().to_owned()).collect();
            }
            if full.row >= header && !has_begun {
                has_begun = true;
                columns = names.len();
                merged.columns = u32::try_from(columns).unwrap_or(0);
                if !collector.begin(Some(name), std::mem::take(&mut names)) {
                    return Ok(());
                }
            }
            if full.row > header {
                if !merged.mark(&mut full) {
                    return Err(XlsxError::Unexpected("merged areas that overlap"));
                }
                full.row += 1;
                collector.take(full);
            }
        }
        let Some(cell) = next else { break };
        let (at, column) = (u64::from(cell.pos.0), cell.pos.1);
        if at < row.row || at >= u64::from(ROWS_MAX) || place_of(column) >= COLUMNS_MAX {
            return Err(XlsxError::Unexpected("cells out of order or outside of the sheet"));
        }
        collector.cells += 1;
        if collector.cells > CELLS_MAX {
            collector.reject(0, None, "", Reason::TooManyCells);
            return Ok(());
        }
        row.row = at;
        // Below the header, a cell without a name of a column only says that there is something in the row.
        let column = if has_begun || at != header { place_of(column).min(columns) } else { place_of(column) };
        if row.cells.len() <= column {
            row.cells.resize(column + 1, RawCell::Empty);
        }
        let is_formula = cell.formula.is_some();
        if let Some(place) = row.cells.get_mut(column) {
            *place = raw(cell.value, is_formula);
        }
    }
    if !has_begun {
        collector.begin(Some(name), Vec::new());
    }
    Ok(())
}

fn raw(value: DataRef<'_>, is_formula: bool) -> RawCell {
    match value {
        DataRef::Empty if is_formula => RawCell::Uncalculated("=".to_owned()),
        DataRef::Empty => RawCell::Empty,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text.to_owned()),
        DataRef::Int(number) => RawCell::Number(number.to_string()),
        DataRef::Float(number) => RawCell::Number(number.to_string()),
        DataRef::Bool(truth) => RawCell::Truth(truth),
        DataRef::Error(error) => RawCell::Error(error.to_string()),
        DataRef::DateTime(day) => RawCell::Day(day.as_f64().to_string()),
        // Midnight stands for a date alone.
        DataRef::DateTimeIso(text) => {
            text_cell(text.strip_suffix("T00:00:00").map(str::to_owned).unwrap_or(text))
        }
        DataRef::DurationIso(text) => RawCell::Text(text),
    }
}

fn text_cell(text: String) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text) }
}

/// Merged areas below the header, from the first row.
struct Merged {
    areas: std::iter::Peekable<std::vec::IntoIter<Dimensions>>,
    /// Those that the present row is in.
    open: Vec<Dimensions>,
    /// How many columns have a name; of others nobody reads anything.
    columns: u32,
}

impl Merged {
    fn new(areas: Vec<Dimensions>, header: u64) -> Self {
        let mut areas: Vec<Dimensions> =
            areas.into_iter().filter(|area| u64::from(area.start.0) > header).collect();
        areas.sort_by_key(|area| area.start);
        Self { areas: areas.into_iter().peekable(), open: Vec::new(), columns: 0 }
    }

    /// Marks the cells of a row that are parts of an area which begins elsewhere; false where areas overlap.
    fn mark(&mut self, row: &mut RawRow) -> bool {
        while let Some(area) = self.areas.next_if(|area| u64::from(area.start.0) <= row.row) {
            if area.start.1 < self.columns && u64::from(area.end.0) >= row.row {
                self.open.push(area);
            }
        }
        self.open.retain(|area| u64::from(area.end.0) >= row.row);
        // Each holds a column of its own in this row.
        if self.open.len() > place_of(self.columns) {
            return false;
        }
        for area in &self.open {
            let columns = area.start.1..self.columns.min(area.end.1 + 1);
            for column in columns.filter(|column| (row.row, *column) != (area.start.0.into(), area.start.1)) {
                let place = place_of(column);
                // Cells without a value need not be written down.
                if row.cells.len() <= place {
                    row.cells.resize(place + 1, RawCell::Empty);
                }
                if let Some(cell) = row.cells.get_mut(place) {
                    *cell = RawCell::Merged(name(area.start));
                }
            }
        }
        true
    }
}

/// A cell's name, such as `B3`.
fn name((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.extend(char::from_digit(10 + rest % 26, 36).map(|letter| letter.to_ascii_uppercase()));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}
