//! What one kind of file holds: the shape of its rows, and which column means what.

use std::collections::{BTreeMap, BTreeSet};

use intake::{DurationUnit, fits};
use provenance::folded;
use sla::{Attribute as AttributeName, Ground, Kind, Mark, PauseKind, Source, StepName, SurveyName, Value};
use tasks::{Outcome, WorkSite};

use super::words::{WordList, Words};
use crate::List;

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
    /// A row of a list that the contract declares; its columns are called as the list says.
    List(Box<List>),
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
    /// Whether a file may come without the column: then nothing is said.
    pub(crate) is_optional: bool,
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
        if let Shape::List(list) = &self.shape {
            return list.is_called(name);
        }
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
            Shape::Tallies { .. } | Shape::List(_) => None,
        }
    }

    /// The list that its rows are of.
    pub(crate) fn list(&self) -> Option<&List> {
        match &self.shape {
            Shape::List(list) => Some(list),
            Shape::Cases { .. }
            | Shape::StateChanges { .. }
            | Shape::Pauses { .. }
            | Shape::Reopenings { .. }
            | Shape::Events { .. }
            | Shape::Tallies { .. }
            | Shape::Executions(_)
            | Shape::Survey { .. } => None,
        }
    }

    /// What a column is called besides what the mapping calls it.
    pub(crate) fn also_called(&self, column: &str) -> Option<&str> {
        let mut columns = self.list().into_iter().flat_map(|list| &list.columns);
        columns.find(|known| known.label.ja == column).map(|known| known.label.en.as_str())
    }

    /// The file that holds a list, whatever else a mapping says.
    pub(super) fn of_list(list: &List) -> Self {
        // The first of the columns that a row must have stands for the row.
        let id = list.columns.iter().find(|column| column.is_needed).map_or("", |column| &column.label.ja);
        Self {
            name: list.id.to_string(),
            sheets: Vec::new(),
            header_row: None,
            id: id.to_owned(),
            shape: Shape::List(Box::new(list.clone())),
            ignored: Vec::new(),
            only: Vec::new(),
            attributes: Vec::new(),
            date_only: BTreeMap::new(),
        }
    }

    /// The columns of a case, where its rows tell of whole cases or of their states.
    pub(crate) fn case(&self) -> Option<(&Kind, &CaseColumns)> {
        match &self.shape {
            Shape::Cases { kind, case } | Shape::StateChanges { kind, case, .. } => Some((kind, case)),
            Shape::Pauses { .. }
            | Shape::Reopenings { .. }
            | Shape::Events { .. }
            | Shape::Tallies { .. }
            | Shape::Executions(_)
            | Shape::Survey { .. }
            | Shape::List(_) => None,
        }
    }

    /// The kind of case that its rows tell of, in whole or in part.
    pub(crate) fn case_kind(&self) -> Option<&Kind> {
        match &self.shape {
            Shape::Cases { kind, .. }
            | Shape::StateChanges { kind, .. }
            | Shape::Pauses { kind, .. }
            | Shape::Reopenings { kind, .. } => Some(kind),
            Shape::Events { .. }
            | Shape::Survey { .. }
            | Shape::Tallies { .. }
            | Shape::Executions(_)
            | Shape::List(_) => None,
        }
    }
}

/// The marks that files can give, by kind of case.
pub(super) fn marks_given(files: &[FileMapping]) -> BTreeMap<Kind, BTreeSet<Mark>> {
    let mut marks: BTreeMap<Kind, BTreeSet<Mark>> = BTreeMap::new();
    for file in files {
        let Some((kind, columns)) = file.case() else { continue };
        let states = match &file.shape {
            Shape::StateChanges { states, .. } => states.as_slice(),
            _ => &[],
        };
        let known = marks.entry(kind.clone()).or_default();
        known.extend(columns.marks.iter().map(|(mark, _)| mark.clone()));
        known.extend(columns.spans.iter().map(|span| span.mark.clone()));
        known.extend(states.iter().filter_map(|state| state.reaches.clone()));
    }
    marks
}
