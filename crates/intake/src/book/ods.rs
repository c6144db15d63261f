//! Rows of a workbook in the open document format, one by one.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    io::{Cursor, Read},
};

use chrono::NaiveDate;
use provenance::{Text, number_of};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{inspect::inspect, reference::name_of};
use crate::{CELL_MAX, COLUMNS_MAX, Cell, Hidden, Leaf, Placed, ROWS_MAX, Reason, Row, Uncut, sheet::Rows};

/// So many cells of a sheet may be told by a number of repetitions, beyond those that are written.
const REPEATED_MAX: u64 = 1_000_000;

/// The part that holds the sheets.
const CONTENT: &str = "content.xml";

pub(crate) struct Document {
    content: String,
    /// Where each sheet begins in the content.
    begins: Vec<usize>,
    leaves: Vec<Leaf>,
}

/// Whether a container is a spreadsheet in the open document format: its first part says so, in plain letters.
pub(super) fn is_ods(bytes: &[u8]) -> bool {
    let head = bytes.get(..200).unwrap_or(bytes);
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    head.windows(kind.len()).any(|window| window == kind)
}

fn broken(why: impl ToString) -> Reason {
    let why = why.to_string();
    Reason::BrokenWorkbook(Text::new(format!("内容を読み取れない（詳細: {why}）"), why))
}

fn attribute<'e>(tag: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let found = tag.attributes().with_checks(false).filter_map(Result::ok).find(|one| one.key.0 == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(Cow::Owned(value.into_owned()))
}

fn repeats(tag: &BytesStart<'_>, name: &str) -> u64 {
    // A number that is none, or more than any sheet has, is as many as a sheet has.
    attribute(tag, name).map_or(1, |number| number.parse().unwrap_or(u64::MAX)).clamp(1, ROWS_MAX.into())
}

impl Document {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Reason> {
        if inspect(bytes)?.is_encrypted {
            return Err(Reason::Password);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        let mut content = String::new();
        archive.by_name(CONTENT).map_err(broken)?.read_to_string(&mut content).map_err(broken)?;
        let mut document = Self { content, begins: Vec::new(), leaves: Vec::new() };
        document.look()?;
        Ok(document)
    }

    /// Finds the sheets, and what they hide.
    fn look(&mut self) -> Result<(), Reason> {
        let mut reader = Reader::from_str(&self.content);
        let (mut hidden_styles, mut style) = (BTreeSet::new(), None);
        let (mut depth, mut row, mut column) = (0_usize, 0_u64, 0_u64);
        loop {
            let before = usize::try_from(reader.buffer_position()).map_err(broken)?;
            let event = reader.read_event().map_err(broken)?;
            let (tag, is_open) = match &event {
                Event::Start(tag) => (tag, true),
                Event::Empty(tag) => (tag, false),
                Event::End(tag) => {
                    if tag.name().0 == "table:table" {
                        depth = depth.checked_sub(1).ok_or_else(|| broken("table"))?;
                    }
                    continue;
                }
                Event::Eof => return Ok(()),
                _ => continue,
            };
            match tag.name().0 {
                "style:style" => style = attribute(tag, "style:name").map(Cow::into_owned),
                "style:table-properties" if attribute(tag, "table:display").as_deref() == Some("false") => {
                    hidden_styles.extend(style.clone());
                }
                "table:table" if is_open => {
                    depth += 1;
                    if depth > 1 {
                        continue;
                    }
                    let of = |name: &str| attribute(tag, name).map(Cow::into_owned);
                    let is_visible =
                        of("table:style-name").is_none_or(|style| !hidden_styles.contains(&style));
                    let name = of("table:name").unwrap_or_default();
                    self.leaves.push(Leaf { name, is_visible, hidden: Hidden::default() });
                    self.begins.push(before);
                    (row, column) = (0, 0);
                }
                "table:table-row" | "table:table-column" if depth == 1 => {
                    let is_row = tag.name().0 == "table:table-row";
                    let counted =
                        if is_row { "table:number-rows-repeated" } else { "table:number-columns-repeated" };
                    let count = repeats(tag, counted);
                    let place = if is_row { &mut row } else { &mut column };
                    let visibility = attribute(tag, "table:visibility");
                    if let (Some(leaf), Some("collapse" | "filter")) =
                        (self.leaves.last_mut(), visibility.as_deref())
                    {
                        leaf.hidden.has_filter |= visibility.as_deref() == Some("filter");
                        if is_row {
                            leaf.hidden.row(*place + 1, count);
                        } else {
                            leaf.hidden.column(*place + 1, count);
                        }
                    }
                    *place += count;
                }
                _ => {}
            }
        }
    }

    pub(super) fn leaves(&self) -> Vec<Leaf> {
        self.leaves.clone()
    }

    pub(super) fn rows(&self, place: usize) -> OdsRows<'_> {
        let text = self.begins.get(place).and_then(|at| self.content.get(*at..)).unwrap_or("");
        OdsRows { reader: Some(Reader::from_str(text)), next: 0, again: None, spans: Vec::new(), repeated: 0 }
    }
}

/// The rows of a sheet, read from the tag that begins it on.
pub(super) struct OdsRows<'b> {
    /// None where reading came to an end.
    reader: Option<Reader<&'b [u8]>>,
    /// The number of the next row, from 0.
    next: u64,
    /// A row that comes so many times more.
    again: Option<(Row<'static>, u64)>,
    /// Merged areas: first row and column, and the first ones behind.
    spans: Vec<[u64; 4]>,
    repeated: u64,
}

impl OdsRows<'_> {
    fn row(&mut self) -> Result<Option<Row<'static>>, Reason> {
        if let Some((mut row, more)) = self.again.take() {
            self.next += 1;
            row.row = self.next;
            if more > 1 {
                self.again = Some((row.clone(), more - 1));
            }
            return Ok(Some(row));
        }
        let Some(mut reader) = self.reader.take() else { return Ok(None) };
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(tag) if tag.name().0 == "table:table-row" => {
                    let times = repeats(&tag, "table:number-rows-repeated");
                    let cells = self.cells(&mut reader)?;
                    if self.next + times > ROWS_MAX.into() && !cells.is_empty() {
                        return Err(Reason::TooManyRows(ROWS_MAX.into()));
                    }
                    if cells.is_empty() {
                        self.next += times;
                        continue;
                    }
                    self.next += 1;
                    let row = Row { row: self.next, cells };
                    if times > 1 {
                        self.repeat((times - 1) * number_of(row.cells.len()))?;
                        self.again = Some((row.clone(), times - 1));
                    }
                    self.reader = Some(reader);
                    return Ok(Some(row));
                }
                Event::Empty(tag) if tag.name().0 == "table:table-row" => {
                    self.next += repeats(&tag, "table:number-rows-repeated");
                }
                Event::End(tag) if tag.name().0 == "table:table" => return Ok(None),
                Event::Eof => return Err(broken("the sheet does not end")),
                _ => {}
            }
        }
    }

    fn repeat(&mut self, cells: u64) -> Result<(), Reason> {
        self.repeated += cells;
        if self.repeated <= REPEATED_MAX {
            return Ok(());
        }
        Err(Reason::BrokenWorkbook(Text::new(
            format!("繰返しの数で表されたセルが上限{REPEATED_MAX}個を超える"),
            format!("more than {REPEATED_MAX} cells are told by numbers of repetitions, the limit"),
        )))
    }

    /// The cells of a row up to its end, those that hold nothing aside.
    fn cells(&mut self, reader: &mut Reader<&[u8]>) -> Result<Vec<Placed<'static>>, Reason> {
        let (row, mut column, mut cells) = (self.next, 0_u64, Vec::new());
        self.spans.retain(|[.., behind, _]| *behind > row);
        loop {
            let (cell, count, is_covered) = match reader.read_event().map_err(broken)? {
                Event::Start(tag) if is_cell(&tag) => {
                    let count = repeats(&tag, "table:number-columns-repeated");
                    self.span(&tag, row, column)?;
                    let (value, name) = (Value::of(&tag), tag.name().0.to_owned());
                    let text = text(reader, &name)?;
                    (value.cell(text), count, name.contains("covered"))
                }
                Event::Empty(tag) if is_cell(&tag) => {
                    let count = repeats(&tag, "table:number-columns-repeated");
                    self.span(&tag, row, column)?;
                    (Value::of(&tag).cell(String::new()), count, tag.name().0.contains("covered"))
                }
                Event::End(tag) if tag.name().0 == "table:table-row" => return Ok(cells),
                Event::Eof => return Err(broken("the row does not end")),
                _ => continue,
            };
            if is_covered || cell != Cell::Empty {
                let last = (column + count).min(number_of(COLUMNS_MAX));
                self.repeat(last - column.min(last) - u64::from(column < last))?;
                for column in column..last {
                    let cell = if is_covered { self.covered(row, column) } else { cell.clone() };
                    let place = usize::try_from(column).map_err(broken)?;
                    cells.push(Placed { column: place, cell });
                }
            }
            column += count;
        }
    }

    /// Takes up a merged area that begins in a cell.
    fn span(&mut self, tag: &BytesStart<'_>, row: u64, column: u64) -> Result<(), Reason> {
        let [rows, columns] =
            ["table:number-rows-spanned", "table:number-columns-spanned"].map(|name| repeats(tag, name));
        if rows > 1 || columns > 1 {
            self.spans.push([row, column, row + rows, column + columns]);
        }
        // Each holds a column of its own.
        if self.spans.len() > COLUMNS_MAX { Err(broken("merged areas that overlap")) } else { Ok(()) }
    }

    fn covered(&self, row: u64, column: u64) -> Cell<'static> {
        let is_in = |[top, left, below, right]: &&[u64; 4]| {
            (*top..*below).contains(&row) && (*left..*right).contains(&column)
        };
        let first = self.spans.iter().rev().find(is_in);
        Cell::Merged(first.map_or_else(|| "?".to_owned(), |[top, left, ..]| name_of(*top, *left)))
    }
}

impl<'b> Iterator for OdsRows<'b> {
    type Item = Result<Row<'b>, Uncut>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.row() {
            Ok(row) => row.map(Ok),
            Err(reason) => {
                (self.reader, self.again) = (None, None);
                Some(Err(Uncut { row: 0, value: String::new(), reason }))
            }
        }
    }
}

impl<'b> Rows<'b> for OdsRows<'b> {}

fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.name().0, "table:table-cell" | "table:covered-table-cell")
}

/// What the attributes of a cell say that it holds.
enum Value {
    Cell(Cell<'static>),
    /// Its text, of which it may be said that it is an error.
    Text {
        is_error: bool,
        is_formula: bool,
    },
}

impl Value {
    fn of(tag: &BytesStart<'_>) -> Self {
        let of = |name: &str| attribute(tag, name).map(Cow::into_owned);
        let kind = of("office:value-type").unwrap_or_default();
        let is_error = of("calcext:value-type").as_deref() == Some("error");
        let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) };
        let value = match kind.as_str() {
            _ if is_error => None,
            "float" | "percentage" | "currency" => {
                of("office:value").map(|value| match value.parse::<f64>() {
                    Ok(number) => Cell::Number(number.to_string()),
                    Err(_) => text(value),
                })
            }
            "boolean" => of("office:boolean-value").map(|value| Cell::Truth(value == "true")),
            "date" => of("office:date-value").map(|value| day(&value).map_or_else(|| text(value), Cell::Day)),
            "time" => {
                of("office:time-value").map(|value| clock(&value).map_or_else(|| text(value), Cell::Day))
            }
            _ => of("office:string-value").filter(|value| !value.is_empty()).map(text),
        };
        let is_formula = of("table:formula").is_some();
        value.map_or(Self::Text { is_error, is_formula }, Self::Cell)
    }

    fn cell(self, text: String) -> Cell<'static> {
        match self {
            Self::Cell(cell) => cell,
            Self::Text { is_error: true, .. } => Cell::Error(text),
            Self::Text { is_formula: true, .. } if text.is_empty() => Cell::Uncalculated("=".to_owned()),
            Self::Text { .. } if text.is_empty() => Cell::Empty,
            Self::Text { .. } => Cell::Text(text.into()),
        }
    }
}

/// The text of a cell up to its end: paragraphs are lines; notes and readings are none of it.
fn text(reader: &mut Reader<&[u8]>, end: &str) -> Result<String, Reason> {
    let (mut text, mut paragraphs, mut depth, mut aside) = (String::new(), 0_u32, 0_usize, 0_usize);
    loop {
        let event = reader.read_event().map_err(broken)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_open = matches!(event, Event::Start(_));
                let name = tag.name().0;
                let is_aside =
                    matches!(name, "office:annotation" | "text:ruby-text" | "table:table" | "draw:frame");
                aside += usize::from(is_open && (aside > 0 || is_aside));
                depth += usize::from(is_open);
                if aside > 0 {
                    continue;
                }
                match name {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:s" => {
                        // A cell has no more letters.
                        let count = repeats(tag, "text:c").min(number_of(CELL_MAX));
                        let count = usize::try_from(count).map_err(broken)?;
                        if text.len() <= CELL_MAX * 4 {
                            text.push_str(&" ".repeat(count));
                        }
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    _ => {}
                }
            }
            Event::End(tag) => {
                if depth == 0 && tag.name().0 == end {
                    return Ok(text);
                }
                depth = depth.checked_sub(1).ok_or_else(|| broken("cell"))?;
                aside -= usize::from(aside > 0);
            }
            Event::Text(letters) if aside == 0 && paragraphs > 0 => text.push_str(&letters.xml10_content()),
            Event::GeneralRef(entity) if aside == 0 => {
                let written = format!("&{};", &**entity);
                text.push_str(&quick_xml::escape::unescape(&written).map_err(broken)?);
            }
            Event::Eof => return Err(broken("the cell does not end")),
            _ => {}
        }
    }
}

/// A day with perhaps a time as the serial number from 1900; none before March 1900, where serials are disputed.
fn day(value: &str) -> Option<String> {
    let (date, clock) = value.split_once('T').map_or((value, None), |(date, clock)| (date, Some(clock)));
    let days = date.parse::<NaiveDate>().ok()?.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?);
    let days = days.num_days();
    if days < 61 {
        return None;
    }
    let Some(clock) = clock else { return Some(days.to_string()) };
    let mut parts = clock.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let second = parts.next().map_or("0", |second| second.split('.').next().unwrap_or(second));
    part(hour, minute, second).map(|part| format!("{days}{part}"))
}

/// A time of day, `PT09H05M00S`, as a part of a day.
fn clock(value: &str) -> Option<String> {
    let rest = value.strip_prefix("PT")?;
    let (hour, rest) = rest.split_once('H')?;
    let (minute, rest) = rest.split_once('M')?;
    let second = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    part(hour, minute, second).map(|part| format!("0{part}"))
}

/// The part of a day that a time of day is, behind its point.
fn part(hour: &str, minute: &str, second: &str) -> Option<String> {
    let number = |text: &str, below: u64| text.parse::<u64>().ok().filter(|number| *number < below);
    let seconds = number(hour, 24)? * 3_600 + number(minute, 60)? * 60 + number(second, 60)?;
    let digits = (seconds * 1_000_000_000_000 + 43_200) / 86_400;
    Some(format!(".{digits:012}"))
}
