//! Statements: what a text says around its figure. A name before or behind an equals sign, a comparison with a target, a
//! rounding, cases, the result that is printed, labels.
//!
//! Each clause is understood as one of these or refused; a remark that holds no number and no name is noted.

use crate::{
    Aside, Change, Exact, Expected, Formula, ReadError, Relation, Rounding, Unclear,
    condition::{Case, Condition},
    expression::{Value, called, is_constant, is_hundredfold, number, rounded},
    formula::{Bound, Kind, Node, Operation},
    lexicon::{Noun, Particle, Verb, Word},
    name::{NoPart, name},
    phrase::as_percentage,
    read::{Found, Reader},
    source::Gap,
    token::{Bracket, Part},
};

/// A figure with what a clause says of it.
#[derive(Debug, Clone, Default)]
struct Figure {
    defines: Option<String>,
    /// Whether the name is defined, or bounded: `payment ≤ …`.
    relation: Option<Relation>,
    node: Option<Node>,
    cases: Vec<Case>,
    otherwise: Option<Node>,
    bound: Option<Bound>,
    is_share: bool,
}

/// What a segment beside an equals sign is.
enum Segment {
    Expression(Box<Value>, Option<Bound>),
    Name(String),
}

/// Reads the whole text.
pub(crate) fn whole(reader: &mut Reader<'_>) -> Result<Found, ReadError> {
    let mut is_table = false;
    let figure = match reader.attempt(statements) {
        Ok(figure) => figure,
        Err(error) => match reader.attempt(crate::tiers::table) {
            Ok(Some((defines, node))) => {
                is_table = true;
                Figure { defines, node: Some(node), ..Figure::default() }
            }
            Ok(None) => return Err(error),
            Err(of_table) => return Err(of_table),
        },
    };
    let Some(root) = figure.root() else { return Err(reader.expected(Expected::Operand)) };
    let root = unit_at_the_end(reader, root);
    let defines = figure.defines.or_else(|| reader.alias.take());
    let bound = figure.bound;
    let relation = figure.relation.unwrap_or(Relation::Equal);
    // A table is read from its cells, all of each; LaTeX is set otherwise than it is read.
    if !is_table && !reader.text.contains('\\') {
        reader.accounted(defines.as_deref(), &root, bound.as_ref())?;
    }
    let is_share = scales(reader, defines.as_deref(), &root, bound.as_ref()) || figure.is_share;
    let formula = Formula { defines, relation, root, bound };
    Ok(Found { formula, notes: std::mem::take(&mut reader.notes), is_share })
}

impl Figure {
    fn root(&self) -> Option<Node> {
        if self.cases.is_empty() {
            return self.node.clone();
        }
        let otherwise = self.otherwise.clone().or_else(|| self.node.clone());
        let start = self.cases.first().map_or(0, |case| case.then.at.start);
        let end = self.cases.last().map_or(start, |case| case.then.at.end);
        Some(Node {
            at: start..end.max(start),
            kind: Kind::Cases(self.cases.clone(), otherwise.map(Box::new)),
        })
    }

    /// Makes something of the figure in all its cases.
    fn map(&mut self, make: impl Fn(Node) -> Node) {
        self.node = self.node.take().map(&make);
        self.otherwise = self.otherwise.take().map(&make);
        for case in &mut self.cases {
            case.then = make(case.then.clone());
        }
    }
}

/// A `%` behind a ratio, at the end of the text, is the unit of the figure as `(%)` is: `(A÷B)%` is no hundredth of `A÷B`,
/// and `A÷B%` no ratio to a hundredth of `B`. Behind a number, and in brackets, it is a part of the formula.
fn unit_at_the_end(reader: &mut Reader<'_>, root: Node) -> Node {
    let end = root.at.end;
    let sign = (0..reader.tokens.len()).find(|token| reader.span(*token, token + 1).end == end);
    let Some(sign) = sign.filter(|sign| reader.part_at(*sign) == Some(&Part::Percent)) else { return root };
    if matches!(reader.part_at(sign + 1), Some(Part::Close(_))) {
        return root;
    }
    let Some(without) = without_unit(&root) else { return root };
    reader.notes.retain(|note| note.what != Aside::PercentOfName || note.at.end != end);
    reader.note(Aside::Percent, sign, sign + 1);
    without
}

/// A ratio without the `%` behind its last part; nothing where that is a part of the formula.
fn without_unit(node: &Node) -> Option<Node> {
    let is_of_names = |node: &Node| !is_constant(node);
    let with = |operation: Operation, left: &Node, right: Node| Node {
        at: node.at.clone(),
        kind: Kind::Binary(operation, Box::new(left.clone()), Box::new(right)),
    };
    match &node.kind {
        Kind::Percent(inner) if is_of_names(inner) && (is_ratio(inner) || is_hundredfold(inner)) => {
            Some(inner.as_ref().clone())
        }
        Kind::Binary(operation @ Operation::Divide, left, right) => match &right.kind {
            Kind::Percent(inner) if is_of_names(inner) => {
                Some(with(*operation, left, inner.as_ref().clone()))
            }
            _ => None,
        },
        // Less than 100 it is the hundredfold that fits.
        Kind::Binary(operation @ Operation::Subtract, left, right) if is_one(left) => {
            without_unit(right).map(|right| with(*operation, left, right))
        }
        _ => None,
    }
}

/// Notes a name, a unit or a target whose scale is not that of the figure: `応答率(%)＝A÷B`, `A÷B（%）`, `A÷B ≥ 95`. Gives
/// whether the text calls a share a percentage, so that a hundredfold may be meant.
fn scales(reader: &mut Reader<'_>, defines: Option<&str>, root: &Node, bound: Option<&Bound>) -> bool {
    let is_ratio = is_ratio(root);
    let whole = reader.tokens.len();
    let is_named = defines.is_some_and(|name| name.contains(['%', '％']));
    // Behind the last part of the figure it is the figure's unit.
    let is_last = |note: &crate::Note| note.what == Aside::Percent && note.at.end >= root.at.end;
    let is_percent = is_ratio && (is_named || reader.notes.iter().any(is_last));
    if is_percent {
        reader.note(Aside::NameInPercent, 0, whole);
    }
    let Some(bound) = bound else { return is_percent };
    let Kind::Number(target) = &bound.than.kind else { return is_percent };
    let one = Exact::from(1);
    if is_ratio && *target > one || is_hundredfold(root) && *target <= one && !target.is_zero() {
        reader.note(Aside::TargetOfOtherScale, 0, whole);
    }
    is_percent
}

/// Whether a figure is a ratio without a hundred in it.
fn is_ratio(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Divide, _, right) => !is_constant(right) && !is_hundredfold(node),
        Kind::Binary(Operation::Subtract, left, right) => is_one(left) && is_ratio(right),
        Kind::Call(crate::Function::Round(_), arguments) => arguments.first().is_some_and(is_ratio),
        _ => false,
    }
}

fn is_one(node: &Node) -> bool {
    matches!(&node.kind, Kind::Number(number) if *number == Exact::from(1))
}

/// A clause of the text: its tokens.
type Clause = (usize, usize);

fn statements(reader: &mut Reader<'_>) -> Result<Figure, ReadError> {
    let clauses = clauses(reader);
    let mut roundings: Vec<Clause> = Vec::new();
    let mut figure: Option<Figure> = None;
    let has_formula =
        clauses.iter().any(|(from, to)| !is_rounding(reader, *from, *to) && is_formula(reader, *from, *to));
    for (from, to) in clauses {
        if is_rounding(reader, from, to) {
            roundings.push((from, to));
            continue;
        }
        match figure.as_mut() {
            None => {
                if has_formula && is_remark(reader, from, to) {
                    reader.note(Aside::Remark, from, to);
                    continue;
                }
                figure = Some(figured(reader, from, to)?);
            }
            Some(figure) => further(reader, figure, from, to)?,
        }
    }
    let Some(mut figure) = figure else {
        reader.at = reader.end;
        return Err(reader.expected(Expected::Operand));
    };
    for (from, to) in roundings {
        let subject = figure.defines.clone().or_else(|| reader.alias.clone());
        let Some(found) = reader.rounding(from, to, subject.as_deref()) else { continue };
        let (places, rounding) = found?;
        reader.claim(from, to);
        round(&mut figure, places, rounding);
    }
    Ok(figure)
}

fn round(figure: &mut Figure, places: i8, rounding: Rounding) {
    // What is rounded already to as many places needs it no second time.
    figure.map(|node| rounded(node, places, rounding));
}

/// Whether a clause states a rounding, and no formula.
fn is_rounding(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    let does = (from..to).any(|at| {
        matches!(
            reader.word_at(at),
            Some(Word::Verb(
                Verb::Divide | Verb::Subtract | Verb::Multiply | Verb::Add | Verb::DivideOrSubtract,
                _
            ))
        ) || matches!(reader.part_at(at), Some(Part::Percent))
            || reader.is_word(at, Word::Percent)
            || reader.is_word(at, Word::Fraction)
    });
    // What stands in brackets is said of what stands before them.
    let (mut depth, mut outside) = (0_usize, String::new());
    for at in from..to {
        match reader.part_at(at) {
            Some(Part::Open(_)) => depth += 1,
            Some(Part::Close(_)) => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push_str(&reader.folded(at, at + 1)),
            _ => {}
        }
    }
    !does && crate::rounding::is_named(&outside) && reader.rounding(from, to, None).is_some()
}

/// Whether a clause may hold a formula: a name or a number stands in it.
fn is_formula(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        matches!(
            reader.part_at(at),
            Some(
                Part::Term(_)
                    | Part::Number(_)
                    | Part::Operator(_)
                    | Part::Equals
                    | Part::Relation(_)
                    | Part::Blank
            )
        )
    })
}

/// Whether a clause is a remark that says nothing of the figure: no number, no name, no step.
fn is_remark(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    !is_formula(reader, from, to)
        && !(from..to).any(|at| {
            reader
                .word_as(at, |word| {
                    matches!(
                        word,
                        Word::Verb(Verb::Divide | Verb::Subtract | Verb::Multiply | Verb::Add, _)
                            | Word::Case
                            | Word::Compares(_)
                            | Word::Than(_)
                            | Word::Cap
                            | Word::Floor
                            | Word::Otherwise
                            | Word::Between(_)
                            | Word::Doer(_)
                            | Word::Rounds(_)
                    )
                })
                .is_some()
        })
        && !reader.changes_the_figure(from, to)
        && from < to
}

/// The clauses of the text: sentences, notes with ※, and what stands behind ただし and なお.
fn clauses(reader: &Reader<'_>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    let mut at = 0;
    let push = |clauses: &mut Vec<Clause>, from: usize, to: usize| {
        if from < to {
            clauses.push((from, to));
        }
    };
    while at < reader.end {
        match reader.part_at(at) {
            Some(Part::Open(_)) => depth += 1,
            Some(Part::Close(_)) => depth = depth.saturating_sub(1),
            // 1. before a formula marks an item.
            Some(Part::Stop)
                if depth == 0
                    && at == from + 1
                    && at + 1 < reader.end
                    && reader.text_of(at, at + 1) != "。"
                    && matches!(reader.part_at(from), Some(Part::Number(_))) => {}
            Some(Part::Stop) if depth == 0 => {
                push(&mut clauses, from, at);
                from = at + 1;
            }
            Some(Part::Mark)
                if depth == 0 && (reader.gap_at(at) > Gap::None || at == from || is_note(reader, at)) =>
            {
                push(&mut clauses, from, at);
                from = at + 1;
                // ※1
                if matches!(reader.part_at(from), Some(Part::Number(_)))
                    && reader.gap_at(from) == Gap::None
                    && reader.gap_at(from + 1) > Gap::None
                {
                    from += 1;
                    at += 1;
                }
            }
            Some(Part::Word(Word::Further)) if depth == 0 && starts_clause(reader, from, at) => {
                let end = if at > from && reader.part_at(at - 1) == Some(&Part::Comma) { at - 1 } else { at };
                push(&mut clauses, from, end);
                from = at + 1;
                if reader.part_at(from) == Some(&Part::Comma) {
                    from += 1;
                    at += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    push(&mut clauses, from, reader.end);
    clauses
}

/// Whether ただし and the like begin a clause: behind a sign of punctuation, a space or a line.
fn starts_clause(reader: &Reader<'_>, from: usize, at: usize) -> bool {
    at == from
        || reader.gap_at(at) > Gap::None
        || at.checked_sub(1).is_some_and(|before| {
            matches!(reader.part_at(before), Some(Part::Comma | Part::Stop | Part::Close(_)))
        })
}

/// Whether a mark behind an operand begins a note and is no footnote: words follow it.
fn is_note(reader: &Reader<'_>, at: usize) -> bool {
    !matches!(
        reader.part_at(at + 1),
        None | Some(
            Part::Operator(_)
                | Part::Close(_)
                | Part::Number(_)
                | Part::Comma
                | Part::Equals
                | Part::Word(Word::Ex | Word::Particle(_))
        )
    )
}

/// The first clause with a figure in it.
fn figured(reader: &mut Reader<'_>, from: usize, to: usize) -> Result<Figure, ReadError> {
    reader.within(from, to, |reader| {
        let from = labels(reader, from)?;
        reader.at = from;
        // A rounding before the formula: 「小数点以下第2位を四捨五入し、…」.
        let mut before = None;
        let mut begun = from;
        if let Some(comma) = leading_rounding(reader, from) {
            before = Some((from, comma));
            begun = comma + 1;
        }
        let mut figure =
            if has_cases(reader, begun) { cases(reader, begun)? } else { equation(reader, begun)? };
        if let Some((from, to)) = before {
            let subject = figure.defines.clone();
            if let Some(found) = reader.rounding(from, to, subject.as_deref()) {
                let (places, rounding) = found?;
                reader.claim(from, to);
                round(&mut figure, places, rounding);
            }
        }
        Ok(figure)
    })
}

/// The comma behind a rounding that stands before a formula, if one does.
fn leading_rounding(reader: &Reader<'_>, from: usize) -> Option<usize> {
    let commas = reader.outside(from, reader.end, |part| *part == Part::Comma);
    let comma = commas.into_iter().rev().find(|comma| reader.rounding(from, *comma, None).is_some())?;
    // A formula follows, no further part of the rounding.
    is_formula(reader, comma + 1, reader.end).then_some(comma)
}

/// Goes past labels, item marks and bullets; the place behind them.
fn labels(reader: &mut Reader<'_>, from: usize) -> Result<usize, ReadError> {
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
            // A star or two: a bullet, or words set bold.
            Some(Part::Operator(Operation::Multiply)) => {
                while matches!(reader.part_at(at), Some(Part::Operator(Operation::Multiply))) {
                    at += 1;
                }
            }
            Some(Part::Operator(Operation::Subtract)) if reader.gap_at(at + 1) > Gap::None => {
                // A dash that is set apart marks an item where a name with its equals sign follows.
                if reader.outside(at, reader.end, |part| *part == Part::Equals).is_empty() {
                    return Err(reader.unclear_but_for(Unclear::Dash, at, at + 1));
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
                    && !is_listed(reader, at) =>
            {
                at += 2;
            }
            Some(Part::Word(_)) if is_label_word(reader, at) => {
                at += 1;
                while matches!(reader.part_at(at), Some(Part::Colon)) {
                    at += 1;
                }
                while matches!(reader.part_at(at), Some(Part::Operator(Operation::Multiply))) {
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

/// Whether a formula may begin at a place: an operand, an unknown name or a label.
fn begins(reader: &Reader<'_>, at: usize) -> bool {
    reader.starts(at) || matches!(reader.part_at(at), Some(Part::Unknown | Part::Word(_)))
}

fn is_operator(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Operator(_) | Part::Percent | Part::Close(_) | Part::Word(Word::Ex)) | None)
}

/// Whether a word for a list stands behind: 「16、期限内件数の合計」 has no item mark.
fn is_listed(reader: &Reader<'_>, from: usize) -> bool {
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
fn is_label_word(reader: &Reader<'_>, at: usize) -> bool {
    if !reader.is_word(at, Word::Label) || at + 1 >= reader.end {
        return false;
    }
    let text = reader.folded(at, at + 1);
    text.ends_with('は')
        || text.ends_with("is")
        || matches!(reader.part_at(at + 1), Some(Part::Colon))
        || reader.gap_at(at + 1) == Gap::Line
}

fn holds_case(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| reader.is_word(at, Word::Case) || reader.is_word(at, Word::Otherwise))
}

/// Whether a clause tells cases apart.
fn has_cases(reader: &Reader<'_>, from: usize) -> bool {
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
fn cases(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    let compared = reader.compared.take();
    let result = each_case(reader, from);
    reader.compared = compared;
    result
}

fn each_case(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
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
fn led_by(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
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

/// The condition at a place, with where what it leads to begins; `None` within where it is that of all other cases.
fn condition_at(
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
fn next_condition(reader: &mut Reader<'_>, from: usize) -> Result<usize, ReadError> {
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
fn condition(reader: &mut Reader<'_>, from: usize) -> Result<Condition, ReadError> {
    reader.at = from;
    let compared =
        |relation, left: Node, right: Node| Condition::Compare(relation, Box::new(left), Box::new(right));
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
        ended(reader)?;
        return Ok(compared(relation, prior, left));
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
        if is_none.contains(&rest.as_str()) {
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

/// A condition in English, to the end: `availability is below 99.9%`, `n = 0`.
fn english_condition(reader: &mut Reader<'_>, from: usize) -> Result<Condition, ReadError> {
    reader.at = from;
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
        return Ok(condition);
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
    ended(reader)?;
    Ok(Condition::Compare(relation, Box::new(left), Box::new(right)))
}

/// Goes past a word that compares.
fn compares(reader: &mut Reader<'_>) -> Option<Relation> {
    match reader.word_as(reader.at, |word| matches!(word, Word::Compares(_)))? {
        Word::Compares(relation) => {
            reader.at += 1;
            Some(relation)
        }
        _ => None,
    }
}

/// Whether all has been read, but for words that close a clause.
fn ended(reader: &mut Reader<'_>) -> Result<(), ReadError> {
    while matches!(reader.word(), Some(Word::Closes | Word::Doing | Word::Particle(Particle::No)))
        || reader.part() == Some(&Part::Comma)
    {
        reader.at += 1;
    }
    if reader.at < reader.end { Err(reader.after_operand(Expected::OperatorOrEnd)) } else { Ok(()) }
}

/// A clause behind the one with the figure: a case, a cap, a further step in English, a remark.
fn further(reader: &mut Reader<'_>, figure: &mut Figure, from: usize, to: usize) -> Result<(), ReadError> {
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
        if let Some((is_cap, amount)) = limit(reader, from)? {
            cap(figure, is_cap, &amount);
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
            figure.bound = figure.node.as_ref().map(|node| scaled(bound, node, figure.defines.as_deref()));
            return Ok(());
        }
        if is_remark(reader, from, reader.end) {
            let end = reader.end;
            reader.note(Aside::Remark, from, end);
            return Ok(());
        }
        let is_second = !reader.outside(from, reader.end, |part| *part == Part::Equals).is_empty();
        let unclear = if is_second { Unclear::TwoFormulas } else { Unclear::Sentence };
        Err(reader.unclear_but_for(unclear, from, reader.end))
    });
    reader.prior = prior;
    result
}

/// Whether tokens name the figure, or its target: 「目標は」, `it`, `the rate`.
fn is_subject(reader: &Reader<'_>, from: usize, to: usize, defines: Option<&str>) -> bool {
    let mut from = from;
    while reader.is_word(from, Word::Filler) && from + 1 < to {
        from += 1;
    }
    let said = reader.folded(from, to);
    let name = defines.map(|name| crate::source::fold(name).iter().map(|sign| sign.c).collect::<String>());
    reader.is_word(from, Word::Result) && from + 1 == to
        || ["target", "目標", "目標値", "基準値", "目標水準", "基準", "要求水準"].contains(&said.as_str())
        || name.is_some_and(|name| name == said)
}

/// 「54,000円を限度とする」: whether it is a cap or a floor, and the amount.
fn limit(reader: &mut Reader<'_>, from: usize) -> Result<Option<(bool, Node)>, ReadError> {
    let words = reader.outside(from, reader.end, |part| matches!(part, Part::Word(Word::Cap | Word::Floor)));
    let Some(word) = words.last().copied() else { return Ok(None) };
    let is_cap = reader.is_word(word, Word::Cap);
    let begun = match topic(reader, from) {
        Some((_, behind)) if behind < word => behind,
        _ => (from..word).find(|at| reader.part_at(*at) != Some(&Part::Comma)).unwrap_or(word),
    };
    let amount = reader.within(begun, word, |reader| {
        let value = reader.phrase(0)?;
        if reader.at < reader.end {
            Err(reader.after_operand(Expected::OperatorOrEnd))
        } else {
            Ok(value.node)
        }
    })?;
    reader.at = word + 1;
    ended(reader)?;
    Ok(Some((is_cap, amount)))
}

fn cap(figure: &mut Figure, is_cap: bool, amount: &Node) {
    let function = if is_cap { crate::Function::Min } else { crate::Function::Max };
    figure.map(|node| called(function, vec![node, amount.clone()]));
}

/// Whether a bound behind a comma limits the figure rather than being its target: of an amount, at 0, and of a rate at
/// its own ends. `None` where it can be a target alone.
fn is_limit(node: &Node, bound: &Bound) -> Option<bool> {
    let than = match &bound.than.kind {
        Kind::Number(number) => Some(number.clone()),
        Kind::Percent(inner) => match &inner.kind {
            Kind::Number(number) => number.clone().checked_div(&Exact::from(100)),
            _ => None,
        },
        _ => None,
    };
    let is = |wanted: i64| than.as_ref().is_some_and(|than| *than == Exact::from(wanted));
    let is_rate = is_ratio(node) || is_hundredfold(node);
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
fn is_amount(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            let is_share = |node: &Node| matches!(node.kind, Kind::Percent(_));
            !is_constant(left) && !is_constant(right)
                || is_share(left)
                || is_share(right)
                || is_amount(left)
                || is_amount(right)
        }
        Kind::Binary(Operation::Divide, left, right) => is_constant(right) && is_amount(left),
        Kind::Call(crate::Function::Round(_), arguments) => arguments.first().is_some_and(is_amount),
        _ => false,
    }
}

/// A name with は, とは or a colon before a formula, and where the formula begins.
fn topic(reader: &Reader<'_>, from: usize) -> Option<(String, usize)> {
    let topic = topic_at(reader, from)?;
    topic.name.ok().map(|name| (name, topic.behind))
}

/// What stands before は, `is` or a colon.
struct Topic {
    /// The name, or what of it is none.
    name: Result<String, NoPart>,
    at: usize,
    behind: usize,
}

fn topic_at(reader: &Reader<'_>, from: usize) -> Option<Topic> {
    let first = reader.outside(from, reader.end, |part| {
        matches!(part, Part::Word(Word::Particle(Particle::Ha) | Word::Defines) | Part::Colon | Part::Equals)
    });
    let at = first.first().copied()?;
    let begun = match reader.part_at(at)? {
        Part::Equals => return None,
        Part::Word(Word::Defines) => {
            // Calculate the … as equal to …
            if reader.is_word(from, Word::Calculate) { from + 1 } else { from }
        }
        _ => from,
    };
    let mut begun = begun;
    // An article; `the number of` is a part of the name.
    while reader.word_at(begun) == Some(Word::Filler)
        && !reader.folded(begun, begun + 1).ends_with("of")
        && begun + 1 < at
    {
        begun += 1;
    }
    let mut behind = at + 1;
    while matches!(reader.part_at(behind), Some(Part::Comma | Part::Colon)) {
        behind += 1;
    }
    Some(Topic { name: name(reader, begun, at), at, behind })
}

/// A clause with equals signs, or none: the name, the figure and the result that is printed.
fn equation(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
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
    sides(reader, &bounds.into_iter().zip(ends).collect::<Vec<_>>())
}

/// What stands on the sides of equals signs, or of words that say the same.
fn sides(reader: &mut Reader<'_>, bounds: &[Clause]) -> Result<Figure, ReadError> {
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
fn agrees(
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
            let (left, right) = (left.to_figure_string(), right.to_figure_string());
            let unclear = Unclear::NotEqual { left: left.as_str().into(), right: right.into() };
            let mut error = reader.unclear(unclear, from, to);
            if let ReadError::Unclear { edit, at, .. } = &mut error {
                *edit = Some(Change::new(at.clone(), left));
            }
            Err(error)
        }
    }
}

/// Whether a number ends within so many places.
fn is_constant_exact(value: &Exact, places: u8) -> bool {
    value.rounded(places, Rounding::Down) == *value
}

/// A bound on the scale of the figure: `95%` is 95 of a hundredfold, 0.95 of a share.
fn scaled(bound: Bound, node: &Node, defines: Option<&str>) -> Bound {
    let is_percent =
        is_hundredfold(node) || defines.is_some_and(|name| name.contains(['%', '％']) && !is_ratio(node));
    match &bound.than.kind {
        Kind::Percent(inner) if is_percent && matches!(inner.kind, Kind::Number(_)) => {
            Bound { than: inner.as_ref().clone(), ..bound }
        }
        _ => bound,
    }
}

/// What is no part of a name stands where a name should.
fn no_name(reader: &Reader<'_>, (from, to): NoPart) -> ReadError {
    reader.unclear(Unclear::NoName, from, to)
}

/// What a segment beside an equals sign is.
fn segment(
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

/// Whether a side begins as a formula does.
fn starts_formula(reader: &Reader<'_>, from: usize) -> bool {
    reader.starts(from) && !matches!(reader.part_at(from), Some(Part::Open(_)))
}

/// Whether an operation stands on a side.
fn is_formula_side(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| matches!(reader.part_at(at), Some(Part::Operator(_) | Part::Word(Word::Between(_)))))
}

/// A clause without an equals sign.
fn unequal(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    if let Some(value) = reader.more_than(from) {
        reader.at = reader.end;
        return value.map(|value| Figure { node: Some(value.node), ..Figure::default() });
    }
    if let Some((end, bound)) = reader.target_at_end(from) {
        // `fee × 5%, not exceeding 1000`, not `fee × 5% must not exceed 1000`.
        let is_joined = reader.part_at(end) == Some(&Part::Comma)
            || reader.word_as(end, |word| matches!(word, Word::Than(_))).is_some();
        let mut figure = reader.within(from, end, |reader| unequal(reader, from))?;
        let Some(node) = &figure.node else { return Err(reader.expected(Expected::Operand)) };
        if figure.bound.is_some() {
            return Err(reader.unclear(Unclear::Comparisons, from, reader.end));
        }
        let bound = scaled(bound, node, figure.defines.as_deref());
        let is_limit = is_limit(node, &bound);
        if is_joined && is_limit.is_some_and(|is_limit| is_limit != reader.mode.other_limit) {
            cap(&mut figure, bound.relation == Relation::AtMost, &bound.than);
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
    if let Some(Topic { name: Ok(name), behind, .. }) = &topic {
        let (name, behind) = (name.clone(), *behind);
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

/// A clause without an equals sign, and without a name before は or `is`.
fn clause(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    // 「稼働率を、…として定義する」
    if let Some((name, behind)) = defined(reader, from) {
        let mut figure = reader.within(behind, reader.end, |reader| unequal(reader, behind))?;
        figure.defines.get_or_insert(name);
        return Ok(figure);
    }
    let relations = reader.outside(from, reader.end, |part| matches!(part, Part::Relation(_)));
    // A name that is bounded: 「部分払金の額≦…」.
    if let [relation] = relations.as_slice()
        && !starts_formula(reader, from)
        && let Ok(name) = name(reader, from, *relation)
        && let Some(Part::Relation(found)) = reader.part_at(*relation)
    {
        let (found, behind) = (*found, *relation + 1);
        let mut figure = reader.within(behind, reader.end, |reader| unequal(reader, behind))?;
        (figure.defines, figure.relation) = (Some(name), Some(found));
        return Ok(figure);
    }
    reader.at = from;
    let value = reader.phrase(0)?;
    let mut value = Some(value);
    closing(reader, &mut value)?;
    let bound = bound(reader, &mut value)?;
    closing(reader, &mut value)?;
    let Some(value) = value else { return Err(reader.expected(Expected::Operand)) };
    if !value.before.is_empty() {
        let at = reader.at;
        return Err(reader.unclear(Unclear::List, at.saturating_sub(1), at));
    }
    if value.per_year && !crate::expression::is_number(&value.node) {
        let at = reader.at;
        return Err(reader.unclear(Unclear::PerYear, from, at));
    }
    let mut figure = Figure { is_share: value.noun == Some(Noun::Share), ..Figure::default() };
    figure.bound = bound.map(|bound| scaled(bound, &value.node, None));
    figure.node = Some(value.node);
    // とし、54,000円を限度とする.
    if reader.at < reader.end {
        let at = reader.at;
        if let Some((is_cap, amount)) = reader.attempt(|reader| limit(reader, at))? {
            cap(&mut figure, is_cap, &amount);
        }
    }
    // A rounding behind a comma, or behind a space.
    if reader.at < reader.end
        && let Some(found) = reader.rounding(reader.at, reader.end, None)
    {
        let (places, rounding) = found?;
        reader.claim(reader.at, reader.end);
        round(&mut figure, places, rounding);
        reader.at = reader.end;
    }
    if reader.at < reader.end {
        return Err(reader.after_operand(Expected::OperatorOrEnd));
    }
    Ok(figure)
}

/// Goes past words that close a sentence; `expressed as a percentage` makes the figure one.
fn closing(reader: &mut Reader<'_>, value: &mut Option<Value>) -> Result<(), ReadError> {
    loop {
        let mut at = reader.at;
        while reader.part_at(at) == Some(&Part::Comma) {
            at += 1;
        }
        if reader.is_word(at, Word::AsPercentage) {
            if let Some(value) = value {
                as_percentage(value);
            }
            reader.at = at + 1;
            continue;
        }
        if matches!(reader.word_at(at), Some(Word::Closes | Word::Doing)) {
            reader.at = at + 1;
            continue;
        }
        // 「…で算出し、」 behind a figure says no more.
        let is_said = matches!(reader.word_at(at), Some(Word::Particle(Particle::De | Particle::Wo)))
            && matches!(reader.word_at(at + 1), Some(Word::Verb(Verb::Calculate | Verb::Express, _)));
        if is_said {
            reader.at = at + 2;
            continue;
        }
        if at > reader.at && at >= reader.end {
            reader.at = at;
        }
        return Ok(());
    }
}

/// A comparison in signs behind a figure: `≧0.95`.
fn bound(reader: &mut Reader<'_>, value: &mut Option<Value>) -> Result<Option<Bound>, ReadError> {
    let begun = reader.at;
    let sign = match reader.part() {
        Some(Part::Relation(relation)) => Some(*relation),
        _ => None,
    };
    if let Some(relation) = sign {
        reader.at += 1;
        let than = reader.phrase(0)?;
        if matches!(reader.part(), Some(Part::Relation(_))) {
            return Err(reader.unclear(Unclear::Comparisons, begun, reader.end));
        }
        // 0.95 ≤ A ÷ B
        if let Some(left) = value.as_mut()
            && is_constant(&left.node)
            && !is_constant(&than.node)
        {
            let target = std::mem::replace(left, than).node;
            return Ok(Some(Bound { relation: relation.exchanged(), than: target }));
        }
        return Ok(Some(Bound { relation, than: than.node }));
    }
    reader.at = begun;
    Ok(None)
}

/// 「…で遅延損害金を計算する」, 「…してAを求める」: the name that is calculated, and where what it is made of ends.
fn named_at_end(reader: &Reader<'_>, from: usize) -> Option<(String, usize)> {
    let mut end = reader.end;
    while end > from && matches!(reader.word_at(end - 1), Some(Word::Closes | Word::Doing)) {
        end -= 1;
    }
    // 「…を遵守率とする」, 「…を遵守率という」
    let closes = end < reader.end && reader.text_of(end, end + 1).starts_with('と');
    if closes
        && let Some(particle) = reader
            .outside(from, end, |part| matches!(part, Part::Word(Word::Particle(Particle::Wo))))
            .last()
            .copied()
        && particle > from
        && !reader.text_of(end, reader.end).contains("定義")
    {
        let begun = particle + 1 + usize::from(reader.part_at(particle + 1) == Some(&Part::Comma));
        // A noun: 「…を乗じた額とする」 names nothing.
        let is_noun = (begun..end).any(|at| reader.part_at(at) == Some(&Part::Unknown))
            && (begun..end).all(|at| {
                matches!(
                    reader.part_at(at),
                    Some(
                        Part::Unknown
                            | Part::Unit(_)
                            | Part::Open(_)
                            | Part::Close(_)
                            | Part::Percent
                            | Part::Word(Word::Noun(_) | Word::Aggregate(_) | Word::Particle(Particle::No))
                    )
                )
            });
        if let (true, Ok(found)) = (is_noun, name(reader, begun, end)) {
            return Some((found, particle));
        }
    }
    let verb = end.checked_sub(1)?;
    if !matches!(reader.word_at(verb), Some(Word::Verb(Verb::Calculate, _))) {
        return None;
    }
    let particle = verb.checked_sub(1)?;
    if !matches!(reader.word_at(particle), Some(Word::Particle(Particle::Wo))) {
        return None;
    }
    // The name begins behind the particle or the verb before it.
    let begun = (from + 1..particle).rev().find(|at| {
        matches!(
            reader.word_at(at - 1),
            Some(Word::Particle(Particle::De) | Word::Verb(_, crate::lexicon::Form::Continues))
        ) || reader.part_at(at - 1) == Some(&Part::Comma)
    })?;
    let holds_term = (begun..particle).any(|at| matches!(reader.part_at(at), Some(Part::Term(_))));
    let found = name(reader, begun, particle).ok().filter(|_| !holds_term)?;
    let mut end = begun;
    while end > from
        && (matches!(reader.word_at(end - 1), Some(Word::Particle(Particle::De)))
            || reader.part_at(end - 1) == Some(&Part::Comma))
    {
        end -= 1;
    }
    (end > from).then_some((found, end))
}

/// 「稼働率を、…として定義する」: the name before を, where the clause ends as a definition.
fn defined(reader: &Reader<'_>, from: usize) -> Option<(String, usize)> {
    let last = reader.end.checked_sub(1)?;
    let is_definition =
        matches!(reader.word_at(last), Some(Word::Closes)) && reader.text_of(last, last + 1).contains("定義");
    if !is_definition {
        return None;
    }
    let first =
        reader.outside(from, reader.end, |part| matches!(part, Part::Word(Word::Particle(Particle::Wo))));
    let at = first.first().copied()?;
    if reader.part_at(at + 1) != Some(&Part::Comma) {
        return None;
    }
    name(reader, from, at).ok().map(|name| (name, at + 2))
}
