//! Spans of time as people and tools write them.

use chrono::TimeDelta;
use unicode_normalization::UnicodeNormalization;

use crate::number::digits;

/// The unit of a number that bears none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
}

impl DurationUnit {
    fn seconds(self) -> i64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
        }
    }
}

/// How units are written, the longest first.
const UNITS: [(&str, DurationUnit); 18] = [
    ("時間", DurationUnit::Hour),
    ("hours", DurationUnit::Hour),
    ("hour", DurationUnit::Hour),
    ("hrs", DurationUnit::Hour),
    ("hr", DurationUnit::Hour),
    ("h", DurationUnit::Hour),
    ("分間", DurationUnit::Minute),
    ("分", DurationUnit::Minute),
    ("minutes", DurationUnit::Minute),
    ("minute", DurationUnit::Minute),
    ("mins", DurationUnit::Minute),
    ("min", DurationUnit::Minute),
    ("m", DurationUnit::Minute),
    ("秒", DurationUnit::Second),
    ("seconds", DurationUnit::Second),
    ("second", DurationUnit::Second),
    ("sec", DurationUnit::Second),
    ("s", DurationUnit::Second),
];

/// Reads a span of time: `1:30:00`, `1時間30分`, `1,200分`, `15s`, or a number of the unit given. Full-width digits
/// are read like others. Days have no unit here: of work they have other hours than of a clock.
///
/// # Rounding
/// A fraction of a second counts as a whole one, so that a limit in whole seconds is kept or missed as it was.
///
/// ```
/// use intake::{DurationUnit, read_duration};
///
/// let seconds = |text| read_duration(text, DurationUnit::Minute).map(|span| span.num_seconds());
/// assert_eq!(seconds("1時間３０分"), Some(5_400));
/// assert_eq!(seconds("12.5"), Some(750));
/// assert_eq!(seconds("15.2秒"), Some(16));
/// // Minutes and seconds, or hours and minutes? Nobody can tell.
/// assert_eq!(seconds("1:30"), None);
/// ```
#[must_use]
pub fn read_duration(text: &str, unit: DurationUnit) -> Option<TimeDelta> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let seconds = if text.contains(':') {
        clock(&text)?
    } else if text.ends_with(|c: char| c.is_ascii_digit()) {
        amount(&text, unit)?
    } else {
        in_words(&text)?
    };
    TimeDelta::try_seconds(seconds)
}

fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let below_sixty = |part: &str| whole(part).filter(|n| part.len() == 2 && *n < 60);
    if parts.next().is_some() {
        return None;
    }
    let (hours, minutes, seconds) = (whole(hours)?, below_sixty(minutes)?, below_sixty(seconds)?);
    hours.checked_mul(3_600)?.checked_add(minutes * 60 + seconds)
}

/// Numbers with their units, from the largest unit down.
fn in_words(text: &str) -> Option<i64> {
    let (mut rest, mut total, mut last) = (text, 0_i64, i64::MAX);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))?;
        let (number, after) = rest.split_at_checked(end)?;
        let (sign, unit) = UNITS.iter().find(|(sign, _)| after.starts_with(sign))?;
        // An amount with a fraction is the last one.
        if unit.seconds() >= last || (number.contains('.') && after.len() > sign.len()) {
            return None;
        }
        last = unit.seconds();
        total = total.checked_add(amount(number, *unit)?)?;
        rest = after.get(sign.len()..)?;
    }
    (last < i64::MAX).then_some(total)
}

/// So many of a unit in seconds, rounded up.
fn amount(number: &str, unit: DurationUnit) -> Option<i64> {
    let (before, after) = match number.split_once('.') {
        Some((before, after)) => (before, Some(after)),
        None => (number, None),
    };
    let seconds = whole(&digits(before)?)?.checked_mul(unit.seconds())?;
    let Some(after) = after else { return Some(seconds) };
    let scale = 10_i64.checked_pow(u32::try_from(after.len()).ok().filter(|digits| *digits <= 12)?)?;
    let parts = whole(after)?.checked_mul(unit.seconds())?;
    seconds.checked_add(parts / scale + i64::from(parts % scale != 0))
}

fn whole(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
