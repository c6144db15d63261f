//! Workbooks: their sheets, and the rows of each as they are asked for.

use std::fmt;

use crate::{DateSystem, Header, Leaf, Reason, RowError, Sheet, beginning::is_old_book, sheet::AnyRows};

mod biff;
mod inspect;
mod ods;
mod outline;
mod reference;
mod shown;
mod xls;
mod xlsx;

/// A workbook.
pub struct Book<'a> {
    kind: Kind<'a>,
    leaves: Vec<Leaf>,
    dates: DateSystem,
}

enum Kind<'a> {
    Xlsx(xlsx::Workbook<'a>),
    Ods(ods::Document),
    Xls(xls::Document<'a>),
}

impl fmt::Debug for Book<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("leaves", &self.leaves).finish_non_exhaustive()
    }
}

impl<'a> Book<'a> {
    /// Opens a workbook. Its container is measured before anything is built from it.
    ///
    /// # Errors
    /// [`Reason`] where it is broken, too large, or has a password.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        if is_old_book(bytes) {
            let book = xls::Document::open(bytes)?;
            return Ok(Self { leaves: book.leaves(), dates: book.dates(), kind: Kind::Xls(book) });
        }
        if ods::is_ods(bytes) {
            let book = ods::Document::open(bytes)?;
            return Ok(Self { leaves: book.leaves(), dates: DateSystem::From1900, kind: Kind::Ods(book) });
        }
        let book = xlsx::Workbook::open(bytes)?;
        Ok(Self { leaves: book.leaves(), dates: book.dates(), kind: Kind::Xlsx(book) })
    }

    /// Its sheets, in order.
    #[must_use]
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// How it numbers days.
    #[must_use]
    pub fn dates(&self) -> DateSystem {
        self.dates
    }

    /// The sheet of that place among [`leaves`](Self::leaves).
    ///
    /// # Errors
    /// [`RowError`] where it is broken, or has no header.
    pub fn sheet<'b>(
        &'b mut self,
        file: &'b str,
        place: usize,
        header: &Header,
    ) -> Result<Sheet<'b>, RowError> {
        let Some(leaf) = self.leaves.get(place) else {
            return Err(RowError::of_file(file, Reason::Empty));
        };
        let wrong = |reason| RowError { sheet: Some(leaf.name.clone()), ..RowError::of_file(file, reason) };
        let rows: AnyRows<'b> = match &mut self.kind {
            Kind::Xlsx(book) => Box::new(book.rows(&leaf.name).map_err(wrong)?),
            Kind::Ods(book) => Box::new(book.rows(place)),
            Kind::Xls(book) => Box::new(book.rows(place).map_err(wrong)?),
        };
        Sheet::of_rows(file, Some(&leaf.name), rows, header)
    }
}
