//! Rows of a file as they are read, with what is wrong with them.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use intake::{Cell, DateSystem, Found, Identifiers, Placed, Problems, Purpose, Reason, Row, RowError};
use ledger::{Event, Origin, Sheet};

use crate::{
    fold::folded,
    layout::{Layout, layout},
    mapping::{EventMapping, EventWord, Mapping},
    plan::{Note, Noted},
    value::{self, Forms, Remark},
};

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadRow {
    pub(crate) origin: Origin,
    /// The identifier as it stands, white space included.
    pub(crate) id: Box<str>,
    pub(crate) valid_on: NaiveDate,
    pub(crate) event: Option<Event>,
    pub(crate) fields: Vec<ReadField>,
    /// Other problems make it worthless; it is kept so that its record does not count as absent.
    pub(crate) is_rejected: bool,
}

/// A field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadField {
    /// The number of the column in the ledger.
    pub(crate) field: u16,
    /// The value in the spelling of journals.
    pub(crate) value: Option<Box<str>>,
    /// The text as it stands, where that is another: the ledger may hold it so.
    pub(crate) raw: Option<Box<str>>,
    /// Why the text cannot be read. It may still be what the ledger holds: facts are never refused.
    pub(crate) problem: Option<Box<(String, Reason)>>,
}

/// Notes of one sheet, column and kind are one.
type NoteKey = (Option<Arc<str>>, Option<String>, Noted);

/// The rows read so far, and what is wrong.
#[derive(Debug)]
pub(crate) struct Collector<'a> {
    pub(crate) file: Arc<str>,
    pub(crate) mapping: &'a Mapping,
    pub(crate) ledger: &'a Sheet,
    on: Option<NaiveDate>,
    sheet: Option<Arc<str>>,
    layout: Layout<'a>,
    pub(crate) serials: Option<DateSystem>,
    pub(crate) encoding: Option<Found>,
    pub(crate) count: u64,
    /// How many cells were read.
    pub(crate) cells: u64,
    pub(crate) rows: Vec<ReadRow>,
    pub(crate) rejected: Problems,
    identifiers: Identifiers<Origin>,
    notes: BTreeMap<NoteKey, (u64, u64)>,
    has_told_no_day: bool,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(file: &str, mapping: &'a Mapping, ledger: &'a Sheet, on: Option<NaiveDate>) -> Self {
        Self {
            file: Arc::from(file),
            mapping,
            ledger,
            on: mapping.valid_on.or(on),
            sheet: None,
            layout: Layout::default(),
            serials: mapping.date_system,
            encoding: None,
            count: 0,
            cells: 0,
            rows: Vec::new(),
            rejected: Problems::new(Purpose::Ledger),
            identifiers: Identifiers::default(),
            notes: BTreeMap::new(),
            has_told_no_day: false,
        }
    }

    /// Enters a sheet, which later problems name.
    pub(crate) fn enter(&mut self, sheet: Option<&str>) {
        self.sheet = sheet.map(Arc::from);
    }

    /// Begins a sheet; false where its columns are not what the mapping says.
    pub(crate) fn begin(&mut self, sheet: Option<&str>, names: Vec<String>) -> bool {
        self.enter(sheet);
        // As `Export` writes them.
        let names: Vec<String> = names.iter().map(|name| escape::from_cell(name).into_owned()).collect();
        if names.iter().all(|name| name.trim().is_empty()) {
            self.reject(self.mapping.header_row, None, "", Reason::NoHeader);
            return false;
        }
        match layout(names, self.mapping, self.ledger) {
            Ok(layout) => {
                for name in &layout.left_out {
                    let key = (self.sheet.clone(), Some(name.clone()), Noted::ColumnLeftOut);
                    self.notes.insert(key, (0, 0));
                }
                self.layout = layout;
                true
            }
            Err(problems) => {
                for (column, reason) in problems {
                    self.reject(self.mapping.header_row, column, "", reason);
                }
                false
            }
        }
    }

    pub(crate) fn reject(&mut self, row: u64, column: Option<String>, value: &str, reason: Reason) {
        self.rejected.push(RowError {
            sheet: self.sheet.as_deref().map(str::to_owned),
            row,
            column,
            value: value.to_owned(),
            ..RowError::of_file(&self.file, reason)
        });
    }

    /// Notes what a sheet hides, or that it is not read: so many rows or columns, the first of them.
    pub(crate) fn note_of_sheet(&mut self, sheet: &str, (count, first): (u64, u64), what: Noted) {
        self.notes.insert((Some(Arc::from(sheet)), None, what), (first, count));
    }

    fn note(&mut self, row: u64, column: Option<String>, what: Noted) {
        let (_, count) = self.notes.entry((self.sheet.clone(), column, what)).or_insert((row, 0));
        *count += 1;
    }

    /// Tells identifiers that a spreadsheet changed. Where rows of one such identifier would become one record, nobody knows
    /// whether they are one: none of them is taken.
    pub(crate) fn refuse_damaged(&mut self) {
        let mut refused: BTreeSet<String> = BTreeSet::new();
        let column = self.name(self.layout.id);
        for (id, (damage, rows)) in std::mem::take(&mut self.identifiers).into_damaged() {
            let is_one = rows.len() < 2;
            for Origin { sheet, row, .. } in rows {
                self.sheet = sheet;
                if is_one {
                    self.note(row, column.clone(), Noted::Damaged(damage));
                } else {
                    self.reject(row, column.clone(), &id, Reason::Damaged(damage));
                }
            }
            if !is_one {
                refused.insert(id);
            }
        }
        for row in self.rows.iter_mut().filter(|row| refused.contains(&*row.id)) {
            row.is_rejected = true;
        }
    }

    /// Notes that a row says what an earlier one said.
    pub(crate) fn note_same(&mut self, origin: &Origin) {
        let (_, count) =
            self.notes.entry((origin.sheet.clone(), None, Noted::SameAsBefore)).or_insert((origin.row, 0));
        *count += 1;
    }

    pub(crate) fn notes(&self) -> Vec<Note> {
        let shown =
            |((sheet, column, what), (row, count)): (&(_, Option<String>, Noted), &(u64, u64))| Note {
                sheet: Option::<Arc<str>>::clone(sheet).map(|sheet| sheet.to_string()),
                row: *row,
                count: *count,
                column: column.clone(),
                what: what.clone(),
            };
        self.notes.iter().map(shown).collect()
    }

    fn forms(&self) -> Forms<'a> {
        let Mapping { dates, time_of_day, .. } = self.mapping;
        Forms { dates, time_of_day: *time_of_day, serials: self.serials }
    }

    fn name(&self, at: usize) -> Option<String> {
        self.layout.names.get(at).cloned()
    }

    /// Takes a row, all its problems at once.
    pub(crate) fn take(&mut self, mut cells: Row<'_>) {
        let row = cells.row;
        self.count += 1;
        for Placed { column: at, cell } in &mut cells.cells {
            if let Cell::Text(text) = cell
                && let Cow::Owned(back) = escape::from_cell(text)
                && back != *text
            {
                *text = back.into();
                self.note(row, self.name(*at), Noted::ReadBack);
            }
        }
        let is_named = |at: usize| self.layout.names.get(at).is_some_and(|name| !name.trim().is_empty());
        let is_read = |Placed { column: at, cell }: &Placed<'_>| {
            cell.is_blank() || matches!(cell, Cell::Merged(_)) || is_named(*at)
        };
        if !cells.cells.iter().all(is_read) {
            self.note(row, None, Noted::WithoutColumn);
        }
        let problems = self.rejected.rows();
        let empty = Cell::Empty;
        let cell = |at: usize| cells.cell(at).unwrap_or(&empty);
        let id = self.id(row, cell(self.layout.id));
        let valid_on = self.day(row, &cells);
        let event = self.event(row, &cells);
        let mut fields = Vec::with_capacity(self.layout.fields.len());
        for n in 0..self.layout.fields.len() {
            if let Some(column) = self.layout.fields.get(n).copied() {
                fields.push(self.field(row, cell(column.at), column));
            }
        }
        let Some(id) = id else { return };
        let origin = Origin { file: Arc::clone(&self.file), sheet: self.sheet.clone(), row };
        self.identifiers.note(&id, cell(self.layout.id), origin.clone());
        let is_rejected = self.rejected.rows() > problems || valid_on.is_none();
        let valid_on = valid_on.unwrap_or_default();
        self.rows.push(ReadRow { origin, id, valid_on, event, fields, is_rejected });
    }

    fn id(&mut self, row: u64, cell: &Cell<'_>) -> Option<Box<str>> {
        let forms = self.forms();
        let column = self.name(self.layout.id);
        match value::read(cell, &ledger::ColumnType::Text, &[], &forms) {
            Ok(value::Found { value: None, .. }) => {
                self.reject(row, column, "", Reason::Missing);
                None
            }
            Ok(found) => {
                self.remark(row, column, found.remark);
                match cell {
                    Cell::Text(text) => Some(text.as_ref().into()),
                    _ => found.value,
                }
            }
            Err(reason) => {
                self.reject(row, column, cell.shown(), reason);
                None
            }
        }
    }

    fn remark(&mut self, row: u64, column: Option<String>, remark: Option<Remark>) {
        match remark {
            None => {}
            Some(Remark::NumberAsText) => self.note(row, column, Noted::NumberAsText),
            Some(Remark::TimeDropped) => self.note(row, column, Noted::TimeDropped),
        }
    }

    /// The day from which the row holds.
    fn day(&mut self, row: u64, cells: &Row<'_>) -> Option<NaiveDate> {
        if let Some(at) = self.layout.valid_on {
            let cell = cells.cell(at).cloned().unwrap_or_default();
            let forms = self.forms();
            match value::read(&cell, &ledger::ColumnType::Date, &[], &forms) {
                Ok(value::Found { value: None, .. }) if self.on.is_none() => {
                    self.reject(row, self.name(at), "", Reason::NoDay);
                    return None;
                }
                Ok(value::Found { value: None, .. }) => {}
                Ok(found) => {
                    self.remark(row, self.name(at), found.remark);
                    return found.value.and_then(|date| date.parse().ok());
                }
                Err(reason) => {
                    self.reject(row, self.name(at), cell.shown(), reason);
                    return None;
                }
            }
        }
        if self.on.is_none() && !self.has_told_no_day {
            // Said once: it holds for the file.
            self.has_told_no_day = true;
            self.reject(0, None, "", Reason::NoDay);
        }
        self.on
    }

    fn event(&mut self, row: u64, cells: &Row<'_>) -> Option<Event> {
        if let Some(EventMapping::Always(event)) = self.mapping.event {
            return Some(event);
        }
        let (at, words) = self.layout.event?;
        let cell = cells.cell(at).cloned().unwrap_or_default();
        let reason = match &cell {
            Cell::Error(_) => Reason::CellError,
            Cell::Uncalculated(_) => Reason::Uncalculated,
            Cell::Merged(first) => Reason::Merged(first.clone()),
            cell if cell.is_blank() => return None,
            cell => {
                let found = folded(cell.shown());
                if let Some(EventWord { event, .. }) = words.iter().find(|word| folded(&word.said) == found) {
                    return Some(*event);
                }
                Reason::Event(words.iter().map(|word| word.said.clone()).collect())
            }
        };
        self.reject(row, self.name(at), cell.shown(), reason);
        None
    }

    fn field(&mut self, row: u64, cell: &Cell<'_>, column: crate::layout::FieldColumn<'a>) -> ReadField {
        let forms = self.forms();
        let field = u16::try_from(column.field).unwrap_or(u16::MAX);
        let raw = match cell {
            Cell::Text(text) => Some(text.as_ref()),
            _ => None,
        };
        let Some(holds) = self.ledger.columns.get(column.field).map(|column| &column.holds) else {
            return ReadField { field, value: None, raw: None, problem: None };
        };
        match value::read(cell, holds, column.words, &forms) {
            Ok(found) => {
                if found.remark.is_some() {
                    self.remark(row, self.name(column.at), found.remark);
                }
                let raw = raw.filter(|raw| found.value.as_deref() != Some(raw)).map(Into::into);
                ReadField { field, value: found.value, raw, problem: None }
            }
            Err(reason) if raw.is_none() => {
                self.reject(row, self.name(column.at), cell.shown(), reason);
                ReadField { field, value: None, raw: None, problem: None }
            }
            Err(reason) => {
                let name = self.name(column.at).unwrap_or_default();
                ReadField {
                    field,
                    value: None,
                    raw: raw.map(Into::into),
                    problem: Some(Box::new((name, reason))),
                }
            }
        }
    }
}
