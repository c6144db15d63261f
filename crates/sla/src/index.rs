//! Observations sorted by kind, with records given twice resolved.

use std::collections::BTreeMap;

use provenance::Text;

use crate::{Case, Event, Name, Observations, Rejected, SurveyAnswer, Tally, policy::Duplicates};

/// Observations by kind and, within a kind, by identifier: the order in which they were handed in is gone.
pub(crate) struct Index<'a> {
    observations: &'a Observations,
    kinds: BTreeMap<&'a Name, Kind<'a>>,
    events: Vec<&'a Event>,
    answers: Vec<&'a SurveyAnswer>,
    tallies: Vec<&'a Tally>,
}

#[derive(Default)]
struct Kind<'a> {
    cases: Vec<&'a Case>,
    /// The records of each case that contradict each other.
    conflicting: Vec<Vec<&'a Case>>,
    notes: Vec<Text>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(observations: &'a Observations, duplicates: Duplicates) -> Self {
        let mut by_kind: BTreeMap<&Name, Vec<&Case>> = BTreeMap::new();
        for case in &observations.cases {
            by_kind.entry(&case.kind).or_default().push(case);
        }
        let kinds = by_kind.into_iter().map(|(kind, cases)| (kind, Kind::new(cases, duplicates))).collect();
        let mut events: Vec<&Event> = observations.events.iter().collect();
        events.sort_by(|a, b| (a.at, &a.kind, &a.id).cmp(&(b.at, &b.kind, &b.id)));
        // Only what says the same counts once; two accounts of one event are both shown.
        events.dedup_by(|a, b| {
            a.kind == b.kind && a.id == b.id && a.at == b.at && a.attributes == b.attributes
        });
        let mut answers: Vec<&SurveyAnswer> = observations.answers.iter().collect();
        answers.sort_by(|a, b| (&a.survey, &a.id, a.on, &a.steps).cmp(&(&b.survey, &b.id, b.on, &b.steps)));
        answers.dedup_by(|a, b| a.survey == b.survey && a.id == b.id && a.on == b.on && a.steps == b.steps);
        let mut tallies: Vec<&Tally> = observations.tallies.iter().collect();
        tallies.sort_by(|a, b| (a.name(), a.on(), &a.origin).cmp(&(b.name(), b.on(), &b.origin)));
        Self { observations, kinds, events, answers, tallies }
    }

    pub(crate) fn cases(&self, kind: &Name) -> impl Iterator<Item = &'a Case> {
        self.kinds.get(kind).into_iter().flat_map(|kind| kind.cases.iter().copied())
    }

    pub(crate) fn conflicting(&self, kind: &Name) -> impl Iterator<Item = &[&'a Case]> {
        self.kinds.get(kind).into_iter().flat_map(|kind| kind.conflicting.iter().map(Vec::as_slice))
    }

    pub(crate) fn notes(&self, kind: &Name) -> impl Iterator<Item = Text> {
        self.kinds.get(kind).into_iter().flat_map(|kind| kind.notes.iter().cloned())
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = &'a Event> {
        self.events.iter().copied()
    }

    pub(crate) fn answers(&self, survey: &Name) -> impl Iterator<Item = &'a SurveyAnswer> {
        let survey = survey.clone();
        self.answers.iter().copied().filter(move |answer| answer.survey == survey)
    }

    pub(crate) fn tallies(&self, name: &Name) -> impl Iterator<Item = &'a Tally> {
        let name = name.clone();
        self.tallies.iter().copied().filter(move |tally| *tally.name() == name)
    }

    /// Unreadable rows that may be records of the kind.
    pub(crate) fn rejected(&self, kind: &Name) -> impl Iterator<Item = &'a Rejected> {
        let kind = kind.clone();
        self.observations
            .rejected
            .iter()
            .filter(move |rejected| rejected.kind.as_ref().is_none_or(|known| *known == kind))
    }

    /// Whether records of the kind were handed in, be it an empty file.
    pub(crate) fn is_supplied(&self, kind: &Name) -> bool {
        self.observations.supplied.contains(kind)
    }
}

impl<'a> Kind<'a> {
    fn new(mut cases: Vec<&'a Case>, duplicates: Duplicates) -> Self {
        // By identifier, then by place, so that "first" and "last" mean the files, not the reading order.
        cases.sort_by(|a, b| (&a.id, &a.origin).cmp(&(&b.id, &b.origin)));
        let mut kind = Self::default();
        for group in cases.chunk_by(|a, b| a.id == b.id) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            if group.len() == 1 {
                kind.cases.push(first);
                continue;
            }
            let agree = group.iter().all(|case| says_the_same(first, case));
            match duplicates {
                Duplicates::First => kind.cases.push(first),
                Duplicates::Last => kind.cases.push(last),
                Duplicates::IdenticalOnce if agree => kind.cases.push(first),
                Duplicates::IdenticalOnce => {
                    kind.conflicting.push(group.to_vec());
                    continue;
                }
            }
            kind.notes.push(Text::new(
                format!("{}は{}回記録されている。1件として扱う", first.id, group.len()),
                format!("{} is recorded {} times; counted once", first.id, group.len()),
            ));
        }
        kind
    }
}

fn says_the_same(a: &Case, b: &Case) -> bool {
    a.attributes == b.attributes
        && a.marks == b.marks
        && a.pauses == b.pauses
        && a.reopenings == b.reopenings
        && a.claims == b.claims
}
