//! Loading: files and a mapping to observations, with every problem listed.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use calendar::YearMonth;
use intake::{
    Cells, ColumnPlace, Container, Found, Header, Identifiers, Problems, ROWS_MAX, Reason, RowError, Sheet,
};
use provenance::{Text, number_of, place_of};
use sla::{
    Catalogue, Kind, ListName, Observations, Origin, Pause, Readable, Rejected, Reopening, Source, TallyName,
};
use tables::Suggestions;
use tasks::Execution;

use self::{at_hand::At, names::Shared, skip::Skipped};
use crate::{
    ListRows, Mapping,
    mapping::{FileMapping, Shape, WordList},
    states::Change,
};

mod at_hand;
mod latest;
mod names;
mod row;
mod settle;
pub(crate) mod skip;

/// A file handed in: its name and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct InputFile<'a> {
    /// Its name, with or without folders; the last part decides which mapping applies. What the file is shows in its bytes, and of text its
    /// name says whether it is JSON (`.json`, `.jsonl`, `.ndjson`).
    ///
    /// A month before it, as in `2024-06/incidents.csv`, says that the file was handed in for that month: its kinds are then
    /// known month by month, and of a case that stands in the files of several months the latest counts.
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
    /// The lists that were handed in, with their rows.
    pub lists: BTreeMap<ListName, ListRows>,
    /// The problems found, up to a thousand of a file; the rest of a file is one more entry with their number. Rows with
    /// the same value in the same column for the same reason are one problem. A row with a problem is in
    /// `observations.rejected`, listed here or not.
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
    /// How many different problems were found in it.
    pub problems: u64,
    /// How many of its rows could not be read.
    pub unreadable: u64,
    /// Rows that are no records, by what they are.
    pub skipped: Vec<Skipped>,
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
        problems: Problems::default(),
        identifiers: BTreeMap::new(),
        past_midnight: BTreeMap::new(),
        twice: BTreeMap::new(),
        unnamed_tallies: Vec::new(),
    };
    loading.loaded.observations.marks_of = mapping.marks();
    for file in files {
        loading.file(file, progress);
    }
    loading.settle();
    loading.loaded.keep_latest();
    loading.loaded
}

impl Loaded {
    /// Lists tallies that no service level reads: a misspelt name would leave its service level without them.
    pub fn check_tallies(&mut self, levels: &Catalogue) {
        let read: BTreeSet<&TallyName> =
            levels.items().iter().filter_map(|item| item.measure.reads().tally()).collect();
        let (mut problems, mut suggestions) = (Problems::default(), Suggestions::default());
        for tally in self.observations.tallies.iter().filter(|tally| !read.contains(tally.name())) {
            let near = suggestions.nearest(tally.name().as_str(), read.iter().map(|name| name.as_str()));
            let value = tally.name().to_string();
            let nowhere = Origin::new("-", 0);
            let origin = tally.origin.as_ref().unwrap_or(&nowhere);
            problems.push(RowError { value, ..at(origin, Reason::NoReader(near)) });
        }
        self.take_problems(problems);
    }

    /// Takes problems up into the list and the numbers of files.
    pub(crate) fn take_problems(&mut self, problems: Problems) {
        for (file, count) in problems.counts() {
            if let Some(summary) = self.files.iter_mut().find(|summary| summary.file == *file) {
                summary.problems += count;
            }
        }
        self.errors.extend(problems.into_listed());
    }

    /// How many different problems were found, listed or not.
    #[must_use]
    pub fn problems(&self) -> u64 {
        self.files.iter().map(|file| file.problems).sum()
    }

    /// How many rows could not be read.
    #[must_use]
    pub fn unreadable(&self) -> u64 {
        self.files.iter().map(|file| file.unreadable).sum()
    }
}

/// A problem of a row.
pub(crate) fn at(origin: &Origin, reason: Reason) -> RowError {
    let sheet = origin.sheet.as_ref().map(ToString::to_string);
    RowError { sheet, row: origin.row, ..RowError::of_file(&origin.file, reason) }
}

/// The month for which a file was handed in, where its name says so.
pub(crate) fn month_of(file: &str) -> Option<YearMonth> {
    file.split_once('/').and_then(|(month, _)| month.parse().ok())
}

/// How often progress is told.
const PROGRESS_ROWS: u64 = 50_000;

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
    /// The problems so far.
    problems: Problems,
    /// The identifiers of cases, by mapping.
    identifiers: BTreeMap<usize, Identifiers<Origin>>,
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

/// A sheet that is read, and by which mappings.
struct Wanted<'m> {
    place: usize,
    files: Vec<(usize, &'m FileMapping)>,
}

impl<'m> Loading<'m> {
    fn file(&mut self, input: &InputFile<'_>, progress: &mut dyn FnMut(&str, u64)) {
        let mut summary = FileSummary {
            file: input.name.to_owned(),
            encoding: None,
            rows: 0,
            problems: 0,
            unreadable: 0,
            skipped: Vec::new(),
            passed_over: 0,
            unused: Vec::new(),
            absent: Vec::new(),
        };
        let form = self.mapping.text_form();
        let files: Vec<(usize, &'m FileMapping)> = self.mapping.for_file(last_part(input.name)).collect();
        match Container::open(input.name, input.bytes, form) {
            Ok(mut container) => {
                summary.encoding = container.encoding();
                for wanted in self.wanted(&container, input.name, &files) {
                    self.sheet(&mut container, &wanted, input.bytes, &mut summary, progress);
                }
            }
            // The sheets of a workbook might have been meant by their names.
            Err(error) if files.is_empty() && is_of_a_workbook(&error.reason) => self.problems.push(error),
            Err(_) if files.is_empty() => self.no_mapping(input.name),
            Err(error) => self.reject_file(error, input.bytes, None, &files, &mut summary),
        }
        self.loaded.files.push(summary);
    }

    fn no_mapping(&mut self, file: &str) {
        self.problems.push(RowError::of_file(file, Reason::NoMapping(self.mapping.names())));
    }

    /// The sheets of a file that are read. What is not read is told.
    fn wanted(
        &mut self,
        container: &Container<'_>,
        file: &str,
        files: &[(usize, &'m FileMapping)],
    ) -> Vec<Wanted<'m>> {
        let Some(leaves) = container.leaves() else {
            if files.is_empty() {
                self.no_mapping(file);
                return Vec::new();
            }
            return vec![Wanted { place: 0, files: files.to_vec() }];
        };
        let mut wanted: BTreeMap<usize, Vec<(usize, &'m FileMapping)>> = BTreeMap::new();
        let visible: Vec<usize> = (0..leaves.len())
            .filter(|place| leaves.get(*place).is_some_and(|leaf| leaf.is_visible))
            .collect();
        for (number, mapping) in files {
            let named = || -> Vec<usize> {
                let leaves = leaves.iter().enumerate();
                leaves.filter(|(_, leaf)| mapping.is_for(&leaf.name)).map(|(place, _)| place).collect()
            };
            let places = match container.select(&mapping.sheets) {
                Ok(places) if !mapping.sheets.is_empty() => places,
                Err((name, reason)) => {
                    let value = name;
                    self.problems.push(RowError { value, ..RowError::of_file(file, reason) });
                    continue;
                }
                Ok(_) if visible.len() == 1 => visible.clone(),
                Ok(_) => named(),
            };
            if places.is_empty() {
                let names = leaves.iter().map(|leaf| leaf.name.clone()).collect();
                self.problems.push(RowError::of_file(file, Reason::WhichSheet(names)));
            }
            for place in places {
                wanted.entry(place).or_default().push((*number, *mapping));
            }
        }
        // A workbook of any name with a sheet for each kind.
        if files.is_empty() {
            for (place, leaf) in leaves.iter().enumerate() {
                let mappings: Vec<_> = self.mapping.for_file(&leaf.name).collect();
                if !mappings.is_empty() {
                    wanted.insert(place, mappings);
                }
            }
            if wanted.is_empty() {
                self.no_mapping(file);
                return Vec::new();
            }
        }
        let unread: Vec<String> = leaves
            .iter()
            .enumerate()
            .filter(|(place, _)| !wanted.contains_key(place))
            .map(|(_, leaf)| format!("`{}`", leaf.name))
            .collect();
        if !unread.is_empty() {
            self.tell(
                format!("{file}: 読まないシート: {}", unread.join("、")),
                format!("{file}: sheets that are not read: {}", unread.join(", ")),
            );
        }
        for place in wanted.keys() {
            let Some(leaf) = leaves.get(*place) else { continue };
            for (ja, en) in skip::hidden(leaf) {
                self.tell(
                    format!("{file}、シート`{}`: {ja}", leaf.name),
                    format!("{file}, sheet `{}`: {en}", leaf.name),
                );
            }
        }
        wanted.into_iter().map(|(place, files)| Wanted { place, files }).collect()
    }

    fn tell(&mut self, ja: String, en: String) {
        self.loaded.notes.push(Text::new(ja, en));
    }

    fn sheet(
        &mut self,
        container: &mut Container<'_>,
        Wanted { place, files }: &Wanted<'m>,
        bytes: &[u8],
        summary: &mut FileSummary,
        progress: &mut dyn FnMut(&str, u64),
    ) {
        let header = match files.iter().find_map(|(_, file)| file.header_row) {
            Some(row) => Header::Row(row),
            None => {
                let columns: BTreeMap<&str, Option<&str>> = files
                    .iter()
                    .flat_map(|(_, file)| {
                        file.columns().into_iter().map(|column| (column, file.also_called(column)))
                    })
                    .collect();
                let names = |column: &str, also: Option<&str>| -> Vec<String> {
                    self.mapping.names_of(column).into_iter().chain(also.map(str::to_owned)).collect()
                };
                Header::Holding(columns.into_iter().map(|(column, also)| names(column, also)).collect())
            }
        };
        let name = container.leaves().and_then(|leaves| leaves.get(*place)).map(|leaf| leaf.name.clone());
        let (is_json, dates) = (container.is_json(), container.dates());
        let mut sheet = match container.sheet(*place, &header) {
            Ok(sheet) => sheet,
            Err(error) => return self.reject_file(error, bytes, name.as_deref(), files, summary),
        };
        let place = match &name {
            Some(name) => format!("{}、シート`{name}`", summary.file),
            None => summary.file.clone(),
        };
        let place_en = match &name {
            Some(name) => format!("{}, sheet `{name}`", summary.file),
            None => summary.file.clone(),
        };
        if !sheet.above().is_empty() {
            let (row, count) = (sheet.header_row(), sheet.above().len());
            self.tell(
                format!("{place}: 見出しは{row}行目。その上の{count}行は表題などとして読まない"),
                format!("{place_en}: the header is row {row}; {count} rows above it are titles and not read"),
            );
        }
        if let Some(separator) = sheet.separator().filter(|_| self.mapping.separator.is_none())
            && separator != intake::Separator::Comma
        {
            let sign = format!("{:?}", separator.sign());
            self.tell(
                format!("{place}: 区切り文字は{sign}"),
                format!("{place_en}: cells are separated by {sign}"),
            );
        }
        // A cell that this program wrote holds its text with a guard or escapes; JSON has texts themselves.
        let text_of = |cell: &str| match escape::from_cell(cell) {
            Cow::Owned(text) if !is_json && text != cell => Some(text),
            _ => None,
        };
        let mut read_back = 0_u64;
        let mut readings: Vec<Reading<'m>> = Vec::new();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (number, file) in files {
            let reading = self.reading(*number, file, &sheet, name.as_deref(), summary);
            used.extend(reading.columns.values());
            readings.push(reading);
        }
        let ignored =
            WordList::new(files.iter().flat_map(|(_, file)| file.ignored.iter().cloned()).collect());
        let columns = sheet.columns().to_vec();
        let unused = columns
            .iter()
            .enumerate()
            .filter(|(place, name)| !used.contains(place) && !name.is_empty() && !ignored.contains(name));
        for (_, name) in unused {
            if !summary.unused.contains(name) {
                summary.unused.push(name.clone());
            }
        }
        let file: Arc<str> = summary.file.as_str().into();
        let leaf: Option<Arc<str>> = name.as_deref().map(Arc::from);
        let origin_of = |row| Origin { file: file.clone(), sheet: leaf.clone(), row };
        let mut skipped = Skipped::of_sheet(leaf.clone());
        for row in sheet.by_ref() {
            summary.rows += 1;
            if summary.rows.is_multiple_of(PROGRESS_ROWS) {
                progress(&summary.file, summary.rows);
            }
            match row {
                Ok(mut cells) => {
                    read_back += number_of(cells.replace(text_of));
                    let id =
                        readings.first().and_then(|reading| reading.columns.get(reading.file.id.as_str()));
                    if let Some(what) = skip::kind(&cells, &columns, id.copied(), &self.mapping.totals) {
                        skipped.add(what, cells.row);
                        continue;
                    }
                    match self.cells(&cells, &readings, &origin_of(cells.row), dates) {
                        Fate::Taken => {}
                        Fate::PassedOver => summary.passed_over += 1,
                        Fate::Unreadable => summary.unreadable += 1,
                    }
                }
                Err(error) => {
                    summary.unreadable += 1;
                    for reading in &readings {
                        // Whatever is wrong with the others, the first cell stands in its column.
                        let is_first = reading.columns.get(reading.file.id.as_str()) == Some(&0);
                        let first = error.value.trim().trim_matches('"');
                        let id = (is_first && !self.is_unknown(first)).then(|| first.to_owned());
                        self.hand_on(&error, origin_of(error.row), id, reading.file);
                    }
                    self.problems.push(error);
                }
            }
        }
        skipped.add_blank(sheet.blank_rows());
        for (ja, en) in skipped.texts() {
            self.tell(format!("{place}: {ja}"), format!("{place_en}: {en}"));
        }
        summary.skipped.push(skipped);
        if read_back > 0 {
            self.tell(
                format!(
                    "{place}: セル{read_back}件の、数式の前の ' 又は見えない文字の表記（\\u{{…}}）を元の文字列に戻した"
                ),
                format!(
                    "{place_en}: in {read_back} of the cells a ' before a formula or the escape of a hidden character (\\u{{…}}) was read back as the text"
                ),
            );
        }
        progress(&summary.file, summary.rows);
    }

    /// Where the mapping's columns stand in the sheet. Lists those that it lacks.
    fn reading(
        &mut self,
        number: usize,
        file: &'m FileMapping,
        sheet: &Sheet<'_>,
        name: Option<&str>,
        summary: &mut FileSummary,
    ) -> Reading<'m> {
        let mut reading = Reading { number, file, columns: BTreeMap::new(), lacks: None };
        for column in file.columns() {
            let names = self.mapping.names_of(column).into_iter();
            let names = names.chain(file.also_called(column).map(str::to_owned));
            let found = names.map(|name| sheet.find(&name));
            let places: Vec<ColumnPlace> = found.filter(|place| *place != ColumnPlace::Nowhere).collect();
            let reason = match places.as_slice() {
                [ColumnPlace::At(place)] => {
                    reading.columns.insert(column, *place);
                    continue;
                }
                [] if file.may_lack(column) => {
                    summary.absent.push(column.to_owned());
                    continue;
                }
                [] if sheet.columns().is_empty() => continue,
                [] => {
                    let near = tables::nearest(column, sheet.columns().iter().map(String::as_str));
                    Reason::NoColumn(near.map(str::to_owned))
                }
                [ColumnPlace::Several(columns)] => Reason::DoubleColumn(*columns),
                several => Reason::DoubleColumn(several.len()),
            };
            let error = RowError {
                sheet: name.map(str::to_owned),
                column: Some(column.to_owned()),
                ..RowError::of_file(&summary.file, reason)
            };
            self.problems.push_once(error.clone());
            reading.lacks.get_or_insert(error);
        }
        // Tallies are supplied row by row; pauses and reopenings belong to a kind that others supply.
        let is_part = matches!(file.shape, Shape::Pauses { .. } | Shape::Reopenings { .. });
        if let Some(source) = file.source().filter(|_| reading.lacks.is_none() && !is_part) {
            if let Some(month) = month_of(&summary.file) {
                let months = self.loaded.observations.handed_in.entry(source.clone()).or_default();
                months.insert(month);
            }
            self.loaded.observations.supplied.insert(source);
        }
        if let Some(list) = file.list() {
            self.loaded.lists.entry(list.id.clone()).or_default();
        }
        reading
    }

    /// Reads a row by each mapping that it fits.
    fn cells(
        &mut self,
        cells: &Cells<'_>,
        readings: &[Reading<'_>],
        origin: &Origin,
        dates: Option<intake::DateSystem>,
    ) -> Fate {
        let mut fate = Fate::PassedOver;
        for Reading { number, file, columns, lacks } in readings {
            let (faults, readable) = (RefCell::default(), RefCell::default());
            let at = At { number: *number, file, columns, cells, origin, dates, faults, readable };
            let knows_filter = file.only.iter().all(|only| columns.contains_key(only.column.as_str()));
            if knows_filter && !at.fits() {
                continue;
            }
            if fate == Fate::PassedOver {
                fate = Fate::Taken;
            }
            let id = self.id(&at);
            if let Some(error) = lacks {
                self.hand_on(error, origin.clone(), id, file);
                fate = Fate::Unreadable;
                continue;
            }
            if self.row(&at).is_ok() {
                self.note_identifier(&at, id);
                continue;
            }
            fate = Fate::Unreadable;
            let readable = at.readable.into_inner();
            let mut faults = at.faults.into_inner();
            faults.sort_by_key(|fault| fault.column.as_ref().and_then(|column| columns.get(column.as_str())));
            // The first of them stands for the row where it is counted as unknown.
            if let Some(first) = faults.first() {
                self.hand_on_with(first, origin.clone(), id, file, readable);
            }
            for fault in faults {
                self.problems.push(fault);
            }
        }
        fate
    }

    /// Keeps an identifier in mind: a spreadsheet may have changed it.
    fn note_identifier(&mut self, at: &At<'_>, id: Option<String>) {
        let cell = at.columns.get(at.file.id.as_str()).and_then(|place| at.cells.cell(*place));
        if let (Some(id), Some(cell), Some(_)) = (id, cell, at.file.case_kind()) {
            self.identifiers.entry(at.number).or_default().note(&id, cell, at.origin.clone());
        }
    }

    /// A file or a sheet that cannot be cut into rows: one error, and a rejected record for each line that may be one.
    fn reject_file(
        &mut self,
        error: RowError,
        bytes: &[u8],
        sheet: Option<&str>,
        files: &[(usize, &FileMapping)],
        summary: &mut FileSummary,
    ) {
        let file: Arc<str> = summary.file.as_str().into();
        let is_unknown = sheet.is_some() || is_of_a_workbook(&error.reason);
        let mut reject = |row| {
            // How many rows there are is told where it is known.
            let counted = u64::from(!is_unknown);
            summary.rows += counted;
            summary.unreadable += counted;
            for (_, mapping) in files {
                let origin = Origin { file: file.clone(), sheet: sheet.map(Arc::from), row };
                self.hand_on(&error, origin, None, mapping);
            }
        };
        if is_unknown {
            // How many rows a workbook has that cannot be read nobody knows; an empty sheet has none.
            if error.reason != Reason::Empty {
                (0..number_of(bytes.len() / BYTES_OF_A_ROW).clamp(1, UNKNOWN_ROWS_MAX))
                    .for_each(|_| reject(0));
            }
        } else {
            let is_json = intake::is_json(&summary.file);
            let lines = bytes.split(|byte| *byte == b'\n').zip(1..).skip(usize::from(!is_json));
            // More rows than a file may have make no figure less sure than so many do.
            let lines = lines.take(place_of(ROWS_MAX));
            for (_, row) in lines.filter(|(line, _)| !line.trim_ascii().is_empty()) {
                reject(row);
            }
        }
        self.problems.push(error);
    }

    /// Hands a row on as one that could not be read.
    fn hand_on(&mut self, error: &RowError, origin: Origin, id: Option<String>, file: &FileMapping) {
        self.hand_on_with(error, origin, id, file, None);
    }

    /// Hands a row on as one that could not be read, with what could be.
    fn hand_on_with(
        &mut self,
        error: &RowError,
        origin: Origin,
        id: Option<String>,
        file: &FileMapping,
        readable: Option<Box<Readable>>,
    ) {
        // No figure rests on a list; how many of its rows are missing is told beside it.
        if let Some(list) = file.list() {
            self.loaded.lists.entry(list.id.clone()).or_default().unreadable += 1;
            return;
        }
        let is_tally = matches!(file.shape, Shape::Tallies { .. });
        let of = if is_tally {
            id.as_deref().and_then(|name| name.parse::<TallyName>().ok()).map(Source::from)
        } else {
            file.source()
        };
        if is_tally && of.is_none() {
            let rejected = rejected(error, origin, None, Some(Source::SomeTally));
            self.unnamed_tallies.push(Rejected { readable, ..rejected });
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
        self.loaded.observations.rejected.push(Rejected { readable, ..rejected(error, origin, id, of) });
    }
}

/// Whether a file is a workbook that cannot be opened.
fn is_of_a_workbook(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Password
            | Reason::OldWorkbook
            | Reason::NoWorkbooks
            | Reason::BrokenWorkbook(_)
            | Reason::WorkbookTooLarge(_)
    )
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Taken,
    PassedOver,
    Unreadable,
}

/// So many bytes of a packed workbook may be a row, and so many rows at most are taken for unknown.
const BYTES_OF_A_ROW: usize = 16;
const UNKNOWN_ROWS_MAX: u64 = 10_000;

fn rejected(error: &RowError, origin: Origin, id: Option<String>, of: Option<Source>) -> Rejected {
    let place = error.column.as_ref().map_or_else(String::new, |column| format!("`{column}` "));
    let text = error.text();
    let file = match &origin.sheet {
        Some(sheet) => format!("{}[{sheet}]", error.file),
        None => error.file.clone(),
    };
    let reason = Text::new(
        format!("{file}行{}: {place}{}", origin.row, text.ja),
        format!("{file} row {}: {place}{}", origin.row, text.en),
    );
    Rejected { origin, id, of, reason, readable: None }
}

/// The name of a file that was handed in with its path: its last part.
fn last_part(name: &str) -> &str {
    name.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or(name)
}
