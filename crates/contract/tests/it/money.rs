//! Payments and growth.

use calendar::Term;
use chrono::{Days, NaiveDate};
use contract::{Growth, Payments, Policies, Remainder, Size};
use proptest::prelude::*;
use provenance::Verdict;

use crate::fixture::reference;

fn terms() -> impl Strategy<Value = Term> {
    (0_u64..20_000, 0_u64..4_000).prop_map(|(begin, length)| {
        let first = "2000-01-01".parse::<NaiveDate>().unwrap() + Days::new(begin);
        Term::new(first, first + Days::new(length)).unwrap()
    })
}

fn readings() -> impl Strategy<Value = Remainder> {
    prop_oneof![Just(Remainder::LastMonth), Just(Remainder::FirstMonth), Just(Remainder::Spread)]
}

proptest! {
    #[test]
    fn months_sum_to_the_bid_exactly(term in terms(), bid: u64, reading in readings()) {
        let payments = Payments::new(term, bid, reading);
        let sum: u128 = payments.months().iter().map(|one| u128::from(one.yen)).sum();
        prop_assert_eq!(sum, u128::from(bid));
        let years: u128 = payments.by_fiscal_year().iter().map(|(_, yen)| u128::from(*yen)).sum();
        prop_assert_eq!(years, u128::from(bid));
        prop_assert_eq!(payments.months().len(), term.months().count());
    }

    /// Yen handed out one by one, in turn, is the spread reading; the others differ from it in one month only.
    #[test]
    fn yen_dealt_out_one_by_one_are_spread(term in terms(), bid in 0_u64..5_000) {
        let count = term.months().count();
        let mut dealt = vec![0_u64; count];
        for yen in 0..bid {
            dealt[usize::try_from(yen).unwrap() % count] += 1;
        }
        let yen = |reading| -> Vec<u64> {
            Payments::new(term, bid, reading).months().iter().map(|one| one.yen).collect()
        };
        prop_assert_eq!(&yen(Remainder::Spread), &dealt);
        let least = *dealt.iter().min().unwrap();
        let (first, last) = (yen(Remainder::FirstMonth), yen(Remainder::LastMonth));
        prop_assert!(first[1..].iter().all(|yen| *yen == least));
        prop_assert!(last[..count - 1].iter().all(|yen| *yen == least));
    }

    /// The bound as a comparison of products, without any division.
    #[test]
    fn growth_is_judged_without_rounding(base in 0_u64..1_000_000, now in 0_u64..1_500_000, percent in 0_u32..300) {
        let (terms, _) = reference();
        let growth = Growth { percent, ..terms.frame().growth.clone().unwrap() };
        let size = Size { base: Some(base), now: Some(now), base_kinds: Some(0), kinds: Some(0) };
        let is_met = u128::from(now) * 100 <= u128::from(base) * u128::from(100 + percent);
        prop_assert_eq!(growth.judge(&size, &Policies::default()).verdict.is_met(), is_met);
    }
}

#[test]
fn growth_beyond_either_bound_is_told_whatever_else_is_unknown() {
    let (terms, _) = reference();
    let growth = terms.frame().growth.as_ref().unwrap();
    let judge =
        |base, now, base_kinds, kinds| growth.judge(&Size { base, now, base_kinds, kinds }, terms.policies());
    // 20 % of 1,340 PCs: 1,608 are within it, 1,609 are not.
    assert_eq!(judge(Some(1_340), Some(1_608), Some(10), Some(15)).verdict, Verdict::Met);
    assert_eq!(judge(Some(1_340), Some(1_609), Some(10), Some(15)).verdict, Verdict::NotMet);
    assert_eq!(judge(Some(1_340), Some(1_340), Some(10), Some(16)).verdict, Verdict::NotMet);
    assert_eq!(judge(None, None, Some(10), Some(16)).verdict, Verdict::NotMet);
    assert!(matches!(judge(None, Some(9), Some(10), Some(10)).verdict, Verdict::Undetermined(_)));
    let readings = judge(Some(1), Some(1), None, None).readings;
    assert_eq!((readings[0].id.as_str(), readings[0].value.as_str()), ("growth-base", "term-begins"));
}

/// Fifty equal months, and what is left in the last: the contract's own figures.
#[test]
fn the_reference_bid_is_paid_in_fifty_months_over_five_fiscal_years() {
    let (terms, _) = reference();
    let payments = terms.payments(1_234_567_891);
    assert_eq!(payments.months().len(), 50);
    assert_eq!(payments.remainder(), 41);
    assert!(payments.months()[..49].iter().all(|one| one.yen == 24_691_357));
    assert_eq!(payments.months()[49].yen, 24_691_398);
    let years: Vec<(i32, u64)> =
        payments.by_fiscal_year().iter().map(|(year, yen)| (year.number(), *yen)).collect();
    let whole = 12 * 24_691_357;
    assert_eq!(years, [(2023, whole), (2024, whole), (2025, whole), (2026, whole), (2027, 49_382_755)]);
}

/// What may grow beyond 64 bits was bounded by 64 bits, and offices summed up to no more than that.
#[test]
fn regression_sizes_are_judged_at_any_number() {
    let (terms, _) = reference();
    let growth = terms.frame().growth.as_ref().unwrap();
    let size =
        Size { base: Some(u64::MAX), now: Some(u64::MAX), base_kinds: Some(u64::MAX), kinds: Some(u64::MAX) };
    let judged = growth.judge(&size, terms.policies());
    assert_eq!(judged.verdict, Verdict::Met);
    assert_eq!(judged.most, Some(u128::from(u64::MAX) * 120 / 100));
    let sum = contract::Sum::of([Some(u64::MAX), Some(1), None]);
    assert_eq!((sum.known, sum.unknown), (1 << 64, 1));
}
