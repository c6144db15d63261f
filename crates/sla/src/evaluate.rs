//! Evaluation: a month's observations to results, item by item.

use std::ops::RangeInclusive;

use calendar::{CalendarSet, YearMonth};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use formula::{Exact, Formula, Outcome, Rounding};
use provenance::{PolicyUse, Text, Verdict};

use crate::{
    Aggregate, Case, CaseResult, Catalogue, DaySpan, DisplayedRange, EvaluateError, Event, Figure, Fit, Item,
    ItemResult, NotByDays, Observations, Operator, Outlook, Period, Policies, PolicyId, Range, Span,
    Standing, SurveyAnswer, Tally, Target, Unit, WrittenFigure,
    assess::listed,
    display::displayed,
    index::Index,
    measure::{Allowed, Misses, Possible, Reads, Taken, TargetUnit, Yields, operands_of},
    policy::{DisplayRounding, EmptyMonth, FormulaReading},
    prepared::{Cover, Prepared, Reach},
    result::Projection,
    scope::{Scope, View},
    written::FormulaOrigin,
};

/// A contract's items with everything needed to evaluate them.
#[derive(Debug, Clone, Copy)]
pub struct Evaluation<'a> {
    /// The items.
    pub catalogue: &'a Catalogue,
    /// The readings of what the contract leaves open.
    pub policies: &'a Policies,
    /// The calendars by which clocks run.
    pub calendars: &'a CalendarSet,
}

impl<'a> Evaluation<'a> {
    /// The results of all items for a month, in the document's order, as they stand at `now`.
    ///
    /// # Errors
    /// [`EvaluateError`].
    pub fn month(
        &self,
        month: YearMonth,
        observations: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<ItemResult>, EvaluateError> {
        let index = self.index(observations);
        let result = |item| Ok(self.judged(item, Span::Month(month), &index, now, View::Counted)?.result);
        self.catalogue.items().iter().map(result).collect()
    }

    /// The results of all items over any days, both inclusive, in the document's order, as they stand at `now`. An item that
    /// cannot be judged by these days says why in its place. Days outside the term are left out: a result says what it
    /// [covers](ItemResult::covers).
    ///
    /// # Errors
    /// [`EvaluateError`] where there are no such days, or none in the term.
    pub fn period(
        &self,
        days: RangeInclusive<NaiveDate>,
        observations: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<Result<ItemResult, NotByDays>>, EvaluateError> {
        let index = self.index(observations);
        let result = |item| match self.judged(item, days.clone().into(), &index, now, View::Counted) {
            Ok(explained) => Ok(Ok(explained.result)),
            Err(EvaluateError::NotByDays(why)) => Ok(Err(why)),
            Err(error) => Err(error),
        };
        self.catalogue.items().iter().map(result).collect()
    }

    /// The result of one item for a month or for any days, with every case that it looked at: those that did well too.
    ///
    /// The result is that of [`Evaluation::month`]; the cases are listed here alone, for a contract of many rows and a
    /// million cases would hold each of them many times.
    ///
    /// # Errors
    /// [`EvaluateError`], with [`EvaluateError::NoItem`] where the catalogue has no item of that key and
    /// [`EvaluateError::NotByDays`] where it cannot be judged by the days.
    pub fn item(
        &self,
        key: &str,
        span: impl Into<Span>,
        observations: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Explained, EvaluateError> {
        self.judged(self.find(key)?, span.into(), &self.index(observations), now, View::Listed)
    }

    /// The same of all items for a month, in the document's order, from one look at the records.
    ///
    /// # Errors
    /// [`EvaluateError`], such as a month outside the term.
    pub fn explained(
        &self,
        month: YearMonth,
        observations: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<Explained>, EvaluateError> {
        let index = self.index(observations);
        let explained = |item| self.judged(item, Span::Month(month), &index, now, View::Listed);
        self.catalogue.items().iter().map(explained).collect()
    }

    /// What an item says of one case at `now`: due, elapsed, paused, left, in time or not, and why. The target and limit are
    /// those of the month that the case belongs to; of the month of `now` while it belongs to none.
    ///
    /// It is what [`Evaluation::item`] says of the case in that month, except that nothing is known here of other records:
    /// of the same case recorded twice, or of marks that no record of its kind can give.
    ///
    /// # Errors
    /// [`EvaluateError::NoItem`]; [`EvaluateError::NotOfCases`] where the item is none of cases;
    /// [`EvaluateError::NoCalendar`].
    pub fn assess(&self, case: &Case, key: &str, now: DateTime<Utc>) -> Result<CaseResult, EvaluateError> {
        let item = self.find(key)?;
        let Some(population) = item.measure.reads().cases() else {
            return Err(EvaluateError::NotOfCases { item: item.key.clone(), measure: item.measure.word() });
        };
        let observations = Observations { cases: vec![case.clone()], ..Observations::default() };
        let (index, prepared) =
            (self.index(&observations), Prepared::new(self.policies, self.calendars, item)?);
        let scope = |month| prepared.scope(&Reach::whole(month), &index, now, View::Alone);
        let month = scope(YearMonth::of(prepared.zone.to_local(now).date())).month_of(case, scope);
        let scope = scope(month);
        let taken = item.measure.take(&scope);
        Ok(match listed(&scope, &taken).pop() {
            Some(result) => result,
            None if population.fits(case) == Fit::No => {
                let why = Text::new("この項目の対象ではない", "none of the item's cases");
                let on_time = Verdict::NotApplicable(why.clone());
                CaseResult::unread(case, Standing::NotOfItem, on_time, why)
            }
            // All others are looked at.
            None => {
                let why =
                    Text::new("評価時点でまだ始まっていない", "has not started at the time of evaluation");
                CaseResult::unread(case, Standing::Undetermined, Verdict::Undetermined(why.clone()), why)
            }
        })
    }

    /// Every case that is open at `now`, of each item that sets it a deadline or may set it one, by due time: whichever
    /// month it was opened in, and also where an attribute that decides whether the item concerns it is not recorded yet.
    /// A case whose deadline is not known, since it was not agreed or its start is not recorded, comes last.
    ///
    /// Records of a case that contradict each other are listed each. What an item leaves out, and what has not begun,
    /// has no deadline.
    ///
    /// # Errors
    /// [`EvaluateError::NoCalendar`].
    pub fn open(
        &self,
        observations: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<(&'a Item, CaseResult)>, EvaluateError> {
        let mut open = Vec::new();
        let catalogue: &'a Catalogue = self.catalogue;
        for item in catalogue.items() {
            let (Some(population), Some(clock)) = (item.measure.reads().cases(), item.measure.clock()) else {
                continue;
            };
            let has_limit = item.limit.is_some() || item.revisions.iter().any(|one| one.limit.is_some());
            if !has_limit {
                continue;
            }
            for case in &observations.cases {
                if case.kind != population.kind || population.fits(case) == Fit::No {
                    continue;
                }
                let result = self.assess(case, item.key.as_str(), now)?;
                let is_open = match &result.standing {
                    Standing::Open | Standing::CarriedOver | Standing::Undetermined => {
                        result.stopped.is_none()
                    }
                    Standing::Missed(missed) => missed.is_open(),
                    Standing::Good | Standing::LeftOut(_) | Standing::NotOfItem => false,
                };
                // Without a reading of its clock, a case is over where its end is recorded, and has not begun
                // where all its marks lie ahead.
                let is_over =
                    result.started.is_none() && case.marks.get(&clock.stop).is_some_and(|at| *at <= now);
                let is_ahead = !case.marks.is_empty() && case.marks.iter().all(|(_, at)| *at > now);
                if is_open && !is_over && !is_ahead {
                    open.push((item, result));
                }
            }
        }
        // The same row handed in twice is one case; the sort is stable, so that items stay in the document's order.
        open.sort_by(|(_, a), (_, b)| (a.due.is_none(), a.due, &a.id).cmp(&(b.due.is_none(), b.due, &b.id)));
        open.dedup_by(|(a, one), (b, other)| {
            a.key == b.key && one.id == other.id && one.due == other.due && one.standing == other.standing
        });
        Ok(open)
    }

    pub(crate) fn index<'o>(&self, observations: &'o Observations) -> Index<'o> {
        Index::new(observations, *self.policies.duplicates.of(None))
    }

    pub(crate) fn find(&self, key: &str) -> Result<&'a Item, EvaluateError> {
        let catalogue: &'a Catalogue = self.catalogue;
        catalogue.item(key).ok_or_else(|| EvaluateError::NoItem {
            item: key.to_owned(),
            near: catalogue.nearest(key).map(str::to_owned),
        })
    }

    pub(crate) fn judged(
        &self,
        item: &'a Item,
        span: Span,
        index: &Index<'_>,
        now: DateTime<Utc>,
        view: View,
    ) -> Result<Explained, EvaluateError> {
        let prepared = Prepared::new(self.policies, self.calendars, item)?;
        let reach = Reach::of(span, item, self.catalogue.term, prepared.zone)?;
        let scope = prepared.scope(&reach, index, now, view);
        let mut taken = item.measure.take(&scope);
        taken.notes.dedup();
        let cases = if view == View::Listed { listed(&scope, &taken) } else { Vec::new() };
        let events = taken.events.drain(..).cloned().collect();
        let tallies = taken.tallies.drain(..).cloned().collect();
        let answers = taken.answers.drain(..).cloned().collect();
        let derivation = self.derivation(item, scope.is_over());
        let result = judged_of(item, &scope, reach.month, reach.covered(index.all(), prepared.own()), taken);
        Ok(Explained { result, cases, events, tallies, answers, derivation })
    }

    fn derivation(&self, item: &Item, is_over: bool) -> Derivation {
        let Self { policies, .. } = self;
        let formula = counted(item, *policies.formula_reading.of(Some(&item.key)));
        let plain = formula::read(item.measure.kind().formula, &item.intended.vocabulary);
        Derivation {
            aggregate: item.measure.aggregate(&item.key, policies),
            formula: formula.clone(),
            is_plain: plain.is_ok_and(|plain| plain.is_same_as(formula)),
            empty: *policies.empty_month.of(Some(&item.key)),
            is_over,
        }
    }
}

/// The result of one item, with its cases one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The result.
    pub result: ItemResult,
    /// Every case that the item looked at, in the order of their identifiers. Rows that could not be read are no cases; the
    /// result lists them among what is undetermined.
    pub cases: Vec<CaseResult>,
    /// The events that count, from the earliest, where it reads events.
    pub events: Vec<Event>,
    /// The tallies that count, where it reads tallies.
    pub tallies: Vec<Tally>,
    /// The answers that count, where it reads a survey.
    pub answers: Vec<SurveyAnswer>,
    /// How the figure comes from them.
    pub derivation: Derivation,
}

/// How an item's figure comes from its records, for whoever takes it from them again.
#[derive(Debug, Clone, PartialEq)]
pub struct Derivation {
    /// How the operands come from the records.
    pub aggregate: Aggregate,
    /// The formula that counts, of the operands of the [kind of measure](crate::MeasureKind::operands).
    pub formula: Formula,
    /// Whether that formula is the plain one of the measure, so that part and whole can be compared with the target as
    /// they are.
    pub is_plain: bool,
    /// What a period without a record comes to.
    pub empty: EmptyMonth,
    /// Whether the period was over at the moment of evaluation; before that nothing is final.
    pub is_over: bool,
}

/// The formula that counts.
fn counted(item: &Item, reading: FormulaReading) -> &Formula {
    match (&item.written, reading) {
        (Some(written), FormulaReading::AsWritten) => &written.formula,
        _ => &item.intended.formula,
    }
}

/// The result of what was taken; `cover` says whether the records cover the days asked for.
pub(crate) fn judged_of(
    item: &Item,
    scope: &Scope<'_>,
    month: YearMonth,
    cover: Cover,
    taken: Taken<'_>,
) -> ItemResult {
    let source = item.measure.reads().source();
    let is_for_the_days = source.as_ref().and_then(|of| scope.index.is_for(of, scope.asked));
    let supply = match source {
        None => Supply::Given,
        // A record proves its kind, whether or not somebody said that it was handed in.
        Some(of) if taken.population == 0 && !scope.index.is_supplied(&of) => Supply::NotGiven,
        Some(_) if taken.population == 0 && is_for_the_days == Some(false) => Supply::NotGiven,
        Some(_) if cover == Cover::Nothing => Supply::OfAnotherPeriod,
        Some(_) if cover == Cover::OtherKinds && taken.population == 0 && is_for_the_days != Some(true) => {
            Supply::KindOfAnotherPeriod
        }
        Some(_) => Supply::Given,
    };
    Judging { scope, item, month, supply }.result(taken)
}

/// An item on the way from what was taken to what it comes to.
struct Judging<'a> {
    scope: &'a Scope<'a>,
    item: &'a Item,
    month: YearMonth,
    supply: Supply,
}

/// Whether there are records from which the item could be judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Supply {
    Given,
    /// None of the item's kind were handed in.
    NotGiven,
    /// No record of any kind begins in the days asked for: what was handed in is about others.
    OfAnotherPeriod,
    /// Others do, but the cases of the item's kind are all of days before them, or all of days after them.
    KindOfAnotherPeriod,
}

impl Judging<'_> {
    fn result(&self, taken: Taken<'_>) -> ItemResult {
        let item = self.item;
        let target = self.scope.in_force.target;
        let reading = self.scope.reading(&self.scope.policies.formula_reading);
        let counted = counted(item, reading);
        let rounding = self.scope.reading(&self.scope.policies.display_rounding);
        let outcome = self.outcome(counted, &taken.known);
        let possible = taken.possible.map(|values| self.outcome(counted, values));
        let figure = outcome.defined().map(|exact| Figure {
            exact: exact.clone(),
            unit: target.map_or(Unit::Count, |target| target.unit),
            displayed: displayed(exact, target, rounding),
        });
        let verdict = self.verdict(&taken, &outcome, &possible);
        let (policies, written) = (self.policies(&taken), self.written(&taken, reading, rounding));
        let vocabulary = &item.intended.vocabulary;
        let is_supplied = self.supply == Supply::Given;
        ItemResult {
            key: item.key.clone(),
            month: self.month,
            covers: DaySpan { first: self.scope.days.0, last: self.scope.days.1 },
            target: target.cloned(),
            is_revised: self.scope.in_force.since.is_some(),
            ratio: taken.ratio.clone().filter(|_| is_supplied),
            population: taken.population,
            figure: figure.filter(|_| is_supplied && item.measure.kind().yields.is_figure()),
            written,
            formula_origin: if reading == FormulaReading::AsWritten && item.written.is_some() {
                FormulaOrigin::Printed
            } else {
                item.intended.origin
            },
            formula: counted.to_text(vocabulary),
            verdict,
            range: range(&possible, &|exact| displayed(exact, target, rounding)),
            outlook: self.outlook(&taken, counted, &possible, target),
            decided: taken.decided,
            breaches: taken.breaches,
            excluded: taken.excluded,
            undetermined: taken.undetermined,
            pending: taken.pending,
            carried_in: taken.carried_in,
            carried_out: taken.carried_out,
            notes: taken.notes,
            policies,
        }
    }

    /// The formula's value in the target's unit.
    fn outcome(&self, formula: &Formula, values: &[(&'static str, Exact)]) -> Outcome {
        let is_time = self.item.measure.kind().unit == TargetUnit::Time;
        let outcome = formula.evaluate(&operands_of(values), &self.item.intended.vocabulary);
        let seconds = self.scope.in_force.target.and_then(|target| target.unit.seconds());
        match (outcome, seconds.and_then(|seconds| Exact::ratio(1, seconds))) {
            (Outcome::Defined(value), Some(unit)) if is_time => Outcome::Defined(value * unit),
            (outcome, _) => outcome,
        }
    }

    fn verdict(&self, taken: &Taken<'_>, outcome: &Outcome, possible: &Possible<Outcome>) -> Verdict {
        let (reads, target) = (self.item.measure.reads(), self.scope.in_force.target);
        if let Reads::Items(items) = reads {
            let items = items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Verdict::NotApplicable(Text::new(
                format!("{items}で評価する"),
                format!("measured by {items}"),
            ));
        }
        let kind = || reads.source().map_or_else(String::new, |of| of.to_string());
        if taken.unknown() == 0 && taken.open() == 0 && self.supply == Supply::NotGiven {
            return Verdict::Undetermined(Text::new(
                format!("`{}`の記録が提出されていない", kind()),
                format!("no records of `{}` were handed in", kind()),
            ));
        }
        let (first, last) = self.scope.asked;
        let uncovered = match self.supply {
            Supply::Given | Supply::NotGiven => None,
            Supply::OfAnotherPeriod => Some(Text::new(
                format!("{first}から{last}までに始まる記録が一件もない。別の期間の記録と思われる"),
                format!(
                    "no record of any kind begins between {first} and {last}; these are likely another period's"
                ),
            )),
            Supply::KindOfAnotherPeriod => Some(Text::new(
                format!(
                    "`{}`の記録に{first}から{last}までに始まるものがない。別の期間の記録と思われる",
                    kind()
                ),
                format!(
                    "none of the records of `{}` begins between {first} and {last}; these are likely another period's",
                    kind()
                ),
            )),
        };
        let is_final = |verdict: &Verdict| {
            verdict.is_not_met()
                && self.yields().only_grows()
                && target.is_some_and(|target| {
                    target.operator != Operator::AtLeast
                        && is_beyond(possible.listed().next().unwrap_or(outcome), target)
                })
        };
        let verdict = self.of_what_is_given(taken, outcome, possible);
        match uncovered {
            // What was missed for good stays missed, whatever the days without records bring.
            Some(why)
                if target.is_some()
                    && !matches!(verdict, Verdict::Undetermined(_))
                    && !is_final(&verdict) =>
            {
                Verdict::Undetermined(why)
            }
            _ => verdict,
        }
    }

    /// The verdict by the records, taken for all there are.
    fn of_what_is_given(
        &self,
        taken: &Taken<'_>,
        outcome: &Outcome,
        possible: &Possible<Outcome>,
    ) -> Verdict {
        let Some(target) = self.scope.in_force.target else {
            return Verdict::NotApplicable(Text::new("要求水準の定めがない", "no target is stated"));
        };
        if !self.scope.is_over() {
            return self.so_far(possible.listed().next().unwrap_or(outcome), target);
        }
        let meets = |outcome: &Outcome| outcome.defined().map(|value| target.is_met_by(value));
        let all = |wanted: bool| possible.listed().all(|outcome| meets(outcome) == Some(wanted));
        let (all_meet, none_meets) = match possible {
            Possible::Settled if taken.population == 0 && self.yields().is_undefined_when_empty() => {
                return self.empty();
            }
            Possible::Settled => {
                return match outcome {
                    Outcome::Defined(value) if target.is_met_by(value) => Verdict::Met,
                    Outcome::Defined(_) => Verdict::NotMet,
                    Outcome::Undefined(cause) => Verdict::Undetermined(cause.text()),
                };
            }
            Possible::Each(_) => (all(true), all(false)),
            // A value between two that both miss may be the one that is wanted.
            Possible::Between(one, other) => {
                let apart =
                    target.operator == Operator::Equal && is_beyond(one, target) != is_beyond(other, target);
                (all(true), all(false) && !apart)
            }
            // What has no upper bound can still miss a target from above, and can still reach one from below.
            Possible::From(least) => (
                false,
                all(false)
                    && match target.operator {
                        Operator::AtMost => true,
                        Operator::Equal => is_beyond(least, target),
                        Operator::AtLeast => false,
                    },
            ),
        };
        match (all_meet, none_meets) {
            (true, _) => Verdict::Met,
            (_, true) => Verdict::NotMet,
            _ => Verdict::Undetermined(Text::new(
                format!("未確定{}件・未了{}件の結果による", taken.unknown(), taken.open()),
                format!("depends on {} undetermined and {} open cases", taken.unknown(), taken.open()),
            )),
        }
    }

    fn yields(&self) -> Yields {
        self.item.measure.kind().yields
    }

    /// The verdict while the period lasts: more may come, so that nothing is final but a figure that only grows and has
    /// grown too far.
    fn so_far(&self, least: &Outcome, target: &Target) -> Verdict {
        let is_too_far = is_beyond(least, target);
        if self.yields().only_grows() && is_too_far && target.operator != Operator::AtLeast {
            return Verdict::NotMet;
        }
        let local = self.scope.zone.to_local(self.scope.now).format("%Y-%m-%d %H:%M");
        Verdict::Undetermined(if self.scope.now < self.scope.from {
            Text::new(format!("{local}の時点で期間が始まっていない"), format!("not begun at {local}"))
        } else {
            Text::new(
                format!("{local}の時点で期間が終わっていない"),
                format!("the period is not over at {local}"),
            )
        })
    }

    fn empty(&self) -> Verdict {
        let text = Text::new("対象となる件がない", "there was no case");
        match self.scope.reading(&self.scope.policies.empty_month) {
            EmptyMonth::Met => Verdict::Met,
            EmptyMonth::Undetermined => Verdict::Undetermined(text),
            EmptyMonth::NotApplicable => Verdict::NotApplicable(text),
        }
    }

    fn written(
        &self,
        taken: &Taken<'_>,
        reading: FormulaReading,
        rounding: DisplayRounding,
    ) -> Option<WrittenFigure> {
        let written = self.item.written.as_ref()?;
        let outcome = self.outcome(&written.formula, &taken.known);
        let shown = outcome
            .defined()
            .map_or_else(|| "－".to_owned(), |value| displayed(value, self.scope.in_force.target, rounding));
        Some(WrittenFigure {
            text: written.text.clone(),
            outcome,
            displayed: shown,
            counts: reading == FormulaReading::AsWritten,
        })
    }

    /// The policies that mattered, those of every figure included.
    fn policies(&self, taken: &Taken<'_>) -> Vec<PolicyUse> {
        let mut ids = self.item.measure.policies(self.scope.in_force.limit);
        // A month without a case is read by it; no other is.
        ids.retain(|id| *id != PolicyId::EmptyMonth || taken.population == 0);
        if self.item.written.is_some() {
            ids.push(PolicyId::FormulaReading);
        }
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(|id| self.scope.policies.in_force(id, Some(&self.item.key))).collect()
    }

    /// How many misses the target still allows, where single cases can miss.
    fn outlook(
        &self,
        taken: &Taken<'_>,
        formula: &Formula,
        possible: &Possible<Outcome>,
        target: Option<&Target>,
    ) -> Option<Outlook> {
        let target = target?;
        let Misses { missed, allowed } = taken.misses.as_ref()?;
        // What is not known may end well as it may end badly.
        let open = u128::from(taken.open() + taken.unknown());
        let (known, missed) = (taken.population, *missed);
        let volume = known + open;
        let share = |(part, whole): (&'static str, &'static str), parts: u128, all: u128| {
            self.outcome(formula, &[(part, Exact::from(parts)), (whole, Exact::from(all))]).defined().cloned()
        };
        let misses_allowed = |volume: u128| match allowed {
            Allowed::ByFormula { part, whole } => most(volume, |misses| {
                share((part, whole), volume - misses, volume).is_some_and(|figure| target.is_met_by(&figure))
            }),
            Allowed::ByPlace(rank) => rank.misses_allowed(volume, target),
        };
        let (best, worst) = match allowed {
            Allowed::ByFormula { part, whole } => {
                let good = known.checked_sub(missed)?;
                (Some(share((part, whole), good + open, volume)?), Some(share((part, whole), good, volume)?))
            }
            Allowed::ByPlace(_) => {
                let (least, greatest) = match range(possible, &Exact::to_string) {
                    Some(range) => (Some(range.least), range.greatest),
                    None => {
                        let figure = self.outcome(formula, &taken.known).defined().cloned();
                        (figure.clone(), figure)
                    }
                };
                match target.operator {
                    Operator::AtMost => (least, greatest),
                    Operator::AtLeast | Operator::Equal => (greatest, least),
                }
            }
        };
        let allowed = misses_allowed(volume)?;
        Some(Outlook {
            misses_allowed: allowed,
            missed,
            misses_left: i128::try_from(allowed).ok()? - i128::try_from(missed).ok()?,
            best,
            worst,
            projection: self.projection(volume, known, missed, misses_allowed),
        })
    }

    /// The month's end by simple proportion, while the month is open.
    fn projection(
        &self,
        volume: u128,
        known: u128,
        missed: u128,
        allowed: impl Fn(u128) -> Option<u128>,
    ) -> Option<Projection> {
        let (from, to, now) = (self.scope.from, self.scope.to, self.scope.now);
        if now <= from || now >= to || self.item.period != Period::Month {
            return None;
        }
        // So many of `of` as `part` is of `whole`, rounded up; of any size, so that nothing is left out for being great.
        let in_proportion = |of: u128, part: Exact, whole: Exact| {
            (Exact::from(of) * part).checked_div(&whole)?.rounded(0, Rounding::Ceiling).to_u128()
        };
        let seconds = |span: TimeDelta| Exact::from(span.num_seconds().max(1));
        let projected = in_proportion(volume, seconds(to - from), seconds(now - from))?;
        let misses_expected = in_proportion(projected, Exact::from(missed), Exact::from(known.max(1)))?;
        Some(Projection { volume: projected, misses_allowed: allowed(projected)?, misses_expected })
    }
}

/// The most misses with which the target is still met; `None` where it is missed even without one.
fn most(volume: u128, meets: impl Fn(u128) -> bool) -> Option<u128> {
    if volume == 0 || !meets(0) {
        return None;
    }
    // More misses never help: the greatest is found by halving.
    let (mut good, mut bad) = (0, volume + 1);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if meets(middle) { good = middle } else { bad = middle }
    }
    Some(good)
}

/// Whether a figure lies above its target.
fn is_beyond(outcome: &Outcome, target: &Target) -> bool {
    outcome.defined().is_some_and(|value| *value > target.exact_value())
}

fn range(possible: &Possible<Outcome>, shown: &dyn Fn(&Exact) -> String) -> Option<Range> {
    let values = || possible.listed().filter_map(Outcome::defined);
    let least = values().min()?.clone();
    let greatest = match possible {
        Possible::From(_) => None,
        Possible::Settled | Possible::Each(_) | Possible::Between(..) => values().max().cloned(),
    };
    let displayed = DisplayedRange { least: shown(&least), greatest: greatest.as_ref().map(shown) };
    Some(Range { least, greatest, displayed })
}
