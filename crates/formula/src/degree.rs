//! Whether a formula depends on the ratios of some terms alone: how often it is multiplied when all of them are.

use crate::{
    Function, TermId,
    condition::Condition,
    formula::{Kind, Node, Operation},
};

/// By which power of a factor a part is multiplied when the scaled terms are multiplied by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Degree {
    /// It is zero, which is any power.
    Any,
    Of(i32),
}

impl Degree {
    fn joined(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Any, degree) | (degree, Self::Any) => Some(degree),
            (a, b) => (a == b).then_some(a),
        }
    }
}

/// The degree of a part in the terms that are scaled by a factor above zero; `None` where it has none. Conditions keep
/// their truth under such a factor where both sides have one degree; a rounding keeps its value only where nothing in it is
/// scaled.
pub(crate) fn degree(node: &Node, is_scaled: &impl Fn(&TermId) -> bool) -> Option<Degree> {
    let part = |node: &Node| degree(node, is_scaled);
    let all = |mut parts: Vec<Degree>| {
        let first = parts.pop().unwrap_or(Degree::Any);
        parts.into_iter().try_fold(first, Degree::joined)
    };
    match &node.kind {
        Kind::Number(number) if number.is_zero() => Some(Degree::Any),
        Kind::Number(_) => Some(Degree::Of(0)),
        Kind::Term(id) => Some(Degree::Of(i32::from(is_scaled(id)))),
        Kind::Negate(inner) | Kind::Percent(inner) => part(inner),
        Kind::Binary(operation, left, right) => {
            let (a, b) = (part(left)?, part(right)?);
            match (operation, a, b) {
                (Operation::Add | Operation::Subtract, a, b) => a.joined(b),
                (_, Degree::Any, _) => Some(Degree::Any),
                // A division by zero has no value, whatever the factor.
                (_, _, Degree::Any) => Some(Degree::Any),
                (Operation::Multiply, Degree::Of(a), Degree::Of(b)) => a.checked_add(b).map(Degree::Of),
                (Operation::Divide, Degree::Of(a), Degree::Of(b)) => a.checked_sub(b).map(Degree::Of),
            }
        }
        Kind::Call(Function::Round(_), arguments) => {
            let parts = arguments.iter().map(part).collect::<Option<Vec<_>>>()?;
            let is_fixed = parts.iter().all(|degree| matches!(degree, Degree::Any | Degree::Of(0)));
            is_fixed.then_some(parts.first().copied().unwrap_or(Degree::Any))
        }
        Kind::Call(_, arguments) => all(arguments.iter().map(part).collect::<Option<Vec<_>>>()?),
        Kind::Cases(cases, otherwise) => {
            let is_kept = cases.iter().all(|case| keeps_its_truth(&case.when, is_scaled));
            let values = cases.iter().map(|case| &case.then).chain(otherwise.as_deref());
            let values = values.map(part).collect::<Option<Vec<_>>>()?;
            if is_kept { all(values) } else { None }
        }
    }
}

fn keeps_its_truth(condition: &Condition, is_scaled: &impl Fn(&TermId) -> bool) -> bool {
    match condition {
        Condition::Compare(_, left, right) => {
            let degrees = degree(left, is_scaled).zip(degree(right, is_scaled));
            degrees.is_some_and(|(a, b)| a.joined(b).is_some())
        }
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().all(|part| keeps_its_truth(part, is_scaled))
        }
    }
}
