//! Problems in a table, each with its place.

use std::{fmt, num::NonZero};

use provenance::Text;

/// One problem in a table. Prints it in English.
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
    /// The place, what is wrong, and the way out, in one line.
    ///
    /// ```
    /// let read = tables::Document::parse("fees.toml", "yen = \"a\"").read(|root| root.required::<u32>("yen"));
    /// let told = read.unwrap_err().problems[0].text();
    /// assert_eq!(told.ja, "fees.toml:1:7: yen: 文字列`a`とあるが、0以上の整数でなければならない");
    /// assert_eq!(told.en, "fees.toml:1:7: yen: found the text `a`, but it must be a whole number from 0");
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        let Self { file, line, column, path, message, first_line, help } = self;
        let message = match first_line {
            Some(first) => {
                Text::new(format!("{}（{first}行目）", message.ja), format!("{} (line {first})", message.en))
            }
            None => message.clone(),
        };
        let told = problem(path, &message, help.as_ref());
        Text::new(
            format!("{file}:{line}:{column}: {}", told.ja),
            format!("{file}:{line}:{column}: {}", told.en),
        )
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

/// What is wrong at a key path, with the way out.
pub(crate) fn problem(path: &str, message: &Text, help: Option<&Text>) -> Text {
    let at = if path.is_empty() { String::new() } else { format!("{path}: ") };
    match help {
        Some(help) => {
            let full_stop = if message.ja.ends_with('。') { "" } else { "。" };
            Text::new(
                format!("{at}{}{full_stop}{}", message.ja, help.ja),
                format!("{at}{}; {}", message.en, help.en),
            )
        }
        None => Text::new(format!("{at}{}", message.ja), format!("{at}{}", message.en)),
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

/// All problems of a table, in the order of their places. Prints one a line, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableErrors {
    /// The problems; never none.
    pub problems: Vec<TableError>,
}

impl TableErrors {
    /// The problems, one a line.
    #[must_use]
    pub fn text(&self) -> Text {
        let told: Vec<Text> = self.problems.iter().map(TableError::text).collect();
        let lines = |of: fn(&Text) -> &str| told.iter().map(of).collect::<Vec<_>>().join("\n");
        Text::new(lines(|told| &told.ja), lines(|told| &told.en))
    }
}

impl fmt::Display for TableErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.problems)
    }
}

impl std::error::Error for TableErrors {}
