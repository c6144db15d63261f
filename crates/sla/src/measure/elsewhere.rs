//! Rows that only point at others: what they require, other items measure.

use crate::ItemKey;

/// The items that measure what the row requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Their keys.
    pub items: Vec<ItemKey>,
}
