//! Sheets: rows of named cells, whichever container they came in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use provenance::folded;

use crate::{COLUMNS_MAX, Cells, Placed, Reason, Row, RowError, Separator, TextRows, Uncut, json::JsonRows};

/// Where a sheet's column names stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// In the row of that number, as a spreadsheet shows it.
    Row(u64),
    /// In the first of the first hundred rows that has most of these columns, each given by the names that it may have:
    /// titles and remarks may stand above. Without such a row, in the first that is not blank.
    Holding(Vec<Vec<String>>),
}

/// So many rows are looked at for the header.
pub const HEADER_ROWS_MAX: usize = 100;

/// Rows of any container.
pub(crate) trait Rows<'a>: Iterator<Item = Result<Row<'a>, Uncut>> {
    /// Tells how many columns have a name; of others nobody reads anything.
    fn have_columns(&mut self, _columns: usize) {}

    /// Whether each row has a cell for each column.
    fn are_even(&self) -> bool {
        false
    }
}

impl<'a> Rows<'a> for TextRows<'a> {
    fn are_even(&self) -> bool {
        true
    }
}

pub(crate) type AnyRows<'a> = Box<dyn Rows<'a> + 'a>;

/// The header of a sheet and its rows, read one by one.
pub struct Sheet<'a> {
    file: &'a str,
    name: Option<&'a str>,
    columns: Vec<String>,
    /// Where each name stands; several places where it is repeated.
    places: BTreeMap<String, Vec<usize>>,
    header_row: u64,
    above: Vec<(u64, String)>,
    separator: Option<Separator>,
    blank: u64,
    body: Body<'a>,
}

enum Body<'a> {
    Rows {
        /// Rows that were looked at for the header.
        pending: VecDeque<Result<Row<'a>, Uncut>>,
        rows: AnyRows<'a>,
    },
    Json(JsonRows<'a>),
}

impl std::fmt::Debug for Sheet<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet")
            .field("file", &self.file)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

/// A column that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnPlace {
    /// It stands there.
    At(usize),
    /// There is none of that name.
    Nowhere,
    /// So many have that name; which is meant, its place would say: `名称[2]`.
    Several(usize),
}

impl<'a> Sheet<'a> {
    /// A sheet from text with a header in its first row, cut at commas. Cells may be quoted and hold line ends.
    ///
    /// # Errors
    /// [`RowError`] where there is no header, a quotation mark in it is not closed, or there are more than
    /// [`COLUMNS_MAX`] columns or [`ROWS_MAX`](crate::ROWS_MAX) rows.
    pub fn csv(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        Self::text(file, text, Separator::Comma, &Header::Row(1))
    }

    /// A sheet from text.
    ///
    /// # Errors
    /// As [`csv`](Self::csv).
    pub fn text(
        file: &'a str,
        text: &'a str,
        separator: Separator,
        header: &Header,
    ) -> Result<Self, RowError> {
        let rows = TextRows::new(text, separator);
        if rows.are_too_many() {
            return Err(RowError::of_file(file, Reason::TooManyRows(crate::ROWS_MAX.into())));
        }
        let sheet = Self::of_rows(file, None, Box::new(rows), header)?;
        Ok(Self { separator: Some(separator), ..sheet })
    }

    /// A sheet from one JSON object a line. The columns are the keys of all objects.
    ///
    /// # Errors
    /// [`RowError`] where there is no line, or where there are more than [`COLUMNS_MAX`] different keys or [`ROWS_MAX`](crate::ROWS_MAX)
    /// lines.
    pub fn json_lines(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        Self::json(file, JsonRows::lines(text))
    }

    /// A sheet from a list of JSON objects. The columns are the keys of all objects; rows are counted from 1.
    ///
    /// # Errors
    /// As [`json_lines`](Self::json_lines), and where the list does not end.
    pub fn json_array(file: &'a str, text: &'a str) -> Result<Self, RowError> {
        let rows = JsonRows::array(text)
            .map_err(|error| RowError::of_file(file, Reason::Json(crate::json::why(&error))))?;
        Self::json(file, rows)
    }

    fn json(file: &'a str, rows: JsonRows<'a>) -> Result<Self, RowError> {
        let columns = rows.keys().map_err(|reason| RowError::of_file(file, reason))?;
        Ok(Self::named(file, None, columns, Body::Json(rows)))
    }

    /// A sheet of rows of any container.
    pub(crate) fn of_rows(
        file: &'a str,
        name: Option<&'a str>,
        mut rows: AnyRows<'a>,
        header: &Header,
    ) -> Result<Self, RowError> {
        let wrong =
            |row, reason| RowError { row, sheet: name.map(str::to_owned), ..RowError::of_file(file, reason) };
        let mut pending: VecDeque<Result<Row<'a>, Uncut>> = VecDeque::new();
        let place = match header {
            Header::Row(number) => {
                let mut place = None;
                for row in rows.by_ref() {
                    let at = row.as_ref().map_or_else(|uncut| uncut.row, |row| row.row);
                    // A first line without anything is no header that anybody meant.
                    let is_nothing =
                        row.as_ref().is_ok_and(|row| row.cells.len() < 2 && row.is_blank()) && *number == 1;
                    pending.push_back(row);
                    if at >= *number && !is_nothing {
                        place = Some(pending.len() - 1).filter(|_| at == *number || *number == 1);
                        break;
                    }
                }
                place
            }
            Header::Holding(wanted) => {
                let (all, wanted) = (wanted.len(), Wanted::new(wanted));
                let mut best = None;
                for row in rows.by_ref().take(HEADER_ROWS_MAX) {
                    let held = row.as_ref().map_or(0, |row| wanted.held(row));
                    let is_first = best.is_none() && !row.as_ref().is_ok_and(Row::is_blank);
                    pending.push_back(row);
                    if is_first || best.is_some_and(|(most, _)| held > most) {
                        best = Some((held, pending.len() - 1));
                    }
                    if held == all {
                        break;
                    }
                }
                best.map(|(_, place)| place)
            }
        };
        let Some(place) = place else {
            let is_empty = pending.iter().all(|row| row.as_ref().is_ok_and(Row::is_blank));
            return Err(wrong(0, if is_empty { Reason::Empty } else { Reason::NoHeader }));
        };
        let mut above = Vec::new();
        for row in pending.drain(..place) {
            let told = match &row {
                Ok(row) if row.is_blank() => continue,
                Ok(row) => (row.row, row.beginning()),
                Err(uncut) => (uncut.row, uncut.value.as_str()),
            };
            above.push((told.0, told.1.to_owned()));
        }
        let header = match pending.pop_front() {
            Some(Ok(row)) => row,
            // All rows up to the next quotation mark would be column names.
            Some(Err(uncut)) => return Err(wrong(uncut.row, uncut.reason)),
            None => return Err(wrong(0, Reason::Empty)),
        };
        if header.is_blank() {
            return Err(wrong(0, Reason::NoHeader));
        }
        let count = header.cells.last().map_or(0, |last| last.column + 1);
        if count > COLUMNS_MAX {
            return Err(wrong(0, Reason::TooManyColumns));
        }
        let mut columns = vec![String::new(); count];
        for Placed { column, cell } in &header.cells {
            if let Some(name) = columns.get_mut(*column) {
                cell.shown().trim().clone_into(name);
            }
        }
        rows.have_columns(count);
        let body = Body::Rows { pending, rows };
        Ok(Self { header_row: header.row, above, ..Self::named(file, name, columns, body) })
    }

    fn named(file: &'a str, name: Option<&'a str>, columns: Vec<String>, body: Body<'a>) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, column) in columns.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
            places.entry(folded(column).into_owned()).or_default().push(n);
        }
        Self {
            file,
            name,
            columns,
            places,
            header_row: 0,
            above: Vec::new(),
            separator: None,
            blank: 0,
            body,
        }
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// The sheet's name, in a workbook.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.name
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The row of the header; 0 where there is none, as in JSON.
    #[must_use]
    pub fn header_row(&self) -> u64 {
        self.header_row
    }

    /// The rows above the header that are not blank, with what they begin with.
    #[must_use]
    pub fn above(&self) -> &[(u64, String)] {
        &self.above
    }

    /// The sign between the cells of text.
    #[must_use]
    pub fn separator(&self) -> Option<Separator> {
        self.separator
    }

    /// How many blank rows were passed over so far.
    #[must_use]
    pub fn blank_rows(&self) -> u64 {
        self.blank
    }

    /// The number of a column, where there is one of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        match self.find(name) {
            ColumnPlace::At(place) => Some(place),
            ColumnPlace::Nowhere | ColumnPlace::Several(_) => None,
        }
    }

    /// Where a column stands. Names are compared without differences of width, case and white space; of several of one name
    /// the second is `名称[2]`.
    ///
    /// ```
    /// use intake::{ColumnPlace, Sheet};
    ///
    /// let sheet = Sheet::csv("a.csv", "Issue key,Sprint,Sprint\n").map_err(|error| error.to_string())?;
    /// assert_eq!(sheet.find("ｉｓｓｕｅ　ＫＥＹ"), ColumnPlace::At(0));
    /// assert_eq!((sheet.find("Sprint"), sheet.find("Sprint[2]")), (ColumnPlace::Several(2), ColumnPlace::At(2)));
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn find(&self, name: &str) -> ColumnPlace {
        let at = |name: &str| self.places.get(folded(name).as_ref());
        if let Some(places) = at(name) {
            return match places.as_slice() {
                [place] => ColumnPlace::At(*place),
                several => ColumnPlace::Several(several.len()),
            };
        }
        let numbered = name.strip_suffix(']').and_then(|name| name.rsplit_once('['));
        let place = numbered.and_then(|(name, number)| {
            let number: usize = number.trim().parse().ok()?;
            at(name)?.get(number.checked_sub(1)?).copied()
        });
        place.map_or(ColumnPlace::Nowhere, ColumnPlace::At)
    }

    /// The next row, whatever its size.
    fn read(&mut self) -> Option<Result<Cells<'a>, RowError>> {
        let wrong = |row, column: Option<String>, value: String, reason| {
            let sheet = self.name.map(str::to_owned);
            Some(Err(RowError { row, sheet, column, value, ..RowError::of_file(self.file, reason) }))
        };
        match &mut self.body {
            Body::Rows { pending, rows } => loop {
                let row = match pending.pop_front().or_else(|| rows.next())? {
                    Ok(row) => row,
                    Err(Uncut { row, value, reason }) => return wrong(row, None, value, reason),
                };
                // What a spreadsheet saves of rows that were emptied.
                if row.is_blank() {
                    self.blank += 1;
                    continue;
                }
                let (columns, cells) = (self.columns.len(), row.cells.len());
                if rows.are_even() && cells != columns {
                    let value = row.cells.first().map_or("", |first| first.cell.shown()).to_owned();
                    return wrong(row.row, None, value, Reason::Ragged { columns, cells });
                }
                return Some(Ok(row.into()));
            },
            Body::Json(rows) => match rows.next(&self.columns)? {
                Ok(cells) => Some(Ok(cells)),
                Err((row, column, why)) => wrong(row, column, String::new(), Reason::Json(why)),
            },
        }
    }
}

/// The names of wanted columns, folded once for all rows that are looked at.
pub(crate) struct Wanted(Vec<Vec<String>>);

impl Wanted {
    pub(crate) fn new(wanted: &[Vec<String>]) -> Self {
        let names = |name: &String| {
            // A name with its place, `名称[2]`, is the name of a column too.
            let plain = name.strip_suffix(']').and_then(|name| name.rsplit_once('[')).map(|(name, _)| name);
            let both = [Some(name.as_str()), plain].into_iter().flatten();
            both.map(|name| folded(name).into_owned()).collect::<Vec<_>>()
        };
        Self(wanted.iter().map(|column| column.iter().flat_map(names).collect()).collect())
    }

    /// How many of the wanted columns a row names.
    pub(crate) fn held(&self, row: &Row<'_>) -> usize {
        let names: BTreeSet<String> =
            row.cells.iter().map(|placed| folded(placed.cell.shown().trim()).into_owned()).collect();
        self.0.iter().filter(|column| column.iter().any(|name| names.contains(name))).count()
    }
}

/// The rows, those without any value passed over. A row that cannot be read is an error in its place; reading
/// goes on. Lines that an unclosed quotation mark runs over are an error each: every one may be a record.
impl<'a> Iterator for Sheet<'a> {
    type Item = Result<Cells<'a>, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let cells = match self.read()? {
            Ok(cells) => cells,
            Err(error) => return Some(Err(error)),
        };
        Some(match cells.too_long() {
            None => Ok(cells),
            Some(column) => Err(RowError {
                row: cells.row,
                sheet: self.name.map(str::to_owned),
                column: self.columns.get(column).cloned(),
                ..RowError::of_file(self.file, Reason::TooLong(crate::CELL_MAX))
            }),
        })
    }
}
