//! Observations sorted by kind, with records given twice resolved.

use std::collections::BTreeMap;

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::Text;

use crate::{
    Case, Event, Kind, Mark, Observations, Origin, Rejected, Source, SurveyAnswer, SurveyName, Tally,
    TallyName, policy::Duplicates,
};

/// Observations by kind and, within a kind, by identifier: the order in which they were handed in is gone.
pub(crate) struct Index<'a> {
    observations: &'a Observations,
    cases: BTreeMap<&'a Kind, Group<'a, Case>>,
    events: BTreeMap<&'a Kind, Group<'a, Event>>,
    answers: BTreeMap<&'a SurveyName, Group<'a, SurveyAnswer>>,
    /// A tally has no identifier: rows that say the same are one row handed in twice, all others add up.
    tallies: Vec<(&'a Tally, usize)>,
}

/// The records of one kind.
struct Group<'a, T> {
    records: Vec<&'a T>,
    /// The records of one identifier that contradict each other.
    conflicting: Vec<Vec<&'a T>>,
    /// How often those were recorded that were recorded more than once.
    times: BTreeMap<&'a str, usize>,
}

/// A record that may be handed in twice.
trait Record: Sized {
    fn id(&self) -> &str;
    fn origin(&self) -> Option<&Origin>;
    fn says_the_same(&self, other: &Self) -> bool;
}

impl<'a> Index<'a> {
    pub(crate) fn new(observations: &'a Observations, duplicates: Duplicates) -> Self {
        Self {
            observations,
            cases: by_kind(&observations.cases, duplicates, |case| &case.kind),
            events: by_kind(&observations.events, duplicates, |event| &event.kind),
            answers: by_kind(&observations.answers, duplicates, |answer| &answer.survey),
            tallies: once_each(&observations.tallies),
        }
    }

    /// No record, of what was handed in.
    pub(crate) fn of_none(observations: &'a Observations) -> Self {
        let (cases, events, answers) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { observations, cases, events, answers, tallies: Vec::new() }
    }

    /// A single case.
    pub(crate) fn of_case(observations: &'a Observations, case: &'a Case) -> Self {
        let cases = [(&case.kind, Group::of(case))].into();
        Self { cases, ..Self::of_none(observations) }
    }

    /// A single event.
    pub(crate) fn of_event(observations: &'a Observations, event: &'a Event) -> Self {
        let events = [(&event.kind, Group::of(event))].into();
        Self { events, ..Self::of_none(observations) }
    }

    /// Whether the records of a kind can hold a mark at all, as far as their source says.
    pub(crate) fn can_give(&self, kind: &Kind, mark: &Mark) -> bool {
        self.observations.marks_of.get(kind).is_none_or(|marks| marks.contains(mark))
    }

    pub(crate) fn cases(&self, kind: &Kind) -> impl Iterator<Item = &'a Case> {
        of(&self.cases, kind).flat_map(|kind| kind.records.iter().copied())
    }

    pub(crate) fn conflicting_cases(&self, kind: &Kind) -> impl Iterator<Item = &[&'a Case]> {
        of(&self.cases, kind).flat_map(|kind| kind.conflicting.iter().map(Vec::as_slice))
    }

    pub(crate) fn events(&self, kind: &Kind) -> impl Iterator<Item = &'a Event> {
        of(&self.events, kind).flat_map(|kind| kind.records.iter().copied())
    }

    pub(crate) fn conflicting_events(&self, kind: &Kind) -> impl Iterator<Item = &[&'a Event]> {
        of(&self.events, kind).flat_map(|kind| kind.conflicting.iter().map(Vec::as_slice))
    }

    pub(crate) fn answers(&self, survey: &SurveyName) -> impl Iterator<Item = &'a SurveyAnswer> {
        of(&self.answers, survey).flat_map(|kind| kind.records.iter().copied())
    }

    pub(crate) fn conflicting_answers(
        &self,
        survey: &SurveyName,
    ) -> impl Iterator<Item = &[&'a SurveyAnswer]> {
        of(&self.answers, survey).flat_map(|kind| kind.conflicting.iter().map(Vec::as_slice))
    }

    /// The tallies of a name, each with how often it was handed in.
    pub(crate) fn tallies(&self, name: &TallyName) -> impl Iterator<Item = (&'a Tally, usize)> {
        let name = name.clone();
        self.tallies.iter().copied().filter(move |(tally, _)| *tally.name() == name)
    }

    /// What to tell of a case that was recorded more than once and counts once.
    pub(crate) fn repeated_case(&self, case: &Case) -> Option<Text> {
        repeated(&self.cases, &case.kind, &case.id)
    }

    /// What to tell of an event that was recorded more than once and counts once.
    pub(crate) fn repeated_event(&self, event: &Event) -> Option<Text> {
        repeated(&self.events, &event.kind, &event.id)
    }

    /// What to tell of an answer that was recorded more than once and counts once.
    pub(crate) fn repeated_answer(&self, answer: &SurveyAnswer) -> Option<Text> {
        repeated(&self.answers, &answer.survey, &answer.id)
    }

    /// Unreadable rows that may be records of that.
    pub(crate) fn rejected(&self, of: Source) -> impl Iterator<Item = &'a Rejected> {
        let may_be = move |rejected: &&Rejected| rejected.of.as_ref().is_none_or(|known| *known == of);
        self.observations.rejected.iter().filter(may_be)
    }

    /// All that was handed in.
    pub(crate) fn all(&self) -> &'a Observations {
        self.observations
    }

    /// Whether records of that were handed in, be it an empty file.
    pub(crate) fn is_supplied(&self, of: &Source) -> bool {
        self.observations.supplied.contains(of)
    }

    /// Whether records of that were handed in for all months of some days; `None` where nobody says for which months they are.
    pub(crate) fn is_for(&self, of: &Source, (first, last): (NaiveDate, NaiveDate)) -> Option<bool> {
        let given = self.observations.handed_in.get(of)?;
        let (first, last) = (YearMonth::of(first), YearMonth::of(last));
        Some(first.through(last).all(|month| given.contains(&month)))
    }
}

fn of<'i, 'a, K: Ord, T>(
    kinds: &'i BTreeMap<&'a K, Group<'a, T>>,
    kind: &K,
) -> impl Iterator<Item = &'i Group<'a, T>> {
    kinds.get(kind).into_iter()
}

fn by_kind<'a, K: Ord, T: Record>(
    records: &'a [T],
    duplicates: Duplicates,
    kind: impl Fn(&'a T) -> &'a K,
) -> BTreeMap<&'a K, Group<'a, T>> {
    let mut kinds: BTreeMap<&K, Vec<&T>> = BTreeMap::new();
    for record in records {
        kinds.entry(kind(record)).or_default().push(record);
    }
    kinds.into_iter().map(|(kind, records)| (kind, Group::new(records, duplicates))).collect()
}

fn once_each(tallies: &[Tally]) -> Vec<(&Tally, usize)> {
    let says = |tally: &&Tally| (tally.name().clone(), tally.on(), tally.planned(), tally.done());
    let mut sorted: Vec<&Tally> = tallies.iter().collect();
    sorted.sort_by(|a, b| (says(a), &a.missing, &a.origin).cmp(&(says(b), &b.missing, &b.origin)));
    let says_the_same = |a: &&Tally, b: &&Tally| says(a) == says(b) && a.missing == b.missing;
    sorted.chunk_by(says_the_same).filter_map(|group| Some((*group.first()?, group.len()))).collect()
}

fn repeated<K: Ord, T>(kinds: &BTreeMap<&K, Group<'_, T>>, kind: &K, id: &str) -> Option<Text> {
    let times = kinds.get(kind)?.times.get(id)?;
    Some(Text::new(
        format!("{id}は{times}回記録されている。1件として扱う"),
        format!("{id} is recorded {times} times; counted once"),
    ))
}

impl<'a, T: Record> Group<'a, T> {
    fn of(record: &'a T) -> Self {
        Self { records: vec![record], conflicting: Vec::new(), times: BTreeMap::new() }
    }

    fn new(mut records: Vec<&'a T>, duplicates: Duplicates) -> Self {
        // By identifier, then by place, so that "first" and "last" mean the files, not the reading order.
        records.sort_by(|a, b| (a.id(), a.origin()).cmp(&(b.id(), b.origin())));
        let mut kind = Self { records: Vec::new(), conflicting: Vec::new(), times: BTreeMap::new() };
        for group in records.chunk_by(|a, b| a.id() == b.id()) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            if group.len() == 1 {
                kind.records.push(first);
                continue;
            }
            let agree = group.iter().all(|record| first.says_the_same(record));
            match duplicates {
                Duplicates::Last => kind.records.push(last),
                Duplicates::First => kind.records.push(first),
                Duplicates::IdenticalOnce if agree => kind.records.push(first),
                Duplicates::IdenticalOnce => {
                    kind.conflicting.push(group.to_vec());
                    continue;
                }
            }
            kind.times.insert(first.id(), group.len());
        }
        kind
    }
}

impl Record for Case {
    fn id(&self) -> &str {
        &self.id
    }

    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.attributes == other.attributes
            && self.marks == other.marks
            && self.pauses == other.pauses
            && self.reopenings == other.reopenings
            && self.claims == other.claims
    }
}

impl Record for Event {
    fn id(&self) -> &str {
        &self.id
    }

    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.at == other.at && self.attributes == other.attributes
    }
}

impl Record for SurveyAnswer {
    fn id(&self) -> &str {
        &self.id
    }

    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.on == other.on && self.steps == other.steps
    }
}
