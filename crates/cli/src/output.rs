//! Writing to the terminal and to files.

use std::{
    fs,
    io::{self, ErrorKind, IsTerminal, Write},
    path::Path,
};

use crate::failure::Failure;

/// A text without control characters: records come from anywhere and shall not steer a terminal.
pub(crate) fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => c,
        '\u{7f}'..='\u{9f}' => '\u{fffd}',
        // Each has a picture of its own.
        c if c.is_control() => char::from_u32(0x2400_u32.saturating_add(c.into())).unwrap_or('\u{fffd}'),
        _ => c,
    };
    text.chars().map(shown).collect()
}

/// Prints a text. A reader that has gone away, as `head` does, is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().lock().write_all(printable(text).as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::file("standard output", error)),
        _ => Ok(()),
    }
}

/// Writes a file, making its folder.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_bytes(path, text.as_bytes())
}

/// Writes a file of any content, making its folder.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
    }
    fs::write(path, bytes).map_err(|error| Failure::file(path, error))
}

/// Tells how far reading has come, where somebody watches.
pub(crate) fn progress(file: &str, rows: u64) {
    if rows >= 50_000 && io::stderr().is_terminal() {
        eprint!("\r{file}: {rows} 行 ");
    }
}
