//! The part of JSON Schema (draft 7) that our schemas use. A word that it does not know stops the test, so that
//! nothing is passed over.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Map, Value};

/// What does not fit, each with its place.
pub(crate) fn errors(root: &Value, instance: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root }.check(root, instance, "", &mut found);
    found
}

/// An object of an instance: where it stands, the keys that the schema knows there, and those that it needs.
#[derive(Debug)]
pub(crate) struct Spot {
    /// Keys and indexes that lead to it.
    pub(crate) steps: Vec<Step>,
    /// The schema's keys; `None` where any may stand.
    pub(crate) known: Option<BTreeSet<String>>,
    /// Keys that must be there.
    pub(crate) needed: BTreeSet<String>,
    /// The part of the schema that holds for it.
    pub(crate) part: String,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// Every object of an instance that fits its schema.
pub(crate) fn spots(root: &Value, instance: &Value) -> Vec<Spot> {
    let mut found = Vec::new();
    Validator { root }.walk(root, instance, &mut Vec::new(), &mut found);
    found
}

struct Validator<'a> {
    root: &'a Value,
}

impl<'a> Validator<'a> {
    fn resolve(&self, reference: &str) -> &'a Value {
        let pointer = reference.strip_prefix('#').unwrap();
        self.root.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
    }

    fn fits(&self, schema: &'a Value, instance: &Value) -> bool {
        let mut found = Vec::new();
        self.check(schema, instance, "", &mut found);
        found.is_empty()
    }

    fn check(&self, schema: &'a Value, instance: &Value, at: &str, found: &mut Vec<String>) {
        let Value::Object(words) = schema else { panic!("{schema} is no schema") };
        for (word, value) in words {
            let fits = match word.as_str() {
                "$schema" | "$comment" | "title" | "description" | "definitions" | "default" | "format" => {
                    true
                }
                "$ref" => {
                    self.check(self.resolve(value.as_str().unwrap()), instance, at, found);
                    true
                }
                "allOf" => {
                    value.as_array().unwrap().iter().for_each(|part| self.check(part, instance, at, found));
                    true
                }
                "anyOf" => value.as_array().unwrap().iter().any(|part| self.fits(part, instance)),
                "oneOf" => {
                    value.as_array().unwrap().iter().filter(|part| self.fits(part, instance)).count() == 1
                }
                "type" => match value {
                    Value::Array(kinds) => kinds.iter().any(|kind| is_a(kind.as_str().unwrap(), instance)),
                    kind => is_a(kind.as_str().unwrap(), instance),
                },
                "const" => value == instance,
                "enum" => value.as_array().unwrap().contains(instance),
                "pattern" => instance.as_str().is_none_or(|text| is_match(value.as_str().unwrap(), text)),
                "minimum" => instance.as_f64().is_none_or(|n| n >= value.as_f64().unwrap()),
                "maximum" => instance.as_f64().is_none_or(|n| n <= value.as_f64().unwrap()),
                "items" => {
                    for (n, one) in instance.as_array().into_iter().flatten().enumerate() {
                        self.check(value, one, &format!("{at}/{n}"), found);
                    }
                    true
                }
                "required" => {
                    let missing = |key: &&Value| {
                        instance.as_object().is_some_and(|o| !o.contains_key(key.as_str().unwrap()))
                    };
                    found.extend(
                        value
                            .as_array()
                            .unwrap()
                            .iter()
                            .filter(missing)
                            .map(|key| format!("{at}: {key} is missing")),
                    );
                    true
                }
                "properties" | "additionalProperties" => {
                    self.members(words, word, instance, at, found);
                    true
                }
                other => panic!("the test knows no `{other}`"),
            };
            if !fits {
                found.push(format!("{at}: {instance} does not fit {word} {value}"));
            }
        }
    }

    fn members(
        &self,
        words: &'a Map<String, Value>,
        word: &str,
        instance: &Value,
        at: &str,
        found: &mut Vec<String>,
    ) {
        let known = words.get("properties").and_then(Value::as_object);
        for (key, value) in instance.as_object().into_iter().flatten() {
            let own = known.and_then(|known| known.get(key));
            let place = format!("{at}/{key}");
            match (word, own, words.get("additionalProperties")) {
                ("properties", Some(schema), _) => self.check(schema, value, &place, found),
                ("additionalProperties", None, Some(Value::Bool(false))) => {
                    found.push(format!("{place} is no known key"));
                }
                ("additionalProperties", None, Some(schema @ Value::Object(_))) => {
                    self.check(schema, value, &place, found);
                }
                _ => {}
            }
        }
    }

    /// The parts of a schema that hold for an instance, references and choices followed.
    fn parts(
        &self,
        schema: &'a Value,
        instance: &Value,
        name: &str,
    ) -> Vec<(String, &'a Map<String, Value>)> {
        let words = schema.as_object().unwrap();
        let mut parts = vec![(name.to_owned(), words)];
        if let Some(reference) = words.get("$ref").and_then(Value::as_str) {
            parts.extend(self.parts(self.resolve(reference), instance, reference));
        }
        for word in ["allOf", "anyOf", "oneOf"] {
            let choices = words.get(word).and_then(Value::as_array).into_iter().flatten();
            for (n, choice) in choices.enumerate().filter(|(_, choice)| self.fits(choice, instance)) {
                parts.extend(self.parts(choice, instance, &format!("{name}/{word}/{n}")));
            }
        }
        parts
    }

    fn walk(&self, schema: &'a Value, instance: &Value, steps: &mut Vec<Step>, found: &mut Vec<Spot>) {
        let parts = self.parts(schema, instance, "#");
        match instance {
            Value::Object(members) => {
                let names = |words: &Map<String, Value>| -> Vec<String> {
                    words
                        .get("properties")
                        .and_then(Value::as_object)
                        .into_iter()
                        .flat_map(Map::keys)
                        .cloned()
                        .collect()
                };
                let needed = |words: &Map<String, Value>| -> Vec<String> {
                    let all = words.get("required").and_then(Value::as_array).into_iter().flatten();
                    all.map(|key| key.as_str().unwrap().to_owned()).collect()
                };
                let is_open = parts
                    .iter()
                    .any(|(_, words)| words.get("additionalProperties").is_some_and(Value::is_object));
                found.push(Spot {
                    steps: steps.clone(),
                    known: (!is_open).then(|| parts.iter().flat_map(|(_, words)| names(words)).collect()),
                    needed: parts.iter().flat_map(|(_, words)| needed(words)).collect(),
                    part: parts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" "),
                });
                for (key, value) in members {
                    let inner = parts.iter().find_map(|(_, words)| {
                        let own = words.get("properties").and_then(|known| known.get(key));
                        own.or_else(|| words.get("additionalProperties").filter(|all| all.is_object()))
                    });
                    steps.push(Step::Key(key.clone()));
                    self.walk(inner.unwrap(), value, steps, found);
                    steps.pop();
                }
            }
            Value::Array(values) => {
                let inner = parts.iter().find_map(|(_, words)| words.get("items")).unwrap();
                for (n, value) in values.iter().enumerate() {
                    steps.push(Step::Index(n));
                    self.walk(inner, value, steps, found);
                    steps.pop();
                }
            }
            _ => {}
        }
    }
}

fn is_a(kind: &str, instance: &Value) -> bool {
    match kind {
        "object" => instance.is_object(),
        "array" => instance.is_array(),
        "string" => instance.is_string(),
        "boolean" => instance.is_boolean(),
        "null" => instance.is_null(),
        "number" => instance.is_number(),
        "integer" => instance.is_i64() || instance.is_u64(),
        other => panic!("the test knows no type `{other}`"),
    }
}

thread_local! {
    /// Patterns are few and asked for often.
    static PATTERNS: RefCell<BTreeMap<String, regex::Regex>> = RefCell::default();
}

fn is_match(pattern: &str, text: &str) -> bool {
    PATTERNS.with_borrow_mut(|known| {
        let pattern =
            known.entry(pattern.to_owned()).or_insert_with_key(|pattern| regex::Regex::new(pattern).unwrap());
        pattern.is_match(text)
    })
}
