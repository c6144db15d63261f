//! Files that were cut, torn or altered: what is mended and what is refused.

use std::{fs, path::Path, thread, time::Duration};

use ledger::{Journal, Store};
use ledger_file::{Cut, FileError, FileStore, Opened, read};
use ledger_testkit::small_journal;
use proptest::strategy::Strategy as _;

use crate::small_file;

/// Opens a journal. A program that a test beside this one begins holds the lock of its file for a moment.
fn open(path: &Path) -> Result<Opened, FileError> {
    for _ in 0..2_000 {
        match FileStore::open(path) {
            Err(FileError::Locked { .. }) => thread::sleep(Duration::from_millis(1)),
            opened => return opened,
        }
    }
    FileStore::open(path)
}

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

        let mut opened = open(&path).unwrap();
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
            let Err(FileError::Corrupt { line, corruption, .. }) = open(&path) else {
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
    let Opened { journal, cut, ended, .. } = open(&path).unwrap();
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
        let opened = open(&path).unwrap();
        assert_eq!(opened.journal.head(), after(2).head());
        assert_eq!(opened.cut, Some(Cut { line: 3, bytes: (torn - third) as u64 + 300 }));
        assert_eq!(fs::read(&path).unwrap(), &bytes[..third]);
    }
    // After a whole batch they take nothing with them.
    for whole in [bytes.len() - 1, bytes.len()] {
        fs::write(&path, [&bytes[..whole], &[0; 300]].concat()).unwrap();
        assert_eq!(open(&path).unwrap().journal.head(), after(3).head());
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

/// What the writer brings to the disk before the rest of a line.
fn opening(batches: usize) -> String {
    after(batches).opening().unwrap()
}

/// A stranger's file was cut to nothing and recorded in, since only what preceded its first zero was looked at.
#[test]
fn regression_what_the_writer_cannot_have_left_is_refused_and_stays() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    let third = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    let (before, last) = bytes.split_at(third);
    let utf_16: Vec<u8> = "[{\"v\":3".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let strange: [&[u8]; 13] = [
        b"\0\0\0binary",
        b"\0\x01\0\0\0\x02",
        &utf_16,
        b"[\0foreign",
        b"[{\"v\":3\0\0foreign",
        b"\0",
        b"\0text",
        b"\0\0[{\"v\":3",
        b"\x89PNG\0\0",
        b"foreign",
        b"\0\0\0{\"v\":3,\"seq\":7",
        &[0; 4_096],
        b"[\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ];
    let zeros: [&[u8]; 3] = [b"\0", &[0; 4_096], strange[12]];
    let refused = |content: &[u8]| {
        fs::write(&path, content).unwrap();
        let shown = content.escape_ascii();
        let error = open(&path).expect_err(&format!("{shown} was opened"));
        assert!(matches!(error, FileError::Corrupt { .. }), "{shown}: {error}");
        assert_eq!(read(&path).unwrap_err().to_string(), error.to_string(), "{shown}");
        assert!(fs::read(&path).unwrap() == content, "{shown} was changed");
    };
    for tail in strange {
        // A zero or two where nothing was recorded may be what a loss of power left, and nobody misses them.
        if tail != b"\0" {
            refused(tail);
        }
        // After a journal, zeros are what was to be written.
        if !zeros.contains(&tail) {
            refused(&[before, tail].concat());
            refused(&[before, &last[..last.len() - 1], b"\0", tail].concat());
        }
        refused(&[before, tail, b"\n"].concat());
    }
    // The opening of another batch is none, and after one of ours there is text.
    refused(&[before, opening(1).as_bytes(), &[0; 9], b"1,\"at\""].concat());
    refused(&[before, opening(2).as_bytes(), &[0; 9], b"\x01\x02"].concat());
    refused(&[before, opening(2).as_bytes(), &[0; 9], b"PNG\x89\xff"].concat());
    refused(&[before, &opening(2).as_bytes()[..20], &[0; 9], &opening(2).as_bytes()[20..]].concat());
}

/// Of a line whose opening is on the disk a loss of power may leave any part.
#[test]
fn parts_of_a_batch_that_was_being_written_are_cut() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    let third = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for (before, batches) in [(third, 2), (0, 0)] {
        let line = bytes[before..].split(|byte| *byte == b'\n').next().unwrap();
        let opening = opening(batches).len();
        for begin in (0..line.len() - 1).step_by(5) {
            for end in (begin + 1..line.len()).step_by(7) {
                let mut torn = line.to_vec();
                torn[begin..end].fill(0);
                // Before the opening is whole nothing follows it.
                if begin < opening {
                    torn.truncate(opening);
                }
                fs::write(&path, [&bytes[..before], &*torn].concat()).unwrap();
                assert_eq!(read(&path).unwrap().unended, torn.len() as u64);
                let opened = open(&path).unwrap();
                assert_eq!(opened.journal.head(), after(batches).head());
                assert_eq!(opened.cut.unwrap().bytes, torn.len() as u64);
                assert_eq!(fs::read(&path).unwrap(), &bytes[..before]);
            }
        }
    }
}

proptest::proptest! {
    /// Whatever stands in a file: it is opened and loses nothing but zeros and what begins as this program begins it,
    /// or is refused as it is.
    #[test]
    fn a_file_of_somebody_else_keeps_every_byte(
        batches in 0_usize..3,
        pieces in proptest::collection::vec(
            proptest::prop_oneof![
                proptest::collection::vec(proptest::arbitrary::any::<u8>(), 0..20),
                proptest::collection::vec(proptest::strategy::Just(0_u8), 0..700),
                "[\\[\\]{}\":,a-z0-9]{0,20}".prop_map(String::into_bytes),
            ],
            0..5,
        ),
    ) {
        let folder = ledger_testkit::folder();
        let path = folder.path().join("a.jsonl");
        let lines: String = small_journal().1[..batches].iter().map(|batch| batch.to_line() + "\n").collect();
        let tail = pieces.concat();
        let content = [lines.as_bytes(), &tail].concat();
        fs::write(&path, &content).unwrap();
        let opening = opening(batches);
        let is_begun = tail.starts_with(opening.as_bytes())
            || tail.iter().zip(opening.bytes()).all(|(found, wanted)| *found == 0 || *found == wanted)
                && tail.iter().skip(opening.len()).all(|byte| *byte == 0);
        match open(&path) {
            Ok(_) => {
                proptest::prop_assert!(is_begun, "{}", tail.escape_ascii());
                proptest::prop_assert_eq!(fs::read(&path).unwrap(), lines.as_bytes());
            }
            Err(_) => proptest::prop_assert_eq!(fs::read(&path).unwrap(), content),
        }
    }
}

#[test]
fn what_is_cut_is_said() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let bytes = small_file(&path);
    fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
    let cut = open(&path).unwrap().cut.unwrap();
    let said = cut.to_string();
    assert!(
        said.starts_with(&format!("cut {} bytes from line 3: a batch whose writing", cut.bytes)),
        "{said}"
    );
    // Once: the next finds nothing to mend.
    assert_eq!(open(&path).unwrap().cut, None);
}

#[test]
fn a_store_reads_again_what_was_altered_meanwhile() {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let mut bytes = small_file(&path);
    let mut store = open(&path).unwrap().store;
    let at = bytes.windows(6).position(|text| text == "佐藤".as_bytes()).unwrap();
    bytes[at + 2] ^= 1;
    fs::write(&path, bytes).unwrap();
    let Err(FileError::Corrupt { corruption, .. }) = store.journal() else { panic!() };
    assert_eq!(corruption.seq, 1);
}
