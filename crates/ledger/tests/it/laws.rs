//! Laws of the journal over facts of all sorts, and the plain model.

use chrono::{Days, NaiveDate};
use ledger::{AsOf, Journal};
use ledger_testkit::{Model, drafts, nasty_text, record, shown};
use proptest::{collection::vec, prelude::*, sample::select};

fn some_text() -> BoxedStrategy<String> {
    select(&["a", "b", "", "佐藤"][..]).prop_map(str::to_owned).boxed()
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    vec(1..6_usize, 1..5)
}

/// Days before, among and after the facts.
fn as_of() -> impl Strategy<Value = AsOf> {
    let first = NaiveDate::from_ymd_opt(2024, 2, 18).unwrap();
    (0..35_u64, prop_oneof![0..45_u64, Just(u64::MAX)])
        .prop_map(move |(after, known)| AsOf::day(first + Days::new(after)).known(known))
}

fn read(lines: &[String]) -> Journal {
    let mut journal = Journal::new();
    for line in lines {
        journal.read_line(line).unwrap();
    }
    journal
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_state_is_what_the_plain_model_counts(facts in drafts(40, some_text()), as_of in vec(as_of(), 4)) {
        let (journal, _) = record(&facts, &[1]);
        let model = Model::of(&facts);
        for as_of in as_of {
            prop_assert_eq!(shown(&journal.state(as_of)), model.state(as_of), "{:?}", as_of);
        }
    }

    #[test]
    fn what_was_known_never_changes_when_later_entries_come(
        facts in drafts(40, some_text()), cut in 1..40_usize, as_of in as_of(),
    ) {
        let cut = cut.min(facts.len());
        let (before, _) = record(&facts[..cut], &[cut]);
        let (after, _) = record(&facts, &[cut, 3]);
        let as_of = as_of.known(as_of.known.min(cut as u64));
        prop_assert_eq!(before.state(as_of).to_text(), after.state(as_of).to_text());
        prop_assert_eq!(before.state(as_of), after.state(as_of));
    }

    #[test]
    fn how_facts_are_split_into_batches_changes_nothing(
        facts in drafts(30, some_text()), one in sizes(), other in sizes(), as_of in as_of(),
    ) {
        let ((one, _), (other, _)) = (record(&facts, &one), record(&facts, &other));
        prop_assert_eq!(one.state(as_of), other.state(as_of));
        prop_assert_eq!(one.state(as_of).to_text(), other.state(as_of).to_text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_was_written_is_read_and_written_the_same(facts in drafts(12, nasty_text().boxed()), sizes in sizes()) {
        let (journal, batches) = record(&facts, &sizes);
        let lines: Vec<String> = batches.iter().map(ledger::Batch::to_line).collect();
        for line in &lines {
            prop_assert!(!line.contains(['\n', '\r']), "a line break within a line");
        }
        let replayed = read(&lines);
        prop_assert_eq!(replayed.entries(), journal.entries());
        let day = AsOf::day(NaiveDate::MAX);
        prop_assert_eq!(replayed.state(day).to_text().into_bytes(), journal.state(day).to_text().into_bytes());
        // The entries read make the same lines again.
        let mut again = Journal::new();
        for (batch, line) in batches.iter().zip(&lines) {
            let first = usize::try_from(batch.entries()[0].seq).unwrap() - 1;
            let read = &replayed.entries()[first..first + batch.entries().len()];
            let drafts = read.iter().map(|entry| ledger::Draft {
                valid_on: entry.valid_on, origin: entry.origin.clone(), body: entry.body.clone(),
            });
            let batch = again.prepare(&read[0].actor, read[0].recorded_at, drafts.collect()).unwrap();
            prop_assert_eq!(&batch.to_line(), line);
            again.append(batch).unwrap();
        }
    }

    #[test]
    fn a_line_that_breaks_off_anywhere_is_torn_and_nothing_of_it_is_taken_in(
        facts in drafts(4, nasty_text().prop_map(|text| text.chars().take(40).collect()).boxed()),
    ) {
        let (_, batches) = record(&facts, &[2]);
        let last = batches.last().unwrap().to_line();
        let lines: Vec<String> = batches[..batches.len() - 1].iter().map(ledger::Batch::to_line).collect();
        let before = read(&lines);
        for cut in 0..last.len() {
            let mut journal = before.clone();
            let tail = &last.as_bytes()[..cut];
            prop_assert_eq!(journal.read_tail(tail), Ok(ledger::Tail::Torn), "cut at {}: {:?}", cut, &last);
            prop_assert_eq!(journal.entries(), before.entries());
        }
        let mut journal = before;
        prop_assert_eq!(journal.read_tail(last.as_bytes()), Ok(ledger::Tail::Whole));
    }
}
