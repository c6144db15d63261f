//! Calls of functions, cases and the conditions in them.

use crate::{
    Exact, Expected, Function, ReadError, Relation, Unclear,
    condition::{Case, Condition},
    formula::{Kind, Node, Operation},
    lexicon::Word,
    part::{is_constant, number},
    read::{DEPTH_MAX, Reader},
    source::Gap,
    token::{Bracket, Part},
};

/// How a sheet joins conditions.
#[derive(Clone, Copy)]
enum Junction {
    And,
    Or,
    Not,
}

impl Reader<'_> {
    /// The arguments of a function, behind its opening bracket.
    pub(super) fn call(&mut self, function: Function, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let (least, most) = function.arity();
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.argument(depth)?);
            if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                break;
            }
            if arguments.len() == most {
                return Err(self.expected(Expected::NoFurtherArgument));
            }
            self.at += 1;
        }
        self.commas_part = commas;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) || arguments.len() < least {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        // The second argument of a sheet's FLOOR is what the figure becomes a multiple of, not how many places it keeps.
        if let [_, multiple] = arguments.as_slice()
            && ["floor", "ceil", "ceiling", "int"].contains(&self.folded(from, from + 1))
        {
            if !matches!(&multiple.kind, Kind::Number(number) if *number == Exact::from(1)) {
                return Err(self.unclear(Unclear::Function, from, self.at));
            }
            self.claimed.push(multiple.at.clone());
            arguments.truncate(1);
        }
        if !matches!(function, Function::Round(_)) {
            self.all_fit(&arguments)?;
        }
        Ok(Node { at: self.span(from, self.at), kind: Kind::Call(function, arguments) })
    }

    pub(super) fn argument(&mut self, depth: usize) -> Result<Node, ReadError> {
        let value = self.phrase(depth + 1)?;
        self.counts_all(&value)?;
        if value.before.is_empty() {
            Ok(value.node)
        } else {
            Err(self.unclear(Unclear::List, self.at, self.at + 1))
        }
    }

    /// Conditions, each with its value, and what is said of all others, behind the opening bracket.
    pub(super) fn cases(&mut self, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        // `IFS(a, x, b, y)` gives y where b holds and a does not.
        let in_order = self.folded(from, from + 1) == "ifs";
        let (mut cases, mut otherwise) = (Vec::new(), None);
        loop {
            // `IFS(…, TRUE, x)`
            if in_order && !cases.is_empty() && self.folded(self.at, self.at + 1) == "true" {
                self.claim(self.at, self.at + 1);
                self.at += 1;
                if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                    return Err(self.expected(Expected::CaseValue));
                }
                self.at += 1;
                otherwise = Some(Box::new(self.argument(depth)?));
                break;
            }
            let is_condition = self.opens_condition() || self.joins_in_sheet(self.at).is_some();
            let begun = if is_condition { None } else { Some(self.argument(depth)?) };
            // What is no comparison is the last value, once there is a case.
            let is_value = begun.is_some() && self.relation().is_none() && !cases.is_empty();
            if let (true, Some(value)) = (is_value, &begun) {
                otherwise = Some(Box::new(value.clone()));
                break;
            }
            let when = self.condition(begun, depth + 1)?;
            if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                return Err(self.expected(Expected::CaseValue));
            }
            self.at += 1;
            // `""` and `"-"`: the sheet shows no figure.
            if self.shows_nothing() {
                let other = self.otherwise_of(when, depth)?;
                self.commas_part = commas;
                self.at += 1;
                return Ok(Node { at: self.span(from, self.at), kind: other });
            }
            cases.push(Case { when, then: self.argument(depth)? });
            if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                break;
            }
            self.at += 1;
            if self.shows_nothing() {
                break;
            }
        }
        self.commas_part = commas;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        let others = otherwise.iter().map(|other| other.as_ref().clone());
        let values: Vec<Node> = cases.iter().map(|case| case.then.clone()).chain(others).collect();
        self.all_fit(&values)?;
        let at = self.span(from, self.at);
        if in_order {
            while cases.len() > 1 {
                let Some(last) = cases.pop() else { break };
                let inner = Kind::Cases(vec![last], otherwise.take());
                otherwise = Some(Box::new(Node { at: at.clone(), kind: inner }));
            }
        }
        Ok(Node { at, kind: Kind::Cases(cases, otherwise) })
    }

    /// Whether `AND(`, `OR(` or `NOT(` of a sheet stands at a place.
    fn joins_in_sheet(&self, at: usize) -> Option<Junction> {
        let opens = matches!(self.part_at(at + 1), Some(Part::Open(Bracket::Round)))
            && self.gap_at(at + 1) == Gap::None;
        match self.folded(at, at + 1) {
            "and" if opens => Some(Junction::And),
            "or" if opens => Some(Junction::Or),
            "not" if opens => Some(Junction::Not),
            _ => None,
        }
    }

    /// The conditions of `AND(…)`, `OR(…)` and `NOT(…)`.
    fn joined_in_sheet(&mut self, junction: Junction, depth: usize) -> Result<Condition, ReadError> {
        let from = self.at;
        self.at += 2;
        let mut parts = vec![self.condition(None, depth + 1)?];
        while matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
            self.at += 1;
            parts.push(self.condition(None, depth + 1)?);
        }
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        match (junction, parts.as_slice()) {
            (Junction::And, _) => Ok(joined(parts, Condition::All)),
            (Junction::Or, _) => Ok(joined(parts, Condition::Any)),
            (Junction::Not, [Condition::Compare(relation, left, right)]) => {
                Ok(Condition::Compare(relation.opposite(), left.clone(), right.clone()))
            }
            (Junction::Not, _) => Err(self.unclear(Unclear::Condition, from, self.at)),
        }
    }

    /// Goes past a text that says that there is no figure: `""`, `"-"`, `"N/A"`.
    pub(super) fn shows_nothing(&mut self) -> bool {
        if self.part() != Some(&Part::Quote) {
            return false;
        }
        let close = (self.at + 1..self.end).find(|at| self.part_at(*at) == Some(&Part::Quote));
        let Some(close) = close else { return false };
        let inside = self.folded(self.at + 1, close);
        let is_nothing = matches!(
            inside,
            "" | "-" | "－" | "—" | "―" | "ー" | "n/a" | "na" | "対象なし" | "該当なし" | "0件"
        );
        if is_nothing {
            self.claim(self.at, close + 1);
            self.at = close + 1;
        }
        is_nothing
    }

    /// `IF(n = 0, "", a ÷ n)`: a value only where the condition does not hold.
    pub(super) fn otherwise_of(&mut self, when: Condition, depth: usize) -> Result<Kind, ReadError> {
        if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
            return Err(self.expected(Expected::CaseValue));
        }
        self.at += 1;
        let value = self.argument(depth)?;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        match when {
            Condition::Compare(relation, left, right) => {
                let when = Condition::Compare(relation.opposite(), left, right);
                Ok(Kind::Cases(vec![Case { when, then: value }], None))
            }
            _ => Err(self.unclear(Unclear::Condition, self.at, self.at + 1)),
        }
    }

    /// `IFERROR(a ÷ n, 0)`: the other value where n is zero.
    pub(super) fn if_error(&mut self, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let value = self.argument(depth)?;
        if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
            return Err(self.expected(Expected::CaseValue));
        }
        self.at += 1;
        let other = if self.shows_nothing() { None } else { Some(self.argument(depth)?) };
        self.commas_part = commas;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        let Some(other) = other else { return Ok(value) };
        let mut divisors = Vec::new();
        divisors_of(&value, &mut divisors);
        let zero = |divisor: &Node| {
            Condition::Compare(Relation::Equal, Box::new(divisor.clone()), Box::new(number(0)))
        };
        let when = match divisors.as_slice() {
            [] => return Ok(value),
            [divisor] => zero(divisor),
            many => Condition::Any(many.iter().map(zero).collect()),
        };
        let cases = vec![Case { when, then: other }];
        Ok(Node { at: self.span(from, self.at), kind: Kind::Cases(cases, Some(Box::new(value))) })
    }

    /// Comparisons joined by `and` and `or`, of which the former binds tighter; the left side of the first one may have
    /// been read.
    pub(crate) fn condition(&mut self, begun: Option<Node>, depth: usize) -> Result<Condition, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let mut parts = vec![self.conjunction(begun, depth)?];
        while self.take_word(Word::Or) {
            parts.push(self.conjunction(None, depth)?);
        }
        Ok(joined(parts, Condition::Any))
    }

    pub(super) fn conjunction(&mut self, begun: Option<Node>, depth: usize) -> Result<Condition, ReadError> {
        let mut parts = self.comparison(begun, depth)?;
        while self.take_word(Word::Both) || self.take_word(Word::And) {
            parts.extend(self.comparison(None, depth)?);
        }
        Ok(joined(parts, Condition::All))
    }

    /// `a < b`, `a ≤ x < b`, or a condition in brackets.
    pub(super) fn comparison(
        &mut self,
        begun: Option<Node>,
        depth: usize,
    ) -> Result<Vec<Condition>, ReadError> {
        if let (None, Some(junction)) = (&begun, self.joins_in_sheet(self.at)) {
            return Ok(vec![self.joined_in_sheet(junction, depth)?]);
        }
        if begun.is_none() && self.opens_condition() {
            self.at += 1;
            let commas = std::mem::replace(&mut self.commas_part, false);
            let inner = self.condition(None, depth + 1)?;
            self.commas_part = commas;
            if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
                return Err(self.after_operand(Expected::OperatorOrBracket));
            }
            self.at += 1;
            return Ok(vec![inner]);
        }
        let mut left = match begun {
            Some(left) => left,
            None => self.chain(depth)?.node,
        };
        let mut parts = Vec::new();
        while let Some(relation) = self.relation() {
            self.at += 1;
            let right = self.chain(depth)?.node;
            parts.push(Condition::Compare(relation, Box::new(left), Box::new(right.clone())));
            left = right;
        }
        if parts.is_empty() { Err(self.after_operand(Expected::Relation)) } else { Ok(parts) }
    }

    pub(crate) fn relation(&self) -> Option<Relation> {
        match self.part()? {
            Part::Relation(relation) => Some(*relation),
            Part::Equals => Some(Relation::Equal),
            _ => None,
        }
    }

    /// Whether a bracket opens at the reader's place that holds a condition: a comparison stands in it, outside the
    /// brackets of functions.
    pub(super) fn opens_condition(&self) -> bool {
        if !matches!(self.part(), Some(Part::Open(Bracket::Round))) {
            return false;
        }
        // Of each bracket that is open whether a function or a name stands before it.
        let mut open: Vec<bool> = Vec::new();
        for at in self.at..self.end {
            match self.part_at(at) {
                Some(Part::Open(_)) => {
                    let before = at.checked_sub(1).filter(|before| *before >= self.at);
                    open.push(before.is_some_and(|before| {
                        matches!(self.part_at(before), Some(Part::Word(_) | Part::Term(_) | Part::Unknown))
                    }));
                }
                Some(Part::Close(_)) => {
                    open.pop();
                }
                Some(Part::Relation(_) | Part::Equals) if !open.contains(&true) => return !open.is_empty(),
                _ => {}
            }
            if open.is_empty() {
                return false;
            }
        }
        false
    }
}

/// Several conditions as one, or the only one as it is.
fn joined(mut parts: Vec<Condition>, join: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

/// The divisors in a part that are no numbers.
pub(crate) fn divisors_of(node: &Node, found: &mut Vec<Node>) {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => {}
        Kind::Negate(inner) | Kind::Percent(inner) => divisors_of(inner, found),
        Kind::Binary(operation, left, right) => {
            divisors_of(left, found);
            divisors_of(right, found);
            if *operation == Operation::Divide
                && !is_constant(right)
                && !found.iter().any(|known| crate::formula::same(known, right))
            {
                found.push(right.as_ref().clone());
            }
        }
        Kind::Call(_, arguments) => arguments.iter().for_each(|argument| divisors_of(argument, found)),
        Kind::Cases(cases, otherwise) => {
            cases.iter().for_each(|case| divisors_of(&case.then, found));
            otherwise.iter().for_each(|other| divisors_of(other, found));
        }
    }
}
