//! A disk that is really full: nothing that was answered for is lost, and with room again the journal goes on.

use ledger::{Draft, Field, Journal, Kind, Put, Store};
use ledger_file::{FileError, FileStore, read};
use ledger_testkit::disk::SmallDisk;

/// A batch with a note of so many bytes.
fn batch(journal: &Journal, bytes: usize) -> ledger::Batch {
    let put = Put::new(Kind::Device, "PC-0007").field(Field::Note, &"x".repeat(bytes));
    let draft = Draft::put("2024-06-03".parse().unwrap(), put);
    journal.prepare("yamada", "2024-06-05T01:00:00Z".parse().unwrap(), vec![draft]).unwrap()
}

#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    let Some(disk) = SmallDisk::of_kilobytes(256) else { return };
    let path = disk.path().join("a.jsonl");
    let mut store = FileStore::create(&path).unwrap();
    let mut journal = Journal::new();
    let mut refused = 0;
    // Sizes that end the room in the midst of a page, of a line, and at its end.
    for (round, bytes) in [100, 3_000, 5_000, 4_000, 9_000, 1].into_iter().enumerate() {
        let kept = batch(&journal, bytes);
        store.append(&kept).unwrap();
        journal.append(kept).unwrap();
        disk.fill_but(4_096 * (round as u64 % 3));
        let error = loop {
            let next = batch(&journal, bytes + 2_000);
            match store.append(&next) {
                Ok(()) => journal.append(next).unwrap(),
                Err(error) => break error,
            }
        };
        let said = error.to_string();
        assert!(matches!(error, FileError::NotKept { .. }), "{said}");
        assert!(said.contains("No space left") && said.contains("make room"), "{said}");
        let again = batch(&journal, 1);
        assert!(matches!(store.append(&again), Err(FileError::Failed { .. })));
        refused += 1;
        // Whoever reads sees what was answered for, full disk or not.
        assert_eq!(read(&path).unwrap().journal.end(), journal.end());
        drop(store);
        // Opening mends the end without needing room.
        let opened = FileStore::open(&path).unwrap();
        assert_eq!(opened.journal.end(), journal.end());
        store = opened.store;
        disk.make_room();
    }
    assert_eq!(refused, 6);
    let last = batch(&journal, 10);
    store.append(&last).unwrap();
    journal.append(last).unwrap();
    assert_eq!(read(&path).unwrap().journal.end(), journal.end());
}

#[test]
fn a_journal_that_finds_no_room_to_begin_can_be_made_later() {
    let Some(disk) = SmallDisk::of_kilobytes(64) else { return };
    let path = disk.path().join("a.jsonl");
    disk.fill_but(0);
    // A name takes no room; what matters is that a second try goes well.
    let made = FileStore::create(&path);
    let mut store = match made {
        Ok(store) => store,
        Err(error) => {
            assert!(matches!(error, FileError::Io { .. }), "{error}");
            disk.make_room();
            FileStore::create(&path).unwrap()
        }
    };
    let journal = Journal::new();
    match store.append(&batch(&journal, 3_000)) {
        Err(FileError::NotKept { .. }) => disk.make_room(),
        other => panic!("{other:?}"),
    }
    drop(store);
    let mut opened = FileStore::open(&path).unwrap();
    opened.store.append(&batch(&opened.journal, 3_000)).unwrap();
    assert_eq!(read(&path).unwrap().journal.last(), 1);
}
