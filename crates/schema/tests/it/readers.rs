//! The schemas are written beside the readers, so they are held against them: an unknown key makes a reader name
//! those that it knows, and a key taken out shows whether it needs it.

use std::{collections::BTreeSet, fs, path::PathBuf};

use keiyaku::tables::TableError;

use crate::{
    contracts::{json, parsed, schemas, tables},
    read::Reader,
    validator::{Spot, Step, spots},
};

/// The contracts whose tables are read, the small ones first; between them they have a row of each kind.
const FOLDERS: [&str; 3] = ["template", "examples/measures", "jetro-2023"];

const STRANGER: &str = "qqqqqqqqqqqqqqqq";

/// Keys that a reader asks for by what stands in others: a schema lists them, and leaves which to the reader.
const BY_OTHERS: &[(&str, &[&str])] = &[
    // A share has a limit, and only what is measured elsewhere has no target. A limit is agreed or a span; a condition
    // is about a mark or an attribute.
    ("sla", &["target", "limit", "agreed", "reached", "is", "is_not"]),
    // A duty begins on an event or after a duty; a time limit is one of several.
    ("duties", &["on", "unit"]),
    // What comes as needed has no day and no hours, what has `dates` no rule.
    ("calendar", &["month", "nth", "weekday", "begins", "ends", "days", "weekdays", "daily"]),
    // Hours that are not `any` hold on some days.
    ("escalation", &["days"]),
    // What is irregular has a trigger.
    ("tasks", &["trigger"]),
    // A statement is carried out, or not computable.
    ("coverage", &["by", "not_computable"]),
];

fn is_by_others(name: &str, key: &str) -> bool {
    BY_OTHERS.iter().any(|(of, keys)| *of == name && keys.contains(&key))
}

/// Each table of the contracts, the small ones first, with its objects, each with the keys that were not met in its like.
fn each(mut act: impl FnMut(&Reader, &str, &toml::Value, &[(Spot, Vec<String>)]) -> Vec<String>) {
    let schemas = schemas();
    let (mut seen, mut differ) = (BTreeSet::new(), Vec::new());
    for folder in FOLDERS {
        let reader = Reader::of(folder);
        for (name, path, table) in of_contract(folder) {
            let table = shortened(&name, table);
            if let Err(errors) = reader.read(&name, &toml::to_string(&table).unwrap()) {
                panic!("{}: {errors:?}", path.display());
            }
            let spots = spots(&schemas[name.as_str()], &json(&table)).into_iter().map(|spot| {
                let keys = keys_at(&table, &spot.steps).into_iter();
                let new = keys.filter(|key| seen.insert((name.clone(), spot.part.clone(), key.clone())));
                let new = new.collect();
                (spot, new)
            });
            let spots: Vec<_> = spots.filter(|(_, new): &(_, Vec<_>)| !new.is_empty()).collect();
            differ.extend(act(&reader, &name, &table, &spots));
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
    assert!(seen.len() > 300, "{}", seen.len());
}

/// The tables of a contract that are read here. Volumes name the items of their own contract, and the lint that reads
/// them here is the template's.
fn of_contract(folder: &str) -> impl Iterator<Item = (String, PathBuf, toml::Value)> {
    let tables = tables().into_iter();
    let own = tables.filter(move |(name, path, _)| {
        path.to_str().is_some_and(|path| path.contains(&format!("/{folder}/")))
            && (name != "volumes" || folder == "template")
    });
    own.map(|(name, path, text)| (name, path, parsed(&text)))
}

fn keys_at(table: &toml::Value, steps: &[Step]) -> Vec<String> {
    let place = steps.iter().fold(table, |value, step| match step {
        Step::Key(key) => &value[key.as_str()],
        Step::Index(n) => &value[*n],
    });
    place.as_table().unwrap().keys().cloned().collect()
}

/// The object at a place; `None` where what it stood in was taken out.
fn at<'a>(table: &'a mut toml::Value, steps: &[Step]) -> Option<&'a mut toml::Table> {
    let mut place = Some(table);
    for step in steps {
        place = match step {
            Step::Key(key) => place?.get_mut(key.as_str()),
            Step::Index(n) => place?.get_mut(*n),
        };
    }
    place?.as_table_mut()
}

/// Rows that refer to no other are many: a few are enough.
fn shortened(name: &str, mut table: toml::Value) -> toml::Value {
    let rows = match name {
        "findings" => "finding",
        "coverage" => "statement",
        _ => return table,
    };
    if let Some(rows) = table.get_mut(rows).and_then(toml::Value::as_array_mut) {
        rows.truncate(40);
    }
    table
}

/// The place as readers tell it: `item[1].measure`.
fn told(steps: &[Step], key: &str) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Index(n) => path.push_str(&format!("[{}]", n + 1)),
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.push_str(&format!(".{key}")),
        }
    }
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

#[test]
fn the_keys_of_the_schemas_are_those_of_the_readers() {
    let mut tried = BTreeSet::new();
    each(|reader, name, table, spots| {
        let of = |(spot, _): &(Spot, Vec<String>)| keys_differ(reader, name, table, spot, &mut tried);
        spots.iter().flat_map(of).collect()
    });
}

fn keys_differ(
    reader: &Reader,
    name: &str,
    table: &toml::Value,
    spot: &Spot,
    tried: &mut BTreeSet<(String, String)>,
) -> Vec<String> {
    let Some(known) = spot.known.as_ref().filter(|_| tried.insert((name.to_owned(), spot.part.clone())))
    else {
        return Vec::new();
    };
    let mut strange = table.clone();
    at(&mut strange, &spot.steps).unwrap().insert(STRANGER.to_owned(), "-".into());
    let path = told(&spot.steps, STRANGER);
    let Err(errors) = reader.read(name, &toml::to_string(&strange).unwrap()) else {
        return vec![format!("{name} {path}: the reader takes any key")];
    };
    let help = errors.iter().find(|error| error.path == path).and_then(|error| error.help.as_ref());
    let asked: BTreeSet<String> =
        help.map_or("", |help| &help.en).split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let differ = asked.symmetric_difference(known).filter(|key| !is_by_others(name, key));
    differ.map(|key| format!("{name} {path}: only the schema or only the reader knows `{key}`")).collect()
}

/// A key that is taken out of a table.
#[derive(Clone)]
struct Taken {
    steps: Vec<Step>,
    key: String,
    is_needed: bool,
}

/// Takes keys out of a table, and says which of them the schema and the reader do not agree on. Many are taken out at a time;
/// those of which that tells nothing are tried again without the others, by halves and in the end by themselves.
fn differ(reader: &Reader, name: &str, table: &toml::Value, keys: &[Taken]) -> Vec<String> {
    let mut without = table.clone();
    // What stands in a part that is out already waits.
    let mut out: Vec<bool> = Vec::new();
    for taken in keys {
        out.push(at(&mut without, &taken.steps).and_then(|row| row.remove(&taken.key)).is_some());
    }
    let read = reader.read(name, &toml::to_string(&without).unwrap()).map(|_| ());
    let missing = |taken: &Taken| {
        let path = told(&taken.steps, &taken.key);
        let errors = read.as_ref().err().map_or(&[][..], Vec::as_slice);
        errors
            .iter()
            .any(|error: &TableError| error.path == path && error.message.en.starts_with("is missing"))
    };
    if let [taken] = keys {
        let path = told(&taken.steps, &taken.key);
        return match (taken.is_needed, read.is_ok()) {
            (true, true) => vec![format!("{name} {path}: the schema needs it, the reader does not")],
            (false, false) if missing(taken) => {
                vec![format!("{name} {path}: the reader needs it, the schema does not")]
            }
            _ => Vec::new(),
        };
    }
    // A key that is missed is needed; where nothing is, none of those that are out is.
    let settled = |(taken, is_out): &(&Taken, &bool)| {
        **is_out && if taken.is_needed { missing(taken) } else { read.is_ok() }
    };
    let (_, rest): (Vec<_>, Vec<_>) = keys.iter().zip(&out).partition(settled);
    let rest: Vec<Taken> = rest.into_iter().map(|(taken, _)| taken.clone()).collect();
    match rest.len() {
        0 => Vec::new(),
        left if left < keys.len() => differ(reader, name, table, &rest),
        left => rest.chunks(left.div_ceil(2)).flat_map(|half| differ(reader, name, table, half)).collect(),
    }
}

#[test]
fn what_the_schemas_need_the_readers_need() {
    each(|reader, name, table, spots| {
        let mut taken: [Vec<Taken>; 2] = Default::default();
        for (spot, new) in spots.iter().filter(|(spot, _)| spot.known.is_some()) {
            for key in new.iter().filter(|key| !is_by_others(name, key)) {
                let is_needed = spot.needed.contains(key);
                let steps = spot.steps.clone();
                taken[usize::from(is_needed)].push(Taken { steps, key: key.clone(), is_needed });
            }
        }
        let taken = taken.iter().filter(|keys| !keys.is_empty());
        taken.flat_map(|keys| differ(reader, name, table, keys)).collect()
    });
}

#[test]
fn a_table_that_is_printed_and_read_again_is_the_same() {
    for folder in FOLDERS {
        let reader = Reader::of(folder);
        for (name, path, table) in of_contract(folder) {
            let text = fs::read_to_string(&path).unwrap();
            let printed = toml::to_string(&table).unwrap();
            assert_ne!(printed, text);
            let [first, again] = [text, printed].map(|text| match reader.read(&name, &text) {
                Ok(read) => read.text(),
                Err(errors) => panic!("{}: {errors:?}", path.display()),
            });
            assert_eq!(first, again, "{}", path.display());
        }
    }
}
