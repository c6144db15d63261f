//! Loans: the plan, overdue ones, conflicts.

use calendar::YearMonth;
use chrono::{Days, NaiveDate};
use ledger::{Event, Field, Free, Kind, Loan, LoanPlan, LoanStatus, Put, Status, loans_in_time};
use proptest::prelude::*;

use crate::ledgers::{day, facts, journal, named, on, printed, rules};

fn store(id: &str) -> Put {
    Put::new(Kind::Device, id).field(Field::View, "domestic").event(Event::Stored)
}

fn booked(id: &str, device: &str, from: &str, due: &str) -> Put {
    Put::new(Kind::Loan, id)
        .field(Field::Device, device)
        .field(Field::User, "佐藤")
        .field(Field::Application, "A-1")
        .field(Field::ApprovedOn, "2024-04-01")
        .field(Field::From, from)
        .field(Field::Due, due)
        .field(Field::Explained, "yes")
        .field(Field::Checked, "yes")
}

fn after(first: NaiveDate, days: u64) -> NaiveDate {
    first.checked_add_days(Days::new(days)).unwrap()
}

proptest! {
    /// The next free days are those that a search day by day finds, one day of work after each loan included.
    #[test]
    fn next_free_is_what_a_search_day_by_day_finds(
        bookings in prop::collection::vec((0_u64..60, 0_u64..10), 0..8),
        from in 0_u64..60,
        days in 1_u32..12,
    ) {
        let zero = day("2024-04-01");
        let loans = bookings.iter().enumerate().map(|(at, (first, length))| {
            let (first, last) = (after(zero, *first), after(zero, first + length));
            (zero, booked(&format!("L-{at}"), "PC-1", &first.to_string(), &last.to_string()))
        });
        let journal = journal([(zero, store("PC-1"))].into_iter().chain(loans));
        let state = journal.state(on("2024-04-01"));
        let plan = LoanPlan::of(&state, &rules());
        let taken = |at: u64| bookings.iter().any(|(first, length)| (*first..=first + length + 1).contains(&at));
        let free = (from..).find(|first| (*first..first + u64::from(days) + 1).all(|at| !taken(at))).unwrap();
        prop_assert_eq!(plan.next_free("PC-1", after(zero, from), days), Free::From(after(zero, free)));
    }

    /// Whatever is booked, a conflict is told exactly for the loans that begin while an earlier one has the thing.
    #[test]
    fn a_conflict_is_told_for_each_loan_that_meets_an_earlier_one(
        bookings in prop::collection::vec((0_u64..40, 0_u64..6), 0..8),
    ) {
        let zero = day("2024-04-01");
        let loans = bookings.iter().enumerate().map(|(at, (first, length))| {
            let (first, last) = (after(zero, *first), after(zero, first + length));
            (zero, booked(&format!("L-{at}"), "PC-1", &first.to_string(), &last.to_string()))
        });
        let journal = journal([(zero, store("PC-1"))].into_iter().chain(loans));
        let state = journal.state(on("2024-04-01"));
        let plan = LoanPlan::of(&state, &rules());
        let mut order: Vec<(u64, u64, usize)> =
            bookings.iter().enumerate().map(|(at, (first, length))| (*first, first + length + 1, at)).collect();
        order.sort_unstable();
        let meets = |at: usize| order[..at].iter().any(|(_, last, _)| *last >= order[at].0);
        let wanted: Vec<String> =
            (0..order.len()).filter(|at| meets(*at)).map(|at| format!("L-{}", order[at].2)).collect();
        let told: Vec<String> =
            plan.overlapping().iter().map(|(_, booking)| booking.loan.id().to_owned()).collect();
        prop_assert_eq!(told, wanted);
    }
}

#[test]
fn a_loan_runs_from_request_to_closed() {
    let journal = facts([
        ("2024-04-01", Put::new(Kind::Loan, "L-1").field(Field::Device, "PC-1")),
        ("2024-04-02", booked("L-1", "PC-1", "2024-04-05", "2024-04-12")),
        ("2024-04-05", Put::new(Kind::Loan, "L-1").event(Event::Lent)),
        ("2024-04-15", Put::new(Kind::Loan, "L-1").event(Event::Returned)),
        ("2024-04-16", Put::new(Kind::Loan, "L-1").field(Field::TurnedAroundOn, "2024-04-16")),
    ]);
    let status = |date: &str| {
        let state = journal.state(on(date));
        Loan::of(state.record(Kind::Loan, "L-1").unwrap()).unwrap().status(day(date))
    };
    assert_eq!(status("2024-04-01"), LoanStatus::Requested);
    assert_eq!(status("2024-04-02"), LoanStatus::Approved);
    assert_eq!(status("2024-04-05"), LoanStatus::Lent);
    assert_eq!(status("2024-04-12"), LoanStatus::Lent);
    assert_eq!(status("2024-04-13"), LoanStatus::Overdue { days: 1 });
    assert_eq!(status("2024-04-15"), LoanStatus::Returned);
    assert_eq!(status("2024-04-16"), LoanStatus::Closed);
}

#[test]
fn what_is_gone_or_without_end_is_never_promised() {
    let endless = Put::new(Kind::Loan, "L-1").field(Field::Device, "PC-2").event(Event::Lent);
    let journal = facts([
        ("2024-04-01", store("PC-1").event(Event::Disposed)),
        ("2024-04-01", store("PC-2")),
        ("2024-04-01", endless),
        ("2024-04-01", store("PC-3").event(Event::Lent)),
        ("2024-04-01", Put::new(Kind::Medium, "USB-1").event(Event::Disposed)),
        ("2024-04-01", Put::new(Kind::Medium, "USB-2")),
    ]);
    let state = journal.state(on("2024-04-10"));
    let plan = LoanPlan::of(&state, &rules());
    let free = |id| plan.next_free(id, day("2024-04-01"), 3);
    assert_eq!(free("PC-1"), Free::Never(Status::Disposed));
    assert_eq!(free("PC-2"), Free::Unknown { loan: "L-1" });
    assert_eq!(free("PC-3"), Free::Never(Status::Lent));
    assert_eq!(free("USB-1"), Free::Never(Status::Disposed));
    // Never before the day asked about.
    assert_eq!(free("USB-2"), Free::From(day("2024-04-10")));
    assert_eq!(free("PC-9"), Free::NoSuchThing);
}

#[test]
fn an_overdue_thing_is_taken_until_it_is_back_and_worked_on() {
    let journal = facts([
        ("2024-04-01", store("PC-1")),
        ("2024-04-05", booked("L-1", "PC-1", "2024-04-05", "2024-04-12").event(Event::Lent)),
        ("2024-04-20", Put::new(Kind::Loan, "L-1").event(Event::Returned)),
        ("2024-04-25", Put::new(Kind::Loan, "L-1").field(Field::TurnedAroundOn, "2024-04-22")),
    ]);
    let free = |date: &str| {
        let state = journal.state(on(date));
        match LoanPlan::of(&state, &rules()).next_free("PC-1", day("2024-04-01"), 1) {
            Free::From(first) => first,
            other => panic!("{other:?}"),
        }
    };
    // Out beyond its day: back today at the earliest, a day of work, then free.
    assert_eq!(free("2024-04-15"), day("2024-04-17"));
    // Back and nobody said that the work is done: not today.
    assert_eq!(free("2024-04-24"), day("2024-04-25"));
    assert_eq!(free("2024-04-25"), day("2024-04-25"));
}

#[test]
fn what_is_wrong_with_loans_is_told() {
    let d = "2024-04-01";
    let unapproved = Put::new(Kind::Loan, "L-2")
        .field(Field::Device, "PC-2")
        .field(Field::Due, "2024-06-30")
        .event(Event::Lent);
    let journal = facts([
        (d, store("PC-1")),
        (d, store("PC-2")),
        (d, store("PC-3")),
        ("2024-04-05", booked("L-1", "PC-1", "2024-04-05", "2024-04-12").event(Event::Lent)),
        ("2024-04-05", unapproved),
        // Twice at once, and one that was approved after it was handed out.
        ("2024-04-06", booked("L-3", "PC-2", "2024-04-06", "2024-06-30").event(Event::Lent)),
        (d, booked("L-4", "PC-3", "2024-06-01", "2024-06-10")),
        (d, booked("L-5", "PC-3", "2024-06-11", "2024-06-20")),
        (d, booked("L-6", "PC-3", "2024-06-22", "2024-06-25")),
        (d, booked("L-7", "NOWHERE", "2024-06-22", "2024-06-25")),
        (
            "2024-04-10",
            Put::new(Kind::Loan, "L-3").event(Event::Damaged).field(Field::Incident, "お茶こぼし"),
        ),
        (d, booked("L-8", "PC-3", "2024-04-01", "2024-04-02").event(Event::Lent)),
        ("2024-04-02", Put::new(Kind::Loan, "L-8").event(Event::Returned)),
    ]);
    let state = journal.state(on("2024-05-01"));
    insta::assert_snapshot!(printed(&LoanPlan::of(&state, &rules()).findings(&state, &rules())));
}

#[test]
fn a_reminder_counts_only_after_the_day_it_was_due() {
    let wanted = |reminded: &str| {
        let loan = booked("L-1", "PC-1", "2024-04-05", "2024-04-12")
            .field(Field::RemindedOn, reminded)
            .event(Event::Lent);
        let journal = facts([("2024-04-01", store("PC-1")), ("2024-04-05", loan)]);
        let state = journal.state(on("2024-04-20"));
        named(&LoanPlan::of(&state, &rules()).findings(&state, &rules()))
    };
    assert_eq!(wanted("2024-04-12"), ["loan-overdue: loan L-1", "loan-not-reminded: loan L-1"]);
    assert_eq!(wanted("2024-04-13"), ["loan-overdue: loan L-1"]);
}

#[test]
fn loans_in_time_are_those_handed_out_by_their_first_day() {
    let journal = facts([
        ("2024-04-05", booked("L-1", "PC-1", "2024-04-05", "2024-04-12").event(Event::Lent)),
        ("2024-04-08", booked("L-2", "PC-2", "2024-04-07", "2024-04-12").event(Event::Lent)),
        ("2024-04-01", booked("L-3", "PC-3", "2024-04-30", "2024-05-12")),
        ("2024-04-01", booked("L-4", "PC-4", "2024-05-01", "2024-05-12")),
    ]);
    let tally = loans_in_time(&journal.state(on("2024-04-30")), YearMonth::new(2024, 4).unwrap());
    assert_eq!((tally.planned, tally.done), (3, 1));
    assert_eq!(tally.missing, ["L-2", "L-3"]);
}
