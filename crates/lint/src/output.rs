//! Renderings.

pub(crate) mod agenda;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod text;

use provenance::Severity;

/// The word of a severity.
pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
