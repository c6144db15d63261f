//! Progress: what became of each occurrence, from the execution log.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Site, SiteId, Sites, YearMonth};
use chrono::NaiveDate;
use provenance::Text;

use crate::{
    Execution, Frequency, Occurrence, Outcome, Schedule, Unplaced, Wanted, WhyUnplaced, Window, WorkItem,
    WorkSite,
};

/// What became of an occurrence, as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its window has not begun.
    Ahead,
    /// Its window is open and nothing is done yet.
    Due,
    /// It was done within its window.
    Done {
        /// The day.
        on: NaiveDate,
    },
    /// It was done after its window.
    DoneLate {
        /// The day.
        on: NaiveDate,
    },
    /// Its window is over and it was not done: a record says so, or the log has records of a month that the window
    /// touches and none of it.
    Missed,
    /// Its window is over, and the log has no record at all of any month that it touches.
    NotRecorded,
    /// It need not be done.
    Waived {
        /// Why.
        reason: String,
    },
}

impl State {
    /// Its name for people.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Ahead => Text::new("予定", "ahead"),
            Self::Due => Text::new("期間中", "due"),
            Self::Done { .. } => Text::new("実施済", "done"),
            Self::DoneLate { .. } => Text::new("遅れて実施", "done late"),
            Self::Missed => Text::new("未実施", "missed"),
            Self::NotRecorded => Text::new("実施記録なし", "not recorded"),
            Self::Waived { .. } => Text::new("免除", "waived"),
        }
    }

    /// The word in exports.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Due => "due",
            Self::Done { .. } => "done",
            Self::DoneLate { .. } => "done-late",
            Self::Missed => "missed",
            Self::NotRecorded => "not-recorded",
            Self::Waived { .. } => "waived",
        }
    }
}

/// An occurrence with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked<'a> {
    /// The occurrence.
    pub occurrence: Occurrence<'a>,
    /// What became of it.
    pub state: State,
    /// The record that decides it, where there is one.
    pub record: Option<&'a Execution>,
}

/// A record of an irregular item: the record itself is the occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered<'a> {
    /// The item's identifier.
    pub item: &'a str,
    /// The record.
    pub record: &'a Execution,
    /// What became of it; a planned day that passed without being done is missed.
    pub state: State,
}

/// What became of the occurrences of a range, and the records beside them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress<'a> {
    /// The occurrences, in the schedule's order.
    pub tracked: Vec<Tracked<'a>>,
    /// The records of irregular items whose day lies in the range.
    pub answered: Vec<Answered<'a>>,
    /// The records that answer no occurrence, of whatever day.
    pub unplaced: Vec<Unplaced<'a>>,
}

/// A series of windows: one part of an item at a site. The item by its place in the catalogue, the site by its own.
type Series = (u16, Option<usize>, u8);

impl Schedule<'_> {
    /// What became of the occurrences of a range, as the log tells it on the day `now`.
    ///
    /// A record answers the window that holds its planned day, or else its day of execution. The first record that
    /// says done decides, in the order of their days, and where none does the first waiver; what comes after it is
    /// told as answered already, but for items that may be done more often.
    ///
    /// What is due at a site may be recorded there or at each of the sites within it: it is done when each is, and each
    /// is when all together are.
    #[must_use]
    pub fn progress<'a>(&'a self, wanted: &Wanted, log: &'a [Execution], now: NaiveDate) -> Progress<'a> {
        let mut progress = Progress::default();
        let limits = self.limits_of(log, now);
        let recorded: BTreeSet<YearMonth> =
            log.iter().filter_map(Execution::day).map(YearMonth::of).collect();
        // The windows that are answered, by series and first day of the window.
        let mut answers: ByWindow<'_> = BTreeMap::new();
        let mut irregular: BTreeMap<(u16, Option<usize>, NaiveDate), &Execution> = BTreeMap::new();
        let mut unplanned: Vec<(u16, NaiveDate, &Execution)> = Vec::new();
        let mut records: Vec<&Execution> = log.iter().collect();
        // What was done goes before what was waived: a waiver of work that was done waives nothing.
        records.sort_by_key(|record| {
            (record.outcome == Outcome::Waived, record.day(), record.done, &record.origin)
        });
        for record in records {
            let answered = |day: NaiveDate, by: &Execution| WhyUnplaced::Answered {
                item: record.item.clone(),
                site: record.site.clone(),
                day,
                by: by.origin.clone(),
            };
            match self.answer(record, now, &answers, &limits) {
                Ok(Answer::Window(series, first)) => {
                    answers.insert((series, first), record);
                }
                Ok(Answer::Nothing) => {}
                // A planned day names one occurrence; a day of execution alone may hold several.
                Ok(Answer::Irregular(place, day)) if record.planned.is_some() => {
                    let at = self.place_of(&record.site);
                    let known = irregular.entry((place, at, day)).or_insert(record);
                    if known.outcome == Outcome::NotDone {
                        *known = record;
                    } else if !std::ptr::eq(*known, record) && record.outcome != Outcome::NotDone {
                        let why = answered(day, known);
                        progress.unplaced.push(Unplaced { record, why });
                    }
                }
                Ok(Answer::Irregular(place, day)) => {
                    let twin = unplanned.iter().find(|(_, _, other)| other.says_the_same(record));
                    match twin {
                        Some((_, _, other)) => {
                            let why = answered(day, other);
                            progress.unplaced.push(Unplaced { record, why });
                        }
                        None => unplanned.push((place, day, record)),
                    }
                }
                Err(why) => progress.unplaced.push(Unplaced { record, why }),
            }
        }
        unplanned.extend(irregular.into_iter().map(|((place, _, day), record)| (place, day, record)));
        unplanned.retain(|(_, day, record)| {
            wanted.from <= *day && *day <= wanted.to && self.is_wanted(&record.site, wanted)
        });
        unplanned.sort_by_key(|(_, day, record)| (*day, record.done, &record.origin));
        for (place, day, record) in unplanned {
            let Some(item) = self.catalogue().items.get(usize::from(place)) else { continue };
            let state = state_of(Some(record), day, day, now, &recorded);
            progress.answered.push(Answered { item: item.id.as_str(), record, state });
        }
        let within = self.recorded_within(&answers);
        let answers =
            Answers { schedule: self, within, by_window: answers, limits, recorded: &recorded, now };
        for mut occurrence in self.occurrences(wanted) {
            let (state, record) = answers.state(&occurrence, occurrence.site);
            occurrence.window = answers.window(&occurrence, occurrence.site);
            progress.tracked.push(Tracked { occurrence, state, record });
        }
        progress
    }

    /// Where a site stands in the contract's table; `None` for work that is bound to none.
    fn place_of(&self, site: &WorkSite) -> Option<usize> {
        self.site(site).map(Site::place)
    }

    fn site(&self, site: &WorkSite) -> Option<&Site> {
        match site {
            WorkSite::At(id) => self.catalogue().sites().get(id),
            WorkSite::Unstated => None,
        }
    }

    fn is_wanted(&self, site: &WorkSite, wanted: &Wanted) -> bool {
        match (site, &wanted.site) {
            (_, None) => true,
            (WorkSite::At(site), Some(WorkSite::At(only))) => self.catalogue().sites().is_within(site, only),
            (site, Some(only)) => site == only,
        }
    }

    /// The series and windows, each at a site around one at which a record answers.
    fn recorded_within(&self, answers: &ByWindow<'_>) -> BTreeSet<(Series, NaiveDate)> {
        let sites = self.catalogue().sites();
        let mut within = BTreeSet::new();
        for ((place, at, part), first) in answers.keys() {
            let site = at.and_then(|at| sites.iter().nth(at));
            let outer = site.into_iter().flat_map(|site| sites.outward(site).skip(1));
            within.extend(outer.map(|outer| ((*place, Some(outer.place()), *part), *first)));
        }
        within
    }

    /// The window that a record answers.
    fn answer(
        &self,
        record: &Execution,
        now: NaiveDate,
        answers: &ByWindow<'_>,
        limits: &Limits<'_>,
    ) -> Result<Answer, WhyUnplaced> {
        let catalogue = self.catalogue();
        let unknown = || WhyUnplaced::UnknownItem {
            item: record.item.clone(),
            near: catalogue.nearest(&record.item).map(str::to_owned),
        };
        let place = catalogue.place(&record.item).ok_or_else(unknown)?;
        let item = catalogue.items.get(usize::from(place)).ok_or_else(unknown)?;
        let named: Option<&SiteId> = match &record.site {
            WorkSite::At(id) => Some(id),
            WorkSite::Unstated => None,
        };
        if !catalogue.is_done_at(item, named) {
            let (item, site, sites) = (record.item.clone(), record.site.clone(), item.sites_text.clone());
            return Err(WhyUnplaced::WrongSite { item, site, sites });
        }
        let day = record.day().ok_or(WhyUnplaced::NoDay)?;
        if let Some(outside) =
            [Some(day), record.done].into_iter().flatten().find(|day| !self.term().contains(*day))
        {
            // What is done late may be done after the term; what begins before it is none of it.
            let is_late = record.planned.is_some_and(|planned| self.term().contains(planned));
            if outside < self.term().first_day() || !is_late {
                return Err(WhyUnplaced::OutsideTerm { day: outside });
            }
        }
        if let Some(done) = record.done.filter(|done| *done > now) {
            return Err(WhyUnplaced::NotYet { day: done, now });
        }
        if record.outcome.is_done() && record.done.is_none() {
            return Err(WhyUnplaced::NoDoneDay);
        }
        if record.outcome == Outcome::Waived && record.note.trim().is_empty() {
            return Err(WhyUnplaced::NoReason);
        }
        if item.frequency == Frequency::Irregular {
            return Ok(Answer::Irregular(place, day));
        }
        if record.outcome == Outcome::NotDone {
            // It says that nothing was done: the occurrence stays what it is.
            return Ok(Answer::Nothing);
        }
        let parts = parts_of(item, record)?;
        let site = self.site(&record.site);
        let mut why = WhyUnplaced::Extra { item: record.item.clone(), site: record.site.clone(), day };
        for (part, rule) in item.frequency.rules().filter(|(part, _)| parts.is_none_or(|only| only == *part))
        {
            let windows = self.windows_of(item, site, rule);
            let at = windows.partition_point(|window| window.last < day);
            let series = (place, site.map(Site::place), part);
            // What follows other work may be due after its window: it then answers the first one that waits for it. A
            // planned day names a window.
            let waits = |window: &&Window| {
                record.planned.is_none()
                    && limits.last(place, site, window).is_some_and(|last| last >= day)
                    && !answers.contains_key(&(series, window.first))
            };
            let waiting = windows.get(..at).unwrap_or_default().iter().find(waits);
            let own = windows.get(at).filter(|window| window.first <= day);
            let Some(window) = waiting.or(own) else { continue };
            if let Some(done) = record.done.filter(|done| record.outcome.is_done() && *done < window.first) {
                return Err(WhyUnplaced::BeforeWindow { day: done, first: window.first });
            }
            match answers.get(&(series, window.first)) {
                None => return Ok(Answer::Window(series, window.first)),
                // More often than asked for is what "at least" allows.
                Some(_) if rule.at_least && record.outcome.is_done() => return Ok(Answer::Nothing),
                Some(by) => {
                    let (item, site, by) = (record.item.clone(), record.site.clone(), by.origin.clone());
                    why = WhyUnplaced::Answered { item, site, day, by };
                }
            }
        }
        Err(why)
    }
}

/// The limits of work that follows other work which was done: by item and first day of the window, each with the site at
/// which that was done.
#[derive(Default)]
struct Limits<'a> {
    sites: Option<&'a Sites>,
    by_window: BTreeMap<(u16, NaiveDate), Vec<LimitAt>>,
}

/// A limit, and the site at which the work was done from which it counts; of no site, for all of them.
struct LimitAt {
    site: Option<SiteId>,
    last: NaiveDate,
}

impl Limits<'_> {
    /// The last day of a window at a site, where it counts from work that was done there, within it or around it. Of
    /// several the last one counts: until then what follows may be done for each.
    fn last(&self, place: u16, site: Option<&Site>, window: &Window) -> Option<NaiveDate> {
        let all = self.by_window.get(&(place, window.first))?;
        let is_there = |at: &Option<SiteId>| match (at, site) {
            (Some(at), Some(site)) => self.sites.is_some_and(|sites| sites.overlap(at, &site.id)),
            _ => true,
        };
        all.iter().filter(|limit| is_there(&limit.site)).map(|limit| limit.last).max()
    }
}

impl Schedule<'_> {
    /// The limits that a log sets for what follows the work in it.
    fn limits_of(&self, log: &[Execution], now: NaiveDate) -> Limits<'_> {
        let mut limits = Limits { sites: Some(self.catalogue().sites()), by_window: BTreeMap::new() };
        let followed = (0_u16..).zip(&self.catalogue().items);
        for (place, item, follows) in followed.filter_map(|(n, item)| Some((n, item, item.follows.as_ref()?)))
        {
            let is_followed = |record: &&Execution| {
                record.outcome.is_done() && follows.items.iter().any(|id| id.as_str() == record.item)
            };
            for record in log.iter().filter(is_followed) {
                let Some((day, done)) = record.day().zip(record.done.filter(|done| *done <= now)) else {
                    continue;
                };
                let Some(last) = self.limit(&follows.duty, done) else { continue };
                let site = self.site(&record.site);
                for (_, rule) in item.frequency.rules() {
                    // Sites may keep windows of their own; months are the same everywhere.
                    let sites = self.catalogue().sites_of(item);
                    let windows = sites.into_iter().flat_map(|site| self.windows_of(item, site, rule));
                    let window = windows.into_iter().find(|it| it.first <= day && day <= it.last);
                    if let Some(window) = window {
                        let site = site.map(|site| site.id.clone());
                        let limit = LimitAt { site, last };
                        limits.by_window.entry((place, window.first)).or_default().push(limit);
                    }
                }
            }
        }
        limits
    }
}

/// The records that answer windows: by series and first day of the window.
type ByWindow<'a> = BTreeMap<(Series, NaiveDate), &'a Execution>;

enum Answer {
    Window(Series, NaiveDate),
    Irregular(u16, NaiveDate),
    Nothing,
}

/// What a log answers.
struct Answers<'a, 's> {
    schedule: &'s Schedule<'s>,
    by_window: ByWindow<'a>,
    /// Series and windows that are answered at sites within theirs.
    within: BTreeSet<(Series, NaiveDate)>,
    limits: Limits<'s>,
    /// The months of which the log has a record.
    recorded: &'s BTreeSet<YearMonth>,
    now: NaiveDate,
}

impl<'a> Answers<'a, '_> {
    /// What became of an occurrence at its site, or at one within it: by its own record, by those of the sites within
    /// it, or by one of a site around it.
    fn state(&self, occurrence: &Occurrence<'_>, site: Option<&Site>) -> (State, Option<&'a Execution>) {
        let (window, sites) = (self.window(occurrence, site), self.schedule.catalogue().sites());
        let key =
            |site: Option<&Site>| ((occurrence.place, site.map(Site::place), occurrence.part), window.first);
        let by = |site: Option<&Site>| self.by_window.get(&key(site)).copied();
        let told = |record| (state_of(record, window.first, window.last, self.now, self.recorded), record);
        match (by(site), site) {
            (None, Some(outer)) if self.within.contains(&key(site)) => {
                let inner = sites.within(&outer.id).filter(|inner| {
                    inner.within.as_ref() == Some(&outer.id) && self.has_window(occurrence, inner)
                });
                let (states, records): (Vec<State>, Vec<Option<&Execution>>) =
                    inner.map(|inner| self.state(occurrence, Some(inner))).unzip();
                (all_of(states.into_iter()), records.into_iter().flatten().next())
            }
            (None, Some(inner)) => told(sites.outward(inner).find_map(|site| by(Some(site)))),
            (record, _) => told(record),
        }
    }

    /// The window of an occurrence at a site, as far as the limit that counts from other work reaches.
    fn window(&self, occurrence: &Occurrence<'_>, site: Option<&Site>) -> Window {
        match self.limits.last(occurrence.place, site, &occurrence.window) {
            Some(last) => Window { last, due: last, ..occurrence.window },
            None => occurrence.window,
        }
    }

    /// Whether a site keeps a day of the occurrence's window too: one that is closed on it need not do the work.
    fn has_window(&self, occurrence: &Occurrence<'_>, site: &Site) -> bool {
        let Some(item) = self.schedule.item(occurrence) else { return false };
        let mut rules = item.frequency.rules().filter(|(part, _)| *part == occurrence.part);
        rules.any(|(_, rule)| {
            let windows = self.schedule.windows_of(item, Some(site), rule);
            windows.binary_search_by_key(&occurrence.window.first, |window| window.first).is_ok()
        })
    }
}

/// The part that a record names; an item of several parts needs one.
fn parts_of(item: &WorkItem, record: &Execution) -> Result<Option<u8>, WhyUnplaced> {
    let Some(name) = &record.part else {
        let parts: Vec<&str> = item
            .frequency
            .rules()
            .filter_map(|(number, _)| item.frequency.part(number))
            .map(|part| part.name.ja.as_str())
            .collect();
        if parts.len() > 1 {
            return Err(WhyUnplaced::NoPart { item: record.item.clone(), parts: parts.join(", ") });
        }
        return Ok(None);
    };
    let is_named = |number: &u8| {
        item.frequency.part(*number).is_some_and(|part| part.name.ja == *name || part.name.en == *name)
    };
    let numbers = item.frequency.rules().map(|(number, _)| number);
    numbers
        .into_iter()
        .find(is_named)
        .map(Some)
        .ok_or_else(|| WhyUnplaced::UnknownPart { item: record.item.clone(), part: name.clone() })
}

/// What became of an occurrence that is done when each of its parts is.
fn all_of(states: impl Iterator<Item = State>) -> State {
    let rank = |state: &State| match state {
        State::Waived { .. } => (0, NaiveDate::MIN),
        State::Done { on } => (1, *on),
        State::DoneLate { on } => (2, *on),
        State::Ahead => (3, NaiveDate::MIN),
        State::Due => (4, NaiveDate::MIN),
        State::NotRecorded => (5, NaiveDate::MIN),
        State::Missed => (6, NaiveDate::MIN),
    };
    states.max_by_key(rank).unwrap_or(State::Due)
}

/// What became of a window, from the record that answers it; without one it depends on whether the log reaches there.
fn state_of(
    record: Option<&Execution>,
    first: NaiveDate,
    last: NaiveDate,
    now: NaiveDate,
    recorded: &BTreeSet<YearMonth>,
) -> State {
    match record {
        Some(record) if record.outcome == Outcome::Waived => State::Waived { reason: record.note.clone() },
        Some(Execution { done: Some(on), outcome, .. }) if outcome.is_done() => {
            if *on <= last {
                State::Done { on: *on }
            } else {
                State::DoneLate { on: *on }
            }
        }
        None if now > last && recorded.range(YearMonth::of(first)..=YearMonth::of(last)).next().is_none() => {
            State::NotRecorded
        }
        _ if now > last => State::Missed,
        _ if now < first => State::Ahead,
        _ => State::Due,
    }
}
