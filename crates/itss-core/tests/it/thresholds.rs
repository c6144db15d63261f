//! Every indicator at, just under and just over each of its thresholds, from its own table.

use chrono::Days;
use itss_core::{Duration, Field, Indicator, Known, Quantifier, Reached, Stated, StatedSize};

use super::people::{as_of, checked, evaluator, just, sizes, standard};

fn every() -> impl Iterator<Item = (&'static Field, &'static Indicator)> {
    standard()
        .fields()
        .iter()
        .flat_map(|field| field.indicators.iter().map(move |indicator| (field, indicator)))
}

fn verdict(field: &Field, indicator: &Indicator, person: &Stated) -> Known {
    let level = evaluator().explain_in(&checked(person), &field.id, as_of()).unwrap();
    level.judgements.into_iter().find(|judgement| judgement.level == indicator.level).unwrap().verdict
}

#[test]
fn who_just_reaches_an_indicator_reaches_it() {
    for (field, indicator) in every() {
        let person = just(field, indicator);
        assert_eq!(verdict(field, indicator, &person), Known::Met, "{}", indicator.id);
        let level = evaluator().explain_in(&checked(&person), &field.id, as_of()).unwrap();
        assert_eq!(level.reached.unwrap().level, indicator.level, "{}", indicator.id);
    }
}

#[test]
fn a_day_or_an_engagement_less_is_too_little() {
    for (field, indicator) in every() {
        let mut person = just(field, indicator);
        match indicator.duration {
            Duration::Years(_) => {
                let from = person.engagements[0].from;
                person.engagements[0].from = from.checked_add_days(Days::new(1)).unwrap();
            }
            Duration::Engagements { .. } => {
                person.engagements.remove(0);
            }
        }
        assert_eq!(verdict(field, indicator, &person), Known::NotMet, "{}", indicator.id);
    }
}

#[test]
fn a_condition_less_is_too_few_and_one_not_shown_leaves_it_open() {
    for (field, indicator) in every() {
        let mut person = just(field, indicator);
        for work in &mut person.engagements {
            let lost = work.conditions.pop().unwrap();
            work.not_conditions.push(lost);
        }
        assert_eq!(verdict(field, indicator, &person), Known::NotMet, "{}", indicator.id);
        for work in &mut person.engagements {
            work.not_conditions.pop();
        }
        assert_eq!(verdict(field, indicator, &person), Known::NotShown, "{}", indicator.id);
    }
}

#[test]
fn a_mandatory_condition_has_no_substitute() {
    for (field, indicator) in every().filter(|(field, indicator)| field.mandatory_of(indicator).count() > 0) {
        let mut person = just(field, indicator);
        let all: Vec<String> = field.conditions_of(indicator).map(|named| named.id.clone()).collect();
        let must: Vec<String> = field.mandatory_of(indicator).map(|named| named.id.clone()).collect();
        for work in &mut person.engagements {
            work.conditions = all.iter().filter(|code| !must.contains(code)).cloned().collect();
            work.not_conditions.clone_from(&must);
        }
        assert_eq!(verdict(field, indicator, &person), Known::NotMet, "{}", indicator.id);
    }
}

#[test]
fn each_bound_of_each_tier_counts_from_its_figure_on() {
    for (field, indicator) in every() {
        for tier in &indicator.tiers {
            let mut person = just(field, indicator);
            let all: Vec<String> = field.conditions_of(indicator).map(|named| named.id.clone()).collect();
            let needs = usize::from(tier.needs.max(indicator.complexity.k));
            let set = |person: &mut Stated, count: usize, short: u64| {
                for work in &mut person.engagements {
                    work.conditions = all[..count].to_vec();
                    work.not_conditions = all[count..].to_vec();
                    // Those beside the ones at the level itself are of the level, too.
                    work.role.clone_from(&standard().roles()[usize::from(indicator.role)].id);
                    work.sizes = sizes(tier, short);
                    // Of every other size too it is shown that it is nothing.
                    for bound in indicator.tiers.iter().flat_map(|tier| &tier.bounds) {
                        let nothing = super::people::value(bound.metric, 0);
                        if work.sizes.iter().all(|known| known.metric != nothing.metric) {
                            work.sizes.push(nothing);
                        }
                    }
                }
            };
            set(&mut person, needs, 0);
            assert_eq!(verdict(field, indicator, &person), Known::Met, "{} {tier:?}", indicator.id);
            // A bound of one, or the least step, has nothing below it.
            if tier.bounds.iter().all(|bound| bound.at_least > 1) {
                set(&mut person, usize::from(indicator.complexity.k), 1);
                let told = verdict(field, indicator, &person);
                assert_eq!(told, Known::NotMet, "{} just under {tier:?}", indicator.id);
            }
            // One condition too few closes a lower tier.
            // That of facility management 4 lies within the first one: see the reading `facility-level-4-tiers`.
            if usize::from(tier.needs) > usize::from(indicator.complexity.k)
                && tier.join != itss_core::Join::ByReading
            {
                set(&mut person, needs - 1, 0);
                let told = verdict(field, indicator, &person);
                assert_eq!(told, Known::NotMet, "{} a condition short of {tier:?}", indicator.id);
            }
        }
    }
}

#[test]
fn role_areas_transfer_mentoring_and_success_each_decide() {
    for (field, indicator) in every() {
        let person = just(field, indicator);
        let is_met = |change: &dyn Fn(&mut Stated)| {
            let mut changed = person.clone();
            change(&mut changed);
            verdict(field, indicator, &changed)
        };
        if indicator.role > 0 {
            let lower = standard().roles()[usize::from(indicator.role) - 1].id.clone();
            let told =
                is_met(&|person| person.engagements.iter_mut().for_each(|work| work.role.clone_from(&lower)));
            assert_eq!(told, Known::NotMet, "{} role", indicator.id);
        }
        if indicator.areas.standing > 0 {
            let lower = standard().standings()[usize::from(indicator.areas.standing) - 1].id.clone();
            let told = is_met(&|person| person.areas[0].standing.clone_from(&lower));
            // Of others nothing is shown: where any suffices, one of them still may.
            let any = indicator.areas.quantifier == Quantifier::Any;
            assert_eq!(told, if any { Known::NotShown } else { Known::NotMet }, "{} areas", indicator.id);
        }
        if indicator.transfer > 0 {
            let told = is_met(&|person| {
                let lost = person.transfers.pop().unwrap();
                person.not_transfers.push(lost);
            });
            assert_eq!(told, Known::NotMet, "{} transfer", indicator.id);
            assert_eq!(is_met(&|person| person.mentoring = Some(false)), Known::NotMet, "{}", indicator.id);
            assert_eq!(is_met(&|person| person.mentoring = None), Known::NotShown, "{}", indicator.id);
        }
        let failed =
            is_met(&|person| person.engagements.iter_mut().for_each(|work| work.success = Some(false)));
        assert_eq!(
            failed,
            if indicator.success { Known::NotMet } else { Known::Met },
            "{} success",
            indicator.id
        );
    }
}

#[test]
fn readings_switch_what_is_printed_irregularly() {
    let om = standard().field("om").unwrap();
    let mut person = just(om, om.indicator(5).unwrap());
    person.areas.truncate(1);
    let judged = |id: &str, value: &str, person: &Stated, field: &str| {
        let mut readings = standard().default_readings();
        readings.choose(standard(), id, value).unwrap();
        let evaluator = itss_core::Evaluator::new(standard(), readings);
        evaluator.explain_in(&checked(person), field, as_of()).unwrap().reached.map(|reached| reached.level)
    };
    assert_eq!(judged("areas-without-quantifier", "all", &person, "om"), None);
    assert_eq!(judged("areas-without-quantifier", "any", &person, "om"), Some(5));
    let sw = standard().field("sw").unwrap();
    let software = just(sw, sw.indicator(6).unwrap());
    assert_eq!(judged("software-level-6-transfer", "3", &software, "sw"), Some(6));
    assert_ne!(judged("software-level-6-transfer", "4", &software, "sw"), Some(6));
    let sd = standard().field("sd").unwrap();
    let mut desk = just(sd, sd.indicator(3).unwrap());
    desk.engagements[0].from = as_of().checked_sub_days(Days::new(400)).unwrap();
    assert_eq!(judged("service-desk-level-3-years", "2", &desk, "sd"), None);
    assert_eq!(judged("service-desk-level-3-years", "1", &desk, "sd"), Some(3));
    let sa = standard().field("sa").unwrap();
    let mut large = just(sa, sa.indicator(5).unwrap());
    large.engagements[0].sizes = vec![StatedSize::new("people", "200"), StatedSize::new("yen-a-year", "0")];
    assert_eq!(judged("upper-bounds", "lower-bound-only", &large, "sa"), Some(5));
    // Level 3 asks no size.
    assert_eq!(judged("upper-bounds", "as-printed", &large, "sa"), Some(3));
    let mut readings = standard().default_readings();
    let error = readings.choose(standard(), "mentorin", "required").unwrap_err().to_string();
    assert_eq!(error, "there is no reading `mentorin`; did you mean `mentoring`?");
    let error = readings.choose(standard(), "mentoring", "maybe").unwrap_err().to_string();
    assert_eq!(error, "reading `mentoring` cannot be `maybe`; it is one of required, informative");
}

#[test]
fn an_examination_deems_level_3_until_it_expires_and_never_more() {
    for field in standard().fields() {
        let mut person = Stated { name: "受験者".to_owned(), ..Stated::default() };
        let passed = super::people::day("2020-12-25");
        person.examinations.push(itss_core::StatedExamination { id: "ap".to_owned(), passed, expires: None });
        let level = evaluator().explain_in(&checked(&person), &field.id, as_of()).unwrap();
        assert_eq!(
            level.reached,
            Some(Reached { level: 3, basis: itss_core::Basis::Deemed }),
            "{}",
            field.id
        );
        person.examinations[0].expires = Some(super::people::day("2024-05-31"));
        let level = evaluator().explain_in(&checked(&person), &field.id, as_of()).unwrap();
        assert_eq!(level.reached, None);
        assert_eq!(checked(&person).notes(as_of()).len(), 1);
    }
}
