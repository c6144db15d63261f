//! Numbers that are no numbers: references to lines of a form, dates, footnotes, prices for a unit.

use crate::{
    ReadError, Unclear,
    formula::Operation,
    lexicon::{self, Between, Word},
    read::Reader,
    source::Gap,
    token::Part,
};

/// Refuses a text in which a number may stand for something else: taken for a number, it would make a formula that nobody
/// meant.
pub(crate) fn check(reader: &Reader<'_>) -> Result<(), ReadError> {
    let refused = |unclear: Unclear, (from, to): (usize, usize)| Err(reader.unclear(unclear, from, to));
    let ends = reader.tokens.len();
    if let [first, _, ..] = (0..ends).filter_map(|at| reference(reader, at)).collect::<Vec<_>>().as_slice() {
        return refused(Unclear::Reference, *first);
    }
    if let [first, _, ..] = (0..ends).filter_map(|at| footnote(reader, at)).collect::<Vec<_>>().as_slice() {
        return refused(Unclear::Reference, *first);
    }
    if let Some(date) = (0..ends).find_map(|at| date(reader, at)) {
        return refused(Unclear::Date, date);
    }
    if let Some(name) = (0..ends).find(|at| begins_with_divisor(reader, *at)) {
        return refused(Unclear::NumberInName, (name, name + 1));
    }
    if let Some(letter) = (0..ends).find(|at| is_letter_with_number(reader, *at)) {
        return refused(Unclear::SideBySide, (letter, letter + 2));
    }
    if let Some(price) = (0..ends).find_map(|at| price(reader, at)) {
        return refused(Unclear::Per, price);
    }
    Ok(())
}

fn part<'a>(reader: &'a Reader<'_>, at: usize) -> Option<&'a Part> {
    reader.tokens.get(at).map(|token| &token.part)
}

/// A whole number of at most `most`, as it stands at a token.
fn whole(reader: &Reader<'_>, at: usize, most: u16) -> Option<u16> {
    matches!(part(reader, at)?, Part::Number(_))
        .then(|| reader.folded(at, at + 1).parse().ok())?
        .filter(|n| *n <= most)
}

/// 「（1）÷（2）」: a small number alone in brackets, where an operand stands.
fn reference(reader: &Reader<'_>, at: usize) -> Option<(usize, usize)> {
    let is_alone =
        matches!(part(reader, at)?, Part::Open(_)) && matches!(part(reader, at + 2)?, Part::Close(_));
    let before = at.checked_sub(1).and_then(|before| part(reader, before));
    let is_operand = matches!(before, None | Some(Part::Operator(_) | Part::Equals))
        && matches!(part(reader, at + 3), None | Some(Part::Operator(_) | Part::Stop));
    (is_alone && is_operand && whole(reader, at + 1, 99)? > 0).then_some((at, at + 3))
}

/// 「応答数*1÷着信数*2」: a star and a small number close behind a name.
fn footnote(reader: &Reader<'_>, at: usize) -> Option<(usize, usize)> {
    let is_star =
        matches!(part(reader, at)?, Part::Operator(Operation::Multiply)) && reader.folded(at, at + 1) == "*";
    let is_close = reader.gap_at(at) == Gap::None && reader.gap_at(at + 1) == Gap::None;
    let is_behind =
        at.checked_sub(1).is_some_and(|before| matches!(part(reader, before), Some(Part::Term(_))));
    (is_star && is_close && is_behind && whole(reader, at + 1, 9)? > 0).then_some((at, at + 2))
}

/// 「2024/4/1以降」: a year, a month and a day close together.
fn date(reader: &Reader<'_>, at: usize) -> Option<(usize, usize)> {
    let is_stroke = |at: usize| {
        matches!(part(reader, at), Some(Part::Operator(Operation::Divide | Operation::Subtract)))
            && reader.gap_at(at) == Gap::None
            && reader.gap_at(at + 1) == Gap::None
    };
    let (year, month) = (whole(reader, at, 2_199)?, whole(reader, at + 2, 12)?);
    // The day may be a part of what follows: 「1以降の件数」.
    let day: String = reader.folded(at + 4, at + 5).chars().take_while(char::is_ascii_digit).collect();
    let is_day = day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    (year >= 1_900 && month > 0 && is_day && is_stroke(at + 1) && is_stroke(at + 3)).then_some((at, at + 5))
}

/// `1/12th of the fee`, `24/7稼働時間`, `per 30 minutes of downtime`: a name that begins with the number by which is divided.
fn begins_with_divisor(reader: &Reader<'_>, at: usize) -> bool {
    // Whoever states such a name means it.
    let is_numbered = reader.vocabulary.is_found
        && matches!(part(reader, at), Some(Part::Term(_)))
        && reader.folded(at, at + 1).starts_with(|c: char| c.is_ascii_digit());
    let Some(by) = at.checked_sub(1).filter(|_| is_numbered) else { return false };
    let is_stroke = reader.folded(by, at) == "/"
        && reader.gap_at(at) == Gap::None
        && by.checked_sub(1).is_some_and(|number| matches!(part(reader, number), Some(Part::Number(_))));
    is_stroke || reader.folded(by, at) == "per"
}

/// `A 1 ÷ A 2`: a letter that would be an article, and a number.
fn is_letter_with_number(reader: &Reader<'_>, at: usize) -> bool {
    matches!(part(reader, at), Some(Part::Word(Word::Filler)))
        && reader.text_of(at, at + 1) == "A"
        && matches!(part(reader, at + 1), Some(Part::Number(_)))
        && !matches!(part(reader, at + 2), Some(Part::Percent))
}

/// 「3,000円/時間」, `$50 per hour`: money for a unit, whose number stands elsewhere.
fn price(reader: &Reader<'_>, at: usize) -> Option<(usize, usize)> {
    let Part::Term(_) = part(reader, at)? else { return None };
    let name = reader.folded(at, at + 1);
    let chars: Vec<char> = name.chars().collect();
    let unit = lexicon::unit_at(*chars.first()?, chars.get(1).copied(), |key| key == chars);
    const ONE_OF: &[&str] =
        &["hour", "day", "week", "month", "year", "minute", "second", "ticket", "case", "call", "incident"];
    if unit.is_none() && !ONE_OF.contains(&name) {
        return None;
    }
    let by = at.checked_sub(1)?;
    let is_by = matches!(
        part(reader, by)?,
        Part::Operator(Operation::Divide) | Part::Word(Word::Between(Between::Is(Operation::Divide)))
    );
    let is_stroke = ["/", "per"].contains(&reader.folded(by, by + 1));
    let is_money = |at: usize| matches!(part(reader, at), Some(Part::Currency));
    let is_number = |at: usize| matches!(part(reader, at), Some(Part::Number(_)));
    let (last, first) = (by.checked_sub(1)?, by.checked_sub(2)?);
    let is_price = is_money(last) && is_number(first) || is_number(last) && is_money(first);
    // Money in yen is a unit too.
    let is_yen =
        is_number(first) && matches!(reader.folded(last, last + 1), "円" | "千円" | "万円" | "百万円");
    (is_by && is_stroke && (is_price || is_yen)).then_some((first, at + 1))
}
