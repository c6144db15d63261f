//! What a row of comma-separated text looks like before it is cut into cells: its number, its quotes.

use provenance::number_of;

/// Counts rows as a spreadsheet does: by line ends outside cells, blank lines included.
#[derive(Debug, Clone)]
pub(crate) struct RowCounter {
    row: u64,
    /// The text so far ended with a carriage return; a line feed that follows belongs to it.
    ended_with_cr: bool,
}

impl RowCounter {
    pub(crate) fn new() -> Self {
        Self { row: 1, ended_with_cr: false }
    }

    /// No row of the text that follows has a greater number.
    pub(crate) fn last(&self, text: &str) -> u64 {
        self.row + line_ends(text)
    }

    /// Takes the next record's text with all that stands before and after it; gives its row and the record
    /// alone.
    pub(crate) fn take<'a>(&mut self, raw: &'a str) -> (u64, &'a str) {
        let raw = if self.ended_with_cr { raw.strip_prefix('\n').unwrap_or(raw) } else { raw };
        let content = raw.trim_matches(['\r', '\n']);
        let (before, after) = match raw.find(content).filter(|_| !content.is_empty()) {
            Some(at) => (raw.get(..at).unwrap_or(""), raw.get(at + content.len()..).unwrap_or("")),
            None => (raw, ""),
        };
        let row = self.row + line_ends(before);
        self.row = row + line_ends(after);
        self.ended_with_cr = raw.ends_with('\r');
        (row, content)
    }
}

/// How many lines end in the text: at `\n`, `\r\n` or `\r`.
fn line_ends(text: &str) -> u64 {
    let mut before = 0;
    let ends = text.bytes().filter(|byte| {
        let ends = *byte == b'\r' || (*byte == b'\n' && before != b'\r');
        before = *byte;
        ends
    });
    number_of(ends.count())
}

/// Whether each quoted cell of a record is closed and followed by a comma or the end of the record.
///
/// A reader that is lenient here runs on to the next quotation mark and takes the rows between for one cell.
pub(crate) fn quotes_are_closed(record: &str) -> bool {
    let mut bytes = record.bytes().peekable();
    let mut starts_cell = true;
    while let Some(byte) = bytes.next() {
        if !(starts_cell && byte == b'"') {
            starts_cell = byte == b',';
            continue;
        }
        loop {
            match bytes.next() {
                None => return false,
                Some(b'"') if bytes.peek() == Some(&b'"') => {
                    bytes.next();
                }
                Some(b'"') => break,
                Some(_) => {}
            }
        }
        match bytes.next() {
            None => return true,
            Some(b',') => starts_cell = true,
            Some(_) => return false,
        }
    }
    true
}
