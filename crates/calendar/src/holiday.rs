//! Japan's national holidays, computed from the table of the Act.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use provenance::Text;
use tables::{Document, Row, TableErrors};

use crate::month::days_between;

/// A national holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its name.
    pub name: Text,
    /// What makes it a holiday.
    pub kind: HolidayKind,
    /// Whether the official list has confirmed it.
    pub certainty: Certainty,
}

/// What makes a day a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolidayKind {
    /// Named in the Act.
    National,
    /// Named by an act of its own, for one year.
    Single,
    /// In place of a holiday that fell on a Sunday.
    Substitute,
    /// Between two holidays.
    Between,
}

/// Whether the official list has confirmed a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// In the official list.
    Confirmed,
    /// By the rules as they stand; final with the notice of the February before.
    Forecast,
}

/// The year or day lies outside the years for which holidays can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("holidays are known from {first} to {last}, not on {asked}")]
pub struct HolidayRangeError {
    /// The day asked for.
    pub asked: NaiveDate,
    /// The first day known.
    pub first: NaiveDate,
    /// The last day known.
    pub last: NaiveDate,
}

/// Japan's national holidays from 1948-07-20 to 2099, and the closed days of public bodies.
///
/// # Source
/// The Act on National Holidays with its amendments, as rows in `data/japan/holidays.toml`; equal to the
/// Cabinet Office's list for every day of 1955 to 2027.
///
/// ```
/// use calendar::{HolidayKind, JapaneseHolidays};
///
/// let holidays = JapaneseHolidays::by_the_act();
/// let day = holidays.on("2026-05-06".parse()?)?.unwrap();
/// assert_eq!((day.name.ja.as_str(), day.kind), ("振替休日", HolidayKind::Substitute));
/// assert!(holidays.on("2100-01-01".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JapaneseHolidays {
    days: BTreeMap<NaiveDate, Holiday>,
    first: NaiveDate,
    last: NaiveDate,
    year_end: YearEnd,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct YearEnd {
    name: Text,
    first: (u32, u32),
    last: (u32, u32),
}

impl JapaneseHolidays {
    /// The holidays by the table that ships with this crate.
    #[must_use]
    pub fn by_the_act() -> Self {
        // The table is part of the crate and a test reads it; were it broken, no holiday would be known
        // and every question refused, rather than answered wrongly.
        Self::from_table("holidays.toml", include_str!("../data/japan/holidays.toml"))
            .unwrap_or_else(|_| Self::none())
    }

    fn none() -> Self {
        Self {
            days: BTreeMap::new(),
            first: NaiveDate::MAX,
            last: NaiveDate::MIN,
            year_end: YearEnd { name: Text::default(), first: (12, 29), last: (1, 3) },
        }
    }

    /// The holidays by a table of that form: for a newer edition of the Act than the one that ships.
    ///
    /// # Errors
    /// Every problem of the table.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(rules).map(|rules| rules.holidays())
    }

    /// The holiday on a day, where it is one.
    ///
    /// # Errors
    /// [`HolidayRangeError`] outside the years known.
    pub fn on(&self, date: NaiveDate) -> Result<Option<&Holiday>, HolidayRangeError> {
        if date < self.first || self.last < date {
            return Err(HolidayRangeError { asked: date, first: self.first, last: self.last });
        }
        Ok(self.days.get(&date))
    }

    /// The holidays of a year, in order. The first year known begins in July 1948.
    ///
    /// # Errors
    /// [`HolidayRangeError`] outside the years known.
    pub fn in_year(&self, year: i32) -> Result<impl Iterator<Item = &Holiday>, HolidayRangeError> {
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
        self.on(last)?;
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX);
        Ok(self.days.range(first..=last).map(|(_, holiday)| holiday))
    }

    /// All holidays known, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Holiday> {
        self.days.values()
    }

    /// The first and last day for which holidays are known.
    #[must_use]
    pub fn range(&self) -> (NaiveDate, NaiveDate) {
        (self.first, self.last)
    }

    /// Whether a day is one of the closed days of public bodies at the turn of the year: 12-29 to 01-03.
    #[must_use]
    pub fn is_year_end(&self, date: NaiveDate) -> bool {
        let day = (date.month(), date.day());
        self.year_end.first <= day || day <= self.year_end.last
    }

    /// The closed days of public bodies at the turn of the year, over all years known, with their name.
    pub fn year_end_days(&self) -> impl Iterator<Item = (NaiveDate, Text)> {
        days_between(self.first, self.last)
            .filter(|day| self.is_year_end(*day))
            .map(|day| (day, self.year_end.name.clone()))
    }
}

/// The table of the Act.
struct Rules {
    first: NaiveDate,
    last: NaiveDate,
    confirmed_until: NaiveDate,
    fixed: Vec<(Yearly, u32)>,
    monday: Vec<(Yearly, u32)>,
    equinox: Vec<(Yearly, i64, i64)>,
    single: Vec<(NaiveDate, Text)>,
    substitute: (NaiveDate, NaiveDate, Text),
    between: (NaiveDate, Text),
    year_end: YearEnd,
}

struct Yearly {
    name: Text,
    month: u32,
    first: i32,
    last: i32,
}

fn rules(root: &Row<'_>) -> Option<Rules> {
    let _source: Option<String> = root.required("source");
    let fixed = root.rows("fixed").iter().map(|row| Some((yearly(row)?, row.required("day")?))).collect();
    let monday = root.rows("monday").iter().map(|row| Some((yearly(row)?, row.required("nth")?))).collect();
    let equinox = root
        .rows("equinox")
        .iter()
        .map(|row| Some((yearly(row)?, row.required("base")?, row.required("leap_from")?)))
        .collect();
    let single = root
        .rows("single")
        .iter()
        .map(|row| Some((row.required("date")?, row.required_text("name")?)))
        .collect();
    let substitute = root.required_row("substitute")?;
    let between = root.required_row("between")?;
    let year_end = root.required_row("year_end")?;
    let day = |key| {
        let row = year_end.required_row(key)?;
        Some((row.required("month")?, row.required("day")?))
    };
    Some(Rules {
        first: root.required("from")?,
        last: root.required("until")?,
        confirmed_until: root.required("confirmed_until")?,
        fixed: all(fixed)?,
        monday: all(monday)?,
        equinox: all(equinox)?,
        single: all(single)?,
        substitute: (
            substitute.required("from")?,
            substitute.required("next_free_day_from")?,
            substitute.required_text("name")?,
        ),
        between: (between.required("from")?, between.required_text("name")?),
        year_end: YearEnd { name: year_end.required_text("name")?, first: day("first")?, last: day("last")? },
    })
}

/// All rows, or nothing where one could not be read.
fn all<T>(rows: Vec<Option<T>>) -> Option<Vec<T>> {
    rows.into_iter().collect()
}

fn yearly(row: &Row<'_>) -> Option<Yearly> {
    let years: Vec<i32> = row.list("years");
    let [first, last] = years.as_slice() else {
        row.complain("years", "must be the first and the last year", Some("write `years = [1949, 1999]`"));
        return None;
    };
    Some(Yearly {
        name: row.required_text("name")?,
        month: row.required("month")?,
        first: *first,
        last: *last,
    })
}

impl Rules {
    fn holidays(self) -> JapaneseHolidays {
        let mut days = BTreeMap::new();
        let mut put = |date: Option<NaiveDate>, name: &Text, kind| {
            if let Some(date) = date.filter(|date| self.first <= *date && *date <= self.last) {
                let certainty =
                    if date <= self.confirmed_until { Certainty::Confirmed } else { Certainty::Forecast };
                days.entry(date).or_insert_with(|| Holiday { date, name: name.clone(), kind, certainty });
            }
        };
        for (rule, day) in &self.fixed {
            for year in rule.first..=rule.last {
                put(NaiveDate::from_ymd_opt(year, rule.month, *day), &rule.name, HolidayKind::National);
            }
        }
        for (rule, nth) in &self.monday {
            for year in rule.first..=rule.last {
                let nth = u8::try_from(*nth).unwrap_or(0);
                let day = NaiveDate::from_weekday_of_month_opt(year, rule.month, Weekday::Mon, nth);
                put(day, &rule.name, HolidayKind::National);
            }
        }
        for (rule, base, leap_from) in &self.equinox {
            for year in rule.first..=rule.last {
                let millionths = base.saturating_add(242_194_i64.saturating_mul(i64::from(year) - 1_980));
                let day = millionths.div_euclid(1_000_000) - leap_days(i64::from(year), *leap_from);
                let day =
                    u32::try_from(day).ok().and_then(|day| NaiveDate::from_ymd_opt(year, rule.month, day));
                put(day, &rule.name, HolidayKind::National);
            }
        }
        for (date, name) in &self.single {
            put(Some(*date), name, HolidayKind::Single);
        }
        let named = days.clone();
        for date in named.keys().filter(|date| date.weekday() == Weekday::Sun) {
            if let Some(substitute) = self.substitute_for(*date, &named) {
                let certainty = self.certainty(substitute);
                days.insert(
                    substitute,
                    Holiday {
                        date: substitute,
                        name: self.substitute.2.clone(),
                        kind: HolidayKind::Substitute,
                        certainty,
                    },
                );
            }
        }
        for date in named.keys() {
            let (Some(day), Some(after)) = (date.succ_opt(), date.succ_opt().and_then(|day| day.succ_opt()))
            else {
                continue;
            };
            let is_between = day >= self.between.0
                && named.contains_key(&after)
                && !days.contains_key(&day)
                && day.weekday() != Weekday::Sun;
            if is_between {
                let certainty = self.certainty(day);
                let name = self.between.1.clone();
                days.insert(day, Holiday { date: day, name, kind: HolidayKind::Between, certainty });
            }
        }
        JapaneseHolidays { days, first: self.first, last: self.last, year_end: self.year_end }
    }

    /// The day that takes the place of a holiday on a Sunday.
    fn substitute_for(&self, sunday: NaiveDate, named: &BTreeMap<NaiveDate, Holiday>) -> Option<NaiveDate> {
        let (from, next_free_from, _) = &self.substitute;
        let mut day = sunday.succ_opt()?;
        while sunday >= *next_free_from && named.contains_key(&day) {
            day = day.succ_opt()?;
        }
        (sunday >= *from && !named.contains_key(&day)).then_some(day)
    }

    fn certainty(&self, date: NaiveDate) -> Certainty {
        if date <= self.confirmed_until { Certainty::Confirmed } else { Certainty::Forecast }
    }
}

/// floor((year − from) ÷ 4), truncated toward zero as the almanac's formula for the years before 1980 does.
fn leap_days(year: i64, from: i64) -> i64 {
    (year - from) / 4
}
