//! The journal: batches, corrections, reversals, two times.

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{AppendError, AsOf, Body, Draft, EntryHash, Event, Field, Inputs, Journal, Kind, Put, check};

use crate::ledgers::rules;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2024-06-05T01:00:00Z".parse().unwrap()
}

fn pc() -> Put {
    Put::new(Kind::Device, "PC-0007")
}

fn put(on: &str, put: Put) -> Draft {
    Draft::put(day(on), put)
}

fn correct(on: &str, entry: u64, put: Put) -> Draft {
    Draft { valid_on: day(on), origin: None, body: Body::Correct { entry, put } }
}

fn reverse(entry: u64) -> Draft {
    Draft { valid_on: day("2024-06-30"), origin: None, body: Body::Reverse { entry, why: "twice".into() } }
}

/// A journal with a fact a batch.
fn journal(drafts: impl IntoIterator<Item = Draft>) -> Journal {
    let mut journal = Journal::new();
    for draft in drafts {
        let batch = journal.prepare("yamada", now(), vec![draft]).unwrap();
        journal.append(batch).unwrap();
    }
    journal
}

#[track_caller]
fn user(journal: &Journal, as_of: AsOf, expected: Option<&str>) {
    let state = journal.state(as_of);
    assert_eq!(state.record(Kind::Device, "PC-0007").and_then(|record| record.text(Field::User)), expected);
}

fn on(text: &str) -> AsOf {
    AsOf::day(day(text))
}

#[test]
fn entries_are_numbered_without_gaps_and_chained() {
    let mut journal = Journal::new();
    assert_eq!((journal.last(), journal.head()), (0, EntryHash::BEGINNING));
    for size in [2, 1, 3] {
        let batch = journal.prepare("yamada", now(), vec![put("2024-06-03", pc()); size]).unwrap();
        assert_eq!(batch.previous(), journal.head());
        journal.append(batch).unwrap();
    }
    let numbers: Vec<(u64, u64)> = journal.entries().iter().map(|entry| (entry.seq, entry.batch)).collect();
    assert_eq!(numbers, [(1, 1), (2, 1), (3, 2), (4, 3), (5, 3), (6, 3)]);
    assert_eq!(journal.head(), journal.entries()[5].hash);
    // The same fact again is another entry with another hash, since it follows another.
    let mut hashes: Vec<EntryHash> = journal.entries().iter().map(|entry| entry.hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), 6);
}

#[test]
fn a_correction_stands_in_the_place_of_what_it_corrects() {
    let journal = journal([
        put("2024-06-03", pc().field(Field::User, "sato").field(Field::Place, "7F")),
        put("2024-06-10", pc().field(Field::User, "suzuki")),
        correct("2024-06-04", 1, pc().field(Field::User, "saito")),
    ]);
    user(&journal, on("2024-06-03"), None);
    user(&journal, on("2024-06-04"), Some("saito"));
    // The later fact still holds from its day, although it was recorded before the correction.
    user(&journal, on("2024-06-10"), Some("suzuki"));
    // What the correction does not say is gone.
    let state = journal.state(on("2024-06-10"));
    assert_eq!(state.record(Kind::Device, "PC-0007").unwrap().text(Field::Place), None);
    // Before the correction was known, things stood as they were believed to.
    user(&journal, on("2024-06-03").known(2), Some("sato"));
}

#[test]
fn a_correction_on_the_same_day_does_not_overtake_a_later_fact() {
    let journal = journal([
        put("2024-06-03", pc().field(Field::User, "sato")),
        put("2024-06-03", pc().field(Field::User, "suzuki")),
        correct("2024-06-03", 1, pc().field(Field::User, "saito")),
    ]);
    user(&journal, on("2024-06-03"), Some("suzuki"));
}

#[test]
fn a_correction_may_be_corrected_by_either_number() {
    for named in [1, 2] {
        let journal = journal([
            put("2024-06-03", pc().field(Field::User, "a")),
            correct("2024-06-03", 1, pc().field(Field::User, "b")),
            correct("2024-06-03", named, pc().field(Field::User, "c")),
        ]);
        user(&journal, on("2024-06-03"), Some("c"));
        user(&journal, on("2024-06-03").known(2), Some("b"));
        assert_eq!(journal.history(Kind::Device, "PC-0007").count(), 3);
        let state = journal.state(on("2024-06-03"));
        assert_eq!(state.record(Kind::Device, "PC-0007").unwrap().cell(Field::User).unwrap().entry, 3);
    }
}

/// The place in the order is that of the entry corrected; whoever is told of the fact is sent to the correction.
#[test]
fn what_a_correction_says_names_the_correction() {
    let lent = |due: &str| Put::new(Kind::Loan, "L-1").field(Field::Due, due).event(Event::Lent);
    let journal = journal([
        put("2024-06-03", pc().field(Field::Acquired, "2024-06-01")),
        put("2024-06-03", lent("2024-06-30")),
        correct("2024-06-03", 1, pc().field(Field::Acquired, "昨年")),
        correct("2024-06-03", 2, lent("2024-06-10")),
    ]);
    let state = journal.state(on("2024-06-30"));
    assert_eq!(state.record(Kind::Loan, "L-1").unwrap().events()[0].entry, 4);
    let checked = check(&journal, on("2024-06-30"), &rules(), &Inputs::default());
    let told = |rule: &str| {
        let finding = checked.findings.iter().find(|one| one.rule.as_str() == rule).unwrap();
        finding.message.en.clone()
    };
    assert!(told("unreadable-field").ends_with("(entry 3)"), "{}", told("unreadable-field"));
    assert!(told("loan-overdue").ends_with("(entry 4)"), "{}", told("loan-overdue"));
}

#[test]
fn a_correction_may_be_about_another_record() {
    let other = Put::new(Kind::Device, "PC-0008").field(Field::User, "sato");
    let journal = journal([
        put("2024-06-03", pc().field(Field::User, "sato")),
        correct("2024-06-03", 1, other),
        reverse(2),
    ]);
    assert_eq!(journal.state(on("2024-06-30")).count(Kind::Device), 0);
    let before = journal.state(on("2024-06-30").known(2));
    assert!(before.record(Kind::Device, "PC-0007").is_none());
    assert_eq!(before.record(Kind::Device, "PC-0008").unwrap().text(Field::User), Some("sato"));
    // Both have it in their history: one was believed to have been meant, the other was.
    for (id, entries) in [("PC-0007", &[1, 2, 3][..]), ("PC-0008", &[2, 3])] {
        let history: Vec<u64> = journal.history(Kind::Device, id).map(|entry| entry.seq).collect();
        assert_eq!(history, entries, "{id}");
    }
}

#[test]
fn a_reversal_takes_the_fact_away_by_whichever_number() {
    for named in [1, 2] {
        let journal = journal([
            put("2024-06-03", pc().field(Field::User, "a")),
            correct("2024-06-03", 1, pc().field(Field::User, "b")),
            reverse(named),
        ]);
        user(&journal, on("2024-12-31"), None);
        assert_eq!(journal.state(on("2024-12-31")).count(Kind::Device), 0);
        user(&journal, on("2024-12-31").known(2), Some("b"));
    }
}

#[test]
fn a_reversal_holds_from_the_beginning_whatever_its_day() {
    let journal = journal([put("2024-06-03", pc().field(Field::User, "a")), reverse(1)]);
    user(&journal, on("2024-06-03"), None);
}

#[test]
fn what_was_reversed_may_be_corrected_into_being_again() {
    let journal = journal([
        put("2024-06-03", pc().field(Field::User, "a")),
        reverse(1),
        reverse(2),
        correct("2024-06-03", 3, pc().field(Field::User, "b")),
    ]);
    user(&journal, on("2024-06-03").known(3), None);
    user(&journal, on("2024-06-03"), Some("b"));
}

#[test]
fn a_batch_may_correct_its_own_entries_but_not_later_ones() {
    let mut journal = Journal::new();
    let first = put("2024-06-03", pc().field(Field::User, "a"));
    let good = vec![first.clone(), correct("2024-06-03", 1, pc().field(Field::User, "b"))];
    let batch = journal.prepare("yamada", now(), good).unwrap();
    journal.append(batch).unwrap();
    user(&journal, on("2024-06-03"), Some("b"));
    for entry in [0, 4, 5, u64::MAX] {
        let bad = vec![first.clone(), correct("2024-06-03", entry, pc())];
        let error = journal.prepare("yamada", now(), bad).unwrap_err();
        assert_eq!(error, AppendError::NoSuchEntry { fact: 2, entry, last: 3 });
    }
}

#[test]
fn late_facts_take_their_place_by_day() {
    let journal = journal([
        put("2024-06-10", pc().field(Field::User, "later").event(Event::Moved)),
        put(
            "2024-06-03",
            pc().field(Field::User, "earlier").field(Field::Place, "7F").event(Event::Assigned),
        ),
    ]);
    user(&journal, on("2024-06-05"), Some("earlier"));
    user(&journal, on("2024-06-10"), Some("later"));
    let state = journal.state(on("2024-06-10"));
    let record = state.record(Kind::Device, "PC-0007").unwrap();
    assert_eq!(record.text(Field::Place), Some("7F"));
    let events: Vec<Event> = record.events().iter().map(|one| one.event).collect();
    assert_eq!(events, [Event::Assigned, Event::Moved]);
}

#[test]
fn a_field_may_be_emptied_and_an_empty_one_differs_from_an_unknown_one() {
    let journal = journal([
        put("2024-06-03", pc().field(Field::User, "a")),
        put("2024-06-04", pc().cleared(Field::User)),
    ]);
    user(&journal, on("2024-06-04"), None);
    let state = journal.state(on("2024-06-04"));
    let record = state.record(Kind::Device, "PC-0007").unwrap();
    assert_eq!(record.cell(Field::User).unwrap().value, None);
    assert!(record.cell(Field::Place).is_none());
}

#[test]
fn what_cannot_be_recorded_is_told_in_this_order() {
    let journal = journal([put("2024-06-03", pc())]);
    let year_10_000 = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    let nobody = || Put::new(Kind::Loan, " \u{3000}");
    let far = DateTime::<Utc>::MAX_UTC;
    let bad =
        |valid_on, entry| Draft { valid_on, origin: None, body: Body::Correct { entry, put: nobody() } };
    let ordered = |actor: &str, at, drafts| journal.prepare(actor, at, drafts).unwrap_err();
    assert_eq!(ordered("", far, vec![]), AppendError::Empty);
    assert_eq!(ordered("\t", far, vec![bad(year_10_000, 9)]), AppendError::NoActor);
    let moment = ordered("a", far, vec![bad(year_10_000, 9)]);
    assert!(matches!(moment, AppendError::Moment { .. }), "{moment}");
    let fact = 1;
    let day_error = AppendError::Day { fact, day: year_10_000 };
    assert_eq!(ordered("a", now(), vec![bad(year_10_000, 9)]), day_error);
    let id_error = AppendError::NoId { fact, kind: Kind::Loan };
    assert_eq!(ordered("a", now(), vec![bad(day("2024-06-03"), 9)]), id_error);
    let entry_error = AppendError::NoSuchEntry { fact, entry: 9, last: 1 };
    assert_eq!(ordered("a", now(), vec![reverse(9), bad(year_10_000, 9)]), entry_error);
}

#[test]
fn a_batch_is_for_one_state_of_one_journal() {
    let mut journal = journal([put("2024-06-03", pc())]);
    let one = journal.prepare("a", now(), vec![put("2024-06-03", pc().field(Field::User, "a"))]).unwrap();
    let other = journal.prepare("b", now(), vec![put("2024-06-03", pc().field(Field::User, "b"))]).unwrap();
    journal.append(one.clone()).unwrap();
    for late in [one, other] {
        assert_eq!(journal.append(late).unwrap_err(), AppendError::Stale { begins: 2, last: 2 });
    }
    assert_eq!(journal.last(), 2);
    user(&journal, on("2024-06-03"), Some("a"));
}

#[test]
fn the_last_entry_recorded_by_a_moment() {
    let mut journal = Journal::new();
    for at in ["2024-06-05T01:00:00Z", "2024-06-05T01:00:00.900Z", "2024-06-06T01:00:00Z"] {
        let batch = journal.prepare("a", at.parse().unwrap(), vec![put("2024-06-03", pc())]).unwrap();
        journal.append(batch).unwrap();
    }
    let by = |at: &str| journal.last_recorded_by(at.parse().unwrap());
    assert_eq!(by("2024-06-05T00:59:59Z"), 0);
    // Moments are kept to the second.
    assert_eq!(by("2024-06-05T01:00:00Z"), 2);
    assert_eq!(by("2024-06-07T00:00:00Z"), 3);
}

/// Found here: years beyond 9999 and before 0 were written with a sign, which reading refused: a batch that was
/// answered for could not be read again.
#[test]
fn days_and_moments_of_any_year_that_is_taken_can_be_read_again() {
    for year in [-1, 0, 1, 999, 9_999, 10_000] {
        let valid_on = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        let at = valid_on.and_hms_opt(23, 59, 59).unwrap().and_utc();
        let journal = Journal::new();
        let batch = journal.prepare("a", at, vec![Draft::put(valid_on, pc())]);
        assert_eq!(batch.is_ok(), (0..=9_999).contains(&year), "{year}");
        let Ok(batch) = batch else { continue };
        let mut read = Journal::new();
        read.read_line(&batch.to_line()).unwrap();
        assert_eq!(read.entries(), batch.entries());
    }
}

#[test]
fn a_leap_second_is_a_moment() {
    let leap = "2016-12-31T23:59:60Z".parse().unwrap();
    let batch = Journal::new().prepare("a", leap, vec![put("2024-06-03", pc())]).unwrap();
    assert!(batch.to_line().contains("2016-12-31T23:59:60Z"));
    let mut read = Journal::new();
    read.read_line(&batch.to_line()).unwrap();
    assert_eq!(read.entries()[0].recorded_at, leap);
}

/// Found here: names of fields stood in the text of a state as they are, so that a line break in one could pass for
/// another field.
#[test]
fn unlike_states_have_unlike_texts() {
    let honest = journal([put("2024-06-03", pc().named("own-a", Some("1")).named("own-b", Some("2")))]);
    let cunning = journal([put(
        "2024-06-03",
        pc().named("own-a = \"1\" since 2024-06-03 entry 1\n  own-b", Some("2")),
    )]);
    assert_ne!(honest.state(on("2024-06-03")).to_text(), cunning.state(on("2024-06-03")).to_text());
}
