//! The only place where the command writes: to the terminal and, by `files`, to files.

use std::{
    io::{self, ErrorKind, IsTerminal, Write},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use keiyaku::{files::Output, provenance::Text};

use crate::{
    failure::Failure,
    run::{RUN, languages},
};

/// Whether a reader of standard output has gone away.
static IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// A text without control characters: records come from anywhere and shall not steer a terminal.
pub(crate) fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => c,
        '\u{7f}'..='\u{9f}' => '\u{fffd}',
        // Each has a picture of its own.
        c if c.is_control() => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        _ => c,
    };
    text.chars().map(shown).collect()
}

/// Prints a text. A reader that has gone away, as `head` does, stops no work; [`is_closed`] tells of it at the end.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    if is_closed() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    printed(out.write_all(printable(text).as_bytes()).and_then(|()| out.flush()))
}

/// What became of printing.
pub(crate) fn printed(result: io::Result<()>) -> Result<(), Failure> {
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

/// Tells something beside the output. Where nobody can be told, nothing is.
pub(crate) fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(printable(&format!("{text}\n")).as_bytes());
}

/// Tells something in the language that was asked for, else in both.
pub(crate) fn tell_text(before: &str, text: &Text) {
    let mut told: Vec<&str> = languages().into_iter().map(|language| text.in_language(language)).collect();
    told.dedup();
    for text in told {
        tell(&format!("{before}{text}"));
    }
}

/// Writes one file.
pub(crate) fn file(path: &Path, bytes: impl Into<Vec<u8>>, force: bool) -> Result<(), Failure> {
    write(&Output::file(path, bytes).forced(force))
}

/// Writes an output, all of it or nothing.
pub(crate) fn write(output: &Output) -> Result<(), Failure> {
    for note in output.write(&RUN)?.notes {
        tell_text("note: ", &note);
    }
    Ok(())
}

/// Has a store make a file that is not there yet, all of it or nothing.
pub(crate) fn make<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, Failure>) -> Result<T, Failure> {
    let (made, written) = RUN.make(path, fill)?;
    for note in written.notes {
        tell_text("note: ", &note);
    }
    Ok(made)
}

/// Tells how far reading has come, where somebody watches.
pub(crate) fn progress(file: &str, rows: u64) {
    if rows >= 50_000 && io::stderr().is_terminal() {
        let _ = write!(io::stderr().lock(), "\r{}: {rows} 行 ", printable(file));
    }
}
