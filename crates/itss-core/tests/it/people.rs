//! People made from the standard's own tables.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use itss_core::{
    Duration, Evaluator, Evidence, Field, Indicator, Join, Quantifier, Standard, Stated, StatedArea,
    StatedEngagement, StatedExamination, StatedSize, Tier,
};
use proptest::prelude::*;

pub(crate) fn standard() -> &'static Standard {
    static STANDARD: LazyLock<Standard> =
        LazyLock::new(|| Standard::itss_v3_2011().unwrap_or_else(|errors| panic!("{errors}")));
    &STANDARD
}

pub(crate) fn evaluator() -> Evaluator {
    Evaluator::new(standard(), standard().default_readings())
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn as_of() -> NaiveDate {
    day("2024-06-01")
}

pub(crate) fn checked(stated: &Stated) -> Evidence {
    Evidence::new(standard(), stated).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The value of a bound as evidence states it.
pub(crate) fn value(metric: u8, value: u64) -> StatedSize {
    let metric = &standard().metrics()[usize::from(metric)];
    let stated = match metric.steps.get(value as usize) {
        Some(step) if !metric.steps.is_empty() => step.id.clone(),
        _ => value.to_string(),
    };
    StatedSize { metric: metric.id.clone(), value: stated }
}

/// Work that just qualifies: the least role, conditions and size, by the first tier.
pub(crate) fn work(field: &Field, indicator: &Indicator, days: u64) -> StatedEngagement {
    let conditions: Vec<String> = field.conditions_of(indicator).map(|named| named.id.clone()).collect();
    let mandatory: Vec<String> = field.mandatory_of(indicator).map(|named| named.id.clone()).collect();
    let rest = conditions.iter().filter(|id| !mandatory.contains(id)).cloned();
    let k = usize::from(indicator.complexity.k);
    let met: Vec<String> = mandatory.iter().cloned().chain(rest).take(k).collect();
    let not = conditions.iter().filter(|id| !met.contains(id)).cloned().collect();
    let sizes = indicator.tiers.first().map_or_else(Vec::new, |tier| sizes(tier, 0));
    StatedEngagement {
        title: indicator.id.clone(),
        field: field.id.clone(),
        role: standard().roles()[usize::from(indicator.role)].id.clone(),
        from: as_of().checked_sub_days(Days::new(days)).unwrap(),
        to: Some(as_of()),
        conditions: met,
        not_conditions: not,
        sizes,
        success: Some(true),
    }
}

/// The sizes that just meet a tier, all its metrics stated: one at its bound (`short` below it), the others at nothing.
pub(crate) fn sizes(tier: &Tier, short: u64) -> Vec<StatedSize> {
    let all = tier.join != Join::Any;
    tier.bounds
        .iter()
        .enumerate()
        .map(|(n, bound)| {
            let least = bound.at_least.saturating_sub(short);
            value(bound.metric, if n == 0 || all { least } else { 0 })
        })
        .collect()
}

/// A person who just reaches an indicator.
pub(crate) fn just(field: &Field, indicator: &Indicator) -> Stated {
    let engagements = match indicator.duration {
        Duration::Years(years) => vec![work(field, indicator, u64::from(years) * 365)],
        Duration::Engagements { count, of_which, others_level } => {
            let some = of_which.map_or(count, |part| part.count);
            let other = others_level.and_then(|level| field.indicator(level)).unwrap_or(indicator);
            let own = (0..some).map(|_| work(field, indicator, 100));
            let role = standard().roles()[usize::from(indicator.role)].id.clone();
            let lower =
                (some..count).map(|_| StatedEngagement { role: role.clone(), ..work(field, other, 100) });
            own.chain(lower).collect()
        }
    };
    let standing = standard().standings()[usize::from(indicator.areas.standing)].id.clone();
    let stated = |area: &itss_core::Named| StatedArea {
        field: field.id.clone(),
        area: area.id.clone(),
        standing: standing.clone(),
    };
    let all: Vec<StatedArea> = field.areas_of(indicator).map(stated).collect();
    let areas = if indicator.areas.quantifier == Quantifier::Any { all[..1].to_vec() } else { all };
    let kinds: Vec<String> = standard().transfers().iter().map(|kind| kind.id.clone()).collect();
    let (transfers, not_transfers) = kinds.split_at(usize::from(indicator.transfer));
    Stated {
        name: indicator.id.clone(),
        engagements,
        areas,
        transfers: transfers.to_vec(),
        not_transfers: not_transfers.to_vec(),
        mentoring: Some(indicator.mentoring),
        examinations: Vec::new(),
    }
}

fn some_of(codes: Vec<String>) -> impl Strategy<Value = Vec<String>> {
    let len = codes.len();
    prop::sample::subsequence(codes, 0..=len)
}

/// Work of any field, with gaps in what is stated.
fn any_work() -> impl Strategy<Value = StatedEngagement> {
    let fields = standard().fields();
    (0..fields.len()).prop_flat_map(move |at| {
        let field = &fields[at];
        let codes: Vec<String> = field.conditions.iter().map(|named| named.id.clone()).collect();
        let metrics: Vec<u8> = (0..standard().metrics().len() as u8).collect();
        let values =
            prop::sample::select(&[0_u64, 1, 3, 15, 40, 200, 3_000, 6_000, 900_000_000, 3_000_000_000][..]);
        let sizes = prop::collection::vec((prop::sample::select(metrics), values), 0..4).prop_map(|sizes| {
            sizes
                .into_iter()
                .map(|(metric, size)| {
                    let steps = standard().metrics()[usize::from(metric)].steps.len() as u64;
                    value(metric, if steps > 0 { size % steps } else { size })
                })
                .collect::<Vec<_>>()
        });
        let roles: Vec<String> = standard().roles().iter().map(|role| role.id.clone()).collect();
        let when = (0..4_000_u64, 1..2_500_u64, any::<bool>());
        (
            some_of(codes.clone()),
            some_of(codes),
            sizes,
            prop::sample::select(roles),
            when,
            any::<Option<bool>>(),
        )
            .prop_map(move |(met, not, sizes, role, (ago, days, goes_on), success)| {
                let from = as_of().checked_sub_days(Days::new(ago)).unwrap();
                let not = not.into_iter().filter(|code| !met.contains(code)).collect();
                StatedEngagement {
                    title: format!("{ago}-{days}"),
                    field: field.id.clone(),
                    role,
                    from,
                    to: (!goes_on).then(|| from.checked_add_days(Days::new(days)).unwrap()),
                    conditions: met,
                    not_conditions: not,
                    sizes,
                    success,
                }
            })
    })
}

/// People of all kinds, often close to a level.
pub(crate) fn people() -> impl Strategy<Value = Stated> {
    let fields = standard().fields();
    let every: Vec<(usize, u8)> = fields
        .iter()
        .enumerate()
        .flat_map(|(at, field)| field.indicators.iter().map(move |indicator| (at, indicator.level)))
        .collect();
    let near = prop::sample::select(every)
        .prop_map(move |(at, level)| just(&fields[at], fields[at].indicator(level).unwrap()));
    let areas: Vec<(String, String)> = fields
        .iter()
        .flat_map(|field| field.areas.iter().map(|area| (field.id.clone(), area.id.clone())))
        .collect();
    let standings: Vec<String> = standard().standings().iter().map(|standing| standing.id.clone()).collect();
    let area = (prop::sample::select(areas), prop::sample::select(standings))
        .prop_map(|((field, area), standing)| StatedArea { field, area, standing });
    let kinds: Vec<String> = standard().transfers().iter().map(|kind| kind.id.clone()).collect();
    let exam = prop::option::weighted(0.2, (0..3_000_u64, prop::option::of(0..3_000_u64)));
    let any = (
        prop::collection::vec(any_work(), 0..6),
        prop::collection::vec(area, 0..12),
        some_of(kinds.clone()),
        some_of(kinds),
        any::<Option<bool>>(),
        exam,
        any::<bool>(),
    );
    (near, any).prop_map(|(near, (work, areas, transfers, not, mentoring, exam, is_near))| {
        let mut person = if is_near { near } else { Stated::default() };
        person.engagements.extend(work);
        person.areas.extend(areas);
        if !is_near {
            person.not_transfers = not.into_iter().filter(|kind| !transfers.contains(kind)).collect();
            person.transfers = transfers;
            person.mentoring = mentoring;
        }
        if let Some((ago, lasting)) = exam {
            let passed = as_of().checked_sub_days(Days::new(ago)).unwrap();
            let expires = lasting.map(|days| passed.checked_add_days(Days::new(days)).unwrap());
            person.examinations.push(StatedExamination { id: "ap".to_owned(), passed, expires });
        }
        person
    })
}
