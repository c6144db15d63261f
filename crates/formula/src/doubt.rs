//! Readings that nobody means: a bound of days on an amount, a hundredth of a name taken from one.
//!
//! They are refused, never read otherwise.

use provenance::place_of;

use crate::{
    Exact, ReadError, Unclear,
    formula::{Bound, Kind, Node, Operation},
    part::is_constant,
    read::Reader,
    token::Part,
};

impl Reader<'_> {
    /// Refuses what was read where it can hardly be meant.
    pub(crate) fn is_meant(&self, root: &Node, bound: Option<&Bound>) -> Result<(), ReadError> {
        self.percent_of_names(root)?;
        match bound {
            Some(bound) if self.is_counted(&bound.than) && self.is_of_factors(root) => {
                Err(self.unclear_at(Unclear::Bond, &bound.than))
            }
            _ => Ok(()),
        }
    }

    /// `fee less discount%`: never a hundredth of a name is taken from an amount.
    fn percent_of_names(&self, node: &Node) -> Result<(), ReadError> {
        let is_of_name = |node: &Node| matches!(&node.kind, Kind::Percent(inner) if !is_constant(inner));
        match &node.kind {
            Kind::Number(_) | Kind::Term(_) => Ok(()),
            Kind::Negate(inner) | Kind::Percent(inner) => self.percent_of_names(inner),
            Kind::Binary(operation, left, right) => {
                if matches!(operation, Operation::Add | Operation::Subtract) {
                    for (amount, beside) in [(right, left), (left, right)] {
                        if is_of_name(amount) && !self.is_share(beside) && self.is_in_words(left, right) {
                            return Err(self.unclear_at(Unclear::PercentOfWhat, amount));
                        }
                    }
                }
                self.percent_of_names(left)?;
                self.percent_of_names(right)
            }
            Kind::Call(_, arguments) => arguments.iter().try_for_each(|one| self.percent_of_names(one)),
            Kind::Cases(cases, otherwise) => {
                cases.iter().try_for_each(|case| self.percent_of_names(&case.then))?;
                otherwise.iter().try_for_each(|other| self.percent_of_names(other))
            }
        }
    }

    /// 「価格（税込）÷価格（税抜）」 of which the brackets were lost: a figure that is divided by itself or taken from itself.
    /// Whoever states the names and writes one of them twice, letter by letter, is taken at the word.
    pub(crate) fn of_itself(&self, node: &Node) -> Result<(), ReadError> {
        match &node.kind {
            Kind::Number(_) | Kind::Term(_) => Ok(()),
            Kind::Negate(inner) | Kind::Percent(inner) => self.of_itself(inner),
            Kind::Binary(operation, left, right) => {
                let is_own_factor = *operation == Operation::Divide && is_factor(left, right);
                let is_same = crate::formula::same(left, right) || is_own_factor;
                let is_own = matches!(operation, Operation::Divide | Operation::Subtract)
                    && is_same
                    && !is_constant(right);
                // A name in its bracket may stand once with other words about it.
                let is_alike = || self.names_in(left) == self.names_in(right);
                if is_own && (self.vocabulary.is_found || !is_own_factor && !is_alike()) {
                    return Err(self.unclear_at(Unclear::OfItself, node));
                }
                self.of_itself(left)?;
                self.of_itself(right)
            }
            Kind::Call(_, arguments) => arguments.iter().try_for_each(|one| self.of_itself(one)),
            Kind::Cases(cases, otherwise) => {
                cases.iter().try_for_each(|case| self.of_itself(&case.then))?;
                otherwise.iter().try_for_each(|other| self.of_itself(other))
            }
        }
    }

    /// The names of a part, letter by letter.
    fn names_in(&self, node: &Node) -> Vec<String> {
        let names = |nodes: &[&Node]| nodes.iter().flat_map(|node| self.names_in(node)).collect();
        match &node.kind {
            Kind::Number(_) => Vec::new(),
            Kind::Term(_) => {
                let words = self.text.get(node.at.clone()).unwrap_or("");
                vec![crate::source::fold(words).iter().map(|sign| sign.c).collect()]
            }
            Kind::Negate(inner) | Kind::Percent(inner) => self.names_in(inner),
            Kind::Binary(_, left, right) => names(&[left, right]),
            Kind::Call(_, arguments) => names(&arguments.iter().collect::<Vec<_>>()),
            Kind::Cases(cases, otherwise) => {
                let others = otherwise.iter().map(AsRef::as_ref);
                names(&cases.iter().map(|case| &case.then).chain(others).collect::<Vec<_>>())
            }
        }
    }

    /// Whether no sign stands between two parts.
    fn is_in_words(&self, left: &Node, right: &Node) -> bool {
        let (from, to) = (left.at.end.min(right.at.end), right.at.start.max(left.at.start));
        !self.tokens.iter().enumerate().any(|(at, token)| {
            let start = self.span(at, at + 1).start;
            matches!(token.part, Part::Operator(_)) && from <= start && start < to
        })
    }

    /// Whether a number of days, hours or things stands at the place of a part.
    pub(crate) fn is_counted(&self, node: &Node) -> bool {
        let at = self.tokens.iter().position(|token| {
            self.signs.get(token.from).is_some_and(|sign| place_of(sign.at) == node.at.start)
                && !node.at.is_empty()
        });
        let unit = at.and_then(|at| self.tokens.get(at + 1)).map(|token| &token.part);
        matches!(&node.kind, Kind::Number(_)) && matches!(unit, Some(Part::Unit(unit)) if !unit.is_paid())
    }

    /// Whether a figure is made of factors, so that days, hours and things are those of one of them.
    pub(crate) fn is_of_factors(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Number(_) | Kind::Term(_) => false,
            Kind::Negate(inner) | Kind::Percent(inner) => self.is_of_factors(inner),
            Kind::Binary(Operation::Multiply, left, right) => !(is_constant(left) && is_constant(right)),
            Kind::Binary(_, left, right) => self.is_of_factors(left) || self.is_of_factors(right),
            Kind::Call(_, arguments) => arguments.iter().any(|one| self.is_of_factors(one)),
            Kind::Cases(cases, otherwise) => {
                cases.iter().any(|case| self.is_of_factors(&case.then))
                    || otherwise.iter().any(|other| self.is_of_factors(other))
            }
        }
    }

    /// Refuses a condition that is said of a whole figure and can be of one part of it alone: 「単価×停止時間（24時間を超える
    /// 場合は…）」, 「月額×10％（95％未満の場合は…）」.
    pub(crate) fn is_of_figure(&self, figure: &Node, than: &Node) -> Result<(), ReadError> {
        let is_ratio = crate::part::is_ratio(figure) || crate::part::is_hundredfold(figure);
        if self.is_counted(than) && (self.is_of_factors(figure) || is_ratio) {
            return Err(self.unclear_at(Unclear::Bond, than));
        }
        // 「月額×（99.9－稼働率）（99.9以上の場合は0）」
        let mut numbers = Vec::new();
        taken_from(figure, &mut numbers);
        let is_of_part = matches!(&than.kind, Kind::Number(number) if numbers.contains(&number));
        if is_of_part && self.is_of_factors(figure) && !is_ratio {
            return Err(self.unclear_at(Unclear::Bond, than));
        }
        // Beside a rate a percentage is put on its scale.
        if is_ratio || !self.is_of_factors(figure) { Ok(()) } else { self.fits(figure, than) }
    }
}

/// Whether a part is a factor of a product: `2×A÷A`.
fn is_factor(product: &Node, part: &Node) -> bool {
    match &product.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            crate::formula::same(left, part)
                || crate::formula::same(right, part)
                || is_factor(left, part)
                || is_factor(right, part)
        }
        _ => false,
    }
}

/// The numbers from which names are taken, or that are taken from them.
fn taken_from<'a>(node: &'a Node, numbers: &mut Vec<&'a Exact>) {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) | Kind::Cases(..) => {}
        Kind::Negate(inner) | Kind::Percent(inner) => taken_from(inner, numbers),
        Kind::Binary(operation, left, right) => {
            if *operation == Operation::Subtract {
                for (number, name) in [(left, right), (right, left)] {
                    if let (Kind::Number(number), false) = (&number.kind, is_constant(name)) {
                        numbers.push(number);
                    }
                }
            }
            taken_from(left, numbers);
            taken_from(right, numbers);
        }
        Kind::Call(_, arguments) => arguments.iter().for_each(|one| taken_from(one, numbers)),
    }
}
