//! The account of a text: each name, number and unknown word of it is a part of what was read, or the text is refused.
//!
//! Operands carry the bytes that they were read from, notes those that they set aside, and what says a name, a rounding or
//! a target is claimed where it is read. What is in none of these was dropped, and a reading that drops a word is none.

use std::ops::Range;

use crate::{
    ReadError, Unclear,
    condition::Condition,
    formula::{Bound, Kind, Node},
    read::Reader,
    token::Part,
};

impl Reader<'_> {
    /// Counts tokens to what was read.
    pub(crate) fn claim(&mut self, from: usize, to: usize) {
        let span = self.span(from, to);
        self.claimed.push(span);
    }

    /// Whether each name, number and unknown word of the text is a part of what was read.
    pub(crate) fn accounted(
        &self,
        defines: Option<&str>,
        root: &Node,
        bound: Option<&Bound>,
    ) -> Result<(), ReadError> {
        let mut spans: Vec<Range<usize>> = Vec::with_capacity(self.tokens.len());
        leaves(root, &mut spans);
        if let Some(bound) = bound {
            leaves(&bound.than, &mut spans);
        }
        spans.extend(self.notes.iter().map(|note| note.at.clone()));
        spans.extend(self.claimed.iter().cloned());
        if let Some(name) = defines {
            spans.extend(self.text.match_indices(name).map(|(at, name)| at..at + name.len()));
        }
        for (n, token) in self.tokens.iter().enumerate() {
            if !matches!(
                token.part,
                Part::Term(_) | Part::Number(_) | Part::Unknown | Part::Raised | Part::Blank
            ) {
                continue;
            }
            let at = self.span(n, n + 1);
            if !spans.iter().any(|span| span.start <= at.start && at.end <= span.end) {
                return Err(self.unclear(Unclear::Unused, n, n + 1));
            }
        }
        Ok(())
    }
}

/// Where the operands of a part stand.
fn leaves(node: &Node, spans: &mut Vec<Range<usize>>) {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => spans.push(node.at.clone()),
        Kind::Negate(inner) | Kind::Percent(inner) => leaves(inner, spans),
        Kind::Binary(_, left, right) => {
            leaves(left, spans);
            leaves(right, spans);
        }
        Kind::Call(_, arguments) => arguments.iter().for_each(|argument| leaves(argument, spans)),
        Kind::Cases(cases, otherwise) => {
            for case in cases {
                compared(&case.when, spans);
                leaves(&case.then, spans);
            }
            otherwise.iter().for_each(|otherwise| leaves(otherwise, spans));
        }
    }
}

fn compared(condition: &Condition, spans: &mut Vec<Range<usize>>) {
    match condition {
        Condition::Compare(_, left, right) => {
            leaves(left, spans);
            leaves(right, spans);
        }
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| compared(part, spans)),
    }
}
