//! A ledger as a workbook.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use escape::Formulas;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::export::{Export, ExportError, Exported, Shown};

/// What a cell can hold.
const CELL: usize = 32_767;
/// The rows of a sheet below its header.
const ROWS: usize = 1_048_575;
/// Numbers up to here are kept to the last digit.
const EXACT: u64 = 999_999_999_999_999;

impl Export<'_> {
    /// As a workbook: texts as text, dates as dates, numbers as numbers, names of columns in the first row.
    /// The same records give the same bytes at the same `created_at`.
    ///
    /// # Errors
    /// [`ExportError::TooManyRows`], [`ExportError::TooLong`], [`ExportError::Workbook`].
    pub fn to_xlsx(&self, created_at: DateTime<Utc>) -> Result<Exported, ExportError> {
        write(self, created_at)
    }
}

fn write(export: &Export<'_>, created_at: DateTime<Utc>) -> Result<Exported, ExportError> {
    let records = export.state.count(export.sheet.kind);
    if records > ROWS {
        return Err(ExportError::TooManyRows { records });
    }
    check_lengths(export)?;
    let bytes = book(export, created_at).map_err(|error| ExportError::Workbook(error.to_string()))?;
    Ok(Exported {
        bytes,
        rows: records,
        replaced: Vec::new(),
        formulas: Vec::new(),
        left_out: export.left_out(),
    })
}

fn check_lengths(export: &Export<'_>) -> Result<(), ExportError> {
    let header = export.header();
    for (row, record) in (2_u32..).zip(export.records()) {
        let cells = export.cells(record);
        let texts = std::iter::once(record.id).chain(cells.iter().map(Shown::text));
        for (text, column) in texts.map(held).zip(&header) {
            // Most are so short that nobody need count.
            if text.len() <= CELL {
                continue;
            }
            let length = text.encode_utf16().count();
            if length > CELL {
                return Err(ExportError::TooLong { row, column: (*column).to_owned(), length });
            }
        }
    }
    Ok(())
}

fn book(export: &Export<'_>, created_at: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (year, month, day) = parts(created_at.date_naive());
    let (hour, minute, second) = (created_at.hour(), created_at.minute(), created_at.second());
    let hms = |part: u32| u8::try_from(part).unwrap_or(0);
    let made = ExcelDateTime::from_ymd(year, month, day)?.and_hms(
        u16::try_from(hour).unwrap_or(0),
        hms(minute),
        f64::from(second),
    )?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(export.sheet.name.in_language(export.language)))?;
    let header = export.header();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let (date, number) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("#,##0"));
    let mut widths: Vec<usize> = header.iter().map(|name| name.width()).collect();
    for (column, name) in (0_u16..).zip(&header) {
        sheet.write_string_with_format(0, column, escape::workbook(name), &bold)?;
        let holds = usize::from(column).checked_sub(1).and_then(|at| export.sheet.columns.get(at));
        let format = match holds.map(|column| &column.holds) {
            Some(ledger::ColumnType::Date) => &date,
            Some(ledger::ColumnType::Count | ledger::ColumnType::Yen) => &number,
            _ => &text,
        };
        sheet.set_column_format(column, format)?;
    }
    let mut last = 0;
    for (row, record) in (1_u32..).zip(export.records()) {
        let cells = export.cells(record);
        let all = std::iter::once(&Shown::Text(record.id)).chain(&cells).cloned().collect::<Vec<_>>();
        for ((column, cell), width) in (0_u16..).zip(&all).zip(&mut widths) {
            *width = (*width).max(cell.text().width());
            write_cell(sheet, (row, column), cell, (&text, &date, &number))?;
        }
        last = row;
    }
    for (column, width) in (0_u16..).zip(widths) {
        // From 8 to 48 letters: no narrower than a date, no wider than a line.
        let letters = (8_u8..48).find(|letters| usize::from(*letters) >= width + 2).unwrap_or(48);
        sheet.set_column_width(column, f64::from(letters))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    let last_column = (0_u16..).zip(&header).last().map_or(0, |(column, _)| column);
    sheet.autofilter(0, 0, last, last_column)?;
    workbook.save_to_buffer()
}

/// A name that a sheet may have: at most 31 units of UTF-16, without signs of references and nothing hidden.
fn sheet_name(name: &str) -> String {
    let shown = |c: char| if "[]:*?/\\'".contains(c) || escape::is_hidden(c) { '_' } else { c };
    let mut units = 0_usize;
    let is_held = |c: &char| {
        units += c.len_utf16();
        units <= 31
    };
    name.chars().map(shown).take_while(is_held).collect()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Shown<'_>,
    (text, date, number): (&Format, &Format, &Format),
) -> Result<(), XlsxError> {
    match cell {
        Shown::Empty => return Ok(()),
        Shown::Day(day, _) if is_counted_alike(*day) => {
            let (year, month, day) = parts(*day);
            sheet.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(year, month, day)?, date)?
        }
        Shown::Number(count, _) if *count <= EXACT =>
        {
            #[expect(
                clippy::as_conversions,
                clippy::cast_precision_loss,
                reason = "15 digits are exact in a double"
            )]
            sheet.write_number_with_format(row, column, *count as f64, number)?
        }
        other => sheet.write_string_with_format(row, column, escape::workbook(other.text()), text)?,
    };
    Ok(())
}

/// Days that all spreadsheets count alike: after the 29 February 1900 that never was.
fn is_counted_alike(day: NaiveDate) -> bool {
    (1901..=9999).contains(&day.year())
}

fn parts(day: NaiveDate) -> (u16, u8, u8) {
    (
        u16::try_from(day.year()).unwrap_or(9999),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )
}

/// A text as a cell. A cell of text runs nothing, but is read like one of CSV.
fn held(text: &str) -> Cow<'_, str> {
    escape::cell(text, Formulas::Kept)
}
