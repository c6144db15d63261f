//! Expressions: operands and what stands between them, in signs and in English words.

use crate::{
    Change, Exact, Expected, Function, ReadError, Rounding, Unclear,
    formula::{Kind, Node, Operation},
    lexicon::{Noun, Unit, Word},
    read::{DEPTH_MAX, Reader},
    source::Gap,
    token::{Bracket, Part},
};

mod chain;
mod condition;
mod portion;
mod prefix;
mod remark;

/// A part that was read, with what the text says around it.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) node: Node,
    /// The unit written behind it.
    pub(crate) unit: Option<(Unit, String)>,
    /// What its last word calls it.
    pub(crate) noun: Option<Noun>,
    /// Whether it is a rate per year.
    pub(crate) per_year: bool,
    /// What it is counted for each of: `fee per day`.
    pub(crate) per: Option<Per>,
    /// Whether it is a sum of signs without brackets around it.
    pub(crate) is_open_sum: bool,
    /// How deep its last operand lies in its tree, where signs join it to others without brackets around them; else 0.
    pub(crate) tail: u8,
    /// Whether its first part is a name, not a bracket or a number.
    pub(crate) is_name: bool,
    /// What stands in brackets behind it and is said of all before: a rounding, `(×100)`.
    pub(crate) trailing: Vec<Trailing>,
    /// The operands of a list, where it is one: all but the last.
    pub(crate) before: Vec<Node>,
    /// What stands before it in signs, where words were said of the last part only: `1 −` before `AをBで除した値`.
    pub(crate) prefix: Option<(Node, Operation)>,
}

/// `per day` behind an amount or a rate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Per {
    /// The token of `per`.
    pub(crate) at: usize,
    /// What names hold by which it is counted.
    pub(crate) counted: &'static [&'static str],
}

/// Words of English behind `per`, with what names hold that count them.
const PERIODS: &[(&str, &[&str])] = &[
    ("day", &["day", "日"]),
    ("week", &["week", "週"]),
    ("month", &["month", "月"]),
    ("hour", &["hour", "時間"]),
    ("minute", &["minute", "分"]),
];
const YEARS: &[&str] = &["year", "annum"];

#[derive(Debug, Clone)]
pub(crate) enum Trailing {
    Round(i8, Rounding),
    Times(Node),
    /// The most, or else the least, that it comes to.
    Limit(bool, Node),
}

impl Value {
    pub(crate) fn new(node: Node) -> Self {
        Self {
            node,
            unit: None,
            noun: None,
            per_year: false,
            per: None,
            is_open_sum: false,
            tail: 0,
            is_name: false,
            trailing: Vec::new(),
            before: Vec::new(),
            prefix: None,
        }
    }

    /// The whole with what stands before it.
    pub(crate) fn with_prefix(mut self) -> Self {
        if let Some((before, operation)) = self.prefix.take() {
            self.node = binary(operation, before, self.node);
        }
        self
    }

    /// As one operand, as brackets around it make it.
    pub(crate) fn close(&mut self) {
        (self.is_open_sum, self.tail, self.is_name) = (false, 0, false);
    }

    /// Whether words of its last operand say something else than words of all of it: behind a sum or a division.
    pub(crate) fn parts_at_its_end(&self) -> bool {
        let divides = matches!(self.node.kind, Kind::Binary(Operation::Divide, ..));
        self.is_open_sum || self.tail > 0 && divides
    }

    /// The operands of a list, or the only one.
    pub(crate) fn all(self) -> Vec<Node> {
        let mut all = self.before;
        all.push(self.node);
        all
    }

    /// The whole with what brackets say of it.
    pub(crate) fn and_then_said(mut self, trailing: Vec<Trailing>) -> Self {
        self.trailing = trailing;
        self.settled()
    }

    /// Whether a rounding in brackets stands behind it.
    fn is_rounded(&self) -> bool {
        self.trailing.iter().any(|trailing| matches!(trailing, Trailing::Round(..)))
    }

    fn settled(mut self) -> Self {
        for trailing in std::mem::take(&mut self.trailing) {
            self.node = match trailing {
                Trailing::Round(places, rounding) => rounded(self.node, places, rounding),
                Trailing::Times(factor) => binary(Operation::Multiply, self.node, factor),
                Trailing::Limit(is_cap, amount) => limited(self.node, is_cap, amount),
            };
        }
        self
    }
}

pub(crate) fn binary(operation: Operation, left: Node, right: Node) -> Node {
    let at = left.at.start.min(right.at.start)..left.at.end.max(right.at.end);
    Node { at, kind: Kind::Binary(operation, Box::new(left), Box::new(right)) }
}

pub(crate) fn number(number: impl Into<Exact>) -> Node {
    Node { at: 0..0, kind: Kind::Number(number.into()) }
}

/// A part rounded, as words say it, to so many places; with a minus, to tens and more. What is counted in percent
/// (`A÷B×100%`) is rounded at places of the percentage, which are two less than those of the share.
pub(crate) fn rounded(node: Node, places: i8, rounding: Rounding) -> Node {
    let places = if is_in_percent(&node) { places.saturating_add(2) } else { places };
    rounded_plainly(node, places, rounding)
}

/// A part rounded to so many places of its own.
pub(crate) fn rounded_plainly(node: Node, places: i8, rounding: Rounding) -> Node {
    let at = node.at.clone();
    let places_node = if places < 0 {
        let node = number(Exact::from(-i64::from(places)));
        Node { at: 0..0, kind: Kind::Negate(Box::new(node)) }
    } else {
        number(Exact::from(i64::from(places)))
    };
    Node { at, kind: Kind::Call(Function::Round(rounding), vec![node, places_node]) }
}

/// The tree a hundredfold. A rounding that words say of it is then one of the percentage.
pub(crate) fn hundredfold(node: Node) -> Node {
    if let Some((share, places, rounding)) = said_rounding(&node) {
        let places = if places < SHARE_PLACES_MIN { places } else { places - 2 };
        return rounded_plainly(hundredfold(share), places, rounding);
    }
    let at = node.at.clone();
    Node { at, ..binary(Operation::Multiply, node, number(100)) }
}

/// A share rounded to fewer places makes percentages in steps of ten, which nobody means: the places are then those of
/// the percentage.
pub(crate) const SHARE_PLACES_MIN: i8 = 2;

/// What is rounded by words, not by a function that the text calls, to how many places and which way.
fn said_rounding(node: &Node) -> Option<(Node, i8, Rounding)> {
    let Kind::Call(Function::Round(rounding), arguments) = &node.kind else { return None };
    let [inner, places] = arguments.as_slice() else { return None };
    let places = match &places.kind {
        Kind::Number(places) => i8::try_from(places.to_i64()?).ok()?,
        _ => return None,
    };
    (inner.at == node.at).then(|| (inner.clone(), places, *rounding))
}

/// A share that the text says to be in percent, `応答率(%)＝A÷B`: places that words name are those of the percentage.
pub(crate) fn rounded_in_percent(node: Node) -> Node {
    match said_rounding(&node) {
        Some((share, places, rounding)) => rounded_plainly(share, places.saturating_add(2), rounding),
        None => node,
    }
}

/// Whether words round a share to fewer places than a percentage has.
pub(crate) fn is_rounded_coarsely(node: &Node) -> bool {
    said_rounding(node).is_some_and(|(_, places, _)| places < SHARE_PLACES_MIN)
}

/// Whether a part is 100.
fn is_hundred(node: &Node) -> bool {
    matches!(&node.kind, Kind::Number(number) if *number == Exact::from(100))
}

/// Whether a part is 100 or 100%.
fn is_one_hundred(node: &Node) -> bool {
    match &node.kind {
        Kind::Percent(inner) => is_hundred(inner),
        _ => is_hundred(node),
    }
}

/// Whether a figure is a share that is counted in percent: `A÷B×100%`, `100%−A÷B`.
fn is_in_percent(node: &Node) -> bool {
    let is_whole = |node: &Node| matches!(&node.kind, Kind::Percent(inner) if is_hundred(inner));
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            is_whole(left) || is_whole(right) || is_in_percent(left)
        }
        Kind::Binary(Operation::Divide, left, _) => is_in_percent(left),
        Kind::Binary(Operation::Subtract, left, right) => is_whole(left) || is_in_percent(right),
        _ => false,
    }
}

/// Whether a figure is a ratio without a hundred in it.
pub(crate) fn is_ratio(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Divide, _, right) => !is_constant(right) && !is_hundredfold(node),
        Kind::Binary(Operation::Subtract, left, right) => {
            matches!(&left.kind, Kind::Number(number) if *number == Exact::from(1)) && is_ratio(right)
        }
        Kind::Call(Function::Round(_), arguments) => arguments.first().is_some_and(is_ratio),
        _ => false,
    }
}

/// Whether a figure is a percentage by its form: a hundredfold, also a rounded one.
pub(crate) fn is_hundredfold(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            is_hundred(left) || is_hundred(right) || is_hundredfold(left)
        }
        Kind::Binary(Operation::Divide, left, _) => is_hundredfold(left),
        Kind::Binary(Operation::Subtract, left, right) => is_hundred(left) || is_hundredfold(right),
        Kind::Call(Function::Round(_), arguments) => arguments.first().is_some_and(is_hundredfold),
        _ => false,
    }
}

/// Whether a part is a number, also with a percent sign or a minus.
pub(crate) fn is_number(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) => true,
        Kind::Negate(inner) | Kind::Percent(inner) => is_number(inner),
        _ => false,
    }
}

/// Whether no term stands in a part.
pub(crate) fn is_constant(node: &Node) -> bool {
    let mut terms = Vec::new();
    crate::formula::collect(node, &mut terms);
    terms.is_empty()
}

impl Reader<'_> {
    /// Whether an operand can begin at a place.
    pub(crate) fn starts(&self, at: usize) -> bool {
        match self.part_at(at) {
            Some(Part::Term(_) | Part::Number(_) | Part::Open(_) | Part::Currency | Part::Quote) => true,
            Some(Part::Operator(Operation::Subtract)) => {
                self.gap_at(at + 1) == Gap::None && self.starts(at + 1)
            }
            Some(Part::Word(_)) => self.starts_in_words(at),
            Some(Part::Unknown) => self.folded(at, at + 1) == "zero",
            _ => false,
        }
    }

    fn starts_in_words(&self, at: usize) -> bool {
        let opens = matches!(self.part_at(at + 1), Some(Part::Open(Bracket::Round)));
        let called = opens
            && self
                .word_as(at, |word| matches!(word, Word::Function(_) | Word::Cases | Word::IfError))
                .is_some();
        called
            || self.word_as(at, |word| matches!(word, Word::Of(_) | Word::Doer(_))).is_some()
            || self.multiple_at(at).is_some()
            || self.is_word(at, Word::PerYear) && matches!(self.part_at(at + 1), Some(Part::Number(_)))
            || self.is_word(at, Word::Filler) && self.starts(at + 1)
            || self.is_word(at, Word::Result) && self.prior.is_some()
            || self.obtained(at).is_some()
    }

    /// `half`, `twice`, before an operand.
    fn multiple_at(&self, at: usize) -> Option<(u8, u8)> {
        let Some(Word::Multiple(above, below)) = self.word_at(at) else { return None };
        let is_english = self.folded(at, at + 1).is_ascii();
        (is_english && self.starts(at + 1)).then_some((above, below))
    }

    /// Where `the ratio obtained by` ends, if it stands at a place.
    fn obtained(&self, at: usize) -> Option<(usize, Noun)> {
        let noun = match self.word_as(at, |word| matches!(word, Word::Named(_) | Word::Result))? {
            Word::Named(noun) => noun,
            _ => Noun::Value,
        };
        let behind = at + 1;
        let doer = |at: usize| self.word_as(at, |word| matches!(word, Word::Doer(_))).is_some();
        (self.is_word(behind, Word::Obtained) && doer(behind + 1)).then_some((behind + 1, noun))
    }

    pub(crate) fn operand(&mut self, depth: usize) -> Result<Value, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        self.tries = match self.tries.checked_sub(1) {
            Some(left) => left,
            None => return Err(self.too_many()),
        };
        let from = self.at;
        let mut value = match self.part() {
            Some(Part::Term(place)) => {
                let term = self.vocabulary.at(*place).map(|term| term.id.clone());
                let Some(term) = term else { return Err(self.expected(Expected::Operand)) };
                self.at += 1;
                let node = Node { at: self.span(from, self.at), kind: Kind::Term(term) };
                Value { is_name: true, ..Value::new(node) }
            }
            Some(Part::Number(_)) => self.number()?,
            Some(Part::Currency) => {
                self.at += 1;
                if !matches!(self.part(), Some(Part::Number(_))) {
                    return Err(self.expected(Expected::Operand));
                }
                self.number()?
            }
            Some(Part::Operator(Operation::Subtract)) => {
                self.at += 1;
                let inner = self.operand(depth + 1)?;
                let node = Node { at: self.span(from, self.at), kind: Kind::Negate(Box::new(inner.node)) };
                Value { trailing: inner.trailing, unit: inner.unit, ..Value::new(node) }
            }
            Some(Part::Open(bracket)) => {
                let bracket = *bracket;
                match self.item_mark() {
                    Some(behind) => {
                        self.claim(self.at, behind);
                        self.at = behind;
                        return self.operand(depth + 1);
                    }
                    None => self.bracketed(bracket, depth)?,
                }
            }
            Some(Part::Quote) => self.quoted(depth)?,
            Some(Part::Word(_)) => self.worded(depth)?,
            Some(Part::Raised) => return Err(self.expected(Expected::PlainNumber)),
            Some(Part::Blank) => return Err(self.unclear(Unclear::Blank, from, from + 1)),
            Some(Part::BadNumber(_) | Part::LongVowel) => return Err(self.after_operand(Expected::Operand)),
            Some(Part::Unknown) if self.folded(from, from + 1) == "zero" => {
                self.at += 1;
                Value::new(Node { at: self.span(from, self.at), ..number(0) })
            }
            Some(Part::Unknown) => return Err(self.called_or_unknown()),
            _ => return Err(self.expected(Expected::Operand)),
        };
        self.behind(&mut value, from, depth)?;
        self.counted_per(&mut value)?;
        Ok(value)
    }

    /// An operand of which brackets say nothing.
    pub(crate) fn plain_operand(&mut self) -> Result<Node, ReadError> {
        let from = self.at;
        let value = self.operand(0)?;
        self.counts_all(&value)?;
        match value.trailing.is_empty() {
            true => Ok(value.node),
            false => Err(self.unclear(Unclear::Bond, from, self.at)),
        }
    }

    /// `per day`, `per year` and `per day of delay` behind an operand.
    fn counted_per(&mut self, value: &mut Value) -> Result<(), ReadError> {
        let at = self.at;
        let word = self.folded(at, at + 1);
        // `for each day of delay`
        let each = word == "for" && matches!(self.folded(at + 1, at + 2), "each" | "every")
            || matches!(word, "foreach" | "forevery");
        let leads = word == "per" || each || word == "a" && matches!(value.node.kind, Kind::Percent(_));
        let begun = at + if word == "for" { 2 } else { 1 };
        if !leads || !matches!(self.part_at(begun), Some(Part::Unknown | Part::Unit(_))) {
            return Ok(());
        }
        let period = self.folded(begun, begun + 1);
        // `per day of delay` of the name `days of delay`; `for each breach` of `breaches`.
        let shortest = if each { begun + 1 } else { begun + 2 };
        for end in (shortest..self.end.min(begun + 5) + 1).rev() {
            let rest = self.folded(begun + 1, end);
            let named =
                ["s", "es"].iter().find_map(|s| self.vocabulary.called(&format!("{period}{s}{rest}")));
            if let Some(term) = named.map(|term| term.id.clone()) {
                self.at = end;
                self.claim(at, end);
                let count = Node { at: self.span(begun, end), kind: Kind::Term(term) };
                value.node = binary(Operation::Multiply, value.node.clone(), count);
                value.is_name = false;
                return Ok(());
            }
        }
        if YEARS.contains(&period) {
            value.per_year = true;
        } else if let Some((_, counted)) = PERIODS.iter().find(|(word, _)| *word == period) {
            value.per = Some(Per { at, counted });
        } else {
            return Ok(());
        }
        self.claim(at, begun + 1);
        self.at = begun + 1;
        // `per hour of downtime`: of which unit is the name?
        if self.is_word(self.at, Word::Share) { self.counts_all(value) } else { Ok(()) }
    }

    /// Refuses what is counted per day, where no days are.
    pub(crate) fn counts_all(&self, value: &Value) -> Result<(), ReadError> {
        match &value.per {
            Some(per) => Err(self.unclear(Unclear::Per, per.at, per.at + 2)),
            None => Ok(()),
        }
    }

    /// A number with its powers, percent sign and unit: 100分の10, 5%, 2割, 30日, 1/30th.
    fn number(&mut self) -> Result<Value, ReadError> {
        let from = self.at;
        let plain = |part: Option<&Part>| match part {
            Some(Part::Number(number)) => Some(number.clone()),
            _ => None,
        };
        let Some(first) = plain(self.part()) else { return Err(self.expected(Expected::Operand)) };
        // Among arguments a comma between digits parts them or thousands: `IF(n=5,100,…)`.
        if self.commas_part && self.folded(self.at, self.at + 1).contains(',') {
            return Err(self.expected(Expected::SpaceBehindComma));
        }
        self.at += 1;
        let node = |reader: &Self, kind| Node { at: reader.span(from, reader.at), kind };
        let mut value = Value::new(node(self, Kind::Number(first.clone())));
        if self.is_word(self.at, Word::Fraction) {
            match self.part_at(self.at + 1) {
                Some(Part::Number(above)) => {
                    let above = above.clone();
                    self.at += 2;
                    value.node = node(
                        self,
                        Kind::Binary(
                            Operation::Divide,
                            Box::new(Node { at: self.span(from, self.at), kind: Kind::Number(above) }),
                            Box::new(Node { at: self.span(from, self.at), kind: Kind::Number(first) }),
                        ),
                    );
                }
                Some(Part::Blank) => return Err(self.unclear(Unclear::Blank, self.at + 1, self.at + 2)),
                _ => return Err(self.expected(Expected::Operand)),
            }
            return Ok(value);
        }
        if self.is_word(self.at, Word::Percent) {
            self.at += 1;
            value.node = Node { at: self.span(from, self.at), kind: Kind::Percent(Box::new(value.node)) };
        } else if self.is_word(self.at, Word::Tenths) && !self.is_verb_stem() {
            self.at += 1;
            let mut percent = first * Exact::from(10);
            // 1割5分
            if let Some(Part::Number(more)) = self.part()
                && self.gap_at(self.at) == Gap::None
                && self.folded(self.at + 1, self.at + 2) == "分"
            {
                percent = percent + more.clone();
                self.at += 2;
            }
            let tenfold = node(self, Kind::Number(percent));
            value.node = Node { at: self.span(from, self.at), kind: Kind::Percent(Box::new(tenfold)) };
        } else if let Some(Part::Unit(unit)) = self.part() {
            value.unit = Some((*unit, self.text_of(self.at, self.at + 1).to_owned()));
            self.at += 1;
        } else if self.gap_at(self.at) == Gap::None
            && matches!(self.folded(self.at, self.at + 1), "th" | "st" | "nd" | "rd")
        {
            self.claim(self.at, self.at + 1);
            self.at += 1;
        }
        Ok(value)
    }

    /// Whether 割 is the stem of 割る.
    fn is_verb_stem(&self) -> bool {
        let next = self.tokens.get(self.at).and_then(|token| self.signs.get(token.to));
        next.is_some_and(|sign| matches!(sign.c, 'っ' | 'り' | 'る' | 'れ' | 'ら'))
    }

    /// Where an item mark in brackets ends: `(i)`, `(a)`, before an operand.
    fn item_mark(&self) -> Option<usize> {
        let mark = self.folded(self.at + 1, self.at + 2);
        let is_mark = matches!(mark, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "a" | "b" | "c" | "d" | "e");
        let is_alone = matches!(self.part_at(self.at + 2), Some(Part::Close(_)));
        let is_name = matches!(self.part_at(self.at + 1), Some(Part::Term(_)));
        (is_mark && is_alone && !is_name && self.starts(self.at + 3)).then_some(self.at + 3)
    }

    fn bracketed(&mut self, bracket: Bracket, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let commas = std::mem::replace(&mut self.commas_part, false);
        let clause_only = std::mem::replace(&mut self.clause_only, false);
        let mut inner = self.phrase(depth + 1)?;
        (self.commas_part, self.clause_only) = (commas, clause_only);
        match self.part() {
            Some(Part::Close(found)) if *found == bracket => self.at += 1,
            Some(Part::Close(_)) => {
                let mut error = self.unclear(Unclear::Brackets, self.at, self.at + 1);
                if let ReadError::Unclear { edit, at, .. } = &mut error {
                    *edit = Some(Change::new(at.clone(), closing(bracket).to_owned()));
                }
                return Err(error);
            }
            _ => return Err(self.after_operand(Expected::OperatorOrBracket)),
        }
        if !inner.before.is_empty() {
            return Err(self.unclear(Unclear::List, self.at - 1, self.at));
        }
        inner.close();
        Ok(inner)
    }

    /// What stands between two quotation marks that look alike.
    fn quoted(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let mut inner = self.phrase(depth + 1)?;
        if !self.take(&Part::Quote) {
            return Err(self.after_operand(Expected::OperatorOrBracket));
        }
        (inner.is_open_sum, inner.tail) = (false, 0);
        Ok(inner)
    }

    /// An operand that begins with a word.
    fn worded(&mut self, depth: usize) -> Result<Value, ReadError> {
        let from = self.at;
        let opens = matches!(self.part_at(from + 1), Some(Part::Open(Bracket::Round)));
        if opens {
            if self.is_word(from, Word::Cases) {
                self.at += 2;
                return self.cases(from, depth).map(Value::new);
            }
            if self.is_word(from, Word::IfError) {
                self.at += 2;
                return self.if_error(from, depth).map(Value::new);
            }
            if let Some(Word::Function(function)) =
                self.word_as(from, |word| matches!(word, Word::Function(_)))
            {
                self.at += 2;
                return self.call(function, from, depth).map(Value::new);
            }
        }
        if self.is_word(from, Word::Filler) && self.starts(from + 1) {
            self.at += 1;
            return self.operand(depth + 1);
        }
        if self.is_word(from, Word::PerYear) && self.part_at(from + 1) == Some(&Part::Blank) {
            return Err(self.unclear(Unclear::Blank, from + 1, from + 2));
        }
        if self.is_word(from, Word::PerYear) && matches!(self.part_at(from + 1), Some(Part::Number(_))) {
            self.at += 1;
            let value = self.operand(depth + 1)?;
            if matches!(value.node.kind, Kind::Percent(_)) {
                return Ok(Value { per_year: true, ..value });
            }
            self.at = from;
        }
        if let Some(fraction) = self.multiple_at(from) {
            self.at += 1;
            let operand = self.operand(depth + 1)?;
            let Value { node, trailing, .. } = self.summed_in_words(operand, depth + 1)?;
            let made = binary(Operation::Multiply, fraction_of(fraction), node);
            return Ok(Value { trailing, ..Value::new(made) });
        }
        if let Some(Word::Of(prefix)) = self.word_as(from, |word| matches!(word, Word::Of(_))) {
            self.at += 1;
            return self.of(prefix, depth);
        }
        if let Some((behind, noun)) = self.obtained(from) {
            self.at = behind;
            let value = self.doers(None, depth)?;
            return Ok(Value { noun: Some(noun), ..value });
        }
        if self.word_as(from, |word| matches!(word, Word::Doer(_))).is_some() {
            let prior = self.prior.clone();
            return self.doers(prior, depth);
        }
        if let (true, Some(prior)) = (self.is_word(from, Word::Result), self.prior.clone()) {
            self.at += 1;
            return Ok(Value::new(prior));
        }
        Err(self.called_or_unknown())
    }

    /// What is wrong with a word where an operand should stand.
    fn called_or_unknown(&self) -> ReadError {
        let is_latin = |at: usize| {
            let sign = self.tokens.get(at).and_then(|token| self.signs.get(token.from));
            sign.is_some_and(|sign| sign.c.is_ascii_alphabetic() || "Σ∑√∫".contains(sign.exact))
        };
        let name = self.folded(self.at, self.at + 1);
        let is_called = matches!(self.part_at(self.at + 1), Some(Part::Open(Bracket::Round)))
            && self.partner(self.at + 1).is_some();
        let is_known_function = [
            "log",
            "ln",
            "sqrt",
            "exp",
            "power",
            "pow",
            "abs",
            "mod",
            "sumif",
            "countif",
            "countifs",
            "counta",
            "count",
            "sumproduct",
            "σ",
            "∑",
            "√",
        ]
        .contains(&name);
        if is_latin(self.at) && is_known_function
            || name == "σ"
            || name == "∑"
            || name == "√"
            || self.is_sheet_call(self.at)
        {
            let to = if is_called {
                self.partner(self.at + 1).map_or(self.at + 1, |close| close + 1)
            } else {
                self.at + 1
            };
            return self.unclear(Unclear::Function, self.at, to);
        }
        match self.part() {
            Some(Part::Unknown) => self.unknown(),
            Some(Part::Word(
                Word::Noun(_) | Word::Aggregate(_) | Word::Function(_) | Word::PerYear | Word::Named(_),
            )) if self.joins_unknown() || name.chars().count() > 2 => self.unknown(),
            Some(Part::Word(_)) => {
                let mut error = self.expected(Expected::Operand);
                if let ReadError::Expected { edit, .. } = &mut error {
                    *edit = None;
                }
                error
            }
            _ => self.expected(Expected::Operand),
        }
    }

    /// Whether capitals right before a bracket are the call of a sheet's function and no name with a gloss, `MTTR(h)`:
    /// arguments, a range or a calculation stand in the bracket.
    pub(crate) fn is_sheet_call(&self, at: usize) -> bool {
        let name = self.text_of(at, at + 1);
        let opens = matches!(self.part_at(at + 1), Some(Part::Open(Bracket::Round)));
        let Some(close) = self.partner(at + 1).filter(|_| opens) else { return false };
        let is_capital = name.len() > 2 && name.chars().all(|c| c.is_ascii_uppercase() || c == '.');
        is_capital
            && matches!(self.part_at(at), Some(Part::Unknown | Part::Word(Word::Named(_))))
            && self.gap_at(at + 1) == Gap::None
            && (at + 2..close)
                .any(|at| matches!(self.part_at(at), Some(Part::Comma | Part::Colon | Part::Operator(_))))
    }

    /// Whether a word that is known goes on in one that is not: 額面, 率先.
    fn joins_unknown(&self) -> bool {
        self.gap_at(self.at + 1) == Gap::None && matches!(self.part_at(self.at + 1), Some(Part::Unknown))
    }
}

/// A fraction as it is written: 2, 1÷3.
pub(crate) fn fraction_of((above, below): (u8, u8)) -> Node {
    match (above, below) {
        (1, 2) => number(Exact::ratio(1, 2).unwrap_or_else(|| Exact::from(0))),
        (above, 1) => number(i64::from(above)),
        (above, below) => binary(Operation::Divide, number(i64::from(above)), number(i64::from(below))),
    }
}

/// A number in percent beside a hundredfold is so many of it: of `A÷B×100` 95% is 95.
pub(crate) fn on_scale_of(beside: &Node, node: Node) -> Node {
    match node.kind {
        Kind::Percent(inner) if is_hundredfold(beside) && matches!(inner.kind, Kind::Number(_)) => *inner,
        _ => node,
    }
}

/// A part that comes to so much at most, or else at least.
pub(crate) fn limited(node: Node, is_cap: bool, amount: Node) -> Node {
    let amount = on_scale_of(&node, amount);
    called(if is_cap { Function::Min } else { Function::Max }, vec![node, amount])
}

pub(crate) fn chained(operation: Operation, parts: Vec<Node>) -> Node {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(|| number(0));
    parts.fold(first, |left, right| binary(operation, left, right))
}

pub(crate) fn called(function: Function, arguments: Vec<Node>) -> Node {
    let start = arguments.iter().map(|node| node.at.start).min().unwrap_or(0);
    let end = arguments.iter().map(|node| node.at.end).max().unwrap_or(0);
    Node { at: start..end, kind: Kind::Call(function, arguments) }
}

fn closing(bracket: Bracket) -> &'static str {
    match bracket {
        Bracket::Round => ")",
        Bracket::Square => "]",
        Bracket::Curly => "}",
        Bracket::Shell => "〕",
        Bracket::Lens => "】",
        Bracket::Corner => "」",
        Bracket::Angle => "〉",
        Bracket::Quote => "\u{201D}",
    }
}
