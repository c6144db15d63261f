//! A row at hand, while it is read.

use std::{cell::RefCell, collections::BTreeMap};

use intake::{Cells, DateSystem, RowError};
use sla::{Origin, Readable};

use crate::mapping::FileMapping;

/// A row at hand with what is needed to read its cells, and all that is wrong with it.
pub(super) struct At<'a> {
    /// The place of its mapping in the table.
    pub(super) number: usize,
    pub(super) file: &'a FileMapping,
    pub(super) columns: &'a BTreeMap<&'a str, usize>,
    pub(super) cells: &'a Cells<'a>,
    pub(super) origin: &'a Origin,
    /// How a workbook numbers days.
    pub(super) dates: Option<DateSystem>,
    pub(super) faults: RefCell<Vec<RowError>>,
    /// What of a record could be read, where that is the row of one record and not all of it could.
    pub(super) readable: RefCell<Option<Box<Readable>>>,
}
