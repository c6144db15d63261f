//! Loading: files and a mapping to observations, with every problem listed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use intake::{Cells, Encoding, Found, Reason, RowError, Sheet, WrittenTime, decode, read_count, read_time};
use provenance::Text;
use sla::{
    Case, Event, ExclusionClaim, Name, Named, Observations, Origin, Pause, Rejected, Reopening, SurveyAnswer,
    Tally,
};

use crate::{
    Mapping,
    mapping::{Attribute, CaseColumns, FileMapping, Shape},
    states::{Change, follow},
};

/// A file handed in: its name and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct InputFile<'a> {
    /// The name without folders; it decides which mapping applies. Ends in `.csv` or `.jsonl`.
    pub name: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loaded {
    /// The records.
    pub observations: Observations,
    /// Every problem found. A row with a problem is in `observations.rejected` too.
    pub errors: Vec<RowError>,
    /// What was found in each file.
    pub files: Vec<FileSummary>,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// Its name.
    pub file: String,
    /// How it is encoded; `None` where that failed.
    pub encoding: Option<Found>,
    /// How many rows it has, without the header.
    pub rows: u64,
    /// How many of them were passed over because they are of no concern to the mapping.
    pub passed_over: u64,
    /// Columns that the mapping does not use.
    pub unused: Vec<String>,
}

/// Reads files by a mapping. `progress` is told the file and the number of rows read, now and then.
///
/// Nothing is dropped in silence: a row that cannot be read is listed with file, row, column, value, reason
/// and remedy, and is handed on as a rejected one, so that figures can allow for it.
pub fn load(mapping: &Mapping, files: &[InputFile<'_>], progress: &mut dyn FnMut(&str, u64)) -> Loaded {
    let mut loading =
        Loading { mapping, loaded: Loaded::default(), names: HashMap::new(), later: Vec::new() };
    for file in files {
        loading.file(file, progress);
    }
    loading.attach();
    loading.loaded
}

/// How often progress is told.
const PROGRESS_ROWS: u64 = 50_000;

struct Loading<'m> {
    mapping: &'m Mapping,
    loaded: Loaded,
    /// Each name once, however many records share it.
    names: HashMap<String, Name>,
    /// Pauses and reopenings, until all cases are known.
    later: Vec<Later>,
}

struct Later {
    kind: Name,
    id: String,
    what: LaterWhat,
    origin: Origin,
}

enum LaterWhat {
    Pause(Pause),
    Reopening(Reopening),
}

/// A row at hand with what is needed to read its cells.
struct At<'a> {
    file: &'a FileMapping,
    columns: &'a BTreeMap<&'a str, usize>,
    cells: &'a Cells,
    origin: &'a Origin,
}

impl At<'_> {
    fn cell(&self, column: &str) -> &str {
        self.columns.get(column).map_or("", |n| self.cells.get(*n))
    }

    fn error(&self, column: &str, reason: Reason) -> Box<RowError> {
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
    fn file(&mut self, input: &InputFile<'_>, progress: &mut dyn FnMut(&str, u64)) {
        let mapping = self.mapping;
        let mut summary = FileSummary {
            file: input.name.to_owned(),
            encoding: None,
            rows: 0,
            passed_over: 0,
            unused: Vec::new(),
        };
        let whole = |reason| RowError {
            file: input.name.to_owned(),
            row: 0,
            column: None,
            value: String::new(),
            reason,
        };
        let Some(file) = mapping.file(input.name) else {
            self.loaded.errors.push(whole(Reason::NoMapping(mapping.names())));
            self.loaded.files.push(summary);
            return;
        };
        let is_json = input.name.ends_with(".jsonl") || input.name.ends_with(".ndjson");
        let encoding = if is_json { Encoding::Utf8 } else { mapping.encoding };
        let text = match decode(input.bytes, encoding) {
            Ok((text, found)) => {
                summary.encoding = Some(found);
                text
            }
            Err(error) => {
                self.loaded.errors.push(whole(Reason::Encoding(error.to_string())));
                self.loaded.files.push(summary);
                return;
            }
        };
        let sheet =
            if is_json { Sheet::json_lines(input.name, &text) } else { Sheet::csv(input.name, &text) };
        match sheet {
            Ok(sheet) => self.sheet(sheet, file, &mut summary, progress),
            Err(error) => self.loaded.errors.push(error),
        }
        self.loaded.files.push(summary);
    }

    fn sheet(
        &mut self,
        sheet: Sheet<'_>,
        file: &FileMapping,
        summary: &mut FileSummary,
        progress: &mut dyn FnMut(&str, u64),
    ) {
        let used = file.columns();
        summary.unused =
            sheet.columns().iter().filter(|column| !used.contains(column.as_str())).cloned().collect();
        let mut columns = BTreeMap::new();
        let mut is_complete = true;
        for column in &used {
            match sheet.column(column) {
                Some(n) => {
                    columns.insert(*column, n);
                }
                None if sheet.columns().is_empty() => {}
                None => {
                    is_complete = false;
                    let near = tables::nearest(column, summary.unused.iter().map(String::as_str));
                    self.loaded.errors.push(RowError {
                        file: summary.file.clone(),
                        row: 0,
                        column: Some((*column).to_owned()),
                        value: String::new(),
                        reason: Reason::NoColumn(near.map(str::to_owned)),
                    });
                }
            }
        }
        if !is_complete {
            return;
        }
        match &file.shape {
            // Each tally and survey is a kind of its own; pauses belong to a kind that others supply.
            Shape::Tallies { .. } | Shape::Pauses { .. } | Shape::Reopenings { .. } => {}
            _ => {
                self.loaded.observations.supplied.insert(file.kind.clone());
            }
        }
        let name: Arc<str> = summary.file.as_str().into();
        let mut changes: BTreeMap<String, Vec<Change>> = BTreeMap::new();
        for row in sheet {
            summary.rows += 1;
            if summary.rows.is_multiple_of(PROGRESS_ROWS) {
                progress(&summary.file, summary.rows);
            }
            let cells = match row {
                Ok(cells) => cells,
                Err(error) => {
                    let origin = Origin { file: name.clone(), row: error.row };
                    self.reject(error, origin, None, Some(file.kind.clone()));
                    continue;
                }
            };
            let origin = Origin { file: name.clone(), row: cells.row };
            let at = At { file, columns: &columns, cells: &cells, origin: &origin };
            if !file.only.iter().all(|only| only.is.iter().any(|value| value == at.cell(&only.column))) {
                summary.passed_over += 1;
                continue;
            }
            if let Err(error) = self.row(&at, &mut changes) {
                let id = Some(at.cell(&file.id)).filter(|id| !self.is_unknown(id)).map(str::to_owned);
                // A tally's kind is its own name.
                let kind = match (&file.shape, &id) {
                    (Shape::Tallies { .. }, Some(name)) => name.as_str().into(),
                    _ => file.kind.clone(),
                };
                self.reject(*error, origin, id, Some(kind));
            }
        }
        progress(&summary.file, summary.rows);
        if let Shape::StateChanges { states, .. } = &file.shape {
            for changes in changes.into_values() {
                self.loaded.observations.cases.extend(follow(changes, states));
            }
        }
    }

    fn reject(&mut self, error: RowError, origin: Origin, id: Option<String>, kind: Option<Name>) {
        let place = error.column.as_ref().map_or_else(String::new, |column| format!("`{column}` "));
        let text = error.text();
        let reason = Text::new(
            format!("{}行{}: {place}{}", error.file, error.row, text.ja),
            format!("{} row {}: {place}{}", error.file, error.row, text.en),
        );
        self.loaded.observations.rejected.push(Rejected { origin, id, kind, reason });
        self.loaded.errors.push(error);
    }

    fn row(&mut self, at: &At<'_>, changes: &mut BTreeMap<String, Vec<Change>>) -> Result<(), Box<RowError>> {
        let id = self.needed(at, &at.file.id)?.to_owned();
        let origin = Some(at.origin.clone());
        match &at.file.shape {
            Shape::Cases(columns) => {
                let case = self.case(at, id, columns)?;
                self.loaded.observations.cases.push(case);
            }
            Shape::StateChanges { case, changed, state, .. } => {
                let change = Change {
                    at: self.time(at, changed)?.ok_or_else(|| at.error(changed, Reason::Missing))?,
                    row: at.origin.row,
                    state: self.needed(at, state)?.to_owned(),
                    case: self.case(at, id.clone(), case)?,
                };
                changes.entry(id).or_default().push(change);
            }
            Shape::Pauses { pause, words, from, to } => {
                let kind = self.word(at, pause, words)?.ok_or_else(|| at.error(pause, Reason::Missing))?;
                let ends = self.time(at, to)?;
                let Some(from) = self.time(at, from)? else {
                    let reason = if ends.is_some() { Reason::ResumeWithoutPause } else { Reason::Missing };
                    return Err(at.error(from, reason));
                };
                let what = LaterWhat::Pause(Pause { kind, from, to: ends });
                let kind = at.file.kind.clone();
                self.later.push(Later { kind, id, what, origin: at.origin.clone() });
            }
            Shape::Reopenings { mark, stopped, resumed } => {
                let time = |loading: &Self, column: &str| {
                    loading.time(at, column)?.ok_or_else(|| at.error(column, Reason::Missing))
                };
                let what = LaterWhat::Reopening(Reopening {
                    mark: mark.clone(),
                    stopped: time(self, stopped)?,
                    resumed: time(self, resumed)?,
                });
                let kind = at.file.kind.clone();
                self.later.push(Later { kind, id, what, origin: at.origin.clone() });
            }
            Shape::Events { at: column } => {
                let time = self.time(at, column)?.ok_or_else(|| at.error(column, Reason::Missing))?;
                let attributes = self.attributes(at)?;
                let kind = at.file.kind.clone();
                self.loaded.observations.events.push(Event { id, kind, at: time, attributes, origin });
            }
            Shape::Tallies { on, planned, done, missing } => {
                let date = self.date(at, on)?;
                let count = |column: &str| {
                    read_count(at.cell(column)).ok_or_else(|| at.error(column, Reason::Number))
                };
                let name = self.name(&id);
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
                self.loaded.observations.supplied.insert(name);
            }
            Shape::Survey { on, questions, words } => {
                let on = self.date(at, on)?;
                let steps: Result<Vec<Option<Name>>, _> =
                    questions.iter().map(|column| self.word(at, column, words)).collect();
                let survey = at.file.kind.clone();
                let answer = SurveyAnswer { id, survey, on, steps: steps?, origin };
                self.loaded.observations.answers.push(answer);
            }
        }
        Ok(())
    }

    fn case(&mut self, at: &At<'_>, id: String, columns: &CaseColumns) -> Result<Case, Box<RowError>> {
        let mut case = Case::new(id, at.file.kind.clone());
        case.attributes = self.attributes(at)?;
        for (mark, column) in &columns.marks {
            if let Some(time) = self.time(at, column)? {
                case.marks.insert(mark.clone(), time);
            }
        }
        if let Some(exclusion) = &columns.exclusion
            && let Some(reason) = self.word(at, &exclusion.reason, &exclusion.words)?
        {
            let note = exclusion.note.as_ref().map_or("", |column| at.cell(column)).to_owned();
            case.claims.push(ExclusionClaim { reason, note });
        }
        case.origin = Some(at.origin.clone());
        Ok(case)
    }

    fn attributes(&mut self, at: &At<'_>) -> Result<Named<Name>, Box<RowError>> {
        let mut attributes = Named::new();
        for Attribute { name, column, words } in &at.file.attributes {
            if let Some(value) = self.word(at, column, words)? {
                attributes.insert(name.clone(), value);
            }
        }
        Ok(attributes)
    }

    fn is_unknown(&self, value: &str) -> bool {
        self.mapping.unknown.iter().any(|unknown| unknown == value)
    }

    fn name(&mut self, text: &str) -> Name {
        match self.names.get(text) {
            Some(name) => name.clone(),
            None => {
                let name = Name::from(text);
                self.names.insert(text.to_owned(), name.clone());
                name
            }
        }
    }

    fn needed<'a>(&self, at: &'a At<'_>, column: &str) -> Result<&'a str, Box<RowError>> {
        Some(at.cell(column))
            .filter(|value| !self.is_unknown(value))
            .ok_or_else(|| at.error(column, Reason::Missing))
    }

    /// A cell's value in the contract's vocabulary; `None` where it is not known.
    fn word(
        &mut self,
        at: &At<'_>,
        column: &str,
        words: &BTreeMap<String, String>,
    ) -> Result<Option<Name>, Box<RowError>> {
        let value = at.cell(column);
        if self.is_unknown(value) {
            return Ok(None);
        }
        if words.is_empty() {
            return Ok(Some(self.name(value)));
        }
        match words.get(value) {
            Some(word) => Ok(Some(self.name(word))),
            None => Err(at.error(column, Reason::Word(words.keys().cloned().collect()))),
        }
    }

    fn time(&self, at: &At<'_>, column: &str) -> Result<Option<DateTime<Utc>>, Box<RowError>> {
        let value = at.cell(column);
        if self.is_unknown(value) {
            return Ok(None);
        }
        match read_time(value, &self.mapping.times) {
            Some(WrittenTime::Local(local)) => Ok(Some(self.mapping.zone.to_utc(local))),
            Some(WrittenTime::Instant(instant)) => Ok(Some(instant.to_utc())),
            None => Err(at.error(column, self.time_reason())),
        }
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

    /// Gives the pauses and reopenings to their cases.
    fn attach(&mut self) {
        if self.later.is_empty() {
            return;
        }
        let mut places: HashMap<(Name, String), usize> = HashMap::new();
        for (n, case) in self.loaded.observations.cases.iter().enumerate() {
            places.insert((case.kind.clone(), case.id.clone()), n);
        }
        for later in std::mem::take(&mut self.later) {
            let key = (later.kind, later.id);
            let case = places.get(&key).and_then(|n| self.loaded.observations.cases.get_mut(*n));
            let (kind, id) = key;
            match (case, later.what) {
                (Some(case), LaterWhat::Pause(pause)) => case.pauses.push(pause),
                (Some(case), LaterWhat::Reopening(reopening)) => case.reopenings.push(reopening),
                (None, _) => {
                    let error = RowError {
                        file: later.origin.file.to_string(),
                        row: later.origin.row,
                        column: None,
                        value: id.clone(),
                        reason: Reason::NoCase,
                    };
                    self.reject(error, later.origin, Some(id), Some(kind));
                }
            }
        }
        for case in &mut self.loaded.observations.cases {
            case.pauses.sort_by(|a, b| (a.from, a.to, &a.kind).cmp(&(b.from, b.to, &b.kind)));
            case.reopenings.sort_by_key(|reopening| (reopening.stopped, reopening.resumed));
        }
    }
}

impl FileMapping {
    /// The columns that the mapping uses.
    fn columns(&self) -> BTreeSet<&str> {
        let mut columns: BTreeSet<&str> = BTreeSet::from([self.id.as_str()]);
        columns.extend(self.attributes.iter().map(|attribute| attribute.column.as_str()));
        columns.extend(self.only.iter().map(|only| only.column.as_str()));
        match &self.shape {
            Shape::Cases(case) => case.add_to(&mut columns),
            Shape::StateChanges { case, changed, state, .. } => {
                case.add_to(&mut columns);
                columns.extend([changed.as_str(), state.as_str()]);
            }
            Shape::Pauses { pause, from, to, .. } => columns.extend([pause.as_str(), from, to]),
            Shape::Reopenings { stopped, resumed, .. } => columns.extend([stopped.as_str(), resumed]),
            Shape::Events { at } => columns.extend([at.as_str()]),
            Shape::Tallies { on, planned, done, missing } => {
                columns.extend([on.as_str(), planned, done]);
                columns.extend(missing.as_deref());
            }
            Shape::Survey { on, questions, .. } => {
                columns.extend([on.as_str()]);
                columns.extend(questions.iter().map(String::as_str));
            }
        }
        columns
    }
}

impl CaseColumns {
    fn add_to<'a>(&'a self, columns: &mut BTreeSet<&'a str>) {
        columns.extend(self.marks.iter().map(|(_, column)| column.as_str()));
        if let Some(exclusion) = &self.exclusion {
            columns.extend([exclusion.reason.as_str()]);
            columns.extend(exclusion.note.as_deref());
        }
    }
}
