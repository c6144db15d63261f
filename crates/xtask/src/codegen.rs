//! `cargo xtask codegen`: the JSON Schemas of the tables, in `crates/keiyaku/schema`.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../keiyaku/schema")
}

fn files() -> impl Iterator<Item = (PathBuf, String)> {
    schema::all().into_iter().map(|(name, text)| (folder().join(format!("{name}.schema.json")), text))
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
            println!("{count} schemas written to {}", folder().display());
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
    let known: Vec<PathBuf> = files().map(|(path, _)| path).collect();
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
