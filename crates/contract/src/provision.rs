//! Statements that bind somebody and are neither dates nor figures of their own.

use provenance::Text;
use tables::{Names, Row};

use crate::{DutyId, FigureId, Heading, OfDuty, OfFigure, heading::Given};

/// Whom a statement binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// The client.
    Client,
    /// The contractor.
    Contractor,
    /// Both of them.
    Both,
}

impl Party {
    pub(crate) const WORDS: &[(&str, Self)] =
        &[("client", Self::Client), ("contractor", Self::Contractor), ("both", Self::Both)];

    /// Its word in tables and exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Contractor => "contractor",
            Self::Both => "both",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Client => Text::new("委託者", "the client"),
            Self::Contractor => Text::new("受託者", "the contractor"),
            Self::Both => Text::new("双方", "both parties"),
        }
    }
}

/// What a statement on security is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something to be done.
    Measure,
    /// Something to be listed, written or shown.
    List,
    /// Something forbidden.
    Forbidden,
    /// What a word means.
    Definition,
}

impl Kind {
    pub(crate) const WORDS: &[(&str, Self)] = &[
        ("measure", Self::Measure),
        ("list", Self::List),
        ("forbidden", Self::Forbidden),
        ("definition", Self::Definition),
    ];
}

/// A statement that binds somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Its name and clause.
    pub heading: Heading,
    /// Whom it binds.
    pub on: Party,
    /// What it is, where the table tells.
    pub kind: Option<Kind>,
    /// What it says, in our words.
    pub says: Text,
    /// Its parts, where it has several.
    pub parts: Vec<Text>,
    /// Figures that it rests on, by name.
    pub figures: Vec<FigureId>,
    /// Duties by which it falls due, by name.
    pub duties: Vec<DutyId>,
}

pub(crate) fn provisions(
    root: &Row<'_>,
    given: &mut Given,
    figures: &Names<OfFigure>,
    duties: &Names<OfDuty>,
) -> Option<Vec<Provision>> {
    let rows = root.rows("provision");
    let read = rows.iter().map(|row| {
        let heading = Heading::read(row);
        if let Some(heading) = &heading {
            given.add(row, heading);
        }
        let (on, says) = (row.required_one_of("on", Party::WORDS), row.required_text("says"));
        let kind = row.optional_one_of("kind", Kind::WORDS);
        let (parts, figures) = (row.texts("parts"), row.names("figures", figures));
        let duties = row.names("duties", duties);
        Some(Provision { heading: heading?, on: on?, kind, says: says?, parts, figures, duties })
    });
    // Every row is read, so that all problems show at once.
    let read: Vec<Option<Provision>> = read.collect();
    read.into_iter().collect()
}
