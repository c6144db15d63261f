//! The tables: counts and totals by two routes.

use std::collections::BTreeMap;

use itss_core::{Duration, Quantifier, SkillItems};

use super::people::standard;

#[test]
fn twenty_five_indicators_of_seven_fields() {
    let levels: Vec<String> = standard()
        .fields()
        .iter()
        .map(|field| {
            let levels: Vec<String> =
                field.indicators.iter().map(|indicator| indicator.level.to_string()).collect();
            format!("{} {}", field.id, levels.join(""))
        })
        .collect();
    assert_eq!(
        levels,
        [
            "cs.hw 6543",
            "cs.sw 6543",
            "cs.fm 6543",
            "itsm.om 76543",
            "itsm.sa 6543",
            "itsm.op 43",
            "itsm.sd 43"
        ]
    );
    assert_eq!(standard().fields().iter().map(|field| field.indicators.len()).sum::<usize>(), 25);
    assert_eq!(standard().transfers().len(), 7);
    for indicator in standard().fields().iter().flat_map(|field| &field.indicators) {
        assert!(
            indicator.source.to_string().ends_with(indicator.id.split_once('.').unwrap().1),
            "{}",
            indicator.id
        );
        // Level 3 alone is deemed by examination, asks no size, no transfer and no mentoring.
        let is_3 = indicator.level == 3;
        assert_eq!(
            (!indicator.deemed_by.is_empty(), indicator.tiers.is_empty()),
            (is_3, is_3),
            "{}",
            indicator.id
        );
        assert_eq!((indicator.transfer == 0, !indicator.mentoring), (is_3, is_3), "{}", indicator.id);
    }
}

/// Each indicator's figures in one line, to be read beside the printed pages.
#[test]
fn figures() {
    let mut lines = Vec::new();
    for field in standard().fields() {
        for indicator in &field.indicators {
            let duration = match indicator.duration {
                Duration::Years(years) => format!("{years}y"),
                Duration::Engagements { count, of_which, others_level } => {
                    let of_which = of_which.map(|part| (part.count, part.level));
                    format!("{count}x of which {of_which:?} others {others_level:?}")
                }
            };
            let tiers: Vec<String> = indicator
                .tiers
                .iter()
                .map(|tier| {
                    let bounds: Vec<String> = tier
                        .bounds
                        .iter()
                        .map(|bound| {
                            let metric = &standard().metrics()[usize::from(bound.metric)];
                            let step = metric.steps.get(bound.at_least as usize).map(|step| step.id.clone());
                            let least = step.unwrap_or_else(|| bound.at_least.to_string());
                            let below = bound.below.map_or_else(String::new, |below| format!("..{below}"));
                            format!("{} {least}{below}", metric.id)
                        })
                        .collect();
                    format!("[{}: {}]", tier.needs, bounds.join(" | "))
                })
                .collect();
            let mandatory: Vec<&str> = field.mandatory_of(indicator).map(|named| named.id.as_str()).collect();
            lines.push(format!(
                "{} {} {duration} success {} {}of{} must {mandatory:?} {} areas {:?} {} of {} transfer {} mentoring {} {}",
                indicator.id,
                standard().roles()[usize::from(indicator.role)].id,
                indicator.success,
                indicator.complexity.k,
                field.conditions_of(indicator).count(),
                tiers.join(" "),
                indicator.areas.quantifier,
                standard().standings()[usize::from(indicator.areas.standing)].id,
                field.areas_of(indicator).count(),
                indicator.transfer,
                indicator.mentoring,
                indicator.page.as_deref().unwrap_or("-"),
            ));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn totals() {
    let all = || standard().fields().iter().flat_map(|field| &field.indicators);
    let transfers: u32 = all().map(|indicator| u32::from(indicator.transfer)).sum();
    // Levels 4, 5, 6 and 7 ask 1, 3, 4 and 5 kinds, but software 6 asks 3.
    assert_eq!(transfers, 7 + 5 * 3 + (5 * 4 - 1) + 5);
    let unstated = all().filter(|indicator| indicator.areas.quantifier == Quantifier::Unstated).count();
    assert_eq!(unstated, 4);
    let years: u32 = all()
        .map(|indicator| match indicator.duration {
            Duration::Years(years) => u32::from(years),
            Duration::Engagements { .. } => 0,
        })
        .sum();
    assert_eq!(years, 2 * (3 + 3 + 2 + 1) + (3 + 3 + 3 + 2 + 1) + (3 + 3 + 2 + 1) + (2 + 1) + (2 + 2));
}

#[test]
fn skill_items_are_three_times_seven() {
    let skills = SkillItems::itss_v3_2008().unwrap_or_else(|errors| panic!("{errors}"));
    let mut levels: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for field in skills.fields() {
        assert_eq!(field.items.len(), 7);
        assert_eq!(field.items.iter().filter(|item| item.is_specific).count(), 1);
        for item in &field.items {
            let own: Vec<u8> = item.levels.iter().map(|level| level.level).collect();
            assert_eq!(
                *levels.entry(&field.id).or_insert_with(|| own.clone()),
                own,
                "{} {}",
                field.id,
                item.id
            );
        }
    }
    // Level 7 is blank everywhere, level 6 but for facilities.
    assert_eq!(levels["cs.hw"], [3, 4, 5]);
    assert_eq!(levels["cs.sw"], [3, 4, 5]);
    assert_eq!(levels["cs.fm"], [3, 4, 5, 6]);
    let descriptors: usize =
        skills.fields().iter().flat_map(|field| &field.items).map(|item| item.levels.len()).sum();
    assert_eq!(descriptors, 7 * (3 + 3 + 4));
    let knowledge: usize =
        skills.fields().iter().flat_map(|field| &field.items).map(|item| item.knowledge.len()).sum();
    assert_eq!(knowledge, 3 * (2 + 12 + 9 + 1 + 3 + 1) + 7 + 9 + 17);
}
