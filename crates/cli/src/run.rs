//! The run of the command: all that it reads goes through here, so that no output takes the place of an input.

use std::sync::OnceLock;

use keiyaku::{files::Run, provenance::Language};

use crate::memory;

/// A process is one run.
pub(crate) static RUN: Run = Run::new().with_journals(begins_like_a_journal);

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
