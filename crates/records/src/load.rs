//! Loading: files and a mapping to observations, with every problem listed.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use intake::{Cells, Encoding, Found, ROWS_MAX, Reason, RowError, Sheet, decode};
use provenance::{Text, place_of};
use sla::{Catalogue, Kind, Observations, Origin, Pause, Rejected, Reopening, Source, TallyName};
use tables::Suggestions;
use tasks::Execution;

use self::{names::Shared, row::At};
use crate::{
    Mapping,
    mapping::{FileMapping, Shape},
    states::Change,
    vocabulary::marks_of,
};

mod names;
mod row;
mod settle;

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
    /// The execution log.
    pub executions: Vec<Execution>,
    /// The problems found, up to a thousand of a file; the rest of a file is one more entry with their number.
    /// A row with a problem is in `observations.rejected`, listed here or not.
    pub errors: Vec<RowError>,
    /// What else a reader should know.
    pub notes: Vec<Text>,
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
    /// How many problems were found in it.
    pub problems: u64,
    /// How many of the rows were passed over because they are of no concern to the mapping.
    pub passed_over: u64,
    /// Columns that the mapping does not use.
    pub unused: Vec<String>,
    /// Columns that the mapping would use and the file may come without: it claims no exclusion.
    pub absent: Vec<String>,
}

/// Reads files by a mapping. `progress` is told the file and the number of rows read, now and then.
///
/// Nothing is dropped in silence. A row that cannot be read is listed with file, row, column, value, reason
/// and remedy, and is handed on as a rejected one, so that figures can allow for it. Where a whole file cannot
/// be read, that is one error, and each of its rows is handed on as rejected. A case told by several rows, one
/// of which cannot be read, is rejected as a whole.
pub fn load(mapping: &Mapping, files: &[InputFile<'_>], progress: &mut dyn FnMut(&str, u64)) -> Loaded {
    let mut loading = Loading {
        mapping,
        loaded: Loaded::default(),
        names: Shared::default(),
        later: Vec::new(),
        logs: BTreeMap::new(),
        incomplete: BTreeSet::new(),
        unreadable_cases: BTreeSet::new(),
        problems: HashMap::new(),
        past_midnight: BTreeMap::new(),
        twice: BTreeMap::new(),
        unnamed_tallies: Vec::new(),
    };
    loading.loaded.observations.marks_of = marks_of(mapping);
    for file in files {
        loading.file(file, progress);
    }
    loading.settle();
    loading.loaded
}

impl Loaded {
    /// Lists tallies that no service level reads: a misspelt name would leave its service level without them.
    pub fn check_tallies(&mut self, levels: &Catalogue) {
        let read: BTreeSet<&TallyName> =
            levels.items().iter().filter_map(|item| item.measure.reads().tally()).collect();
        let (mut unread, mut suggestions) = (BTreeMap::<String, u64>::new(), Suggestions::default());
        for tally in self.observations.tallies.iter().filter(|tally| !read.contains(tally.name())) {
            let (file, row) = tally
                .origin
                .as_ref()
                .map_or_else(|| ("-".to_owned(), 0), |origin| (origin.file.to_string(), origin.row));
            let more = unread.entry(file.clone()).or_default();
            *more += 1;
            if *more <= LISTED_PER_FILE {
                let near = suggestions.nearest(tally.name().as_str(), read.iter().map(|name| name.as_str()));
                let (value, reason) = (tally.name().to_string(), Reason::NoReader(near));
                self.errors.push(RowError { file, row, column: None, value, reason });
            }
        }
        for (file, count) in unread {
            if let Some(summary) = self.files.iter_mut().find(|summary| summary.file == file) {
                summary.problems += count;
            }
            if let Some(more) = count.checked_sub(LISTED_PER_FILE).filter(|more| *more > 0) {
                let reason = Reason::More(more);
                self.errors.push(RowError { file, row: 0, column: None, value: String::new(), reason });
            }
        }
    }

    /// How many problems were found, listed or not.
    #[must_use]
    pub fn problems(&self) -> u64 {
        self.files.iter().map(|file| file.problems).sum()
    }
}

/// How often progress is told.
const PROGRESS_ROWS: u64 = 50_000;

/// How many problems of a file are listed.
const LISTED_PER_FILE: u64 = 1_000;

struct Loading<'m> {
    mapping: &'m Mapping,
    loaded: Loaded,
    /// Each name and value once, however many records share it.
    names: Shared,
    /// Pauses and reopenings, until all cases are known.
    later: Vec<Later>,
    /// Changes of state by mapping and case, until all files are read.
    logs: BTreeMap<(usize, String), Vec<Change>>,
    /// Cases told by several rows, one of which could not be read.
    incomplete: BTreeSet<(Kind, String)>,
    /// Cases whose own row could not be read.
    unreadable_cases: BTreeSet<(Kind, String)>,
    /// How many problems each file has.
    problems: HashMap<String, u64>,
    /// How many times after 24:00 each file has, and how many that clocks showed twice.
    past_midnight: BTreeMap<String, u64>,
    twice: BTreeMap<String, u64>,
    /// Rows of tallies whose name could not be read: each may be one of any tally.
    unnamed_tallies: Vec<Rejected>,
}

struct Later {
    kind: Kind,
    id: String,
    what: LaterWhat,
    origin: Origin,
}

enum LaterWhat {
    Pause(Pause),
    Reopening(Reopening),
}

/// A mapping that a file is read by, and where its columns stand.
struct Reading<'m> {
    number: usize,
    file: &'m FileMapping,
    columns: BTreeMap<&'m str, usize>,
    /// A column that the file lacks: then no row can be read by this mapping.
    lacks: Option<RowError>,
}

impl<'m> Loading<'m> {
    fn file(&mut self, input: &InputFile<'_>, progress: &mut dyn FnMut(&str, u64)) {
        let mut summary = FileSummary {
            file: input.name.to_owned(),
            encoding: None,
            rows: 0,
            problems: 0,
            passed_over: 0,
            unused: Vec::new(),
            absent: Vec::new(),
        };
        let files: Vec<(usize, &'m FileMapping)> = self.mapping.for_file(input.name).collect();
        if files.is_empty() {
            self.note(RowError {
                file: input.name.to_owned(),
                row: 0,
                column: None,
                value: String::new(),
                reason: Reason::NoMapping(self.mapping.names()),
            });
            self.loaded.files.push(summary);
            return;
        }
        let name = input.name.to_ascii_lowercase();
        let is_json = name.ends_with(".jsonl") || name.ends_with(".ndjson");
        let encoding = if is_json { Encoding::Utf8 } else { self.mapping.encoding };
        let sheet = match decode(input.bytes, encoding) {
            Ok((text, found)) => {
                summary.encoding = Some(found);
                let sheet = if is_json {
                    Sheet::json_lines(input.name, &text)
                } else {
                    Sheet::csv(input.name, &text)
                };
                sheet.map(|sheet| self.sheet(sheet, &files, is_json, &mut summary, progress))
            }
            Err(error) => Err(RowError {
                file: input.name.to_owned(),
                row: 0,
                column: None,
                value: String::new(),
                reason: Reason::Encoding(error.to_string()),
            }),
        };
        if let Err(error) = sheet {
            self.reject_file(error, input.bytes, is_json, &files, &mut summary);
        }
        self.loaded.files.push(summary);
    }

    fn sheet(
        &mut self,
        sheet: Sheet<'_>,
        files: &[(usize, &'m FileMapping)],
        is_json: bool,
        summary: &mut FileSummary,
        progress: &mut dyn FnMut(&str, u64),
    ) {
        // A cell that this program wrote holds its text with a guard or escapes; JSON has texts themselves.
        let text_of = |cell: &str| match escape::from_cell(cell) {
            Cow::Owned(text) if !is_json && text != cell => Some(text),
            _ => None,
        };
        let mut read_back = 0_u64;
        let mut used: BTreeSet<&str> = files.iter().flat_map(|(_, file)| file.columns()).collect();
        used.extend(files.iter().flat_map(|(_, file)| file.ignored.iter().map(String::as_str)));
        summary.unused =
            sheet.columns().iter().filter(|column| !used.contains(column.as_str())).cloned().collect();
        let readings: Vec<Reading<'m>> =
            files.iter().map(|(number, file)| self.reading(*number, file, &sheet, summary)).collect();
        let name: Arc<str> = summary.file.as_str().into();
        for row in sheet {
            summary.rows += 1;
            if summary.rows.is_multiple_of(PROGRESS_ROWS) {
                progress(&summary.file, summary.rows);
            }
            match row {
                Ok(mut cells) => {
                    read_back += u64::try_from(cells.replace(text_of)).unwrap_or(0);
                    if !self.cells(&cells, &readings, &name) {
                        summary.passed_over += 1;
                    }
                }
                Err(error) => {
                    let origin = Origin::new(name.clone(), error.row);
                    for reading in &readings {
                        // Whatever is wrong with the others, the first cell stands in its column.
                        let is_first = reading.columns.get(reading.file.id.as_str()) == Some(&0);
                        let first = error.value.trim().trim_matches('"');
                        let id = (is_first && !self.is_unknown(first)).then(|| first.to_owned());
                        self.hand_on(&error, origin.clone(), id, reading.file);
                    }
                    self.note(error);
                }
            }
        }
        if read_back > 0 {
            self.loaded.notes.push(Text::new(
                format!(
                    "{}: セル{read_back}件の、数式の前の ' 又は見えない文字の表記（\\u{{…}}）を元の文字列に戻した",
                    summary.file
                ),
                format!(
                    "{}: in {read_back} of the cells a ' before a formula or the escape of a hidden character (\\u{{…}}) was read back as the text",
                    summary.file
                ),
            ));
        }
        progress(&summary.file, summary.rows);
    }

    /// Where the mapping's columns stand in the sheet. Lists those that it lacks.
    fn reading(
        &mut self,
        number: usize,
        file: &'m FileMapping,
        sheet: &Sheet<'_>,
        summary: &mut FileSummary,
    ) -> Reading<'m> {
        let mut reading = Reading { number, file, columns: BTreeMap::new(), lacks: None };
        for column in file.columns() {
            if let Some(n) = sheet.column(column) {
                reading.columns.insert(column, n);
            } else if file.may_lack(column) {
                summary.absent.push(column.to_owned());
            } else if !sheet.columns().is_empty() {
                let near = tables::nearest(column, summary.unused.iter().map(String::as_str));
                let error = RowError {
                    file: summary.file.clone(),
                    row: 0,
                    column: Some(column.to_owned()),
                    value: String::new(),
                    reason: Reason::NoColumn(near.map(str::to_owned)),
                };
                if !self.loaded.errors.contains(&error) {
                    self.note(error.clone());
                }
                reading.lacks.get_or_insert(error);
            }
        }
        // Tallies are supplied row by row; pauses and reopenings belong to a kind that others supply.
        let is_part = matches!(file.shape, Shape::Pauses { .. } | Shape::Reopenings { .. });
        if let Some(source) = file.source().filter(|_| reading.lacks.is_none() && !is_part) {
            self.loaded.observations.supplied.insert(source);
        }
        reading
    }

    /// Reads a row by each mapping that it fits; whether there was one.
    fn cells(&mut self, cells: &Cells, readings: &[Reading<'_>], name: &Arc<str>) -> bool {
        let mut fits_any = false;
        for Reading { number, file, columns, lacks } in readings {
            let origin = Origin::new(name.clone(), cells.row);
            let faults = RefCell::default();
            let at = At { number: *number, file, columns, cells, origin: &origin, faults };
            let knows_filter = file.only.iter().all(|only| columns.contains_key(only.column.as_str()));
            if knows_filter && !at.fits() {
                continue;
            }
            fits_any = true;
            let id = self.id(&at);
            if let Some(error) = lacks {
                self.hand_on(error, origin, id, file);
                continue;
            }
            if self.row(&at).is_ok() {
                continue;
            }
            let mut faults = at.faults.into_inner();
            faults.sort_by_key(|fault| fault.column.as_ref().and_then(|column| columns.get(column.as_str())));
            // The first of them stands for the row where it is counted as unknown.
            if let Some(first) = faults.first() {
                self.hand_on(first, origin, id, file);
            }
            for fault in faults {
                self.note(fault);
            }
        }
        fits_any
    }

    /// A file that cannot be cut into rows: one error, and a rejected record for each line that may be one.
    fn reject_file(
        &mut self,
        error: RowError,
        bytes: &[u8],
        is_json: bool,
        files: &[(usize, &FileMapping)],
        summary: &mut FileSummary,
    ) {
        let name: Arc<str> = summary.file.as_str().into();
        let lines = bytes.split(|byte| *byte == b'\n').zip(1..).skip(usize::from(!is_json));
        // More rows than a file may have make no figure less sure than so many do.
        let lines = lines.take(place_of(ROWS_MAX));
        for (_, row) in lines.filter(|(line, _)| !line.trim_ascii().is_empty()) {
            summary.rows += 1;
            for (_, file) in files {
                self.hand_on(&error, Origin::new(name.clone(), row), None, file);
            }
        }
        self.note(error);
    }

    /// Counts a problem, and lists it unless its file has too many.
    fn note(&mut self, error: RowError) {
        let count = self.problems.entry(error.file.clone()).or_default();
        *count += 1;
        if *count <= LISTED_PER_FILE {
            self.loaded.errors.push(error);
        }
    }

    /// Hands a row on as one that could not be read.
    fn hand_on(&mut self, error: &RowError, origin: Origin, id: Option<String>, file: &FileMapping) {
        let is_tally = matches!(file.shape, Shape::Tallies { .. });
        let of = if is_tally {
            id.as_deref().and_then(|name| name.parse::<TallyName>().ok()).map(Source::from)
        } else {
            file.source()
        };
        if is_tally && of.is_none() {
            self.unnamed_tallies.push(rejected(error, origin, None, Some(Source::SomeTally)));
            return;
        }
        if let (Some(kind), Some(id)) = (file.case_kind(), &id) {
            let case = (kind.clone(), id.clone());
            if file.is_part_of_a_case() {
                self.incomplete.insert(case.clone());
            }
            if matches!(file.shape, Shape::Cases { .. } | Shape::StateChanges { .. }) {
                self.unreadable_cases.insert(case);
            }
        }
        self.loaded.observations.rejected.push(rejected(error, origin, id, of));
    }
}

fn rejected(error: &RowError, origin: Origin, id: Option<String>, of: Option<Source>) -> Rejected {
    let place = error.column.as_ref().map_or_else(String::new, |column| format!("`{column}` "));
    let text = error.text();
    let reason = Text::new(
        format!("{}行{}: {place}{}", error.file, origin.row, text.ja),
        format!("{} row {}: {place}{}", error.file, origin.row, text.en),
    );
    Rejected { origin, id, of, reason }
}
