//! Records of workbooks of before 2007 (BIFF8, [MS-XLS]), and the texts in them.
//!
//! A record is a number that names it, a length and as many bytes. No length is believed further than the stream goes, and
//! nothing is set aside for a count that a record tells.

use provenance::Text;

use crate::Reason;

/// Numbers of records, as [MS-XLS] 2.3 lists them.
pub(super) mod kind {
    pub(crate) const FORMULA: u16 = 0x0006;
    pub(crate) const EOF: u16 = 0x000A;
    pub(crate) const DATE_MODE: u16 = 0x0022;
    pub(crate) const FILE_PASS: u16 = 0x002F;
    pub(crate) const CONTINUE: u16 = 0x003C;
    pub(crate) const COL_INFO: u16 = 0x007D;
    pub(crate) const BOUND_SHEET: u16 = 0x0085;
    pub(crate) const FILTER_MODE: u16 = 0x009B;
    pub(crate) const AUTO_FILTER: u16 = 0x009E;
    pub(crate) const MUL_RK: u16 = 0x00BD;
    pub(crate) const R_STRING: u16 = 0x00D6;
    pub(crate) const XF: u16 = 0x00E0;
    pub(crate) const MERGE_CELLS: u16 = 0x00E5;
    pub(crate) const SST: u16 = 0x00FC;
    pub(crate) const LABEL_SST: u16 = 0x00FD;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const LABEL: u16 = 0x0204;
    pub(crate) const BOOL_ERR: u16 = 0x0205;
    pub(crate) const STRING: u16 = 0x0207;
    pub(crate) const ROW: u16 = 0x0208;
    pub(crate) const ARRAY: u16 = 0x0221;
    pub(crate) const TABLE: u16 = 0x0236;
    pub(crate) const RK: u16 = 0x027E;
    pub(crate) const FORMAT: u16 = 0x041E;
    pub(crate) const SHARED_FORMULA: u16 = 0x04BC;
    pub(crate) const BOF: u16 = 0x0809;
    /// Cells of older forms, which have no place in this one.
    pub(crate) const OLD_CELLS: [u16; 7] = [0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406];
}

pub(super) fn broken(why: impl ToString) -> Reason {
    let why = why.to_string();
    Reason::BrokenWorkbook(Text::new(format!("読み取れない記録がある（詳細: {why}）"), why))
}

pub(super) fn told(ja: &str, en: &str) -> Reason {
    Reason::BrokenWorkbook(Text::new(ja, en))
}

fn cut() -> Reason {
    told("レコードが途中で切れている", "a record is cut off")
}

/// The fields of a record, one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl Fields<'_> {
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        let (first, rest) = self.0.split_first_chunk::<N>().ok_or_else(cut)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Reason> {
        Ok(u16::from_le_bytes(self.take()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Reason> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    pub(super) fn f64(&mut self) -> Result<f64, Reason> {
        Ok(f64::from_le_bytes(self.take()?))
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

impl<'a> Record<'a> {
    pub(super) fn fields(self) -> Fields<'a> {
        Fields(self.data)
    }
}

/// The records of a stream from a place on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// Where the next record begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next record. Streams are read up to a record that says that they end, so that none is missing unless they are cut.
    pub(super) fn next(&mut self) -> Result<Record<'a>, Reason> {
        let mut rest = Fields(self.stream.get(self.at..).unwrap_or_default());
        let (kind, length) = (rest.u16()?, rest.u16()?);
        let data = rest.0.get(..usize::from(length)).ok_or_else(cut)?;
        self.at += 4 + data.len();
        Ok(Record { kind, data })
    }

    /// A record with those that continue it. What reads it takes the continuations away from here with [`Pieces::behind`].
    pub(super) fn pieces(&self, record: Record<'a>) -> Pieces<'a> {
        Pieces { now: record.data, rest: *self }
    }
}

/// What a record and those that continue it hold.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    now: &'a [u8],
    rest: Records<'a>,
}

impl<'a> Pieces<'a> {
    /// The records behind the continuations that were begun.
    pub(super) fn behind(&self) -> Records<'a> {
        self.rest
    }

    /// Goes on to the next continuation; false where there is none.
    fn go_on(&mut self) -> Result<bool, Reason> {
        let mut rest = self.rest;
        // What stands behind is no matter of this record.
        let Ok(record) = rest.next() else { return Ok(false) };
        if record.kind != kind::CONTINUE {
            return Ok(false);
        }
        (self.now, self.rest) = (record.data, rest);
        Ok(true)
    }

    pub(super) fn is_at_end(&mut self) -> Result<bool, Reason> {
        while self.now.is_empty() {
            if !self.go_on()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn byte(&mut self) -> Result<u8, Reason> {
        if self.is_at_end()? {
            return Err(cut());
        }
        let (first, rest) = self.now.split_first().ok_or_else(cut)?;
        self.now = rest;
        Ok(*first)
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            *byte = self.byte()?;
        }
        Ok(bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Reason> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    fn skip(&mut self, mut count: u64) -> Result<(), Reason> {
        while count > 0 {
            if self.is_at_end()? {
                return Err(cut());
            }
            let here = usize::try_from(count).map_or(self.now.len(), |count| count.min(self.now.len()));
            self.now = self.now.get(here..).unwrap_or_default();
            count -= provenance::number_of(here);
        }
        Ok(())
    }

    /// A text whose length takes one byte ([MS-XLS] 2.5.240).
    pub(super) fn short_text(&mut self) -> Result<String, Reason> {
        let (length, mut text) = (self.byte()?, String::new());
        self.text_of(length.into(), &mut text)?;
        Ok(text)
    }

    /// A text whose length takes two bytes ([MS-XLS] 2.5.293, 2.5.294), put behind what is there.
    pub(super) fn text(&mut self, text: &mut String) -> Result<(), Reason> {
        let length = u16::from_le_bytes(self.bytes()?);
        self.text_of(length.into(), text)
    }

    fn text_of(&mut self, letters: usize, text: &mut String) -> Result<(), Reason> {
        let form = self.byte()?;
        let runs = if form & 8 == 0 { 0 } else { u16::from_le_bytes(self.bytes()?) };
        let reading = if form & 4 == 0 { 0 } else { self.u32()? };
        self.letters(letters, form & 1 == 1, text)?;
        // How parts of it look, and how it is read aloud.
        self.skip(u64::from(runs) * 4 + u64::from(reading))
    }

    fn letters(&mut self, mut left: usize, mut is_wide: bool, text: &mut String) -> Result<(), Reason> {
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            if self.now.is_empty() {
                // A text that is cut says anew how wide its letters are.
                is_wide = self.byte()? & 1 == 1;
                continue;
            }
            let width = if is_wide { 2 } else { 1 };
            let count = left.min(self.now.len() / width);
            let (here, rest) = self.now.split_at_checked(count * width).ok_or_else(cut)?;
            if count == 0 {
                return Err(cut());
            }
            if is_wide {
                units.extend(here.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)));
            } else {
                units.extend(here.iter().map(|unit| u16::from(*unit)));
            }
            self.now = rest;
            left -= count;
        }
        // Half of a pair is shown as the sign for what is no letter.
        let letters = char::decode_utf16(units);
        text.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(())
    }
}

/// The texts that cells share.
#[derive(Debug, Default)]
pub(super) struct Texts {
    letters: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Reads them up to their end, whatever count is told: a cell that asks for one that is not there is told.
    pub(super) fn read(&mut self, pieces: &mut Pieces<'_>) -> Result<(), Reason> {
        let (_uses, count) = (pieces.u32()?, pieces.u32()?);
        for _ in 0..count {
            if pieces.is_at_end()? {
                break;
            }
            pieces.text(&mut self.letters)?;
            self.ends.push(u32::try_from(self.letters.len()).map_err(broken)?);
        }
        Ok(())
    }

    pub(super) fn get(&self, n: u32) -> Option<&str> {
        let n = usize::try_from(n).ok()?;
        let end = usize::try_from(*self.ends.get(n)?).ok()?;
        let start = match n.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        self.letters.get(start..end)
    }
}
