//! The service level items of a contract.

use calendar::Term as ContractTerm;
use provenance::Text;
use tables::nearest;

use crate::{Exclusion, Item};

/// The service level items of a contract, in the document's order, with the term in which they hold.
///
/// Put together from a table ([`Catalogue::from_table`]) or by a program ([`Catalogue::new`]), by one set of rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// The contract's name.
    pub contract: Text,
    /// Who takes the service.
    pub client: Text,
    /// Who gives it.
    pub contractor: Text,
    /// The term.
    pub term: ContractTerm,
    /// What the document leaves open about all items or between them.
    pub open_points: Vec<Text>,
    /// Grounds for leaving a case out of whatever item; each item of cases has them behind its own.
    pub(crate) exclusions: Vec<Exclusion>,
    pub(crate) items: Vec<Item>,
}

impl Catalogue {
    /// The items, in the document's order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item of that key.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key.as_str() == key)
    }

    /// The items of that key, or else of that printed number: more than one where it is printed twice.
    #[must_use]
    pub fn find(&self, key_or_no: &str) -> Vec<&Item> {
        match self.item(key_or_no) {
            Some(item) => vec![item],
            None => self.items.iter().filter(|item| item.no == key_or_no).collect(),
        }
    }

    /// The key or number nearest to a misspelt one.
    #[must_use]
    pub fn nearest(&self, key: &str) -> Option<&str> {
        nearest(key, self.items.iter().map(|item| item.key.as_str()))
    }
}
