//! The run of the command: all that it reads goes through here, so that no output takes the place of an input.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use keiyaku::{
    files::{Folder, ReadError, Run},
    itss::PERSON_TEMPLATE,
    provenance::{Language, Text},
};

use crate::memory;

/// A process is one run.
pub(crate) static RUN: Run = Run::new().with_journals(begins_like_a_journal);

/// Folders whose files a command reads, each with the folders within it that it looks into.
static FOLDERS: Mutex<Vec<Opened>> = Mutex::new(Vec::new());

/// A folder and the files that were in it when it was opened: what a command writes there is no input.
#[derive(Clone)]
struct Opened {
    path: PathBuf,
    files: Vec<PathBuf>,
}

/// The files of a folder, and of folders within it, that were not read so far.
fn unread<'a>(folder: &Folder<'_>, within: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
    within
        .flat_map(|within| {
            let names = folder.unread(within).unwrap_or_default().into_iter();
            names.map(move |name| within.join(name))
        })
        .collect()
}

/// Opens a folder whose files a command reads. Those that it did not read are told at its end.
pub(crate) fn folder(path: &Path, within: &'static [&'static str]) -> Result<Folder<'static>, ReadError> {
    let folder = RUN.folder(path)?;
    let files = unread(&folder, [""].iter().chain(within).map(Path::new));
    let mut folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    if !folders.iter().any(|known| known.path == path) {
        folders.push(Opened { path: path.to_owned(), files });
    }
    Ok(folder)
}

/// The files of such folders that were not read, a line for each folder. What is for people to read is no omission.
pub(crate) fn unread_files() -> Vec<Text> {
    let mut told = Vec::new();
    let folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for Opened { path, files } in folders {
        let Ok(folder) = RUN.folder(&path) else { continue };
        let within: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        let mut left = unread(&folder, within.into_iter());
        left.retain(|file| files.contains(file));
        left.retain(|file| file.file_stem().is_none_or(|stem| stem != "README"));
        // What the program put there to be copied, and nobody has filled in.
        left.retain(|file| {
            file.as_path() != Path::new("people/template.toml")
                || folder.text(file).ok().flatten().is_none_or(|text| text != PERSON_TEMPLATE)
        });
        if !left.is_empty() {
            let left: Vec<String> = left.iter().map(|file| format!("`{}`", escape::name(file))).collect();
            let path = escape::name(&path);
            told.push(Text::new(
                format!("{path}: 読まなかったファイル: {}", left.join("、")),
                format!("{path}: files that were not read: {}", left.join(", ")),
            ));
        }
    }
    told
}

/// The language that was asked for.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Notes the language that was asked for.
pub(crate) fn speak(language: Language) {
    let _ = LANGUAGE.set(language);
    memory::speak(language);
}

/// The languages in which messages are told: the one that was asked for, else both.
pub(crate) fn languages() -> Vec<Language> {
    LANGUAGE.get().map_or_else(|| vec![Language::Ja, Language::En], |one| vec![*one])
}

/// Whether a file that begins so is a journal, whatever it is called and whether or not it can be verified.
fn begins_like_a_journal(beginning: &[u8]) -> bool {
    beginning.starts_with(b"[{\"v\":")
}
