//! What every store promises, and what this one does besides: one writer, any reader.

use std::{fs, io::Write, path::Path, thread};

use ledger::{AppendError, Corruption, Draft, Field, Journal, Kind, Put, Store};
use ledger_file::{FileError, FileStore, read};
use ledger_testkit::{
    Place,
    forge::{self, Kept},
    small_journal, store_suite,
};

use crate::small_file;

struct Folder(tempfile::TempDir);

impl Place for Folder {
    type Store = FileStore;

    fn create(&self, name: &str) -> FileStore {
        FileStore::create(self.0.path().join(name)).unwrap()
    }

    fn open(&self, name: &str) -> FileStore {
        let opened = FileStore::open(self.0.path().join(name)).unwrap();
        assert_eq!((opened.cut, opened.ended), (None, false));
        opened.store
    }

    fn is_stale(&self, error: &FileError) -> Option<AppendError> {
        match error {
            FileError::Stale { reason, .. } => Some(reason.clone()),
            _ => None,
        }
    }

    fn try_open(&self, name: &str) -> Result<FileStore, FileError> {
        FileStore::open(self.0.path().join(name)).map(|opened| opened.store)
    }

    fn corruption(&self, error: &FileError) -> Option<Corruption> {
        match error {
            FileError::Corrupt { corruption, .. } => Some(corruption.clone()),
            _ => None,
        }
    }

    fn kept(&self, name: &str) -> Vec<Kept> {
        forge::entries(&fs::read_to_string(self.0.path().join(name)).unwrap())
    }

    fn exchange(&self, name: &str, entries: &[Kept]) {
        fs::write(self.0.path().join(name), forge::lines(entries)).unwrap();
    }
}

#[test]
fn keeps_what_every_store_promises() {
    store_suite(&Folder(tempfile::tempdir().unwrap()));
}

#[test]
fn a_line_is_a_batch() {
    let folder = ledger_testkit::folder();
    let bytes = small_file(&folder.path().join("a.jsonl"));
    let lines: Vec<String> = small_journal().1.iter().map(|batch| batch.to_line() + "\n").collect();
    assert_eq!(String::from_utf8(bytes).unwrap(), lines.concat());
}

#[test]
fn making_one_never_takes_another_file_s_place() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let before = small_file(&path);
    assert!(matches!(FileStore::create(&path), Err(FileError::Exists { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn there_is_one_writer_until_it_lets_go() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let store = FileStore::create(&path).unwrap();
    let locked = |path: &Path| matches!(FileStore::open(path), Err(FileError::Locked { .. }));
    assert!(locked(&path));
    // By any name.
    let other = folder.path().join("b.jsonl");
    fs::hard_link(&path, &other).unwrap();
    assert!(locked(&other));
    assert_eq!(read(&path).unwrap().journal.last(), 0);
    drop(store);
    let opened = FileStore::open(&other).unwrap();
    assert!(locked(&path));
    drop(opened);
    assert!(!locked(&path));
}

#[test]
fn reading_beside_the_writer_sees_whole_batches_only() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let mut store = FileStore::create(&path).unwrap();
    let writer = thread::spawn(move || {
        let mut journal = Journal::new();
        for number in 0..60 {
            // Long enough that its writing takes a while.
            let put = Put::new(Kind::Device, &number.to_string()).field(Field::Note, &"メモ".repeat(20_000));
            let drafts = vec![Draft::put("2024-06-03".parse().unwrap(), put); 2];
            let batch = journal.prepare("a", "2024-06-05T01:00:00Z".parse().unwrap(), drafts).unwrap();
            store.append(&batch).unwrap();
            journal.append(batch).unwrap();
        }
        journal.head()
    });
    let mut last = 0;
    while !writer.is_finished() {
        let journal = read(&path).unwrap().journal;
        assert!(journal.last() >= last && journal.last().is_multiple_of(2));
        last = journal.last();
    }
    assert_eq!(read(&path).unwrap().journal.head(), writer.join().unwrap());
}

#[test]
fn a_file_that_grew_behind_the_lock_takes_nothing() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let (_, batches) = small_journal();
    let mut store = FileStore::create(&path).unwrap();
    store.append(&batches[0]).unwrap();
    let before = fs::read(&path).unwrap();
    fs::File::options().append(true).open(&path).unwrap().write_all(b"# note\n").unwrap();
    let Err(FileError::Changed { expected, found, .. }) = store.append(&batches[1]) else { panic!() };
    assert_eq!((expected, found), (before.len() as u64, before.len() as u64 + 7));
    // Once the stranger's line is gone, so is the reason.
    fs::write(&path, before).unwrap();
    store.append(&batches[1]).unwrap();
}

#[test]
fn an_empty_file_is_a_journal_without_entries() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "").unwrap();
    let mut opened = FileStore::open(&path).unwrap();
    assert_eq!((opened.journal.last(), opened.cut, opened.ended), (0, None, false));
    opened.store.append(&small_journal().1[0]).unwrap();
    assert_eq!(opened.store.journal().unwrap().last(), 2);
}
