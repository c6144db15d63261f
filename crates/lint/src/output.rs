//! Renderings.

pub(crate) mod agenda;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod text;

use provenance::{Language, Severity};

use crate::Hit;

/// The word of a severity.
pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The message of a hit, after its subject where it does not name it.
pub(crate) fn headed(hit: &Hit, language: Language) -> String {
    let (subject, message) = (&hit.finding.subject, hit.finding.message.in_language(language));
    if message.contains(subject.as_str()) { message.to_owned() } else { format!("{subject}: {message}") }
}
