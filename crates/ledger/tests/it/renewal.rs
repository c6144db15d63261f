//! Renewals: notice days, steps of amounts, what stays listed.

use calendar::YearMonth;
use chrono::{Datelike, Days, NaiveDate};
use ledger::{
    Amount, Event, Field, Kind, Nearness, Put, Renewals, Rules, months_after, months_before, renewal_notices,
};
use proptest::prelude::*;

use crate::ledgers::{day, facts, named, on, rules, rules_with};

fn dates() -> impl Strategy<Value = NaiveDate> {
    (0_u64..40_000).prop_map(|days| day("1990-01-01").checked_add_days(Days::new(days)).unwrap())
}

fn licence(id: &str, renewal: &str) -> Put {
    Put::new(Kind::Entitlement, id).field(Field::Software, "表計算").field(Field::RenewalOn, renewal)
}

proptest! {
    #[test]
    fn notice_days_follow_the_order_of_renewals(a in dates(), b in dates(), months in 0_u32..25) {
        let (first, last) = (a.min(b), a.max(b));
        prop_assert!(months_before(first, months) <= months_before(last, months));
        prop_assert!(months_after(first, months) <= months_after(last, months));
        prop_assert!(months_before(first, months) <= first);
    }

    #[test]
    fn notice_days_keep_the_day_of_the_month_or_its_end(renewal in dates(), months in 0_u32..25) {
        let notice = months_before(renewal, months);
        let month = YearMonth::of(notice);
        prop_assert_eq!(month.months_until(YearMonth::of(renewal)), i32::try_from(months).unwrap());
        prop_assert_eq!(notice.day(), renewal.day().min(month.last_day().day()));
    }

    /// More months, an earlier notice: whoever takes the most for an unknown amount is never late.
    #[test]
    fn more_months_are_never_later(renewal in dates(), months in 0_u32..24) {
        prop_assert!(months_before(renewal, months + 1) <= months_before(renewal, months));
    }
}

#[test]
fn from_ten_million_yen_six_months() {
    let renewal = rules().renewal.unwrap();
    for (amount, recorded, months) in [
        (0, Amount::TaxIncluded, 3),
        (9_999_999, Amount::TaxIncluded, 3),
        (10_000_000, Amount::TaxIncluded, 6),
        (u64::MAX, Amount::TaxIncluded, 6),
        // 9,090,909 yen with tax are 9,999,999.9.
        (9_090_909, Amount::TaxExcluded, 3),
        (9_090_910, Amount::TaxExcluded, 6),
    ] {
        assert_eq!(renewal.months_for(amount, recorded), months, "{amount} yen, {recorded:?}");
    }
}

#[test]
fn month_ends_are_clamped() {
    for (renewal, months, notice) in [
        ("2024-05-31", 3, "2024-02-29"),
        ("2023-05-31", 3, "2023-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2024-12-31", 6, "2024-06-30"),
        ("2024-03-15", 3, "2023-12-15"),
    ] {
        assert_eq!(months_before(day(renewal), months), day(notice), "{months} months before {renewal}");
    }
}

#[test]
fn notices_begin_on_their_day_and_overdue_ones_stay() {
    let journal = facts([
        ("2023-04-01", licence("S-1", "2024-06-30").field(Field::ContractAmount, "9999999")),
        ("2023-04-01", licence("S-2", "2024-09-30").field(Field::ContractAmount, "10000000")),
        ("2023-04-01", licence("S-3", "2024-09-30").field(Field::ContractAmount, "1000")),
        ("2023-04-01", licence("S-4", "2024-03-29").field(Field::ContractAmount, "1000")),
        ("2023-04-01", licence("S-5", "2024-03-01").field(Field::RetiredOn, "2024-03-01")),
        ("2023-04-01", Put::new(Kind::Device, "SV-1").field(Field::RenewalOn, "2024-06-30")),
        (
            "2023-04-01",
            Put::new(Kind::Device, "SV-2").field(Field::RenewalOn, "2024-06-30").event(Event::Disposed),
        ),
    ]);
    let listed = |date: &str| {
        let state = journal.state(on(date));
        let renewals = Renewals::of(&state, &rules());
        renewals.to_tell().map(|n| (n.id.to_owned(), n.nearness)).collect::<Vec<_>>()
    };
    // The amount of SV-1 is unknown: six months before, by the policy.
    let named = |listed: &[(&str, Nearness)]| {
        listed.iter().map(|(id, nearness)| ((*id).to_owned(), *nearness)).collect::<Vec<_>>()
    };
    let (near, overdue) = (Nearness::Near, Nearness::Overdue);
    assert_eq!(listed("2023-12-28"), named(&[]));
    assert_eq!(listed("2023-12-29"), named(&[("S-4", near)]));
    assert_eq!(listed("2024-03-29"), named(&[("S-4", near), ("SV-1", near)]));
    let march = [("S-4", overdue), ("SV-1", near), ("S-1", near), ("S-2", near)];
    assert_eq!(listed("2024-03-30"), named(&march));
    // Years later it is still listed.
    assert_eq!(listed("2030-01-01")[0], ("S-4".to_owned(), overdue));
}

#[test]
fn an_unknown_amount_leaves_it_undetermined_and_a_policy_decides() {
    let journal = facts([
        ("2023-04-01", licence("S-1", "2024-06-30")),
        ("2023-04-01", licence("S-2", "2024-06-30").field(Field::ContractAmount, "一千万")),
    ]);
    let state = journal.state(on("2024-01-05"));
    let early = Renewals::of(&state, &rules());
    assert_eq!(early.notices.iter().map(|n| n.months).collect::<Vec<_>>(), [6, 6]);
    assert!(early.notices.iter().all(|notice| notice.decided.why().is_some()));
    assert!(early.policies.iter().any(|policy| policy.id == "amount-unknown" && policy.value == "earlier"));
    let told = named(&early.findings(&rules()));
    assert_eq!(told.iter().filter(|one| one.starts_with("renewal-amount-unknown")).count(), 2);
    let later = rules_with("amount-unknown", "later");
    assert_eq!(Renewals::of(&state, &later).notices[0].months, 3);
    assert_eq!(Renewals::of(&state, &later).to_tell().count(), 0);
}

#[test]
fn being_told_of_the_renewal_before_does_not_count() {
    let journal = facts([
        ("2023-04-01", licence("S-1", "2024-06-30").field(Field::ContractAmount, "1000")),
        ("2024-04-02", Put::new(Kind::Entitlement, "S-1").field(Field::RenewalNotifiedOn, "2024-04-02")),
        ("2024-06-30", Put::new(Kind::Entitlement, "S-1").field(Field::RenewalOn, "2025-06-30")),
    ]);
    let told = |date: &str| {
        let state = journal.state(on(date));
        named(&Renewals::of(&state, &rules()).findings(&rules()))
    };
    assert_eq!(told("2024-04-01"), ["renewal-notice: entitlement S-1"]);
    assert_eq!(told("2024-04-02"), Vec::<String>::new());
    assert_eq!(told("2025-03-30"), ["renewal-notice: entitlement S-1"]);
    // The month of the first notice: told on 2 April, its day was 30 March.
    let march = YearMonth::new(2024, 3).unwrap();
    let tally = renewal_notices(&journal.state(on("2024-03-31")), march, &rules());
    assert_eq!((tally.planned, tally.done), (1, 0));
}

#[test]
fn a_notice_within_its_month_is_in_time_by_the_policy() {
    let journal = facts([(
        "2023-04-01",
        licence("S-1", "2024-06-10")
            .field(Field::ContractAmount, "1")
            .field(Field::RenewalNotifiedOn, "2024-03-20"),
    )]);
    let state = journal.state(on("2024-03-31"));
    let march = YearMonth::new(2024, 3).unwrap();
    assert_eq!(renewal_notices(&state, march, &rules()).done, 1);
    assert_eq!(renewal_notices(&state, march, &rules_with("notice-in-time", "by-notice-day")).done, 0);
    assert_eq!(renewal_notices(&state, march.next(), &rules()).planned, 0);
}

#[test]
fn a_term_without_renewal_day_is_told_of() {
    let journal = facts([
        ("2023-04-01", Put::new(Kind::Entitlement, "S-1").field(Field::LicenceType, "subscription")),
        ("2023-04-01", Put::new(Kind::Entitlement, "S-2").field(Field::LicenceType, "volume")),
    ]);
    let state = journal.state(on("2024-03-31"));
    assert_eq!(
        named(&Renewals::of(&state, &rules()).findings(&rules())),
        ["renewal-unknown: entitlement S-1"]
    );
}

/// Told before the ledgers were first imported, it was told all the same.
#[test]
fn a_notice_given_before_the_first_import_counts() {
    let journal = facts([(
        "2024-05-01",
        licence("S-1", "2024-06-30")
            .field(Field::ContractAmount, "1")
            .field(Field::RenewalNotifiedOn, "2024-03-31"),
    )]);
    let state = journal.state(on("2024-05-01"));
    let renewals = Renewals::of(&state, &rules());
    assert_eq!(renewals.notices[0].notified_on, Some(day("2024-03-31")));
    assert_eq!(named(&renewals.findings(&rules())), Vec::<String>::new());
}

#[test]
fn a_notice_is_of_the_renewal_that_follows_the_one_before() {
    let told = |recorded: &str, next: &str, notified: &str| {
        let put = Put::new(Kind::Entitlement, "S-1");
        let journal = facts([
            ("2023-04-01", licence("S-1", "2024-06-30").field(Field::ContractAmount, "1")),
            (recorded, put.clone().field(Field::RenewalOn, next)),
            ("2025-06-01", put.field(Field::RenewalNotifiedOn, notified)),
        ]);
        let state = journal.state(on("2025-06-01"));
        Renewals::of(&state, &rules()).notices[0].notified_on.is_some()
    };
    // Recorded late, long after the notice was given.
    assert!(told("2025-05-20", "2025-06-30", "2025-03-31"));
    assert!(!told("2025-05-20", "2025-06-30", "2024-03-31"));
    // Recorded before the day of the renewal before.
    assert!(told("2024-06-01", "2025-06-30", "2024-06-02"));
    assert!(!told("2024-06-01", "2025-06-30", "2024-05-31"));
    // The same day said again is no other.
    assert!(told("2024-04-01", "2024-06-30", "2024-03-31"));
}

#[test]
fn what_was_upgraded_by_a_licence_that_is_held_is_renewed() {
    let old = |id: &str, by: &str| licence(id, "2024-03-31").field(Field::UpgradedBy, by);
    let journal = facts([
        ("2023-04-01", old("S-1", "N-1")),
        ("2023-04-01", old("S-2", "N-2")),
        ("2023-04-01", old("S-3", "N-3")),
        ("2023-04-01", Put::new(Kind::Entitlement, "N-1").field(Field::TermFrom, "2024-04-01")),
        ("2023-04-01", Put::new(Kind::Entitlement, "N-2").field(Field::TermTo, "2024-04-30")),
    ]);
    let overdue = |date: &str| {
        let state = journal.state(on(date));
        Renewals::of(&state, &rules()).to_tell().map(|notice| notice.id.to_owned()).collect::<Vec<_>>()
    };
    // N-1 is not held yet, N-2 no more, N-3 never was.
    assert_eq!(overdue("2024-03-31"), ["S-1", "S-3"]);
    assert_eq!(overdue("2024-04-01"), ["S-3"]);
    assert_eq!(overdue("2024-05-01"), ["S-2", "S-3"]);
}

#[test]
fn the_total_price_stands_for_an_amount_that_is_not_recorded_by_the_policy() {
    let journal = facts([
        ("2023-04-01", licence("S-1", "2024-06-30").field(Field::TotalPrice, "9999999")),
        (
            "2023-04-01",
            licence("S-2", "2024-06-30").field(Field::TotalPrice, "1").field(Field::ContractAmount, "一億"),
        ),
    ]);
    let state = journal.state(on("2024-01-05"));
    let months = |rules: &Rules| {
        let renewals = Renewals::of(&state, rules);
        assert!(renewals.policies.iter().any(|policy| policy.id == "amount-from"));
        let mut notices: Vec<_> =
            renewals.notices.iter().map(|one| (one.id, one.months, one.amount)).collect();
        notices.sort_unstable();
        notices.into_iter().map(|(_, months, amount)| (months, amount)).collect::<Vec<_>>()
    };
    // What is recorded and cannot be read is unknown; no other figure stands for it.
    assert_eq!(months(&rules()), [(3, Some(9_999_999)), (6, None)]);
    assert_eq!(months(&rules_with("amount-from", "contract")), [(6, None), (6, None)]);
}
