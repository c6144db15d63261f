//! Phrases in Japanese: 「AからBを減じ、Cで除した値に100を乗じる」.
//!
//! Operands come with their particles, and the verb behind them says what is done: it takes the operands that stand
//! nearest before it. What no verb takes is refused.

use crate::{
    Aside, Expected, Function, ReadError, Unclear,
    formula::{Kind, Node, Operation, is_number},
    lexicon::{Aggregate, Form, Noun, Particle, Verb, Word},
    part::{binary, called, chained, fraction_of, hundredfold, is_constant, is_hundredfold, number},
    read::{DEPTH_MAX, Reader},
    source::Gap,
    token::Part,
    value::Value,
};

mod one;
mod verb;

/// An operand with its particle.
#[derive(Debug)]
struct Item {
    value: Value,
    particle: Particle,
    /// The token of the particle.
    at: usize,
}

/// A phrase as far as it has been read.
#[derive(Debug, Default)]
struct Phrase {
    items: Vec<Item>,
    /// Operands of a list before the last: A、B and C.
    list: Vec<Value>,
    /// An operand that awaits its particle.
    open: Option<Value>,
    /// What a verb that goes on has made.
    done: Option<Value>,
    /// A rate is counted over one day, and the days follow.
    per_day: bool,
    /// The days themselves, where the words name them: 遅延日数1日につき.
    days: Option<Node>,
    /// 占める has been read: what has に is the whole.
    occupies: bool,
}

impl Reader<'_> {
    /// A phrase, or an expression alone.
    pub(crate) fn phrase(&mut self, depth: usize) -> Result<Value, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let mut phrase = Phrase::default();
        let begun = self.at;
        while self.at < self.end {
            let before = self.at;
            if !self.step(&mut phrase, depth)? || self.at == before {
                break;
            }
        }
        self.ended(phrase, begun)
    }

    /// Reads one part of a phrase; `false` where the phrase has ended.
    fn step(&mut self, phrase: &mut Phrase, depth: usize) -> Result<bool, ReadError> {
        if phrase.open.is_some() {
            self.behind_operand(phrase, depth)
        } else {
            self.before_operand(phrase, depth)
        }
    }

    /// What may stand where no operand awaits its particle.
    fn before_operand(&mut self, phrase: &mut Phrase, depth: usize) -> Result<bool, ReadError> {
        let is_begun =
            phrase.done.is_some() || !phrase.items.is_empty() || !phrase.list.is_empty() || phrase.per_day;
        if self.part() == Some(&Part::Comma) && is_begun && !self.commas_part {
            self.at += 1;
            return Ok(true);
        }
        if let Some(done) = phrase.done.take_if(|_| self.is_word(self.at, Word::Result)) {
            self.at += 1;
            phrase.open = Some(done);
            return Ok(true);
        }
        if self.take_word(Word::PerDay) {
            phrase.per_day = true;
            let said = self.folded(self.at - 1, self.at);
            let name = said.split_once("1日").map_or("", |(name, _)| name);
            phrase.days = self
                .vocabulary
                .called(name)
                .map(|term| Node { at: self.span(self.at - 1, self.at), kind: Kind::Term(term.id.clone()) });
            return Ok(true);
        }
        if let Some(verb) = self.verb() {
            let is_noun_here = self
                .word_as(self.at, |word| matches!(word, Word::Aggregate(_) | Word::Function(_)))
                .is_some();
            // 合計件数 is a name, though 合計 is done.
            let goes_on =
                matches!(self.part_at(self.at + 1), Some(Part::Unknown | Part::Word(Word::Noun(_))))
                    && self.gap_at(self.at + 1) == Gap::None;
            if is_noun_here && goes_on && verb.1 == Form::Final {
                return Err(self.unknown());
            }
            if is_begun || !is_noun_here {
                return self.done_by(phrase, verb);
            }
        }
        if let Some((places, position)) = self.places_at(self.at) {
            // Aの小数点以下第2位を四捨五入した値.
            return self.rounded_at(phrase, places, position);
        }
        if let Some(Word::Noun(noun @ (Noun::Share | Noun::Percentage))) =
            self.word_as(self.at, |word| matches!(word, Word::Noun(Noun::Share | Noun::Percentage)))
            && let Some(share) = self.share(phrase, noun)?
        {
            phrase.open = Some(share);
            return Ok(true);
        }
        if self.is_word(self.at, Word::Occupies) {
            // Aが占める割合, Bに占めるAの割合: the particles before say it.
            let behind =
                self.word_as(self.at + 1, |word| matches!(word, Word::Noun(Noun::Share | Noun::Percentage)));
            if behind.is_some()
                && phrase
                    .items
                    .iter()
                    .any(|item| item.particle == Particle::Ga || item.particle == Particle::No)
            {
                phrase.occupies = true;
                self.at += 1;
                return Ok(true);
            }
        }
        if self.starts(self.at)
            || matches!(self.part(), Some(Part::Operator(Operation::Subtract))) && !is_begun
        {
            let value = self.chain(depth)?;
            phrase.open = Some(value);
            return Ok(true);
        }
        if is_begun && phrase.done.is_some() && phrase.items.is_empty() && phrase.list.is_empty() {
            return Ok(false);
        }
        if matches!(self.part(), Some(Part::Close(_))) && phrase.done.is_some() {
            return Ok(false);
        }
        // A word that is not known, where operands await their verb: it is a name only if a particle follows.
        if is_begun && self.part() == Some(&Part::Unknown) {
            let behind = self.unknown_end(self.at);
            let is_operand = matches!(self.word_at(behind), Some(Word::Particle(_) | Word::And | Word::Or))
                || matches!(self.part_at(behind), Some(Part::Operator(_) | Part::Comma | Part::Open(_)));
            if !is_operand {
                return Err(self.expected(Expected::Words));
            }
        }
        // Nothing fits: what an operand would need says what is wrong.
        self.chain(depth).map(|_| false)
    }

    /// What may stand behind an operand.
    fn behind_operand(&mut self, phrase: &mut Phrase, depth: usize) -> Result<bool, ReadError> {
        let at = self.at;
        // Signs go on from words: AをBで割った値×100.
        if let Some(open) = phrase.open.take_if(|_| self.goes_on()) {
            phrase.open = Some(self.chain_from(open, depth)?);
            return Ok(self.at > at);
        }
        if self.is_word(at, Word::AsPercentage) {
            self.at += 1;
            if let Some(open) = phrase.open.as_mut() {
                as_percentage(open);
            }
            // を百分率で表した値
            if let Some(Word::Noun(_)) = self.word_as(self.at, |word| matches!(word, Word::Noun(_))) {
                self.at += 1;
            }
            return Ok(true);
        }
        if let Some(function) = self.which(at) {
            return self.least_or_greatest(phrase, function, at);
        }
        if self.is_word(at, Word::Equivalent)
            && self.word_as(at + 1, |word| matches!(word, Word::Noun(_))).is_some()
        {
            self.at += 2;
            return Ok(true);
        }
        // A place of rounding right behind: 値の小数点以下 is below, 値を小数点以下 too.
        let particle = match self.word_as(at, |word| matches!(word, Word::Particle(_))) {
            Some(Word::Particle(particle)) => particle,
            _ => {
                return match self.verb_behind_number(phrase) {
                    Some(verb) => self.done_with_number(phrase, verb),
                    None => self.in_list(phrase, depth),
                };
            }
        };
        match particle {
            Particle::No => self.behind_no(phrase, depth),
            // In a sentence what it is about, and what is compared: the statement reads on.
            Particle::Ha => Ok(false),
            Particle::Ga if !self.is_shared() => Ok(false),
            particle => {
                self.at += 1;
                self.kept(phrase, particle, at);
                Ok(true)
            }
        }
    }

    /// The verb right behind a number that stands without its particle: 「Aから5％控除した額」, 「Aを100倍した値」.
    fn verb_behind_number(&self, phrase: &Phrase) -> Option<(Verb, Form)> {
        let verb = self.verb()?;
        let is_number =
            phrase.list.is_empty() && phrase.open.as_ref().is_some_and(|open| is_constant(&open.node));
        let last = phrase.items.last().map(|item| item.particle);
        let fits = match verb.0 {
            Verb::Subtract => last == Some(Particle::Kara),
            Verb::Add => last == Some(Particle::Ni),
            Verb::Times => last == Some(Particle::Wo) || last.is_none() && phrase.done.is_some(),
            _ => false,
        };
        (is_number && fits && self.said_as_sign().is_none()).then_some(verb)
    }

    /// What such a verb does.
    fn done_with_number(&mut self, phrase: &mut Phrase, verb: (Verb, Form)) -> Result<bool, ReadError> {
        let at = self.at;
        if verb.0 != Verb::Times {
            self.kept(phrase, Particle::Wo, at);
            return self.done_by(phrase, verb);
        }
        self.at += 1;
        let factor = phrase.open.take().filter(|factor| factor.unit.is_none());
        let base = match phrase.items.pop() {
            Some(item) => Some(item.value),
            None => phrase.done.take(),
        };
        let (Some(base), Some(factor)) = (base, factor) else { return Err(self.misses_operand(at)) };
        let made = self.bonded(Operation::Multiply, base, factor.node, at)?;
        self.formed(phrase, made, verb.1)
    }

    /// Whether a sign or a word of English joins a further operand.
    fn goes_on(&self) -> bool {
        match self.part() {
            Some(Part::Operator(_)) => true,
            Some(Part::Word(Word::Ex)) => self.starts(self.at + 1),
            Some(Part::Word(Word::Verb(..))) => self.said_as_sign().is_some(),
            _ => false,
        }
    }

    /// Whether the sentence goes on to a share: Aが…占める割合.
    fn is_shared(&self) -> bool {
        (self.at..self.end).any(|at| {
            self.is_word(at, Word::Occupies)
                || matches!(self.word_at(at), Some(Word::Particle(Particle::Within)))
                    && self.text_of(at, at + 1).contains("占める")
        })
    }

    /// Keeps an operand, or a list of them, with its particle.
    fn kept(&mut self, phrase: &mut Phrase, particle: Particle, at: usize) {
        if let Some(value) = listed(phrase) {
            phrase.items.push(Item { value, particle, at });
        }
    }

    /// What words make of operands, up to its noun: 「CをDで除した値」.
    fn made(&mut self, depth: usize) -> Result<Value, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let mut phrase = Phrase::default();
        while self.at < self.end {
            let before = self.at;
            if !self.step(&mut phrase, depth + 1)? || self.at == before {
                break;
            }
            let is_alone =
                phrase.items.is_empty() && phrase.list.is_empty() && phrase.done.is_none() && !phrase.per_day;
            if let Some(made) = phrase.open.take_if(|open| is_alone && open.noun.is_some()) {
                return Ok(made);
            }
        }
        Err(self.expected(Expected::Words))
    }

    /// `、`, `及び`, `と` and the like between operands of a list.
    fn in_list(&mut self, phrase: &mut Phrase, depth: usize) -> Result<bool, ReadError> {
        let at = self.at;
        let comma = self.part() == Some(&Part::Comma) && !self.commas_part;
        let mut behind = at + usize::from(comma);
        // 「…×100、1％未満切捨て」
        let is_rounding = || {
            matches!(self.part_at(behind), Some(Part::Number(_)))
                && crate::rounding::is_named(self.folded(behind, self.end))
                && self.rounding(behind, self.end, None).is_some()
        };
        if comma && is_rounding() {
            return Ok(false);
        }
        let word = self.word_as(behind, |word| matches!(word, Word::And | Word::Or));
        behind += usize::from(word.is_some());
        if word.is_some() && self.part_at(behind) == Some(&Part::Comma) && !self.commas_part {
            behind += 1;
        }
        if behind == at {
            return Ok(false);
        }
        if self.starts(behind) {
            // 「AをBで除した値とCをDで除した値の合計」: what was made in words is listed with what is made.
            let is_made = phrase.open.as_ref().is_some_and(|open| open.noun.is_some());
            let made = if is_made && phrase.items.is_empty() && phrase.done.is_none() {
                self.attempt(|reader| {
                    reader.at = behind;
                    reader.made(depth)
                })
                .ok()
            } else {
                None
            };
            if let Some(open) = phrase.open.take() {
                phrase.list.push(open);
            }
            match made {
                Some(made) => phrase.open = Some(made),
                None => self.at = behind,
            }
            return Ok(true);
        }
        // AとBとを加える, AとBとの差: a last と closes the list.
        let closes = word == Some(Word::And) && !phrase.list.is_empty() && !comma;
        if closes && self.word_as(behind, |word| matches!(word, Word::Particle(_))).is_some() {
            self.at = behind;
            return Ok(true);
        }
        // AとBを: the と before an unknown word is a list too.
        if word.is_some() && matches!(self.part_at(behind), Some(Part::Unknown | Part::Blank | Part::Raised))
        {
            self.at = behind;
            return Err(self.after_operand(Expected::Operand));
        }
        Ok(false)
    }

    /// The least or the greatest of a list, where a word for it stands at a place.
    fn which(&self, at: usize) -> Option<Function> {
        let mut at = at;
        // を比較して、いずれか少ない; のうちいずれか少ない; のいずれか少ない.
        if matches!(self.word_at(at), Some(Word::Particle(Particle::Wo)))
            && matches!(self.word_at(at + 1), Some(Word::Verb(Verb::Compare, _)))
        {
            at += 2;
            if self.part_at(at) == Some(&Part::Comma) {
                at += 1;
            }
        } else if matches!(self.word_at(at), Some(Word::Particle(Particle::No | Particle::Within))) {
            at += 1;
            if self.part_at(at) == Some(&Part::Comma) {
                at += 1;
            }
        }
        // A or B, whichever is less.
        let behind = at + usize::from(self.part_at(at) == Some(&Part::Comma));
        if let Some(Word::Whichever(function)) = self.word_at(behind) {
            return Some(function);
        }
        match self.word_as(at, |word| matches!(word, Word::Which(_)))? {
            Word::Which(function) => Some(function),
            _ => None,
        }
    }

    fn least_or_greatest(
        &mut self,
        phrase: &mut Phrase,
        function: Function,
        from: usize,
    ) -> Result<bool, ReadError> {
        while self.at < self.end && !matches!(self.word(), Some(Word::Which(_) | Word::Whichever(_))) {
            self.at += 1;
        }
        let is_english = matches!(self.word(), Some(Word::Whichever(_)));
        self.at += 1;
        if is_english {
            self.take_noun();
        } else if matches!(self.folded(self.at, self.at + 1), "方" | "ほう") {
            self.claim(self.at, self.at + 1);
            self.at += 1;
        } else if !matches!(self.word_as(self.at, |word| matches!(word, Word::Noun(_))), Some(Word::Noun(_)))
        {
            return Err(self.after_operand(Expected::Words));
        } else {
            self.at += 1;
        }
        // 「C－A又はBのいずれか低い額」: does the list begin at A or at C?
        if phrase.list.first().is_some_and(Value::parts_at_its_end) {
            return Err(self.unclear(Unclear::Bond, from, self.at));
        }
        let all = listed(phrase).map(Value::all).unwrap_or_default();
        if all.len() < 2 {
            return Err(self.unclear(Unclear::List, from, self.at));
        }
        self.all_fit(&all)?;
        phrase.open = Some(Value::new(called(function, all)));
        Ok(true)
    }

    /// Goes past a noun of English that says the same again: `whichever is the lesser amount`.
    fn take_noun(&mut self) {
        self.at += usize::from(matches!(self.word(), Some(Word::Named(_))));
    }

    /// Behind `の`: a share of a number (Aの80%), the sum of a list, a noun that says the same, the part of a share.
    fn behind_no(&mut self, phrase: &mut Phrase, depth: usize) -> Result<bool, ReadError> {
        let at = self.at;
        let next = at + 1;
        // の小数点以下第2位を
        if self.places_at(next).is_some() {
            self.at = next;
            self.kept(phrase, Particle::No, at);
            return Ok(true);
        }
        if let Some(Word::Aggregate(aggregate)) =
            self.word_as(next, |word| matches!(word, Word::Aggregate(_)))
        {
            self.at = next + 1;
            self.summed(phrase, aggregate, at)?;
            // の合計値, の合計時間
            if let Some(Word::Noun(Noun::Value)) =
                self.word_as(self.at, |word| matches!(word, Word::Noun(Noun::Value)))
            {
                self.at += 1;
            }
            return Ok(true);
        }
        if let Some(Word::Noun(noun)) = self.word_as(next, |word| matches!(word, Word::Noun(_))) {
            // 年2.5%の割合: the rate itself.
            let is_rate = phrase.open.as_ref().is_some_and(|open| matches!(open.node.kind, Kind::Percent(_)));
            if noun == Noun::Share && is_rate && phrase.list.is_empty() {
                self.at = next + 1;
                return Ok(true);
            }
            // AとBの比, and a share whose whole was named before.
            if noun != Noun::Value {
                if phrase.list.len() == 1 && phrase.items.is_empty() {
                    self.at = next + 1;
                    let all = listed(phrase).map(Value::all).unwrap_or_default();
                    let value = Value::new(chained(Operation::Divide, all));
                    phrase.open = Some(Value { noun: Some(noun), ..value });
                    return Ok(true);
                }
                self.at = next;
                self.kept(phrase, Particle::No, at);
                return Ok(true);
            }
            if phrase.list.is_empty() {
                self.at = next + 1;
                if let Some(open) = phrase.open.as_mut() {
                    (open.is_open_sum, open.tail) = (false, 0);
                    open.noun = open.noun.or(Some(Noun::Value));
                }
                return Ok(true);
            }
        }
        // 着信件数のうち応答件数の占める割合
        if self.is_word(next, Word::Occupies) {
            self.at = next;
            self.kept(phrase, Particle::No, at);
            return Ok(true);
        }
        // 委託料の半分
        if let Some(Word::Multiple(above, below)) = self.word_at(next)
            && phrase.list.is_empty()
        {
            self.at = next + 1;
            if let Some(open) = phrase.open.take() {
                let made = self.times(open, fraction_of((above, below)), at)?;
                phrase.open = Some(self.remarks_behind(made)?);
            }
            return Ok(true);
        }
        if matches!(self.part_at(next), Some(Part::Number(_))) {
            self.at = next;
            let mut rate = self.operand(depth + 1)?;
            // 契約金額の10/110
            if matches!(rate.node.kind, Kind::Number(_))
                && rate.unit.is_none()
                && self.part() == Some(&Part::Operator(Operation::Divide))
                && matches!(self.part_at(self.at + 1), Some(Part::Number(_)))
            {
                self.at += 1;
                let below = self.operand(depth + 1)?;
                if below.unit.is_some() || !is_number(&below.node) {
                    return Err(self.unclear(Unclear::Bond, next, self.at));
                }
                rate.trailing = below.trailing;
                rate.node = binary(Operation::Divide, rate.node, below.node);
            }
            // 契約金額の10％（円未満切捨て）: of what the share makes.
            let trailing = std::mem::take(&mut rate.trailing);
            // 委託料の10%増し
            let changed = match self.word_as(self.at, |word| matches!(word, Word::Raised | Word::Lowered)) {
                Some(Word::Raised) => Some(Operation::Add),
                Some(Word::Lowered) => Some(Operation::Subtract),
                _ => None,
            };
            if let Some(operation) = changed.filter(|_| matches!(rate.node.kind, Kind::Percent(_)))
                && let Some(open) = phrase.open.take()
            {
                self.at += 1;
                rate.node = binary(operation, number(1), rate.node);
                let made = self.times(open, rate.node, at)?.and_then_said(trailing);
                phrase.open = Some(self.remarks_behind(made)?);
                return Ok(true);
            }
            let is_rate = matches!(rate.node.kind, Kind::Percent(_) | Kind::Binary(Operation::Divide, ..));
            let folds = self.take_word(Word::Fold);
            // 「契約金額の10％と委託料の5％の合計」: each of the list has its own share.
            let shares = |value: &Value| {
                let is_share = |node: &Node| matches!(node.kind, Kind::Percent(_));
                is_constant(&value.node)
                    || matches!(&value.node.kind, Kind::Binary(Operation::Multiply, _, rate) if is_share(rate))
                    || matches!(value.node.kind, Kind::Call(..))
            };
            if !is_rate && !folds || !phrase.list.iter().all(shares) {
                self.at = at;
                return Ok(false);
            }
            // 年2.5%の割合で is read with its verb.
            if let Some(open) = phrase.open.take() {
                let made = self.times(open, rate.node, at)?.and_then_said(trailing);
                phrase.open = Some(self.remarks_behind(made)?);
            }
            return Ok(true);
        }
        if self.is_word(next, Word::Case) || self.at + 1 >= self.end {
            return Ok(false);
        }
        // AのB倍
        if matches!(self.part_at(next), Some(Part::Term(_)))
            && self.is_word(next + 1, Word::Fold)
            && phrase.list.is_empty()
        {
            self.at = next;
            let factor = self.operand(depth + 1)?;
            self.at += 1;
            if let Some(open) = phrase.open.take() {
                let made = self.times(open, factor.node, at)?;
                phrase.open = Some(self.remarks_behind(made)?);
            }
            return Ok(true);
        }
        // AのBに対する割合.
        if self.starts(next) {
            self.at = next;
            self.kept(phrase, Particle::No, at);
            return Ok(true);
        }
        self.at = next;
        Err(self.after_operand(Expected::Words))
    }

    /// A share or a multiple of what stands before の: where signs join several operands, of the last of them, as in
    /// 「全件数－期限外件数の2倍」, or in another mode of all.
    fn times(&self, open: Value, factor: Node, at: usize) -> Result<Value, ReadError> {
        let of_last = open.parts_at_its_end() && !self.mode.other_bond();
        let (tail, is_sum) = (open.tail, open.is_open_sum);
        let node = one(self, open, at)?;
        let times = |node| binary(Operation::Multiply, node, factor);
        if !of_last {
            return Ok(Value::new(times(node)));
        }
        let unclear = || self.unclear(Unclear::Bond, at, at + 1);
        match node.kind {
            Kind::Binary(sign, first, last) if is_sum => {
                let below = tail.checked_sub(1).ok_or_else(unclear)?;
                let inner = on_last(*last, below, times).ok_or_else(unclear)?;
                Ok(Value { prefix: Some((*first, sign)), ..Value::new(inner) })
            }
            _ => Ok(Value::new(on_last(node, tail, times).ok_or_else(unclear)?)),
        }
    }

    /// A list under a word: its sum, difference, product or mean.
    fn summed(&mut self, phrase: &mut Phrase, aggregate: Aggregate, at: usize) -> Result<(), ReadError> {
        // 「C×AとBの合計」: does the list begin at A or at C?
        if phrase.list.first().is_some_and(|first| first.tail > 0) {
            return Err(self.unclear(Unclear::Bond, at, self.at));
        }
        let all = listed(phrase).map(Value::all).unwrap_or_default();
        let node = match (aggregate, all.as_slice()) {
            // One name that stands for many: 停止時間の合計.
            (Aggregate::Sum, [only])
                if matches!(only.kind, Kind::Term(_)) && !self.text_of(at + 1, at + 2).ends_with('和') =>
            {
                self.note(Aside::Total, at, self.at);
                only.clone()
            }
            (Aggregate::Sum, [_, _, ..]) => chained(Operation::Add, all),
            (Aggregate::Product, [_, _, ..]) => chained(Operation::Multiply, all),
            (Aggregate::Mean, [_, _, ..]) => called(Function::Mean, all),
            (Aggregate::Difference, [_, _]) => chained(Operation::Subtract, all),
            (Aggregate::Quotient, [_, _]) => chained(Operation::Divide, all),
            _ => return Err(self.unclear(Unclear::List, at, self.at)),
        };
        phrase.open = Some(Value::new(node));
        Ok(())
    }

    /// A phrase that has ended: all its operands are used.
    fn ended(&mut self, mut phrase: Phrase, begun: usize) -> Result<Value, ReadError> {
        // 全件数のうち期限内件数÷全件数: the whole is named before its part.
        let names_whole = matches!(phrase.items.as_slice(), [Item { particle: Particle::Within, .. }])
            && phrase.list.is_empty()
            && phrase.done.is_none()
            && phrase.open.as_ref().is_some_and(|open| matches!(open.node.kind, Kind::Binary(..)));
        if let Some(item) = phrase.items.pop_if(|_| names_whole) {
            self.claimed.push(item.value.node.at.clone());
            self.note(Aside::PartOf, item.at, item.at + 1);
        }
        // 「遅延日数1日につき契約金額の0.1％」, 「遅延日数に応じ、1日につき契約金額の0.1％」: of all days.
        let over = match phrase.items.as_slice() {
            [Item { particle: Particle::Over, .. }] if phrase.per_day => phrase.items.pop(),
            _ => None,
        };
        if phrase.per_day && phrase.items.is_empty() && phrase.done.is_none() {
            let days = match over {
                Some(item) => Some(one(self, item.value, item.at)?),
                None => phrase.days.take(),
            };
            if let Some(days) = days
                && let Some(open) = listed(&mut phrase)
            {
                let amount = one(self, open, begun)?;
                return Ok(Value::new(binary(Operation::Multiply, amount, days)));
            }
        }
        if let Some(item) = phrase.items.first() {
            let at = item.at;
            // What stands behind the last operand should have said what is done.
            if phrase.open.is_some() {
                return Err(self.after_operand(Expected::Words));
            }
            let node = phrase.items.first().map(|item| item.value.node.at.clone()).unwrap_or_default();
            let mut error = self.unclear(Unclear::Unused, at, at + 1);
            if let ReadError::Unclear { at: place, fragment, .. } = &mut error {
                let end = place.end;
                *place = node.start..end;
                *fragment = self.text.get(place.clone()).unwrap_or("").to_owned();
            }
            return Err(error);
        }
        if phrase.per_day {
            // 「1日当たり5,000円×遅延日数」 says of how many days itself.
            let is_counted = phrase.open.as_ref().is_some_and(|open| self.counts(&open.node, "日"));
            if !is_counted {
                let word = (begun..self.end).find(|at| self.is_word(*at, Word::PerDay)).unwrap_or(begun);
                return Err(self.unclear(Unclear::Per, word, word + 1));
            }
        }
        match (listed(&mut phrase), phrase.done) {
            (Some(value), None) => Ok(value.with_prefix()),
            (None, Some(done)) => Ok(done.with_prefix()),
            (Some(_), Some(_)) => Err(self.after_operand(Expected::Words)),
            (None, None) => Err(self.after_operand(Expected::Operand)),
        }
    }
}

/// The operand that is open, with the list before it.
fn listed(phrase: &mut Phrase) -> Option<Value> {
    let mut value = phrase.open.take()?;
    if !phrase.list.is_empty() {
        let list = std::mem::take(&mut phrase.list).into_iter();
        let before: Vec<Node> = list.flat_map(|value| value.with_prefix().all()).collect();
        value.before = before;
    }
    Some(value)
}

/// The only operand; a list without a word for what is done with it is refused.
fn one(reader: &Reader<'_>, value: Value, at: usize) -> Result<Node, ReadError> {
    // 「1－AをBで除した値に100を乗じる」: a hundredfold of what? A bracket is to say it.
    if value.prefix.is_some() {
        return Err(reader.unclear(Unclear::Bond, at, at + 1));
    }
    // An amount of a year goes on to nothing but days, which have been read with it.
    if value.per_year && !is_number(&value.node) {
        return Err(reader.unclear(Unclear::PerYear, at, at + 1));
    }
    reader.counts_all(&value)?;
    if value.before.is_empty() { Ok(value.node) } else { Err(reader.unclear(Unclear::List, at, at + 1)) }
}

/// Does something to the last operand of a tree of signs, so many operations below it; `None` where the tree is another.
fn on_last(node: Node, tail: u8, change: impl FnOnce(Node) -> Node) -> Option<Node> {
    let Some(further) = tail.checked_sub(1) else { return Some(change(node)) };
    match node.kind {
        Kind::Binary(operation, left, right) => {
            Some(binary(operation, *left, on_last(*right, further, change)?))
        }
        _ => None,
    }
}

/// Of a list that is part or whole of a share, the sum.
fn sum_of(value: Value) -> Node {
    chained(Operation::Add, value.all())
}

/// Makes a figure a percentage, unless it is one.
pub(crate) fn as_percentage(value: &mut Value) {
    if !is_hundredfold(&value.node) {
        value.node = hundredfold(value.node.clone());
    }
    value.noun = Some(Noun::Percentage);
}
