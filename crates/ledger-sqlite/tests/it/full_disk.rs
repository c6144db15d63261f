//! A disk that is really full: nothing that was answered for is lost, and with room again the journal goes on.

use ledger::{Draft, Field, Journal, Kind, Put, Store};
use ledger_sqlite::{SqliteError, SqliteStore, read};
use ledger_testkit::disk::SmallDisk;

#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    let Some(disk) = SmallDisk::of_kilobytes(512) else { return };
    let path = disk.path().join("a.sqlite");
    let mut store = SqliteStore::create(&path).unwrap();
    let mut journal = Journal::new();
    let batch = |journal: &Journal, bytes: usize| {
        let put = Put::new(Kind::Device, "PC-0007").field(Field::Note, &"x".repeat(bytes));
        let draft = Draft::put("2024-06-03".parse().unwrap(), put);
        journal.prepare("yamada", "2024-06-05T01:00:00Z".parse().unwrap(), vec![draft]).unwrap()
    };
    for (round, bytes) in [100, 3_000, 9_000, 20_000].into_iter().enumerate() {
        let kept = batch(&journal, bytes);
        store.append(&kept).unwrap();
        journal.append(kept).unwrap();
        disk.fill_but(4_096 * (round as u64 * 2));
        let error = loop {
            let next = batch(&journal, bytes + 9_000);
            match store.append(&next) {
                Ok(()) => journal.append(next).unwrap(),
                Err(error) => break error,
            }
        };
        let said = error.to_string();
        assert!(matches!(error, SqliteError::NotKept { .. }), "{said}");
        assert!(said.contains("disk is full") || said.contains("disk I/O"), "{said}");
        // Read while it is full, by this store and by others.
        assert_eq!(store.journal().unwrap().end(), journal.end());
        assert_eq!(read(&path).unwrap().end(), journal.end());
        disk.make_room();
    }
    let last = batch(&journal, 10);
    store.append(&last).unwrap();
    journal.append(last).unwrap();
    assert_eq!(read(&path).unwrap().end(), journal.end());
}
