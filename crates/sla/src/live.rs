//! A month as it goes on: one change in, and what the items have come to.
//!
//! What a single record adds to an item's figure is worked out by the measure itself, over that record alone, and summed. A
//! change takes the record's share out and puts the new one in; time takes up again those records alone of which it can
//! change something. Measures whose figure is no sum (a percentile, the longest time, a mean of days) are taken from all records when
//! they are asked.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use calendar::YearMonth;
use chrono::{DateTime, Utc};
use provenance::Verdict;

use crate::{
    Attribute, Case, EvaluateError, Evaluation, Event, ExclusionClaim, Figure, Item, ItemKey, ItemResult,
    Kind, Mark, Observations, Outlook, Pause, PauseKind, Range, Ratio, Reopening, Target, Timing, Value,
    evaluate::judged_of,
    index::Index,
    measure::{Seen, Sum, Taken},
    policy::MonthOwnership,
    prepared::{Covering, Prepared, Reach, Span},
    scope::{Scope, View},
};

/// What an item has come to: a result without its lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Attainment {
    /// The item.
    pub key: ItemKey,
    /// The month.
    pub month: YearMonth,
    /// The target in force.
    pub target: Option<Target>,
    /// What the figure is made of, where it is a ratio.
    pub ratio: Option<Ratio>,
    /// The number of cases, samples or plans that the figure is over.
    pub population: u128,
    /// How many are open and may go either way.
    pub pending: u64,
    /// Of how many too little is known.
    pub undetermined: u64,
    /// How many are left out.
    pub excluded: u64,
    /// The figure, in the target's unit.
    pub figure: Option<Figure>,
    /// The least and greatest figure that the unknown cases allow, where there are unknown ones.
    pub range: Option<Range>,
    /// The verdict.
    pub verdict: Verdict,
    /// What may still come, where single cases can miss.
    pub outlook: Option<Outlook>,
}

impl Attainment {
    fn of(result: ItemResult, (pending, undetermined, excluded): (u64, u64, u64)) -> Self {
        let ItemResult { key, month, target, ratio, population, figure, range, verdict, outlook, .. } =
            result;
        Self {
            key,
            month,
            target,
            ratio,
            population,
            pending,
            undetermined,
            excluded,
            figure,
            range,
            verdict,
            outlook,
        }
    }
}

impl From<ItemResult> for Attainment {
    fn from(result: ItemResult) -> Self {
        let number = |things: usize| provenance::number_of(things);
        let counts =
            (number(result.pending.len()), number(result.undetermined.len()), number(result.excluded.len()));
        Self::of(result, counts)
    }
}

/// Something that happened, as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A case was opened, with all that is known of it.
    Opened(Case),
    /// An event happened.
    Happened(Event),
    /// Something changed of a case.
    Of {
        /// The case's kind.
        kind: Kind,
        /// The case.
        id: String,
        /// What.
        what: CaseChange,
    },
}

/// What changed of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseChange {
    /// It reached a mark: responded, finished. One that it had is set anew.
    Marked {
        /// The mark.
        mark: Mark,
        /// When.
        at: DateTime<Utc>,
    },
    /// A mark was taken back: a finished case was reopened.
    TakenBack {
        /// The mark.
        mark: Mark,
        /// When.
        at: DateTime<Utc>,
    },
    /// Work came to a standstill.
    Paused {
        /// Why.
        kind: PauseKind,
        /// Since when.
        from: DateTime<Utc>,
    },
    /// Work went on after a pause.
    Resumed {
        /// The kind of the pause that ended.
        kind: PauseKind,
        /// When.
        at: DateTime<Utc>,
    },
    /// Something is known of it, or known otherwise.
    Known {
        /// The attribute.
        attribute: Attribute,
        /// Its value.
        value: Value,
    },
    /// A ground is claimed for leaving it out.
    Claimed(ExclusionClaim),
}

/// Why a change cannot be taken in. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// Time goes on.
    #[error("the change is of {now}, before the last one of {last}")]
    BackInTime {
        /// The time of the change.
        now: DateTime<Utc>,
        /// The time reached.
        last: DateTime<Utc>,
    },
    /// There is a record of that number already.
    #[error("{kind} `{id}` is there already; tell what changed of it")]
    AlreadyThere {
        /// Its kind.
        kind: Kind,
        /// Its identifier.
        id: String,
    },
    /// There is no such case.
    #[error("there is no {kind} `{id}`; it must be opened first")]
    NotThere {
        /// The kind.
        kind: Kind,
        /// The identifier.
        id: String,
    },
    /// A mark is taken back that was not reached.
    #[error("`{mark}` of `{id}` is taken back, but was not reached")]
    NotReached {
        /// The case.
        id: String,
        /// The mark.
        mark: Mark,
    },
    /// A pause begins that has begun already.
    #[error("`{id}` stands still for `{kind}` already")]
    AlreadyPaused {
        /// The case.
        id: String,
        /// The kind of pause.
        kind: PauseKind,
    },
    /// A pause ends that has not begun.
    #[error("`{id}` does not stand still for `{kind}`")]
    NotPaused {
        /// The case.
        id: String,
        /// The kind of pause.
        kind: PauseKind,
    },
    /// Some rows could not be read, so that their share is not known.
    #[error("{rows} rows could not be read; go on from records that all can be")]
    Unreadable {
        /// How many.
        rows: usize,
    },
}

/// A month as it goes on.
///
/// ```
/// use sla::{Case, CaseChange, Catalogue, Change, Evaluation, Live, Observations, Policies, calendar::CalendarSet};
///
/// # let calendars = CalendarSet::from_table("calendar.toml", "zone = \"Asia/Tokyo\"\n[[calendar]]\nid = \"always\"\nname = { ja = \"常時\", en = \"always\" }\nhours = { daily = [\"00:00-24:00\"] }\n")?;
/// # let catalogue = Catalogue::from_table("sla.toml", "[contract]\nname = { ja = \"例\", en = \"example\" }\nclient = { ja = \"甲\", en = \"client\" }\ncontractor = { ja = \"乙\", en = \"contractor\" }\nfrom = 2024-04-01\nto = 2025-03-31\n[[item]]\nkey = \"A-1\"\nno = \"A-1\"\nname = { ja = \"4時間以内の初動\", en = \"response within 4 hours\" }\nmeasure = { kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\" }\ntarget = { op = \">=\", value = 95, unit = \"percent\" }\nlimit = { value = 4, unit = \"hour\" }\nperiod = \"month\"\nclause = \"example/contract#A-1\"\n")?;
/// # let policies = Policies::default();
/// let evaluation = Evaluation { catalogue: &catalogue, policies: &policies, calendars: &calendars };
/// let mut live = Live::new(evaluation, "2024-06".parse()?, Observations::default(), "2024-06-03T00:00:00Z".parse()?)?;
/// let mut case = Case::new("INC-1", "incident".parse()?);
/// case.marks.insert("opened".parse()?, "2024-06-03T00:00:00Z".parse()?);
/// live.apply(Change::Opened(case), "2024-06-03T00:00:00Z".parse()?)?;
/// assert_eq!(live.attainment("A-1")?.pending, 1);
/// // Nothing was recorded, but time went on: one second over the limit.
/// live.advance("2024-06-03T04:00:01Z".parse()?)?;
/// assert_eq!(live.attainment("A-1")?.outlook.unwrap().missed, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Cost
/// A change costs as much as the case has marks and pauses, times the items of its kind, and O(log n) in the number of cases;
/// so does each deadline that passes. An attainment costs no more for a million cases where it is a sum: shares, counts and
/// means of cases. Percentiles, longest times, means of days, tallies and surveys are taken from all records when asked.
///
/// # Deviation
/// Cases that stand still while the policy `month-ownership` is `due` are looked at with every change, for their due time moves.
pub struct Live<'a> {
    evaluation: Evaluation<'a>,
    month: YearMonth,
    now: DateTime<Utc>,
    observations: Observations,
    places: BTreeMap<(Kind, String), Slot>,
    items: Vec<Tracked<'a>>,
    looks: u64,
}

/// A record by its place among those of its sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Case(usize),
    Event(usize),
}

#[derive(Clone, Copy)]
enum Record<'o> {
    Case(&'o Case),
    Event(&'o Event),
}

impl<'o> Record<'o> {
    fn kind(self) -> &'o Kind {
        match self {
            Self::Case(case) => &case.kind,
            Self::Event(event) => &event.kind,
        }
    }
}

/// An item with what its records add to its figure.
struct Tracked<'a> {
    prepared: Prepared<'a>,
    reach: Reach,
    sum: Sum,
    shares: BTreeMap<Slot, Sum>,
    /// When time by itself may change what a record adds.
    wakes: BTreeSet<(DateTime<Utc>, Slot)>,
    wake_of: BTreeMap<Slot, DateTime<Utc>>,
    /// Records that every moment may change.
    restless: BTreeSet<Slot>,
    /// Whether the records cover the period.
    covering: Covering,
}

impl std::fmt::Debug for Live<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live")
            .field("month", &self.month)
            .field("now", &self.now)
            .field("records", &self.places.len())
            .finish_non_exhaustive()
    }
}

impl<'a> Live<'a> {
    /// A month, seen at `now`, with what is recorded so far.
    ///
    /// # Errors
    /// [`LiveError`]: where the month cannot be evaluated, or a record is given twice or could not be read.
    pub fn new(
        evaluation: Evaluation<'a>,
        month: YearMonth,
        mut observations: Observations,
        now: DateTime<Utc>,
    ) -> Result<Self, LiveError> {
        if !observations.rejected.is_empty() {
            return Err(ChangeError::Unreadable { rows: observations.rejected.len() }.into());
        }
        let mut items = Vec::new();
        for item in evaluation.catalogue.items() {
            let prepared = Prepared::new(evaluation.policies, evaluation.calendars, item)?;
            let reach = Reach::of(Span::Month(month), item, evaluation.catalogue.term, prepared.zone)?;
            items.push(Tracked {
                sum: Sum::default(),
                shares: BTreeMap::new(),
                wakes: BTreeSet::new(),
                wake_of: BTreeMap::new(),
                restless: BTreeSet::new(),
                covering: Covering::new(&reach, &observations),
                prepared,
                reach,
            });
        }
        let Observations { cases, events, .. } = &mut observations;
        let (cases, events) = (std::mem::take(cases), std::mem::take(events));
        let mut live =
            Self { evaluation, month, now, observations, places: BTreeMap::new(), items, looks: 0 };
        for case in cases {
            live.put(Change::Opened(case))?;
        }
        for event in events {
            live.put(Change::Happened(event))?;
        }
        Ok(live)
    }

    /// The month.
    #[must_use]
    pub fn month(&self) -> YearMonth {
        self.month
    }

    /// The moment as of which it is seen.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// How often a record was looked at for an item, since it was begun: what the changes have cost.
    #[must_use]
    pub fn looks(&self) -> u64 {
        self.looks
    }

    /// All that is recorded so far: [`Evaluation`] says of it what is said here.
    #[must_use]
    pub fn observations(&self) -> &Observations {
        &self.observations
    }

    /// Takes in a change that became known at `now`.
    ///
    /// # Errors
    /// [`ChangeError`]; what was recorded is as before then.
    pub fn apply(&mut self, change: Change, now: DateTime<Utc>) -> Result<(), ChangeError> {
        self.check_time(now)?;
        let slot = self.put_unseen(change)?;
        self.now = now;
        self.wake(Some(slot));
        Ok(())
    }

    /// Goes on in time, without a change.
    ///
    /// # Errors
    /// [`ChangeError::BackInTime`].
    pub fn advance(&mut self, now: DateTime<Utc>) -> Result<(), ChangeError> {
        self.check_time(now)?;
        self.now = now;
        self.wake(None);
        Ok(())
    }

    /// What an item has come to.
    ///
    /// # Errors
    /// [`EvaluateError::NoItem`].
    pub fn attainment(&self, key: &str) -> Result<Attainment, EvaluateError> {
        let item = self.evaluation.find(key)?;
        self.attainment_of(item, &OnceCell::new())
    }

    /// What each item has come to, in the document's order.
    ///
    /// # Errors
    /// [`EvaluateError`].
    pub fn attainments(&self) -> Result<Vec<Attainment>, EvaluateError> {
        let index = OnceCell::new();
        self.items.iter().map(|tracked| self.attainment_of(tracked.prepared.item, &index)).collect()
    }

    /// From the item's sum; where that does not tell, from all records, which are sorted once.
    fn attainment_of<'o>(
        &'o self,
        item: &'a Item,
        index: &OnceCell<Index<'o>>,
    ) -> Result<Attainment, EvaluateError> {
        let tracked = self.items.iter().find(|tracked| tracked.prepared.item.key == item.key);
        if let Some(sum) = tracked.and_then(|tracked| tracked.attainment(&self.observations, self.now)) {
            return Ok(sum);
        }
        let index = index.get_or_init(|| self.evaluation.index(&self.observations));
        let span = Span::Month(self.month);
        Ok(self.evaluation.judged(item, span, index, self.now, View::Counted)?.result.into())
    }

    fn check_time(&self, now: DateTime<Utc>) -> Result<(), ChangeError> {
        if now < self.now {
            return Err(ChangeError::BackInTime { now, last: self.now });
        }
        Ok(())
    }

    fn put(&mut self, change: Change) -> Result<(), ChangeError> {
        let slot = self.put_unseen(change)?;
        for tracked in &mut self.items {
            self.looks += u64::from(tracked.look(slot, &self.observations, self.now));
        }
        Ok(())
    }

    /// Looks again at what changed, and at what time may have changed.
    fn wake(&mut self, changed: Option<Slot>) {
        for tracked in &mut self.items {
            let mut due: BTreeSet<Slot> = tracked.restless.clone();
            due.extend(changed);
            while let Some((_, slot)) = tracked.wakes.first().copied().filter(|(at, _)| *at <= self.now) {
                tracked.forget_wake(slot);
                due.insert(slot);
            }
            for slot in due {
                self.looks += u64::from(tracked.look(slot, &self.observations, self.now));
            }
        }
    }

    /// Records a change, without looking at what it does.
    fn put_unseen(&mut self, change: Change) -> Result<Slot, ChangeError> {
        match change {
            Change::Opened(case) => {
                let slot = Slot::Case(self.observations.cases.len());
                self.place(&case.kind, &case.id, slot)?;
                self.observations.supplied.insert(case.kind.clone().into());
                self.count_case(&case, true);
                self.observations.cases.push(case);
                Ok(slot)
            }
            Change::Happened(event) => {
                let slot = Slot::Event(self.observations.events.len());
                self.place(&event.kind, &event.id, slot)?;
                self.observations.supplied.insert(event.kind.clone().into());
                for tracked in &mut self.items {
                    tracked.covering.event(&tracked.reach, event.at);
                }
                self.observations.events.push(event);
                Ok(slot)
            }
            Change::Of { kind, id, what } => {
                let key = (kind, id);
                let slot = self.places.get(&key).copied();
                let case = match slot {
                    Some(Slot::Case(at)) => self.observations.cases.get(at),
                    Some(Slot::Event(_)) | None => None,
                };
                let (Some(slot), Some(case)) = (slot, case) else {
                    return Err(ChangeError::NotThere { kind: key.0, id: key.1 });
                };
                let before = case.clone();
                let after = what.of(case.clone())?;
                self.count_case(&before, false);
                self.count_case(&after, true);
                if let Slot::Case(at) = slot
                    && let Some(place) = self.observations.cases.get_mut(at)
                {
                    *place = after;
                }
                Ok(slot)
            }
        }
    }

    fn place(&mut self, kind: &Kind, id: &str, slot: Slot) -> Result<(), ChangeError> {
        let key = (kind.clone(), id.to_owned());
        if self.places.contains_key(&key) {
            return Err(ChangeError::AlreadyThere { kind: key.0, id: key.1 });
        }
        self.places.insert(key, slot);
        Ok(())
    }

    fn count_case(&mut self, case: &Case, is_more: bool) {
        for Tracked { prepared, reach, covering, .. } in &mut self.items {
            covering.case(reach, case, prepared.own(), is_more);
        }
    }
}

/// Why a month cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LiveError {
    /// The month cannot be evaluated.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// What is recorded so far cannot be taken in.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

impl CaseChange {
    /// The case after the change.
    fn of(self, mut case: Case) -> Result<Case, ChangeError> {
        let id = || case.id.clone();
        match self {
            Self::Marked { mark, at } => _ = case.marks.insert(mark, at),
            Self::TakenBack { mark, at } => match case.marks.remove(&mark) {
                Some(stopped) => case.reopenings.push(Reopening { mark, stopped, resumed: at }),
                None => return Err(ChangeError::NotReached { id: id(), mark }),
            },
            Self::Paused { kind, from } => {
                if case.pauses.iter().any(|pause| pause.kind == kind && pause.to.is_none()) {
                    return Err(ChangeError::AlreadyPaused { id: id(), kind });
                }
                case.pauses.push(Pause { kind, from, to: None });
            }
            Self::Resumed { kind, at } => {
                match case.pauses.iter_mut().find(|pause| pause.kind == kind && pause.to.is_none()) {
                    Some(pause) => pause.to = Some(at),
                    None => return Err(ChangeError::NotPaused { id: id(), kind }),
                }
            }
            Self::Known { attribute, value } => _ = case.attributes.insert(attribute, value),
            Self::Claimed(claim) => case.claims.push(claim),
        }
        Ok(case)
    }
}

impl Tracked<'_> {
    /// Works out anew what a record adds, and when time may change it; `false` where it is none of the item's.
    fn look(&mut self, slot: Slot, observations: &Observations, now: DateTime<Utc>) -> bool {
        let record = match slot {
            Slot::Case(at) => observations.cases.get(at).map(Record::Case),
            Slot::Event(at) => observations.events.get(at).map(Record::Event),
        };
        let kind = self.prepared.item.measure.reads().kind();
        let Some(record) = record.filter(|record| kind == Some(record.kind())) else { return false };
        let index = match record {
            Record::Case(case) => Index::of_case(observations, case),
            Record::Event(event) => Index::of_event(observations, event),
        };
        self.forget_wake(slot);
        self.restless.remove(&slot);
        if let Some(former) = self.shares.remove(&slot) {
            self.sum.take_out(&former);
        }
        let scope = self.prepared.scope(&self.reach, &index, now, View::Listed);
        let taken = self.prepared.item.measure.take(&scope);
        let share = Sum::of(&taken);
        let wake = match record {
            Record::Case(case) => next_change(case, &scope, &taken),
            Record::Event(event) if event.at > now => Wake::At(event.at),
            Record::Event(_) => Wake::Never,
        };
        self.sum.put_in(&share);
        self.shares.insert(slot, share);
        match wake {
            Wake::At(at) => {
                self.wakes.insert((at, slot));
                self.wake_of.insert(slot, at);
            }
            Wake::Always => _ = self.restless.insert(slot),
            Wake::Never => {}
        }
        true
    }

    fn forget_wake(&mut self, slot: Slot) {
        if let Some(at) = self.wake_of.remove(&slot) {
            self.wakes.remove(&(at, slot));
        }
    }

    /// What the item has come to, where that follows from the sum.
    fn attainment(&self, observations: &Observations, now: DateTime<Utc>) -> Option<Attainment> {
        let index = Index::of_none(observations);
        let scope = self.prepared.scope(&self.reach, &index, now, View::Counted);
        let taken = self.prepared.item.measure.total(&scope, &self.sum)?;
        let cover = self.covering.cover(self.prepared.own());
        let result = judged_of(self.prepared.item, &scope, self.reach.month, cover, taken);
        Some(Attainment::of(result, (self.sum.pending, self.sum.undetermined, self.sum.excluded)))
    }
}

/// When time by itself may change what a record adds.
enum Wake {
    Never,
    At(DateTime<Utc>),
    Always,
}

/// When time may change what a case adds: when something comes about that is recorded for later, or its deadline passes.
fn next_change(case: &Case, scope: &Scope<'_>, taken: &Taken<'_>) -> Wake {
    let marks = case.marks.iter().map(|(_, at)| *at);
    let pauses = case.pauses.iter().flat_map(|pause| [Some(pause.from), pause.to]).flatten();
    let reopenings = case.reopenings.iter().flat_map(|reopening| [reopening.stopped, reopening.resumed]);
    let recorded = marks.chain(pauses).chain(reopenings).filter(|at| *at > scope.now).min();
    let seen = taken.seen.first();
    let due = match seen {
        Some(Seen { timing: Some(Timing::Running { due, .. }), .. }) => Some(*due),
        _ => None,
    };
    // What is used up at closing time is due at the next opening by one landing, and may be late from the closing on.
    let used_up = due.and_then(|due| scope.calendar.prev_close(due).ok()).filter(|at| *at > scope.now);
    let owned_by_due = scope.reading(&scope.policies.month_ownership) == MonthOwnership::Due;
    // Whether a case that moves with its pauses belongs here, each moment may decide; it need not be seen for that.
    let stands_still = case.pauses.iter().any(|pause| pause.to.is_none_or(|to| to > scope.now));
    match due {
        _ if owned_by_due && stands_still => Wake::Always,
        due => due.into_iter().chain(used_up).chain(recorded).min().map_or(Wake::Never, Wake::At),
    }
}
