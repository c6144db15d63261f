//! Identifiers that a spreadsheet changed when somebody opened the file.

use provenance::Text;

use crate::Cell;

/// What a spreadsheet made of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Damage {
    /// `4.90123E+12`: the digits behind are lost.
    Exponent,
    /// `3月4日`, `4-Mar`: it was taken for a date.
    Date,
    /// `########`: the column was too narrow when the sheet was printed to text.
    Hashes,
    /// `#N/A`: a formula found nothing.
    Error,
    /// A number of more than 15 digits, of which a spreadsheet keeps no more.
    Digits,
    /// Zeros before it are lost: others of the file have them.
    Zeros,
}

impl Damage {
    /// What happened, in both languages.
    #[must_use]
    pub fn text(self) -> Text {
        let (ja, en) = match self {
            Self::Exponent => ("表計算が指数表記に変えた", "a spreadsheet wrote it with an exponent"),
            Self::Date => ("表計算が日付に変えた", "a spreadsheet took it for a date"),
            Self::Hashes => ("列の幅が足りず番号が失われた", "the column was too narrow to show it"),
            Self::Error => ("セルがエラーの", "the cell holds an error"),
            Self::Digits => ("表計算が16桁目以降を失った", "a spreadsheet keeps 15 digits of a number"),
            Self::Zeros => ("先頭の0が失われた", "zeros before it were lost"),
        };
        Text::new(ja, en)
    }
}

/// What a spreadsheet made of an identifier, as far as one cell shows it.
///
/// ```
/// use intake::{Cell, Damage, damage};
///
/// let of = |text: &'static str| damage(&Cell::Text(text.into()));
/// assert_eq!((of("4.90123E+12"), of("3月4日"), of("#N/A")), (Some(Damage::Exponent), Some(Damage::Date), Some(Damage::Error)));
/// // A number that people gave.
/// assert_eq!((of("INC-1E5"), of("0012"), of("#12")), (None, None, None));
/// ```
#[must_use]
pub fn damage(cell: &Cell<'_>) -> Option<Damage> {
    match cell {
        Cell::Error(_) => Some(Damage::Error),
        Cell::Day(_) => Some(Damage::Date),
        Cell::Number(number) => {
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            (digits > 15 || number.contains('.')).then_some(Damage::Digits)
        }
        Cell::Text(text) => of_text(text.trim()),
        Cell::Empty | Cell::Truth(_) | Cell::Uncalculated(_) | Cell::Merged(_) => None,
    }
}

fn of_text(text: &str) -> Option<Damage> {
    const ERRORS: [&str; 9] =
        ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if ERRORS.contains(&text) {
        return Some(Damage::Error);
    }
    if text.len() >= 3 && text.bytes().all(|byte| byte == b'#') {
        return Some(Damage::Hashes);
    }
    let is_number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if let Some((digits, exponent)) = text.split_once(['E', 'e']) {
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_signed = exponent.starts_with(['+', '-']);
        let exponent = exponent.trim_start_matches(['+', '-']);
        let is_written = is_signed || digits.contains('.');
        return (is_written && is_number(whole, 1) && is_number(part, 20) && is_number(exponent, 3))
            .then_some(Damage::Exponent);
    }
    let day = text.strip_suffix('日').and_then(|text| text.split_once('月'));
    if day.is_some_and(|(month, day)| is_number(month, 2) && is_number(day, 2)) {
        return Some(Damage::Date);
    }
    let (one, other) = text.split_once('-')?;
    let is_month = |text: &str| MONTHS.iter().any(|month| month.eq_ignore_ascii_case(text));
    ((is_number(one, 2) && is_month(other)) || (is_month(one) && is_number(other, 2))).then_some(Damage::Date)
}
