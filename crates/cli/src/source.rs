//! Contract and records, from folders or embedded.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use keiyaku::{
    Contract,
    calendar::YearMonth,
    provenance::Text,
    records::{InputFile, Loaded, Mapping},
    reference,
};

use crate::{args::SourceOptions, failure::Failure, output};

/// What a command works on.
pub(crate) struct Source {
    pub(crate) contract: Contract,
    pub(crate) loaded: Loaded,
    pub(crate) now: DateTime<Utc>,
    pub(crate) is_sample: bool,
}

/// The contract in a folder, or the reference contract.
pub(crate) fn contract(folder: Option<&PathBuf>) -> Result<Contract, Failure> {
    Ok(match folder {
        Some(folder) => Contract::load(folder)?,
        None => Contract::reference()?,
    })
}

impl Source {
    pub(crate) fn open(options: &SourceOptions) -> Result<Self, Failure> {
        let mut contract = contract(options.contract.as_ref())?;
        if let Some(path) = &options.mapping {
            let table = fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
            let sites = contract.calendars().sites();
            let mapping = Mapping::from_table(&path.display().to_string(), &table, sites)?;
            contract = contract.with_mapping(mapping);
        }
        let unmatched = contract.unmatched();
        let misspelt: Vec<String> = unmatched
            .iter()
            .filter(|one| one.near.is_some())
            .map(|one| format!("{} (the mapping and sla.toml must name it alike)", one.text().en))
            .collect();
        if !misspelt.is_empty() {
            return Err(Failure::Other(misspelt.join("\nkeiyaku: ")));
        }
        for one in &unmatched {
            eprintln!("note: {}", one.text().en);
        }
        if options.records.is_empty() && options.contract.is_some() {
            return Err(Failure::Other("no records given; name files or folders by --records".to_owned()));
        }
        let is_sample = options.records.is_empty();
        let loaded = if is_sample {
            contract.read_records(reference::SAMPLE_FILES, &mut output::progress)
        } else {
            read(&contract, &options.records)?
        };
        let now = match options.now {
            Some(now) => now.to_utc(),
            None if is_sample => sample_now(),
            None => machine_clock(),
        };
        let mut loaded = loaded;
        contract.count_work(&mut loaded, now);
        for error in &loaded.errors {
            eprintln!("{error}");
        }
        for note in &loaded.notes {
            eprintln!("note: {}", note.en);
        }
        for file in loaded.files.iter().filter(|file| !file.unused.is_empty() && !is_sample) {
            let columns: Vec<String> = file.unused.iter().map(|column| format!("`{column}`")).collect();
            eprintln!("{}: note: columns that the mapping does not use: {}", file.file, columns.join(", "));
        }
        for file in loaded.files.iter().filter(|file| !file.absent.is_empty()) {
            let columns: Vec<String> = file.absent.iter().map(|column| format!("`{column}`")).collect();
            eprintln!(
                "{}: note: no exclusion is claimed, without the columns {}",
                file.file,
                columns.join(", ")
            );
        }
        if !loaded.errors.is_empty() && !options.keep_going {
            return Err(Failure::Records(loaded.problems()));
        }
        Ok(Self { contract, loaded, now, is_sample })
    }

    /// The month asked for; without one, the sample's.
    pub(crate) fn month(&self, asked: Option<YearMonth>) -> Result<YearMonth, Failure> {
        match asked {
            Some(month) => Ok(month),
            None if self.is_sample => reference::SAMPLE_MONTH
                .parse()
                .map_err(|error| Failure::Other(format!("sample month: {error}"))),
            None => Err(Failure::Other("no month given; name it as in --month 2024-06".to_owned())),
        }
    }

    /// The problems of the records, for the report.
    pub(crate) fn problems(&self) -> Vec<Text> {
        let errors = self.loaded.errors.iter();
        errors
            .map(|error| {
                let place = match &error.column {
                    Some(column) => format!("{}:{} {column} `{}`", error.file, error.row, error.value),
                    None => format!("{}:{} {}", error.file, error.row, error.value),
                };
                let (text, remedy) = (error.text(), error.remedy());
                Text::new(
                    format!("{place}: {}。{}", text.ja, remedy.ja),
                    format!("{place}: {}; {}", text.en, remedy.en),
                )
            })
            .chain(self.loaded.notes.iter().cloned())
            .collect()
    }
}

fn sample_now() -> DateTime<Utc> {
    reference::SAMPLE_NOW.parse().unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the command is where the machine's clock comes in")]
pub(crate) fn machine_clock() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

fn read(contract: &Contract, paths: &[PathBuf]) -> Result<Loaded, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = fs::read_dir(path).map_err(|error| Failure::file(path, error))?;
            let mut passed_over = Vec::new();
            for entry in entries {
                let entry = entry.map_err(|error| Failure::file(path, error))?.path();
                if is_records(&entry) { files.push(entry) } else { passed_over.push(name(&entry)) }
            }
            tell_passed_over(path, passed_over);
        } else {
            files.push(path.clone());
        }
    }
    // The order of a folder's entries is the system's whim.
    files.sort();
    if files.is_empty() {
        let named = paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ");
        return Err(Failure::Other(format!("no .csv or .jsonl file in {named}")));
    }
    let mut loaded = Vec::with_capacity(files.len());
    for path in &files {
        loaded.push((name(path), fs::read(path).map_err(|error| Failure::file(path, error))?));
    }
    let inputs: Vec<InputFile<'_>> = loaded.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    Ok(contract.read_records(&inputs, &mut output::progress))
}

/// What a folder holds beside records: nobody shall think that it was read.
fn tell_passed_over(folder: &Path, mut names: Vec<String>) {
    // The system's own, and what spreadsheets leave behind, is nobody's record.
    names.retain(|name| !name.starts_with('.') && !name.starts_with("~$"));
    if names.is_empty() {
        return;
    }
    names.sort();
    let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    eprintln!(
        "{}: note: not read, since only .csv, .jsonl and .ndjson files of the folder itself are: {names}",
        folder.display()
    );
}

fn is_records(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    path.is_file() && ["csv", "jsonl", "ndjson"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
