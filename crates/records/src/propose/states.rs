//! Which words of a status column mean what: by a table of words, never by likeness.

use std::collections::{BTreeMap, BTreeSet};

use provenance::folded;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table};

use super::points::{Points, quoted};

/// What a state is for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Open,
    Paused,
    Settled,
    Closed,
}

impl Meaning {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Open, "open", "対応中"),
        (Self::Paused, "paused", "中断"),
        (Self::Settled, "settled", "解決"),
        (Self::Closed, "closed", "終了"),
    ];

    fn told(self, points: &Points) -> String {
        let words = Self::ALL.iter().find(|(one, ..)| *one == self);
        words.map_or_else(String::new, |(_, en, ja)| points.say((*ja).to_owned(), (*en).to_owned()))
    }
}

/// The words of states, and the marks that end and begin a case.
pub(super) struct StateWords {
    words: BTreeMap<String, Meaning>,
    /// Marks by which a case is settled, the first that a kind has.
    ends: Vec<String>,
}

impl StateWords {
    pub(super) fn new(table: &DocumentMut) -> Self {
        let list = |key: &str| -> Vec<String> {
            let item = table.get("states").and_then(|states| states.get(key));
            let words = item.and_then(Item::as_array).into_iter().flat_map(Array::iter);
            words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
        };
        let words = Meaning::ALL.iter().flat_map(|(meaning, key, _)| {
            list(key).into_iter().map(|word| (folded(&word).into_owned(), *meaning))
        });
        Self { words: words.collect(), ends: list("ends") }
    }

    pub(super) fn meaning(&self, word: &str) -> Option<Meaning> {
        self.words.get(folded(word.trim()).as_ref()).copied()
    }

    /// The mark by which a case of a file's kind is settled.
    pub(super) fn end(&self, has: impl Fn(&str) -> bool) -> Option<&str> {
        self.ends.iter().map(String::as_str).find(|mark| has(mark))
    }
}

/// How many different states are kept: a column of free text is none of states.
const STATES: usize = 100;

/// The values of a status column, with how many rows have each.
#[derive(Default)]
pub(super) struct States {
    pub(super) seen: BTreeMap<String, u64>,
}

impl States {
    pub(super) fn see(&mut self, value: &str) {
        if value.is_empty() || (self.seen.len() >= STATES && !self.seen.contains_key(value)) {
            return;
        }
        let count = self.seen.entry(value.to_owned()).or_default();
        *count += 1;
    }

    /// What the states are by the table of words: `完了` 12, and those that it does not have.
    pub(super) fn line(&self, column: &str, words: &StateWords, points: &Points) -> String {
        let all: Vec<String> = self
            .seen
            .iter()
            .map(|(word, count)| {
                let means = words.meaning(word).map_or_else(|| "?".to_owned(), |means| means.told(points));
                format!("`{word}` {count} = {means}")
            })
            .collect();
        let all = all.join(&points.say("、".to_owned(), ", ".to_owned()));
        points.say(
            format!("状態の列`{column}`の語: {all}"),
            format!("words of the status column `{column}`: {all}"),
        )
    }

    /// Adds what the contract's states do not name to `[[file.states]]`, as far as the table of words knows it.
    pub(super) fn into_table(
        self,
        table: &mut Table,
        words: &StateWords,
        pauses: &BTreeSet<String>,
        points: &mut Points,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        let mut states: Vec<Table> = table
            .get("states")
            .and_then(Item::as_array_of_tables)
            .map_or_else(Vec::new, |all| all.iter().cloned().collect());
        let is = |state: &Table| -> Vec<String> {
            let all = state.get("is").and_then(Item::as_array).into_iter().flat_map(Array::iter);
            all.filter_map(|word| word.as_str().map(str::to_owned)).collect()
        };
        let known: BTreeSet<String> =
            states.iter().flat_map(is).map(|word| folded(&word).into_owned()).collect();
        let given: BTreeSet<String> = table
            .get("marks")
            .and_then(Item::as_table_like)
            .into_iter()
            .flat_map(|marks| marks.iter().map(|(mark, _)| mark.to_owned()).collect::<Vec<_>>())
            .collect();
        let settled = table.remove("reaches-by-state").and_then(|item| item.as_str().map(str::to_owned));
        let mut unknown: Vec<String> = Vec::new();
        let mut by: BTreeMap<Meaning, Vec<String>> = BTreeMap::new();
        for (word, count) in &self.seen {
            if known.contains(folded(word).as_ref()) {
                continue;
            }
            match words.meaning(word) {
                Some(meaning) => {
                    let means = meaning.told(points);
                    let others = Meaning::ALL.iter().filter(|(one, ..)| *one != meaning);
                    let others: Vec<String> = others.map(|(one, ..)| one.told(points)).collect();
                    lines.push(points.say(
                        format!(
                            "状態`{word}` = {means}（{count}行、語の表による。ほかの候補: {}）",
                            others.join("、")
                        ),
                        format!(
                            "state `{word}` = {means} ({count} rows, by the table of words; or else: {})",
                            others.join(", ")
                        ),
                    ));
                    by.entry(meaning).or_default().push(word.clone());
                }
                None => unknown.push(word.clone()),
            }
        }
        if !unknown.is_empty() {
            let all = points.listed(&unknown);
            lines.push(points.open(
                format!("意味の分からない状態: {all}。[[file.states]]に加える"),
                format!("states without a meaning: {all}; add them to [[file.states]]"),
            ));
        }
        for (meaning, all) in by {
            let mut state = Table::new();
            state.insert("is", toml_edit::value(all.iter().map(|word| quoted(word)).collect::<Array>()));
            let of_state = settled.as_ref().filter(|mark| !given.contains(*mark));
            match (meaning, of_state) {
                (Meaning::Settled, Some(mark)) => _ = state.insert("reaches", toml_edit::value(mark)),
                (Meaning::Closed, Some(mark)) => {
                    let has_settled =
                        self.seen.keys().any(|word| words.meaning(word) == Some(Meaning::Settled));
                    if has_settled {
                        state.insert("keeps", toml_edit::value([mark].into_iter().collect::<Array>()));
                    } else {
                        state.insert("reaches", toml_edit::value(mark));
                    }
                }
                (Meaning::Paused, _) => {
                    let listed = points.listed(&all);
                    let mut candidates = pauses.iter();
                    match (candidates.next(), candidates.next()) {
                        (None, _) => lines.push(points.say(
                            format!("{listed}: 契約にはこの種類を止める中断がない"),
                            format!("{listed}: the contract has no pause of this kind"),
                        )),
                        (Some(only), None) => {
                            state.insert("pauses", toml_edit::value(only));
                            lines.push(points.open(
                                format!("{listed}の間は`{only}`（この種類の唯一の中断）で計測を止める。違えばpausesを消す"),
                                format!("{listed}: read as the pause `{only}`, the only one of this kind; take `pauses` out if it is none"),
                            ));
                        }
                        (Some(_), Some(_)) => {
                            let names = points.listed(pauses);
                            lines.push(points.open(
                                format!("{listed}はどの中断か決まらない: {names}。[[file.states]]に加える"),
                                format!("{listed}: which pause it is does not show, of {names}; add it to [[file.states]]"),
                            ));
                            continue;
                        }
                    }
                }
                (Meaning::Open | Meaning::Settled | Meaning::Closed, _) => {}
            }
            states.push(state);
        }
        let mut kept = ArrayOfTables::new();
        for mut state in states {
            state.set_position(None);
            state.decor_mut().set_prefix("\n");
            kept.push(state);
        }
        if !kept.is_empty() {
            table.insert("states", Item::ArrayOfTables(kept));
        }
        lines
    }
}
