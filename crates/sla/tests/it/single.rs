//! One item, any days, one case: each says what the month says.

use std::collections::BTreeSet;

use super::service::{
    calendars, case, cases, catalogue, evaluation, half_hour, observations, policies, supplied,
};
use calendar::YearMonth;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use proptest::prelude::*;
use provenance::Verdict;
use sla::{DaySpan, EvaluateError, NotByDays, Observations, Policies, Standing, Tally};

const MONTHS: [&str; 2] = ["2024-06", "2024-07"];

fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn nows() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![3 => (0..500_i64).prop_map(half_hour), 1 => (3_000..3_001_i64).prop_map(half_hour)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn what_an_item_says_of_a_case_is_what_the_month_says(
        policies in policies(), cases in cases(), now in nows(),
    ) {
        let evaluation = evaluation(&policies);
        let all = observations(cases.clone());
        for item in catalogue().items() {
            let key = item.key.as_str();
            for text in MONTHS {
                let explained = evaluation.item(key, month(text), &all, now).unwrap();
                let in_month = evaluation.month(month(text), &all, now).unwrap();
                prop_assert_eq!(&explained.result, in_month.iter().find(|one| one.key == item.key).unwrap());
                for listed in &explained.cases {
                    let case = cases.iter().find(|case| case.id == listed.id).unwrap();
                    let alone = evaluation.assess(case, key, now).unwrap();
                    // A case whose start is not known is listed in each month that it touches.
                    let placed = item.measure.starts().iter().any(|mark| case.marks.get(mark).is_some());
                    let by_year = item.period == sla::Period::FiscalYear;
                    if placed && !(by_year && explained.result.is_revised) {
                        prop_assert_eq!(&alone, listed, "{} of {} in {}", key, listed.id, text);
                    }
                    prop_assert_eq!(alone.standing == Standing::NotOfItem, false);
                }
            }
        }
    }

    #[test]
    fn the_cases_of_an_item_add_up_to_its_result(policies in policies(), cases in cases(), now in nows()) {
        let evaluation = evaluation(&policies);
        let all = observations(cases);
        for item in catalogue().items().iter().filter(|item| item.measure.reads().cases().is_some()) {
            for text in MONTHS {
                let explained = evaluation.item(item.key.as_str(), month(text), &all, now).unwrap();
                let (result, cases) = (&explained.result, &explained.cases);
                let ids = |fits: &dyn Fn(&Standing) -> bool| -> BTreeSet<&str> {
                    cases.iter().filter(|case| fits(&case.standing)).map(|case| case.id.as_str()).collect()
                };
                let set = |ids: Vec<&String>| -> BTreeSet<String> { ids.into_iter().cloned().collect() };
                let same = |a: BTreeSet<&str>, b: BTreeSet<String>| a.iter().map(ToString::to_string).collect::<BTreeSet<_>>() == b;
                prop_assert!(same(ids(&|one| matches!(one, Standing::Missed(_))), set(result.breaches.iter().map(|one| &one.id).collect())));
                prop_assert!(same(ids(&|one| matches!(one, Standing::LeftOut(_))), set(result.excluded.iter().map(|one| &one.id).collect())));
                prop_assert!(same(ids(&|one| *one == Standing::Undetermined), set(result.undetermined.iter().map(|one| &one.id).collect())));
                // The figure is over those that did well and those that missed; what is open and over already is listed twice.
                let good = ids(&|one| *one == Standing::Good).len();
                let open: BTreeSet<_> = result.pending.iter().map(|one| &one.id).collect();
                let closed = result.breaches.iter().filter(|one| !open.contains(&one.id)).count();
                if policies.mean_over.of(None) == &sla::MeanOver::Cases || item.measure.word() != "mean-duration" {
                    prop_assert_eq!(result.population, (good + closed) as u128, "{}", item.key);
                }
                for case in cases {
                    prop_assert_eq!(&case.why.ja.is_empty(), &false);
                    match &case.standing {
                        Standing::Missed(_) => prop_assert_eq!(&case.on_time, &Verdict::NotMet),
                        Standing::Good => prop_assert!(!case.on_time.is_not_met()),
                        Standing::LeftOut(_) => prop_assert!(matches!(case.on_time, Verdict::NotApplicable(_))),
                        _ => prop_assert!(matches!(case.on_time, Verdict::Undetermined(_))),
                    }
                    // The clock shows business time from start to stop, pauses apart.
                    if let (Some(started), Some(elapsed), Some(paused)) = (case.started, case.elapsed, case.paused)
                        && !matches!(item.key.as_str(), "A" | "P")
                    {
                        let basis = policies.clock_basis.of(None).as_str();
                        let to = case.stopped.unwrap_or(now);
                        let open = calendars().get(basis).unwrap().calendar.elapsed(started, to).unwrap();
                        prop_assert_eq!(elapsed + paused, open.num_seconds());
                    }
                }
            }
        }
    }

    /// The months that a case may belong to list it as pending or late and open; so does the list of what is open, and
    /// nothing that is over stands there.
    #[test]
    fn what_any_month_holds_open_is_among_what_is_open(
        policies in policies(), cases in cases(), now in nows(),
    ) {
        let evaluation = evaluation(&policies);
        let all = observations(cases.clone());
        let open = evaluation.open(&all, now).unwrap();
        let listed: BTreeSet<_> = open.iter().map(|(item, case)| (item.key.as_str(), case.id.as_str())).collect();
        for item in catalogue().items().iter().filter(|item| item.limit.is_some()) {
            for text in MONTHS {
                let explained = evaluation.item(item.key.as_str(), month(text), &all, now).unwrap();
                for case in &explained.cases {
                    let is_running = case.started.is_some() && case.stopped.is_none();
                    let is_wanted = is_running
                        && match &case.standing {
                            Standing::Open | Standing::CarriedOver | Standing::Undetermined => true,
                            Standing::Missed(missed) => missed.is_open(),
                            Standing::Good | Standing::LeftOut(_) | Standing::NotOfItem => false,
                        };
                    let is_listed = listed.contains(&(item.key.as_str(), case.id.as_str()));
                    prop_assert!(!is_wanted || is_listed, "{} of {}", item.key, case.id);
                    prop_assert!(!is_listed || case.stopped.is_none(), "{} of {}", item.key, case.id);
                }
            }
        }
        prop_assert!(open.is_sorted_by_key(|(_, case)| (case.due.is_none(), case.due)));
    }

    /// What months come to by themselves gives what their records at once give, also of the fiscal year.
    #[test]
    fn months_put_together_say_what_their_records_say_at_once(policies in policies(), cases in cases()) {
        let evaluation = evaluation(&policies);
        let mut all = observations(cases);
        // Something of every month is recorded, so that each is covered; and no limit changes.
        let covering = catalogue().term.months().map(|month| {
            Tally::new("backup".parse().unwrap(), month.last_day(), 20, u64::from(month.month())).unwrap()
        });
        all.tallies.extend(covering);
        let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        let months: Vec<_> = catalogue().term.months().collect();
        // Somebody says of each kind that it was handed in for every month.
        let given = supplied().map(|source| (source, months.iter().copied().collect()));
        all.handed_in = given.collect();
        let shares: Vec<_> =
            months.iter().flat_map(|month| evaluation.shares(*month, &all, now).unwrap()).collect();
        let at_once = evaluation.period(day("2024-04-01")..=day("2025-03-31"), &all, now).unwrap();
        for (item, at_once) in catalogue().items().iter().zip(at_once) {
            let own: Vec<_> = shares.iter().filter(|share| share.key == item.key).cloned().collect();
            prop_assert_eq!(own.len(), months.len());
            let together = evaluation.of_months(item, &own);
            // A row whose limit changes is judged by both; nothing else is refused.
            let (Ok(at_once), Some(together)) = (at_once, together) else { continue };
            if own.iter().any(|share| share.unsettled.is_some()) {
                prop_assert!(matches!(together.verdict, Verdict::Undetermined(_)) || together.target.is_none());
                continue;
            }
            prop_assert_eq!(&together.ratio, &at_once.ratio.clone().filter(|_| together.ratio.is_some()), "{}", &item.key);
            prop_assert_eq!(together.population, at_once.population, "{}", &item.key);
            prop_assert_eq!(&together.figure, &at_once.figure, "{}", &item.key);
            prop_assert_eq!(&together.verdict, &at_once.verdict, "{}", &item.key);
        }
    }

    #[test]
    fn the_days_of_a_month_say_what_the_month_says(policies in policies(), cases in cases(), now in nows()) {
        let evaluation = evaluation(&policies);
        let all = observations(cases);
        // The term begins on the tenth of April.
        for (text, first) in [("2024-06", "2024-06-01"), ("2024-07", "2024-07-01"), ("2024-04", "2024-04-10"), ("2024-04", "2024-04-01")] {
            let by_month = evaluation.month(month(text), &all, now).unwrap();
            let by_days = evaluation.period(day(first)..=month(text).last_day(), &all, now).unwrap();
            for (by_month, by_days) in by_month.iter().zip(by_days) {
                match by_days {
                    Ok(by_days) => prop_assert_eq!(by_month, &by_days),
                    Err(why) => {
                        let by_year = matches!(why, NotByDays::FiscalYear { .. });
                        prop_assert!(by_year);
                    }
                }
            }
        }
    }

    /// Days that lie apart share no case, and together they have those of the whole; but for cases that cannot be placed,
    /// which are told wherever they touch.
    #[test]
    fn days_part_the_cases(policies in policies(), cases in cases(), cut in 2..29_u32) {
        let evaluation = evaluation(&policies);
        let placed = cases.into_iter().filter(|case| case.marks.get(&"opened".parse().unwrap()).is_some());
        let (all, now) = (observations(placed.collect()), half_hour(3_000));
        let (first, last) = (day("2024-06-01"), day("2024-06-30"));
        let middle = first.with_day0(cut).unwrap();
        for key in ["W", "N", "D"] {
            let population = |from: NaiveDate, to: NaiveDate| {
                let explained = evaluation.item(key, from..=to, &all, now).unwrap();
                explained.result.population + explained.result.excluded.len() as u128
            };
            prop_assert_eq!(
                population(first, middle.pred_opt().unwrap()) + population(middle, last),
                population(first, last)
            );
        }
    }

    #[test]
    fn any_case_can_be_asked_of_any_item(policies in policies(), case in case(), now in nows()) {
        let evaluation = evaluation(&policies);
        for item in catalogue().items() {
            match evaluation.assess(&case, item.key.as_str(), now) {
                Ok(result) => {
                    prop_assert_eq!(result.standing == Standing::NotOfItem, item.measure.reads().cases().unwrap().fits(&case) == sla::Fit::No);
                    // What is open has a positive remainder or none, and was not stopped.
                    if result.standing == Standing::Open {
                        prop_assert_eq!(result.stopped, None);
                    }
                }
                Err(error) => {
                    prop_assert!(item.measure.reads().cases().is_none());
                    let told = matches!(error, EvaluateError::NotOfCases { .. });
                    prop_assert!(told);
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_judged_by_days_says_why() {
    let policies = Policies::default();
    let evaluation = evaluation(&policies);
    let none = Observations::default();
    let now = half_hour(3_000);
    let at = |key: &str, first: &str, last: &str| {
        evaluation.item(key, day(first)..=day(last), &none, now).map(|explained| explained.result.covers)
    };
    let told = |key: &str, first: &str, last: &str| at(key, first, last).unwrap_err().to_string();
    assert_eq!(
        at("N", "2024-06-03", "2024-06-09").unwrap(),
        DaySpan { first: day("2024-06-03"), last: day("2024-06-09") }
    );
    assert_eq!(
        told("Y", "2024-06-01", "2024-06-30"),
        "item `Y` is judged by fiscal year; ask for a month, or for the days from the year's first to a month's end"
    );
    assert_eq!(at("Y", "2024-04-10", "2024-06-30").unwrap().last, day("2024-06-30"));
    assert!(at("Y", "2024-04-10", "2024-06-29").is_err());
    assert_eq!(
        told("T", "2024-06-02", "2024-06-30"),
        "item `T` reads records of whole months (`planned-done`); ask for days that begin and end with a month"
    );
    assert!(at("T", "2024-05-01", "2024-06-30").is_ok());
    assert_eq!(
        told("W", "2024-06-15", "2024-07-01"),
        "the target or limit of item `W` changes in 2024-07; ask for the days before and after"
    );
    assert!(at("W", "2024-07-01", "2024-08-10").is_ok());
    assert_eq!(
        told("N", "2023-06-15", "2024-04-09"),
        "the days from 2023-06-15 to 2024-04-09 lie outside the contract's term from 2024-04-10 to 2025-03-31"
    );
    assert_eq!(told("N", "2024-06-15", "2024-06-14"), "the days from 2024-06-15 to 2024-06-14 are none");
    assert_eq!(told("NN", "2024-06-15", "2024-06-15"), "there is no item `NN`; did you mean `N`?");
    let period = evaluation.period(day("2024-06-03")..=day("2024-06-09"), &none, now).unwrap();
    assert_eq!(period.iter().filter(|one| one.is_err()).count(), 3);
}

/// Tallies of a month whose days are asked for add up like those of months.
#[test]
fn whole_months_of_tallies_add_up() {
    let policies = Policies::default();
    let tally = |on: &str, done| Tally::new("backup".parse().unwrap(), day(on), 10, done).unwrap();
    let all = Observations {
        tallies: vec![tally("2024-05-31", 9), tally("2024-06-01", 10)],
        ..Observations::default()
    };
    let both = evaluation(&policies)
        .item("T", day("2024-05-01")..=day("2024-06-30"), &all, half_hour(3_000))
        .unwrap();
    assert_eq!(both.result.figure.unwrap().displayed, "95");
}

#[test]
fn a_case_alone_says_all_of_itself_in_both_languages() {
    let policies = Policies::default();
    let evaluation = evaluation(&policies);
    let mut case = sla::Case::new("I-1", "incident".parse().unwrap());
    case.attributes.insert("class".parse().unwrap(), "hard".into());
    case.marks.insert("opened".parse().unwrap(), half_hour(20)); // Monday 10:00
    let told = |case: &sla::Case, now: i64| {
        let result = evaluation.assess(case, "W", half_hour(now)).unwrap();
        format!(
            "{:?} {:?} {:?} {} | {} | {}",
            result.elapsed,
            result.paused,
            result.remaining,
            result.on_time.label().en,
            result.why.ja,
            result.why.en
        )
    };
    let mut said = vec![told(&case, 22), told(&case, 30)];
    case.pauses.push(sla::Pause {
        kind: "supplier".parse().unwrap(),
        from: half_hour(24),
        to: Some(half_hour(28)),
    });
    said.push(told(&case, 30));
    case.marks.insert("closed".parse().unwrap(), half_hour(32));
    said.push(told(&case, 40));
    case.marks.insert("closed".parse().unwrap(), half_hour(33));
    said.push(told(&case, 40));
    said.push(told(&case, 10));
    case.claims.push(sla::ExclusionClaim { reason: "client-fault".parse().unwrap(), note: "power".into() });
    said.push(told(&case, 40));
    case.attributes.insert("class".parse().unwrap(), "soft".into());
    said.push(told(&case, 40));
    insta::assert_snapshot!(said.join("\n"));
}

/// Times at the ends of what can be written, asked of every item: answered or refused, and nothing stops.
#[test]
fn times_without_sense_stop_nothing() {
    let policies = Policies::default();
    let evaluation = evaluation(&policies);
    let times = [DateTime::<Utc>::MIN_UTC, half_hour(0), DateTime::<Utc>::MAX_UTC];
    for (opened, closed) in times.iter().flat_map(|opened| times.iter().map(move |closed| (*opened, *closed)))
    {
        let mut case = sla::Case::new("I-1", "incident".parse().unwrap());
        case.attributes.insert("class".parse().unwrap(), "hard".into());
        case.marks.insert("opened".parse().unwrap(), opened);
        case.marks.insert("closed".parse().unwrap(), closed);
        case.pauses.push(sla::Pause { kind: "supplier".parse().unwrap(), from: closed, to: Some(opened) });
        for now in times {
            let all = observations(vec![case.clone()]);
            for item in catalogue().items() {
                let _ = evaluation.assess(&case, item.key.as_str(), now);
                evaluation.item(item.key.as_str(), month("2024-06"), &all, now).unwrap();
            }
            let _ = evaluation.period(NaiveDate::MIN..=NaiveDate::MAX, &all, now).unwrap();
            let mut live = sla::Live::new(evaluation, month("2024-06"), all, now).unwrap();
            live.advance(DateTime::<Utc>::MAX_UTC).unwrap();
            live.attainments().unwrap();
        }
    }
}
