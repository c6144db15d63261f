//! Mappings: which file of a tool holds what, and which column means what.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Sites, Zone};
use intake::{DurationUnit, Encoding, Separator, TextForm, TimeForm, fits};
use provenance::{Text, folded};
use sla::{
    Attribute as AttributeName, Ground, Kind, Mark, PauseKind, Source, StepName, SurveyName, Value, of,
};
use tables::{Document, Names, Noun, Row, TableErrors, meant, nearest};
use tasks::{Outcome, WorkSite};

mod columns;
mod words;

pub(crate) use self::words::{WordList, Words};

/// What the files of a tool hold.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(crate) zone: Zone,
    pub(crate) encoding: Encoding,
    pub(crate) times: Vec<TimeForm>,
    /// What 24:00 to 29:59 are.
    pub(crate) past_midnight: PastMidnight,
    /// Which of two instants a local time is that clocks showed twice; `None` where it may be either.
    pub(crate) repeated_hour: Option<RepeatedHour>,
    /// Values that mean "not known": always the empty one.
    pub(crate) unknown: WordList,
    /// The sign between the cells of text; `None` where it shows.
    pub(crate) separator: Option<Separator>,
    /// Other names of columns, by the name that the mapping uses, in narrow letters.
    pub(crate) synonyms: BTreeMap<String, Vec<String>>,
    /// Words that a row of totals has in the place of an identifier, besides the usual ones.
    pub(crate) totals: WordList,
    pub(crate) files: Vec<FileMapping>,
    /// The sites at which work is recorded.
    pub(crate) sites: Sites,
}

/// What could be read of a mapping.
#[derive(Debug, Clone)]
pub struct Partly {
    /// The mapping without what could not be read.
    pub mapping: Mapping,
    /// Of each file that could not be read what its rows are records of; `None` where that cannot be told either.
    pub left_out: Vec<Option<String>>,
}

/// What becomes of a time of day from 24:00 to 29:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PastMidnight {
    #[default]
    NextDay,
    Refuse,
}

/// Which of the two instants of a local time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RepeatedHour {
    Earlier,
    Later,
}

/// What one kind of file holds.
#[derive(Debug, Clone)]
pub(crate) struct FileMapping {
    /// Files whose name begins so, or fits where it has a `*`; sheets of a workbook as well.
    pub(crate) name: String,
    /// The sheets of a workbook: by name, by position (`#2`), by a pattern; those of its name, or the only one, where none
    /// is named.
    pub(crate) sheets: Vec<String>,
    /// The row of the column names; where none is stated, the one that has most of them.
    pub(crate) header_row: Option<u64>,
    pub(crate) shape: Shape,
    pub(crate) id: String,
    /// Columns that are there for people.
    pub(crate) ignored: Vec<String>,
    /// Rows that do not fit are none of this kind and are passed over.
    pub(crate) only: Vec<Only>,
    pub(crate) attributes: Vec<Attribute>,
    /// What a date without a time of day means, by mark or key; where nothing is stated, it is refused.
    pub(crate) date_only: BTreeMap<String, DateOnly>,
}

/// The instant that a date without a time of day stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DateOnly {
    StartOfDay,
    EndOfDay,
}

/// What a row of a file is.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A case.
    Cases { kind: Kind, case: CaseColumns },
    /// A change of a case's state: several rows a case.
    StateChanges {
        kind: Kind,
        case: CaseColumns,
        changed: String,
        state: String,
        /// A number that orders changes of one moment.
        sequence: Option<String>,
        states: Vec<State>,
    },
    /// A pause of a case that another file holds.
    Pauses { kind: Kind, pause: String, words: Words<PauseKind>, from: String, to: String },
    /// A mark of a case taken back.
    Reopenings { kind: Kind, mark: Mark, stopped: String, resumed: String },
    /// An event.
    Events { kind: Kind, at: String },
    /// A tally; the identifier is its name.
    Tallies { on: String, planned: String, done: String, missing: Option<String> },
    /// A record of the execution log; the identifier is the work item's.
    Executions(ExecutionColumns),
    /// A survey answer.
    Survey { survey: SurveyName, on: String, questions: Vec<String>, words: Words<StepName> },
}

#[derive(Debug, Clone)]
pub(crate) struct CaseColumns {
    pub(crate) marks: Vec<(Mark, String)>,
    pub(crate) spans: Vec<Span>,
    /// Marks that cannot come in another order: none of a chain lies before one that stands before it.
    pub(crate) orders: Vec<Vec<Mark>>,
    /// Marks of which a case has one at most.
    pub(crate) alternatives: Vec<Vec<Mark>>,
    /// Marks that suppose one of others.
    pub(crate) needs: Vec<(Mark, Vec<Mark>)>,
    pub(crate) exclusion: Option<ExclusionColumns>,
}

/// The columns of an execution log.
#[derive(Debug, Clone)]
pub(crate) struct ExecutionColumns {
    pub(crate) site: String,
    pub(crate) sites: Words<WorkSite>,
    pub(crate) planned: Option<String>,
    pub(crate) done: String,
    pub(crate) outcome: String,
    pub(crate) outcomes: Words<Outcome>,
    pub(crate) part: Option<String>,
    pub(crate) by: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) evidence: Option<String>,
}

/// A mark given as a span of time since another one: a wait, a handling time.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) mark: Mark,
    pub(crate) since: Mark,
    pub(crate) column: String,
    pub(crate) unit: DurationUnit,
}

#[derive(Debug, Clone)]
pub(crate) struct ExclusionColumns {
    pub(crate) reason: String,
    pub(crate) note: Option<String>,
    /// Whether a file may come without these columns: then it claims no exclusion.
    pub(crate) is_optional: bool,
    pub(crate) words: Words<Ground>,
}

#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) name: AttributeName,
    pub(crate) column: String,
    /// Translations; where there are none, the value stands as it is.
    pub(crate) words: Words<Value>,
}

#[derive(Debug, Clone)]
pub(crate) struct Only {
    pub(crate) column: String,
    pub(crate) is: WordList,
}

/// What it means that a case enters a state.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) is: WordList,
    /// The mark reached by entering it. Leaving it takes the mark back, unless the next state keeps it.
    pub(crate) reaches: Option<Mark>,
    /// Marks that stay reached in it.
    pub(crate) keeps: Vec<Mark>,
    /// The pause that lasts as long as the state.
    pub(crate) pauses: Option<PauseKind>,
}

impl FileMapping {
    /// Whether it is meant for a file or a sheet of that name.
    pub(crate) fn is_for(&self, name: &str) -> bool {
        let (name, pattern) = (folded(name), folded(&self.name));
        if pattern.contains('*') { fits(&name, &pattern) } else { name.starts_with(pattern.as_ref()) }
    }

    /// What its rows are records of; `None` where each row names it, as tallies do.
    pub(crate) fn source(&self) -> Option<Source> {
        match &self.shape {
            Shape::Cases { kind, .. }
            | Shape::StateChanges { kind, .. }
            | Shape::Pauses { kind, .. }
            | Shape::Reopenings { kind, .. }
            | Shape::Events { kind, .. } => Some(kind.clone().into()),
            Shape::Survey { survey, .. } => Some(survey.clone().into()),
            Shape::Executions(_) => Some(Source::WorkLog),
            Shape::Tallies { .. } => None,
        }
    }

    /// The kind of case that its rows tell of, in whole or in part.
    pub(crate) fn case_kind(&self) -> Option<&Kind> {
        match &self.shape {
            Shape::Cases { kind, .. }
            | Shape::StateChanges { kind, .. }
            | Shape::Pauses { kind, .. }
            | Shape::Reopenings { kind, .. } => Some(kind),
            Shape::Events { .. } | Shape::Survey { .. } | Shape::Tallies { .. } | Shape::Executions(_) => {
                None
            }
        }
    }
}

impl Mapping {
    /// The marks that its files can give, by kind of case.
    pub(crate) fn marks(&self) -> BTreeMap<Kind, BTreeSet<Mark>> {
        marks_given(&self.files)
    }

    /// Reads a `mapping.toml`, whose execution log is of work at the sites of the same contract.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str, sites: &Sites) -> Result<Self, TableErrors> {
        let whole = |read: Partly| read.left_out.is_empty().then_some(read.mapping);
        Document::parse(file, source).read(|root| mapping(root, sites).and_then(whole))
    }

    /// What can be read of a `mapping.toml` with problems, and all of these. It is for telling more of the table, not for
    /// reading files by it.
    #[must_use]
    pub fn partly_from_table(
        file: &str,
        source: &str,
        sites: &Sites,
    ) -> (Option<Partly>, Option<TableErrors>) {
        Document::parse(file, source).read_partly(|root| mapping(root, sites))
    }

    /// The mappings for a file, with their places: those whose name its name begins with, of the longest such
    /// name. One export may hold several kinds, each with a mapping and a filter.
    pub(crate) fn for_file(&self, name: &str) -> impl Iterator<Item = (usize, &FileMapping)> {
        let fitting = move |file: &&FileMapping| file.is_for(name);
        let longest = self.files.iter().filter(fitting).map(|file| file.name.len()).max();
        let files = self.files.iter().enumerate();
        files.filter(move |(_, file)| fitting(file) && Some(file.name.len()) == longest)
    }

    /// How it says that text is to be taken.
    #[must_use]
    pub fn text_form(&self) -> TextForm {
        TextForm { encoding: self.encoding, separator: self.separator }
    }

    /// Whether some file gives tallies: what was planned and done, by name.
    #[must_use]
    pub fn gives_tallies(&self) -> bool {
        self.files.iter().any(|file| matches!(file.shape, Shape::Tallies { .. }))
    }

    /// Whether some file is an execution log of work items.
    #[must_use]
    pub fn gives_executions(&self) -> bool {
        self.files.iter().any(|file| matches!(file.shape, Shape::Executions(_)))
    }

    /// Whether a value means that nothing is known.
    pub(crate) fn is_unknown(&self, value: &str) -> bool {
        value.is_empty() || self.unknown.contains(value)
    }

    /// The kinds of case that its files hold.
    #[must_use]
    pub fn case_kinds(&self) -> Names<of::Kind> {
        let kinds = self.files.iter().filter_map(|file| match &file.shape {
            Shape::Cases { kind, .. } | Shape::StateChanges { kind, .. } => Some(kind.clone()),
            Shape::Pauses { .. }
            | Shape::Reopenings { .. }
            | Shape::Events { .. }
            | Shape::Tallies { .. }
            | Shape::Executions(_)
            | Shape::Survey { .. } => None,
        });
        Names::new(Noun::new("記録の種別", "kind of case"), "records.toml", kinds)
    }

    /// The words of a file that attributes are translated from; none where any may come.
    pub(crate) fn words_of<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let files = self.for_file(name).flat_map(|(_, file)| &file.attributes);
        files.flat_map(|attribute| attribute.words.keys().map(String::as_str)).collect()
    }

    /// The words of a file that grounds for exclusion are translated from; none where any may come.
    pub(crate) fn grounds_of<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let exclusion = |file: &'a FileMapping| match &file.shape {
            Shape::Cases { case, .. } | Shape::StateChanges { case, .. } => case.exclusion.as_ref(),
            Shape::Pauses { .. }
            | Shape::Reopenings { .. }
            | Shape::Events { .. }
            | Shape::Tallies { .. }
            | Shape::Executions(_)
            | Shape::Survey { .. } => None,
        };
        let found = self.for_file(name).filter_map(|(_, file)| exclusion(file));
        found.flat_map(|exclusion| exclusion.words.keys().map(String::as_str)).collect()
    }

    /// The names that a column may have: its own, and others of the mapping.
    pub(crate) fn names_of(&self, column: &str) -> Vec<String> {
        let others = self.synonyms.get(folded(column).as_ref()).into_iter().flatten();
        [column.to_owned()].into_iter().chain(others.cloned()).collect()
    }

    /// The beginnings of file names that are known.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
        names.dedup();
        names
    }
}

fn mapping(root: &Row<'_>, sites: &Sites) -> Option<Partly> {
    let zone = root.required_parsed("zone", Zone::iana);
    let encoding = root.optional_one_of("encoding", &Encoding::WORDS);
    let times: Vec<Option<TimeForm>> = root
        .strings("times")
        .iter()
        .map(|text| match text.parse() {
            Ok(form) => Some(form),
            Err(error) => {
                let error: intake::TimeFormError = error;
                let found = &error.found;
                let ja = match error.reason {
                    Some(reason) => format!("（{reason}）"),
                    None => String::new(),
                };
                let forms =
                    "`iso`、`slash`、`dot`、`compact`、`japanese`か、`%d-%b-%Y %I:%M:%S %p`のような書式";
                let ja = format!("`{found}`は日時の書式でない。{forms}を書く{ja}");
                root.complain("times", Text::new(ja, error.to_string()), None);
                None
            }
        })
        .collect();
    let times: Vec<TimeForm> = times.into_iter().flatten().collect();
    let unknown = WordList::new(root.strings("unknown"));
    let totals = WordList::new(root.strings("totals"));
    let separator = root.optional_one_of("separator", &Separator::WORDS);
    let synonyms = synonyms(root);
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    let rows = root.rows("file");
    for row in &rows {
        match file(row, sites) {
            Some(file) => files.push(file),
            None => left_out.push(row.is_text("kind").then(|| row.optional("kind")).flatten()),
        }
    }
    // What a file that cannot be read would give is not known.
    if left_out.is_empty() {
        check_marks(&rows, &files);
    }
    let times = if times.is_empty() { TimeForm::PLAIN.to_vec() } else { times };
    let past_midnight = root.optional_one_of(
        "past_midnight",
        &[("next-day", PastMidnight::NextDay), ("refuse", PastMidnight::Refuse)],
    );
    let repeated_hour = root.optional_one_of(
        "repeated_hour",
        &[("earlier", RepeatedHour::Earlier), ("later", RepeatedHour::Later)],
    );
    // A zone that is wrong was told, and hides nothing of the rest.
    let zone = zone.or_else(|| Zone::iana("UTC").ok());
    root.asked_all();
    let mapping = Mapping {
        zone: zone?,
        encoding: encoding.unwrap_or_default(),
        times,
        past_midnight: past_midnight.unwrap_or_default(),
        repeated_hour,
        unknown,
        separator,
        synonyms,
        totals,
        files,
        sites: sites.clone(),
    };
    Some(Partly { mapping, left_out })
}

/// Other names of columns: each belongs to one column.
fn synonyms(root: &Row<'_>) -> BTreeMap<String, Vec<String>> {
    let mut synonyms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for row in root.rows("synonyms") {
        let (name, others) = (row.required::<String>("name"), row.strings("also"));
        let Some(name) = name.map(|name| folded(&name).into_owned()) else { continue };
        for other in &others {
            if let Some(first) = known.insert(folded(other).into_owned(), name.clone())
                && first != name
            {
                row.complain(
                    "also",
                    Text::new(
                        format!("`{other}`は既に`{first}`の別名である"),
                        format!("`{other}` is another name of `{first}` already"),
                    ),
                    None,
                );
            }
        }
        synonyms.entry(name).or_default().extend(others);
    }
    synonyms
}

fn file(row: &Row<'_>, sites: &Sites) -> Option<FileMapping> {
    #[derive(Clone, Copy)]
    enum Word {
        Cases,
        StateChanges,
        Pauses,
        Reopenings,
        Events,
        Tallies,
        Executions,
        Survey,
    }
    let (name, id) = (row.required("name"), row.required("id"));
    // A tally is named by its rows, and the log by work items: there the kind is only a title.
    let kind = || row.required_parsed::<Kind, _>("kind", str::parse);
    let attributes: Vec<Option<Attribute>> = row
        .rows_by("attribute", &["name"])
        .iter()
        .map(|row| {
            let (name, column) = (row.required_parsed("name", str::parse), row.required("column"));
            let words =
                Words::read(row, "words", |word| Ok::<_, std::convert::Infallible>(Value::from(word)));
            Some(Attribute { name: name?, column: column?, words })
        })
        .collect();
    let only: Vec<Option<Only>> = row
        .rows_by("only", &["column"])
        .iter()
        .map(|row| {
            let (column, is) = (row.required("column"), WordList::new(row.strings("is")));
            Some(Only { column: column?, is })
        })
        .collect();
    let shape = match row.required_one_of(
        "shape",
        &[
            ("cases", Word::Cases),
            ("state-changes", Word::StateChanges),
            ("pauses", Word::Pauses),
            ("reopenings", Word::Reopenings),
            ("events", Word::Events),
            ("tallies", Word::Tallies),
            ("executions", Word::Executions),
            ("survey", Word::Survey),
        ],
    )? {
        Word::Cases => {
            let case = case_columns(row);
            kind().map(|kind| Shape::Cases { kind, case })
        }
        Word::StateChanges => {
            let (kind, case) = (kind(), case_columns(row));
            let (changed, state) = (row.required("changed"), row.required("state"));
            let states = self::states(row);
            let sequence = row.optional("sequence");
            kind.zip(changed.zip(state)).map(|(kind, (changed, state))| Shape::StateChanges {
                kind,
                case,
                changed,
                state,
                sequence,
                states,
            })
        }
        Word::Pauses => {
            let (pause, from, to) = (row.required("pause"), row.required("from"), row.required("to"));
            let words = Words::read(row, "words", str::parse);
            kind().zip(pause.zip(from).zip(to)).map(|(kind, ((pause, from), to))| Shape::Pauses {
                kind,
                pause,
                words,
                from,
                to,
            })
        }
        Word::Reopenings => {
            let mark = row.required_parsed("mark", str::parse);
            let (stopped, resumed) = (row.required("stopped"), row.required("resumed"));
            kind()
                .zip(mark.zip(stopped).zip(resumed))
                .map(|(kind, ((mark, stopped), resumed))| Shape::Reopenings { kind, mark, stopped, resumed })
        }
        Word::Events => kind().zip(row.required("at")).map(|(kind, at)| Shape::Events { kind, at }),
        Word::Tallies => {
            let _ = kind();
            let (on, planned, done) = (row.required("on"), row.required("planned"), row.required("done"));
            let missing = row.optional("missing");
            on.zip(planned).zip(done).map(|((on, planned), done)| Shape::Tallies {
                on,
                planned,
                done,
                missing,
            })
        }
        Word::Executions => {
            let _ = kind();
            execution_columns(row, sites).map(Shape::Executions)
        }
        Word::Survey => {
            let survey = row.required_parsed("kind", str::parse);
            let (on, questions) = (row.required("on"), row.strings("questions"));
            let words = Words::read(row, "words", str::parse);
            survey.zip(on).map(|(survey, on)| Shape::Survey { survey, on, questions, words })
        }
    };
    let date_only = date_only(row, shape.as_ref());
    let header_row = row.optional::<u64>("header_row");
    if header_row == Some(0) {
        row.complain("header_row", Text::new("行は1から数える", "rows are counted from 1"), None);
    }
    let (sheets, ignored) = (row.strings("sheets"), row.strings("ignore"));
    if shape.is_some() {
        row.asked_all();
    }
    Some(FileMapping {
        name: name?,
        sheets,
        header_row,
        shape: shape?,
        id: id?,
        ignored,
        only: only.into_iter().flatten().collect(),
        attributes: attributes.into_iter().flatten().collect(),
        date_only,
    })
}

fn date_only(row: &Row<'_>, shape: Option<&Shape>) -> BTreeMap<String, DateOnly> {
    let Some(table) = row.optional_row("date_only") else { return BTreeMap::new() };
    let roles: Vec<&str> = match shape {
        Some(Shape::Cases { case, .. }) => case.roles().collect(),
        Some(Shape::StateChanges { case, .. }) => case.roles().chain(["changed"]).collect(),
        Some(Shape::Pauses { .. }) => vec!["from", "to"],
        Some(Shape::Reopenings { .. }) => vec!["stopped", "resumed"],
        Some(Shape::Events { .. }) => vec!["at"],
        Some(Shape::Tallies { .. } | Shape::Survey { .. } | Shape::Executions(_)) | None => Vec::new(),
    };
    let mut meanings = BTreeMap::new();
    for (role, word) in table.entries() {
        let meaning = match word.as_str() {
            "start-of-day" => DateOnly::StartOfDay,
            "end-of-day" => DateOnly::EndOfDay,
            _ => {
                row.complain(
                    "date_only",
                    Text::new(
                        format!("`{word}`は一日のどこでもない"),
                        format!("`{word}` is no part of a day"),
                    ),
                    Some(Text::new(
                        "`start-of-day`か`end-of-day`を書く",
                        "use `start-of-day` or `end-of-day`",
                    )),
                );
                continue;
            }
        };
        if !roles.contains(&role.as_str()) {
            let known = roles.iter().map(|role| format!("`{role}`")).collect::<Vec<_>>().join(", ");
            row.complain(
                "date_only",
                Text::new(
                    format!("このファイルから日時`{role}`は読まない"),
                    format!("no instant `{role}` is read from this file"),
                ),
                Some(Text::new(format!("ここで読む日時: {known}"), format!("instants here: {known}"))),
            );
        }
        meanings.insert(role, meaning);
    }
    meanings
}

fn states(row: &Row<'_>) -> Vec<State> {
    let rows = row.rows("states");
    let states: Vec<State> = rows.iter().map(state).collect();
    let mut names = BTreeSet::new();
    for (row, state) in rows.iter().zip(&states) {
        if state.is.iter().next().is_none() {
            row.complain(
                "is",
                Text::new("状態が1つもない", "names no state"),
                Some(Text::new(
                    "ツールが書くとおりの状態を並べる",
                    "list the states as the tool writes them",
                )),
            );
        }
        for name in state.is.iter().filter(|name| !names.insert(folded(name))) {
            row.complain(
                "is",
                Text::new(format!("状態`{name}`が2回ある"), format!("the state `{name}` is listed twice")),
                None,
            );
        }
    }
    states
}

fn execution_columns(row: &Row<'_>, sites: &Sites) -> Option<ExecutionColumns> {
    let (site, done, outcome) = (row.required("site"), row.required("done"), row.required("outcome"));
    let sites = Words::read(row, "sites", |word| WorkSite::find(word, sites));
    let outcomes = Words::read(row, "outcomes", str::parse::<Outcome>);
    Some(ExecutionColumns {
        site: site?,
        sites,
        planned: row.optional("planned"),
        done: done?,
        outcome: outcome?,
        outcomes,
        part: row.optional("part"),
        by: row.optional("by"),
        note: row.optional("note"),
        evidence: row.optional("evidence"),
    })
}

fn case_columns(row: &Row<'_>) -> CaseColumns {
    let exclusion = row.optional_row("exclusion").and_then(|row| {
        let (reason, note) = (row.required("reason"), row.optional("note"));
        let is_optional = row.optional("optional").unwrap_or(false);
        let words = Words::read(&row, "words", str::parse);
        Some(ExclusionColumns { reason: reason?, note, is_optional, words })
    });
    let marks = row.optional_row("marks").map(|row| marks(&row)).unwrap_or_default();
    let spans: Vec<Span> =
        row.rows_by("span", &["mark"]).iter().filter_map(|row| span(row, &marks)).collect();
    let known: Vec<&Mark> =
        marks.iter().map(|(mark, _)| mark).chain(spans.iter().map(|span| &span.mark)).collect();
    let orders = row.rows("order").iter().map(|row| known_marks(row, "marks", &known)).collect();
    let alternatives = row.rows("alternatives").iter().map(|row| known_marks(row, "marks", &known)).collect();
    let needs = row
        .rows_by("needs", &["mark"])
        .iter()
        .filter_map(|row| {
            let mark = row.required_parsed("mark", str::parse);
            let one_of = known_marks(row, "one_of", &known);
            let mark = mark?;
            refuse_unknown(row, "mark", &mark, &known);
            Some((mark, one_of))
        })
        .collect();
    CaseColumns { marks, spans, orders, alternatives, needs, exclusion }
}

/// Names of marks, each of which the file must hold.
fn known_marks(row: &Row<'_>, key: &'static str, known: &[&Mark]) -> Vec<Mark> {
    let marks: Vec<Mark> = row.each_parsed(key, str::parse);
    for mark in &marks {
        refuse_unknown(row, key, mark, known);
    }
    if marks.is_empty() {
        row.complain(
            key,
            Text::new("時点が1つもない", "names no mark"),
            Some(Text::new("ファイルにある時点を並べる", "list marks that the file holds")),
        );
    }
    marks
}

fn refuse_unknown(row: &Row<'_>, key: &'static str, mark: &Mark, known: &[&Mark]) {
    if !known.contains(&mark) {
        let near = tables::nearest(mark.as_str(), known.iter().map(|name| name.as_str()));
        let help = near.map(|near| Text::new(format!("`{near}`のことか"), format!("did you mean `{near}`?")));
        row.complain(key, unread_mark(mark), help);
    }
}

/// The marks that files can give, by kind of case.
fn marks_given(files: &[FileMapping]) -> BTreeMap<Kind, BTreeSet<Mark>> {
    let mut marks: BTreeMap<Kind, BTreeSet<Mark>> = BTreeMap::new();
    for file in files {
        let (kind, columns, states) = match &file.shape {
            Shape::Cases { kind, case } => (kind, case, [].as_slice()),
            Shape::StateChanges { kind, case, states, .. } => (kind, case, states.as_slice()),
            Shape::Pauses { .. }
            | Shape::Reopenings { .. }
            | Shape::Events { .. }
            | Shape::Tallies { .. }
            | Shape::Executions(_)
            | Shape::Survey { .. } => continue,
        };
        let known = marks.entry(kind.clone()).or_default();
        known.extend(columns.marks.iter().map(|(mark, _)| mark.clone()));
        known.extend(columns.spans.iter().map(|span| span.mark.clone()));
        known.extend(states.iter().filter_map(|state| state.reaches.clone()));
    }
    marks
}

/// Complains of marks that are taken back or kept, and that no file gives: misspelt they would change nothing, in silence.
fn check_marks(rows: &[Row<'_>], files: &[FileMapping]) {
    let given = marks_given(files);
    for (row, file) in rows.iter().zip(files) {
        let complain = |key: &'static str, kind: &Kind, mark: &Mark| {
            // A kind of which there are no cases is told elsewhere.
            let Some(known) = given.get(kind).filter(|known| !known.contains(mark)) else { return };
            let near = nearest(mark.as_str(), known.iter().map(Mark::as_str));
            let message = Text::new(
                format!("種類`{kind}`のどのファイルも時点`{mark}`を示さない"),
                format!("no file of the kind `{kind}` gives the mark `{mark}`"),
            );
            row.complain(key, message, near.map(meant));
        };
        match &file.shape {
            Shape::Reopenings { kind, mark, .. } => complain("mark", kind, mark),
            Shape::StateChanges { kind, states, .. } => {
                let kept = states.iter().flat_map(|state| &state.keeps);
                kept.for_each(|mark| complain("states", kind, mark));
            }
            _ => {}
        }
    }
}

fn unread_mark(mark: &Mark) -> Text {
    Text::new(format!("時点`{mark}`を読む列がない"), format!("the mark `{mark}` is read from no column"))
}

fn span(row: &Row<'_>, marks: &[(Mark, String)]) -> Option<Span> {
    let units =
        [("second", DurationUnit::Second), ("minute", DurationUnit::Minute), ("hour", DurationUnit::Hour)];
    let (mark, since) =
        (row.required_parsed("mark", str::parse::<Mark>), row.required_parsed("since", str::parse::<Mark>));
    let (column, unit) = (row.required("column"), row.required_one_of("unit", &units));
    let (mark, since) = (mark?, since?);
    if marks.iter().any(|(known, _)| *known == mark) {
        row.complain(
            "mark",
            Text::new(
                format!("時点`{mark}`には自分の列がある"),
                format!("the mark `{mark}` has a column of its own"),
            ),
            None,
        );
    }
    if !marks.iter().any(|(known, _)| *known == since) {
        let help = Text::new("`marks`が列から読む時点を書く", "name a mark that `marks` reads from a column");
        row.complain("since", unread_mark(&since), Some(help));
    }
    Some(Span { mark, since, column: column?, unit: unit? })
}

fn state(row: &Row<'_>) -> State {
    State {
        is: WordList::new(row.strings("is")),
        reaches: row.optional_parsed("reaches", str::parse),
        keeps: row.each_parsed("keeps", str::parse),
        pauses: row.optional_parsed("pauses", str::parse),
    }
}

/// Marks and the columns that hold them.
fn marks(row: &Row<'_>) -> Vec<(Mark, String)> {
    let entries = row.entries().into_iter();
    let read = |(mark, column): (String, String)| match mark.parse() {
        Ok(mark) => Some((mark, column)),
        Err(error) => {
            let error: tables::IdError = error;
            // The key is no key of the format; the row is what there is to point at.
            row.complain("marks", Text::same(error.to_string()), None);
            None
        }
    };
    entries.filter_map(read).collect()
}
