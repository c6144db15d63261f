//! Targets and limits that change from a month on.

use calendar::YearMonth;
use provenance::{Clause, Text};

use crate::{Limit, Target};

/// What holds for an item in one month.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'a> {
    /// The target.
    pub target: Option<&'a Target>,
    /// The limit.
    pub limit: Option<&'a Limit>,
    /// The latest revision that is effective, where there is one.
    pub since: Option<&'a Revision>,
}

/// A target or limit that changes from a month on. What held before stays on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The first month in which it holds.
    pub effective: YearMonth,
    /// The new target, where it changes.
    pub target: Option<Target>,
    /// The new limit, where it changes.
    pub limit: Option<Limit>,
    /// Why it was agreed.
    pub reason: Text,
    /// What it rests on.
    pub clause: Clause,
}
