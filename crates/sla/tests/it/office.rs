//! Months of an office as a strategy: every kind of record, with what makes records awkward.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use sla::{
    Case, Event, ExclusionClaim, Observations, Origin, Pause, Rejected, Reopening, Source, SurveyAnswer,
    Tally,
};

use super::fixture::{at, name, records_of, survey_of, tally_of};

/// An instant from ten days before June 2024 to ten days after.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (-14_400..57_600_i64).prop_map(|minute| at("2024-06-01 00:00") + TimeDelta::minutes(minute))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    instant().prop_map(|at| at.date_naive())
}

fn span() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![3 => 1..300_i64, 1 => 300..12_000_i64].prop_map(TimeDelta::minutes)
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![9 => prop::sample::select(words).prop_map(Some), 1 => Just(None)]
}

/// A case of one kind: marks in order, the later ones perhaps not reached; pauses, reopenings, claims.
fn a_case(
    kind: &'static str,
    attributes: &'static [(&'static str, &'static [&'static str])],
    marks: &'static [&'static str],
    pause: &'static str,
) -> impl Strategy<Value = Case> {
    let words: Vec<_> = attributes.iter().map(|(_, words)| word(words)).collect();
    let spans = prop::collection::vec(span(), marks.len());
    let awkward =
        (0..=marks.len(), prop::option::weighted(0.3, (span(), prop::option::of(span()))), 0..20_u8);
    (0..40_u32, instant(), words, spans, awkward).prop_map(
        move |(n, start, words, spans, (reached, paused, oddity))| {
            let mut case = Case::new(format!("{kind}-{n}"), name(kind));
            for ((attribute, _), word) in attributes.iter().zip(words) {
                if let Some(word) = word {
                    case.attributes.insert(name(attribute), word.into());
                }
            }
            let mut now = start;
            for (mark, span) in marks.iter().zip(spans).take(reached.max(1)) {
                case.marks.insert(name(mark), now);
                now += span;
            }
            if let Some((after, lasting)) = paused {
                let from = start + after;
                case.pauses.push(Pause {
                    kind: name(pause),
                    from,
                    to: lasting.map(|lasting| from + lasting),
                });
            }
            match oddity {
                0 => case.claims.push(ExclusionClaim { reason: name("beyond-control"), note: String::new() }),
                1 => case.reopenings.push(Reopening {
                    mark: name(marks.last().unwrap()),
                    stopped: now,
                    resumed: now + TimeDelta::hours(3),
                }),
                _ => {}
            }
            case
        },
    )
}

fn some_cases() -> impl Strategy<Value = Vec<Case>> {
    let incidents = a_case(
        "incident",
        &[
            ("category", &["hardware", "software", "network"]),
            ("scope", &["personal", "department"]),
            ("spread", &["none", "lan"]),
            ("countermeasure_by", &["contractor", "second-line"]),
        ],
        &["occurred", "responded", "reported", "countermeasure", "recovered"],
        "second-line",
    );
    let requests = a_case(
        "request",
        &[
            ("category", &["id-application", "pc-work", "loan", "patch-plan"]),
            ("scale", &["normal", "normal", "large"]),
        ],
        &["requested", "plan-presented", "completed", "due"],
        "awaiting-applicant",
    );
    let inquiries = a_case(
        "inquiry",
        &[
            ("channel", &["phone", "mail", "web"]),
            ("topic", &["usage", "install-request"]),
            ("first_answer", &["yes", "no"]),
        ],
        &["received", "answered", "closed"],
        "awaiting-applicant",
    );
    let calls = a_case("call", &[], &["received", "answered", "ended"], "hold");
    let lost = a_case("call", &[], &["received", "abandoned"], "hold");
    let one = prop_oneof![3 => incidents, 2 => requests, 2 => inquiries, 2 => calls, 1 => lost];
    prop::collection::vec(one, 0..40)
}

/// Everything that a month may hold, also twice and contradicting itself.
pub(crate) fn months() -> impl Strategy<Value = Observations> {
    let events = prop::collection::vec(
        (0..4_u32, instant(), word(&["security", "platform"])).prop_map(|(n, at, class)| Event {
            id: format!("M-{n}"),
            kind: name("major-incident"),
            at,
            attributes: class.map(|class| (name("class"), class.into())).into_iter().collect(),
            origin: None,
        }),
        0..4,
    );
    let tallies = prop::collection::vec(
        (prop::sample::select(&["backup", "monitoring"][..]), day(), 0..20_u64, 0..20_u64)
            .prop_map(|(tally, on, a, b)| Tally::new(name(tally), on, a.max(b), a.min(b)).unwrap()),
        0..6,
    );
    let steps = || word(&["satisfied", "fair", "dissatisfied", "no such step"]);
    let answers = prop::collection::vec(
        (0..12_u32, day(), prop::collection::vec(steps(), 4)).prop_map(|(n, on, steps)| SurveyAnswer {
            id: format!("Q-{n}"),
            survey: name("user-satisfaction"),
            on,
            steps: steps.into_iter().map(|step| step.map(name)).collect(),
            origin: None,
        }),
        0..8,
    );
    let kinds = &["incident", "call", "backup", "user-satisfaction", "major-incident"][..];
    let rejected = prop::collection::vec(prop::sample::select(kinds), 0..2);
    (some_cases(), events, tallies, answers, rejected).prop_map(
        |(cases, events, tallies, answers, rejected)| {
            let mut month = Observations { cases, events, tallies, answers, ..Observations::default() };
            month.rejected = rejected
                .into_iter()
                .zip(2..)
                .map(|(kind, row)| Rejected {
                    origin: Origin::new(format!("{kind}.csv"), row),
                    id: None,
                    of: Some(source(kind)),
                    reason: provenance::Text::same("unreadable"),
                    readable: None,
                })
                .collect();
            month.supplied =
                ["incident", "request", "inquiry", "call", "user-satisfaction", "major-incident"]
                    .into_iter()
                    .map(source)
                    .collect();
            numbered(month)
        },
    )
}

/// What records of that name are of.
fn source(text: &str) -> Source {
    match text {
        "backup" => tally_of(text),
        "user-satisfaction" => survey_of(text),
        _ => records_of(text),
    }
}

/// Gives each record its place in a file, so that all of them can be told apart.
fn numbered(mut month: Observations) -> Observations {
    let place = |file: &str, row: usize| Some(Origin::new(file, row as u64 + 2));
    for (row, case) in month.cases.iter_mut().enumerate() {
        case.origin = place("cases.csv", row);
    }
    for (row, event) in month.events.iter_mut().enumerate() {
        event.origin = place("events.csv", row);
    }
    for (row, tally) in month.tallies.iter_mut().enumerate() {
        tally.origin = place("tallies.csv", row);
    }
    for (row, answer) in month.answers.iter_mut().enumerate() {
        answer.origin = place("survey.csv", row);
    }
    month
}
