//! The lint of a contract: the tables that only it reads, and the call.

use chrono::NaiveDate;
use coverage::Index;
use lint::{Outcome, Tables};
use provenance::Clause;
use tables::TableErrors;

use crate::Contract;

impl Contract {
    /// Lints the contract as of a day: what does not hold together, and what the parties must settle.
    ///
    /// # Errors
    /// Every problem of the tables that only the lint reads: `findings/`, `waivers.toml`, `volumes.toml`,
    /// `clauses.toml`.
    pub fn lint(&self, today: NaiveDate) -> Result<Outcome, TableErrors> {
        // The places of the documents are those that their indexes know.
        let mut index = Index::default();
        for (name, text) in self.texts().iter().filter(|(name, _)| name.starts_with("coverage/")) {
            index.read(name, text)?;
        }
        let clauses: Vec<Clause> = index.places().collect();
        let rows = coverage::rows(self.files()).into_keys().chain(self.rules()?).collect();
        let tables = Tables {
            sla: self.catalogue(),
            policies: self.policies(),
            calendars: self.calendars(),
            mapping: self.mapping(),
            work: self.work(),
            terms: self.terms(),
            rows: Some(&rows),
            clauses: &clauses,
            texts: self.texts(),
        };
        lint::lint(&tables, today)
    }
}
