//! Problems, as they are gathered while rows are read.

use std::{cell::RefCell, collections::BTreeSet};

use provenance::Text;

/// Where problems are gathered while rows are read.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) noted: RefCell<Noted>,
}

/// Problems as they were noted, in no order.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    pub(crate) found: Vec<Problem>,
    /// The paths of those found.
    paths: BTreeSet<String>,
    /// How many more there were.
    pub(crate) more: usize,
}

/// A problem at a byte of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) at: usize,
    pub(crate) path: String,
    pub(crate) message: Text,
    pub(crate) help: Option<Text>,
    /// Where the first stands of what stands twice.
    pub(crate) first: Option<usize>,
}

impl Problem {
    /// By what problems are told in order: their place, their path, their English words.
    pub(crate) fn key(&self) -> (usize, &str, &str) {
        (self.at, &self.path, &self.message.en)
    }
}

impl Noted {
    /// Without the copies of rows of which it is told below by what they stand twice.
    pub(crate) fn without_copies(mut self) -> Self {
        let again: BTreeSet<String> =
            self.found.iter().filter(|one| one.first.is_some()).map(|one| one.path.clone()).collect();
        let is_told = |path: &str| {
            let below = format!("{path}.");
            again.range(below.clone()..).next().is_some_and(|other| other.starts_with(&below))
        };
        self.found.retain(|one| one.first.is_none() || !is_told(&one.path));
        self
    }
}

/// Where something stood first; nowhere, where that is not known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stood {
    /// The byte of the text; `None` outside tables.
    pub(crate) at: Option<usize>,
    pub(crate) path: String,
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
    pub(crate) fn into_parts(self) -> (Vec<(String, Text, Option<Text>)>, usize) {
        let Noted { found, more, .. } = self.noted.into_inner();
        (found.into_iter().map(|one| (one.path, one.message, one.help)).collect(), more)
    }

    pub(crate) fn count_one_more(&self) {
        self.noted.borrow_mut().more += 1;
    }

    pub(crate) fn note(&self, at: usize, path: &str, message: Text, help: Option<Text>) {
        self.note_again(at, path, message, help, None);
    }

    /// Notes what stands twice; `first` is the byte at which the first stands.
    pub(crate) fn note_again(
        &self,
        at: usize,
        path: &str,
        message: Text,
        help: Option<Text>,
        first: Option<usize>,
    ) {
        if self.is_full() {
            return self.count_one_more();
        }
        let mut noted = self.noted.borrow_mut();
        noted.paths.insert(path.to_owned());
        noted.found.push(Problem { at, path: path.to_owned(), message, help, first });
    }
}

/// That there are problems beyond those listed.
pub(crate) fn further(more: usize) -> Text {
    Text::new(
        format!("ほかに{more}件の問題がある。まずこれらを直す"),
        format!("{more} more problems are not listed; mend these first"),
    )
}
