//! `cargo xtask codegen`: the JSON Schemas of the tables, in `crates/keiyaku/schema`, the schema of the
//! report's JSON, and the reference page of measures.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use sla::Measure;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../keiyaku/schema")
}

fn schemas() -> impl Iterator<Item = (PathBuf, String)> {
    schema::all().into_iter().map(|(name, text)| (folder().join(format!("{name}.schema.json")), text))
}

fn files() -> impl Iterator<Item = (PathBuf, String)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/measures.md");
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/report.schema.json");
    schemas().chain([(page, measures()), (report, schema::report_json())])
}

/// The reference page of measures, from what each says of itself.
fn measures() -> String {
    let mut page = String::from(
        "# Measures\n\nHow the figure of an [item](item.md) is taken: `measure = { kind = \"…\", … }`. Written by \
         `cargo xtask codegen` from what each measure says of itself; `crates/keiyaku/contracts/examples/measures` has a \
         row of each.\n",
    );
    for kind in Measure::KINDS {
        page.push_str(&format!("\n## {}: {} / {}\n\n{}\n\n", kind.word, kind.ja, kind.en, kind.note));
        page.push_str("| key | | |\n| --- | --- | --- |\n");
        for key in kind.keys {
            let needed = if key.is_required { "needed" } else { "" };
            page.push_str(&format!("| `{}` | {} | {needed} |\n", key.name, key.means));
        }
        if kind.yields.is_figure() {
            let limit = if kind.needs_limit { " Its rows need a `limit`." } else { "" };
            let unit = kind.unit.wanted();
            page.push_str(&format!("\nThe target is in {unit}. Formula: `{}`.{limit}\n", kind.formula));
        }
    }
    page
}

/// Writes every generated file.
pub(crate) fn write() -> ExitCode {
    let written: io::Result<usize> = fs::create_dir_all(folder()).and_then(|()| {
        files()
            .map(|(path, text)| fs::write(path, text))
            .collect::<io::Result<Vec<()>>>()
            .map(|all| all.len())
    });
    match written {
        Ok(count) => {
            println!("{count} files written, the schemas to {}", folder().display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("xtask: {}: {error}", folder().display());
            ExitCode::FAILURE
        }
    }
}

/// Tells the files that are not what the generator writes, and those that it does not write.
pub(crate) fn check() -> ExitCode {
    let mut stale: Vec<PathBuf> = files()
        .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(text))
        .map(|(path, _)| path)
        .collect();
    let known: Vec<PathBuf> = schemas().map(|(path, _)| path).collect();
    let there = fs::read_dir(folder()).into_iter().flatten().flatten().map(|entry| entry.path());
    stale.extend(there.filter(|path| !known.contains(path)));
    if stale.is_empty() {
        return ExitCode::SUCCESS;
    }
    for path in stale {
        eprintln!("stale: {}", path.display());
    }
    eprintln!("xtask: run `cargo xtask codegen`");
    ExitCode::FAILURE
}
