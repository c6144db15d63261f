//! Calendar months, fiscal years and contract terms.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use provenance::Text;
use serde::{Deserialize, Serialize};

use crate::Zone;

/// A month of a year, written `2024-06`.
///
/// ```
/// use calendar::YearMonth;
///
/// let june: YearMonth = "2024-06".parse()?;
/// assert_eq!(june.last_day().to_string(), "2024-06-30");
/// assert_eq!(june.next().to_string(), "2024-07");
/// assert!("2024-13".parse::<YearMonth>().is_err());
/// # Ok::<(), calendar::YearMonthError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    // The first day; years 0 to 9999 only, so that neighbours always exist.
    first: NaiveDate,
}

/// A text or pair of numbers is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no month; write year and month as in `2024-06`")]
pub struct YearMonthError {
    /// What was given.
    pub found: String,
}

impl tables::Explain for YearMonthError {
    fn text(&self) -> provenance::Text {
        let ja = format!("`{}`は月ではない。`2024-06`のように年と月を書く", self.found);
        provenance::Text::new(ja, self.to_string())
    }
}

impl YearMonth {
    /// A month by year (1 to 9998) and number (1 to 12).
    ///
    /// # Errors
    /// [`YearMonthError`].
    pub fn new(year: i32, month: u32) -> Result<Self, YearMonthError> {
        (1..=9_998)
            .contains(&year)
            .then(|| NaiveDate::from_ymd_opt(year, month, 1))
            .flatten()
            .map(|first| Self { first })
            .ok_or_else(|| YearMonthError { found: format!("{year:04}-{month:02}") })
    }

    /// The month that a date lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.first.month()
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The month so many months later, or earlier if negative. Where no date can be written so far away, which only months
    /// at the very edge of the dates come to, it is the month itself.
    #[must_use]
    pub fn plus(self, months: i16) -> Self {
        self.checked_plus(months.into()).unwrap_or(self)
    }

    /// The month any number of months later, or earlier if negative; `None` where no date can be written so far away.
    ///
    /// ```
    /// let month: calendar::YearMonth = "2024-06".parse().unwrap();
    /// assert_eq!(month.checked_plus(-6).unwrap().to_string(), "2023-12");
    /// assert_eq!(month.checked_plus(i64::MAX), None);
    /// ```
    #[must_use]
    pub fn checked_plus(self, months: i64) -> Option<Self> {
        let by = chrono::Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let first =
            if months < 0 { self.first.checked_sub_months(by) } else { self.first.checked_add_months(by) };
        first.map(|first| Self { first })
    }

    /// The number of months from this one to another; negative if the other lies before.
    #[must_use]
    pub fn months_until(self, other: Self) -> i32 {
        // 12 at most, so that the sign is no question.
        let within_year = |month: Self| month.month().cast_signed();
        (other.year() - self.year()) * 12 + within_year(other) - within_year(self)
    }

    /// The instants `[from, to)` of the month in a zone.
    #[must_use]
    pub fn span(self, zone: &Zone) -> (DateTime<Utc>, DateTime<Utc>) {
        let at = |month: Self| zone.to_utc(month.first.and_time(NaiveTime::MIN));
        (at(self), at(self.next()))
    }

    /// Whether a date lies in the month.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        Self::of(date) == self
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        days_between(self.first_day(), self.last_day())
    }

    /// The months from this one to another, both inclusive; none if the other lies before.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        (0..=i64::from(self.months_until(last))).filter_map(move |n| self.checked_plus(n))
    }
}

impl FromStr for YearMonth {
    type Err = YearMonthError;

    fn from_str(text: &str) -> Result<Self, YearMonthError> {
        let wrong = || YearMonthError { found: text.to_owned() };
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || month.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(wrong());
        }
        Self::new(year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?)
            .map_err(|_| wrong())
    }
}

impl TryFrom<String> for YearMonth {
    type Error = YearMonthError;

    fn try_from(text: String) -> Result<Self, YearMonthError> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year(), self.month()))
    }
}

/// A fiscal year of Japanese public bodies, named by the year in which it begins: April to March.
///
/// ```
/// use calendar::FiscalYear;
///
/// let year = FiscalYear::of("2024-03-31".parse()?);
/// assert_eq!(year.number(), 2023);
/// assert_eq!(year.last_day().to_string(), "2024-03-31");
/// assert_eq!(year.text().ja, "2023年度");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct FiscalYear {
    first: YearMonth,
}

impl FiscalYear {
    /// The fiscal year that begins in April of a year (1 to 9997).
    ///
    /// # Errors
    /// [`YearMonthError`].
    pub fn new(number: i32) -> Result<Self, YearMonthError> {
        let first = YearMonth::new(number, 4)?;
        // Its last months lie in the year after.
        YearMonth::new(first.year() + 1, 3)?;
        Ok(Self { first })
    }

    /// The fiscal year that a date lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self::of_month(YearMonth::of(date))
    }

    /// The fiscal year that a month lies in.
    #[must_use]
    pub fn of_month(month: YearMonth) -> Self {
        let begun = if month.month() >= 4 { month.year() } else { month.year() - 1 };
        let april = NaiveDate::from_ymd_opt(begun, 4, 1);
        Self { first: april.map_or(month, |first| YearMonth { first }) }
    }

    /// The year in which it begins.
    #[must_use]
    pub fn number(self) -> i32 {
        self.first.year()
    }

    /// 1 April.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first.first_day()
    }

    /// 31 March of the following year.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.first.plus(11).last_day()
    }

    /// Whether a date lies in it.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        Self::of(date) == self
    }

    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        Text::new(format!("{}年度", self.number()), format!("fiscal year {}", self.number()))
    }

    /// Its twelve months, from April.
    pub fn months(self) -> impl Iterator<Item = YearMonth> {
        (0..12).map(move |n| self.first.plus(n))
    }
}

impl TryFrom<i32> for FiscalYear {
    type Error = YearMonthError;

    fn try_from(number: i32) -> Result<Self, YearMonthError> {
        Self::new(number)
    }
}

impl From<FiscalYear> for i32 {
    fn from(year: FiscalYear) -> Self {
        year.number()
    }
}

/// A contract's term, whole days, both inclusive.
///
/// ```
/// use calendar::Term;
///
/// let term = Term::new("2023-04-01".parse()?, "2027-05-31".parse()?)?;
/// assert_eq!(term.months().count(), 50);
/// assert_eq!(term.number_of("2024-06".parse()?), Some(15));
/// assert_eq!(term.number_of("2027-06".parse()?), None);
/// assert_eq!(term.month(50).map(|month| month.to_string()).as_deref(), Some("2027-05"));
/// assert_eq!(term.month(51), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TermDates", into = "TermDates")]
pub struct Term {
    first: NaiveDate,
    last: NaiveDate,
}

/// A term as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TermDates {
    first: NaiveDate,
    last: NaiveDate,
}

impl TryFrom<TermDates> for Term {
    type Error = TermError;

    fn try_from(dates: TermDates) -> Result<Self, TermError> {
        Self::new(dates.first, dates.last)
    }
}

impl From<Term> for TermDates {
    fn from(term: Term) -> Self {
        Self { first: term.first, last: term.last }
    }
}

/// A term ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the term ends on {last}, before it begins on {first}")]
pub struct TermError {
    /// The first day, as given.
    pub first: NaiveDate,
    /// The last day, as given.
    pub last: NaiveDate,
}

impl tables::Explain for TermError {
    fn text(&self) -> provenance::Text {
        let Self { first, last } = self;
        provenance::Text::new(
            format!("期間の終わり（{last}）が始まり（{first}）より前である。日付を直す"),
            self.to_string(),
        )
    }
}

impl Term {
    /// A term from its first and last day.
    ///
    /// # Errors
    /// [`TermError`] where it ends before it begins.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Result<Self, TermError> {
        if last < first { Err(TermError { first, last }) } else { Ok(Self { first, last }) }
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.last
    }

    /// Whether a day lies in the term.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// The calendar months that the term touches, in order.
    pub fn months(self) -> impl Iterator<Item = YearMonth> {
        YearMonth::of(self.first).through(YearMonth::of(self.last))
    }

    /// The month with that number in the term, from 1.
    #[must_use]
    pub fn month(self, number: u32) -> Option<YearMonth> {
        let month = YearMonth::of(self.first).checked_plus(i64::from(number) - 1)?;
        (self.number_of(month) == Some(number)).then_some(month)
    }

    /// A month's number in the term, from 1.
    #[must_use]
    pub fn number_of(self, month: YearMonth) -> Option<u32> {
        let first = YearMonth::of(self.first);
        (first <= month && month <= YearMonth::of(self.last))
            .then(|| u32::try_from(first.months_until(month)).ok())
            .flatten()
            .map(|n| n + 1)
    }
}

/// The days from one to another, both inclusive.
pub(crate) fn days_between(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)))
        .take_while(move |day| *day <= last)
}
