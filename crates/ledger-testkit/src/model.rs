//! The journal as a plain list of facts. Every question is answered by counting the whole list anew: slow, and too
//! plain to hide much.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{AsOf, Body, Draft, Event, Kind, Put, State};

/// A record as it is compared: its fields with their days and entries, and what happened to it.
pub type Shown = (BTreeMap<String, (Option<String>, NaiveDate, u64)>, Vec<(Event, NaiveDate, u64)>);

/// A list of facts.
#[derive(Debug, Clone, Default)]
pub struct Model(Vec<Draft>);

impl Model {
    /// A model of facts in the order in which they were recorded.
    #[must_use]
    pub fn of(drafts: &[Draft]) -> Self {
        Self(drafts.to_vec())
    }

    fn draft(&self, seq: u64) -> &Draft {
        &self.0[usize::try_from(seq).unwrap() - 1]
    }

    /// The entry at the root of those that one amends.
    fn root(&self, seq: u64) -> u64 {
        match &self.draft(seq).body {
            Body::Put(_) => seq,
            Body::Correct { entry, .. } | Body::Reverse { entry, .. } => self.root(*entry),
        }
    }

    /// What a fact says in the end: the last word on it that was known.
    fn last_word(&self, root: u64, known: u64) -> Option<(NaiveDate, u64, &Put)> {
        let last = (root..=known).rev().find(|seq| self.root(*seq) == root)?;
        let draft = self.draft(last);
        match &draft.body {
            Body::Put(put) | Body::Correct { put, .. } => Some((draft.valid_on, last, put)),
            Body::Reverse { .. } => None,
        }
    }

    /// How things stood.
    #[must_use]
    pub fn state(&self, as_of: AsOf) -> BTreeMap<(Kind, String), Shown> {
        let known = as_of.known.min(provenance::number_of(self.0.len()));
        let mut facts: Vec<(NaiveDate, u64, u64, &Put)> = (1..=known)
            .filter(|seq| matches!(self.draft(*seq).body, Body::Put(_)))
            .filter_map(|root| self.last_word(root, known).map(|(on, said, put)| (on, root, said, put)))
            .filter(|(on, ..)| *on <= as_of.valid_on)
            .collect();
        let mut records: BTreeMap<(Kind, String), Shown> = BTreeMap::new();
        // From the latest: the first word on a field is the one that holds.
        facts.sort_by_key(|(on, root, ..)| std::cmp::Reverse((*on, *root)));
        for (on, _, said, put) in facts {
            let (fields, events) = records.entry((put.kind, put.id.to_string())).or_default();
            for (name, value) in put.fields.iter() {
                fields.entry(name.to_owned()).or_insert((value.map(str::to_owned), on, said));
            }
            events.splice(0..0, put.event.map(|event| (event, on, said)));
        }
        records
    }
}

/// A state as the model shows one.
#[must_use]
pub fn shown(state: &State<'_>) -> BTreeMap<(Kind, String), Shown> {
    let records = Kind::ALL.iter().flat_map(|kind| state.records(*kind));
    let show = |record: &ledger::Record<'_>| {
        let field = |(name, cell): (&str, ledger::Cell<'_>)| {
            (name.to_owned(), (cell.value.map(str::to_owned), cell.since, cell.entry))
        };
        let fields = record.fields().map(field).collect();
        let events = record.events().iter().map(|one| (one.event, one.on, one.entry)).collect();
        ((record.kind, record.id.to_owned()), (fields, events))
    };
    records.map(show).collect()
}
