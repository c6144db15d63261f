//! Rows that only point at others: what they require, other items measure.

use provenance::Text;
use rust_decimal::Decimal;
use tables::{Explain, Spot};

use super::{Aggregate, Asked, Key, MeasureKind, Measuring, Reads, Shape, Sum, Taken, TargetUnit, Yields, count};
use crate::{Clock, ItemKey, Limit, Policies, policy::PolicyId, scope::Scope};

/// The items that measure what the row requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Their keys.
    pub items: Vec<ItemKey>,
}

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "elsewhere",
    ja: "他の項目で評価",
    en: "measured by other items",
    note: "The row has no figure; the items named must be there and may not lead back to it.",
    keys: &[Key { name: "items", shape: Shape::Items, is_required: true, means: "The items that measure it." }],
    yields: Yields::Nothing,
    unit: TargetUnit::Any,
    needs_limit: false,
    by_month: false,
    // It has no figure; it borrows the plainest formula and never computes it.
    operands: count::KIND.operands,
    formula: count::KIND.formula,
    read: |row| {
        let items: Result<Vec<ItemKey>, _> = row.strings("items").iter().map(|key| key.parse()).collect();
        match items {
            Ok(items) => Some(Elsewhere { items }.into()),
            Err(error) => {
                row.complain("items", error.text(), None);
                None
            }
        }
    },
};

impl Measuring for Elsewhere {
    fn reads(&self) -> Reads<'_> {
        Reads::Items(&self.items)
    }

    fn clock(&self) -> Option<&Clock> {
        None
    }

    fn asks(&self) -> Vec<Asked<'_>> {
        Vec::new()
    }

    fn policies(&self, _: Option<&Limit>) -> Vec<PolicyId> {
        Vec::new()
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        (Decimal::ZERO, None)
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, _: &ItemKey, _: &Policies) -> Aggregate {
        Aggregate::Nothing
    }

    fn check(&self, at: &Spot<'_>) {
        if self.items.is_empty() {
            at.complain("items", Text::new("評価する項目を書く", "must name the items that measure it"), None);
        }
    }

    fn take<'a>(&self, _: &Scope<'a>) -> Taken<'a> {
        Taken::default()
    }

    fn total(&self, _: &Scope<'_>, _: &Sum) -> Option<Taken<'static>> {
        Some(Taken::default())
    }
}
