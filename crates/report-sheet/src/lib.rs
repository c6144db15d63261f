//! The monthly report as a workbook that proves itself, and as CSV.
//!
//! A sheet for each section of the report, a sheet of service levels, and the records behind each level on sheets of their own.
//! Every figure of a service level is a live formula over raw columns of those records (moments, seconds, limits, answers);
//! beside it stands what the engine came to, and a cell that compares both. No column of the records holds a verdict of the
//! engine: one mark a row says whether the row counts, is left out, open or unknown, and no more.
//!
//! # Overview
//! - [`workbook`]: the workbook's bytes; the same report gives the same bytes. [`BookError`]: why there are none.
//! - [`csv`](csv()): service levels and sections as CSV.
//!
//! # Not covered
//! Business time is the engine's: a formula proves days, not hours, so that each row states the seconds between its start and its
//! end that do not count.

use provenance::{Language, Text};
use report::MonthlyReport;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::{
    book::{Formats, Names},
    levels::Levels,
    sections::Sections,
};

mod book;
mod charts;
mod cover;
mod error;
mod figure;
mod levels;
mod place;
mod records;
mod sections;
mod separated;

pub use crate::{
    error::BookError,
    separated::{CsvFile, csv},
};

/// The report as a workbook (`.xlsx`), with headings in one language.
///
/// # Errors
/// [`BookError`]: nothing is left out to make it fit.
pub fn workbook(report: &MonthlyReport<'_>, language: Language) -> Result<Vec<u8>, BookError> {
    let formats = Formats::new();
    let mut names = Names::default();
    let cover_name = names.take(Text::new("表紙", "Cover").in_language(language));
    let levels_name = names.take(Text::new("サービスレベル", "Service levels").in_language(language));
    let sections = Sections::write(report, language, &formats, &mut names)?;
    let records = records::write(report, language, &formats, &mut names, &levels_name)?;
    let levels = Levels::write(report, language, &formats, &levels_name, &records)?;
    let cover = cover::write(report, language, &formats, &cover_name, &levels, &sections)?;

    let mut book = Workbook::new();
    let made = report.now.naive_utc();
    let made = ExcelDateTime::parse_from_str(&made.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    let title = format!("{} {}", report.catalogue.contract.in_language(language), report.month);
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&made).set_title(escape::workbook(&title)),
    );
    let all = [cover, levels.sheet].into_iter().chain(sections.sheets).chain(records.sheets);
    for sheet in all.chain(sections.chart_values) {
        book.push_worksheet(sheet.finish()?);
    }
    Ok(book.save_to_buffer()?)
}
