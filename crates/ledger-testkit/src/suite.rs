//! What a store promises, tried out.

use std::{cell::Cell, fmt::Debug};

use ledger::{AppendError, AsOf, Batch, Draft, Journal, Kind, Put, Store};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use tempfile::TempDir;

use crate::{drafts, nasty_text, record, small_journal};

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
    let put = Put::new(Kind::Device, id).field("user", "佐藤");
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
