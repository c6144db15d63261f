//! Sheets: rows of named cells, whichever format they came in.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Reason, RowError};

/// The header of a sheet and its rows, read one by one.
#[derive(Debug)]
pub struct Sheet<'a> {
    file: &'a str,
    columns: Vec<String>,
    places: BTreeMap<String, usize>,
    body: Body<'a>,
}

enum Body<'a> {
    Csv { text: &'a str, records: Box<csv::StringRecordsIntoIter<&'a [u8]>>, newlines_within: u64 },
    Json { lines: std::iter::Enumerate<std::str::Lines<'a>> },
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
    cells: Vec<String>,
}

impl Cells {
    /// The cell of a column by the number that [`Sheet::column`] gave, without white space around it.
    #[must_use]
    pub fn get(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

impl<'a> Sheet<'a> {
    /// A sheet from comma-separated text with a header. Cells may be quoted and hold line ends.
    ///
    /// # Errors
    /// [`RowError`] where there is no header or two columns have one name.
    pub fn csv(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        if header.iter().all(|name| name.trim().is_empty()) {
            return Err(whole(file, Reason::Empty));
        }
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let newlines_within = newlines(&header);
        let records = Box::new(reader.into_records());
        Self::new(file, columns, Body::Csv { text, records, newlines_within })
    }

    /// A sheet from one JSON object a line. The columns are the keys of all objects.
    ///
    /// # Errors
    /// [`RowError`] where there is no line.
    pub fn json_lines(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        let mut columns = BTreeSet::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if let Ok(serde_json::Value::Object(object)) = serde_json::from_str(line) {
                columns.extend(object.into_iter().map(|(key, _)| key));
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
        let row = n as u64 + 1;
        let wrong = |why: String| RowError { row, ..whole(self.file, Reason::Json(why)) };
        let object = match serde_json::from_str(line) {
            Ok(serde_json::Value::Object(object)) => object,
            Ok(_) => return Err(wrong("not an object".to_owned())),
            Err(error) => return Err(wrong(error.to_string())),
        };
        let mut cells = vec![String::new(); self.columns.len()];
        for (key, value) in object {
            let text = match value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text,
                serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                    return Err(RowError {
                        column: Some(key),
                        ..wrong("a list or an object as a value".to_owned())
                    });
                }
                other => other.to_string(),
            };
            if let Some(cell) = self.column(&key).and_then(|n| cells.get_mut(n)) {
                *cell = text;
            }
        }
        Ok(Cells { row, cells })
    }
}

fn whole(file: &str, reason: Reason) -> RowError {
    RowError { file: file.to_owned(), row: 0, column: None, value: String::new(), reason }
}

/// The blank lines that the reader passed over before a record: a spreadsheet shows them as rows.
fn blank_lines(text: &str, at: &csv::Position) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or("");
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    blank.filter(|byte| *byte == b'\n').count() as u64
}

fn newlines(record: &csv::StringRecord) -> u64 {
    record.iter().map(|cell| cell.matches('\n').count() as u64).sum()
}

/// The rows. A row that cannot be read is an error in its place; reading goes on.
impl Iterator for Sheet<'_> {
    type Item = Result<Cells, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.body {
            Body::Csv { text, records, newlines_within } => {
                let record = records.next()?;
                let columns = self.columns.len();
                let record = match record {
                    Ok(record) => record,
                    Err(error) => return Some(Err(whole(self.file, Reason::Encoding(error.to_string())))),
                };
                // A line end within a cell starts no new row in a spreadsheet.
                let line = record.position().map_or(0, |at| at.line().saturating_add(blank_lines(text, at)));
                let row = line.saturating_sub(*newlines_within);
                *newlines_within = newlines_within.saturating_add(newlines(&record));
                if record.len() != columns {
                    let reason = Reason::Ragged { columns, cells: record.len() };
                    let value = record.get(0).unwrap_or("").to_owned();
                    return Some(Err(RowError { row, value, ..whole(self.file, reason) }));
                }
                Some(Ok(Cells { row, cells: record.iter().map(str::to_owned).collect() }))
            }
            Body::Json { lines } => {
                let (n, line) = lines.find(|(_, line)| !line.trim().is_empty())?;
                Some(self.json_cells(n, line))
            }
        }
    }
}
