//! Text within a cell of CSV or a workbook, and the way back.

use std::borrow::Cow;

use crate::{hidden::is_hidden, read_back, visible::visible};

/// What becomes of a text that a spreadsheet would run as a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Formulas {
    /// It stays; whoever writes it tells where it stands ([`is_formula`]).
    #[default]
    Kept,
    /// It gets an apostrophe, with which a spreadsheet shows it as text.
    Guarded,
}

/// A foreign text as a cell, before the writer of the file puts quotes around it. Line breaks and tabs stay, since a
/// cell has place for them. [`from_cell`] gives the text back, whichever way formulas were written.
///
/// ```
/// use escape::{Formulas, cell, from_cell};
///
/// assert_eq!(cell("=1+1", Formulas::Guarded), "'=1+1");
/// assert_eq!(cell("=1+1", Formulas::Kept), "=1+1");
/// // An apostrophe that was there is doubled either way, so that none is lost when the cell is read.
/// assert_eq!(cell("'=1+1", Formulas::Kept), "''=1+1");
/// assert_eq!(from_cell("''=1+1"), "'=1+1");
/// assert_eq!(cell("'24年度", Formulas::Guarded), "'24年度");
/// ```
#[must_use]
pub fn cell(text: &str, formulas: Formulas) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    let is_marked = is_formula(bare) && (formulas == Formulas::Guarded || bare.len() < text.len());
    if is_marked {
        return Cow::Owned(visible(&format!("'{text}"), KEPT).into_owned());
    }
    visible(text, KEPT)
}

/// What a cell has place for.
const KEPT: &[char] = &['\n', '\t'];

/// The text of a cell that [`cell`] wrote. A cell of somebody else's is read as it stands, unless it has an apostrophe
/// before a formula or an escape of a hidden character: both are taken for ours.
///
/// ```
/// use escape::from_cell;
///
/// assert_eq!(from_cell("'=1+1"), "=1+1");
/// assert_eq!(from_cell(r"\u{1b}"), "\u{1b}");
/// assert_eq!(from_cell("'quoted'"), "'quoted'");
/// ```
#[must_use]
pub fn from_cell(cell: &str) -> Cow<'_, str> {
    let text = read_back(cell);
    let bare = text.trim_start_matches('\'');
    if bare.len() == text.len() || !is_formula(bare) {
        return text;
    }
    Cow::Owned(text.get(1..).unwrap_or("").to_owned())
}

/// Whether a spreadsheet may take a text for a formula: it begins with `=`, `+`, `-`, `@` or one of their full-width
/// forms, which Excel runs too, or with a tab or carriage return, which programs skip; and something follows. Blanks
/// and hidden characters before the sign do not protect.
///
/// A number that the program writes by itself need not be asked about: `-5` is a formula only as somebody's text.
///
/// ```
/// use escape::is_formula;
///
/// assert!(is_formula("=HYPERLINK(\"http://x\")") && is_formula("＋1") && is_formula(" \u{200b}@sum(1)"));
/// // A dash that stands for nothing.
/// assert!(!is_formula("－") && !is_formula("--") && !is_formula("a=1"));
/// ```
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || is_hidden(c);
    let is_sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let begins = text.starts_with(['\t', '\r']) || text.trim_start_matches(is_blank).starts_with(is_sign);
    begins && text.chars().any(|c| !is_blank(c) && !is_sign(c))
}
