//! What may stand once.

use std::collections::{BTreeMap, btree_map::Entry};

use provenance::Text;

use crate::{Id, Names, Spot, problems::Stood};

/// What may stand once, with the place at which each stood first. Several keys are a tuple.
/// Of rows of a table, [`Row::rows_by`](crate::Row::rows_by) does the same by their keys.
///
/// ```
/// use provenance::Text;
/// use tables::{Once, check};
///
/// let fees = [("a", 1), ("a", 2)];
/// let made = check(|root| {
///     let mut once = Once::default();
///     for (n, (of, _yen)) in fees.iter().enumerate() {
///         let what = || Text::new(format!("料金`{of}`"), format!("fee `{of}`"));
///         once.take(&root.nth("fee", n), "of", of, what, Text::new("一方を消す", "keep one of them"));
///     }
///     Some(())
/// });
/// assert_eq!(
///     made.unwrap_err().to_string(),
///     "fee[2].of: fee `a` stands twice, first at `fee[1]`; keep one of them"
/// );
/// ```
#[derive(Debug, Clone)]
pub struct Once<K> {
    first: BTreeMap<K, Stood>,
}

impl<K> Default for Once<K> {
    fn default() -> Self {
        Self { first: BTreeMap::new() }
    }
}

impl<K: Ord> Once<K> {
    /// Whether it stands here for the first time. Where not, that `what` stands twice is noted at the key, with both places.
    pub fn take(
        &mut self,
        at: &Spot<'_>,
        key: &str,
        value: K,
        what: impl FnOnce() -> Text,
        help: Text,
    ) -> bool {
        match self.first.entry(value) {
            Entry::Vacant(entry) => _ = entry.insert(at.stood(key)),
            Entry::Occupied(entry) => {
                at.note_again(key, &what(), help, entry.get());
                return false;
            }
        }
        true
    }
}

impl<T> Names<T> {
    /// Adds the name of something that is checked; one given twice is noted.
    pub fn declare_at(&mut self, at: &Spot<'_>, key: &str, id: &Id<T>) {
        match self.ids.get_or_insert_default().entry(id.clone()) {
            Entry::Vacant(entry) => _ = entry.insert(at.stood(key)),
            Entry::Occupied(entry) => {
                let what = Text::new(format!("{}`{id}`", self.kind.ja), format!("{} `{id}`", self.kind.en));
                let help = Text::new("行ごとに別の名称を付ける", "give each row a name of its own");
                at.note_again(key, &what, help, entry.get());
            }
        }
    }
}
