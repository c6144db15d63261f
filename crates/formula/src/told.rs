//! What is told of a text that is not read where a kind of clause is known and beyond one formula: steps that count on, a
//! part that exceeds a number.

use crate::{ReadError, Unclear, lexicon::Word, read::Reader, token::Part};

/// Words behind a number with its unit that count steps.
const STEPS: &[&str] = &[
    "ごと",
    "毎に",
    "毎の",
    "につき",
    "当たり",
    "あたり",
    "下回るごと",
    "上回るごと",
    "超えるごと",
    "を下回るごと",
    "を上回るごと",
    "を超えるごと",
    "下回る毎",
    "上回る毎",
    "超える毎",
    "低下するごと",
    "低下する毎",
    "増えるごと",
    "増すごと",
    "遅れるごと",
    "下がるごと",
    "減るごと",
    "に達するごと",
];
/// Words behind a number with its unit for what exceeds it.
const BEYOND: &[&str] = &[
    "を超える部分",
    "超える部分",
    "を超えた部分",
    "を超える日数",
    "を超えた日数",
    "を超える分",
    "を超えた分",
    "超過部分",
    "を超過した部分",
    "を超過する部分",
    "を超える時間",
    "を超えた時間",
    "を下回る部分",
    "を下回った部分",
];

/// The error, or what is known of a clause that the text holds and no formula can.
pub(crate) fn known(reader: &Reader<'_>, error: ReadError) -> ReadError {
    let is_general = match &error {
        ReadError::UnknownName { .. } | ReadError::Expected { .. } => true,
        ReadError::Unclear { unclear, .. } => matches!(
            unclear,
            Unclear::List
                | Unclear::Word
                | Unclear::SideBySide
                | Unclear::Unused
                | Unclear::Condition
                | Unclear::Sentence
                | Unclear::NoName
        ),
        _ => false,
    };
    if !is_general {
        return error;
    }
    let ends = reader.tokens.len();
    let part = |at: usize| reader.tokens.get(at).map(|token| &token.part);
    for from in 0..ends {
        // 「違反1件につき1万円」, `10,000 yen for each breach`
        let said = reader.folded(from, from + 1);
        let is_one = matches!(part(from), Some(Part::Word(Word::Filler | Word::PerDay)))
            && said.contains('1')
            && from > 0;
        let is_each = said == "for" && matches!(reader.folded(from + 1, from + 2), "each" | "every");
        let is_name = matches!(part(from + 2), Some(Part::Unknown | Part::Word(_)));
        if is_one || is_each && is_name {
            let begun = from.checked_sub(usize::from(is_one)).unwrap_or(from);
            return reader.unclear(Unclear::Per, begun, from + if is_one { 1 } else { 3 });
        }
        if !matches!(part(from), Some(Part::Number(_))) {
            continue;
        }
        // `for each 1% below 99%`
        let leads = from.checked_sub(1).is_some_and(|at| {
            matches!(reader.folded(at, from), "each" | "every" | "foreach" | "forevery" | "pereach")
        });
        let behind = (from + 1..ends.min(from + 4))
            .find(|at| !matches!(part(*at), Some(Part::Unit(_) | Part::Percent)))
            .unwrap_or(ends);
        let said = reader.folded(behind, ends.min(behind + 6));
        let is_one = reader.folded(from, from + 1) == "1" && matches!(part(from + 1), Some(Part::Unit(_)));
        let begins = |words: &[&str]| words.iter().any(|word| said.starts_with(word));
        let span = |unclear: Unclear| reader.unclear(unclear, from, ends.min(behind + 1));
        if begins(BEYOND) {
            return span(Unclear::Beyond);
        }
        // 「違反1件につき」 counts each of them.
        if is_one && ["につき", "当たり", "あたり"].iter().any(|word| said.starts_with(word)) {
            let from = from.checked_sub(1).unwrap_or(from);
            return reader.unclear(Unclear::Per, from, ends.min(behind + 1));
        }
        if begins(STEPS) || leads {
            return span(Unclear::EachStep);
        }
    }
    error
}
