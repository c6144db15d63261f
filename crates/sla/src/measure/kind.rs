//! What holds of every measure of a kind.

use crate::Unit;

/// A key of a measure's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it means.
    pub means: &'static str,
}

/// What stands at a key of a measure's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A kind of case or event.
    Kind,
    /// A mark.
    Mark,
    /// Marks.
    Marks,
    /// Kinds of pause.
    Pauses,
    /// Conditions on a record.
    Conditions,
    /// A tally.
    Tally,
    /// A survey.
    Survey,
    /// Texts in both languages.
    Texts,
    /// The steps of a survey's scale.
    Steps,
    /// Keys of items.
    Items,
    /// A number above 0, 100 at most.
    Percentage,
}

/// What a measure's figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yields {
    /// A share: the operands of the part that is good, and of the whole.
    Share {
        /// The part.
        part: &'static str,
        /// The whole.
        whole: &'static str,
    },
    /// A number of what happened; it only grows.
    Count,
    /// A mean: the operands of the sum, and of how many it is over.
    Mean {
        /// The sum.
        total: &'static str,
        /// How many.
        count: &'static str,
    },
    /// What one of many cases took, found by its place among them.
    Placed {
        /// Whether it only grows as cases are added, as the greatest does.
        grows: bool,
    },
    /// Nothing: other items measure it.
    Nothing,
}

impl Yields {
    /// Whether there is a figure.
    #[must_use]
    pub fn is_figure(self) -> bool {
        match self {
            Self::Share { .. } | Self::Count | Self::Mean { .. } | Self::Placed { .. } => true,
            Self::Nothing => false,
        }
    }

    /// Whether a period without a case has no figure; a count of nothing is 0.
    #[must_use]
    pub fn is_undefined_when_empty(self) -> bool {
        match self {
            Self::Share { .. } | Self::Mean { .. } | Self::Placed { .. } => true,
            Self::Count | Self::Nothing => false,
        }
    }

    /// Whether the figure never falls as more is recorded.
    #[must_use]
    pub fn only_grows(self) -> bool {
        match self {
            Self::Count | Self::Placed { grows: true } => true,
            Self::Share { .. } | Self::Mean { .. } | Self::Placed { grows: false } | Self::Nothing => false,
        }
    }

    /// Whether it is computed from several quantities, so that a contract does well to print a formula.
    #[must_use]
    pub fn is_computed(self) -> bool {
        match self {
            Self::Share { .. } | Self::Mean { .. } => true,
            Self::Count | Self::Placed { .. } | Self::Nothing => false,
        }
    }

    /// The operands of a share: the part and the whole.
    #[must_use]
    pub fn share(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Share { part, whole } => Some((part, whole)),
            Self::Count | Self::Mean { .. } | Self::Placed { .. } | Self::Nothing => None,
        }
    }

    /// The operands of a mean: the sum and how many it is over.
    #[must_use]
    pub fn mean(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Mean { total, count } => Some((total, count)),
            Self::Count | Self::Share { .. } | Self::Placed { .. } | Self::Nothing => None,
        }
    }
}

/// The unit that a measure's target is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetUnit {
    /// Percent.
    Percent,
    /// Occurrences.
    Count,
    /// A unit of time; its figures are taken in seconds.
    Time,
    /// Points.
    Point,
    /// Any: there is no figure.
    Any,
}

impl TargetUnit {
    /// Whether a target may be in that unit.
    #[must_use]
    pub fn takes(self, unit: Unit) -> bool {
        match self {
            Self::Percent => unit == Unit::Percent,
            Self::Count => unit == Unit::Count,
            Self::Time => unit.seconds().is_some(),
            Self::Point => unit == Unit::Point,
            Self::Any => true,
        }
    }

    /// What it must be, in words.
    #[must_use]
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Time => "a unit of time",
            Self::Point => "point",
            Self::Any => "any unit",
        }
    }
}

/// An operand of a measure's formulas.
#[derive(Debug, Clone, Copy)]
pub struct Operand {
    /// Its identifier in operands and tables: `on-time`.
    pub id: &'static str,
    /// Its Japanese name where the item gives none.
    pub ja: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// What it is a part of, by identifier.
    pub part_of: Option<&'static str>,
}

/// Keys that several measures have.
pub(super) mod keys {
    use super::{Key, Shape};

    const fn key(name: &'static str, shape: Shape, is_required: bool, means: &'static str) -> Key {
        Key { name, shape, is_required, means }
    }

    pub(in crate::measure) const OF: Key = key("of", Shape::Kind, true, "The kind of records.");
    pub(in crate::measure) const WHERE: Key = key("where", Shape::Conditions, false, "Which of them.");
    pub(in crate::measure) const START: Key =
        key("start", Shape::Marks, true, "The marks that start the clock: the first that a case has.");
    pub(in crate::measure) const STOP: Key = key("stop", Shape::Mark, true, "The mark that stops it.");
    pub(in crate::measure) const PAUSES: Key =
        key("pauses", Shape::Pauses, false, "Kinds of pause for which it stands still.");
    pub(in crate::measure) const SETTLED: Key =
        key("settled", Shape::Marks, false, "Marks by which a case is settled otherwise.");
}
