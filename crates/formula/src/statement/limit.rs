//! Further sentences: targets, most and least of an amount.

use super::{
    Figure,
    case::{cases, ended, has_cases},
    closing,
    equation::scaled,
    is_remark,
    label::labels,
    multiplies_names, topic,
};
use crate::{
    Aside, Exact, Expected, ReadError, Relation, Unclear,
    formula::{Bound, Kind, Node, Operation},
    lexicon::{Particle, Word},
    part::{is_constant, is_hundredfold, is_ratio, limited},
    phrase::as_percentage,
    read::Reader,
    token::Part,
    value::Value,
};

/// A clause behind the one with the figure: a case, a cap, a further step in English, a remark.
pub(super) fn further(
    reader: &mut Reader<'_>,
    figure: &mut Figure,
    from: usize,
    to: usize,
) -> Result<(), ReadError> {
    let so_far = figure.root();
    let prior = std::mem::replace(&mut reader.prior, so_far);
    let result = reader.within(from, to, |reader| {
        let from = labels(reader, from)?;
        if has_cases(reader, from) {
            let found = cases(reader, from)?;
            if let (Some(name), Some(known)) = (&found.defines, &figure.defines)
                && name != known
            {
                return Err(reader.unclear(Unclear::TwoFormulas, from, reader.end));
            }
            figure.cases.extend(found.cases);
            if let Some(otherwise) = found.otherwise {
                if figure.otherwise.is_some() || figure.node.is_some() {
                    return Err(reader.unclear(Unclear::TwoFormulas, from, reader.end));
                }
                figure.otherwise = Some(otherwise);
            }
            if figure.defines.is_none() {
                figure.defines = found.defines;
            }
            return Ok(());
        }
        // 「期限内件数÷全件数×100（95％以上）」
        if let Some((relation, target)) = target_said(reader, from, reader.end)
            && let Some(node) = &figure.node
            && (is_ratio(node) || is_hundredfold(node))
            && figure.bound.is_none()
        {
            let end = reader.end;
            let Some(relation) = relation else {
                return Err(reader.unclear(Unclear::Direction, from, end));
            };
            let bound =
                Bound { relation, than: reader.within(target, end, |reader| reader.plain_operand())? };
            let bound = scaled(bound, node, figure.defines.as_deref());
            if is_limit(node, &bound).is_none() {
                reader.claim(from, end);
                figure.bound = Some(bound);
                return Ok(());
            }
        }
        let limits = limits(reader, from)?;
        if !limits.is_empty() {
            for (is_cap, amount) in limits {
                cap(reader, figure, is_cap, &amount)?;
            }
            return Ok(());
        }
        // `To acquire a percentage, multiply the amount by 100.`
        let mut at = from;
        while reader.is_word(at, Word::Filler)
            || reader.is_word(at, Word::Then)
            || reader.part_at(at) == Some(&Part::Comma)
        {
            at += 1;
        }
        if reader.word_as(at, |word| matches!(word, Word::Doer(_))).is_some() {
            reader.at = at;
            let value = reader.phrase(0)?;
            closing(reader, &mut Some(value.clone()))?;
            if reader.at < reader.end {
                return Err(reader.after_operand(Expected::OperatorOrEnd));
            }
            figure.node = Some(value.node);
            return Ok(());
        }
        if reader.is_word(from, Word::AsPercentage) && from + 1 >= reader.end {
            if let Some(node) = figure.node.take() {
                let mut value = Value::new(node);
                as_percentage(&mut value);
                figure.node = Some(value.node);
            }
            return Ok(());
        }
        if let Some((end, bound)) = reader.target_at_end(from)
            && is_subject(reader, from, end, figure.defines.as_deref())
        {
            if figure.bound.is_some() {
                return Err(reader.unclear(Unclear::Comparisons, from, reader.end));
            }
            reader.claim(from, end);
            // `It shall not exceed 10% of the fee.`
            let is_limit = figure.node.as_ref().and_then(|node| is_limit(node, &bound));
            if is_limit.is_some_and(|is_limit| is_limit != reader.mode.other_limit()) {
                let than = Value::new(bound.than);
                return cap(reader, figure, bound.relation == Relation::AtMost, &than);
            }
            figure.bound = figure.node.as_ref().map(|node| scaled(bound, node, figure.defines.as_deref()));
            return Ok(());
        }
        if is_remark(reader, from, reader.end) {
            let end = reader.end;
            reader.note(Aside::Remark, from, end);
            return Ok(());
        }
        let is_second = !reader.outside(from, reader.end, |part| *part == Part::Equals).is_empty();
        Err(if is_second {
            reader.unclear(Unclear::TwoFormulas, from, reader.end)
        } else {
            reader.unclear(Unclear::Sentence, from, reader.end)
        })
    });
    reader.prior = prior;
    result
}

/// Words that lead up to a target.
const TARGETS: &[&str] = &[
    "目標",
    "目標値",
    "目標水準",
    "要求水準",
    "基準",
    "基準値",
    "サービスレベル目標値",
    "達成目標",
    "target",
    "goal",
];

/// What a clause says to be the target of the figure, and nothing else: 「95％以上」, 「目標：95％」, `target: at least 95%`; its
/// relation, where one is said, and where its number stands. Without a word for it a target is a percentage with its relation.
pub(super) fn target_said(reader: &Reader<'_>, from: usize, to: usize) -> Option<(Option<Relation>, usize)> {
    let mut at = from;
    while at < to && TARGETS.contains(&reader.folded(from, at + 1)) {
        at += 1;
    }
    let is_led = at > from;
    while is_led
        && (reader.part_at(at) == Some(&Part::Colon)
            || matches!(reader.word_at(at), Some(Word::Particle(Particle::Ha)))
            || matches!(reader.part_at(at), Some(Part::Equals)))
    {
        at += 1;
    }
    let mut relation = match reader.part_at(at) {
        Some(Part::Relation(relation)) => Some(*relation),
        _ => match reader.word_as(at, |word| matches!(word, Word::Than(_))) {
            Some(Word::Than(relation)) => Some(relation),
            _ => None,
        },
    };
    at += usize::from(relation.is_some());
    let number = at;
    if !matches!(reader.part_at(number), Some(Part::Number(_))) {
        return None;
    }
    at += 1;
    let is_percent = reader.part_at(at) == Some(&Part::Percent);
    at += usize::from(is_percent);
    if relation.is_none()
        && let Some(Word::Compares(found)) = reader.word_as(at, |word| matches!(word, Word::Compares(_)))
    {
        relation = Some(found);
        at += 1;
    }
    while at < to && matches!(reader.word_at(at), Some(Word::Closes | Word::Doing)) {
        at += 1;
    }
    let is_target = at == to && (is_led || is_percent && relation.is_some());
    is_target.then_some((relation, number))
}

/// Whether tokens name the figure, or its target: 「目標は」, `it`, `the rate`.
pub(super) fn is_subject(reader: &Reader<'_>, from: usize, to: usize, defines: Option<&str>) -> bool {
    let mut from = from;
    while reader.is_word(from, Word::Filler) && from + 1 < to {
        from += 1;
    }
    let said = reader.folded(from, to);
    let name = defines.map(|name| crate::source::fold(name).iter().map(|sign| sign.c).collect::<String>());
    reader.is_word(from, Word::Result) && from + 1 == to
        || ["target", "目標", "目標値", "基準値", "目標水準", "基準", "要求水準"].contains(&said)
        || name.is_some_and(|name| name == said)
}

/// The limits that a clause names, one or several that commas part: 「下限0円、上限100万円」; none where it is something else.
pub(super) fn limits(reader: &mut Reader<'_>, from: usize) -> Result<Vec<(bool, Value)>, ReadError> {
    let commas = reader.outside(from, reader.end, |part| *part == Part::Comma);
    let mut bounds: Vec<usize> = commas.into_iter().filter(|comma| *comma > from).collect();
    if !bounds.is_empty() {
        let last = reader.end;
        bounds.push(last);
        let each = reader.attempt(|reader| {
            let (mut begun, mut found) = (from, Vec::new());
            for end in bounds {
                let said = reader.within(begun, end, |reader| limit(reader, begun))?;
                found.push(said.ok_or_else(|| reader.expected(Expected::Words))?);
                begun = end + 1;
            }
            Ok(found)
        });
        if let Ok(found) = each {
            reader.at = last;
            return Ok(found);
        }
    }
    Ok(limit(reader, from)?.into_iter().collect())
}

/// 「54,000円を限度とする」, 「上限は100万円」, 「違約金の上限は…」: whether it is a cap or a floor, and the amount.
pub(super) fn limit(reader: &mut Reader<'_>, from: usize) -> Result<Option<(bool, Value)>, ReadError> {
    let end = reader.end;
    let mut said = reader.limit_said(from, end);
    if !matches!(said, Some(Ok(_)))
        && let Some((name, behind)) = topic(reader, from)
    {
        // Of what the topic names, or by what it is called.
        let ends = [
            ("上限", true),
            ("上限額", true),
            ("限度額", true),
            ("限度", true),
            ("下限", false),
            ("下限額", false),
            ("maximum", true),
            ("cap", true),
            ("minimum", false),
        ];
        let of_topic = reader.limit_said(behind, end);
        let folded = name.to_lowercase();
        // 「請求額＝基本料－減額。減額は基本料の20％を上限とする。」: of a part of the figure, not of the figure.
        let is_part = |whose: &str| {
            let is_figure = reader.subject.as_deref().is_some_and(|known| known.to_lowercase() == whose);
            !is_figure && !whose.is_empty() && reader.folded(0, from).to_lowercase().contains(whose)
        };
        if of_topic.is_some() && is_part(folded.trim()) {
            return Err(reader.unclear(Unclear::Sentence, from, end));
        }
        let named = ends.into_iter().find(|(word, _)| folded.ends_with(word));
        match (of_topic, named) {
            (Some(found), _) => {
                said = Some(found);
                reader.claim(from, behind);
            }
            (None, Some((word, is_cap))) => {
                let whose = folded.strip_suffix(word).unwrap_or("").trim_end_matches('の').trim_end();
                let is_subject = whose.is_empty()
                    || reader.subject.as_deref().is_none_or(|known| known.to_lowercase() == whose);
                if !is_subject || is_part(whose) {
                    return Err(reader.unclear(Unclear::Sentence, from, end));
                }
                said = Some(amount(reader, behind).map(|value| (is_cap, value)));
                reader.claim(from, behind);
            }
            (None, None) => {}
        }
    }
    let Some(said) = said else { return Ok(None) };
    let (is_cap, amount) = said?;
    reader.at = end;
    Ok(Some((is_cap, amount)))
}

/// An amount to the end of a clause.
fn amount(reader: &mut Reader<'_>, from: usize) -> Result<Value, ReadError> {
    reader.at = from;
    let value = reader.phrase(0)?;
    ended(reader)?;
    Ok(value)
}

pub(super) fn cap(
    reader: &Reader<'_>,
    figure: &mut Figure,
    is_cap: bool,
    amount: &Value,
) -> Result<(), ReadError> {
    let most = &amount.node;
    // 「契約金額×遅延日数×0.1％、上限30日」: of the days, not of the amount.
    if reader.is_counted(most) && figure.node.iter().any(|node| reader.is_of_factors(node)) {
        return Err(reader.unclear_at(Unclear::Bond, most));
    }
    let values =
        figure.node.iter().chain(figure.otherwise.iter()).chain(figure.cases.iter().map(|case| &case.then));
    for node in values.filter(|node| !is_hundredfold(node)) {
        reader.fits(node, most)?;
    }
    figure.map(|node| limited(node, is_cap, most.clone()));
    Ok(())
}

/// Whether a bound behind a comma limits the figure rather than being its target: of an amount, at 0, and of a rate at
/// its own ends. `None` where it can be a target alone.
pub(super) fn is_limit(node: &Node, bound: &Bound) -> Option<bool> {
    let than = match &bound.than.kind {
        Kind::Number(number) => Some(number.clone()),
        Kind::Percent(inner) => match &inner.kind {
            Kind::Number(number) => number.clone().checked_div(&Exact::from(100)),
            _ => None,
        },
        _ => None,
    };
    let is = |wanted: i64| than.as_ref().is_some_and(|than| *than == Exact::from(wanted));
    let is_rate = (is_ratio(node) || is_hundredfold(node)) && !multiplies_names(node);
    match bound.relation {
        Relation::AtLeast if is(0) => Some(true),
        Relation::AtMost if is_rate => {
            let end = if is_hundredfold(node) { 100 } else { 1 };
            is(end).then_some(true)
        }
        Relation::AtLeast if is_rate => None,
        Relation::AtLeast | Relation::AtMost => Some(is_amount(node)),
        _ => None,
    }
}

/// Whether a figure is a share of a name, or a product of names: `fee × 5%`, `fee × days ÷ 365`.
pub(super) fn is_amount(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            let is_share = |node: &Node| matches!(node.kind, Kind::Percent(_));
            !is_constant(left) && !is_constant(right)
                || is_share(left)
                || is_share(right)
                || is_amount(left)
                || is_amount(right)
        }
        Kind::Binary(Operation::Divide, left, _) => is_amount(left),
        Kind::Call(crate::Function::Round(_), arguments) => arguments.first().is_some_and(is_amount),
        _ => false,
    }
}
