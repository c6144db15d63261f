//! How times are written, by what reads them.

use std::collections::BTreeSet;

use intake::{TimeForm, read_time};

use super::points::VALUES;

/// The forms in which times are written.
pub(super) struct Times {
    plain: Vec<(String, TimeForm)>,
    tried: Vec<(String, TimeForm)>,
    used: BTreeSet<String>,
    /// What no plain form reads.
    left: BTreeSet<String>,
}

/// How many different times that no plain form reads are kept.
const LEFT: usize = 10_000;

impl Times {
    pub(super) fn new(tried: &[String]) -> Self {
        let named = |word: &str| word.parse().ok().map(|form| (word.to_owned(), form));
        Self {
            plain: ["iso", "slash", "dot", "compact", "japanese"].into_iter().filter_map(named).collect(),
            tried: tried.iter().filter_map(|pattern| named(pattern)).collect(),
            used: BTreeSet::new(),
            left: BTreeSet::new(),
        }
    }

    /// Notes a value; whether some form reads it. `None` where it says nothing.
    pub(super) fn see(&mut self, value: &str) -> Option<bool> {
        if value.is_empty() || value.chars().all(|sign| "-－?？".contains(sign)) {
            return None;
        }
        let reads = |(_, form): &&(String, TimeForm)| read_time(value, std::slice::from_ref(form)).is_ok();
        let plain = self.plain.iter().find(reads).map(|(word, _)| word.clone());
        let is_plain = plain.is_some();
        match plain {
            Some(word) => _ = self.used.insert(word),
            None if self.left.len() < LEFT => _ = self.left.insert(value.to_owned()),
            None => {}
        }
        Some(
            is_plain
                || self.tried.iter().any(|(_, form)| read_time(value, std::slice::from_ref(form)).is_ok()),
        )
    }

    /// The forms that read what was seen, and a few values that none reads.
    pub(super) fn chosen(&self) -> (Vec<String>, Vec<String>) {
        let reads = |form: &TimeForm, value: &String| read_time(value, std::slice::from_ref(form)).is_ok();
        let mut count: Vec<(usize, &String, &TimeForm)> = self
            .tried
            .iter()
            .map(|(word, form)| (self.left.iter().filter(|value| reads(form, value)).count(), word, form))
            .collect();
        let most = count.iter().map(|(count, ..)| *count).max().unwrap_or_default();
        count.retain(|(count, ..)| *count == most && most > 0);
        let unread = self.left.iter().filter(|value| !count.iter().any(|(_, _, form)| reads(form, value)));
        let unread = unread.take(VALUES).cloned().collect();
        let forms = self.used.iter().cloned().chain(count.into_iter().map(|(_, word, _)| word.clone()));
        (forms.collect(), unread)
    }
}
