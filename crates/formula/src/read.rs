//! Reading: the text of a formula to its tree.

use std::ops::Range;

use crate::{
    Exact, Formula, ReadError, TermId, Vocabulary,
    formula::{Kind, Node, Operation},
    vocabulary::fold,
};

/// The most characters that a formula may have.
pub const LENGTH_MAX: usize = 4_096;
/// The deepest nesting that a formula may have.
pub const DEPTH_MAX: usize = 64;
/// The most digits before and after the point of a number.
pub(crate) const DIGITS_MAX: u8 = 18;

/// Reads a formula: names of the vocabulary (the longest that fits), numbers, `+ − × ÷ %` in full or half
/// width, brackets, and a name with an equals sign before it.
///
/// # Errors
/// [`ReadError`] with the place, what was expected there, and known names near to an unknown one.
pub fn read(text: &str, vocabulary: &Vocabulary) -> Result<Formula, ReadError> {
    let length = text.chars().count();
    if length > LENGTH_MAX {
        return Err(ReadError::TooLong { length, limit: LENGTH_MAX });
    }
    let folded: Vec<(usize, char)> = fold(text).collect();
    let (defines, start) = match folded.iter().position(|(_, c)| *c == '=') {
        Some(n) => {
            let at = folded.get(n).map_or(0, |(at, _)| *at);
            (text.get(..at).map(|name| name.trim().to_owned()), n + 1)
        }
        None => (None, 0),
    };
    let mut reader = Reader { text, folded, at: start, vocabulary };
    let root = reader.sum(0)?;
    if reader.at < reader.folded.len() {
        return Err(reader.expected("an operator or the end"));
    }
    Ok(Formula { defines, root })
}

struct Reader<'a> {
    text: &'a str,
    folded: Vec<(usize, char)>,
    at: usize,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.folded.get(self.at).map(|(_, c)| *c)
    }

    /// The byte at which a folded character stands; the end of the text after the last.
    fn byte(&self, n: usize) -> usize {
        self.folded.get(n).map_or(self.text.len(), |(at, _)| *at)
    }

    fn span(&self, from: usize) -> Range<usize> {
        self.byte(from)..self.byte(self.at)
    }

    /// The operator at the reader's place, which is after an operand: there a long-vowel mark can only be
    /// somebody's minus.
    fn operator(&self) -> Option<Operation> {
        Some(match self.peek()? {
            '+' => Operation::Add,
            '-' | '−' | '–' | '‐' | 'ー' => Operation::Subtract,
            '×' | '*' => Operation::Multiply,
            '÷' | '/' => Operation::Divide,
            _ => return None,
        })
    }

    fn sum(&mut self, depth: usize) -> Result<Node, ReadError> {
        self.chain(depth, 1)
    }

    /// Operands joined by operators of at least that strength, from the left.
    fn chain(&mut self, depth: usize, strength: u8) -> Result<Node, ReadError> {
        let from = self.at;
        let mut left =
            if strength > 2 { return self.operand(depth) } else { self.chain(depth, strength + 1)? };
        let mut parts = 0;
        while let Some(operation) = self.operator().filter(|operation| operation.strength() == strength) {
            // A chain is a tree as deep as it is long.
            parts += 1;
            if depth + parts > DEPTH_MAX {
                return Err(self.too_deep());
            }
            self.at += 1;
            let right = self.chain(depth, strength + 1)?;
            let kind = Kind::Binary(operation, Box::new(left), Box::new(right));
            left = Node { at: self.span(from), kind };
        }
        Ok(left)
    }

    fn operand(&mut self, depth: usize) -> Result<Node, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let from = self.at;
        let rest = self.folded.get(from..).unwrap_or_default();
        let mut node = if let Some((id, length)) = self.vocabulary.longest(rest) {
            let id: TermId = id.clone();
            self.at += length;
            Node { at: self.span(from), kind: Kind::Term(id) }
        } else {
            match self.peek() {
                Some('(') => {
                    self.at += 1;
                    let inner = self.sum(depth + 1)?;
                    if self.peek() != Some(')') {
                        return Err(self.expected("an operator or a closing bracket"));
                    }
                    self.at += 1;
                    inner
                }
                Some('-' | '−' | '–') => {
                    self.at += 1;
                    let inner = self.operand(depth + 1)?;
                    Node { at: self.span(from), kind: Kind::Negate(Box::new(inner)) }
                }
                Some(digit) if digit.is_ascii_digit() => self.number()?,
                None => return Err(self.expected("a name, a number or an opening bracket")),
                Some(_) => return Err(self.unknown()),
            }
        };
        while self.peek() == Some('%') {
            self.at += 1;
            node = Node { at: self.span(from), kind: Kind::Percent(Box::new(node)) };
            if self.at - from > DEPTH_MAX && matches!(node.kind, Kind::Percent(_)) && self.peek() == Some('%')
            {
                return Err(self.too_deep());
            }
        }
        Ok(node)
    }

    fn number(&mut self) -> Result<Node, ReadError> {
        let from = self.at;
        let (mut digits, mut places, mut seen_point) = (0_i128, 0_u32, false);
        let mut count = 0;
        while let Some(c) = self.peek() {
            match c.to_digit(10) {
                Some(digit) if c.is_ascii_digit() => {
                    count += 1;
                    if count > usize::from(DIGITS_MAX) {
                        return Err(self.expected("a number of at most 18 digits"));
                    }
                    digits = digits * 10 + i128::from(digit);
                    places += u32::from(seen_point);
                }
                _ if c == '.' && !seen_point => seen_point = true,
                // A comma between digits parts thousands.
                _ if c == ',' && !seen_point => {}
                _ => break,
            }
            self.at += 1;
        }
        let number = Exact::ratio(digits, 10_i128.pow(places)).unwrap_or_else(|| Exact::from(0));
        Ok(Node { at: self.span(from), kind: Kind::Number(number) })
    }

    /// The run of letters at the reader's place, which no name matches.
    fn unknown(&self) -> ReadError {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, 'ー' | '・' | '_' | '々');
        let rest = self.folded.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|(_, c)| is_part(*c)).count().max(1);
        let at = self.byte(self.at)..self.byte(self.at + length);
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::UnknownName { near: self.vocabulary.near(&fragment), at, fragment }
    }

    fn expected(&self, expected: &'static str) -> ReadError {
        let at = self.byte(self.at)..self.byte(self.at + 12);
        ReadError::Expected { expected, fragment: self.text.get(at.clone()).unwrap_or("").to_owned(), at }
    }

    fn too_deep(&self) -> ReadError {
        let at = self.byte(self.at)..self.byte(self.at + 12);
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::TooDeep { limit: DEPTH_MAX, at, fragment }
    }
}
