//! Every table of every contract, and what becomes of it when it is spoilt.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::validator::errors;

const CONTRACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts");

/// The schemas by the names of their tables.
pub(crate) fn schemas() -> BTreeMap<&'static str, Value> {
    schema::all().into_iter().map(|(name, text)| (name, serde_json::from_str(&text).unwrap())).collect()
}

/// The tables of all contracts: the name of the schema, the file, and the text.
pub(crate) fn tables() -> Vec<(String, PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(CONTRACTS)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // What bidders hand in is no table of the contract.
                if path.file_name().is_some_and(|name| name != "bids") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((schema_of(&path), path, text));
            }
        }
    }
    found.sort();
    found
}

fn schema_of(path: &Path) -> String {
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let folder = name(path.parent().unwrap());
    if ["findings", "coverage"].contains(&folder.as_str()) { folder } else { name(path) }
}

/// A table as a validator sees it: days and times are texts.
pub(crate) fn json(table: &toml::Value) -> Value {
    match table {
        toml::Value::Datetime(at) => Value::String(at.to_string()),
        toml::Value::Array(values) => values.iter().map(json).collect(),
        toml::Value::Table(members) => {
            members.iter().map(|(key, value)| (key.clone(), json(value))).collect()
        }
        toml::Value::String(text) => text.clone().into(),
        toml::Value::Integer(n) => (*n).into(),
        toml::Value::Float(n) => serde_json::Number::from_f64(*n).unwrap().into(),
        toml::Value::Boolean(value) => (*value).into(),
    }
}

pub(crate) fn parsed(text: &str) -> toml::Value {
    toml::Value::Table(text.parse().unwrap())
}

/// The settings of a folder of operations stand in no contract: schema and reader take the same keys.
#[test]
fn settings_of_a_folder_of_operations_fit_their_schema() {
    let rows = [
        "schema = 1",
        "contract = \"contract\"",
        "mapping = \"mapping.toml\"",
        "journal = \"journal.jsonl\"",
        "events = \"events.csv\"",
        "lang = \"en\"",
        "earlier = 3",
    ];
    let schema = &schemas()["keiyaku"];
    let read = |text: &str| keiyaku::operations::Settings::from_table("Keiyaku.toml", text);
    let keys: BTreeSet<&str> = rows.iter().map(|row| row.split(' ').next().unwrap()).collect();
    let known: BTreeSet<&str> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, known);
    for row in rows {
        assert!(errors(schema, &json(&parsed(row))).is_empty() && read(row).is_ok(), "{row}");
    }
    for wrong in ["contrct = \"x\"", "lang = \"fr\"", "earlier = \"three\"", "contract = 1"] {
        assert!(!errors(schema, &json(&parsed(wrong))).is_empty() && read(wrong).is_err(), "{wrong}");
    }
    assert!(read("contract = \"\"").is_err());
}

#[test]
fn every_table_of_every_contract_fits_its_schema() {
    let (schemas, tables) = (schemas(), tables());
    assert!(tables.len() > 45, "{}", tables.len());
    for (name, path, text) in &tables {
        let schema = schemas.get(name.as_str()).unwrap_or_else(|| panic!("{} has no schema", path.display()));
        let found = errors(schema, &json(&parsed(text)));
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
    // No contract has clauses, and the settings are of a folder of operations.
    for name in schemas.keys().filter(|name| !["clauses", "keiyaku"].contains(*name)) {
        assert!(
            tables.iter().any(|(of, ..)| of == name),
            "no contract has a table {name}: its schema is not tried"
        );
    }
}

#[test]
fn the_schemas_that_are_shipped_are_those_that_are_generated() {
    let shipped = keiyaku::schema::ALL.iter().map(|(name, text)| (*name, (*text).to_owned()));
    assert!(shipped.eq(schema::all()), "run `cargo xtask codegen`");
}

#[test]
fn a_misspelt_key_and_a_wrong_type_are_refused_in_every_table() {
    let schemas = schemas();
    let mut spoilt = 0;
    for (name, path, text) in tables().iter().filter(|(name, ..)| name != "waivers") {
        let schema = &schemas[name.as_str()];
        let table = pruned(&json(&parsed(text)));
        for pointer in pointers(&table).into_iter().filter(|pointer| !is_map(pointer)) {
            for value in [Value::Bool(true), Value::Array(vec![Value::Array(Vec::new())])] {
                let mut wrong = table.clone();
                let place = wrong.pointer_mut(&pointer).unwrap();
                if place.is_boolean() && value.is_boolean() {
                    continue;
                }
                *place = value;
                assert!(!errors(schema, &wrong).is_empty(), "{}: {pointer}", path.display());
                spoilt += 1;
            }
            let (above, key) = pointer.rsplit_once('/').unwrap();
            let mut wrong = table.clone();
            if let Some(Value::Object(members)) = wrong.pointer_mut(above) {
                let value = members.remove(key).unwrap();
                members.insert(format!("{key}x"), value);
                assert!(!errors(schema, &wrong).is_empty(), "{}: {pointer}x", path.display());
                spoilt += 1;
            }
        }
    }
    assert!(spoilt > 1_000, "{spoilt}");
}

/// Names of rows and words that are data: there no key is misspelt.
fn is_map(pointer: &str) -> bool {
    let maps = ["marks", "parts", "words", "terms", "sites", "outcomes", "date_only", "version_names"];
    pointer
        .rsplit_once('/')
        .is_some_and(|(above, _)| maps.iter().any(|map| above.ends_with(&format!("/{map}"))))
}

/// A table with one row of each kind: rows of the same keys are alike.
fn pruned(table: &Value) -> Value {
    match table {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), pruned(value))).collect(),
        Value::Array(values) => {
            let mut seen = BTreeSet::new();
            let keys = |value: &Value| -> Vec<String> {
                value.as_object().into_iter().flat_map(|members| members.keys().cloned()).collect()
            };
            values.iter().filter(|value| seen.insert(keys(value))).map(pruned).collect()
        }
        other => other.clone(),
    }
}

/// Every value of a table.
fn pointers(table: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), table)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                open.extend(
                    members.iter().map(|(key, value)| (format!("{at}/{}", key.replace('/', "~1")), value)),
                );
            }
            Value::Array(values) => {
                open.extend(values.iter().enumerate().map(|(n, value)| (format!("{at}/{n}"), value)));
            }
            _ => {}
        }
        if !at.is_empty() {
            found.push(at);
        }
    }
    found
}
