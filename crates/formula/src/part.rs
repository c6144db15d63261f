//! Parts of formulas: how they are made, and what can be told of one by its form.

use crate::{
    Exact, Function, Rounding,
    formula::{Kind, Node, Operation},
};

pub(crate) fn binary(operation: Operation, left: Node, right: Node) -> Node {
    let at = left.at.start.min(right.at.start)..left.at.end.max(right.at.end);
    Node { at, kind: Kind::Binary(operation, Box::new(left), Box::new(right)) }
}

pub(crate) fn number(number: impl Into<Exact>) -> Node {
    Node { at: 0..0, kind: Kind::Number(number.into()) }
}

/// A part rounded, as words say it, to so many places; with a minus, to tens and more. What is counted in percent
/// (`A÷B×100%`) is rounded at places of the percentage, which are two less than those of the share.
pub(crate) fn rounded(node: Node, places: i8, rounding: Rounding) -> Node {
    let more = if is_in_percent(&node) { 2 } else { 0 };
    rounded_plainly(node, i64::from(places) + more, rounding)
}

/// A part rounded to so many places of its own.
pub(crate) fn rounded_plainly(node: Node, places: i64, rounding: Rounding) -> Node {
    let at = node.at.clone();
    let places_node = if places < 0 {
        Node { at: 0..0, kind: Kind::Negate(Box::new(number(-Exact::from(places)))) }
    } else {
        number(places)
    };
    Node { at, kind: Kind::Call(Function::Round(rounding), vec![node, places_node]) }
}

/// The tree a hundredfold. A rounding that words say of it is then one of the percentage.
pub(crate) fn hundredfold(node: Node) -> Node {
    if let Some((share, places, rounding)) = said_rounding(&node) {
        let less = if places < SHARE_PLACES_MIN { 0 } else { 2 };
        return rounded_plainly(hundredfold(share), i64::from(places) - less, rounding);
    }
    let at = node.at.clone();
    Node { at, ..binary(Operation::Multiply, node, number(100)) }
}

/// A share rounded to fewer places makes percentages in steps of ten, which nobody means: the places are then those of
/// the percentage.
pub(crate) const SHARE_PLACES_MIN: i8 = 2;

/// What is rounded by words, not by a function that the text calls, to how many places and which way.
fn said_rounding(node: &Node) -> Option<(Node, i8, Rounding)> {
    let Kind::Call(Function::Round(rounding), arguments) = &node.kind else { return None };
    let [inner, places] = arguments.as_slice() else { return None };
    let places = match &places.kind {
        Kind::Number(places) => i8::try_from(places.to_i64()?).ok()?,
        _ => return None,
    };
    (inner.at == node.at).then(|| (inner.clone(), places, *rounding))
}

/// A share that the text says to be in percent, `応答率(%)＝A÷B`: places that words name are those of the percentage.
pub(crate) fn rounded_in_percent(node: Node) -> Node {
    match said_rounding(&node) {
        Some((share, places, rounding)) => rounded_plainly(share, i64::from(places) + 2, rounding),
        None => node,
    }
}

/// Whether words round a figure.
pub(crate) fn is_rounded(node: &Node) -> bool {
    said_rounding(node).is_some()
}

/// Whether words round a share to fewer places than a percentage has.
pub(crate) fn is_rounded_coarsely(node: &Node) -> bool {
    said_rounding(node).is_some_and(|(_, places, _)| places < SHARE_PLACES_MIN)
}

/// Whether a part is 100.
fn is_hundred(node: &Node) -> bool {
    matches!(&node.kind, Kind::Number(number) if *number == Exact::from(100))
}

/// Whether a part is 100 or 100%.
pub(crate) fn is_one_hundred(node: &Node) -> bool {
    match &node.kind {
        Kind::Percent(inner) => is_hundred(inner),
        _ => is_hundred(node),
    }
}

/// Whether a figure is a share that is counted in percent: `A÷B×100%`, `100%−A÷B`.
pub(crate) fn is_in_percent(node: &Node) -> bool {
    let is_whole = |node: &Node| matches!(&node.kind, Kind::Percent(inner) if is_hundred(inner));
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            is_whole(left) || is_whole(right) || is_in_percent(left)
        }
        Kind::Binary(Operation::Divide, left, _) => is_in_percent(left),
        Kind::Binary(Operation::Subtract, left, right) => is_whole(left) || is_in_percent(right),
        _ => false,
    }
}

/// Whether a figure is a ratio without a hundred in it.
pub(crate) fn is_ratio(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Divide, _, right) => !is_constant(right) && !is_hundredfold(node),
        Kind::Binary(Operation::Subtract, left, right) => {
            matches!(&left.kind, Kind::Number(number) if *number == Exact::from(1)) && is_ratio(right)
        }
        Kind::Call(Function::Round(_), arguments) => arguments.first().is_some_and(is_ratio),
        _ => false,
    }
}

/// Whether a figure is a percentage by its form: a hundredfold, also a rounded one.
pub(crate) fn is_hundredfold(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            is_hundred(left) || is_hundred(right) || is_hundredfold(left)
        }
        Kind::Binary(Operation::Divide, left, _) => is_hundredfold(left),
        Kind::Binary(Operation::Subtract, left, right) => is_hundred(left) || is_hundredfold(right),
        Kind::Call(Function::Round(_), arguments) => arguments.first().is_some_and(is_hundredfold),
        _ => false,
    }
}

/// Whether no term stands in a part.
pub(crate) fn is_constant(node: &Node) -> bool {
    let mut terms = Vec::new();
    crate::formula::collect(node, &mut terms);
    terms.is_empty()
}

/// A fraction as it is written: 2, 1÷3.
pub(crate) fn fraction_of((above, below): (u8, u8)) -> Node {
    match (above, below) {
        (1, 2) => number(Exact::ratio(1, 2).unwrap_or_else(|| Exact::from(0))),
        (above, 1) => number(i64::from(above)),
        (above, below) => binary(Operation::Divide, number(i64::from(above)), number(i64::from(below))),
    }
}

/// A number in percent beside a hundredfold is so many of it: of `A÷B×100` 95% is 95.
pub(crate) fn on_scale_of(beside: &Node, node: Node) -> Node {
    match node.kind {
        Kind::Percent(inner) if is_hundredfold(beside) && matches!(inner.kind, Kind::Number(_)) => *inner,
        _ => node,
    }
}

/// A part that comes to so much at most, or else at least.
pub(crate) fn limited(node: Node, is_cap: bool, amount: Node) -> Node {
    let amount = on_scale_of(&node, amount);
    called(if is_cap { Function::Min } else { Function::Max }, vec![node, amount])
}

pub(crate) fn chained(operation: Operation, parts: Vec<Node>) -> Node {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(|| number(0));
    parts.fold(first, |left, right| binary(operation, left, right))
}

pub(crate) fn called(function: Function, arguments: Vec<Node>) -> Node {
    let start = arguments.iter().map(|node| node.at.start).min().unwrap_or(0);
    let end = arguments.iter().map(|node| node.at.end).max().unwrap_or(0);
    Node { at: start..end, kind: Kind::Call(function, arguments) }
}
