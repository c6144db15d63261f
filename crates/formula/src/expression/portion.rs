//! Percentages beside what they are no share of: 「契約金額＋10％」, 「違約金は10％を上限とする」.

use crate::{
    ReadError, Unclear,
    formula::{Kind, Node, Operation, is_number},
    part::{binary, is_constant, is_hundredfold, is_one_hundred, number},
    read::Reader,
};

/// How names of rates end.
const RATES: &[&str] = &["率", "割合", "rate", "ratio", "percentage", "availability", "%", "％"];
/// How names of what is counted and of spans of time end: a percentage for each makes a percentage.
const COUNTS: &[&str] = &[
    "数",
    "日",
    "月",
    "回",
    "件",
    "時間",
    "期間",
    "days",
    "weeks",
    "months",
    "hours",
    "minutes",
    "delay",
    "count",
    "number",
    "incidents",
    "failures",
    "breaches",
    "late",
    "calls",
    "tickets",
    "cases",
];

/// How English names of amounts of money end.
const AMOUNTS: &[&str] = &[
    "fee",
    "fees",
    "price",
    "charge",
    "charges",
    "cost",
    "costs",
    "amount",
    "payment",
    "salary",
    "rent",
    "budget",
    "invoice",
    "revenue",
    "turnover",
    "premium",
    "value",
    "retainer",
    "wage",
    "rate",
    "consideration",
];
/// How English names of what is counted end, beside [`COUNTS`].
const COUNTED: &[&str] =
    &["on time", "total", "all", "requests", "reports", "answered", "closed", "resolved", "orders"];

impl Reader<'_> {
    /// Whether a part is a name of an amount of money.
    pub(super) fn is_amount_name(&self, node: &Node) -> bool {
        self.is_called(node, AMOUNTS)
    }

    /// Whether a part is a name of a rate: 減額率.
    pub(super) fn is_rate_name(&self, node: &Node) -> bool {
        self.is_called(node, RATES)
    }

    /// Whether a part is a name of what is counted.
    pub(crate) fn is_count_name(&self, node: &Node) -> bool {
        self.is_called(node, COUNTS) || self.is_called(node, COUNTED)
    }

    /// Whether a part is so many hundredths, or a fraction: 3%, 2割, 100分の10; not a quotient of numbers.
    pub(super) fn is_portion(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Percent(inner) => is_number(inner),
            Kind::Binary(Operation::Divide, above, below) => {
                let text = self.text.get(node.at.clone()).unwrap_or("");
                is_number(above) && is_number(below) && text.contains("分の")
            }
            _ => false,
        }
    }

    /// What words add to a part or take from it. A percentage is that share of an amount: 「契約金額から3％を控除した額」
    /// is 契約金額×(1−3%); of a rate it may be percentage points, and is refused.
    pub(crate) fn changed_by(
        &self,
        operation: Operation,
        base: Node,
        amount: Node,
    ) -> Result<Node, ReadError> {
        if !self.is_portion(&amount) || is_constant(&base) {
            return Ok(binary(operation, base, amount));
        }
        // 「10% of A less 5%」: of what is left, of A, or five points?
        if self.is_share_of_name(&base) {
            return Err(self.unclear_at(Unclear::PortionOfRate, &amount));
        }
        let names_rate = self.is_called(&base, RATES);
        let is_quotient =
            matches!(&base.kind, Kind::Binary(Operation::Divide, _, right) if !is_constant(right));
        let is_rest = matches!(&base.kind, Kind::Binary(Operation::Subtract, left, _) if is_number(left));
        if names_rate || is_quotient || is_rest || is_hundredfold(&base) {
            return Err(self.unclear_at(Unclear::PortionOfRate, &amount));
        }
        Ok(binary(Operation::Multiply, base, binary(operation, number(1), amount)))
    }

    /// Whether a part is so many hundredths of a name: 10%×A.
    fn is_share_of_name(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Binary(Operation::Multiply, left, right) => {
                self.is_portion(left) || self.is_portion(right) || self.is_share_of_name(left)
            }
            _ => false,
        }
    }

    /// Refuses a bare percentage that is joined to, or bounds, what it is no share of: never is 0.1 added to an amount.
    pub(crate) fn fits(&self, base: &Node, other: &Node) -> Result<(), ReadError> {
        let is_nothing = |node: &Node| matches!(&node.kind, Kind::Percent(inner) if matches!(&inner.kind, Kind::Number(n) if n.is_zero()));
        for (amount, beside) in [(other, base), (base, other)] {
            // Nothing of anything is nothing.
            if is_nothing(amount) {
                continue;
            }
            if !self.is_portion(amount)
                || is_one_hundred(amount) && !is_hundredfold(beside)
                || is_constant(beside)
                || self.is_share(beside)
            {
                continue;
            }
            let unclear =
                if is_hundredfold(beside) { Unclear::PortionOfRate } else { Unclear::PercentOfWhat };
            return Err(self.unclear_at(unclear, amount));
        }
        Ok(())
    }

    /// The same of all that a least or a greatest is taken of.
    pub(crate) fn all_fit(&self, all: &[Node]) -> Result<(), ReadError> {
        all.iter()
            .enumerate()
            .try_for_each(|(n, one)| all.iter().skip(n + 1).try_for_each(|other| self.fits(one, other)))
    }

    /// Whether a part is a share or a rate by its form or its name, so that a percentage may be added to it.
    pub(crate) fn is_share(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Number(_) | Kind::Percent(_) => true,
            Kind::Term(_) => self.is_called(node, RATES),
            Kind::Negate(inner) => self.is_share(inner),
            Kind::Binary(Operation::Divide, left, right) => {
                !is_hundredfold(node) && (!is_constant(right) || self.is_share(left))
            }
            // 「遅延日数×0.5％」 is a percentage, 「契約金額×0.5％」 an amount.
            Kind::Binary(Operation::Multiply, left, right) => {
                let is_each = |share: &Node, count: &Node| {
                    is_constant(share) && self.is_portion(share) && self.is_called(count, COUNTS)
                };
                is_each(left, right)
                    || is_each(right, left)
                    || !is_hundredfold(node) && self.is_share(left) && self.is_share(right)
            }
            Kind::Binary(_, left, right) => self.is_share(left) && self.is_share(right),
            Kind::Call(crate::Function::Round(_), arguments) => {
                arguments.first().is_some_and(|inner| self.is_share(inner))
            }
            Kind::Call(_, arguments) => arguments.iter().all(|argument| self.is_share(argument)),
            Kind::Cases(cases, otherwise) => {
                cases.iter().all(|case| self.is_share(&case.then))
                    && otherwise.iter().all(|other| self.is_share(other))
            }
        }
    }

    /// Whether a part is a name that ends in one of some words.
    fn is_called(&self, node: &Node, words: &[&str]) -> bool {
        let is_named = |node: &Node| {
            let name = self.text.get(node.at.clone()).unwrap_or("").to_lowercase();
            words.iter().any(|word| name.ends_with(word))
        };
        matches!(&node.kind, Kind::Term(_)) && is_named(node)
    }

    /// A percentage beside what may be a share or a hundredfold, with both of its meanings.
    pub(crate) fn of_two_scales(&self, percentage: &Node) -> ReadError {
        let text = self.text.get(percentage.at.clone()).unwrap_or("");
        let (points, share) = match &percentage.kind {
            Kind::Percent(inner) => match &inner.kind {
                Kind::Number(number) => {
                    let share =
                        number.checked_div(&crate::Exact::from(100)).unwrap_or_else(|| number.clone());
                    (number.to_figure_string(), share.to_figure_string())
                }
                _ => (text.to_owned(), text.to_owned()),
            },
            _ => (text.replace(['%', '％'], ""), text.to_owned()),
        };
        self.unclear_at(Unclear::Scale { points: points.into(), share: share.into() }, percentage)
    }

    /// What is unclear about a part that was read.
    pub(crate) fn unclear_at(&self, unclear: Unclear, node: &Node) -> ReadError {
        let at = node.at.clone();
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::Unclear { unclear, at, fragment, edit: None }
    }
}
