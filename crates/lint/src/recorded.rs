//! A defect that a reader of the documents recorded.

use provenance::{Clause, Text};
use tables::Place;

use crate::Group;

/// A defect of the documents that a reader recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its identifier.
    pub id: String,
    /// Its kind: the identifier of the rule that tells it.
    pub kind: String,
    /// The number, table, section or term it is about.
    pub subject: String,
    /// The subject in English, where it is no code.
    pub subject_en: Option<String>,
    /// Rows of tables, by their identifiers, whose hits and open points it tells as well.
    pub tells: Vec<String>,
    /// Its heading on the agenda.
    pub group: Group,
    /// Every place concerned.
    pub places: Vec<Clause>,
    /// What is wrong.
    pub says: Text,
    /// The policies that carry our reading, as `table:id`.
    pub settled: Vec<String>,
    /// What the parties must settle.
    pub question: Option<Text>,
    /// The answer that we propose.
    pub proposal: Option<Text>,
    /// Where its row stands.
    pub place: Place,
}

impl Recorded {
    /// Whether it is about what a rule or a table names so.
    pub(crate) fn is_about(&self, subject: &str) -> bool {
        self.subject == subject || self.tells.iter().any(|told| told == subject)
    }

    /// What it is about in both languages. What is no code and has no English name goes by its first place.
    pub(crate) fn name(&self) -> Text {
        let place = || self.places.first().map(ToString::to_string);
        let en = match &self.subject_en {
            Some(en) => Some(en.clone()),
            None if self.subject.is_ascii() => None,
            None => place(),
        };
        Text::new(self.subject.clone(), en.unwrap_or_else(|| self.subject.clone()))
    }
}
