//! Reading: the text of a formula to its tree.
//!
//! The text is cut into names, numbers, signs and words ([`crate::token`]); statements around the figure are read by
//! [`crate::statement`], Japanese phrases by [`crate::phrase`], signs and English by [`crate::expression`]. Each part of
//! the text is used or refused: what is set aside, such as a label, is noted.

use std::{cell::Cell, ops::Range};

use provenance::place_of;

use crate::{
    Formula, ReadError, Vocabulary,
    aside::{Aside, Note},
    formula::Node,
    lexicon::{self, Word},
    source::{Folded, Gap, Sign},
    token::{Part, Token},
};

/// The most characters that a formula may have.
pub const LENGTH_MAX: usize = 4_096;
/// The deepest nesting that a formula may have.
pub const DEPTH_MAX: usize = 64;
/// The most operations that may stand one within another or one behind another.
pub const OPERATIONS_MAX: usize = 256;
/// How many operands are tried in one text: texts that begin ever more ways are given up.
const TRIES_MAX: usize = 20_000;

/// How a text is read where it can be read in more than one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mode {
    /// `×` binds tighter than `÷`: `a÷b×c` is `a÷(b×c)`.
    pub(crate) times_first: bool,
    /// In which order operators in words are applied.
    pub(crate) words: Words,
    /// The shortest name that fits is taken, not the longest.
    pub(crate) short_names: bool,
    /// What a phrase does with a sum of signs before it is done the other way: `A－BをCで除した値`.
    pub(crate) other_bond: bool,
    /// A rounding in brackets within a formula is of the operand before it alone; of a sum in brackets of the whole.
    pub(crate) rounds_last: bool,
    /// A bound behind a comma, `A × B, not exceeding C`, is the other of limit and target.
    pub(crate) other_limit: bool,
    /// `per` multiplies where it usually divides, and the other way round.
    pub(crate) other_per: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Words {
    /// As they are mostly meant: `a minus b divided by c` is `(a−b)÷c`, `1 minus b divided by c` is `1−(b÷c)`.
    #[default]
    Usual,
    /// As they come.
    InOrder,
    /// As signs would be.
    ByStrength,
}

/// What was read, with what was set aside.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) formula: Formula,
    pub(crate) notes: Vec<Note>,
    /// Whether words call the figure a share, so that a hundredfold may be meant.
    pub(crate) is_share: bool,
    /// What of the mode the reading depended on.
    pub(crate) asked: Asked,
}

/// What of its mode a reader asked for. A reading that never asked for a part of the mode is the same whatever that part
/// says, since the reader goes the same way step by step: it need not be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    times_first: bool,
    words: bool,
    short_names: bool,
    other_bond: bool,
    rounds_last: bool,
    other_limit: bool,
    other_per: bool,
}

impl Asked {
    /// Whether a reading in another mode may differ from the one in the usual mode that asked for this.
    pub(crate) fn matters(self, other: Mode) -> bool {
        let usual = Mode::default();
        self.times_first && other.times_first != usual.times_first
            || self.words && other.words != usual.words
            || self.short_names && other.short_names != usual.short_names
            || self.other_bond && other.other_bond != usual.other_bond
            || self.rounds_last && other.rounds_last != usual.rounds_last
            || self.other_limit && other.other_limit != usual.other_limit
            || self.other_per && other.other_per != usual.other_per
    }
}

/// The mode of a reader, which is told by it only to those who ask.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    mode: Mode,
    asked: Cell<Asked>,
}

impl Asking {
    fn note(&self, what: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.get();
        what(&mut asked);
        self.asked.set(asked);
    }

    /// What was asked for so far, with whether shorter names would fit too.
    pub(crate) fn asked(&self, short_names: bool) -> Asked {
        Asked { short_names, ..self.asked.get() }
    }

    pub(crate) fn times_first(&self) -> bool {
        self.note(|asked| asked.times_first = true);
        self.mode.times_first
    }

    pub(crate) fn words(&self) -> Words {
        self.note(|asked| asked.words = true);
        self.mode.words
    }

    pub(crate) fn other_bond(&self) -> bool {
        self.note(|asked| asked.other_bond = true);
        self.mode.other_bond
    }

    pub(crate) fn rounds_last(&self) -> bool {
        self.note(|asked| asked.rounds_last = true);
        self.mode.rounds_last
    }

    pub(crate) fn other_limit(&self) -> bool {
        self.note(|asked| asked.other_limit = true);
        self.mode.other_limit
    }

    pub(crate) fn other_per(&self) -> bool {
        self.note(|asked| asked.other_per = true);
        self.mode.other_per
    }
}

pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) signs: &'a [Sign],
    folded: &'a Folded,
    pub(crate) tokens: Vec<Token>,
    /// The token at which it reads, and the one at which it stops.
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) mode: Asking,
    /// Whether a comma parts the arguments of a function, not clauses.
    pub(crate) commas_part: bool,
    /// Whether a comma or `then` ends what is read: the last operand of `the greater of`.
    pub(crate) clause_only: bool,
    /// How many more operands may be tried.
    pub(crate) tries: usize,
    pub(crate) notes: Vec<Note>,
    /// The abbreviation that a remark gives the figure: 以下「評価値」という.
    pub(crate) alias: Option<String>,
    /// The name of the figure, where it stands before.
    pub(crate) subject: Option<String>,
    /// What `it` and `the result` stand for.
    pub(crate) prior: Option<Node>,
    /// What the first of several cases compares, for those that do not name it again.
    pub(crate) compared: Option<Node>,
    /// The tokens of a rounding that speaks of percents.
    pub(crate) rounds_percent: Option<(usize, usize)>,
    /// What is a part of the reading and no operand, in bytes: words of a rounding, of a target.
    pub(crate) claimed: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of a text.
    pub(crate) fn new(
        text: &'a str,
        signs: &'a [Sign],
        folded: &'a Folded,
        tokens: Vec<Token>,
        vocabulary: &'a Vocabulary,
        mode: Mode,
    ) -> Self {
        Reader {
            text,
            signs,
            folded,
            at: 0,
            end: tokens.len(),
            tokens,
            vocabulary,
            mode: Asking { mode, asked: Cell::default() },
            commas_part: false,
            clause_only: false,
            tries: TRIES_MAX,
            notes: Vec::new(),
            alias: None,
            subject: None,
            prior: None,
            compared: None,
            rounds_percent: None,
            claimed: Vec::new(),
        }
    }

    pub(crate) fn part(&self) -> Option<&Part> {
        self.part_at(self.at)
    }

    pub(crate) fn part_at(&self, at: usize) -> Option<&Part> {
        if at < self.end { self.tokens.get(at).map(|token| &token.part) } else { None }
    }

    pub(crate) fn gap_at(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Line, |token| token.gap)
    }

    /// The word at a place.
    pub(crate) fn word_at(&self, at: usize) -> Option<Word> {
        match self.part_at(at) {
            Some(Part::Word(word)) => Some(*word),
            _ => None,
        }
    }

    pub(crate) fn word(&self) -> Option<Word> {
        self.word_at(self.at)
    }

    /// The word at a place in that of its meanings which is wanted.
    pub(crate) fn word_as(&self, at: usize, wanted: impl Fn(Word) -> bool) -> Option<Word> {
        let word = self.word_at(at)?;
        if wanted(word) {
            return Some(word);
        }
        let token = self.tokens.get(at).filter(|token| token.means_more)?;
        lexicon::also(self.folded.of_signs(token.from, token.to), wanted)
    }

    pub(crate) fn is_word(&self, at: usize, word: Word) -> bool {
        self.word_as(at, |found| found == word).is_some()
    }

    /// Goes past a word.
    pub(crate) fn take_word(&mut self, word: Word) -> bool {
        let found = self.is_word(self.at, word);
        self.at += usize::from(found);
        found
    }

    /// Goes past a part.
    pub(crate) fn take(&mut self, part: &Part) -> bool {
        let found = self.part() == Some(part);
        self.at += usize::from(found);
        found
    }

    /// The bytes of tokens.
    pub(crate) fn span(&self, from: usize, to: usize) -> Range<usize> {
        let first = self.tokens.get(from).and_then(|token| self.signs.get(token.from));
        let last = to.checked_sub(1).and_then(|last| self.tokens.get(last));
        let last = last.and_then(|token| self.signs.get(token.to.checked_sub(1)?));
        let start = first.map_or(self.text.len(), |sign| place_of(sign.at));
        let end = last.map_or(start, |sign| place_of(sign.end));
        start..end.max(start)
    }

    /// The text of tokens.
    pub(crate) fn text_of(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.span(from, to)).unwrap_or("")
    }

    /// The text of tokens as it is matched.
    pub(crate) fn folded(&self, from: usize, to: usize) -> &'a str {
        let last = to.checked_sub(1).filter(|last| *last >= from).and_then(|last| self.tokens.get(last));
        match (self.tokens.get(from), last) {
            (Some(first), Some(last)) => self.folded.of_signs(first.from, last.to),
            _ => "",
        }
    }

    /// The signs of tokens with a space where one stands, without commands of LaTeX.
    pub(crate) fn words(&self, from: usize, to: usize) -> String {
        let first = self.tokens.get(from).map_or(0, |token| token.from);
        let last = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(first, |token| token.to);
        let mut words = String::new();
        for sign in self.signs.get(first..last).unwrap_or_default() {
            if sign.gap > Gap::None && !words.is_empty() {
                words.push(' ');
            }
            words.push(sign.exact);
        }
        words
    }

    /// The place behind the bracket that opens at a place, and that of its partner.
    pub(crate) fn partner(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in open..self.end {
            match self.part_at(at)? {
                Part::Open(_) => depth += 1,
                Part::Close(_) => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The places outside brackets at which something stands.
    pub(crate) fn outside(&self, from: usize, to: usize, wanted: impl Fn(&Part) -> bool) -> Vec<usize> {
        let mut depth = 0_usize;
        let mut found = Vec::new();
        for at in from..to.min(self.end) {
            let Some(part) = self.part_at(at) else { break };
            match part {
                Part::Open(_) => depth += 1,
                Part::Close(_) => depth = depth.saturating_sub(1),
                part if depth == 0 && wanted(part) => found.push(at),
                _ => {}
            }
        }
        found
    }

    /// Reads a part of the text on its own, up to a place; the reader then stands where it stood.
    pub(crate) fn within<T>(
        &mut self,
        from: usize,
        to: usize,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let (at, end) = (self.at, self.end);
        (self.at, self.end) = (from, to.min(end));
        let result = read(self);
        (self.at, self.end) = (at, end);
        result
    }

    /// Keeps what was set aside.
    pub(crate) fn note(&mut self, what: Aside, from: usize, to: usize) {
        let at = self.span(from, to);
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        self.notes.push(Note { what, at, fragment });
    }

    /// Tries a reading: where it fails, nothing of it stays but the error.
    pub(crate) fn attempt<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let (at, end, commas, notes, alias, claimed) =
            (self.at, self.end, self.commas_part, self.notes.len(), self.alias.clone(), self.claimed.len());
        let (clause_only, rounds_percent) = (self.clause_only, self.rounds_percent);
        let result = read(self);
        if result.is_err() {
            self.rounds_percent = rounds_percent;
            (self.at, self.end, self.commas_part, self.alias) = (at, end, commas, alias);
            self.clause_only = clause_only;
            self.notes.truncate(notes);
            self.claimed.truncate(claimed);
        }
        result
    }

    /// Refuses a tree that is too deep to be printed and read again, or too high to be worked with.
    pub(crate) fn within_limits(&self, root: &Node) -> Result<(), ReadError> {
        let (brackets, operations) = Formula::size(root);
        if operations > OPERATIONS_MAX {
            return Err(self.too_many());
        }
        if brackets >= DEPTH_MAX { Err(self.too_deep()) } else { Ok(()) }
    }

    pub(crate) fn too_many(&self) -> ReadError {
        let at = self.here();
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::TooManyOperations { limit: OPERATIONS_MAX, at, fragment }
    }

    pub(crate) fn too_deep(&self) -> ReadError {
        let at = self.here();
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::TooDeep { limit: DEPTH_MAX, at, fragment }
    }
}
