//! Entries of the journal: one fact each.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use provenance::Origin;
use tables::Named;

use crate::{EntryHash, Event, Field, Kind, UnknownField};

/// A fact as it stands in the journal. It is never changed or removed: what was wrong is corrected or reversed by
/// a later entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the journal, from 1, without gaps.
    pub seq: u64,
    /// The batch it was recorded in, from 1; a batch is in the journal whole or not at all.
    pub batch: u64,
    /// When it was recorded, to the second.
    pub recorded_at: DateTime<Utc>,
    /// The day from which the fact holds.
    pub valid_on: NaiveDate,
    /// Who recorded it.
    pub actor: Arc<str>,
    /// Where the fact was read; `None` where somebody entered it by hand.
    pub origin: Option<Origin>,
    /// The fact.
    pub body: Body,
    /// The hash over this entry and all before it.
    pub hash: EntryHash,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Something about a record.
    Put(Put),
    /// Another entry was wrong; this stands in its place, from this entry's day.
    Correct {
        /// The entry that was wrong, or an earlier correction of it.
        entry: u64,
        /// What is right.
        put: Put,
    },
    /// Another entry, or an earlier correction of it, should never have been recorded.
    Reverse {
        /// The entry.
        entry: u64,
        /// Why.
        why: Box<str>,
    },
}

/// What became known of a record: fields not named stay as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The kind of record.
    pub kind: Kind,
    /// Its identifier, as the house writes it. Text: `007` and `7` are two.
    pub id: Box<str>,
    /// What happened, where something did.
    pub event: Option<Event>,
    /// The fields that became known.
    pub fields: Fields,
}

impl Put {
    /// Nothing but that the record exists.
    #[must_use]
    pub fn new(kind: Kind, id: &str) -> Self {
        Self { kind, id: id.into(), event: None, fields: Fields::default() }
    }

    /// With something that happened.
    #[must_use]
    pub fn event(mut self, event: Event) -> Self {
        self.event = Some(event);
        self
    }

    /// With a field's value.
    #[must_use]
    pub fn field(self, field: Field, value: &str) -> Self {
        self.named(field.word(), Some(value))
    }

    /// With a field emptied.
    #[must_use]
    pub fn cleared(self, field: Field) -> Self {
        self.named(field.word(), None)
    }

    /// With a field, by its name, set or emptied. [`Journal::prepare`](crate::Journal::prepare) refuses a name that the
    /// kind does not have.
    #[must_use]
    pub fn named(mut self, name: &str, value: Option<&str>) -> Self {
        self.fields.set(Arc::from(name), value.map(Into::into));
        self
    }

    /// The first of its fields that its kind of record does not have.
    #[must_use]
    pub fn unknown_field(&self) -> Option<UnknownField> {
        self.fields.iter().find_map(|(name, _)| self.kind.field(name).err())
    }
}

/// Fields as they are kept.
pub(crate) type Pairs<'a> = std::slice::Iter<'a, (Arc<str>, Option<Box<str>>)>;

/// Fields by name, in the order of their names; a field without a value is one that was emptied.
///
/// Values are texts in one spelling: dates `2024-06-03`, counts and yen in plain digits, yes and no as `yes` and
/// `no`, identifiers as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Named<Arc<str>, Option<Box<str>>>);

impl Fields {
    /// Sets or empties a field.
    pub fn set(&mut self, name: Arc<str>, value: Option<Box<str>>) {
        self.0.insert(name, value);
    }

    /// The fields in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_deref()))
    }

    /// Takes fields, of one name the last.
    pub(crate) fn of(fields: impl Iterator<Item = (Arc<str>, Option<Box<str>>)>) -> Self {
        Self(fields.collect())
    }

    pub(crate) fn pairs(&self) -> Pairs<'_> {
        self.0.as_slice().iter()
    }

    /// A field's value; the outer `None` says that nothing became known of it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Option<&str>> {
        self.0.find(name).map(Option::as_deref)
    }

    /// How many fields became known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Arc<str>, Option<Box<str>>)> for Fields {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Option<Box<str>>)>>(fields: I) -> Self {
        let mut sorted = Self::default();
        for (name, value) in fields {
            sorted.set(name, value);
        }
        sorted
    }
}

/// A fact that stands: the day from which it holds, the entry that says so, and the fact.
pub(crate) type Standing<'a> = (NaiveDate, u64, &'a Put);
