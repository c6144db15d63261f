//! The only place where the command writes: to the terminal and, by `files`, to files.
#![expect(clippy::disallowed_methods, reason = "this is the one place that prints")]

use std::{
    fmt::Display,
    io::{self, ErrorKind, IsTerminal, Write},
    panic,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use escape::{Lines, screen};
use keiyaku::{
    files::{Output, Written},
    provenance::{Language, Text},
    report::words,
};
use serde_json::Value;

use crate::{
    failure::Failure,
    options::OutOptions,
    run::{RUN, languages},
    usage,
};

/// Whether a reader of standard output has gone away.
static IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether what is shown is made up, and whether that stands in what was printed.
static IS_SAMPLE: AtomicBool = AtomicBool::new(false);
static IS_SAID: AtomicBool = AtomicBool::new(false);

/// Notes that all that is shown from here on is made up. What is printed says so itself: lines at their head, JSON in each
/// of its objects.
pub(crate) fn is_sample() {
    IS_SAMPLE.store(true, Ordering::Relaxed);
}

/// Prints lines.
pub(crate) fn print(lines: &Lines) -> Result<(), Failure> {
    if IS_SAMPLE.load(Ordering::Relaxed) && !IS_SAID.swap(true, Ordering::Relaxed) {
        let mut all = Lines::default();
        all.extend(languages().into_iter().map(|language| words::sample().in_language(language).to_owned()));
        all.blank();
        all.append(lines);
        return document(&all);
    }
    document(lines)
}

/// Prints a report, which says by itself that it is a sample.
pub(crate) fn report(lines: &Lines) -> Result<(), Failure> {
    document(lines)
}

/// Prints a line.
pub(crate) fn line(text: impl Display) -> Result<(), Failure> {
    print(&Lines::of(text))
}

/// JSON as lines.
pub(crate) fn json(value: &Value) -> Lines {
    if !IS_SAMPLE.load(Ordering::Relaxed) {
        return Lines::json(&format!("{value:#}"));
    }
    IS_SAID.store(true, Ordering::Relaxed);
    let mut value = value.clone();
    let whole = match &mut value {
        Value::Array(rows) => rows.iter_mut().collect(),
        one => vec![one],
    };
    for object in whole.into_iter().filter_map(Value::as_object_mut) {
        object.insert("sample".to_owned(), Value::Bool(true));
    }
    Lines::json(&format!("{value:#}"))
}

/// Prints a document that is made of lines in a language of its own, by which foreign text was made harmless. A reader
/// that has gone away, as `head` does, stops no work; [`is_closed`] tells of it at the end.
pub(crate) fn document(text: &str) -> Result<(), Failure> {
    if is_closed() {
        return Ok(());
    }
    // The mark of the encoding, by which a spreadsheet knows it.
    let (mark, text) = text.split_at(if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 });
    let mut out = io::stdout().lock();
    let written = out.write_all(mark.as_bytes()).and_then(|()| out.write_all(screen(text).as_bytes()));
    printed(written.and_then(|()| out.flush()))
}

/// What became of printing.
fn printed(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            IS_CLOSED.store(true, Ordering::Relaxed);
            Ok(())
        }
        other => other.map_err(Failure::Print),
    }
}

/// Whether a reader of standard output went away before all was printed.
pub(crate) fn is_closed() -> bool {
    IS_CLOSED.load(Ordering::Relaxed)
}

/// Tells something beside the output, in a line. Where nobody can be told, nothing is.
pub(crate) fn tell(message: impl Display) {
    told(&Lines::of(message));
}

fn told(lines: &Lines) {
    let _ = io::stderr().lock().write_all(screen(lines).as_bytes());
}

/// Tells something in the language that was asked for, else in both.
pub(crate) fn tell_text(before: &str, text: &Text) {
    let mut told: Vec<&str> = languages().into_iter().map(|language| text.in_language(language)).collect();
    told.dedup();
    for text in told {
        tell(format_args!("{before}{text}"));
    }
}

/// Tells what stopped the command: a line for each thing that is wrong, in the language that was asked for, else in
/// both.
pub(crate) fn tell_failure(failure: &Failure) {
    let texts = failure.texts();
    let mut languages = languages();
    if texts.iter().all(|text| text.ja == text.en) {
        languages.truncate(1);
    }
    for (round, language) in languages.into_iter().enumerate() {
        for (n, text) in texts.iter().enumerate() {
            // What is the same in both was told.
            if round > 0 && text.ja == text.en {
                continue;
            }
            let before = if n == 0 { "keiyaku: " } else { "" };
            tell(format_args!("{before}{}", text.in_language(language)));
        }
    }
}

/// Prints the help that was asked for, in the parser's layout.
pub(crate) fn help(help: &clap::Error) -> Result<(), Failure> {
    printed(help.print().and_then(|()| io::stdout().flush()))
}

/// Tells that arguments cannot be used: in English in the parser's layout.
pub(crate) fn tell_usage(error: &clap::Error, languages: &[Language]) {
    for language in languages {
        let told = match language {
            Language::Ja => usage::in_japanese(error),
            Language::En => error.render().to_string(),
        };
        let _ = io::stderr().lock().write_all(screen(&told).as_bytes());
    }
}

/// Tells of a panic as of anything else: its message repeats what it met.
pub(crate) fn tell_panics() {
    panic::set_hook(Box::new(|panic| {
        let said = panic.payload_as_str().unwrap_or("");
        let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
        tell(format_args!("keiyaku: a fault of the program itself: {said}{place}"));
    }));
}

/// Writes one file.
pub(crate) fn file(path: &Path, bytes: impl Into<Vec<u8>>, force: bool) -> Result<(), Failure> {
    write(&Output::file(path, bytes).forced(force))
}

/// Writes a text to the file that is named, or prints it where none is.
pub(crate) fn to(out: &OutOptions, text: &str) -> Result<(), Failure> {
    match &out.out {
        Some(path) => file(path, text, out.force),
        None => document(text),
    }
}

/// Writes an output, all of it or nothing.
pub(crate) fn write(output: &Output) -> Result<(), Failure> {
    notes(output.write(&RUN)?);
    Ok(())
}

/// Tells what was found on the way of an output.
pub(crate) fn notes(written: Written) {
    for note in written.notes {
        tell_text("note: ", &note);
    }
}

/// Has a store make a file that is not there yet, all of it or nothing.
pub(crate) fn make<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, Failure>) -> Result<T, Failure> {
    let (made, written) = RUN.make(path, fill)?;
    notes(written);
    Ok(made)
}

/// Tells how far reading has come, where somebody watches.
pub(crate) fn progress(file: &str, rows: u64) {
    if rows >= 50_000 && io::stderr().is_terminal() {
        let _ = write!(io::stderr().lock(), "\r{}: {rows} 行 ", escape::terminal(file));
    }
}
