//! What is named as a journal and can be none.

use std::{fs::File, path::Path, process::Command};

use ledger_file::{FileError, FileStore, read};

/// Opening a pipe waited for whoever is at its other end, for ever.
#[cfg(unix)]
#[test]
fn regression_a_pipe_or_a_device_is_no_journal_and_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("k.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [&pipe, Path::new("/dev/zero"), folder.path()] {
        assert!(matches!(read(path), Err(FileError::NotAFile { .. })), "{}", path.display());
        assert!(matches!(FileStore::open(path), Err(FileError::NotAFile { .. })), "{}", path.display());
    }
}

/// A file without line ends was read into memory whole, however long.
#[test]
fn regression_a_line_without_an_end_stops_at_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.jsonl");
    // A hole takes no room on the disk.
    File::create(&path).unwrap().set_len(1 << 40).unwrap();
    match read(&path) {
        Err(FileError::TooLong { line: 1, limit, .. }) => assert_eq!(limit, 256 << 20),
        other => panic!("{other:?}"),
    }
    assert!(matches!(FileStore::open(&path), Err(FileError::TooLong { .. })));
}
