//! What is wrong at a place that is not read, and what to write instead.

use std::{cell::Cell, ops::Range};

use provenance::place_of;

use crate::{
    Change, Expected, ReadError, Unclear,
    formula::Operation,
    lexicon::Word,
    read::Reader,
    source::{Gap, signs},
    token::{BadNumber, Part},
};

/// How many characters of a fragment are quoted.
const FRAGMENT_MAX: usize = 40;

impl Reader<'_> {
    /// What is wrong behind an operand, where something else was expected.
    pub(crate) fn after_operand(&self, expected: Expected) -> ReadError {
        match self.part() {
            Some(Part::LongVowel) => self.unknown(),
            Some(Part::Raised) => self.expected(Expected::PlainNumber),
            Some(Part::Blank) => self.unclear(Unclear::Blank, self.at, self.at + 1),
            Some(Part::BadNumber(BadNumber::TooLong)) => self.expected(Expected::ShortNumber),
            Some(Part::BadNumber(BadNumber::Kanji)) => self.expected(Expected::KanjiNumber),
            Some(Part::Unknown) => self.unknown_behind(),
            Some(Part::Term(_) | Part::Number(_) | Part::Open(_)) => {
                self.unclear(Unclear::SideBySide, self.at, self.at + 1)
            }
            _ => self.expected(expected),
        }
    }

    pub(crate) fn expected(&self, expected: Expected) -> ReadError {
        let at = self.here();
        let fragment = if at.is_empty() {
            // At the end there is nothing to quote but what stands before it.
            let text = self.text.get(..at.start).unwrap_or(self.text).trim_end();
            let from = text.char_indices().rev().take(12).last().map_or(0, |(at, _)| at);
            text.get(from..).unwrap_or("")
        } else {
            self.text.get(at.clone()).unwrap_or("")
        };
        let edit = self.edit_for(expected, &at);
        ReadError::Expected { expected, fragment: fragment.to_owned(), at, edit }
    }

    /// The twelve characters from the reader's place on; nothing at the end.
    pub(crate) fn here(&self) -> Range<usize> {
        match self
            .tokens
            .get(self.at)
            .filter(|_| self.at < self.end)
            .and_then(|token| self.signs.get(token.from))
        {
            Some(sign) => {
                let from = place_of(sign.at);
                let rest = self.text.get(from..).unwrap_or("");
                let length = rest.char_indices().nth(12).map_or(rest.len(), |(at, _)| at);
                from..from + length
            }
            None => {
                let end =
                    if self.end < self.tokens.len() { self.span(0, self.end).end } else { self.text.len() };
                end..end
            }
        }
    }

    /// The change that mends what was expected, where it is plain.
    fn edit_for(&self, expected: Expected, at: &Range<usize>) -> Option<Box<Change>> {
        let token = self.span(self.at, self.at + 1);
        let removed = Change::new(token.clone(), String::new());
        let closes = |part: Option<&Part>| matches!(part, Some(Part::Close(_)));
        match expected {
            Expected::OperatorOrBracket if at.is_empty() => Some(Change::new(at.clone(), ")".to_owned())),
            // `IF(n=0,100,100)` has two values, and no number of six digits.
            Expected::SpaceBehindComma
                if (0..self.tokens.len())
                    .any(|at| matches!(self.word_at(at), Some(Word::Cases | Word::IfError))) =>
            {
                None
            }
            Expected::SpaceBehindComma => {
                let digits = self.text.get(token.clone())?.replace([',', '，', '、'], "");
                Some(Change::new(token, digits))
            }
            Expected::OperatorOrEnd if closes(self.part()) => Some(removed),
            Expected::Operand if matches!(self.part(), Some(Part::Comma)) => Some(removed),
            // `A ÷÷ B`; `A**2` is no product with a sign too many.
            Expected::Operand if matches!(self.part(), Some(Part::Operator(_))) => {
                let before = self.at.checked_sub(1)?;
                let is_doubled =
                    self.part_at(before) == self.part() && self.folded(before, before + 1) != "*";
                is_doubled.then_some(removed)
            }
            _ => None,
        }
    }

    /// What is unclear about tokens.
    pub(crate) fn unclear(&self, unclear: Unclear, from: usize, to: usize) -> ReadError {
        let at = self.span(from, to.max(from + 1).min(self.tokens.len()));
        let whole = self.text.get(at.clone()).unwrap_or("");
        let fragment = match whole.char_indices().nth(FRAGMENT_MAX) {
            Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or("")),
            None => whole.to_owned(),
        };
        ReadError::Unclear { unclear, at, fragment, edit: None }
    }

    /// Where a word of Latin letters ends that hyphens join to others, none of them a name: `uptime-downtime`.
    fn hyphenated(&self, from: usize) -> Option<usize> {
        let is_word = |at: usize| {
            let text = self.text_of(at, at + 1);
            matches!(self.part_at(at), Some(Part::Unknown | Part::Word(_)))
                && text.chars().all(|c| c.is_ascii_alphabetic())
                && text.chars().count() > 1
        };
        let goes_on = |at: usize| {
            self.part_at(at) == Some(&Part::Operator(Operation::Subtract))
                && self.gap_at(at) == Gap::None
                && self.gap_at(at + 1) == Gap::None
                && is_word(at + 1)
        };
        let mut to = from + 1;
        while goes_on(to) {
            to += 2;
        }
        (is_word(from) && to > from + 1).then_some(to)
    }

    /// The word at the reader's place, which no name matches. It ends before a particle or a word of grammar, and it is
    /// never a word of grammar itself.
    pub(crate) fn unknown(&self) -> ReadError {
        let from = match self.part() {
            Some(Part::LongVowel) if self.at > 0 => self.at - 1,
            _ => self.at,
        };
        self.unknown_from(from)
    }

    /// The same where it goes on from a name or a number right before it: `全件` and `全件目`.
    fn unknown_behind(&self) -> ReadError {
        let joins = self.gap_at(self.at) == Gap::None;
        let before = self.at.checked_sub(1).filter(|_| joins);
        match before.and_then(|before| Some((before, self.part_at(before)?))) {
            Some((before, Part::Term(_) | Part::Number(_) | Part::Unknown)) => self.unknown_from(before),
            _ => self.unknown_from(self.at),
        }
    }

    /// Whether a Latin letter or a digit begins the token at a place.
    pub(crate) fn is_latin(&self, at: usize) -> bool {
        let sign = self.tokens.get(at).and_then(|token| self.signs.get(token.from));
        sign.is_some_and(|sign| sign.c.is_ascii_alphanumeric())
    }

    /// Where the word at a place ends that no name matches.
    pub(crate) fn unknown_end(&self, from: usize) -> usize {
        let mut to = from + 1;
        while to < self.end {
            let joins = self.gap_at(to) == Gap::None;
            let goes_on = match self.part_at(to) {
                Some(Part::Unknown) => {
                    joins || self.is_latin(to) && self.is_latin(from) && self.gap_at(to) == Gap::Space
                }
                // 「稼働率99.9％」: a figure with its target.
                Some(Part::Number(_)) => {
                    joins
                        && !self.text_of(to, to + 1).contains(['.', '．'])
                        && !matches!(self.part_at(to + 1), Some(Part::Percent | Part::Unit(_)))
                }
                Some(Part::LongVowel | Part::Term(_)) => joins,
                // A word of grammar within a word: 不明数, 不明な件数, but not 不明数で.
                Some(Part::Word(Word::Noun(_) | Word::Aggregate(_) | Word::Function(_))) => joins,
                _ => false,
            };
            if !goes_on {
                break;
            }
            to += 1;
        }
        to
    }

    fn unknown_from(&self, from: usize) -> ReadError {
        if let Some(to) = self.hyphenated(from) {
            return self.unclear(Unclear::Hyphen, from, to);
        }
        let mut to = self.unknown_end(from);
        // An ordinary word is no missing name.
        let is_ordinary = |at: usize| {
            let word = self.folded(at, at + 1);
            word.is_ascii() && crate::name::is_ordinary(word)
        };
        let ordinary = (from..to).find(|at| is_ordinary(*at));
        match ordinary {
            Some(at) if at == from => {
                let mut end = at + 1;
                while end < to && is_ordinary(end) {
                    end += 1;
                }
                return self.unclear(Unclear::Word, at, end);
            }
            Some(at) => to = at,
            None if crate::name::is_ordinary(self.folded(from, to)) => {
                return self.unclear(Unclear::Word, from, to);
            }
            None => {}
        }
        let at = self.span(from, to);
        let whole = self.text.get(at.clone()).unwrap_or("");
        let fragment: String = whole.chars().take(FRAGMENT_MAX).collect();
        let at = at.start..at.start + fragment.len();
        // Powers, ‰ and `.5` are no names.
        if fragment.contains(['^', '‰'])
            || fragment.starts_with(['.', '．'])
            || !fragment.chars().any(char::is_alphabetic)
        {
            return ReadError::Expected { expected: Expected::PlainNumber, at, fragment, edit: None };
        }
        // A letter for a sign: 2xA.
        if let Some(edit) = self.letter(&fragment, at.start) {
            return ReadError::Unclear { unclear: Unclear::Letter, at, fragment, edit: Some(edit) };
        }
        ReadError::UnknownName {
            near: self.vocabulary.near(&fragment),
            at,
            fragment,
            edit: None,
            is_missing: false,
        }
    }

    /// The change of an `x` within a word to a sign, where names or numbers stand on both of its sides.
    fn letter(&self, fragment: &str, start: usize) -> Option<Box<Change>> {
        let known = |part: &str| {
            !part.is_empty()
                && (part.parse::<u64>().is_ok() || {
                    let signs = signs(part);
                    self.vocabulary
                        .name_at(&signs, None, false, &Cell::default())
                        .is_some_and(|(_, length)| length == signs.len())
                })
        };
        let behind_is_open = |from: usize| {
            let rest = self.text.get(from..).unwrap_or("").trim_start();
            rest.starts_with(['(', '（', '{', '[']) || rest.chars().next().is_some_and(|c| c.is_ascii_digit())
        };
        let before_is_closed =
            self.text.get(..start).unwrap_or("").trim_end().ends_with([')', '）', '}', ']']);
        fragment.char_indices().filter(|(_, c)| matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ')).find_map(|(at, c)| {
            let (before, behind) = (fragment.get(..at)?, fragment.get(at + c.len_utf8()..)?);
            let left = known(before) || before.is_empty() && before_is_closed;
            let right = known(behind) || behind.is_empty() && behind_is_open(start + fragment.len());
            (left && right).then(|| Change::new(start + at..start + at + c.len_utf8(), "×".to_owned()))
        })
    }
}
