//! Every text of a contract's tables is of a known sort, and none that refers to something can be misspelt.
//!
//! `texts.toml` says of each key what its texts are; a new key fails until it stands there. All different texts of
//! each key that refers are misspelt, and each must be refused at its place, with the word that was meant.

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
    copied("jetro-2023", name)
}

/// A copy of a contract in a folder of that name, with the tables that are read by all.
fn copied(contract: &str, name: &str) -> (PathBuf, Vec<(String, String)>) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts").join(contract);
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
            if file.ends_with(".toml") && !["volumes.toml", "waivers.toml"].contains(&&*file) {
                tables.push((file, text));
            }
        }
    }
    tables.sort();
    (to, tables)
}

/// The tables of every contract that comes with the program: the reference contract, the template and the examples.
fn all_tables() -> Vec<(String, String)> {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts");
    let within = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let mut folders = within(&contracts);
    folders.extend(within(&contracts.join("examples")));
    folders.retain(|folder| folder.join("sla.toml").is_file());
    assert!(folders.len() > 3, "{folders:?}");
    let files = folders.iter().flat_map(|folder| within(folder));
    // What only the lint reads is not read here.
    let is_table = |path: &PathBuf| {
        let only_lint = ["volumes.toml", "waivers.toml"].iter().any(|name| path.ends_with(name));
        path.extension().is_some_and(|ending| ending == "toml") && !only_lint
    };
    files
        .filter(is_table)
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

#[test]
fn every_text_of_a_table_is_of_a_known_sort() {
    let tables = all_tables();
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
    unknown.sort();
    unknown.dedup();
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

/// A text that is misspelt: of which table, as it stands there, and by which key.
struct Slip<'a> {
    file: &'a str,
    source: &'a str,
    key: String,
    is_form: bool,
    value: OutlineValue,
}

/// So many slips of one table at a time: near words are looked for up to a hundred problems.
const AT_A_TIME: usize = 90;

/// The slips by rounds: those of different tables are tried at a time, but of tables that others are read by, no other at that
/// time.
fn rounds<'a>(tables: &'a [(String, String)], read: &BTreeSet<String>) -> Vec<Vec<Slip<'a>>> {
    let sorts = sorts();
    let mut rounds: BTreeMap<(usize, usize), Vec<Slip<'_>>> = BTreeMap::new();
    for (file, source) in tables {
        let alone = ["calendar.toml", "sla.toml", "records.toml"].iter().position(|one| one == file);
        let alone = alone.map_or(0, |n| n + 1);
        let mut so_far = 0;
        for (key, mut values) in texts(file, source) {
            let Some((_, sort)) = sort_of(&sorts, file, &key) else { continue };
            match sort {
                Sort::Refers | Sort::Form => {}
                Sort::Read => values.retain(|value| read.contains(&value.text)),
                Sort::Own | Sort::Shown | Sort::Later => continue,
            }
            // One of each text.
            let mut seen = BTreeSet::new();
            values.retain(|value| seen.insert(value.text.clone()));
            for value in values {
                // Of times there are words and patterns.
                let is_form = sort == Sort::Form || value.text.contains('%');
                let slip = Slip { file, source, key: key.clone(), is_form, value };
                rounds.entry((alone, so_far / AT_A_TIME)).or_default().push(slip);
                so_far += 1;
            }
        }
    }
    rounds.into_values().collect()
}

#[test]
fn no_reference_can_be_misspelt() {
    let mut failures = Vec::new();
    for (contract, words) in
        [("jetro-2023", 50), ("template", 5), ("examples/measures", 10), ("examples/servicenow-log", 5)]
    {
        let (folder, tables) = copied(contract, &format!("misspelt-{}", contract.replace('/', "-")));
        let read = read_words(&folder);
        assert!(read.len() > words, "{contract}: {read:?}");
        for round in rounds(&tables, &read) {
            let taken = taken(&folder, &round.iter().collect::<Vec<_>>());
            failures.extend(taken.into_iter().map(|slip| format!("{contract}: {slip}")));
        }
    }
    assert!(failures.is_empty(), "taken without a word, or without the near one: {failures:#?}");
}

/// The slips that are taken without a word, or without the near one. Of many at a time some are told only when others are
/// mended: what was not told is tried again without those that were, and where none was, by halves and in the end by itself.
fn taken(folder: &Path, slips: &[&Slip<'_>]) -> Vec<String> {
    let mut of_file: BTreeMap<(&str, &str), Vec<OutlineValue>> = BTreeMap::new();
    for slip in slips {
        of_file.entry((slip.file, slip.source)).or_default().push(slip.value.clone());
    }
    for ((file, source), values) in &of_file {
        fs::write(folder.join(file), spoilt(source, values)).unwrap();
    }
    let told = told(folder);
    for (file, source) in of_file.keys() {
        fs::write(folder.join(file), source).unwrap();
    }
    let rest: Vec<&Slip<'_>> = slips.iter().copied().filter(|slip| !slip.is_refused(&told)).collect();
    match (rest.as_slice(), slips) {
        ([], _) => Vec::new(),
        (_, [slip]) => vec![format!("{}: {}: `{}`", slip.value.place, slip.key, misspelt(&slip.value.text))],
        _ if rest.len() < slips.len() => taken(folder, &rest),
        _ => slips.chunks(slips.len().div_ceil(2)).flat_map(|half| taken(folder, half)).collect(),
    }
}

/// What loading the folder tells.
fn told(folder: &Path) -> Vec<TableError> {
    match Contract::load(folder) {
        Err(LoadError::Tables(errors)) => errors.problems,
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

impl Slip<'_> {
    /// Whether it was told at its place, with the word that was meant.
    fn is_refused(&self, told: &[TableError]) -> bool {
        let (wrong, meant) = (misspelt(&self.value.text), format!("`{}`", self.value.text));
        // Marks that states reach and keep are told at the states of their file: which is wrong nobody can know.
        let is_here =
            |error: &&TableError| error.line == self.value.place.line || self.key.starts_with("file.states.");
        told.iter().filter(|error| error.file == self.file).filter(is_here).any(|error| {
            let text = error.to_string();
            self.is_form || text.contains(&wrong) && text.contains(&meant)
        })
    }
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

/// Keys by which rows are told apart, as far as a list has one.
const NAMES: [&str; 9] = ["id", "key", "name", "text", "item", "mark", "test", "date", "effective"];

/// Lists whose rows may share what is otherwise a name.
const SHARED: [(&str, &str); 1] = [("records.toml", "file")];

/// The table with one row more in each of its lists, as `another` makes it of the rows that are there; and which lists.
fn with_more(value: &mut toml::Value, path: &str, lists: &mut BTreeSet<String>, another: Another<'_>) {
    let toml::Value::Table(table) = value else { return };
    for (key, value) in table.iter_mut() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            toml::Value::Array(rows) if rows.iter().all(toml::Value::is_table) && !rows.is_empty() => {
                let last = rows.len() - 1;
                for row in rows.iter_mut().take(last) {
                    with_more(row, &path, lists, another);
                }
                if let Some(row) = another(rows, &path) {
                    rows.push(row);
                    lists.insert(path);
                }
            }
            other => with_more(other, &path, lists, another),
        }
    }
}

/// What makes a row too many of those of a list, by the list's path.
type Another<'a> = &'a dyn Fn(&[toml::Value], &str) -> Option<toml::Value>;

/// The lists of a table of which a row too many is taken without both places.
fn taken_twice(folder: &Path, file: &str, source: &str, another: Another<'_>) -> Vec<String> {
    let told_of = |another: Another<'_>| {
        let (mut lists, mut table) = (BTreeSet::new(), toml::Value::Table(source.parse().unwrap()));
        with_more(&mut table, "", &mut lists, another);
        fs::write(folder.join(file), toml::to_string(&table).unwrap()).unwrap();
        let told = told(folder);
        fs::write(folder.join(file), source).unwrap();
        let told: BTreeSet<String> = told
            .iter()
            .filter(|error| error.file == file && error.first_line.is_some())
            .map(|error| {
                error
                    .path
                    .split('.')
                    .map(|part| part.split('[').next().unwrap())
                    .collect::<Vec<_>>()
                    .join(".")
            })
            .collect();
        lists.retain(|list| {
            told.iter()
                .all(|path| path != list && path.rsplit_once('.').map(|(above, _)| above) != Some(list))
        });
        lists
    };
    // Of many at a time some are told only when others are mended: those are tried by themselves.
    let rest = told_of(another);
    let by_itself =
        |list: &String| !told_of(&|rows, path| another(rows, path).filter(|_| path == list)).is_empty();
    rest.iter().filter(|list| by_itself(list)).map(|list| format!("{file}: {list}")).collect()
}

/// Of rows that stood twice the last one counted, or both did, and nobody was told: policies, regions, attributes of a
/// mapping, contents of the report, tallies, exclusions, seasons, outages.
#[test]
fn regression_no_row_of_any_list_may_stand_twice() {
    let (folder, tables) = folder("twice");
    let mut failures = Vec::new();
    for (file, source) in &tables {
        failures.extend(taken_twice(&folder, file, source, &|rows, _| rows.last().cloned()));
    }
    assert!(failures.is_empty(), "taken without a word: {failures:#?}");
}

/// Nor may one row take the name of another and say something else.
#[test]
fn regression_no_two_rows_of_a_list_may_share_a_name() {
    let (folder, tables) = folder("names");
    let mut failures = Vec::new();
    for (file, source) in &tables {
        let another = |rows: &[toml::Value], path: &str| {
            let (first, last) = (rows.first()?, rows.last()?);
            let by = NAMES.iter().find(|key| {
                let names: Vec<&toml::Value> = rows.iter().filter_map(|row| row.get(**key)).collect();
                let is_name = names.iter().all(|name| name.is_str() || name.is_datetime());
                is_name && names.len() == rows.len() && rows.len() > 1 && !SHARED.contains(&(file, path))
            })?;
            let mut row = last.as_table()?.clone();
            row.insert((*by).to_owned(), first.get(by)?.clone());
            Some(toml::Value::Table(row))
        };
        failures.extend(taken_twice(&folder, file, source, &another));
    }
    assert!(failures.is_empty(), "taken without a word: {failures:#?}");
}
