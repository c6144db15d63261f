//! Problems, of which those with one cause are one.

use std::collections::HashMap;

use crate::{Purpose, Reason, RowError};

/// So many different problems of a file are listed; the others are counted.
pub const PROBLEMS_MAX: u64 = 1_000;

/// The problems of files, in the order in which they were met first.
///
/// ```
/// use intake::{Problems, Purpose, Reason, RowError};
///
/// let missing = |row| RowError { row, column: Some("番号".into()), ..RowError::of_file("a.csv", Reason::Missing) };
/// let mut problems = Problems::new(Purpose::Records);
/// problems.push(missing(14));
/// problems.push(missing(20));
/// let listed = problems.into_listed();
/// // One cause is one problem.
/// assert_eq!((listed.len(), listed[0].row, listed[0].rows), (1, 14, 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    purpose: Purpose,
    listed: Vec<RowError>,
    /// Where each stands, by all but its row.
    places: HashMap<RowError, usize>,
    /// How many different ones each file has, in the order of files.
    counts: Vec<(String, u64)>,
    rows: u64,
    is_of_file: bool,
}

impl Problems {
    /// None so far, of files that are handed in for this.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }

    /// Takes up a problem. Rows with one value in one column for one reason are one problem.
    pub fn push(&mut self, error: RowError) {
        let error = RowError { purpose: self.purpose, ..error };
        self.rows += error.rows;
        let is_of_file = error.reason.is_of_file();
        self.is_of_file |= is_of_file;
        let key = RowError { row: 0, rows: 0, ..error.clone() };
        let known =
            self.places.get(&key).filter(|_| error.row > 0).and_then(|place| self.listed.get_mut(*place));
        if let Some(known) = known {
            known.rows += error.rows;
            return;
        }
        // Of those of a file as a whole there are few: each is listed.
        if self.count(&error.file) <= PROBLEMS_MAX || is_of_file {
            self.places.insert(key, self.listed.len());
            self.listed.push(error);
        }
    }

    /// Takes up a problem unless it is there already.
    pub fn push_once(&mut self, error: RowError) {
        let error = RowError { purpose: self.purpose, ..error };
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
    pub fn counts(&self) -> impl Iterator<Item = (&String, u64)> {
        self.counts.iter().map(|(file, count)| (file, *count))
    }

    /// How many were taken up, rows with one cause one by one.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether a file as a whole cannot be taken.
    #[must_use]
    pub fn is_of_file(&self) -> bool {
        self.is_of_file
    }

    /// Those that are listed, and of each file how many more there are.
    #[must_use]
    pub fn into_listed(self) -> Vec<RowError> {
        let mut listed_of: HashMap<&str, u64> = HashMap::new();
        for error in &self.listed {
            *listed_of.entry(&error.file).or_default() += 1;
        }
        let more = self.counts.iter().filter_map(|(file, count)| {
            let listed = listed_of.get(file.as_str()).copied().unwrap_or(0);
            let more = count.checked_sub(listed).filter(|more| *more > 0)?;
            Some(RowError { purpose: self.purpose, ..RowError::of_file(file, Reason::More(more)) })
        });
        let more: Vec<RowError> = more.collect();
        self.listed.into_iter().chain(more).collect()
    }
}
