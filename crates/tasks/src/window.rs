//! Windows: the stretches in which an occurrence is to be done, and its due day in each.

use calendar::{FiscalYear, Term, YearMonth};
use chrono::{Datelike, Days, NaiveDate};

use crate::{
    Period, Rule,
    policy::{CutWeek, Daily, Policies, Quarter, Shift},
};

/// A window with its due day. All days are inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day: the last possible one for a rule that says "at least".
    pub last: NaiveDate,
    /// The day on which it is planned: within the window, on a business day where the window has one.
    pub due: NaiveDate,
    /// Which one of its period it is, from 1.
    pub nth: u8,
    /// Whether the term cuts its period short.
    pub is_clipped: bool,
    /// Whether the window has no business day, so that the due day is none.
    pub lacks_business_day: bool,
}

/// The windows of a rule over the term, in order. They do not overlap.
pub(crate) fn windows(
    rule: Rule,
    daily: Daily,
    term: Term,
    policies: &Policies,
    is_business_day: &dyn Fn(NaiveDate) -> bool,
) -> Vec<Window> {
    let mut windows = Vec::new();
    for (first, last) in periods(rule.per, term, policies.quarter.value) {
        let (from, to) = (first.max(term.first_day()), last.min(term.last_day()));
        if rule.per == Period::Day && daily == Daily::BusinessDay && !is_business_day(from) {
            continue;
        }
        let is_clipped = (from, to) != (first, last);
        if rule.per == Period::Week && is_clipped {
            let open = |from: NaiveDate, to: NaiveDate| {
                from.iter_days().take_while(|day| *day <= to).filter(|day| is_business_day(*day)).count()
            };
            let is_kept = match policies.cut_week.value {
                CutWeek::Kept => true,
                CutWeek::Dropped => false,
                // What is left of a week without any business day is none either.
                CutWeek::Half => open(from, to) > 0 && 2 * open(from, to) >= open(first, last),
            };
            if !is_kept {
                continue;
            }
        }
        let days = to.signed_duration_since(from).num_days() + 1;
        for nth in 0..rule.times {
            // The period is cut into as many parts as it asks for; what the term leaves may be too short.
            let cut = |n: u8| days * i64::from(n) / i64::from(rule.times.max(1));
            let (begins, ends) = (cut(nth), cut(nth + 1));
            if begins == ends {
                continue;
            }
            let (Some(first), Some(last)) = (plus(from, begins), plus(from, ends - 1)) else {
                continue;
            };
            let due = due_day(first, last, policies.shift.value, is_business_day);
            let on_every_day = rule.per == Period::Day && daily == Daily::CalendarDay;
            windows.push(Window {
                first,
                last,
                due: due.unwrap_or(last),
                nth: nth + 1,
                is_clipped,
                lacks_business_day: due.is_none() && !on_every_day,
            });
        }
    }
    windows
}

/// The periods that touch the term, whole.
fn periods(per: Period, term: Term, quarter: Quarter) -> Vec<(NaiveDate, NaiveDate)> {
    let (first, last) = (term.first_day(), term.last_day());
    match per {
        Period::Day => first.iter_days().take_while(|day| *day <= last).map(|day| (day, day)).collect(),
        Period::Week => {
            let back = u64::from(first.weekday().num_days_from_monday());
            let monday = first.checked_sub_days(Days::new(back)).unwrap_or(first);
            monday
                .iter_weeks()
                .take_while(|monday| *monday <= last)
                .map(|monday| (monday, plus(monday, 6).unwrap_or(monday)))
                .collect()
        }
        Period::Month => term.months().map(|month| (month.first_day(), month.last_day())).collect(),
        Period::Quarter => {
            let month = YearMonth::of(first);
            let mut start = match quarter {
                Quarter::FromTerm => month,
                Quarter::Calendar => {
                    let is_first = |month: &YearMonth| month.month() % 3 == 1;
                    let mut back = std::iter::successors(Some(month), |month| Some(month.previous()));
                    back.find(is_first).unwrap_or(month)
                }
            };
            let mut quarters = Vec::new();
            while start.first_day() <= last {
                quarters.push((start.first_day(), start.plus(2).last_day()));
                start = start.plus(3);
            }
            quarters
        }
        Period::Year => {
            let mut years: Vec<FiscalYear> = term.months().map(FiscalYear::of_month).collect();
            years.dedup();
            years.into_iter().map(|year| (year.first_day(), year.last_day())).collect()
        }
    }
}

/// The due day of a window; `None` where it has no business day to shift to.
fn due_day(
    first: NaiveDate,
    last: NaiveDate,
    shift: Shift,
    is_business_day: &dyn Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    match shift {
        Shift::Stay => Some(last),
        Shift::Preceding => std::iter::successors(Some(last), |day| day.pred_opt())
            .take_while(|day| *day >= first)
            .find(|day| is_business_day(*day)),
    }
}

pub(crate) fn plus(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::try_from(days).ok()?))
}
