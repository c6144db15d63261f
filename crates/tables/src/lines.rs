//! Where in a text a byte stands, found at once however many places are asked for.

/// So many bytes are looked at to find a column.
const BLOCK: usize = 256;

/// A text's lines and columns.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    source: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many characters begin before each block, and before the end.
    before: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut sum = 0;
        let sums = source.as_bytes().chunks(BLOCK).map(|block| {
            sum += characters(block);
            sum
        });
        let before = std::iter::once(0).chain(sums).collect();
        Self { source, starts, before }
    }

    /// Line and column in characters, each from 1. What lies past the end stands at the end.
    pub(crate) fn place(&self, at: usize) -> (usize, usize) {
        let at = self.source.floor_char_boundary(at);
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(..line).and_then(<[usize]>::last).copied().unwrap_or(0);
        (line, self.characters_before(at) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let within = self.source.as_bytes().get(block * BLOCK..at).map_or(0, characters);
        self.before.get(block).copied().unwrap_or(0) + within
    }
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !(0x80..0xc0).contains(*byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Lines;

    proptest! {
        #[test]
        fn places_are_those_of_counting(text in "[a-cあ\n]{0,700}", at in 0_usize..2_000) {
            let at = text.floor_char_boundary(at);
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            prop_assert_eq!(Lines::new(&text).place(at), (line, column));
        }
    }
}
