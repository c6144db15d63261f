//! What was found.

use provenance::Finding;
use tables::Place;

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub finding: Finding,
    /// The row that it is about.
    pub place: Place,
    /// The identifier of the row of `findings/`, where a reader recorded it.
    pub recorded: Option<String>,
    /// The policies by which it is settled until the parties agree.
    pub settled: Vec<String>,
}
