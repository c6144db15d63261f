//! Nothing is told in one language: no complaint about a table whose words are the same in Japanese and English, no error of a
//! library as it is, and no line of a command that is a text alone.

#![allow(clippy::unwrap_used, reason = "a source that cannot be read stops the test")]
#![allow(clippy::disallowed_methods, reason = "its paths are the repository's own")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Methods that tell what is wrong with a table.
const COMPLAINTS: &[&str] = &["complain", "complain_of"];

/// Whether a message of a command stands among tokens: a text with English words in it.
fn has_words(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            let mut words = text.split(|letter: char| !letter.is_ascii_alphabetic());
            let is_shown = |word: &str| !text.contains(&format!("{{{word}"));
            text.starts_with('"') && words.any(|word| word.len() > 3 && word != "keiyaku" && is_shown(word))
        }
        TokenTree::Group(group) => has_words(group.stream()),
        _ => false,
    })
}

/// Whether an error stands among tokens.
fn is_of_an_error(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "error" || name == "err",
        TokenTree::Group(group) => is_of_an_error(group.stream()),
        _ => false,
    })
}

/// Whether `Text::same` stands among tokens.
fn says_the_same(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "same",
        TokenTree::Group(group) => says_the_same(group.stream()),
        _ => false,
    })
}

/// How often a source tells something in one language: complaints with `Text::same`, errors that are the same in both, and lines
/// of a command with words of their own.
fn in_one_language(tokens: TokenStream) -> usize {
    let mut found = 0;
    let mut before: Vec<String> = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let called = before.last().map_or("", String::as_str);
            let is_call = group.delimiter() == Delimiter::Parenthesis;
            let is_complaint = COMPLAINTS.contains(&called) && says_the_same(group.stream());
            let follows = |word: &str| before.iter().any(|known| known == word);
            let is_error = called == "same" && follows("Text") && is_of_an_error(group.stream());
            let is_line = called == "tell" && follows("output") && has_words(group.stream());
            if is_call && (is_complaint || is_error || is_line) {
                found += 1;
            }
            found += in_one_language(group.stream());
        }
        // A path is `Text`, two colons, `same`.
        before.push(token.to_string());
        if before.len() > 4 {
            before.remove(0);
        }
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_is_told_in_one_language() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for entry in fs::read_dir(&crates).unwrap() {
        let folder = entry.unwrap().path();
        let mut files = Vec::new();
        if folder.join("src").is_dir() {
            sources(&folder.join("src"), &mut files);
        }
        let count: usize = files
            .iter()
            .map(|file| in_one_language(fs::read_to_string(file).unwrap().parse::<TokenStream>().unwrap()))
            .sum();
        if count > 0 {
            found.insert(folder.file_name().unwrap().to_str().unwrap().to_owned(), count);
        }
    }
    assert_eq!(found, BTreeMap::new(), "tell them in both languages");
}

#[test]
fn what_is_told_in_one_language_is_counted() {
    let count = |text: &str| in_one_language(text.parse().unwrap());
    assert_eq!(count(r#"fn f() { row.complain("a", Text::same("b"), None); }"#), 1);
    assert_eq!(
        count(r#"fn f() { at.complain_of("a", 1, Text::new("あ", "b"), Some(Text::same(help))); }"#),
        1
    );
    assert_eq!(count(r#"fn f() { row.complain("a", Text::new("あ", "b"), None); }"#), 0);
    assert_eq!(count(r#"fn f() { Text::same("b"); }"#), 0);
    assert_eq!(count(r#"fn f() { Text::same(error.to_string()); }"#), 1);
    assert_eq!(count(r#"fn f() { output::tell(format!("{path}: note: b")); }"#), 1);
    assert_eq!(count(r#"fn f() { output::tell(format!("keiyaku: {text}")); }"#), 0);
    assert_eq!(count(r#"fn f() -> Failure { Failure::Told(Text::new("あ", "b")) }"#), 0);
}
