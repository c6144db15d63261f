//! What the documents of a contract state, and the rows that carry each statement out.

use ::coverage::{Binding, Statements};
use tables::TableErrors;

use crate::{Contract, reference};

impl Contract {
    /// The indexes of its documents and of the standards, with all rows and rules that carry statements out: from its tables
    /// and those in `coverage/` and `findings/`.
    ///
    /// # Errors
    /// Every problem of the tables in `coverage/`.
    pub fn statements(&self) -> Result<Statements, TableErrors> {
        let files = self.files();
        Statements::read(&files, reference::STANDARD_INDEXES, self.rules()?)
    }

    /// The rules that are no rows of a table: readings that hold without one, and what the standards have.
    pub(crate) fn rules(&self) -> Result<Vec<Binding>, TableErrors> {
        let policies = self.policies().iter().map(|(id, _)| Binding::new("policy", id.as_str()));
        let work = self.work().map(|work| work.policies().in_use()).unwrap_or_default();
        let work = work.into_iter().map(|policy| Binding::new("tasks-policy", policy.id));
        let standards = itss_core::carriers()?.into_iter().map(|(table, id)| Binding::new(table, id));
        Ok(policies.chain(work).chain(standards).collect())
    }

    /// Its tables by name, with their texts.
    pub(crate) fn files(&self) -> Vec<(&str, &str)> {
        self.texts().iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }
}
