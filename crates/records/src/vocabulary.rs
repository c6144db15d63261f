//! The words of two tables against each other: what service levels read, and what a mapping gives.

use std::collections::{BTreeMap, BTreeSet};

use provenance::Text;
use sla::{Asked, Catalogue, Condition, Item, Name};
use tables::nearest;

use crate::{
    Mapping,
    mapping::{CaseColumns, Shape},
};

pub use self::unused::{Unused, unused};

mod unused;

/// A word that a service level reads and no file of the mapping gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The service level that reads it.
    pub item: String,
    /// What the word is.
    pub what: WordKind,
    /// The word.
    pub word: Name,
    /// A word of the mapping so near that one of the two is misspelt.
    pub near: Option<String>,
}

/// What a word of the tables stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordKind {
    /// A kind of record.
    Kind,
    /// A mark of a case.
    Mark,
    /// An attribute of a record.
    Attribute,
    /// A value of an attribute.
    Value,
    /// A kind of pause.
    Pause,
    /// A ground for exclusion.
    Ground,
    /// An answer of a survey.
    Answer,
}

impl Unmatched {
    /// What does not match, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let (ja, en) = match self.what {
            WordKind::Kind => ("記録の種類", "kind of record"),
            WordKind::Mark => ("時点", "mark"),
            WordKind::Attribute => ("属性", "attribute"),
            WordKind::Value => ("属性の値", "value"),
            WordKind::Pause => ("中断の種類", "kind of pause"),
            WordKind::Ground => ("除外の理由", "ground for exclusion"),
            WordKind::Answer => ("回答", "answer"),
        };
        let near = self.near.as_ref().map_or_else(Text::default, |near| {
            Text::new(format!("（`{near}`のことか）"), format!("; did you mean `{near}`?"))
        });
        Text::new(
            format!("{}が読む{ja}`{}`を記録の対応表が与えない{}", self.item, self.word, near.ja),
            format!(
                "{} reads the {en} `{}`, which the mapping does not give{}",
                self.item, self.word, near.en
            ),
        )
    }
}

/// The words that service levels read and the mapping does not give, of kinds of record that it gives at all.
///
/// A mapping may well give less than a contract asks: then an item has no data. A word that is nearly one of the mapping's
/// is told with it: one of the two tables is misspelt, and the item would be judged without what it means.
#[must_use]
pub fn unmatched(mapping: &Mapping, catalogue: &Catalogue) -> Vec<Unmatched> {
    let given = Given::of(mapping);
    let mut found = Vec::new();
    for item in catalogue.items() {
        let mut reader = Reader { given: &given, item, found: &mut found };
        reader.item();
    }
    found.sort_by(|a, b| (&a.item, a.what, &a.word).cmp(&(&b.item, b.what, &b.word)));
    found.dedup();
    found
}

/// Words of one place; `None` where any word may come, since the mapping passes on what the files say.
type Words = Option<BTreeSet<Name>>;

/// What a mapping gives, by kind of record.
#[derive(Default)]
struct Given {
    kinds: BTreeSet<Name>,
    marks: BTreeMap<Name, BTreeSet<Name>>,
    attributes: BTreeMap<Name, BTreeMap<Name, Words>>,
    pauses: BTreeMap<Name, Words>,
    grounds: BTreeMap<Name, Words>,
    answers: BTreeMap<Name, Words>,
}

impl Given {
    fn of(mapping: &Mapping) -> Self {
        let mut given = Self { marks: marks_of(mapping), ..Self::default() };
        for file in &mapping.files {
            let kind = &file.kind;
            match &file.shape {
                Shape::Cases(columns) => given.case(kind, columns),
                Shape::StateChanges { case, states, .. } => {
                    given.case(kind, case);
                    let pauses = states.iter().filter_map(|state| state.pauses.clone());
                    add(&mut given.pauses, kind, Some(pauses.collect()));
                }
                Shape::Pauses { words, .. } => add(&mut given.pauses, kind, translated(words)),
                Shape::Survey { words, .. } => {
                    given.kinds.insert(kind.clone());
                    add(&mut given.answers, kind, translated(words));
                }
                Shape::Events { .. } => {
                    given.kinds.insert(kind.clone());
                }
                // A tally is named by its rows, and the log is counted by work items.
                Shape::Reopenings { .. } | Shape::Tallies { .. } | Shape::Executions(_) => {}
            }
            for attribute in &file.attributes {
                let known = given.attributes.entry(kind.clone()).or_default();
                add(known, &attribute.name, translated(&attribute.words));
            }
        }
        given
    }

    fn case(&mut self, kind: &Name, columns: &CaseColumns) {
        self.kinds.insert(kind.clone());
        if let Some(exclusion) = &columns.exclusion {
            add(&mut self.grounds, kind, translated(&exclusion.words));
        }
    }
}

/// The marks that the cases of each kind can hold.
pub(crate) fn marks_of(mapping: &Mapping) -> BTreeMap<Name, BTreeSet<Name>> {
    let mut marks: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
    for file in &mapping.files {
        let (columns, states) = match &file.shape {
            Shape::Cases(columns) => (columns, [].as_slice()),
            Shape::StateChanges { case, states, .. } => (case, states.as_slice()),
            _ => continue,
        };
        let known = marks.entry(file.kind.clone()).or_default();
        known.extend(columns.marks.iter().map(|(mark, _)| mark.clone()));
        known.extend(columns.spans.iter().map(|span| span.mark.clone()));
        known.extend(states.iter().filter_map(|state| state.reaches.clone()));
    }
    marks
}

fn translated(words: &BTreeMap<String, String>) -> Words {
    (!words.is_empty()).then(|| words.values().map(|word| Name::from(word.as_str())).collect())
}

fn add(known: &mut BTreeMap<Name, Words>, kind: &Name, more: Words) {
    match (known.get_mut(kind), more) {
        (Some(Some(words)), Some(more)) => words.extend(more),
        (Some(words), None) => *words = None,
        (Some(None), Some(_)) => {}
        (None, more) => {
            known.insert(kind.clone(), more);
        }
    }
}

/// One service level, read for its words.
struct Reader<'a> {
    given: &'a Given,
    item: &'a Item,
    found: &'a mut Vec<Unmatched>,
}

impl Reader<'_> {
    fn item(&mut self) {
        let item = self.item;
        let reads = item.measure.reads();
        let Some(kind) = reads.kind().filter(|_| reads.tally().is_none()) else { return };
        if !self.kind(kind) {
            return;
        }
        for asked in item.asks() {
            match asked {
                Asked::Mark(mark) => self.mark(kind, mark),
                Asked::OneOf(marks) => self.one_of(kind, marks),
                Asked::Pause(pause) => {
                    self.word(WordKind::Pause, pause, &self.closed(&self.given.pauses, kind))
                }
                Asked::Condition(condition) => self.condition(kind, condition),
                Asked::Answer(step) => {
                    let given = self.given.answers.get(kind).cloned().unwrap_or(None);
                    self.word(WordKind::Answer, step, &given);
                }
                // A ground that the record itself establishes needs no claim.
                Asked::Ground(exclusion) if exclusion.when.is_empty() => {
                    self.word(WordKind::Ground, &exclusion.id, &self.closed(&self.given.grounds, kind));
                }
                Asked::Ground(_) => {}
            }
        }
    }

    /// The words of a kind of record; none where the mapping gives none.
    fn closed(&self, given: &BTreeMap<Name, Words>, kind: &Name) -> Words {
        given.get(kind).cloned().unwrap_or(Some(BTreeSet::new()))
    }

    fn kind(&mut self, kind: &Name) -> bool {
        let is_given = self.given.kinds.contains(kind);
        if !is_given {
            self.word(WordKind::Kind, kind, &Some(self.given.kinds.clone()));
        }
        is_given
    }

    fn condition(&mut self, kind: &Name, condition: &Condition) {
        let none = BTreeMap::new();
        let attributes = self.given.attributes.get(kind).unwrap_or(&none);
        match condition {
            Condition::Reached { mark } => self.mark(kind, mark),
            Condition::Is { attribute, values } | Condition::IsNot { attribute, values } => {
                match attributes.get(attribute) {
                    None => {
                        let names = Some(attributes.keys().cloned().collect());
                        self.word(WordKind::Attribute, attribute, &names);
                    }
                    Some(words) => values.iter().for_each(|value| self.word(WordKind::Value, value, words)),
                }
            }
        }
    }

    fn mark(&mut self, kind: &Name, mark: &Name) {
        let given = Some(self.given.marks.get(kind).cloned().unwrap_or_default());
        self.word(WordKind::Mark, mark, &given);
    }

    /// Marks of which one is enough; a misspelt one is told beside another that is given.
    fn one_of(&mut self, kind: &Name, marks: &[Name]) {
        let given = self.given.marks.get(kind).cloned().unwrap_or_default();
        let is_any = marks.iter().any(|mark| given.contains(mark));
        let given = Some(given);
        let before = self.found.len();
        marks.iter().for_each(|mark| self.word(WordKind::Mark, mark, &given));
        if is_any {
            let kept: Vec<Unmatched> =
                self.found.drain(before..).filter(|unmatched| unmatched.near.is_some()).collect();
            self.found.extend(kept);
        }
    }

    fn word(&mut self, what: WordKind, word: &Name, given: &Words) {
        let Some(words) = given else { return };
        if words.contains(word) {
            return;
        }
        let near = nearest(word.as_str(), words.iter().map(Name::as_str)).map(str::to_owned);
        self.found.push(Unmatched { item: self.item.key.to_string(), what, word: word.clone(), near });
    }
}
