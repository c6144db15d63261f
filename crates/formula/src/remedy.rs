//! Remedies: of a text that is not read, the smallest change tried that makes it read and lets it say the same.
//!
//! A change may set brackets, quotation marks and commas aright, put a sign for the letter `x`, take out a sign that stands
//! twice, and spell a name as the vocabulary does. No number, operation or word goes, and none comes: what a text lacks its
//! writer alone knows.

use crate::{
    Change, Formula, ReadError, Term, Unclear, Vocabulary,
    parse::parsed,
    read::Mode,
    source::signs,
    token::{Lexer, Part, Token},
};

/// Remedies are looked for in texts of so many bytes at most.
const LENGTH_MAX: usize = 1_200;
/// How many brackets of a text are tried, and how many places for the other one of a pair.
const ENDS_MAX: usize = 24;
const PLACES_MAX: usize = 48;
/// How many names may be missing together.
const NAMES_MAX: usize = 8;

impl ReadError {
    /// The error with a change that makes the text read and say the same, where one of those tried does; any other is taken
    /// away.
    pub(crate) fn mended(mut self, text: &str, vocabulary: &Vocabulary) -> Self {
        let Some(at) = self.at().filter(|_| text.len() <= LENGTH_MAX) else { return self };
        let reads = |text: &str| parsed(text, vocabulary, Mode::default()).map(|found| found.formula).ok();
        let own = match &mut self {
            Self::UnknownName { near, fragment, edit, is_missing, .. } => {
                *edit = None;
                let named = near.first().map(|with| Change {
                    at: at.clone(),
                    with: with.clone(),
                    was: String::new(),
                });
                let named = named.filter(|named| reads(&named.apply(text)).is_some());
                *is_missing = are_missing(text, fragment, vocabulary);
                // Where names are all that is missing, they are to be added.
                if named.is_none() {
                    return self;
                }
                named
            }
            Self::Unclear { unclear: Unclear::Remark { name }, .. } => {
                name.take_if(|name| !are_missing(text, name, vocabulary));
                return self;
            }
            Self::Expected { edit, .. } | Self::Unclear { edit, .. } => edit.take().map(|edit| *edit),
            _ => return self,
        };
        let mut changes: Vec<Change> = own.into_iter().collect();
        if matches!(self, Self::Expected { .. }) {
            changes.extend(without_one_bracket(text, vocabulary));
        }
        let is_name = matches!(self, Self::UnknownName { .. });
        let is_letter = matches!(self, Self::Unclear { unclear: Unclear::Letter, .. });
        let found = changes.into_iter().find(|change| {
            let Some(was) = text.get(change.at.clone()) else { return false };
            let Some(formula) = reads(&change.apply(text)) else { return false };
            let keeps =
                is_name || is_letter || content(was) == content(&change.with) || is_doubled(text, change);
            keeps && change.at.len() < text.len() && pairs_alike(text, change, &formula, vocabulary)
        });
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

/// Whether a text reads once a name, and what else is unknown in it, is added to the vocabulary.
fn are_missing(text: &str, name: &str, vocabulary: &Vocabulary) -> bool {
    let mut terms = vocabulary.terms().to_vec();
    let mut missing = name.to_owned();
    for n in 0..NAMES_MAX {
        terms.push(Term { id: format!("\u{0}{n}").as_str().into(), ja: vec![missing], en: Vec::new() });
        let Ok(wider) = Vocabulary::new(terms.iter().cloned()) else { return false };
        match parsed(text, &wider, Mode::default()) {
            Ok(_) => return true,
            Err(ReadError::UnknownName { fragment, .. }) => missing = fragment,
            Err(_) => return false,
        }
    }
    false
}

fn tokens(text: &str, vocabulary: &Vocabulary) -> (Vec<Token>, Vec<usize>) {
    let signs = signs(text);
    let tokens = Lexer::new(&signs, vocabulary, false).tokens();
    let place = |n: usize| signs.get(n).and_then(|sign| usize::try_from(sign.at).ok()).unwrap_or(text.len());
    let places = tokens.iter().map(|token| place(token.from)).collect();
    (tokens, places)
}

/// The text without one of its brackets or quotation marks, each in turn.
fn without_one_bracket(text: &str, vocabulary: &Vocabulary) -> Vec<Change> {
    let (tokens, places) = tokens(text, vocabulary);
    let ends = places.iter().skip(1).copied().chain([text.len()]);
    let stray = tokens.iter().zip(places.iter().zip(ends)).filter(|(token, _)| is_bracket(&token.part));
    let change =
        |(from, to): (&usize, usize)| Change { at: *from..to, with: String::new(), was: String::new() };
    stray.map(|(_, place)| change(place)).take(ENDS_MAX).collect()
}

fn is_bracket(part: &Part) -> bool {
    matches!(part, Part::Open(_) | Part::Close(_) | Part::Quote)
}

/// What a piece of text says beside its brackets, quotation marks and commas.
fn content(text: &str) -> String {
    let says =
        |c: &char| !c.is_whitespace() && !matches!(c, ',' | '，' | '、' | '"' | '\'' | '`') && !brackets(*c);
    text.chars().filter(says).collect()
}

fn brackets(c: char) -> bool {
    "()（）[]［］{}｛｝〔〕【】「」『』〈〉《》\u{201C}\u{201D}\u{2018}\u{2019}".contains(c)
}

/// Whether a change takes out one of two signs that are the same. Two minus signs may be a plus, two stars a power.
fn is_doubled(text: &str, change: &Change) -> bool {
    let was = text.get(change.at.clone()).unwrap_or("").trim();
    let before = text.get(..change.at.start).unwrap_or("").trim_end();
    change.with.is_empty() && before.ends_with(was) && matches!(was, "÷" | "/" | "／" | "×" | "+" | "＋")
}

/// Whether the formula is the same wherever the other one of a pair of brackets may have stood: 「（A÷B×100」 is, 「（A−B÷C」
/// may be (A−B)÷C as well.
fn pairs_alike(text: &str, change: &Change, formula: &Formula, vocabulary: &Vocabulary) -> bool {
    let was = text.get(change.at.clone()).unwrap_or("");
    let count = |text: &str| text.chars().filter(|c| brackets(*c)).count();
    // One bracket for another kind, or none at all.
    if count(was) == count(&change.with) {
        return true;
    }
    let odd = was.chars().chain(change.with.chars()).find(|c| brackets(*c)).unwrap_or('(');
    let is_open = "(（[［{｛〔【「『〈《\u{201C}\u{2018}".contains(odd);
    // What lacks its partner: an opening one that is taken out, or that a closing one is written for.
    let lacks_close = is_open || !change.with.is_empty();
    let (_, mut places) = tokens(text, vocabulary);
    places.push(text.len());
    if places.len() > PLACES_MAX {
        return false;
    }
    let partner = if lacks_close { ")" } else { "(" };
    places.into_iter().all(|at| {
        let put = Change { at: at..at, with: partner.to_owned(), was: String::new() };
        match parsed(&put.apply(text), vocabulary, Mode::default()) {
            Ok(found) => found.formula.is_same_as(formula),
            Err(_) => true,
        }
    })
}
