//! What may stand as the name of a figure: 「遵守率(%)」, `monthly availability`.
//!
//! A name is a noun with what qualifies it. An operation, a comparison, a condition or a rounding is none of it: the text
//! is read as what it is, or refused at the words that are no part of a name.

use self::words::{JOINING, NEVER, NEVER_BESIDE_TERMS, NEVER_JA, ORDINARY_JA, PARTS, PREDICATES_JA};
use crate::{
    Relation,
    formula::Operation,
    lexicon::{Aggregate, Form, Noun, Particle, Prefix, Verb, Word},
    pieces::Pieces,
    read::Reader,
    source::Gap,
    token::{Bracket, Part},
};

mod words;

/// The most characters of a name.
const NAME_MAX: usize = 120;

/// Tokens that are no part of a name.
pub(crate) type NoPart = (usize, usize);

/// The name that tokens are.
///
/// # Errors
/// The tokens that are no part of a name; all of them where nothing of them is.
pub(crate) fn name(reader: &Reader<'_>, from: usize, to: usize) -> Result<String, NoPart> {
    if from >= to {
        return Err((from, to));
    }
    let mut to = to;
    // `The rate is = …`, 「遵守率は＝…」, 「…＝遵守率とする」
    while to > from + 1
        && matches!(reader.word_at(to - 1), Some(Word::Defines | Word::Closes | Word::Particle(Particle::Ha)))
    {
        to -= 1;
    }
    // Brackets or quotation marks around all of it.
    if around(reader, from, to) {
        return name(reader, from + 1, to - 1);
    }
    let mut checked = Checked::new(reader, from, to);
    let mut at = from;
    // `% availability`
    at += usize::from(reader.part_at(at) == Some(&Part::Percent) && to > from + 1);
    while at < to {
        // `24x7 support`
        if let Some(behind) = round_the_clock(reader, at, to) {
            at = behind;
            continue;
        }
        // Quotation marks around a part of it are no gloss.
        if matches!(reader.part_at(at), Some(Part::Open(bracket) | Part::Close(bracket)) if quotes(*bracket))
        {
            at += 1;
            continue;
        }
        if let Some(Part::Open(bracket)) = reader.part_at(at) {
            let close = reader.partner(at).filter(|close| *close < to).ok_or((at, to))?;
            let opens =
                at == from || reader.word_as(at - 1, |word| matches!(word, Word::Function(_))).is_some();
            if *bracket == Bracket::Lens {
                return Err((at, close + 1));
            }
            gloss(reader, at + 1, close, opens)?;
            at = close + 1;
            continue;
        }
        checked.token(at)?;
        at += 1;
    }
    checked.text()?;
    let text = reader.text_of(from, to).trim();
    // Commands of LaTeX are no part of a name.
    let words = if crate::source::is_latex(text) || text.contains('$') {
        reader.words(from, to)
    } else {
        text.to_owned()
    };
    let is_named = words.chars().any(char::is_alphabetic) && words.chars().count() <= NAME_MAX;
    if is_named { Ok(words) } else { Err((from, to)) }
}

/// Whether brackets or quotation marks stand around all of it.
fn around(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    match reader.part_at(from) {
        Some(Part::Open(bracket)) => *bracket != Bracket::Lens && reader.partner(from) == Some(to - 1),
        Some(Part::Quote) => to - from > 2 && reader.part_at(to - 1) == Some(&Part::Quote),
        _ => false,
    }
}

/// What stands in brackets beside a name: a unit, an abbreviation, a remark; no factor, rounding or condition.
fn gloss(reader: &Reader<'_>, from: usize, to: usize, is_part: bool) -> Result<(), NoPart> {
    let text = reader.folded(from, to);
    let rounds = crate::rounding::is_named(text)
        && (!text.contains("round") || text.contains("rounded") || text.contains("roundto"));
    // 「違約金（上限100万円）」 says what it comes to at most.
    let bounds = ["上限", "下限", "限度", "最大", "最低", "最高", "最小", "capped", "max", "min"];
    let limits = bounds.iter().any(|word| text.contains(word)) && (from..to).any(|at| is_number(reader, at));
    if rounds || limits {
        return Err((from, to));
    }
    for at in from..to {
        let is_said = match reader.part_at(at) {
            Some(Part::Operator(_)) => !joins(reader, at, from, to),
            Some(Part::Relation(_) | Part::Equals | Part::About | Part::Blank | Part::BadNumber(_)) => true,
            Some(Part::Percent) => at > from && is_number(reader, at - 1),
            // 「総時間（停止時間を除く）」 takes away.
            Some(Part::Word(Word::Verb(Verb::DivideOrSubtract | Verb::Subtract, _))) => {
                (from..to).any(|at| matches!(reader.part_at(at), Some(Part::Term(_))))
            }
            // A part of a formula, not what is said of a name.
            Some(Part::Term(_) | Part::Number(_)) => is_part && to - from > 1,
            Some(Part::Word(word)) => {
                matches!(
                    word,
                    Word::Case
                        | Word::Otherwise
                        | Word::If
                        | Word::Fold
                        | Word::Fraction
                        | Word::Cap
                        | Word::Floor
                        | Word::Ex
                        | Word::Between(_)
                        | Word::Doer(_)
                ) || matches!(word, Word::Percent | Word::Tenths) && at > from && is_number(reader, at - 1)
            }
            _ => false,
        };
        if is_said {
            return Err((from, to));
        }
    }
    Ok(())
}

/// Whether signs of powers, roots and the like stand in a word: `rate^2`, `rate²`; not in `m²`.
fn is_sign_of_powers(word: &str) -> bool {
    let is_area = ["m²", "m³", "km²", "cm²", "cm³"].contains(&word);
    let is_power =
        |c: char| matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{207F}' | '√' | '∑' | '∏' | '∫' | 'σ');
    !is_area && word.chars().any(|c| is_power(c) || c.is_ascii_punctuation() && !"_'.".contains(c))
}

/// Where `24x7`, `24/365` and the like end, if they stand at a place.
fn round_the_clock(reader: &Reader<'_>, at: usize, to: usize) -> Option<usize> {
    let behind = at + 3;
    let is_it =
        ["24x7", "24/7", "24×7", "24x365", "24/365", "24×365"].contains(&reader.folded(at, behind.min(to)));
    (is_it && behind < to).then_some(behind)
}

fn quotes(bracket: Bracket) -> bool {
    matches!(bracket, Bracket::Corner | Bracket::Quote)
}

fn is_number(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.part_at(at), Some(Part::Number(_)))
}

/// Whether a hyphen or a stroke stands within a word: `on-time`, `B/L番号`, `30-day`.
fn joins(reader: &Reader<'_>, at: usize, from: usize, to: usize) -> bool {
    let is_hyphen =
        matches!(reader.part_at(at), Some(Part::Operator(Operation::Subtract | Operation::Divide)));
    let is_word = |at: usize| {
        matches!(reader.part_at(at), Some(Part::Unknown | Part::Unit(_)))
            || matches!(reader.word_at(at), Some(word) if !is_step(word))
    };
    let before = at.checked_sub(1).filter(|before| *before >= from);
    is_hyphen
        && reader.gap_at(at) == Gap::None
        && reader.gap_at(at + 1) == Gap::None
        && at + 1 < to
        && is_word(at + 1)
        && before.is_some_and(|before| is_word(before) || is_number(reader, before))
}

/// Whether a word says a step of a calculation.
fn is_step(word: Word) -> bool {
    matches!(
        word,
        Word::Between(_)
            | Word::Doer(_)
            | Word::Fold
            | Word::Tenths
            | Word::Fraction
            | Word::Ex
            | Word::Percent
    )
}

/// A name while its tokens are looked at one by one.
struct Checked<'a, 'b> {
    reader: &'a Reader<'b>,
    from: usize,
    to: usize,
    terms: usize,
    first_term: usize,
    /// Where 及び, `and` or `or` stands.
    list: Option<usize>,
    /// Whether a particle was seen with which something is done or said.
    has_particle: bool,
    /// The text outside brackets as it is matched.
    outside: String,
}

impl<'a, 'b> Checked<'a, 'b> {
    fn new(reader: &'a Reader<'b>, from: usize, to: usize) -> Self {
        let (mut depth, mut terms, mut first_term) = (0_usize, 0, from);
        for at in from..to {
            match reader.part_at(at) {
                Some(Part::Open(bracket)) if !quotes(*bracket) => depth += 1,
                Some(Part::Close(bracket)) if !quotes(*bracket) => depth = depth.saturating_sub(1),
                Some(Part::Term(_)) if depth == 0 => {
                    first_term = if terms == 0 { at } else { first_term };
                    terms += 1;
                }
                _ => {}
            }
        }
        let outside = String::new();
        Self { reader, from, to, terms, first_term, list: None, has_particle: false, outside }
    }

    /// Whether the name is more than one name of the vocabulary.
    fn is_beside_terms(&self) -> bool {
        self.terms > 0
    }

    fn token(&mut self, at: usize) -> Result<(), NoPart> {
        let reader = self.reader;
        let folded = reader.folded(at, at + 1);
        let bad = Err((at, at + 1));
        let before = at.checked_sub(1).filter(|before| *before >= self.from);
        match reader.part_at(at) {
            Some(Part::Unknown) => {
                let in_compound = |side: Option<usize>| {
                    side.is_some_and(|side| {
                        matches!(reader.part_at(side), Some(Part::Operator(_)))
                            && joins(reader, side, self.from, self.to)
                    })
                };
                let is_compound = in_compound(before) || in_compound(Some(at + 1));
                if is_sign_of_powers(folded) {
                    return bad;
                }
                let is_part = PARTS.holds(folded)
                    && (reader.is_word(at + 1, Word::Share)
                        || reader.word_as(at + 1, |word| matches!(word, Word::Of(_))).is_some());
                if is_part || !is_compound && NEVER.holds(folded) {
                    return bad;
                }
            }
            Some(Part::Term(_)) => {
                if self.terms > 1 && self.list.is_none() && at != self.first_term {
                    let follows = before.is_some_and(|before| {
                        matches!(reader.part_at(before), Some(Part::Term(_)))
                            && reader.gap_at(at) == Gap::None
                    });
                    // Two names side by side, or one said of the other.
                    if !follows {
                        return Err((self.first_term, at + 1));
                    }
                }
            }
            Some(Part::Number(_)) => self.number(at, before)?,
            Some(Part::Operator(_)) if joins(reader, at, self.from, self.to) => {}
            // The unit of the figure stands at the end.
            Some(Part::Percent) if at + 1 == self.to && !before.is_some_and(|at| is_number(reader, at)) => {}
            Some(Part::LongVowel) if reader.gap_at(at) == Gap::None => {}
            Some(Part::Raised) if is_item_mark(folded) => {}
            Some(Part::Unit(_) | Part::Colon | Part::Tilde | Part::Mark | Part::Quote) => {}
            Some(Part::Word(word)) => {
                let word = *word;
                self.word(at, before, word)?;
            }
            _ => return bad,
        }
        self.outside.push_str(folded);
        Ok(())
    }

    /// A number in a name counts units, or is an ordinal: 「24時間対応率」, `tier 1 rate`.
    fn number(&self, at: usize, before: Option<usize>) -> Result<(), NoPart> {
        let reader = self.reader;
        let is_said = matches!(reader.part_at(at + 1), Some(Part::Percent))
            || matches!(reader.word_at(at + 1), Some(word) if is_step(word))
            || reader.folded(at + 1, at + 2).starts_with('乗');
        let is_counted = matches!(reader.part_at(at + 1), Some(Part::Unit(_) | Part::Tilde))
            || matches!(
                reader.part_at(at + 1),
                Some(Part::Unknown | Part::Word(Word::Noun(_) | Word::PerYear))
            ) && reader.gap_at(at + 1) == Gap::None
            || at + 1 < self.to && joins(reader, at + 1, self.from, self.to);
        let is_ordinal = before.is_some_and(|before| {
            matches!(reader.part_at(before), Some(Part::Unit(_) | Part::Tilde))
                || matches!(reader.part_at(before), Some(Part::Unknown))
                    && !is_ordinary(reader.folded(before, before + 1))
                || reader.folded(before, before + 1) == "within"
                || matches!(reader.word_at(before), Some(Word::Ordinal | Word::Noun(_) | Word::Label))
        });
        if is_said || !(is_counted || is_ordinal) {
            let last = if is_said { at + 2 } else { at + 1 };
            return Err((at, last.min(self.to)));
        }
        Ok(())
    }

    fn word(&mut self, at: usize, before: Option<usize>, word: Word) -> Result<(), NoPart> {
        let reader = self.reader;
        let bad = Err((at, at + 1));
        let is_last = at + 1 == self.to;
        let before_is_number = before.is_some_and(|before| is_number(reader, before));
        let beside_terms = self.is_beside_terms();
        let of_term = (self.first_term, (at + 1).max(self.first_term + 1));
        match word {
            // `late cases`
            Word::Cases
                if reader.folded(at, at + 1) == "cases"
                    && !matches!(reader.part_at(at + 1), Some(Part::Open(_))) => {}
            Word::Case
            | Word::Otherwise
            | Word::If
            | Word::Rounds(_)
            | Word::RoundedTo
            | Word::Cap
            | Word::Floor
            | Word::Further
            | Word::Cases
            | Word::IfError
            | Word::Result
            | Word::Fraction
            | Word::AsPercentage
            | Word::Places
            | Word::Both
            | Word::Doer(_)
            | Word::Stray
            | Word::Ex
            | Word::Then
            | Word::Obtained
            | Word::Defines
            | Word::Calculate
            | Word::Whichever(_)
            | Word::Verb(Verb::Round(_), _) => return bad,
            // 「30分以内の対応率」 is a name, 「95%以上の月」 a condition.
            Word::Compares(relation) => {
                let counts =
                    before.is_some_and(|before| matches!(reader.part_at(before), Some(Part::Unit(_))));
                if relation != Relation::AtMost || !counts || is_last || beside_terms {
                    return bad;
                }
            }
            // `rate within 30 minutes`, `calls answered within threshold`
            Word::Than(_) => {
                let is_span = reader.folded(at, at + 1) == "within" && !is_last && before.is_some();
                if !is_span || beside_terms {
                    return bad;
                }
            }
            // `calls per hour`
            Word::Between(_) => {
                let is_word = |at: usize| matches!(reader.part_at(at), Some(Part::Unknown | Part::Unit(_)));
                let is_rate = matches!(reader.folded(at, at + 1), "per")
                    && before.is_some_and(is_word)
                    && !is_last
                    && !matches!(reader.part_at(at + 1), Some(Part::Term(_) | Part::Number(_)));
                // `response times`
                let is_noun = reader.folded(at, at + 1) == "times"
                    && before.is_some_and(is_word)
                    && (is_last || reader.is_word(at + 1, Word::Share) && !beside_terms);
                if !is_rate && !is_noun {
                    return bad;
                }
            }
            Word::Of(prefix) => {
                let is_share = matches!(prefix, Prefix::Ratio | Prefix::Percentage);
                let is_operation = matches!(prefix, Prefix::Difference | Prefix::Product | Prefix::Quotient);
                if is_operation || beside_terms && !is_share {
                    return Err((at, self.to));
                }
            }
            Word::Fold => {
                let is_noun = matches!(reader.word_at(at + 1), Some(Word::Noun(Noun::Share | Noun::Value)))
                    && reader.gap_at(at + 1) == Gap::None;
                if before_is_number || !is_noun || before.is_some_and(|before| is_no(reader, before)) {
                    return bad;
                }
            }
            Word::Tenths if before_is_number => return bad,
            Word::Multiple(..) => {
                let hyphen = |side: Option<usize>| {
                    side.is_some_and(|side| {
                        matches!(reader.part_at(side), Some(Part::Operator(_)))
                            && joins(reader, side, self.from, self.to)
                    })
                };
                if !hyphen(before) && !hyphen(Some(at + 1)) {
                    return bad;
                }
            }
            Word::Raised | Word::Lowered if before_is_number => return bad,
            // `five per cent of`
            Word::Percent if before_is_number || !is_last && (beside_terms || before.is_some()) => {
                return bad;
            }
            Word::PerDay if reader.text_of(at, at + 1).contains("つき") => return bad,
            Word::PerYear if is_number(reader, at + 1) => return bad,
            Word::And | Word::Or => {
                if beside_terms {
                    return bad;
                }
                self.list.get_or_insert(at);
            }
            Word::Aggregate(aggregate) => {
                let of_list = self.list.is_some() && before.is_some_and(|before| is_no(reader, before));
                let of_term = before.is_some_and(|before| is_no(reader, before)) && beside_terms;
                let of_two = aggregate == Aggregate::Difference && self.list.is_some();
                if of_list || of_term || of_two {
                    return Err((self.first_term.min(self.list.unwrap_or(at)), at + 1));
                }
            }
            Word::Verb(verb, form)
                if verb.operates()
                    && (self.has_particle || beside_terms && form != Form::Final || before_is_number) =>
            {
                return bad;
            }
            Word::Particle(Particle::No) => {}
            Word::Particle(_) => {
                if beside_terms {
                    return Err(of_term);
                }
                self.has_particle = true;
            }
            Word::To | Word::By | Word::From | Word::Which(_) | Word::Closes | Word::Occupies
                if beside_terms =>
            {
                return bad;
            }
            _ => {}
        }
        Ok(())
    }

    /// What the whole says.
    fn text(&self) -> Result<(), NoPart> {
        let says = |words: &Pieces| words.are_in(&self.outside);
        // 「1000円以下は免除する」 names nothing; it says what becomes of an amount.
        let tells = PREDICATES_JA.iter().any(|ending| self.outside.trim_end().ends_with(ending));
        if says(&NEVER_JA) || tells || self.is_beside_terms() && says(&NEVER_BESIDE_TERMS) {
            return Err((self.from, self.to));
        }
        Ok(())
    }
}

fn is_no(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word_at(at), Some(Word::Particle(Particle::No)))
}

/// ①, ₂: marks of items and letters set low, no powers.
fn is_item_mark(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{2080}'..='\u{2099}'))
}

/// Whether a text is a word of the language, and no name that a vocabulary may lack.
pub(crate) fn is_ordinary(text: &str) -> bool {
    NEVER.holds(text) || JOINING.holds(text) || ORDINARY_JA.holds(text)
}
