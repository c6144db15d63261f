//! Pieces of text that are searched for together: a text is gone through once for all of them.

use std::sync::OnceLock;

/// Pieces in the order in which they stand in their table.
pub(crate) struct Pieces {
    all: &'static [&'static str],
    index: OnceLock<Index>,
}

/// Pieces by their first characters.
struct Index {
    /// A bit for each first character by its last eight bits: most characters of a text begin no piece.
    firsts: [u64; 4],
    lists: Vec<(char, Vec<&'static str>)>,
}

/// The word of the filter and the bit in it for a character.
fn bit(c: char) -> (usize, u64) {
    let [low, ..] = u32::from(c).to_le_bytes();
    (usize::from(low >> 6), 1 << (low & 63))
}

impl Index {
    fn of(all: &[&'static str]) -> Self {
        let (mut firsts, mut lists) = ([0; 4], Vec::<(char, Vec<&'static str>)>::new());
        for piece in all {
            let Some(first) = piece.chars().next() else { continue };
            let (word, bit) = bit(first);
            if let Some(word) = firsts.get_mut(word) {
                *word |= bit;
            }
            match lists.binary_search_by_key(&first, |(c, _)| *c) {
                Ok(place) => lists.get_mut(place).into_iter().for_each(|(_, list)| list.push(piece)),
                Err(place) => lists.insert(place, (first, vec![piece])),
            }
        }
        Self { firsts, lists }
    }

    fn may_begin(&self, first: char) -> bool {
        let (word, bit) = bit(first);
        self.firsts.get(word).is_some_and(|firsts| firsts & bit != 0)
    }

    fn list(&self, first: char) -> &[&'static str] {
        if !self.may_begin(first) {
            return &[];
        }
        let place = self.lists.binary_search_by_key(&first, |(c, _)| *c).ok();
        place.and_then(|place| self.lists.get(place)).map_or(&[], |(_, list)| list)
    }
}

impl Pieces {
    pub(crate) const fn of(all: &'static [&'static str]) -> Self {
        Self { all, index: OnceLock::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self.all))
    }

    fn list(&self, first: char) -> &[&'static str] {
        self.index().list(first)
    }

    /// The pieces with which a text begins, in the order of the table.
    pub(crate) fn begin<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let list = text.chars().next().map_or(&[][..], |first| self.list(first));
        list.iter().copied().filter(|piece| text.starts_with(piece))
    }

    /// What stands behind the piece with which a text begins: the first of the table.
    pub(crate) fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.begin(text).next().and_then(|piece| text.get(piece.len()..))
    }

    /// Whether the text is one of the pieces.
    pub(crate) fn holds(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|first| self.list(first).contains(&text))
    }

    /// Where a piece stands first in a text.
    pub(crate) fn first_in(&self, text: &str) -> Option<usize> {
        let index = self.index();
        let begins = |at: &usize| text.get(*at..).is_some_and(|rest| self.begin(rest).next().is_some());
        let mut places = text.char_indices().filter(|(_, c)| index.may_begin(*c)).map(|(at, _)| at);
        places.find(begins)
    }

    /// Whether a piece stands in a text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Pieces;

    const ALL: &[&str] = &["b", "ab", "a", "四捨五入", "四", "下", "a下"];
    static PIECES: Pieces = Pieces::of(ALL);

    proptest! {
        /// The same as one piece after another.
        #[test]
        fn pieces_are_found_as_one_by_one(text in "[abc四捨五入下]{0,6}") {
            let begin: Vec<&str> = ALL.iter().copied().filter(|piece| text.starts_with(piece)).collect();
            prop_assert_eq!(PIECES.begin(&text).collect::<Vec<_>>(), begin);
            prop_assert_eq!(PIECES.strip(&text), ALL.iter().find_map(|piece| text.strip_prefix(piece)));
            prop_assert_eq!(PIECES.holds(&text), ALL.contains(&text.as_str()));
            prop_assert_eq!(PIECES.first_in(&text), ALL.iter().filter_map(|piece| text.find(piece)).min());
            prop_assert_eq!(PIECES.are_in(&text), ALL.iter().any(|piece| text.contains(piece)));
        }
    }
}
