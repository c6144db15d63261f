//! The names that a formula may use.

use std::{collections::BTreeMap, fmt};

use provenance::Language;
use unicode_normalization::{UnicodeNormalization, char::compose};

use crate::{Function, kanji};

/// The identifier of a term: `on-time`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(String);

impl TermId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for TermId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A term with the names by which formulas call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its identifier.
    pub id: TermId,
    /// Its Japanese names; the first is the one printed.
    pub ja: Vec<String>,
    /// Its English names; the first is the one printed.
    pub en: Vec<String>,
}

/// The terms of a formula, found in its text longest name first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Names as matched (see [`fold`]), longest first.
    names: Vec<(Vec<char>, TermId)>,
}

/// Why names make no vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VocabularyError {
    /// A name is empty.
    #[error("term `{id}` has an empty name")]
    Empty {
        /// The term.
        id: TermId,
    },
    /// A name can also be read as a number, or as an operation on another name.
    #[error("name `{name}` of term `{id}` can also be read as a formula")]
    IsFormula {
        /// The name.
        name: String,
        /// The term.
        id: TermId,
    },
    /// Two terms share a name.
    #[error("name `{name}` stands for both `{first}` and `{second}`")]
    Ambiguous {
        /// The name.
        name: String,
        /// The term that had it.
        first: TermId,
        /// The term that also wants it.
        second: TermId,
    },
}

impl Vocabulary {
    /// A vocabulary of these terms.
    ///
    /// # Errors
    /// [`VocabularyError`] where a name is empty, stands for two terms, or can also be read as a formula.
    pub fn new(terms: impl IntoIterator<Item = Term>) -> Result<Self, VocabularyError> {
        let terms: Vec<Term> = terms.into_iter().collect();
        let mut known: BTreeMap<Vec<char>, TermId> = BTreeMap::new();
        for term in &terms {
            for name in term.ja.iter().chain(&term.en) {
                let key: Vec<char> = fold(name).map(|(_, c)| c).collect();
                if key.is_empty() {
                    return Err(VocabularyError::Empty { id: term.id.clone() });
                }
                match known.insert(key, term.id.clone()) {
                    Some(first) if first != term.id => {
                        let name = name.clone();
                        return Err(VocabularyError::Ambiguous { name, first, second: term.id.clone() });
                    }
                    _ => {}
                }
            }
        }
        for term in &terms {
            for name in term.ja.iter().chain(&term.en) {
                let key: Vec<char> = fold(name).map(|(_, c)| c).collect();
                if is_formula(&key, &known) {
                    return Err(VocabularyError::IsFormula { name: name.clone(), id: term.id.clone() });
                }
            }
        }
        let mut names: Vec<_> = known.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Ok(Self { terms, names })
    }

    /// The terms, in the order given.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term of that identifier.
    #[must_use]
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == *id)
    }

    /// The name by which a language calls a term: its first one, of the other language where it has none, its identifier
    /// where it has no name at all.
    #[must_use]
    pub fn name<'a>(&'a self, id: &'a TermId, language: Language) -> &'a str {
        let names = self.term(id).map(|term| match language {
            Language::Ja => (term.ja.first(), term.en.first()),
            Language::En => (term.en.first(), term.ja.first()),
        });
        names.and_then(|(own, other)| own.or(other)).map_or(id.as_str(), String::as_str)
    }

    /// The term whose name stands at the beginning of the text, the longest of them or the shortest, and the name's length.
    pub(crate) fn name_at(&self, text: &[(usize, char)], shortest: bool) -> Option<(&TermId, usize)> {
        let fits =
            |name: &[char]| name.len() <= text.len() && name.iter().zip(text).all(|(a, (_, b))| a == b);
        let mut fitting = self.names.iter().filter(|(name, _)| fits(name));
        let found = if shortest { fitting.next_back() } else { fitting.next() };
        found.map(|(name, id)| (id, name.len()))
    }

    /// The printed names nearest to a piece of text, best first.
    pub(crate) fn near(&self, text: &str) -> Vec<String> {
        let folded: String = fold(text).map(|(_, c)| c).collect();
        let length = folded.chars().count();
        let mut near: Vec<(usize, &String)> = self
            .terms
            .iter()
            .flat_map(|term| term.ja.iter().chain(&term.en))
            .map(|name| {
                let key: String = fold(name).map(|(_, c)| c).collect();
                (strsim::levenshtein(&folded, &key), name)
            })
            .filter(|(distance, _)| *distance * 3 <= length.max(3))
            .collect();
        near.sort();
        near.into_iter().take(3).map(|(_, name)| name.clone()).collect()
    }
}

/// Whether a formula could mean something else where this name is printed: it is a number, begins with a sign, has
/// a bracket left open, or goes on with a sign behind a number or another name.
fn is_formula(name: &[char], known: &BTreeMap<Vec<char>, TermId>) -> bool {
    let is_sign = |c: char| "+-−–—―‐×*·∙÷/∕⁄%(),、=".contains(c);
    let begins_otherwise = |(n, c): (usize, &char)| {
        let before = name.get(..n).unwrap_or_default();
        is_sign(*c) && (before.is_empty() || is_number(before) || known.contains_key(before))
    };
    let mut open = 0_usize;
    let is_balanced = name.iter().all(|c| match c {
        '(' => open.checked_add(1).map(|more| open = more).is_some(),
        ')' => open.checked_sub(1).map(|less| open = less).is_some(),
        _ => true,
    }) && open == 0;
    let places: Vec<(usize, char)> = name.iter().copied().enumerate().collect();
    !is_balanced
        || is_number(name)
        || name.contains(&'=')
        || Function::called(&places).is_some()
        || name.iter().enumerate().any(begins_otherwise)
}

fn is_number(signs: &[char]) -> bool {
    signs.iter().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || kanji::is_digit(*c))
}

/// A text as it is matched: width forms folded, marks joined to their letters, spaces dropped, Latin letters
/// lower-case, each character with the byte at which it stands in the text.
pub(crate) fn fold(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut folded: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        for c in matched_as(c).flat_map(char::to_lowercase).filter(|c| !is_blank(*c)) {
            // ｶ and ﾞ are two characters and one letter.
            match folded.last_mut().and_then(|last| Some((compose(last.1, c)?, last))) {
                Some((joined, last)) => last.1 = joined,
                None => folded.push((at, c)),
            }
        }
    }
    folded.into_iter()
}

/// Whether a character takes no ink: spaces, and what word processors leave between letters.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}')
}

/// What a character is matched as: its compatibility form, but for characters that would become a digit or a sign
/// which nobody wrote. `×10²` is no `×102`, `÷½` no `÷1÷2`, and ① is no factor.
fn matched_as(c: char) -> impl Iterator<Item = char> {
    let is_width_form = matches!(c, '\u{FF00}'..='\u{FFEF}' | '\u{FE50}'..='\u{FE6F}' | '\u{3000}');
    let is_raised_or_lowered = matches!(
        c,
        'ª' | 'º' | '\u{2B0}'..='\u{2B8}' | '\u{1D2C}'..='\u{1D6A}' | '\u{1D9B}'..='\u{1DBF}' | '\u{2070}'..='\u{209F}'
    );
    let counts = |c: char| c.is_ascii_digit() || "+-−=()/%×÷⁄.,*".contains(c);
    let keeps = !is_width_form
        && !c.is_ascii()
        && (is_raised_or_lowered || std::iter::once(c).nfkc().any(|folded| folded != c && counts(folded)));
    let kept = keeps.then_some(c).into_iter();
    kept.chain(std::iter::once(c).filter(move |_| !keeps).nfkc())
}
