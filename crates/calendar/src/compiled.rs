//! The compiled form: the open seconds before any instant, in closed form.
//!
//! The years covered are cut at the days that do not follow the weekly pattern: holidays, exceptions, the
//! days around a change of the zone's offset. Between cuts open time is whole weeks times the week's total
//! plus a part of a week; at a cut the sum so far is stored. An exclusion is a cut like any other.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate};

use crate::{
    CalendarError,
    hours::DAY,
    plan::{Plan, Stretch},
};

const WEEK: i64 = 7 * DAY;
/// Monday 1970-01-05, from which weeks are counted.
const MONDAY: i64 = 4 * DAY;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Closed,
    Open,
    /// By the weekly pattern, local time being this many seconds ahead of UTC.
    Weekly(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    /// Open seconds before the segment begins, counted from the first instant covered.
    before: i64,
    /// What the rule's own count shows where the segment begins.
    base: i64,
    /// The last closing at or before the segment's beginning, of those that are known.
    closing: Option<i64>,
    rule: Rule,
}

/// The open stretches of a week and the sums before them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Week {
    /// Open stretches in seconds from Monday 00:00, apart and in order, within the week.
    open: Vec<Stretch>,
    /// Open seconds before each stretch.
    before: Vec<i64>,
    /// Where stretches end with none to follow at once, in order, above 0 and the week's length at most.
    closings: Vec<i64>,
    total: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compiled {
    starts: Vec<i64>,
    segments: Vec<Segment>,
    week: Week,
    end: i64,
    total: i64,
}

impl Compiled {
    pub(crate) fn new(plan: &Plan) -> Self {
        let week = Week::new(plan);
        let pieces = excluded(cut(plan), plan);
        let (mut starts, mut segments) = (Vec::with_capacity(pieces.len()), Vec::with_capacity(pieces.len()));
        let mut before = 0;
        let mut end = plan.midnight(plan.first);
        let (mut closing, mut was_open) = (None, false);
        for (stretch, rule) in pieces {
            let count = |at: i64| match rule {
                Rule::Closed => 0,
                Rule::Open => at,
                Rule::Weekly(offset) => week.before(at + offset),
            };
            let is_open = |at: i64| match rule {
                Rule::Closed => false,
                Rule::Open => true,
                Rule::Weekly(offset) => week.is_open(at + offset),
            };
            if was_open && !is_open(stretch.from) {
                closing = Some(stretch.from);
            }
            starts.push(stretch.from);
            segments.push(Segment { before, base: count(stretch.from), closing, rule });
            before += count(stretch.to) - count(stretch.from);
            // Whether the end is a closing, what follows decides.
            closing = week.closing_within(stretch.from, stretch.to - 1, rule).or(closing);
            was_open = is_open(stretch.to - 1);
            end = stretch.to;
        }
        Self { starts, segments, week, end, total: before }
    }

    pub(crate) fn is_never_open(&self) -> bool {
        self.total == 0
    }

    #[inline]
    fn segment(&self, at: i64) -> Result<(usize, &Segment), CalendarError> {
        let out = CalendarError::OutOfRange { seconds: at };
        if at > self.end {
            return Err(out);
        }
        let n = self.starts.partition_point(|start| *start <= at).checked_sub(1).ok_or(out)?;
        self.segments.get(n).map(|segment| (n, segment)).ok_or(out)
    }

    /// Open seconds before an instant, counted from the first instant covered.
    #[inline]
    pub(crate) fn before(&self, at: i64) -> Result<i64, CalendarError> {
        let (_, segment) = self.segment(at)?;
        Ok(segment.before
            + match segment.rule {
                Rule::Closed => 0,
                Rule::Open => at - segment.base,
                Rule::Weekly(offset) => self.week.before(at + offset) - segment.base,
            })
    }

    pub(crate) fn is_open(&self, at: i64) -> Result<bool, CalendarError> {
        let (_, segment) = self.segment(at)?;
        Ok(match segment.rule {
            Rule::Closed => false,
            Rule::Open => at < self.end,
            Rule::Weekly(offset) => at < self.end && self.week.is_open(at + offset),
        })
    }

    /// The last closing at or before an instant; `None` where the days covered hold none.
    pub(crate) fn last_closing(&self, at: i64) -> Result<Option<i64>, CalendarError> {
        let (n, segment) = self.segment(at)?;
        let start = self.starts.get(n).copied().unwrap_or(at);
        Ok(self.week.closing_within(start, at, segment.rule).or(segment.closing))
    }

    /// The first instant before which there are `target` open seconds: a closing time rather than the
    /// opening after it.
    #[inline]
    pub(crate) fn first_with(&self, target: i64) -> Option<i64> {
        if target > self.total {
            return None;
        }
        // The last segment with less before it holds the instant.
        let n = self.segments.partition_point(|segment| segment.before < target).max(1) - 1;
        let (start, segment) = (self.starts.get(n)?, self.segments.get(n)?);
        Some(match segment.rule {
            Rule::Closed => *start,
            Rule::Open => start + (target - segment.before),
            Rule::Weekly(offset) => self.week.first_with(segment.base + (target - segment.before)) - offset,
        })
    }

    /// The last instant before which there are `target` open seconds: an opening time, from which more
    /// follows. `None` where nothing follows.
    #[inline]
    pub(crate) fn last_with(&self, target: i64) -> Option<i64> {
        if target >= self.total {
            return None;
        }
        // The last segment that begins with no more than the target before it and has more after.
        let n = self.segments.partition_point(|segment| segment.before <= target).checked_sub(1)?;
        let (start, segment) = (self.starts.get(n)?, self.segments.get(n)?);
        Some(match segment.rule {
            Rule::Closed => *start,
            Rule::Open => start + (target - segment.before),
            Rule::Weekly(offset) => self.week.last_with(segment.base + (target - segment.before)) - offset,
        })
    }
}

impl Week {
    fn new(plan: &Plan) -> Self {
        let mut open = Vec::new();
        for (n, weekday) in (0..7).zip(weekdays()) {
            for opening in plan.weekly.on(weekday).iter() {
                let (from, to) = (n * DAY + opening.opens(), n * DAY + opening.closes());
                open.push(Stretch { from, to: to.min(WEEK) });
                if to > WEEK {
                    open.push(Stretch { from: 0, to: to - WEEK });
                }
            }
        }
        let open = merged(open);
        let mut total = 0;
        let before = open
            .iter()
            .map(|stretch| {
                let before = total;
                total += stretch.to - stretch.from;
                before
            })
            .collect();
        // What runs up to the week's end and on from its beginning does not close in between.
        let runs_on = open.first().is_some_and(|stretch| stretch.from == 0);
        let closings = open.iter().map(|stretch| stretch.to).filter(|to| *to < WEEK || !runs_on).collect();
        Self { open, before, closings, total }
    }

    /// The last closing by a rule after `start` and no later than `at`.
    fn closing_within(&self, start: i64, at: i64, rule: Rule) -> Option<i64> {
        let Rule::Weekly(offset) = rule else { return None };
        let since = at + offset - MONDAY;
        let (weeks, within) = (since.div_euclid(WEEK), since.rem_euclid(WEEK));
        let n = self.closings.partition_point(|closing| *closing <= within);
        let (weeks, closing) = match n.checked_sub(1).and_then(|n| self.closings.get(n)) {
            Some(closing) => (weeks, closing),
            None => (weeks - 1, self.closings.last()?),
        };
        Some(MONDAY + weeks * WEEK + closing - offset).filter(|closing| *closing > start)
    }

    /// Open seconds before a local instant, counted from Monday 1970-01-05.
    #[inline]
    fn before(&self, local: i64) -> i64 {
        let since = local - MONDAY;
        let (weeks, within) = (since.div_euclid(WEEK), since.rem_euclid(WEEK));
        let n = self.open.partition_point(|stretch| stretch.from <= within);
        let part = match n.checked_sub(1).and_then(|n| self.open.get(n).zip(self.before.get(n))) {
            Some((stretch, before)) => before + within.min(stretch.to) - stretch.from,
            None => 0,
        };
        weeks * self.total + part
    }

    fn is_open(&self, local: i64) -> bool {
        let within = (local - MONDAY).rem_euclid(WEEK);
        let n = self.open.partition_point(|stretch| stretch.from <= within);
        n.checked_sub(1).and_then(|n| self.open.get(n)).is_some_and(|stretch| within < stretch.to)
    }

    /// The first local instant with `target` open seconds before it.
    #[inline]
    fn first_with(&self, target: i64) -> i64 {
        if self.total == 0 {
            return MONDAY;
        }
        // A full week's sum is reached when the last stretch of the week before closes.
        let (weeks, left) = ((target - 1).div_euclid(self.total), (target - 1).rem_euclid(self.total) + 1);
        let n = self.before.partition_point(|before| *before < left).max(1) - 1;
        let within = match self.open.get(n).zip(self.before.get(n)) {
            Some((stretch, before)) => stretch.from + (left - before),
            None => 0,
        };
        MONDAY + weeks * WEEK + within
    }

    /// The last local instant with `target` open seconds before it.
    #[inline]
    fn last_with(&self, target: i64) -> i64 {
        if self.total == 0 {
            return MONDAY;
        }
        let (weeks, left) = (target.div_euclid(self.total), target.rem_euclid(self.total));
        let n = self.before.partition_point(|before| *before <= left).max(1) - 1;
        let within = match self.open.get(n).zip(self.before.get(n)) {
            Some((stretch, before)) => stretch.from + (left - before),
            None => 0,
        };
        MONDAY + weeks * WEEK + within
    }
}

fn weekdays() -> [chrono::Weekday; 7] {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
}

/// Cuts the years covered into stretches with one rule each.
fn cut(plan: &Plan) -> Vec<(Stretch, Rule)> {
    let after = |date: NaiveDate, days: u64| date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let (start, end) = (plan.midnight(plan.first), plan.midnight(after(plan.last, 1)));
    // Days that do not follow the weekly pattern, each with the next one, into which its hours may run.
    let mut special: BTreeSet<NaiveDate> = BTreeSet::new();
    for date in plan.special.keys() {
        special.extend([date.pred_opt().unwrap_or(*date), *date, after(*date, 1)]);
    }
    for change in plan.zone.transitions(start - 2 * DAY, end + 2 * DAY) {
        let Some(at) = DateTime::from_timestamp(change, 0) else { continue };
        let date = at.naive_utc().date();
        // Local dates around a change differ from its UTC date by a day at most; one more for night shifts.
        let from = date.checked_sub_days(Days::new(2)).unwrap_or(date);
        special.extend((0..=4).map(|n| after(from, n)));
    }
    let mut pieces = Vec::new();
    let mut cursor = start;
    let mut days = special.range(plan.first..=plan.last).copied().peekable();
    while let Some(first) = days.next() {
        let mut last = first;
        while let Some(next) = days.next_if(|next| next.num_days_from_ce() == last.num_days_from_ce() + 1) {
            last = next;
        }
        let run = Stretch { from: plan.midnight(first), to: plan.midnight(after(last, 1)) };
        if cursor < run.from {
            pieces.push((Stretch { from: cursor, to: run.from }, Rule::Weekly(plan.zone.offset(cursor))));
        }
        pieces.extend(days_of(plan, first, last, run));
        cursor = cursor.max(run.to);
    }
    if cursor < end {
        pieces.push((Stretch { from: cursor, to: end }, Rule::Weekly(plan.zone.offset(cursor))));
    }
    pieces
}

/// The openings of a run of days, one by one.
fn days_of(plan: &Plan, first: NaiveDate, last: NaiveDate, run: Stretch) -> Vec<(Stretch, Rule)> {
    let mut open = Vec::new();
    // What began before may still run; two days back, since a zone may skip a date.
    let mut date = first.checked_sub_days(Days::new(2)).unwrap_or(first);
    while date <= last {
        open.extend(plan.openings(date));
        let Some(next) = date.succ_opt() else { break };
        date = next;
    }
    for stretch in &mut open {
        stretch.from = stretch.from.max(run.from);
        stretch.to = stretch.to.min(run.to);
    }
    let mut pieces = Vec::new();
    let mut cursor = run.from;
    for stretch in merged(open) {
        if cursor < stretch.from {
            pieces.push((Stretch { from: cursor, to: stretch.from }, Rule::Closed));
        }
        pieces.push((stretch, Rule::Open));
        cursor = stretch.to;
    }
    if cursor < run.to {
        pieces.push((Stretch { from: cursor, to: run.to }, Rule::Closed));
    }
    pieces
}

/// Closes what is excluded.
fn excluded(pieces: Vec<(Stretch, Rule)>, plan: &Plan) -> Vec<(Stretch, Rule)> {
    let exclusions = merged(
        plan.exclusions
            .iter()
            .map(|exclusion| Stretch { from: exclusion.from.timestamp(), to: exclusion.to.timestamp() })
            .collect(),
    );
    if exclusions.is_empty() {
        return pieces;
    }
    let mut cut = Vec::with_capacity(pieces.len());
    let mut pending = exclusions.into_iter().peekable();
    for (stretch, rule) in pieces {
        let mut cursor = stretch.from;
        while let Some(exclusion) = pending.peek().copied().filter(|e| e.from < stretch.to) {
            let (from, to) = (exclusion.from.max(cursor), exclusion.to.min(stretch.to));
            if cursor < from {
                cut.push((Stretch { from: cursor, to: from }, rule));
            }
            if from < to {
                cut.push((Stretch { from, to }, Rule::Closed));
                cursor = to;
            }
            if exclusion.to > stretch.to {
                break;
            }
            pending.next();
        }
        if cursor < stretch.to {
            cut.push((Stretch { from: cursor, to: stretch.to }, rule));
        }
    }
    cut
}

/// Sorts stretches, drops empty ones and joins those that touch.
pub(crate) fn merged(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|stretch| stretch.from < stretch.to);
    stretches.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if stretch.from <= last.to => last.to = last.to.max(stretch.to),
            _ => merged.push(stretch),
        }
    }
    merged
}
