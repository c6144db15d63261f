//! Times of day, and what stands between a date and one.

use chrono::{Datelike, FixedOffset, NaiveDate};

use super::{DateError, scan::Scan};

/// The seconds of a day.
pub(super) const DAY: u32 = 86_400;

/// A time of day as written: 25:30 has 91,800 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) seconds: u32,
    pub(super) nanos: u32,
    pub(super) offset: Option<FixedOffset>,
}

/// Half a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

const HALVES: [&[&str]; 2] = [&["午前", "a.m.", "am"], &["午後", "p.m.", "pm"]];

/// The days of the week from Monday, the longest name first.
const WEEKDAYS: [&[&str]; 7] = [
    &["月曜日", "月曜", "月", "monday", "mon"],
    &["火曜日", "火曜", "火", "tuesday", "tues", "tue"],
    &["水曜日", "水曜", "水", "wednesday", "wed"],
    &["木曜日", "木曜", "木", "thursday", "thurs", "thur", "thu"],
    &["金曜日", "金曜", "金", "friday", "fri"],
    &["土曜日", "土曜", "土", "saturday", "sat"],
    &["日曜日", "日曜", "日", "sunday", "sun"],
];

impl Half {
    pub(super) fn take(scan: &mut Scan<'_>) -> Option<Self> {
        match scan.any_of(&HALVES)? {
            0 => Some(Self::Morning),
            _ => Some(Self::Afternoon),
        }
    }

    /// The hour of the day, as clocks with digits show it: twelve is the first hour of its half.
    fn hour(self, hour: u32) -> Option<u32> {
        let hour = match hour {
            12 => 0,
            0..=11 => hour,
            _ => return None,
        };
        Some(if self == Self::Afternoon { hour + 12 } else { hour })
    }
}

/// A day of the week, as its number from Monday.
pub(super) fn weekday(scan: &mut Scan<'_>) -> Option<u32> {
    scan.any_of(&WEEKDAYS).and_then(|day| u32::try_from(day).ok())
}

pub(super) fn check_weekday(date: NaiveDate, day: u32) -> Result<(), DateError> {
    if date.weekday().num_days_from_monday() == day { Ok(()) } else { Err(DateError::OtherWeekday { date }) }
}

/// What stands behind a date: perhaps a day of the week, perhaps a time of day, and nothing else.
pub(super) fn behind(date: NaiveDate, text: &str) -> Result<Option<Clock>, DateError> {
    let mut scan = Scan(text);
    let rest =
        |text: &str| DateError::NoClock { date, rest: text.trim_start_matches(['T', 't']).trim().to_owned() };
    scan.spaces();
    let before = scan;
    if let Some(open) = scan.one_of(&['(', '[', '<']) {
        let day = weekday(&mut scan);
        let is_closed = |scan: &mut Scan<'_>| {
            scan.eat(match open {
                '(' => ")",
                '[' => "]",
                _ => ">",
            })
        };
        // 祝: a holiday falls on it.
        let _ = scan.one_of(&['・', '･', '/']);
        let is_holiday = scan.eat("祝日") || scan.eat("祝") || scan.eat("休");
        if !(day.is_some() || is_holiday) || !is_closed(&mut scan) {
            return Err(rest(before.0));
        }
        day.map_or(Ok(()), |day| check_weekday(date, day))?;
    } else if let Some(day) = weekday(&mut scan) {
        let _ = scan.eat(".");
        check_weekday(date, day)?;
    }
    scan.spaces();
    let _ = scan.eat(",") || scan.eat_word("T");
    scan.spaces();
    if scan.is_at_end() {
        let is_bare = text.trim_end().ends_with([',', 'T', 't']);
        return if is_bare { Err(rest(text)) } else { Ok(None) };
    }
    let at = scan.0;
    clock(&mut scan).filter(|_| scan.is_at_end()).map(Some).ok_or_else(|| rest(at))
}

/// What stands behind a date of eight digits: four or six more are hours, minutes and seconds.
pub(super) fn behind_digits(date: NaiveDate, text: &str) -> Result<Option<Clock>, DateError> {
    let mut scan = Scan(text);
    let _ = scan.eat_word("T") || scan.eat(" ");
    let compact = |mut scan: Scan<'_>| {
        let (hour, minute) = (scan.number(2, 2)?, scan.number(2, 2)?);
        let second = scan.number(2, 2);
        let nanos = if second.is_some() { fraction(&mut scan)? } else { 0 };
        scan.spaces();
        let offset = if scan.is_at_end() { None } else { Some(offset(&mut scan)?) };
        together(hour, minute, second.unwrap_or(0), nanos, None, offset).filter(|_| scan.is_at_end())
    };
    compact(scan).map_or_else(|| behind(date, text), |clock| Ok(Some(clock)))
}

/// A time of day with all that may belong to it.
fn clock(scan: &mut Scan<'_>) -> Option<Clock> {
    let before = Half::take(scan);
    scan.spaces();
    let hour = scan.number(1, 2)?;
    let (mut minute, mut second, mut nanos, mut has_minutes) = (0, 0, 0, true);
    if scan.eat(":") {
        minute = scan.number(2, 2)?;
        if scan.eat(":") {
            second = scan.number(2, 2)?;
            nanos = fraction(scan)?;
        }
    } else if scan.eat("時") {
        scan.spaces();
        if scan.eat("半") {
            minute = 30;
        } else if let Some(found) = scan.number(1, 2) {
            minute = found;
            scan.eat("分").then_some(())?;
            scan.spaces();
            if let Some(found) = scan.number(1, 2) {
                second = found;
                nanos = fraction(scan)?;
                scan.eat("秒").then_some(())?;
            }
        }
    } else {
        has_minutes = false;
    }
    scan.spaces();
    let after = Half::take(scan);
    scan.spaces();
    if before.is_some() && after.is_some() {
        return None;
    }
    let half = before.or(after);
    // `9` alone is no time; `9 PM` is one.
    if !has_minutes && half.is_none() {
        return None;
    }
    let offset = if scan.is_at_end() { None } else { Some(offset(scan)?) };
    together(hour, minute, second, nanos, half, offset)
}

/// A time of day of these parts; `None` where one of them is too large.
pub(super) fn together(
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
    half: Option<Half>,
    offset: Option<FixedOffset>,
) -> Option<Clock> {
    let hour = half.map_or(Some(hour), |half| half.hour(hour))?;
    let is_in_range = hour < 30 && minute < 60 && second < 60;
    is_in_range.then_some(Clock { seconds: hour * 3_600 + minute * 60 + second, nanos, offset })
}

/// A fraction of a second behind its sign; 0 where there is none.
fn fraction(scan: &mut Scan<'_>) -> Option<u32> {
    if scan.one_of(&['.', ',']).is_none() { Some(0) } else { nanos(scan) }
}

/// The digits of a fraction of a second. Those beyond nine are read if they are zeros.
pub(super) fn nanos(scan: &mut Scan<'_>) -> Option<u32> {
    let digits = scan.digits(1, 9)?;
    let zeros = 9_usize.checked_sub(digits.len()).and_then(|zeros| u32::try_from(zeros).ok())?;
    while scan.eat("0") {}
    digits.parse::<u32>().ok()?.checked_mul(10_u32.checked_pow(zeros)?)
}

/// `Z`, `+09:00`, `-0500`, `+9`, `UTC`, `GMT+9`, `JST`.
pub(super) fn offset(scan: &mut Scan<'_>) -> Option<FixedOffset> {
    if scan.eat_word("JST") {
        return FixedOffset::east_opt(9 * 3_600);
    }
    let is_named = scan.eat_word("UTC") || scan.eat_word("GMT");
    let zero = FixedOffset::east_opt(0);
    if !is_named && scan.eat_word("Z") {
        return zero;
    }
    let Some(sign) = scan.one_of(&['+', '-', '−']) else { return zero.filter(|_| is_named) };
    let digits = scan.digits(1, 4)?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => {
            let minutes = if scan.eat(":") { scan.number(2, 2)? } else { 0 };
            (digits.parse().ok()?, minutes)
        }
        4 => {
            let (hours, minutes) = digits.split_at_checked(2)?;
            (hours.parse::<u32>().ok()?, minutes.parse().ok()?)
        }
        _ => return None,
    };
    let seconds = i32::try_from(hours * 3_600 + minutes * 60).ok().filter(|_| minutes < 60)?;
    FixedOffset::east_opt(if sign == '+' { seconds } else { -seconds })
}
