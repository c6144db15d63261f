//! Identifiers that a spreadsheet changed when somebody opened the file.

use std::collections::BTreeMap;

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

/// Numbers of more digits are no numbers that people count by, and of so many short ones each is kept in mind.
const NUMBER_LENGTH: usize = 20;
const SHORT_KEPT: usize = 10_000;

/// The identifiers of rows, of which those are found that a spreadsheet changed: each by itself, and those of digits alone
/// that lost their first zeros by the others, which have them.
///
/// ```
/// use intake::{Cell, Damage, Identifiers};
///
/// let mut identifiers = Identifiers::default();
/// for (row, id) in [(2, "0012"), (3, "12"), (4, "4.9E+12"), (5, "4.9E+12")] {
///     identifiers.note(id, &Cell::Text(id.into()), row);
/// }
/// let damaged = identifiers.into_damaged();
/// assert_eq!(damaged["12"], (Damage::Zeros, vec![3]));
/// // Nobody knows whether these two are one.
/// assert_eq!(damaged["4.9E+12"], (Damage::Exponent, vec![4, 5]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifiers<T> {
    damaged: BTreeMap<String, (Damage, Vec<T>)>,
    /// The least length of those that begin with a zero.
    padded: Option<usize>,
    /// Those that begin with another digit and are shorter than any of these so far.
    short: Vec<(String, T)>,
}

impl<T> Default for Identifiers<T> {
    fn default() -> Self {
        Self { damaged: BTreeMap::new(), padded: None, short: Vec::new() }
    }
}

impl<T> Identifiers<T> {
    /// Takes up the identifier of a row, and the cell that it stands in.
    pub fn note(&mut self, id: &str, cell: &Cell<'_>, row: T) {
        if let Some(damage) = damage(cell) {
            self.damaged.entry(id.to_owned()).or_insert_with(|| (damage, Vec::new())).1.push(row);
        } else if id.len() <= NUMBER_LENGTH && id.bytes().all(|byte| byte.is_ascii_digit()) {
            if id.len() > 1 && id.starts_with('0') {
                self.padded = Some(self.padded.map_or(id.len(), |length| length.min(id.len())));
            } else if self.padded.is_none_or(|length| id.len() < length) && self.short.len() < SHORT_KEPT {
                self.short.push((id.to_owned(), row));
            }
        }
    }

    /// What became of which identifier, and the rows that have it.
    #[must_use]
    pub fn into_damaged(self) -> BTreeMap<String, (Damage, Vec<T>)> {
        let Self { mut damaged, padded, short } = self;
        let lost = short.into_iter().filter(|(id, _)| padded.is_some_and(|length| id.len() < length));
        for (id, row) in lost {
            damaged.entry(id).or_insert_with(|| (Damage::Zeros, Vec::new())).1.push(row);
        }
        damaged
    }
}
