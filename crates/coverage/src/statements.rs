//! What documents state, with the rows of a contract's tables that carry each statement out.

use std::collections::{BTreeMap, BTreeSet};

use provenance::Clause;
use tables::{Place, TableErrors};

use crate::{Binding, Coverage, CoverageError, Index, Remark, Trace, remarks, rows};

/// The indexes of a contract's documents, with all rows and rules that carry statements out.
#[derive(Debug, Clone)]
pub struct Statements {
    index: Index,
    rows: BTreeMap<Binding, Option<Place>>,
    remarks: Vec<Remark>,
}

impl Statements {
    /// Those of a contract's tables by name, such as `sla.toml`, `coverage/main.toml`, `findings/main.toml`; with indexes of
    /// further documents, and with rules that are no rows of these tables.
    ///
    /// # Errors
    /// Every problem of the indexes.
    pub fn read(
        files: &[(&str, &str)],
        others: &[(&str, &str)],
        rules: impl IntoIterator<Item = Binding>,
    ) -> Result<Self, TableErrors> {
        let mut index = Index::default();
        let mut problems = Vec::new();
        let own = files.iter().filter(|(name, _)| name.starts_with("coverage/"));
        for (name, text) in own.chain(others) {
            problems.extend(index.read(name, text).err().map(|errors| errors.problems).unwrap_or_default());
        }
        if !problems.is_empty() {
            return Err(TableErrors { problems });
        }
        let mut rows = rows(files.iter().copied());
        for rule in rules {
            rows.entry(rule).or_insert(None);
        }
        Ok(Self { index, rows, remarks: remarks(files.iter().copied()) })
    }

    /// The indexes.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// All statements.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        self.index.coverage()
    }

    /// All rows and rules that can carry statements out, with their places.
    #[must_use]
    pub fn rows(&self) -> &BTreeMap<Binding, Option<Place>> {
        &self.rows
    }

    /// What readers recorded about the documents.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// What is wrong with the indexes: unbound, dangling and doubled statements.
    #[must_use]
    pub fn check(&self) -> Vec<CoverageError> {
        self.coverage().check(&self.rows.keys().cloned().collect::<BTreeSet<_>>())
    }

    /// What is known of a clause and of what lies below it.
    #[must_use]
    pub fn trace(&self, clause: &Clause) -> Trace<'_> {
        Trace::of(&self.index, &self.rows, &self.remarks, clause)
    }
}
