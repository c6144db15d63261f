//! A second evaluator without any cleverness, and the laws of levels.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use itss_core::{
    Duration, Evaluator, Evidence, Field, Indicator, Join, Known, PartOf, Quantifier, Stated,
    StatedEngagement, StatedSize, Tier,
};
use proptest::prelude::*;

use super::people::{as_of, checked, evaluator, people, standard};

fn met(condition: bool) -> Known {
    if condition { Known::Met } else { Known::NotMet }
}

fn place<'a>(codes: impl IntoIterator<Item = &'a str>, code: &str) -> usize {
    codes.into_iter().position(|known| known == code).unwrap()
}

fn size(work: &StatedEngagement, metric: u8) -> Option<u64> {
    let metric = &standard().metrics()[usize::from(metric)];
    let stated =
        work.sizes.iter().filter(|size| size.metric == metric.id).map(|StatedSize { value, .. }| {
            if metric.steps.is_empty() {
                value.parse().unwrap()
            } else {
                place(metric.steps.iter().map(|step| step.id.as_str()), value) as u64
            }
        });
    stated.max()
}

fn tier(work: &StatedEngagement, tier: &Tier, shown: usize, open: usize) -> Known {
    let bounds: Vec<Known> = tier
        .bounds
        .iter()
        .map(|bound| size(work, bound.metric).map_or(Known::NotShown, |size| met(size >= bound.at_least)))
        .collect();
    let joined = match tier.join {
        Join::Any => bounds.into_iter().max().unwrap(),
        Join::All | Join::ByReading => bounds.into_iter().min().unwrap(),
    };
    let needs = usize::from(tier.needs);
    let opened = if shown >= needs {
        Known::Met
    } else if shown + open >= needs {
        Known::NotShown
    } else {
        Known::NotMet
    };
    joined.min(opened)
}

fn qualifies(work: &StatedEngagement, field: &Field, indicator: &Indicator) -> Known {
    qualifies_as(work, field, indicator, indicator)
}

/// Complexity and size of one indicator, role and success of another.
fn qualifies_as(work: &StatedEngagement, field: &Field, indicator: &Indicator, own: &Indicator) -> Known {
    let roles = || standard().roles().iter().map(|role| role.id.as_str());
    let role = met(place(roles(), &work.role) >= usize::from(own.role));
    let success = match (own.success, work.success) {
        (false, _) | (true, Some(true)) => Known::Met,
        (true, Some(false)) => Known::NotMet,
        (true, None) => Known::NotShown,
    };
    let codes: Vec<&str> = field.conditions_of(indicator).map(|named| named.id.as_str()).collect();
    let shown = codes.iter().filter(|code| work.conditions.iter().any(|met| met == *code)).count();
    let ruled_out = codes.iter().filter(|code| work.not_conditions.iter().any(|not| not == *code)).count();
    let open = codes.len() - shown - ruled_out;
    let k = usize::from(indicator.complexity.k);
    let mut complexity = if shown >= k {
        Known::Met
    } else if shown + open >= k {
        Known::NotShown
    } else {
        Known::NotMet
    };
    for must in field.mandatory_of(indicator) {
        let known = if work.conditions.contains(&must.id) {
            Known::Met
        } else if work.not_conditions.contains(&must.id) {
            Known::NotMet
        } else {
            Known::NotShown
        };
        complexity = complexity.min(known);
    }
    let sizes = indicator.tiers.iter().map(|one| tier(work, one, shown, open)).max().unwrap_or(Known::Met);
    [role, success, complexity, sizes].into_iter().min().unwrap()
}

/// The days of qualifying work, day by day.
fn days<'a>(work: impl Iterator<Item = &'a StatedEngagement>) -> i64 {
    let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
    for work in work {
        let to = work.to.unwrap_or(as_of()).min(as_of());
        days.extend(work.from.iter_days().take_while(|day| *day < to));
    }
    days.len() as i64
}

fn judged(person: &Stated, field: &Field, indicator: &Indicator) -> Known {
    let own: Vec<&StatedEngagement> =
        person.engagements.iter().filter(|work| work.field == field.id && work.from < as_of()).collect();
    let at = |indicator: &Indicator, least: Known| -> Vec<&StatedEngagement> {
        own.iter().copied().filter(|work| qualifies(work, field, indicator) >= least).collect()
    };
    let enough = |needed: i64, shown: i64, may: i64| {
        if shown >= needed {
            Known::Met
        } else if may >= needed {
            Known::NotShown
        } else {
            Known::NotMet
        }
    };
    let experience = match indicator.duration {
        Duration::Years(years) => enough(
            i64::from(years) * 365,
            days(at(indicator, Known::Met).into_iter()),
            days(at(indicator, Known::NotShown).into_iter()),
        ),
        Duration::Engagements { count, of_which, others_level } => {
            let other = others_level.and_then(|level| field.indicator(level)).unwrap_or(indicator);
            let total = |least: Known| {
                let either = |work: &&&StatedEngagement| {
                    qualifies(work, field, indicator).max(qualifies_as(work, field, other, indicator))
                        >= least
                };
                own.iter().filter(either).count() as i64
            };
            let some = of_which.map_or(Known::Met, |PartOf { count: some, .. }| {
                enough(
                    i64::from(some),
                    at(indicator, Known::Met).len() as i64,
                    at(indicator, Known::NotShown).len() as i64,
                )
            });
            enough(i64::from(count), total(Known::Met), total(Known::NotShown)).min(some)
        }
    };
    let standings = || standard().standings().iter().map(|standing| standing.id.as_str());
    let areas: Vec<Known> = field
        .areas_of(indicator)
        .map(|area| {
            let stated = person.areas.iter().filter(|one| one.field == field.id && one.area == area.id);
            let best = stated.map(|one| place(standings(), &one.standing)).max();
            best.map_or(Known::NotShown, |best| met(best >= usize::from(indicator.areas.standing)))
        })
        .collect();
    let areas = match indicator.areas.quantifier {
        Quantifier::Any => areas.into_iter().max().unwrap(),
        Quantifier::All | Quantifier::Unstated => areas.into_iter().min().unwrap(),
    };
    let kinds: BTreeSet<&String> = person.transfers.iter().collect();
    let ruled_out: BTreeSet<&String> = person.not_transfers.iter().collect();
    let open = 7 - kinds.len() as i64 - ruled_out.len() as i64;
    let transfer = enough(i64::from(indicator.transfer), kinds.len() as i64, kinds.len() as i64 + open);
    let mentoring = match person.mentoring {
        _ if !indicator.mentoring => Known::Met,
        Some(mentors) => met(mentors),
        None => Known::NotShown,
    };
    [experience, areas, transfer, mentoring].into_iter().min().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_are_those_of_the_naive_evaluator(person in people()) {
        let evidence = checked(&person);
        let levels = evaluator().explain(&evidence, as_of());
        for (field, level) in standard().fields().iter().zip(&levels) {
            for (indicator, judgement) in field.indicators.iter().zip(&level.judgements) {
                prop_assert_eq!(judgement.verdict, judged(&person, field, indicator), "{}", &indicator.id);
            }
        }
        // The short way says the same.
        let mut fast = Vec::new();
        evaluator().levels(&evidence, as_of(), &mut fast);
        let slow: Vec<u8> = levels.iter().map(|level| level.reached.map_or(0, |reached| reached.level)).collect();
        prop_assert_eq!(fast, slow);
    }

    /// More evidence never lowers a level.
    #[test]
    fn more_evidence_never_lowers_a_level(person in people(), more in people()) {
        let reached = |person: &Stated| -> Vec<u8> {
            let mut levels = Vec::new();
            evaluator().levels(&checked(person), as_of(), &mut levels);
            levels
        };
        let before = reached(&person);
        let mut richer = person.clone();
        richer.engagements.extend(more.engagements);
        richer.areas.extend(more.areas);
        richer.transfers.extend(more.transfers.into_iter().filter(|kind| !person.transfers.contains(kind)));
        richer.not_transfers.retain(|kind| !richer.transfers.contains(kind));
        richer.examinations.extend(more.examinations);
        for (before, after) in before.iter().zip(reached(&richer)) {
            prop_assert!(*before <= after);
        }
    }

    #[test]
    fn the_order_of_evidence_does_not_matter(person in people()) {
        let mut turned = person.clone();
        turned.engagements.reverse();
        turned.areas.reverse();
        turned.transfers.reverse();
        let told = |person: &Stated| evaluator().explain(&checked(person), as_of());
        let verdicts = |person: &Stated| -> Vec<Vec<Known>> {
            told(person).iter().map(|level| level.judgements.iter().map(|j| j.verdict).collect()).collect()
        };
        prop_assert_eq!(verdicts(&person), verdicts(&turned));
    }

    /// What is not shown, once it is filled in with what is met, never makes what was met not met.
    #[test]
    fn filling_in_never_turns_met_into_not_met(person in people()) {
        let mut filled = person.clone();
        for work in &mut filled.engagements {
            let field = standard().field(&work.field).unwrap();
            let open = field.conditions.iter().map(|named| named.id.clone());
            let open: Vec<String> = open
                .filter(|code| !work.conditions.contains(code) && !work.not_conditions.contains(code))
                .collect();
            // Half of it turns out to be met, half not.
            for (n, code) in open.into_iter().enumerate() {
                if n % 2 == 0 { work.conditions.push(code) } else { work.not_conditions.push(code) }
            }
            work.success = work.success.or(Some(false));
        }
        filled.mentoring = filled.mentoring.or(Some(false));
        let (before, after) = (
            evaluator().explain(&checked(&person), as_of()),
            evaluator().explain(&checked(&filled), as_of()),
        );
        for (before, after) in before.iter().zip(&after) {
            for (before, after) in before.judgements.iter().zip(&after.judgements) {
                prop_assert!(before.verdict != Known::Met || after.verdict == Known::Met);
                prop_assert!(before.verdict != Known::NotMet || after.verdict == Known::NotMet);
            }
        }
    }

    /// A gap applied closes the gap, however the standard is read.
    #[test]
    fn a_gap_applied_closes_it(person in people(), at in 0..25_usize, read in 0..u64::MAX) {
        let (field, level) = standard()
            .fields()
            .iter()
            .flat_map(|field| field.indicators.iter().map(move |indicator| (field, indicator.level)))
            .nth(at)
            .unwrap();
        let mut readings = standard().default_readings();
        let mut choice = read;
        for reading in standard().readings() {
            let values = reading.values.len() as u64;
            readings.choose(standard(), &reading.id, &reading.values[(choice % values) as usize]).unwrap();
            choice /= values;
        }
        let evaluator = Evaluator::new(standard(), readings);
        let evidence = checked(&person);
        let gap = evaluator.gap(&evidence, &field.id, level, as_of()).unwrap();
        let closed = evaluator.with_gap_closed(&evidence, &gap, as_of());
        let verdict = |evidence: &Evidence| {
            let told = evaluator.explain_in(evidence, &field.id, as_of()).unwrap();
            let judgement = told.judgements.iter().find(|judgement| judgement.level == level).unwrap();
            judgement.deemed.map_or(judgement.verdict, |deemed| deemed.or(judgement.verdict))
        };
        prop_assert_eq!(verdict(&closed), Known::Met, "{} {} {:?}", &field.id, level, gap);
        // Where nothing is missing, the level is reached, and the other way about.
        prop_assert_eq!(gap.missing.is_empty(), verdict(&evidence) == Known::Met);
    }
}
