//! The facts of a day, brought together record by record.
//!
//! A million facts are looked at once and sorted by the first bytes of their identifiers: the identifiers themselves
//! stand all over the memory, so that each comparison of two, and each search for one, would wait for it.

use crate::{Kind, Put, entry::Standing};

/// How many bytes of an identifier its key holds.
const HELD: usize = 16;

/// A fact by its record: identifiers compare as their keys do, where the keys hold all of one of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    first: u64,
    second: u64,
    /// How long the identifier is; of those beyond what the key holds, only that they are.
    length: u32,
    /// Where the fact stands: the facts of a record keep their order.
    at: u32,
}

impl Key {
    fn of(put: &Put, at: usize) -> Self {
        let mut held = [0; HELD];
        let length = put.id.len().min(HELD);
        if let (Some(place), Some(bytes)) = (held.get_mut(..length), put.id.as_bytes().get(..length)) {
            place.copy_from_slice(bytes);
        }
        let all = u128::from_be_bytes(held);
        let half = |part: u128| u64::try_from(part & u128::from(u64::MAX)).unwrap_or(u64::MAX);
        let length = put.id.len().min(HELD + 1);
        Self {
            kind: put.kind,
            first: half(all >> 64),
            second: half(all),
            length: u32::try_from(length).unwrap_or(u32::MAX),
            at: u32::try_from(at).unwrap_or(u32::MAX),
        }
    }

    const fn same(&self, other: &Self) -> bool {
        self.first == other.first && self.second == other.second && self.length == other.length
    }

    fn is_cut(&self) -> bool {
        usize::try_from(self.length).is_ok_and(|length| length > HELD)
    }
}

/// Hands over the facts of each record in their order, the records in the order of kinds and identifiers.
pub(super) fn by_record<'a>(facts: &[Standing<'a>], mut each: impl FnMut(&[Standing<'a>])) {
    let mut keys: Vec<Key> = facts.iter().enumerate().map(|(at, (_, _, put))| Key::of(put, at)).collect();
    // Facts mostly come in runs of one order, which a stable sort finds.
    keys.sort();
    let mut record: Vec<Standing<'a>> = Vec::new();
    for run in keys.chunk_by(|a, b| a.kind == b.kind && a.same(b)) {
        record.clear();
        record.extend(run.iter().filter_map(|key| facts.get(usize::try_from(key.at).ok()?)));
        if run.first().is_some_and(Key::is_cut) {
            record.sort_by_key(|(_, _, put)| &put.id);
            record.chunk_by(|(_, _, a), (_, _, b)| a.id == b.id).for_each(&mut each);
        } else {
            each(&record);
        }
    }
}
