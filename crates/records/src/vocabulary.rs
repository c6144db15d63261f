//! The words of two tables against each other: what service levels read, and what a mapping gives.

use std::collections::{BTreeMap, BTreeSet};

use provenance::Text;
use sla::{
    Asked, Attribute, Catalogue, Condition, Ground, Item, Kind, Mark, PauseKind, Reads, StepName, SurveyName,
    Value,
};
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
    pub word: String,
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
type Words<T> = Option<BTreeSet<T>>;

/// What a mapping gives, by kind of record.
#[derive(Default)]
struct Given {
    kinds: BTreeSet<Kind>,
    marks: BTreeMap<Kind, BTreeSet<Mark>>,
    attributes: BTreeMap<Kind, BTreeMap<Attribute, Words<Value>>>,
    pauses: BTreeMap<Kind, Words<PauseKind>>,
    grounds: BTreeMap<Kind, Words<Ground>>,
    answers: BTreeMap<SurveyName, Words<StepName>>,
}

impl Given {
    fn of(mapping: &Mapping) -> Self {
        let mut given = Self { marks: mapping.marks(), ..Self::default() };
        for file in &mapping.files {
            let kind = match &file.shape {
                Shape::Cases { kind, case } => {
                    given.case(kind, case);
                    kind
                }
                Shape::StateChanges { kind, case, states, .. } => {
                    given.case(kind, case);
                    let pauses = states.iter().filter_map(|state| state.pauses.clone());
                    add(&mut given.pauses, kind, Some(pauses.collect()));
                    kind
                }
                Shape::Pauses { kind, words, .. } => {
                    add(&mut given.pauses, kind, translated(words));
                    kind
                }
                Shape::Events { kind, .. } => {
                    given.kinds.insert(kind.clone());
                    kind
                }
                Shape::Reopenings { kind, .. } => kind,
                Shape::Survey { survey, words, .. } => {
                    add(&mut given.answers, survey, translated(words));
                    continue;
                }
                // A tally is named by its rows, and the log is counted by work items.
                // No service level reads a list.
                Shape::Tallies { .. } | Shape::Executions(_) | Shape::List(_) => continue,
            };
            for attribute in &file.attributes {
                let known = given.attributes.entry(kind.clone()).or_default();
                add(known, &attribute.name, translated(&attribute.words));
            }
        }
        given
    }

    fn case(&mut self, kind: &Kind, columns: &CaseColumns) {
        self.kinds.insert(kind.clone());
        if let Some(exclusion) = &columns.exclusion {
            add(&mut self.grounds, kind, translated(&exclusion.words));
        }
    }
}

fn translated<T: Ord + Clone>(words: &crate::mapping::Words<T>) -> Words<T> {
    (!words.is_empty()).then(|| words.values().cloned().collect())
}

fn add<K: Ord + Clone, T: Ord>(known: &mut BTreeMap<K, Words<T>>, key: &K, more: Words<T>) {
    match (known.get_mut(key), more) {
        (Some(Some(words)), Some(more)) => words.extend(more),
        (Some(words), None) => *words = None,
        (Some(None), Some(_)) => {}
        (None, more) => {
            known.insert(key.clone(), more);
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
        match self.item.measure.reads() {
            Reads::Cases(selector) | Reads::Events(selector) => {
                if self.given.kinds.contains(&selector.kind) {
                    self.records(&selector.kind);
                } else {
                    self.word(WordKind::Kind, &selector.kind, &Some(self.given.kinds.clone()));
                }
            }
            Reads::Answers { survey, .. } => match self.given.answers.get(survey) {
                Some(steps) => self.answers(steps),
                None => {
                    let surveys = self.given.answers.keys().cloned().collect();
                    self.word(WordKind::Kind, survey, &Some(surveys));
                }
            },
            // Rows and the log name tallies.
            Reads::Tally(_) | Reads::Items(_) => {}
        }
    }

    fn records(&mut self, kind: &Kind) {
        let item = self.item;
        for asked in item.asks() {
            match asked {
                Asked::Mark(mark) => self.mark(kind, mark),
                Asked::OneOf(marks) => self.one_of(kind, marks),
                Asked::Pause(pause) => self.word(WordKind::Pause, pause, &closed(&self.given.pauses, kind)),
                Asked::Condition(condition) => self.condition(kind, condition),
                Asked::Ground { ground, is_claimed: true } => {
                    self.word(WordKind::Ground, ground, &closed(&self.given.grounds, kind));
                }
                // A ground that the record itself establishes needs no claim, but may have one.
                Asked::Ground { ground, is_claimed: false } => {
                    let before = self.found.len();
                    self.word(WordKind::Ground, ground, &closed(&self.given.grounds, kind));
                    self.keep_near(before);
                }
                Asked::Answer(_) => {}
            }
        }
    }

    fn answers(&mut self, steps: &Words<StepName>) {
        let item = self.item;
        for asked in item.asks() {
            if let Asked::Answer(step) = asked {
                self.word(WordKind::Answer, step, steps);
            }
        }
    }

    fn condition(&mut self, kind: &Kind, condition: &Condition) {
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

    fn mark(&mut self, kind: &Kind, mark: &Mark) {
        let given = Some(self.given.marks.get(kind).cloned().unwrap_or_default());
        self.word(WordKind::Mark, mark, &given);
    }

    /// Marks of which one is enough; a misspelt one is told beside another that is given.
    fn one_of(&mut self, kind: &Kind, marks: &[Mark]) {
        let given = self.given.marks.get(kind).cloned().unwrap_or_default();
        let is_any = marks.iter().any(|mark| given.contains(mark));
        let given = Some(given);
        let before = self.found.len();
        marks.iter().for_each(|mark| self.word(WordKind::Mark, mark, &given));
        if is_any {
            self.keep_near(before);
        }
    }

    /// Of what was found last only that which is misspelt: nothing else of it is needed.
    fn keep_near(&mut self, before: usize) {
        let kept: Vec<Unmatched> =
            self.found.drain(before..).filter(|unmatched| unmatched.near.is_some()).collect();
        self.found.extend(kept);
    }

    fn word<T: Ord + ToString>(&mut self, what: WordKind, word: &T, given: &Words<T>) {
        let Some(words) = given.as_ref().filter(|words| !words.contains(word)) else { return };
        let (word, known) = (word.to_string(), words.iter().map(ToString::to_string).collect::<Vec<_>>());
        let near = nearest(&word, known.iter().map(String::as_str)).map(str::to_owned);
        self.found.push(Unmatched { item: self.item.key.to_string(), what, word, near });
    }
}

/// The words of a kind of record; none where the mapping gives none.
fn closed<T: Ord + Clone>(given: &BTreeMap<Kind, Words<T>>, kind: &Kind) -> Words<T> {
    given.get(kind).cloned().unwrap_or(Some(BTreeSet::new()))
}
