//! Service level items: what is measured, against what, over which period.

use calendar::YearMonth;
use provenance::{Clause, Text};

use crate::{
    Asked, Exclusion, InForce, IntendedFormula, ItemKey, Limit, Revision, Takes, Target, WrittenFormula,
    measure::Measure,
};

/// A service level item. Items of a catalogue are checked; a program states them as [`ItemParts`](crate::ItemParts).
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The row's key.
    pub key: ItemKey,
    /// The number as printed; two rows may print the same.
    pub no: String,
    /// The headings above it, from the outermost.
    pub category: Vec<Text>,
    /// What is rated.
    pub name: Text,
    /// What is required, in our words.
    pub requirement: Option<Text>,
    /// How it is measured.
    pub measure: Measure,
    /// The required level, where the row states one.
    pub target: Option<Target>,
    /// The time allowed for one case, where there is one.
    pub limit: Option<Limit>,
    /// The period that one figure covers.
    pub period: Period,
    /// Grounds for leaving a case out.
    pub exclusions: Vec<Exclusion>,
    /// The formula as the document prints it, where it prints one.
    pub written: Option<WrittenFormula>,
    /// The formula by which the item is computed: the document's as intended, or ours for the measure.
    pub intended: IntendedFormula,
    /// Names of the formulas' operands that the row states, by their identifiers.
    pub terms: Vec<OperandName>,
    /// Changes of target or limit, by the month from which they hold, in ascending order.
    pub revisions: Vec<Revision>,
    /// Where it stands.
    pub clause: Clause,
    /// What the document leaves open about it.
    pub open_points: Vec<Text>,
    /// What its row does not state and the table fills in by a reading.
    pub unstated: Vec<Unstated>,
}

/// What an item calls an operand of its formulas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperandName {
    /// The operand's identifier: `on-time`.
    pub id: String,
    /// Its name in the item.
    pub name: Text,
}

/// Something that a row of a service level should state and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unstated {
    /// How it is measured.
    Method,
    /// The unit of the target.
    Unit,
    /// Whether the figure must be the target or more, or the target or less.
    Sign,
    /// The length of the period in which a case must be done.
    PeriodLength,
    /// What the percentage is of.
    Base,
}

impl Unstated {
    /// All of them with the words used in tables.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("method", Self::Method),
        ("unit", Self::Unit),
        ("sign", Self::Sign),
        ("period-length", Self::PeriodLength),
        ("base", Self::Base),
    ];
}

impl Item {
    /// Everything that it asks of the records of its kind, by their words: its measure, its limit and its grounds for
    /// leaving a case out.
    #[must_use]
    pub fn asks(&self) -> Vec<Asked<'_>> {
        let mut asks = self.measure.asks();
        if self.measure.reads().cases().is_some() {
            asks.extend(self.limit.iter().filter_map(Limit::agreed).map(Asked::Mark));
            for exclusion in &self.exclusions {
                asks.push(match &exclusion.takes {
                    Takes::Case(ground) => Asked::Ground { ground, is_claimed: exclusion.when.is_empty() },
                    Takes::Time(pause) => Asked::Pause(pause),
                });
                asks.extend(exclusion.when.iter().map(Asked::Condition));
            }
        }
        asks
    }

    /// The target and limit that hold in a month.
    #[must_use]
    pub fn in_force(&self, month: YearMonth) -> InForce<'_> {
        let mut now = InForce { target: self.target.as_ref(), limit: self.limit.as_ref(), since: None };
        for revision in self.revisions.iter().take_while(|revision| revision.effective <= month) {
            now.target = revision.target.as_ref().or(now.target);
            now.limit = revision.limit.as_ref().or(now.limit);
            now.since = Some(revision);
        }
        now
    }
}

/// The period that one figure covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A calendar month.
    Month,
    /// A fiscal year from April, judged so far month by month.
    FiscalYear,
}

impl Period {
    /// The word used in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::FiscalYear => "fiscal-year",
        }
    }
}
