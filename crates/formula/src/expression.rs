//! Expressions: operands and what stands between them, in signs and in English words.

use crate::{
    Change, Exact, Expected, ReadError, Unclear,
    formula::{Kind, Node, Operation},
    lexicon::{Noun, Word, unit_at},
    part::{binary, fraction_of},
    read::{DEPTH_MAX, Reader},
    source::Gap,
    token::{Bracket, Part},
    value::{Per, Value},
};

mod chain;
mod condition;
mod portion;
mod prefix;
mod remark;

pub(crate) use condition::divisors_of;

/// Words of English behind `per`, with what names hold that count them.
const PERIODS: &[(&str, &[&str])] = &[
    ("day", &["day", "日"]),
    ("week", &["week", "週"]),
    ("month", &["month", "月"]),
    ("hour", &["hour", "時間"]),
    ("minute", &["minute", "分"]),
];
/// Numbers in English words.
const NUMBERS: &[(&str, u8)] = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("fifty", 50),
    ("sixty", 60),
];
const YEARS: &[&str] = &["year", "annum"];

impl Reader<'_> {
    /// Whether an operand can begin at a place.
    pub(crate) fn starts(&self, at: usize) -> bool {
        match self.part_at(at) {
            Some(Part::Term(_) | Part::Number(_) | Part::Open(_) | Part::Currency | Part::Quote) => true,
            Some(Part::Operator(Operation::Subtract)) => {
                self.gap_at(at + 1) == Gap::None && self.starts(at + 1)
            }
            Some(Part::Word(_)) => self.starts_in_words(at),
            Some(Part::Unknown) => self.number_word(at).is_some(),
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
            Some(Part::Unknown) if self.number_word(from).is_some() => self.number_in_words()?,
            Some(Part::Unknown) => return Err(self.called_or_unknown()),
            // `A**2`
            Some(Part::Operator(Operation::Multiply))
                if from > 0 && self.gap_at(from) == Gap::None && self.folded(from - 1, from + 1) == "**" =>
            {
                return Err(self.expected(Expected::PlainNumber));
            }
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
                // `monthly fee per hour of downtime` is a rate, or a deduction for each hour.
                let has_portion = (0..at)
                    .any(|at| self.is_word(at, Word::Percent) || self.part_at(at) == Some(&Part::Percent));
                if !each && !has_portion && !crate::part::is_constant(&value.node) {
                    return Err(self.unclear(Unclear::Per, at, end));
                }
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
        // 「A×2倍」
        let multiplies = from
            .checked_sub(1)
            .is_some_and(|before| matches!(self.part_at(before), Some(Part::Operator(Operation::Multiply))));
        if multiplies && self.is_word(self.at, Word::Fold) {
            self.claim(self.at, self.at + 1);
            self.at += 1;
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

    /// A number in English words at a place, with how many tokens it has.
    fn number_word(&self, at: usize) -> Option<(u8, usize)> {
        let of = |at: usize| {
            let word = self.folded(at, at + 1);
            NUMBERS.iter().find(|(known, _)| *known == word).map(|(_, number)| *number)
        };
        let first = of(at)?;
        let is_hundred = first == 1 && self.folded(at + 1, at + 2) == "hundred";
        Some(if is_hundred { (100, 2) } else { (first, 1) })
    }

    /// `ten percent`, `ten (10) percent`, `twelve`.
    fn number_in_words(&mut self) -> Result<Value, ReadError> {
        let from = self.at;
        let Some((found, length)) = self.number_word(from) else {
            return Err(self.expected(Expected::Operand));
        };
        let found = Exact::from(i64::from(found));
        self.at += length;
        // The same in digits.
        if matches!(self.part(), Some(Part::Open(Bracket::Round)))
            && let Some(Part::Number(digits)) = self.part_at(self.at + 1)
        {
            let close = self.at + 2 + usize::from(self.part_at(self.at + 2) == Some(&Part::Percent));
            if *digits != found || !matches!(self.part_at(close), Some(Part::Close(Bracket::Round))) {
                return Err(self.unclear(Unclear::Factor, self.at, close + 1));
            }
            self.claim(self.at, close + 1);
            self.at = close + 1;
        }
        let at = self.span(from, self.at);
        self.claim(from, self.at);
        let plain = Node { at: at.clone(), kind: Kind::Number(found) };
        if self.is_word(self.at, Word::Percent) {
            self.at += 1;
            return Ok(Value::new(Node {
                at: self.span(from, self.at),
                kind: Kind::Percent(Box::new(plain)),
            }));
        }
        let mut value = Value::new(plain);
        let unit = self.folded(self.at, self.at + 1);
        let chars: Vec<char> = unit.chars().collect();
        // `ten calls`
        if let [first, ..] = chars.as_slice()
            && let Some((found, _)) = unit_at(*first, chars.get(1).copied(), |key| key == chars)
            && chars.len() > 3
        {
            value.unit = Some((found, unit.to_owned()));
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
            // `A^2`
            Some(Part::Word(_))
                if self.folded(self.at + 1, self.at + 2).starts_with('^')
                    || self.folded(self.at + 1, self.at + 3) == "**" =>
            {
                self.expected(Expected::PlainNumber)
            }
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
        let is_capital =
            name.len() > 2 && name != "NOT" && name.chars().all(|c| c.is_ascii_uppercase() || c == '.');
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
