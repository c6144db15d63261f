//! Percentages beside figures: beside a hundredfold, `A÷B×100`, 95% is 95; beside a share, or a name, it is 0.95.
//!
//! One rule for comparisons, cases, least and greatest, sums and targets. Where it cannot be known on which scale the other
//! side is, the percentage is told, and nothing is guessed.

use crate::{
    Exact, Function, TermId,
    condition::Condition,
    formula::{Bound, Kind, Node, Operation},
    part::is_constant,
    scale::Beside,
};

/// On which scale a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// It goes with any: nothing, a name, a percentage.
    Any,
    /// A plain number above 1, which is no share.
    Points,
    /// A share: 1 is all of it.
    Share,
    /// A hundredfold: 100 is all of it.
    Hundred,
    Unknown,
}

impl Scale {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any, other) | (other, Self::Any) => other,
            (Self::Points, Self::Hundred) | (Self::Hundred, Self::Points) => Self::Hundred,
            (a, b) if a == b => a,
            _ => Self::Unknown,
        }
    }

    fn of_all<'a>(nodes: impl Iterator<Item = &'a Node>) -> Self {
        nodes.map(Self::of).fold(Self::Any, Self::with)
    }

    fn of(node: &Node) -> Self {
        match &node.kind {
            Kind::Number(number) => {
                if number.is_zero() {
                    Self::Any
                } else if *number == Exact::from(100) {
                    Self::Hundred
                } else if *number > Exact::from(1) {
                    Self::Points
                } else {
                    Self::Share
                }
            }
            Kind::Term(_) => Self::Any,
            Kind::Negate(inner) => Self::of(inner),
            Kind::Percent(inner) if matches!(inner.kind, Kind::Number(_)) => Self::Any,
            Kind::Binary(Operation::Add | Operation::Subtract, left, right) => {
                Self::of(left).with(Self::of(right))
            }
            Kind::Percent(_) | Kind::Binary(..) => Power::of(node).map_or(Self::Unknown, Power::scale),
            Kind::Call(Function::Round(_), arguments) => arguments.first().map_or(Self::Any, Self::of),
            Kind::Call(_, arguments) => Self::of_all(arguments.iter()),
            Kind::Cases(cases, otherwise) => {
                Self::of_all(cases.iter().map(|case| &case.then).chain(otherwise.iter().map(AsRef::as_ref)))
            }
        }
    }
}

/// How often a product is multiplied by 100, less how often it is divided by it.
#[derive(Debug, Clone, Copy)]
struct Power {
    hundreds: i16,
    /// Whether it divides by a name, or holds a share.
    is_ratio: bool,
}

impl Power {
    const PLAIN: Self = Self { hundreds: 0, is_ratio: false };

    /// `None` where another power of ten than 100 stands in it, or a part on no known scale.
    fn of(node: &Node) -> Option<Self> {
        match &node.kind {
            Kind::Number(number) => {
                let is = |of: i64| *number == Exact::from(of);
                match () {
                    () if is(100) => Some(Self { hundreds: 1, ..Self::PLAIN }),
                    () if Exact::ratio(1, 100).is_some_and(|hundredth| *number == hundredth) => {
                        Some(Self { hundreds: -1, ..Self::PLAIN })
                    }
                    () if [10, 1_000, 10_000].into_iter().any(is) => None,
                    () => Some(Self::PLAIN),
                }
            }
            Kind::Percent(inner) if matches!(inner.kind, Kind::Number(_)) => Some(Self::PLAIN),
            Kind::Percent(inner) => {
                let inner = Self::of(inner)?;
                Some(Self { hundreds: inner.hundreds - 1, ..inner })
            }
            Kind::Negate(inner) => Self::of(inner),
            Kind::Binary(operation @ (Operation::Multiply | Operation::Divide), left, right) => {
                let (left, below) = (Self::of(left)?, Self::of(right)?);
                let divides = *operation == Operation::Divide;
                let sign = if divides { -1 } else { 1 };
                Some(Self {
                    hundreds: left.hundreds.checked_add(sign * below.hundreds)?,
                    is_ratio: left.is_ratio || below.is_ratio || divides && !is_constant(right),
                })
            }
            _ => match Scale::of(node) {
                Scale::Hundred => Some(Self { hundreds: 1, is_ratio: true }),
                Scale::Share => Some(Self { hundreds: 0, is_ratio: true }),
                Scale::Any | Scale::Points => Some(Self::PLAIN),
                Scale::Unknown => None,
            },
        }
    }

    fn scale(self) -> Scale {
        match (self.hundreds, self.is_ratio) {
            (1, _) => Scale::Hundred,
            // A name that is a percentage, divided by 100.
            (0, true) | (-1, false) => Scale::Share,
            (0, false) => Scale::Any,
            _ => Scale::Unknown,
        }
    }
}

/// Puts each percentage on the scale of what it stands beside; `is_in_percent` tells names that say that they are in percent.
///
/// # Errors
/// The percentage of which the scale cannot be known.
pub(crate) fn settle(
    root: &mut Node,
    mut bound: Option<&mut Bound>,
    is_in_percent: impl Fn(&TermId) -> bool,
) -> Result<(), Node> {
    if !holds_percentage(root) && !bound.as_ref().is_some_and(|bound| holds_percentage(&bound.than)) {
        return Ok(());
    }
    within(root)?;
    if let Some(bound) = bound.as_mut() {
        within(&mut bound.than)?;
        among(vec![root, &mut bound.than], true)?;
        // A name alone against its target.
        if let (Kind::Term(term), Kind::Percent(_)) = (&root.kind, &bound.than.kind)
            && is_in_percent(term)
        {
            return Err(bound.than.clone());
        }
    }
    mixed(root, is_in_percent)
}

fn within(node: &mut Node) -> Result<(), Node> {
    match &mut node.kind {
        Kind::Number(_) | Kind::Term(_) => Ok(()),
        Kind::Negate(inner) | Kind::Percent(inner) => within(inner),
        Kind::Binary(operation, left, right) => {
            within(left)?;
            within(right)?;
            match operation {
                Operation::Add | Operation::Subtract => among(vec![left, right], false),
                // 「A÷B×100÷95％」 is as many times 95, or 0.95.
                Operation::Divide => divides_alike(left, right),
                Operation::Multiply => Ok(()),
            }
        }
        Kind::Call(Function::Round(_), arguments) => arguments.first_mut().map_or(Ok(()), within),
        Kind::Call(_, arguments) => {
            arguments.iter_mut().try_for_each(within)?;
            among(arguments.iter_mut().collect(), true)
        }
        Kind::Cases(cases, otherwise) => {
            for case in cases.iter_mut() {
                compared(&mut case.when)?;
                within(&mut case.then)?;
            }
            otherwise.iter_mut().try_for_each(|other| within(other))?;
            let values = cases.iter_mut().map(|case| &mut case.then);
            among(values.chain(otherwise.iter_mut().map(AsMut::as_mut)).collect(), true)
        }
    }
}

fn compared(condition: &mut Condition) -> Result<(), Node> {
    match condition {
        Condition::Compare(_, left, right) => {
            within(left)?;
            within(right)?;
            among(vec![left, right], true)
        }
        Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().try_for_each(compared),
    }
}

/// Puts percentages and shares in percent (`A÷B×100%`) on the scale of the other parts.
fn among(parts: Vec<&mut Node>, has_to_be_known: bool) -> Result<(), Node> {
    let (percentages, others): (Vec<&mut Node>, Vec<&mut Node>) =
        parts.into_iter().partition(|part| is_percentage(part));
    let (mut in_percent, others): (Vec<&mut Node>, Vec<&mut Node>) =
        others.into_iter().partition(|part| holds_one_hundred_percent(part));
    let scale = Scale::of_all(others.iter().map(|other| &**other));
    if matches!(scale, Scale::Hundred | Scale::Points) {
        in_percent.iter_mut().for_each(|part| one_hundred_percent_to_points(part));
    }
    match scale {
        Scale::Hundred => {
            for part in percentages {
                let mut points = part.clone();
                if to_points(&mut points) {
                    *part = points;
                } else if has_to_be_known {
                    return Err(part.clone());
                }
            }
            Ok(())
        }
        Scale::Points | Scale::Unknown if has_to_be_known => {
            percentages.into_iter().find(|part| !is_nothing(part)).map_or(Ok(()), |part| Err(part.clone()))
        }
        _ => Ok(()),
    }
}

fn divides_alike(left: &Node, right: &Node) -> Result<(), Node> {
    for (one, other) in [(left, right), (right, left)] {
        if is_percentage(one) && !is_constant(other) && Scale::of(other) == Scale::Hundred {
            return Err(one.clone());
        }
    }
    Ok(())
}

/// A name that is compared with 99.9 here and with 99.9% there, is taken from 100, or says that it is in percent.
fn mixed(root: &Node, is_in_percent: impl Fn(&TermId) -> bool) -> Result<(), Node> {
    let mut terms: Vec<&TermId> = Vec::new();
    crate::formula::collect(root, &mut terms);
    terms.sort_unstable();
    terms.dedup();
    for term in terms {
        let is_figure = |node: &Node| matches!(&node.kind, Kind::Term(id) if id == term);
        let beside = Beside::of(root, &is_figure);
        if let Some(percentage) = beside.percentages.first()
            && (beside.is_in_points() || is_in_percent(term))
        {
            return Err((*percentage).clone());
        }
    }
    Ok(())
}

/// Whether 100 is all of a figure.
pub(crate) fn is_in_points(node: &Node) -> bool {
    Scale::of(node) == Scale::Hundred
}

/// Whether a fraction is said in words, 100分の95: its numbers are one piece of the text.
fn is_worded_fraction(left: &Node, right: &Node) -> bool {
    let are_numbers = matches!((&left.kind, &right.kind), (Kind::Number(_), Kind::Number(_)));
    are_numbers && left.at == right.at && !left.at.is_empty()
}

/// Whether a percent sign behind a number, or a fraction in words, stands anywhere.
fn holds_percentage(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => false,
        Kind::Binary(Operation::Divide, left, right) if is_worded_fraction(left, right) => true,
        Kind::Percent(inner) => matches!(inner.kind, Kind::Number(_)) || holds_percentage(inner),
        Kind::Negate(inner) => holds_percentage(inner),
        Kind::Binary(_, left, right) => holds_percentage(left) || holds_percentage(right),
        Kind::Call(_, arguments) => arguments.iter().any(holds_percentage),
        Kind::Cases(cases, otherwise) => {
            cases.iter().any(|case| {
                holds_percentage(&case.then) || case.when.sides().into_iter().any(holds_percentage)
            }) || otherwise.iter().any(|other| holds_percentage(other))
        }
    }
}

/// Whether a part is made of percentages alone: 95%, 95% + 1%, the greater of two.
pub(crate) fn is_percentage(node: &Node) -> bool {
    is_constant(node) && holds_percentage(node)
}

/// Whether a percentage is 0%.
fn is_nothing(node: &Node) -> bool {
    match &node.kind {
        Kind::Percent(inner) => matches!(&inner.kind, Kind::Number(number) if number.is_zero()),
        _ => false,
    }
}

/// Makes a percentage so many points; `false` where a number without a percent sign stands in it.
fn to_points(node: &mut Node) -> bool {
    match &mut node.kind {
        Kind::Number(number) => number.is_zero(),
        Kind::Percent(inner) => {
            let is_number = matches!(inner.kind, Kind::Number(_));
            if is_number {
                *node = inner.as_ref().clone();
            }
            is_number
        }
        Kind::Negate(inner) => to_points(inner),
        Kind::Binary(Operation::Add | Operation::Subtract, left, right) => {
            to_points(left) && to_points(right)
        }
        // 100分の95 is 95, 1000分の5 is 0.5.
        Kind::Binary(Operation::Divide, left, right) if is_worded_fraction(left, right) => {
            let (Kind::Number(above), Kind::Number(below)) = (&left.kind, &right.kind) else { return false };
            let powers = [10, 100, 1_000, 10_000];
            let points = powers
                .into_iter()
                .any(|power| *below == Exact::from(power))
                .then(|| (above.clone() * Exact::from(100)).checked_div(below));
            match points.flatten() {
                Some(points) => {
                    node.kind = Kind::Number(points);
                    true
                }
                None => false,
            }
        }
        Kind::Binary(Operation::Divide, left, right) => !holds_percentage(right) && to_points(left),
        Kind::Binary(Operation::Multiply, left, right) => {
            match (holds_percentage(left), holds_percentage(right)) {
                (true, false) => to_points(left),
                (false, true) => to_points(right),
                _ => false,
            }
        }
        Kind::Call(Function::Min | Function::Max | Function::Mean, arguments) => {
            arguments.iter_mut().all(to_points)
        }
        _ => false,
    }
}

/// Whether a share is counted in percent: `A÷B×100%`.
fn holds_one_hundred_percent(node: &Node) -> bool {
    match &node.kind {
        Kind::Percent(inner) => matches!(&inner.kind, Kind::Number(number) if *number == Exact::from(100)),
        Kind::Binary(Operation::Multiply, left, right) => {
            let is_one = |node: &Node| is_constant(node) && holds_one_hundred_percent(node);
            is_one(left) || is_one(right) || holds_one_hundred_percent(left)
        }
        Kind::Binary(Operation::Divide, left, _) => holds_one_hundred_percent(left),
        Kind::Call(Function::Round(_), arguments) => arguments.first().is_some_and(holds_one_hundred_percent),
        _ => false,
    }
}

fn one_hundred_percent_to_points(node: &mut Node) {
    match &mut node.kind {
        Kind::Percent(inner) if matches!(inner.kind, Kind::Number(_)) => *node = inner.as_ref().clone(),
        Kind::Binary(Operation::Multiply, left, right) => {
            let side = if is_constant(right) && holds_one_hundred_percent(right) { right } else { left };
            one_hundred_percent_to_points(side);
        }
        Kind::Binary(Operation::Divide, left, _) => one_hundred_percent_to_points(left),
        // The places that words name of a share in percent count two more.
        Kind::Call(Function::Round(_), arguments) => {
            if let [figure, places] = arguments.as_mut_slice() {
                one_hundred_percent_to_points(figure);
                if let Kind::Number(number) = &mut places.kind {
                    *number = number.clone() - Exact::from(2);
                    if number.is_negative() {
                        let positive = Node { at: 0..0, kind: Kind::Number(Exact::from(0) - number.clone()) };
                        places.kind = Kind::Negate(Box::new(positive));
                    }
                }
            }
        }
        _ => {}
    }
}
