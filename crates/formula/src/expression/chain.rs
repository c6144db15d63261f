//! Operands joined by signs and words: what binds to what.

use crate::{
    Exact, Expected, ReadError, Unclear,
    formula::{Kind, Node, Operation, is_number},
    lexicon::{Between, Form, Verb, Word},
    part::{binary, hundredfold},
    read::{OPERATIONS_MAX, Reader, Words},
    source::Gap,
    token::Part,
    value::Value,
};

mod per;
mod product;

/// What joins an operand to those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joint {
    pub(super) between: Between,
    pub(super) is_word: bool,
    /// Whether a comma or `then` stands before the word: then it applies to all before.
    pub(super) closes: bool,
    /// Whether it is a word for a division that takes all behind it: `divided by`, `out of`, not `per`.
    pub(super) is_spelled: bool,
    /// How many tokens it has.
    pub(super) length: usize,
}

/// Words of English that take something from what stands right before them.
const EXCLUDES: &[&str] = &["excluding", "exclusiveof", "netof"];

impl Reader<'_> {
    /// Operands joined by signs or words.
    pub(crate) fn chain(&mut self, depth: usize) -> Result<Value, ReadError> {
        let first = self.operand(depth)?;
        self.chain_from(first, depth)
    }

    /// The rest of a chain whose first operand has been read.
    pub(crate) fn chain_from(&mut self, mut first: Value, depth: usize) -> Result<Value, ReadError> {
        let mut segment = match first.prefix.take() {
            Some((before, operation)) => vec![(None, Value::new(before)), (Some(operation), first)],
            None => vec![(None, first)],
        };
        let mut joints = 0;
        let (mut divides, mut divides_by_name) = (false, false);
        let mut is_worded = true;
        while let Some(joint) = self.joint(segment.last().map(|(_, value)| value)) {
            joints += 1;
            if joints > OPERATIONS_MAX {
                return Err(self.too_many());
            }
            let at = self.at;
            // A name `X` between operands is a sign.
            if matches!(self.part(), Some(Part::Term(_))) {
                self.claim(at, at + 1);
            }
            self.at += joint.length;
            let is_share = matches!(joint.between, Between::PercentageOf | Between::ShareOf);
            let closes = joint.closes
                || !is_share && !matches!(joint.between, Between::Is(_))
                || joint.is_word
                    && self.closes_before(joint.between, &segment)
                    && (is_worded || is_share || self.divides_usually(joint.between))
                || is_share && last_is_product(&segment);
            // `1 minus late as a percentage of all`: one of the two is no percentage.
            if !closes && joint.between == Between::PercentageOf && begins_with(&segment, 1) {
                return Err(self.unclear(Unclear::Bond, at, at + joint.length));
            }
            is_worded &= joint.is_word;
            if closes {
                let mut left = self.folded_up(std::mem::take(&mut segment), at)?.settled();
                (left.is_open_sum, left.tail) = (false, 0);
                segment.push((None, left));
            }
            // `uptime / total, excluding maintenance`: of the total, or of the quotient?
            let takes =
                self.excludes_before() || divides_by_name && self.folded(self.at - 1, self.at) == "less";
            if joint.closes && takes && divides {
                return Err(self.unclear(Unclear::Bond, at, self.at));
            }
            let mut right = self.operand(depth)?;
            if joint.is_word && self.folded(at, self.at).starts_with("per") && is_number(&right.node) {
                let made = self.per_so_many(std::mem::take(&mut segment), right, at, depth)?;
                segment.push((None, made));
                continue;
            }
            // `days over 10`: divided by 10, or those beyond 10?
            let is_over = joint.is_word && self.folded(at + joint.length - 1, at + joint.length) == "over";
            if is_over
                && is_number(&right.node)
                && segment.last().is_some_and(|(_, left)| matches!(left.node.kind, Kind::Term(_)))
            {
                return Err(self.unclear(Unclear::Over, at, self.at));
            }
            if matches!(
                joint.between,
                Between::Is(Operation::Divide) | Between::PercentageOf | Between::ShareOf
            ) {
                divides = true;
                right = self.divisor(right, &joint, depth)?;
                divides_by_name = matches!(right.node.kind, Kind::Term(_));
            }
            right = self.portioned(right, at, depth)?;
            let operation = match joint.between {
                Between::Is(Operation::Divide) if joint.is_word && !joint.is_spelled => {
                    self.counted_for_each(&segment, &right, at)?
                }
                Between::Is(operation) => operation,
                special => {
                    let Some((before, left)) = segment.pop() else {
                        return Err(self.expected(Expected::Operand));
                    };
                    if matches!(special, Between::PercentageOf | Between::ShareOf) {
                        self.divides_alike(&left, &right)?;
                    }
                    self.counts_all(&left)?;
                    self.counts_all(&right)?;
                    let left = left.settled().node;
                    let Value { node: right, trailing, .. } = right;
                    let made = match special {
                        Between::PercentageOf => hundredfold(binary(Operation::Divide, left, right)),
                        Between::SubtractedFrom => self.changed_by(Operation::Subtract, right, left)?,
                        Between::AddedTo => self.changed_by(Operation::Add, right, left)?,
                        Between::DividedInto => binary(Operation::Divide, right, left),
                        _ => binary(Operation::Divide, left, right),
                    };
                    segment.push((before, Value { trailing, ..Value::new(made) }));
                    continue;
                }
            };
            // `monthly fee less 10%`
            let changes = matches!(operation, Operation::Add | Operation::Subtract)
                && joint.is_word
                && self.is_portion(&right.node)
                && !self.multiplies_on(&right);
            // `monthly fee increased by 10% times days`: which is done first?
            if self.multiplies_in_words(operation, &joint, &right) {
                return Err(self.unclear(Unclear::Bond, at, self.at));
            }
            let is_sum = segment
                .iter()
                .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
            if changes && !begins_with(&segment, 1) && !begins_with(&segment, 100) {
                if is_sum {
                    return Err(self.unclear(Unclear::Bond, at, self.at));
                }
                let Value { node, trailing, .. } = right;
                let left = self.folded_up(std::mem::take(&mut segment), at)?.settled().node;
                let node = self.changed_by(operation, left, node)?;
                segment.push((None, Value { trailing, ..Value::new(node) }));
                continue;
            }
            segment.push((Some(operation), right));
        }
        let at = self.at;
        let value = self.folded_up(segment, at)?;
        Ok(value.settled())
    }

    /// What a share is of, or a sign divides by, in the other reading: `10% of A plus B` may be of the sum, and of
    /// `A÷B/C` the stroke may be a fraction's.
    fn portioned(&mut self, mut right: Value, at: usize, depth: usize) -> Result<Value, ReadError> {
        if !right.trailing.is_empty() {
            return Ok(right);
        }
        let is_of = self.is_word(at, Word::Share);
        let is_divided = self.folded(at, at + 1) == "÷";
        if is_of {
            return self.summed_in_words(right, depth);
        }
        if is_divided && self.folded(self.at, self.at + 1) == "/" && self.mode.other_bond() {
            self.at += 1;
            let below = self.operand(depth)?;
            self.divides_alike(&right, &below)?;
            let trailing = below.trailing;
            right = Value { trailing, ..Value::new(binary(Operation::Divide, right.node, below.node)) };
        }
        Ok(right)
    }

    /// An operand with what words add to it or take from it, in the reading in which a share is of all of that.
    pub(super) fn summed_in_words(&mut self, mut first: Value, depth: usize) -> Result<Value, ReadError> {
        loop {
            let joint = self.joint(Some(&first)).filter(|joint| joint.is_word && !joint.closes);
            let Some(joint) = joint else { return Ok(first) };
            let Between::Is(operation @ (Operation::Add | Operation::Subtract)) = joint.between else {
                return Ok(first);
            };
            if !first.trailing.is_empty() || !self.mode.other_bond() {
                return Ok(first);
            }
            self.at += joint.length;
            let operand = self.operand(depth)?;
            self.counts_all(&first)?;
            let trailing = operand.trailing;
            first = Value { trailing, ..Value::new(binary(operation, first.node, operand.node)) };
        }
    }

    /// `total - downtime over total`: a word that divides closes a sum in signs too, but where words bind as signs do.
    pub(super) fn divides_usually(&self, between: Between) -> bool {
        between == Between::Is(Operation::Divide) && self.mode.words() == Words::Usual
    }

    /// Whether names are divided by the sum that follows, behind the divisor's first part: `A divided by B less C`, and in
    /// signs `A divided by B − C`. Spelled out it is, unless a number follows the first name or a further division; behind
    /// a sign, or with words bound otherwise, it is not. What is excluded belongs to what stands right before it.
    pub(super) fn divisor(
        &mut self,
        mut first: Value,
        divider: &Joint,
        depth: usize,
    ) -> Result<Value, ReadError> {
        if !first.trailing.is_empty() || is_number(&first.node) {
            return Ok(first);
        }
        let is_worded = divider.is_word && divider.is_spelled;
        let mut is_sum = false;
        loop {
            let joint =
                self.joint(Some(&first)).filter(|joint| !joint.closes && (joint.is_word || is_worded));
            let Some(joint) = joint else { return Ok(first) };
            let Between::Is(operation @ (Operation::Add | Operation::Subtract)) = joint.between else {
                return Ok(first);
            };
            let word = self.folded(self.at, self.at + joint.length);
            let excludes = EXCLUDES.contains(&word);
            let is_usual = (divider.is_spelled || excludes) && self.mode.words() == Words::Usual;
            if is_usual == self.mode.other_bond() {
                return Ok(first);
            }
            let read = self.attempt(|reader| {
                reader.at += joint.length;
                let operand = reader.operand(depth)?;
                let behind = reader.joint(Some(&operand));
                let divides = behind.is_some_and(|behind| {
                    !behind.closes
                        && (!matches!(
                            behind.between,
                            Between::Is(Operation::Add | Operation::Subtract | Operation::Multiply)
                        ) || !joint.is_word
                            && !behind.is_word
                            && matches!(behind.between, Between::Is(Operation::Multiply)))
                });
                // `A divided by B minus 5`, but `A divided by B plus C plus 1`.
                if is_number(&operand.node) && !is_sum || divides {
                    return Err(reader.expected(Expected::Operand));
                }
                Ok(operand)
            });
            let Ok(operand) = read else { return Ok(first) };
            is_sum = true;
            self.counts_all(&first)?;
            let trailing = operand.trailing;
            first = Value { trailing, ..Value::new(binary(operation, first.node, operand.node)) };
            if !first.trailing.is_empty() {
                return Ok(first);
            }
        }
    }

    /// Whether a word applies to the whole segment before it, without a comma.
    pub(super) fn closes_before(&self, between: Between, segment: &[(Option<Operation>, Value)]) -> bool {
        let operation = match between {
            Between::Is(operation) => operation,
            Between::PercentageOf | Between::ShareOf => Operation::Divide,
            _ => return true,
        };
        let is_sum = segment
            .iter()
            .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
        is_sum
            && match self.mode.words() {
                Words::InOrder => operation.strength() > 1,
                Words::ByStrength => false,
                // Of names a sum is meant to be divided: a count less a rate would be an odd thing. Of 1 or 100 it is not.
                Words::Usual => {
                    operation == Operation::Divide
                    // `a divided by b minus c divided by d`: two quotients.
                    && !segment.iter().any(|(operation, _)| *operation == Some(Operation::Divide))
                    && !holds_lone_number(segment)
                }
            }
    }

    /// Whether a sign or a word goes on from a percentage to what it is a percentage of: `less 10% of`, `less 10% × B`.
    pub(super) fn multiplies_on(&self, right: &Value) -> bool {
        self.joint(Some(right)).is_some_and(|joint| {
            !joint.closes && matches!(joint.between, Between::Is(Operation::Multiply | Operation::Divide))
        })
    }

    /// Whether a percentage that words add or take is multiplied by words behind it, other than `of`.
    fn multiplies_in_words(&self, operation: Operation, joint: &Joint, right: &Value) -> bool {
        matches!(operation, Operation::Add | Operation::Subtract)
            && joint.is_word
            && self.is_portion(&right.node)
            && self.joint(Some(right)).is_some_and(|behind| {
                behind.is_word
                    && !behind.closes
                    && matches!(behind.between, Between::Is(Operation::Multiply | Operation::Divide))
            })
    }

    /// Whether a star with a small number stands apart at the end, where the text multiplies by another sign.
    pub(super) fn is_footnote_star(&self) -> bool {
        self.folded(self.at, self.at + 1) == "*"
            && self.gap_at(self.at) > Gap::None
            && self.gap_at(self.at + 1) == Gap::None
            && self.at + 2 == self.end
            && self.folded(self.at + 1, self.end).len() == 1
            && matches!(self.part_at(self.at + 1), Some(Part::Number(_)))
            && (0..self.at).any(|at| matches!(self.folded(at, at + 1), "×" | "x"))
    }

    /// What joins the next operand to those before it.
    pub(super) fn joint(&self, left: Option<&Value>) -> Option<Joint> {
        let sign = |operation| Joint {
            between: Between::Is(operation),
            is_word: false,
            closes: false,
            is_spelled: false,
            length: 1,
        };
        match self.part()? {
            // `A÷B×100 *2`: a star that is set apart before the last figure marks a footnote, or multiplies.
            Part::Operator(Operation::Multiply) if self.is_footnote_star() => return None,
            Part::Operator(operation) => return Some(sign(*operation)),
            // Somebody's minus, but right behind kana half a word.
            Part::LongVowel => return (!self.lengthens()).then(|| sign(Operation::Subtract)),
            Part::Term(_) | Part::Word(Word::Ex) if self.is_ex(self.at) && self.starts(self.at + 1) => {
                return Some(sign(Operation::Multiply));
            }
            _ => {}
        }
        if self.is_word(self.at, Word::Share) && left.is_some_and(|left| is_rate(&left.node)) {
            return Some(Joint {
                between: Between::Is(Operation::Multiply),
                is_word: false,
                closes: false,
                is_spelled: false,
                length: 1,
            });
        }
        // A割るB, A足すB
        if let Some(operation) = self.said_as_sign() {
            return Some(sign(operation));
        }
        let mut at = self.at;
        let mut closes = false;
        if !self.commas_part && self.part_at(at) == Some(&Part::Comma) {
            at += 1;
            closes = true;
        }
        // `divided by A and multiplied by 100`
        let goes_on = |at: usize| {
            let is_step =
                |word| matches!(word, Word::Between(Between::Is(Operation::Divide | Operation::Multiply)));
            self.word_as(at, is_step).is_some() && self.folded(at, at + 1).ends_with("by")
        };
        while self.is_word(at, Word::Then) || self.is_word(at, Word::And) && (at > self.at || goes_on(at + 1))
        {
            at += 1;
            closes = true;
        }
        let Some(Word::Between(between)) = self.word_as(at, |word| matches!(word, Word::Between(_))) else {
            return None;
        };
        // What is kept within its clause goes on to no comma.
        if closes && self.clause_only {
            return None;
        }
        let is_spelled = self.folded(at, at + 1) != "per";
        Some(Joint { between, is_word: true, closes, is_spelled, length: at + 1 - self.at })
    }

    /// Whether a word that excludes has just been read.
    pub(super) fn excludes_before(&self) -> bool {
        self.at.checked_sub(1).is_some_and(|at| EXCLUDES.contains(&self.folded(at, self.at)))
    }

    /// A verb right between two operands: A割るB.
    pub(crate) fn said_as_sign(&self) -> Option<Operation> {
        let Word::Verb(verb, Form::Attributive) = self.word()? else { return None };
        let operation = match (verb, self.folded(self.at, self.at + 1)) {
            (Verb::Divide, "割る") => Operation::Divide,
            (Verb::Multiply, "掛ける" | "かける") => Operation::Multiply,
            (Verb::Add, "足す") => Operation::Add,
            (Verb::Subtract, "引く") => Operation::Subtract,
            _ => return None,
        };
        self.starts(self.at + 1).then_some(operation)
    }

    /// Whether a lone letter x stands at a place.
    pub(super) fn is_ex(&self, at: usize) -> bool {
        self.folded(at, at + 1) == "x" || self.is_word(at, Word::Ex)
    }

    /// Whether the long-vowel mark at the reader's place lengthens the kana before it: サーバー.
    pub(super) fn lengthens(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let before = before.and_then(|token| self.signs.get(token.to.checked_sub(1)?));
        self.gap_at(self.at) == Gap::None
            && before.is_some_and(|sign| {
                matches!(sign.c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
            })
    }
}

/// Whether the last operand of a segment is multiplied or divided: what is said behind is said of the whole.
fn last_is_product(segment: &[(Option<Operation>, Value)]) -> bool {
    matches!(segment.last(), Some((Some(Operation::Multiply | Operation::Divide), _)))
}

/// Whether a number stands in a segment that is no factor: in `A less 10% of B` there is none.
fn holds_lone_number(segment: &[(Option<Operation>, Value)]) -> bool {
    let multiplies = |at: usize| matches!(segment.get(at), Some((Some(Operation::Multiply), _)));
    segment.iter().enumerate().any(|(n, (_, value))| {
        is_number(&value.node)
            && !(matches!(value.node.kind, Kind::Percent(_)) && (multiplies(n) || multiplies(n + 1)))
    })
}

/// Whether a segment is a sum that begins with this number.
fn begins_with(segment: &[(Option<Operation>, Value)], first: i64) -> bool {
    segment.len() > 1
        && segment.first().is_some_and(
            |(_, value)| matches!(&value.node.kind, Kind::Number(number) if *number == Exact::from(first)),
        )
}

/// Whether a part is a number or a fraction of numbers, so that `of` multiplies by it.
fn is_rate(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Divide, left, right) => is_number(left) && is_number(right),
        // `one tenth of one percent of`
        Kind::Binary(Operation::Multiply, left, right) => is_rate(left) && is_rate(right),
        _ => is_number(node),
    }
}
