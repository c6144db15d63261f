//! `per` before a name: divided by it, or counted for each of it.

use super::super::PERIODS;
use crate::{
    ReadError, Unclear,
    formula::{Kind, Node, Operation},
    lexicon::{Between, CURRENCIES, Dimension},
    part::{binary, is_constant},
    read::Reader,
    token::Part,
    value::Value,
};

impl Reader<'_> {
    /// What `per` does before a name. An amount alone counts for each of it, `10,000 yen per late ticket`, and so does a
    /// share of a price, `1% of the fee per hour of downtime`; counts divide, `calls per agent`. Where both may be meant
    /// the other is another reading, and where neither is the rarer one the text is refused.
    pub(super) fn counted_for_each(
        &self,
        segment: &[(Option<Operation>, Value)],
        right: &Value,
        at: usize,
    ) -> Result<Operation, ReadError> {
        if !matches!(right.node.kind, Kind::Term(_)) {
            return Ok(Operation::Divide);
        }
        let is_sum =
            |operation: &Option<Operation>| matches!(operation, Some(Operation::Add | Operation::Subtract));
        let begun = segment.iter().rposition(|(operation, _)| is_sum(operation)).unwrap_or(0);
        let product = || segment.iter().skip(begun).map(|(_, value)| value);
        let is_money = |value: &Value| {
            let before = self.text.get(..value.node.at.start).unwrap_or("").trim_end();
            is_constant(&value.node)
                && (matches!(&value.unit, Some((unit, _)) if matches!(unit.dimension, Dimension::Money(_)))
                    || before.ends_with(CURRENCIES))
        };
        let has_portion = product().any(|value| self.is_portion(&value.node));
        let has_money = product().any(is_money);
        let mut names = Vec::new();
        product().for_each(|value| crate::formula::collect(&value.node, &mut names));
        let usual = |usual: Operation| match (usual, self.mode.other_per()) {
            (Operation::Multiply, true) => Operation::Divide,
            (_, true) => Operation::Multiply,
            (usual, false) => usual,
        };
        let unclear = || Err(self.unclear(Unclear::Per, at, self.at));
        let behind = self
            .joint(Some(right))
            .filter(|joint| !joint.closes && joint.between == Between::Is(Operation::Multiply));
        let by_number = behind
            .as_ref()
            .is_some_and(|joint| matches!(self.part_at(self.at + joint.length), Some(Part::Number(_))));
        // `500 yen per ticket × 12`
        if by_number && has_money {
            return unclear();
        }
        if names.is_empty() {
            return if has_money || has_portion { Ok(Operation::Multiply) } else { unclear() };
        }
        let of_price = product().any(|value| self.holds_amount_name(&value.node));
        let of_count = product().all(|value| is_constant(&value.node) || self.is_count_name(&value.node));
        let operation = match (of_price, has_money, has_portion) {
            (true, _, true) => Operation::Multiply,
            (true, ..) if product().any(|value| scales(&value.node)) => usual(Operation::Multiply),
            // `monthly fee per hour of downtime` is a rate, or a deduction for each hour.
            (true, ..) if self.folded_words(&right.node).is_some_and(begins_with_period) => return unclear(),
            (true, ..) => usual(Operation::Divide),
            (false, true, _) | (false, _, true) if of_count => usual(Operation::Divide),
            (false, true, _) | (false, _, true) => return unclear(),
            (false, false, false) => Operation::Divide,
        };
        // `price per unit × quantity` is a price of one times how many.
        // `fee per month × 12` is a fee of one month twelve times; `calls per agent × 100` is a rate.
        let is_multiplied = if by_number { of_price } else { operation == Operation::Divide };
        if behind.is_some() && is_multiplied { unclear() } else { Ok(operation) }
    }

    /// `incidents per 1,000 calls`: how many there are for each so many of them.
    pub(super) fn per_so_many(
        &mut self,
        segment: Vec<(Option<Operation>, Value)>,
        number: Value,
        at: usize,
        depth: usize,
    ) -> Result<Value, ReadError> {
        let is_counted = matches!(self.part(), Some(Part::Term(_)));
        let is_count =
            |value: &Value| self.is_count_name(&value.node) || !self.holds_amount_name(&value.node);
        let is_alone = matches!(segment.as_slice(), [(None, value)] if matches!(value.node.kind, Kind::Term(_)) && is_count(value));
        if !is_counted || !is_alone || number.unit.is_some() || !number.trailing.is_empty() {
            return Err(self.unclear(Unclear::Per, at, self.at));
        }
        let of = self.operand(depth)?;
        let left = self.folded_up(segment, at)?.settled().node;
        let share = binary(Operation::Divide, left, of.node);
        let made = binary(Operation::Multiply, share, number.node);
        Ok(Value { trailing: of.trailing, ..Value::new(made) })
    }

    /// The words of a name as the text has them.
    pub(super) fn folded_words(&self, node: &Node) -> Option<&str> {
        self.text.get(node.at.clone())
    }

    /// Whether the name of an amount of money stands in a part.
    pub(super) fn holds_amount_name(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Binary(_, left, right) => self.holds_amount_name(left) || self.holds_amount_name(right),
            Kind::Negate(inner) => self.holds_amount_name(inner),
            _ => self.is_amount_name(node),
        }
    }
}

/// Whether a factor that is a number stands in a part: 2, or `half` of a name.
fn scales(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) => true,
        Kind::Binary(Operation::Multiply, left, right) => scales(left) || scales(right),
        _ => false,
    }
}

/// Whether a name counts a span of time of something: `hour of downtime`.
fn begins_with_period(name: &str) -> bool {
    let mut words = name.split_whitespace().map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    let first = first.strip_suffix('s').unwrap_or(&first).to_owned();
    PERIODS.iter().any(|(period, _)| *period == first) && words.next().is_some_and(|word| word == "of")
}
