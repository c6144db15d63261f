//! A standard of achievement indicators: what each level of each field asks for.

use provenance::{Clause, Text};
use tables::nearest;

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The code.
    pub id: String,
    /// The name.
    pub name: Text,
}

impl Named {
    /// A code with its name.
    #[must_use]
    pub fn new(id: impl Into<String>, name: Text) -> Self {
        Self { id: id.into(), name }
    }
}

/// A measure of size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// The code: `people`, `yen-a-year`.
    pub id: String,
    /// The name.
    pub name: Text,
    /// What stands behind a number.
    pub unit: Text,
    /// The steps of an ordered one, from the least; their places are its values.
    pub steps: Vec<Named>,
}

/// A reading of what the standard leaves open, with its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its name.
    pub id: String,
    /// The value in force unless another is chosen.
    pub default: String,
    /// The values that it may have.
    pub values: Vec<String>,
    /// What is open, and why the default.
    pub what: Text,
    /// Where it is open.
    pub clause: Clause,
    /// What another value changes in an indicator, as data.
    pub alternatives: Vec<Alternative>,
}

/// A figure of an indicator that a reading's value changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The value that changes it: one of the reading's.
    pub value: String,
    /// The indicator's code.
    pub indicator: String,
    /// So many years instead.
    pub years: Option<u8>,
    /// So many kinds of transfer instead.
    pub transfer: Option<u8>,
}

/// A specialty field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its code: `itsm.om`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The job category it belongs to.
    pub category: Named,
    /// The conditions of complexity that its indicators name.
    pub conditions: Vec<Named>,
    /// The areas that its indicators name.
    pub areas: Vec<Named>,
    /// Its indicators, from the highest level.
    pub indicators: Vec<Indicator>,
}

/// What a level of a field asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its code: `itsm.om.7`.
    pub id: String,
    /// The level.
    pub level: u8,
    /// The least role, by its place among the standard's.
    pub role: u8,
    /// How long, or how often.
    pub duration: Duration,
    /// Whether the work must have been successful.
    pub success: bool,
    /// How many conditions of complexity.
    pub complexity: Complexity,
    /// Tiers of size, one of which suffices; none: no size is asked for.
    pub tiers: Vec<Tier>,
    /// Areas of expertise.
    pub areas: Areas,
    /// How many kinds of transfer of technique.
    pub transfer: u8,
    /// Whether mentoring is listed.
    pub mentoring: bool,
    /// Examinations that deem the level reached, by their places.
    pub deemed_by: Vec<u8>,
    /// The printed page, where one is printed.
    pub page: Option<String>,
    /// The readings that it depends on.
    pub readings: Vec<String>,
    /// Where it stands.
    pub source: Clause,
}

/// How long, or how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duration {
    /// So many years of qualifying work.
    Years(u8),
    /// So many qualifying engagements.
    Engagements {
        /// How many in all.
        count: u8,
        /// Of which so many at a level.
        of_which: Option<PartOf>,
        /// The level that the others must reach, where it is another.
        others_level: Option<u8>,
    },
}

/// Of several engagements, how many at which level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartOf {
    /// How many.
    pub count: u8,
    /// At which level.
    pub level: u8,
}

/// How many conditions of complexity one engagement must meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complexity {
    /// How many.
    pub k: u8,
    /// Of which, as a set of places among the field's conditions.
    pub(crate) of: u32,
    /// Which of them must be among those met.
    pub(crate) mandatory: u32,
}

/// A tier of size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// How many conditions of complexity open it; 0 for the first.
    pub needs: u8,
    /// How its bounds are joined.
    pub join: Join,
    /// Its bounds.
    pub bounds: Vec<Bound>,
}

/// How the bounds of a tier are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// One suffices.
    Any,
    /// All are asked for.
    All,
    /// As the reading `lower-tier-join` says.
    ByReading,
}

impl Join {
    /// The key under which a table states bounds that are joined so.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
            Self::ByReading => "joined",
        }
    }
}

/// A bound of size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The metric, by its place.
    pub metric: u8,
    /// The least value.
    pub at_least: u64,
    /// The printed upper bound, which is no part of it.
    pub below: Option<u64>,
}

/// Areas of expertise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Whether any or all of them.
    pub quantifier: Quantifier,
    /// The least standing, by its place among the standard's.
    pub standing: u8,
    /// Which, as a set of places among the field's areas.
    pub(crate) of: u32,
}

/// Whether any or all areas are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// One suffices.
    Any,
    /// All of them.
    All,
    /// The standard does not say: as the reading `areas-without-quantifier` does.
    Unstated,
}

/// A standard, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) edition: String,
    pub(crate) roles: Vec<Named>,
    pub(crate) standings: Vec<Named>,
    pub(crate) transfers: Vec<Named>,
    pub(crate) examinations: Vec<Named>,
    pub(crate) metrics: Vec<Metric>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) fields: Vec<Field>,
}

impl Standard {
    /// Its code: `itss-v3-2011`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// The edition that the figures are taken from.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The fields, in the order of the tables.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of a code, in full (`itsm.om`) or as far as it is unique (`om`).
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.place(code).and_then(|place| self.fields.get(place))
    }

    /// The code nearest to a misspelt one.
    #[must_use]
    pub fn nearest_field(&self, code: &str) -> Option<&str> {
        nearest(code, self.fields.iter().map(|field| field.id.as_str()))
    }

    pub(crate) fn place(&self, code: &str) -> Option<usize> {
        if let Some(place) = self.fields.iter().position(|field| field.id == code) {
            return Some(place);
        }
        let last = |field: &Field| field.id.rsplit('.').next() == Some(code);
        let mut fitting = self.fields.iter().enumerate().filter(|(_, field)| last(field));
        match (fitting.next(), fitting.next()) {
            (Some((place, _)), None) => Some(place),
            _ => None,
        }
    }

    /// The roles, from the least.
    #[must_use]
    pub fn roles(&self) -> &[Named] {
        &self.roles
    }

    /// The standings of expertise, from the least.
    #[must_use]
    pub fn standings(&self) -> &[Named] {
        &self.standings
    }

    /// The kinds of transfer of technique.
    #[must_use]
    pub fn transfers(&self) -> &[Named] {
        &self.transfers
    }

    /// The examinations that it knows.
    #[must_use]
    pub fn examinations(&self) -> &[Named] {
        &self.examinations
    }

    /// The measures of size.
    #[must_use]
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// The readings of what is printed irregularly.
    #[must_use]
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }
}

impl Field {
    /// The indicator of a level.
    #[must_use]
    pub fn indicator(&self, level: u8) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.level == level)
    }

    /// The conditions that an indicator counts.
    pub fn conditions_of(&self, indicator: &Indicator) -> impl Iterator<Item = &Named> {
        let of = indicator.complexity.of;
        self.conditions.iter().enumerate().filter(move |(n, _)| has(of, *n)).map(|(_, condition)| condition)
    }

    /// The conditions that must be among those met.
    pub fn mandatory_of(&self, indicator: &Indicator) -> impl Iterator<Item = &Named> {
        let of = indicator.complexity.mandatory;
        self.conditions.iter().enumerate().filter(move |(n, _)| has(of, *n)).map(|(_, condition)| condition)
    }

    /// The areas that an indicator names.
    pub fn areas_of(&self, indicator: &Indicator) -> impl Iterator<Item = &Named> {
        let of = indicator.areas.of;
        self.areas.iter().enumerate().filter(move |(n, _)| has(of, *n)).map(|(_, area)| area)
    }
}

/// Whether a set holds a place.
pub(crate) fn has(set: u32, place: usize) -> bool {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).is_some_and(|bit| set & bit != 0)
}

/// The set with one place; empty where there are too many.
pub(crate) fn bit(place: usize) -> u32 {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).unwrap_or(0)
}
