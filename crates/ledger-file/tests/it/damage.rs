//! Files that were cut, torn or altered: what is mended and what is refused.

use std::fs;

use ledger::{Journal, Store};
use ledger_file::{Cut, FileError, FileStore, Opened, read};
use ledger_testkit::small_journal;

use crate::small_file;

/// The journal after so many batches.
fn after(batches: usize) -> Journal {
    let mut journal = Journal::new();
    for batch in small_journal().1.into_iter().take(batches) {
        journal.append(batch).unwrap();
    }
    journal
}

#[test]
fn cut_at_any_byte_a_batch_is_whole_or_absent() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    let batches = small_journal().1;
    for cut in 0..=bytes.len() {
        fs::write(&path, &bytes[..cut]).unwrap();
        let answered = bytes[..cut].iter().filter(|byte| **byte == b'\n').count();
        let tail = cut - bytes[..cut].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        // All that is missing may be the line's end: then the batch is there.
        let ended = bytes.get(cut) == Some(&b'\n') && tail > 0;
        let kept = answered + usize::from(ended);

        // A reader takes whole lines and changes nothing.
        let beside = read(&path).unwrap();
        assert_eq!((beside.journal.head(), beside.unended), (after(answered).head(), tail as u64));
        assert_eq!(fs::read(&path).unwrap().len(), cut);

        let mut opened = FileStore::open(&path).unwrap();
        assert_eq!(opened.journal.head(), after(kept).head(), "cut at {cut}");
        let cut_off = (tail > 0 && !ended).then_some(Cut { line: answered as u64 + 1, bytes: tail as u64 });
        assert_eq!((opened.cut, opened.ended), (cut_off, ended), "cut at {cut}");
        // It goes on from there, and ends as if nothing had been.
        for batch in &batches[kept..] {
            opened.store.append(batch).unwrap();
        }
        drop(opened);
        assert!(fs::read(&path).unwrap() == bytes, "cut at {cut}: not the same file in the end");
    }
}

#[test]
fn a_flipped_bit_anywhere_is_an_error_that_names_line_and_entry_and_changes_nothing() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    let batches = small_journal().1;
    // Of each byte the line and the entry; a line's end belongs to its last entry.
    let mut owners = Vec::new();
    for (batch, line) in batches.iter().zip(1_u64..) {
        owners.push((line, batch.entries()[0].seq));
        for (entry, text) in batch.entries().iter().zip(batch.entry_texts()) {
            owners.extend(std::iter::repeat_n((line, entry.seq), text.len() + 1));
        }
        owners.push((line, batch.entries().last().unwrap().seq));
    }
    assert_eq!(owners.len(), bytes.len());
    for at in 0..bytes.len() {
        for bit in [at % 8, (at + 3) % 8] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            fs::write(&path, &flipped).unwrap();
            let Err(FileError::Corrupt { line, corruption, .. }) = FileStore::open(&path) else {
                panic!("bit {bit} of byte {at} went unnoticed");
            };
            let (its_line, its_entry) = owners[at];
            // Where one line's end is gone, the error is told where the two lines meet.
            let met = if bytes[at] == b'\n' { its_line } else { line };
            assert_eq!((met, corruption.seq), (its_line, its_entry), "bit {bit} of byte {at}: {corruption}");
            assert!(fs::read(&path).unwrap() == flipped, "bit {bit} of byte {at}: the file was changed");
        }
    }
}

#[test]
fn a_whole_batch_without_its_line_s_end_is_kept() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    // As editors do that take away an empty last line.
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let Opened { journal, cut, ended, .. } = FileStore::open(&path).unwrap();
    assert_eq!((journal.head(), cut, ended), (after(3).head(), None, true));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn zeros_left_by_a_loss_of_power_are_cut() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    let third = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for torn in [third, third + 1, third + 40, bytes.len() - 2] {
        fs::write(&path, [&bytes[..torn], &[0; 300]].concat()).unwrap();
        let opened = FileStore::open(&path).unwrap();
        assert_eq!(opened.journal.head(), after(2).head());
        assert_eq!(opened.cut, Some(Cut { line: 3, bytes: (torn - third) as u64 + 300 }));
        assert_eq!(fs::read(&path).unwrap(), &bytes[..third]);
    }
    // After a whole batch they take nothing with them.
    for whole in [bytes.len() - 1, bytes.len()] {
        fs::write(&path, [&bytes[..whole], &[0; 300]].concat()).unwrap();
        assert_eq!(FileStore::open(&path).unwrap().journal.head(), after(3).head());
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn what_is_cut_is_said() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
    let cut = FileStore::open(&path).unwrap().cut.unwrap();
    let said = cut.to_string();
    assert!(
        said.starts_with(&format!("cut {} bytes from line 3: a batch whose writing", cut.bytes)),
        "{said}"
    );
    // Once: the next finds nothing to mend.
    assert_eq!(FileStore::open(&path).unwrap().cut, None);
}

#[test]
fn a_store_reads_again_what_was_altered_meanwhile() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let mut bytes = small_file(&path);
    let mut store = FileStore::open(&path).unwrap().store;
    let at = bytes.windows(6).position(|text| text == "佐藤".as_bytes()).unwrap();
    bytes[at + 2] ^= 1;
    fs::write(&path, bytes).unwrap();
    let Err(FileError::Corrupt { corruption, .. }) = store.journal() else { panic!() };
    assert_eq!(corruption.seq, 1);
}
