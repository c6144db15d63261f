//! Sheets: rows of named cells, whichever format they came in.

use std::collections::{BTreeMap, BTreeSet};

use provenance::number_of;
use serde_json::value::RawValue;

use crate::{
    COLUMNS_MAX, ROWS_MAX, Reason, RowError, is_too_long,
    json::{Pairs, cell},
    lines::{RowCounter, quotes_are_closed},
};

/// The header of a sheet and its rows, read one by one.
#[derive(Debug)]
pub struct Sheet<'a> {
    file: &'a str,
    columns: Vec<String>,
    places: BTreeMap<String, usize>,
    body: Body<'a>,
}

enum Body<'a> {
    Csv {
        text: &'a str,
        records: Box<csv::StringRecordsIntoIter<&'a [u8]>>,
        counter: RowCounter,
        /// Lines that an unclosed quotation mark of the row just given ran over.
        swallowed: Option<(u64, std::str::Lines<'a>)>,
    },
    Json {
        lines: std::iter::Enumerate<std::str::Lines<'a>>,
    },
}

impl std::fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Csv { .. } => "Csv",
            Self::Json { .. } => "Json",
        })
    }
}

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// The row that a spreadsheet shows, from 1 with the header.
    pub row: u64,
    /// By column; columns without a value need not be there.
    cells: Vec<(usize, String)>,
}

impl Cells {
    /// The cell of a column by the number that [`Sheet::column`] gave, without white space around it.
    #[must_use]
    pub fn get(&self, column: usize) -> &str {
        self.raw(column).trim()
    }

    /// The cell of a column as it stands, white space included.
    #[must_use]
    pub fn raw(&self, column: usize) -> &str {
        let place = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok();
        place.and_then(|place| self.cells.get(place)).map_or("", |(_, cell)| cell)
    }

    /// Takes another text for each cell for which there is one; how many there were.
    pub fn replace(&mut self, with: impl Fn(&str) -> Option<String>) -> usize {
        self.cells.iter_mut().filter_map(|(_, cell)| with(cell).map(|text| *cell = text)).count()
    }
}

impl<'a> Sheet<'a> {
    /// A sheet from comma-separated text with a header. Cells may be quoted and hold line ends.
    ///
    /// # Errors
    /// [`RowError`] where there is no header, a quotation mark in it is not closed, two columns have one
    /// name, or there are more than [`COLUMNS_MAX`] columns or [`ROWS_MAX`] rows.
    pub fn csv(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        Self::csv_from(file, text, 1)
    }

    /// A sheet from comma-separated text whose header is not its first row: titles and remarks above it are
    /// passed over.
    ///
    /// # Errors
    /// As [`csv`](Self::csv); also where there are fewer rows.
    pub fn csv_from(file: &'a str, text: &'a str, header_row: u64) -> Result<Self, RowError> {
        let (text, mut counter) = from_row(text, header_row).ok_or_else(|| whole(file, Reason::Empty))?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        if header.iter().all(|name| name.trim().is_empty()) {
            return Err(whole(file, Reason::Empty));
        }
        if header.len() > COLUMNS_MAX {
            return Err(whole(file, Reason::TooManyColumns));
        }
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let (row, raw) = counter.take(text.get(..end).unwrap_or(""));
        // All rows up to the next quotation mark would be column names.
        if !quotes_are_closed(raw) {
            return Err(RowError { row, ..whole(file, Reason::Quote) });
        }
        if has_too_many_rows(text.get(end..).unwrap_or(""), counter.clone()) {
            return Err(whole(file, Reason::TooManyRows));
        }
        let records = Box::new(reader.into_records());
        Self::new(file, columns, Body::Csv { text, records, counter, swallowed: None })
    }

    /// A sheet from one JSON object a line. The columns are the keys of all objects.
    ///
    /// # Errors
    /// [`RowError`] where there is no line, or where there are more than [`COLUMNS_MAX`] different keys or [`ROWS_MAX`]
    /// lines.
    pub fn json_lines(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        let mut columns: BTreeSet<String> = BTreeSet::new();
        for (line, row) in text.lines().zip(1_u64..).filter(|(line, _)| !line.trim().is_empty()) {
            if row > ROWS_MAX.into() {
                return Err(whole(file, Reason::TooManyRows));
            }
            let Ok(Pairs(pairs)) = serde_json::from_str(line) else { continue };
            for (key, _) in pairs {
                if !columns.contains(key.as_ref()) {
                    columns.insert(key.into_owned());
                }
            }
            if columns.len() > COLUMNS_MAX {
                return Err(whole(file, Reason::TooManyColumns));
            }
        }
        if columns.is_empty() && text.trim().is_empty() {
            return Err(whole(file, Reason::Empty));
        }
        let lines = text.lines().enumerate();
        Self::new(file, columns.into_iter().collect(), Body::Json { lines })
    }

    fn new(file: &'a str, columns: Vec<String>, body: Body<'a>) -> Result<Self, RowError> {
        let mut places = BTreeMap::new();
        for (n, column) in columns.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
            if places.insert(column.clone(), n).is_some() {
                return Err(RowError { column: Some(column.clone()), ..whole(file, Reason::DoubleColumn) });
            }
        }
        Ok(Self { file, columns, places, body })
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The number of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    fn json_cells(&self, n: usize, line: &str) -> Result<Cells, RowError> {
        let row = number_of(n) + 1;
        let wrong = |why: String| RowError { row, ..whole(self.file, Reason::Json(why)) };
        let is_object = line.trim_start().starts_with('{');
        if !is_object && serde_json::from_str::<&RawValue>(line).is_ok() {
            return Err(wrong("not an object".to_owned()));
        }
        let Pairs(pairs) = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        let mut cells = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let Some(text) = cell(value) else {
                let nested = wrong("a list or an object as a value".to_owned());
                return Err(RowError { column: Some(key.into_owned()), ..nested });
            };
            let text = text.map_err(|error| wrong(error.to_string()))?;
            cells.extend(self.column(&key).map(|column| (column, text)));
        }
        cells.sort_unstable_by_key(|(column, _)| *column);
        if cells.windows(2).any(|two| matches!(two, [(one, _), (other, _)] if one == other)) {
            return Err(wrong("a key is named twice".to_owned()));
        }
        Ok(Cells { row, cells })
    }

    /// The row if each of its cells has no more characters than a cell may have.
    fn of_measure(&self, cells: Cells) -> Result<Cells, RowError> {
        match cells.cells.iter().find(|(_, cell)| is_too_long(cell)) {
            None => Ok(cells),
            Some((column, _)) => Err(RowError {
                row: cells.row,
                column: self.columns.get(*column).cloned(),
                ..whole(self.file, Reason::TooLong)
            }),
        }
    }

    /// The next row, whatever its size.
    fn read(&mut self) -> Option<Result<Cells, RowError>> {
        let wrong = |row, value: &str, reason| {
            Some(Err(RowError { row, value: value.to_owned(), ..whole(self.file, reason) }))
        };
        match &mut self.body {
            Body::Csv { text, records, counter, swallowed } => loop {
                if let Some((row, lines)) = swallowed {
                    if let Some(line) = lines.find(|line| !line.trim().is_empty()) {
                        let value = line.split(',').next().unwrap_or("");
                        return wrong(*row, value, Reason::Swallowed);
                    }
                    *swallowed = None;
                }
                let from = records.reader().position().byte();
                let record = match records.next()? {
                    Ok(record) => record,
                    Err(error) => return wrong(0, "", Reason::Encoding(error.to_string())),
                };
                let (row, raw) = counter.take(between(text, from, records.reader().position().byte()));
                if raw.contains('"') && !quotes_are_closed(raw) {
                    let mut lines = raw.lines();
                    let value = lines.next().and_then(|line| line.split(',').next()).unwrap_or("");
                    *swallowed = Some((row, lines));
                    return wrong(row, value, Reason::Quote);
                }
                // What a spreadsheet saves of rows that were emptied.
                if record.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                let columns = self.columns.len();
                if record.len() != columns {
                    let value = record.get(0).unwrap_or("");
                    return wrong(row, value, Reason::Ragged { columns, cells: record.len() });
                }
                let cells = record.iter().map(str::to_owned).enumerate().collect();
                return Some(Ok(Cells { row, cells }));
            },
            Body::Json { lines } => {
                let (n, line) = lines.find(|(_, line)| !line.trim().is_empty())?;
                Some(self.json_cells(n, line))
            }
        }
    }
}

/// The text from a row on, and the counter that stands before it; blank rows before it may be included.
fn from_row(text: &str, row: u64) -> Option<(&str, RowCounter)> {
    let mut counter = RowCounter::new();
    if row <= 1 {
        return Some((text, counter));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        let (from, before) = (reader.position().byte(), counter.clone());
        if !reader.read_record(&mut record).ok()? {
            return None;
        }
        let (found, _) = counter.take(between(text, from, reader.position().byte()));
        if found >= row {
            return Some((text.get(usize::try_from(from).ok()?..)?, before));
        }
    }
}

/// Whether some of the rows that follow have a number beyond the limit.
fn has_too_many_rows(text: &str, mut counter: RowCounter) -> bool {
    // Rows are no more than lines: only a file that may be too long is read twice.
    if counter.last(text) <= ROWS_MAX.into() {
        return false;
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        let from = reader.position().byte();
        if !reader.read_record(&mut record).unwrap_or(false) {
            return false;
        }
        let (row, _) = counter.take(between(text, from, reader.position().byte()));
        if row > ROWS_MAX.into() && record.iter().any(|cell| !cell.trim().is_empty()) {
            return true;
        }
    }
}

fn whole(file: &str, reason: Reason) -> RowError {
    RowError { file: file.to_owned(), row: 0, column: None, value: String::new(), reason }
}

/// The text between two places of it.
fn between(text: &str, from: u64, to: u64) -> &str {
    match (usize::try_from(from), usize::try_from(to)) {
        (Ok(from), Ok(to)) => text.get(from..to).unwrap_or(""),
        _ => "",
    }
}

/// The rows, those without any value passed over. A row that cannot be read is an error in its place; reading
/// goes on. Lines that an unclosed quotation mark runs over are an error each: every one may be a record.
impl Iterator for Sheet<'_> {
    type Item = Result<Cells, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read()?;
        Some(read.and_then(|cells| self.of_measure(cells)))
    }
}
