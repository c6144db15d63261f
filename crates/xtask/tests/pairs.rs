//! Public data says what its parts are: no field of a library is a pair.
//!
//! `covers: (NaiveDate, NaiveDate)` makes whoever reads it guess which is which, and a swap compiles. A small struct with
//! named fields costs four lines once. Arguments and results of functions may be pairs: they are taken apart where they are made.

#![allow(clippy::unwrap_used, reason = "a source that cannot be read stops the test")]
#![allow(clippy::disallowed_methods, reason = "its paths are the repository's own")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use quote::ToTokens as _;
use syn::{Fields, Item, Type, Visibility};

/// Crates that are programs or chores: nobody builds on their types.
const PROGRAMS: &[&str] = &["cli", "xtask", "ledger-testkit"];

/// Fields that are pairs all the same: file, type and field, why.
const ALLOWED: &[(&str, &str, &str)] = &[(
    "lint/src/material.rs",
    "Tables::texts",
    "names and texts of files, as a contract is given and keeps them; a copy would be made for each lint",
)];

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

/// Whether a type is a tuple of several, or holds one.
fn holds_a_pair(kind: &Type) -> bool {
    fn within(tokens: proc_macro2::TokenStream) -> bool {
        // In a type, brackets with a comma between whole types are a tuple, but for arguments of `Fn(A, B)`.
        let mut before = None;
        for token in tokens {
            if let proc_macro2::TokenTree::Group(group) = &token {
                let is_list = group.delimiter() == proc_macro2::Delimiter::Parenthesis
                    && syn::parse2::<Type>(token.clone().into())
                        .is_ok_and(|kind| matches!(kind, Type::Tuple(tuple) if tuple.elems.len() > 1));
                let is_call = matches!(&before, Some(proc_macro2::TokenTree::Ident(name))
                    if ["Fn", "FnMut", "FnOnce", "fn"].contains(&&*name.to_string()));
                if (is_list && !is_call) || within(group.stream()) {
                    return true;
                }
            }
            before = Some(token);
        }
        false
    }
    within(kind.to_token_stream())
}

/// The public fields of a source that are pairs: `Type::field`, `Enum::Variant::field`, `Type::0`.
fn pairs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    gather(&syn::parse_file(text).unwrap().items, &mut found);
    found
}

fn gather(items: &[Item], found: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Struct(one) if is_public(&one.vis) => {
                of_fields(&one.ident.to_string(), &one.fields, false, found);
            }
            Item::Enum(one) if is_public(&one.vis) => {
                for variant in &one.variants {
                    of_fields(&format!("{}::{}", one.ident, variant.ident), &variant.fields, true, found);
                }
            }
            Item::Mod(one) if is_public(&one.vis) => {
                if let Some((_, items)) = &one.content {
                    gather(items, found);
                }
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn of_fields(owner: &str, fields: &Fields, is_variant: bool, found: &mut Vec<String>) {
    let seen = || fields.iter().filter(|field| is_variant || is_public(&field.vis));
    // A struct or variant without names is a pair itself.
    if matches!(fields, Fields::Unnamed(_)) && seen().count() > 1 {
        found.push(owner.to_owned());
    }
    for (n, field) in seen().enumerate().filter(|(_, field)| holds_a_pair(&field.ty)) {
        let name = field.ident.as_ref().map_or_else(|| n.to_string(), ToString::to_string);
        found.push(format!("{owner}::{name}"));
    }
}

#[test]
fn no_public_field_of_a_library_is_a_pair() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut files, mut found) = (Vec::new(), BTreeSet::new());
    for entry in fs::read_dir(&crates).unwrap() {
        let folder = entry.unwrap().path();
        let source = folder.join("src");
        if source.is_dir() && !PROGRAMS.iter().any(|program| folder.ends_with(program)) {
            sources(&source, &mut files);
        }
    }
    assert!(files.len() > 150, "{}", files.len());
    for path in files {
        let file = path.strip_prefix(&crates).unwrap().to_str().unwrap().replace('\\', "/");
        found.extend(pairs(&fs::read_to_string(&path).unwrap()).into_iter().map(|at| (file.clone(), at)));
    }
    let allowed: BTreeSet<(String, String)> =
        ALLOWED.iter().map(|(file, at, _)| ((*file).to_owned(), (*at).to_owned())).collect();
    let new: Vec<_> = found.difference(&allowed).collect();
    assert!(new.is_empty(), "make them small structs with named fields: {new:#?}");
    let gone: Vec<_> = allowed.difference(&found).collect();
    assert!(gone.is_empty(), "no longer pairs; take them off the list: {gone:#?}");
}

#[test]
fn pairs_are_seen_however_they_are_wrapped() {
    for (text, at) in [
        ("pub struct A { pub b: (u8, u8) }", "A::b"),
        ("pub struct A { pub b: Option<Vec<(u8, u8)>> }", "A::b"),
        ("pub struct A<'a> { pub b: &'a [(u8, String)] }", "A::b"),
        ("pub struct A { pub b: [(u8, u8); 2] }", "A::b"),
        ("pub struct A { pub b: Box<dyn Fn((u8, u8)) -> u8> }", "A::b"),
        ("pub struct A(pub u8, pub u8);", "A"),
        ("pub struct A(pub (u8, u8));", "A::0"),
        ("pub enum A { B { c: (u8, u8) } }", "A::B::c"),
        ("pub enum A { B(Vec<(u8, u8)>) }", "A::B::0"),
        ("pub enum A { B(u8, u8) }", "A::B"),
        ("pub mod m { pub struct A { pub b: (u8, u8) } }", "A::b"),
    ] {
        assert_eq!(pairs(text), [at], "{text}");
    }
    for text in [
        "pub struct A { b: (u8, u8) }",
        "pub struct A { pub(crate) b: (u8, u8) }",
        "struct A { pub b: (u8, u8) }",
        "pub struct A { pub b: (), pub c: (u8), pub d: Vec<u8> }",
        "pub struct A { pub b: Box<dyn Fn(u8, u8) -> u8>, pub c: fn(u8, u8) -> u8 }",
        "pub struct A(u8, pub u8);",
        "pub fn f(a: (u8, u8)) -> (u8, u8) { a }",
    ] {
        assert_eq!(pairs(text), Vec::<String>::new(), "{text}");
    }
}
