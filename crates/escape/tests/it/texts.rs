//! Texts to try.

use proptest::prelude::*;

/// Every character where it may mean something: at the beginning, between letters, after a kanji, after a blank at the
/// end. Those that may be markup or hidden stand alone too.
pub(crate) fn all() -> impl Iterator<Item = String> {
    ('\0'..=char::MAX).map(|c| format!("{c} a{c}b 葛{c} {c}")).chain(alone())
}

fn alone() -> impl Iterator<Item = String> {
    ('\0'..'\u{3100}').chain('\u{e0000}'..'\u{e0200}').map(String::from)
}

/// Every character, many in a text, for readers that take their time.
pub(crate) fn packed(size: usize) -> Vec<String> {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    all.chunks(size).map(String::from_iter).chain(alone()).collect()
}

/// The same in portions, for readers of whole files.
pub(crate) fn portions(size: usize) -> impl Iterator<Item = Vec<String>> {
    let mut texts = all();
    std::iter::from_fn(move || {
        Some(texts.by_ref().take(size).collect()).filter(|some: &Vec<_>| !some.is_empty())
    })
}

/// Texts made of any characters and of what has a meaning in one of the targets.
pub(crate) fn any() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::char::any().prop_map(String::from),
        1 => prop::char::range(' ', '~').prop_map(String::from),
        1 => prop::char::ranges(vec!['\0'..='\u{9f}', '\u{200b}'..='\u{206f}', '\u{fe00}'..='\u{fe0f}',
            '\u{e0000}'..='\u{e01ef}'].into()).prop_map(String::from),
        4 => prop::sample::select(MEANING).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

const MEANING: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\u{202e}",
    "\u{2028}",
    "\0",
    "葛\u{e0100}",
    r"\u{",
    r"\u{1b}",
    r"\x{",
    r"\\",
    "}",
    "`",
    "```",
    "**",
    "*",
    "_",
    "__",
    "~~",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[[",
    "http://",
    "www.",
    "a@b.c",
    "<",
    "<b>",
    "<!--",
    "</style>",
    "&amp;",
    "&#x1b;",
    "&",
    "|",
    "#",
    "# ",
    " #",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "12) ",
    "> ",
    "---",
    "===",
    ": ",
    "$",
    "$$",
    "^",
    "{#id}",
    "{0}",
    "{{",
    ";",
    ",",
    ":",
    "\"",
    "'",
    "''",
    "BEGIN:VEVENT",
    "\\n",
    "^n",
    "=",
    "=1+1",
    "+",
    "-5",
    "@",
    "＝1",
    "－",
    "_x001B_",
    "_x005F_",
    "<r>",
    "</r>",
    " ",
    "  ",
    "    ",
    "　",
    "\u{a0}",
    "が",
    "か\u{3099}",
    "👨\u{200d}👩",
    "☎\u{fe0f}",
];
