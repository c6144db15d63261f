//! Values: from a cell to the one spelling that journals hold.

use chrono::NaiveDate;
use intake::{Cell, DateError, DateSystem, Reason, TimeForm, read_count, read_date};
use ledger::ColumnType;
use unicode_normalization::UnicodeNormalization;

use crate::fold::{folded, near};

/// A value of a file, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The value as the file says it; width, case and spaces make no difference.
    pub said: String,
    /// The value in the spelling of journals.
    pub means: String,
}

/// What becomes of a time of day beside a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeOfDay {
    /// The value is refused.
    #[default]
    Refuse,
    /// The date is taken; a note says so.
    Drop,
}

/// How dates are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms<'a> {
    pub(crate) dates: &'a [TimeForm],
    pub(crate) time_of_day: TimeOfDay,
    pub(crate) serials: Option<DateSystem>,
}

/// A value in the spelling of journals; `None` where the cell is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) value: Option<Box<str>>,
    pub(crate) remark: Option<Remark>,
}

/// Something a person may want to know of a value that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Remark {
    /// A number stood in a column of text.
    NumberAsText,
    /// A time of day was dropped.
    TimeDropped,
}

const YES: &[&str] = &["yes", "可", "有", "要", "○", "〇", "◯", "true", "y", "はい", "あり", "済", "✓", "✔"];
const NO: &[&str] = &["no", "否", "不可", "無", "不要", "×", "✕", "false", "n", "いいえ", "なし", "未"];

/// Reads a cell as what its column holds.
pub(crate) fn read(
    cell: &Cell<'_>,
    holds: &ColumnType,
    words: &[Translation],
    forms: &Forms<'_>,
) -> Result<Found, Reason> {
    match cell {
        Cell::Error(_) => return Err(Reason::CellError),
        Cell::Uncalculated(_) => return Err(Reason::Uncalculated),
        Cell::Merged(first) => return Err(Reason::Merged(first.clone())),
        cell if cell.is_blank() => return Ok(Found { value: None, remark: None }),
        _ => {}
    }
    let translated = if words.is_empty() { None } else { translate(cell, words) };
    let cell = translated.as_ref().unwrap_or(cell);
    let plain = |value: String| Ok(Found { value: Some(value.into()), remark: None });
    match holds {
        ColumnType::Text => text(cell),
        ColumnType::Date => {
            let (date, remark) = date(cell, forms)?;
            Ok(Found { value: Some(date.to_string().into()), remark })
        }
        ColumnType::Count => plain(count(&cell.shown().nfkc().collect::<String>())?.to_string()),
        ColumnType::Yen => plain(yen(cell.shown())?.to_string()),
        ColumnType::Flag => plain(flag(cell.shown())?.to_owned()),
        ColumnType::Word(known) => match known.iter().find(|word| word.is(cell.shown())) {
            Some(word) => plain(word.id.clone()),
            None => {
                let names = known.iter().flat_map(|word| [word.id.as_str(), &word.name.ja, &word.name.en]);
                let near = near(cell.shown(), names).map(str::to_owned);
                Err(Reason::Word { known: known.iter().map(|word| word.name.clone()).collect(), near })
            }
        },
    }
}

fn translate(cell: &Cell<'_>, words: &[Translation]) -> Option<Cell<'static>> {
    let found = folded(cell.shown());
    let word = words.iter().find(|word| folded(&word.said) == found)?;
    Some(Cell::Text(word.means.clone().into()))
}

/// A text stands as it is. Of a number the digits before the point are known, its first zeros are not.
fn text(cell: &Cell<'_>) -> Result<Found, Reason> {
    match cell {
        Cell::Text(text) => Ok(Found { value: Some(text.trim().into()), remark: None }),
        Cell::Number(number) if is_exact_integer(number) => {
            Ok(Found { value: Some(number.as_str().into()), remark: Some(Remark::NumberAsText) })
        }
        Cell::Number(_) => Err(Reason::DigitsLost),
        _ => Err(Reason::NotText),
    }
}

/// Spreadsheets keep 15 digits of a number.
fn is_exact_integer(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(crate) fn date(cell: &Cell<'_>, forms: &Forms<'_>) -> Result<(NaiveDate, Option<Remark>), Reason> {
    let found = match cell {
        Cell::Number(number) | Cell::Day(number) => serial(number, forms),
        other => read_date(other.shown().trim(), forms.dates, forms.serials),
    };
    match found {
        Ok(date) => Ok((date, None)),
        Err(DateError::TimeOfDay { date }) if forms.time_of_day == TimeOfDay::Drop => {
            Ok((date, Some(Remark::TimeDropped)))
        }
        Err(error) => Err(Reason::Date(Box::new(error))),
    }
}

/// A serial number with perhaps a part of the day.
fn serial(number: &str, forms: &Forms<'_>) -> Result<NaiveDate, DateError> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.len() > 7 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::NoSerial);
    }
    let date = read_date(whole, &[], forms.serials)?;
    if part.bytes().all(|byte| byte == b'0') { Ok(date) } else { Err(DateError::TimeOfDay { date }) }
}

/// A whole number from 0, written with full-width digits or commas between thousands.
fn count(text: &str) -> Result<u64, Reason> {
    let text = text.trim();
    if let Some(count) = read_count(text) {
        return Ok(count);
    }
    let (rest, is_negative) = match text.strip_prefix(['-', '−', '▲', '△']) {
        Some(rest) => (rest.trim(), true),
        None => match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(rest) => (rest.trim(), true),
            None => (text, false),
        },
    };
    let (whole, part) = rest.split_once('.').unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = whole.replace(',', "");
    Err(match (digits(&whole) && digits(part), is_negative) {
        (false, _) => Reason::Number,
        (true, true) => Reason::Negative,
        (true, false) if rest.contains('.') => Reason::Fraction,
        (true, false) if whole.len() > 19 => Reason::TooLarge(u64::MAX),
        (true, false) => Reason::Number,
    })
}

/// Yen with or without their sign. In a text file of CP932 the sign is a backslash.
fn yen(text: &str) -> Result<u64, Reason> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix(['-', '−', '▲', '△']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text),
    };
    let rest = rest.strip_prefix(['¥', '\\']).unwrap_or(rest).trim_start();
    let rest = rest.strip_suffix('円').unwrap_or(rest).trim_end();
    count(&format!("{sign}{rest}"))
}

fn flag(text: &str) -> Result<&'static str, Reason> {
    let found = folded(text);
    if YES.contains(&found.as_ref()) {
        Ok("yes")
    } else if NO.contains(&found.as_ref()) {
        Ok("no")
    } else {
        let words = YES.iter().take(4).chain(NO.iter().take(6));
        Err(Reason::Flag(words.map(|word| (*word).to_owned()).collect()))
    }
}
