//! What a check of licences tells people.

use provenance::Finding;

use super::check::{LicenceCheck, Licences};

pub(crate) fn of(_licences: &Licences<'_>, _check: &LicenceCheck<'_>) -> Vec<Finding> {
    Vec::new()
}
