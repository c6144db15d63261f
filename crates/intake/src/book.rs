//! Workbooks: their sheets, and the rows of each as they are asked for.

use std::fmt;

use crate::{DateSystem, Header, Leaf, Reason, RowError, Sheet, sheet::AnyRows};

mod inspect;
mod ods;
mod outline;
mod reference;
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
}

impl fmt::Debug for Book<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("leaves", &self.leaves).finish_non_exhaustive()
    }
}

/// How a workbook of before 2007 begins, and one with a password.
const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

impl<'a> Book<'a> {
    /// Opens a workbook. Its container is measured before anything is built from it.
    ///
    /// # Errors
    /// [`Reason`] where it is broken, too large, or has a password.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        if bytes.starts_with(OLD) {
            // A workbook with a password is a stream of that name in a container of old.
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let has_password = bytes.windows(name.len()).any(|window| window == name);
            return Err(if has_password { Reason::Password } else { Reason::OldWorkbook });
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
        };
        Sheet::of_rows(file, Some(&leaf.name), rows, header)
    }
}
