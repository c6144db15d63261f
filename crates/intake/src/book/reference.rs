//! References to cells, such as `B3`.

/// A cell by its row and column, from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) row: u32,
    pub(crate) column: u32,
}

/// The cell of a sheet that a reference names.
pub(crate) fn cell(text: &str) -> Option<Cell> {
    let text = text.trim_ascii().replace('$', "");
    let digits = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let column =
        letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = digits.parse().ok()?;
    ((1..=16_384).contains(&column) && (1..=1_048_576).contains(&row)).then_some(Cell { row, column })
}

/// A cell's name, such as `B3`, by its row and column from 0.
pub(crate) fn name_of(row: u64, column: u64) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        let letter = u32::try_from(rest % 26).ok().and_then(|letter| char::from_digit(10 + letter, 36));
        letters.extend(letter.map(|letter| letter.to_ascii_uppercase()));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}
