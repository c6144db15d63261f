//! Frequencies: how often an item is due.

use provenance::Text;

/// A stretch of the calendar that a frequency counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// A day.
    Day,
    /// A week from Monday.
    Week,
    /// A calendar month.
    Month,
    /// Three months; from where they are counted, the policy `quarter` says.
    Quarter,
    /// A fiscal year from April.
    Year,
}

impl Period {
    /// All of them with the words used in tables.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
    ];

    /// The word used in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, period)| *period == self).map_or("", |(word, _)| word)
    }
}

/// A number of times in each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// How often; at least 1.
    pub times: u8,
    /// In each of which period.
    pub per: Period,
    /// Whether it may be done more often: the window's last day is then the last possible one.
    pub at_least: bool,
}

/// How often an item is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frequency {
    /// So often in each period, or at least so often.
    Regular(Rule),
    /// When something makes it due.
    Irregular,
    /// Several parts, each with a rule of its own.
    Composite(Vec<Part>),
}

/// A part of a composite frequency: the guests' network, the staff's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: Text,
    /// Its rule.
    pub rule: Rule,
}

impl Frequency {
    /// The rules, each with the number of its part (0 where there are no parts); none for an irregular one.
    pub fn rules(&self) -> impl Iterator<Item = (u8, Rule)> {
        let (single, parts) = match self {
            Self::Regular(rule) => (Some((0, *rule)), &[][..]),
            Self::Irregular => (None, &[][..]),
            Self::Composite(parts) => (None, parts.as_slice()),
        };
        single.into_iter().chain((1..).zip(parts).map(|(n, part)| (n, part.rule)))
    }

    /// The part of that number.
    #[must_use]
    pub fn part(&self, number: u8) -> Option<&Part> {
        match self {
            Self::Composite(parts) => parts.get(usize::from(number).checked_sub(1)?),
            _ => None,
        }
    }

    /// The word of its kind: `every`, `at_least`, `irregular`, `composite`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Regular(rule) => rule.kind(),
            Self::Irregular => "irregular",
            Self::Composite(_) => "composite",
        }
    }
}

impl Rule {
    /// The word of its kind: `every` or `at_least`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        if self.at_least { "at_least" } else { "every" }
    }
}
