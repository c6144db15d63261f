//! One row to a record: cells to words, times and counts of the contract.

use calendar::Local;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use formula::Exact;
use intake::{
    Cell, DateError, LISTED, Reason, RowError, WrittenTime, read_count, read_duration, read_number,
    read_serial, read_time,
};
use provenance::{Text, folded};
use sla::{
    Attribute as AttributeName, Case, Event, ExclusionClaim, Kind, Mark, Named, Pause, Readable, Reopening,
    StepName, SurveyAnswer, Tally, Value,
};
use tasks::{Execution, WorkSite};

use super::{
    Later, LaterWhat, Loading, at,
    at_hand::At,
    names::{FromText, Known},
};
use crate::{
    Holds, ListCell, ListColumn, ListRow, Mapping,
    mapping::{
        Attribute, CaseColumns, DateOnly, ExecutionColumns, PastMidnight, RepeatedHour, Shape, Span, Words,
    },
    states::Change,
};

/// Something is wrong with the row, and stands in its faults.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told;

/// The instant of a cell.
#[derive(Debug, Clone, Copy)]
enum When {
    Once(DateTime<Utc>),
    /// Clocks showed the time twice: it may be either.
    Twice(DateTime<Utc>, DateTime<Utc>),
}

impl<'a> At<'a> {
    pub(super) fn cell(&self, column: &str) -> &'a str {
        self.columns.get(column).map_or("", |n| self.cells.get(*n))
    }

    /// Whether the row is of concern to its mapping.
    pub(super) fn fits(&self) -> bool {
        self.file.only.iter().all(|only| only.is.contains(self.cell(&only.column)))
    }

    /// Notes what is wrong with a cell.
    fn wrong(&self, column: &str, reason: Reason) -> Told {
        // A cell that holds nothing that can be read says why before anything else does.
        let cell = self.columns.get(column).and_then(|n| self.cells.cell(*n));
        let reason = match cell {
            Some(Cell::Error(_)) => Reason::CellError,
            Some(Cell::Uncalculated(_)) => Reason::Uncalculated,
            Some(Cell::Merged(first)) => Reason::Merged(first.clone()),
            _ => reason,
        };
        let fault = RowError {
            column: Some(column.to_owned()),
            value: self.cell(column).to_owned(),
            ..at(self.origin, reason)
        };
        let mut faults = self.faults.borrow_mut();
        if !faults.contains(&fault) {
            faults.push(fault);
        }
        Told
    }

    /// Keeps what could be read of a row that is a record of its own, in case the rest cannot be.
    fn keep(&self, readable: Readable) {
        *self.readable.borrow_mut() = Some(Box::new(readable));
    }

    fn is_sound(&self) -> Result<(), Told> {
        if self.faults.borrow().is_empty() { Ok(()) } else { Err(Told) }
    }

    fn count(&self, column: &str) -> Result<u64, Told> {
        read_count(self.cell(column)).ok_or_else(|| self.wrong(column, Reason::Number))
    }
}

impl Loading<'_> {
    /// The row's identifier, where it can be read.
    pub(super) fn id(&self, at: &At<'_>) -> Option<String> {
        Some(at.cell(&at.file.id)).filter(|id| !self.is_unknown(id)).map(str::to_owned)
    }

    /// Takes the record of a row. What is wrong with it is noted, all of it at once.
    pub(super) fn row(&mut self, at: &At<'_>) -> Result<(), Told> {
        let id_column = at.columns.get(at.file.id.as_str());
        let is_read = |column: usize| at.columns.values().any(|known| *known == column);
        let has_more = at.cells.filled().any(|(column, _)| Some(&column) != id_column && is_read(column));
        if !has_more && at.columns.len() > 1 && !self.is_unknown(at.cell(&at.file.id)) {
            return Err(at.wrong(&at.file.id, Reason::OnlyIdentifier));
        }
        for (column, place) in at.columns {
            let holds_none = match at.cells.cell(*place) {
                Some(Cell::Merged(_) | Cell::Uncalculated(_)) => true,
                Some(Cell::Error(error)) => !self.is_unknown(error),
                _ => false,
            };
            if holds_none {
                at.wrong(column, Reason::CellError);
            }
        }
        // The rest is read even where the identifier is missing.
        let id = self.needed(at, &at.file.id).unwrap_or_default().to_owned();
        let origin = Some(at.origin.clone());
        match &at.file.shape {
            Shape::Cases { kind, case } => {
                let cases = self.case(at, id, kind, case);
                if at.is_sound().is_err() {
                    keep_case(at, &cases, case);
                }
                at.is_sound()?;
                self.loaded.observations.cases.extend(cases);
            }
            Shape::StateChanges { kind, case, changed, state, sequence, states } => {
                // The state as the mapping writes it.
                let entered = self.needed(at, state).and_then(|entered| {
                    states.iter().find_map(|state| state.is.find(entered)).map(str::to_owned).ok_or_else(
                        || {
                            let known = named(states.iter().flat_map(|state| state.is.iter().cloned()));
                            at.wrong(state, Reason::State(known))
                        },
                    )
                });
                let sequence = sequence.as_ref().map(|column| at.count(column)).transpose();
                let since = self.needed_time(at, "changed", changed);
                let mut cases = self.case(at, id.clone(), kind, case);
                at.is_sound()?;
                if cases.len() > 1 {
                    return Err(at.wrong(changed, Reason::LocalTimeTwice));
                }
                let Some(case) = cases.pop() else { return Err(Told) };
                let change = Change {
                    sequence: sequence?,
                    at: since?,
                    state: entered?,
                    case,
                    origin: at.origin.clone(),
                };
                self.logs.entry((at.number, id)).or_default().push(change);
            }
            Shape::Pauses { kind: of, pause, words, from, to } => {
                let kind = word(&mut self.names.pauses, self.mapping, at, pause, words)
                    .and_then(|kind| kind.ok_or_else(|| at.wrong(pause, Reason::Missing)));
                let ends = self.single_time(at, "to", to);
                let since = self.single_time(at, "from", from);
                let since = since.and_then(|since| {
                    let has_end = !self.is_unknown(at.cell(to));
                    let reason = if has_end { Reason::ResumeWithoutPause } else { Reason::Missing };
                    since.ok_or_else(|| at.wrong(from, reason))
                });
                if let (Ok(Some(ends)), Ok(since)) = (&ends, &since)
                    && ends < since
                {
                    let (first, value) = (from.clone().into_boxed_str(), at.cell(from).into());
                    at.wrong(to, Reason::Order { first, value });
                }
                at.is_sound()?;
                let what = LaterWhat::Pause(Pause { kind: kind?, from: since?, to: ends? });
                self.later.push(Later { kind: of.clone(), id, what, origin: at.origin.clone() });
            }
            Shape::Reopenings { kind, mark, stopped, resumed } => {
                let stopped = self.needed_time(at, "stopped", stopped);
                let resumed = self.needed_time(at, "resumed", resumed);
                at.is_sound()?;
                let what = LaterWhat::Reopening(Reopening {
                    mark: mark.clone(),
                    stopped: stopped?,
                    resumed: resumed?,
                });
                self.later.push(Later { kind: kind.clone(), id, what, origin: at.origin.clone() });
            }
            Shape::Events { kind, at: column } => {
                let time = self.time(at, "at", column);
                let time = time.and_then(|time| time.ok_or_else(|| at.wrong(column, Reason::Missing)));
                let attributes = self.attributes(at);
                let once = match &time {
                    Ok(When::Once(time)) => Some(*time),
                    _ => None,
                };
                at.keep(Readable { attributes: attributes.clone(), at: once, ..Readable::default() });
                at.is_sound()?;
                let times = match time? {
                    When::Once(time) => vec![time],
                    When::Twice(earlier, later) => vec![earlier, later],
                };
                let event = |at| Event {
                    id: id.clone(),
                    kind: kind.clone(),
                    at,
                    attributes: attributes.clone(),
                    origin: origin.clone(),
                };
                self.loaded.observations.events.extend(times.into_iter().map(event));
            }
            Shape::Tallies { on, planned, done, missing } => {
                let date = self.date(at, on);
                at.keep(Readable { on: date.as_ref().ok().copied(), ..Readable::default() });
                let counts = (at.count(planned), at.count(done));
                let name = self.names.tallies.of(&id);
                if name.is_none() && !id.is_empty() {
                    at.wrong(&at.file.id, Reason::Name);
                }
                at.is_sound()?;
                let name = name.ok_or(Told)?;
                let mut tally = Tally::new(name.clone(), date?, counts.0?, counts.1?)
                    .map_err(|_| at.wrong(done, Reason::MoreThanPlanned))?;
                let listed = missing.as_ref().map_or("", |column| at.cell(column));
                tally.missing = listed
                    .split([';', '；', '\n'])
                    .map(str::trim)
                    .filter(|what| !what.is_empty())
                    .map(str::to_owned)
                    .collect();
                tally.origin = origin;
                self.loaded.observations.tallies.push(tally);
                self.loaded.observations.supplied.insert(name.into());
            }
            Shape::Executions(columns) => {
                let execution = self.execution(at, id, columns)?;
                self.loaded.executions.push(execution);
            }
            Shape::Survey { survey, on, questions, words } => {
                let on = self.date(at, on);
                let steps: Vec<Result<Option<StepName>, Told>> = questions
                    .iter()
                    .map(|column| word(&mut self.names.steps, self.mapping, at, column, words))
                    .collect();
                at.keep(Readable { on: on.as_ref().ok().copied(), ..Readable::default() });
                at.is_sound()?;
                let (survey, steps) = (survey.clone(), steps.into_iter().collect::<Result<_, _>>()?);
                let answer = SurveyAnswer { id, survey, on: on?, steps, origin };
                self.loaded.observations.answers.push(answer);
            }
            Shape::List(list) => {
                let cells: Vec<Result<Option<ListCell>, Told>> =
                    list.columns.iter().map(|column| self.list_cell(at, column)).collect();
                at.is_sound()?;
                let row = ListRow {
                    cells: cells.into_iter().collect::<Result<_, _>>()?,
                    origin: at.origin.clone(),
                };
                self.loaded.lists.entry(list.id.clone()).or_default().rows.push(row);
            }
        }
        Ok(())
    }

    fn list_cell(&mut self, at: &At<'_>, column: &ListColumn) -> Result<Option<ListCell>, Told> {
        let header = column.label.ja.as_str();
        if self.is_unknown(at.cell(header)) {
            return if column.is_needed { Err(at.wrong(header, Reason::Missing)) } else { Ok(None) };
        }
        let value = at.cell(header);
        Ok(Some(match &column.holds {
            Holds::Text => ListCell::Text(value.to_owned()),
            Holds::Number { unit, .. } => {
                let wrong = || at.wrong(header, Reason::Decimal(unit.clone()));
                let units = unit.iter().flat_map(|unit| [unit.ja.as_str(), unit.en.as_str()]).chain([""]);
                let digits = units.into_iter().find_map(|unit| read_number(value, unit)).ok_or_else(wrong)?;
                ListCell::Number(exact(&digits).ok_or_else(wrong)?)
            }
            Holds::Day => match self.written(at, header, value)? {
                WrittenTime::Day(day) => ListCell::Day(day),
                WrittenTime::Instant(_) | WrittenTime::Local(_) => {
                    let at = self
                        .single_time(at, "on", header)?
                        .ok_or_else(|| at.wrong(header, Reason::Missing))?;
                    ListCell::Time(at)
                }
            },
            Holds::Word(words) => {
                let is_it =
                    |word: &Text| folded(&word.ja) == folded(value) || folded(&word.en) == folded(value);
                let place = words.iter().position(is_it);
                let known = || Reason::Word { known: words.clone(), near: None };
                ListCell::Word(place.ok_or_else(|| at.wrong(header, known()))?)
            }
        }))
    }

    fn execution(
        &mut self,
        at: &At<'_>,
        item: String,
        columns: &ExecutionColumns,
    ) -> Result<Execution, Told> {
        let site = self.needed(at, &columns.site).and_then(|site| {
            columns.sites.get(site).cloned().map_or_else(
                || WorkSite::find(site, &self.mapping.sites).map_err(|_| self.no_site(at, columns)),
                Ok,
            )
        });
        let outcome = self.needed(at, &columns.outcome).and_then(|outcome| {
            let known = columns.outcomes.get(outcome).copied().map_or_else(|| outcome.parse(), Ok);
            known.map_err(|_| at.wrong(&columns.outcome, no_word(columns.outcomes.keys().cloned())))
        });
        let mut day = |column: &str| {
            if self.is_unknown(at.cell(column)) { Ok(None) } else { self.date(at, column).map(Some) }
        };
        let planned = columns.planned.as_ref().map_or(Ok(None), |column| day(column));
        let done = day(&columns.done);
        at.is_sound()?;
        let text = |column: &Option<String>| {
            column
                .as_ref()
                .map(|column| at.cell(column))
                .filter(|value| !self.is_unknown(value))
                .map(str::to_owned)
        };
        Ok(Execution {
            item,
            site: site?,
            planned: planned?,
            done: done?,
            part: text(&columns.part),
            by: text(&columns.by),
            outcome: outcome?,
            note: text(&columns.note).unwrap_or_default(),
            evidence: text(&columns.evidence),
            origin: Some(at.origin.clone()),
        })
    }

    /// The words that a site can have: those of the mapping, and the sites but for numbered ones.
    fn no_site(&self, at: &At<'_>, columns: &ExecutionColumns) -> Told {
        let stated = self.mapping.sites.iter().filter(|site| site.no.is_none());
        let known = stated.map(|site| site.id.to_string()).chain([WorkSite::Unstated.to_string()]);
        at.wrong(&columns.site, no_word(columns.sites.keys().cloned().chain(known)))
    }

    /// The case of a row, or as much of it as can be read. A time that clocks showed twice makes it two, of which one is
    /// true.
    fn case(&mut self, at: &At<'_>, id: String, kind: &Kind, columns: &CaseColumns) -> Vec<Case> {
        let mut case = Case::new(id, kind.clone());
        case.attributes = self.attributes(at);
        let mut later: Vec<(&Mark, DateTime<Utc>)> = Vec::new();
        for (mark, column) in &columns.marks {
            match self.time(at, mark.as_str(), column) {
                Ok(Some(When::Once(time))) => {
                    case.marks.insert(mark.clone(), time);
                }
                Ok(Some(When::Twice(first, second))) => {
                    case.marks.insert(mark.clone(), first);
                    later.push((mark, second));
                }
                Ok(None) | Err(Told) => {}
            }
        }
        if let Some(exclusion) = &columns.exclusion
            && let Ok(Some(reason)) =
                word(&mut self.names.grounds, self.mapping, at, &exclusion.reason, &exclusion.words)
        {
            let note = exclusion.note.as_ref().map_or("", |column| at.cell(column)).to_owned();
            case.claims.push(ExclusionClaim { reason, note });
        }
        case.origin = Some(at.origin.clone());
        // Each of these times may be one or the other; of several at most one was in the hour at hand.
        let mut cases = vec![case];
        for (mark, time) in later.into_iter().take(TWICE_MAX) {
            for mut other in cases.clone() {
                other.marks.insert(mark.clone(), time);
                cases.push(other);
            }
        }
        for case in &mut cases {
            self.spans(at, case, columns);
        }
        // What contradicts the order in one reading is the other one.
        let sound: Vec<Case> =
            cases.iter().filter(|case| order_of(at, case, columns).is_ok()).cloned().collect();
        if sound.is_empty()
            && let Some(case) = cases.into_iter().next()
        {
            if let Err((column, reason)) = order_of(at, &case, columns) {
                at.wrong(&column, reason);
            }
            return vec![case];
        }
        sound
    }

    /// Adds the marks that are told as spans of time.
    fn spans(&self, at: &At<'_>, case: &mut Case, columns: &CaseColumns) {
        for Span { mark, since, column, unit } in &columns.spans {
            let value = at.cell(column);
            if self.is_unknown(value) {
                continue;
            }
            // Where the beginning is not known, the end is not either.
            let end = read_duration(value, *unit)
                .map(|span| case.marks.get(since).map(|from| from.checked_add_signed(span)));
            match end {
                None | Some(Some(None)) => {
                    at.wrong(column, Reason::Duration);
                }
                Some(Some(Some(end))) => {
                    case.marks.insert(mark.clone(), end);
                }
                Some(None) => {}
            }
        }
    }

    fn attributes(&mut self, at: &At<'_>) -> Named<AttributeName, Value> {
        let mut attributes = Named::new();
        for Attribute { name, column, words, .. } in &at.file.attributes {
            if let Ok(Some(value)) = word(&mut self.names.values, self.mapping, at, column, words) {
                attributes.insert(name.clone(), value);
            }
        }
        attributes
    }

    pub(super) fn is_unknown(&self, value: &str) -> bool {
        self.mapping.is_unknown(value)
    }

    fn needed<'a>(&self, at: &At<'a>, column: &str) -> Result<&'a str, Told> {
        Some(at.cell(column))
            .filter(|value| !self.is_unknown(value))
            .ok_or_else(|| at.wrong(column, Reason::Missing))
    }

    /// An instant; `role` is the mark, or the key of the mapping, that it is read for.
    fn time(&mut self, at: &At<'_>, role: &str, column: &str) -> Result<Option<When>, Told> {
        let value = at.cell(column);
        if self.is_unknown(value) {
            return Ok(None);
        }
        let local = match self.written(at, column, value)? {
            WrittenTime::Instant(instant) => return Ok(Some(When::Once(instant.to_utc()))),
            WrittenTime::Local(local) => local,
            WrittenTime::Day(date) => {
                let time = match at.file.date_only.get(role) {
                    Some(DateOnly::StartOfDay) => Some(NaiveTime::MIN),
                    // The day's last second: what is due on a day is in time on that day and not on the next.
                    Some(DateOnly::EndOfDay) => NaiveTime::from_hms_opt(23, 59, 59),
                    None => return Err(at.wrong(column, Reason::NoTimeOfDay)),
                };
                // Where the day begins later, so does the time that stands for it.
                let local = date.and_time(time.unwrap_or(NaiveTime::MIN));
                return Ok(Some(When::Once(self.mapping.zone.to_utc(local))));
            }
        };
        Ok(Some(match (self.mapping.zone.resolve(local), self.mapping.repeated_hour) {
            (Local::Unique(time), _) => When::Once(time),
            (Local::Gap { .. }, _) => return Err(at.wrong(column, Reason::NoSuchLocalTime)),
            (Local::Fold { compatible, .. }, Some(RepeatedHour::Earlier)) => When::Once(compatible),
            (Local::Fold { other, .. }, Some(RepeatedHour::Later)) => When::Once(other),
            (Local::Fold { compatible, other }, None) => {
                *self.twice.entry(at.origin.file.to_string()).or_default() += 1;
                When::Twice(compatible, other)
            }
        }))
    }

    /// A time as it is written, or as a workbook keeps it.
    fn written(&mut self, at: &At<'_>, column: &str, value: &str) -> Result<WrittenTime, Told> {
        let cell = at.columns.get(column).and_then(|n| at.cells.cell(*n));
        if let (Some(Cell::Day(serial)), Some(dates)) = (cell, at.dates) {
            let local = read_serial(serial, dates)
                .map_err(|error| at.wrong(column, Reason::Date(Box::new(error))))?;
            // A day without a part of it is shown as a day.
            return Ok(if serial.contains('.') {
                WrittenTime::Local(local)
            } else {
                WrittenTime::Day(local.date())
            });
        }
        let read = read_time(value, &self.mapping.times).map_err(|error| {
            let reason = match error {
                DateError::NoDate { forms } => Reason::Time(forms),
                error => Reason::Date(Box::new(error)),
            };
            at.wrong(column, reason)
        })?;
        if read.is_past_midnight {
            if self.mapping.past_midnight == PastMidnight::Refuse {
                return Err(at.wrong(column, Reason::PastMidnight));
            }
            *self.past_midnight.entry(at.origin.file.to_string()).or_default() += 1;
        }
        Ok(read.time)
    }

    /// One instant, or none where the cell is empty.
    fn single_time(&mut self, at: &At<'_>, role: &str, column: &str) -> Result<Option<DateTime<Utc>>, Told> {
        match self.time(at, role, column)? {
            None => Ok(None),
            Some(When::Once(time)) => Ok(Some(time)),
            Some(When::Twice(..)) => Err(at.wrong(column, Reason::LocalTimeTwice)),
        }
    }

    fn needed_time(&mut self, at: &At<'_>, role: &str, column: &str) -> Result<DateTime<Utc>, Told> {
        self.single_time(at, role, column)?.ok_or_else(|| at.wrong(column, Reason::Missing))
    }

    /// A date, or a month for its first day.
    fn date(&mut self, at: &At<'_>, column: &str) -> Result<NaiveDate, Told> {
        let value = self.needed(at, column)?;
        match value.parse::<calendar::YearMonth>() {
            Ok(month) => Ok(month.first_day()),
            Err(_) => self.written(at, column, value).map(WrittenTime::date),
        }
    }
}

/// A number of digits and a point as a fraction; `None` where it is larger than any that is kept.
fn exact(digits: &str) -> Option<Exact> {
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let parts = 10_i128.checked_pow(u32::try_from(rest.len()).ok()?)?;
    Exact::ratio(format!("{whole}{rest}").parse::<i128>().ok()?, parts)
}

/// Keeps what could be read of a case. Where an order of marks is contradicted, nobody knows which of them is wrong.
fn keep_case(at: &At<'_>, cases: &[Case], columns: &CaseColumns) {
    let contradicts = |reason: &Reason| {
        matches!(
            reason,
            Reason::Order { .. } | Reason::NotBoth(_) | Reason::Supposes(_) | Reason::OnlyIdentifier
        )
    };
    let [case] = cases else { return };
    if at.faults.borrow().iter().any(|fault| contradicts(&fault.reason)) {
        return;
    }
    let marks = columns.marks.iter().map(|(mark, column)| (mark, column));
    let spans = columns.spans.iter().map(|span| (&span.mark, &span.column));
    let unread = marks.chain(spans).filter(|(_, column)| is_unread(at, column));
    at.keep(Readable {
        attributes: case.attributes.clone(),
        marks: case.marks.clone(),
        unread: unread.map(|(mark, _)| mark.clone()).collect(),
        ..Readable::default()
    });
}

/// So many times of a case that were twice are looked at each way.
const TWICE_MAX: usize = 4;

/// As many words as a message names, and one more if there are more.
fn named(words: impl Iterator<Item = String>) -> Vec<String> {
    words.take(LISTED + 1).collect()
}

/// The value is none of these words.
fn no_word(words: impl Iterator<Item = String>) -> Reason {
    Reason::Word { known: words.take(LISTED + 1).map(Text::same).collect(), near: None }
}

/// A cell's value in the contract's vocabulary; `None` where it is not known.
fn word<T: FromText>(
    known: &mut Known<T>,
    mapping: &Mapping,
    at: &At<'_>,
    column: &str,
    words: &Words<T>,
) -> Result<Option<T>, Told> {
    let value = at.cell(column);
    if mapping.is_unknown(value) {
        return Ok(None);
    }
    if words.is_empty() {
        return known.of(value).map(Some).ok_or_else(|| at.wrong(column, Reason::Name));
    }
    let word = words.get(value).or_else(|| {
        // Another word for one that the mapping knows.
        let of =
            |name: &str| mapping.names_of(name).iter().skip(1).any(|other| folded(other) == folded(value));
        words.keys().find(|name| of(name)).and_then(|name| words.get(name))
    });
    word.cloned().map(Some).ok_or_else(|| at.wrong(column, no_word(words.keys().cloned())))
}

/// What contradicts the mapping's order of marks: the column, and why.
fn order_of(at: &At<'_>, case: &Case, columns: &CaseColumns) -> Result<(), (String, Reason)> {
    let column = |mark: &Mark| columns.column(mark).unwrap_or_default().to_owned();
    for chain in &columns.orders {
        let mut latest: Option<(&Mark, DateTime<Utc>)> = None;
        for (mark, time) in chain.iter().filter_map(|mark| Some((mark, *case.marks.get(mark)?))) {
            match latest {
                Some((before, first)) if time < first => {
                    let first = column(before).into_boxed_str();
                    let value = at.cell(&first).into();
                    return Err((column(mark), Reason::Order { first, value }));
                }
                _ => latest = Some((mark, time)),
            }
        }
    }
    for marks in &columns.alternatives {
        let mut reached = marks.iter().filter(|mark| case.marks.get(mark).is_some());
        if let Some((first, second)) = reached.next().zip(reached.next()) {
            return Err((column(second), Reason::NotBoth(column(first).into_boxed_str())));
        }
    }
    for (mark, one_of) in &columns.needs {
        // A cell that is there and cannot be read is told already.
        let is_reached = |mark: &Mark| case.marks.get(mark).is_some() || is_unread(at, &column(mark));
        if case.marks.get(mark).is_some() && !one_of.iter().any(is_reached) {
            return Err((column(mark), Reason::Supposes(one_of.iter().map(column).collect())));
        }
    }
    Ok(())
}

/// Whether the cell of a column could not be read.
fn is_unread(at: &At<'_>, column: &str) -> bool {
    at.faults.borrow().iter().any(|fault| fault.column.as_deref() == Some(column))
}
