//! What people hand in: text, JSON and workbooks, with the place of every value and all problems at once.
//!
//! ```
//! use intake::{Encoding, Sheet, decode};
//!
//! let (text, _) = decode("番号,件数\nA-1,３\n".as_bytes(), Encoding::Detect)?;
//! let mut sheet = Sheet::csv("a.csv", &text).map_err(|error| error.to_string())?;
//! let count = sheet.column("件数").unwrap();
//! let row = sheet.next().unwrap().map_err(|error| error.to_string())?;
//! assert_eq!((row.row, intake::read_count(row.get(count))), (2, Some(3)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Container`]: a file by what it begins with, text, JSON or a workbook (feature `workbooks`), as sheets ([`Leaf`] tells what
//!   a sheet hides); [`TextForm`] states encoding and separator where they do not show.
//! - [`decode`], [`Encoding`], [`Found`]: encodings, declared or detected where exactly one fits, verified either way;
//!   [`encode_cp932`] refuses what would not come back, [`fits_cp932`] says what would.
//! - [`Sheet`], [`Header`], [`Cells`]: rows of named cells, read one by one; row numbers are those of a spreadsheet, names are
//!   compared without differences of width, case and white space.
//! - [`TextRows`]: text cut into rows, whose bytes are all of it; a [`Cell`] without quotation marks is a piece of the text.
//! - [`read_forms`], [`Form`]: sheets whose columns are stated beforehand, found by their names.
//! - [`damage`](damage()), [`Identifiers`]: identifiers that a spreadsheet changed.
//! - [`read_time`], [`read_date`], [`TimeForm`]: times as people write them, full-width digits and eras included; all
//!   that stands in a text is read, or is why it is refused ([`DateError`], with what could have been meant).
//! - [`read_serial`], [`DateSystem`]: serial numbers of spreadsheets, to the second that they show.
//! - [`read_duration`], [`read_count`], [`read_number`]: spans of time and numbers with their units.
//! - [`RowError`], [`Reason`]: file, row, column, value, what is wrong and what to do, in both languages; [`CODES`] are the
//!   names of reasons, which stay. [`Problems`] makes one problem of those with one cause; [`Purpose`] decides the way out.
//! - [`Excerpt`]: the line of a text at which a problem stands, of [`Container::excerpts`].
//!
//! # Limits
//! [`ROWS_MAX`], [`COLUMNS_MAX`] and [`CELL_MAX`] are those of spreadsheet programs; what goes beyond is an error with its
//! place. Reading takes time in proportion to the text, and a row no more memory than it has values.
//!
//! # Not covered
//! Workbooks in the forms of Excel 95 and before, and `.xlsb`; meaning: what a column stands for, the caller knows.

#[cfg(feature = "workbooks")]
pub use crate::book::Book;
pub use crate::{
    cell::{Cell, Placed, Row},
    cells::Cells,
    container::{Container, ENDINGS, TextForm, fits, has_known_ending, is_json},
    damage::{Damage, Identifiers, damage},
    duration::{DurationUnit, read_duration},
    encoding::{EncodeError, Encoding, EncodingError, Found, decode, encode_cp932, fits_cp932},
    error::RowError,
    excerpt::Excerpt,
    excess::{DEPTH_MAX, Excess, PART_MAX, PARTS_MAX, PARTS_SUM_MAX, RATIO_MAX, TAG_MAX, TEXT_MAX},
    form::{Form, FormRow, Forms, Near, Period, UnreadSheet, read_forms, unread_sheets},
    leaf::{Hidden, HiddenLines, Leaf},
    limits::{CELL_MAX, COLUMNS_MAX, ROWS_MAX, is_too_long},
    number::{read_count, read_number},
    problems::{PROBLEMS_MAX, Problems},
    purpose::Purpose,
    reason::{CODES, Reason},
    scan::{TextRows, Uncut},
    separator::Separator,
    sheet::{ColumnPlace, HEADER_ROWS_MAX, Header, Sheet},
    time::{
        DateError, DateReading, DateSystem, PatternFault, ReadTime, TimeForm, TimeFormError, WrittenTime,
        read_clock, read_date, read_part_of_day, read_serial, read_time,
    },
    words::LISTED,
};

mod beginning;
#[cfg(feature = "workbooks")]
mod book;
mod cell;
mod cells;
mod container;
mod damage;
mod duration;
mod encoding;
mod error;
mod excerpt;
mod excess;
mod form;
mod json;
mod leaf;
mod limits;
mod number;
mod problems;
mod purpose;
mod reason;
mod scan;
mod separator;
mod sheet;
mod time;
mod words;
