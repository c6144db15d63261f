//! Which records an item is about.

use provenance::Text;
use tables::Spot;

use crate::{Attribute, Case, Event, Kind, Mark, Named, Readable, Value};

/// A condition on one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The attribute has one of these values.
    Is {
        /// The attribute's name.
        attribute: Attribute,
        /// The values that fit.
        values: Vec<Value>,
    },
    /// The attribute is known and has none of these values.
    IsNot {
        /// The attribute's name.
        attribute: Attribute,
        /// The values that do not fit.
        values: Vec<Value>,
    },
    /// The mark was reached.
    Reached {
        /// The mark's name.
        mark: Mark,
    },
}

/// Whether a record fits a condition: three-valued, because a record may be silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It fits.
    Yes,
    /// It does not.
    No,
    /// The record does not say; names the attribute that is missing.
    Unknown {
        /// The attribute that the record lacks.
        attribute: Attribute,
    },
}

impl Condition {
    /// Whether a case fits.
    #[must_use]
    pub fn fits(&self, case: &Case) -> Fit {
        match self {
            Self::Reached { mark } if case.marks.get(mark).is_some() => Fit::Yes,
            Self::Reached { .. } => Fit::No,
            Self::Is { .. } | Self::IsNot { .. } => self.fits_attributes(&case.attributes),
        }
    }

    fn fits_attributes(&self, attributes: &Named<Attribute, Value>) -> Fit {
        let (attribute, values, wanted) = match self {
            Self::Is { attribute, values } => (attribute, values, true),
            Self::IsNot { attribute, values } => (attribute, values, false),
            Self::Reached { .. } => return Fit::No,
        };
        match attributes.get(attribute) {
            None => Fit::Unknown { attribute: attribute.clone() },
            Some(value) if values.contains(value) == wanted => Fit::Yes,
            Some(_) => Fit::No,
        }
    }
}

/// The records of one kind that fit all conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The kind of record: `incident`, `call`.
    pub kind: Kind,
    /// What else must hold.
    pub conditions: Vec<Condition>,
}

impl Selector {
    /// All records of a kind.
    #[must_use]
    pub fn all_of(kind: Kind) -> Self {
        Self { kind, conditions: Vec::new() }
    }

    /// Whether a case belongs. One condition that fails decides, whatever else is unknown.
    ///
    /// ```
    /// use sla::{Attribute, Case, Condition, Fit, Kind, Selector};
    ///
    /// let (incident, category): (Kind, Attribute) = ("incident".parse()?, "category".parse()?);
    /// let hardware = Selector {
    ///     kind: incident.clone(),
    ///     conditions: vec![Condition::Is { attribute: category.clone(), values: vec!["hardware".into()] }],
    /// };
    /// let mut case = Case::new("INC-1", incident);
    /// assert_eq!(hardware.fits(&case), Fit::Unknown { attribute: category.clone() });
    /// case.attributes.insert(category, "software".into());
    /// assert_eq!(hardware.fits(&case), Fit::No);
    /// # Ok::<(), tables::IdError>(())
    /// ```
    #[must_use]
    pub fn fits(&self, case: &Case) -> Fit {
        self.all(&case.kind, |condition| condition.fits(case))
    }

    /// Whether an event belongs. An event has no marks, so a condition on a mark never fits.
    #[must_use]
    pub fn fits_event(&self, event: &Event) -> Fit {
        self.all(&event.kind, |condition| condition.fits_attributes(&event.attributes))
    }

    /// Whether what could be read of a row shows that it does not belong, whatever the rest would say.
    pub(crate) fn rules_out(&self, readable: &Readable) -> bool {
        let of_attributes = self.conditions.iter().filter(|one| !matches!(one, Condition::Reached { .. }));
        of_attributes.into_iter().any(|one| one.fits_attributes(&readable.attributes) == Fit::No)
    }

    pub(crate) fn check(&self, at: &Spot<'_>) {
        check_conditions(at, "where", &self.conditions);
    }

    fn all(&self, kind: &Kind, fits: impl Fn(&Condition) -> Fit) -> Fit {
        if *kind == self.kind { all_of(&self.conditions, fits) } else { Fit::No }
    }
}

/// Whether all conditions fit: one that fails decides, whatever else is unknown.
pub(crate) fn all_of(conditions: &[Condition], fits: impl Fn(&Condition) -> Fit) -> Fit {
    let mut so_far = Fit::Yes;
    for condition in conditions {
        match fits(condition) {
            Fit::Yes => {}
            Fit::No => return Fit::No,
            // The first that is missing is named.
            unknown @ Fit::Unknown { .. } if so_far == Fit::Yes => so_far = unknown,
            Fit::Unknown { .. } => {}
        }
    }
    so_far
}

/// Conditions that can hold or not.
pub(crate) fn check_conditions(at: &Spot<'_>, key: &str, conditions: &[Condition]) {
    for (n, condition) in conditions.iter().enumerate() {
        match condition {
            Condition::Is { values, .. } | Condition::IsNot { values, .. } if values.is_empty() => {
                at.nth(key, n).complain("attribute", without_values(), None);
            }
            Condition::Is { .. } | Condition::IsNot { .. } | Condition::Reached { .. } => {}
        }
    }
}

/// What to tell of a condition on an attribute without values, or with both lists.
pub(crate) fn without_values() -> Text {
    Text::new("`is`か`is_not`のどちらかに値を書く", "needs either `is` or `is_not` with values")
}
