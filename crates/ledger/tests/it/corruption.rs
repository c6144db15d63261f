//! A journal that was changed after it was written: every byte, every line.

use ledger::{Batch, Corruption, Damage, EntryHash, Journal, Tail};
use ledger_testkit::{drafts, nasty_text, record, small_journal};
use proptest::prelude::*;

/// The lines of a journal, and of each of their bytes the entry that it belongs to: the bracket or comma after an entry
/// to that entry, the first bracket to the first.
fn lines(batches: &[Batch]) -> Vec<(Vec<u8>, Vec<u64>)> {
    let line = |batch: &Batch| {
        let mut owners = vec![batch.entries()[0].seq];
        for (text, entry) in batch.entry_texts().iter().zip(batch.entries()) {
            owners.extend(std::iter::repeat_n(entry.seq, text.len() + 1));
        }
        let line = batch.to_line().into_bytes();
        assert_eq!(line.len(), owners.len());
        (line, owners)
    };
    batches.iter().map(line).collect()
}

/// Reads lines up to the first that is not what was written; a line's end is not part of what is given.
fn read<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> (Journal, Option<Corruption>) {
    let mut journal = Journal::new();
    for line in lines {
        let before = journal.entries().len();
        if let Err(corruption) = journal.read_bytes(line) {
            assert_eq!(journal.entries().len(), before, "part of a line was taken in");
            return (journal, Some(corruption));
        }
    }
    (journal, None)
}

fn bytes(lines: &[(Vec<u8>, Vec<u64>)]) -> impl Iterator<Item = &[u8]> {
    lines.iter().map(|(line, _)| line.as_slice())
}

#[test]
fn any_change_of_any_byte_is_laid_to_its_entry() {
    let (_, batches) = small_journal();
    let lines = lines(&batches);
    let (mut changes, mut altered) = (0, 0);
    for (number, (line, owners)) in lines.iter().enumerate() {
        let (before, none) = read(bytes(&lines[..number]));
        assert_eq!(none, None);
        for (at, owner) in owners.iter().enumerate() {
            // Every single bit, all bits, and what JSON is made of.
            let others = [line[at] ^ 0xff, b'"', b'\\', b'0', b' ', b'}', b']', b',', b'\n', 0];
            let flipped = (0..8).map(|bit| line[at] ^ (1 << bit)).chain(others);
            for byte in flipped.filter(|byte| *byte != line[at]) {
                let mut line = line.clone();
                line[at] = byte;
                let mut journal = before.clone();
                let corruption = journal.read_bytes(&line).expect_err("a changed byte went unnoticed");
                let shown = String::from_utf8_lossy(&line).into_owned();
                assert_eq!(corruption.seq, *owner, "byte {at} as {byte:#04x}: {corruption}\n{shown}");
                assert_eq!(journal.last(), before.last());
                // Nor does it pass for a writing that was broken off: that would be cut.
                if line.last() == Some(&b']') || at + 1 == line.len() {
                    let tail = before.clone().read_tail(&line);
                    assert!(!matches!(tail, Ok(Tail::Whole)), "byte {at} as {byte:#04x}");
                }
                changes += 1;
                altered += u32::from(matches!(corruption.damage, Damage::Altered { .. }));
            }
        }
    }
    assert!(changes > 30_000 && altered > 4_000, "{changes} changes, {altered} seen by hash");
}

#[test]
fn a_byte_that_came_or_went_is_laid_to_its_entry() {
    let (_, batches) = small_journal();
    let lines = lines(&batches);
    for (number, (line, owners)) in lines.iter().enumerate() {
        let (before, _) = read(bytes(&lines[..number]));
        for (at, owner) in owners.iter().enumerate() {
            let mut without = line.clone();
            without.remove(at);
            let corruption = before.clone().read_bytes(&without).expect_err("a byte is missing");
            // Of a run of like bytes, which is missing cannot be told; of two entries it can.
            assert_eq!(corruption.seq, *owner, "byte {at}: {corruption}");
            for byte in [b' ', b'a', b'0', b'"', b',', b'\xff'] {
                let mut with = line.clone();
                with.insert(at, byte);
                let corruption = before.clone().read_bytes(&with).expect_err("a byte was added");
                // Between two entries it belongs to either.
                let near = owners[at.saturating_sub(1)]..=owners[(at + 1).min(owners.len() - 1)];
                assert!(near.contains(&corruption.seq), "{byte} before {at}: {corruption}");
            }
        }
    }
}

#[test]
fn lines_taken_away_doubled_or_exchanged_are_found() {
    let (_, batches) = small_journal();
    let lines: Vec<Vec<u8>> = batches.iter().map(|batch| batch.to_line().into_bytes()).collect();
    let found = |order: &[usize]| read(order.iter().map(|at| lines[*at].as_slice())).1;
    let place = |seq, found| Some(Corruption { seq, damage: Damage::OutOfSequence { found } });
    assert_eq!(found(&[0, 1, 2]), None);
    assert_eq!(found(&[1, 2]), place(1, 3));
    assert_eq!(found(&[0, 2]), place(3, 6));
    assert_eq!(found(&[0, 0, 1]), place(3, 1));
    assert_eq!(found(&[0, 2, 1]), place(3, 6));
    assert_eq!(found(&[0, 1, 2, 2]), place(7, 6));
    // What was taken away at the end shows only by a head that was kept.
    let kept = read(lines.iter().map(Vec::as_slice)).0.head();
    let (shorter, none) = read(lines[..2].iter().map(Vec::as_slice));
    assert_eq!(none, None);
    assert_ne!(shorter.head(), kept);
}

#[test]
fn entries_moved_between_batches_are_found() {
    let (_, batches) = small_journal();
    let texts: Vec<String> = batches.iter().flat_map(Batch::entry_texts).collect();
    let line = |entries: &[usize]| {
        let entries: Vec<&str> = entries.iter().map(|at| texts[*at].as_str()).collect();
        format!("[{}]", entries.join(",")).into_bytes()
    };
    let found = |batches: &[&[usize]]| {
        let lines: Vec<Vec<u8>> = batches.iter().map(|batch| line(batch)).collect();
        read(lines.iter().map(Vec::as_slice)).1
    };
    let of_another = |seq| Some(Corruption { seq, damage: Damage::Batch });
    assert_eq!(found(&[&[0, 1], &[2, 3, 4], &[5]]), None);
    let short =
        |batch, stated, found, seq| Some(Corruption { seq, damage: Damage::Short { batch, stated, found } });
    assert_eq!(found(&[&[0], &[1], &[2, 3, 4], &[5]]), short(1, 2, 1, 2));
    assert_eq!(found(&[&[0, 1], &[2, 3], &[4], &[5]]), short(2, 3, 2, 5));
    // Once, the end of the last batch could be taken away unseen.
    assert_eq!(found(&[&[0, 1], &[2, 3]]), short(2, 3, 2, 5));
    assert_eq!(found(&[&[0, 1], &[2]]), short(2, 3, 1, 4));
    assert_eq!(found(&[&[0, 1, 2], &[3, 4], &[5]]), of_another(3));
    assert_eq!(found(&[&[1, 0]]), Some(Corruption { seq: 1, damage: Damage::OutOfSequence { found: 2 } }));
    assert!(matches!(found(&[&[]]), Some(Corruption { seq: 1, damage: Damage::Unreadable { .. } })));
}

/// Whoever computes every hash anew makes a sound journal; but not one with the head that somebody kept.
#[test]
fn rehashing_shows_by_a_kept_head() {
    let (journal, batches) = small_journal();
    let drafts = batches.iter().flat_map(Batch::entries).map(|entry| ledger::Draft {
        valid_on: entry.valid_on,
        origin: entry.origin.clone(),
        body: entry.body.clone(),
    });
    let mut drafts: Vec<ledger::Draft> = drafts.collect();
    assert_eq!(record(&drafts, &[2, 3, 1]).0.head(), journal.head());
    drafts[1].valid_on = drafts[1].valid_on.pred_opt().unwrap();
    let (forged, batches) = record(&drafts, &[2, 3, 1]);
    let lines: Vec<String> = batches.iter().map(Batch::to_line).collect();
    let (read, none) = read(lines.iter().map(String::as_bytes));
    assert_eq!((none, read.last()), (None, journal.last()));
    assert_eq!(read.entries()[0].hash, journal.entries()[0].hash);
    for at in 1..6 {
        assert_ne!(forged.entries()[at].hash, journal.entries()[at].hash, "entry {}", at + 1);
    }
    // One entry with its hash computed anew, the next left as it was.
    let second = small_journal().1[1].to_line();
    let found = self::read([lines[0].as_bytes(), second.as_bytes()]).1.unwrap();
    assert!(matches!(found, Corruption { seq: 3, damage: Damage::Unchained { .. } }), "{found}");
}

#[test]
fn a_tail_that_was_altered_is_no_torn_one() {
    let (_, batches) = small_journal();
    let (before, _) = read([batches[0].to_line().as_bytes()]);
    let line = batches[1].to_line();
    let first_entry = batches[1].entry_texts()[0].len() + 1;
    let altered = line.replace("鈴木", "鈴本");
    for cut in 0..=altered.len() {
        let tail = before.clone().read_tail(&altered.as_bytes()[..cut]);
        // As soon as the altered entry is there whole, its hash tells.
        assert_eq!(tail.is_err(), cut >= first_entry, "cut at {cut}: {tail:?}");
    }
    for after in ["x", "]", "\0", " ", "\u{2028}"] {
        assert!(before.clone().read_tail(format!("{line}{after}").as_bytes()).is_err(), "{after:?}");
    }
    // A letter cut in two is torn, a byte that is none is not.
    let torn = line.find('鈴').unwrap() + 1;
    assert_eq!(before.clone().read_tail(&line.as_bytes()[..torn]), Ok(Tail::Torn));
    let corruption = before.clone().read_tail(&[&line.as_bytes()[..torn], b"\xff"].concat()).unwrap_err();
    assert_eq!(corruption.seq, 3);
    // The end of a line that was altered belongs to the last entry of the line.
    for end in [b"\x8a", b"\xff"] {
        let ended = [line.as_bytes(), end].concat();
        assert_eq!(before.clone().read_tail(&ended).unwrap_err().seq, 5);
    }
}

#[test]
fn a_hash_has_one_spelling() {
    let text = small_journal().0.head().to_string();
    assert_eq!(text.parse::<EntryHash>().unwrap().to_string(), text);
    for wrong in
        [text.to_uppercase(), text[1..].to_owned(), format!("{text}0"), "g".repeat(64), "é".repeat(32)]
    {
        assert_eq!(wrong.parse::<EntryHash>().unwrap_err().found, wrong);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_flipped_bit_of_any_journal_is_laid_to_its_entry(
        facts in drafts(10, nasty_text().prop_map(|text| text.chars().take(200).collect()).boxed()),
        sizes in prop::collection::vec(1..4_usize, 1..3),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 16),
    ) {
        let (_, batches) = record(&facts, &sizes);
        let lines = lines(&batches);
        for (place, bit) in flips {
            let all: usize = lines.iter().map(|(line, _)| line.len()).sum();
            let mut at = place.index(all);
            let mut number = 0;
            while at >= lines[number].0.len() {
                at -= lines[number].0.len();
                number += 1;
            }
            let mut changed = lines[number].0.clone();
            changed[at] ^= 1 << bit;
            let (_, found) = read(bytes(&lines[..number]).chain([changed.as_slice()]));
            prop_assert_eq!(found.map(|found| found.seq), Some(lines[number].1[at]));
        }
    }
}
