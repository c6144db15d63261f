//! What a measure sees of the observations: one item, one month, one moment.

use calendar::{BusinessCalendar, YearMonth, Zone};
use chrono::{DateTime, NaiveDate, Utc};
use provenance::{Clause, Text};
use tables::nearest;

use crate::{
    Attribute, Case, Event, Exclusion, ExclusionClaim, Fit, Ground, ItemKey, Limit, Mark, Policies, Readable,
    Rejected, Selector, Source, SurveyAnswer, SurveyName, Tally, TallyName,
    clock::{Clock, ClockFault, ClockReading, ClockRules},
    deadline::{Allowance, Timing},
    index::Index,
    measure::{Seen, Taken},
    policy::{MonthOwnership, Policy},
    result::{Carried, Excluded, LeftOutBy, Undetermined},
    revision::InForce,
};

/// One item's view of the observations of one period.
pub(crate) struct Scope<'a> {
    pub(crate) key: &'a ItemKey,
    pub(crate) clause: &'a Clause,
    /// The marks by which the item's cases start, and their clock, where its measure has one.
    pub(crate) starts: &'a [Mark],
    pub(crate) clock: Option<&'a Clock>,
    pub(crate) exclusions: &'a [Exclusion],
    /// How often the item's target or limit was revised.
    pub(crate) revisions: usize,
    pub(crate) in_force: InForce<'a>,
    pub(crate) policies: &'a Policies,
    pub(crate) calendar: &'a BusinessCalendar,
    pub(crate) zone: &'a Zone,
    /// The period, as instants `[from, to)`.
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    /// The period, as dates, both inclusive.
    pub(crate) days: (NaiveDate, NaiveDate),
    /// The days asked for, which records must cover.
    pub(crate) asked: (NaiveDate, NaiveDate),
    pub(crate) now: DateTime<Utc>,
    pub(crate) index: &'a Index<'a>,
    pub(crate) view: View,
}

/// How the cases of a period are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// They are counted; those that are no plain success are listed.
    Counted,
    /// Each of them is listed too.
    Listed,
    /// One case is judged, whichever month it belongs to.
    Alone,
}

/// A case in its month, with its clock judged.
pub(crate) struct Placed<'a> {
    pub(crate) case: &'a Case,
    pub(crate) timing: Timing,
    /// The limit in seconds, where it is a number of seconds.
    pub(crate) limit: Option<i64>,
    pub(crate) paused: bool,
}

/// A case in its month, with its clock read but no limit to judge it by.
pub(crate) struct Sample<'a> {
    pub(crate) case: &'a Case,
    pub(crate) reading: ClockReading,
    /// When it was given up before its clock stopped.
    pub(crate) given_up: Option<DateTime<Utc>>,
}

impl<'a> Scope<'a> {
    /// A policy's value for the item at hand.
    pub(crate) fn reading<T: Copy>(&self, policy: &Policy<T>) -> T {
        *policy.of(Some(self.key))
    }

    /// Notes that a case was looked at, where each is listed.
    pub(crate) fn see(&self, taken: &mut Taken<'a>, seen: impl FnOnce() -> Seen<'a>) {
        if self.view != View::Counted {
            taken.seen.push(seen());
        }
    }

    fn see_unread(&self, case: &'a Case, taken: &mut Taken<'a>) {
        self.see(taken, || Seen { case, reading: None, took: None, timing: None, allowed: None });
    }

    /// Whether a case belongs to the period by an instant; one that is judged alone belongs wherever it does.
    fn belongs(&self, by: Option<DateTime<Utc>>) -> bool {
        self.view == View::Alone || by.is_some_and(|at| self.is_in_period(at))
    }

    pub(crate) fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.zone.to_local(at).date()
    }

    /// Open seconds on the item's calendar.
    pub(crate) fn open_seconds(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<i64, ClockFault> {
        Ok(self.calendar.elapsed_seconds(from.timestamp(), to.timestamp())?)
    }

    /// Whether an event lies in the period and had happened at the moment of evaluation.
    pub(crate) fn has_seen(&self, event: &Event) -> bool {
        self.is_in_period(event.at) && event.at <= self.now
    }

    /// The tallies of a name, once each; those handed in more than once are told.
    pub(crate) fn tallies(&self, name: &TallyName, taken: &mut Taken) -> Vec<&'a Tally> {
        let mut tallies = Vec::new();
        for (tally, times) in self.index.tallies(name).filter(|(tally, _)| self.is_known_day(tally.on())) {
            if times > 1 {
                taken.notes.push(Text::new(
                    format!("集計`{name}`の{}の同じ行が{times}回ある。1回だけ数えた", tally.on()),
                    format!(
                        "the same row of tally `{name}` on {} stands {times} times; counted once",
                        tally.on()
                    ),
                ));
            }
            tallies.push(tally);
        }
        // Rows of one day with different figures may be two sites or a contradiction: they add up, and that is told.
        for group in tallies.chunk_by(|a: &&Tally, b| a.on() == b.on()).filter(|group| group.len() > 1) {
            let (on, rows) = (group.first().map(|tally| tally.on()), group.len());
            let Some(on) = on else { continue };
            taken.notes.push(Text::new(
                format!("集計`{name}`の{on}には内容の異なる{rows}行がある。合わせて数えた（訂正ならば古い行を除くこと）"),
                format!("tally `{name}` on {on} has {rows} rows that differ; they were added up (remove the old one if it was corrected)"),
            ));
        }
        tallies
    }

    /// The answers to a survey. Those that contradict each other are undetermined.
    pub(crate) fn answers(&self, survey: &SurveyName, taken: &mut Taken) -> Vec<&'a SurveyAnswer> {
        for answers in self.index.conflicting_answers(survey) {
            if let Some(answer) = answers.iter().find(|answer| self.is_known_day(answer.on)) {
                taken.undetermined.push(Undetermined::answer(answer, contradiction(answers.len())));
            }
        }
        let answers: Vec<_> =
            self.index.answers(survey).filter(|answer| self.is_known_day(answer.on)).collect();
        taken.notes.extend(answers.iter().filter_map(|answer| self.index.repeated_answer(answer)));
        answers
    }

    fn is_known_day(&self, on: NaiveDate) -> bool {
        let (first, last) = self.known_days();
        first <= on && on <= last
    }

    /// The days of the period that have begun at the moment of evaluation.
    fn known_days(&self) -> (NaiveDate, NaiveDate) {
        (self.days.0, self.days.1.min(self.local_date(self.now)))
    }

    /// The rows that could not be read and may be records of this population, or of whatever the source holds, in the
    /// period at hand.
    pub(crate) fn rejected(
        &self,
        of: Source,
        population: Option<&Selector>,
    ) -> impl Iterator<Item = &'a Rejected> {
        self.index.rejected(of).filter(move |rejected| match &rejected.readable {
            None => true,
            Some(readable) => {
                population.is_none_or(|population| !population.rules_out(readable))
                    && self.may_touch(readable)
            }
        })
    }

    /// Whether a row of which so much could be read may be of the period at hand.
    fn may_touch(&self, Readable { marks, unread, at, on, .. }: &Readable) -> bool {
        if self.view == View::Alone {
            return true;
        }
        let is_elsewhere = on.is_some_and(|on| !self.is_known_day(on))
            || at.is_some_and(|at| !self.is_in_period(at) || at > self.now);
        let starts = self.starts;
        // Of several marks that a case may begin with, one that could not be read may be the first.
        let start = starts
            .iter()
            .find_map(|mark| marks.get(mark))
            .filter(|_| !starts.iter().any(|mark| unread.contains(mark)));
        let began_elsewhere = start.is_some_and(|start| {
            // What begins after the period belongs to none before, whichever mark decides.
            *start >= self.to
                || (self.reading(&self.policies.month_ownership) == MonthOwnership::Started
                    && !self.is_in_period(*start))
        });
        !is_elsewhere && !began_elsewhere
    }

    /// The month whose target and limit hold for a case: the one to which it belongs, or the one at hand where it belongs
    /// to none yet. `at` is the same scope in another month.
    pub(crate) fn month_of(&self, case: &Case, at: impl Fn(YearMonth) -> Self) -> YearMonth {
        let of = |at: DateTime<Utc>| YearMonth::of(self.local_date(at));
        let Some(started) = self.starts.iter().find_map(|mark| case.marks.get(mark)) else {
            return of(self.now);
        };
        let reading = self.clock.and_then(|clock| self.clock(case, clock).ok());
        match (reading, self.reading(&self.policies.month_ownership)) {
            (None, _) | (Some(_), MonthOwnership::Started) => of(*started),
            (Some(reading), MonthOwnership::Finished) => of(reading.stopped.unwrap_or(self.now)),
            (Some(reading), MonthOwnership::Due) => {
                let day_length = self.reading(&self.policies.day_length);
                let due_in = |month: YearMonth| {
                    let scope = at(month);
                    let allowance = Allowance::of(scope.in_force.limit, day_length, case).ok()?;
                    allowance.due(&reading, self.calendar).ok().map(of)
                };
                // The limit depends on the month and the month on the limit: from the start on, until both agree.
                let mut month = of(*started);
                for _ in 0..=self.revisions {
                    match due_in(month) {
                        Some(due) if due != month => month = due,
                        _ => break,
                    }
                }
                month
            }
        }
    }

    fn rules(&self) -> ClockRules {
        ClockRules {
            pauses: self.reading(&self.policies.pause_kinds),
            reopened: self.reading(&self.policies.reopened),
        }
    }

    /// Whether the period has ended: until then, more may come.
    pub(crate) fn is_over(&self) -> bool {
        self.now >= self.to
    }

    fn is_in_period(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }

    /// Cases of a population that belong to the period and whose clock can be judged against the limit.
    /// What cannot be judged, is left out or carried over goes to `taken`.
    pub(crate) fn timed_cases(
        &self,
        population: &Selector,
        clock: &Clock,
        taken: &mut Taken<'a>,
    ) -> Vec<Placed<'a>> {
        let (boundary, day_length, ownership) = (
            self.reading(&self.policies.boundary),
            self.reading(&self.policies.day_length),
            self.reading(&self.policies.month_ownership),
        );
        // One limit for all cases is worked out once.
        let fixed = match self.in_force.limit {
            Some(Limit::Fixed { value, unit }) => Some(Allowance::fixed(*value, *unit, day_length)),
            _ => None,
        };
        let mut placed = Vec::new();
        self.each_member(population, taken, |case, is_unknown, taken| {
            let reading = match self.clock(case, clock) {
                Ok(reading) => reading,
                Err(fault) => return self.fault(case, clock, &fault, taken),
            };
            let allowance = match &fixed {
                Some(allowance) => allowance.clone(),
                None => Allowance::of(self.in_force.limit, day_length, case),
            };
            let judged = match allowance {
                Ok(allowance) => allowance
                    .judge(&reading, self.calendar, boundary, self.now)
                    .map(|timing| (allowance, timing))
                    .map_err(|error| ClockFault::from(error).text(self.zone)),
                Err(fault) => Err(allowance_text(&fault)),
            };
            let belongs_by = match ownership {
                MonthOwnership::Started => Some(reading.started),
                MonthOwnership::Finished => reading.stopped,
                // Without a deadline the start is all there is to place it by.
                MonthOwnership::Due => {
                    Some(judged.as_ref().map_or(reading.started, |(_, timing)| due_of(timing)))
                }
            };
            self.carry(case, &reading, taken);
            if !self.belongs(belongs_by) {
                return;
            }
            self.see(taken, || Seen {
                case,
                reading: Some(reading.clone()),
                took: None,
                timing: judged.as_ref().ok().map(|(_, timing)| *timing),
                allowed: judged.as_ref().ok().and_then(|(allowance, _)| allowance.seconds()),
            });
            let Some(is_unknown) = self.admit(case, is_unknown, taken) else { return };
            self.remark(case, &reading, taken);
            match (is_unknown, judged) {
                (Some(attribute), _) => taken.undetermined.push(Undetermined::lacking(case, &attribute)),
                (None, Err(missing)) => taken.undetermined.push(Undetermined::new(case, missing)),
                (None, Ok((allowance, timing)))
                    if reading.unended_pause.is_some()
                        && self.depends_on_an_end(case, clock, &allowance, &timing) =>
                {
                    taken.undetermined.push(Undetermined::new(
                        case,
                        Text::new(
                            "中断の終わりの記録がなく、それにより期限内かどうかが変わる",
                            "a pause has no recorded end, on which it depends whether the case was in time",
                        ),
                    ));
                }
                (None, Ok((allowance, timing))) => placed.push(Placed {
                    case,
                    timing,
                    limit: allowance.seconds(),
                    paused: reading.is_paused,
                }),
            }
        });
        placed
    }

    /// Whether a case would be judged otherwise if a pause without an end had ended at once.
    fn depends_on_an_end(&self, case: &Case, clock: &Clock, allowance: &Allowance, timing: &Timing) -> bool {
        let mut ended = case.clone();
        ended.pauses.retain(|pause| pause.to.is_some());
        let reading = self.clock(&ended, clock).ok();
        let other = reading.and_then(|reading| {
            allowance.judge(&reading, self.calendar, self.reading(&self.policies.boundary), self.now).ok()
        });
        let is_in_time = |timing: &Timing| matches!(timing, Timing::InTime { .. });
        other.is_none_or(|other| is_in_time(&other) != is_in_time(timing))
    }

    /// Cases of a population that belong to the period, with their clock read.
    pub(crate) fn sampled_cases(
        &self,
        population: &Selector,
        clock: &Clock,
        abandoned: Option<&Mark>,
        taken: &mut Taken<'a>,
    ) -> Vec<Sample<'a>> {
        let ownership = self.reading(&self.policies.month_ownership);
        let mut samples = Vec::new();
        self.each_member(population, taken, |case, is_unknown, taken| {
            let reading = match self.clock(case, clock) {
                Ok(reading) => reading,
                Err(fault) => return self.fault(case, clock, &fault, taken),
            };
            let belongs_by = match ownership {
                MonthOwnership::Started | MonthOwnership::Due => Some(reading.started),
                MonthOwnership::Finished => reading.stopped,
            };
            let given_up = abandoned
                .and_then(|mark| case.marks.get(mark))
                .filter(|at| **at <= self.now && reading.stopped.is_none());
            // What was given up is not open any more.
            if given_up.is_none() {
                self.carry(case, &reading, taken);
            }
            if !self.belongs(belongs_by) {
                return;
            }
            let seen =
                || Seen { case, reading: Some(reading.clone()), took: None, timing: None, allowed: None };
            let Some(is_unknown) = self.admit(case, is_unknown, taken) else {
                return self.see(taken, seen);
            };
            self.remark(case, &reading, taken);
            if let Some(attribute) = is_unknown {
                self.see(taken, seen);
                taken.undetermined.push(Undetermined::lacking(case, &attribute));
                return;
            }
            let given_up = given_up.copied();
            samples.push(Sample { case, reading, given_up });
        });
        samples
    }

    /// Cases of a population that started in the period.
    pub(crate) fn started_cases(
        &self,
        population: &Selector,
        start: &[Mark],
        taken: &mut Taken<'a>,
    ) -> Vec<&'a Case> {
        let mut started = Vec::new();
        self.each_member(population, taken, |case, is_unknown, taken| {
            let at = start.iter().find_map(|mark| case.marks.get(mark));
            match at {
                None => {
                    let fault = ClockFault::NoStart { marks: start.to_vec() };
                    self.unplaced(case, &fault, taken);
                }
                Some(at) if !self.belongs(Some(*at)) || *at > self.now => {}
                Some(_) => {
                    self.see_unread(case, taken);
                    match self.admit(case, is_unknown, taken) {
                        None => {}
                        Some(Some(attribute)) => {
                            taken.undetermined.push(Undetermined::lacking(case, &attribute));
                        }
                        Some(None) => started.push(case),
                    }
                }
            }
        });
        started
    }

    /// Runs over the cases that belong to the population, or may; the latter with the attribute they lack.
    fn each_member(
        &self,
        population: &Selector,
        taken: &mut Taken<'a>,
        mut visit: impl FnMut(&'a Case, Option<Attribute>, &mut Taken<'a>),
    ) {
        for case in self.index.cases(&population.kind) {
            match population.fits(case) {
                Fit::No => {}
                Fit::Yes => visit(case, None, taken),
                Fit::Unknown { attribute } => visit(case, Some(attribute), taken),
            }
        }
        for records in self.index.conflicting_cases(&population.kind) {
            // Whichever of them is true, it may be the one that belongs here.
            let belongs = |case: &&&Case| population.fits(case) != Fit::No && self.touches_period(case);
            if let Some(case) = records.iter().find(belongs) {
                self.see_unread(case, taken);
                taken.undetermined.push(Undetermined::new(case, contradiction(records.len())));
            }
        }
        for rejected in self.rejected(population.kind.clone().into(), Some(population)) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
    }

    /// The clock of a case; a fault where nothing in the records could ever stop it.
    fn clock(&self, case: &Case, clock: &Clock) -> Result<ClockReading, ClockFault> {
        if !self.index.can_give(&case.kind, &clock.stop) {
            return Err(ClockFault::NoSource { mark: clock.stop.clone() });
        }
        clock.read(case, self.rules(), self.calendar, self.now)
    }

    fn fault(&self, case: &'a Case, clock: &Clock, fault: &ClockFault, taken: &mut Taken<'a>) {
        match fault {
            // It has not happened yet at the moment of evaluation.
            ClockFault::NotYet { .. } => {}
            ClockFault::NoStart { .. } => self.unplaced(case, fault, taken),
            _ => {
                let start = clock.start.iter().find_map(|mark| case.marks.get(mark));
                if start.is_none_or(|at| self.belongs(Some(*at))) {
                    self.see_unread(case, taken);
                    if self.admit(case, None, taken).is_some() {
                        taken.undetermined.push(Undetermined::new(case, fault.text(self.zone)));
                    }
                }
            }
        }
    }

    /// A case that cannot be placed in a month counts as unknown in each month that it touches.
    fn unplaced(&self, case: &'a Case, fault: &ClockFault, taken: &mut Taken<'a>) {
        if self.touches_period(case) {
            self.see_unread(case, taken);
            if self.admit(case, None, taken).is_some() {
                taken.undetermined.push(Undetermined::new(case, fault.text(self.zone)));
            }
        }
    }

    fn touches_period(&self, case: &Case) -> bool {
        case.marks.is_empty() || case.marks.iter().any(|(_, at)| self.belongs(Some(*at)))
    }

    /// Lists a case that was open when the period began or ended, unless the item leaves it out.
    fn carry(&self, case: &Case, reading: &ClockReading, taken: &mut Taken) {
        if matches!(self.ground(case), LeftOut::Holds(..)) {
            return;
        }
        let carried = || Carried { id: case.id.clone(), since: reading.started, origin: case.origin.clone() };
        if reading.started < self.from && reading.stopped.is_none_or(|stop| stop >= self.from) {
            taken.carried_in.push(carried());
        }
        if self.is_in_period(reading.started)
            && self.now >= self.to
            && reading.stopped.is_none_or(|stop| stop >= self.to)
        {
            taken.carried_out.push(carried());
        }
    }

    /// Lists the case among those left out, with the ground, or admits it: then gives the attribute that is
    /// missing to tell whether it belongs, where one is.
    fn admit(
        &self,
        case: &Case,
        is_unknown: Option<Attribute>,
        taken: &mut Taken,
    ) -> Option<Option<Attribute>> {
        taken.notes.extend(self.index.repeated_case(case));
        let lacking = match self.ground(case) {
            LeftOut::Holds(exclusion, ground, claim) => {
                taken.excluded.push(Excluded {
                    id: case.id.clone(),
                    by: LeftOutBy::Ground(ground.clone()),
                    reason: exclusion.name.clone(),
                    note: claim.map_or_else(String::new, |claim| claim.note.clone()),
                    clause: exclusion.clause.clone(),
                    origin: case.origin.clone(),
                });
                return None;
            }
            LeftOut::Unknown(attribute) => Some(attribute),
            LeftOut::None => None,
        };
        for claim in &case.claims {
            let grounds = self.exclusions.iter().filter_map(Exclusion::ground).map(Ground::as_str);
            let near = nearest(claim.reason.as_str(), grounds).map_or_else(Text::default, |near| {
                Text::new(format!("（`{near}`のことか）"), format!("; did you mean `{near}`?"))
            });
            taken.notes.push(Text::new(
                format!(
                    "{}の除外理由`{}`はこの項目の除外に当たらず、対象に含めた{}",
                    case.id, claim.reason, near.ja
                ),
                format!(
                    "{}: the claimed ground `{}` is none of this item's; counted{}",
                    case.id, claim.reason, near.en
                ),
            ));
        }
        Some(is_unknown.or(lacking))
    }

    /// The ground on which the item leaves the case out. A ground that holds decides; failing one, a ground that
    /// the record is silent about keeps the case from being judged.
    fn ground<'c>(&self, case: &'c Case) -> LeftOut<'a, 'c> {
        let mut so_far = LeftOut::None;
        for exclusion in self.exclusions {
            let Some(ground) = exclusion.ground() else { continue };
            if let Some(claim) = case.claims.iter().find(|claim| claim.reason == *ground) {
                return LeftOut::Holds(exclusion, ground, Some(claim));
            }
            match exclusion.holds(case) {
                Fit::Yes => return LeftOut::Holds(exclusion, ground, None),
                Fit::Unknown { attribute } => so_far = LeftOut::Unknown(attribute),
                Fit::No => {}
            }
        }
        so_far
    }

    /// Tells what the reader should know of how a clock was read.
    fn remark(&self, case: &Case, reading: &ClockReading, taken: &mut Taken) {
        if let Some(kind) = &reading.unended_pause {
            taken.notes.push(Text::new(
                format!("{}の中断`{kind}`は終わりの記録がなく、完了まで止まっていたと数えた", case.id),
                format!(
                    "{}: no end of its pause `{kind}` is recorded; counted as standing still until it finished",
                    case.id
                ),
            ));
        }
    }
}

/// Whether one of an item's grounds leaves a case out.
enum LeftOut<'a, 'c> {
    None,
    Holds(&'a Exclusion, &'a Ground, Option<&'c ExclusionClaim>),
    /// The record lacks the attribute that decides it.
    Unknown(Attribute),
}

pub(crate) fn contradiction(records: usize) -> Text {
    Text::new(
        format!("同じ番号で内容の異なる記録が{records}件ある"),
        format!("{records} records with this number contradict each other"),
    )
}

fn due_of(timing: &Timing) -> DateTime<Utc> {
    match timing {
        Timing::InTime { due, .. }
        | Timing::Late { due, .. }
        | Timing::Running { due, .. }
        | Timing::RunningLate { due, .. } => *due,
    }
}

fn allowance_text(fault: &crate::deadline::AllowanceFault) -> Text {
    use crate::deadline::AllowanceFault;
    let ja = match fault {
        AllowanceFault::NotAgreed { mark } => format!("合意した期限`{mark}`の記録がない"),
        AllowanceFault::NotWhole { value, unit } => format!("期限{value} {unit}を秒又は日に換算できない"),
        AllowanceFault::None => "期限の定めがない".to_owned(),
    };
    Text::new(ja, fault.to_string())
}
