//! The work items of a contract, in the document's order.

use std::{collections::BTreeMap, fmt, str::FromStr};

use provenance::{Clause, Text};
use tables::{Document, TableErrors, nearest};

use crate::{Frequency, Policies, Site, Sites, table};

/// An item's identifier: the number of its category and its letter, as the document counts them: `3.1.1.l`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ItemId(String);

impl ItemId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ItemId {
    type Err = ItemIdError;

    fn from_str(text: &str) -> Result<Self, ItemIdError> {
        let number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let letter = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase());
        match text.rsplit_once('.') {
            Some((category, last)) if category.split('.').all(number) && letter(last) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(ItemIdError { found: text.to_owned() }),
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text is no identifier of a work item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no work item; write the category's number and the letter, as in `3.1.1.l`")]
pub struct ItemIdError {
    /// The text, as given.
    pub found: String,
}

/// A work item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Its identifier.
    pub id: ItemId,
    /// The names of its categories, from the outermost.
    pub category: Vec<Text>,
    /// Its letter within the category.
    pub letter: String,
    /// The group printed at the left, where one stands.
    pub group: Option<Text>,
    /// Our short title.
    pub title: Text,
    /// At which sites it is done.
    pub sites: Sites,
    /// How often.
    pub frequency: Frequency,
    /// The frequency as printed.
    pub frequency_text: String,
    /// What makes it due, for an irregular one.
    pub trigger: Option<Trigger>,
    /// A deadline named inside the item.
    pub deadline: Option<Text>,
    /// What it produces: `report`, `checklist`, `list`, `minutes`.
    pub deliverables: Vec<String>,
    /// Whether it is reported at the regular meeting.
    pub is_reported: bool,
    /// The service levels that it bears on, by row key.
    pub sla: Vec<String>,
    /// The service level whose planned-against-done its occurrences are counted for.
    pub counts: Option<String>,
    /// Whether it counts once a month, done when all its occurrences of the month are; else each by itself.
    pub counts_months: bool,
    /// Whether it stops systems, so that busy seasons stand in its way.
    pub stops_systems: bool,
    /// Where it stands.
    pub clause: Clause,
}

/// What makes an irregular item due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Its word in tables: `application`.
    pub id: String,
    /// Its name.
    pub name: Text,
}

/// Who does what for the items of a category, by the table of duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The number of the category; those below it share the duty.
    pub category: String,
    /// The head office's part: `evaluate`, `decide`, `approve`.
    pub head_office: Vec<String>,
    /// The institute's part.
    pub institute: Vec<String>,
    /// The contractor's part.
    pub contractor: Vec<String>,
    /// The part of the maintainers of hardware.
    pub hardware_maintainer: Vec<String>,
    /// The part of the maintainers of software.
    pub software_maintainer: Vec<String>,
    /// Where it stands.
    pub clause: Clause,
}

/// Something in the documents that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueFinding {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub text: Text,
    /// The places that differ.
    pub clauses: Vec<Clause>,
}

/// The work items of a contract with what belongs to them.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub(crate) offices: Vec<Text>,
    pub(crate) items: Vec<WorkItem>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) duty_words: BTreeMap<String, Text>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) findings: Vec<CatalogueFinding>,
    pub(crate) policies: Policies,
}

impl Catalogue {
    /// Reads `tasks.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(table::catalogue)
    }

    /// How many offices abroad the contract lists.
    #[must_use]
    pub fn offices(&self) -> u16 {
        u16::try_from(self.offices.len()).unwrap_or(u16::MAX)
    }

    /// The name of a site for people; an office abroad by number and name: `海外事務所12 ボゴタ`.
    #[must_use]
    pub fn site_text(&self, site: Site) -> Text {
        let text = site.text();
        let Site::Office(number) = site else { return text };
        match usize::from(number).checked_sub(1).and_then(|place| self.offices.get(place)) {
            Some(name) => Text::new(format!("{} {}", text.ja, name.ja), format!("{}, {}", text.en, name.en)),
            None => text,
        }
    }

    /// The items, in the document's order.
    #[must_use]
    pub fn items(&self) -> &[WorkItem] {
        &self.items
    }

    /// The item of that identifier.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&WorkItem> {
        self.place(id).and_then(|place| self.items.get(place))
    }

    /// Where the item stands in the document's order, from 0.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id.as_str() == id)
    }

    /// The identifier nearest to a misspelt one.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let ids = || self.items.iter().map(|item| item.id.as_str());
        ids().find(|known| known.eq_ignore_ascii_case(id)).or_else(|| nearest(id, ids()))
    }

    /// The duties of an item: those of the innermost category that has a row of its own.
    #[must_use]
    pub fn duty(&self, item: &WorkItem) -> Option<&Duty> {
        let holds = |duty: &&Duty| {
            item.id.as_str().strip_prefix(duty.category.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        self.duties.iter().filter(holds).max_by_key(|duty| duty.category.len())
    }

    /// What a word of the duties means: `approve` is 承認.
    #[must_use]
    pub fn duty_text(&self, word: &str) -> Option<&Text> {
        self.duty_words.get(word)
    }

    /// What can make an item due.
    #[must_use]
    pub fn triggers(&self) -> &[Trigger] {
        &self.triggers
    }

    /// What in the documents does not hold together.
    #[must_use]
    pub fn findings(&self) -> &[CatalogueFinding] {
        &self.findings
    }

    /// The readings of what the documents leave open.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }
}
