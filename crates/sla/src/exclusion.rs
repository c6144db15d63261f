//! Grounds for leaving a case, or the time of a pause, out of an item.

use provenance::{Clause, Text};

use crate::{Case, Condition, Fit, Ground, PauseKind, selector::all_of};

/// A ground for leaving a case out of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Its name.
    pub name: Text,
    /// Conditions that establish it without a claim; none: it must be claimed.
    pub when: Vec<Condition>,
    /// What is left out on this ground, by the name that records use for it.
    pub takes: Takes,
    /// Where it stands.
    pub clause: Clause,
}

/// What a ground for exclusion leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// The case as a whole; records claim it by this name.
    Case(Ground),
    /// The time of a pause of that kind: the case stays in.
    Time(PauseKind),
}

impl Takes {
    /// The word used in tables.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Case(_) => "case",
            Self::Time(_) => "time",
        }
    }
}

impl Exclusion {
    /// The name that records use for it.
    #[must_use]
    pub fn id(&self) -> &str {
        match &self.takes {
            Takes::Case(ground) => ground.as_str(),
            Takes::Time(pause) => pause.as_str(),
        }
    }

    /// The ground by which records claim it, where it takes the case as a whole.
    #[must_use]
    pub fn ground(&self) -> Option<&Ground> {
        match &self.takes {
            Takes::Case(ground) => Some(ground),
            Takes::Time(_) => None,
        }
    }

    /// Whether the record itself establishes the ground, without a claim.
    #[must_use]
    pub fn holds(&self, case: &Case) -> Fit {
        if self.when.is_empty() { Fit::No } else { all_of(&self.when, |condition| condition.fits(case)) }
    }
}
