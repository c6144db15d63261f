//! What is still told in one language: complaints about tables whose words are the same in Japanese and English, and
//! failures of commands that are a text alone. The numbers may only shrink.

#![allow(clippy::unwrap_used, reason = "a source that cannot be read stops the test")]
#![allow(clippy::disallowed_methods, reason = "its paths are the repository's own")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// How many there are in each crate.
const LEFT: &[(&str, usize)] = &[
    ("calendar", 2),
    ("cli", 70),
    ("contract", 4),
    ("coverage", 1),
    ("itss-core", 1),
    ("ledger", 8),
    ("ledger-sheet", 5),
    ("lint", 2),
    ("records", 2),
    ("report", 1),
    ("sla", 5),
    ("tasks", 2),
];

/// Methods that tell what is wrong with a table.
const COMPLAINTS: &[&str] = &["complain", "complain_of"];

/// Whether `Text::same` stands among tokens.
fn says_the_same(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "same",
        TokenTree::Group(group) => says_the_same(group.stream()),
        _ => false,
    })
}

/// How often a source tells something in one language: complaints with `Text::same`, and `Failure::Other` that is made.
fn in_one_language(tokens: TokenStream) -> usize {
    let mut found = 0;
    let mut before: Vec<String> = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let called = before.last().map_or("", String::as_str);
            let is_call = group.delimiter() == Delimiter::Parenthesis;
            let is_complaint = COMPLAINTS.contains(&called) && says_the_same(group.stream());
            let is_failure = called == "Other" && before.iter().any(|word| word == "Failure");
            if is_call && (is_complaint || is_failure) {
                found += 1;
            }
            found += in_one_language(group.stream());
        }
        // A path is `Failure`, two colons, `Other`.
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
fn less_and_less_is_told_in_one_language() {
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
    let left: BTreeMap<String, usize> =
        LEFT.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    assert_eq!(
        found, left,
        "where there are more, tell them in both languages; where there are fewer, write the new number"
    );
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
    assert_eq!(count(r#"fn f() -> Failure { Failure::Other(format!("b")) }"#), 1);
    assert_eq!(count(r#"fn f() -> Failure { Failure::Told(Text::new("あ", "b")) }"#), 0);
}
