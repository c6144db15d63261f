//! What verbs do with the operands before them: 「AからBを減じ、Cで除した値」.

use super::{Item, Phrase, as_percentage, one, sum_of};

use crate::{
    Aside, ReadError, Unclear,
    formula::{Kind, Node, Operation, is_number},
    lexicon::{Form, Noun, Particle, Verb, Word},
    part::{binary, chained, number, rounded},
    read::Reader,
    token::Part,
    value::Value,
};

impl Reader<'_> {
    /// The verb at the reader's place.
    pub(super) fn verb(&self) -> Option<(Verb, Form)> {
        match self.word_as(self.at, |word| matches!(word, Word::Verb(..)))? {
            Word::Verb(verb, form) => Some((verb, form)),
            _ => None,
        }
    }

    /// What a verb does with the operands before it.
    pub(super) fn done_by(
        &mut self,
        phrase: &mut Phrase,
        (verb, form): (Verb, Form),
    ) -> Result<bool, ReadError> {
        let at = self.at;
        self.at += 1;
        let value = match verb {
            Verb::Divide => self.divided(phrase, at)?,
            Verb::Subtract => self.subtracted(phrase, at)?,
            Verb::DivideOrSubtract => {
                let from = phrase.items.last().map(|item| item.particle);
                let before = phrase.items.iter().rev().nth(1).map(|item| item.particle);
                if from == Some(Particle::Kara) || before == Some(Particle::Kara) {
                    self.subtracted(phrase, at)?
                } else {
                    self.divided(phrase, at)?
                }
            }
            Verb::Multiply => self.joined_with(phrase, Operation::Multiply, at)?,
            Verb::Add => self.joined_with(phrase, Operation::Add, at)?,
            Verb::Times => return Err(self.misses_operand(at)),
            Verb::Calculate => self.calculated(phrase, at)?,
            Verb::Round(_) | Verb::Compare | Verb::Express => {
                return Err(self.unclear(Unclear::Word, at, at + 1));
            }
        };
        self.formed(phrase, value, form)
    }

    /// What stands behind a verb: a noun makes an operand of it, else it goes on or ends.
    pub(super) fn formed(
        &mut self,
        phrase: &mut Phrase,
        mut value: Value,
        form: Form,
    ) -> Result<bool, ReadError> {
        value.close();
        match form {
            Form::Continues => {
                // て得た値, して算出した数: the second verb says the same again.
                let again = self.verb().filter(|(verb, _)| *verb == Verb::Calculate);
                if let Some((_, form)) = again
                    && form != Form::Continues
                {
                    self.at += 1;
                    return self.formed(phrase, value, form);
                }
                self.take_word(Word::After);
                phrase.done = Some(value);
            }
            Form::Attributive | Form::Final => {
                if self.take_word(Word::Doing) || self.take_word(Word::After) {
                    phrase.done = Some(value);
                    return Ok(true);
                }
                if let Some(Word::Noun(noun)) = self.word_as(self.at, |word| matches!(word, Word::Noun(_)))
                    && form == Form::Attributive
                {
                    self.at += 1;
                    value.noun = Some(noun);
                    if noun == Noun::Percentage {
                        as_percentage(&mut value);
                    }
                    phrase.open = Some(self.remarks_behind(value)?);
                    return Ok(true);
                }
                phrase.done = Some(value);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes the item with one of some particles that stands nearest to the verb, but for those above it.
    pub(super) fn taken(phrase: &mut Phrase, particles: &[Particle]) -> Option<Item> {
        let last = phrase.items.last()?;
        if particles.contains(&last.particle) { phrase.items.pop() } else { None }
    }

    /// The two items right before the verb, where the one has one of the first particles and the other one of the
    /// second, in either order; and whether they stand in that order.
    pub(super) fn pair(
        phrase: &mut Phrase,
        first: &[Particle],
        second: &[Particle],
    ) -> Option<(Value, Value, bool)> {
        let (a, b) = match phrase.items.as_slice() {
            [.., a, b] => (a.particle, b.particle),
            _ => return None,
        };
        let in_order = first.contains(&a) && second.contains(&b);
        let turned = second.contains(&a) && first.contains(&b);
        if !in_order && !turned {
            return None;
        }
        let b = phrase.items.pop()?.value;
        let a = phrase.items.pop()?.value;
        Some(if in_order { (a, b, true) } else { (b, a, false) })
    }

    pub(super) fn divided(&mut self, phrase: &mut Phrase, at: usize) -> Result<Value, ReadError> {
        let (whole, part) = (&[Particle::De], &[Particle::Wo, Particle::Ga]);
        if let Some((part, whole, _)) = Self::pair(phrase, part, whole) {
            self.divides_alike(&part, &whole)?;
            let whole = one(self, whole, at)?;
            return self.bonded(Operation::Divide, part, whole, at);
        }
        let divisor = Self::taken(phrase, whole);
        match (divisor, phrase.done.take()) {
            (Some(divisor), Some(mut done)) => {
                let prefix = done.prefix.take_if(|_| self.mode.other_bond());
                let done = one(self, done, at)?;
                let node = binary(Operation::Divide, done, one(self, divisor.value, at)?);
                Ok(Value { prefix, ..Value::new(node) })
            }
            (Some(item), None) => Err(self.unclear(Unclear::Unused, item.at, at)),
            (None, _) => Err(self.misses_operand(at)),
        }
    }

    pub(super) fn subtracted(&mut self, phrase: &mut Phrase, at: usize) -> Result<Value, ReadError> {
        let (from, what) = (&[Particle::Kara], &[Particle::Wo]);
        let (minuend, subtrahend) = match Self::pair(phrase, from, what) {
            Some((minuend, subtrahend, _)) => (minuend, subtrahend),
            None => match (Self::taken(phrase, what), phrase.done.take()) {
                (Some(what), Some(done)) => (done, what.value),
                (Some(item), None) => return Err(self.unclear(Unclear::Unused, item.at, at)),
                (None, _) => return Err(self.misses_operand(at)),
            },
        };
        // 「C÷AからBを引いた値」: from A, or from the quotient?
        let takes_again = matches!(minuend.node.kind, Kind::Binary(Operation::Subtract, ..));
        if minuend.parts_at_its_end() && (takes_again || !minuend.is_open_sum) {
            return Err(self.unclear(Unclear::Bond, at, at + 1));
        }
        // From A, B and C are taken: 「AからB及びCを控除した額」.
        let mut node = one(self, minuend, at)?;
        for part in subtrahend.all() {
            node = self.changed_by(Operation::Subtract, node, part)?;
        }
        Ok(Value::new(node))
    }

    /// に…を乗じる and に…を加える, in either order, and what is done to a list.
    pub(super) fn joined_with(
        &mut self,
        phrase: &mut Phrase,
        operation: Operation,
        at: usize,
    ) -> Result<Value, ReadError> {
        let (to, what) = (&[Particle::Ni, Particle::Against], &[Particle::Wo]);
        if let Some((mut to, what, in_order)) = Self::pair(phrase, to, what) {
            // 「A＋BをCで除した値に100を乗じた値」: where only the last part was divided, it alone is multiplied too.
            let prefix = to.prefix.take_if(|_| self.mode.other_bond());
            let rate_of = |value: &Value| value.per_year;
            let per_year = rate_of(&to) || rate_of(&what);
            let mut parts = what.all().into_iter();
            let Some(first) = parts.next() else { return Err(self.misses_operand(at)) };
            let mut value = if operation == Operation::Add && !to.is_open_sum {
                let to = one(self, to, at)?;
                match self.changed_by(operation, to.clone(), first.clone())? {
                    node if in_order || matches!(node.kind, Kind::Binary(Operation::Multiply, ..)) => {
                        Value::new(node)
                    }
                    _ => Value::new(binary(operation, first, to)),
                }
            } else if in_order {
                self.bonded(operation, to, first, at)?
            } else {
                Value::new(binary(operation, first, one(self, to, at)?))
            };
            for part in parts {
                value.node = self.joined_by(operation, value.node, part)?;
            }
            let prefix = prefix.or(value.prefix.take());
            return self.over_days(phrase, Value { per_year, prefix, ..value });
        }
        let what = Self::taken(phrase, what);
        match (what, phrase.done.take()) {
            (Some(what), Some(mut done)) => {
                let per_year = what.value.per_year;
                let prefix = done.prefix.take_if(|_| self.mode.other_bond());
                let mut node = one(self, done, at)?;
                for part in what.value.all() {
                    node = self.joined_by(operation, node, part)?;
                }
                self.over_days(phrase, Value { per_year, prefix, ..Value::new(node) })
            }
            // A、B及びCを合計した値, AとBを乗じた値.
            (Some(what), None) if !what.value.before.is_empty() => {
                Ok(Value::new(chained(operation, what.value.all())))
            }
            (Some(item), None) => Err(self.unclear(Unclear::Unused, item.at, at)),
            (None, _) => Err(self.misses_operand(at)),
        }
    }

    /// What is added in words, or multiplied by.
    pub(super) fn joined_by(&self, operation: Operation, base: Node, part: Node) -> Result<Node, ReadError> {
        match operation {
            Operation::Add => self.changed_by(operation, base, part),
            _ => Ok(binary(operation, base, part)),
        }
    }

    /// A yearly rate on an amount over days: both are counted, the year as 365 days.
    pub(super) fn over_days(&mut self, phrase: &mut Phrase, value: Value) -> Result<Value, ReadError> {
        let over = phrase.items.iter().position(|item| item.particle == Particle::Over);
        let Some(over) = over.filter(|_| value.per_year) else { return Ok(value) };
        let days = phrase.items.remove(over);
        // A year has 365 days, not 365 months.
        let said = self.text.get(days.value.node.at.clone()).unwrap_or_default();
        if said.contains('月') && !said.contains('日') {
            return Err(self.unclear(Unclear::PerYear, days.at, days.at + 1));
        }
        let node = binary(Operation::Multiply, value.with_prefix().node, one(self, days.value, days.at)?);
        self.note(Aside::YearOf365, days.at, days.at + 1);
        Ok(Value::new(binary(Operation::Divide, node, number(365))))
    }

    /// 計算した額: a rate with で on an amount, days with に応じて; else what was made so far.
    pub(super) fn calculated(&mut self, phrase: &mut Phrase, at: usize) -> Result<Value, ReadError> {
        if let Some(rate) = phrase.items.pop_if(|item| item.particle == Particle::De && item.value.per_year) {
            let base = Self::taken(phrase, &[Particle::Against, Particle::Ni, Particle::Over]);
            // The amount stands behind the days, or before them.
            let base = match base {
                Some(days) if days.particle == Particle::Over => {
                    let base = Self::taken(phrase, &[Particle::Against, Particle::Ni]);
                    phrase.items.push(days);
                    base
                }
                base => base,
            };
            let Some(base) = base else { return Err(self.misses_operand(at)) };
            let node = binary(Operation::Multiply, one(self, base.value, base.at)?, rate.value.node);
            return self.over_days(phrase, Value { per_year: true, ..Value::new(node) });
        }
        // 1日につきAの1000分の1に相当する額を日数に応じて計算した額.
        if phrase.per_day {
            if let Some((amount, days, _)) = Self::pair(phrase, &[Particle::Wo], &[Particle::Over]) {
                phrase.per_day = false;
                let node = binary(Operation::Multiply, one(self, amount, at)?, one(self, days, at)?);
                return Ok(Value::new(node));
            }
            return Err(self.misses_operand(at));
        }
        if let Some(done) = phrase.done.take() {
            return Ok(done);
        }
        // 「A÷B」で算出する.
        match phrase.items.pop() {
            Some(item) if phrase.items.is_empty() && matches!(item.particle, Particle::De | Particle::Wo) => {
                one(self, item.value, at).map(Value::new)
            }
            _ => Err(self.unclear(Unclear::Word, at, at + 1)),
        }
    }

    /// What is said of a sum of signs: of the whole, or of its last part. 「1－AをBで除した値」 is 1 less a share,
    /// 「A－BをAで除した値」 the share of a difference.
    pub(super) fn bonded(
        &self,
        operation: Operation,
        left: Value,
        right: Node,
        at: usize,
    ) -> Result<Value, ReadError> {
        let is_open_sum = left.is_open_sum;
        let left = one(self, left, at)?;
        if is_open_sum
            && let Kind::Binary(sign @ (Operation::Add | Operation::Subtract), first, last) = &left.kind
        {
            let is_less = is_number(first) && !is_number(last);
            // What is added to belongs to the last part where a product goes on from it: 「1－AにBを加えた額／C」.
            let is_tight = is_less && (operation.strength() > 1 || self.multiplies_behind());
            if is_tight != self.mode.other_bond() {
                let inner = Value::new(binary(operation, last.as_ref().clone(), right));
                return Ok(Value { prefix: Some((first.as_ref().clone(), *sign)), ..inner });
            }
        }
        Ok(Value::new(binary(operation, left, right)))
    }

    /// Whether a sign of multiplication or division stands behind the noun that follows.
    pub(super) fn multiplies_behind(&self) -> bool {
        let noun =
            (self.at..self.end.min(self.at + 3)).find(|at| matches!(self.word_at(*at), Some(Word::Noun(_))));
        let behind = noun.and_then(|noun| self.part_at(noun + 1));
        matches!(behind, Some(Part::Operator(Operation::Multiply | Operation::Divide)))
    }

    /// The share that particles before a noun make: part ÷ whole.
    pub(super) fn share(&mut self, phrase: &mut Phrase, noun: Noun) -> Result<Option<Value>, ReadError> {
        let occupies = phrase.occupies;
        let is_whole = |particle: Particle| {
            matches!(particle, Particle::Within | Particle::Against) || occupies && particle == Particle::Ni
        };
        let is_part = |particle: Particle| matches!(particle, Particle::No | Particle::Ga);
        let at = self.at;
        let (first, second) = match phrase.items.as_slice() {
            [.., a, b] => (a.particle, b.particle),
            _ => return Ok(None),
        };
        let turned = is_part(first) && is_whole(second);
        if !(turned || is_whole(first) && is_part(second)) {
            return Ok(None);
        }
        let (Some(b), Some(a)) = (phrase.items.pop(), phrase.items.pop()) else { return Ok(None) };
        let (part, whole) = if turned { (a, b) } else { (b, a) };
        self.at = at + 1;
        self.divides_alike(&part.value, &whole.value)?;
        // 「100－全件数に占める期限外件数の割合」 is 100 less a share; in another mode the whole is all that stands before.
        let mut prefix = None;
        let mut whole = whole.value;
        if whole.tail > 0 && !turned && !self.mode.other_bond() {
            match whole.node.kind {
                Kind::Binary(sign, first, last) if whole.is_open_sum => {
                    prefix = Some((*first, sign));
                    whole = Value::new(*last);
                }
                _ => return Err(self.unclear(Unclear::Bond, at, at + 1)),
            }
        }
        let whole = sum_of(whole);
        // Of a sum of signs the share is of the whole sum, or of its last part.
        let value = if part.value.before.is_empty() {
            self.bonded(Operation::Divide, part.value, whole, at)?
        } else {
            Value::new(binary(Operation::Divide, sum_of(part.value), whole))
        };
        let prefix = prefix.or(value.prefix.clone());
        let mut value = Value { noun: Some(noun), prefix, ..value };
        if noun == Noun::Percentage {
            as_percentage(&mut value);
        }
        self.remarks_behind(value).map(Some)
    }

    /// Aを小数点以下第2位で四捨五入した値, Aの小数点以下第2位を四捨五入した値.
    pub(super) fn rounded_at(
        &mut self,
        phrase: &mut Phrase,
        places: i8,
        behind: usize,
    ) -> Result<bool, ReadError> {
        let from = self.at;
        let mut at = behind;
        while matches!(self.word_at(at), Some(Word::Particle(Particle::Wo | Particle::De | Particle::Ni))) {
            at += 1;
        }
        let Some(Word::Verb(Verb::Round(rounding), form)) =
            self.word_as(at, |word| matches!(word, Word::Verb(Verb::Round(_), _)))
        else {
            return Err(self.unclear(Unclear::RoundingWay, from, at + 1));
        };
        let value = match Self::taken(phrase, &[Particle::No, Particle::Wo]) {
            Some(item) => one(self, item.value, item.at)?,
            None => match phrase.done.take() {
                Some(done) => done.with_prefix().node,
                None => return Err(self.unclear(Unclear::RoundingOf, from, at + 1)),
            },
        };
        self.claim(from, at + 1);
        self.at = at + 1;
        self.formed(phrase, Value::new(rounded(value, places, rounding)), form)
    }

    /// A verb whose operands do not stand before it.
    pub(super) fn misses_operand(&self, at: usize) -> ReadError {
        self.unclear(Unclear::Word, at, at + 1)
    }
}
