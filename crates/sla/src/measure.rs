//! Measures: how an item's figure is taken from observations. One measure a file.
//!
//! All that is asked of a measure anywhere stands in its file: `KIND` for what holds of every row, and [`Measuring`] for
//! what depends on the row. Neither has a default, and nobody outside can tell measures apart, so that a measure that
//! leaves a question open does not compile. `docs/contributing.md` says how to add one.

use std::fmt;

use rust_decimal::Decimal;
use tables::{Row, Spot};

use crate::{Clock, ItemKey, Limit, Mark, Policies, PolicyId, scope::Scope};

pub(crate) use self::taken::{Allowed, Misses, Possible, Seen, Sum, Taken, operands_of};
pub use self::{
    aggregate::Aggregate,
    asked::{Asked, Reads, Step},
    kind::{Key, Operand, Shape, TargetUnit, Yields},
    percentile::PercentError,
    timed::Timed,
};

mod aggregate;
mod asked;
mod kind;
mod rank;
mod taken;
mod timed;

/// What holds of every measure of a kind, whatever its row says.
#[derive(Debug)]
pub struct MeasureKind {
    /// The word used in tables.
    pub word: &'static str,
    /// What it measures, in Japanese.
    pub ja: &'static str,
    /// What it measures, in English.
    pub en: &'static str,
    /// What a reader of the reference page should know of it.
    pub note: &'static str,
    /// The keys of its table beside `kind`, in the order of the reference page.
    pub keys: &'static [Key],
    /// What its figure is.
    pub yields: Yields,
    /// The unit of its target.
    pub unit: TargetUnit,
    /// Whether its rows need a limit of time for each case.
    pub needs_limit: bool,
    /// Whether what it reads is recorded by month, so that it cannot be judged by any days.
    pub by_month: bool,
    /// The operands of its formulas.
    pub operands: &'static [Operand],
    /// The formula that follows from it where a contract prints none, in the operands' names.
    pub formula: &'static str,
    /// Reads its table.
    pub(crate) read: fn(&Row<'_>) -> Option<Measure>,
}

/// Lists the measures: a line and a file each.
macro_rules! measures {
    ($($(#[doc = $doc:literal])+ $module:ident::$name:ident,)+) => {
        $(mod $module;)+
        /// The measures, each with its fields.
        pub(crate) mod each {
            $(pub use super::$module::$name;)+
        }
        use self::each::*;

        /// How an item's figure is taken.
        ///
        /// ```
        /// use sla::{Measure, PlannedDone, Reads, Yields};
        ///
        /// let measure = Measure::from(PlannedDone { tally: "backup".parse()? });
        /// assert_eq!(measure.word(), "planned-done");
        /// // What it is like is asked, not what it is.
        /// assert!(matches!(measure.reads(), Reads::Tally(tally) if tally.as_str() == "backup"));
        /// assert!(matches!(measure.kind().yields, Yields::Share { part: "done", whole: "planned" }));
        /// # Ok::<(), tables::IdError>(())
        /// ```
        #[derive(Clone, PartialEq, Eq)]
        pub struct Measure {
            which: Which,
        }

        #[derive(Debug, Clone, PartialEq, Eq)]
        enum Which {
            $($(#[doc = $doc])+ $name($name),)+
        }

        $(impl From<$name> for Measure {
            fn from(measure: $name) -> Self {
                Self { which: Which::$name(measure) }
            }
        })+

        impl Measure {
            /// All kinds of measure, in the order of the reference page.
            pub const KINDS: &'static [&'static MeasureKind] = &[$(&$module::KIND),+];

            /// What holds of every measure of its kind.
            #[must_use]
            pub fn kind(&self) -> &'static MeasureKind {
                match &self.which {
                    $(Which::$name(_) => &$module::KIND,)+
                }
            }

            fn measuring(&self) -> &dyn Measuring {
                match &self.which {
                    $(Which::$name(measure) => measure,)+
                }
            }
        }

        impl fmt::Debug for Measure {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match &self.which {
                    $(Which::$name(measure) => measure.fmt(f),)+
                }
            }
        }
    };
}

measures! {
    /// The share of cases whose clock stopped within the limit.
    within_limit::WithinLimit,
    /// How much of what was planned was done.
    planned_done::PlannedDone,
    /// How many events happened.
    count::Count,
    /// The mean time from one mark to another.
    mean_duration::MeanDuration,
    /// The time within which so many percent of the cases were done.
    percentile::Percentile,
    /// The longest time from one mark to another.
    maximum_duration::MaximumDuration,
    /// The share of cases that fit a condition.
    share::Share,
    /// The mean score of a survey.
    mean_score::MeanScore,
    /// Nothing of its own: other items measure it.
    elsewhere::Elsewhere,
}

/// What a measure answers about itself in one row.
pub(crate) trait Measuring: fmt::Debug {
    /// The records that it reads.
    fn reads(&self) -> Reads<'_>;

    /// The clock of each case, where cases have one.
    fn clock(&self) -> Option<&Clock>;

    /// What else it asks of the records, beside their population and their clock.
    fn asks(&self) -> Vec<Asked<'_>>;

    /// The policies on which its figure depends; `empty-month` and those of every figure are added.
    fn policies(&self, limit: Option<&Limit>) -> Vec<PolicyId>;

    /// The least and the greatest figure that it can come to, in the target's unit.
    fn bounds(&self) -> (Decimal, Option<Decimal>);

    /// Of how many percent of the cases its figure is the longest time, where it is what one of them took.
    fn percent(&self) -> Option<Decimal>;

    /// How its figure comes from the records that count, by the policies of its item.
    fn aggregate(&self, key: &ItemKey, policies: &Policies) -> Aggregate;

    /// Complains of what cannot be meant, at the place of its table.
    fn check(&self, at: &Spot<'_>);

    /// Takes the figure from the observations, before any judgement.
    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a>;

    /// The same without its lists from what single records add up to; `None` where the figure is no sum.
    fn total(&self, scope: &Scope<'_>, sum: &Sum) -> Option<Taken<'static>>;
}

impl Measure {
    /// The word used in tables.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.kind().word
    }

    /// The records that it reads.
    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        self.measuring().reads()
    }

    /// The clock of each case, where cases have one.
    #[must_use]
    pub fn clock(&self) -> Option<&Clock> {
        self.measuring().clock()
    }

    /// The marks by which its cases start, in order of preference; none where it reads no cases.
    #[must_use]
    pub fn starts(&self) -> &[Mark] {
        let start = |asked| match asked {
            Asked::OneOf(marks) => Some(marks),
            Asked::Mark(_)
            | Asked::Pause(_)
            | Asked::Condition(_)
            | Asked::Answer(_)
            | Asked::Ground { .. } => None,
        };
        self.asks().into_iter().find_map(start).unwrap_or_default()
    }

    /// Everything that it asks of the records, by their words.
    #[must_use]
    pub fn asks(&self) -> Vec<Asked<'_>> {
        let clock = self.clock().into_iter().flat_map(Asked::of_clock);
        self.reads().asks().into_iter().chain(clock).chain(self.measuring().asks()).collect()
    }

    /// The policies on which its figure depends, with a limit.
    #[must_use]
    pub fn policies(&self, limit: Option<&Limit>) -> Vec<PolicyId> {
        let kind = self.kind();
        let mut policies = self.measuring().policies(limit);
        if kind.yields.is_undefined_when_empty() {
            policies.push(PolicyId::EmptyMonth);
        }
        if kind.yields.is_figure() {
            policies.extend([PolicyId::Duplicates, PolicyId::DisplayRounding]);
        }
        policies.sort_unstable();
        policies
    }

    /// The least and the greatest figure that it can come to, in the target's unit.
    #[must_use]
    pub fn bounds(&self) -> (Decimal, Option<Decimal>) {
        self.measuring().bounds()
    }

    /// Of how many percent of the cases its figure is the longest time, where it is what one of them took.
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        self.measuring().percent()
    }

    /// How its figure comes from the records that count, by the policies of its item.
    ///
    /// ```
    /// use sla::{Aggregate, Measure, PlannedDone, Policies};
    ///
    /// let measure = Measure::from(PlannedDone { tally: "backup".parse()? });
    /// assert_eq!(measure.aggregate(&"S-1".parse()?, &Policies::default()), Aggregate::Planned);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn aggregate(&self, key: &ItemKey, policies: &Policies) -> Aggregate {
        self.measuring().aggregate(key, policies)
    }

    pub(crate) fn check(&self, at: &Spot<'_>) {
        self.measuring().check(at);
    }

    pub(crate) fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        self.measuring().take(scope)
    }

    pub(crate) fn total(&self, scope: &Scope<'_>, sum: &Sum) -> Option<Taken<'static>> {
        self.measuring().total(scope, sum)
    }

    /// Reads a row's `measure`.
    pub(crate) fn read(row: &Row<'_>) -> Option<Self> {
        let words: Vec<_> = Self::KINDS.iter().map(|kind| (kind.word, *kind)).collect();
        let kind = row.required_one_of("kind", &words)?;
        (kind.read)(row)
    }
}
