//! Statements that bind somebody and are neither dates nor figures of their own.

use provenance::Text;
use tables::{Row, Spot};

use crate::{
    DutyId, FigureId, Heading,
    heading::Given,
    known::{Known, Stated},
};

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

pub(crate) fn provision(row: &Row<'_>) -> Option<Provision> {
    let heading = Heading::read(row);
    let (on, says) = (row.required_one_of("on", Party::WORDS), row.required_text("says"));
    let kind = row.optional_one_of("kind", Kind::WORDS);
    let (parts, figures) = (row.texts("parts"), row.each_parsed("figures", str::parse));
    let duties = row.each_parsed("duties", str::parse);
    Some(Provision { heading: heading?, on: on?, kind, says: says?, parts, figures, duties })
}

pub(crate) fn hold_provisions(
    at: &Spot<'_>,
    provisions: &impl Stated<Provision>,
    given: &mut Given,
    known: &Known<'_>,
) {
    for (n, provision) in provisions.stated() {
        let at = at.nth("provision", n);
        given.take(&at, &provision.heading.id);
        at.knows_each("figures", &provision.figures, &known.figures);
        at.knows_each("duties", &provision.duties, &known.duties);
    }
}
