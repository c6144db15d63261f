//! Foreign text made harmless: one function for each language that text is written into.
//!
//! Cells, headers, names of files and values of tables come from strangers. Written as they are, they steer a
//! terminal, turn a line around, end a line of a calendar, or are run by a spreadsheet as formulas.
//!
//! ```
//! // A visible escape takes the place of what cannot be seen, and can be read back.
//! assert_eq!(escape::terminal("印刷\u{1b}[2J"), r"印刷\u{1b}[2J");
//! assert_eq!(escape::read_back(r"印刷\u{1b}[2J"), "印刷\u{1b}[2J");
//! // What looks like such an escape is escaped itself.
//! assert_eq!(escape::terminal(r"\u{41}"), r"\u{5c}u{41}");
//! // The variation selector of a kanji belongs to a person's name; one with nothing before it hides.
//! assert_eq!(escape::terminal("葛\u{e0100}城"), "葛\u{e0100}城");
//! assert_eq!(escape::terminal("\u{e0100}"), r"\u{e0100}");
//! ```
//!
//! # Overview
//! | written into | function | stays as it is | besides |
//! | --- | --- | --- | --- |
//! | a line of a terminal | [`terminal`], [`Lines`] | – | |
//! | Markdown | [`markdown`] | – | markup gets a backslash |
//! | HTML | [`html`] | line breaks, tabs | after the writer has escaped `&`, `<`, `>`, `"` |
//! | iCalendar | [`calendar`], [`calendar_parameter`] | line breaks, tabs | before the writer escapes `\`, `;`, `,` and line breaks |
//! | a cell of CSV | [`cell`], [`from_cell`] | line breaks, tabs | a formula gets an apostrophe if asked |
//! | a cell of a workbook | [`workbook`], [`from_cell`] | line breaks, tabs | no rich text |
//! | JSON | [`json`] | – | the value stays exact: `\u202e` |
//! | a string of TOML | [`toml`] | – | the value stays exact: `\u202e` |
//! | messages of SARIF | [`sarif`] | line breaks, tabs | no placeholder, no link |
//! | a URI's path | [`uri_path`] | – | percent-encoded |
//!
//! Everything that [`is_hidden`] names is shown as `\u{…}`. [`name`] makes a text of a file's name first, whatever
//! its bytes are.
//!
//! # Not covered
//! Letters that look like others, and scripts written from right to left, are shown as they are.

pub use crate::{
    calendar::{calendar, calendar_parameter},
    cell::{Formulas, cell, formula_sign, from_cell, workbook},
    hidden::is_hidden,
    html::html,
    json::{json, sarif},
    markdown::markdown,
    name::{name, uri_path},
    terminal::{Lines, screen, terminal},
    toml::toml,
    visible::read_back,
};

mod calendar;
mod cell;
mod emoji;
mod hidden;
mod html;
mod json;
mod markdown;
mod name;
mod terminal;
mod toml;
mod visible;
