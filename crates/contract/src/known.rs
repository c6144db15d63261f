//! The names that the rows of a contract may refer to, and rows that are held against them.

use calendar::CalendarSet;
use tables::{Names, Row};

use crate::{OfAgendaItem, OfDuty, OfEventKind, OfFigure, OfRegion, OfRole, OfWord};

/// All names of a contract. Its tables refer to each other both ways: names first, then what they stand for.
pub(crate) struct Known<'k> {
    pub(crate) calendars: &'k CalendarSet,
    pub(crate) roles: Names<OfRole>,
    pub(crate) duties: Names<OfDuty>,
    pub(crate) events: Names<OfEventKind>,
    pub(crate) figures: Names<OfFigure>,
    pub(crate) agenda: Names<OfAgendaItem>,
    pub(crate) regions: Names<OfRegion>,
    pub(crate) words: Names<OfWord>,
}

/// The rows of a list, each as far as it could be read.
pub(crate) fn rows<T>(
    root: &Row<'_>,
    list: &'static str,
    read: impl Fn(&Row<'_>) -> Option<T>,
) -> Vec<Option<T>> {
    root.rows(list).iter().map(read).collect()
}

/// A part that may be absent; `None` where it is there and cannot be read.
pub(crate) fn part<T>(
    root: &Row<'_>,
    key: &'static str,
    read: impl FnOnce(&Row<'_>) -> Option<T>,
) -> Option<Option<T>> {
    match root.optional_row(key) {
        None => Some(None),
        Some(row) => read(&row).map(Some),
    }
}

/// Rows that are checked, in their places: all of a program, and of a table those that could be read.
pub(crate) trait Stated<T: 'static> {
    fn stated(&self) -> impl Iterator<Item = (usize, &T)>;
}

impl<T: 'static> Stated<T> for Vec<Option<T>> {
    fn stated(&self) -> impl Iterator<Item = (usize, &T)> {
        self.iter().enumerate().filter_map(|(n, row)| Some((n, row.as_ref()?)))
    }
}

impl<T: 'static> Stated<T> for Vec<T> {
    fn stated(&self) -> impl Iterator<Item = (usize, &T)> {
        self.iter().enumerate()
    }
}
