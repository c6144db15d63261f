//! What past months say of targets.

use num_bigint::BigUint;
use proptest::prelude::*;
use rust_decimal::Decimal;
use sla::{Assessment, Interval, MonthResults, Review, ReviewRules, least_population, review};

use crate::fixture::{case, catalogue, june, observations, policies};

fn interval(hits: u128, cases: u128, confidence: u8) -> (String, String) {
    let found = Interval::of(hits, cases, confidence).unwrap();
    (found.lower.to_string(), found.upper.to_string())
}

/// Values of the interval of Clopper and Pearson as they are tabulated (95 %), moved outward to a tenth of a point:
/// 10 of 10: 69.15 to 100; 0 of 10: 0 to 30.85; 5 of 10: 18.71 to 81.29; 95 of 100: 88.72 to 98.36.
#[test]
fn tabulated_intervals_lie_inside_by_less_than_a_tenth() {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(interval(10, 10, 95), pair("69.1", "100.0"));
    assert_eq!(interval(0, 10, 95), pair("0.0", "30.9"));
    assert_eq!(interval(5, 10, 95), pair("18.7", "81.3"));
    assert_eq!(interval(95, 100, 95), pair("88.7", "98.4"));
    assert_eq!(Interval::of(0, 0, 95), None);
    assert_eq!(Interval::of(3, 2, 95), None);
}

/// `0.95^n` falls below 2.5 % at 72, by hand: 72 × ln 0.95 = -3.693, and ln 0.025 = -3.689.
#[test]
fn even_a_perfect_record_needs_72_cases_to_show_95_percent() {
    assert_eq!(least_population(Decimal::from(95), 95), Some(72));
    assert_eq!(least_population(Decimal::from(80), 95), Some(17));
    assert_eq!(least_population(Decimal::ONE_HUNDRED, 95), None);
}

/// The chance of so many hits or more, counted outcome by outcome: a route of its own.
fn chance(rate: u32, hits: u64, cases: u64) -> BigUint {
    let mut row = vec![BigUint::from(1_u32)];
    for _ in 0..cases {
        let mut next = vec![BigUint::from(0_u32); row.len() + 1];
        for (at, ways) in row.iter().enumerate() {
            next[at] += ways * (1000 - rate);
            next[at + 1] += ways * rate;
        }
        row = next;
    }
    row.iter().skip(usize::try_from(hits).unwrap()).sum()
}

/// Beyond so many cases as are counted one by one the interval is that of fewer in the same proportion: at once, and
/// wider, whatever the number.
#[test]
fn regression_an_interval_of_any_number_of_cases_is_found_at_once() {
    let of = |hits, cases| Interval::of(hits, cases, 95).unwrap();
    let counted = u128::from(Interval::CASES_MAX);
    let whole = 10_u128.pow(38);
    assert_eq!(of(whole, whole), of(counted, counted));
    assert_eq!(of(0, whole), of(0, counted));
    // A single miss among them all is taken for the one that may be among those counted.
    assert_eq!(
        (of(whole - 1, whole).lower, of(whole - 1, whole).upper),
        (of(counted - 1, counted).lower, of(counted, counted).upper)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bounds_are_the_last_rates_that_are_ruled_out((cases, hits) in (1_u64..40).prop_flat_map(|n| (Just(n), 0..=n)), confidence in 50_u8..100) {
        let found = Interval::of(hits.into(), cases.into(), confidence).unwrap();
        let tenths = |value: Decimal| u32::try_from(value * Decimal::TEN).unwrap();
        let (lower, upper) = (tenths(found.lower), tenths(found.upper));
        let all = BigUint::from(1000_u32).pow(u32::try_from(cases).unwrap());
        let doubt = u32::from(100 - confidence);
        // At the lower bound so many hits are too rare, a tenth above they are not.
        if hits > 0 {
            prop_assert!(chance(lower, hits, cases) * 200_u32 <= &all * doubt);
            prop_assert!(chance(lower + 1, hits, cases) * 200_u32 > &all * doubt);
        } else {
            prop_assert_eq!(lower, 0);
        }
        if hits < cases {
            let so_few = |rate| &all - chance(rate, hits + 1, cases);
            prop_assert!(so_few(upper) * 200_u32 <= &all * doubt);
            prop_assert!(so_few(upper - 1) * 200_u32 > &all * doubt);
        } else {
            prop_assert_eq!(upper, 1000);
        }
    }

    #[test]
    fn more_hits_never_lower_an_interval_and_more_doubt_narrows_it(cases in 1_u128..200, hits in 0_u128..200) {
        prop_assume!(hits < cases);
        let (one, more) = (Interval::of(hits, cases, 95).unwrap(), Interval::of(hits + 1, cases, 95).unwrap());
        prop_assert!(one.lower <= more.lower && one.upper <= more.upper);
        let doubtful = Interval::of(hits, cases, 80).unwrap();
        prop_assert!(one.lower <= doubtful.lower && doubtful.upper <= one.upper);
        let rate = Decimal::from(hits) * Decimal::ONE_HUNDRED / Decimal::from(cases);
        prop_assert!(one.lower <= rate && rate <= one.upper);
    }
}

fn rules() -> ReviewRules {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/review.toml");
    ReviewRules::from_table("review.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
}

/// June with so many hardware incidents in time and late, judged as all that is known of the past.
fn judged(in_time: u32, late: u32) -> Review {
    judged_by(in_time, late, 1, &ReviewRules { least_months: 1, ..rules() })
}

/// So many months like that.
fn judged_by(in_time: u32, late: u32, number: u32, rules: &ReviewRules) -> Review {
    let incident = |n: u32, done: &str| {
        let marks = [
            ("occurred", "2024-06-03 09:00"),
            ("opened", "2024-06-03 09:00"),
            ("responded", done),
            ("recovered", done),
        ];
        case("incident", &format!("I-{n}"), &[("category", "hardware")], &marks)
    };
    let cases = (0..in_time)
        .map(|n| incident(n, "2024-06-03 10:00"))
        .chain((in_time..in_time + late).map(|n| incident(n, "2024-06-03 20:00")))
        .collect();
    let results = june(&observations(cases), policies());
    let months: Vec<_> = (0..number)
        .map(|n| {
            let month = format!("2024-{:02}", n + 4).parse().unwrap();
            MonthResults { month, results: results.clone() }
        })
        .collect();
    let all = review(catalogue().items(), &months, rules);
    all.into_iter().find(|one| one.key.as_str() == "S-2-1").unwrap()
}

#[test]
fn few_cases_say_nothing_and_many_do() {
    // All of 20 in time: still, nobody knows whether 95 % would hold.
    assert_eq!(judged(20, 0).assessment, Assessment::TooFew { found: 20, needed: Some(72) });
    // 96 % of 100 lies in 90.0 to 98.9: neither slack nor out of reach.
    assert_eq!(judged(96, 4).assessment, Assessment::Fitting);
    // 500 of 500: at least 99.2 at the cautious end.
    assert_eq!(judged(500, 0).assessment, Assessment::Slack { proposed: "99".parse().unwrap() });
    // 80 of 100: at most 87.4 at the hopeful end; 70.8 at the cautious one is what was shown.
    assert_eq!(judged(80, 20).assessment, Assessment::OutOfReach { proposed: "70.5".parse().unwrap() });
    let pooled = judged(80, 20).pooled.unwrap();
    assert_eq!((pooled.hits, pooled.cases), (80, 100));
}

/// However busy one month was, it is not the past: nothing is proposed before the months that the contract asks for.
#[test]
fn one_month_proposes_nothing_for_a_rate_either() {
    let few = Assessment::TooFewMonths { found: 1, needed: 3 };
    assert_eq!(judged_by(500, 0, 1, &rules()).assessment, few);
    assert_eq!(judged_by(80, 20, 1, &rules()).assessment, few);
    assert!(matches!(judged_by(80, 20, 3, &rules()).assessment, Assessment::OutOfReach { .. }));
    assert!(matches!(judged_by(500, 0, 3, &rules()).assessment, Assessment::Slack { .. }));
}

/// What is proposed lies at the cautious end; what was achieved stands beside it.
#[test]
fn the_achieved_rate_is_told_beside_the_proposal() {
    let found = judged(80, 20);
    assert_eq!(found.assessment, Assessment::OutOfReach { proposed: "70.5".parse().unwrap() });
    assert_eq!(found.pooled.unwrap().achieved(), Some(Decimal::from(80)));
}

#[test]
fn a_month_that_is_not_settled_is_told_and_not_judged() {
    let unknown = case(
        "incident",
        "I-1",
        &[("category", "hardware")],
        &[("opened", "2024-06-03 09:00"), ("recovered", "2024-06-03 10:00")],
    );
    let results = june(&observations(vec![unknown]), policies());
    let months = [MonthResults { month: "2024-06".parse().unwrap(), results }];
    let all = review(catalogue().items(), &months, &rules());
    let found = all.iter().find(|one| one.key.as_str() == "S-2-1").unwrap();
    assert_eq!((found.figures.len(), found.unsettled.len()), (0, 1));
    assert_eq!(found.assessment, Assessment::TooFew { found: 0, needed: Some(72) });
}

#[test]
fn targets_of_all_or_nothing_are_not_judged_by_the_past() {
    let all = review(catalogue().items(), &[], &rules());
    let of = |key: &str| &all.iter().find(|one| one.key.as_str() == key).unwrap().assessment;
    assert!(matches!(of("S-3"), Assessment::NotJudged(_)));
    assert!(matches!(of("S-4-1-1-1"), Assessment::NotJudged(_)));
    assert!(matches!(of("S-4-6-1-4"), Assessment::TooFewMonths { found: 0, needed: 3 }));
}
