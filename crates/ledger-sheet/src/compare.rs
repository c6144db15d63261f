//! Rows held against the journal, each with the state on its own day.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use intake::{Reason, RowError};
use ledger::{AsOf, Event, Journal, Kind, Record, State};

use crate::{
    collect::{Collector, ReadField, ReadRow},
    mapping::{AbsentRecords, Constant, EmptyCells},
    plan::{Change, FieldChange, Plan, Unchanged},
};

/// How many more problems there are stands last.
fn is_more(error: &RowError) -> bool {
    matches!(error.reason, Reason::More(_))
}

/// A field as it stood before a row: the value, and the day from which it held.
type Before = (Option<Box<str>>, NaiveDate);

/// A record as it stood before a row.
#[derive(Debug, Clone, Default)]
struct Known {
    exists: bool,
    fields: Vec<Option<Before>>,
}

struct Comparison<'a, 'b> {
    collector: &'b mut Collector<'a>,
    journal: &'b Journal,
    /// All that is known of all days.
    latest: State<'b>,
    fields: Vec<Arc<str>>,
    constants: Vec<(u16, Box<str>)>,
    plan: Plan,
}

pub(crate) fn compare(collector: &mut Collector<'_>, journal: &Journal) -> Plan {
    collector.refuse_damaged();
    let mut rows = std::mem::take(&mut collector.rows);
    let ledger = collector.ledger;
    let columns = &ledger.columns;
    let fields: Vec<Arc<str>> = columns.iter().map(|column| Arc::from(column.field.as_str())).collect();
    let constants = collector.mapping.constants.iter().filter_map(|Constant { field, value }| {
        let at = columns.iter().position(|column| column.field == *field)?;
        Some((u16::try_from(at).ok()?, value.as_str().into()))
    });
    let constants = constants.collect();
    let plan = Plan {
        file: collector.file.to_string(),
        kind: collector.mapping.kind,
        encoding: collector.encoding,
        rows: collector.count,
        created: Vec::new(),
        updated: Vec::new(),
        unchanged: Vec::new(),
        absent: Vec::new(),
        rejected: Vec::new(),
        notes: Vec::new(),
    };
    let latest = journal.state(AsOf::day(NaiveDate::MAX));
    let mut comparison = Comparison { collector: &mut *collector, journal, latest, fields, constants, plan };
    for row in &mut rows {
        comparison.prepare(row);
    }
    // Rows of one record stand together, in the order of their days.
    rows.sort_by(|a, b| (&a.id, a.valid_on).cmp(&(&b.id, b.valid_on)));
    let late = comparison.late(&rows);
    let mut at = 0;
    for group in rows.chunk_by(|a, b| a.id == b.id) {
        comparison.record(group, late.get(at..).unwrap_or_default());
        at += group.len();
    }
    comparison.absent(&rows);
    let Comparison { mut plan, .. } = comparison;
    plan.rejected = std::mem::take(&mut collector.rejected).into_listed();
    plan.rejected.sort_by(|a, b| (is_more(a), &a.sheet, a.row).cmp(&(is_more(b), &b.sheet, b.row)));
    let place = |change: &Change| (change.origin.sheet.clone(), change.origin.row);
    plan.created.sort_by_key(place);
    plan.updated.sort_by_key(place);
    plan.unchanged.sort_by_key(|row| (row.origin.sheet.clone(), row.origin.row));
    plan.notes = collector.notes();
    plan
}

impl Comparison<'_, '_> {
    fn kind(&self) -> Kind {
        self.collector.mapping.kind
    }

    /// Adds the constants; takes the identifier as the ledger holds it, else without white space around it.
    fn prepare(&self, row: &mut ReadRow) {
        let constant = |(field, value): &(u16, Box<str>)| ReadField {
            field: *field,
            value: Some(value.clone()),
            raw: None,
            problem: None,
        };
        row.fields.extend(self.constants.iter().map(constant));
        if self.latest.record(self.kind(), &row.id).is_none() {
            row.id = row.id.trim().into();
        }
    }

    /// For each row that says something of a day before the latest facts: the record as it stood on that day.
    fn late(&self, rows: &[ReadRow]) -> Vec<Option<Known>> {
        let mut days: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_rejected) {
            let record = self.latest.record(self.kind(), &row.id);
            if record.is_some_and(|record| !self.is_settled(record, row)) {
                days.entry(row.valid_on).or_default().push(at);
            }
        }
        let mut late = vec![None; rows.len()];
        for (day, places) in days {
            let state = self.journal.state(AsOf::day(day));
            for at in places {
                if let (Some(row), Some(place)) = (rows.get(at), late.get_mut(at)) {
                    *place = Some(self.known(state.record(self.kind(), &row.id), row));
                }
            }
        }
        late
    }

    /// Whether what is known of all days is what was known on the row's day.
    fn is_settled(&self, record: &Record<'_>, row: &ReadRow) -> bool {
        let existed = record.fields().any(|(_, cell)| cell.since <= row.valid_on)
            || record.events().iter().any(|event| event.on <= row.valid_on);
        let mut cells = row.fields.iter().filter_map(|field| record.named(self.name(field)?));
        existed && cells.all(|cell| cell.since <= row.valid_on)
    }

    fn name(&self, field: &ReadField) -> Option<&str> {
        self.fields.get(usize::from(field.field)).map(AsRef::as_ref)
    }

    fn known(&self, record: Option<&Record<'_>>, row: &ReadRow) -> Known {
        let Some(record) = record else {
            return Known { exists: false, fields: vec![None; row.fields.len()] };
        };
        let before = |field: &ReadField| {
            let cell = record.named(self.name(field)?)?;
            // An empty text and none are one in a file.
            Some((cell.value.filter(|value| !value.is_empty()).map(Into::into), cell.since))
        };
        Known { exists: true, fields: row.fields.iter().map(before).collect() }
    }

    /// Compares the rows of one record.
    fn record(&mut self, rows: &[ReadRow], late: &[Option<Known>]) {
        // What earlier rows of the file say.
        let mut said: BTreeMap<u16, Before> = BTreeMap::new();
        let mut happened: Vec<(Event, NaiveDate)> = Vec::new();
        let mut is_new_by_file = false;
        let rejected = self.contradictions(rows);
        for (n, row) in rows.iter().enumerate() {
            if row.is_rejected || rejected.get(n) == Some(&true) {
                continue;
            }
            let earlier = rows.get(..n).unwrap_or_default();
            let mut of_day = earlier.iter().rev().take_while(|other| other.valid_on == row.valid_on);
            if of_day
                .any(|other| !other.is_rejected && other.event == row.event && other.fields == row.fields)
            {
                self.collector.note_same(&row.origin);
                continue;
            }
            let record = self.latest.record(self.kind(), &row.id);
            let known = match late.get(n) {
                Some(Some(known)) => known.clone(),
                _ => self.known(record, row),
            };
            let is_late = record.is_some_and(|record| {
                record.fields().any(|(_, cell)| cell.since > row.valid_on)
                    || record.events().iter().any(|event| event.on > row.valid_on)
            });
            let event = row.event.filter(|event| {
                let in_ledger = record.is_some_and(|record| {
                    record.events().iter().any(|known| known.event == *event && known.on == row.valid_on)
                });
                !in_ledger && !happened.contains(&(*event, row.valid_on))
            });
            let mut fields = Vec::new();
            let mut problems = Vec::new();
            for (field, before) in row.fields.iter().zip(&known.fields) {
                let by_file = said.get(&field.field);
                let before = match (before, by_file) {
                    (Some(ledger), Some(file)) if ledger.1 > file.1 => Some(ledger),
                    (_, Some(file)) => Some(file),
                    (ledger, None) => ledger.as_ref(),
                };
                let from = before.and_then(|(value, _)| value.as_deref());
                match self.field(field, from) {
                    Ok(None) => {}
                    Ok(Some(change)) => fields.push((field.field, change)),
                    Err(problem) => problems.push(problem),
                }
            }
            if !problems.is_empty() {
                for (column, value, reason) in problems {
                    self.reject(row, Some(column), value, reason);
                }
                continue;
            }
            for (field, change) in &fields {
                said.insert(*field, (change.to.clone(), row.valid_on));
            }
            happened.extend(event.map(|event| (event, row.valid_on)));
            let exists = known.exists || is_new_by_file;
            if exists && fields.is_empty() && event.is_none() {
                self.plan.unchanged.push(Unchanged { origin: row.origin.clone(), id: row.id.clone() });
                continue;
            }
            let change = Change {
                origin: row.origin.clone(),
                id: row.id.clone(),
                valid_on: row.valid_on,
                is_late,
                event,
                fields: fields.into_iter().map(|(_, change)| change).collect(),
            };
            if exists {
                self.plan.updated.push(change);
            } else {
                self.plan.created.push(change);
                is_new_by_file = true;
            }
        }
    }

    /// What a field's cell changes.
    fn field(
        &self,
        field: &ReadField,
        from: Option<&str>,
    ) -> Result<Option<FieldChange>, (String, String, Reason)> {
        let raw = field.raw.as_deref();
        if raw.is_some() && raw == from {
            return Ok(None);
        }
        if let Some((column, reason)) = field.problem.as_deref() {
            return Err((column.clone(), raw.unwrap_or_default().to_owned(), reason.clone()));
        }
        let to = field.value.as_deref();
        if to == from || (to.is_none() && self.collector.mapping.empty == EmptyCells::Keep) {
            return Ok(None);
        }
        let name = self.fields.get(usize::from(field.field)).map_or_else(|| Arc::from(""), Arc::clone);
        Ok(Some(FieldChange { field: name, from: from.map(Into::into), to: to.map(Into::into) }))
    }

    /// Rejects rows of one day that contradict each other; says which. Of such a day no row is taken: nobody can
    /// tell which is right.
    fn contradictions(&mut self, rows: &[ReadRow]) -> Vec<bool> {
        let mut rejected = Vec::with_capacity(rows.len());
        for day in rows.chunk_by(|a, b| a.valid_on == b.valid_on) {
            let mut sound = day.iter().filter(|row| !row.is_rejected);
            let first = sound.next();
            let second = first.and_then(|first| sound.find(|row| difference(first, row).is_some()));
            for row in day {
                let other = [first, second].into_iter().flatten().filter(|_| !row.is_rejected);
                let found = other.into_iter().find_map(|other| Some((other, difference(row, other)?)));
                rejected.push(found.is_some());
                if let Some((other, (ours, theirs))) = found {
                    self.contradiction(row, other, ours, theirs);
                }
            }
        }
        rejected
    }

    fn contradiction(&mut self, row: &ReadRow, other: &ReadRow, ours: &ReadField, theirs: &ReadField) {
        let sheet = other.origin.sheet.as_deref().filter(|_| other.origin.sheet != row.origin.sheet);
        let reason = Reason::Contradiction {
            row: other.origin.row,
            sheet: sheet.map(str::to_owned),
            value: says(theirs).unwrap_or_default().to_owned(),
        };
        let column = self.collector.ledger.columns.get(usize::from(ours.field));
        let column = column.map(|column| column.name.ja.clone());
        self.reject(row, column, says(ours).unwrap_or_default().to_owned(), reason);
    }

    fn reject(&mut self, row: &ReadRow, column: Option<String>, value: String, reason: Reason) {
        let sheet = row.origin.sheet.as_deref().map(str::to_owned);
        let row = row.origin.row;
        let error = RowError::of_file(&self.plan.file, reason);
        self.collector.rejected.push(RowError { sheet, row, column, value, ..error });
    }

    /// The records that the file has not. Of a file of one view only records of that view are missed.
    fn absent(&mut self, rows: &[ReadRow]) {
        // Of a file that cannot be read nobody knows what is in it.
        let is_unread = self.collector.rejected.is_of_file();
        if is_unread || self.collector.mapping.absent == AbsentRecords::Ignore {
            return;
        }
        let last = rows.iter().filter(|row| !row.is_rejected).map(|row| row.valid_on).max();
        let state = match last {
            Some(day) => &self.journal.state(AsOf::day(day)),
            None => &self.latest,
        };
        let kind = self.kind();
        let missing = state.records(kind).filter(|record| {
            let is_gone = record.events().last().is_some_and(|last| last.event == Event::Disposed);
            let is_of_view = self.constants.iter().all(|(field, value)| {
                let field = self.fields.get(usize::from(*field)).map_or("", AsRef::as_ref);
                record.text_named(field) == Some(value)
            });
            let is_in_file = rows.binary_search_by(|row| (*row.id).cmp(record.id)).is_ok();
            !is_gone && is_of_view && !is_in_file
        });
        self.plan.absent = missing.map(|record| record.id.to_owned()).collect();
    }
}

/// What a cell says, read or not.
fn says(field: &ReadField) -> Option<&str> {
    if field.problem.is_some() { field.raw.as_deref() } else { field.value.as_deref() }
}

/// The first field of which two rows say different things.
fn difference<'r>(row: &'r ReadRow, other: &'r ReadRow) -> Option<(&'r ReadField, &'r ReadField)> {
    row.fields.iter().find_map(|ours| {
        let theirs = other.fields.iter().find(|theirs| theirs.field == ours.field)?;
        (says(ours) != says(theirs)).then_some((ours, theirs))
    })
}
