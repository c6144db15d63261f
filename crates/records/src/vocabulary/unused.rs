//! The words of a mapping that no service level reads.

use std::collections::{BTreeMap, BTreeSet};

use sla::{Asked, Catalogue, Condition, Item, Name};

use super::{Given, WordKind};
use crate::Mapping;

/// A word that a mapping gives and no service level reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unused {
    /// The kind of record that bears it.
    pub kind: Name,
    /// What the word is.
    pub what: WordKind,
    /// The word; of a value, after its attribute: `category=network`.
    pub word: String,
}

/// The words that a mapping gives and no service level reads: they feed nothing.
#[must_use]
pub fn unused(mapping: &Mapping, catalogue: &Catalogue) -> Vec<Unused> {
    let given = Given::of(mapping);
    let mut asked = Read::default();
    for item in catalogue.items() {
        asked.item(item);
    }
    let mut found = BTreeSet::new();
    let mut note = |kind: &Name, what, word: String| {
        found.insert(Unused { kind: kind.clone(), what, word });
    };
    for kind in given.kinds.iter().filter(|kind| !asked.kinds.contains(*kind)) {
        note(kind, WordKind::Kind, kind.to_string());
    }
    // Of a kind that nothing reads, its words go without saying.
    let is_read = |kind: &&Name| asked.kinds.contains(*kind);
    for kind in given.marks.keys().filter(is_read) {
        let marks = given.marks.get(kind).into_iter().flatten();
        marks
            .filter(|mark| !asked.has(kind, WordKind::Mark, mark))
            .for_each(|mark| note(kind, WordKind::Mark, mark.to_string()));
    }
    for (words, what) in [(&given.pauses, WordKind::Pause), (&given.grounds, WordKind::Ground)] {
        for (kind, words) in words.iter().filter(|(kind, _)| is_read(kind)) {
            words
                .iter()
                .flatten()
                .filter(|word| !asked.has(kind, what, word))
                .for_each(|word| note(kind, what, word.to_string()));
        }
    }
    for (kind, attributes) in given.attributes.iter().filter(|(kind, _)| is_read(kind)) {
        for attribute in attributes.keys().filter(|name| !asked.has(kind, WordKind::Attribute, name)) {
            note(kind, WordKind::Attribute, attribute.to_string());
        }
    }
    found.into_iter().collect()
}

/// What service levels read, by kind of record.
#[derive(Default)]
struct Read {
    kinds: BTreeSet<Name>,
    words: BTreeMap<(Name, WordKind), BTreeSet<Name>>,
}

impl Read {
    fn has(&self, kind: &Name, what: WordKind, word: &Name) -> bool {
        self.words.get(&(kind.clone(), what)).is_some_and(|words| words.contains(word))
    }

    fn add<'a>(&mut self, kind: &Name, what: WordKind, words: impl IntoIterator<Item = &'a Name>) {
        self.words.entry((kind.clone(), what)).or_default().extend(words.into_iter().cloned());
    }

    fn item(&mut self, item: &Item) {
        let Some(kind) = item.measure.reads().kind() else { return };
        self.kinds.insert(kind.clone());
        for asked in item.asks() {
            match asked {
                Asked::Mark(mark) | Asked::Condition(Condition::Reached { mark }) => {
                    self.add(kind, WordKind::Mark, [mark]);
                }
                Asked::OneOf(marks) => self.add(kind, WordKind::Mark, marks),
                Asked::Pause(pause) => self.add(kind, WordKind::Pause, [pause]),
                Asked::Condition(Condition::Is { attribute, .. } | Condition::IsNot { attribute, .. }) => {
                    self.add(kind, WordKind::Attribute, [attribute]);
                }
                Asked::Answer(step) => self.add(kind, WordKind::Answer, [step]),
                Asked::Ground(exclusion) => self.add(kind, WordKind::Ground, [&exclusion.id]),
            }
        }
    }
}
