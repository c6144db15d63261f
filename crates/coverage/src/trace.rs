//! From a clause to what carries it out.

use std::collections::BTreeMap;

use provenance::{Clause, Text};

use crate::{Binding, Carried, Statement};
use tables::{Place, nearest};

use crate::Index;

/// What a reader of the documents recorded about places in them: a defect, or a silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its identifier.
    pub id: String,
    /// The places concerned.
    pub places: Vec<Clause>,
    /// What is wrong.
    pub says: Text,
    /// Where its row stands.
    pub place: Place,
}

/// A row or rule that carries a statement out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// The row.
    pub binding: Binding,
    /// Whether there is such a row.
    pub exists: bool,
    /// Where it stands; `None` for a rule of a program, or where there is no such row.
    pub place: Option<Place>,
}

/// A statement with what carries it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// Where its row stands.
    pub place: &'a Place,
    /// What carries it out; empty where it is left to people.
    pub carriers: Vec<Carrier>,
}

/// All that is known of a clause and of what lies below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace<'a> {
    /// The statements, in the order of the document.
    pub statements: Vec<Traced<'a>>,
    /// What readers recorded about it.
    pub remarks: Vec<&'a Remark>,
}

impl<'a> Trace<'a> {
    /// The trace of a clause; `rows` are all rows and rules with their places.
    #[must_use]
    pub fn of(
        index: &'a Index,
        rows: &BTreeMap<Binding, Option<Place>>,
        remarks: &'a [Remark],
        clause: &Clause,
    ) -> Self {
        let carrier = |binding: &Binding| {
            let found = rows.get(binding);
            Carrier { binding: binding.clone(), exists: found.is_some(), place: found.cloned().flatten() }
        };
        let statements: Vec<Traced<'_>> = index
            .statements()
            .filter(|(statement, _)| statement.clause.is_within(clause))
            .map(|(statement, place)| {
                let carriers = match &statement.carried {
                    Carried::By(bindings) => bindings.iter().map(carrier).collect(),
                    Carried::NotComputable(_) => Vec::new(),
                };
                Traced { statement, place, carriers }
            })
            .collect();
        // A finding cites a section as a whole, a statement lies below it: both ways they concern each other.
        let concerns =
            |place: &Clause| place.is_within(clause) || (clause.is_within(place) && !statements.is_empty());
        let remarks = remarks.iter().filter(|remark| remark.places.iter().any(concerns)).collect();
        Self { statements, remarks }
    }

    /// Whether nothing is known of the clause.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.remarks.is_empty()
    }

    /// The known clause nearest to one of which nothing is known.
    #[must_use]
    pub fn nearest(index: &'a Index, clause: &Clause) -> Option<&'a Clause> {
        let wanted = clause.to_string();
        let known: BTreeMap<String, &Clause> = index
            .coverage()
            .statements()
            .iter()
            .map(|statement| (statement.clause.to_string(), &statement.clause))
            .collect();
        let near = nearest(&wanted, known.keys().map(String::as_str))?;
        known.get(near).copied()
    }
}
