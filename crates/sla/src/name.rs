//! Names of the contract's vocabulary, each of a type of its own, and small maps keyed by them.

use std::{fmt, sync::Arc};

use tables::Id;

/// What names are of.
pub mod of {
    /// A kind of case or event.
    #[derive(Debug)]
    pub enum Kind {}
    /// A mark of a case.
    #[derive(Debug)]
    pub enum Mark {}
    /// An attribute of a record.
    #[derive(Debug)]
    pub enum Attribute {}
    /// A kind of pause.
    #[derive(Debug)]
    pub enum Pause {}
    /// A ground for leaving a case out.
    #[derive(Debug)]
    pub enum Ground {}
    /// A tally.
    #[derive(Debug)]
    pub enum Tally {}
    /// A survey.
    #[derive(Debug)]
    pub enum Survey {}
    /// A step of a survey's scale.
    #[derive(Debug)]
    pub enum Step {}
    /// A list that is kept for the report.
    #[derive(Debug)]
    pub enum List {}
}

/// A kind of case or event: `incident`, `call`.
///
/// ```
/// use sla::{Kind, Mark};
///
/// let kind: Kind = "incident".parse()?;
/// let mark: Mark = "opened".parse()?;
/// // A mark cannot stand where a kind is meant, and a name is checked where it is read.
/// assert!("opened ".parse::<Mark>().is_err());
/// # let _ = (kind, mark);
/// # Ok::<(), tables::IdError>(())
/// ```
pub type Kind = Id<of::Kind>;

/// A mark of a case: `opened`, `resolved`.
pub type Mark = Id<of::Mark>;

/// An attribute of a case or event: `category`.
pub type Attribute = Id<of::Attribute>;

/// A kind of pause: `awaiting-user`.
pub type PauseKind = Id<of::Pause>;

/// A ground for leaving a case out: `line-fault`.
pub type Ground = Id<of::Ground>;

/// A tally of planned and done: `backup`.
pub type TallyName = Id<of::Tally>;

/// A survey: `user-satisfaction`.
pub type SurveyName = Id<of::Survey>;

/// A list that is kept for the report and judged by no service level: `disk-use`.
pub type ListName = Id<of::List>;

/// A step of a survey's scale: `satisfied`.
pub type StepName = Id<of::Step>;

/// The value of an attribute. Records may pass on what a tool says, so any text is one.
///
/// Cloning shares the text, so that ten million cases hold each value once.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value {
    text: Arc<str>,
}

impl Value {
    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self { text: text.into() }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What records are of: a kind of case or event, a tally, a survey, the log of work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Cases or events of a kind.
    Kind(Kind),
    /// A tally.
    Tally(TallyName),
    /// Answers to a survey.
    Survey(SurveyName),
    /// A tally whose name could not be read.
    SomeTally,
    /// The log of work, from which tallies are counted.
    WorkLog,
}

impl Source {
    /// The name, whatever it is of.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Kind(name) => name.as_str(),
            Self::Tally(name) => name.as_str(),
            Self::Survey(name) => name.as_str(),
            Self::SomeTally => "tally",
            Self::WorkLog => "execution",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Kind> for Source {
    fn from(name: Kind) -> Self {
        Self::Kind(name)
    }
}

impl From<TallyName> for Source {
    fn from(name: TallyName) -> Self {
        Self::Tally(name)
    }
}

impl From<SurveyName> for Source {
    fn from(name: SurveyName) -> Self {
        Self::Survey(name)
    }
}
