//! A standard by the codes that its tables state, before they are looked up.

use provenance::{Clause, Text};

use crate::{Duration, Join, Metric, Named, Quantifier, Reading};

/// A standard as its tables state it: the same whether they are read or put together by a program.
/// [`Standard::checked`](crate::Standard::checked) makes it one that people can be judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardParts {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The edition that the figures are taken from.
    pub edition: String,
    /// The roles, from the least.
    pub roles: Vec<Named>,
    /// The standings of expertise, from the least.
    pub standings: Vec<Named>,
    /// The kinds of transfer of technique.
    pub transfers: Vec<Named>,
    /// The examinations.
    pub examinations: Vec<Named>,
    /// The measures of size.
    pub metrics: Vec<Metric>,
    /// The readings of what is left open.
    pub readings: Vec<Reading>,
    /// The job categories.
    pub categories: Vec<CategoryParts>,
}

impl StandardParts {
    /// A standard of which nothing is stated yet.
    #[must_use]
    pub fn new(id: impl Into<String>, name: Text, edition: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name,
            edition: edition.into(),
            roles: Vec::new(),
            standings: Vec::new(),
            transfers: Vec::new(),
            examinations: Vec::new(),
            metrics: Vec::new(),
            readings: Vec::new(),
            categories: Vec::new(),
        }
    }
}

/// A job category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryParts {
    /// Its code and name.
    pub category: Named,
    /// Its fields.
    pub fields: Vec<FieldParts>,
}

/// A specialty field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldParts {
    /// Its code and name.
    pub field: Named,
    /// The conditions of complexity that its indicators name.
    pub conditions: Vec<Named>,
    /// Its indicators.
    pub indicators: Vec<IndicatorParts>,
}

/// What a level of a field asks for, by codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorParts {
    /// The level.
    pub level: u8,
    /// The least role.
    pub role: String,
    /// How long, or how often.
    pub duration: Duration,
    /// Whether the work must have been successful.
    pub success: bool,
    /// How many conditions of complexity.
    pub complexity: ComplexityParts,
    /// Tiers of size, one of which suffices; none: no size is asked for.
    pub tiers: Vec<TierParts>,
    /// Areas of expertise.
    pub areas: AreasParts,
    /// How many kinds of transfer of technique.
    pub transfer: u8,
    /// Whether mentoring is listed.
    pub mentoring: bool,
    /// Examinations that deem the level reached.
    pub deemed_by: Vec<String>,
    /// The printed page, where one is printed.
    pub page: Option<String>,
    /// The readings that it depends on.
    pub readings: Vec<String>,
    /// Where it stands.
    pub source: Clause,
}

impl IndicatorParts {
    /// An indicator that asks for time or engagements in a role, and for areas; for nothing else.
    #[must_use]
    pub fn new(
        level: u8,
        role: impl Into<String>,
        duration: Duration,
        areas: AreasParts,
        source: Clause,
    ) -> Self {
        Self {
            level,
            role: role.into(),
            duration,
            success: false,
            complexity: ComplexityParts::default(),
            tiers: Vec::new(),
            areas,
            transfer: 0,
            mentoring: false,
            deemed_by: Vec::new(),
            page: None,
            readings: Vec::new(),
            source,
        }
    }
}

/// How many conditions of complexity one engagement must meet, of which, by the field's codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComplexityParts {
    /// How many.
    pub k: u8,
    /// Of which.
    pub of: Vec<String>,
    /// Which of them must be among those met.
    pub mandatory: Vec<String>,
}

/// A tier of size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierParts {
    /// How many conditions of complexity open it; 0 for the first.
    pub needs: u8,
    /// How its bounds are joined.
    pub join: Join,
    /// Its bounds; one at least.
    pub bounds: Vec<BoundParts>,
}

/// A bound of size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundParts {
    /// The metric.
    pub metric: String,
    /// The least value.
    pub at_least: Least,
    /// The printed upper bound, which is no part of it.
    pub below: Option<u64>,
}

/// The least value of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Least {
    /// A number.
    Number(u64),
    /// A step of an ordered metric.
    Step(String),
}

/// Areas of expertise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreasParts {
    /// Whether any or all of them.
    pub quantifier: Quantifier,
    /// The least standing.
    pub standing: String,
    /// Which; an area is known by its code within the field.
    pub of: Vec<Named>,
}
