//! A table's text and what was found wrong with it.

use std::num::NonZero;

use provenance::Text;
use toml::de::DeTable;

use crate::{
    Row, TableError, TableErrors,
    lines::Lines,
    problems::{Noted, Problem, Problems, further},
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
            problems.note(error.span().map_or(0, |span| span.start), "", syntax(message), None);
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
        found.sort_unstable_by(|a, b| (a.key(), &a.help, a.first).cmp(&(b.key(), &b.help, b.first)));
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
            let message = further(more);
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
        Some(0) => root.complain(
            "schema",
            Text::new("0がある。版は1から数える", "found 0, but schemas are counted from 1"),
            None,
        ),
        Some(later) => root.complain(
            "schema",
            Text::new(
                format!("表は版{later}で書かれているが、このプログラムが読めるのは版{SCHEMA}まで"),
                format!("the table is written by schema {later}, and this program knows none after {SCHEMA}"),
            ),
            Some(Text::new(
                "新しいプログラムを使うか、読める版で表を書く",
                "use a newer program, or write the table by the schema known here",
            )),
        ),
    }
}

/// What the parser says of TOML that it cannot read. Its own words are English; those met most have Japanese ones.
fn syntax(message: String) -> Text {
    let ja = match message.as_str() {
        "duplicate key" => "同じキーが2回ある".to_owned(),
        _ => format!("TOMLの書き方の誤り（{message}）"),
    };
    Text::new(ja, message)
}
