//! Dates of ledgers: serial numbers of spreadsheets are read too, and a refusal says what could have been meant.

use chrono::{Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::{
    TimeForm,
    value::{ERAS, number, read_date, read_time},
};

/// How a spreadsheet numbers days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSystem {
    /// 1 is 1 January 1900, and 60 a 29 February 1900 that never was.
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

/// The last days that spreadsheets number, both 31 December 9999.
const LAST_1900: u32 = 2_958_465;
const LAST_1904: u32 = 2_957_003;

impl DateSystem {
    /// The day of a serial number.
    ///
    /// ```
    /// use intake::DateSystem::{From1900, From1904};
    ///
    /// assert_eq!(From1900.day(45_446)?.to_string(), "2024-06-03");
    /// assert_eq!(From1904.day(43_984)?.to_string(), "2024-06-03");
    /// assert!(From1900.day(60).is_err());
    /// # Ok::<(), intake::DateError>(())
    /// ```
    ///
    /// # Errors
    /// [`DateError::FalseLeapDay`], and [`DateError::NoSerial`] outside of what spreadsheets number.
    pub fn day(self, serial: u32) -> Result<NaiveDate, DateError> {
        let (from, days) = match (self, serial) {
            (Self::From1900, 1..=59) => ((1899, 12, 31), serial),
            (Self::From1900, 60) => return Err(DateError::FalseLeapDay),
            (Self::From1900, 61..=LAST_1900) => ((1899, 12, 30), serial),
            (Self::From1904, 0..=LAST_1904) => ((1904, 1, 1), serial),
            _ => return Err(DateError::NoSerial),
        };
        NaiveDate::from_ymd_opt(from.0, from.1, from.2)
            .and_then(|first| first.checked_add_days(Days::new(days.into())))
            .ok_or(DateError::NoSerial)
    }
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// It has none of the forms allowed.
    #[error("is no date in the forms {}", list(.forms))]
    NoDate {
        /// The forms allowed.
        forms: Vec<String>,
    },
    /// Nobody can tell which day is meant.
    #[error("can be read as {}", readings_en(.readings))]
    Ambiguous {
        /// The days it can mean, with the order of its parts.
        readings: Vec<(&'static str, NaiveDate)>,
    },
    /// The day lies outside of the era named.
    #[error("lies outside of the era: {era} ran from {began} {}", until(.ended))]
    OutsideEra {
        /// The era.
        era: &'static str,
        /// Its first day.
        began: NaiveDate,
        /// Its last day; `None` for the present one.
        ended: Option<NaiveDate>,
    },
    /// The month has no such day, or the year no such month.
    #[error("is no day of the calendar")]
    NoSuchDay,
    /// A time of day stands with the date.
    #[error("has a time of day beside the date {date}")]
    TimeOfDay {
        /// The date.
        date: NaiveDate,
    },
    /// A serial number, and nobody says of which system.
    #[error("is a serial number: {}", readings_en(.readings))]
    NoSystem {
        /// The day in each system.
        readings: Vec<(&'static str, NaiveDate)>,
    },
    /// Serial number 60 of the system from 1900: 29 February 1900, which never was.
    #[error("is serial number 60, the 29 February 1900 that never was")]
    FalseLeapDay,
    /// A number that spreadsheets give to no day.
    #[error("is the serial number of no day")]
    NoSerial,
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn readings_en(readings: &[(&'static str, NaiveDate)]) -> String {
    readings.iter().map(|(how, day)| format!("{day} ({how})")).collect::<Vec<_>>().join(", ")
}

fn until(ended: &Option<NaiveDate>) -> String {
    ended.map_or_else(|| "on".to_owned(), |day| format!("to {day}"))
}

/// Reads a date in the first form that fits, or a serial number where the system is known.
///
/// ```
/// use intake::{DateError, DateSystem, TimeForm, parse_date};
///
/// let forms = [TimeForm::Iso, TimeForm::Slash, TimeForm::Japanese];
/// assert_eq!(parse_date("R6.6.3", &forms, None)?, parse_date("45446", &forms, Some(DateSystem::From1900))?);
/// let error = parse_date("04/05/06", &forms, None).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "can be read as 2004-05-06 (year/month/day), 2006-04-05 (month/day/year), 2006-05-04 (day/month/year)"
/// );
/// # Ok::<(), DateError>(())
/// ```
///
/// # Errors
/// [`DateError`] with what the text could have meant.
pub fn parse_date(
    text: &str,
    forms: &[TimeForm],
    serials: Option<DateSystem>,
) -> Result<NaiveDate, DateError> {
    if let Some(date) = read_date(text, forms) {
        return Ok(date);
    }
    if let Some(time) = read_time(text, forms) {
        return Err(DateError::TimeOfDay { date: time.date() });
    }
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if !text.is_empty() && text.len() <= 7 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Seven digits always fit.
        if let Ok(number) = text.parse() {
            return serial(number, serials);
        }
    }
    let reason = outside_era(&text).or_else(|| in_parts(&text));
    Err(reason
        .unwrap_or_else(|| DateError::NoDate { forms: forms.iter().map(ToString::to_string).collect() }))
}

fn serial(serial: u32, system: Option<DateSystem>) -> Result<NaiveDate, DateError> {
    if let Some(system) = system {
        return system.day(serial);
    }
    let readings: Vec<_> = [("1900", DateSystem::From1900), ("1904", DateSystem::From1904)]
        .into_iter()
        .filter_map(|(name, system)| Some((name, system.day(serial).ok()?)))
        .collect();
    Err(if readings.is_empty() { DateError::NoSerial } else { DateError::NoSystem { readings } })
}

/// A day with an era that it does not lie in.
fn outside_era(text: &str) -> Option<DateError> {
    let at = ERAS.iter().position(|(kanji, letter, ..)| {
        text.starts_with(kanji) || text.to_uppercase().starts_with(*letter)
    })?;
    let (era, letter, first, (month, day)) = *ERAS.get(at)?;
    let rest = text.strip_prefix(era).or_else(|| text.get(letter.len_utf8()..))?;
    let [year, m, d] = numbers(&rest.replace('元', "1").replace('日', ""))?;
    let year = first.checked_add(year.try_into().ok()?)?.checked_sub(1)?;
    if NaiveDate::from_ymd_opt(year, m, d).is_none() {
        return Some(DateError::NoSuchDay);
    }
    let ended = at
        .checked_sub(1)
        .and_then(|next| ERAS.get(next))
        .and_then(|(_, _, year, (month, day))| NaiveDate::from_ymd_opt(*year, *month, *day)?.pred_opt());
    Some(DateError::OutsideEra { era, began: NaiveDate::from_ymd_opt(first, month, day)?, ended })
}

/// Three numbers: a day that is not in the calendar, or one whose order nobody knows.
fn in_parts(text: &str) -> Option<DateError> {
    let [a, b, c] = numbers(&text.replace('日', ""))?;
    let day = |y: u32, m, d| NaiveDate::from_ymd_opt(y.try_into().ok()?, m, d);
    let short = |y: u32| if y < 100 { y + 2000 } else { y };
    if a >= 1000 {
        return day(a, b, c).is_none().then_some(DateError::NoSuchDay);
    }
    let mut readings = vec![];
    if c < 100 {
        readings.push(("year/month/day", day(short(a), b, c)));
    }
    readings.push(("month/day/year", day(short(c), a, b)));
    readings.push(("day/month/year", day(short(c), b, a)));
    let readings: Vec<_> = readings.into_iter().filter_map(|(how, day)| Some((how, day?))).collect();
    Some(if readings.is_empty() { DateError::NoSuchDay } else { DateError::Ambiguous { readings } })
}

/// Three numbers parted by signs.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split(['/', '-', '.', '年', '月']).map(number::<u32>);
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}
