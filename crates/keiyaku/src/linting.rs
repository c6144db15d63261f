//! The lint of a contract: the tables that only it reads, and the call.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use coverage::Index;
use lint::{Outcome, Tables};
use provenance::Clause;
use tables::TableErrors;

use crate::{Contract, LoadError};

impl Contract {
    /// Lints the contract as of a day: what does not hold together, and what the parties must settle.
    ///
    /// # Errors
    /// Every problem of the tables that only the lint reads: `findings/`, `waivers.toml`, `volumes.toml`,
    /// `clauses.toml`.
    pub fn lint(&self, today: NaiveDate) -> Result<Outcome, TableErrors> {
        // The places of the documents are those that their indexes know.
        let mut index = Index::default();
        let is_index = |(name, _): &&(String, String)| name.starts_with("coverage/");
        for (name, text) in self.texts().iter().filter(is_index) {
            index.read(name, text)?;
        }
        let clauses: Vec<Clause> =
            index.statements().flat_map(|(statement, _)| with_sections(&statement.clause)).collect();
        let texts: Vec<(String, String)> =
            self.texts().iter().filter(|text| !is_index(text)).cloned().collect();
        let tables = Tables {
            sla: self.catalogue(),
            policies: self.policies(),
            calendars: self.calendars(),
            mapping: self.mapping(),
            work: self.work(),
            clauses: &clauses,
            texts: &texts,
        };
        lint::lint(&tables, today)
    }
}

/// A place and those that it lies in: a section is known by what stands in it.
fn with_sections(clause: &Clause) -> Vec<Clause> {
    let locator = clause.locator();
    let ends = locator.char_indices().filter(|(_, sign)| *sign == '.').map(|(at, _)| at);
    ends.chain([locator.len()])
        .filter_map(|end| format!("{}#{}", clause.document(), locator.get(..end)?).parse().ok())
        .collect()
}

/// The tables of a contract's folder, and those of its folders `coverage` and `findings`, by file name.
pub(crate) fn further(folder: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut texts = Vec::new();
    for (under, prefix) in [
        (folder.to_path_buf(), ""),
        (folder.join("coverage"), "coverage/"),
        (folder.join("findings"), "findings/"),
    ] {
        for path in tables_in(&under)? {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let file = format!("{prefix}{name}");
            let text = fs::read_to_string(&path).map_err(|source| LoadError::File { path, source })?;
            texts.push((file, text));
        }
    }
    Ok(texts)
}

/// The `.toml` files of a folder, by name; none where there is no such folder.
fn tables_in(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let failed = |source| LoadError::File { path: folder.to_path_buf(), source };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.is_file() && path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
