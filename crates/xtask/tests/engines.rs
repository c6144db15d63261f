//! No contract inside an engine: libraries know no word of the reference contract.
//!
//! Whatever a library prints or compares stands in tables. Comments and examples of the documentation may name what they
//! like, and so may tests; names, texts and characters of the code may not, however they are written: `HeadOffice`,
//! `head-office`, `HEAD_OFFICE`, full width, or with escapes.

#![allow(clippy::unwrap_used, reason = "a source that cannot be read stops the test")]
#![allow(clippy::disallowed_methods, reason = "its paths are the repository's own")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};

/// Words of the reference contract: its client, its sites, its calendars; without what may stand between their parts.
const WORDS: &[&str] = &[
    "jetro",
    "tokyo",
    "osaka",
    "headoffice",
    "headquarters",
    "institute",
    "overseas",
    "regional",
    "機構",
    "本部",
    "本社",
    "研究所",
    "海外",
    "東京",
    "大阪",
    "地方事務所",
];

/// Why `overseas` stands where devices are kept.
const SECOND: &str = "the second ledger of devices, by the word that journals hold";

/// Where a word may stand in a library all the same: file, word, how often, why.
const ALLOWED: &[(&str, &str, usize, &str)] = &[
    ("calendar/src/strategies.rs", "tokyo", 1, "an IANA zone among those of random calendars, for tests"),
    (
        "calendar/src/zone.rs",
        "tokyo",
        2,
        "an IANA zone, as an example of how one is written, in both languages",
    ),
    ("cli/src/ledger/args.rs", "overseas", 3, SECOND),
    (
        "cli/src/ledger/licences.rs",
        "海外",
        1,
        "a heading over seats at home and abroad, as the ledger parts them",
    ),
    ("keiyaku/src/reference.rs", "jetro", 4, "the embedded reference contract"),
    ("ledger/src/device/contradictions.rs", "overseas", 2, SECOND),
    ("ledger/src/device/contradictions.rs", "海外", 1, SECOND),
    ("ledger/src/field.rs", "overseas", 1, SECOND),
    ("ledger/src/kind.rs", "overseas", 2, SECOND),
    ("ledger-testkit/src/facts.rs", "本部", 1, "the name of a sheet among facts for the tests of stores"),
    ("lint/src/example.rs", "tokyo", 2, "an IANA zone of the contracts that the tests of rules lint"),
    ("records/src/agency/home.rs", "overseas", 1, SECOND),
];

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

/// The names and the values of literals among tokens, without attributes and what is there for tests alone.
fn said(tokens: TokenStream, into: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_test = false;
    while let Some(token) = tokens.next() {
        match token {
            // An attribute: of a test, what follows goes up to the end of the item.
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                if matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '!') {
                    tokens.next();
                }
                if let Some(TokenTree::Group(group)) =
                    tokens.next_if(|one| matches!(one, TokenTree::Group(_)))
                {
                    let text: String = group.stream().to_string().split_whitespace().collect();
                    is_test |=
                        ["cfg(test)", "test", "cfg(any(test,feature=\"test-util\"))"].contains(&&*text);
                    // What an attribute prints, as that of an error does, is said too.
                    if !text.starts_with("doc=") && !text.starts_with("cfg") {
                        said(group.stream(), into);
                    }
                }
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => is_test = false,
            TokenTree::Group(group) if is_test => {
                is_test = group.delimiter() != proc_macro2::Delimiter::Brace;
            }
            _ if is_test => {}
            TokenTree::Group(group) => said(group.stream(), into),
            TokenTree::Ident(name) => into.push(name.to_string()),
            TokenTree::Literal(literal) => {
                into.push(match syn::parse_str::<syn::Lit>(&literal.to_string()) {
                    Ok(syn::Lit::Str(text)) => text.value(),
                    Ok(syn::Lit::ByteStr(bytes)) => String::from_utf8_lossy(&bytes.value()).into_owned(),
                    _ => literal.to_string(),
                })
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// The words of the contract in a source, each with the text in which it stands.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    said(text.parse().unwrap(), &mut all);
    let mut found = Vec::new();
    for text in all {
        let folded: String = provenance::folded(&text).chars().filter(|c| c.is_alphanumeric()).collect();
        found.extend(WORDS.iter().filter(|word| folded.contains(**word)).map(|word| (*word, text.clone())));
    }
    found
}

#[test]
fn no_library_names_the_reference_contract() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for entry in fs::read_dir(&crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            sources(&source, &mut files);
        }
    }
    assert!(files.len() > 150, "{}", files.len());
    let mut told: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for path in files {
        let file = path.strip_prefix(&crates).unwrap().to_str().unwrap().replace('\\', "/");
        for (word, text) in found(&fs::read_to_string(&path).unwrap()) {
            told.entry((file.clone(), word)).or_default().push(text);
        }
    }
    let mut wrong = Vec::new();
    for (file, word, times, why) in ALLOWED {
        let times_found = told.remove(&((*file).to_owned(), *word)).map_or(0, |texts| texts.len());
        if times_found != *times {
            wrong.push(format!("{file}: `{word}` {times_found} times, where {times} are meant ({why})"));
        }
    }
    wrong.extend(told.iter().map(|((file, word), texts)| format!("{file}: `{word}` in {texts:?}")));
    assert!(wrong.is_empty(), "these belong into a table of the contract: {wrong:#?}");
}

#[test]
fn no_way_of_writing_hides_a_word() {
    for hidden in [
        "enum Site { HeadOffice }",
        "const HEAD_OFFICE: u8 = 1;",
        "fn f() -> &'static str { \"the head  office\" }",
        "fn f() -> &'static str { \"Head-Office\" }",
        "fn f() -> &'static str { \"\\u{6771}\\u{4EAC}\" }",
        "fn f() -> &'static [u8] { b\"JETRO\" }",
        "fn f() -> &'static str { r#\"ＴＯＫＹＯ\"# }",
        "fn f() { println!(\"{}\", \"大阪\"); }",
        "#[error(\"not in Osaka\")]\nstruct E;",
        "#[cfg(test)]\nmod example;\nfn f() { \"tokyo\"; }",
        "#[cfg(test)]\nuse a::B;\nconst A: &str = \"機構\";",
        "#[cfg(test)]\nmod tests { }\nconst A: &str = \"本部\";",
        "#[test]\nfn t() {}\nfn f() -> char { overseas }",
    ] {
        assert_eq!(found(hidden).len(), 1, "{hidden}");
    }
    for free in [
        "/// As in `head-office`.\nfn f() {} // tokyo",
        "//! 東京\nconst A: u8 = 1;",
        "#[cfg(test)]\nmod tests { const A: &str = \"osaka\"; fn f() { \"tokyo\"; } }",
        "#[test]\nfn t() -> bool { \"jetro\".is_empty() }",
        "#[cfg(test)]\nconst A: &str = \"tokyo\";",
    ] {
        assert_eq!(found(free), [], "{free}");
    }
}
