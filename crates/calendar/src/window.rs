//! Windows: busy seasons in which a system must not stop, and outages that are known to come.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use provenance::{Clause, Text};
use tables::{Names, Spot};

use crate::{Scope, Site, YearMonth, Zone, month::days_between};

/// Months of every year in which work peaks; the last may lie in the next year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// Its identifier.
    pub id: String,
    /// What peaks.
    pub name: Text,
    /// Where work peaks.
    pub site: Scope,
    /// Its stretches of months.
    pub months: Vec<MonthSpan>,
    /// Whether systems can hardly be stopped in it.
    pub blocks_outages: bool,
    /// What is open about it.
    pub open_points: Vec<Text>,
    /// Where it stands.
    pub clause: Clause,
}

/// Months of a year on end, both ends included; where the last is smaller than the first, it lies in the next year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthSpan {
    /// The first, 1 to 12.
    pub first: u32,
    /// The last, 1 to 12.
    pub last: u32,
}

impl Season {
    /// Whether a day lies in the season.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        let month = date.month();
        self.months.iter().any(|MonthSpan { first, last }| {
            if first <= last { *first <= month && month <= *last } else { *first <= month || month <= *last }
        })
    }
}

/// An outage that comes every year or on given dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Its identifier.
    pub id: String,
    /// What it is for.
    pub name: Text,
    /// Where systems stop.
    pub site: Scope,
    /// When.
    pub rule: OutageRule,
    /// The local time at which it begins.
    pub begins: NaiveTime,
    /// How many days later it ends.
    pub days: u32,
    /// The local time at which it ends.
    pub ends: NaiveTime,
    /// Whether its dates only say what is usual: the contract fixes them later.
    pub tentative: bool,
    /// What is open about it.
    pub open_points: Vec<Text>,
    /// Where it stands.
    pub clause: Clause,
}

/// On which days an outage begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutageRule {
    /// On the n-th such weekday of a month, every year. Where the contract only says "about March", the
    /// number is a placeholder until the date is fixed, and the outage is `tentative`.
    Yearly {
        /// The month, 1 to 12.
        month: u32,
        /// The weekday.
        weekday: Weekday,
        /// Which one of the month, from 1.
        nth: u8,
    },
    /// On given dates.
    On(Vec<NaiveDate>),
    /// When it is needed: no date is known beforehand.
    AsNeeded,
}

/// One occurrence of an outage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutageSpan {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end.
    pub to: DateTime<Utc>,
}

impl Season {
    /// What to tell of a text, or of numbers, that are no months.
    pub(crate) fn no_months(found: &str) -> Text {
        Text::new(
            format!("`{found}`とあるが、`12-3`のような月でなければならない"),
            format!("found `{found}`, but it must be months as in `12-3`"),
        )
    }

    /// Complains of what cannot be meant; of its site where the sites are known.
    pub(crate) fn check(&self, at: &Spot<'_>, sites: Option<&Names<Site>>) {
        for (n, MonthSpan { first, last }) in self.months.iter().enumerate() {
            if [first, last].into_iter().any(|month| !(1..=12).contains(month)) {
                let found = if first == last { first.to_string() } else { format!("{first}-{last}") };
                at.complain_of("months", n, Self::no_months(&found), None);
            }
        }
        if let Some(sites) = sites {
            self.site.check(at, "site", sites);
        }
    }
}

impl Outage {
    /// Complains of what cannot be meant; of its site where the sites are known.
    pub(crate) fn check(&self, at: &Spot<'_>, sites: Option<&Names<Site>>) {
        let within = |key, found: u32, last: u32| {
            if !(1..=last).contains(&found) {
                at.complain(
                    key,
                    Text::new(
                        format!("{found}とあるが、1から{last}まででなければならない"),
                        format!("found {found}, but it must lie between 1 and {last}"),
                    ),
                    None,
                );
            }
        };
        if let OutageRule::Yearly { month, nth, .. } = &self.rule {
            within("month", *month, 12);
            within("nth", u32::from(*nth), 5);
        }
        if self.rule != OutageRule::AsNeeded && self.days == 0 && self.ends <= self.begins {
            let help =
                Text::new("`days = 1`と書けば翌日に終わる", "with `days = 1` it ends on the day after");
            at.complain(
                "ends",
                Text::new(
                    "始まりより前に終わる停止には長さがない",
                    "an outage that ends before it begins has no length",
                ),
                Some(help),
            );
        }
        if let Some(sites) = sites {
            self.site.check(at, "site", sites);
        }
    }

    /// The occurrences that begin in a year.
    #[must_use]
    pub fn in_year(&self, year: i32, zone: &Zone) -> Vec<OutageSpan> {
        let days: Vec<NaiveDate> = match &self.rule {
            OutageRule::Yearly { month, weekday, nth } => {
                NaiveDate::from_weekday_of_month_opt(year, *month, *weekday, *nth).into_iter().collect()
            }
            OutageRule::On(dates) => dates.iter().copied().filter(|date| date.year() == year).collect(),
            OutageRule::AsNeeded => Vec::new(),
        };
        days.into_iter()
            .filter_map(|day| {
                let last = day.checked_add_days(Days::new(u64::from(self.days)))?;
                let (from, to) =
                    (zone.to_utc(day.and_time(self.begins)), zone.to_utc(last.and_time(self.ends)));
                (from < to).then_some(OutageSpan { from, to })
            })
            .collect()
    }

    /// The occurrences that touch a span `[from, to)`, in order.
    #[must_use]
    pub fn within(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: &Zone) -> Vec<OutageSpan> {
        // An outage may begin in the year before the one in which it ends.
        let (first, last) = (zone.to_local(from).year() - 1, zone.to_local(to).year());
        let mut spans: Vec<OutageSpan> = (first..=last)
            .flat_map(|year| self.in_year(year, zone))
            .filter(|span| span.from < to && from < span.to)
            .collect();
        spans.sort_by_key(|span| span.from);
        spans
    }
}

/// Whether a stop of systems touches a season.
pub(crate) fn is_touched(season: &Season, span: &OutageSpan, zone: &Zone) -> bool {
    // The end is exclusive: a stop that ends at midnight does not touch the next day.
    let end = span.to.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(span.to).max(span.from);
    let (first, last) = (zone.to_local(span.from).date(), zone.to_local(end).date());
    // Seasons are whole months: the first day of each month touched tells.
    season.contains(first)
        || season.contains(last)
        || days_between(first, last)
            .take(366)
            .any(|day| YearMonth::of(day).first_day() == day && season.contains(day))
}
