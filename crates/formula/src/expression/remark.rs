//! What stands in brackets behind an operand: units, glosses, roundings, factors.

use std::collections::BTreeSet;

use crate::{
    Aside, Expected, ReadError, Rounding, Unclear,
    formula::{Kind, Node, Operation, is_number},
    lexicon::{self, Dimension, Word},
    part::{is_constant, is_one_hundred, limited, rounded_plainly},
    read::{OPERATIONS_MAX, Reader},
    rounding::counts_time,
    source::Gap,
    token::{Bracket, Part},
    value::{Trailing, Value},
};

impl Reader<'_> {
    /// What stands in brackets behind what words made.
    pub(crate) fn remarks_behind(&mut self, value: Value) -> Result<Value, ReadError> {
        let mut value = value;
        self.behind(&mut value, self.at, 0)?;
        Ok(value.settled())
    }

    /// `%` and what stands in brackets behind an operand.
    pub(super) fn behind(&mut self, value: &mut Value, from: usize, depth: usize) -> Result<(), ReadError> {
        let mut percents = 0;
        loop {
            match self.part() {
                Some(Part::Percent) => {
                    percents += 1;
                    if percents > OPERATIONS_MAX {
                        return Err(self.too_many());
                    }
                    self.at += 1;
                    if !is_number(&value.node) {
                        self.note(Aside::PercentOfName, from, self.at);
                    }
                    let node = value.node.clone();
                    value.node = Node { at: self.span(from, self.at), kind: Kind::Percent(Box::new(node)) };
                }
                Some(Part::Open(Bracket::Round | Bracket::Square | Bracket::Shell | Bracket::Curly))
                    if self.gap_at(self.at) < Gap::Line =>
                {
                    if !self.remark(value, depth)? {
                        return Ok(());
                    }
                }
                // A footnote: 配分※1.
                Some(Part::Mark) if self.gap_at(self.at) == Gap::None => {
                    let begun = self.at;
                    self.at += 1;
                    if matches!(self.part(), Some(Part::Number(_))) && self.gap_at(self.at) == Gap::None {
                        self.at += 1;
                    }
                    self.note(Aside::Mark, begun, self.at);
                }
                _ => return Ok(()),
            }
        }
    }

    /// What stands in brackets behind an operand: a unit, a footnote, a rounding, a remark. `false` where it is none of
    /// these and may belong to something else.
    pub(super) fn remark(&mut self, value: &mut Value, depth: usize) -> Result<bool, ReadError> {
        let open = self.at;
        let Some(close) = self.partner(open) else { return Ok(false) };
        let (from, to) = (open + 1, close);
        if from == to {
            return Ok(false);
        }
        let text = self.folded(from, to);
        let chars: Vec<char> = text.chars().collect();
        let done = |reader: &mut Self, aside: Aside| {
            reader.note(aside, open, close + 1);
            reader.at = close + 1;
            Ok(true)
        };
        // A unit.
        let named = ["単位は", "単位:", "単位", "unit:", "unit", "in"]
            .iter()
            .find_map(|lead| text.strip_prefix(lead))
            .map_or_else(|| chars.clone(), |unit| unit.chars().collect());
        let unit_of = |chars: &[char]| {
            chars
                .first()
                .and_then(|first| lexicon::unit_at(*first, chars.get(1).copied(), |key| key == chars))
        };
        if let Some((unit, _)) = unit_of(&chars).or_else(|| unit_of(&named)) {
            value.unit = Some((unit, self.text_of(from, to).to_owned()));
            return done(self, Aside::Unit);
        }
        // 円／件
        let is_ratio = text.contains('/')
            && text.split('/').all(|unit| unit_of(&unit.chars().collect::<Vec<char>>()).is_some());
        if is_ratio {
            return done(self, Aside::Unit);
        }
        if is_in_percent(text) {
            value.is_in_percent = value.is_name;
            return done(self, Aside::Percent);
        }
        // A footnote.
        let digits = |rest: &str| rest.chars().all(|c| c.is_ascii_digit());
        let is_mark = ["※", "注", "*", "†", "注釈", "note", "脚注"]
            .iter()
            .any(|mark| text.strip_prefix(mark).is_some_and(digits));
        if is_mark
            || chars.len() == 1 && matches!(self.part_at(from), Some(Part::Raised))
            || value.is_name && self.is_numbered(open)
        {
            return done(self, Aside::Mark);
        }
        // An abbreviation.
        if let Some(rest) = text.strip_prefix("以下") {
            let quoted = rest
                .split_once(['「', '『', '"', '\u{201C}'])
                .and_then(|(_, rest)| rest.split_once(['」', '』', '"', '\u{201D}']));
            if let Some((_, behind)) = quoted
                && (behind.starts_with("という")
                    || behind.starts_with("とする")
                    || behind.starts_with("といいます"))
            {
                let exact = self.text_of(from, to);
                let name =
                    exact.split(['「', '『', '」', '』', '"', '\u{201C}', '\u{201D}']).nth(1).unwrap_or("");
                self.alias = Some(name.trim().to_owned());
                return done(self, Aside::Alias);
            }
        }
        // `(×100)`: of all before.
        let times =
            matches!(self.part_at(from), Some(Part::Operator(Operation::Multiply))) || self.is_ex(from);
        if times && let Some(Part::Number(factor)) = self.part_at(from + 1) {
            let factor = Node { at: self.span(from + 1, from + 2), kind: Kind::Number(factor.clone()) };
            let mut behind = from + 2;
            let mut factor = factor;
            if self.part_at(behind) == Some(&Part::Percent) {
                behind += 1;
                factor = Node { at: factor.at.clone(), kind: Kind::Percent(Box::new(factor)) };
            }
            if behind == to || self.is_word(behind, Word::AsPercentage) && behind + 1 == to {
                value.trailing.push(Trailing::Times(factor));
                return done(self, Aside::Factor);
            }
        }
        // A limit and a rounding, one behind the other.
        if self.steps(value, from, to) {
            self.at = close + 1;
            return Ok(true);
        }
        // A rounding.
        if let Some(rounding) = self.rounding(from, to, None) {
            let (places, rounding) = rounding?;
            self.claim_rounding(from, to);
            match self.rounds_time(from, to) {
                Some(unit) => self.rounded_time(value, unit, (places, rounding), (from, to))?,
                None => value.trailing.push(Trailing::Round(places, rounding)),
            }
            self.at = close + 1;
            return Ok(true);
        }
        // The same term by another name.
        if let (Some(Part::Term(place)), true) = (self.part_at(from), from + 1 == to)
            && matches!(&value.node.kind, Kind::Term(id) if self.vocabulary.at(*place).is_some_and(|term| term.id == *id))
        {
            return done(self, Aside::Remark);
        }
        // The most or the least of it.
        if let Some(said) = self.limit_said(from, to) {
            let (is_cap, amount) = said?;
            return self.limited(value, (is_cap, amount), open, close).map(|()| true);
        }
        if self.is_gloss(from, to) {
            return done(self, Aside::Remark);
        }
        // 満点の100点
        let full = text.strip_prefix("満点").map(|rest| rest.trim_start_matches(['の', ':', 'は']));
        let is_full = full.and_then(|rest| rest.strip_suffix('点')).is_some_and(digits);
        if is_full && value.is_name {
            return done(self, Aside::Stated);
        }
        let holds =
            |wanted: &dyn Fn(&Part) -> bool| (from..to).any(|at| self.part_at(at).is_some_and(wanted));
        let has_number = holds(&|part| matches!(part, Part::Number(_) | Part::Blank | Part::BadNumber(_)));
        let has_term = holds(&|part| matches!(part, Part::Term(_)));
        let has_rate = holds(&|part| matches!(part, Part::Percent | Part::Blank));
        let says_more = self.says_more(from, to) || self.changes_the_figure(from, to);
        if !says_more && (has_number || has_term) {
            let is_number_alone = self.is_number_alone(from, to);
            // What can be read as a formula may be a factor.
            let formula = self.attempt(|reader| {
                reader.within(from, to, |reader| {
                    let value = reader.phrase(depth + 1)?;
                    if reader.at < to {
                        Err(reader.after_operand(Expected::OperatorOrEnd))
                    } else {
                        Ok(value)
                    }
                })
            });
            match formula {
                // How many points a name has at most: 配点(100点); not 期限内件数(3か月).
                Ok(_)
                    if is_number_alone
                        && (value.is_name || value.noun.is_some())
                        && self.states(value, from + 1) =>
                {
                    return done(self, Aside::Stated);
                }
                Ok(_) => {
                    return Err(self.unclear(Unclear::Factor, open, close + 1));
                }
                Err(_) => {}
            }
        }
        // What a number is may be said in many words: 30（9月の日数）; not what it is in some cases only.
        let is_topical = (from..to).any(|at| {
            self.word_as(at, |word| matches!(word, Word::Particle(crate::lexicon::Particle::Ha))).is_some()
        }) || text.contains("にあって");
        let is_told = is_number(&value.node) && !is_one_hundred(&value.node) && tells_number(text);
        if is_told && !says_more && !(has_number && (is_topical || has_rate)) {
            return done(self, Aside::Remark);
        }
        let name = value.is_name.then(|| self.text_of(open - 1, close + 1).into());
        Err(self.unclear(Unclear::Remark { name }, open, close + 1))
    }

    /// Whether a number in brackets is one of a series that numbers names: 「期限内件数（1）÷全件数（2）」.
    fn is_numbered(&self, open: usize) -> bool {
        let number = |open: usize| match (self.part_at(open), self.part_at(open + 1), self.part_at(open + 2))
        {
            (Some(Part::Open(Bracket::Round)), Some(Part::Number(number)), Some(Part::Close(_))) => {
                number.to_i64()
            }
            _ => None,
        };
        let is_behind = |open: usize| {
            open.checked_sub(1).is_some_and(|before| {
                !matches!(self.part_at(before), Some(Part::Operator(_) | Part::Open(_) | Part::Close(_)))
            })
        };
        let all: Vec<i64> = (0..self.tokens.len()).filter(|at| is_behind(*at)).filter_map(number).collect();
        let different: BTreeSet<i64> = all.into_iter().collect();
        number(open).is_some() && different.len() > 1 && (1..).zip(&different).all(|(n, number)| n == *number)
    }

    /// A rounding of hours, days or minutes in brackets: of the name right before it that counts them,
    /// 「単価×時間（1時間未満は切上げ）」, or of all before where the figure's own name counts them; never of an amount.
    fn rounded_time(
        &self,
        value: &mut Value,
        unit: &str,
        (places, rounding): (i8, Rounding),
        (from, to): (usize, usize),
    ) -> Result<(), ReadError> {
        let of_figure = self.subject.as_deref().is_some_and(|subject| counts_time(subject, Some(unit)));
        let of_name = value.is_name && self.rounds_name(&value.node, unit, (from.saturating_sub(1), to));
        // 「停止時間＝月間時間×停止率（1時間未満切捨て）」: of the figure, or of what it is made of?
        let of_figure = of_figure && (of_name || self.times_among(0, from).is_empty());
        match (of_name, of_figure) {
            (true, false) => {
                value.node = rounded_plainly(value.node.clone(), i64::from(places), rounding);
                value.is_name = false;
            }
            (false, true) => value.trailing.push(Trailing::Round(places, rounding)),
            _ => return Err(self.unclear(Unclear::RoundingOf, from, to)),
        }
        Ok(())
    }

    /// Limits and roundings that commas part, each as it comes: 「契約金額の10％を上限とし、円未満を切り捨てる」.
    fn steps(&mut self, value: &mut Value, from: usize, to: usize) -> bool {
        let mut bounds = self.outside(from, to, |part| *part == Part::Comma);
        if bounds.is_empty() {
            return false;
        }
        bounds.push(to);
        let read = self.attempt(|reader| {
            let (mut begun, mut steps) = (from, Vec::new());
            for end in bounds {
                // 「税込、円未満切捨て」
                let in_percent = is_in_percent(reader.folded(begun, end));
                if in_percent || reader.is_gloss(begun, end) {
                    reader.note(if in_percent { Aside::Percent } else { Aside::Remark }, begun, end);
                    begun = end + 1;
                    continue;
                }
                let step = match reader.rounding(begun, end, None) {
                    Some(found) => {
                        let (places, rounding) = found?;
                        if reader.rounds_time(begun, end).is_some() {
                            return Err(reader.unclear(Unclear::RoundingOf, begun, end));
                        }
                        reader.claim_rounding(begun, end);
                        Trailing::Round(places, rounding)
                    }
                    None => {
                        let said = reader.limit_said(begun, end);
                        let (is_cap, amount) = said.ok_or_else(|| reader.expected(Expected::Words))??;
                        Trailing::Limit(is_cap, amount.node)
                    }
                };
                steps.push(step);
                begun = end + 1;
            }
            Ok(steps)
        });
        let Ok(steps) = read else { return false };
        value.trailing.extend(steps);
        true
    }

    /// Whether a number with the unit at a place may be what a name is worth: points, money, or what the name counts.
    fn states(&self, value: &Value, unit: usize) -> bool {
        let name = self.text.get(value.node.at.clone()).unwrap_or("");
        match self.part_at(unit) {
            Some(Part::Unit(known)) => {
                matches!(known.dimension, Dimension::Points | Dimension::Money(_))
                    || name.contains(self.text_of(unit, unit + 1))
            }
            _ => false,
        }
    }

    /// Whether a condition, a bound or an exception stands in a remark.
    fn says_more(&self, from: usize, to: usize) -> bool {
        let text = self.folded(from, to);
        let is_said = |word: Word| {
            matches!(
                word,
                Word::Case
                    | Word::Compares(_)
                    | Word::Than(_)
                    | Word::Cap
                    | Word::Floor
                    | Word::Further
                    | Word::Otherwise
                    | Word::If
            )
        };
        (from..to).any(|at| self.word_as(at, is_said).is_some())
            || ["上限", "下限", "限度", "ただし"].iter().any(|word| text.contains(word))
    }

    /// A limit in brackets: of a span of time or a count it is of the name before it, 「遅延日数（上限30日）」, else of all
    /// before; where it names no unit, in another mode the other way.
    fn limited(
        &mut self,
        value: &mut Value,
        (is_cap, amount): (bool, Value),
        open: usize,
        close: usize,
    ) -> Result<(), ReadError> {
        let of_name = match &amount.unit {
            Some((unit, _)) => unit.is_counted(),
            None => is_number(&amount.node) && self.mode.other_limit(),
        };
        // 「遅延日数×1万円（10日まで）」: of the days, not of the amount.
        if !value.is_name
            && amount.unit.as_ref().is_some_and(|(unit, _)| unit.is_counted())
            && is_constant(&value.node)
        {
            return Err(self.unclear(Unclear::Bond, open, close + 1));
        }
        // `配点（最大100点）` says what it may be, or cuts it off.
        if value.is_name && matches!(&amount.unit, Some((unit, _)) if unit.dimension == Dimension::Points) {
            return Err(self.unclear(Unclear::Bond, open, close + 1));
        }
        // 「遅延日数（上限2週間）」, 「停止時間（分）（上限2時間）」: the number would be of another unit.
        if value.is_name
            && let (Some((own, first)), Some((unit, second))) = (self.counted_in(value), &amount.unit)
            && own.dimension == unit.dimension
            && own.size != unit.size
        {
            let (first, second) = (first.as_str().into(), second.as_str().into());
            return Err(self.unclear(Unclear::Units { first, second }, open, close + 1));
        }
        if value.is_name && of_name {
            self.fits(&value.node, &amount.node)?;
            value.node = limited(value.node.clone(), is_cap, amount.node);
        } else {
            value.trailing.push(Trailing::Limit(is_cap, amount.node));
        }
        self.at = close + 1;
        Ok(())
    }

    /// Whether words of operation, exclusion, bounds, rounding or comparison stand in a remark: it is no remark then.
    pub(crate) fn changes_the_figure(&self, from: usize, to: usize) -> bool {
        let text = self.folded(from, to);
        // `p.a.` is one word.
        let words = self.words(from, to).to_lowercase().replace('.', "");
        let mut words = words.split(|c: char| !c.is_ascii_alphabetic());
        lexicon::CHANGES_JA.are_in(text)
            || words.any(|word| lexicon::CHANGES_EN.holds(word))
            || (from..to).any(|at| matches!(self.part_at(at), Some(Part::Percent | Part::Relation(_))))
            || crate::rounding::is_named(text)
    }

    /// Whether a number with its unit is all that stands between two places.
    pub(super) fn is_number_alone(&self, from: usize, to: usize) -> bool {
        matches!(self.part_at(from), Some(Part::Number(_)))
            && from + 2 == to
            && matches!(self.part_at(from + 1), Some(Part::Unit(_)))
    }
}

/// Whether a text says that something is in percent, and no more.
fn is_in_percent(text: &str) -> bool {
    matches!(
        text,
        "%" | "パーセント"
            | "percent"
            | "百分率"
            | "%表示"
            | "単位:%"
            | "単位は%"
            | "単位%"
            | "unit:%"
            | "in%"
            | "inpercent"
    )
}

/// Whether words say of what a number is the number: 9月の日数, 消費税率, `days in the month`.
fn tells_number(text: &str) -> bool {
    let ends = ["数", "率", "日", "点", "額", "係数", "単価", "時間", "料"];
    let chars: Vec<char> = text.chars().collect();
    let unit = chars
        .first()
        .and_then(|first| lexicon::unit_at(*first, chars.get(1).copied(), |key| chars.starts_with(key)));
    ends.iter().any(|end| text.ends_with(end))
        || text.is_ascii() && unit.is_some_and(|(_, length)| length > 2)
}
