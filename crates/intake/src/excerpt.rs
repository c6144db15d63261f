//! The line of a text at which a problem stands.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use provenance::{folded, number_of};

use crate::{Container, HEADER_ROWS_MAX, Placed, RowError, TextRows};

/// The line at which a problem of a text stands, and what of it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line of the text, from 1; a row of the sheet may have several.
    pub line: u64,
    /// The line; `…` stands for what lies far from the mark.
    pub text: String,
    /// The bytes of it that are meant: a cell, or the row's beginning.
    pub marked: Range<usize>,
}

/// So many characters are shown before what is marked, of it, and behind it.
const BEFORE: usize = 60;
const MARKED: usize = 60;
const BEHIND: usize = 30;

impl Container<'_> {
    /// The lines of a text at which problems stand, in the order of the problems; `None` for what stands in no row of it, and for
    /// all of them where the file is no text of cells.
    ///
    /// ```
    /// use intake::{Container, Reason, RowError, TextForm};
    ///
    /// let file = Container::open("a.csv", "\u{FEFF}番号,受付\nT-1,きのう\n".as_bytes(), TextForm::default())?;
    /// let column = Some("受付".to_owned());
    /// let error = RowError { row: 2, column, ..RowError::of_file("a.csv", Reason::Missing) };
    /// let excerpt = file.excerpts(&[error])[0].clone().unwrap();
    /// assert_eq!((excerpt.line, &excerpt.text[excerpt.marked]), (2, "きのう"));
    /// # Ok::<(), intake::RowError>(())
    /// ```
    #[must_use]
    pub fn excerpts(&self, errors: &[RowError]) -> Vec<Option<Excerpt>> {
        let mut found: Vec<Option<Excerpt>> = vec![None; errors.len()];
        let mut wanted: Vec<(u64, usize)> = errors
            .iter()
            .enumerate()
            .filter(|(_, error)| error.row > 0 && error.sheet.is_none())
            .map(|(n, error)| (error.row, n))
            .collect();
        wanted.sort_unstable();
        let Some((text, separator)) = wanted.first().and_then(|(row, _)| self.text(*row)) else {
            return found;
        };
        let names: BTreeSet<String> = errors
            .iter()
            .filter_map(|error| error.column.as_deref())
            .map(|name| folded(name).into_owned())
            .collect();
        let mut columns: BTreeMap<String, usize> = BTreeMap::new();
        let mut wanted = wanted.into_iter().peekable();
        let mut rows = TextRows::new(text, separator);
        let (mut line, mut counted, mut seen) = (1_u64, 0_usize, 0_usize);
        while let (Some(row), Some((next, _))) = (rows.next(), wanted.peek().copied()) {
            let range = rows.range();
            if let Ok(row) = row.as_ref()
                && seen < HEADER_ROWS_MAX
            {
                seen += 1;
                for Placed { column: place, cell } in &row.cells {
                    let name = folded(cell.shown().trim()).into_owned();
                    if names.contains(&name) {
                        columns.entry(name).or_insert(*place);
                    }
                }
            }
            let number = row.map_or_else(|uncut| uncut.row, |row| row.row);
            if number < next {
                continue;
            }
            line += lines_in(text.get(counted..range.start).unwrap_or(""));
            counted = range.start;
            while let Some((_, n)) = wanted.next_if(|(row, _)| *row <= number) {
                let Some(error) = errors.get(n) else { continue };
                let raw = text.get(range.clone()).unwrap_or("");
                let cell = cell_of(raw, separator.byte(), error, &columns);
                let before = lines_in(raw.get(..cell.start).unwrap_or(""));
                let at = range.start + cell.start..range.start + cell.end;
                if let Some(slot) = found.get_mut(n) {
                    *slot = Some(clipped(text, at, line + before));
                }
            }
        }
        found
    }
}

/// How many line ends a text has.
fn lines_in(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let is_end =
        |(n, byte): &(usize, &u8)| **byte == b'\n' || (**byte == b'\r' && bytes.get(n + 1) != Some(&b'\n'));
    number_of(bytes.iter().enumerate().filter(is_end).count())
}

/// The bytes of the cell that an error means; the first of the row where it means none.
fn cell_of(raw: &str, separator: u8, error: &RowError, columns: &BTreeMap<String, usize>) -> Range<usize> {
    let cells = cells(raw, separator);
    let shown = |cell: &Range<usize>| raw.get(cell.clone()).unwrap_or("").trim_matches('"').trim();
    let place = error.column.as_deref().and_then(|name| columns.get(folded(name).as_ref()));
    let named = place.and_then(|place| cells.get(*place));
    // A column may have another name in the file: then its value tells.
    let said = || cells.iter().find(|cell| !error.value.is_empty() && shown(cell) == error.value.trim());
    let first = || cells.first().filter(|_| error.column.is_none());
    named.or_else(said).or_else(first).cloned().unwrap_or(0..0)
}

/// The bytes of each cell of a row, without white space around it.
fn cells(raw: &str, separator: u8) -> Vec<Range<usize>> {
    let (mut cells, mut begin, mut is_quoted) = (Vec::new(), 0, false);
    let mut add = |range: Range<usize>| {
        let cell = raw.get(range.clone()).unwrap_or("");
        let begin = range.start + (cell.len() - cell.trim_start().len());
        cells.push(begin..begin + cell.trim().len());
    };
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            _ if byte == separator => {
                add(begin..at);
                begin = at + 1;
            }
            _ => {}
        }
    }
    add(begin..raw.len());
    cells
}

/// The line around a mark, without what lies far from it.
fn clipped(text: &str, marked: Range<usize>, line: u64) -> Excerpt {
    let ends = ['\n', '\r'];
    let (before, behind) = text.split_at_checked(marked.start).unwrap_or((text, ""));
    let before = before.rsplit(ends).next().unwrap_or("");
    let line_rest = behind.split(ends).next().unwrap_or("");
    let length = marked.len().min(line_rest.len());
    let (mark, behind) = line_rest.split_at_checked(length).unwrap_or((line_rest, ""));
    let mut shown = String::new();
    match before.char_indices().rev().nth(BEFORE) {
        Some((at, letter)) => {
            shown.push('…');
            shown.push_str(before.get(at + letter.len_utf8()..).unwrap_or(""));
        }
        None => shown.push_str(before),
    }
    let start = shown.len();
    let mut push = |piece: &str, most: usize| match piece.char_indices().nth(most) {
        Some((at, _)) => {
            shown.push_str(piece.get(..at).unwrap_or(""));
            shown.push('…');
            false
        }
        None => {
            shown.push_str(piece);
            true
        }
    };
    let is_whole = push(mark, MARKED);
    let end = start + if is_whole { mark.len() } else { shown_length(mark) };
    if is_whole {
        push(behind, BEHIND);
    }
    Excerpt { line, text: shown, marked: start..end }
}

/// How many bytes of a long mark are shown.
fn shown_length(mark: &str) -> usize {
    mark.char_indices().nth(MARKED).map_or(mark.len(), |(at, _)| at)
}
