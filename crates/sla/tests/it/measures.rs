//! Each measure and each policy, by hand, on items of the reference contract.

use chrono::NaiveDate;
use formula::Exact;
use provenance::Verdict;
use sla::{
    Case, Due, Event, ExclusionClaim, ItemResult, Missed, Named, Observations, Origin, Pause, PolicyId,
    Rejected, Reopening, SurveyAnswer, Tally,
};

use super::fixture::{
    at, case, item, june, june_at, name, observations, policies, records_of, survey_of, tally_of, with,
};

fn hardware(id: &str, occurred: &str, responded: &str) -> Case {
    case("incident", id, &[("category", "hardware")], &[("occurred", occurred), ("responded", responded)])
}

fn exact(result: &ItemResult) -> Exact {
    result.figure.as_ref().unwrap().exact.clone()
}

#[test]
fn the_intended_formula_counts_and_the_printed_one_is_shown() {
    let two = observations(vec![
        hardware("H-1", "2024-06-03 09:00", "2024-06-03 12:00"),
        hardware("H-2", "2024-06-04 09:00", "2024-06-04 14:00"),
    ]);
    let results = june(&two, policies());
    let result = item(&results, "S-2-1");
    assert_eq!(exact(result), Exact::from(50));
    assert_eq!(result.verdict, Verdict::NotMet);
    let written = result.written.as_ref().unwrap();
    assert_eq!((written.displayed.as_str(), written.counts), ("-100", false));
    // One breach, by one hour.
    let Missed::Late { took, limit, over, .. } = result.breaches[0].how else { panic!() };
    assert_eq!((result.breaches[0].id.as_str(), took, limit, over), ("H-2", 18_000, Some(14_400), 3_600));

    let results = june(&two, &with(PolicyId::FormulaReading, "as-written"));
    let result = item(&results, "S-2-1");
    assert_eq!(exact(result), Exact::from(-100));
    assert!(result.written.as_ref().unwrap().counts);
}

#[test]
fn exactly_at_the_limit_the_policy_decides() {
    let month = observations(vec![hardware("H-1", "2024-06-03 09:00", "2024-06-03 13:00")]);
    assert_eq!(item(&june(&month, policies()), "S-2-1").verdict, Verdict::Met);
    assert_eq!(item(&june(&month, &with(PolicyId::Boundary, "late")), "S-2-1").verdict, Verdict::NotMet);
}

#[test]
fn a_rate_that_rounds_up_to_its_target_has_not_met_it() {
    let mut cases: Vec<Case> =
        (0..18).map(|n| hardware(&format!("H-{n}"), "2024-06-03 09:00", "2024-06-03 10:00")).collect();
    cases.push(hardware("H-late", "2024-06-03 09:00", "2024-06-04 10:00"));
    let results = june(&observations(cases.clone()), &with(PolicyId::DisplayRounding, "half-up:0"));
    let result = item(&results, "S-2-1");
    assert_eq!(result.figure.as_ref().unwrap().displayed, "95");
    assert_eq!(result.verdict, Verdict::NotMet);
    let results = june(&observations(cases), policies());
    assert_eq!(item(&results, "S-2-1").figure.as_ref().unwrap().displayed, "94.7");
}

#[test]
fn time_with_the_second_line_does_not_count() {
    let mut recovered =
        case("incident", "I-1", &[], &[("occurred", "2024-06-03 09:00"), ("recovered", "2024-06-05 08:00")]);
    assert_eq!(
        item(&june(&observations(vec![recovered.clone()]), policies()), "S-4-3-3-1").verdict,
        Verdict::NotMet
    );
    recovered.pauses.push(Pause {
        kind: name("second-line"),
        from: at("2024-06-03 10:00"),
        to: Some(at("2024-06-05 07:00")),
    });
    let paused = observations(vec![recovered]);
    assert_eq!(item(&june(&paused, policies()), "S-4-3-3-1").verdict, Verdict::Met);
    assert_eq!(
        item(&june(&paused, &with(PolicyId::PauseKinds, "none")), "S-4-3-3-1").verdict,
        Verdict::NotMet
    );
}

#[test]
fn a_reopened_case_by_each_reading() {
    let mut reopened =
        case("incident", "I-1", &[], &[("occurred", "2024-06-03 09:00"), ("recovered", "2024-06-05 12:00")]);
    reopened.reopenings.push(Reopening {
        mark: name("recovered"),
        stopped: at("2024-06-03 12:00"),
        resumed: at("2024-06-05 09:00"),
    });
    let month = observations(vec![reopened]);
    let verdict = |value| item(&june(&month, &with(PolicyId::Reopened, value)), "S-4-3-3-1").verdict.clone();
    assert_eq!(verdict("resume"), Verdict::Met);
    assert_eq!(verdict("first-finish"), Verdict::Met);
    assert_eq!(verdict("run-through"), Verdict::NotMet);
}

#[test]
fn two_business_days_end_when_business_ends() {
    let request = |id: &str, requested: &str, completed: &str| {
        case(
            "request",
            id,
            &[("category", "id-application")],
            &[("requested", requested), ("completed", completed)],
        )
    };
    // Friday to Tuesday 18:00 is in time; a minute later is late.
    let month = observations(vec![
        request("R-1", "2024-06-07 17:59", "2024-06-11 18:00"),
        request("R-2", "2024-06-07 09:00", "2024-06-11 18:01"),
    ]);
    let results = june(&month, policies());
    let result = item(&results, "S-4-7-1-1");
    assert_eq!(exact(result), Exact::from(50));
    assert_eq!(result.breaches[0].id, "R-2");
}

#[test]
fn waiting_for_the_applicant_moves_the_due_time() {
    let mut request = case(
        "request",
        "R-1",
        &[("category", "id-application")],
        &[("requested", "2024-06-03 09:00"), ("completed", "2024-06-06 12:00")],
    );
    request.pauses.push(Pause {
        kind: name("awaiting-applicant"),
        from: at("2024-06-04 09:00"),
        to: Some(at("2024-06-05 12:00")),
    });
    // Due on Wednesday at 18:00; twelve business hours later that is Friday at 12:00.
    let results = june(&observations(vec![request]), policies());
    assert_eq!(item(&results, "S-4-7-1-1").verdict, Verdict::Met);
}

#[test]
fn exclusions_are_listed_with_their_ground_and_foreign_claims_are_refused() {
    let mut cases = vec![
        case(
            "incident",
            "I-1",
            &[("scope", "personal"), ("spread", "none")],
            &[("occurred", "2024-06-03 09:00"), ("reported", "2024-06-04 09:00")],
        ),
        case(
            "incident",
            "I-2",
            &[("scope", "department")],
            &[("occurred", "2024-06-03 09:00"), ("reported", "2024-06-03 10:00")],
        ),
    ];
    cases[1].claims.push(ExclusionClaim { reason: name("holiday"), note: "休日".to_owned() });
    cases[1].claims.push(ExclusionClaim { reason: name("work-around"), note: "運用で回避".to_owned() });
    let results = june(&observations(cases), policies());
    let result = item(&results, "S-4-3-3-2");
    assert_eq!((exact(result), result.population), (Exact::from(100), 1));
    assert_eq!(result.excluded[0].id, "I-1");
    assert_eq!(result.excluded[0].by.as_str(), "personal-scope");
    assert!(result.notes.iter().any(|note| note.en.ends_with("`holiday` is none of this item's; counted")));
    assert!(result.notes.iter().any(|note| note.en.ends_with("counted; did you mean `workaround`?")));
}

#[test]
fn an_open_case_is_pending_until_it_is_late() {
    let open = observations(vec![
        case(
            "inquiry",
            "Q-1",
            &[("channel", "mail"), ("topic", "usage")],
            &[("received", "2024-06-30 23:00")],
        ),
        case(
            "inquiry",
            "Q-2",
            &[("channel", "mail"), ("topic", "usage")],
            &[("received", "2024-06-03 09:00"), ("answered", "2024-06-03 10:00")],
        ),
    ]);
    let results = june_at(&open, policies(), "2024-07-01 00:00");
    let result = item(&results, "S-4-6-1-1");
    assert!(matches!(result.verdict, Verdict::Undetermined(_)));
    assert_eq!(result.pending[0].due, Some(Due { at: at("2024-07-01 01:00"), remaining: 3_600 }));
    assert_eq!(result.carried_out.len(), 1);
    let range = result.range.as_ref().unwrap();
    assert_eq!((range.least.clone(), range.greatest.clone()), (Exact::from(50), Some(Exact::from(100))));
    let results = june_at(&open, policies(), "2024-07-01 01:01");
    assert_eq!(item(&results, "S-4-6-1-1").verdict, Verdict::NotMet);
    let results = june_at(&open, &with(PolicyId::OpenCases, "carry-over"), "2024-07-01 00:00");
    assert_eq!(item(&results, "S-4-6-1-1").verdict, Verdict::Met);
    assert!(item(&results, "S-4-6-1-1").notes.iter().any(|note| note.en.starts_with("Q-1 is open")));
    let results = june_at(&open, &with(PolicyId::OpenCases, "late"), "2024-07-01 00:00");
    assert_eq!(item(&results, "S-4-6-1-1").verdict, Verdict::NotMet);
}

#[test]
fn a_case_belongs_to_one_month_by_each_reading() {
    let crossing = observations(vec![case(
        "incident",
        "I-1",
        &[("countermeasure_by", "contractor")],
        &[("occurred", "2024-05-31 23:00"), ("countermeasure", "2024-06-01 01:00")],
    )]);
    let population =
        |value| item(&june(&crossing, &with(PolicyId::MonthOwnership, value)), "S-4-3-3-3").population;
    assert_eq!(population("started"), 0);
    assert_eq!(population("due"), 1);
    assert_eq!(population("finished"), 1);
    assert_eq!(item(&june(&crossing, policies()), "S-4-3-3-3").carried_in.len(), 1);
}

#[test]
fn what_a_record_lacks_is_listed_and_bounds_the_figure() {
    let month = observations(vec![
        hardware("H-1", "2024-06-03 09:00", "2024-06-03 10:00"),
        case("incident", "H-2", &[], &[("occurred", "2024-06-03 09:00"), ("responded", "2024-06-03 10:00")]),
        hardware("H-3", "2024-06-04 09:00", "2024-06-04 08:00"),
        case("incident", "H-4", &[("category", "hardware")], &[("responded", "2024-06-04 08:00")]),
    ]);
    let results = june(&month, policies());
    let result = item(&results, "S-2-1");
    let missing: Vec<&str> = result.undetermined.iter().map(|u| u.missing.en.as_str()).collect();
    assert_eq!(result.population, 1);
    insta::assert_debug_snapshot!(missing);
    assert!(matches!(result.verdict, Verdict::Undetermined(_)));
}

#[test]
fn an_unreadable_row_is_never_lost() {
    let mut month = observations(vec![hardware("H-1", "2024-06-03 09:00", "2024-06-03 10:00")]);
    month.rejected.push(Rejected {
        origin: Origin::new("incidents.csv", 7),
        id: None,
        of: Some(records_of("incident")),
        reason: provenance::Text::same("no date"),
        readable: None,
    });
    let results = june(&month, policies());
    let result = item(&results, "S-2-1");
    assert_eq!(result.undetermined[0].id, "incidents.csv:7");
    assert!(matches!(result.verdict, Verdict::Undetermined(_)));
    // Another kind is not concerned.
    assert!(item(&results, "S-4-6-1-1").undetermined.is_empty());
}

/// What could be read of a row may show that it is of another item or month: its verdict stands then.
#[test]
fn what_can_be_read_of_a_bad_row_rules_items_and_months_out() {
    let judged = |attributes: &[(&str, &str)], marks: &[(&str, &str)], unread: &[&str], starts: bool| {
        let mut month = observations(vec![hardware("H-1", "2024-06-03 09:00", "2024-06-03 10:00")]);
        let known = case("incident", "H-2", attributes, marks);
        let readable = sla::Readable {
            attributes: known.attributes,
            marks: known.marks,
            unread: unread.iter().map(|mark| name(mark)).collect(),
            ..sla::Readable::default()
        };
        month.rejected.push(Rejected {
            origin: Origin::new("incidents.csv", 7),
            id: None,
            of: Some(records_of("incident")),
            reason: provenance::Text::same("no time"),
            readable: Some(Box::new(readable)),
        });
        let reading = if starts { "started" } else { "finished" };
        let results = june(&month, &with(sla::PolicyId::MonthOwnership, reading));
        item(&results, "S-2-1").undetermined.len()
    };
    let hardware = &[("category", "hardware")][..];
    // Of another category; of the same one.
    assert_eq!(judged(&[("category", "software")], &[], &["occurred"], true), 0);
    assert_eq!(judged(hardware, &[], &["occurred"], true), 1);
    assert_eq!(judged(&[], &[], &["occurred"], true), 1);
    // It began in May, and the month of beginning decides; where the end does, it may be of June.
    let may = &[("occurred", "2024-05-03 09:00")][..];
    assert_eq!(
        (judged(hardware, may, &["responded"], true), judged(hardware, may, &["responded"], false)),
        (0, 1)
    );
    // What begins after June is of no June, whichever decides.
    let july = &[("occurred", "2024-07-03 09:00")][..];
    assert_eq!(
        (judged(hardware, july, &["responded"], true), judged(hardware, july, &["responded"], false)),
        (0, 0)
    );
    let june = &[("occurred", "2024-06-03 09:00")][..];
    assert_eq!(judged(hardware, june, &["responded"], true), 1);
}

/// A tally of May that cannot be read leaves June as it is.
#[test]
fn an_unreadable_tally_of_a_known_month_concerns_that_month() {
    let undetermined = |on: Option<&str>| {
        let month = Observations {
            tallies: vec![Tally::new(name("backup"), "2024-06-28".parse().unwrap(), 30, 30).unwrap()],
            rejected: vec![Rejected {
                origin: Origin::new("tallies.csv", 3),
                id: None,
                of: Some(tally_of("backup")),
                reason: provenance::Text::same("no number"),
                readable: on
                    .map(|on| Box::new(sla::Readable { on: on.parse().ok(), ..sla::Readable::default() })),
            }],
            supplied: [tally_of("backup")].into(),
            ..Observations::default()
        };
        june(&month, policies()).iter().map(|result| result.undetermined.len()).sum::<usize>()
    };
    assert_eq!(
        (undetermined(Some("2024-05-28")), undetermined(Some("2024-06-28")), undetermined(None)),
        (0, 1, 1)
    );
}

#[test]
fn no_records_and_no_cases_differ() {
    let none = Observations::default();
    assert!(matches!(item(&june(&none, policies()), "S-2-1").verdict, Verdict::Undetermined(_)));
    // Nothing at all of June: what was handed in is of another month, and an empty file says nothing.
    let mut empty = Observations {
        supplied: [records_of("incident"), records_of("major-incident")].into(),
        ..Observations::default()
    };
    for key in ["S-2-1", "S-3"] {
        assert!(matches!(item(&june(&empty, policies()), key).verdict, Verdict::Undetermined(_)), "{key}");
    }
    empty.tallies.push(Tally::new(name("backup"), "2024-06-30".parse().unwrap(), 1, 1).unwrap());
    let results = june(&empty, policies());
    assert_eq!(item(&results, "S-3").verdict, Verdict::Met);
    assert!(matches!(item(&results, "S-2-1").verdict, Verdict::NotApplicable(_)));
    assert!(item(&results, "S-2-1").written.as_ref().unwrap().outcome.defined().is_none());
    assert_eq!(item(&june(&empty, &with(PolicyId::EmptyMonth, "met")), "S-2-1").verdict, Verdict::Met);
    // A case proves its kind, whether or not somebody said that records were handed in.
    let mut unsaid = observations(vec![hardware("H-1", "2024-06-03 09:00", "2024-06-03 10:00")]);
    unsaid.supplied.clear();
    assert_eq!(exact(item(&june(&unsaid, policies()), "S-2-1")), Exact::from(100));
    let results = june(&empty, &with(PolicyId::EmptyMonth, "undetermined"));
    assert!(matches!(item(&results, "S-2-1").verdict, Verdict::Undetermined(_)));
}

#[test]
fn a_case_recorded_twice_counts_once_or_not_at_all() {
    let one = hardware("H-1", "2024-06-03 09:00", "2024-06-03 10:00");
    let mut other = one.clone();
    other.origin = Some(Origin::new("b.csv", 2));
    let results = june(&observations(vec![one.clone(), other.clone()]), policies());
    assert_eq!(item(&results, "S-2-1").population, 1);
    other.marks.insert(name("responded"), at("2024-06-04 10:00"));
    let conflicting = observations(vec![one, other]);
    let results = june(&conflicting, policies());
    let result = item(&results, "S-2-1");
    assert_eq!((result.population, result.undetermined.len()), (0, 1));
    assert_eq!(
        item(&june(&conflicting, &with(PolicyId::Duplicates, "first")), "S-2-1").verdict,
        Verdict::Met
    );
    assert_eq!(
        item(&june(&conflicting, &with(PolicyId::Duplicates, "last")), "S-2-1").verdict,
        Verdict::NotMet
    );
}

fn call(id: &str, received: &str, answered: Option<&str>, abandoned: Option<&str>) -> Case {
    let mut call = case("call", id, &[], &[("received", received)]);
    for (mark, time) in [("answered", answered), ("abandoned", abandoned)] {
        if let Some(time) = time {
            call.marks.insert(name(mark), time.parse().unwrap());
        }
    }
    call
}

#[test]
fn means_over_calls_or_days_with_or_without_the_abandoned() {
    let month = observations(vec![
        call("C-1", "2024-06-03 09:00", Some("2024-06-03T00:00:04Z"), None),
        call("C-2", "2024-06-03 09:00", Some("2024-06-03T00:00:06Z"), None),
        call("C-3", "2024-06-04 09:00", Some("2024-06-04T00:00:15Z"), None),
        call("C-4", "2024-06-04 10:00", None, Some("2024-06-04T01:00:55Z")),
    ]);
    let results = june(&month, policies());
    let result = item(&results, "S-4-6-1-4");
    assert_eq!(exact(result), Exact::ratio(25, 3).unwrap());
    assert_eq!((result.verdict.clone(), result.excluded.len()), (Verdict::Met, 1));
    // At most 10 s: the display rounds up.
    assert_eq!(result.figure.as_ref().unwrap().displayed, "8.4");
    let by = |id, value| exact(item(&june(&month, &with(id, value)), "S-4-6-1-4"));
    assert_eq!(by(PolicyId::MeanOver, "days"), Exact::from(10));
    assert_eq!(by(PolicyId::Abandoned, "until-abandoned"), Exact::from(20));
}

#[test]
fn a_mean_in_hours_is_compared_in_hours() {
    let mail = case(
        "inquiry",
        "Q-1",
        &[("channel", "mail")],
        &[("received", "2024-06-03 09:00"), ("answered", "2024-06-03 21:01")],
    );
    let results = june(&observations(vec![mail]), policies());
    let result = item(&results, "S-4-6-1-6");
    assert_eq!((exact(result), result.verdict.clone()), (Exact::ratio(721, 60).unwrap(), Verdict::NotMet));
}

#[test]
fn shares_wait_until_a_case_is_settled() {
    let inquiry = |id: &str, first: Option<&str>, closed: Option<&str>| {
        let mut case = case("inquiry", id, &[("channel", "web")], &[("received", "2024-06-03 09:00")]);
        if let Some(first) = first {
            case.attributes.insert(name("first_answer"), first.into());
        }
        if let Some(closed) = closed {
            case.marks.insert(name("closed"), at(closed));
        }
        case
    };
    let month = observations(vec![
        inquiry("Q-1", Some("yes"), Some("2024-06-03 10:00")),
        inquiry("Q-2", Some("no"), Some("2024-06-03 10:00")),
        inquiry("Q-3", None, Some("2024-06-03 10:00")),
        inquiry("Q-4", Some("no"), None),
        inquiry("Q-5", Some("yes"), Some("2024-06-02 10:00")), // closed before it was received
    ]);
    let results = june(&month, policies());
    let result = item(&results, "S-4-6-1-7");
    assert_eq!(exact(result), Exact::from(50));
    assert_eq!((result.breaches.len(), result.undetermined.len(), result.pending.len()), (1, 2, 1));
}

#[test]
fn events_count_in_their_month() {
    let event = |id: &str, time: &str, class: &str| Event {
        id: id.to_owned(),
        kind: name("major-incident"),
        at: at(time),
        attributes: Named::from_iter([(name("class"), class.into())]),
        origin: None,
    };
    let month = Observations {
        events: vec![
            event("M-1", "2024-06-30 23:59", "platform"),
            event("M-2", "2024-07-01 00:00", "security"),
        ],
        supplied: [records_of("major-incident")].into(),
        ..Observations::default()
    };
    let results = june(&month, policies());
    assert_eq!(item(&results, "S-3").verdict, Verdict::Met);
    assert_eq!(item(&results, "S-4").verdict, Verdict::NotMet);
    assert_eq!(item(&results, "S-4").breaches[0].id, "M-1");
}

#[test]
fn a_survey_is_judged_over_the_fiscal_year() {
    let answer = |id: &str, on: &str, steps: [Option<&str>; 4]| SurveyAnswer {
        id: id.to_owned(),
        survey: name("user-satisfaction"),
        on: on.parse().unwrap(),
        steps: steps.into_iter().map(|step| step.map(name)).collect(),
        origin: None,
    };
    let all = |step| [Some(step); 4];
    let mut month = Observations {
        answers: vec![
            answer("A-1", "2024-04-10", all("satisfied")),
            answer(
                "A-2",
                "2024-06-10",
                [Some("dissatisfied"), Some("fair"), Some("fair"), Some("satisfied")],
            ),
            answer("A-3", "2024-06-11", [None, Some("fair"), Some("fair"), Some("satisfied")]),
            answer("A-4", "2024-03-31", all("dissatisfied")),
        ],
        supplied: [survey_of("user-satisfaction")].into(),
        ..Observations::default()
    };
    let results = june(&month, policies());
    let result = item(&results, "S-1");
    // (100 + 55) ÷ 2; the blank answer and the year before are left out.
    assert_eq!(exact(result), Exact::ratio(155, 2).unwrap());
    assert_eq!((result.verdict.clone(), result.excluded.len()), (Verdict::Met, 1));
    assert_eq!(result.covers.first, NaiveDate::from_ymd_opt(2024, 4, 1).unwrap());
    let results = june(&month, &with(PolicyId::BlankAnswer, "mean-of-answered"));
    assert_eq!(
        exact(item(&results, "S-1")),
        (Exact::from(155) + Exact::ratio(220, 3).unwrap()).checked_div(&Exact::from(3)).unwrap()
    );
    month.answers.push(answer("A-5", "2024-06-12", all("delighted")));
    assert_eq!(item(&june(&month, policies()), "S-1").undetermined.len(), 1);
}

#[test]
fn tallies_sum_and_name_what_was_not_done() {
    let tally =
        |on: &str, planned, done| Tally::new(name("backup"), on.parse().unwrap(), planned, done).unwrap();
    let mut missed = tally("2024-06-30", 20, 18);
    missed.missing = vec!["06-21 fileserver".to_owned()];
    let month = Observations {
        tallies: vec![tally("2024-06-15", 20, 20), missed, tally("2024-07-01", 20, 0)],
        supplied: [tally_of("backup")].into(),
        ..Observations::default()
    };
    let results = june(&month, policies());
    let result = item(&results, "S-4-3-5-1");
    assert_eq!((exact(result), result.verdict.clone()), (Exact::from(95), Verdict::Met));
    let names: Vec<&str> = result.breaches.iter().map(|breach| breach.id.as_str()).collect();
    assert_eq!(names, ["06-21 fileserver", "backup 2024-06-30 (1)"]);
    let outlook = result.outlook.as_ref().unwrap();
    assert_eq!((outlook.misses_allowed, outlook.missed, outlook.misses_left), (2, 2, 0));
}

#[test]
fn a_row_measured_elsewhere_says_where() {
    let results = june(&Observations::default(), policies());
    let result = item(&results, "S-4-5-1-2");
    let Verdict::NotApplicable(why) = &result.verdict else { panic!() };
    assert_eq!(why.en, "measured by S-4-3-3-1, S-4-3-3-2, S-4-3-3-3");
    assert!(result.figure.is_none());
}

#[test]
fn an_open_month_projects_what_it_is_heading_for() {
    let mut cases: Vec<Case> =
        (0..9).map(|n| hardware(&format!("H-{n}"), "2024-06-03 09:00", "2024-06-03 10:00")).collect();
    cases.push(hardware("H-9", "2024-06-03 09:00", "2024-06-04 10:00"));
    let results = june_at(&observations(cases), policies(), "2024-06-16 00:00");
    let outlook = item(&results, "S-2-1").outlook.clone().unwrap();
    assert_eq!((outlook.misses_allowed, outlook.misses_left), (0, -1));
    let projection = outlook.projection.unwrap();
    assert_eq!((projection.volume, projection.misses_allowed, projection.misses_expected), (20, 1, 2));
}

#[test]
fn a_month_outside_the_term_is_refused() {
    let evaluation = sla::Evaluation {
        catalogue: super::fixture::catalogue(),
        policies: policies(),
        calendars: super::fixture::calendars(),
    };
    let error =
        evaluation.month("2027-06".parse().unwrap(), &Observations::default(), at("2027-07-01 00:00"));
    assert_eq!(
        error.unwrap_err().to_string(),
        "month 2027-06 lies outside the contract's term from 2023-04-01 to 2027-05-31"
    );
}

#[test]
fn a_due_time_at_closing_lands_by_the_policy() {
    let request = case(
        "request",
        "R-1",
        &[("category", "pc-work"), ("scale", "normal")],
        &[("requested", "2024-06-03 09:00")],
    );
    let mut table = include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml").to_owned();
    table = table.replace("limit = { agreed = \"due\" }", "limit = { value = 9, unit = \"hour\" }");
    let catalogue = sla::Catalogue::from_table("sla.toml", &table).unwrap();
    let due = |policies: &sla::Policies| {
        let evaluation =
            sla::Evaluation { catalogue: &catalogue, policies, calendars: super::fixture::calendars() };
        let month = "2024-06".parse().unwrap();
        let results =
            evaluation.month(month, &observations(vec![request.clone()]), at("2024-06-03 12:00")).unwrap();
        item(&results, "S-4-4-1-1").pending[0].due.unwrap().at
    };
    assert_eq!(due(policies()), at("2024-06-03 18:00"));
    assert_eq!(due(&with(PolicyId::Landing, "next-opening")), at("2024-06-04 09:00"));
}

#[test]
fn a_revised_target_holds_from_its_month_on() {
    let revision = "\n[[item.revision]]\neffective = \"2024-06\"\ntarget = { op = \">=\", value = 40, unit = \"percent\" }\nlimit = { value = 6, unit = \"hour\" }\nreason = { ja = \"試行後の見直し\", en = \"after the trial\" }\nclause = \"jetro-2023/main#3.6\"\n";
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml");
    // The revision belongs to S-2-1: it goes before the row that follows.
    let (before, after) = table.split_once("[[item]]\nkey = \"S-2-2\"").unwrap();
    let table = format!("{before}{revision}\n[[item]]\nkey = \"S-2-2\"{after}");
    let catalogue = sla::Catalogue::from_table("sla.toml", &table).unwrap();
    let month = observations(vec![
        hardware("H-1", "2024-05-03 09:00", "2024-05-03 14:00"),
        hardware("H-2", "2024-06-03 09:00", "2024-06-03 14:00"),
        hardware("H-3", "2024-06-04 09:00", "2024-06-04 19:00"),
    ]);
    let evaluation = sla::Evaluation {
        catalogue: &catalogue,
        policies: policies(),
        calendars: super::fixture::calendars(),
    };
    let result = |text: &str| {
        let results = evaluation.month(text.parse().unwrap(), &month, at("2024-07-16 12:00")).unwrap();
        item(&results, "S-2-1").clone()
    };
    let (may, june) = (result("2024-05"), result("2024-06"));
    assert_eq!((may.verdict.clone(), may.is_revised), (Verdict::NotMet, false));
    assert_eq!((june.verdict.clone(), june.is_revised, exact(&june)), (Verdict::Met, true, Exact::from(50)));
}
