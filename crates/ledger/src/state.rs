//! How things stood on a day, as far as it was known.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write, str::FromStr};

use chrono::NaiveDate;

use crate::{
    Event, Field, Kind, Put,
    entry::{self, Standing},
    field::{COUNT_MAX, count, whole},
};

mod grouping;

/// Two times: the day that is asked about, and how far the journal is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The day asked about; facts of later days are left out.
    pub valid_on: NaiveDate,
    /// The last entry believed; what was recorded after it is left out.
    pub known: u64,
}

impl AsOf {
    /// A day, with all that is known today.
    #[must_use]
    pub const fn day(valid_on: NaiveDate) -> Self {
        Self { valid_on, known: u64::MAX }
    }

    /// With what was known when the journal ended with an entry.
    #[must_use]
    pub const fn known(self, known: u64) -> Self {
        Self { valid_on: self.valid_on, known }
    }
}

/// The records as they stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State<'a> {
    as_of: AsOf,
    /// By kind, in the order of their identifiers.
    records: BTreeMap<Kind, Vec<Record<'a>>>,
}

/// A record as it stood.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// The kind of record.
    pub kind: Kind,
    /// Its identifier.
    pub id: &'a str,
    fields: Known<'a>,
    events: Vec<Happening<'a>>,
}

/// What is known of a record.
#[derive(Debug, Clone)]
enum Known<'a> {
    /// All of it by one fact, as most records of large ledgers are: its fields are left where they stand.
    Once { since: NaiveDate, entry: u64, put: &'a Put },
    /// By several.
    Merged(Box<Merged<'a>>),
}

/// What several facts say of a record.
#[derive(Debug, Clone, Default)]
struct Merged<'a> {
    /// Each field by the last fact that names it, in the order of their names.
    cells: Vec<(&'a str, Cell<'a>)>,
    /// The last other value of fields that had one.
    earlier: Vec<(&'a str, Earlier<'a>)>,
}

/// A value that a field had before it got another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Earlier<'a> {
    pub(crate) value: &'a str,
    /// The day from which it no longer held.
    pub(crate) until: NaiveDate,
}

/// A field's value with where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The value; `None` where it was emptied.
    pub value: Option<&'a str>,
    /// The day from which it holds.
    pub since: NaiveDate,
    /// The entry that says so: where one was corrected, the correction.
    pub entry: u64,
}

/// Something that happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening<'a> {
    /// What.
    pub event: Event,
    /// When.
    pub on: NaiveDate,
    /// The entry that says so: where one was corrected, the correction.
    pub entry: u64,
    /// All that the entry says.
    pub put: &'a Put,
}

/// A field's text is not of the type that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} `{id}`: field `{field}` holds `{found}`, which {} (entry {entry})", wrong(found, wanted))]
pub struct FieldError {
    /// The kind of record.
    pub kind: Kind,
    /// The record.
    pub id: String,
    /// The field.
    pub field: Field,
    /// The text it holds.
    pub found: String,
    /// What was wanted.
    pub wanted: &'static str,
    /// The entry that says so.
    pub entry: u64,
}

/// What is wanted of a number of things, and of a sum of yen.
pub(crate) const COUNT: &str = "whole number";
const YEN: &str = "whole number of yen";

/// Whether a text is none of what is wanted, or a number that is only too large.
fn wrong(found: &str, wanted: &str) -> String {
    let is_number = !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_digit());
    match wanted {
        COUNT if is_number => format!("is too large; {COUNT_MAX} at most"),
        YEN if is_number => format!("is too large; {} at most", u64::MAX),
        _ => format!("is no {wanted}"),
    }
}

impl<'a> State<'a> {
    pub(crate) fn of(standing: &[Standing<'a>], as_of: AsOf) -> Self {
        let begun = standing.partition_point(|(on, ..)| *on <= as_of.valid_on);
        let mut records: BTreeMap<Kind, Vec<Record<'a>>> = BTreeMap::new();
        grouping::by_record(standing.get(..begun).unwrap_or(standing), |facts| {
            if let Some(record) = Record::of(facts) {
                records.entry(record.kind).or_default().push(record);
            }
        });
        Self { as_of, records }
    }

    /// The day asked about, and how far the journal was believed.
    #[must_use]
    pub const fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The records of a kind, in the order of their identifiers.
    pub fn records(&self, kind: Kind) -> impl Iterator<Item = &Record<'a>> {
        self.records.get(&kind).into_iter().flatten()
    }

    /// How many records of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.records.get(&kind).map_or(0, Vec::len)
    }

    /// A record.
    #[must_use]
    pub fn record(&self, kind: Kind, id: &str) -> Option<&Record<'a>> {
        let records = self.records.get(&kind)?;
        records.get(records.binary_search_by(|record| record.id.cmp(id)).ok()?)
    }

    /// The same without the records of a kind that are not wanted.
    #[must_use]
    pub fn only(mut self, kind: Kind, wanted: impl Fn(&Record<'a>) -> bool) -> Self {
        if let Some(records) = self.records.get_mut(&kind) {
            records.retain(|record| wanted(record));
        }
        self
    }

    /// All of it as text, a field a line: equal states have equal texts.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for record in self.records.values().flatten() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{} {:?}", record.kind, record.id);
            for (name, cell) in record.fields() {
                // A name that holds more than letters could pass for something else.
                let plain =
                    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
                let name = if plain { Cow::Borrowed(name) } else { Cow::Owned(format!("{name:?}")) };
                let value = cell.value.map_or_else(|| "-".to_owned(), |value| format!("{value:?}"));
                let _ = writeln!(text, "  {name} = {value} since {} entry {}", cell.since, cell.entry);
            }
            for happening in &record.events {
                let _ = writeln!(text, "  {} on {} entry {}", happening.event, happening.on, happening.entry);
            }
        }
        text
    }
}

impl<'a> Record<'a> {
    /// The record of some facts, in their order.
    fn of(facts: &[Standing<'a>]) -> Option<Self> {
        let (since, entry, put) = *facts.first()?;
        let fields = match facts {
            [_] => Known::Once { since, entry, put },
            _ => Known::Merged(merged(facts)),
        };
        let happened = facts.iter().filter_map(|(on, entry, put)| {
            Some(Happening { event: put.event?, on: *on, entry: *entry, put })
        });
        Some(Self { kind: put.kind, id: &put.id, fields, events: happened.collect() })
    }

    /// The fields that ever became known, in the order of their names.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Cell<'a>)> {
        match &self.fields {
            Known::Once { since, entry, put } => {
                FieldsIter::Once { since: *since, entry: *entry, fields: put.fields.pairs() }
            }
            Known::Merged(merged) => FieldsIter::Merged(merged.cells.iter()),
        }
    }

    /// A field with where it came from.
    #[must_use]
    pub fn cell(&self, field: Field) -> Option<Cell<'a>> {
        self.named(field.word())
    }

    /// A field by its name, a client's own field too.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Cell<'a>> {
        match &self.fields {
            Known::Once { since, entry, put } => {
                put.fields.get(name).map(|value| Cell { value, since: *since, entry: *entry })
            }
            Known::Merged(merged) => {
                let at = merged.cells.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
                merged.cells.get(at).map(|(_, cell)| *cell)
            }
        }
    }

    /// The text of a field by its name, as [`text`](Self::text).
    #[must_use]
    pub fn text_named(&self, name: &str) -> Option<&'a str> {
        self.named(name)?.value
    }

    /// The value that a field had before the one it has; `None` where it never had another.
    pub(crate) fn earlier(&self, field: Field) -> Option<Earlier<'a>> {
        let Known::Merged(merged) = &self.fields else { return None };
        let (_, earlier) = merged.earlier.iter().find(|(known, _)| *known == field.word())?;
        // Emptied and set to the same again, it never was another.
        Some(*earlier).filter(|earlier| self.text(field) != Some(earlier.value))
    }

    /// A field's text; `None` where it is unknown or empty.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&'a str> {
        self.cell(field)?.value
    }

    /// A field as a day.
    ///
    /// # Errors
    /// [`FieldError`] where it holds something else.
    pub fn date(&self, field: Field) -> Result<Option<NaiveDate>, FieldError> {
        self.parsed(field, "day such as 2024-06-03", |text| NaiveDate::from_str(text).ok())
    }

    /// A field as a number of things.
    ///
    /// # Errors
    /// [`FieldError`] where it holds something else, or more than [`COUNT_MAX`].
    pub fn count(&self, field: Field) -> Result<Option<u64>, FieldError> {
        self.parsed(field, COUNT, count)
    }

    /// A field as yen.
    ///
    /// # Errors
    /// [`FieldError`] where it holds something else.
    pub fn yen(&self, field: Field) -> Result<Option<u64>, FieldError> {
        self.parsed(field, YEN, whole)
    }

    /// A field as yes or no.
    ///
    /// # Errors
    /// [`FieldError`] where it holds something else.
    pub fn flag(&self, field: Field) -> Result<Option<bool>, FieldError> {
        self.parsed(field, "`yes` or `no`", |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    fn parsed<T>(
        &self,
        field: Field,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, FieldError> {
        let Some((cell, text)) = self.cell(field).and_then(|cell| Some((cell, cell.value?))) else {
            return Ok(None);
        };
        parse(text).map(Some).ok_or_else(|| FieldError {
            kind: self.kind,
            id: self.id.to_owned(),
            field,
            found: text.to_owned(),
            wanted,
            entry: cell.entry,
        })
    }

    /// What happened to it, in the order of days.
    #[must_use]
    pub fn events(&self) -> &[Happening<'a>] {
        &self.events
    }

    /// The last of some events.
    #[must_use]
    pub fn last_of(&self, events: &[Event]) -> Option<&Happening<'a>> {
        self.events.iter().rev().find(|happening| events.contains(&happening.event))
    }
}

/// Two records are the same where they tell the same, whatever number of facts told it.
impl PartialEq for Record<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.id, &self.events) == (other.kind, other.id, &other.events)
            && self.fields().eq(other.fields())
    }
}

impl Eq for Record<'_> {}

/// What several facts say.
fn merged<'a>(facts: &[Standing<'a>]) -> Box<Merged<'a>> {
    let mut merged = Merged { cells: Vec::with_capacity(16), earlier: Vec::new() };
    for (since, entry, put) in facts {
        for (name, value) in put.fields.iter() {
            let cell = Cell { value, since: *since, entry: *entry };
            match merged.cells.binary_search_by(|(known, _)| (*known).cmp(name)) {
                Ok(at) => {
                    if let Some((_, old)) = merged.cells.get_mut(at) {
                        let before = old.value.filter(|before| Some(*before) != value);
                        *old = cell;
                        if let Some(before) = before {
                            merged.earlier.retain(|(known, _)| *known != name);
                            merged.earlier.push((name, Earlier { value: before, until: *since }));
                        }
                    }
                }
                Err(at) => merged.cells.insert(at, (name, cell)),
            }
        }
    }
    merged.cells.shrink_to_fit();
    Box::new(merged)
}

enum FieldsIter<'r, 'a> {
    Once { since: NaiveDate, entry: u64, fields: entry::Pairs<'a> },
    Merged(std::slice::Iter<'r, (&'a str, Cell<'a>)>),
}

impl<'a> Iterator for FieldsIter<'_, 'a> {
    type Item = (&'a str, Cell<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Once { since, entry, fields } => {
                let (name, value) = fields.next()?;
                Some((name.as_ref(), Cell { value: value.as_deref(), since: *since, entry: *entry }))
            }
            Self::Merged(fields) => fields.next().copied(),
        }
    }
}
