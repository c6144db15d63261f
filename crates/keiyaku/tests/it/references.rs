//! Every text of the reference contract's tables is of a known sort, and none that refers to something can be misspelt.
//!
//! `texts.toml` says of each key what its texts are; a new key fails until it stands there. All different texts of
//! a key that refers are misspelt at once, and each must be refused at its place, with the word that was meant.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use keiyaku::{
    Contract, LoadError,
    sla::{Asked, Condition},
    tables::{Outline, OutlineValue, TableError},
};

/// What the texts of a key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Refers,
    Read,
    Form,
    Own,
    Shown,
    Later,
}

fn sorts() -> BTreeMap<(String, String), Sort> {
    let table: toml::Table = include_str!("texts.toml").parse().unwrap();
    let mut sorts = BTreeMap::new();
    for (file, keys) in table {
        for (sort, keys) in keys.as_table().unwrap() {
            let sort = match sort.as_str() {
                "refers" => Sort::Refers,
                "read" => Sort::Read,
                "form" => Sort::Form,
                "own" => Sort::Own,
                "shown" => Sort::Shown,
                "later" => Sort::Later,
                other => panic!("{file}: {other}"),
            };
            for key in keys.as_array().unwrap() {
                let key = key.as_str().unwrap().to_owned();
                assert!(sorts.insert((file.clone(), key.clone()), sort).is_none(), "{file}: {key} twice");
            }
        }
    }
    sorts
}

/// The texts of a table but for those in two languages and the clauses of rows, by key without numbers; a key that is
/// data is `*`.
fn texts(file: &str, source: &str) -> BTreeMap<String, Vec<OutlineValue>> {
    const MAPS: [&str; 7] = ["marks", "parts", "words", "terms", "sites", "outcomes", "date_only"];
    let mut texts: BTreeMap<String, Vec<OutlineValue>> = BTreeMap::new();
    for row in Outline::of(file, source).rows() {
        let path: String = row.path.split('.').map(|part| part.split('[').next().unwrap()).fold(
            String::new(),
            |path, part| {
                if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") }
            },
        );
        let is_map = MAPS.iter().any(|map| path.rsplit('.').next() == Some(map)) && !row.path.ends_with(']');
        for value in row.values.iter().filter(|value| !value.is_date) {
            if ["ja", "en", "clause"].contains(&value.key.as_str()) && !is_map {
                continue;
            }
            let key = if is_map { "*" } else { &value.key };
            let key = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            texts.entry(key).or_default().push(value.clone());
        }
    }
    texts
}

/// A word with a slip in its middle, which no table holds.
fn misspelt(word: &str) -> String {
    let signs: Vec<char> = word.chars().collect();
    let (before, after) = signs.split_at(signs.len().div_ceil(2));
    before.iter().chain(&['q']).chain(after).collect()
}

/// A table with some of its texts misspelt.
fn spoilt(source: &str, values: &[OutlineValue]) -> String {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    let mut places: Vec<&OutlineValue> = values.iter().collect();
    // From the end of a line, so that places before it stay.
    places.sort_by_key(|value| (value.place.line, std::cmp::Reverse(value.place.column)));
    for value in places {
        let line = lines.get_mut(value.place.line - 1).unwrap();
        let at = line.char_indices().nth(value.place.column - 1).unwrap().0;
        let quoted = format!("\"{}\"", value.text);
        assert!(line[at..].starts_with(&quoted), "{}: {quoted}", value.place);
        line.replace_range(at..at + quoted.len(), &format!("\"{}\"", misspelt(&value.text)));
    }
    lines.join("\n") + "\n"
}

fn folder(name: &str) -> (PathBuf, Vec<(String, String)>) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/jetro-2023");
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(&to).unwrap();
    let mut tables = Vec::new();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            fs::write(to.join(&file), &text).unwrap();
            // What only the lint reads is not read here.
            if file != "volumes.toml" {
                tables.push((file, text));
            }
        }
    }
    tables.sort();
    (to, tables)
}

#[test]
fn every_text_of_a_table_is_of_a_known_sort() {
    let (_, tables) = folder("texts");
    let sorts = sorts();
    let mut found = BTreeSet::new();
    let mut unknown = Vec::new();
    for (file, source) in &tables {
        for key in texts(file, source).into_keys() {
            match sort_of(&sorts, file, &key) {
                Some((key, _)) => _ = found.insert((file.clone(), key)),
                None => unknown.push(format!("{file}: {key}")),
            }
        }
    }
    assert!(unknown.is_empty(), "say in texts.toml what these are: {unknown:#?}");
    let gone: Vec<_> = sorts.keys().filter(|key| !found.contains(*key)).collect();
    assert!(gone.is_empty(), "no table holds these of texts.toml: {gone:#?}");
}

/// The sort of a key, by itself or by a key above it with `*`.
fn sort_of(sorts: &BTreeMap<(String, String), Sort>, file: &str, key: &str) -> Option<(String, Sort)> {
    let above = key.match_indices('.').map(|(at, _)| format!("{}.*", &key[..at]));
    let mut keys: Vec<String> = above.collect();
    keys.push(key.to_owned());
    let known = keys.into_iter().rev().find(|key| sorts.contains_key(&(file.to_owned(), key.clone())));
    known.map(|key| (key.clone(), sorts[&(file.to_owned(), key)]))
}

/// A table by file and text, and the texts of a key of it that are misspelt.
type Spoilt<'a> = (&'a str, &'a str, String, Vec<OutlineValue>);

#[test]
fn no_reference_can_be_misspelt() {
    let (folder, tables) = folder("misspelt");
    let sorts = sorts();
    // The keys of a table are misspelt one by one, those of different tables at a time; of tables that others are read
    // by, no other at that time.
    let read = read_words(&folder);
    assert!(read.len() > 50, "{read:?}");
    let mut rounds: BTreeMap<(usize, usize), Vec<Spoilt<'_>>> = BTreeMap::new();
    for (file, source) in &tables {
        let alone = ["calendar.toml", "sla.toml", "records.toml"]
            .iter()
            .position(|one| one == file)
            .map_or(0, |n| n + 1);
        let wanted = texts(file, source).into_iter().filter_map(|(key, mut values)| {
            match sort_of(&sorts, file, &key)?.1 {
                Sort::Refers | Sort::Form => {}
                Sort::Read => values.retain(|value| read.contains(&value.text)),
                Sort::Own | Sort::Shown | Sort::Later => return None,
            }
            Some((key, values))
        });
        for (n, (key, mut values)) in wanted.enumerate() {
            // One of each text: near words are looked for up to a number of problems.
            let mut seen = BTreeSet::new();
            values.retain(|value| seen.insert(value.text.clone()));
            rounds.entry((alone, n)).or_default().push((file, source, key, values));
        }
    }
    let mut failures = Vec::new();
    for round in rounds.values() {
        for (file, source, _, values) in round {
            fs::write(folder.join(file), spoilt(source, values)).unwrap();
        }
        let told = told(&folder);
        for (file, source, _, _) in round {
            fs::write(folder.join(file), source).unwrap();
        }
        for (file, source, key, values) in round {
            let is_form = matches!(sort_of(&sorts, file, key), Some((_, Sort::Form)));
            for value in values.iter().filter(|value| !is_refused(&told, file, value, is_form)) {
                // Among many problems of one table some wait until others are mended: then by itself.
                fs::write(folder.join(file), spoilt(source, std::slice::from_ref(value))).unwrap();
                let is_refused = is_refused(&self::told(&folder), file, value, is_form);
                fs::write(folder.join(file), source).unwrap();
                if !is_refused {
                    failures.push(format!("{}: {key}: `{}`", value.place, misspelt(&value.text)));
                    break;
                }
            }
        }
    }
    assert!(failures.is_empty(), "taken without a word, or without the near one: {failures:#?}");
}

/// What loading the folder tells.
fn told(folder: &Path) -> Vec<TableError> {
    match Contract::load(folder) {
        Err(LoadError::Tables(errors)) => errors.problems,
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

/// Whether a misspelt text was told at its place, with the word that was meant.
fn is_refused(told: &[TableError], file: &str, value: &OutlineValue, is_form: bool) -> bool {
    let wrong = misspelt(&value.text);
    told.iter().filter(|error| error.file == file && error.line == value.place.line).any(|error| {
        let text = error.to_string();
        is_form || text.contains(&wrong) && text.contains(&format!("`{}`", value.text))
    })
}

/// The words that service levels read.
fn read_words(folder: &Path) -> BTreeSet<String> {
    let contract = Contract::load(folder).unwrap();
    let mut words = BTreeSet::new();
    for item in contract.catalogue().items() {
        words.extend(item.measure.reads().source().map(|source| source.to_string()));
        for asked in item.asks() {
            match asked {
                Asked::Mark(mark) | Asked::Condition(Condition::Reached { mark }) => {
                    words.insert(mark.to_string());
                }
                Asked::OneOf(marks) => words.extend(marks.iter().map(ToString::to_string)),
                Asked::Pause(pause) => _ = words.insert(pause.to_string()),
                Asked::Answer(step) => _ = words.insert(step.to_string()),
                Asked::Ground { ground, is_claimed: true } => _ = words.insert(ground.to_string()),
                Asked::Ground { is_claimed: false, .. } => {}
                Asked::Condition(
                    Condition::Is { attribute, values } | Condition::IsNot { attribute, values },
                ) => {
                    words.insert(attribute.to_string());
                    words.extend(values.iter().map(ToString::to_string));
                }
            }
        }
    }
    words
}
