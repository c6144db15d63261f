//! One row to a record: cells to words, times and counts of the contract.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use intake::{Cells, LISTED, Reason, RowError, WrittenTime, read_count, read_date, read_duration, read_time};
use sla::{
    Attribute as AttributeName, Case, Event, ExclusionClaim, Kind, Mark, Named, Origin, Pause, Reopening,
    StepName, SurveyAnswer, Tally, Value,
};
use tasks::{Execution, WorkSite};

use super::{
    Later, LaterWhat, Loading,
    names::{FromText, Known},
};
use crate::{
    Mapping,
    mapping::{Attribute, CaseColumns, DateOnly, ExecutionColumns, FileMapping, Shape, Span},
    states::Change,
};

/// A row at hand with what is needed to read its cells.
pub(super) struct At<'a> {
    /// The place of its mapping in the table.
    pub(super) number: usize,
    pub(super) file: &'a FileMapping,
    pub(super) columns: &'a BTreeMap<&'a str, usize>,
    pub(super) cells: &'a Cells,
    pub(super) origin: &'a Origin,
}

impl At<'_> {
    pub(super) fn cell(&self, column: &str) -> &str {
        self.columns.get(column).map_or("", |n| self.cells.get(*n))
    }

    /// Whether the row is of concern to its mapping.
    pub(super) fn fits(&self) -> bool {
        self.file.only.iter().all(|only| only.is.iter().any(|value| value == self.cell(&only.column)))
    }

    pub(super) fn error(&self, column: &str, reason: Reason) -> Box<RowError> {
        Box::new(RowError {
            file: self.origin.file.to_string(),
            row: self.origin.row,
            column: Some(column.to_owned()),
            value: self.cell(column).to_owned(),
            reason,
        })
    }
}

impl Loading<'_> {
    /// The row's identifier, where it can be read.
    pub(super) fn id(&self, at: &At<'_>) -> Option<String> {
        Some(at.cell(&at.file.id)).filter(|id| !self.is_unknown(id)).map(str::to_owned)
    }

    pub(super) fn row(&mut self, at: &At<'_>) -> Result<(), Box<RowError>> {
        let id = self.needed(at, &at.file.id)?.to_owned();
        let origin = Some(at.origin.clone());
        match &at.file.shape {
            Shape::Cases { kind, case } => {
                let case = self.case(at, id, kind, case)?;
                self.loaded.observations.cases.push(case);
            }
            Shape::StateChanges { kind, case, changed, state, sequence, states } => {
                let entered = self.needed(at, state)?.to_owned();
                if !states.iter().any(|state| state.is.contains(&entered)) {
                    let known = named(states.iter().flat_map(|state| state.is.iter().cloned()));
                    return Err(at.error(state, Reason::State(known)));
                }
                let sequence = match sequence {
                    Some(column) => {
                        Some(read_count(at.cell(column)).ok_or_else(|| at.error(column, Reason::Number))?)
                    }
                    None => None,
                };
                let change = Change {
                    sequence,
                    at: self.needed_time(at, "changed", changed)?,
                    state: entered,
                    case: self.case(at, id.clone(), kind, case)?,
                    origin: at.origin.clone(),
                };
                self.logs.entry((at.number, id)).or_default().push(change);
            }
            Shape::Pauses { kind: of, pause, words, from, to } => {
                let kind = word(&mut self.names.pauses, self.mapping, at, pause, words)?
                    .ok_or_else(|| at.error(pause, Reason::Missing))?;
                let ends = self.time(at, "to", to)?;
                let Some(since) = self.time(at, "from", from)? else {
                    let reason = if ends.is_some() { Reason::ResumeWithoutPause } else { Reason::Missing };
                    return Err(at.error(from, reason));
                };
                if ends.is_some_and(|ends| ends < since) {
                    let (first, value) = (from.clone().into_boxed_str(), at.cell(from).into());
                    return Err(at.error(to, Reason::Order { first, value }));
                }
                let what = LaterWhat::Pause(Pause { kind, from: since, to: ends });
                self.later.push(Later { kind: of.clone(), id, what, origin: at.origin.clone() });
            }
            Shape::Reopenings { kind, mark, stopped, resumed } => {
                let what = LaterWhat::Reopening(Reopening {
                    mark: mark.clone(),
                    stopped: self.needed_time(at, "stopped", stopped)?,
                    resumed: self.needed_time(at, "resumed", resumed)?,
                });
                self.later.push(Later { kind: kind.clone(), id, what, origin: at.origin.clone() });
            }
            Shape::Events { kind, at: column } => {
                let time = self.needed_time(at, "at", column)?;
                let attributes = self.attributes(at)?;
                let kind = kind.clone();
                self.loaded.observations.events.push(Event { id, kind, at: time, attributes, origin });
            }
            Shape::Tallies { on, planned, done, missing } => {
                let date = self.date(at, on)?;
                let count = |column: &str| {
                    read_count(at.cell(column)).ok_or_else(|| at.error(column, Reason::Number))
                };
                let no_name = || at.error(&at.file.id, Reason::Name);
                let name = self.names.tallies.of(&id).ok_or_else(no_name)?;
                let mut tally = Tally::new(name.clone(), date, count(planned)?, count(done)?)
                    .map_err(|_| at.error(done, Reason::MoreThanPlanned))?;
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
                let on = self.date(at, on)?;
                let steps: Result<Vec<Option<StepName>>, _> = questions
                    .iter()
                    .map(|column| word(&mut self.names.steps, self.mapping, at, column, words))
                    .collect();
                let survey = survey.clone();
                let answer = SurveyAnswer { id, survey, on, steps: steps?, origin };
                self.loaded.observations.answers.push(answer);
            }
        }
        Ok(())
    }

    fn execution(
        &self,
        at: &At<'_>,
        item: String,
        columns: &ExecutionColumns,
    ) -> Result<Execution, Box<RowError>> {
        let site = self.needed(at, &columns.site)?;
        let site = columns.sites.get(site).cloned().map_or_else(
            || WorkSite::find(site, &self.mapping.sites).map_err(|_| self.no_site(at, columns)),
            Ok,
        )?;
        let outcome = self.needed(at, &columns.outcome)?;
        let outcome = columns.outcomes.get(outcome).copied().map_or_else(|| outcome.parse(), Ok);
        let outcome = outcome
            .map_err(|_| at.error(&columns.outcome, Reason::Word(named(columns.outcomes.keys().cloned()))))?;
        let text = |column: &Option<String>| {
            column
                .as_ref()
                .map(|column| at.cell(column))
                .filter(|value| !self.is_unknown(value))
                .map(str::to_owned)
        };
        let day = |column: &str| {
            if self.is_unknown(at.cell(column)) { Ok(None) } else { self.date(at, column).map(Some) }
        };
        Ok(Execution {
            item,
            site,
            planned: columns.planned.as_ref().map_or(Ok(None), |column| day(column))?,
            done: day(&columns.done)?,
            part: text(&columns.part),
            by: text(&columns.by),
            outcome,
            note: text(&columns.note).unwrap_or_default(),
            evidence: text(&columns.evidence),
            origin: Some(at.origin.clone()),
        })
    }

    /// The words that a site can have: those of the mapping, and the sites but for numbered ones.
    fn no_site(&self, at: &At<'_>, columns: &ExecutionColumns) -> Box<RowError> {
        let stated = self.mapping.sites.iter().filter(|site| site.no.is_none());
        let known = stated.map(|site| site.id.to_string()).chain([WorkSite::Unstated.to_string()]);
        at.error(&columns.site, Reason::Word(named(columns.sites.keys().cloned().chain(known))))
    }

    fn case(
        &mut self,
        at: &At<'_>,
        id: String,
        kind: &Kind,
        columns: &CaseColumns,
    ) -> Result<Case, Box<RowError>> {
        let mut case = Case::new(id, kind.clone());
        case.attributes = self.attributes(at)?;
        for (mark, column) in &columns.marks {
            if let Some(time) = self.time(at, mark.as_str(), column)? {
                case.marks.insert(mark.clone(), time);
            }
        }
        for Span { mark, since, column, unit } in &columns.spans {
            let value = at.cell(column);
            if self.is_unknown(value) {
                continue;
            }
            let span = read_duration(value, *unit).ok_or_else(|| at.error(column, Reason::Duration))?;
            // Where the beginning is not known, the end is not either.
            if let Some(from) = case.marks.get(since) {
                let end = from.checked_add_signed(span).ok_or_else(|| at.error(column, Reason::Duration))?;
                case.marks.insert(mark.clone(), end);
            }
        }
        if let Some(exclusion) = &columns.exclusion
            && let Some(reason) =
                word(&mut self.names.grounds, self.mapping, at, &exclusion.reason, &exclusion.words)?
        {
            let note = exclusion.note.as_ref().map_or("", |column| at.cell(column)).to_owned();
            case.claims.push(ExclusionClaim { reason, note });
        }
        case.origin = Some(at.origin.clone());
        check_marks(at, &case, columns)?;
        Ok(case)
    }

    fn attributes(&mut self, at: &At<'_>) -> Result<Named<AttributeName, Value>, Box<RowError>> {
        let mut attributes = Named::new();
        for Attribute { name, column, words } in &at.file.attributes {
            if let Some(value) = word(&mut self.names.values, self.mapping, at, column, words)? {
                attributes.insert(name.clone(), value);
            }
        }
        Ok(attributes)
    }

    pub(super) fn is_unknown(&self, value: &str) -> bool {
        self.mapping.is_unknown(value)
    }

    fn needed<'a>(&self, at: &'a At<'_>, column: &str) -> Result<&'a str, Box<RowError>> {
        Some(at.cell(column))
            .filter(|value| !self.is_unknown(value))
            .ok_or_else(|| at.error(column, Reason::Missing))
    }

    /// An instant; `role` is the mark, or the key of the mapping, that it is read for.
    fn time(&self, at: &At<'_>, role: &str, column: &str) -> Result<Option<DateTime<Utc>>, Box<RowError>> {
        let value = at.cell(column);
        if self.is_unknown(value) {
            return Ok(None);
        }
        let local = match read_time(value, &self.mapping.times) {
            None => return Err(at.error(column, self.time_reason())),
            Some(WrittenTime::Instant(instant)) => return Ok(Some(instant.to_utc())),
            Some(WrittenTime::Local(local)) => local,
        };
        let is_date = local.time() == NaiveTime::MIN && read_date(value, &self.mapping.times).is_some();
        let local = match (is_date, at.file.date_only.get(role)) {
            (false, _) | (true, Some(DateOnly::StartOfDay)) => local,
            (true, Some(DateOnly::EndOfDay)) => {
                // The day's last second: what is due on a day is in time on that day and not on the next.
                NaiveTime::from_hms_opt(23, 59, 59).map_or(local, |time| local.date().and_time(time))
            }
            (true, None) => return Err(at.error(column, Reason::NoTimeOfDay)),
        };
        Ok(Some(self.mapping.zone.to_utc(local)))
    }

    fn needed_time(&self, at: &At<'_>, role: &str, column: &str) -> Result<DateTime<Utc>, Box<RowError>> {
        self.time(at, role, column)?.ok_or_else(|| at.error(column, Reason::Missing))
    }

    /// A date, or a month for its first day.
    fn date(&self, at: &At<'_>, column: &str) -> Result<NaiveDate, Box<RowError>> {
        let value = self.needed(at, column)?;
        let month = || value.parse::<calendar::YearMonth>().ok().map(calendar::YearMonth::first_day);
        read_time(value, &self.mapping.times)
            .map(WrittenTime::date)
            .or_else(month)
            .ok_or_else(|| at.error(column, self.time_reason()))
    }

    fn time_reason(&self) -> Reason {
        Reason::Time(self.mapping.times.iter().map(ToString::to_string).collect())
    }
}

/// As many words as a message names, and one more if there are more.
fn named(words: impl Iterator<Item = String>) -> Vec<String> {
    words.take(LISTED + 1).collect()
}

/// A cell's value in the contract's vocabulary; `None` where it is not known.
fn word<T: FromText>(
    known: &mut Known<T>,
    mapping: &Mapping,
    at: &At<'_>,
    column: &str,
    words: &BTreeMap<String, T>,
) -> Result<Option<T>, Box<RowError>> {
    let value = at.cell(column);
    if mapping.is_unknown(value) {
        return Ok(None);
    }
    if words.is_empty() {
        return known.of(value).map(Some).ok_or_else(|| at.error(column, Reason::Name));
    }
    let word = words.get(value).cloned().map(Some);
    word.ok_or_else(|| at.error(column, Reason::Word(named(words.keys().cloned()))))
}

/// Refuses a case whose marks contradict what the mapping says of their order.
fn check_marks(at: &At<'_>, case: &Case, columns: &CaseColumns) -> Result<(), Box<RowError>> {
    let column = |mark: &Mark| columns.column(mark).unwrap_or_default().to_owned();
    for chain in &columns.orders {
        let mut latest: Option<(&Mark, DateTime<Utc>)> = None;
        for (mark, time) in chain.iter().filter_map(|mark| Some((mark, *case.marks.get(mark)?))) {
            match latest {
                Some((before, first)) if time < first => {
                    let first = column(before).into_boxed_str();
                    let value = at.cell(&first).into();
                    return Err(at.error(&column(mark), Reason::Order { first, value }));
                }
                _ => latest = Some((mark, time)),
            }
        }
    }
    for marks in &columns.alternatives {
        let mut reached = marks.iter().filter(|mark| case.marks.get(mark).is_some());
        if let Some((first, second)) = reached.next().zip(reached.next()) {
            return Err(at.error(&column(second), Reason::NotBoth(column(first).into_boxed_str())));
        }
    }
    for (mark, one_of) in &columns.needs {
        let is_reached = |mark: &Mark| case.marks.get(mark).is_some();
        if is_reached(mark) && !one_of.iter().any(is_reached) {
            return Err(at.error(&column(mark), Reason::Supposes(one_of.iter().map(column).collect())));
        }
    }
    Ok(())
}
