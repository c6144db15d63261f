//! The parts of a text: names, numbers, signs and words, the longest that fits at each place.

use std::cell::Cell;

use crate::{
    Exact, Relation, Vocabulary,
    formula::Operation,
    kanji::{self, DIGITS_MAX},
    lexicon::{self, CURRENCIES, Unit, Word},
    source::{Gap, Sign},
    vocabulary::in_one_word,
};

/// A part of a text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) part: Part,
    /// Its signs.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// Whether it is a word with more than one meaning.
    pub(crate) means_more: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// The place of a term in the vocabulary.
    Term(usize),
    Number(Exact),
    /// A number that is not well made, and why.
    BadNumber(BadNumber),
    Operator(Operation),
    /// A long-vowel mark: behind a space or what is no kana it is somebody's minus.
    LongVowel,
    Percent,
    Open(Bracket),
    Close(Bracket),
    /// A comma, Japanese or not.
    Comma,
    /// `.` or `。`.
    Stop,
    Equals,
    /// ≒
    About,
    Relation(Relation),
    Colon,
    Semicolon,
    Bar,
    /// ～, between bounds.
    Tilde,
    /// ※, ＊ and daggers.
    Mark,
    /// A bullet before an item.
    Bullet,
    Quote,
    /// ㊥, 〇〇: a blank to be filled in.
    Blank,
    /// ², ½, ①: numeric, but no plain number.
    Raised,
    Unit(Unit),
    Word(Word),
    Currency,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bracket {
    Round,
    Square,
    Curly,
    Shell,
    Lens,
    Corner,
    Angle,
    Quote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadNumber {
    TooLong,
    Kanji,
}

const BRACKETS: &[(char, char, Bracket)] = &[
    ('(', ')', Bracket::Round),
    ('[', ']', Bracket::Square),
    ('{', '}', Bracket::Curly),
    ('〔', '〕', Bracket::Shell),
    ('【', '】', Bracket::Lens),
    ('「', '」', Bracket::Corner),
    ('『', '』', Bracket::Corner),
    ('〈', '〉', Bracket::Angle),
    ('《', '》', Bracket::Angle),
    ('〖', '〗', Bracket::Lens),
    ('❲', '❳', Bracket::Shell),
    ('\u{201C}', '\u{201D}', Bracket::Quote),
    ('\u{2018}', '\u{2019}', Bracket::Quote),
    ('\u{201E}', '\u{201C}', Bracket::Quote),
];

/// The parts of signs.
pub(crate) struct Lexer<'a> {
    signs: &'a [Sign],
    vocabulary: &'a Vocabulary,
    /// The shortest name that fits is taken, not the longest.
    short_names: bool,
    /// Whether a longer and a shorter name fitted somewhere.
    names_vary: Cell<bool>,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(signs: &'a [Sign], vocabulary: &'a Vocabulary, short_names: bool) -> Self {
        Self { signs, vocabulary, short_names, names_vary: Cell::new(false) }
    }

    /// Whether the tokens would be others with the shortest names that fit.
    pub(crate) fn names_vary(&self) -> bool {
        self.names_vary.get()
    }

    pub(crate) fn tokens(&self) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::with_capacity(self.signs.len() / 2 + 4);
        let mut at = 0;
        while let Some(sign) = self.signs.get(at) {
            let (part, length) = self.part(at, tokens.last());
            let to = at + length.max(1);
            if part == Part::Unknown
                && let Some(last) = tokens.last_mut()
                && last.part == Part::Unknown
                && sign.gap == Gap::None
            {
                last.to = to;
            } else {
                let means_more = matches!(part, Part::Word(_)) && self.means_more(at, to);
                tokens.push(Token { part, from: at, to, gap: sign.gap, means_more });
            }
            at = to;
        }
        tokens
    }

    /// Whether digits go on right behind a word of Latin letters: `A2` is no article before a number.
    fn goes_on_in_digits(&self, at: usize, key: &[char]) -> bool {
        key.last().is_some_and(char::is_ascii_alphabetic)
            && self
                .signs
                .get(at + key.len())
                .is_some_and(|next| next.gap == Gap::None && next.c.is_ascii_digit())
    }

    fn means_more(&self, from: usize, to: usize) -> bool {
        let signs = self.signs.get(from..to).unwrap_or_default();
        signs.first().is_some_and(|first| {
            lexicon::means_more(first.c, signs.get(1).map(|sign| sign.c), |key| {
                signs.iter().map(|sign| &sign.c).eq(key)
            })
        })
    }

    fn rest(&self, at: usize) -> &'a [Sign] {
        self.signs.get(at..).unwrap_or_default()
    }

    fn c(&self, at: usize) -> Option<char> {
        self.signs.get(at).map(|sign| sign.c)
    }

    /// What begins at a place, and how many signs it has.
    fn part(&self, at: usize, last: Option<&Token>) -> (Part, usize) {
        let Some(sign) = self.signs.get(at) else { return (Part::Unknown, 1) };
        let before = at.checked_sub(1).and_then(|before| self.signs.get(before));
        let name = self.vocabulary.name_at(self.rest(at), before, self.short_names, &self.names_vary);
        let named = name.map_or(0, |(_, length)| length);
        let mut best = name.map_or((Part::Unknown, 0), |(term, length)| (Part::Term(term), length));
        if sign.c.is_ascii_digit() || kanji::is_digit(sign.c) {
            let (number, length) = self.number(at);
            if length > best.1 {
                best = (number, length);
            }
        }
        // Behind a number a unit is meant, not a word that begins alike.
        if last
            .is_some_and(|last| matches!(last.part, Part::Number(_)) || matches!(last.part, Part::Currency))
            && let Some((unit, length)) =
                lexicon::unit_at(sign.c, self.c(at + 1), |key| self.is_word(at, key))
            && length > best.1
            && !self.is_longer_word(at, length)
        {
            return (Part::Unit(unit), length);
        }
        // 「2割引き」 is a share taken off, 「割引き前の価格」 a name.
        let is_counted = last.is_some_and(|last| matches!(last.part, Part::Number(_)));
        let is_here = |key: &[char], word: Word| {
            self.is_word(at, key)
                && !(is_counted && word == Word::Compound)
                && !(word != Word::Ex && self.goes_on_in_digits(at, key))
        };
        if let Some((word, length)) = lexicon::words_at(sign.c, self.c(at + 1), is_here)
            && length > best.1
        {
            best = (if word == Word::Compound { Part::Unknown } else { Part::Word(word) }, length);
        }
        if best.1 > 0 {
            return best;
        }
        debug_assert_eq!(named, 0, "a name is longer than nothing");
        self.sign(at)
    }

    /// Whether a word of grammar that is longer than a unit begins with it: 時 and 時間, 分 and 分の.
    fn is_longer_word(&self, at: usize, length: usize) -> bool {
        let Some(sign) = self.signs.get(at) else { return false };
        lexicon::words_at(sign.c, self.c(at + 1), |key, _| key.len() > length && self.is_word(at, key))
            .is_some_and(|(word, _)| matches!(word, Word::Fraction | Word::Percent))
    }

    /// Whether a word stands at a place; words of Latin letters stand alone.
    fn is_word(&self, at: usize, key: &[char]) -> bool {
        let Some(part) = self.signs.get(at..at + key.len()) else { return false };
        if !part.iter().zip(key).all(|(sign, c)| sign.c == *c) {
            return false;
        }
        let joins = |a: Option<&Sign>, b: Option<&Sign>| match (a, b) {
            (Some(a), Some(b)) => {
                // Letters behind a number, and a number behind x: 30x24, 60min. `A2` is one word.
                let is_mixed =
                    a.c.is_ascii_digit() != b.c.is_ascii_digit() && (a.c.is_ascii_digit() || key == ['x']);
                b.gap == Gap::None && in_one_word(a.c, b.c) && !is_mixed
            }
            _ => false,
        };
        let before = at.checked_sub(1).and_then(|before| self.signs.get(before));
        !joins(before, part.first()) && !joins(part.last(), self.signs.get(at + key.len()))
    }

    /// A sign alone.
    fn sign(&self, at: usize) -> (Part, usize) {
        let rest = self.rest(at);
        let Some(sign) = rest.first() else { return (Part::Unknown, 1) };
        if let Some((relation, length)) =
            Relation::at(rest).filter(|(relation, _)| *relation != Relation::Equal)
        {
            return (Part::Relation(relation), length);
        }
        let part = match sign.c {
            '+' => Part::Operator(Operation::Add),
            '-' | '−' | '–' | '—' | '―' | '‐' | '‑' | '‒' | '─' => {
                Part::Operator(Operation::Subtract)
            }
            'ー' => Part::LongVowel,
            '×' | '*' | '·' | '∙' | '⋅' | '✕' | '✖' | '╳' | '⨯' => {
                Part::Operator(Operation::Multiply)
            }
            '÷' | '/' | '∕' | '⁄' | '➗' => Part::Operator(Operation::Divide),
            '%' => Part::Percent,
            ',' | '、' => Part::Comma,
            '。' => Part::Stop,
            '.' if !self.c(at + 1).is_some_and(|c| c.is_ascii_digit())
                || rest.get(1).is_some_and(|next| next.gap > Gap::None) =>
            {
                Part::Stop
            }
            '=' => {
                let doubled = self.c(at + 1) == Some('=');
                return (Part::Equals, if doubled { 2 } else { 1 });
            }
            '≒' | '≈' | '≃' | '≅' | '∼' => Part::About,
            ':' if self.c(at + 1) == Some('=') => return (Part::Equals, 2),
            ':' => Part::Colon,
            ';' => Part::Semicolon,
            '|' | '¦' | '│' | '┃' => Part::Bar,
            '~' | '〜' | '～' => Part::Tilde,
            '※' | '†' | '‡' | '＊' => Part::Mark,
            '●' | '○' | '◯' | '■' | '□' | '◆' | '◇' | '▪' | '•' | '▼' | '▶' | '◎' => {
                let doubled = self.c(at + 1) == Some(sign.c);
                return if doubled { (Part::Blank, 2) } else { (Part::Bullet, 1) };
            }
            '"' | '\'' | '`' => Part::Quote,
            '_' if self.c(at + 1) == Some('_') => {
                let length = rest.iter().take_while(|sign| sign.c == '_').count();
                return (Part::Blank, length);
            }
            c if CURRENCIES.contains(&c) => Part::Currency,
            c if is_no_plain_digit(c) => Part::Raised,
            c => {
                for (open, close, bracket) in BRACKETS {
                    if c == *open {
                        return (Part::Open(*bracket), 1);
                    }
                    if c == *close {
                        return (Part::Close(*bracket), 1);
                    }
                }
                // A word that is not known: Latin letters and digits together, else sign by sign.
                if in_one_word(c, c) {
                    let length = rest
                        .windows(2)
                        .take_while(|pair| match pair {
                            [a, b] => b.gap == Gap::None && in_one_word(a.c, b.c),
                            _ => false,
                        })
                        .count();
                    return (Part::Unknown, length + 1);
                }
                Part::Unknown
            }
        };
        (part, 1)
    }

    /// A number in digits or kanji, with powers of ten in kanji behind digits.
    fn number(&self, at: usize) -> (Part, usize) {
        let rest = self.rest(at);
        let Some(first) = rest.first() else { return (Part::Unknown, 1) };
        if first.c == '〇' && !rest.get(1).is_some_and(|next| kanji::is_digit(next.c)) {
            // A circle alone is a blank to be filled in: 年〇パーセント.
            return (Part::Blank, 1);
        }
        if first.c == '〇' && rest.iter().take_while(|sign| sign.c == '〇').count() >= 2 {
            return (Part::Blank, rest.iter().take_while(|sign| sign.c == '〇').count());
        }
        if !first.c.is_ascii_digit() {
            let text: Vec<char> = rest.iter().take(48).map(|sign| sign.c).collect();
            return match kanji::number(&text) {
                Some((number, length)) => (Part::Number(Exact::from(number)), length),
                None => (
                    Part::BadNumber(BadNumber::Kanji),
                    text.iter().take_while(|c| kanji::is_digit(**c)).count().max(1),
                ),
            };
        }
        let Some((mut sum, mut length)) = self.digits(at) else {
            let length = rest.iter().take_while(|sign| sign.c.is_ascii_digit() || sign.c == '.').count();
            return (Part::BadNumber(BadNumber::TooLong), length);
        };
        let mut part = sum.clone();
        let mut least = i64::MAX;
        while let Some((unit, signs)) = kanji::unit(self.rest(at + length)) {
            if unit >= least {
                return (Part::BadNumber(BadNumber::Kanji), length + signs);
            }
            length += signs;
            least = unit;
            sum = sum - part.clone() + part * Exact::from(unit);
            match self.digits(at + length).filter(|_| self.c(at + length).is_some_and(|c| c.is_ascii_digit()))
            {
                Some((next, signs)) => {
                    part = next.clone();
                    sum = sum + next;
                    length += signs;
                }
                None => break,
            }
        }
        if sum >= Exact::from(10_i64.pow(u32::from(DIGITS_MAX))) {
            return (Part::BadNumber(BadNumber::TooLong), length);
        }
        (Part::Number(sum), length)
    }

    /// Digits with a point and commas between thousands; `None` where they are too many.
    fn digits(&self, at: usize) -> Option<(Exact, usize)> {
        let (mut digits, mut places, mut seen_point) = (0_i128, 0_u32, false);
        let (mut count, mut length) = (0, 0);
        let rest = self.rest(at);
        for (n, sign) in rest.iter().enumerate() {
            if n > 0 && sign.gap > Gap::None && sign.c != ',' && !seen_point_gap(sign) {
                break;
            }
            match sign.c.to_digit(10) {
                Some(digit) if sign.c.is_ascii_digit() => {
                    count += 1;
                    if count > usize::from(DIGITS_MAX) {
                        return None;
                    }
                    digits = digits * 10 + i128::from(digit);
                    places += u32::from(seen_point);
                }
                _ if sign.c == '.' && !seen_point && sign.gap == Gap::None => {
                    let next = rest.get(n + 1);
                    if !next.is_some_and(|next| next.c.is_ascii_digit() && next.gap == Gap::None) {
                        break;
                    }
                    seen_point = true;
                }
                // A comma between digits parts thousands.
                // Behind a zero it parts arguments: `IF(n=0,100,…)`.
                _ if sign.c == ',' && !seen_point && digits > 0 && self.parts_thousands(at + n) => {}
                _ => break,
            }
            length = n + 1;
        }
        let number = Exact::reduced(digits, 10_i128.checked_pow(places)?);
        Some((number, length))
    }

    /// Whether the comma at a place parts thousands: three digits follow it at once.
    fn parts_thousands(&self, at: usize) -> bool {
        let digit = |n: usize| {
            self.signs.get(at + n).is_some_and(|sign| sign.c.is_ascii_digit() && sign.gap == Gap::None)
        };
        let more =
            self.signs.get(at + 4).is_some_and(|sign| sign.c.is_ascii_digit() && sign.gap == Gap::None);
        self.signs.get(at).is_some_and(|comma| comma.gap == Gap::None) && (1..=3).all(digit) && !more
    }
}

fn seen_point_gap(_: &Sign) -> bool {
    false
}

/// Whether a character is numeric, but no digit of ours: ², ½, ①.
fn is_no_plain_digit(c: char) -> bool {
    matches!(c, '\u{2070}'..='\u{209F}') || c.is_numeric() && !c.is_ascii_digit() && !kanji::is_digit(c)
}
