//! The lint of a contract: the tables that only it reads, and the call.

use chrono::NaiveDate;
use coverage::Index;
use lint::{Outcome, Tables};
use provenance::Clause;
use tables::TableErrors;

use crate::{Contract, statements};

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
        let clauses: Vec<Clause> =
            index.statements().flat_map(|(statement, _)| with_sections(&statement.clause)).collect();
        let rows = statements::rows(self, self.texts())?;
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

/// A place and those that it lies in: a section is known by what stands in it.
fn with_sections(clause: &Clause) -> Vec<Clause> {
    let locator = clause.locator();
    let ends = locator.char_indices().filter(|(_, sign)| *sign == '.').map(|(at, _)| at);
    ends.chain([locator.len()])
        .filter_map(|end| format!("{}#{}", clause.document(), locator.get(..end)?).parse().ok())
        .collect()
}
