//! Progress: what became of each occurrence, from the execution log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use provenance::Text;

use crate::{Execution, Frequency, Occurrence, Outcome, Place, Schedule, Site, Wanted, WorkItem};

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
    /// Its window is over and it was not done.
    Missed,
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
            Self::Waived { .. } => "waived",
        }
    }
}

/// An occurrence with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked<'a> {
    /// The occurrence.
    pub occurrence: Occurrence,
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

/// A record that answers no occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced<'a> {
    /// The record.
    pub record: &'a Execution,
    /// Why.
    pub why: WhyUnplaced,
}

/// Why a record answers no occurrence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhyUnplaced {
    /// No item has that identifier.
    #[error("there is no work item `{item}`{}", near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    UnknownItem {
        /// The identifier.
        item: String,
        /// The nearest one.
        near: Option<String>,
    },
    /// The item is not done at that site.
    #[error("item `{item}` is not done at `{site}`; its sites are {sites}")]
    WrongSite {
        /// The item.
        item: String,
        /// The site.
        site: Site,
        /// The sites of the item.
        sites: String,
    },
    /// The record has neither a planned day nor one on which it was done.
    #[error("neither a planned day nor a day of execution is recorded")]
    NoDay,
    /// It was done, but no day is recorded.
    #[error("recorded as done, without the day")]
    NoDoneDay,
    /// A waiver gives no reason.
    #[error("a waiver without a reason waives nothing")]
    NoReason,
    /// The day lies outside the term.
    #[error("{day} lies outside the contract's term")]
    OutsideTerm {
        /// The day.
        day: NaiveDate,
    },
    /// The day of execution lies after the day of the evaluation.
    #[error("{day} has not come yet on {now}")]
    NotYet {
        /// The day.
        day: NaiveDate,
        /// The day of the evaluation.
        now: NaiveDate,
    },
    /// No part of the item has that name.
    #[error("item `{item}` has no part `{part}`")]
    UnknownPart {
        /// The item.
        item: String,
        /// The name.
        part: String,
    },
    /// The office abroad is not on the contract's list.
    #[error("there is no office {office}; the contract lists {offices}")]
    UnknownOffice {
        /// Its number.
        office: u16,
        /// How many there are.
        offices: u16,
    },
    /// An item of several parts is recorded without saying which.
    #[error("item `{item}` has parts; say which: {parts}")]
    NoPart {
        /// The item.
        item: String,
        /// The names of its parts.
        parts: String,
    },
    /// It was done before the window began for which it was planned.
    #[error("done on {day}, before {first}, on which its window begins")]
    BeforeWindow {
        /// The day of execution.
        day: NaiveDate,
        /// The first day of the window.
        first: NaiveDate,
    },
    /// Another record answers the same occurrence already.
    #[error("item `{item}` at `{site}` on {day} is answered already{}", by.as_ref().map_or_else(String::new, |by| format!(" by {}:{}", by.file, by.row)))]
    Answered {
        /// The item.
        item: String,
        /// The site.
        site: Site,
        /// The day.
        day: NaiveDate,
        /// Where the other record was read.
        by: Option<Place>,
    },
    /// More than was asked for: no window holds the day.
    #[error("extra: no occurrence of item `{item}` at `{site}` holds {day}")]
    Extra {
        /// The item.
        item: String,
        /// The site.
        site: Site,
        /// The day.
        day: NaiveDate,
    },
}

impl WhyUnplaced {
    /// Why, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::UnknownItem { item, near } => match near {
                Some(near) => format!("項目`{item}`はない（`{near}`のことか）"),
                None => format!("項目`{item}`はない"),
            },
            Self::WrongSite { item, site, sites } => {
                format!("項目`{item}`は{}の作業でない（実施拠点: {sites}）", site.text().ja)
            }
            Self::NoDay => "予定日も実施日もない".to_owned(),
            Self::NoDoneDay => "実施済とあるが実施日がない".to_owned(),
            Self::NoReason => "理由のない免除".to_owned(),
            Self::OutsideTerm { day } => format!("{day}は契約期間の外"),
            Self::NotYet { day, now } => format!("{day}は評価日{now}より後"),
            Self::UnknownPart { item, part } => format!("項目`{item}`に`{part}`の区分はない"),
            Self::UnknownOffice { office, offices } => {
                format!("海外事務所{office}は契約の一覧（{offices}か所）にない")
            }
            Self::NoPart { item, parts } => format!("項目`{item}`は区分を要する（{parts}）"),
            Self::BeforeWindow { day, first } => format!("{day}の実施は、期間の始まる{first}より前"),
            Self::Answered { item, site, day, by } => {
                let by = by.as_ref().map_or_else(String::new, |by| format!("（{}:{}）", by.file, by.row));
                format!("{}の`{item}`（{day}）にはすでに記録がある{by}", site.text().ja)
            }
            Self::Extra { item, site, day } => {
                format!("予定外: {day}を含む{}の`{item}`の予定がない", site.text().ja)
            }
        };
        Text::new(ja, self.to_string())
    }
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

/// A series of windows: one part of an item at a site. The item by its place in the catalogue.
type Series = (u16, Site, u8);

impl Schedule<'_> {
    /// What became of the occurrences of a range, as the log tells it on the day `now`.
    ///
    /// A record answers the window that holds its planned day, or else its day of execution. The first record that
    /// says done decides, in the order of their days, and where none does the first waiver; what comes after it is
    /// told as answered already, but for items that may be done more often.
    ///
    /// Offices abroad may be recorded one by one or together: together they are done when each is.
    #[must_use]
    pub fn progress<'a>(&'a self, wanted: &Wanted, log: &'a [Execution], now: NaiveDate) -> Progress<'a> {
        let mut progress = Progress::default();
        // The windows that are answered, by series and first day of the window.
        let mut answers: Answers<'_> = BTreeMap::new();
        let mut irregular: BTreeMap<(u16, Site, NaiveDate), &Execution> = BTreeMap::new();
        let mut unplanned: Vec<(u16, NaiveDate, &Execution)> = Vec::new();
        let mut records: Vec<&Execution> = log.iter().collect();
        // What was done goes before what was waived: a waiver of work that was done waives nothing.
        records.sort_by_key(|record| {
            (record.outcome == Outcome::Waived, record.day(), record.done, &record.origin)
        });
        for record in records {
            let answered = |day: NaiveDate, by: &Execution| WhyUnplaced::Answered {
                item: record.item.clone(),
                site: record.site,
                day,
                by: by.origin.clone(),
            };
            match self.answer(record, now, &answers) {
                Ok(Answer::Window(series, first)) => {
                    answers.insert((series, first), record);
                }
                Ok(Answer::Nothing) => {}
                // A planned day names one occurrence; a day of execution alone may hold several.
                Ok(Answer::Irregular(place, day)) if record.planned.is_some() => {
                    let known = irregular.entry((place, record.site, day)).or_insert(record);
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
            wanted.from <= *day && *day <= wanted.to && wanted.site.is_none_or(|site| site == record.site)
        });
        unplanned.sort_by_key(|(_, day, record)| (*day, record.done, &record.origin));
        for (place, day, record) in unplanned {
            let Some(item) = self.catalogue().items.get(usize::from(place)) else { continue };
            let state = state_of(Some(record), day, day, now);
            progress.answered.push(Answered { item: item.id.as_str(), record, state });
        }
        let by_office: BTreeSet<(u16, u8, NaiveDate)> = answers
            .keys()
            .filter(|((_, site, _), _)| matches!(site, Site::Office(_)))
            .map(|((place, _, part), first)| (*place, *part, *first))
            .collect();
        for occurrence in self.occurrences(wanted) {
            let (place, part, window) = (occurrence.place, occurrence.part, occurrence.window);
            let of = |site: Site| answers.get(&((place, site, part), window.first)).copied();
            let state = |record| state_of(record, window.first, window.last, now);
            let is_by_office = by_office.contains(&(place, part, window.first));
            let (state, record) = match (of(occurrence.site), occurrence.site) {
                (None, Site::Overseas) if is_by_office => {
                    let offices = (1..=self.catalogue().offices()).map(|n| of(Site::Office(n)));
                    let all: Vec<Option<&Execution>> = offices.collect();
                    (all_of(all.iter().map(|record| state(*record))), all.into_iter().flatten().next())
                }
                (None, Site::Office(_)) => (state(of(Site::Overseas)), of(Site::Overseas)),
                (record, _) => (state(record), record),
            };
            progress.tracked.push(Tracked { occurrence, state, record });
        }
        progress
    }

    /// The window that a record answers.
    fn answer(
        &self,
        record: &Execution,
        now: NaiveDate,
        answers: &Answers<'_>,
    ) -> Result<Answer, WhyUnplaced> {
        let catalogue = self.catalogue();
        let unknown = || WhyUnplaced::UnknownItem {
            item: record.item.clone(),
            near: catalogue.nearest(&record.item).map(str::to_owned),
        };
        let place = catalogue.place(&record.item).ok_or_else(unknown)?;
        let item = catalogue.items.get(place).ok_or_else(unknown)?;
        if !item.sites.contains(record.site) {
            let sites = if item.sites.is_empty() { "－".to_owned() } else { item.sites.to_string() };
            return Err(WhyUnplaced::WrongSite { item: record.item.clone(), site: record.site, sites });
        }
        let offices = catalogue.offices();
        if let Site::Office(office) = record.site
            && office > offices
        {
            return Err(WhyUnplaced::UnknownOffice { office, offices });
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
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        if item.frequency == Frequency::Irregular {
            return Ok(Answer::Irregular(place, day));
        }
        if record.outcome == Outcome::NotDone {
            // It says that nothing was done: the occurrence stays what it is.
            return Ok(Answer::Nothing);
        }
        let parts = parts_of(item, record)?;
        let mut why = WhyUnplaced::Extra { item: record.item.clone(), site: record.site, day };
        for (part, rule) in item.frequency.rules().filter(|(part, _)| parts.is_none_or(|only| only == *part))
        {
            let windows = self.windows_of(item, record.site, rule);
            let at = windows.partition_point(|window| window.last < day);
            let Some(window) = windows.get(at).filter(|window| window.first <= day) else { continue };
            let series = (place, record.site, part);
            if let Some(done) = record.done.filter(|done| record.outcome.is_done() && *done < window.first) {
                return Err(WhyUnplaced::BeforeWindow { day: done, first: window.first });
            }
            match answers.get(&(series, window.first)) {
                None => return Ok(Answer::Window(series, window.first)),
                // More often than asked for is what "at least" allows.
                Some(_) if rule.at_least && record.outcome.is_done() => return Ok(Answer::Nothing),
                Some(by) => {
                    let (item, site, by) = (record.item.clone(), record.site, by.origin.clone());
                    why = WhyUnplaced::Answered { item, site, day, by };
                }
            }
        }
        Err(why)
    }
}

/// The records that answer windows: by series and first day of the window.
type Answers<'a> = BTreeMap<(Series, NaiveDate), &'a Execution>;

enum Answer {
    Window(Series, NaiveDate),
    Irregular(u16, NaiveDate),
    Nothing,
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
        State::Missed => (5, NaiveDate::MIN),
    };
    states.max_by_key(rank).unwrap_or(State::Due)
}

/// What became of a window, from the record that answers it.
fn state_of(record: Option<&Execution>, first: NaiveDate, last: NaiveDate, now: NaiveDate) -> State {
    match record {
        Some(record) if record.outcome == Outcome::Waived => State::Waived { reason: record.note.clone() },
        Some(Execution { done: Some(on), outcome, .. }) if outcome.is_done() => {
            if *on <= last {
                State::Done { on: *on }
            } else {
                State::DoneLate { on: *on }
            }
        }
        _ if now > last => State::Missed,
        _ if now < first => State::Ahead,
        _ => State::Due,
    }
}
