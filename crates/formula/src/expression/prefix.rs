//! English that says first what is done: `the sum of`, `dividing A by B`.

use super::chain::Joint;
use crate::{
    Expected, Function, ReadError, Unclear,
    formula::{Kind, Node, Operation},
    lexicon::{Between, Doer, Prefix, Word},
    part::{binary, called, chained, hundredfold, is_constant},
    read::Reader,
    token::Part,
    value::Value,
};

impl Reader<'_> {
    /// What stands behind `ratio of`, `sum of` and the like.
    pub(super) fn of(&mut self, prefix: Prefix, depth: usize) -> Result<Value, ReadError> {
        // What stands in brackets behind the last operand is said of what is made of all.
        let mut trailing = Vec::new();
        let joint = |reader: &mut Self, words: &[Word], name: &'static str| {
            if words.iter().any(|word| reader.take_word(*word)) {
                Ok(())
            } else {
                Err(reader.after_operand(Expected::Joint(name)))
            }
        };
        let node = match prefix {
            Prefix::Ratio | Prefix::Percentage | Prefix::Quotient => {
                let part = self.chain(depth + 1)?;
                joint(self, &[Word::To, Word::And, Word::By], "to")?;
                let whole = self.operand(depth + 1)?;
                let by = Joint {
                    between: Between::Is(Operation::Divide),
                    is_word: true,
                    closes: false,
                    is_spelled: false,
                    length: 0,
                };
                let whole = self.divisor(whole, &by, depth + 1)?;
                self.divides_alike(&part, &whole)?;
                trailing = whole.trailing;
                let whole = whole.node;
                let ratio = binary(Operation::Divide, part.node, whole);
                if prefix == Prefix::Percentage { hundredfold(ratio) } else { ratio }
            }
            Prefix::Difference => {
                let left = self.operand(depth + 1)?.settled().node;
                joint(self, &[Word::And], "and")?;
                let right = self.operand(depth + 1)?;
                trailing = right.trailing;
                binary(Operation::Subtract, left, right.node)
            }
            _ => {
                // `the lesser of fee times days and cap`: each to its comma or its `and`.
                let bounds = matches!(prefix, Prefix::Least | Prefix::Greatest);
                let first = if bounds && !self.mode.other_bond() {
                    let clause_only = std::mem::replace(&mut self.clause_only, true);
                    let first = self.chain(depth + 1);
                    self.clause_only = clause_only;
                    first?
                } else {
                    self.operand(depth + 1)?
                };
                self.counts_all(&first)?;
                let mut all = vec![first.settled().node];
                // `the product of A, multiplied by B` says it twice.
                if prefix == Prefix::Product && self.joint(None).is_some_and(|joint| joint.is_word) {
                    let first = all.pop().map(Value::new);
                    let Some(first) = first else { return Err(self.expected(Expected::Operand)) };
                    let chain = self.chain_from(first, depth + 1)?;
                    if !matches!(chain.node.kind, Kind::Binary(Operation::Multiply, ..)) {
                        return Err(self.after_operand(Expected::Joint("and")));
                    }
                    return Ok(Value { is_open_sum: false, tail: 0, is_name: false, ..chain });
                }
                loop {
                    let comma = !self.commas_part && self.part() == Some(&Part::Comma) && {
                        let behind = self.at + 1;
                        self.starts(behind)
                            || self.is_word(behind, Word::And)
                            || self.is_word(behind, Word::Or)
                    };
                    self.at += usize::from(comma);
                    let and = self.take_word(Word::And) || self.take_word(Word::Or);
                    if !comma && !and {
                        break;
                    }
                    let mut operand = self.operand(depth + 1)?;
                    // `the greater of 0 and 1 minus late divided by all`: to the end of the clause.
                    if bounds && !self.mode.other_bond() {
                        let clause_only = std::mem::replace(&mut self.clause_only, true);
                        let rest = self.chain_from(operand, depth + 1);
                        self.clause_only = clause_only;
                        operand = rest?;
                    }
                    self.counts_all(&operand)?;
                    if and {
                        trailing = operand.trailing;
                        all.push(operand.node);
                        break;
                    }
                    all.push(operand.settled().node);
                }
                if all.len() < 2 {
                    // One name that stands for many: `the total of downtime`.
                    match (prefix, all.pop()) {
                        (Prefix::Sum, Some(only)) if !matches!(only.kind, Kind::Number(_)) => only,
                        _ => return Err(self.after_operand(Expected::Joint("and"))),
                    }
                } else {
                    if prefix != Prefix::Product {
                        self.all_fit(&all)?;
                    }
                    match prefix {
                        Prefix::Product => chained(Operation::Multiply, all),
                        Prefix::Mean => called(Function::Mean, all),
                        Prefix::Least => called(Function::Min, all),
                        Prefix::Greatest => called(Function::Max, all),
                        _ => chained(Operation::Add, all),
                    }
                }
            }
        };
        Ok(Value { trailing, ..Value::new(node) })
    }

    /// `divide A by B, then multiply by 100`, in the imperative or with -ing: step after step.
    pub(super) fn doers(&mut self, prior: Option<Node>, depth: usize) -> Result<Value, ReadError> {
        let mut made = prior;
        loop {
            let Some(Word::Doer(doer)) = self.word_as(self.at, |word| matches!(word, Word::Doer(_))) else {
                return Err(self.expected(Expected::Operand));
            };
            self.at += 1;
            let first = self.done_to(&made, depth)?;
            let needed =
                |first: Option<Node>, reader: &Self| first.ok_or_else(|| reader.expected(Expected::Operand));
            let (words, name): (&[Word], &'static str) = match doer {
                Doer::Divide | Doer::Multiply => (&[Word::By], "by"),
                Doer::Subtract => (&[Word::From], "from"),
                Doer::Add => (&[Word::And, Word::To], "and"),
            };
            let joined = words.iter().any(|word| self.take_word(*word));
            // `subtract 5 and divide by 3`: from what was made so far.
            let second = if joined {
                Some(self.done_to(&made, depth)?.ok_or_else(|| self.expected(Expected::Operand))?)
            } else {
                None
            };
            let so_far = made.take();
            let node = match (doer, second) {
                (Doer::Divide, Some(second)) => {
                    binary(Operation::Divide, needed(first.or(so_far), self)?, second)
                }
                (Doer::Multiply, Some(second)) => {
                    binary(Operation::Multiply, needed(first.or(so_far), self)?, second)
                }
                (Doer::Subtract, Some(second)) => {
                    self.changed_by(Operation::Subtract, second, needed(first, self)?)?
                }
                (Doer::Add, Some(second)) => {
                    let first = needed(first.or(so_far), self)?;
                    let is_share = self.is_portion(&first) && !is_constant(&second);
                    let (base, amount) = if is_share { (second, first) } else { (first, second) };
                    self.changed_by(Operation::Add, base, amount)?
                }
                (Doer::Subtract, None) if so_far.is_some() && first.is_some() => {
                    let (base, amount) = (needed(so_far, self)?, needed(first, self)?);
                    self.changed_by(Operation::Subtract, base, amount)?
                }
                (Doer::Add, None) if so_far.is_some() && first.is_some() => {
                    let (base, amount) = (needed(so_far, self)?, needed(first, self)?);
                    self.changed_by(Operation::Add, base, amount)?
                }
                _ => return Err(self.after_operand(Expected::Joint(name))),
            };
            // What is added behind without a comma may belong to the last operand: a bracket is to say it.
            if let Some(Part::Word(Word::Between(Between::Is(Operation::Add | Operation::Subtract)))) =
                self.part()
            {
                return Err(self.unclear(Unclear::Bond, self.at, self.at + 1));
            }
            let mut at = self.at;
            while at < self.end
                && (self.part_at(at) == Some(&Part::Comma)
                    || self.is_word(at, Word::And)
                    || self.is_word(at, Word::Then))
            {
                at += 1;
            }
            let goes_on = at > self.at && self.word_as(at, |word| matches!(word, Word::Doer(_))).is_some();
            if !goes_on {
                return Ok(Value::new(node));
            }
            self.at = at;
            made = Some(node);
        }
    }

    /// What something is done to: an operand, or `the result` of what was made so far.
    pub(super) fn done_to(&mut self, made: &Option<Node>, depth: usize) -> Result<Option<Node>, ReadError> {
        if self.is_word(self.at, Word::Result)
            && let Some(made) = made
        {
            self.at += 1;
            return Ok(Some(made.clone()));
        }
        if self.starts(self.at) || matches!(self.part(), Some(Part::Unknown | Part::Blank)) {
            let from = self.at;
            let operand = self.operand(depth + 1)?;
            // `divide A by B (rounded)`: of B, or of what is made?
            if !operand.trailing.is_empty() && !matches!(operand.node.kind, Kind::Call(..)) {
                return Err(self.unclear(Unclear::Bond, from, self.at));
            }
            return Ok(Some(operand.settled().node));
        }
        Ok(None)
    }
}
