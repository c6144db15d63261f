//! The reference contract's tables and small observations.

use std::sync::LazyLock;

use calendar::CalendarSet;
use chrono::{DateTime, NaiveDateTime, Utc};
use sla::{Case, Catalogue, Evaluation, ItemResult, Observations, Policies, Source, policies_from_table};
use tables::Id;

pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml");
        Catalogue::from_table("sla.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
    });
    &CATALOGUE
}

pub(crate) fn calendars() -> &'static CalendarSet {
    static CALENDARS: LazyLock<CalendarSet> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml");
        CalendarSet::from_table("calendar.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
    });
    &CALENDARS
}

pub(crate) fn policies() -> &'static Policies {
    static POLICIES: LazyLock<Policies> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/policy.toml");
        policies_from_table("policy.toml", table, catalogue(), calendars()).unwrap_or_else(|e| panic!("{e}"))
    });
    &POLICIES
}

/// A time in Tokyo: `2024-06-03 09:05`.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    calendars().zone().to_utc(local)
}

/// A name of whatever kind.
pub(crate) fn name<T>(text: &str) -> Id<T> {
    text.parse().unwrap()
}

/// Records of a kind, as supplied.
pub(crate) fn records_of(kind: &str) -> Source {
    Source::Kind(name(kind))
}

/// A tally, as supplied.
pub(crate) fn tally_of(text: &str) -> Source {
    Source::Tally(name(text))
}

/// A survey, as supplied.
pub(crate) fn survey_of(text: &str) -> Source {
    Source::Survey(name(text))
}

/// A case with attributes and marks.
pub(crate) fn case(kind: &str, id: &str, attributes: &[(&str, &str)], marks: &[(&str, &str)]) -> Case {
    let mut case = Case::new(id, name(kind));
    for (attribute, value) in attributes {
        case.attributes.insert(name(attribute), (*value).into());
    }
    for (mark, time) in marks {
        case.marks.insert(name(mark), at(time));
    }
    case
}

pub(crate) fn observations(cases: Vec<Case>) -> Observations {
    let supplied = cases.iter().map(|case| case.kind.clone().into()).collect();
    Observations { cases, supplied, ..Observations::default() }
}

/// The results of June 2024, seen in mid July.
pub(crate) fn june(observations: &Observations, policies: &Policies) -> Vec<ItemResult> {
    june_at(observations, policies, "2024-07-16 12:00")
}

pub(crate) fn june_at(observations: &Observations, policies: &Policies, now: &str) -> Vec<ItemResult> {
    let evaluation = Evaluation { catalogue: catalogue(), policies, calendars: calendars() };
    evaluation.month("2024-06".parse().unwrap(), observations, at(now)).unwrap()
}

pub(crate) fn item<'a>(results: &'a [ItemResult], key: &str) -> &'a ItemResult {
    results.iter().find(|result| result.key.as_str() == key).unwrap()
}

/// The contract's policies with one of them changed for all items.
pub(crate) fn with(id: sla::PolicyId, value: &str) -> Policies {
    let mut changed = policies().clone();
    changed.set(id, value).unwrap();
    changed
}
