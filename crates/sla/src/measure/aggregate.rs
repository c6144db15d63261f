//! How a figure comes from its records, told so that others can take it from them again.

use formula::Exact;

use crate::{
    Condition,
    policy::{Boundary, MeanOver, PercentileRank},
};

/// How a figure comes from the records that count: what a workbook or a query does with them to come to the same.
///
/// Seconds are those of the item's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregate {
    /// The share of the cases that took no more than they were allowed, or were done by their deadline where that is an
    /// instant; what is open never did.
    InTime {
        /// Whether exactly the limit is in time.
        boundary: Boundary,
    },
    /// The share of the cases that fit all of these.
    Fitting {
        /// The conditions.
        having: Vec<Condition>,
    },
    /// The mean of what the cases took.
    Mean {
        /// What it is over.
        over: MeanOver,
    },
    /// What stands at a place among what the cases took, from the shortest.
    Placed {
        /// The share of the cases that took that long or less, above 0 and 1 at most.
        share: Exact,
        /// Which value that is.
        rank: PercentileRank,
    },
    /// How many events there are.
    Events,
    /// What was done of all that was planned.
    Planned,
    /// The mean of each person's mean of points.
    Scores,
    /// There is none.
    Nothing,
}
