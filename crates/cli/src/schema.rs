//! `keiyaku schema`: the JSON Schemas of the tables, for editors.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use escape::Lines;
use keiyaku::{
    files::Output,
    report::text_table,
    schema,
    tables::{Noun, nearest},
};
use serde_json::Value;

use crate::{failure::Failure, output, refusal::Refusal};

#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// The table, as in sla or sla.toml [default: list all]
    #[arg(value_name = "TABLE")]
    pub(crate) table: Option<String>,
    /// Writes the schema, or all of them, to this folder as TABLE.schema.json
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

pub(crate) fn run(options: &SchemaOptions) -> Result<ExitCode, Failure> {
    let chosen: Vec<(&str, &str)> = match &options.table {
        None => all().collect(),
        Some(table) => {
            let found = all().find(|(known, _)| *known == name(table));
            vec![found.ok_or_else(|| unknown(table))?]
        }
    };
    match (&options.out, chosen.as_slice()) {
        (Some(folder), chosen) => write(folder, chosen, options.force)?,
        (None, [(_, text)]) => output::document(text)?,
        (None, all) => output::print(&list(all))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What the program answers in JSON, beside tables.
const ANSWERS: &[(&str, &str)] = &[("map-needs", include_str!("../schema/map-needs.schema.json"))];

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    schema::ALL.iter().chain(ANSWERS).copied()
}

fn name(table: &str) -> &str {
    table.strip_suffix(".toml").unwrap_or(table)
}

fn unknown(table: &str) -> Failure {
    let near = nearest(name(table), all().map(|(name, _)| name));
    Refusal::UnknownInList {
        what: Noun::new("表", "table"),
        name: table.to_owned(),
        near: near.map(str::to_owned),
        listed_by: "keiyaku schema",
    }
    .into()
}

fn write(folder: &Path, chosen: &[(&str, &str)], force: bool) -> Result<(), Failure> {
    let with =
        |output: Output, (name, text): &(&str, &str)| output.with(format!("{name}.schema.json"), *text);
    let output = chosen.iter().fold(Output::folder(folder), with);
    output::write(&output.clone().forced(force))?;
    for path in output.paths() {
        output::line(format_args!("{}", escape::name(&path)))?;
    }
    Ok(())
}

fn list(all: &[(&str, &str)]) -> Lines {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|(name, text)| {
            let schema: Value = serde_json::from_str(text).unwrap_or_default();
            let said = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
            vec![(*name).to_owned(), said("title"), said("description")]
        })
        .collect();
    text_table(&["table", "file", "what it holds"], &rows)
}
