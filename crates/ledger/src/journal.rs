//! The journal: entries in a chain, in memory. Where they are kept, a [`Store`](crate::Store) knows.

use provenance::Text;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use tables::Explain;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

use crate::{
    AsOf, Body, Corruption, Entry, EntryHash, Head, JournalId, Kind, Origin, Put, State, UnknownField,
    corruption::Damage,
    entry::Standing,
    names::Names,
    text::{self, Read, Reader, Unread},
    upcast::{ENTRY_VERSION, JOURNAL_FORMAT, journal_format},
};

/// Something to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The day from which the fact holds.
    pub valid_on: NaiveDate,
    /// Where it was read.
    pub origin: Option<Origin>,
    /// The fact.
    pub body: Body,
}

impl Draft {
    /// A fact about a record, entered by hand.
    #[must_use]
    pub fn put(valid_on: NaiveDate, put: Put) -> Self {
        Self { valid_on, origin: None, body: Body::Put(put) }
    }
}

/// What stands after the last line's end of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// A batch, whole but for the line's end.
    Whole,
    /// The beginning of a batch whose writing was broken off.
    Torn,
}

/// Where reading a line stopped.
struct Stop {
    corruption: Corruption,
    broken_off: bool,
}

/// Entries that are recorded together or not at all. A batch follows one state of one journal; any batch recorded in
/// between makes it stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    previous: EntryHash,
    entries: Vec<Entry>,
}

impl Batch {
    /// Its entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.entries.first().map_or(0, |entry| entry.batch)
    }

    /// The number of its first entry.
    fn begins(&self) -> u64 {
        self.entries.first().map_or(0, |entry| entry.seq)
    }

    /// The hash of the entry that it follows.
    #[must_use]
    pub const fn previous(&self) -> EntryHash {
        self.previous
    }

    /// Whether it follows a journal that ends with an entry of this number and hash.
    ///
    /// # Errors
    /// [`AppendError::Stale`] where it does not.
    pub fn follows(&self, last: u64, head: EntryHash) -> Result<(), AppendError> {
        let begins = self.begins();
        if self.previous != head || last.checked_add(1) != Some(begins) {
            return Err(AppendError::Stale { begins, last });
        }
        Ok(())
    }

    /// What its line begins with, up to the number of its entries: all that the journal before it decides.
    #[must_use]
    pub fn opening(&self) -> String {
        text::opening(self.begins(), self.number())
    }

    /// Its line in a journal file, without the line's end. Holds no line break.
    #[must_use]
    pub fn to_line(&self) -> String {
        let mut line = String::from("[");
        for (at, text) in self.entry_texts().into_iter().enumerate() {
            if at > 0 {
                line.push(',');
            }
            line.push_str(&text);
        }
        line.push(']');
        line
    }

    /// The canonical text of each of its entries.
    #[must_use]
    pub fn entry_texts(&self) -> Vec<String> {
        let mut previous = self.previous;
        self.entries
            .iter()
            .map(|entry| {
                let text = text::signed(entry, self.entries.len(), previous);
                previous = entry.hash;
                text
            })
            .collect()
    }
}

/// Why something cannot be recorded. What a fact says is never a reason: facts are recorded, verdicts computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// There is nothing to record.
    #[error("the batch holds no facts")]
    Empty,
    /// Nobody records it.
    #[error("nobody is named as the one who records; a ledger without names proves nothing")]
    NoActor,
    /// The moment of recording has no year of four figures.
    #[error(
        "the moment of recording, {moment}, is not in a year from 0 to 9999, which is all that can be written"
    )]
    Moment {
        /// The moment.
        moment: DateTime<Utc>,
    },
    /// A fact's day has no year of four figures.
    #[error(
        "fact {fact} of the batch holds from {day}, not in a year from 0 to 9999, which is all that can be written"
    )]
    Day {
        /// Its number in the batch, from 1.
        fact: usize,
        /// The day.
        day: NaiveDate,
    },
    /// A fact is about a record without identifier.
    #[error("fact {fact} of the batch is about a {kind} without identifier")]
    NoId {
        /// Its number in the batch, from 1.
        fact: usize,
        /// The kind.
        kind: Kind,
    },
    /// A fact names a field that its kind of record does not have.
    #[error("fact {fact} of the batch: {unknown}")]
    UnknownField {
        /// Its number in the batch, from 1.
        fact: usize,
        /// The name.
        unknown: UnknownField,
    },
    /// A correction or reversal names an entry that is not before it.
    #[error(
        "fact {fact} of the batch corrects or reverses entry {entry}, but the journal ends with entry {last}"
    )]
    NoSuchEntry {
        /// Its number in the batch, from 1.
        fact: usize,
        /// The entry named.
        entry: u64,
        /// The journal's last entry.
        last: u64,
    },
    /// The batch was made for another state of the journal.
    #[error(
        "the batch begins with entry {begins}, but the journal ends with entry {last}: somebody recorded in between; prepare it again"
    )]
    Stale {
        /// The first entry of the batch.
        begins: u64,
        /// The journal's last entry.
        last: u64,
    },
    /// More entries than can be numbered.
    #[error("the journal is full")]
    Full,
}

impl Explain for AppendError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::Empty => "一括記録に記録が1件もない".to_owned(),
            Self::NoActor => "記録者の名前がない。名前のない台帳は何も証明しない".to_owned(),
            Self::Moment { moment } => {
                format!("記録日時{moment}が0年から9999年の範囲になく、書き表せない")
            }
            Self::Day { fact, day } => {
                format!("{fact}件目の記録の日付{day}が0年から9999年の範囲になく、書き表せない")
            }
            Self::NoId { fact, kind } => format!("{fact}件目の記録（`{kind}`）に番号がない"),
            Self::UnknownField { fact, unknown } => format!("{fact}件目の記録: {}", unknown.text().ja),
            Self::NoSuchEntry { fact, entry, last } => {
                format!("{fact}件目の記録が訂正・取消しの対象とする記録{entry}がない。記録簿は記録{last}まで")
            }
            Self::Stale { begins, last } => format!(
                "一括記録は記録{begins}から始まるが、記録簿は記録{last}で終わる。その間に他の人が記録した。やり直す"
            ),
            Self::Full => "記録簿が満杯である".to_owned(),
        };
        Text::new(ja, self.to_string())
    }
}

/// What stands in the place of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPlace<'a> {
    /// A fact.
    Stands {
        /// The entry that says it: the one asked about, or the last correction of it.
        entry: &'a Entry,
        /// The fact.
        put: &'a Put,
    },
    /// Nothing: it was reversed.
    Reversed {
        /// By this entry.
        by: u64,
    },
}

/// All entries of a ledger, verified.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    entries: Vec<Entry>,
    names: Names,
    written: Written,
}

/// In which version the entries of a journal are written.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    /// The version of the last one.
    last: u32,
    /// The first entry of journal format 2, which all after it have.
    sized_from: Option<u64>,
}

impl Written {
    fn then(self, seq: u64, version: u32) -> Self {
        let is_sized = journal_format(version) == JOURNAL_FORMAT;
        Self { last: version, sized_from: self.sized_from.or(is_sized.then_some(seq)) }
    }
}

impl Journal {
    /// A journal without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The entries, from the first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The last entry's number; 0 where there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// The hash of the last entry. Kept elsewhere, it proves later that nothing before was exchanged.
    #[must_use]
    pub fn head(&self) -> EntryHash {
        self.entries.last().map_or(EntryHash::BEGINNING, |entry| entry.hash)
    }

    /// Where it ends: what to keep elsewhere, as proof.
    #[must_use]
    pub fn end(&self) -> Head {
        self.end_at(self.last())
    }

    /// Where it would end with an entry.
    pub(crate) fn end_at(&self, seq: u64) -> Head {
        let last = self.entry(seq);
        Head {
            journal: self.entries.first().filter(|_| last.is_some()).map(|entry| JournalId::of(entry.hash)),
            format: self.format_of(seq),
            entries: last.map_or(0, |entry| entry.seq),
            batches: last.map_or(0, |entry| entry.batch),
            recorded_at: last.map(|entry| entry.recorded_at),
            hash: last.map_or(EntryHash::BEGINNING, |entry| entry.hash),
        }
    }

    /// The first entry whose batch states its size, as all after it do: journal format 2.
    #[must_use]
    pub fn sized_from(&self) -> Option<u64> {
        self.written.sized_from
    }

    /// The journal format in which an entry is written; of no entry, the one in which the first will be.
    fn format_of(&self, seq: u64) -> u32 {
        match self.written.sized_from {
            Some(first) if seq < first && seq > 0 => 1,
            None if !self.entries.is_empty() && seq > 0 => 1,
            _ => JOURNAL_FORMAT,
        }
    }

    /// The entry of a number.
    #[must_use]
    pub fn entry(&self, seq: u64) -> Option<&Entry> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.entries.get(at)
    }

    /// The last entry that was recorded by a moment; 0 where none was.
    #[must_use]
    pub fn last_recorded_by(&self, moment: DateTime<Utc>) -> u64 {
        self.entries.iter().rev().find(|entry| entry.recorded_at <= moment).map_or(0, |entry| entry.seq)
    }

    /// Makes a batch of what is to be recorded; it is not recorded yet. First it is stored, then [appended](Self::append).
    ///
    /// # Errors
    /// [`AppendError`], of the first fact at fault, in the order of its variants.
    pub fn prepare(
        &self,
        actor: &str,
        recorded_at: DateTime<Utc>,
        drafts: Vec<Draft>,
    ) -> Result<Batch, AppendError> {
        if drafts.is_empty() {
            return Err(AppendError::Empty);
        }
        if actor.trim().is_empty() {
            return Err(AppendError::NoActor);
        }
        if !text::can_be_written(&recorded_at) {
            return Err(AppendError::Moment { moment: recorded_at });
        }
        let batch = match self.entries.last() {
            None => 1,
            Some(last) => last.batch.checked_add(1).ok_or(AppendError::Full)?,
        };
        let actor: Arc<str> = Arc::from(actor);
        let recorded_at = recorded_at.trunc_subsecs(0);
        let (mut seq, mut hash) = (self.last(), self.head());
        let size = drafts.len();
        let mut entries = Vec::with_capacity(size);
        for (fact, Draft { valid_on, origin, body }) in (1..).zip(drafts) {
            if !text::can_be_written(&valid_on) {
                return Err(AppendError::Day { fact, day: valid_on });
            }
            match &body {
                Body::Put(put) | Body::Correct { put, .. } if put.id.trim().is_empty() => {
                    return Err(AppendError::NoId { fact, kind: put.kind });
                }
                Body::Put(put) | Body::Correct { put, .. } if let Some(unknown) = put.unknown_field() => {
                    return Err(AppendError::UnknownField { fact, unknown });
                }
                Body::Correct { entry, .. } | Body::Reverse { entry, .. } if *entry == 0 || *entry > seq => {
                    return Err(AppendError::NoSuchEntry { fact, entry: *entry, last: seq });
                }
                Body::Put(_) | Body::Correct { .. } | Body::Reverse { .. } => {}
            }
            seq = seq.checked_add(1).ok_or(AppendError::Full)?;
            let actor = Arc::clone(&actor);
            let mut entry = Entry { seq, batch, recorded_at, valid_on, actor, origin, body, hash };
            entry.hash = EntryHash::of(&text::unsigned(&entry, size, hash));
            hash = entry.hash;
            entries.push(entry);
        }
        Ok(Batch { previous: self.head(), entries })
    }

    /// Takes in a batch that was made by [`prepare`](Self::prepare).
    ///
    /// # Errors
    /// [`AppendError::Stale`] where the journal has grown since.
    pub fn append(&mut self, batch: Batch) -> Result<(), AppendError> {
        batch.follows(self.last(), self.head())?;
        self.written = self.written.then(batch.begins(), ENTRY_VERSION);
        self.entries.extend(batch.entries);
        Ok(())
    }

    /// Reads the line of the next batch and verifies its entries.
    ///
    /// # Errors
    /// [`Corruption`] names the first entry that is not what was written; nothing of the line is taken in.
    pub fn read_line(&mut self, line: &str) -> Result<(), Corruption> {
        self.read(line).map_err(|stop| stop.corruption)
    }

    /// Reads the line of the next batch as it was found, whether it is text or not.
    ///
    /// # Errors
    /// As [`read_line`](Self::read_line).
    pub fn read_bytes(&mut self, line: &[u8]) -> Result<(), Corruption> {
        self.read_found(line).map_err(|stop| stop.corruption)
    }

    /// Reads what follows the last line's end. A batch that is whole is taken in; of one that is not, nothing is.
    ///
    /// # Errors
    /// [`Corruption`] where it is neither a batch nor the beginning of one.
    pub fn read_tail(&mut self, tail: &[u8]) -> Result<Tail, Corruption> {
        match self.read_found(tail) {
            Ok(()) => Ok(Tail::Whole),
            Err(stop) if stop.broken_off => Ok(Tail::Torn),
            Err(stop) => Err(stop.corruption),
        }
    }

    /// What [`read_tail`](Self::read_tail) makes of it, of which nothing is taken in.
    ///
    /// # Errors
    /// As there.
    pub fn look_at_tail(&mut self, tail: &[u8]) -> Result<Tail, Corruption> {
        let (entries, written) = (self.entries.len(), self.written);
        let found = self.read_tail(tail);
        self.back_to(entries, written);
        found
    }

    /// What the line of the next batch [begins](Batch::opening) with. `None` where no more entries can be numbered.
    #[must_use]
    pub fn opening(&self) -> Option<String> {
        let batch = self.entries.last().map_or(0, |last| last.batch).checked_add(1)?;
        Some(text::opening(self.last().checked_add(1)?, batch))
    }

    fn read_found(&mut self, line: &[u8]) -> Result<(), Stop> {
        let error = match std::str::from_utf8(line) {
            Ok(line) => return self.read(line),
            Err(error) => error,
        };
        let (entries, written) = (self.entries.len(), self.written);
        // What is wrong before it comes first.
        let before = line.get(..error.valid_up_to()).and_then(|text| std::str::from_utf8(text).ok());
        if let Err(stop) = self.read(before.unwrap_or_default())
            && !stop.broken_off
        {
            return Err(stop);
        }
        self.back_to(entries, written);
        // Another letter in its place tells in which entry it stands; no entry has that letter and its hash.
        let stop = self.read(&String::from_utf8_lossy(line)).err();
        let seq = stop.as_ref().map_or(self.last(), |stop| stop.corruption.seq);
        self.back_to(entries, written);
        let why = format!("no UTF-8 at byte {} of its line", error.valid_up_to() + 1);
        // A letter cut in two stands at the end of the line only.
        let broken_off = error.error_len().is_none() && stop.is_some_and(|stop| stop.broken_off);
        Err(Stop { corruption: Corruption { seq, damage: Damage::Unreadable { why } }, broken_off })
    }

    fn read(&mut self, line: &str) -> Result<(), Stop> {
        let (entries, written) = (self.entries.len(), self.written);
        let read = self.read_batch(line);
        if read.is_err() {
            self.back_to(entries, written);
        }
        read
    }

    /// Forgets what was read since there were so many entries.
    fn back_to(&mut self, entries: usize, written: Written) {
        self.entries.truncate(entries);
        self.written = written;
    }

    /// Reads a batch; where it stops, entries before the one at fault are left behind.
    fn read_batch(&mut self, line: &str) -> Result<(), Stop> {
        // Numbers count what is in memory, which ends long before they do.
        let next = |number: u64| number + 1;
        let batch = next(self.entries.last().map_or(0, |last| last.batch));
        let mut reader = Reader::new(line);
        let mut seq = next(self.last());
        let stop =
            |seq, Unread { damage, broken_off }| Stop { corruption: Corruption { seq, damage }, broken_off };
        let damaged = |seq, damage| stop(seq, Unread { damage, broken_off: false });
        reader.expect("[").map_err(|unread| stop(seq, unread))?;
        let (mut found, mut first) = (0, None);
        loop {
            let Read { entry, version, size } =
                reader.entry(seq, self.head(), &mut self.names).map_err(|unread| stop(seq, unread))?;
            if let Some(damage) = self.misplaced(&entry, batch) {
                return Err(damaged(seq, damage));
            }
            if version < self.written.last {
                let before = self.written.last;
                return Err(damaged(seq, Damage::OlderVersion { found: version, before }));
            }
            if *first.get_or_insert((version, size)) != (version, size) {
                return Err(damaged(seq, Damage::Size { batch }));
            }
            if let Some(stated) = size
                && found >= stated
            {
                return Err(damaged(seq, Damage::Long { batch, stated }));
            }
            found = next(found);
            self.written = self.written.then(seq, version);
            self.entries.push(entry);
            if !reader.passes(",") {
                break;
            }
            // A comma that nothing follows is the fault of what it follows.
            reader.more().map_err(|unread| stop(seq, unread))?;
            seq = next(seq);
        }
        // What closes the line belongs to its last entry.
        reader.expect("]").and_then(|()| reader.end()).map_err(|unread| stop(seq, unread))?;
        match first {
            Some((_, Some(stated))) if found < stated => {
                Err(damaged(next(seq), Damage::Short { batch, stated, found }))
            }
            _ => Ok(()),
        }
    }

    /// What is wrong with the place of an entry that is sound by itself.
    fn misplaced(&self, entry: &Entry, batch: u64) -> Option<Damage> {
        let names_later = match &entry.body {
            Body::Put(_) => false,
            Body::Correct { entry: named, .. } | Body::Reverse { entry: named, .. } => {
                *named == 0 || *named >= entry.seq
            }
        };
        match (names_later, entry.batch == batch) {
            (true, _) => Some(Damage::NamesLater),
            (false, false) => Some(Damage::Batch),
            (false, true) => None,
        }
    }

    /// The journal as it was when it ended with an entry, to ask of it what was known then.
    #[must_use]
    pub fn up_to(&self, last: u64) -> Self {
        Self { entries: self.known(last).to_vec(), names: self.names.clone(), written: self.written }
    }

    /// The entries up to a number.
    pub(crate) fn known(&self, last: u64) -> &[Entry] {
        let known = self.entries.partition_point(|entry| entry.seq <= last);
        self.entries.get(..known).unwrap_or(&self.entries)
    }

    /// What was known at a point of the journal of how things stood on a day.
    #[must_use]
    pub fn state(&self, as_of: AsOf) -> State<'_> {
        State::of(&effective(self.known(as_of.known)), as_of)
    }

    /// The entries about a record, and those that correct or reverse them.
    pub fn history<'a>(&'a self, kind: Kind, id: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| match &entry.body {
            Body::Put(put) => put.kind == kind && *put.id == *id,
            Body::Correct { entry, put } => {
                put.kind == kind && *put.id == *id || self.is_about(*entry, kind, id)
            }
            Body::Reverse { entry, .. } => self.is_about(*entry, kind, id),
        })
    }

    /// What stands in the place of an entry by now: itself, the last correction of it, or nothing. `None` where there is
    /// no such entry.
    #[must_use]
    pub fn in_place_of(&self, seq: u64) -> Option<InPlace<'_>> {
        let mut place = self.entry(seq)?;
        while let Body::Correct { entry, .. } | Body::Reverse { entry, .. } = &place.body {
            place = self.entry(*entry)?;
        }
        let mut chain = BTreeSet::from([place.seq]);
        let mut last = place;
        for entry in self.entries.iter().filter(|entry| entry.seq > place.seq) {
            if let Body::Correct { entry: named, .. } | Body::Reverse { entry: named, .. } = &entry.body
                && chain.contains(named)
            {
                chain.insert(entry.seq);
                last = entry;
            }
        }
        Some(match &last.body {
            Body::Put(put) | Body::Correct { put, .. } => InPlace::Stands { entry: last, put },
            Body::Reverse { .. } => InPlace::Reversed { by: last.seq },
        })
    }

    /// Whether an entry, or one that it corrects, is about a record. Entries name earlier ones only, so this ends.
    fn is_about(&self, seq: u64, kind: Kind, id: &str) -> bool {
        let mut named = seq;
        loop {
            match self.entry(named).map(|entry| &entry.body) {
                None => return false,
                Some(Body::Put(put)) => return put.kind == kind && *put.id == *id,
                Some(Body::Correct { put, .. }) if put.kind == kind && *put.id == *id => return true,
                Some(Body::Correct { entry, .. } | Body::Reverse { entry, .. }) => named = *entry,
            }
        }
    }
}

/// The facts that stand, after corrections and reversals, in the order of the days from which they hold, and on one day
/// in the order of the entries that were there first: a correction has the place of what it amends, and names itself.
pub(crate) fn effective(entries: &[Entry]) -> Vec<Standing<'_>> {
    let mut standing: Vec<Option<Standing<'_>>> = Vec::with_capacity(entries.len());
    // A correction stands in the place of the entry at the root of the chain it amends.
    let mut root: HashMap<u64, u64> = HashMap::new();
    let mut in_order = true;
    let mut latest = NaiveDate::MIN;
    for entry in entries {
        in_order &= latest <= entry.valid_on;
        latest = entry.valid_on;
        let amended = match &entry.body {
            Body::Put(put) => {
                standing.push(Some((entry.valid_on, entry.seq, put)));
                continue;
            }
            Body::Correct { entry, .. } | Body::Reverse { entry, .. } => *entry,
        };
        standing.push(None);
        in_order = false;
        let first = root.get(&amended).copied().unwrap_or(amended);
        root.insert(entry.seq, first);
        let place = first.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        if let Some(place) = place.and_then(|at| standing.get_mut(at)) {
            *place = match &entry.body {
                Body::Correct { put, .. } => Some((entry.valid_on, entry.seq, put)),
                Body::Put(_) | Body::Reverse { .. } => None,
            };
        }
    }
    let mut standing: Vec<Standing<'_>> = standing.into_iter().flatten().collect();
    if !in_order {
        // Those of one day stay in their places.
        standing.sort_by_key(|(valid_on, ..)| *valid_on);
    }
    standing
}
