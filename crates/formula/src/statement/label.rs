//! What stands before a statement: labels, marks of items, a rounding.

use super::{case::holds_case, is_formula, is_rounding};
use crate::{
    Aside, ReadError, Unclear,
    formula::Operation,
    lexicon::{Verb, Word},
    read::Reader,
    source::Gap,
    token::{Bracket, Part},
};

/// The comma behind a rounding that stands before a formula, if one does.
pub(super) fn leading_rounding(reader: &Reader<'_>, from: usize) -> Option<usize> {
    let commas = reader.outside(from, reader.end, |part| *part == Part::Comma);
    let comma = commas.into_iter().rev().find(|comma| is_rounding(reader, from, *comma))?;
    // A formula follows, no further part of the rounding.
    is_formula(reader, comma + 1, reader.end).then_some(comma)
}

/// Goes past labels, item marks and bullets; the place behind them.
pub(super) fn labels(reader: &mut Reader<'_>, from: usize) -> Result<usize, ReadError> {
    let mut at = from;
    loop {
        let begun = at;
        match reader.part_at(at) {
            Some(Part::Open(bracket)) => {
                let Some(close) = reader.partner(at) else { return Ok(at) };
                let is_label = match bracket {
                    Bracket::Lens => !holds_case(reader, at + 1, close),
                    _ => {
                        let is_word = at + 2 == close && reader.is_word(at + 1, Word::Label);
                        let mark = reader.folded(at + 1, close);
                        let is_mark = *bracket == Bracket::Round
                            && (mark.chars().count() == 1
                                && !matches!(reader.part_at(at + 1), Some(Part::Term(_)))
                                || mark.len() <= 2 && mark.chars().all(|c| c.is_ascii_digit()))
                            && begins(reader, close + 1);
                        is_word || is_mark
                    }
                };
                if is_label && close + 1 < reader.end {
                    at = close + 1;
                    while matches!(reader.part_at(at), Some(Part::Colon)) {
                        at += 1;
                    }
                }
            }
            Some(Part::Bullet) => at += 1,
            Some(Part::Word(Word::And)) if reader.text_of(at, at + 1) == "・" => at += 1,
            // A star before a space is a bullet, two side by side set words bold. A sign is neither: `×100`.
            Some(Part::Operator(Operation::Multiply))
                if is_star(reader, at) && (reader.gap_at(at + 1) > Gap::None || is_star(reader, at + 1)) =>
            {
                while is_star(reader, at) {
                    at += 1;
                }
            }
            Some(Part::Operator(Operation::Subtract)) if reader.gap_at(at + 1) > Gap::None => {
                // A dash that is set apart marks an item where a name with its equals sign follows.
                if reader.outside(at, reader.end, |part| *part == Part::Equals).is_empty() {
                    return Err(reader.unclear(Unclear::Dash, at, at + 1));
                }
                at += 1;
            }
            Some(Part::Raised)
                if !is_operator(reader.part_at(at + 1)) && at + 1 < reader.end && begins(reader, at + 1) =>
            {
                at += 1;
            }
            // 1. and 1、 before a name.
            Some(Part::Number(_))
                if matches!(
                    reader.part_at(at + 1),
                    Some(Part::Comma | Part::Stop | Part::Close(Bracket::Round))
                ) && begins(reader, at + 2)
                    && !matches!(reader.part_at(at + 2), Some(Part::Number(_)))
                    && !joins_operands(reader, at + 2)
                    && (reader.part_at(at + 1) != Some(&Part::Comma) || !is_listed(reader, at)) =>
            {
                at += 2;
            }
            Some(Part::Word(_) | Part::Unknown) if let Some(behind) = article(reader, at) => at = behind,
            // 「ア　遵守率＝…」
            Some(Part::Word(_) | Part::Unknown) if is_letter_mark(reader, at) => at += 1,
            Some(Part::Word(_)) if is_label_word(reader, at) => {
                at += 1;
                while matches!(reader.part_at(at), Some(Part::Colon)) {
                    at += 1;
                }
                while is_star(reader, at) {
                    at += 1;
                }
            }
            _ => {}
        }
        if at == begun {
            return Ok(at);
        }
        reader.note(Aside::Label, begun, at);
    }
}

/// Parts of a document by which a formula is headed.
const PARTS_JA: &[&str] = &["条", "項", "号", "章", "節", "款", "目", "編", "表", "図", "式"];
const DOCUMENTS_JA: &[&str] = &["別表", "別紙", "別添", "別記", "様式", "付録", "附則"];
const PARTS_EN: &[&str] = &["section", "article", "clause", "annex", "appendix", "paragraph", "item"];

/// Where the place in a document ends that heads a formula: 「第5条」, 「第5条第2項」, 「別表第1」, `Section 5.2`. It is set
/// apart from what follows; in English that is a definition.
pub(crate) fn article(reader: &Reader<'_>, from: usize) -> Option<usize> {
    let is_number = |at: usize| matches!(reader.part_at(at), Some(Part::Number(_)));
    let mut at = from + usize::from(DOCUMENTS_JA.contains(&reader.folded(from, from + 1)));
    let mut is_headed = at > from && is_number(at);
    if is_headed {
        at += 1;
    }
    if PARTS_EN.contains(&reader.folded(from, from + 1)) && is_number(from + 1) {
        let equals = reader.outside(from, reader.end, |part| {
            matches!(part, Part::Equals | Part::Colon | Part::Word(Word::Defines))
        });
        is_headed = !equals.is_empty();
        at = from + 2;
    }
    while reader.is_word(at, Word::Ordinal) && is_number(at + 1) {
        is_headed = true;
        at += 2;
        at += usize::from(PARTS_JA.contains(&reader.folded(at, at + 1)));
    }
    let mut behind = at;
    while matches!(reader.part_at(behind), Some(Part::Colon | Part::Comma)) {
        behind += 1;
    }
    let is_apart = behind > at || reader.gap_at(at) > Gap::None;
    (is_headed && is_apart && begins(reader, behind) && behind < reader.end).then_some(behind)
}

/// Whether one kana that is set apart marks an item before a name with its equals sign.
fn is_letter_mark(reader: &Reader<'_>, at: usize) -> bool {
    let mark = reader.text_of(at, at + 1);
    let is_kana = |c: char| "アイウエオカキクケコあいうえおイロハニホヘト".contains(c);
    mark.chars().count() == 1
        && mark.chars().all(is_kana)
        && reader.gap_at(at + 1) > Gap::None
        && begins(reader, at + 1)
        && !reader.outside(at + 1, reader.end, |part| *part == Part::Equals).is_empty()
}

/// Whether a star stands at a place, and no other sign that multiplies.
fn is_star(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.part_at(at), Some(Part::Operator(Operation::Multiply)))
        && reader.folded(at, at + 1) == "*"
}

/// Whether a formula may begin at a place: an operand, an unknown name or a label.
pub(super) fn begins(reader: &Reader<'_>, at: usize) -> bool {
    reader.starts(at) || matches!(reader.part_at(at), Some(Part::Unknown | Part::Word(_)))
}

pub(super) fn is_operator(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Operator(_) | Part::Percent | Part::Close(_) | Part::Word(Word::Ex)) | None)
}

/// Whether a word between operands stands at a place: in `158, divided by all` the number is no mark.
fn joins_operands(reader: &Reader<'_>, at: usize) -> bool {
    matches!(
        reader.word_at(at),
        Some(Word::Between(_) | Word::Then | Word::And | Word::Or | Word::Particle(_) | Word::AsPercentage)
    )
}

/// Whether a word for a list stands behind: 「16、期限内件数の合計」 has no item mark.
pub(super) fn is_listed(reader: &Reader<'_>, from: usize) -> bool {
    (from..reader.end).any(|at| {
        reader
            .word_as(at, |word| {
                matches!(
                    word,
                    Word::Aggregate(_)
                        | Word::Which(_)
                        | Word::And
                        | Word::Or
                        | Word::Verb(Verb::Add | Verb::Multiply, _)
                )
            })
            .is_some()
    })
}

/// Whether a word that labels formulas stands alone: 計算式：, 計算式は, Formula.
pub(super) fn is_label_word(reader: &Reader<'_>, at: usize) -> bool {
    if !reader.is_word(at, Word::Label) || at + 1 >= reader.end {
        return false;
    }
    let text = reader.folded(at, at + 1);
    text.ends_with('は')
        || text.ends_with("is")
        || matches!(reader.part_at(at + 1), Some(Part::Colon))
        || reader.gap_at(at + 1) == Gap::Line
}
