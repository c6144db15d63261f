//! How an evaluation reads the standard.

use crate::{Readings, Standard};

/// How an evaluation reads the standard, and as of which day.
#[derive(Debug, Clone)]
pub struct Evaluator {
    pub(crate) standard: Standard,
    pub(crate) readings: Readings,
    pub(crate) rules: Rules,
}

/// The readings in force, looked up once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) unstated_means_any: bool,
    pub(crate) mentoring_is_required: bool,
    pub(crate) upper_bounds_count: bool,
    pub(crate) joined_means_either: bool,
    pub(crate) others_exactly: bool,
    pub(crate) others_in_their_role: bool,
    pub(crate) success: Success,
    pub(crate) year: i64,
}

/// Whether an engagement must have been successful.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Success {
    AsPrinted,
    Always,
    Never,
}

impl Evaluator {
    /// An evaluator of a standard by readings.
    #[must_use]
    pub fn new(standard: &Standard, readings: Readings) -> Self {
        let is = |id: &str, value: &str| readings.is(id, value);
        let rules = Rules {
            unstated_means_any: is("areas-without-quantifier", "any"),
            mentoring_is_required: !is("mentoring", "informative"),
            upper_bounds_count: is("upper-bounds", "as-printed"),
            joined_means_either: is("lower-tier-join", "either"),
            others_exactly: is("others-level", "exactly"),
            others_in_their_role: is("others-role", "of-their-level"),
            success: match readings.value("success") {
                Some("always") => Success::Always,
                Some("never") => Success::Never,
                _ => Success::AsPrinted,
            },
            year: if is("year-length", "366-days") { 366 } else { 365 },
        };
        Self { standard: standard.read_by(&readings), readings, rules }
    }

    /// The standard, as the readings have it.
    #[must_use]
    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// The readings in force.
    #[must_use]
    pub fn readings(&self) -> &Readings {
        &self.readings
    }
}
