//! An item made ready: its calendar by its policies, and the days that a figure covers.

use std::{borrow::Cow, ops::RangeInclusive};

use calendar::{BusinessCalendar, CalendarPolicy, CalendarSet, FiscalYear, Term, YearMonth, Zone};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use provenance::number_of;

use crate::{
    Case, Item, Kind, Observations, Period, Policies, Tally,
    evaluate_error::{EvaluateError, NotByDays},
    index::Index,
    revision::InForce,
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
    /// The days asked for, which records must cover: of an item by fiscal year its last month alone.
    pub(crate) asked: (NaiveDate, NaiveDate),
    asked_from: DateTime<Utc>,
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
        let asked = match span {
            Span::Month(month) => (month.first_day().max(begins), days.1),
            Span::Days { .. } => days,
        };
        Ok(Self { month, days, from: midnight(days.0), to, asked, asked_from: midnight(asked.0) })
    }

    /// On which side of the days asked for a moment lies.
    fn side(&self, at: DateTime<Utc>) -> Side {
        match at {
            at if at < self.asked_from => Side::Before,
            at if at < self.to => Side::Within,
            _ => Side::After,
        }
    }

    fn is_asked(&self, on: NaiveDate) -> bool {
        self.asked.0 <= on && on <= self.asked.1
    }

    /// How many tallies and answers of surveys are of the days asked for.
    pub(crate) fn tallies_and_answers(&self, observations: &Observations) -> u64 {
        let tallies = observations.tallies.iter().map(Tally::on);
        let days = tallies.chain(observations.answers.iter().map(|answer| answer.on));
        number_of(days.filter(|on| self.is_asked(*on)).count())
    }

    /// Whether the records cover the days asked for, as far as an item's kind of case is concerned.
    pub(crate) fn covered(&self, seen: &Observations, own: Option<&Kind>) -> Cover {
        let begin = |case: &Case| begins(case).map(|at| self.side(at));
        let is_anything = seen.cases.iter().any(|case| begin(case) == Some(Side::Within))
            || seen.events.iter().any(|event| self.side(event.at) == Side::Within)
            || seen.tallies.iter().any(|tally| self.is_asked(tally.on()))
            || seen.answers.iter().any(|answer| self.is_asked(answer.on));
        if !is_anything {
            return Cover::Nothing;
        }
        let Some(own) = own else { return Cover::Whole };
        let any = |side| seen.cases.iter().any(|case| case.kind == *own && begin(case) == Some(side));
        match any(Side::Within) || any(Side::Before) == any(Side::After) {
            true => Cover::Whole,
            false => Cover::OtherKinds,
        }
    }

    /// All time, by what holds in a month.
    pub(crate) fn whole(month: YearMonth) -> Self {
        let (from, to) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        let days = (NaiveDate::MIN, NaiveDate::MAX);
        Self { month, days, from, to, asked: days, asked_from: from }
    }
}

/// When a case begins: its first mark. One that only ends in a month says nothing of what else happened in it.
fn begins(case: &Case) -> Option<DateTime<Utc>> {
    case.marks.iter().map(|(_, at)| *at).min()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Within,
    After,
}

/// Whether records cover the days asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// Something of them is recorded, and the item's cases reach over them or there are none at all.
    Whole,
    /// Something of them is recorded, but the item's cases all lie to one side of them.
    OtherKinds,
    /// Nothing that is recorded begins in them.
    Nothing,
}

/// The same, counted while records come in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Covering {
    within: u64,
    own_before: u64,
    own_within: u64,
    own_after: u64,
}

impl Covering {
    pub(crate) fn new(reach: &Reach, observations: &Observations) -> Self {
        Self { within: reach.tallies_and_answers(observations), ..Self::default() }
    }

    /// Counts a case once more, or once less.
    pub(crate) fn case(&mut self, reach: &Reach, case: &Case, own: Option<&Kind>, is_more: bool) {
        let Some(side) = begins(case).map(|at| reach.side(at)) else { return };
        let is_own = own == Some(&case.kind);
        for (count, is_counted) in [
            (&mut self.within, side == Side::Within),
            (&mut self.own_before, is_own && side == Side::Before),
            (&mut self.own_within, is_own && side == Side::Within),
            (&mut self.own_after, is_own && side == Side::After),
        ] {
            if is_counted {
                *count = if is_more { count.saturating_add(1) } else { count.saturating_sub(1) };
            }
        }
    }

    pub(crate) fn event(&mut self, reach: &Reach, at: DateTime<Utc>) {
        self.within = self.within.saturating_add(u64::from(reach.side(at) == Side::Within));
    }

    pub(crate) fn cover(&self, own: Option<&Kind>) -> Cover {
        match self {
            Self { within: 0, .. } => Cover::Nothing,
            _ if own.is_none() => Cover::Whole,
            Self { own_before, own_within: 0, own_after, .. } if (*own_before > 0) != (*own_after > 0) => {
                Cover::OtherKinds
            }
            _ => Cover::Whole,
        }
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

    /// The kind of case that the item reads, where it reads cases.
    pub(crate) fn own(&self) -> Option<&'a Kind> {
        self.item.measure.reads().cases().map(|population| &population.kind)
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
            key: &self.item.key,
            clause: &self.item.clause,
            starts: self.item.measure.starts(),
            clock: self.item.measure.clock(),
            exclusions: &self.item.exclusions,
            revisions: self.item.revisions.len(),
            in_force: self.in_force(reach.month),
            policies: self.policies,
            calendar: &self.calendar,
            zone: self.zone,
            from: reach.from,
            to: reach.to,
            days: reach.days,
            asked: reach.asked,
            now,
            index,
            view,
        }
    }
}
