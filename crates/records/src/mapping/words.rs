//! Words of a tool and what they are in the contract, found as people mean them.

use std::collections::BTreeMap;

use provenance::{Text, folded};
use tables::{Explain, Row};

/// Words with what they mean. They are compared without differences of width, case and white space.
#[derive(Debug, Clone)]
pub(crate) struct Words<T> {
    written: BTreeMap<String, T>,
    /// What is not there as it is written may be there in other letters.
    folded: BTreeMap<String, T>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { written: BTreeMap::new(), folded: BTreeMap::new() }
    }
}

impl<T: Clone + PartialEq> Words<T> {
    /// The table `key` of a row, each word once.
    pub(crate) fn read<E: Explain>(
        row: &Row<'_>,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Self {
        let written: BTreeMap<String, T> = match row.optional_row(key) {
            Some(table) => table.entry_values(parse).into_iter().collect(),
            None => BTreeMap::new(),
        };
        let mut words: BTreeMap<String, T> = BTreeMap::new();
        for (word, meaning) in &written {
            let narrow = folded(word).into_owned();
            let other = words.entry(narrow).or_insert_with(|| meaning.clone());
            if other != meaning {
                let message = Text::new(
                    format!("`{word}`が幅や大文字小文字の違う字で2回あり、意味が違う"),
                    format!(
                        "`{word}` stands twice, in letters of other width or case, and means different things"
                    ),
                );
                row.complain(key, message, None);
            }
        }
        Self { written, folded: words }
    }
}

impl<T> Words<T> {
    /// What a word means.
    pub(crate) fn get(&self, word: &str) -> Option<&T> {
        self.written.get(word).or_else(|| self.folded.get(folded(word).as_ref()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &String> {
        self.written.keys()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.written.values()
    }
}

/// Words that mean nothing but themselves: values that are looked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordList {
    written: Vec<String>,
    folded: Vec<String>,
}

impl WordList {
    pub(crate) fn new(written: Vec<String>) -> Self {
        let folded = written.iter().map(|word| folded(word).into_owned()).collect();
        Self { written, folded }
    }

    /// The words as they stand in the table.
    pub(crate) fn written(&self) -> Vec<String> {
        self.written.clone()
    }

    /// The word as the list has it.
    pub(crate) fn find(&self, word: &str) -> Option<&str> {
        let place = self.written.iter().position(|known| known == word).or_else(|| {
            let word = folded(word);
            self.folded.iter().position(|known| *known == word)
        })?;
        self.written.get(place).map(String::as_str)
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.find(word).is_some()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &String> {
        self.written.iter()
    }
}
