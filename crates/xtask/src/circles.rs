//! Circles of modules: which files of a crate need each other, and by which names.
//!
//! A file needs another where it names an item of it, by an import or by a path; an item that is only handed on counts
//! for the file that defines it. Tests are left out, and modules that a macro declares. Methods and fields name no file, so
//! that they tie none.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, UseTree, Visibility, punctuated::Punctuated};

/// The path of a module from the root of its crate; the root is empty.
type Steps = Vec<String>;

/// A name that a module brings in, and what it stands for.
#[derive(Debug)]
struct Import {
    /// Without one, all names of the module that it stands for.
    name: Option<String>,
    path: Steps,
    is_handed_on: bool,
}

#[derive(Debug, Default)]
struct Module {
    /// The file, from the folder of sources; modules within one file are one room.
    file: String,
    defines: BTreeSet<String>,
    /// Names within macros that stand among the items: they may define each of them.
    may_define: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths in the code, each with at least one name.
    mentions: Vec<Steps>,
}

/// The files of a crate, and what each needs of the others.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    pub(crate) files: BTreeSet<String>,
    /// From a file to those that it needs, with the names.
    pub(crate) needs: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Rooms {
    /// The files that need each other, circle by circle.
    pub(crate) fn circles(&self) -> Vec<Vec<&str>> {
        let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for file in &self.files {
            let (mut found, mut open) = (BTreeSet::new(), vec![file.as_str()]);
            while let Some(from) = open.pop() {
                let next = self.needs.keys().filter(|(one, _)| one == from).map(|(_, other)| other.as_str());
                open.extend(next.filter(|other| found.insert(*other)));
            }
            reached.insert(file, found);
        }
        let each_other = |one: &str, other: &str| {
            let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|found| found.contains(to));
            reaches(one, other) && reaches(other, one)
        };
        let mut circles: Vec<Vec<&str>> = Vec::new();
        for file in self.files.iter().filter(|file| each_other(file, file)) {
            match circles.iter_mut().find(|circle| circle.iter().any(|other| each_other(file, other))) {
                Some(circle) => circle.push(file),
                None => circles.push(vec![file]),
            }
        }
        circles
    }

    /// How many files are in circles.
    pub(crate) fn in_circles(&self) -> usize {
        self.circles().iter().map(Vec::len).sum()
    }
}

/// Reads the sources of a crate.
pub(crate) fn of(sources: &Path) -> io::Result<Rooms> {
    let root = ["lib.rs", "main.rs"].into_iter().find(|root| sources.join(root).exists());
    let root =
        root.ok_or_else(|| io::Error::other(format!("{}: no lib.rs and no main.rs", sources.display())))?;
    let mut modules = BTreeMap::new();
    read(sources, &sources.join(root), sources, Vec::new(), &mut modules)?;
    Ok(tied(&modules))
}

/// Reads a file and the modules that it declares.
fn read(
    sources: &Path,
    file: &Path,
    folder: &Path,
    path: Steps,
    modules: &mut BTreeMap<Steps, Module>,
) -> io::Result<()> {
    let wrong = |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| wrong(&error))?;
    let parsed = syn::parse_file(&text).map_err(|error| wrong(&error))?;
    let name = file.strip_prefix(sources).unwrap_or(file).to_string_lossy().replace('\\', "/");
    inside(sources, &name, folder, path, parsed.items, modules)
}

fn inside(
    sources: &Path,
    file: &str,
    folder: &Path,
    path: Steps,
    items: Vec<Item>,
    modules: &mut BTreeMap<Steps, Module>,
) -> io::Result<()> {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    for item in items.into_iter().filter(|item| !is_test(item)) {
        match item {
            Item::Use(one) => imported(&one.tree, Vec::new(), is_handed_on(&one.vis), &mut module.imports),
            Item::Mod(one) => {
                let name = one.ident.to_string();
                let (path, folder) = ([path.clone(), vec![name.clone()]].concat(), folder.join(&name));
                match one.content {
                    Some((_, items)) => inside(sources, file, &folder, path, items, modules)?,
                    None => {
                        let beside = match named_path(&one.attrs) {
                            // Of several for one module, one a system, the last stands for all.
                            Some(name) => sources.join(file).with_file_name("").join(name),
                            None => folder.with_extension("rs"),
                        };
                        let at = if beside.exists() { beside } else { folder.join("mod.rs") };
                        read(sources, &at, &folder, path, modules)?;
                    }
                }
            }
            item => {
                module.defines.extend(name_of(&item));
                if let Item::Macro(one) = &item {
                    words(one.mac.tokens.clone(), &mut module.may_define);
                }
                mentioned(quote::ToTokens::to_token_stream(&item), &mut module);
            }
        }
    }
    modules.insert(path, module);
    Ok(())
}

/// The file of a module whose name differs from the module's.
fn named_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().filter(|one| one.path().is_ident("path")).find_map(|one| match &one.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

fn is_handed_on(seen: &Visibility) -> bool {
    !matches!(seen, Visibility::Inherited)
}

/// Whether an item is there for tests alone.
fn is_test(item: &Item) -> bool {
    let of = |attributes: &[Attribute]| {
        attributes.iter().filter(|one| one.path().is_ident("cfg")).any(|one| {
            let all = one.parse_args_with(Punctuated::<Meta, syn::Token![,]>::parse_terminated);
            all.is_ok_and(|all| all.iter().any(|meta| meta.path().is_ident("test")))
        })
    };
    match item {
        Item::Mod(one) => of(&one.attrs),
        Item::Use(one) => of(&one.attrs),
        Item::Fn(one) => of(&one.attrs),
        Item::Impl(one) => of(&one.attrs),
        _ => false,
    }
}

fn name_of(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(one) => one.ident.to_string(),
        Item::Enum(one) => one.ident.to_string(),
        Item::Fn(one) => one.sig.ident.to_string(),
        Item::Static(one) => one.ident.to_string(),
        Item::Struct(one) => one.ident.to_string(),
        Item::Trait(one) => one.ident.to_string(),
        Item::Type(one) => one.ident.to_string(),
        Item::Union(one) => one.ident.to_string(),
        Item::Macro(one) => one.ident.as_ref()?.to_string(),
        _ => return None,
    })
}

/// All names among tokens.
fn words(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), into),
            TokenTree::Ident(word) => _ = into.insert(word.to_string()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn imported(tree: &UseTree, before: Steps, is_handed_on: bool, into: &mut Vec<Import>) {
    let with = |name: String| [before.clone(), vec![name]].concat();
    match tree {
        UseTree::Path(path) => imported(&path.tree, with(path.ident.to_string()), is_handed_on, into),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| imported(tree, before.clone(), is_handed_on, into));
        }
        UseTree::Glob(_) => into.push(Import { name: None, path: before, is_handed_on }),
        UseTree::Name(one) if one.ident == "self" => {
            into.push(Import { name: before.last().cloned(), path: before, is_handed_on });
        }
        UseTree::Name(one) => {
            let name = one.ident.to_string();
            into.push(Import { name: Some(name.clone()), path: with(name), is_handed_on });
        }
        UseTree::Rename(one) => {
            let path = if one.ident == "self" { before } else { with(one.ident.to_string()) };
            into.push(Import { name: Some(one.rename.to_string()), path, is_handed_on });
        }
    }
}

/// The paths and imports among tokens, those within macros too.
fn mentioned(tokens: TokenStream, module: &mut Module) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            TokenTree::Group(group) => mentioned(group.stream(), module),
            TokenTree::Ident(word) if word == "use" => {
                let end = rest.iter().position(|one| is_sign(one, ';')).unwrap_or(rest.len());
                let (tree, after) = rest.split_at(end);
                let mut found = Vec::new();
                if let Ok(tree) = syn::parse2::<UseTree>(tree.iter().cloned().collect()) {
                    imported(&tree, Vec::new(), false, &mut found);
                    rest = after;
                }
                module.imports.extend(found);
            }
            TokenTree::Ident(word) => {
                let mut path = vec![word.to_string()];
                while let [one, other, TokenTree::Ident(next), after @ ..] = rest
                    && is_sign(one, ':')
                    && is_joined(one)
                    && is_sign(other, ':')
                {
                    path.push(next.to_string());
                    rest = after;
                }
                module.mentions.push(path);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(one) if one.as_char() == sign)
}

fn is_joined(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(one) if one.spacing() == Spacing::Joint)
}

/// What each file needs of the others.
fn tied(modules: &BTreeMap<Steps, Module>) -> Rooms {
    let mut rooms =
        Rooms { files: modules.values().map(|one| one.file.clone()).collect(), ..Rooms::default() };
    for (from, module) in modules {
        let is_named =
            |name: &str| module.mentions.iter().any(|path| path.first().is_some_and(|first| first == name));
        let imports = module.imports.iter().filter(|one| {
            // What is handed on and not used here is the business of those who use it.
            !one.is_handed_on || one.name.as_deref().is_some_and(is_named)
        });
        let paths = imports.map(|one| &one.path).chain(module.mentions.iter().filter(|path| path.len() > 1));
        for path in paths {
            let Some((at, name)) = found(modules, from, path, 0) else { continue };
            let Some(other) = modules.get(&at).map(|one| &one.file).filter(|file| **file != module.file)
            else {
                continue;
            };
            rooms.needs.entry((module.file.clone(), other.clone())).or_default().insert(name);
        }
    }
    rooms
}

/// How far imports are followed; more is a circle of them, which the compiler refuses.
const FOLLOWED_MAX: usize = 16;

/// The module that defines what a path names, seen from a module, and the name; none for a module or another crate.
fn found(
    modules: &BTreeMap<Steps, Module>,
    from: &Steps,
    path: &[String],
    depth: usize,
) -> Option<(Steps, String)> {
    if depth > FOLLOWED_MAX {
        return None;
    }
    let (first, rest) = path.split_first()?;
    let child = [from.as_slice(), std::slice::from_ref(first)].concat();
    match first.as_str() {
        "crate" => within(modules, Vec::new(), rest, depth),
        "self" => within(modules, from.clone(), rest, depth),
        "super" => {
            let parent = from.split_last().map(|(_, parent)| parent.to_vec())?;
            found(modules, &parent, &[&["self".to_owned()], rest].concat(), depth)
        }
        _ if modules.contains_key(&child) => within(modules, child, rest, depth),
        _ => {
            let import = modules.get(from)?.imports.iter().find(|one| one.name.as_ref() == Some(first))?;
            // A name of another crate stands for itself.
            if import.path.first() == Some(first) {
                return None;
            }
            found(modules, from, &[&import.path, rest].concat(), depth + 1)
        }
    }
}

fn within(
    modules: &BTreeMap<Steps, Module>,
    at: Steps,
    rest: &[String],
    depth: usize,
) -> Option<(Steps, String)> {
    let (first, rest) = rest.split_first()?;
    let module = modules.get(&at)?;
    let child = [at.as_slice(), std::slice::from_ref(first)].concat();
    if first == "super" {
        let parent = at.split_last().map(|(_, parent)| parent.to_vec())?;
        return within(modules, parent, rest, depth);
    }
    if !rest.is_empty() && modules.contains_key(&child) {
        return within(modules, child, rest, depth);
    }
    if module.defines.contains(first) {
        return Some((at, first.clone()));
    }
    if modules.contains_key(&child) {
        return None;
    }
    let named = module.imports.iter().filter(|one| one.name.as_ref() == Some(first));
    let mut named = named.map(|one| [&one.path, rest].concat());
    let handed_on = named.find_map(|path| found(modules, &at, &path, depth + 1)).or_else(|| {
        let globs = module.imports.iter().filter(|one| one.name.is_none());
        let mut all = globs.map(|one| [&one.path, std::slice::from_ref(first), rest].concat());
        // A path into what a macro makes is known as far as its first name alone: the file must have the other one too.
        all.find_map(|path| {
            let (at, _) = found(modules, &at, &path, depth + 1)?;
            let module = modules.get(&at)?;
            let has_it = module.defines.contains(first) || module.may_define.contains(first);
            has_it.then(|| (at.clone(), first.clone()))
        })
    });
    handed_on.or_else(|| module.may_define.contains(first).then(|| (at, first.clone())))
}

/// The crates with sources, by the names of their folders.
pub(crate) fn crates(root: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut crates = BTreeMap::new();
    for folder in fs::read_dir(root.join("crates"))? {
        let folder = folder?;
        let sources = folder.path().join("src");
        if sources.is_dir() {
            crates.insert(folder.file_name().to_string_lossy().into_owned(), sources);
        }
    }
    Ok(crates)
}

/// Prints the circles of every crate, or of one, with what ties them.
pub(crate) fn show(only: Option<&str>) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shown = crates(&root).and_then(|crates| {
        for (name, sources) in crates.iter().filter(|(name, _)| only.is_none_or(|only| *name == only)) {
            let rooms = of(sources)?;
            println!("{name}: {} of {} files in circles", rooms.in_circles(), rooms.files.len());
            for circle in rooms.circles() {
                println!("  circle of {}: {}", circle.len(), circle.join(", "));
                let ties = rooms.needs.iter().filter(|((from, to), _)| {
                    circle.contains(&from.as_str()) && circle.contains(&to.as_str())
                });
                for ((from, to), names) in ties {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    println!("    {from} -> {to}: {}", names.join(", "));
                }
            }
        }
        Ok(())
    });
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The crates that have circles left, with how many files are in them; in all others there is none.
    const LEFT: &[(&str, usize, &str)] = &[(
        "formula",
        17,
        "statements that hold statements, conditions in formulas, and laws whose proofs are laws",
    )];

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn circles_of_modules_only_become_fewer() {
        let mut told = Vec::new();
        let crates = crates(&root()).unwrap();
        assert!(crates.len() > 20, "the crates were not found");
        for (name, _, _) in LEFT {
            assert!(crates.contains_key(*name), "{name} is no crate");
        }
        for (name, sources) in crates {
            let rooms = of(&sources).unwrap();
            let (found, left) = (
                rooms.in_circles(),
                LEFT.iter().find(|(one, ..)| *one == name).map_or(0, |(_, left, _)| *left),
            );
            if found != left {
                told.push(format!("{name}: {found} files in circles, where {left} are known"));
            }
        }
        assert!(
            told.is_empty(),
            "`cargo xtask circles CRATE` shows what ties them; cut a new circle, and write down here that fewer are left: {told:#?}"
        );
    }

    fn rooms(name: &str, files: &[(&str, &str)]) -> Rooms {
        let folder = std::env::temp_dir().join(format!("keiyaku-circles-{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let rooms = of(&folder).unwrap();
        fs::remove_dir_all(folder).unwrap();
        rooms
    }

    #[test]
    fn a_circle_is_found_through_what_is_handed_on_renamed_nested_or_made_by_a_macro() {
        let ties = [
            "use crate::B;",
            "use crate::b::B;",
            "use super::b::B as C;",
            "use crate::{self as all, b::{self, B}};",
            "use crate::*;\nstruct One(B);",
            "use crate::b;\nfn f() { let _ = b::B; }",
            "fn f() { let _ = crate::b::B::new(); }",
            "fn f() { use crate::b::B; }",
            "fn f() -> String { format!(\"{}\", crate::b::B) }",
        ];
        for (n, tie) in ties.iter().enumerate() {
            let found = rooms(
                &format!("ties-{n}"),
                &[
                    ("lib.rs", "pub use b::B;\nmod a;\nmod b;\nmod c;"),
                    ("a.rs", &format!("{tie}\npub struct A;")),
                    ("b.rs", "words! { B, A }\nmod inner;"),
                    ("b/inner.rs", "use crate::a::A;\npub struct D(A, super::B);"),
                    ("c.rs", "use crate::{a::A, b::B};"),
                ],
            );
            // The file of `B` needs nothing, so that there is no circle yet.
            assert_eq!(found.circles(), Vec::<Vec<&str>>::new(), "{tie}");
            if n != 4 {
                assert!(
                    found.needs.contains_key(&("a.rs".into(), "b.rs".into())),
                    "{tie}: {:?}",
                    found.needs
                );
            }
        }
        let circle = rooms(
            "circle",
            &[
                ("main.rs", "mod a;\nmod b;\nfn main() { a::f(); }"),
                ("a.rs", "use crate::b::B;\npub fn f() {}"),
                ("b.rs", "pub struct B;\nfn g() { super::a::f(); }"),
            ],
        );
        assert_eq!((circle.circles(), circle.in_circles()), (vec![vec!["a.rs", "b.rs"]], 2));
    }

    #[test]
    fn tests_handing_on_and_other_crates_tie_nothing() {
        let found = rooms(
            "free",
            &[
                ("lib.rs", "pub use a::A;\npub use std::fmt;\nmod a;\n#[cfg(test)]\nmod none;"),
                (
                    "a.rs",
                    "pub use self::inner::B;\nmod inner;\npub struct A;\n#[cfg(test)]\nmod tests { use super::inner::B; }",
                ),
                ("a/inner.rs", "use std::fmt;\nuse super::A;\npub struct B(A);\nimpl fmt::Debug for B {}"),
            ],
        );
        assert_eq!(found.in_circles(), 0, "{:?}", found.needs);
        assert_eq!(found.needs.len(), 1);
    }
}
