//! Serial numbers of spreadsheets, and what texts in no known form could mean.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::{DateError, DateReading};
use crate::number::number;

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

/// The moment of a serial number, as plain decimal digits: the day, and the part of it to the nearest second, as a
/// spreadsheet shows it. `None` stands for a day without a part.
///
/// ```
/// use intake::{DateSystem, read_serial};
///
/// let read = |number| read_serial(number, DateSystem::From1900).map(|local| local.to_string());
/// // Nine o'clock has no end of digits; a spreadsheet keeps so many.
/// assert_eq!(read("45446.375"), Ok("2024-06-03 09:00:00".to_owned()));
/// assert_eq!(read("45446.37534722222"), Ok("2024-06-03 09:00:30".to_owned()));
/// // The last half second of a day is the next day.
/// assert_eq!(read("45446.999999"), Ok("2024-06-04 00:00:00".to_owned()));
/// ```
///
/// # Errors
/// [`DateError`] where the number is that of no day.
pub fn read_serial(number: &str, system: DateSystem) -> Result<NaiveDateTime, DateError> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 7 || !is_digits(part) {
        return Err(DateError::NoSerial);
    }
    let day = self::number(whole).ok_or(DateError::NoSerial).and_then(|serial| system.day(serial))?;
    let seconds = seconds(part);
    day.and_time(chrono::NaiveTime::MIN)
        .checked_add_signed(TimeDelta::seconds(seconds))
        .ok_or(DateError::NoSerial)
}

/// The seconds of a part of a day, as plain decimal digits from 0 to 1: the time of day that a spreadsheet shows.
///
/// ```
/// use intake::read_part_of_day;
///
/// assert_eq!((read_part_of_day("0.375"), read_part_of_day("1"), read_part_of_day("1.5")), (Some(32_400), Some(86_400), None));
/// ```
#[must_use]
pub fn read_part_of_day(number: &str) -> Option<u32> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let seconds =
        u32::try_from(seconds(part)).ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()))?;
    match (whole, seconds) {
        ("0", seconds) => Some(seconds),
        ("1", 0) => Some(86_400),
        _ => None,
    }
}

/// The seconds of a part of a day by its digits behind the point, to the nearest one.
fn seconds(part: &str) -> i64 {
    // Beyond twelve digits nothing is a millionth of a second.
    let part: String = part.chars().take(12).collect();
    let scale = 10_i64.pow(u32::try_from(part.len()).unwrap_or(0));
    let part: i64 = part.parse().unwrap_or(0);
    (part * 86_400 * 2 + scale) / (scale * 2)
}

/// The day of a text that is a serial number; `None` where it is none.
pub(super) fn of_text(text: &str, system: Option<DateSystem>) -> Option<Result<NaiveDate, DateError>> {
    let is_serial = !text.is_empty() && text.len() <= 7 && text.bytes().all(|byte| byte.is_ascii_digit());
    number(text).filter(|_| is_serial).map(|number| serial(number, system))
}

fn serial(serial: u32, system: Option<DateSystem>) -> Result<NaiveDate, DateError> {
    if let Some(system) = system {
        return system.day(serial);
    }
    let readings: Vec<_> = [("1900", DateSystem::From1900), ("1904", DateSystem::From1904)]
        .into_iter()
        .filter_map(|(how, system)| Some(DateReading { how, day: system.day(serial).ok()? }))
        .collect();
    Err(if readings.is_empty() { DateError::NoSerial } else { DateError::NoSystem { readings } })
}

/// What a text that is no time could have meant: the number of a day with or without a part of one, or three numbers, with or
/// without a time behind them.
pub(super) fn guess_time(text: &str) -> Option<DateError> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    // Serial numbers of five digits are the days from 1927 to 2177.
    if whole.len() == 5 && part.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_text(whole, None)?.err();
    }
    guess(text).or_else(|| guess(text.split_whitespace().next()?))
}

/// Three numbers: a day that is not in the calendar, or one whose order nobody knows.
pub(super) fn guess(text: &str) -> Option<DateError> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '日').collect();
    let [a, b, c] = numbers(&text)?;
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
    let readings: Vec<_> =
        readings.into_iter().filter_map(|(how, day)| Some(DateReading { how, day: day? })).collect();
    Some(if readings.is_empty() { DateError::NoSuchDay } else { DateError::Ambiguous { readings } })
}

/// Three numbers parted by signs.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split(['/', '-', '.', '年', '月']).map(number::<u32>);
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}
