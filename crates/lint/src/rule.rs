//! What a rule is, and how it writes down what it finds.

use std::fmt::Display;

use provenance::{Clause, RuleId, Severity, Text};
use tables::Place;

use crate::{Group, Material};

/// Words in both languages that stand in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Words from their two versions.
    #[must_use]
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }

    /// As a text.
    #[must_use]
    pub fn text(self) -> Text {
        Text::new(self.ja, self.en)
    }
}

/// Parts of tables by file name, as an example shows them.
pub type Example = &'static [(&'static str, &'static str)];

/// What mends an example: in a file, a piece that stands there once, and what stands in its place; of a file that is not among
/// the example's, nothing and its text.
pub type Mend = &'static [(&'static str, &'static str, &'static str)];

/// A rule over a contract as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its identifier; the file of the rule bears it too.
    pub id: &'static str,
    /// Its name.
    pub name: Words,
    /// How much a hit matters.
    pub severity: Severity,
    /// Why it is a defect.
    pub rationale: Words,
    /// What says so: a clause, a law or common practice.
    pub authority: Words,
    /// What the parties must settle where it hits; `None` where mending the table is enough.
    pub question: Option<Words>,
    /// Under which heading of the agenda that stands.
    pub group: Group,
    /// Whether it reads nothing but what a reader of the documents recorded.
    pub is_read: bool,
    /// Parts of tables that it hits.
    pub bad: Example,
    /// What takes the defect out of them.
    pub mended: Mend,
    pub(crate) check: fn(&Material<'_>, &mut Vec<Draft>),
}

impl Rule {
    /// The bad example without the defect: the same files, and those that the mend adds.
    #[must_use]
    pub fn good(&self) -> Vec<(&'static str, String)> {
        let mut files: Vec<(&str, String)> =
            self.bad.iter().map(|(file, text)| (*file, (*text).to_owned())).collect();
        for (file, from, to) in self.mended {
            match files.iter_mut().find(|(known, _)| known == file) {
                Some((_, text)) => *text = text.replacen(from, to, 1),
                None => files.push((file, (*to).to_owned())),
            }
        }
        files
    }

    pub(crate) fn rule_id(&self) -> Option<RuleId> {
        self.id.parse().ok()
    }
}

/// The check of a rule that only readers can apply.
pub(crate) fn read_only(_: &Material<'_>, _: &mut Vec<Draft>) {}

/// A hit as a rule writes it down.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) subject: String,
    pub(crate) message: Text,
    pub(crate) help: Option<Text>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) place: Option<Place>,
    /// Where the hit matters less than the rule says.
    pub(crate) severity: Option<Severity>,
}

impl Draft {
    pub(crate) fn new(subject: impl Display, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            subject: subject.to_string(),
            message: Text::new(ja, en),
            help: None,
            clauses: Vec::new(),
            place: None,
            severity: None,
        }
    }

    pub(crate) fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    pub(crate) fn citing<'a>(mut self, clauses: impl IntoIterator<Item = &'a Clause>) -> Self {
        self.clauses.extend(clauses.into_iter().cloned());
        self
    }

    pub(crate) fn help(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Text::new(ja, en));
        self
    }

    pub(crate) fn only(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}
