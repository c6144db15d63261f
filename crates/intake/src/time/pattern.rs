//! Patterns of times that a mapping states.

use chrono::{FixedOffset, NaiveDate};
use provenance::Text;
use unicode_normalization::UnicodeNormalization;

use super::{
    DateError,
    clock::{self, Clock, Half},
    scan::Scan,
};

/// A pattern of a time, such as `%d-%b-%Y %I:%M:%S %p`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    Weekday,
    Hour,
    Hour12,
    Half,
    Minute,
    Second,
    Fraction,
    Offset,
    /// White space, as much as there is.
    Space,
    Sign(char),
}

use Part::{
    Day, Fraction, Half as HalfPart, Hour, Hour12, Minute, Month, MonthName, Offset, Second, ShortYear, Sign,
    Space, Weekday, Year,
};

const MONTHS: [&[&str]; 12] = [
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternFault {
    /// A letter behind `%` that stands for nothing.
    Letter,
    /// The date is not whole, or has a part twice.
    Date,
    /// A part of the time stands twice.
    Twice,
    /// Twelve hours without their half of the day, or the half alone.
    Half,
    /// A part of the time without the one before it.
    Order,
}

impl PatternFault {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(self) -> Text {
        let (ja, en) = match self {
            Self::Letter => (
                "使えるのは%Y %y %m %b %B %d %a %A %H %I %p %M %S %f %z %%",
                "known are %Y %y %m %b %B %d %a %A %H %I %p %M %S %f %z and %%",
            ),
            Self::Date => {
                ("年、月、日がそれぞれ1回ずつ必要", "it needs a year, a month and a day, each once")
            }
            Self::Twice => ("各部分は1回まで", "each part may stand once"),
            Self::Half => ("%Iと%pは両方必要", "%I and %p need each other"),
            Self::Order => (
                "%Mには時、%Sには%M、%fには%S、%zには時が必要",
                "%M needs an hour, %S needs %M, %f needs %S, and %z needs an hour",
            ),
        };
        Text::new(ja, en)
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, PatternFault> {
        let mut parts = Vec::new();
        let narrow: String = text.nfkc().collect();
        let mut letters = narrow.trim().chars();
        while let Some(letter) = letters.next() {
            let part = match letter {
                '%' => match letters.next() {
                    Some('Y') => Year,
                    Some('y') => ShortYear,
                    Some('m') => Month,
                    Some('b' | 'B') => MonthName,
                    Some('d') => Day,
                    Some('a' | 'A') => Weekday,
                    Some('H') => Hour,
                    Some('I') => Hour12,
                    Some('p') => HalfPart,
                    Some('M') => Minute,
                    Some('S') => Second,
                    Some('f') => Fraction,
                    Some('z') => Offset,
                    Some('%') => Sign('%'),
                    _ => return Err(PatternFault::Letter),
                },
                letter if letter.is_whitespace() => Space,
                letter => Sign(letter),
            };
            if part != Space || parts.last() != Some(&Space) {
                parts.push(part);
            }
        }
        let count = |wanted: &[Part]| parts.iter().filter(|part| wanted.contains(part)).count();
        let has = |wanted: Part| count(&[wanted]) > 0;
        if [Year, ShortYear].map(|part| count(&[part])).iter().sum::<usize>() != 1
            || count(&[Month, MonthName]) != 1
            || count(&[Day]) != 1
        {
            return Err(PatternFault::Date);
        }
        if count(&[Hour, Hour12]) > 1
            || [HalfPart, Minute, Second, Fraction, Offset, Weekday].iter().any(|part| count(&[*part]) > 1)
        {
            return Err(PatternFault::Twice);
        }
        if has(Hour12) != has(HalfPart) {
            return Err(PatternFault::Half);
        }
        let has_hour = has(Hour) || has(Hour12);
        let chain = [(has(Minute), has_hour), (has(Second), has(Minute)), (has(Fraction), has(Second))];
        if chain.iter().any(|(part, needed)| *part && !needed) || (has(Offset) && !has_hour) {
            return Err(PatternFault::Order);
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The time of a text in narrow letters; `None` where it has another form.
    pub(super) fn read(&self, text: &str) -> Option<Result<(NaiveDate, Option<Clock>), DateError>> {
        let mut scan = Scan(text);
        let (mut year, mut month, mut day, mut weekday) = (0_i32, 0, 0, None);
        let (mut hour, mut minute, mut second, mut nanos) = (None, 0, 0, 0);
        let (mut half, mut offset): (Option<Half>, Option<FixedOffset>) = (None, None);
        for (n, part) in self.parts.iter().enumerate() {
            // Digits that follow digits have their full number.
            let is_digits = |part: Option<&Part>| part.is_some_and(|part| part.is_digits());
            let before = n.checked_sub(1).and_then(|n| self.parts.get(n));
            let least = if is_digits(before) || is_digits(self.parts.get(n + 1)) { 2 } else { 1 };
            match part {
                Year => year = i32::try_from(scan.number(4, 4)?).ok()?,
                ShortYear => {
                    let short = i32::try_from(scan.number(2, 2)?).ok()?;
                    year = if short < 69 { short + 2000 } else { short + 1900 };
                }
                Month => month = scan.number(least, 2)?,
                MonthName => {
                    month = scan.any_of(&MONTHS).and_then(|n| u32::try_from(n + 1).ok())?;
                }
                Day => day = scan.number(least, 2)?,
                Weekday => weekday = Some(clock::weekday(&mut scan)?),
                Hour | Hour12 => hour = Some(scan.number(least, 2)?),
                HalfPart => half = Some(Half::take(&mut scan)?),
                Minute => minute = scan.number(least, 2)?,
                Second => second = scan.number(least, 2)?,
                Fraction => nanos = clock::nanos(&mut scan)?,
                Offset => offset = Some(clock::offset(&mut scan)?),
                Space => {
                    scan.one_of(&[' ', '\t', '\n', '\r'])?;
                    scan.spaces();
                }
                Sign(sign) => {
                    scan.one_of(&[*sign])?;
                }
            }
        }
        if !scan.is_at_end() {
            return None;
        }
        let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
            return Some(Err(DateError::NoSuchDay));
        };
        if let Some(Err(error)) = weekday.map(|day| clock::check_weekday(date, day)) {
            return Some(Err(error));
        }
        let Some(hour) = hour else { return Some(Ok((date, None))) };
        let clock = clock::together(hour, minute, second, nanos, half, offset);
        Some(clock.map_or_else(
            || Err(DateError::NoClock { date, rest: text.to_owned() }),
            |clock| Ok((date, Some(clock))),
        ))
    }
}

impl Part {
    fn is_digits(self) -> bool {
        matches!(self, Year | ShortYear | Month | Day | Hour | Hour12 | Minute | Second | Fraction)
    }
}
