//! What measures ask of the records, by the words of the contract.

use provenance::Text;
use rust_decimal::Decimal;

use crate::{
    Clock, Condition, Ground, ItemKey, Kind, Mark, PauseKind, Selector, Source, StepName, SurveyName,
    TallyName,
};

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The word that answers use.
    pub name: StepName,
    /// Its name for people.
    pub text: Text,
    /// Its points.
    pub points: Decimal,
}

/// The records that a measure reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads<'a> {
    /// Cases of a population.
    Cases(&'a Selector),
    /// Events.
    Events(&'a Selector),
    /// Tallies of planned and done.
    Tally(&'a TallyName),
    /// Answers to a survey.
    Answers {
        /// The survey.
        survey: &'a SurveyName,
        /// The steps that answers may choose.
        scale: &'a [Step],
    },
    /// None: what it requires, these items measure.
    Items(&'a [ItemKey]),
}

/// A word that a measure asks of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked<'a> {
    /// A mark that cases must be able to reach.
    Mark(&'a Mark),
    /// Marks of which one is enough.
    OneOf(&'a [Mark]),
    /// A kind of pause.
    Pause(&'a PauseKind),
    /// A condition on the record.
    Condition(&'a Condition),
    /// An answer of a survey.
    Answer(&'a StepName),
    /// A ground for leaving a case out, which records may claim.
    Ground {
        /// The ground.
        ground: &'a Ground,
        /// Whether nothing but a claim establishes it.
        is_claimed: bool,
    },
}

impl<'a> Reads<'a> {
    /// What the records are of; `None` where it reads none.
    #[must_use]
    pub fn source(self) -> Option<Source> {
        match self {
            Self::Cases(selector) | Self::Events(selector) => Some(selector.kind.clone().into()),
            Self::Tally(name) => Some(name.clone().into()),
            Self::Answers { survey, .. } => Some(survey.clone().into()),
            Self::Items(_) => None,
        }
    }

    /// The kind of cases or events that it reads.
    #[must_use]
    pub fn kind(self) -> Option<&'a Kind> {
        match self {
            Self::Cases(selector) | Self::Events(selector) => Some(&selector.kind),
            Self::Tally(_) | Self::Answers { .. } | Self::Items(_) => None,
        }
    }

    /// The population, where it is one of cases.
    #[must_use]
    pub fn cases(self) -> Option<&'a Selector> {
        match self {
            Self::Cases(selector) => Some(selector),
            Self::Events(_) | Self::Tally(_) | Self::Answers { .. } | Self::Items(_) => None,
        }
    }

    /// The tally, where it reads one.
    #[must_use]
    pub fn tally(self) -> Option<&'a TallyName> {
        match self {
            Self::Tally(name) => Some(name),
            Self::Cases(_) | Self::Events(_) | Self::Answers { .. } | Self::Items(_) => None,
        }
    }

    /// The items that measure what the row requires; none where it has a measure of its own.
    #[must_use]
    pub fn items(self) -> &'a [ItemKey] {
        match self {
            Self::Items(items) => items,
            Self::Cases(_) | Self::Events(_) | Self::Tally(_) | Self::Answers { .. } => &[],
        }
    }

    pub(super) fn asks(self) -> Vec<Asked<'a>> {
        match self {
            Self::Cases(selector) | Self::Events(selector) => {
                selector.conditions.iter().map(Asked::Condition).collect()
            }
            Self::Answers { scale, .. } => scale.iter().map(|step| Asked::Answer(&step.name)).collect(),
            Self::Tally(_) | Self::Items(_) => Vec::new(),
        }
    }
}

impl<'a> Asked<'a> {
    pub(super) fn of_clock(clock: &'a Clock) -> impl Iterator<Item = Self> {
        let marks = [Self::OneOf(&clock.start), Self::Mark(&clock.stop)];
        let settled = clock.settled.iter().map(Self::Mark);
        marks.into_iter().chain(settled).chain(clock.pauses.iter().map(Self::Pause))
    }
}
