//! Laws of results.

use chrono::{DateTime, TimeDelta, Utc};
use formula::Exact;
use proptest::prelude::*;
use provenance::Verdict;
use sla::{Case, Evaluation, ItemResult, Observations, Rejected};

use super::fixture::{name, records_of};
use super::{
    fixture::{at, calendars, case, catalogue, item, june, observations, policies},
    office::months,
};

fn seen_at(month: &Observations, now: DateTime<Utc>) -> Vec<ItemResult> {
    let evaluation = Evaluation { catalogue: catalogue(), policies: policies(), calendars: calendars() };
    evaluation.month("2024-06".parse().unwrap(), month, now).unwrap()
}

fn rotate<T>(records: &mut [T], seed: u64) {
    if !records.is_empty() {
        records.rotate_left((seed % records.len() as u64) as usize);
        records.reverse();
    }
}

/// A hardware incident of June: in time, late, open, without category, or excluded.
fn incidents() -> impl Strategy<Value = Vec<Case>> {
    prop::collection::vec((0..28_u32, 0..24_u32, 0..6_u8), 0..24).prop_map(|made| {
        made.into_iter()
            .enumerate()
            .map(|(n, (day, hour, state))| {
                let (occurred, soon, later) = (
                    format!("2024-06-{:02} {hour:02}:00", day + 1),
                    format!("2024-06-{:02} {hour:02}:30", day + 1),
                    format!("2024-06-{:02} {hour:02}:00", day + 2),
                );
                let attributes: &[(&str, &str)] = if state == 3 { &[] } else { &[("category", "hardware")] };
                let mut marks = vec![("occurred", occurred.as_str())];
                match state {
                    0 | 1 | 3 | 5 => marks.push(("responded", &soon)),
                    2 => marks.push(("responded", &later)),
                    _ => {}
                }
                let mut case = case("incident", &format!("H-{n}"), attributes, &marks);
                if state == 5 {
                    case.claims
                        .push(sla::ExclusionClaim { reason: name("beyond-control"), note: String::new() });
                }
                case
            })
            .collect()
    })
}

fn with_incident(mut cases: Vec<Case>) -> Observations {
    let mut all = observations(std::mem::take(&mut cases));
    all.supplied.insert(records_of("incident"));
    all
}

fn on_time(id: &str) -> Case {
    case(
        "incident",
        id,
        &[("category", "hardware")],
        &[("occurred", "2024-06-10 09:00"), ("responded", "2024-06-10 10:00")],
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_rate_lies_between_0_and_100_and_in_its_range(cases in incidents()) {
        for result in june(&with_incident(cases), policies()) {
            if result.target.as_ref().is_none_or(|target| target.unit != sla::Unit::Percent) {
                continue;
            }
            if let Some(figure) = &result.figure {
                prop_assert!(figure.exact >= Exact::from(0) && figure.exact <= Exact::from(100));
            }
        }
    }

    /// Whatever the unknown cases turn out to be, the figure of the known ones lies between the ends.
    #[test]
    fn the_figure_of_every_measure_lies_in_its_range(month in months(), now in 0..60_i64) {
        let now = at("2024-06-01 00:00") + TimeDelta::days(now);
        for result in seen_at(&month, now) {
            if let (Some(range), Some(figure)) = (&result.range, &result.figure) {
                prop_assert!(range.least <= figure.exact, "{}: {range:?} {figure:?}", result.key);
                prop_assert!(
                    range.greatest.as_ref().is_none_or(|greatest| figure.exact <= *greatest),
                    "{}: {range:?} {figure:?}", result.key
                );
            }
        }
    }

    #[test]
    fn neither_order_nor_splitting_matters_for_any_kind(month in months(), seed in any::<u64>()) {
        let straight = format!("{:?}", june(&month, policies()));
        let mut shuffled = month.clone();
        rotate(&mut shuffled.cases, seed);
        rotate(&mut shuffled.events, seed);
        rotate(&mut shuffled.tallies, seed);
        rotate(&mut shuffled.answers, seed);
        prop_assert_eq!(&straight, &format!("{:?}", june(&shuffled, policies())));
        let mut first = month.clone();
        let second = Observations {
            cases: first.cases.split_off(first.cases.len() / 2),
            tallies: first.tallies.split_off(first.tallies.len() / 2),
            ..Observations::default()
        };
        let mut split = second;
        split.extend(first);
        prop_assert_eq!(&straight, &format!("{:?}", june(&split, policies())));
    }

    /// A file handed in a second time changes no figure and no verdict.
    #[test]
    fn handing_everything_in_twice_changes_nothing(month in months()) {
        let mut twice = month.clone();
        twice.extend(Observations { rejected: Vec::new(), ..month.clone() });
        for (once, twice) in june(&month, policies()).iter().zip(&june(&twice, policies())) {
            prop_assert_eq!(&once.figure, &twice.figure, "{}", once.key);
            prop_assert_eq!(once.verdict.is_met(), twice.verdict.is_met());
            prop_assert_eq!(once.verdict.is_not_met(), twice.verdict.is_not_met());
            prop_assert_eq!(&once.range, &twice.range);
        }
    }

    /// What a later look at the same records settles, an earlier look never said the opposite of.
    #[test]
    fn a_verdict_once_final_is_never_turned(month in months(), early in 0..60_i64, late in 0..60_i64) {
        let day = |n: i64| at("2024-06-01 00:00") + TimeDelta::days(n);
        let (early, late) = (early.min(late), early.max(late));
        let reopened = month.cases.iter().any(|case| !case.reopenings.is_empty());
        for (before, after) in seen_at(&month, day(early)).iter().zip(&seen_at(&month, day(late))) {
            // A reopening takes a finish back, and figures of a fiscal year go on.
            if reopened || before.covers != after.covers || before.key.as_str() == "S-1" {
                continue;
            }
            prop_assert!(!before.verdict.is_met() || !after.verdict.is_not_met(), "{}: {before:#?}\n{after:#?}", before.key);
            prop_assert!(!before.verdict.is_not_met() || !after.verdict.is_met(), "{}", before.key);
        }
    }

    #[test]
    fn each_call_of_the_month_is_accounted_for_once(month in months()) {
        let results = june(&month, policies());
        let result = item(&results, "S-4-6-1-4");
        let ids: std::collections::BTreeSet<&str> = month
            .cases
            .iter()
            .filter(|case| case.kind.as_str() == "call")
            .filter(|case| case.marks.get(&name("received")).is_some_and(|received| {
                *received >= at("2024-06-01 00:00") && *received < at("2024-07-01 00:00")
            }))
            .map(|case| case.id.as_str())
            .collect();
        let all = result.population as usize
            + result.excluded.len()
            + result.pending.len()
            + result.undetermined.iter().filter(|case| !case.id.contains(".csv:")).count();
        // Contradicting accounts of one call may lie in other months in part.
        prop_assert!(all >= ids.len(), "{all} of {ids:?}");
    }

    #[test]
    fn one_more_case_in_time_never_lowers_a_rate(cases in incidents()) {
        let rate = |cases: Vec<Case>| {
            item(&june(&with_incident(cases), policies()), "S-2-1").figure.as_ref().map(|figure| figure.exact.clone())
        };
        let before = rate(cases.clone());
        let mut more = cases;
        more.push(on_time("more"));
        let after = rate(more);
        prop_assert!(before.is_none() || before <= after);
    }

    #[test]
    fn neither_order_nor_splitting_matters(cases in incidents(), seed in any::<prop::sample::Index>()) {
        let straight = format!("{:?}", june(&with_incident(cases.clone()), policies()));
        let mut reversed = cases.clone();
        reversed.reverse();
        prop_assert_eq!(&straight, &format!("{:?}", june(&with_incident(reversed), policies())));
        let cut = seed.index(cases.len() + 1);
        let (first, second) = cases.split_at(cut);
        let mut split = with_incident(second.to_vec());
        split.extend(with_incident(first.to_vec()));
        prop_assert_eq!(&straight, &format!("{:?}", june(&split, policies())));
    }

    #[test]
    fn every_case_of_the_month_is_accounted_for_once(cases in incidents()) {
        let results = june(&with_incident(cases.clone()), policies());
        let result = item(&results, "S-2-1");
        let all = result.population as usize + result.excluded.len() + result.undetermined.len() + result.pending.len();
        prop_assert_eq!(all, cases.len());
    }

    #[test]
    fn an_unreadable_row_never_turns_one_verdict_into_its_opposite(cases in incidents()) {
        let before = item(&june(&with_incident(cases.clone()), policies()), "S-2-1").verdict.clone();
        let mut month = with_incident(cases);
        month.rejected.push(Rejected {
            origin: sla::Origin::new("a.csv", 2),
            id: None,
            of: None,
            reason: provenance::Text::same("unreadable"),
            readable: None,
        });
        let after = item(&june(&month, policies()), "S-2-1").verdict.clone();
        prop_assert!(!before.is_met() || !after.is_not_met());
        prop_assert!(!before.is_not_met() || !after.is_met());
        prop_assert!(after != Verdict::Met || before == Verdict::Met);
    }
}
