//! Text within a cell of CSV or a workbook, and the way back.

use std::borrow::Cow;

use crate::{hidden::is_hidden, read_back, visible};

/// What becomes of a text that a spreadsheet would run as a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Formulas {
    /// It stays; whoever writes it tells where it stands ([`formula_sign`]).
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
    let is_marked =
        formula_sign(bare).is_some() && (formulas == Formulas::Guarded || bare.len() < text.len());
    if is_marked {
        return Cow::Owned(visible::lines(&format!("'{text}")).into_owned());
    }
    visible::lines(text)
}

/// A foreign text as a cell of a workbook, to be written as a string: no formula is one there. The writer
/// (`rust_xlsxwriter`) puts a string between `<r>` and `</r>` into the file as it stands; such a text is given to it as
/// rich text that holds the text.
///
/// # Source
/// ECMA-376 part 1, §18.4.4 (`r`), §22.9.2.19 (`ST_Xstring`: `_` begins an escape).
///
/// ```
/// assert_eq!(escape::workbook("=1+1"), "=1+1");
/// assert_eq!(escape::workbook("<r></si></r>"), "<r><t xml:space=\"preserve\">&lt;r&gt;&lt;/si&gt;&lt;/r&gt;</t></r>");
/// ```
#[must_use]
pub fn workbook(text: &str) -> Cow<'_, str> {
    let text = cell(text, Formulas::Kept);
    if !(text.starts_with("<r>") && text.ends_with("</r>")) {
        return text;
    }
    let mut out = String::from("<r><t xml:space=\"preserve\">");
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' => out.push_str("_x005F_"),
            // A reader of XML would make one line feed of both.
            '\r' => out.push_str("_x000D_"),
            other => out.push(other),
        }
    }
    out.push_str("</t></r>");
    Cow::Owned(out)
}

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
    if bare.len() == text.len() || formula_sign(bare).is_none() {
        return text;
    }
    Cow::Owned(text.get(1..).unwrap_or("").to_owned())
}

/// The sign for which a spreadsheet may take a text for a formula: `=`, `+`, `-`, `@` or one of their full-width forms,
/// which Excel runs too, or a tab or carriage return, which programs skip, at its beginning; and a letter or digit follows,
/// without which there is nothing to compute. Blanks and hidden characters before the sign do not protect.
///
/// A number that the program writes by itself need not be asked about: `-5` is a formula only as somebody's text.
///
/// ```
/// use escape::formula_sign;
///
/// assert_eq!(formula_sign("=HYPERLINK(\"http://x\")"), Some('='));
/// assert_eq!(formula_sign(" \u{200b}＠sum(1)"), Some('＠'));
/// // A dash that stands for nothing.
/// assert_eq!((formula_sign("－"), formula_sign("－○－"), formula_sign("a=1")), (None, None, None));
/// ```
#[must_use]
pub fn formula_sign(text: &str) -> Option<char> {
    let is_blank = |c: char| c.is_whitespace() || is_hidden(c);
    let is_sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_skipped = |c: &char| matches!(c, '\t' | '\r');
    let first = text.chars().next().filter(is_skipped);
    let sign = text.chars().find(|c| !is_blank(*c)).filter(|c| is_sign(*c)).or(first)?;
    // The escape of a hidden character has letters too.
    let is_computed = |c: char| c.is_alphanumeric() || (is_hidden(c) && !matches!(c, '\t' | '\n'));
    text.chars().any(is_computed).then_some(sign)
}
