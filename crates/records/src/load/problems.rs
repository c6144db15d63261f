//! Problems, of which those with one cause are one.

use std::collections::HashMap;

use intake::{Reason, RowError};

/// How many problems of a file are listed.
pub(super) const LISTED_PER_FILE: u64 = 1_000;

/// The problems so far, in the order in which they were met first.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    listed: Vec<RowError>,
    /// Where each stands, by all but its row.
    places: HashMap<RowError, usize>,
    /// How many different ones each file has, in the order of files.
    counts: Vec<(String, u64)>,
}

impl Problems {
    /// Takes up a problem. Rows with one value in one column for one reason are one problem.
    pub(crate) fn push(&mut self, error: RowError) {
        let key = RowError { row: 0, rows: 0, ..error.clone() };
        let known =
            self.places.get(&key).filter(|_| error.row > 0).and_then(|place| self.listed.get_mut(*place));
        if let Some(known) = known {
            known.rows += error.rows;
            return;
        }
        if self.count(&error.file) <= LISTED_PER_FILE {
            self.places.insert(key, self.listed.len());
            self.listed.push(error);
        }
    }

    /// Takes up a problem unless it is there already.
    pub(super) fn push_once(&mut self, error: RowError) {
        if !self.listed.contains(&error) {
            self.push(error);
        }
    }

    /// Counts one more problem of a file; how many there are now.
    fn count(&mut self, file: &str) -> u64 {
        // The file at hand is the last one.
        match self.counts.iter_mut().rev().find(|(known, _)| known == file) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((file.to_owned(), 1));
                1
            }
        }
    }

    /// How many different problems each file has.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&String, u64)> {
        self.counts.iter().map(|(file, count)| (file, *count))
    }

    /// Those that are listed, and of each file how many more there are.
    pub(super) fn into_listed(self) -> Vec<RowError> {
        let more = self.counts.iter().filter_map(|(file, count)| {
            let more = count.checked_sub(LISTED_PER_FILE).filter(|more| *more > 0)?;
            Some(RowError::of_file(file, Reason::More(more)))
        });
        let more: Vec<RowError> = more.collect();
        self.listed.into_iter().chain(more).collect()
    }
}
