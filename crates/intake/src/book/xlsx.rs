//! Rows of a workbook in the form of 2007 and later, one by one.

use std::{
    collections::{BTreeMap, VecDeque},
    io::Cursor,
};

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use provenance::{Text, number_of, place_of};

use super::{
    inspect::{Looks, inspect},
    reference::name_of,
};
use crate::{COLUMNS_MAX, Cell, DateSystem, Leaf, Placed, ROWS_MAX, Reason, Row, Uncut, sheet::Rows};

pub(crate) struct Workbook<'a> {
    book: Box<Xlsx<Cursor<&'a [u8]>>>,
    looks: Looks,
}

impl<'a> Workbook<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        let looks = inspect(bytes)?;
        match calamine::open_workbook_from_rs(Cursor::new(bytes)) {
            Ok(book) => Ok(Self { book: Box::new(book), looks }),
            Err(XlsxError::Password) => Err(Reason::Password),
            Err(error) => Err(broken(&error)),
        }
    }

    pub(super) fn dates(&self) -> DateSystem {
        if self.book.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 }
    }

    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let sheets = self.book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let leaf = |sheet: &calamine::Sheet| Leaf {
            name: sheet.name.clone(),
            is_visible: sheet.visible == SheetVisible::Visible,
            hidden: self.looks.hidden(&sheet.name),
        };
        sheets.map(leaf).collect()
    }

    pub(super) fn rows<'b>(&'b mut self, name: &str) -> Result<XlsxRows<'b, 'a>, Reason> {
        let areas = self.book.merge_cells_by_sheet_name(name).map_err(|error| broken(&error))?;
        let cells = self.book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
        Ok(XlsxRows { cells: Some(cells), next: None, merged: Merged::new(areas) })
    }
}

fn broken(error: &XlsxError) -> Reason {
    let ja = match error {
        XlsxError::Zip(_) => "ZIPの書庫として読めない".to_owned(),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => {
            "部品をXMLとして読めない".to_owned()
        }
        XlsxError::FileNotFound(part) => format!("部品`{part}`がない"),
        XlsxError::WorksheetNotFound(sheet) => format!("シート`{sheet}`がない"),
        _ => "内容を読み取れない".to_owned(),
    };
    Reason::BrokenWorkbook(Text::new(format!("{ja}（詳細: {error}）"), error.to_string()))
}

/// The rows of a sheet.
pub(super) struct XlsxRows<'b, 'a> {
    /// None where reading came to an end.
    cells: Option<XlsxCellReader<'b, Cursor<&'a [u8]>>>,
    /// The first cell of the next row, with its row and column from 0.
    next: Option<(u64, usize, Cell<'static>)>,
    merged: Merged,
}

impl XlsxRows<'_, '_> {
    fn row(&mut self) -> Result<Option<Row<'static>>, XlsxError> {
        let Some(cells) = &mut self.cells else { return Ok(None) };
        let mut row: Option<Row<'static>> = None;
        if let Some((number, column, cell)) = self.next.take() {
            row = Some(Row { row: number, cells: vec![Placed { column, cell }] });
        }
        loop {
            let Some(cell) = cells.next_cell_with_formula_metadata()? else {
                // The reader cannot be asked once more.
                self.cells = None;
                break;
            };
            let (number, column) = (u64::from(cell.pos.0), place_of(cell.pos.1));
            let is_back = row.as_ref().is_some_and(|row| {
                number < row.row
                    || (number == row.row && row.cells.last().is_some_and(|last| column <= last.column))
            });
            if is_back || number >= u64::from(ROWS_MAX) || column >= COLUMNS_MAX {
                return Err(XlsxError::Unexpected("cells out of order or outside of the sheet"));
            }
            let is_formula = cell.formula.is_some();
            let cell = raw(cell.value, is_formula);
            match &mut row {
                Some(row) if row.row == number => row.cells.push(Placed { column, cell }),
                Some(_) => {
                    self.next = Some((number, column, cell));
                    break;
                }
                None => row = Some(Row { row: number, cells: vec![Placed { column, cell }] }),
            }
        }
        let Some(mut row) = row else { return Ok(None) };
        if !self.merged.mark(&mut row) {
            return Err(XlsxError::Unexpected("merged areas that overlap"));
        }
        row.row += 1;
        Ok(Some(row))
    }
}

impl<'b> Iterator for XlsxRows<'b, '_> {
    type Item = Result<Row<'b>, Uncut>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.row() {
            Ok(row) => row.map(Ok),
            Err(error) => {
                self.cells = None;
                Some(Err(Uncut { row: 0, value: String::new(), reason: broken(&error) }))
            }
        }
    }
}

impl<'b> Rows<'b> for XlsxRows<'b, '_> {
    fn have_columns(&mut self, columns: usize) {
        self.merged.columns = Some(number_of(columns));
    }
}

fn raw(value: DataRef<'_>, is_formula: bool) -> Cell<'static> {
    match value {
        DataRef::Empty if is_formula => Cell::Uncalculated("=".to_owned()),
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text.to_owned()),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(number.to_string()),
        DataRef::Bool(truth) => Cell::Truth(truth),
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::DateTime(day) => Cell::Day(day.as_f64().to_string()),
        // Midnight stands for a date alone.
        DataRef::DateTimeIso(text) => {
            text_cell(text.strip_suffix("T00:00:00").map(str::to_owned).unwrap_or(text))
        }
        DataRef::DurationIso(text) => text_cell(text),
    }
}

fn text_cell(text: String) -> Cell<'static> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
}

/// Merged areas, from the first row.
#[derive(Debug)]
pub(super) struct Merged {
    areas: VecDeque<Dimensions>,
    /// Those that the present row is in.
    open: Vec<Dimensions>,
    /// How many columns have a name; of others nobody reads anything. None where the header is not found yet: there the
    /// areas of titles are of no concern.
    pub(super) columns: Option<u64>,
}

impl Merged {
    pub(super) fn new(mut areas: Vec<Dimensions>) -> Self {
        areas.sort_by_key(|area| area.start);
        Self { areas: areas.into(), open: Vec::new(), columns: None }
    }

    /// Marks the cells of a row that are parts of an area which begins elsewhere; false where areas overlap. Rows are
    /// counted from 0 here.
    pub(super) fn mark(&mut self, row: &mut Row<'_>) -> bool {
        let Some(columns) = self.columns else {
            // Areas that begin above the header are of titles.
            while self.areas.front().is_some_and(|area| u64::from(area.start.0) <= row.row) {
                self.areas.pop_front();
            }
            return true;
        };
        while self.areas.front().is_some_and(|area| u64::from(area.start.0) <= row.row) {
            let Some(area) = self.areas.pop_front() else { break };
            if u64::from(area.start.1) < columns && u64::from(area.end.0) >= row.row {
                self.open.push(area);
            }
        }
        self.open.retain(|area| u64::from(area.end.0) >= row.row);
        // Each holds a column of its own in this row.
        if number_of(self.open.len()) > columns {
            return false;
        }
        let mut parts: Vec<(usize, Cell<'static>)> = Vec::new();
        for area in &self.open {
            let from = u64::from(area.start.1);
            for column in from..columns.min(u64::from(area.end.1) + 1) {
                if (row.row, column) != (area.start.0.into(), from) {
                    let Ok(column) = usize::try_from(column) else { continue };
                    parts.push((column, Cell::Merged(name_of(area.start.0.into(), area.start.1.into()))));
                }
            }
        }
        if !parts.is_empty() {
            let cells = std::mem::take(&mut row.cells).into_iter();
            let mut cells: BTreeMap<usize, Cell<'_>> =
                cells.map(|Placed { column, cell }| (column, cell)).collect();
            cells.extend(parts);
            row.cells = cells.into_iter().map(|(column, cell)| Placed { column, cell }).collect();
        }
        true
    }
}
