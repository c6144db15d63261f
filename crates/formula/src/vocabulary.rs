//! The names that a formula may use.

use provenance::Text;
use std::{cell::Cell, collections::BTreeMap, fmt};

use provenance::Language;

use crate::{
    Function, kanji,
    source::{Gap, Sign, fold_name},
};

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

impl Term {
    /// All its names, the Japanese ones first; without one it is called by its identifier.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.ja.iter().chain(&self.en).map(String::as_str);
        let is_nameless = self.ja.is_empty() && self.en.is_empty();
        own.chain(is_nameless.then_some(self.id.as_str()))
    }
}

/// The terms of a formula, found in its text longest name first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Names by their first character as matched, longest first.
    names: BTreeMap<char, Vec<Name>>,
    /// Whether nobody stated the names: they were found in a text.
    pub(crate) is_found: bool,
}

/// A name as it is matched.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    key: Vec<char>,
    /// With capitals as written, where another name differs in nothing else.
    exact: Option<Vec<char>>,
    /// The place of its term.
    term: usize,
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

impl VocabularyError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::Empty { id } => format!("用語`{id}`に空の名称がある"),
            Self::IsFormula { name, id } => format!("用語`{id}`の名称`{name}`は式としても読める"),
            Self::Ambiguous { name, first, second } => {
                format!("名称`{name}`が`{first}`と`{second}`の両方を指す")
            }
        };
        Text::new(ja, self.to_string())
    }
}

impl Vocabulary {
    /// A vocabulary of these terms. A term without a name is called by its identifier.
    ///
    /// # Errors
    /// [`VocabularyError`] where a name is empty, stands for two terms, or can also be read as a formula.
    pub fn new(terms: impl IntoIterator<Item = Term>) -> Result<Self, VocabularyError> {
        let terms: Vec<Term> = terms.into_iter().collect();
        // Names that are alike but for capitals are told apart by them.
        let mut known: BTreeMap<Vec<char>, BTreeMap<Vec<char>, usize>> = BTreeMap::new();
        let spelled = |name: &str| -> (Vec<char>, Vec<char>) {
            fold_name(name).iter().map(|sign| (sign.c, sign.exact)).unzip()
        };
        for (place, term) in terms.iter().enumerate() {
            for name in term.names() {
                let (key, exact) = spelled(name);
                if key.is_empty() {
                    return Err(VocabularyError::Empty { id: term.id.clone() });
                }
                match known.entry(key).or_default().insert(exact, place) {
                    Some(first) if first != place => {
                        let (name, second) = (name.to_owned(), term.id.clone());
                        let first = terms.get(first).map_or_else(|| second.clone(), |term| term.id.clone());
                        return Err(VocabularyError::Ambiguous { name, first, second });
                    }
                    _ => {}
                }
            }
        }
        for term in &terms {
            for name in term.names() {
                if is_formula(&spelled(name).0, &known) {
                    return Err(VocabularyError::IsFormula { name: name.to_owned(), id: term.id.clone() });
                }
            }
        }
        let mut names: BTreeMap<char, Vec<Name>> = BTreeMap::new();
        for (key, spellings) in known {
            let first = spellings.values().next().copied();
            let differ = spellings.values().any(|term| Some(*term) != first);
            let Some(c) = key.first().copied() else { continue };
            let list = names.entry(c).or_default();
            match first {
                Some(term) if !differ => list.push(Name { key, exact: None, term }),
                _ => list.extend(spellings.into_iter().map(|(exact, term)| Name {
                    key: key.clone(),
                    exact: Some(exact),
                    term,
                })),
            }
        }
        names.values_mut().for_each(|list| list.sort_by_key(|name| std::cmp::Reverse(name.key.len())));
        Ok(Self { terms, names, is_found: false })
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

    /// The place of the term whose name stands at the beginning of the text, the longest of them or the shortest, and
    /// the name's length. Between Latin letters and digits of one word no name begins or ends.
    pub(crate) fn name_at(
        &self,
        text: &[Sign],
        before: Option<&Sign>,
        shortest: bool,
        vary: &Cell<bool>,
    ) -> Option<(usize, usize)> {
        let first = text.first()?;
        let list = self.names.get(&first.c)?;
        if before.is_some_and(|before| first.gap == Gap::None && in_one_word(before.c, first.c)) {
            return None;
        }
        let fits = |name: &&Name| {
            let length = name.key.len();
            let Some(part) = text.get(..length) else { return false };
            part.iter().zip(&name.key).all(|(sign, c)| sign.c == *c)
                && name
                    .exact
                    .as_ref()
                    .is_none_or(|exact| part.iter().zip(exact).all(|(sign, c)| sign.exact == *c))
                && text.get(length).is_none_or(|next| {
                    next.gap > Gap::None || part.last().is_none_or(|last| !in_one_word(last.c, next.c))
                })
        };
        let mut fitting = list.iter().filter(fits);
        let longest = fitting.next()?;
        let last = fitting.next_back();
        if last.is_some() {
            vary.set(true);
        }
        let found = if shortest { last.or(Some(longest)) } else { Some(longest) };
        found.map(|name| (name.term, name.key.len()))
    }

    /// The term at a place.
    pub(crate) fn at(&self, place: usize) -> Option<&Term> {
        self.terms.get(place)
    }

    /// The term with this name as it is matched.
    pub(crate) fn called(&self, name: &str) -> Option<&Term> {
        let list = self.names.get(&name.chars().next()?)?;
        let found = list.iter().find(|known| known.key.iter().copied().eq(name.chars()))?;
        self.terms.get(found.term)
    }

    /// The printed names nearest to a piece of text, best first.
    pub(crate) fn near(&self, text: &str) -> Vec<String> {
        let folded = matched(text);
        let length = folded.chars().count();
        let mut near: Vec<(usize, &str)> = self
            .terms
            .iter()
            .flat_map(Term::names)
            .filter(|name| is_misspelt(text, name))
            .map(|name| (strsim::levenshtein(&folded, &matched(name)), name))
            .filter(|(distance, _)| *distance < length && *distance * 3 <= length.max(3))
            .collect();
        near.sort();
        near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
    }
}

/// Words of Japanese of which one more or less makes another figure: 未回答数, 期限外件数.
const TURNING: &str = "未不非無外内除毎前後超全各再主副上下左右大小新旧初末計総純実";

/// Whether a text may be a slip of the pen for a name. Another word is none: `Average Response Time` is not `Target Response
/// Time`, 期限外件数 not 期限内件数, MTTR not MTTF.
fn is_misspelt(text: &str, name: &str) -> bool {
    let (a, b) = (matched(text), matched(name));
    // サーバ and サーバー, 期限内件 and 期限内件数
    let is_cut = b.strip_prefix(a.as_str()) == Some("数") && a.chars().count() > 2;
    if a.replace('ー', "") == b.replace('ー', "") || is_cut {
        return true;
    }
    if a.contains(&b) || b.contains(&a) {
        return false;
    }
    if text.is_ascii() && name.is_ascii() {
        let words =
            |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (a, b) = (words(text), words(name));
        let is_slip =
            |(a, b): (&String, &String)| a == b || a.len() > 4 && strsim::damerau_levenshtein(a, b) == 1;
        let is_abbreviation = text.chars().all(|c| !c.is_ascii_lowercase());
        return a.len() == b.len() && !is_abbreviation && a.iter().zip(&b).all(is_slip);
    }
    let (long, short) = if a.chars().count() >= b.chars().count() { (&a, &b) } else { (&b, &a) };
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30FF}');
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    let alike = long.iter().zip(&short).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        // 全数 for 全件数
        1 => {
            long.get(alike + 1..) == short.get(alike..)
                && long.get(alike).is_some_and(|c| !TURNING.contains(*c))
        }
        0 => {
            let differ = |(a, b): (&char, &char)| a != b;
            long.iter().zip(&short).filter(|pair| differ(*pair)).count() == 1
                && long.iter().zip(&short).all(|(a, b)| a == b || is_kana(*a) && is_kana(*b))
        }
        _ => false,
    }
}

/// Whether two characters side by side belong to one word or number.
pub(crate) fn in_one_word(a: char, b: char) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c < '\u{0370}' && c.is_alphanumeric();
    // Right behind kana a long-vowel mark is half a word: サーバー.
    let lengthens = b == 'ー' && matches!(a, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}');
    is_part(a) && is_part(b) || lengthens
}

/// A text as it is matched.
fn matched(text: &str) -> String {
    fold_name(text).iter().map(|sign| sign.c).collect()
}

/// Whether a formula could mean something else where this name is printed: it is a number, begins with a sign, has
/// a bracket left open, or goes on with a sign behind a number or another name.
fn is_formula(name: &[char], known: &BTreeMap<Vec<char>, BTreeMap<Vec<char>, usize>>) -> bool {
    let is_sign = |c: char| "+-−–—―‐×*·∙÷/∕⁄%(),、=".contains(c);
    let begins_otherwise = |(n, c): (usize, &char)| {
        let before = name.get(..n).unwrap_or_default();
        // `件数(初動)` beside `件数`: no formula has a bracket right behind a name.
        let is_gloss = *c == '(' && name.last() == Some(&')');
        is_sign(*c) && (before.is_empty() || is_number(before) || known.contains_key(before) && !is_gloss)
    };
    let mut open = 0_usize;
    let is_balanced = name.iter().all(|c| match c {
        '(' => open.checked_add(1).map(|more| open = more).is_some(),
        ')' => open.checked_sub(1).map(|less| open = less).is_some(),
        _ => true,
    }) && open == 0;
    let is_marked = |mark: &str| name.iter().copied().eq(mark.chars());
    !is_balanced
        || is_number(name)
        || name.contains(&'=')
        || Function::begins(name)
        || is_marked("※")
        || name.iter().enumerate().any(begins_otherwise)
}

fn is_number(signs: &[char]) -> bool {
    signs.iter().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || kanji::is_digit(*c))
}
