//! Cases: conditions with what holds under each.

use super::{Figure, equation::equation, label::labels, topic};
use crate::{
    Expected, ReadError, Relation, Unclear,
    condition::{Case, Condition},
    expression::divisors_of,
    formula::{Kind, Node},
    lexicon::{Particle, Word},
    name::name,
    part::{is_constant, number},
    read::Reader,
    source::Gap,
    token::{Bracket, Part},
};

pub(super) fn holds_case(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| reader.is_word(at, Word::Case) || reader.is_word(at, Word::Otherwise))
}

/// Whether a clause tells cases apart.
pub(super) fn has_cases(reader: &Reader<'_>, from: usize) -> bool {
    let outside = reader.outside(from, reader.end, |part| {
        matches!(part, Part::Word(Word::Case | Word::Otherwise | Word::If))
    });
    let if_alone = |at: usize| match reader.word_at(at) {
        // `if(` is a function.
        Some(Word::If) => !matches!(reader.part_at(at + 1), Some(Part::Open(Bracket::Round))),
        _ => true,
    };
    outside.into_iter().any(if_alone)
        || (from..reader.end).any(|at| {
            matches!(reader.part_at(at), Some(Part::Open(Bracket::Lens)))
                && reader.partner(at).is_some_and(|close| holds_case(reader, at, close))
        })
}

/// Cases, each with its condition before it: 「全件数が0の場合は100とし、それ以外は…とする」, 【…の場合】 labels.
pub(super) fn cases(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    let compared = reader.compared.take();
    let result = each_case(reader, from);
    reader.compared = compared;
    result
}

pub(super) fn each_case(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    let mut figure = Figure::default();
    let mut at = from;
    // What stands before the first condition: a name with an equals sign or は, or the rule that the cases except from.
    while at < reader.end {
        let at_label = labels(reader, at)?;
        let (condition, begun) = match condition_at(reader, at_label)? {
            Some(found) => found,
            None => {
                if at == from {
                    return led_by(reader, from);
                }
                return Err(reader.unclear(Unclear::Condition, at, reader.end));
            }
        };
        if let Some(condition) = &condition
            && let [side, ..] = condition.sides().as_slice()
            && !is_constant(side)
        {
            reader.compared.get_or_insert_with(|| (*side).clone());
        }
        // `else if …`
        if condition.is_none() && reader.word_at(begun) == Some(Word::If) && figure.otherwise.is_none() {
            let rest = each_case(reader, begun)?;
            figure.otherwise = rest.root();
            return Ok(figure);
        }
        let end = next_condition(reader, begun)?;
        let mut last = end;
        while last > begun + 1 && matches!(reader.part_at(last - 1), Some(Part::Comma | Part::Semicolon)) {
            last -= 1;
        }
        let body = reader.within(begun, last, |reader| equation(reader, begun))?;
        if let Some(name) = body.defines {
            match &figure.defines {
                Some(known) if *known != name => {
                    return Err(reader.unclear(Unclear::TwoFormulas, begun, end));
                }
                _ => figure.defines = Some(name),
            }
        }
        let Some(node) = body.node else { return Err(reader.expected(Expected::CaseValue)) };
        // 「遅延日数×単価（遅延日数が30日を超える場合は30日とする）」: of the days, not of the amount.
        if reader.is_counted(&node) && reader.prior.as_ref().is_some_and(|prior| reader.is_of_factors(prior))
        {
            return Err(reader.unclear_at(Unclear::Bond, &node));
        }
        match condition {
            Some(when) => figure.cases.push(Case { when, then: node }),
            None if figure.otherwise.is_none() => figure.otherwise = Some(node),
            None => return Err(reader.unclear(Unclear::Condition, at, end)),
        }
        at = end;
        while matches!(reader.part_at(at), Some(Part::Comma | Part::Semicolon)) {
            at += 1;
        }
    }
    Ok(figure)
}

/// A name, or a rule, before the first condition: `遵守率は、全件数が0の場合は100とし、…`, `A ÷ B if B > 0, otherwise 100`.
pub(super) fn led_by(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    if let Some((name, behind)) = topic(reader, from) {
        let mut figure = cases(reader, behind)?;
        figure.defines.get_or_insert(name);
        return Ok(figure);
    }
    let equals = reader.outside(from, reader.end, |part| *part == Part::Equals);
    if let Some(sign) = equals.first().copied()
        && let Ok(name) = name(reader, from, sign)
        && condition_at(reader, sign + 1)?.is_some()
    {
        let mut figure = cases(reader, sign + 1)?;
        figure.defines.get_or_insert(name);
        return Ok(figure);
    }
    if let Some(figure) = listed(reader, from)? {
        return Ok(figure);
    }
    // English: the value stands before its condition.
    let ifs = reader.outside(from, reader.end, |part| matches!(part, Part::Word(Word::If)));
    if let Some(word) = ifs.first().copied() {
        let mut figure = reader.within(from, word, |reader| equation(reader, from))?;
        let Some(then) = figure.node.take() else { return Err(reader.expected(Expected::Operand)) };
        let others = reader.outside(word, reader.end, |part| matches!(part, Part::Word(Word::Otherwise)));
        let end = others.first().copied().unwrap_or(reader.end);
        let when = reader.within(word + 1, end, |reader| english_condition(reader, word + 1))?;
        figure.cases.push(Case { when, then });
        if end < reader.end {
            let begun = if reader.part_at(end + 1) == Some(&Part::Comma) { end + 2 } else { end + 1 };
            let last = reader.end;
            let other = reader.within(begun, last, |reader| equation(reader, begun))?;
            figure.otherwise = other.node;
        }
        return Ok(figure);
    }
    Err(reader.unclear(Unclear::Condition, from, reader.end))
}

/// Cases that semicolons part, or commas where no semicolon stands, each with its value before `if`; `None` where the text
/// is something else.
///
/// Of cases that overlap nobody knows whether the first or the narrower one is meant: they are refused.
fn listed(reader: &mut Reader<'_>, from: usize) -> Result<Option<Figure>, ReadError> {
    let Some(rows) = super::listed::rows(reader, from) else { return Ok(None) };
    let mut figure = Figure::default();
    let mut places = Vec::new();
    for (begun, word, end) in rows {
        if reader.is_word(word, Word::Otherwise) {
            let comma = usize::from(reader.part_at(word + 1) == Some(&Part::Comma));
            let (value, last) = if word == begun { (word + 1 + comma, end) } else { (begun, word) };
            let other = reader.within(value, last, |reader| equation(reader, value))?;
            if figure.otherwise.is_some() || other.node.is_none() {
                return Err(reader.unclear(Unclear::Condition, begun, end));
            }
            figure.otherwise = other.node;
            continue;
        }
        let found = reader.within(begun, word, |reader| equation(reader, begun))?;
        let Some(then) = found.node else { return Err(reader.expected(Expected::CaseValue)) };
        if figure.defines.is_none() {
            figure.defines = found.defines;
        } else if found.defines.is_some() {
            return Err(reader.unclear(Unclear::TwoFormulas, begun, end));
        }
        let when = reader.within(word + 1, end, |reader| english_condition(reader, word + 1))?;
        figure.cases.push(Case { when, then });
        places.push((word, end));
    }
    if let Some((n, _)) = figure.cases.iter().enumerate().find(|(n, case)| {
        figure.cases.iter().take(*n).any(|before| super::listed::may_overlap(&before.when, &case.when))
    }) && let Some((from, to)) = places.get(n)
    {
        return Err(reader.unclear(Unclear::Overlap, *from, *to));
    }
    Ok(Some(figure))
}

/// The condition at a place, with where what it leads to begins; `None` within where it is that of all other cases.
pub(super) fn condition_at(
    reader: &mut Reader<'_>,
    from: usize,
) -> Result<Option<(Option<Condition>, usize)>, ReadError> {
    let skip = |reader: &Reader<'_>, mut at: usize| {
        while matches!(reader.part_at(at), Some(Part::Comma | Part::Colon))
            || matches!(reader.word_at(at), Some(Word::Particle(Particle::Ha | Particle::Ni | Particle::No)))
        {
            at += 1;
        }
        at
    };
    // 【…の場合】, （…の場合）
    if let Some(Part::Open(bracket)) = reader.part_at(from)
        && let Some(close) = reader.partner(from)
        && (*bracket == Bracket::Lens || holds_case(reader, from, close))
        && holds_case(reader, from, close)
    {
        let inner = reader.within(from + 1, close, |reader| condition_at(reader, from + 1))?;
        return Ok(inner.map(|(condition, _)| (condition, skip(reader, close + 1))));
    }
    if reader.is_word(from, Word::Otherwise) {
        return Ok(Some((None, skip(reader, from + 1))));
    }
    if reader.word_at(from) == Some(Word::If)
        && !matches!(reader.part_at(from + 1), Some(Part::Open(Bracket::Round)))
    {
        let commas =
            reader.outside(from, reader.end, |part| matches!(part, Part::Comma | Part::Word(Word::Then)));
        let Some(comma) = commas.first().copied() else { return Ok(None) };
        let when = reader.within(from + 1, comma, |reader| english_condition(reader, from + 1))?;
        let mut behind = skip(reader, comma);
        while reader.is_word(behind, Word::Then) || reader.part_at(behind) == Some(&Part::Comma) {
            behind += 1;
        }
        return Ok(Some((Some(when), behind)));
    }
    let ends = reader.outside(from, reader.end, |part| matches!(part, Part::Word(Word::Case)));
    let Some(end) = ends.first().copied() else { return Ok(None) };
    // A name with its equals sign stands before the condition.
    if !reader.outside(from, end, |part| *part == Part::Equals).is_empty()
        && reader.outside(from, end, |part| *part == Part::Comma).is_empty()
        && reader.rounding(from, end, None).is_none()
    {
        let when = reader.attempt(|reader| reader.within(from, end, |reader| condition(reader, from)));
        return Ok(when.ok().map(|when| (Some(when), skip(reader, end + 1))));
    }
    let when = reader.attempt(|reader| reader.within(from, end, |reader| condition(reader, from)));
    match when {
        Ok(when) => Ok(Some((Some(when), skip(reader, end + 1)))),
        // A topic may stand before it.
        Err(_) if topic(reader, from).is_some() => Ok(None),
        Err(error) => {
            if matches!(error, ReadError::UnknownName { .. } | ReadError::Unclear { .. }) {
                Err(error)
            } else {
                Err(reader.unclear(Unclear::Condition, from, end))
            }
        }
    }
}

/// Where the next condition begins, behind the value of one: the nearest place from which a condition can be read.
pub(super) fn next_condition(reader: &mut Reader<'_>, from: usize) -> Result<usize, ReadError> {
    let end = reader.end;
    // A bracketed condition.
    for at in from..end {
        if matches!(reader.part_at(at), Some(Part::Open(_)))
            && reader.partner(at).is_some_and(|close| holds_case(reader, at, close))
        {
            return Ok(at);
        }
    }
    let words = reader.outside(from, end, |part| matches!(part, Part::Word(Word::Case | Word::Otherwise)));
    let Some(word) = words.first().copied() else { return Ok(end) };
    if reader.is_word(word, Word::Otherwise) {
        return Ok(word);
    }
    let mut places: Vec<usize> = (from + 1..word)
        .filter(|at| {
            reader.gap_at(*at) == Gap::Line
                || at.checked_sub(1).is_some_and(|before| {
                    matches!(reader.part_at(before), Some(Part::Comma | Part::Semicolon | Part::Close(_)))
                })
                || matches!(reader.part_at(*at), Some(Part::Open(_)))
        })
        .collect();
    places.reverse();
    for place in places {
        let begun = labels(reader, place)?;
        let found = reader.attempt(|reader| reader.within(begun, word, |reader| condition(reader, begun)));
        if found.is_ok() {
            return Ok(place);
        }
    }
    Err(reader.unclear(Unclear::Condition, from, word + 1))
}

/// A condition in Japanese, to the end: 「全件数が0件」, 「見積価格が予定価格の80%を上回る」, 「A≧B」.
pub(super) fn condition(reader: &mut Reader<'_>, from: usize) -> Result<Condition, ReadError> {
    reader.at = from;
    let compared =
        |relation, left: Node, right: Node| Condition::Compare(relation, Box::new(left), Box::new(right));
    if let Some(condition) = of_figure_itself(reader, from)? {
        return Ok(condition);
    }
    let left = if let (true, Some(prior)) = (reader.is_word(from, Word::Result), reader.prior.clone()) {
        reader.at += 1;
        prior
    } else {
        let value = reader.phrase(0)?;
        if !value.before.is_empty() {
            return Err(reader.unclear(Unclear::List, from, reader.at));
        }
        value.node
    };
    if reader.relation().is_some() {
        let condition = reader.condition(Some(left), 0)?;
        ended(reader)?;
        return Ok(condition);
    }
    // 0点を下回る場合: of the figure.
    if let Some(relation) = compares(reader) {
        let Some(prior) = reader.compared.clone().or_else(|| reader.prior.clone()) else {
            return Err(reader.unclear(Unclear::Condition, from, reader.end));
        };
        reader.is_of_figure(&prior, &left)?;
        let mut parts = vec![compared(relation, prior.clone(), left)];
        // 95％以上99％未満の場合
        while reader.at < reader.end && (reader.starts(reader.at) || reader.part() == Some(&Part::Comma)) {
            reader.at += usize::from(reader.part() == Some(&Part::Comma));
            let than = reader.plain_operand()?;
            let Some(relation) = compares(reader) else {
                return Err(reader.unclear(Unclear::Condition, from, reader.end));
            };
            parts.push(compared(relation, prior.clone(), than));
        }
        ended(reader)?;
        return Ok(match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Condition::All(parts)
            }
        });
    }
    let is_topic = matches!(reader.word(), Some(Word::Particle(Particle::Ga | Particle::Ha)));
    reader.at += usize::from(is_topic);
    while reader.part() == Some(&Part::Comma) {
        reader.at += 1;
    }
    if is_topic {
        let rest = reader.folded(reader.at, reader.end);
        let is_none = [
            "ない",
            "無い",
            "ゼロ",
            "零",
            "存在しない",
            "発生しない",
            "なかった",
            "発生しなかった",
            "無",
            "0件である",
            "ゼロである",
        ];
        if is_none.contains(&rest) {
            reader.claim(reader.at, reader.end);
            reader.at = reader.end;
            return Ok(compared(Relation::Equal, left, number(0)));
        }
    }
    let mut parts = Vec::new();
    loop {
        if !reader.starts(reader.at) {
            return Err(reader.after_operand(Expected::Operand));
        }
        let right = reader.phrase(0)?;
        if !right.before.is_empty() {
            return Err(reader.unclear(Unclear::List, from, reader.at));
        }
        match compares(reader) {
            Some(relation) => parts.push(compared(relation, left.clone(), right.node)),
            None if parts.is_empty() => {
                parts.push(compared(Relation::Equal, left.clone(), right.node));
                break;
            }
            None => return Err(reader.unclear(Unclear::Condition, from, reader.end)),
        }
        while reader.part() == Some(&Part::Comma) || reader.is_word(reader.at, Word::Both) {
            reader.at += 1;
        }
        if reader.at >= reader.end || !reader.starts(reader.at) {
            break;
        }
    }
    ended(reader)?;
    match parts.pop() {
        Some(only) if parts.is_empty() => Ok(only),
        last => {
            parts.extend(last);
            Ok(Condition::All(parts))
        }
    }
}

/// Words that say that the figure is below zero, and how a divisor is called that is zero.
const NEGATIVE: &[&str] = &[
    "負",
    "負の値",
    "負の数",
    "負数",
    "マイナス",
    "マイナスの値",
    "結果が負",
    "結果がマイナス",
    "計算結果が負",
    "計算結果がマイナス",
    "値が負",
    "値がマイナス",
    "negative",
    "theresultisnegative",
    "resultisnegative",
    "thisisnegative",
    "itisnegative",
];
const NO_DIVISOR: &[&str] =
    &["分母が0", "分母が0件", "分母がゼロ", "分母が零", "分母0", "denominatoris0", "denominatoriszero"];

/// Whether words say how a figure is, and name none: 負, 分母が0.
pub(crate) fn is_of_figure(said: &str) -> bool {
    NEGATIVE.contains(&said) || NO_DIVISOR.contains(&said) || said == "分母" || said == "結果"
}

/// 「負の場合」, 「分母が0の場合」, `if negative`: what is said of the figure before, without its name.
fn of_figure_itself(reader: &mut Reader<'_>, from: usize) -> Result<Option<Condition>, ReadError> {
    let end = reader.end;
    let said = reader.folded(from, end);
    let said = said.strip_prefix("the").unwrap_or(said);
    let is_negative = NEGATIVE.contains(&reader.folded(from, end));
    if !is_negative && !NO_DIVISOR.contains(&said) {
        return Ok(None);
    }
    let Some(prior) = reader.prior.clone() else {
        return Err(reader.unclear(Unclear::Condition, from, end));
    };
    let compared = |relation, left: Node| Condition::Compare(relation, Box::new(left), Box::new(number(0)));
    let found = if is_negative {
        compared(Relation::Less, prior)
    } else {
        let mut divisors = Vec::new();
        divisors_of(&prior, &mut divisors);
        // 「A÷B＋C÷D（分母が0の場合は…）」: which of them?
        match divisors.as_slice() {
            [divisor] => compared(Relation::Equal, divisor.clone()),
            _ => return Err(reader.unclear(Unclear::Condition, from, end)),
        }
    };
    reader.claim(from, end);
    reader.at = end;
    Ok(Some(found))
}

/// A condition in English, to the end: `availability is below 99.9%`, `n = 0`.
pub(super) fn english_condition(reader: &mut Reader<'_>, from: usize) -> Result<Condition, ReadError> {
    reader.at = from;
    if let Some(condition) = of_figure_itself(reader, from)? {
        return Ok(condition);
    }
    let left = reader.chain(0)?.node;
    // `a if a > 0 = b`: the equals sign is no part of the condition.
    let signs = reader.outside(from, reader.end, |part| {
        matches!(part, Part::Relation(_) | Part::Equals | Part::Word(Word::And | Word::Or | Word::Both))
    });
    let chained = signs.windows(2).find(|pair| match pair {
        [first, second] => {
            reader.part_at(*second) == Some(&Part::Equals)
                && !matches!(reader.part_at(*first), Some(Part::Word(_)))
        }
        _ => false,
    });
    if let Some([_, equals]) = chained {
        return Err(reader.unclear(Unclear::Comparisons, from, equals + 1));
    }
    if reader.relation().is_some() {
        let condition = reader.condition(Some(left), 0)?;
        ended(reader)?;
        return defines_nothing(reader, from, condition);
    }
    while matches!(reader.word(), Some(Word::Defines)) {
        reader.at += 1;
    }
    let relation = match reader.word_as(reader.at, |word| matches!(word, Word::Than(_))) {
        Some(Word::Than(relation)) => {
            reader.at += 1;
            relation
        }
        _ => Relation::Equal,
    };
    let right = reader.chain(0)?.node;
    let mut parts = vec![Condition::Compare(relation, Box::new(left.clone()), Box::new(right))];
    // `at least 99% but less than 99.9%`
    while reader.folded(reader.at, reader.at + 1) == "but" || reader.is_word(reader.at, Word::And) {
        let Some(Word::Than(relation)) = reader.word_as(reader.at + 1, |word| matches!(word, Word::Than(_)))
        else {
            break;
        };
        reader.claim(reader.at, reader.at + 1);
        reader.at += 2;
        let right = reader.chain(0)?.node;
        parts.push(Condition::Compare(relation, Box::new(left.clone()), Box::new(right)));
    }
    ended(reader)?;
    let condition = match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            Condition::All(parts)
        }
    };
    defines_nothing(reader, from, condition)
}

/// Refuses `A / B where B is C minus D`, which says what B is: `where` begins a condition that compares, or that asks for 0.
fn defines_nothing(reader: &Reader<'_>, from: usize, condition: Condition) -> Result<Condition, ReadError> {
    let is_where = from > 0 && reader.folded(from - 1, from) == "where";
    match &condition {
        Condition::Compare(Relation::Equal, _, right)
            if is_where && !matches!(&right.kind, Kind::Number(number) if number.is_zero()) =>
        {
            Err(reader.unclear(Unclear::Where, from - 1, reader.end))
        }
        _ => Ok(condition),
    }
}

/// Goes past a word that compares.
pub(super) fn compares(reader: &mut Reader<'_>) -> Option<Relation> {
    match reader.word_as(reader.at, |word| matches!(word, Word::Compares(_)))? {
        Word::Compares(relation) => {
            reader.at += 1;
            Some(relation)
        }
        _ => None,
    }
}

/// Whether all has been read, but for words that close a clause.
pub(super) fn ended(reader: &mut Reader<'_>) -> Result<(), ReadError> {
    while matches!(reader.word(), Some(Word::Closes | Word::Doing | Word::Particle(Particle::No)))
        || reader.part() == Some(&Part::Comma)
    {
        reader.at += 1;
    }
    if reader.at < reader.end { Err(reader.after_operand(Expected::OperatorOrEnd)) } else { Ok(()) }
}
