//! Mappings: which file of a tool holds what, and which column means what.

use std::collections::BTreeMap;

use calendar::Zone;
use intake::{Encoding, TimeForm};
use sla::Name;
use tables::{Document, Row, TableErrors};

/// What the files of a tool hold.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(crate) zone: Zone,
    pub(crate) encoding: Encoding,
    pub(crate) times: Vec<TimeForm>,
    /// Values that mean "not known": always the empty one.
    pub(crate) unknown: Vec<String>,
    pub(crate) files: Vec<FileMapping>,
}

/// What one kind of file holds.
#[derive(Debug, Clone)]
pub(crate) struct FileMapping {
    /// Files whose name begins so.
    pub(crate) name: String,
    pub(crate) kind: Name,
    pub(crate) shape: Shape,
    pub(crate) id: String,
    /// Rows that do not fit are none of this kind and are passed over.
    pub(crate) only: Vec<Only>,
    pub(crate) attributes: Vec<Attribute>,
}

/// What a row of a file is.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A case.
    Cases(CaseColumns),
    /// A change of a case's state: several rows a case.
    StateChanges { case: CaseColumns, changed: String, state: String, states: Vec<State> },
    /// A pause of a case that another file holds.
    Pauses { pause: String, words: BTreeMap<String, String>, from: String, to: String },
    /// A mark of a case taken back.
    Reopenings { mark: Name, stopped: String, resumed: String },
    /// An event.
    Events { at: String },
    /// A tally; the identifier is its name.
    Tallies { on: String, planned: String, done: String, missing: Option<String> },
    /// A survey answer.
    Survey { on: String, questions: Vec<String>, words: BTreeMap<String, String> },
}

#[derive(Debug, Clone)]
pub(crate) struct CaseColumns {
    pub(crate) marks: Vec<(Name, String)>,
    pub(crate) exclusion: Option<ExclusionColumns>,
}

#[derive(Debug, Clone)]
pub(crate) struct ExclusionColumns {
    pub(crate) reason: String,
    pub(crate) note: Option<String>,
    pub(crate) words: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) column: String,
    /// Translations; where there are none, the value stands as it is.
    pub(crate) words: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Only {
    pub(crate) column: String,
    pub(crate) is: Vec<String>,
}

/// What it means that a case enters a state.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) is: Vec<String>,
    /// The mark reached by entering it. Leaving it takes the mark back, unless the next state keeps it.
    pub(crate) reaches: Option<Name>,
    /// Marks that stay reached in it.
    pub(crate) keeps: Vec<Name>,
    /// The pause that lasts as long as the state.
    pub(crate) pauses: Option<Name>,
}

impl Mapping {
    /// Reads a `mapping.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(mapping)
    }

    /// The mapping for a file: the one whose name the file's name begins with, the longest if several.
    pub(crate) fn file(&self, name: &str) -> Option<&FileMapping> {
        self.files.iter().filter(|file| name.starts_with(&file.name)).max_by_key(|file| file.name.len())
    }

    /// The beginnings of file names that are known.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.files.iter().map(|file| file.name.clone()).collect()
    }
}

fn mapping(root: &Row<'_>) -> Option<Mapping> {
    let zone = root.required_parsed("zone", Zone::iana);
    let encoding = root.optional_one_of(
        "encoding",
        &[("detect", Encoding::Detect), ("utf-8", Encoding::Utf8), ("cp932", Encoding::Cp932)],
    );
    let times: Vec<Option<TimeForm>> = root
        .strings("times")
        .iter()
        .map(|text| match text.parse() {
            Ok(form) => Some(form),
            Err(error) => {
                let error: intake::TimeFormError = error;
                root.complain("times", error.to_string(), None);
                None
            }
        })
        .collect();
    let times: Option<Vec<TimeForm>> = times.into_iter().collect();
    let mut unknown = root.strings("unknown");
    unknown.push(String::new());
    let files: Vec<Option<FileMapping>> = root.rows("file").iter().map(file).collect();
    let times = times?;
    let times =
        if times.is_empty() { vec![TimeForm::Iso, TimeForm::Slash, TimeForm::Japanese] } else { times };
    Some(Mapping {
        zone: zone?,
        encoding: encoding.unwrap_or_default(),
        times,
        unknown,
        files: files.into_iter().collect::<Option<_>>()?,
    })
}

fn file(row: &Row<'_>) -> Option<FileMapping> {
    #[derive(Clone, Copy)]
    enum Kind {
        Cases,
        StateChanges,
        Pauses,
        Reopenings,
        Events,
        Tallies,
        Survey,
    }
    let (name, kind, id): (Option<String>, Option<String>, Option<String>) =
        (row.required("name"), row.required("kind"), row.required("id"));
    let attributes: Vec<Option<Attribute>> = row
        .rows("attribute")
        .iter()
        .map(|row| {
            let (name, column): (Option<String>, _) = (row.required("name"), row.required("column"));
            let words = words(row);
            Some(Attribute { name: name?.into(), column: column?, words })
        })
        .collect();
    let only: Vec<Option<Only>> = row
        .rows("only")
        .iter()
        .map(|row| {
            let (column, is) = (row.required("column"), row.strings("is"));
            Some(Only { column: column?, is })
        })
        .collect();
    let shape = match row.required_one_of(
        "shape",
        &[
            ("cases", Kind::Cases),
            ("state-changes", Kind::StateChanges),
            ("pauses", Kind::Pauses),
            ("reopenings", Kind::Reopenings),
            ("events", Kind::Events),
            ("tallies", Kind::Tallies),
            ("survey", Kind::Survey),
        ],
    )? {
        Kind::Cases => Some(Shape::Cases(case_columns(row))),
        Kind::StateChanges => {
            let case = case_columns(row);
            let (changed, state) = (row.required("changed"), row.required("state"));
            let states = row.rows("states").iter().map(self::state).collect();
            changed.zip(state).map(|(changed, state)| Shape::StateChanges { case, changed, state, states })
        }
        Kind::Pauses => {
            let (pause, from, to) = (row.required("pause"), row.required("from"), row.required("to"));
            let words = words(row);
            pause.zip(from).zip(to).map(|((pause, from), to)| Shape::Pauses { pause, words, from, to })
        }
        Kind::Reopenings => {
            let mark: Option<String> = row.required("mark");
            let (stopped, resumed) = (row.required("stopped"), row.required("resumed"));
            mark.zip(stopped).zip(resumed).map(|((mark, stopped), resumed)| Shape::Reopenings {
                mark: mark.into(),
                stopped,
                resumed,
            })
        }
        Kind::Events => row.required("at").map(|at| Shape::Events { at }),
        Kind::Tallies => {
            let (on, planned, done) = (row.required("on"), row.required("planned"), row.required("done"));
            let missing = row.optional("missing");
            on.zip(planned).zip(done).map(|((on, planned), done)| Shape::Tallies {
                on,
                planned,
                done,
                missing,
            })
        }
        Kind::Survey => {
            let (on, questions) = (row.required("on"), row.strings("questions"));
            let words = words(row);
            on.map(|on| Shape::Survey { on, questions, words })
        }
    };
    Some(FileMapping {
        name: name?,
        kind: kind?.into(),
        shape: shape?,
        id: id?,
        only: only.into_iter().collect::<Option<_>>()?,
        attributes: attributes.into_iter().collect::<Option<_>>()?,
    })
}

fn case_columns(row: &Row<'_>) -> CaseColumns {
    let marks = row.optional_row("marks").map(|marks| marks.entries()).unwrap_or_default();
    let exclusion = row.optional_row("exclusion").and_then(|row| {
        let (reason, note) = (row.required("reason"), row.optional("note"));
        let words = words(&row);
        Some(ExclusionColumns { reason: reason?, note, words })
    });
    CaseColumns { marks: marks.into_iter().map(|(mark, column)| (mark.into(), column)).collect(), exclusion }
}

fn state(row: &Row<'_>) -> State {
    let (reaches, pauses): (Option<String>, Option<String>) =
        (row.optional("reaches"), row.optional("pauses"));
    State {
        is: row.strings("is"),
        reaches: reaches.map(Name::from),
        keeps: row.strings("keeps").into_iter().map(Name::from).collect(),
        pauses: pauses.map(Name::from),
    }
}

fn words(row: &Row<'_>) -> BTreeMap<String, String> {
    row.optional_row("words").map(|row| row.entries().into_iter().collect()).unwrap_or_default()
}
