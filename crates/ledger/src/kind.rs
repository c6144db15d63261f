//! What the ledgers hold, and what can happen to it.

use provenance::Text;
use tables::{Explain, Noun, meant};

/// A word that no set of words holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no {}; {}", what.en, match near {
    Some(near) => format!("did you mean `{near}`?"),
    None => format!("known are {known}"),
})]
pub struct WordError {
    /// The word, as given.
    pub found: String,
    /// What it should have been.
    pub what: Noun,
    /// The word that is nearest to it.
    pub near: Option<String>,
    /// The words that are known.
    pub known: String,
}

impl Explain for WordError {
    fn text(&self) -> Text {
        let Self { found, what, near, known } = self;
        let help = match near {
            Some(near) => meant(near).ja,
            None => format!("使えるのは{known}"),
        };
        Text::new(format!("`{found}`は{}ではない。{help}", what.ja), self.to_string())
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $ja:literal, $what:literal: $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for it in journals and tables.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::WordError;

            fn from_str(text: &str) -> Result<Self, $crate::WordError> {
                Self::ALL.iter().copied().find(|one| one.word() == text).ok_or_else(|| $crate::WordError {
                    found: text.to_owned(),
                    what: tables::Noun::new($ja, $what),
                    near: tables::nearest(text, Self::ALL.iter().map(|one| one.word())).map(str::to_owned),
                    known: Self::ALL.iter().map(|one| format!("`{}`", one.word())).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a record is about.
    Kind, "記録の種類", "kind of record":
    /// A machine: PC, server, printer, phone, network device, virtual machine; at home or abroad.
    Device = "device",
    /// A data carrier.
    Medium = "medium",
    /// A machine or medium lent to somebody.
    Loan = "loan",
    /// Licences held, by asset number.
    Entitlement = "entitlement",
    /// A use of a licence at home: applied for, installed, removed.
    Use = "use",
    /// Licences that head office handed to an office abroad.
    Distribution = "distribution",
    /// Software that an office abroad bought itself.
    LocalSoftware = "local-software",
    /// What comes with software: certificate, package, disc, manual, warranty.
    Article = "article",
    /// A device as it was met in a stock-take.
    Sighting = "sighting",
    /// An account of a directory.
    Account = "account",
}

words! {
    /// What happened to a device, medium or loan.
    Event, "事象", "event":
    /// Given to a user.
    Assigned = "assigned",
    /// Brought to another place.
    Moved = "moved",
    /// Sent to repair.
    RepairBegun = "repair-begun",
    /// Back from repair.
    Repaired = "repaired",
    /// Lent.
    Lent = "lent",
    /// Brought back.
    Returned = "returned",
    /// Lost.
    Lost = "lost",
    /// Found again.
    Found = "found",
    /// Stolen.
    Stolen = "stolen",
    /// Damaged.
    Damaged = "damaged",
    /// Put in store as a spare.
    Stored = "stored",
    /// Disposed of: it is gone for good.
    Disposed = "disposed",
}

words! {
    /// The ledger that a device stands in.
    View, "機器の台帳", "ledger of devices":
    /// At home.
    Domestic = "domestic",
    /// Abroad.
    Overseas = "overseas",
}
