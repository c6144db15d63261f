//! 「Aを分子、Bを分母とする割合」: a fraction by the names of its parts.

use super::Figure;
use crate::{
    Expected, ReadError,
    formula::{Node, Operation},
    lexicon::{Noun, Particle, Verb, Word},
    part::binary,
    phrase::as_percentage,
    read::Reader,
    token::Part,
    value::Value,
};

/// Whether 分子 or 分母 stands at a place.
pub(crate) fn is_side(reader: &Reader<'_>, at: usize) -> bool {
    is_above(reader, at) || reader.folded(at, at + 1) == "分母"
}

fn is_above(reader: &Reader<'_>, at: usize) -> bool {
    reader.folded(at, at + 1) == "分子"
}

/// A fraction whose parts are named in either order: 「Aを分子、Bを分母とする割合」, 「分母をB、分子をAとした値」.
///
/// # Errors
/// What is wrong with one of its parts.
pub(super) fn fraction(reader: &mut Reader<'_>, from: usize) -> Result<Option<Figure>, ReadError> {
    let sides = reader.outside(from, reader.end, |part| *part == Part::Unknown);
    let sides: Vec<usize> = sides.into_iter().filter(|at| is_side(reader, *at)).collect();
    let [first, second] = sides.as_slice() else { return Ok(None) };
    let (first, second) = (*first, *second);
    if is_above(reader, first) == is_above(reader, second) {
        return Ok(None);
    }
    let is_wo = |at: usize| reader.is_word(at, Word::Particle(Particle::Wo));
    let names_follow =
        first == from && (is_wo(first + 1) || reader.is_word(first + 1, Word::Particle(Particle::Ha)));
    let (one, other, behind) = if names_follow {
        // 「分子をA、分母をBとする」
        let Some(comma) = (first + 2..second).rev().find(|at| reader.part_at(*at) == Some(&Part::Comma))
        else {
            return Ok(None);
        };
        let end = (second + 2..reader.end).find(|at| is_that(reader, *at)).unwrap_or(reader.end);
        ((first + 2, until_that(reader, first + 2, comma)), (second + 2, end), end)
    } else {
        if first <= from || !is_wo(first - 1) || second < first + 3 || !is_wo(second - 1) {
            return Ok(None);
        }
        let mut begun = first + 1;
        while is_that(reader, begun) || reader.part_at(begun) == Some(&Part::Comma) {
            begun += 1;
        }
        ((from, first - 1), (begun, second - 1), second + 1)
    };
    let part = |reader: &mut Reader<'_>, (from, to): (usize, usize)| -> Result<Node, ReadError> {
        reader.within(from, to, |reader| {
            let value = reader.phrase(0)?;
            let is_one = reader.at >= reader.end && value.before.is_empty();
            if is_one {
                Ok(value.with_prefix().node)
            } else {
                Err(reader.after_operand(Expected::OperatorOrEnd))
            }
        })
    };
    let (one, other) = (part(reader, one)?, part(reader, other)?);
    let is_first = is_above(reader, first);
    reader.claim(first, first + 1);
    reader.claim(second, second + 1);
    let (above, below) = if is_first { (one, other) } else { (other, one) };
    let mut value = Value { noun: Some(Noun::Share), ..Value::new(binary(Operation::Divide, above, below)) };
    reader.at = behind;
    while is_that(reader, reader.at) {
        reader.at += 1;
    }
    if let Some(Word::Noun(noun)) = reader.word_as(reader.at, |word| matches!(word, Word::Noun(_))) {
        value.noun = Some(noun);
        reader.at += 1;
    }
    if value.noun == Some(Noun::Percentage) {
        as_percentage(&mut value);
    }
    while is_that(reader, reader.at) || matches!(reader.word(), Some(Word::Verb(Verb::Calculate, _))) {
        reader.at += 1;
    }
    if reader.at < reader.end {
        return Err(reader.after_operand(Expected::OperatorOrEnd));
    }
    let is_share = value.noun == Some(Noun::Share);
    Ok(Some(Figure { node: Some(value.node), is_share, ..Figure::default() }))
}

/// とする, とした, として.
fn is_that(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word_at(at), Some(Word::Closes))
}

fn until_that(reader: &Reader<'_>, from: usize, to: usize) -> usize {
    (from..to).find(|at| is_that(reader, *at)).unwrap_or(to)
}
