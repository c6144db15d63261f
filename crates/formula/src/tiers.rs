//! Tables of tiers: a line a tier, its interval and its value.
//!
//! ```text
//! 稼働率 | 減額率
//! 99.0%以上99.9%未満 | 10%
//! 99.0%未満 | 25%
//! ```

use crate::{
    Expected, ReadError, Relation, Unclear,
    condition::{Case, Condition},
    formula::{Kind, Node, Operation},
    lexicon::Word,
    part::number,
    read::Reader,
    token::Part,
};

/// A cell: its bytes.
type Cell = (usize, usize);

/// Reads the whole text as a table of tiers; `None` where it is no table.
pub(crate) fn table(reader: &mut Reader<'_>) -> Result<Option<(Option<String>, Node)>, ReadError> {
    let mut rows = rows(reader.text);
    if rows.is_empty() {
        rows = rows_with_colons(reader.text);
    }
    if rows.len() < 2 || rows.iter().any(|row| row.len() < 2) {
        return Ok(None);
    }
    let tiers = rows.iter().filter(|row| row.first().is_some_and(|cell| is_interval(reader, *cell))).count();
    if tiers + 1 < rows.len() || tiers < 2 {
        return Ok(None);
    }
    let mut defines = None;
    let mut subject = None;
    let mut cases = Vec::new();
    for row in &rows {
        let [first, second, rest @ ..] = row.as_slice() else { return Ok(None) };
        if rest.iter().any(|(from, to)| from < to) {
            return Ok(None);
        }
        if !is_interval(reader, *first) {
            subject = Some(expression(reader, *first)?);
            defines = reader.text.get(second.0..second.1).map(|name| name.trim().to_owned());
            continue;
        }
        let when = interval(reader, *first, subject.as_ref())?;
        // What the first row bounds the others bound too.
        if subject.is_none() {
            subject = when.sides().first().map(|side| (*side).clone());
        }
        let then = value(reader, *second)?;
        cases.push(Case { when, then });
    }
    let end = reader.text.len();
    reader.at = reader.end;
    Ok(Some((defines.filter(|name| !name.is_empty()), Node { at: 0..end, kind: Kind::Cases(cases, None) })))
}

/// The rows of a table with their cells, without the line below its head.
fn rows(text: &str) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let begun = at;
        at += line.len() + 1;
        let is_rule = line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '+' | '=' | '―' | '─' | '\r'));
        if is_rule {
            continue;
        }
        let sign =
            ['|', '｜', '\t'].into_iter().find(|sign| line.trim_matches(['|', '｜', ' ']).contains(*sign));
        let Some(sign) = sign else { return Vec::new() };
        let mut cells = Vec::new();
        let mut from = begun;
        for cell in line.split(sign) {
            let trimmed = cell.trim();
            let start = from + (cell.len() - cell.trim_start().len());
            cells.push((start, start + trimmed.len()));
            from += cell.len() + sign.len_utf8();
        }
        // Lines drawn at both ends of a row.
        if cells.first().is_some_and(|(from, to)| from == to) {
            cells.remove(0);
        }
        while cells.len() > 2 && cells.last().is_some_and(|(from, to)| from == to) {
            cells.pop();
        }
        rows.push(cells);
    }
    rows
}

/// The rows of tiers that stand with colons: 「稼働率99.9％以上：0％、99.5％以上99.9％未満：5％」, each on a line or behind a comma. The
/// name may stand before them on a line of its own.
fn rows_with_colons(text: &str) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut at = 0;
    for row in text.split_inclusive(['\n', '、', '，', ';', '；', '。']) {
        let begun = at;
        at += row.len();
        let row = row.trim_end_matches(['\n', '\r', '、', '，', ';', '；', '。']);
        if row.trim().is_empty() {
            continue;
        }
        let cell = |from: usize, cell: &str| {
            let start = from + (cell.len() - cell.trim_start().len());
            (start, start + cell.trim().len())
        };
        let cells: Vec<&str> = row.split([':', '：']).collect();
        match cells.as_slice() {
            [first, second] if !second.trim().is_empty() => {
                let behind = begun + row.len() - second.len();
                rows.push(vec![cell(begun, first), cell(behind, second)]);
            }
            // The name, with its colon or without.
            [name] | [name, _] if rows.is_empty() => rows.push(vec![cell(begun, name), (at, at)]),
            _ => return Vec::new(),
        }
    }
    rows
}

/// The tokens of a cell.
fn tokens(reader: &Reader<'_>, (from, to): Cell) -> (usize, usize) {
    let starts = |at: usize| reader.span(at, at + 1).start;
    let first = (0..reader.end).find(|at| starts(*at) >= from).unwrap_or(reader.end);
    let last = (first..reader.end).find(|at| starts(*at) >= to).unwrap_or(reader.end);
    (first, last)
}

/// Whether a cell holds bounds and no name.
fn is_interval(reader: &Reader<'_>, cell: Cell) -> bool {
    let (from, to) = tokens(reader, cell);
    let compares = (from..to).any(|at| {
        matches!(reader.part_at(at), Some(Part::Relation(_) | Part::Tilde))
            || reader.word_as(at, |word| matches!(word, Word::Compares(_) | Word::Than(_))).is_some()
    });
    let has_number = (from..to).any(|at| matches!(reader.part_at(at), Some(Part::Number(_))));
    compares && has_number
}

fn expression(reader: &mut Reader<'_>, cell: Cell) -> Result<Node, ReadError> {
    let (from, to) = tokens(reader, cell);
    reader.within(from, to, |reader| {
        let value = reader.phrase(0)?;
        while matches!(reader.word(), Some(Word::Closes)) {
            reader.at += 1;
        }
        if reader.at < to { Err(reader.after_operand(Expected::OperatorOrEnd)) } else { Ok(value.node) }
    })
}

/// The value of a tier; `なし` is nothing to be paid.
fn value(reader: &mut Reader<'_>, cell: Cell) -> Result<Node, ReadError> {
    let text = reader.text.get(cell.0..cell.1).unwrap_or("");
    if matches!(text, "なし" | "無し" | "無" | "none" | "None" | "nil" | "Nil" | "No credit" | "なし（0%）")
        || text.ends_with("なし")
        || text.ends_with("無し")
    {
        return Ok(Node { at: cell.0..cell.1, ..number(0) });
    }
    expression(reader, cell)
}

/// `99.0%以上99.9%未満`, `99.0%～99.9%未満`, `less than 99.9% but at least 99.0%`: bounds on the subject.
fn interval(reader: &mut Reader<'_>, cell: Cell, subject: Option<&Node>) -> Result<Condition, ReadError> {
    let (from, to) = tokens(reader, cell);
    reader.within(from, to, |reader| {
        // A name before the bounds is the subject of this row.
        let named =
            if matches!(reader.part(), Some(Part::Term(_))) { Some(reader.plain_operand()?) } else { None };
        // 「稼働率が99.9％以上」
        let is_said = matches!(
            reader.word(),
            Some(Word::Particle(crate::lexicon::Particle::Ga | crate::lexicon::Particle::Ha))
        );
        reader.at += usize::from(named.is_some() && is_said);
        let Some(subject) = named.as_ref().or(subject).cloned() else {
            return Err(reader.unclear(Unclear::Condition, from, to));
        };
        let mut parts = Vec::new();
        let add = |parts: &mut Vec<Condition>, relation: Relation, than: Node| {
            parts.push(Condition::Compare(relation, Box::new(subject.clone()), Box::new(than)));
        };
        while reader.at < to {
            let at = reader.at;
            let before = match reader.part() {
                Some(Part::Relation(relation)) => Some(*relation),
                _ => match reader.word_as(at, |word| matches!(word, Word::Than(_))) {
                    Some(Word::Than(relation)) => Some(relation),
                    _ => None,
                },
            };
            if let Some(relation) = before {
                reader.at += 1;
                let than = reader.plain_operand()?;
                add(&mut parts, relation, than);
            } else if matches!(reader.part(), Some(Part::Number(_) | Part::Currency)) {
                let than = reader.plain_operand()?;
                let ranges = matches!(reader.part(), Some(Part::Tilde | Part::Operator(Operation::Subtract)))
                    || matches!(
                        reader.word(),
                        Some(Word::Particle(crate::lexicon::Particle::Kara) | Word::To)
                    );
                match compared(reader) {
                    Some(relation) => add(&mut parts, relation, than),
                    // From one to the other, both included unless the words say else.
                    None if ranges => {
                        reader.at += 1;
                        add(&mut parts, Relation::AtLeast, than);
                        let upper = reader.plain_operand()?;
                        let _ = reader.is_word(reader.at, Word::UpTo) && {
                            reader.at += 1;
                            true
                        };
                        add(&mut parts, compared(reader).unwrap_or(Relation::AtMost), upper);
                    }
                    None => return Err(reader.unclear(Unclear::Condition, at, to)),
                }
            } else if joins(reader, at) {
                reader.at += 1;
            } else {
                return Err(reader.unclear(Unclear::Condition, at, to));
            }
        }
        match parts.pop() {
            None => Err(reader.unclear(Unclear::Condition, from, to)),
            Some(only) if parts.is_empty() => Ok(only),
            Some(last) => {
                parts.push(last);
                Ok(Condition::All(parts))
            }
        }
    })
}

fn compared(reader: &mut Reader<'_>) -> Option<Relation> {
    match reader.word_as(reader.at, |word| matches!(word, Word::Compares(_)))? {
        Word::Compares(relation) => {
            reader.at += 1;
            // 以上 may be followed by a second bound: 以上、…未満.
            while matches!(reader.word(), Some(Word::Closes)) {
                reader.at += 1;
            }
            Some(relation)
        }
        _ => None,
    }
}

/// Whether a word only joins two bounds: かつ, `but`, `and`.
fn joins(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.part_at(at), Some(Part::Comma | Part::Tilde))
        || matches!(reader.word_at(at), Some(Word::Both | Word::And | Word::Case | Word::Closes))
        || matches!(reader.folded(at, at + 1), "but" | "to")
}
