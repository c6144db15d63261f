//! The words of a mapping that no service level reads.

use std::collections::BTreeSet;

use sla::{Asked, Catalogue, Condition, Item, Kind, Source};

use super::{Given, WordKind};
use crate::Mapping;

/// A word that a mapping gives and no service level reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unused {
    /// What bears it.
    pub of: Source,
    /// What the word is.
    pub what: WordKind,
    /// The word.
    pub word: String,
}

/// The words that a mapping gives and no service level reads: they feed nothing.
#[must_use]
pub fn unused(mapping: &Mapping, catalogue: &Catalogue) -> Vec<Unused> {
    let given = Given::of(mapping);
    let mut read = Read::default();
    catalogue.items().iter().for_each(|item| read.item(item));
    let mut found = BTreeSet::new();
    let kinds = given.kinds.iter().cloned().map(Source::from);
    let surveys = given.answers.keys().cloned().map(Source::from);
    for of in kinds.chain(surveys).filter(|of| !read.sources.contains(of)) {
        let word = of.to_string();
        found.insert(Unused { of, what: WordKind::Kind, word });
    }
    // Of a kind that nothing reads, its words go without saying.
    let mut note = |kind: &Kind, what, words: Vec<String>| {
        let of = Source::from(kind.clone());
        if read.sources.contains(&of) {
            let unread = words.into_iter().filter(|word| !read.has(&of, what, word));
            found.extend(unread.map(|word| Unused { of: of.clone(), what, word }));
        }
    };
    for (kind, marks) in &given.marks {
        note(kind, WordKind::Mark, texts(marks));
    }
    for (kind, pauses) in &given.pauses {
        note(kind, WordKind::Pause, texts(pauses.iter().flatten()));
    }
    for (kind, grounds) in &given.grounds {
        note(kind, WordKind::Ground, texts(grounds.iter().flatten()));
    }
    for (kind, attributes) in &given.attributes {
        note(kind, WordKind::Attribute, texts(attributes.keys()));
    }
    found.into_iter().collect()
}

fn texts<T: ToString>(words: impl IntoIterator<Item = T>) -> Vec<String> {
    words.into_iter().map(|word| word.to_string()).collect()
}

/// What service levels read, by what bears it.
#[derive(Default)]
struct Read {
    sources: BTreeSet<Source>,
    words: BTreeSet<(Source, WordKind, String)>,
}

impl Read {
    fn has(&self, of: &Source, what: WordKind, word: &str) -> bool {
        self.words.contains(&(of.clone(), what, word.to_owned()))
    }

    fn item(&mut self, item: &Item) {
        let Some(of) = item.measure.reads().source() else { return };
        self.sources.insert(of.clone());
        let mut add = |what, word: String| _ = self.words.insert((of.clone(), what, word));
        for asked in item.asks() {
            match asked {
                Asked::Mark(mark) | Asked::Condition(Condition::Reached { mark }) => {
                    add(WordKind::Mark, mark.to_string());
                }
                Asked::OneOf(marks) => marks.iter().for_each(|mark| add(WordKind::Mark, mark.to_string())),
                Asked::Pause(pause) => add(WordKind::Pause, pause.to_string()),
                Asked::Condition(Condition::Is { attribute, .. } | Condition::IsNot { attribute, .. }) => {
                    add(WordKind::Attribute, attribute.to_string());
                }
                Asked::Answer(step) => add(WordKind::Answer, step.to_string()),
                Asked::Ground { ground, .. } => add(WordKind::Ground, ground.to_string()),
            }
        }
    }
}
