//! A table's text and what was found wrong with it.

use std::num::NonZero;

use provenance::Text;
use toml::de::DeTable;

use crate::{
    Row, TableError, TableErrors,
    lines::Lines,
    problems::{Noted, Problem, Problems},
};

/// The newest form of tables that is known here.
const SCHEMA: u32 = 1;

/// A TOML file's text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    file: &'a str,
    source: &'a str,
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
        match self.read_partly(reader) {
            (Some(value), None) => Ok(value),
            (_, Some(errors)) => Err(errors),
            (None, None) => Err(TableErrors {
                problems: vec![self.problem(1, 1, Text::new("表を読めない", "the table could not be read"))],
            }),
        }
    }

    /// The same where what a table with problems still says is of use: what `reader` made of it, and the problems.
    pub fn read_partly<T>(
        &self,
        reader: impl FnOnce(&Row<'_>) -> Option<T>,
    ) -> (Option<T>, Option<TableErrors>) {
        let problems = Problems::default();
        let (table, errors) = DeTable::parse_recoverable(self.source);
        for error in errors {
            if problems.is_full() {
                problems.count_one_more();
                continue;
            }
            let message = error.message().trim_end().replace('\n', ", ");
            let message = Text::new(format!("TOMLの書き方の誤り: {message}"), message);
            problems.note(error.span().map_or(0, |span| span.start), "", message, None);
        }
        let value = {
            let root = Row::new(&problems, table.get_ref(), table.span().start, String::new());
            check_schema(&root);
            reader(&root)
        };
        let found = self.placed(problems.noted.into_inner());
        (value, (!found.is_empty()).then_some(TableErrors { problems: found }))
    }

    /// The problems in the order of their places.
    fn placed(&self, noted: Noted) -> Vec<TableError> {
        let Noted { mut found, more, .. } = noted.without_copies();
        if found.is_empty() {
            return Vec::new();
        }
        found.sort_unstable();
        found.dedup();
        let lines = Lines::new(self.source);
        let mut errors: Vec<TableError> = found
            .into_iter()
            .map(|Problem { at, path, message, help, first }| {
                let (line, column) = lines.place(at);
                let first_line = first.and_then(|at| NonZero::new(lines.place(at).0));
                TableError { path, help, first_line, ..self.problem(line, column, message) }
            })
            .collect();
        if more > 0 {
            let (line, column) = lines.place(self.source.len());
            let message = Text::new(
                format!("ほかに{more}件の問題がある。先にこれらを直す"),
                format!("{more} more problems are not listed; mend these first"),
            );
            errors.push(self.problem(line, column, message));
        }
        errors
    }

    fn problem(&self, line: usize, column: usize, message: Text) -> TableError {
        let file = self.file.to_owned();
        TableError { file, line, column, path: String::new(), message, first_line: None, help: None }
    }
}

/// Refuses a table that a later program wrote: read by this one, what is new in it would be called unknown.
fn check_schema(root: &Row<'_>) {
    match root.optional::<u32>("schema") {
        None | Some(SCHEMA) => {}
        Some(0) => root.tell(
            "schema",
            Text::new("0とあるが、schemaは1から数える", "found 0, but schemas are counted from 1"),
            None,
        ),
        Some(later) => root.tell(
            "schema",
            Text::new(
                format!("表はschema {later}で書かれているが、このプログラムは{SCHEMA}までしか知らない"),
                format!("the table is written by schema {later}, and this program knows none after {SCHEMA}"),
            ),
            Some(Text::new(
                "新しいプログラムを使うか、ここで分かるschemaで表を書く",
                "use a newer program, or write the table by the schema known here",
            )),
        ),
    }
}
