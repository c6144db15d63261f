//! Heads that were kept elsewhere, compared with journals.

use ledger::{Comparison, Draft, EntryHash, Head, Journal};
use ledger_testkit::{drafts, forge, nasty_text, record, small_journal};
use proptest::prelude::*;

fn read(lines: &str) -> Journal {
    let mut journal = Journal::new();
    for line in lines.lines() {
        journal.read_line(line).unwrap();
    }
    journal
}

/// The journals after each number of batches, from none.
fn growing(drafts: &[Draft], sizes: &[usize]) -> Vec<Journal> {
    let mut journal = Journal::new();
    let mut all = vec![journal.clone()];
    for batch in record(drafts, sizes).1 {
        journal.append(batch).unwrap();
        all.push(journal.clone());
    }
    all
}

#[test]
fn a_head_says_which_journal_how_much_and_when() {
    let end = small_journal().0.end();
    assert_eq!((end.entries, end.batches, end.format), (6, 3, 2));
    assert_eq!(end.recorded_at, Some("2024-06-05T01:02:00Z".parse().unwrap()));
    let first = small_journal().0.entries()[0].hash.to_string();
    assert_eq!(end.journal.unwrap().to_string(), first[..16]);
    assert_eq!(first[..16].parse(), Ok(end.journal.unwrap()));
    assert!(first[..15].parse::<ledger::JournalId>().is_err());
    let none = Journal::new().end();
    assert_eq!((none.journal, none.entries, none.recorded_at), (None, 0, None));
    assert_eq!((none.hash, none.format), (EntryHash::BEGINNING, 2));
}

#[test]
fn each_way_to_differ_is_told_apart() {
    let (journal, batches) = small_journal();
    let head = journal.end();
    let mut shorter = Journal::new();
    for batch in &batches[..2] {
        shorter.append(batch.clone()).unwrap();
    }
    assert_eq!(head.compare(&journal), Comparison::Same);
    assert_eq!(shorter.end().compare(&journal), Comparison::Extended { entries: 1, batches: 1 });
    assert_eq!(Journal::new().end().compare(&journal), Comparison::Extended { entries: 6, batches: 3 });
    assert_eq!(head.compare(&shorter), Comparison::Truncated { stated: 6, found: 5 });
    assert_eq!(head.compare(&Journal::new()), Comparison::Truncated { stated: 6, found: 0 });
    // An entry was exchanged, all hashes from there on computed anew.
    let forged = forge::entries(forge::VERSION_3);
    let altered = |at: usize| {
        let mut forged = forged.clone();
        forged[at].1 = forged[at].1.replace("山田", "山本");
        read(&forge::lines(&forge::rechained(&forged)))
    };
    for at in 1..6 {
        assert_eq!(head.compare(&altered(at)), Comparison::Rewritten { entry: 6 }, "entry {}", at + 1);
    }
    // Of the first entry: then it is another journal.
    assert!(matches!(head.compare(&altered(0)), Comparison::Another { .. }));
    assert!(matches!(head.compare(&read(forge::VERSION_1)), Comparison::Another { .. }));
}

/// What is noted beside the hash is not covered by it; whoever changes it is found all the same.
#[test]
fn figures_that_do_not_go_with_the_hash_are_a_contradiction() {
    let (journal, batches) = small_journal();
    let head = journal.end();
    let hash = batches[1].entries()[2].hash;
    for wrong in [
        Head { entries: 5, ..head.clone() },
        Head { entries: 7, ..head.clone() },
        Head { batches: 2, ..head.clone() },
        Head { recorded_at: None, ..head.clone() },
        Head { recorded_at: Some("2024-06-05T01:02:01Z".parse().unwrap()), ..head.clone() },
        Head { format: 1, ..head.clone() },
        Head { journal: None, ..head.clone() },
        Head { hash, ..head.clone() },
        // In the midst of a batch no journal ever ended.
        Head { entries: 4, batches: 2, hash: batches[1].entries()[1].hash, ..head.clone() },
    ] {
        assert!(matches!(wrong.compare(&journal), Comparison::Contradictory { .. }), "{wrong:?}");
    }
}

#[test]
fn a_head_of_an_older_format_is_one_of_the_journal_that_goes_on_in_the_present_one() {
    let all = read(forge::ALL_VERSIONS);
    let old = read(forge::VERSION_1).end();
    assert_eq!((old.format, all.end().format), (1, 2));
    assert_eq!(old.compare(&all), Comparison::Extended { entries: 4, batches: 2 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The plain model: a list of hashes begins with another, or does not.
    #[test]
    fn two_journals_that_part_somewhere(
        facts in drafts(10, nasty_text().prop_map(|text| text.chars().take(40).collect()).boxed()),
        sizes in prop::collection::vec(1..4_usize, 1..3),
        parts_at in any::<prop::sample::Index>(),
    ) {
        let one = growing(&facts, &sizes);
        let mut others = facts.clone();
        let at = parts_at.index(others.len());
        others[at].valid_on = others[at].valid_on.pred_opt().unwrap();
        let other = growing(&others, &sizes);
        let hashes = |journal: &Journal| -> Vec<EntryHash> {
            journal.entries().iter().map(|entry| entry.hash).collect()
        };
        for noted in &one {
            for journal in one.iter().chain(&other) {
                let (noted, head) = (hashes(noted), noted.end());
                let found = head.compare(journal);
                let begins = hashes(journal).starts_with(&noted);
                prop_assert_eq!(found.holds(), begins, "{:?}", found);
                if begins {
                    let same = found == Comparison::Same;
                    prop_assert_eq!(same, hashes(journal).len() == noted.len());
                }
            }
        }
    }
}
