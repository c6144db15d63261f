//! Dates and times as people and tools write them. Whatever stands in a text is read or is why it is refused.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use provenance::Text;
use unicode_normalization::UnicodeNormalization;

use self::{clock::Clock, pattern::Pattern};

mod clock;
mod day;
mod error;
mod pattern;
mod scan;
mod serial;

pub use self::{
    error::{DateError, DateReading},
    pattern::PatternFault,
    serial::{DateSystem, read_part_of_day, read_serial},
};

/// A form in which times are written. In each of them a day of the week may stand behind the date, and is checked;
/// a time of day may have AM and PM or 午前 and 午後 on either side, a fraction of a second, and an offset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TimeForm {
    /// `2024-06-03T09:05:00`, `2024-06-03 09:05`, with or without an offset (`+09:00`, `-0500`, `Z`).
    Iso,
    /// `2024/6/3 9:05`, the year first.
    Slash,
    /// `2024.6.3 9:05`, the year first.
    Dot,
    /// `20240603`, `202406030905`, `20240603T090500`.
    Compact,
    /// `2024年6月3日 9時05分`, also with an era: `令和6年6月3日`, `R6.6.3 9:05`, `令6/6/3`.
    Japanese,
    /// A pattern of `%Y %y %m %b %B %d %a %A %H %I %p %M %S %f %z %%` and separators: `%d-%m-%Y %H:%M`.
    Pattern(Pattern),
}

impl TimeForm {
    /// The forms that can be taken for no other day than the one meant: all but patterns.
    pub const PLAIN: [Self; 5] = [Self::Iso, Self::Slash, Self::Dot, Self::Compact, Self::Japanese];
}

/// A text is no form of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no form of time; use `iso`, `slash`, `dot`, `compact`, `japanese`, or a pattern as in `%d-%b-%Y %I:%M:%S %p`{}",
    reason.map_or_else(String::new, |reason| format!(" ({})", reason.text().en))
)]
pub struct TimeFormError {
    /// The text, as given.
    pub found: String,
    /// What is wrong with it as a pattern.
    pub reason: Option<PatternFault>,
}

impl TimeFormError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let found = &self.found;
        let reason = self.reason.map_or_else(String::new, |reason| format!("（{}）", reason.text().ja));
        Text::new(
            format!(
                "`{found}`は日時の書式ではない。`iso`、`slash`、`dot`、`compact`、`japanese`のいずれか、又は`%d-%b-%Y %I:%M:%S %p`のような書式を書く{reason}"
            ),
            self.to_string(),
        )
    }
}

impl FromStr for TimeForm {
    type Err = TimeFormError;

    fn from_str(text: &str) -> Result<Self, TimeFormError> {
        Ok(match text {
            "iso" => Self::Iso,
            "slash" => Self::Slash,
            "dot" => Self::Dot,
            "compact" => Self::Compact,
            "japanese" => Self::Japanese,
            pattern => match Pattern::new(pattern) {
                Ok(pattern) => Self::Pattern(pattern),
                Err(reason) => {
                    let reason = pattern.contains('%').then_some(reason);
                    return Err(TimeFormError { found: text.to_owned(), reason });
                }
            },
        })
    }
}

impl fmt::Display for TimeForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Iso => "iso",
            Self::Slash => "slash",
            Self::Dot => "dot",
            Self::Compact => "compact",
            Self::Japanese => "japanese",
            Self::Pattern(pattern) => pattern.text(),
        })
    }
}

/// A time as written: a day, a local time, or one with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenTime {
    /// A date without a time of day.
    Day(NaiveDate),
    /// Local time; the zone has to come from elsewhere.
    Local(NaiveDateTime),
    /// An instant.
    Instant(DateTime<FixedOffset>),
}

impl WrittenTime {
    /// The date as written; of 25:30 the day after.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Day(date) => date,
            Self::Local(local) => local.date(),
            Self::Instant(at) => at.date_naive(),
        }
    }
}

/// A time that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadTime {
    /// The time.
    pub time: WrittenTime,
    /// Its hour was written as 24 to 29: the time lies on the day after the one written.
    pub is_past_midnight: bool,
}

/// Reads a time in the first form that fits. Full-width digits are read like others. A two-digit year, or day and month
/// in an order that the form does not state, fits no form.
///
/// ```
/// use intake::{TimeForm, WrittenTime, read_time};
///
/// let date = |text| read_time(text, &TimeForm::PLAIN).map(|read| read.time.date().to_string());
/// assert_eq!(date("２０２４／６／３ ９：０５").as_deref(), Ok("2024-06-03"));
/// assert_eq!(date("令和元年5月1日").as_deref(), Ok("2019-05-01"));
/// assert!(date("04/05/06").is_err());
///
/// // Nothing behind the seconds is lost.
/// let read = read_time("2024-03-12T09:00:00.000-0500", &TimeForm::PLAIN)?;
/// assert!(matches!(read.time, WrittenTime::Instant(at) if at.to_rfc3339() == "2024-03-12T09:00:00-05:00"));
/// let error = read_time("2024-03-12 09:00:00.000xyz", &TimeForm::PLAIN).unwrap_err();
/// assert_eq!(error.to_string(), "is the date 2024-03-12 with `09:00:00.000xyz`, which is no time of day");
/// # Ok::<(), intake::DateError>(())
/// ```
///
/// # Errors
/// [`DateError`] with what is wrong, or with what the text could have meant.
pub fn read_time(text: &str, forms: &[TimeForm]) -> Result<ReadTime, DateError> {
    read_nearly(text.trim(), forms).map_err(|(error, text)| {
        error.or_else(|| serial::guess_time(&text)).unwrap_or_else(|| no_date(forms))
    })
}

/// Reads a date without a time of day, or a serial number where the system is known.
///
/// ```
/// use intake::{DateError, DateSystem, TimeForm, read_date};
///
/// let forms = TimeForm::PLAIN;
/// assert_eq!(read_date("R6.6.3", &forms, None)?, read_date("45446", &forms, Some(DateSystem::From1900))?);
/// let error = read_date("04/05/06", &forms, None).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "can be read as 2004-05-06 (year/month/day), 2006-04-05 (month/day/year), 2006-05-04 (day/month/year)"
/// );
/// # Ok::<(), DateError>(())
/// ```
///
/// # Errors
/// [`DateError`] with what the text could have meant.
pub fn read_date(
    text: &str,
    forms: &[TimeForm],
    serials: Option<DateSystem>,
) -> Result<NaiveDate, DateError> {
    let text = text.trim();
    match read_nearly(text, forms) {
        Ok(ReadTime { time: WrittenTime::Day(date), .. }) => Ok(date),
        Ok(read) => Err(DateError::TimeOfDay { date: read.time.date() }),
        Err((Some(error), _)) => Err(error),
        Err((None, text)) => {
            if let Some(found) = serial::of_text(&text, serials) {
                return found;
            }
            Err(serial::guess(&text).unwrap_or_else(|| no_date(forms)))
        }
    }
}

/// Reads a time of day without a date; 24:00 to 29:59 too. Its seconds.
///
/// ```
/// use intake::read_clock;
///
/// assert_eq!((read_clock("9:00:00"), read_clock("９：００"), read_clock("午後6時半")), (Some(32_400), Some(32_400), Some(66_600)));
/// assert_eq!((read_clock("24:00"), read_clock("9"), read_clock("9:00 JST")), (Some(86_400), None, None));
/// ```
#[must_use]
pub fn read_clock(text: &str) -> Option<u32> {
    let text: String = text.trim().nfkc().collect();
    // Whatever the day, a time of day stands behind one in the same words.
    match clock::behind(NaiveDate::MIN, &text) {
        Ok(Some(Clock { seconds, nanos: 0, offset: None })) => Some(seconds),
        _ => None,
    }
}

/// The time; else what nearly was one, if something was, and the text in narrow letters.
fn read_nearly<'t>(text: &'t str, forms: &[TimeForm]) -> Result<ReadTime, (Option<DateError>, Cow<'t, str>)> {
    // Most times are plain ASCII; folding widths is for the others.
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
    let mut nearly = None;
    for form in forms {
        let found = match form {
            TimeForm::Iso => day::separated(&text, '-'),
            TimeForm::Slash => day::separated(&text, '/'),
            TimeForm::Dot => day::separated(&text, '.'),
            TimeForm::Compact => day::compact(&text),
            TimeForm::Japanese => day::japanese(&text),
            TimeForm::Pattern(pattern) => {
                match pattern.read(&text) {
                    Some(Ok((date, clock))) => return Ok(joined(date, clock)),
                    Some(Err(error)) => nearly = nearly.or(Some(error)),
                    None => {}
                }
                continue;
            }
        };
        match found {
            None => {}
            Some(Err(error)) => nearly = nearly.or(Some(error)),
            Some(Ok((date, rest))) => {
                let behind = if *form == TimeForm::Compact { clock::behind_digits } else { clock::behind };
                match behind(date, rest) {
                    Ok(clock) => return Ok(joined(date, clock)),
                    Err(error) => nearly = nearly.or(Some(error)),
                }
            }
        }
    }
    Err((nearly, text))
}

fn no_date(forms: &[TimeForm]) -> DateError {
    DateError::NoDate { forms: forms.iter().map(ToString::to_string).collect() }
}

fn joined(date: NaiveDate, clock: Option<Clock>) -> ReadTime {
    let Some(Clock { seconds, nanos, offset }) = clock else {
        return ReadTime { time: WrittenTime::Day(date), is_past_midnight: false };
    };
    let is_past_midnight = seconds >= clock::DAY;
    // Years have four digits: there is a next day.
    let date = if is_past_midnight { date.checked_add_days(Days::new(1)).unwrap_or(date) } else { date };
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds % clock::DAY, nanos);
    let local = date.and_time(time.unwrap_or(NaiveTime::MIN));
    let instant = offset.and_then(|offset| {
        let utc = local.checked_sub_signed(TimeDelta::seconds(offset.local_minus_utc().into()))?;
        Some(DateTime::from_naive_utc_and_offset(utc, offset))
    });
    ReadTime { time: instant.map_or(WrittenTime::Local(local), WrittenTime::Instant), is_past_midnight }
}
