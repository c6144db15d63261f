//! A month as it goes on: after every change what evaluating from scratch says.

use super::{
    fixture::name,
    service::{case, evaluation, half_hour, kind, policies, supplied},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use sla::{
    Attainment, Case, CaseChange, Change, ChangeError, Event, ExclusionClaim, Live, LiveError, Named,
    Observations, Pause, Policies, Rejected, Reopening,
};

/// A change by chance: which of a few cases, what, and when, in half hours from then.
#[derive(Debug, Clone)]
struct Chance {
    wait: i64,
    seconds: i64,
    which: usize,
    what: usize,
    after: i64,
    case: Case,
}

fn chances() -> impl Strategy<Value = Vec<Chance>> {
    let chance = (
        prop_oneof![3 => 0..9_i64, 1 => 9..60_i64],
        prop_oneof![3 => Just(0_i64), 1 => 1..1_800_i64],
        0..5_usize,
        0..13_usize,
        prop_oneof![3 => Just(0_i64), 1 => -5..12_i64],
        case(),
    );
    let chance = chance.prop_map(|(wait, seconds, which, what, after, case)| Chance {
        wait,
        seconds,
        which,
        what,
        after,
        case,
    });
    prop::collection::vec(chance, 1..30)
}

fn events() -> Vec<&'static str> {
    vec!["opened", "closed", "archived", "withdrawn", "promised", "occurred"]
}

/// The change that comes of a chance, and what it does to a naive record.
fn change(chance: &Chance, at: DateTime<Utc>, known: &mut Observations) -> Option<Change> {
    let id = format!("C-{}", chance.which);
    let Some(case) = known.cases.iter_mut().find(|case| case.id == id) else {
        if chance.what == 12 {
            let event = Event {
                id: format!("E-{}", known.events.len()),
                kind: kind("outage"),
                at,
                attributes: Named::new(),
                origin: None,
            };
            known.events.push(event.clone());
            return Some(Change::Happened(event));
        }
        // With all sorts of records, of the past and the future, or as it is opened.
        let mut case = Case { id, ..chance.case.clone() };
        if !chance.what.is_multiple_of(3) {
            case =
                Case { attributes: case.attributes.clone(), ..Case::new(case.id.clone(), case.kind.clone()) };
            case.marks.insert(name("opened"), at);
        }
        known.cases.push(case.clone());
        return Some(Change::Opened(case));
    };
    let what = match chance.what {
        0..=5 => {
            let mark = events()[chance.what];
            case.marks.insert(name(mark), at);
            CaseChange::Marked { mark: name(mark), at }
        }
        6 => {
            let stopped = case.marks.remove(&name("closed"))?;
            case.reopenings.push(Reopening { mark: name("closed"), stopped, resumed: at });
            CaseChange::TakenBack { mark: name("closed"), at }
        }
        7 | 8 => {
            let pause = if chance.what == 7 { "supplier" } else { "other" };
            if case.pauses.iter().any(|known| known.kind.as_str() == pause && known.to.is_none()) {
                return None;
            }
            case.pauses.push(Pause { kind: name(pause), from: at, to: None });
            CaseChange::Paused { kind: name(pause), from: at }
        }
        9 => {
            let pause = case
                .pauses
                .iter_mut()
                .find(|known| known.kind.as_str() == "supplier" && known.to.is_none())?;
            pause.to = Some(at);
            CaseChange::Resumed { kind: name("supplier"), at }
        }
        10 => {
            let class = ["hard", "soft", "test"][chance.which % 3];
            case.attributes.insert(name("class"), class.into());
            CaseChange::Known { attribute: name("class"), value: class.into() }
        }
        _ => {
            let claim = ExclusionClaim { reason: name("client-fault"), note: String::new() };
            case.claims.push(claim.clone());
            CaseChange::Claimed(claim)
        }
    };
    Some(Change::Of { kind: case.kind.clone(), id: case.id.clone(), what })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn after_every_change_it_is_what_evaluating_from_scratch_says(
        policies in policies(), chances in chances(), july in any::<bool>(), handed_in in any::<bool>(),
    ) {
        let evaluation = evaluation(&policies);
        let month = if july { "2024-07" } else { "2024-06" }.parse().unwrap();
        // The last days of June, so that July's month-end is reached in no case and June's in most.
        let mut now = half_hour(200);
        let mut known = Observations::default();
        if handed_in {
            known.supplied = supplied().collect();
        }
        let mut live = Live::new(evaluation, month, known.clone(), now).unwrap();
        for chance in chances {
            now = now + TimeDelta::minutes(30 * chance.wait) + TimeDelta::seconds(chance.seconds);
            let at = now + TimeDelta::minutes(30 * chance.after);
            match change(&chance, at, &mut known) {
                Some(change) => live.apply(change, now).unwrap(),
                None => live.advance(now).unwrap(),
            }
            known.supplied.extend(known.cases.iter().map(|case| case.kind.clone().into()));
            known.supplied.extend(known.events.iter().map(|event| event.kind.clone().into()));
            let scratch = evaluation.month(month, &known, now).unwrap();
            let scratch: Vec<Attainment> = scratch.into_iter().map(Attainment::from).collect();
            prop_assert_eq!(live.attainments().unwrap(), scratch);
            prop_assert_eq!(live.observations(), &known);
        }
        // Begun from what is recorded by now it says the same.
        let begun = Live::new(evaluation, month, known, now).unwrap();
        prop_assert_eq!(begun.attainments().unwrap(), live.attainments().unwrap());
    }
}

#[test]
fn what_cannot_have_happened_is_refused_and_changes_nothing() {
    let policies = Policies::default();
    let now = half_hour(0);
    let mut live =
        Live::new(evaluation(&policies), "2024-06".parse().unwrap(), Observations::default(), now).unwrap();
    let mut case = Case::new("I-1", kind("incident"));
    case.marks.insert(name("opened"), now);
    live.apply(Change::Opened(case.clone()), now).unwrap();
    let before = (live.attainments().unwrap(), live.observations().clone());
    let of = |id: &str, what: CaseChange| Change::Of { kind: kind("incident"), id: id.into(), what };
    let mut told = |change: Change, now: DateTime<Utc>| live.apply(change, now).unwrap_err().to_string();
    assert_eq!(told(Change::Opened(case), now), "incident `I-1` is there already; tell what changed of it");
    let marked = CaseChange::Marked { mark: name("closed"), at: now };
    assert_eq!(told(of("I-2", marked.clone()), now), "there is no incident `I-2`; it must be opened first");
    let taken_back = CaseChange::TakenBack { mark: name("closed"), at: now };
    assert_eq!(told(of("I-1", taken_back), now), "`closed` of `I-1` is taken back, but was not reached");
    let resumed = CaseChange::Resumed { kind: name("supplier"), at: now };
    assert_eq!(told(of("I-1", resumed), now), "`I-1` does not stand still for `supplier`");
    assert_eq!(
        told(of("I-1", marked), now - TimeDelta::seconds(1)),
        "the change is of 2024-06-23 14:59:59 UTC, before the last one of 2024-06-23 15:00:00 UTC"
    );
    assert_eq!((live.attainments().unwrap(), live.observations().clone()), before);
    let pause = CaseChange::Paused { kind: name("supplier"), from: now };
    live.apply(of("I-1", pause.clone()), now).unwrap();
    assert_eq!(
        live.apply(of("I-1", pause), now),
        Err(ChangeError::AlreadyPaused { id: "I-1".into(), kind: name("supplier") })
    );
}

#[test]
fn it_begins_with_records_that_are_sound() {
    let policies = Policies::default();
    let begin = |observations| {
        Live::new(evaluation(&policies), "2024-06".parse().unwrap(), observations, half_hour(0)).unwrap_err()
    };
    let case = Case::new("I-1", kind("incident"));
    let twice = Observations { cases: vec![case.clone(), case], ..Observations::default() };
    assert!(matches!(begin(twice), LiveError::Change(ChangeError::AlreadyThere { .. })));
    let origin = sla::Origin { file: "cases.csv".into(), sheet: None, row: 2 };
    let reason = provenance::Text::same("?");
    let unread = Rejected { origin, id: None, of: None, reason, readable: None };
    let unread = Observations { rejected: vec![unread], ..Observations::default() };
    assert!(matches!(begin(unread), LiveError::Change(ChangeError::Unreadable { rows: 1 })));
}

/// A case is looked at when it changes and when its deadline passes, however many others there are: of ten thousand open
/// ones, none is looked at for a change of another.
#[test]
fn a_change_costs_what_its_own_case_costs() {
    let policies = Policies::default();
    let now = half_hour(0);
    let looked = |cases: usize| {
        let opened = |n: usize| {
            let mut case = Case::new(format!("I-{n}"), kind("incident"));
            case.attributes.insert(name("class"), "hard".into());
            case.marks.insert(name("opened"), now);
            case
        };
        let observations =
            Observations { cases: (0..cases).map(opened).collect(), ..Observations::default() };
        let mut live =
            Live::new(evaluation(&policies), "2024-06".parse().unwrap(), observations, now).unwrap();
        let before = live.looks();
        for n in 0..10 {
            let what = CaseChange::Marked { mark: name("closed"), at: now };
            let change = Change::Of { kind: kind("incident"), id: format!("I-{n}"), what };
            live.apply(change, now + TimeDelta::seconds(1)).unwrap();
        }
        live.looks() - before
    };
    assert_eq!(looked(20), looked(2_000));
}

/// Used up exactly at closing time, due at the next opening, and late from the closing on where exactly the limit is late: time
/// went on over the night and the case was still pending.
#[test]
fn regression_a_case_may_be_late_before_it_is_due() {
    let mut policies = Policies::default();
    for (id, word) in [
        (sla::PolicyId::ClockBasis, "office"),
        (sla::PolicyId::Landing, "next-opening"),
        (sla::PolicyId::Boundary, "late"),
    ] {
        policies.set(id, word).unwrap();
    }
    let (evaluation, month) = (evaluation(&policies), "2024-06".parse().unwrap());
    let mut live = Live::new(evaluation, month, Observations::default(), half_hour(28)).unwrap();
    let mut case = Case::new("I-1", kind("incident"));
    case.attributes.insert(name("class"), "hard".into());
    case.marks.insert(name("opened"), half_hour(28)); // Monday 14:00, four hours
    live.apply(Change::Opened(case), half_hour(28)).unwrap();
    for now in [35, 36, 37, 60] {
        live.advance(half_hour(now)).unwrap();
        let scratch = evaluation.item("W", month, live.observations(), half_hour(now)).unwrap();
        assert_eq!(live.attainment("W").unwrap(), Attainment::from(scratch.result), "half hour {now}");
        assert_eq!(live.attainment("W").unwrap().pending, u64::from(now < 36));
    }
}
