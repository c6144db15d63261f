//! What a store promises, tried out.

use std::{cell::Cell, fmt::Debug};

use ledger::{
    AppendError, AsOf, Batch, Comparison, Corruption, Damage, Draft, Field, Journal, Kind, Put, Store,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use provenance::number_of;

use tempfile::TempDir;

use crate::{
    drafts,
    forge::{self, Kept},
    nasty_text, record, small_journal,
};

/// A folder for one test: in memory where the machine has such folders, since most tests ask what is in a file and
/// not whether it is on a disk.
///
/// # Panics
/// Where none can be made.
#[must_use]
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// A kind of store, and how to come by one.
pub trait Place {
    /// The store.
    type Store: Store<Error: Debug> + Debug;

    /// A new one, without entries, under a name that no other has.
    fn create(&self, name: &str) -> Self::Store;

    /// The one of a name, after whoever had it has let go.
    fn open(&self, name: &str) -> Self::Store;

    /// Whether an error says that a batch came too late.
    fn is_stale(&self, error: &<Self::Store as Store>::Error) -> Option<AppendError>;

    /// Tries to open the one of a name, after whoever had it has let go.
    ///
    /// # Errors
    /// Where it does not open.
    fn try_open(&self, name: &str) -> Result<Self::Store, <Self::Store as Store>::Error>;

    /// What is wrong with the entries of a store that does not open.
    fn corruption(&self, error: &<Self::Store as Store>::Error) -> Option<Corruption>;

    /// The entries of the one of a name, as they are kept.
    fn kept(&self, name: &str) -> Vec<Kept>;

    /// Puts other entries in their place, behind every guard that there is.
    fn exchange(&self, name: &str, entries: &[Kept]);
}

/// Tries out everything that a store promises.
///
/// # Panics
/// Where it does not keep a promise.
pub fn store_suite(place: &impl Place) {
    begins_empty(place);
    keeps_what_it_answered_for(place);
    refuses_stale_batches(place);
    a_refused_batch_leaves_nothing(place);
    stores_share_no_entries(place);
    keeps_any_fact(place);
    sees_a_batch_that_lost_its_last_entries(place);
    sees_batches_that_were_forged(place);
    a_batch_taken_away_whole_shows_by_a_kept_head_alone(place);
    older_journals_go_on_in_the_present_version(place);
}

fn texts(journal: &Journal) -> String {
    journal.state(AsOf::day(chrono::NaiveDate::MAX)).to_text()
}

fn same(one: &Journal, other: &Journal) {
    assert_eq!(one.entries(), other.entries());
    assert_eq!(one.head(), other.head());
    assert_eq!(texts(one), texts(other));
}

fn one_more(journal: &Journal, id: &str) -> Batch {
    let put = Put::new(Kind::Device, id).field(Field::User, "佐藤");
    let day = "2024-06-03".parse().unwrap();
    journal.prepare("yamada", "2024-06-05T01:00:00Z".parse().unwrap(), vec![Draft::put(day, put)]).unwrap()
}

fn begins_empty(place: &impl Place) {
    let mut store = place.create("empty");
    assert_eq!(store.journal().unwrap().last(), 0);
    drop(store);
    let mut store = place.open("empty");
    let mut journal = store.journal().unwrap();
    assert_eq!(journal.last(), 0);
    let batch = one_more(&journal, "A");
    store.append(&batch).unwrap();
    journal.append(batch).unwrap();
    same(&store.journal().unwrap(), &journal);
}

fn keeps_what_it_answered_for(place: &impl Place) {
    let (whole, batches) = small_journal();
    let mut store = place.create("kept");
    let mut so_far = Journal::new();
    for batch in batches {
        store.append(&batch).unwrap();
        so_far.append(batch).unwrap();
        // At once, and by whoever opens it next.
        same(&store.journal().unwrap(), &so_far);
        drop(store);
        store = place.open("kept");
        same(&store.journal().unwrap(), &so_far);
    }
    same(&so_far, &whole);
}

fn refuses_stale_batches(place: &impl Place) {
    let mut store = place.create("stale");
    let journal = store.journal().unwrap();
    let (first, second) = (one_more(&journal, "A"), one_more(&journal, "B"));
    store.append(&first).unwrap();
    for batch in [&second, &first] {
        let error = store.append(batch).unwrap_err();
        assert_eq!(place.is_stale(&error), Some(AppendError::Stale { begins: 1, last: 1 }), "{error:?}");
    }
    // As many entries, but others.
    let mut another = Journal::new();
    another.append(second).unwrap();
    let error = store.append(&one_more(&another, "C")).unwrap_err();
    assert_eq!(place.is_stale(&error), Some(AppendError::Stale { begins: 2, last: 1 }), "{error:?}");
    // From beyond the end.
    let mut ahead = store.journal().unwrap();
    ahead.append(one_more(&ahead, "D")).unwrap();
    let error = store.append(&one_more(&ahead, "E")).unwrap_err();
    assert_eq!(place.is_stale(&error), Some(AppendError::Stale { begins: 3, last: 1 }), "{error:?}");
}

fn a_refused_batch_leaves_nothing(place: &impl Place) {
    let mut store = place.create("refused");
    let mut journal = Journal::new();
    let late = one_more(&journal, "late");
    let first = one_more(&journal, "first");
    store.append(&first).unwrap();
    journal.append(first).unwrap();
    store.append(&late).unwrap_err();
    same(&store.journal().unwrap(), &journal);
    // Prepared again it is taken.
    let again = one_more(&store.journal().unwrap(), "late");
    store.append(&again).unwrap();
    journal.append(again).unwrap();
    drop(store);
    same(&place.open("refused").journal().unwrap(), &journal);
}

fn stores_share_no_entries(place: &impl Place) {
    let (mut one, mut other) = (place.create("one"), place.create("other"));
    one.append(&one_more(&Journal::new(), "A")).unwrap();
    assert_eq!((one.journal().unwrap().last(), other.journal().unwrap().last()), (1, 0));
}

fn keeps_any_fact(place: &impl Place) {
    let round = Cell::new(0);
    let facts = (drafts(12, nasty_text().boxed()), proptest::collection::vec(1..5_usize, 1..4));
    let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&facts, |(drafts, sizes)| {
            let name = format!("any-{}", round.replace(round.get() + 1));
            let (journal, batches) = record(&drafts, &sizes);
            let mut store = place.create(&name);
            for batch in &batches {
                store.append(batch).unwrap();
            }
            drop(store);
            same(&place.open(&name).journal().unwrap(), &journal);
            Ok(())
        })
        .unwrap();
}

/// The first two batches of the small journal, of two and three entries.
fn two_batches(place: &impl Place, name: &str) -> Vec<Kept> {
    let mut store = place.create(name);
    for batch in &small_journal().1[..2] {
        store.append(batch).unwrap();
    }
    drop(store);
    place.kept(name)
}

/// What is wrong with a store of which the entries were exchanged; `None` where it opens.
fn found(place: &impl Place, name: &str, entries: &[Kept]) -> Option<Corruption> {
    place.exchange(name, entries);
    let error = place.try_open(name).err()?;
    Some(place.corruption(&error).unwrap_or_else(|| panic!("{error:?}")))
}

/// Once, a journal from which the last entry of its last batch was taken away passed for whole.
fn sees_a_batch_that_lost_its_last_entries(place: &impl Place) {
    let entries = two_batches(place, "lost");
    for left in [4, 3] {
        let damage = Damage::Short { batch: 2, stated: 3, found: left - 2 };
        let lost = &entries[..usize::try_from(left).unwrap()];
        assert_eq!(found(place, "lost", lost), Some(Corruption { seq: left + 1, damage }));
    }
    // Of an earlier batch, too; there the chain has a gap besides.
    let gap = [&entries[..1], &entries[2..]].concat();
    assert_eq!(found(place, "lost", &gap).map(|corruption| corruption.seq), Some(2));
    assert_eq!(found(place, "lost", &entries), None);
}

/// Batches that no program wrote, in a chain that holds.
fn sees_batches_that_were_forged(place: &impl Place) {
    let entries = two_batches(place, "forged");
    let sized = |sizes: [u64; 3]| {
        let mut forged = entries.clone();
        for ((_, text), size) in forged[2..].iter_mut().zip(sizes) {
            *text = forge::with_number(text, "size", size);
        }
        forge::rechained(&forged)
    };
    let moved = |at: usize, batch: u64| {
        let mut forged = entries.clone();
        forged[at].0 = batch;
        forge::rechained(&forged)
    };
    assert_eq!(forge::rechained(&entries), entries);
    let short = |stated| Damage::Short { batch: 2, stated, found: 3 };
    let long = |stated| Damage::Long { batch: 2, stated };
    for (what, forged, seq, damage) in [
        ("a count too high", sized([4, 4, 4]), 6, short(4)),
        ("a count beyond all journals", sized([u64::MAX; 3]), 6, short(u64::MAX)),
        ("a count too low", sized([2, 2, 2]), 5, long(2)),
        ("a count of nothing", sized([0, 0, 0]), 3, long(0)),
        ("counts that differ", sized([3, 3, 4]), 5, Damage::Size { batch: 2 }),
        ("an entry moved to the next batch", moved(1, 2), 2, Damage::Short { batch: 1, stated: 2, found: 1 }),
        ("an entry moved to the batch before", moved(2, 1), 3, Damage::Size { batch: 1 }),
        (
            "two batches made one",
            forge::rechained(&entries.iter().map(|(_, text)| (1, text.clone())).collect::<Vec<_>>()),
            3,
            Damage::Size { batch: 1 },
        ),
        ("a batch left out", moved_all(&entries, 3), 3, Damage::Batch),
        (
            "an entry taken out",
            forge::rechained(&entries[1..]),
            2,
            Damage::Short { batch: 1, stated: 2, found: 1 },
        ),
    ] {
        assert_eq!(found(place, "forged", &forged), Some(Corruption { seq, damage }), "{what}");
    }
    // A number that a batch before it has: in a file that is a line of its own.
    let again = [&entries[..2], &[(1, entries[2].1.clone())], &entries[3..]].concat();
    assert!(found(place, "forged", &forge::rechained(&again)).is_some());
    // Nothing above was an accident of the place.
    assert_eq!(found(place, "forged", &entries), None);
}

/// The second batch under another number.
fn moved_all(entries: &[Kept], batch: u64) -> Vec<Kept> {
    let other = entries[2..].iter().map(|(_, text)| (batch, text.clone()));
    forge::rechained(&entries[..2].iter().cloned().chain(other).collect::<Vec<_>>())
}

fn a_batch_taken_away_whole_shows_by_a_kept_head_alone(place: &impl Place) {
    let entries = two_batches(place, "whole");
    let head = place.open("whole").journal().unwrap().end();
    assert_eq!(found(place, "whole", &entries[..2]), None);
    let mut store = place.open("whole");
    let shorter = store.journal().unwrap();
    assert_eq!(head.compare(&shorter), Comparison::Truncated { stated: 5, found: 2 });
    assert_eq!(shorter.end().compare(&shorter), Comparison::Same);
    // Grown again to the same length, it is another all the same.
    let mut longer = shorter;
    for id in ["X", "Y", "Z"] {
        let batch = one_more(&longer, id);
        store.append(&batch).unwrap();
        longer.append(batch).unwrap();
    }
    assert_eq!(head.compare(&store.journal().unwrap()), Comparison::Rewritten { entry: 5 });
}

/// What older programs wrote is read, never written anew, and gone on with in the present version.
fn older_journals_go_on_in_the_present_version(place: &impl Place) {
    for (name, file, sized_from) in [
        ("version-1", forge::VERSION_1, None),
        ("version-2", forge::VERSION_2, None),
        ("version-3", forge::VERSION_3, Some(1)),
        ("all-versions", forge::ALL_VERSIONS, Some(7)),
    ] {
        drop(place.create(name));
        let before = forge::entries(file);
        assert_eq!(found(place, name, &before), None, "{name}");
        let mut store = place.open(name);
        let mut journal = store.journal().unwrap();
        assert_eq!((journal.last(), journal.sized_from()), (number_of(before.len()), sized_from), "{name}");
        let batch = one_more(&journal, "new");
        store.append(&batch).unwrap();
        journal.append(batch).unwrap();
        assert_eq!(journal.sized_from(), sized_from.or(Some(number_of(before.len()) + 1)), "{name}");
        drop(store);
        same(&place.open(name).journal().unwrap(), &journal);
        let after = place.kept(name);
        assert_eq!(after[..before.len()], before, "{name}");
        assert!(after.last().unwrap().1.starts_with("{\"v\":3,"), "{name}");
    }
    // An older version after a newer one was written by nobody: it would hide how many entries its batch had.
    let all = forge::entries(forge::ALL_VERSIONS);
    let mut downgraded = forge::entries(forge::VERSION_3);
    let mut last = all[4].clone();
    last.0 = 4;
    downgraded.push(last);
    let damage = Damage::OlderVersion { found: 2, before: 3 };
    let seq = number_of(downgraded.len());
    assert_eq!(found(place, "version-3", &forge::rechained(&downgraded)), Some(Corruption { seq, damage }));
}
