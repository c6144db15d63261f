//! Why a text is no formula.

use std::ops::Range;

/// Why a text is no formula, with the place as a byte range of the text and the fragment quoted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is longer than any formula.
    #[error("the text has {length} characters; a formula has {limit} at most")]
    TooLong {
        /// Its length in characters.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// Brackets are nested deeper than in any formula.
    #[error("brackets are nested more than {limit} deep at `{fragment}`")]
    TooDeep {
        /// The limit.
        limit: usize,
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
    },
    /// More operations stand in a row or one within another than in any formula.
    #[error("more than {limit} operations stand in a row or one within another at `{fragment}`")]
    TooManyOperations {
        /// The limit.
        limit: usize,
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
    },
    /// A name is not in the vocabulary.
    #[error("`{fragment}` is no known name{}", did_you_mean(.near))]
    UnknownName {
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
        /// Known names near to it, best first.
        near: Vec<String>,
    },
    /// Something else was expected.
    #[error("expected {expected} at `{fragment}`")]
    Expected {
        /// What was expected.
        expected: &'static str,
        /// Where.
        at: Range<usize>,
        /// The text there; empty at the end.
        fragment: String,
    },
}

fn did_you_mean(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!(
            "; did you mean {}?",
            near.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ")
        ),
    }
}
