//! Sides of an equals sign: what is defined, its figure, a target, the result that is printed.

use super::{
    Clause, Figure, Topic, clause,
    limit::{cap, is_limit, limit},
    named_at_end, topic_at,
};
use crate::{
    Aside, Exact, Expected, Formula, ReadError, Relation, Rounding, Unclear,
    formula::{Bound, Kind, Node},
    lexicon::{Noun, Word},
    name::{NoPart, name},
    part::{is_constant, is_ratio},
    percent::is_in_points,
    read::Reader,
    source::Gap,
    token::Part,
    value::Value,
};

/// What a segment beside an equals sign is.
pub(super) enum Segment {
    Expression(Box<Value>, Option<Bound>),
    Name(String),
}

/// A clause with equals signs, or none: the name, the figure and the result that is printed.
pub(super) fn equation(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    let signs = reader.outside(from, reader.end, |part| matches!(part, Part::Equals | Part::About));
    if signs.is_empty() {
        return unequal(reader, from);
    }
    let first = signs.first().copied().unwrap_or(from);
    let mut bounds = vec![from];
    bounds.extend(signs.iter().map(|sign| sign + 1));
    let mut ends: Vec<usize> = signs.clone();
    ends.push(reader.end);
    // A sheet's formula begins with its equals sign.
    if first == from {
        bounds.remove(0);
        ends.remove(0);
        if bounds.len() > 1 {
            return Err(reader.unclear(Unclear::TwoFormulas, from, reader.end));
        }
        let begun = from + 1;
        return reader.within(begun, reader.end, |reader| unequal(reader, begun));
    }
    let second = second_formula(reader, from, &signs);
    let sides = reader.attempt(|reader| sides(reader, &bounds.into_iter().zip(ends).collect::<Vec<_>>()));
    match (sides, second) {
        (Err(_), Some(at)) => Err(reader.unclear(Unclear::TwoFormulas, at, reader.end)),
        (sides, _) => sides,
    }
}

/// Where a second formula begins: behind a comma or on a line of its own, a name with its equals sign:
/// 「X＝A÷B、Y＝C÷D」.
fn second_formula(reader: &Reader<'_>, from: usize, signs: &[usize]) -> Option<usize> {
    let parts = |at: usize| {
        matches!(reader.part_at(at - 1), Some(Part::Comma | Part::Semicolon))
            || reader.gap_at(at) == Gap::Line
    };
    signs.windows(2).find_map(|pair| match pair {
        [first, second] if *first > from => (first + 2..*second).rev().find(|at| parts(*at)).filter(|at| {
            let begins_with_term = matches!(reader.part_at(*at), Some(Part::Term(_))) && at + 1 == *second;
            begins_with_term || name(reader, *at, *second).is_ok()
        }),
        _ => None,
    })
}

/// What stands on the sides of equals signs, or of words that say the same.
pub(super) fn sides(reader: &mut Reader<'_>, bounds: &[Clause]) -> Result<Figure, ReadError> {
    let mut segments = Vec::new();
    let count = bounds.len();
    for (n, (begun, end)) in bounds.iter().copied().enumerate() {
        let found = segment(reader, begun, end, n == 0, n + 1 == count)?;
        if let (0, Segment::Name(name)) = (n, &found) {
            reader.subject = Some(name.clone());
        }
        segments.push((found, begun, end));
    }
    let mut figure = Figure::default();
    let mut numbers: Vec<(Node, usize, usize)> = Vec::new();
    for (n, (segment, begun, end)) in segments.into_iter().enumerate() {
        match segment {
            Segment::Name(name) if n == 0 || n + 1 == count && figure.defines.is_none() => {
                figure.defines = Some(name)
            }
            Segment::Name(_) => return Err(reader.unclear(Unclear::TwoFormulas, begun, end)),
            Segment::Expression(value, bound) => {
                let is_term = matches!(value.node.kind, Kind::Term(_));
                // A name of the vocabulary before the first sign is what is defined; behind a figure too.
                let has_figure = figure.node.as_ref().is_some_and(|node| !matches!(node.kind, Kind::Term(_)));
                if is_term && figure.defines.is_none() && (n == 0 || n + 1 == count && has_figure) {
                    figure.defines =
                        Some(name(reader, begun, end).map_err(|no_part| no_name(reader, no_part))?);
                    continue;
                }
                match &figure.node {
                    None => {
                        figure.is_share = value.noun == Some(Noun::Share);
                        figure.node = Some(value.node);
                        figure.bound = bound;
                    }
                    Some(known) if is_constant(&value.node) && (is_constant(known) || n + 1 < count) => {
                        numbers.push((value.node, begun, end));
                    }
                    // The figure is stated to be a number: a target.
                    Some(_) if is_constant(&value.node) && figure.bound.is_none() => {
                        figure.bound = Some(Bound { relation: Relation::Equal, than: value.node });
                    }
                    Some(_) => return Err(reader.unclear(Unclear::TwoFormulas, begun, end)),
                }
            }
        }
    }
    let Some(node) = &figure.node else {
        reader.at = reader.end;
        return Err(reader.expected(Expected::Operand));
    };
    for (stated, begun, end) in &numbers {
        let sign = begun.checked_sub(1);
        let is_about = sign.is_some_and(|sign| reader.part_at(sign) == Some(&Part::About));
        agrees(reader, node, stated, is_about, *begun, *end)?;
    }
    if let Some(bound) = figure.bound.take() {
        figure.bound = Some(scaled(bound, node, figure.defines.as_deref()));
    }
    Ok(figure)
}

/// Checks a result that the text prints: exact, or rounded to the digits printed.
pub(super) fn agrees(
    reader: &mut Reader<'_>,
    node: &Node,
    stated: &Node,
    is_about: bool,
    from: usize,
    to: usize,
) -> Result<(), ReadError> {
    let value = |node: &Node| {
        let outcome = Formula::of(node.clone()).evaluate(&crate::Operands::default(), reader.vocabulary);
        outcome.defined().cloned()
    };
    let hundred = Exact::from(100);
    let (Some(left), Some(right)) = (value(node), value(stated)) else {
        return Err(reader.unclear(Unclear::TwoFormulas, from, to));
    };
    // `= 90%` of a figure that is a hundredfold: 90.
    let in_percent = matches!(stated.kind, Kind::Percent(_)).then(|| right.clone() * hundred);
    let differs = |right: &Exact| {
        if left == *right {
            return Some(Aside::Result);
        }
        // Printed digits: 29,041 of 29041.09….
        let text = reader.folded(from, to);
        let places = text
            .split_once('.')
            .map_or(0, |(_, digits)| digits.chars().take_while(char::is_ascii_digit).count());
        let places = u8::try_from(places).ok()?;
        let near = |right: &Exact| {
            left.rounded(places, Rounding::HalfUp) == *right || left.rounded(places, Rounding::Down) == *right
        };
        (is_about || !is_constant_exact(&left, places))
            .then(|| near(right))
            .filter(|near| *near)
            .map(|_| Aside::RoundedResult)
    };
    let found = differs(&right).or_else(|| in_percent.as_ref().and_then(differs)).or_else(|| {
        // A share printed in percent to its digits: 0.9958… as 99.58%.
        let scaled = left.clone() * Exact::from(100);
        let text = reader.folded(from, to);
        let places = text
            .split_once('.')
            .map_or(0, |(_, digits)| digits.chars().take_while(char::is_ascii_digit).count());
        let places = u8::try_from(places).ok()?;
        let right = in_percent.clone()?;
        let near = scaled.rounded(places, Rounding::HalfUp) == right
            || scaled.rounded(places, Rounding::Down) == right;
        near.then_some(Aside::RoundedResult)
    });
    match found {
        Some(aside) => {
            reader.note(aside, from, to);
            Ok(())
        }
        None => {
            // So many places that both are seen to differ: 3.333 and 3.34.
            let shown = |number: &Exact| {
                (0..=6_u8)
                    .find(|places| {
                        left.rounded(*places, Rounding::Down) != right.rounded(*places, Rounding::Down)
                    })
                    .map_or_else(
                        || number.to_string(),
                        |places| {
                            let ends = (0..=places + 1)
                                .find(|places| number.rounded(*places, Rounding::Down) == *number);
                            number.to_decimal_string(ends.unwrap_or(places + 1), Rounding::Down)
                        },
                    )
            };
            let unclear = Unclear::NotEqual { left: shown(&left).into(), right: shown(&right).into() };
            Err(reader.unclear(unclear, from, to))
        }
    }
}

/// Whether a number ends within so many places.
pub(super) fn is_constant_exact(value: &Exact, places: u8) -> bool {
    value.rounded(places, Rounding::Down) == *value
}

/// A bound on the scale of the figure: `95%` is 95 of a hundredfold, 0.95 of a share.
pub(crate) fn scaled(bound: Bound, node: &Node, defines: Option<&str>) -> Bound {
    let is_percent =
        is_in_points(node) || defines.is_some_and(|name| name.contains(['%', '％']) && !is_ratio(node));
    match &bound.than.kind {
        Kind::Percent(inner) if is_percent && matches!(inner.kind, Kind::Number(_)) => {
            Bound { than: inner.as_ref().clone(), ..bound }
        }
        _ => bound,
    }
}

/// What is no part of a name stands where a name should.
pub(super) fn no_name(reader: &Reader<'_>, (from, to): NoPart) -> ReadError {
    reader.unclear(Unclear::NoName, from, to)
}

/// What a segment beside an equals sign is.
pub(super) fn segment(
    reader: &mut Reader<'_>,
    from: usize,
    to: usize,
    is_first: bool,
    is_last: bool,
) -> Result<Segment, ReadError> {
    // The common case: a name that is in no vocabulary.
    let is_unknown = matches!(reader.part_at(from), Some(Part::Unknown));
    if is_first
        && is_unknown
        && let Ok(name) = name(reader, from, to)
    {
        return Ok(Segment::Name(name));
    }
    let found = reader.attempt(|reader| {
        reader.within(from, to, |reader| {
            let figure = unequal(reader, from)?;
            match (figure.defines, figure.node) {
                (None, Some(node)) => {
                    let noun = figure.is_share.then_some(Noun::Share);
                    Ok((Value { noun, ..Value::new(node) }, figure.bound))
                }
                _ => Err(reader.unclear(Unclear::TwoFormulas, from, to)),
            }
        })
    });
    match found {
        Ok((value, bound)) => Ok(Segment::Expression(Box::new(value), bound)),
        Err(error) => match name(reader, from, to) {
            Ok(name) if is_first || is_last && !starts_formula(reader, from) => Ok(Segment::Name(name)),
            Err(no_part) if is_first && !is_formula_side(reader, from, to) => Err(no_name(reader, no_part)),
            _ => Err(error),
        },
    }
}

/// 「補助金額は、直接経費の10％以内とする」: a name that another figure bounds.
fn bounded(reader: &mut Reader<'_>, name: &str, behind: usize) -> Option<Figure> {
    let mut end = reader.end;
    while end > behind && matches!(reader.word_at(end - 1), Some(Word::Closes | Word::Doing)) {
        end -= 1;
    }
    let said = end.checked_sub(1).filter(|said| *said > behind)?;
    let relation = match reader.word_as(said, |word| matches!(word, Word::Compares(_)))? {
        Word::Compares(relation @ (Relation::AtMost | Relation::AtLeast | Relation::Less)) => relation,
        _ => return None,
    };
    let read = reader.attempt(|reader| {
        reader.within(behind, said, |reader| {
            let figure = clause(reader, behind)?;
            let is_plain = figure.bound.is_none() && figure.defines.is_none() && figure.relation.is_none();
            match &figure.node {
                Some(node) if is_plain && !is_constant(node) && is_share_of(node) => Ok(figure),
                _ => Err(reader.expected(Expected::OperatorOrEnd)),
            }
        })
    });
    let figure = read.ok()?;
    reader.at = reader.end;
    Some(Figure { defines: Some(name.to_owned()), relation: Some(relation), ..figure })
}

/// Whether a part is a share of a name: 直接経費の10％. A rate with its target is none.
fn is_share_of(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(crate::formula::Operation::Multiply, left, right) => {
            !is_constant(left) && is_constant(right) || is_share_of(left)
        }
        _ => false,
    }
}

/// Whether a side begins as a formula does.
pub(super) fn starts_formula(reader: &Reader<'_>, from: usize) -> bool {
    reader.starts(from) && !matches!(reader.part_at(from), Some(Part::Open(_)))
}

/// Whether an operation stands on a side.
pub(super) fn is_formula_side(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| matches!(reader.part_at(at), Some(Part::Operator(_) | Part::Word(Word::Between(_)))))
}

/// A clause without an equals sign.
pub(super) fn unequal(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    if let Some(value) = reader.more_than(from) {
        reader.at = reader.end;
        return value.map(|value| Figure { node: Some(value.node), ..Figure::default() });
    }
    if let Some(end) = reader.limit_behind_figure(from)
        && let Some((is_cap, amount)) = limit(reader, end)?
    {
        let mut figure = reader.within(from, end, |reader| unequal(reader, from))?;
        cap(reader, &mut figure, is_cap, &amount)?;
        reader.at = reader.end;
        return Ok(figure);
    }
    if let Some((end, bound)) = reader.target_at_end(from) {
        // `fee × 5%, not exceeding 1000`, not `fee × 5% must not exceed 1000`.
        let is_joined = reader.part_at(end) == Some(&Part::Comma)
            || reader.folded(end, end + 1) == "but"
            || reader.word_as(end, |word| matches!(word, Word::Than(_))).is_some();
        let mut figure = reader.within(from, end, |reader| unequal(reader, from))?;
        let Some(node) = &figure.node else { return Err(reader.expected(Expected::Operand)) };
        if figure.bound.is_some() {
            return Err(reader.unclear(Unclear::Comparisons, from, reader.end));
        }
        let bound = scaled(bound, node, figure.defines.as_deref());
        let is_limit = is_limit(node, &bound);
        if is_joined && is_limit.is_some_and(|is_limit| is_limit != reader.mode.other_limit()) {
            cap(reader, &mut figure, bound.relation == Relation::AtMost, &Value::new(bound.than))?;
        } else {
            figure.bound = Some(bound);
        }
        reader.at = reader.end;
        return Ok(figure);
    }
    // 「…で遅延損害金を計算する」: the name stands at the end.
    if let Some((name, end)) = named_at_end(reader, from) {
        let mut figure = reader.within(from, end, |reader| unequal(reader, from))?;
        figure.defines.get_or_insert(name);
        return Ok(figure);
    }
    let topic = topic_at(reader, from);
    if let Some(Topic { name: Ok(name), behind, .. }) = &topic
        && let Some(figure) = bounded(reader, name, *behind)
    {
        return Ok(figure);
    }
    if let Some(Topic { name: Ok(name), behind, .. }) = &topic {
        let (name, behind) = (name.clone(), *behind);
        // `A：B`: two names of the vocabulary are a ratio, or the one defines the other.
        let is_term = |at: usize| matches!(reader.part_at(at), Some(Part::Term(_)));
        if reader.part_at(behind - 1) == Some(&Part::Colon)
            && behind == from + 2
            && behind + 1 == reader.end
            && is_term(from)
            && is_term(behind)
        {
            return Err(reader.unclear(Unclear::SideBySide, behind, behind + 1));
        }
        reader.subject.get_or_insert_with(|| name.clone());
        let mut figure =
            reader.attempt(|reader| reader.within(behind, reader.end, |reader| unequal(reader, behind)))?;
        figure.defines.get_or_insert(name);
        if let Some(node) = &figure.node
            && let Some(bound) = figure.bound.take()
        {
            figure.bound = Some(scaled(bound, node, figure.defines.as_deref()));
        }
        return Ok(figure);
    }
    // What stands before は or `is` is no name: a formula, or nothing that can be read.
    if let Some(Topic { name: Err(no_part), at, behind }) = topic
        && reader.part_at(at) != Some(&Part::Colon)
    {
        if let Ok(figure) = reader.attempt(|reader| clause(reader, from)) {
            return Ok(figure);
        }
        let end = reader.end;
        return reader.attempt(|reader| sides(reader, &[(from, at), (behind, end)])).map_err(|error| {
            match error {
                ReadError::Unclear { unclear: Unclear::TwoFormulas, .. } => error,
                _ => no_name(reader, no_part),
            }
        });
    }
    clause(reader, from)
}
