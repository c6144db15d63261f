//! Statements: what a text says around its figure. A name before or behind an equals sign, a comparison with a target, a
//! rounding, cases, the result that is printed, labels.
//!
//! Each clause is understood as one of these or refused; a remark that holds no number and no name is noted.

use self::{
    case::{cases, has_cases},
    equation::{equation, starts_formula, unequal},
    label::{labels, leading_rounding},
    limit::{cap, further, limits},
};
use provenance::Language;

use crate::{
    Aside, Exact, Expected, Formula, ReadError, Relation, Rounding, Unclear,
    condition::Case,
    formula::{Bound, Kind, Node, Operation},
    lexicon::{Noun, Particle, Verb, Word},
    name::{NoPart, name},
    part::{
        is_constant, is_hundredfold, is_in_percent, is_ratio, is_rounded, is_rounded_coarsely, rounded,
        rounded_in_percent,
    },
    percent,
    phrase::as_percentage,
    read::{Asked, Found, Reader},
    rounding::counts_time,
    source::Gap,
    token::{Bracket, Part},
    value::Value,
};

pub(crate) use case::is_of_figure;
pub(crate) use equation::scaled;
pub(crate) use label::article;

mod case;
mod equation;
pub(crate) mod fraction;
mod label;
mod limit;
mod listed;

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
    reader.per_one(&root)?;
    let mut root = unit_at_the_end(reader, root);
    let mut bound = figure.bound;
    let is_in_percent = |term: &crate::TermId| {
        [Language::Ja, Language::En].iter().any(|language| {
            let name = reader.vocabulary.name(term, *language);
            name.contains(['%', '％'])
        })
    };
    percent::settle(&mut root, bound.as_mut(), is_in_percent)
        .map_err(|percentage| reader.of_two_scales(&percentage))?;
    if let (Kind::Cases(cases, otherwise), false) = (&root.kind, is_table) {
        let values = cases.iter().map(|case| &case.then).chain(otherwise.iter().map(AsRef::as_ref));
        reader.all_fit(&values.cloned().collect::<Vec<_>>())?;
    }
    let defines = figure.defines.or_else(|| reader.alias.take());
    let relation = figure.relation.unwrap_or(Relation::Equal);
    let is_latex = crate::source::is_latex(reader.text);
    // A table is read from its cells, all of each; LaTeX is set otherwise than it is read.
    if !is_table && !is_latex {
        reader.accounted(defines.as_deref(), &root, bound.as_ref())?;
    }
    if !is_table && !is_latex {
        reader.is_meant(&root, bound.as_ref())?;
    }
    // A rounding to whole percents is of a rate: never of an amount that is multiplied by one.
    if let Some((from, to)) = reader.rounds_percent
        && !is_rate(&root)
    {
        return Err(reader.unclear(Unclear::RoundingOf, from, to));
    }
    let is_in_percent = scales(reader, defines.as_deref(), &root, bound.as_ref());
    // A share rounded to whole numbers or tenths is meant in percent; in another mode it is taken to the letter.
    if is_in_percent && is_rounded(&root) && !is_rate(&root) {
        return Err(reader.unclear(Unclear::RoundingOf, 0, reader.tokens.len()));
    }
    let is_coarse =
        figure.is_share && is_ratio(&root) && is_rounded_coarsely(&root) && !reader.mode.rounds_last();
    let root = if is_in_percent || is_coarse { rounded_in_percent(root) } else { root };
    let is_share = is_in_percent || figure.is_share;
    let formula = Formula { defines, relation, root, bound };
    Ok(Found { formula, notes: std::mem::take(&mut reader.notes), is_share, asked: Asked::default() })
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
    let is_ratio = is_ratio(root) && !percent::is_in_points(root);
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

/// Whether a figure is a rate by its form: a ratio or a hundredfold, rounded or not, of no product of names.
fn is_rate(node: &Node) -> bool {
    match &node.kind {
        Kind::Call(crate::Function::Round(_), arguments) => arguments.first().is_some_and(is_rate),
        Kind::Term(_) => true,
        _ => (is_ratio(node) || is_hundredfold(node) || is_in_percent(node)) && !multiplies_names(node),
    }
}

/// Whether a name is multiplied by a ratio of others: 月額×A÷B.
fn multiplies_names(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            !is_constant(left) && !is_constant(right) || multiplies_names(left) || multiplies_names(right)
        }
        Kind::Binary(Operation::Divide, left, _) => multiplies_names(left),
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
    let rounds: Vec<bool> = clauses.iter().map(|(from, to)| is_rounding(reader, *from, *to)).collect();
    let has_formula =
        clauses.iter().zip(&rounds).any(|((from, to), rounds)| !rounds && is_formula(reader, *from, *to));
    for ((from, to), rounds) in clauses.into_iter().zip(rounds) {
        if rounds {
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
        round(reader, &mut figure, (places, rounding), (from, to))?;
    }
    Ok(figure)
}

/// Rounds a figure as tokens say. Hours, days and minutes are rounded only of a figure whose name counts them.
fn round(
    reader: &mut Reader<'_>,
    figure: &mut Figure,
    (places, rounding): (i8, Rounding),
    (from, to): (usize, usize),
) -> Result<(), ReadError> {
    if let Some(unit) = reader.rounds_time(from, to) {
        let is_name = figure.node.as_ref().is_some_and(|node| matches!(node.kind, Kind::Term(_)));
        let counted = |node: &Node| counts_time(reader.text.get(node.at.clone()).unwrap_or(""), Some(unit));
        let of_name = is_name && figure.node.as_ref().is_some_and(counted);
        let others =
            || reader.times_among(0, from).into_iter().chain(reader.times_among(to, reader.tokens.len()));
        let of_figure = figure.defines.as_deref().is_some_and(|name| counts_time(name, Some(unit)))
            && (is_name || others().next().is_none());
        if !(of_name || of_figure) {
            return Err(reader.unclear(Unclear::RoundingOf, from, to));
        }
    }
    reader.claim_rounding(from, to);
    figure.map(|node| rounded(node, places, rounding));
    Ok(())
}

/// Whether a clause states a rounding, and no formula.
fn is_rounding(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    if !crate::rounding::is_named(reader.folded(from, to)) {
        return false;
    }
    let does = |at: usize| {
        matches!(reader.word_at(at), Some(Word::Verb(verb, _)) if verb.operates())
            || (matches!(reader.part_at(at), Some(Part::Percent)) || reader.is_word(at, Word::Percent))
                && !reader.folded(at, to).starts_with("%未満")
            || reader.is_word(at, Word::Fraction)
    };
    if (from..to).any(does) {
        return false;
    }
    // What stands in brackets is said of what stands before them.
    let (mut depth, mut outside) = (0_usize, String::new());
    for at in from..to {
        match reader.part_at(at) {
            Some(Part::Open(_)) => depth += 1,
            Some(Part::Close(_)) => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push_str(reader.folded(at, at + 1)),
            _ => {}
        }
    }
    crate::rounding::is_named(&outside) && reader.rounding(from, to, None).is_some()
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

/// Whether a clause is a remark that is known to say nothing of the figure: no number, no name, no step.
fn is_remark(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    let says_nothing = !is_formula(reader, from, to)
        && !(from..to).any(|at| {
            reader
                .word_as(at, |word| {
                    matches!(
                        word,
                        Word::Verb(
                            Verb::Divide | Verb::Subtract | Verb::Multiply | Verb::Add | Verb::Times,
                            _
                        ) | Word::Case
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
        && reader.is_aside(from, to);
    from < to && (says_nothing || reader.refers(from, to))
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
            Some(Part::Open(_))
                if depth == 0
                    && at > from
                    && let Some(close) = bracketed_clause(reader, at) =>
            {
                push(&mut clauses, from, at);
                push(&mut clauses, at + 1, close);
                from = close + 1;
                at = close;
            }
            Some(Part::Open(_)) => depth += 1,
            Some(Part::Close(_)) => depth = depth.saturating_sub(1),
            // 1. before a formula marks an item.
            Some(Part::Stop)
                if depth == 0
                    && at == from + 1
                    && at + 1 < reader.end
                    && reader.text_of(at, at + 1) != "。"
                    && matches!(reader.part_at(from), Some(Part::Number(_))) => {}
            // `max. 10%`
            Some(Part::Stop)
                if depth == 0
                    && at > from
                    && matches!(reader.folded(at - 1, at), "max" | "min")
                    && matches!(reader.part_at(at + 1), Some(Part::Number(_) | Part::Currency)) => {}
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

/// Where a bracket ends that closes a sentence and holds a clause of its own: 「（全件数が0件の場合は100％とする）」.
fn bracketed_clause(reader: &Reader<'_>, open: usize) -> Option<usize> {
    if !matches!(reader.part_at(open), Some(Part::Open(Bracket::Round))) {
        return None;
    }
    let close = reader.partner(open)?;
    let ends = matches!(reader.part_at(close + 1), None | Some(Part::Stop));
    // What is excepted has no value: 「（全件数が0の場合を除く）」.
    let holds_if = (open + 1..close).any(|at| {
        reader.word_at(at) == Some(Word::If) && !matches!(reader.part_at(at + 1), Some(Part::Open(_)))
    });
    let is_case = holds_if
        || case::holds_case(reader, open + 1, close) && !reader.folded(open + 1, close).contains('除');
    let is_target = limit::target_said(reader, open + 1, close).is_some();
    (ends && (is_case || is_target)).then_some(close)
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
                round(reader, &mut figure, (places, rounding), (from, to))?;
            }
        }
        Ok(figure)
    })
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

/// A clause without an equals sign, and without a name before は or `is`.
fn clause(reader: &mut Reader<'_>, from: usize) -> Result<Figure, ReadError> {
    if let Some(figure) = fraction::fraction(reader, from)? {
        return Ok(figure);
    }
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
    reader.counts_all(&value)?;
    if value.per_year && !crate::formula::is_number(&value.node) {
        let at = reader.at;
        return Err(reader.unclear(Unclear::PerYear, from, at));
    }
    let mut figure = Figure { is_share: value.noun == Some(Noun::Share), ..Figure::default() };
    figure.bound = bound.map(|bound| scaled(bound, &value.node, None));
    figure.node = Some(value.node);
    // 「…×100、目標値95％以上」
    if reader.part() == Some(&Part::Comma)
        && let Some((relation, number)) = limit::target_said(reader, reader.at + 1, reader.end)
        && let (None, Some(node)) = (&figure.bound, &figure.node)
        && (is_ratio(node) || is_hundredfold(node))
        && reader.part_at(reader.at + 1).is_some_and(|part| !matches!(part, Part::Number(_)))
    {
        let (begun, end) = (reader.at + 1, reader.end);
        let Some(relation) = relation else { return Err(reader.unclear(Unclear::Direction, begun, end)) };
        let bound = Bound { relation, than: reader.within(number, end, |reader| reader.plain_operand())? };
        reader.claim(begun, end);
        figure.bound = Some(scaled(bound, node, None));
        reader.at = end;
    }
    // とし、54,000円を限度とする.
    if reader.at < reader.end {
        let at = reader.at;
        for (is_cap, amount) in reader.attempt(|reader| limits(reader, at))? {
            cap(reader, &mut figure, is_cap, &amount)?;
        }
    }
    // 「直接経費の10％以内」: of what is it the bound?
    if let Some(Word::Compares(_)) = reader.word_as(reader.at, |word| matches!(word, Word::Compares(_)))
        && figure.node.as_ref().is_some_and(|node| !is_constant(node))
    {
        return Err(reader.unclear(Unclear::BoundOf, from, reader.end));
    }
    // A rounding behind a comma, or behind a space.
    if reader.at < reader.end
        && let Some(found) = reader.rounding(reader.at, reader.end, None)
    {
        let (places, rounding) = found?;
        let said = (reader.at, reader.end);
        round(reader, &mut figure, (places, rounding), said)?;
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
        // A noun: 「…を乗じた額とする」 names nothing, and neither does 「…を分母とする」.
        let is_noun = !crate::name::is_ordinary(reader.folded(begun, end))
            && (begun..end).any(|at| reader.part_at(at) == Some(&Part::Unknown))
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
