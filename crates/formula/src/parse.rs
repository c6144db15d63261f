//! Texts of formulas, read whole.

use crate::{
    Formula, ReadError, Vocabulary, dress,
    read::{Found, LENGTH_MAX, Mode, Reader},
    source::{Folded, signs},
    statement, suspect,
    token::Lexer,
    told,
};

/// Reads a formula as people write it: names of the vocabulary (the longest that fits), numbers, signs in full and half
/// width, brackets, functions; Japanese words (`AをBで除した割合`) and English ones (`A minus B, divided by C`); with
/// what it defines, the rounding, the cases and the target that the text states.
///
/// Where a text can be read in more than one way this is the reading that comes first of [`crate::read_all`].
///
/// # Errors
/// [`ReadError`] with the place, the fragment and what to write instead. Nothing is left out: what the text says beyond
/// the formula is read as what it is, or refused.
pub fn read(text: &str, vocabulary: &Vocabulary) -> Result<Formula, ReadError> {
    parsed(text, vocabulary, Mode::default())
        .map(|found| found.formula)
        .map_err(|error| error.mended(text, vocabulary))
}

/// Reads a text in one mode.
pub(crate) fn parsed(text: &str, vocabulary: &Vocabulary, mode: Mode) -> Result<Found, ReadError> {
    let length = text.chars().count();
    if length > LENGTH_MAX {
        return Err(ReadError::TooLong { length, limit: LENGTH_MAX });
    }
    let signs = signs(text);
    let folded = Folded::of(&signs);
    let lexer = Lexer::new(&signs, vocabulary, mode.short_names);
    let tokens = lexer.tokens();
    let mut reader = Reader::new(text, &signs, &folded, tokens, vocabulary, mode);
    let found = match statement::whole(&mut reader) {
        Ok(found) => found,
        Err(error) => {
            reader.end = reader.tokens.len();
            return Err(told::known(&reader, error));
        }
    };
    reader.within_limits(&found.formula.root)?;
    reader.end = reader.tokens.len();
    dress::check(&reader, &found.notes)?;
    suspect::check(&reader)?;
    reader.of_itself(&found.formula.root)?;
    let asked = reader.mode.asked(lexer.names_vary());
    Ok(Found { asked, ..found })
}
