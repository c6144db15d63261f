//! What has been read of an expression so far: a part of the formula with what the text says around it.

use crate::{
    Rounding,
    formula::{Kind, Node, Operation},
    lexicon::{Noun, Unit},
    part::{binary, limited, rounded},
};

/// A part that was read, with what the text says around it.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) node: Node,
    /// The unit written behind it.
    pub(crate) unit: Option<(Unit, String)>,
    /// What its last word calls it.
    pub(crate) noun: Option<Noun>,
    /// Whether `(%)` stands behind a name: its unit, or that of the figure.
    pub(crate) is_in_percent: bool,
    /// Whether it is a rate per year.
    pub(crate) per_year: bool,
    /// What it is counted for each of: `fee per day`.
    pub(crate) per: Option<Per>,
    /// Whether it is a sum of signs without brackets around it.
    pub(crate) is_open_sum: bool,
    /// How deep its last operand lies in its tree, where signs join it to others without brackets around them; else 0.
    pub(crate) tail: u8,
    /// Whether its first part is a name, not a bracket or a number.
    pub(crate) is_name: bool,
    /// What stands in brackets behind it and is said of all before: a rounding, `(×100)`.
    pub(crate) trailing: Vec<Trailing>,
    /// The operands of a list, where it is one: all but the last.
    pub(crate) before: Vec<Node>,
    /// What stands before it in signs, where words were said of the last part only: `1 −` before `AをBで除した値`.
    pub(crate) prefix: Option<(Node, Operation)>,
}

/// `per day` behind an amount or a rate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Per {
    /// The token of `per`.
    pub(crate) at: usize,
    /// What names hold by which it is counted.
    pub(crate) counted: &'static [&'static str],
}

#[derive(Debug, Clone)]
pub(crate) enum Trailing {
    Round(i8, Rounding),
    Times(Node),
    /// The most, or else the least, that it comes to.
    Limit(bool, Node),
}

impl Value {
    pub(crate) fn new(node: Node) -> Self {
        Self {
            node,
            unit: None,
            noun: None,
            is_in_percent: false,
            per_year: false,
            per: None,
            is_open_sum: false,
            tail: 0,
            is_name: false,
            trailing: Vec::new(),
            before: Vec::new(),
            prefix: None,
        }
    }

    /// The whole with what stands before it.
    pub(crate) fn with_prefix(mut self) -> Self {
        if let Some((before, operation)) = self.prefix.take() {
            self.node = binary(operation, before, self.node);
        }
        self
    }

    /// As one operand, as brackets around it make it.
    pub(crate) fn close(&mut self) {
        (self.is_open_sum, self.tail, self.is_name) = (false, 0, false);
    }

    /// Whether words of its last operand say something else than words of all of it: behind a sum or a division.
    pub(crate) fn parts_at_its_end(&self) -> bool {
        let divides = matches!(self.node.kind, Kind::Binary(Operation::Divide, ..));
        self.is_open_sum || self.tail > 0 && divides
    }

    /// The operands of a list, or the only one.
    pub(crate) fn all(self) -> Vec<Node> {
        let mut all = self.before;
        all.push(self.node);
        all
    }

    /// The whole with what brackets say of it.
    pub(crate) fn and_then_said(mut self, trailing: Vec<Trailing>) -> Self {
        self.trailing = trailing;
        self.settled()
    }

    /// Whether a rounding in brackets stands behind it.
    pub(crate) fn is_rounded(&self) -> bool {
        self.trailing.iter().any(|trailing| matches!(trailing, Trailing::Round(..)))
    }

    pub(crate) fn settled(mut self) -> Self {
        for trailing in std::mem::take(&mut self.trailing) {
            self.node = match trailing {
                Trailing::Round(places, rounding) => rounded(self.node, places, rounding),
                Trailing::Times(factor) => binary(Operation::Multiply, self.node, factor),
                Trailing::Limit(is_cap, amount) => limited(self.node, is_cap, amount),
            };
        }
        self
    }
}
