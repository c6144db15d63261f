//! Tests of the lint through its public interface.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a shared check that cannot go on stops its test")]

// The pages of the rules are up to date.
mod docs;
// Renderings: text, JSON, SARIF, agenda.
mod output;
// A contract with planted defects, and its clean twin.
mod planted;
// Bad tables: findings, waivers, volumes, places.
mod tables;

use std::{fs, path::Path};

use ::tables::{Names, Noun, TableErrors};
use calendar::CalendarSet;
use contract::{Terms, TermsTables};
use coverage::Binding;
use lint::{Outcome, Tables, lint};
use records::Mapping;
use sla::Catalogue;

/// The tables of a folder of `planted`, by file name.
fn folder(name: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/planted").join(name);
    let mut texts = Vec::new();
    for (folder, prefix) in
        [(root.clone(), ""), (root.join("coverage"), "coverage/"), (root.join("findings"), "findings/")]
    {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_file() {
                let file = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
                texts.push((file, fs::read_to_string(path).unwrap()));
            }
        }
    }
    texts.sort();
    texts
}

/// Lints tables as of 15 June 2024.
fn linted(texts: &[(String, String)]) -> Result<Outcome, TableErrors> {
    let text = |name: &str| texts.iter().find(|(file, _)| file == name).map_or("", |(_, text)| text.as_str());
    let sla = Catalogue::from_table("sla.toml", text("sla.toml")).unwrap();
    let calendars = CalendarSet::from_table("calendar.toml", text("calendar.toml")).unwrap();
    let mapping = Mapping::from_table("records.toml", text("records.toml"), calendars.sites()).unwrap();
    let levels = Names::of_table(
        Noun::new("サービスレベル", "service level"),
        "sla.toml",
        Some(text("sla.toml")),
        "item",
        "key",
    );
    let work = ::tasks::Catalogue::from_table("tasks.toml", text("tasks.toml"), &calendars, &levels).unwrap();
    let policies = sla::policies_from_table("policy.toml", text("policy.toml"), &sla, &calendars).unwrap();
    let of = |file: &str| texts.iter().find(|(known, _)| known == file).map(|(_, text)| text.as_str());
    let of_terms = TermsTables::from_files(of);
    let terms = (!of_terms.is_empty()).then(|| Terms::from_tables(&of_terms, &calendars).unwrap());
    let rows = sla.items().iter().map(|item| Binding::new("sla", item.key.as_str())).collect();
    let tables = Tables {
        sla: &sla,
        policies: &policies,
        calendars: &calendars,
        mapping: &mapping,
        work: Some(&work),
        terms: terms.as_ref(),
        rows: Some(&rows),
        clauses: &[],
        texts,
    };
    lint(&tables, "2024-06-15".parse().unwrap())
}

/// Tables with one of them replaced or added.
fn with(mut texts: Vec<(String, String)>, file: &str, text: &str) -> Vec<(String, String)> {
    texts.retain(|(known, _)| known != file);
    texts.push((file.to_owned(), text.to_owned()));
    texts
}
