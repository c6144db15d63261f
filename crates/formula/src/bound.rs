//! Targets in words: `must not be less than 95%`, 「を95%以上とする」.
//!
//! A target stands behind its figure, to the end of the clause. It is found first, so that what stands before it is read
//! on its own.

use crate::{
    Expected, ReadError, Relation,
    Relation::{AtLeast, AtMost, Equal, Greater},
    formula::{Bound, Kind, Node, Operation},
    lexicon::{Between, Particle, Prefix, Word},
    part::{binary, is_constant, number},
    pieces::Pieces,
    read::Reader,
    source::Gap,
    token::Part,
    value::Value,
};

/// Words of English that say that something is to be so, and no more.
static MODALS: Pieces = Pieces::of(&[
    "must",
    "shall",
    "should",
    "will",
    "would",
    "may",
    "can",
    "could",
    "is",
    "are",
    "be",
    "to",
    "does",
    "do",
    "has",
    "have",
    "needs",
    "need",
    "ought",
    "required",
    "expected",
    "always",
    "also",
    "remain",
    "remains",
    "stay",
    "stays",
    "kept",
    "maintained",
    "it",
    "ever",
    "itself",
    "set",
    "targeted",
    "mustbe",
    "shallbe",
    "isto",
]);
/// Those of them with which such a statement begins.
static OBLIGES: Pieces = Pieces::of(&[
    "must", "shall", "should", "will", "may", "can", "cannot", "does", "needs", "has", "ought", "required",
]);
static NEGATIONS: Pieces = Pieces::of(&["not", "never", "cannot", "mustnot"]);
/// What may join such a statement to its figure.
const LINKS: &[&str] = &["which", "that", "and", "it", "but"];

/// Words of Japanese before a number that bound it.
const LEADS: &[(&str, Relation)] = &[
    ("少なくとも", AtLeast),
    ("最低でも", AtLeast),
    ("最低", AtLeast),
    ("多くとも", AtMost),
    ("最大でも", AtMost),
    ("最長", AtMost),
    ("最大", AtMost),
];
/// What may stand between a particle and the number without saying more.
static WHILES: Pieces = Pieces::of(&["常に", "毎月", "必ず", "各月", "それぞれ", "、", ",", "概ね"]);
/// What closes a target.
const CLOSES: &[&str] = &[
    "でなければならないものとする",
    "でなければならない",
    "ものとする",
    "ものとします",
    "とする",
    "とします",
    "とし",
    "とすること",
    "であること",
    "である",
    "であり",
    "です",
    "になること",
    "になる",
    "となること",
    "となる",
    "こと",
    "を維持する",
    "に維持する",
    "を保つ",
    "に保つ",
    "を確保する",
    "を満たす",
    "を目標とする",
    "を目標値とする",
    "が目標",
    "を目指す",
    "の",
    "よう",
    "ように",
    "する",
    "ようにする",
    "でなければならない。",
];

impl Reader<'_> {
    /// The target in words with which a clause ends, and where the figure before it ends.
    pub(crate) fn target_at_end(&mut self, from: usize) -> Option<(usize, Bound)> {
        self.target_in_english(from).or_else(|| self.target_in_japanese(from))
    }

    fn target_in_english(&mut self, from: usize) -> Option<(usize, Bound)> {
        let places = self.outside(from, self.end, |part| matches!(part, Part::Unknown | Part::Word(_)));
        let is_latin = |reader: &Self, at: usize| {
            let sign = reader.tokens.get(at).and_then(|token| reader.signs.get(token.from));
            sign.is_some_and(|sign| sign.c.is_ascii_alphabetic())
        };
        for at in places.into_iter().filter(|at| *at > from) {
            if !is_latin(self, at) {
                continue;
            }
            let folded = self.folded(at, at + 1);
            let obliges = OBLIGES.holds(folded) || matches!(self.word_at(at), Some(Word::Defines));
            let compares = self.word_as(at, |word| matches!(word, Word::Than(_))).is_some();
            // `10% more than downtime` is an amount.
            let is_amount =
                matches!(self.part_at(at - 1), Some(Part::Number(_) | Part::Percent | Part::Unit(_)))
                    || self.is_word(at - 1, Word::Percent);
            if !obliges && (!compares || is_amount) {
                continue;
            }
            let end = self.end;
            let found = self.attempt(|reader| reader.within(at, end, |reader| reader.obliged(at)));
            if let Ok(bound) = found {
                let mut end = at;
                while end > from + 1
                    && (self.part_at(end - 1) == Some(&Part::Comma)
                        || LINKS.contains(&self.folded(end - 1, end)))
                {
                    end -= 1;
                }
                // The words of the target; its number is an operand.
                let behind = self.end;
                for word in end..behind {
                    if matches!(self.part_at(word), Some(Part::Unknown)) {
                        self.claim(word, word + 1);
                    }
                }
                return Some((end, bound));
            }
        }
        None
    }

    /// `must not be less than 95%`, `is 95% or more`, to the end.
    fn obliged(&mut self, from: usize) -> Result<Bound, ReadError> {
        let (mut negated, mut obliges) = (false, false);
        self.at = from;
        let stop = |reader: &Self| reader.after_operand(Expected::Relation);
        loop {
            if self.word_as(self.at, |word| matches!(word, Word::Than(_))).is_some() {
                break;
            }
            let folded = self.folded(self.at, self.at + 1);
            let words: Vec<&str> = if self.at < self.end { vec![folded] } else { Vec::new() };
            let is_modal = words.iter().any(|word| MODALS.holds(word))
                || matches!(self.word(), Some(Word::Defines | Word::To));
            let negates = words.iter().any(|word| NEGATIONS.holds(word));
            if !is_modal && !negates {
                break;
            }
            if negates && negated {
                return Err(stop(self));
            }
            negated |= negates;
            obliges |= OBLIGES.holds(folded);
            self.at += 1;
        }
        let relation = match self.part() {
            Some(Part::Relation(relation)) if obliges => Some(*relation),
            Some(Part::Word(Word::Between(Between::Is(Operation::Divide))))
                if obliges && self.folded(self.at, self.at + 1) == "over" =>
            {
                Some(Greater)
            }
            _ => match self.word_as(self.at, |word| matches!(word, Word::Than(_))) {
                // A double negation is nobody's target.
                Some(Word::Than(_)) if negated && self.folded(self.at, self.at + 1).starts_with("no") => {
                    return Err(stop(self));
                }
                Some(Word::Than(relation)) => {
                    let reaches = self.folded(self.at, self.at + 1).starts_with("reach");
                    self.at += usize::from(reaches);
                    match self.word_as(self.at, |word| matches!(word, Word::Than(_))) {
                        Some(Word::Than(relation)) => Some(relation),
                        _ => {
                            self.at -= usize::from(reaches);
                            Some(relation)
                        }
                    }
                }
                // `a minimum of 95%`
                _ => match self.word_as(self.at + 1, |word| matches!(word, Word::Of(_))) {
                    Some(Word::Of(prefix))
                        if self.is_word(self.at, Word::Filler)
                            || self.folded(self.at, self.at + 1) == "a" =>
                    {
                        self.at += 1;
                        match prefix {
                            Prefix::Least => Some(AtLeast),
                            Prefix::Greatest => Some(AtMost),
                            _ => return Err(stop(self)),
                        }
                    }
                    _ => None,
                },
            },
        };
        self.at += usize::from(relation.is_some());
        let than = self.phrase(0)?;
        let relation = match (relation, self.word_as(self.at, |word| matches!(word, Word::Compares(_)))) {
            (Some(relation), None) => relation,
            (None, Some(Word::Compares(relation))) => {
                self.at += 1;
                relation
            }
            (None, None) if obliges && is_constant(&than.node) => Equal,
            _ => return Err(stop(self)),
        };
        if self.at < self.end || !than.before.is_empty() {
            return Err(self.after_operand(Expected::OperatorOrEnd));
        }
        Ok(Bound { relation: if negated { relation.opposite() } else { relation }, than: than.node })
    }

    fn target_in_japanese(&mut self, from: usize) -> Option<(usize, Bound)> {
        let numbers = self.outside(from, self.end, |part| matches!(part, Part::Number(_)));
        let begun = numbers.last().copied().filter(|at| *at > from)?;
        let mut at = begun;
        let mut lead = None;
        // 少なくとも, 常に and a comma stand between the particle and the number.
        while let Some((length, relation)) = self.led(from, at) {
            lead = lead.or(relation);
            at -= length;
            if at == from {
                return None;
            }
        }
        let stands_apart = at < begun || self.gap_at(begun) > Gap::None;
        let end = match self.word_at(at - 1) {
            Some(Word::Particle(Particle::Wo | Particle::Ga | Particle::Ha)) => at - 1,
            _ if stands_apart => at,
            _ => return None,
        };
        let last = self.end;
        let bound = self.attempt(|reader| {
            reader.within(begun, last, |reader| {
                let than = reader.plain_operand()?;
                let behind = match reader.word_as(reader.at, |word| matches!(word, Word::Compares(_))) {
                    Some(Word::Compares(relation)) => {
                        reader.at += 1;
                        Some(relation)
                    }
                    _ => None,
                };
                let relation = match (lead, behind) {
                    (Some(relation), None) | (None, Some(relation)) => relation,
                    _ => return Err(reader.after_operand(Expected::Relation)),
                };
                let rest = reader.folded(reader.at, reader.end);
                if !is_closed(rest) {
                    return Err(reader.after_operand(Expected::OperatorOrEnd));
                }
                Ok(Bound { relation, than })
            })
        });
        let bound = bound.ok()?;
        for word in (end..last).filter(|word| *word != begun) {
            if matches!(self.part_at(word), Some(Part::Unknown)) {
                self.claim(word, word + 1);
            }
        }
        Some((end, bound))
    }

    /// A word before a number, how many tokens it has and how it bounds: 少なくとも, 常に.
    fn led(&self, from: usize, end: usize) -> Option<(usize, Option<Relation>)> {
        (1..=6.min(end - from)).find_map(|length| {
            let folded = self.folded(end - length, end);
            if WHILES.holds(folded) {
                return Some((length, None));
            }
            let lead = LEADS.iter().find(|(word, _)| *word == folded);
            lead.map(|(_, relation)| (length, Some(*relation)))
        })
    }

    /// `10% more than total`, `5 less than total`: no comparison but an amount.
    pub(crate) fn more_than(&mut self, from: usize) -> Option<Result<Value, ReadError>> {
        let thans = self.outside(from, self.end, |part| matches!(part, Part::Word(Word::Than(_))));
        let than = thans.first().copied().filter(|at| *at > from)?;
        let operation = match self.folded(than, than + 1) {
            "morethan" | "greaterthan" | "higherthan" | "above" => Operation::Add,
            "lessthan" | "fewerthan" | "lowerthan" | "below" => Operation::Subtract,
            _ => return None,
        };
        let amount = self.attempt(|reader| {
            reader.within(from, than, |reader| {
                let amount = reader.plain_operand()?;
                if reader.at < than { Err(reader.after_operand(Expected::OperatorOrEnd)) } else { Ok(amount) }
            })
        });
        let amount = amount.ok().filter(is_constant)?;
        let end = self.end;
        Some(self.within(than + 1, end, |reader| {
            let base = reader.plain_operand()?;
            if reader.at < end {
                return Err(reader.after_operand(Expected::OperatorOrEnd));
            }
            let changed = |base: Node, amount: Node| binary(operation, base, amount);
            let node = match amount.kind {
                Kind::Percent(_) => binary(Operation::Multiply, base, changed(number(1), amount)),
                _ => changed(base, amount),
            };
            Ok(Value::new(node))
        }))
    }
}

/// Whether a text only closes a target.
fn is_closed(text: &str) -> bool {
    let mut rest = text.trim_matches(|c: char| "、,。.".contains(c));
    while !rest.is_empty() {
        let longest = CLOSES.iter().filter_map(|word| rest.strip_prefix(word)).min_by_key(|rest| rest.len());
        match longest {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}
