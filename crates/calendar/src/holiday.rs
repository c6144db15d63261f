//! Japan's national holidays, computed from the table of the Act.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use provenance::Text;
use tables::{Document, Row, TableErrors, whole};

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
    /// The act that made it a holiday, such as `Act No. 59 of 2001`.
    pub law: String,
}

/// What makes a day a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolidayKind {
    /// Named in the Act, also where it was moved in one year.
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
    /// By the Act as it then stood: the official list begins in 1955.
    Historical,
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

impl tables::Explain for HolidayRangeError {
    fn text(&self) -> provenance::Text {
        let Self { asked, first, last } = self;
        provenance::Text::new(
            format!("祝日は{first}から{last}までしか計算できない（{asked}は範囲外）"),
            self.to_string(),
        )
    }
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
    confirmed: (NaiveDate, NaiveDate),
    fixed: Vec<(Yearly, u32)>,
    monday: Vec<(Yearly, u8)>,
    equinox: Vec<(Yearly, i64, i64)>,
    single: Vec<Single>,
    substitute: Substitute,
    between: Between,
    year_end: YearEnd,
}

struct Yearly {
    name: Text,
    month: u32,
    first: i32,
    last: i32,
    law: String,
}

struct Single {
    date: NaiveDate,
    name: Text,
    kind: HolidayKind,
    law: String,
}

struct Substitute {
    name: Text,
    from: NaiveDate,
    law: String,
    /// From when it is the next day that is no holiday, rather than the next day alone.
    next_free_day_from: NaiveDate,
    next_free_day_law: String,
}

struct Between {
    name: Text,
    from: NaiveDate,
    law: String,
}

fn rules(root: &Row<'_>) -> Option<Rules> {
    let _source: Option<String> = root.required("source");
    let fixed: Vec<_> =
        root.rows("fixed").iter().map(|row| Some((yearly(row)?, row.required("day")?))).collect();
    let monday: Vec<_> =
        root.rows("monday").iter().map(|row| Some((yearly(row)?, row.required("nth")?))).collect();
    let equinox: Vec<_> = root
        .rows("equinox")
        .iter()
        .map(|row| Some((yearly(row)?, row.required("base")?, row.required("leap_from")?)))
        .collect();
    let single: Vec<_> = single_days(root, "single", HolidayKind::Single)
        .chain(single_days(root, "moved", HolidayKind::National))
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
        confirmed: (root.required("confirmed_from")?, root.required("confirmed_until")?),
        fixed: whole(fixed)?,
        monday: whole(monday)?,
        equinox: whole(equinox)?,
        single: whole(single)?,
        substitute: Substitute {
            name: substitute.required_text("name")?,
            from: substitute.required("from")?,
            law: substitute.required("law")?,
            next_free_day_from: substitute.required("next_free_day_from")?,
            next_free_day_law: substitute.required("next_free_day_law")?,
        },
        between: Between {
            name: between.required_text("name")?,
            from: between.required("from")?,
            law: between.required("law")?,
        },
        year_end: YearEnd { name: year_end.required_text("name")?, first: day("first")?, last: day("last")? },
    })
}

fn yearly(row: &Row<'_>) -> Option<Yearly> {
    let years: Vec<i32> = row.list("years");
    let [first, last] = years.as_slice() else {
        row.complain(
            "years",
            Text::new("最初の年と最後の年を書く", "must be the first and the last year"),
            Some(Text::new("`years = [1949, 1999]`のように書く", "write `years = [1949, 1999]`")),
        );
        return None;
    };
    if !years.iter().all(|year| (1..=9_999).contains(year)) {
        row.complain("years", Text::new("1から9999までとする", "must lie between 1 and 9999"), None);
        return None;
    }
    Some(Yearly {
        name: row.required_text("name")?,
        month: row.required("month")?,
        first: *first,
        last: *last,
        law: row.required("law")?,
    })
}

fn single_days(root: &Row<'_>, key: &'static str, kind: HolidayKind) -> impl Iterator<Item = Option<Single>> {
    root.rows_by(key, &["date"]).into_iter().map(move |row| {
        Some(Single {
            date: row.required("date")?,
            name: row.required_text("name")?,
            kind,
            law: row.required("law")?,
        })
    })
}

impl Rules {
    fn holidays(self) -> JapaneseHolidays {
        let mut days = BTreeMap::new();
        let mut put = |date: Option<NaiveDate>, name: &Text, kind, law: &str| {
            if let Some(date) = date.filter(|date| self.first <= *date && *date <= self.last) {
                days.entry(date).or_insert_with(|| self.holiday(date, name, kind, law));
            }
        };
        let national = HolidayKind::National;
        for (rule, day) in &self.fixed {
            for year in rule.first..=rule.last {
                put(NaiveDate::from_ymd_opt(year, rule.month, *day), &rule.name, national, &rule.law);
            }
        }
        for (rule, nth) in &self.monday {
            for year in rule.first..=rule.last {
                let day = NaiveDate::from_weekday_of_month_opt(year, rule.month, Weekday::Mon, *nth);
                put(day, &rule.name, national, &rule.law);
            }
        }
        for (rule, base, leap_from) in &self.equinox {
            for year in rule.first..=rule.last {
                let millionths = i128::from(*base) + 242_194 * (i128::from(year) - 1_980);
                let day = millionths.div_euclid(1_000_000) - leap_days(year.into(), (*leap_from).into());
                let day =
                    u32::try_from(day).ok().and_then(|day| NaiveDate::from_ymd_opt(year, rule.month, day));
                put(day, &rule.name, national, &rule.law);
            }
        }
        for single in &self.single {
            put(Some(single.date), &single.name, single.kind, &single.law);
        }
        let named = days.clone();
        for date in named.keys().filter(|date| date.weekday() == Weekday::Sun) {
            if let Some((day, law)) = self.substitute_for(*date, &named) {
                days.insert(day, self.holiday(day, &self.substitute.name, HolidayKind::Substitute, law));
            }
        }
        for date in named.keys() {
            let (Some(day), Some(after)) = (date.succ_opt(), date.succ_opt().and_then(|day| day.succ_opt()))
            else {
                continue;
            };
            let is_between = day >= self.between.from
                && named.contains_key(&after)
                && !days.contains_key(&day)
                && day.weekday() != Weekday::Sun;
            if is_between {
                let Between { name, law, .. } = &self.between;
                days.insert(day, self.holiday(day, name, HolidayKind::Between, law));
            }
        }
        JapaneseHolidays { days, first: self.first, last: self.last, year_end: self.year_end }
    }

    /// The day that takes the place of a holiday on a Sunday, and the act that says so.
    fn substitute_for(
        &self,
        sunday: NaiveDate,
        named: &BTreeMap<NaiveDate, Holiday>,
    ) -> Option<(NaiveDate, &str)> {
        let rule = &self.substitute;
        let moves_on = sunday >= rule.next_free_day_from;
        let mut day = sunday.succ_opt()?;
        while moves_on && named.contains_key(&day) {
            day = day.succ_opt()?;
        }
        let law = if moves_on { &rule.next_free_day_law } else { &rule.law };
        (sunday >= rule.from && !named.contains_key(&day)).then_some((day, law))
    }

    fn holiday(&self, date: NaiveDate, name: &Text, kind: HolidayKind, law: &str) -> Holiday {
        let (from, until) = self.confirmed;
        let certainty = if date < from {
            Certainty::Historical
        } else if date <= until {
            Certainty::Confirmed
        } else {
            Certainty::Forecast
        };
        Holiday { date, name: name.clone(), kind, certainty, law: law.to_owned() }
    }
}

/// floor((year − from) ÷ 4), truncated toward zero as the almanac's formula for the years before 1980 does.
fn leap_days(year: i128, from: i128) -> i128 {
    (year - from) / 4
}
