//! A table's text and what was found wrong with it.

use std::cell::RefCell;

use toml::de::DeTable;

use crate::{Row, TableError, TableErrors};

/// The newest form of tables that is known here.
const SCHEMA: u32 = 1;

/// A TOML file's text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    file: &'a str,
    source: &'a str,
}

/// Where problems are gathered while rows are read.
#[derive(Debug)]
pub(crate) struct Problems<'a> {
    file: &'a str,
    source: &'a str,
    found: RefCell<Vec<TableError>>,
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
        let problems = Problems { file: self.file, source: self.source, found: RefCell::default() };
        let (table, errors) = DeTable::parse_recoverable(self.source);
        for error in errors {
            let message = error.message().trim_end().replace('\n', ", ");
            problems.note(error.span().map_or(0, |span| span.start), "", message, None);
        }
        let value = {
            let root = Row::new(&problems, table.get_ref(), table.span().start, String::new());
            check_schema(&root);
            reader(&root)
        };
        let mut found = problems.found.into_inner();
        found.sort();
        found.dedup();
        match value {
            Some(value) if found.is_empty() => Ok(value),
            _ => {
                if found.is_empty() {
                    found.push(TableError {
                        file: self.file.to_owned(),
                        line: 1,
                        column: 1,
                        path: String::new(),
                        message: "the table could not be read".to_owned(),
                        help: None,
                    });
                }
                Err(TableErrors(found))
            }
        }
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

impl Problems<'_> {
    /// Whether a problem was noted in the row of that path or below it.
    pub(crate) fn any_under(&self, path: &str) -> bool {
        // `mark` is not above `marks`.
        self.found.borrow().iter().any(|error| {
            error
                .path
                .strip_prefix(path)
                .is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    pub(crate) fn note(&self, at: usize, path: &str, message: String, help: Option<String>) {
        let before = self.source.get(..at.min(self.source.len())).unwrap_or(self.source);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count().saturating_add(1);
        self.found.borrow_mut().push(TableError {
            file: self.file.to_owned(),
            line,
            column,
            path: path.to_owned(),
            message,
            help,
        });
    }
}
