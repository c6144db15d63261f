//! The schemas are written beside the readers, so they are held against them: an unknown key makes a reader name
//! those that it knows, and a key taken out shows whether it needs it.

use std::collections::BTreeSet;

use keiyaku::tables::TableError;

use crate::{
    contracts::{json, parsed, schemas, tables},
    read::Reader,
    validator::{Spot, Step, spots},
};

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

/// One object of each kind in the tables of a contract.
fn each(folder: &str, mut act: impl FnMut(&Reader, &str, &toml::Value, &Spot) -> Vec<String>) {
    let (schemas, reader) = (schemas(), Reader::of(folder));
    let (mut seen, mut differ) = (BTreeSet::new(), Vec::new());
    for (name, path, text) in
        tables().iter().filter(|(_, path, _)| path.components().any(|part| part.as_os_str() == folder))
    {
        // Volumes name the items of their own contract; the lint here is that of the template.
        if name == "volumes" && folder != "template" {
            continue;
        }
        let table = shortened(name, parsed(text));
        let text = &toml::to_string(&table).unwrap();
        if let Err(errors) = reader.read(name, text) {
            panic!("{}: {errors:?}", path.display());
        }
        for spot in spots(&schemas[name.as_str()], &json(&table)) {
            let keys =
                at(&mut table.clone(), &spot.steps).as_table().unwrap().keys().cloned().collect::<Vec<_>>();
            let key = |key: String| (name.clone(), spot.part.clone(), key);
            if keys.into_iter().filter(|own| seen.insert(key(own.clone()))).count() > 0 {
                differ.extend(act(&reader, name, &table, &spot));
            }
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
    assert!(seen.len() > 50, "{}", seen.len());
}

fn at<'a>(table: &'a mut toml::Value, steps: &[Step]) -> &'a mut toml::Value {
    steps.iter().fold(table, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(n) => &mut value[*n],
    })
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

fn keys_are_those_of_the_readers(folder: &str) {
    each(folder, |reader, name, table, spot| {
        let Some(known) = &spot.known else { return Vec::new() };
        let mut strange = table.clone();
        at(&mut strange, &spot.steps).as_table_mut().unwrap().insert(STRANGER.to_owned(), "-".into());
        let path = told(&spot.steps, STRANGER);
        let Err(errors) = reader.read(name, &toml::to_string(&strange).unwrap()) else {
            return vec![format!("{name} {path}: the reader takes any key")];
        };
        let help = errors.iter().find(|error| error.path == path).and_then(|error| error.help.as_deref());
        let asked: BTreeSet<String> =
            help.unwrap_or_default().split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let differ = asked.symmetric_difference(known).filter(|key| !is_by_others(name, key));
        differ.map(|key| format!("{name} {path}: only the schema or only the reader knows `{key}`")).collect()
    });
}

fn needs_are_those_of_the_readers(folder: &str) {
    each(folder, |reader, name, table, spot| {
        if spot.known.is_none() {
            return Vec::new();
        }
        let keys: Vec<String> =
            at(&mut table.clone(), &spot.steps).as_table().unwrap().keys().cloned().collect();
        let mut differ = Vec::new();
        for key in keys.iter().filter(|key| !is_by_others(name, key)) {
            let mut without = table.clone();
            at(&mut without, &spot.steps).as_table_mut().unwrap().remove(key);
            let path = told(&spot.steps, key);
            match (spot.needed.contains(key), reader.read(name, &toml::to_string(&without).unwrap())) {
                (true, Ok(_)) => {
                    differ.push(format!("{name} {path}: the schema needs it, the reader does not"))
                }
                (false, Err(errors)) => {
                    let missing =
                        |error: &TableError| error.path == path && error.message.starts_with("is missing");
                    if errors.iter().any(missing) {
                        differ.push(format!("{name} {path}: the reader needs it, the schema does not"));
                    }
                }
                _ => {}
            }
        }
        differ
    });
}

#[test]
fn the_keys_of_the_reference_contracts_schemas_are_those_of_its_readers() {
    keys_are_those_of_the_readers("jetro-2023");
}

#[test]
fn the_keys_of_the_templates_schemas_are_those_of_its_readers() {
    keys_are_those_of_the_readers("template");
}

#[test]
fn what_the_templates_schemas_need_its_readers_need() {
    needs_are_those_of_the_readers("template");
}

#[test]
fn what_the_reference_contracts_schemas_need_its_readers_need() {
    needs_are_those_of_the_readers("jetro-2023");
}

#[test]
fn a_table_that_is_printed_and_read_again_is_the_same() {
    for folder in ["template", "jetro-2023"] {
        let reader = Reader::of(folder);
        for (name, path, text) in
            tables().iter().filter(|(_, path, _)| path.components().any(|part| part.as_os_str() == folder))
        {
            if name == "volumes" && folder != "template" {
                continue;
            }
            let printed = toml::to_string(&parsed(text)).unwrap();
            assert_ne!(&printed, text);
            let (first, again) = (reader.read(name, text).unwrap(), reader.read(name, &printed).unwrap());
            assert_eq!(first, again, "{}", path.display());
        }
    }
}
