//! Laws of results.

use formula::Exact;
use proptest::prelude::*;
use provenance::Verdict;
use sla::{Case, Observations, Rejected};

use super::fixture::{case, item, june, observations, policies};

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
                        .push(sla::ExclusionClaim { reason: "beyond-control".into(), note: String::new() });
                }
                case
            })
            .collect()
    })
}

fn with_incident(mut cases: Vec<Case>) -> Observations {
    let mut all = observations(std::mem::take(&mut cases));
    all.supplied.insert("incident".into());
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
            if let (Some(range), Some(_)) = (&result.range, &result.figure) {
                prop_assert!(range.greatest.as_ref().is_none_or(|greatest| range.least <= *greatest));
            }
        }
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
            origin: sla::Origin { file: "a.csv".into(), row: 2 },
            id: None,
            kind: None,
            reason: provenance::Text::same("unreadable"),
        });
        let after = item(&june(&month, policies()), "S-2-1").verdict.clone();
        prop_assert!(!before.is_met() || !after.is_not_met());
        prop_assert!(!before.is_not_met() || !after.is_met());
        prop_assert!(after != Verdict::Met || before == Verdict::Met);
    }
}
