//! Rows of a workbook in the form of 97 to 2003, one by one.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
    vec,
};

use calamine::Dimensions;
use cfb::CompoundFile;
use provenance::number_of;

use super::{
    biff::{Fields, Record, Records, Texts, broken, kind, told},
    reference::name_of,
    shown::{is_date, is_known_date},
    xlsx::Merged,
};
use crate::{
    Cell, DateSystem, Excess, Hidden, Leaf, PART_MAX, PARTS_MAX, Placed, Reason, Row, Uncut,
    beginning::COMPOUND, sheet::Rows,
};

/// What the stream is called, and that of the forms before.
const STREAM: &str = "Workbook";
const OLDER_STREAM: &str = "Book";

/// BIFF8, of which alone the rest is known.
const VERSION: u16 = 0x0600;
/// What a stream of records is of.
const WORKSHEET: u16 = 0x0010;
/// A sheet has no more columns in this form.
const COLUMNS: u16 = 256;

pub(crate) struct Document<'a> {
    stream: Cow<'a, [u8]>,
    texts: Texts,
    /// Of each format of cells, whether it shows a date or a time.
    are_dates: Vec<bool>,
    dates: DateSystem,
    parts: Vec<Part>,
}

/// A sheet.
struct Part {
    begin: usize,
    leaf: Leaf,
    merged: Vec<Dimensions>,
    /// Whether its cells stand row by row.
    is_sorted: bool,
}

impl<'a> Document<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        let stream = stream(bytes)?;
        let mut document = Self {
            stream: Cow::Borrowed(&[]),
            texts: Texts::default(),
            are_dates: Vec::new(),
            dates: DateSystem::From1900,
            parts: Vec::new(),
        };
        document.globals(&stream)?;
        document.look(&stream)?;
        document.stream = stream;
        Ok(document)
    }

    pub(super) fn leaves(&self) -> Vec<Leaf> {
        self.parts.iter().map(|part| part.leaf.clone()).collect()
    }

    pub(super) fn dates(&self) -> DateSystem {
        self.dates
    }

    /// Reads what holds of all sheets.
    fn globals(&mut self, stream: &[u8]) -> Result<(), Reason> {
        let mut records = Records::new(stream, 0);
        begin(records.next()?)?;
        let (mut formats, mut cells, mut names) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
        loop {
            let record = records.next()?;
            let mut fields = record.fields();
            match record.kind {
                kind::EOF => break,
                kind::FILE_PASS => return Err(Reason::Password),
                kind::DATE_MODE if fields.u16()? == 1 => self.dates = DateSystem::From1904,
                kind::FORMAT => {
                    let number = fields.u16()?;
                    let mut text = String::new();
                    records.pieces(Record { data: fields.0, ..record }).text(&mut text)?;
                    formats.insert(number, is_date(&text));
                }
                kind::XF => {
                    let _font = fields.u16()?;
                    cells.push(fields.u16()?);
                }
                kind::BOUND_SHEET => {
                    let begin = usize::try_from(fields.u32()?).map_err(broken)?;
                    let [state, sort] = fields.take()?;
                    let name = records.pieces(Record { data: fields.0, ..record }).short_text()?;
                    if !names.insert(name.clone()) {
                        return Err(told("同じ名前のシートが2つある", "two sheets have one name"));
                    }
                    if names.len() > PARTS_MAX {
                        return Err(Excess::Parts(names.len()).into());
                    }
                    // Diagrams and sheets of macros are no tables.
                    if sort == 0 {
                        let leaf = Leaf { name, is_visible: state & 3 == 0, hidden: Hidden::default() };
                        self.parts.push(Part { begin, leaf, merged: Vec::new(), is_sorted: true });
                    }
                }
                kind::SST => {
                    let mut pieces = records.pieces(record);
                    self.texts.read(&mut pieces)?;
                    records = pieces.behind();
                }
                _ => {}
            }
        }
        let of = |format: &u16| formats.get(format).copied().unwrap_or_else(|| is_known_date(*format));
        self.are_dates = cells.iter().map(of).collect();
        Ok(())
    }

    /// Finds what the sheets hide and merge. No record belongs to two of them, so that each is looked at once.
    fn look(&mut self, stream: &[u8]) -> Result<(), Reason> {
        let mut parts: Vec<&mut Part> = self.parts.iter_mut().collect();
        parts.sort_by_key(|part| part.begin);
        let mut behind = 0;
        for part in parts {
            if part.begin < behind {
                return Err(told("シートが重なっている", "sheets overlap"));
            }
            behind = part.look(stream)?;
        }
        Ok(())
    }

    pub(super) fn rows(&self, place: usize) -> Result<XlsRows<'_>, Reason> {
        let Some(part) = self.parts.get(place) else { return Err(Reason::Empty) };
        let mut cells = Cells {
            book: self,
            records: Inner { records: Records::new(&self.stream, part.begin), depth: 0 },
            many: None,
        };
        let source = if part.is_sorted {
            Source::Read(cells)
        } else {
            let mut all: Vec<Found<'_>> = Vec::new();
            while let Some(cell) = cells.next()? {
                all.push(cell);
            }
            all.sort_by_key(|(row, column, _)| (*row, *column));
            Source::Sorted(all.into_iter())
        };
        Ok(XlsRows { source: Some(source), next: None, merged: Merged::new(part.merged.clone()) })
    }
}

/// The stream of records.
fn stream(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Reason> {
    if !bytes.starts_with(COMPOUND) {
        return Ok(Cow::Borrowed(bytes));
    }
    let encrypted = "EncryptedPackage";
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| {
        // Of a broken container it is still good to know that it has a password.
        let name: Vec<u8> = encrypted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(name.len()).any(|window| window == name) { Reason::Password } else { broken(error) }
    })?;
    if file.exists(encrypted) {
        return Err(Reason::Password);
    }
    if !file.is_stream(STREAM) {
        return Err(if file.is_stream(OLDER_STREAM) {
            Reason::OldWorkbook
        } else {
            told("ブックのない複合ファイル", "it holds no workbook")
        });
    }
    let mut part = file.open_stream(STREAM).map_err(broken)?;
    let length = part.len();
    if length > PART_MAX {
        return Err(Excess::Part(STREAM.to_owned()).into());
    }
    let mut stream = Vec::new();
    if length <= number_of(bytes.len()) {
        part.read_to_end(&mut stream).map_err(broken)?;
    }
    if number_of(stream.len()) != length {
        return Err(told("ブックが途中で切れている", "the workbook is cut off"));
    }
    Ok(Cow::Owned(stream))
}

/// Takes the record that begins a stream, and says of what it is.
fn begin(record: Record<'_>) -> Result<u16, Reason> {
    let mut fields = record.fields();
    match record.kind {
        kind::BOF if fields.u16()? == VERSION => fields.u16(),
        kind::BOF | 0x0009 | 0x0209 | 0x0409 => Err(Reason::OldWorkbook),
        _ => Err(told("ブックの先頭にない", "no workbook begins where it should")),
    }
}

/// The records of a sheet, those of diagrams in it left out.
struct Inner<'b> {
    records: Records<'b>,
    /// How many beginnings have no end yet.
    depth: u64,
}

impl<'b> Inner<'b> {
    /// The next record; none at the end.
    fn next(&mut self) -> Result<Option<Record<'b>>, Reason> {
        loop {
            let record = self.records.next()?;
            match record.kind {
                kind::BOF => self.depth += 1,
                kind::EOF if self.depth <= 1 => return Ok(None),
                kind::EOF => self.depth -= 1,
                _ if self.depth == 1 => return Ok(Some(record)),
                _ => {}
            }
        }
    }
}

impl Part {
    /// Looks at all of its records once, and tells where they end.
    fn look(&mut self, stream: &[u8]) -> Result<usize, Reason> {
        let first = Records::new(stream, self.begin).next()?;
        if begin(first)? != WORKSHEET {
            return Err(told("表でないシートが表とされている", "a sheet is said to be a table and is none"));
        }
        let mut inner = Inner { records: Records::new(stream, self.begin), depth: 0 };
        let mut last = None;
        while let Some(record) = inner.next()? {
            let mut fields = record.fields();
            match record.kind {
                kind::ROW => {
                    let row = fields.u16()?;
                    let [.., look, _] = fields.take::<12>()?;
                    if look & 0x20 != 0 {
                        self.leaf.hidden.row(u64::from(row) + 1, 1);
                    }
                }
                kind::COL_INFO => {
                    let (from, to) = (fields.u16()?, fields.u16()?.min(COLUMNS - 1));
                    let [.., look, _] = fields.take::<6>()?;
                    if look & 1 != 0 && from <= to {
                        self.leaf.hidden.column(u64::from(from) + 1, u64::from(to - from) + 1);
                    }
                }
                kind::FILTER_MODE | kind::AUTO_FILTER => self.leaf.hidden.has_filter = true,
                kind::MERGE_CELLS => {
                    for _ in 0..fields.u16()? {
                        let (top, below) = (fields.u16()?, fields.u16()?);
                        let (left, right) = (fields.u16()?, fields.u16()?);
                        if top > below || left > right {
                            let why = ("結合セルの範囲が逆順", "a merged area goes back");
                            return Err(told(why.0, why.1));
                        }
                        let (start, end) = ((top.into(), left.into()), (u32::from(below), u32::from(right)));
                        self.merged.push(Dimensions { start, end });
                    }
                }
                kind if is_cell(kind) => {
                    let place = (fields.u16()?, fields.u16()?);
                    self.is_sorted &= last.is_none_or(|last| last < place);
                    // Several numbers, each with its format, stand before the column of the last.
                    let more = if kind == kind::MUL_RK {
                        let bytes = fields.0.len().checked_sub(2).filter(|bytes| bytes % 6 == 0);
                        bytes.unwrap_or_default() / 6
                    } else {
                        1
                    };
                    let column = (usize::from(place.1) + more).checked_sub(1).filter(|_| more > 0);
                    let column = column.and_then(|column| u16::try_from(column).ok());
                    let Some(column) = column.filter(|column| *column < COLUMNS) else {
                        return Err(told("シートの外にセルがある", "a cell lies outside of the sheet"));
                    };
                    last = last.max(Some((place.0, column)));
                }
                kind if kind::OLD_CELLS.contains(&kind) => {
                    return Err(told("旧形式のセルがある", "it holds a cell of an older form"));
                }
                _ => {}
            }
        }
        Ok(inner.records.at())
    }
}

fn is_cell(kind: u16) -> bool {
    matches!(
        kind,
        kind::LABEL_SST
            | kind::LABEL
            | kind::R_STRING
            | kind::NUMBER
            | kind::RK
            | kind::MUL_RK
            | kind::FORMULA
            | kind::BOOL_ERR
    )
}

/// A cell with its row and column from 0.
type Found<'b> = (u16, u16, Cell<'b>);

/// The cells of a sheet that hold something, as they stand.
struct Cells<'b> {
    book: &'b Document<'b>,
    records: Inner<'b>,
    /// Numbers of one row that are left of a record of several: row, column, and the rest of the record.
    many: Option<(u16, u16, Fields<'b>)>,
}

impl<'b> Cells<'b> {
    fn next(&mut self) -> Result<Option<Found<'b>>, Reason> {
        loop {
            if let Some((row, column, mut fields)) = self.many.take()
                && fields.0.len() >= 8
            {
                let (format, number) = (fields.u16()?, fields.u32()?);
                self.many = Some((row, column.checked_add(1).ok_or_else(|| broken("MULRK"))?, fields));
                return Ok(Some((row, column, self.number(format, rk(number)))));
            }
            let Some(record) = self.records.next()? else { return Ok(None) };
            if !is_cell(record.kind) {
                continue;
            }
            let mut fields = record.fields();
            let (row, column) = (fields.u16()?, fields.u16()?);
            if record.kind == kind::MUL_RK {
                self.many = Some((row, column, fields));
                continue;
            }
            let format = fields.u16()?;
            let cell = match record.kind {
                kind::LABEL_SST => {
                    let text = self.book.texts.get(fields.u32()?);
                    let why = || {
                        told("文字列の一覧にない番号のセルがある", "a cell names a text that is in no list")
                    };
                    text_cell(Cow::Borrowed(text.ok_or_else(why)?))
                }
                kind::NUMBER => self.number(format, plain(fields.f64()?)),
                kind::RK => self.number(format, rk(fields.u32()?)),
                kind::BOOL_ERR => {
                    let [value, is_error] = fields.take()?;
                    truth(value, is_error == 1)
                }
                kind::FORMULA => self.formula(format, fields)?,
                _ => self.text(Record { data: fields.0, ..record })?,
            };
            if cell != Cell::Empty {
                return Ok(Some((row, column, cell)));
            }
        }
    }

    fn text(&mut self, record: Record<'b>) -> Result<Cell<'b>, Reason> {
        let (mut pieces, mut text) = (self.records.records.pieces(record), String::new());
        pieces.text(&mut text)?;
        self.records.records = pieces.behind();
        Ok(text_cell(Cow::Owned(text)))
    }

    fn number(&self, format: u16, number: Option<String>) -> Cell<'b> {
        match number {
            Some(number) if self.book.are_dates.get(usize::from(format)).is_some_and(|is| *is) => {
                Cell::Day(number)
            }
            Some(number) => Cell::Number(number),
            // As a spreadsheet shows it.
            None => Cell::Error("#NUM!".to_owned()),
        }
    }

    /// The value that a formula had when it was saved ([MS-XLS] 2.5.133).
    fn formula(&mut self, format: u16, fields: Fields<'b>) -> Result<Cell<'b>, Reason> {
        let (mut value, mut number) = (fields, fields);
        let [sort, _, held, _, _, _, 0xFF, 0xFF] = value.take()? else {
            let is_new = value.u16()? & 2 != 0;
            let number = number.f64()?;
            // Who writes a formula without working it out puts 0 there, and that it is to be worked out.
            return Ok(if is_new && number == 0.0 {
                uncalculated()
            } else {
                self.number(format, plain(number))
            });
        };
        match sort {
            0 => {
                let mut rest = self.records.records;
                loop {
                    // What belongs to the formula may stand between.
                    let record = rest.next()?;
                    match record.kind {
                        kind::SHARED_FORMULA | kind::ARRAY | kind::TABLE | kind::CONTINUE => {}
                        kind::STRING => {
                            self.records.records = rest;
                            return self.text(record);
                        }
                        _ => return Ok(uncalculated()),
                    }
                }
            }
            1 | 2 => Ok(truth(held, sort == 2)),
            3 => Ok(if value.u16()? & 2 == 0 { Cell::Empty } else { uncalculated() }),
            _ => Ok(uncalculated()),
        }
    }
}

fn uncalculated() -> Cell<'static> {
    Cell::Uncalculated("=".to_owned())
}

fn text_cell(text: Cow<'_, str>) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// Yes or no, or an error by its number ([MS-XLS] 2.5.10).
fn truth(value: u8, is_error: bool) -> Cell<'static> {
    if !is_error {
        return Cell::Truth(value != 0);
    }
    Cell::Error(match value {
        0x00 => "#NULL!".to_owned(),
        0x07 => "#DIV/0!".to_owned(),
        0x0F => "#VALUE!".to_owned(),
        0x17 => "#REF!".to_owned(),
        0x1D => "#NAME?".to_owned(),
        0x24 => "#NUM!".to_owned(),
        0x2A => "#N/A".to_owned(),
        0x2B => "#GETTING_DATA".to_owned(),
        other => format!("#{other}"),
    })
}

/// A number as plain digits; none of what is no number.
fn plain(number: f64) -> Option<String> {
    number.is_finite().then(|| number.to_string())
}

/// A number of four bytes ([MS-XLS] 2.5.217): a whole one of 30 bits or the first half of a wide one, or a hundredth of either.
fn rk(bits: u32) -> Option<String> {
    let number = if bits & 2 == 2 {
        (i32::from_le_bytes(bits.to_le_bytes()) >> 2).to_string()
    } else {
        plain(f64::from_bits(u64::from(bits & !3) << 32))?
    };
    Some(if bits & 1 == 1 { hundredth(&number) } else { number })
}

/// A number in digits with its point moved, so that nothing is rounded.
fn hundredth(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = format!("{whole:0>3}");
    let (whole, hundredths) = whole.split_at_checked(whole.len() - 2).unwrap_or((&whole, ""));
    let number = format!("{sign}{whole}.{hundredths}{part}");
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

enum Source<'b> {
    Read(Cells<'b>),
    Sorted(vec::IntoIter<Found<'b>>),
}

/// The rows of a sheet.
pub(super) struct XlsRows<'b> {
    /// None where reading came to an end.
    source: Option<Source<'b>>,
    /// The first cell of the next row.
    next: Option<Found<'b>>,
    merged: Merged,
}

impl<'b> XlsRows<'b> {
    fn cell(&mut self) -> Result<Option<Found<'b>>, Reason> {
        if let Some(cell) = self.next.take() {
            return Ok(Some(cell));
        }
        let cell = match &mut self.source {
            Some(Source::Read(cells)) => cells.next()?,
            Some(Source::Sorted(cells)) => cells.next(),
            None => None,
        };
        if cell.is_none() {
            // What stands behind a sheet is another.
            self.source = None;
        }
        Ok(cell)
    }

    fn row(&mut self) -> Result<Option<Row<'b>>, Reason> {
        let Some((number, column, cell)) = self.cell()? else { return Ok(None) };
        let mut row = Row { row: number.into(), cells: vec![Placed { column: column.into(), cell }] };
        while let Some((next, column, cell)) = self.cell()? {
            if next != number {
                self.next = Some((next, column, cell));
                break;
            }
            let column = usize::from(column);
            if row.cells.last().is_some_and(|last| last.column == column) {
                let name = name_of(number.into(), number_of(column));
                return Err(told(&format!("セル`{name}`が2つある"), &format!("cell `{name}` comes twice")));
            }
            row.cells.push(Placed { column, cell });
        }
        if !self.merged.mark(&mut row) {
            return Err(told("結合セルが重なっている", "merged areas that overlap"));
        }
        row.row += 1;
        Ok(Some(row))
    }
}

impl<'b> Iterator for XlsRows<'b> {
    type Item = Result<Row<'b>, Uncut>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.row() {
            Ok(row) => row.map(Ok),
            Err(reason) => {
                (self.source, self.next) = (None, None);
                Some(Err(Uncut { row: 0, value: String::new(), reason }))
            }
        }
    }
}

impl<'b> Rows<'b> for XlsRows<'b> {
    fn have_columns(&mut self, columns: usize) {
        self.merged.columns = Some(number_of(columns));
    }
}
