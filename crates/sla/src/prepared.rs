//! An item made ready: its calendar by its policies, and the days that a figure covers.

use std::{borrow::Cow, ops::RangeInclusive};

use calendar::{BusinessCalendar, CalendarPolicy, CalendarSet, FiscalYear, Term, YearMonth, Zone};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use provenance::number_of;

use crate::{
    Case, Item, Observations, Period, Policies, Tally,
    evaluate_error::{EvaluateError, NotByDays},
    index::Index,
    item::InForce,
    scope::{Scope, View},
};

/// What one figure is asked of.
///
/// ```
/// use sla::{Span, calendar::YearMonth, chrono::NaiveDate};
///
/// let june: YearMonth = "2024-06".parse()?;
/// let week: (NaiveDate, NaiveDate) = ("2024-06-03".parse()?, "2024-06-09".parse()?);
/// assert_eq!(Span::from(june), Span::Month(june));
/// assert_eq!(Span::from(week.0..=week.1), Span::Days { first: week.0, last: week.1 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month; of an item by fiscal year, the year so far up to the month's end.
    Month(YearMonth),
    /// Any days, both inclusive, of the contract's zone.
    Days {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
}

impl From<YearMonth> for Span {
    fn from(month: YearMonth) -> Self {
        Self::Month(month)
    }
}

impl From<RangeInclusive<NaiveDate>> for Span {
    fn from(days: RangeInclusive<NaiveDate>) -> Self {
        let (first, last) = days.into_inner();
        Self::Days { first, last }
    }
}

/// The days that a figure covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// The month whose target and limit hold: the one asked for, or the one in which the days end.
    pub(crate) month: YearMonth,
    pub(crate) days: (NaiveDate, NaiveDate),
    /// As instants `[from, to)`.
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
}

impl Reach {
    /// The days of a span that lie in the term, for one item.
    pub(crate) fn of(span: Span, item: &Item, term: Term, zone: &Zone) -> Result<Self, EvaluateError> {
        let (begins, ends) = (term.first_day(), term.last_day());
        let outside = |first, last| EvaluateError::DaysOutsideTerm { first, last, begins, ends };
        let (month, days) = match span {
            Span::Month(month) if term.number_of(month).is_none() => {
                return Err(EvaluateError::OutsideTerm { month, first: begins, last: ends });
            }
            Span::Month(month) => (month, (first_of(item, month).max(begins), month.last_day().min(ends))),
            Span::Days { first, last } if first > last => {
                return Err(EvaluateError::NoDays { first, last });
            }
            Span::Days { first, last } if last < begins || ends < first => return Err(outside(first, last)),
            Span::Days { first, last } => {
                let days = (first.max(begins), last.min(ends));
                (YearMonth::of(days.1), by_days(item, days, term)?)
            }
        };
        let midnight = |date: NaiveDate| zone.to_utc(date.and_time(NaiveTime::MIN));
        let to = midnight(days.1.succ_opt().unwrap_or(days.1));
        Ok(Self { month, days, from: midnight(days.0), to })
    }

    pub(crate) fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }

    pub(crate) fn holds_case(&self, case: &Case) -> bool {
        case.marks.iter().any(|(_, at)| self.holds(*at))
    }

    /// How many tallies and answers of surveys are of these days.
    pub(crate) fn tallies_and_answers(&self, observations: &Observations) -> u64 {
        let tallies = observations.tallies.iter().map(Tally::on);
        let days = tallies.chain(observations.answers.iter().map(|answer| answer.on));
        number_of(days.filter(|on| self.days.0 <= *on && *on <= self.days.1).count())
    }

    /// All time, by what holds in a month.
    pub(crate) fn whole(month: YearMonth) -> Self {
        let (from, to) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        Self { month, days: (NaiveDate::MIN, NaiveDate::MAX), from, to }
    }
}

fn first_of(item: &Item, month: YearMonth) -> NaiveDate {
    match item.period {
        Period::Month => month.first_day(),
        Period::FiscalYear => FiscalYear::of_month(month).first_day(),
    }
}

/// The days, where the item can be judged by them.
fn by_days(
    item: &Item,
    days: (NaiveDate, NaiveDate),
    term: Term,
) -> Result<(NaiveDate, NaiveDate), NotByDays> {
    let (first, last) = (YearMonth::of(days.0), YearMonth::of(days.1));
    let ends_a_month = days.1 == last.last_day().min(term.last_day());
    if item.period == Period::FiscalYear {
        let begins_the_year = days.0 == first_of(item, last).max(term.first_day());
        return match begins_the_year && ends_a_month {
            true => Ok(days),
            false => Err(NotByDays::FiscalYear { item: item.key.clone() }),
        };
    }
    let kind = item.measure.kind();
    if kind.by_month && !(ends_a_month && days.0 == first.first_day().max(term.first_day())) {
        return Err(NotByDays::WholeMonths { item: item.key.clone(), measure: kind.word });
    }
    let mut changes = item.revisions.iter().map(|revision| revision.effective);
    match changes.find(|effective| first < *effective && *effective <= last) {
        Some(effective) => Err(NotByDays::Revised { item: item.key.clone(), effective }),
        None => Ok(days),
    }
}

/// An item with the calendar of its clock.
pub(crate) struct Prepared<'a> {
    pub(crate) item: &'a Item,
    policies: &'a Policies,
    pub(crate) calendar: Cow<'a, BusinessCalendar>,
    pub(crate) zone: &'a Zone,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(
        policies: &'a Policies,
        calendars: &'a CalendarSet,
        item: &'a Item,
    ) -> Result<Self, EvaluateError> {
        let basis = policies.clock_basis.of(Some(&item.key)).as_str();
        let calendar = calendars.get(basis).ok_or_else(|| EvaluateError::NoCalendar {
            item: item.key.to_string(),
            calendar: basis.to_owned(),
        })?;
        // The landing is the item's; a calendar of another is copied with it.
        let landing = *policies.landing.of(Some(&item.key));
        let policy = calendar.calendar.policy();
        let calendar = if policy.landing == landing {
            Cow::Borrowed(&calendar.calendar)
        } else {
            Cow::Owned(calendar.calendar.clone().with_policy(CalendarPolicy { landing, ..policy }))
        };
        Ok(Self { item, policies, calendar, zone: calendars.zone() })
    }

    pub(crate) fn in_force(&self, month: YearMonth) -> InForce<'a> {
        self.item.in_force(month)
    }

    pub(crate) fn scope<'s>(
        &'s self,
        reach: &Reach,
        index: &'s Index<'s>,
        now: DateTime<Utc>,
        view: View,
    ) -> Scope<'s> {
        Scope {
            item: self.item,
            in_force: self.in_force(reach.month),
            policies: self.policies,
            calendar: &self.calendar,
            zone: self.zone,
            from: reach.from,
            to: reach.to,
            days: reach.days,
            now,
            index,
            view,
        }
    }
}
