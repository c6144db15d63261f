//! How many there are of what.

use std::{cmp::Ordering, collections::BTreeMap, fmt};

use provenance::{Text, folded, number_of};

/// What people call a product or a category: the same whatever the width, case and spaces of its spelling.
///
/// ```
/// assert_eq!(ledger::Called::from("Office　Pro"), ledger::Called::from("ｏｆｆｉｃｅ pro"));
/// assert_eq!(ledger::Called::from("Office　Pro").to_string(), "Office　Pro");
/// ```
#[derive(Debug, Clone)]
pub struct Called {
    shown: String,
    folded: String,
}

impl<T: Into<String>> From<T> for Called {
    fn from(shown: T) -> Self {
        let shown = shown.into();
        Self { folded: folded(&shown).into_owned(), shown }
    }
}

impl PartialEq for Called {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Called {}

impl PartialOrd for Called {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Called {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown)
    }
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// All devices.
    AllHardware,
    /// Devices of a category.
    Hardware(Called),
    /// All licences held.
    AllLicences,
    /// Licences of a product, or of a product in a version.
    Licences(Called),
}

impl Counted {
    /// What people call it.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::AllHardware => Text::new("ハードウェア計", "all hardware"),
            Self::Hardware(category) => {
                Text::new(format!("ハードウェア：{category}"), format!("hardware: {category}"))
            }
            Self::AllLicences => Text::new("ライセンス計", "all licences"),
            Self::Licences(product) => {
                Text::new(format!("ライセンス：{product}"), format!("licences: {product}"))
            }
        }
    }
}

/// How many there are of what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<Counted, Count>);

/// How many there are, and how many licences more whose number nobody knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) known: u64,
    pub(super) unknown: u64,
}

impl Counts {
    /// How many there are, as far as is known.
    #[must_use]
    pub fn get(&self, counted: &Counted) -> u64 {
        self.0.get(counted).map_or(0, |count| count.known)
    }

    /// How many assets there are whose number of licences is unknown.
    #[must_use]
    pub fn unknown(&self, counted: &Counted) -> u64 {
        self.0.get(counted).map_or(0, |count| count.unknown)
    }

    /// What is counted, with how many there are; nothing that there is none of.
    pub fn iter(&self) -> impl Iterator<Item = (&Counted, u64)> {
        self.0.iter().map(|(counted, count)| (counted, count.known))
    }

    /// How many kinds of hardware there are.
    #[must_use]
    pub fn hardware_kinds(&self) -> u64 {
        self.kinds(|counted| matches!(counted, Counted::Hardware(_)))
    }

    /// How many kinds of software there are.
    #[must_use]
    pub fn software_kinds(&self) -> u64 {
        self.kinds(|counted| matches!(counted, Counted::Licences(_)))
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn kinds(&self, of: impl Fn(&Counted) -> bool) -> u64 {
        number_of(self.0.keys().filter(|counted| of(counted)).count())
    }

    pub(super) fn add(&mut self, counted: Counted, more: Count) {
        let count = self.0.entry(counted).or_default();
        count.known += more.known;
        count.unknown += more.unknown;
    }

    /// Takes away what was added before.
    pub(super) fn take(&mut self, counted: &Counted, less: Count) {
        if let Some(count) = self.0.get_mut(counted) {
            count.known -= less.known;
            count.unknown -= less.unknown;
            if *count == Count::default() {
                self.0.remove(counted);
            }
        }
    }
}
