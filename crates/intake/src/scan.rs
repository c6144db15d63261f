//! Text cut into rows of cells. A cell without quotation marks is a piece of the text; each byte lies in one row.

use std::{borrow::Cow, ops::Range};

use crate::{Cell, Placed, ROWS_MAX, Reason, Row, Separator};

/// A row that cannot be cut into cells: its number, what it begins with, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncut {
    /// The row.
    pub row: u64,
    /// The text of its first cell.
    pub value: String,
    /// Why.
    pub reason: Reason,
}

/// The rows of a text, blank ones included, from its beginning to its end.
///
/// A row ends at `\n`, `\r\n` or `\r` outside of quotation marks. A quotation mark that begins a cell ends it as well, and
/// stands for itself where it is doubled; what stands otherwise makes the row a bad one, and each line that the row ran
/// over another.
///
/// ```
/// use intake::{Separator, TextRows};
///
/// let text = "id;note\n1;\"a \"\"b\"\"\"\n";
/// let rows: Vec<_> = TextRows::new(text, Separator::Semicolon).filter_map(Result::ok).collect();
/// assert_eq!((rows[1].row, rows[1].cells[1].cell.shown()), (2, "a \"b\""));
/// ```
#[derive(Debug, Clone)]
pub struct TextRows<'a> {
    text: &'a str,
    separator: Separator,
    at: usize,
    row: u64,
    last: Range<usize>,
    /// Lines that an unclosed quotation mark of the row just given ran over.
    swallowed: Option<(u64, std::str::Lines<'a>)>,
}

impl<'a> TextRows<'a> {
    /// The rows of a text.
    #[must_use]
    pub fn new(text: &'a str, separator: Separator) -> Self {
        Self { text, separator, at: 0, row: 0, last: 0..0, swallowed: None }
    }

    /// The bytes of the row that was given last, its line end included. The ranges of all rows follow each other from the
    /// first byte to the last; swallowed lines lie in that of their row.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.last.clone()
    }

    /// Whether a row that is not blank has a number beyond the limit.
    pub(crate) fn are_too_many(&self) -> bool {
        // Rows are no more than lines: only a text that may be too long is read twice.
        let lines = self.text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        let is_beyond =
            |row: Result<Row<'_>, Uncut>| row.is_ok_and(|row| row.row > ROWS_MAX.into() && !row.is_blank());
        lines >= provenance::place_of(ROWS_MAX) && self.clone().any(is_beyond)
    }

    /// The next row; whether its quotation marks stand where they may.
    fn cut(&mut self) -> Option<(Vec<Placed<'a>>, bool)> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let (separator, begin) = (self.separator.byte(), self.at);
        let ends = |byte: &u8| *byte == separator || matches!(*byte, b'\n' | b'\r');
        let piece = |range: Range<usize>| self.text.get(range).unwrap_or("");
        let (mut cells, mut at, mut is_sound) = (Vec::new(), begin, true);
        loop {
            let mut cell = Cow::Borrowed("");
            if bytes.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let Some(length) = rest.iter().position(|byte| *byte == b'"') else {
                        is_sound = false;
                        append(&mut cell, piece(at..bytes.len()));
                        at = bytes.len();
                        break;
                    };
                    append(&mut cell, piece(at..at + length));
                    at += length + 1;
                    if bytes.get(at) != Some(&b'"') {
                        break;
                    }
                    append(&mut cell, "\"");
                    at += 1;
                }
                is_sound &= bytes.get(at).is_none_or(ends);
            }
            let rest = bytes.get(at..).unwrap_or_default();
            let length = rest.iter().position(ends).unwrap_or(rest.len());
            append(&mut cell, piece(at..at + length));
            at += length;
            let column = cells.len();
            cells.push(Placed { column, cell: if cell.is_empty() { Cell::Empty } else { Cell::Text(cell) } });
            match bytes.get(at) {
                Some(byte) if *byte == separator => at += 1,
                Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                    at += 2;
                    break;
                }
                Some(_) => {
                    at += 1;
                    break;
                }
                None => break,
            }
        }
        (self.last, self.at) = (begin..at, at);
        Some((cells, is_sound))
    }
}

/// Adds a piece to a cell; the first one is borrowed.
fn append<'a>(cell: &mut Cow<'a, str>, piece: &'a str) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        cell.to_mut().push_str(piece);
    }
}

impl<'a> Iterator for TextRows<'a> {
    type Item = Result<Row<'a>, Uncut>;

    fn next(&mut self) -> Option<Self::Item> {
        let first =
            |line: &str, separator: Separator| line.split(separator.sign()).next().unwrap_or("").to_owned();
        if let Some((row, lines)) = &mut self.swallowed {
            if let Some(line) = lines.find(|line| !line.trim().is_empty()) {
                let value = first(line, self.separator);
                return Some(Err(Uncut { row: *row, value, reason: Reason::Swallowed }));
            }
            self.swallowed = None;
        }
        let (cells, is_sound) = self.cut()?;
        self.row += 1;
        let row = self.row;
        if is_sound {
            return Some(Ok(Row { row, cells }));
        }
        let mut lines = self.text.get(self.last.clone()).unwrap_or("").lines();
        let value = lines.next().map(|line| first(line, self.separator)).unwrap_or_default();
        self.swallowed = Some((row, lines));
        Some(Err(Uncut { row, value, reason: Reason::Quote }))
    }
}
