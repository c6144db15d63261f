//! Problems in a table, each with its place.

use std::{fmt, num::NonZero};

use provenance::Text;

/// One problem in a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The key path, such as `item[3].target.op`; empty for a syntax error.
    pub path: String,
    /// What is wrong.
    pub message: Text,
    /// The line of the first, where something stands twice.
    pub first_line: Option<NonZero<usize>>,
    /// The way out, where one can be named.
    pub help: Option<Text>,
}

impl TableError {
    /// The place, what is wrong and the way out, in both languages. Prints the English one.
    #[must_use]
    pub fn text(&self) -> Text {
        let Self { file, line, column, path, message, first_line, help } = self;
        let mut ja = format!("{file}:{line}:{column}: ");
        if !path.is_empty() {
            ja.push_str(path);
            ja.push_str(": ");
        }
        ja.push_str(&message.ja);
        if let Some(first) = first_line {
            ja.push_str(&format!("（{first}行目）"));
        }
        if let Some(help) = help {
            ja.push_str("。");
            ja.push_str(&help.ja);
        }
        Text::new(ja, self.to_string())
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, path, message, first_line, help } = self;
        let help = help.as_ref().map(|help| help.en.as_str());
        write!(f, "{file}:{line}:{column}: ")?;
        match first_line {
            Some(first) => problem(f, path, &format!("{} (line {first})", message.en), help),
            None => problem(f, path, &message.en, help),
        }
    }
}

/// What is wrong at a key path, with the way out.
pub(crate) fn problem(
    f: &mut fmt::Formatter<'_>,
    path: &str,
    message: &str,
    help: Option<&str>,
) -> fmt::Result {
    if !path.is_empty() {
        write!(f, "{path}: ")?;
    }
    f.write_str(message)?;
    match help {
        Some(help) => write!(f, "; {help}"),
        None => Ok(()),
    }
}

/// Problems, one a line.
pub(crate) fn lines(f: &mut fmt::Formatter<'_>, problems: &[impl fmt::Display]) -> fmt::Result {
    for (n, problem) in problems.iter().enumerate() {
        if n > 0 {
            f.write_str("\n")?;
        }
        problem.fmt(f)?;
    }
    Ok(())
}

/// All problems of a table, in the order of their places. Prints one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableErrors {
    /// The problems; never none.
    pub problems: Vec<TableError>,
}

impl fmt::Display for TableErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.problems)
    }
}

impl std::error::Error for TableErrors {}
