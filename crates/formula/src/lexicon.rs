//! The words of formulas: what each one means ([`kind`]), in tables ([`words`]), found by their first characters.
//!
//! A word is matched as text is folded: in lower case and without spaces.

use std::{collections::BTreeMap, sync::LazyLock};

use self::words::{COMPARED, COUNTS, Class, PARTICLES, PARTS, UNITS, VERBS, WORDS};
use crate::Function;

pub(crate) use self::{
    kind::{Aggregate, Between, Dimension, Doer, Form, Noun, Particle, Place, Prefix, Unit, Verb, Word},
    words::{CHANGES_EN, CHANGES_JA, CURRENCIES},
};

mod kind;
mod words;

/// Words by their first two characters, the longest first.
struct Index<T> {
    /// A bit for each first character by its last twelve bits: most characters of names begin no word.
    firsts: Vec<u64>,
    /// The first two characters of the words of each list, ascending.
    starts: Vec<u64>,
    lists: Vec<Vec<Entry<T>>>,
}

/// How many words of 64 bits hold a bit for each value of twelve.
const FIRSTS: usize = 64;

/// The word of the filter and the bit in it for a character.
fn bit(c: char) -> (usize, u64) {
    let [low, high, ..] = u32::from(c).to_le_bytes();
    (usize::from(low >> 6) | usize::from(high & 0x0F) << 2, 1 << (low & 63))
}

/// The first two characters as one number.
fn start(first: char, second: Option<char>) -> u64 {
    u64::from(u32::from(first)) << 32 | second.map_or(0, |second| u64::from(u32::from(second)))
}

/// A word as it is matched, and what it means.
type Entry<T> = (Box<[char]>, T);

impl<T: Copy> Index<T> {
    fn of(words: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut firsts = vec![0_u64; FIRSTS];
        let mut lists: BTreeMap<u64, Vec<Entry<T>>> = BTreeMap::new();
        for (text, meaning) in words {
            let mut chars = text.chars();
            let Some(first) = chars.next() else { continue };
            let (word, bit) = bit(first);
            firsts.get_mut(word).into_iter().for_each(|word| *word |= bit);
            let key = text.chars().collect();
            lists.entry(start(first, chars.next())).or_default().push((key, meaning));
        }
        lists.values_mut().for_each(|list| list.sort_by_key(|(key, _)| std::cmp::Reverse(key.len())));
        let (starts, lists) = lists.into_iter().unzip();
        Self { firsts, starts, lists }
    }

    fn list(&self, first: char, second: Option<char>) -> &[Entry<T>] {
        let (word, bit) = bit(first);
        if self.firsts.get(word).is_none_or(|firsts| firsts & bit == 0) {
            return &[];
        }
        let place = self.starts.binary_search(&start(first, second)).ok();
        place.and_then(|place| self.lists.get(place)).map_or(&[], Vec::as_slice)
    }

    /// The words that may begin a text which begins with these characters, the longest first.
    fn at(&self, first: char, second: Option<char>) -> impl Iterator<Item = &Entry<T>> {
        let longer = second.map_or(&[][..], |second| self.list(first, Some(second)));
        longer.iter().chain(self.list(first, None))
    }
}

static INDEX: LazyLock<Index<Word>> = LazyLock::new(index);
static UNIT_INDEX: LazyLock<Index<Unit>> = LazyLock::new(|| {
    Index::of(UNITS.iter().flat_map(|(dimension, size, names)| {
        let unit = Unit { dimension: *dimension, size: *size };
        names.split_whitespace().map(move |name| (name.to_owned(), unit))
    }))
});

fn index() -> Index<Word> {
    let mut words: Vec<(String, Word)> = Vec::new();
    for (word, texts) in WORDS {
        words.extend(texts.split_whitespace().map(|text| (text.to_owned(), *word)));
    }
    for (count, above) in COUNTS {
        for (part, below) in PARTS.iter().filter(|(_, below)| above < below) {
            let part = if *above > 1 { format!("{part}s") } else { (*part).to_owned() };
            for text in [format!("{count}{part}of"), format!("{count}-{part}of")] {
                words.push((text, Word::Multiple(*above, *below)));
            }
        }
    }
    // `the sum` alone is what was made before, `the sum of` is not.
    let of = words.iter().filter(|(_, word)| matches!(word, Word::Of(_)));
    let of: Vec<(String, Word)> = of.map(|(text, word)| (format!("the{text}"), *word)).collect();
    words.extend(of);
    for (function, prefix, texts) in COMPARED {
        for text in texts.split_whitespace() {
            for lead in [
                "whicheveris",
                "whicheveristhe",
                "whicheverthe",
                "whichever",
                "whicheveristobethe",
                "whichevershallbethe",
            ] {
                words.push((format!("{lead}{text}"), Word::Whichever(*function)));
                words.push((format!("{lead}{text}of"), Word::Of(*prefix)));
            }
        }
    }
    for (particle, texts) in PARTICLES {
        words.extend(texts.split_whitespace().map(|text| (text.to_owned(), Word::Particle(*particle))));
    }
    for (verb, class, stems) in VERBS {
        for stem in stems.split_whitespace() {
            for (ending, form) in endings(*class) {
                words.push((format!("{stem}{ending}"), Word::Verb(*verb, form)));
            }
        }
    }
    words.extend(Function::names().map(|(name, function)| (name.to_owned(), Word::Function(function))));
    Index::of(words)
}

/// The endings of a verb with the form that each makes.
fn endings(class: Class) -> Vec<(String, Form)> {
    use Form::{Attributive, Continues, Final};
    let owned = |endings: &[(&str, Form)]| -> Vec<(String, Form)> {
        endings.iter().map(|(ending, form)| ((*ending).to_owned(), *form)).collect()
    };
    match class {
        Class::Suru => owned(&[
            ("し", Continues),
            ("して", Continues),
            ("した", Attributive),
            ("する", Attributive),
            ("す", Attributive),
            ("します", Final),
            ("しました", Final),
            ("された", Attributive),
            ("される", Attributive),
            ("されます", Final),
            ("され", Continues),
            ("", Final),
        ]),
        Class::Ichidan => owned(&[
            ("", Continues),
            ("て", Continues),
            ("た", Attributive),
            ("る", Attributive),
            ("ます", Final),
            ("ました", Final),
            ("られた", Attributive),
            ("られる", Attributive),
            ("られます", Final),
        ]),
        Class::Zuru => owned(&[
            ("じ", Continues),
            ("じて", Continues),
            ("じた", Attributive),
            ("じる", Attributive),
            ("ずる", Attributive),
            ("じます", Final),
            ("じられた", Attributive),
        ]),
        Class::Godan(stem, te, past, plain) => vec![
            (stem.to_owned(), Continues),
            (te.to_owned(), Continues),
            (past.to_owned(), Attributive),
            (plain.to_owned(), Attributive),
            (format!("{stem}ます"), Final),
            (format!("{stem}ました"), Final),
        ],
    }
}

/// The longest word that begins a text, and how long it is.
pub(crate) fn words_at(
    first: char,
    second: Option<char>,
    matches: impl Fn(&[char], Word) -> bool,
) -> Option<(Word, usize)> {
    let found = INDEX.at(first, second).find(|(key, word)| matches(key, *word));
    found.map(|(key, word)| (*word, key.len()))
}

/// The words with more than one meaning.
static AMBIGUOUS: LazyLock<Index<()>> = LazyLock::new(|| {
    let mut ambiguous = Vec::new();
    for list in &INDEX.lists {
        // Words that are alike need not stand side by side among those of one length.
        for (n, (key, word)) in list.iter().enumerate() {
            let others = list.iter().skip(n + 1).take_while(|(other, _)| other.len() == key.len());
            if others.into_iter().any(|(other, meaning)| other == key && meaning != word) {
                ambiguous.push((key.iter().collect(), ()));
            }
        }
    }
    Index::of(ambiguous)
});

/// Whether a word has more than one meaning.
pub(crate) fn means_more(first: char, second: Option<char>, is_word: impl Fn(&[char]) -> bool) -> bool {
    AMBIGUOUS.list(first, second).iter().any(|(key, ())| is_word(key))
}

/// Another meaning of the same word.
pub(crate) fn also(word: &str, wanted: impl Fn(Word) -> bool) -> Option<Word> {
    let mut chars = word.chars();
    let list = INDEX.list(chars.next()?, chars.next());
    let same = list.iter().filter(|(key, _)| key.iter().copied().eq(word.chars()));
    same.map(|(_, word)| *word).find(|word| wanted(*word))
}

/// The unit that begins a text, and how long its name is.
pub(crate) fn unit_at(
    first: char,
    second: Option<char>,
    matches: impl Fn(&[char]) -> bool,
) -> Option<(Unit, usize)> {
    let found = UNIT_INDEX.at(first, second).find(|(key, _)| matches(key));
    found.map(|(key, unit)| (*unit, key.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_as_they_are_matched() {
        for list in &INDEX.lists {
            for (key, word) in list {
                let text: String = key.iter().collect();
                let matched: String = crate::source::fold(&text).iter().map(|sign| sign.c).collect();
                assert_eq!(text, matched, "{word:?}");
            }
        }
    }
}
