//! Percentile and longest time: against counting, and against every outcome of what is unknown.

use std::sync::LazyLock;

use super::fixture::{name, records_of};
use calendar::CalendarSet;
use chrono::{DateTime, TimeDelta, Utc};
use formula::Exact;
use proptest::prelude::*;
use provenance::{Text, Verdict};
use sla::{
    Case, Catalogue, Due, Evaluation, ExclusionClaim, ItemResult, Missed, Named, Observations, Origin, Pause,
    Policies, PolicyId, Rejected,
};

/// A contract of rows on one population: `{percent}` at most four hours, and the longest at most six.
fn catalogue(percent: &str) -> Catalogue {
    let table = format!(
        r#"
[contract]
name = {{ ja = "例", en = "example" }}
client = {{ ja = "甲", en = "client" }}
contractor = {{ ja = "乙", en = "contractor" }}
from = 2024-04-01
to = 2025-03-31
[[exclusion]]
id = "client-fault"
name = {{ ja = "甲の責め", en = "the client's fault" }}
clause = "example/main#9"
[[item]]
key = "P"
no = "1"
name = {{ ja = "所定の割合の件が収まる時間", en = "time of most" }}
measure = {{ kind = "percentile", percent = {percent}, of = "incident", where = [{{ attribute = "class", is = ["hard"] }}], start = ["opened"], stop = "closed", pauses = ["supplier"], abandoned = "withdrawn" }}
target = {{ op = "<=", value = 4, unit = "hour" }}
period = "month"
clause = "example/main#1"
[[item.exclusion]]
id = "supplier"
name = {{ ja = "納入者待ち", en = "waiting for the supplier" }}
takes = "time"
clause = "example/main#10"
[[item]]
key = "M"
no = "2"
name = {{ ja = "最長時間", en = "longest time" }}
measure = {{ kind = "maximum-duration", of = "incident", where = [{{ attribute = "class", is = ["hard"] }}], start = ["opened"], stop = "closed" }}
target = {{ op = "<=", value = 6, unit = "hour" }}
period = "month"
clause = "example/main#2"
"#
    );
    Catalogue::from_table("sla.toml", &table).unwrap_or_else(|errors| panic!("{errors}"))
}

static ALWAYS: LazyLock<CalendarSet> = LazyLock::new(|| {
    let table = "zone = \"Etc/UTC\"\n[[calendar]]\nid = \"always\"\nname = { ja = \"常時\", en = \"always\" }\nhours = { daily = [\"00:00-24:00\"] }\n";
    CalendarSet::from_table("calendar.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
});

/// The end of June 2024.
fn end() -> DateTime<Utc> {
    "2024-07-01T00:00:00Z".parse().unwrap()
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

fn case(id: &str, opened: DateTime<Utc>, took: Option<TimeDelta>) -> Case {
    let mut case = Case::new(id, name("incident"));
    case.attributes.insert(name("class"), "hard".into());
    case.marks.insert(name("opened"), opened);
    if let Some(took) = took {
        case.marks.insert(name("closed"), opened + took);
    }
    case
}

/// Cases that took so many hours, a case each.
fn done(took: &[i64]) -> Vec<Case> {
    let opened = |n: usize| end() - TimeDelta::days(20) + TimeDelta::minutes(n as i64);
    took.iter().enumerate().map(|(n, took)| case(&format!("I-{n}"), opened(n), Some(hours(*took)))).collect()
}

fn seen(
    catalogue: &Catalogue,
    policies: &Policies,
    cases: Vec<Case>,
    rejected: usize,
    now: DateTime<Utc>,
) -> Vec<ItemResult> {
    let rejected = (0..rejected)
        .map(|n| Rejected {
            origin: Origin::new("incidents.csv", n as u64 + 2),
            id: None,
            of: Some(records_of("incident")),
            reason: Text::same("?"),
            readable: None,
        })
        .collect();
    let month = Observations {
        cases,
        rejected,
        supplied: [records_of("incident")].into(),
        ..Observations::default()
    };
    let evaluation = Evaluation { catalogue, policies, calendars: &ALWAYS };
    evaluation.month("2024-06".parse().unwrap(), &month, now).unwrap()
}

fn june(percent: &str, policies: &Policies, cases: Vec<Case>) -> Vec<ItemResult> {
    seen(&catalogue(percent), policies, cases, 0, end())
}

fn with(id: PolicyId, word: &str) -> Policies {
    let mut policies = Policies::default();
    policies.set(id, word).unwrap();
    policies
}

fn exact(result: &ItemResult) -> Option<Exact> {
    result.figure.as_ref().map(|figure| figure.exact.clone())
}

/// Whole hours at each percent of five values, by either reading; the way between two is what spreadsheets give.
#[test]
fn percentiles_of_five_values() {
    let cases = done(&[35, 15, 50, 20, 40]);
    let at = |percent: &str, reading: &str| {
        let policies = with(PolicyId::PercentileRank, reading);
        exact(&june(percent, &policies, cases.clone())[0]).unwrap()
    };
    for (percent, nearest, between) in [
        ("0.1", (15, 1), (15_020, 1_000)),
        ("5", (15, 1), (16, 1)),
        ("20", (15, 1), (19, 1)),
        ("20.1", (20, 1), (19_020, 1_000)),
        ("30", (20, 1), (23, 1)),
        ("40", (20, 1), (29, 1)),
        ("50", (35, 1), (35, 1)),
        ("75", (40, 1), (40, 1)),
        ("90", (50, 1), (46, 1)),
        ("100", (50, 1), (50, 1)),
    ] {
        assert_eq!(at(percent, "nearest-rank"), Exact::ratio(nearest.0, nearest.1).unwrap(), "{percent}");
        assert_eq!(at(percent, "interpolated"), Exact::ratio(between.0, between.1).unwrap(), "{percent}");
    }
}

#[test]
fn the_deciding_cases_are_named_with_their_place() {
    let cases = done(&[3, 1, 5, 2]);
    let results = june("75", &Policies::default(), cases.clone());
    let places = |result: &ItemResult| {
        result.decided.iter().map(|one| (one.id.clone(), one.place, one.took / 3_600)).collect::<Vec<_>>()
    };
    assert_eq!(places(&results[0]), [("I-0".to_owned(), 3, 3)]);
    assert_eq!(places(&results[1]), [("I-2".to_owned(), 4, 5)]);
    assert_eq!(results[1].verdict, Verdict::Met);
    // Between two, both decide: 1 + 0.75 × 3 = 3.25.
    let results = june("75", &with(PolicyId::PercentileRank, "interpolated"), cases);
    assert_eq!(places(&results[0]), [("I-0".to_owned(), 3, 3), ("I-2".to_owned(), 4, 5)]);
    assert_eq!(exact(&results[0]), Exact::ratio(7, 2));
    assert!(results[0].policies.iter().any(|policy| policy.id == "percentile-rank"));
    assert!(!results[1].policies.iter().any(|policy| policy.id == "percentile-rank"));
}

#[test]
fn one_case_over_the_target_misses_the_longest_and_not_the_percentile() {
    let mut took = vec![1; 19];
    took.push(9);
    let results = june("95", &Policies::default(), done(&took));
    assert_eq!((&results[0].verdict, &results[1].verdict), (&Verdict::Met, &Verdict::NotMet));
    let outlook = |n: usize| {
        let outlook = results[n].outlook.clone().unwrap();
        (outlook.misses_allowed, outlook.missed, outlook.misses_left)
    };
    assert_eq!((outlook(0), outlook(1)), ((1, 1, 0), (0, 1, -1)));
    let Missed::Took { took, is_open, .. } = &results[1].breaches[0].how else { panic!() };
    assert_eq!((took, is_open, results[1].breaches[0].id.as_str()), (&(9 * 3_600), &false, "I-19"));
    // One second over is over.
    let over = june(
        "50",
        &Policies::default(),
        vec![case("X", end() - hours(99), Some(hours(4) + TimeDelta::seconds(1)))],
    );
    assert_eq!(over[0].verdict, Verdict::NotMet);
}

#[test]
fn an_open_case_that_is_over_already_misses_the_longest_before_the_month_ends() {
    let now = end() - TimeDelta::days(10);
    let open = |took: i64| vec![case("X", now - hours(took), None)];
    let at = |took: i64| seen(&catalogue("50"), &Policies::default(), open(took), 0, now);
    assert!(matches!(at(6)[1].verdict, Verdict::Undetermined(_)));
    let results = at(7);
    assert_eq!(results[1].verdict, Verdict::NotMet);
    // There is no figure yet, but a least one.
    assert_eq!(exact(&results[1]), None);
    assert_eq!(results[1].range.as_ref().unwrap().least, Exact::from(7));
    assert_eq!(results[1].outlook.as_ref().unwrap().missed, 1);
    // It should have been done an hour ago.
    assert_eq!(results[1].pending[0].due, Some(Due { at: now - hours(1), remaining: -3_600 }));
    assert_eq!(results[0].pending[0].due, Some(Due { at: now - hours(3), remaining: -3 * 3_600 }));
    // The percentile's cases may be withdrawn, and then they are left out.
    assert!(matches!(results[0].verdict, Verdict::Undetermined(_)));
    assert_eq!(results[0].range.as_ref().unwrap().least, Exact::from(0));
    let kept = with(PolicyId::Abandoned, "until-abandoned");
    let results = seen(&catalogue("50"), &kept, open(7), 0, now);
    assert_eq!(results[0].range.as_ref().unwrap().least, Exact::from(7));
}

#[test]
fn a_case_is_left_out_by_a_claim_and_its_time_by_a_pause() {
    let mut cases = done(&[1, 9, 9]);
    cases[1].claims.push(ExclusionClaim { reason: name("client-fault"), note: "power cut".into() });
    let opened = *cases[2].marks.get(&name("opened")).unwrap();
    let pause = Pause { kind: name("supplier"), from: opened + hours(1), to: Some(opened + hours(8)) };
    cases[2].pauses.push(pause);
    let results = june("100", &Policies::default(), cases);
    // The percentile's clock stands still for the supplier, the longest's does not.
    assert_eq!((exact(&results[0]), exact(&results[1])), (Some(Exact::from(2)), Some(Exact::from(9))));
    for result in &results {
        assert_eq!((result.population, result.excluded.len()), (2, 1));
        assert_eq!(result.excluded[0].note, "power cut");
    }
}

#[test]
fn a_withdrawn_case_is_read_by_its_policy() {
    let mut withdrawn = case("W", end() - hours(50), None);
    withdrawn.marks.insert(name("withdrawn"), end() - hours(41));
    let cases = || vec![case("X", end() - hours(99), Some(hours(1))), withdrawn.clone()];
    let results = june("100", &Policies::default(), cases());
    assert_eq!((exact(&results[0]), results[0].excluded.len()), (Some(Exact::from(1)), 1));
    let results = june("100", &with(PolicyId::Abandoned, "until-abandoned"), cases());
    assert_eq!((exact(&results[0]), results[0].excluded.len()), (Some(Exact::from(9)), 0));
    // The longest knows no withdrawing: the case is open, and over.
    assert_eq!((results[1].pending.len(), &results[1].verdict), (1, &Verdict::NotMet));
}

#[test]
fn an_empty_month_is_read_by_its_policy_and_has_no_figure() {
    let elsewhere = || {
        vec![case("X", end() - TimeDelta::days(60), Some(hours(1))), {
            let mut other = case("Y", end() - hours(99), Some(hours(1)));
            other.attributes.insert(name("class"), "soft".into());
            other
        }]
    };
    for (word, is_met) in [("not-applicable", false), ("met", true), ("undetermined", false)] {
        for result in june("95", &with(PolicyId::EmptyMonth, word), elsewhere()) {
            assert_eq!((result.figure, result.outlook), (None, None));
            assert_eq!(result.verdict.is_met(), is_met, "{word}");
            assert!(!result.verdict.is_not_met());
            assert!(result.policies.iter().any(|policy| policy.id == "empty-month" && policy.value == word));
        }
    }
}

#[test]
fn a_row_that_no_measure_fits_is_refused_with_its_place() {
    let told = |percent: &str, from: &str, to: &str| {
        let table = format!("{HEAD}{}", ROW.replace("{percent}", percent).replace(from, to));
        Catalogue::from_table("sla.toml", &table)
            .unwrap_err()
            .problems
            .into_iter()
            .map(|error| {
                format!(
                    "{}: {}{}",
                    error.path,
                    error.message.en,
                    error.help.map_or_else(String::new, |help| format!("; {}", help.en))
                )
            })
            .collect::<Vec<_>>()
    };
    for (percent, found) in [("0", "0"), ("100.1", "100.1"), ("-5", "-5")] {
        assert_eq!(
            told(percent, "", ""),
            [format!(
                "item[1].measure.percent: {found} is no percentile; it must be above 0 and 100 at most"
            )]
        );
    }
    assert_eq!(
        told("95", "unit = \"hour\"", "unit = \"percent\""),
        ["item[1].target: `percent` is no unit of the measure `percentile`; its unit is a unit of time"]
    );
    assert_eq!(
        told("95", "percent =", "precent ="),
        [
            "item[1].measure.percent: is missing",
            "item[1].measure.precent: is no known key here; did you mean `percent`?",
        ]
    );
    assert_eq!(
        told("95", "kind = \"percentile\"", "kind = \"percentil\"")[0].split("; ").last(),
        Some("did you mean `percentile`?")
    );
    assert_eq!(
        told("95", "pauses = [\"supplier\"]", "pauses = [\"suplier\"]"),
        [
            "item[1].measure: time `supplier` is no pause of the clock; its clock pauses for `suplier`: write both alike"
        ]
    );
}

const HEAD: &str = "[contract]\nname = { ja = \"例\", en = \"example\" }\nclient = { ja = \"甲\", en = \"client\" }\ncontractor = { ja = \"乙\", en = \"contractor\" }\nfrom = 2024-04-01\nto = 2025-03-31\n";

const ROW: &str = r#"[[item]]
key = "P"
no = "1"
name = { ja = "例", en = "example" }
measure = { kind = "percentile", percent = {percent}, of = "incident", start = ["opened"], stop = "closed", pauses = ["supplier"] }
target = { op = "<=", value = 4, unit = "hour" }
period = "month"
clause = "example/main#1"
[[item.exclusion]]
id = "supplier"
name = { ja = "納入者待ち", en = "waiting" }
takes = "time"
clause = "example/main#10"
"#;

/// A case that is open at the end of the month, or a row that could not be read.
#[derive(Debug, Clone, Copy)]
enum Unknown {
    Open { so_far: i64 },
    Unreadable,
}

fn unknowns() -> impl Strategy<Value = Vec<Unknown>> {
    let one = prop_oneof![(1..9_i64).prop_map(|so_far| Unknown::Open { so_far }), Just(Unknown::Unreadable)];
    prop::collection::vec(one, 0..3)
}

/// What may come of one: for an open case a time from what it has taken by now on, for a row none or any.
fn outcomes(unknown: Unknown) -> Vec<Option<i64>> {
    match unknown {
        Unknown::Open { so_far } => (so_far..12).map(Some).collect(),
        Unknown::Unreadable => std::iter::once(None).chain((0..12).map(Some)).collect(),
    }
}

/// Every way in which the unknown may turn out.
fn worlds(unknowns: &[Unknown]) -> Vec<Vec<Option<i64>>> {
    unknowns.iter().fold(vec![Vec::new()], |worlds, unknown| {
        worlds
            .iter()
            .flat_map(|world| {
                outcomes(*unknown).into_iter().map(|outcome| world.iter().copied().chain([outcome]).collect())
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// The nearest rank is the least value that so many percent of all do not exceed.
    #[test]
    fn the_nearest_rank_is_found_by_counting(took in prop::collection::vec(0..9_i64, 1..30), tenths in 1..=1_000_u32) {
        let percent = format!("{}.{}", tenths / 10, tenths % 10);
        let results = june(&percent, &Policies::default(), done(&took));
        let enough = |value: i64| {
            let within = took.iter().filter(|took| **took <= value).count() as u64;
            within * 1_000 >= u64::from(tenths) * took.len() as u64
        };
        let least = took.iter().copied().filter(|value| enough(*value)).min().unwrap();
        prop_assert_eq!(exact(&results[0]), Some(Exact::from(least)));
        prop_assert_eq!(exact(&results[1]), took.iter().max().map(|most| Exact::from(*most)));
        // The target is met where enough cases meet it, as a share within the same limit would say.
        prop_assert_eq!(results[0].verdict.is_met(), enough(4));
        let outlook = results[0].outlook.clone().unwrap();
        prop_assert_eq!(outlook.misses_left >= 0, results[0].verdict.is_met());
    }

    /// Verdicts and ranges hold whatever becomes of the unknown, and the ends of a range are reached.
    #[test]
    fn unknown_cases_bound_the_figure_as_every_outcome_does(
        took in prop::collection::vec(0..9_i64, 0..8),
        unknowns in unknowns(),
        percent in prop::sample::select(vec!["1", "50", "80", "95", "100"]),
        reading in prop::sample::select(vec!["nearest-rank", "interpolated"]),
    ) {
        let catalogue = catalogue(percent);
        let mut policies = with(PolicyId::PercentileRank, reading);
        policies.set(PolicyId::Abandoned, "until-abandoned").unwrap();
        let mut cases = done(&took);
        let rejected = unknowns.iter().filter(|unknown| matches!(unknown, Unknown::Unreadable)).count();
        for (n, unknown) in unknowns.iter().enumerate() {
            if let Unknown::Open { so_far } = unknown {
                cases.push(case(&format!("U-{n}"), end() - hours(*so_far), None));
            }
        }
        let now = seen(&catalogue, &policies, cases, rejected, end());
        let mut reached = vec![Vec::new(), Vec::new()];
        for world in worlds(&unknowns) {
            let mut cases = done(&took);
            for (n, (outcome, unknown)) in world.iter().zip(&unknowns).enumerate() {
                let Some(took) = outcome else { continue };
                let opened = match unknown {
                    Unknown::Open { so_far } => end() - hours(*so_far),
                    Unknown::Unreadable => end() - hours(99),
                };
                cases.push(case(&format!("U-{n}"), opened, Some(hours(*took))));
            }
            for ((now, then), reached) in now.iter().zip(seen(&catalogue, &policies, cases, 0, end() + hours(99))).zip(&mut reached) {
                prop_assert!(!now.verdict.is_met() || then.verdict.is_met(), "{}: {world:?}", now.key);
                prop_assert!(!now.verdict.is_not_met() || then.verdict.is_not_met(), "{}: {world:?}", now.key);
                if let (Some(range), Some(figure)) = (&now.range, exact(&then)) {
                    prop_assert!(range.least <= figure, "{}: {world:?} {range:?} {figure:?}", now.key);
                    prop_assert!(range.greatest.as_ref().is_none_or(|most| figure <= *most), "{}: {world:?} {range:?}", now.key);
                    reached.push(figure);
                }
                if now.range.is_none() {
                    prop_assert_eq!(exact(now), exact(&then));
                }
            }
        }
        for (now, reached) in now.iter().zip(&reached) {
            let Some(range) = &now.range else { continue };
            prop_assert_eq!(reached.iter().min(), Some(&range.least), "{}", now.key);
            match &range.greatest {
                Some(greatest) => prop_assert_eq!(reached.iter().max(), Some(greatest), "{}", now.key),
                // Without a bound the greatest outcome that was tried is well above what was measured.
                None => prop_assert!(reached.iter().max() > took.iter().max().map(|most| Exact::from(*most)).as_ref()),
            }
        }
    }
}

#[test]
fn a_case_that_lacks_an_attribute_may_lie_anywhere() {
    let mut cases = done(&[1, 2]);
    cases.push(Case { attributes: Named::new(), ..case("?", end() - hours(99), Some(hours(3))) });
    for result in june("50", &Policies::default(), cases) {
        assert_eq!(result.undetermined.len(), 1);
        let range = result.range.unwrap();
        let greatest = if result.key.as_str() == "P" { Some(Exact::from(2)) } else { None };
        assert_eq!(
            (range.least, range.greatest),
            (Exact::from(if result.key.as_str() == "P" { 1 } else { 2 }), greatest)
        );
    }
}
