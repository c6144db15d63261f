//! Remedies: of a text that is not read, the smallest change tried that makes it read.

use crate::{
    Change, ReadError, Term, Unclear, Vocabulary,
    lexicon::Word,
    read::{Mode, parsed},
    source::signs,
    token::{Lexer, Part},
};

/// Remedies are looked for in texts of so many bytes at most.
const LENGTH_MAX: usize = 1_200;
/// How many ends of a text are tried.
const ENDS_MAX: usize = 24;

impl ReadError {
    /// The error with a change that makes the text read, where one of those tried does; what would not is taken away.
    pub(crate) fn mended(mut self, text: &str, vocabulary: &Vocabulary) -> Self {
        let Some(at) = self.at().filter(|_| text.len() <= LENGTH_MAX) else { return self };
        let reads = |text: &str| parsed(text, vocabulary, Mode::default()).is_ok();
        let own = match &mut self {
            Self::UnknownName { near, fragment, edit, .. } => {
                *edit = None;
                let named = near.first().cloned();
                let named = named.map(|with| Change { at: at.clone(), with, was: String::new() });
                // Where the name is all that is missing, it is to be added.
                let new = Term { id: "\u{0}".into(), ja: vec![fragment.clone()], en: Vec::new() };
                let wider = Vocabulary::new(vocabulary.terms().iter().cloned().chain([new]));
                if named.as_ref().is_none_or(|named| !reads(&named.apply(text)))
                    && wider.is_ok_and(|wider| parsed(text, &wider, Mode::default()).is_ok())
                {
                    return self;
                }
                named
            }
            Self::Expected { edit, .. } | Self::Unclear { edit, .. } => edit.take().map(|edit| *edit),
            _ => return self,
        };
        let change = |from: usize, to: usize, with: &str| Change {
            at: from..to,
            with: with.to_owned(),
            was: String::new(),
        };
        let length = text.len();
        let has_own = own.is_some();
        // Of what these say a part that reads would say something else.
        let is_searched = !matches!(
            &self,
            Self::Unclear {
                unclear: Unclear::RoundingOf
                    | Unclear::RoundingPlace
                    | Unclear::RoundingWay
                    | Unclear::List
                    | Unclear::Unused
                    | Unclear::Bond
                    | Unclear::Condition
                    | Unclear::TwoFormulas
                    | Unclear::NotEqual { .. }
                    | Unclear::Units { .. }
                    | Unclear::Comparisons
                    | Unclear::Blank,
                ..
            }
        );
        let mut changes: Vec<Change> = own.into_iter().collect();
        changes.extend([
            change(at.start, at.end, ""),
            change(at.start, at.start, "×"),
            change(at.start, length, ""),
            change(0, at.end, ""),
        ]);
        // From the token before on, or up to the one behind.
        let signs = signs(text);
        let tokens = Lexer::new(&signs, vocabulary, false).tokens();
        let place = |n: usize| signs.get(n).and_then(|sign| usize::try_from(sign.at).ok()).unwrap_or(length);
        let starts: Vec<usize> = tokens.iter().map(|token| place(token.from)).collect();
        let before = starts.iter().rev().filter(|start| **start < at.start && **start > 0).take(ENDS_MAX);
        let behind = starts.iter().filter(|start| **start > at.start).take(ENDS_MAX);
        let (before, behind): (Vec<usize>, Vec<usize>) =
            (before.copied().collect(), behind.copied().collect());
        changes.extend(before.iter().map(|start| change(*start, at.end, "")));
        changes.extend(behind.iter().map(|start| change(at.start, *start, "")));
        changes.extend(before.iter().map(|start| change(*start, length, "")));
        changes.extend(behind.iter().map(|start| change(0, *start, "")));
        // What is taken out may hold no name, number or operation: that would be another formula. The side of a sign that is no
        // name goes as a whole.
        let is_side = matches!(&self, Self::Unclear { unclear: Unclear::NoName, .. });
        let holds_operand = |change: &Change| {
            tokens.iter().any(|token| {
                let counts = matches!(
                    token.part,
                    Part::Term(_)
                        | Part::Number(_)
                        | Part::Operator(_)
                        | Part::Percent
                        | Part::Word(
                            Word::Between(_)
                                | Word::Of(_)
                                | Word::Doer(_)
                                | Word::Multiple(..)
                                | Word::Fold
                                | Word::Verb(..)
                        )
                );
                counts && change.at.contains(&place(token.from))
            })
        };
        let found = changes.into_iter().enumerate().find(|(n, change)| {
            let is_own = has_own && *n == 0;
            let words = tokens.iter().any(|token| {
                matches!(token.part, Part::Unknown | Part::Word(_) | Part::Unit(_) | Part::LongVowel)
                    && change.at.contains(&place(token.from))
            });
            text.get(change.at.clone()).is_some()
                && change.at.len() < length
                && (is_own
                    || is_searched
                        && (is_side && change.at.start == 0
                            || change.at.is_empty()
                            || words && !holds_operand(change)))
                && reads(&change.apply(text))
        });
        let found = found.map(|(_, change)| change);
        let Some(mut found) = found else { return self };
        found.was = text.get(found.at.clone()).unwrap_or("").trim().to_owned();
        match &mut self {
            Self::Expected { edit, .. } | Self::Unclear { edit, .. } | Self::UnknownName { edit, .. } => {
                *edit = Some(Box::new(found));
            }
            _ => {}
        }
        self
    }
}
