//! A table's text and what was found wrong with it.

use std::{cell::RefCell, collections::BTreeSet};

use toml::de::DeTable;

use crate::{Row, TableError, TableErrors, lines::Lines};

/// The newest form of tables that is known here.
const SCHEMA: u32 = 1;

/// A TOML file's text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    file: &'a str,
    source: &'a str,
}

/// Where problems are gathered while rows are read.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    noted: RefCell<Noted>,
}

/// Problems as they were noted, in no order.
#[derive(Debug, Default)]
struct Noted {
    found: Vec<Problem>,
    /// The paths of those found.
    paths: BTreeSet<String>,
    /// How many more there were.
    more: usize,
}

/// A problem at a byte of the text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    at: usize,
    path: String,
    message: String,
    help: Option<String>,
}

impl<'a> Document<'a> {
    /// A document of that name and text. Nothing is judged before [`Document::read`].
    #[must_use]
    pub fn parse(file: &'a str, source: &'a str) -> Self {
        Self { file, source }
    }

    /// Reads the document: `reader` asks the root row for what it needs and gives its result, or `None`
    /// where something it needs is missing. `schema = 1` may stand in every root; a later number is refused.
    ///
    /// # Errors
    /// Every problem found, syntax errors and unknown keys included, sorted by place.
    pub fn read<T>(&self, reader: impl FnOnce(&Row<'_>) -> Option<T>) -> Result<T, TableErrors> {
        let problems = Problems::default();
        let (table, errors) = DeTable::parse_recoverable(self.source);
        for error in errors {
            if problems.is_full() {
                problems.count_one_more();
                continue;
            }
            let message = error.message().trim_end().replace('\n', ", ");
            problems.note(error.span().map_or(0, |span| span.start), "", message, None);
        }
        let value = {
            let root = Row::new(&problems, table.get_ref(), table.span().start, String::new());
            check_schema(&root);
            reader(&root)
        };
        let found = self.placed(problems.noted.into_inner());
        match value {
            Some(value) if found.is_empty() => Ok(value),
            _ if found.is_empty() => Err(TableErrors {
                problems: vec![self.problem(1, 1, "the table could not be read".to_owned())],
            }),
            _ => Err(TableErrors { problems: found }),
        }
    }

    /// The problems in the order of their places.
    fn placed(&self, noted: Noted) -> Vec<TableError> {
        let Noted { mut found, more, .. } = noted;
        if found.is_empty() {
            return Vec::new();
        }
        found.sort_unstable();
        found.dedup();
        let lines = Lines::new(self.source);
        let mut errors: Vec<TableError> = found
            .into_iter()
            .map(|Problem { at, path, message, help }| {
                let (line, column) = lines.place(at);
                TableError { path, help, ..self.problem(line, column, message) }
            })
            .collect();
        if more > 0 {
            let (line, column) = lines.place(self.source.len());
            let message = format!("{more} more problems are not listed; mend these first");
            errors.push(self.problem(line, column, message));
        }
        errors
    }

    fn problem(&self, line: usize, column: usize, message: String) -> TableError {
        TableError { file: self.file.to_owned(), line, column, path: String::new(), message, help: None }
    }
}

/// Refuses a table that a later program wrote: read by this one, what is new in it would be called unknown.
fn check_schema(root: &Row<'_>) {
    match root.optional::<u32>("schema") {
        None | Some(SCHEMA) => {}
        Some(0) => root.complain("schema", "found 0, but schemas are counted from 1", None),
        Some(later) => root.complain(
            "schema",
            format!("the table is written by schema {later}, and this program knows none after {SCHEMA}"),
            Some("use a newer program, or write the table by the schema known here"),
        ),
    }
}

/// The most problems of a table that are listed; the others are counted.
pub const PROBLEMS_MAX: usize = 1_000;

/// Beyond so many problems of a table no near words are looked for.
const SUGGESTED_MAX: usize = 100;

impl Problems {
    /// Whether a problem was noted in the row of that path or below it; where not all are known any more, one may be.
    pub(crate) fn any_under(&self, path: &str) -> bool {
        let Noted { found, paths, more } = &*self.noted.borrow();
        // `mark` is not above `marks`: what lies below goes on with a point or a bracket, and `/` and `\` follow these.
        let below = |from: char, to: char| {
            paths.range(format!("{path}{from}")..format!("{path}{to}")).next().is_some()
        };
        match path {
            _ if *more > 0 => true,
            "" => !found.is_empty(),
            _ => paths.contains(path) || below('.', '/') || below('[', '\\'),
        }
    }

    /// Whether no more problems are listed.
    pub(crate) fn is_full(&self) -> bool {
        self.noted.borrow().found.len() >= PROBLEMS_MAX
    }

    /// Whether it is still worth while to look for a near word.
    pub(crate) fn suggests(&self) -> bool {
        self.noted.borrow().found.len() < SUGGESTED_MAX
    }

    /// How many are listed.
    pub(crate) fn len(&self) -> usize {
        self.noted.borrow().found.len()
    }

    /// The path, message and help of each problem in the order in which they were noted, and how many more there were.
    pub(crate) fn into_parts(self) -> (Vec<(String, String, Option<String>)>, usize) {
        let Noted { found, more, .. } = self.noted.into_inner();
        (found.into_iter().map(|one| (one.path, one.message, one.help)).collect(), more)
    }

    pub(crate) fn count_one_more(&self) {
        self.noted.borrow_mut().more += 1;
    }

    pub(crate) fn note(&self, at: usize, path: &str, message: String, help: Option<String>) {
        if self.is_full() {
            return self.count_one_more();
        }
        let mut noted = self.noted.borrow_mut();
        noted.paths.insert(path.to_owned());
        noted.found.push(Problem { at, path: path.to_owned(), message, help });
    }
}
