//! Values as people write them: times, dates, whole numbers.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use unicode_normalization::UnicodeNormalization;

/// A form in which times are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeForm {
    /// `2024-06-03T09:05:00`, `2024-06-03 09:05`, with or without an offset (`+09:00`, `Z`).
    Iso,
    /// `2024/6/3 9:05`, the year first.
    Slash,
    /// `2024年6月3日 9時05分`, also with an era: `令和6年6月3日`, `R6.6.3`, `R6/6/3`.
    Japanese,
    /// A pattern of `%Y %y %m %d %H %M %S` and separators: `%d-%m-%Y %H:%M`.
    Pattern(String),
}

/// A text is no form of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no form of time; use `iso`, `slash`, `japanese`, or a pattern of %Y %m %d %H %M %S as in `%d-%m-%Y %H:%M`"
)]
pub struct TimeFormError {
    /// The text, as given.
    pub found: String,
}

impl FromStr for TimeForm {
    type Err = TimeFormError;

    fn from_str(text: &str) -> Result<Self, TimeFormError> {
        Ok(match text {
            "iso" => Self::Iso,
            "slash" => Self::Slash,
            "japanese" => Self::Japanese,
            pattern => {
                let mut letters = pattern.split('%').skip(1).map(|part| part.chars().next());
                let known = letters.all(|letter| letter.is_some_and(|letter| "YmdHMS".contains(letter)));
                if !known || !["%Y", "%m", "%d"].iter().all(|part| pattern.contains(part)) {
                    return Err(TimeFormError { found: text.to_owned() });
                }
                Self::Pattern(pattern.to_owned())
            }
        })
    }
}

impl fmt::Display for TimeForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Iso => "iso",
            Self::Slash => "slash",
            Self::Japanese => "japanese",
            Self::Pattern(pattern) => pattern,
        })
    }
}

/// A time as written: local, or with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenTime {
    /// Local time; the zone has to come from elsewhere.
    Local(NaiveDateTime),
    /// An instant.
    Instant(DateTime<FixedOffset>),
}

impl WrittenTime {
    /// The date as written.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Local(local) => local.date(),
            Self::Instant(at) => at.date_naive(),
        }
    }
}

/// Reads a time in the first form that fits. Full-width digits are read like others; a date alone is its
/// midnight. A two-digit year, or day and month in an order that the form does not state, fits no form.
///
/// ```
/// use intake::{TimeForm, WrittenTime, read_time};
///
/// let forms = [TimeForm::Iso, TimeForm::Slash, TimeForm::Japanese];
/// let date = |text| read_time(text, &forms).map(|time| time.date().to_string());
/// assert_eq!(date("２０２４／６／３ ９：０５").as_deref(), Some("2024-06-03"));
/// assert_eq!(date("令和元年5月1日").as_deref(), Some("2019-05-01"));
/// assert_eq!(date("04/05/06"), None);
/// ```
#[must_use]
pub fn read_time(text: &str, forms: &[TimeForm]) -> Option<WrittenTime> {
    read(text, forms).map(|(time, _)| time)
}

/// Reads a date without a time of day; `None` where a time of day stands too.
///
/// ```
/// use intake::{TimeForm, read_date};
///
/// let forms = [TimeForm::Slash, TimeForm::Japanese];
/// assert!(read_date("2024/6/3", &forms).is_some());
/// assert!(read_date("2024/6/3 0:00", &forms).is_none());
/// ```
#[must_use]
pub fn read_date(text: &str, forms: &[TimeForm]) -> Option<NaiveDate> {
    read(text, forms).filter(|(_, has_clock)| !has_clock).map(|(time, _)| time.date())
}

/// The time, and whether a time of day was written.
fn read(text: &str, forms: &[TimeForm]) -> Option<(WrittenTime, bool)> {
    let text = text.trim();
    // Most times are plain ASCII; folding widths is for the others.
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
    let local = |(date, clock): (NaiveDate, Option<NaiveTime>)| {
        (WrittenTime::Local(date.and_time(clock.unwrap_or(NaiveTime::MIN))), clock.is_some())
    };
    forms.iter().find_map(|form| match form {
        TimeForm::Iso => match DateTime::parse_from_rfc3339(&text) {
            Ok(at) => Some((WrittenTime::Instant(at), true)),
            Err(_) => separated(&text.replacen('T', " ", 1), '-').map(local),
        },
        TimeForm::Slash => separated(&text, '/').map(local),
        TimeForm::Japanese => japanese(&text).map(local),
        TimeForm::Pattern(pattern) => patterned(&text, pattern).map(local),
    })
}

/// A date and, where one is written, the time of day.
type DateAndClock = (NaiveDate, Option<NaiveTime>);

/// Year, month and day parted by one sign, then perhaps a time.
fn separated(text: &str, sign: char) -> Option<DateAndClock> {
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = date.split(sign);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(number(year)?, number(month)?, number(day)?)?;
    Some((date, clock_if_any(time.trim())?))
}

/// `Some(None)` where nothing is written; `None` where it is no time of day.
#[expect(clippy::option_option, reason = "nothing written and something wrong are told apart")]
fn clock_if_any(text: &str) -> Option<Option<NaiveTime>> {
    if text.is_empty() { Some(None) } else { clock(text).map(Some) }
}

/// `9:05`, `09:05:30`.
fn clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = match parts.next() {
        Some(seconds) => number(seconds.split('.').next()?)?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The first years of the eras, by kanji and letter, with the day on which each began.
pub(crate) const ERAS: [(&str, char, i32, (u32, u32)); 4] = [
    ("令和", 'R', 2019, (5, 1)),
    ("平成", 'H', 1989, (1, 8)),
    ("昭和", 'S', 1926, (12, 25)),
    ("大正", 'T', 1912, (7, 30)),
];

fn japanese(text: &str) -> Option<DateAndClock> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let era = ERAS.iter().position(|(kanji, letter, ..)| {
        compact.starts_with(kanji) || compact.to_uppercase().starts_with(*letter)
    });
    let (rest, era) = match era.and_then(|n| ERAS.get(n).map(|era| (n, era))) {
        Some((n, era)) => (compact.strip_prefix(era.0).or_else(|| compact.get(1..))?, Some((n, era))),
        None => (compact.as_str(), None),
    };
    let rest = rest.replace('元', "1");
    let (date, time) = match rest.split_once('日') {
        Some((date, time)) => (date.replace(['年', '月'], "."), time.to_owned()),
        None if era.is_some() => (rest.replace(['年', '月', '/', '-'], "."), String::new()),
        None => return None,
    };
    let mut parts = date.split('.');
    let (year, month, day): (i32, u32, u32) =
        (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
    if parts.next().is_some() {
        return None;
    }
    let date = match era {
        Some((n, (_, _, first, began))) => {
            let date = NaiveDate::from_ymd_opt(first.checked_add(year)?.checked_sub(1)?, month, day)?;
            let began = NaiveDate::from_ymd_opt(*first, began.0, began.1)?;
            let ended = n
                .checked_sub(1)
                .and_then(|n| ERAS.get(n))
                .and_then(|(_, _, year, (month, day))| NaiveDate::from_ymd_opt(*year, *month, *day));
            // An era's day that lies outside the era is a slip of the pen.
            (year > 0 && began <= date && ended.is_none_or(|ended| date < ended)).then_some(date)?
        }
        None => NaiveDate::from_ymd_opt(year, month, day).filter(|_| year >= 1_000)?,
    };
    let time = time.replace(['時', '分'], ":").replace('秒', "");
    let time = time.trim_end_matches(':');
    let time = if time.contains(':') || time.is_empty() { time.to_owned() } else { format!("{time}:0") };
    Some((date, clock_if_any(&time)?))
}

fn patterned(text: &str, pattern: &str) -> Option<DateAndClock> {
    if pattern.contains("%H") {
        let local = NaiveDateTime::parse_from_str(text, pattern).ok()?;
        return Some((local.date(), Some(local.time())));
    }
    NaiveDate::parse_from_str(text, pattern).ok().map(|date| (date, None))
}

/// Reads a whole number from 0: full-width digits and commas between thousands are read too.
///
/// ```
/// assert_eq!(intake::read_count("１，２００"), Some(1_200));
/// assert_eq!(intake::read_count("1.5"), None);
/// assert_eq!(intake::read_count("-1"), None);
/// ```
#[must_use]
pub fn read_count(text: &str) -> Option<u64> {
    let text: String = text.trim().nfkc().collect();
    let (first, rest) = match text.split_once(',') {
        Some((first, rest)) => (first, Some(rest)),
        None => (text.as_str(), None),
    };
    let groups: Vec<&str> = rest.map(|rest| rest.split(',').collect()).unwrap_or_default();
    if !groups.iter().all(|group| group.len() == 3) || (rest.is_some() && first.len() > 3) {
        return None;
    }
    number(&format!("{first}{}", groups.concat()))
}

pub(crate) fn number<T: FromStr>(text: &str) -> Option<T> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
