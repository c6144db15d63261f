//! Readings chosen where a source is silent.

use serde::{Deserialize, Serialize};

use crate::{Clause, Text};

/// A reading that a result depends on because the source leaves the point open.
///
/// It stands in every result that used it, so that nobody has to know the code to know the choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyUse {
    /// The policy's name, such as `month-ownership`.
    pub id: String,
    /// The value in force, such as `opened`.
    pub value: String,
    /// Whether that value is the documented default.
    pub is_default: bool,
    /// The clause that is silent or ambiguous.
    pub clause: Option<Clause>,
    /// What the choice means, and what is left to agree.
    pub meaning: Text,
}
