//! How much of what was planned was done.

use provenance::PolicyUse;

/// How much of what was planned was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were planned.
    pub planned: u64,
    /// How many of them were done.
    pub done: u64,
    /// What was not done.
    pub missing: Vec<String>,
    /// The readings it rests on.
    pub policies: Vec<PolicyUse>,
}

impl Tally {
    pub(crate) fn new(policies: Vec<PolicyUse>) -> Self {
        Self { policies, ..Self::default() }
    }

    /// Counts one that was planned.
    pub(crate) fn count(&mut self, is_done: bool, name: impl FnOnce() -> String) {
        self.planned += 1;
        if is_done {
            self.done += 1;
        } else {
            self.missing.push(name());
        }
    }
}
