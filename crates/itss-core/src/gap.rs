//! The gap to a level: the cheapest set of things that are missing, with amounts.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use provenance::place_of;

use crate::{
    Duration, Evaluator, Evidence, Indicator, Known, Tier,
    engagement::{Asked, ConditionsMet, conditions, size_of},
    evidence::Engagement,
    judge::Transfer,
    standard::{Field, bit, has},
};

/// A size that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeNeeded {
    /// The metric, by its place.
    pub metric: u8,
    /// What is stated, if anything is.
    pub stated: Option<u64>,
    /// What is needed.
    pub needed: u64,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// So many more days of work that qualifies.
    Days(i64),
    /// So many more engagements that qualify at a level.
    Engagements {
        /// How many.
        count: i64,
        /// At which level.
        level: u8,
    },
    /// A condition of complexity in an engagement, by its place among the field's.
    Condition {
        /// The engagement, by its place in the evidence.
        engagement: usize,
        /// The condition.
        condition: u8,
    },
    /// A size in an engagement: one of these.
    Size {
        /// The engagement.
        engagement: usize,
        /// Which.
        any_of: Vec<SizeNeeded>,
    },
    /// A role in an engagement.
    Role {
        /// The engagement.
        engagement: usize,
        /// The role needed.
        role: u8,
    },
    /// That an engagement was successful.
    Success {
        /// The engagement.
        engagement: usize,
    },
    /// A standing in an area.
    Area {
        /// The area, by its place among the field's.
        area: u8,
        /// The standing needed.
        standing: u8,
    },
    /// A kind of transfer of technique.
    Transfer(u8),
    /// Mentoring.
    Mentoring,
}

/// What is missing to a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub(crate) field: u8,
    /// The level.
    pub level: u8,
    /// What is missing; nothing where the level is reached.
    pub missing: Vec<Missing>,
    /// Examinations of which one would do instead of all that is missing, by their place in the standard.
    pub instead: Vec<u8>,
}

/// How many engagements that do not qualify are tried in every combination.
const TRIED: usize = 8;

impl Evaluator {
    /// The cheapest set of things that are missing to a level of a field. `None` where there is no such indicator.
    ///
    /// Each thing costs one, and each begun half year one more. Engagements that fall short are mended where that costs
    /// less than new work, to the level itself or, where others may be of the level below, to that; of the eight nearest to
    /// it (four and four, where there are both) every combination is tried.
    #[must_use]
    pub fn gap(&self, evidence: &Evidence, field: &str, level: u8, as_of: NaiveDate) -> Option<Gap> {
        let place = self.standard.place(field)?;
        let field_place = u8::try_from(place).ok()?;
        let known = self.standard.fields.get(place)?;
        let indicator = known.indicator(level)?;
        let judgement =
            self.explain_in(evidence, field, as_of)?.judgements.into_iter().find(|j| j.level == level)?;
        if judgement.deemed == Some(Known::Met) {
            return Some(Gap { field: field_place, level, missing: Vec::new(), instead: Vec::new() });
        }
        let mut missing = Vec::new();
        if judgement.experience.verdict != Known::Met {
            missing.extend(self.experience_gap(evidence, place, known, indicator, as_of));
        }
        if judgement.areas_verdict != Known::Met {
            let standing = indicator.areas.standing;
            let lacking = judgement.areas.iter().filter(|shown| shown.verdict != Known::Met);
            let lacking = lacking.map(|shown| Missing::Area { area: shown.area, standing });
            if self.takes_any_area(indicator) {
                missing.extend(lacking.take(1))
            } else {
                missing.extend(lacking)
            }
        }
        let Transfer { shown, verdict, .. } = judgement.transfer;
        if verdict != Known::Met {
            // Kinds of which nothing is stated come before those that are known to be lacking.
            let places = 0..self.standard.transfers.len();
            let mut kinds: Vec<usize> = places.filter(|kind| !has(evidence.transfers, *kind)).collect();
            kinds.sort_by_key(|kind| has(evidence.not_transfers, *kind));
            let needed = place_of(u32::from(indicator.transfer).max(shown) - shown);
            let kinds = kinds.into_iter().take(needed).filter_map(|kind| u8::try_from(kind).ok());
            missing.extend(kinds.map(Missing::Transfer));
        }
        if judgement.mentoring != Known::Met {
            missing.push(Missing::Mentoring);
        }
        let instead = if missing.is_empty() { Vec::new() } else { indicator.deemed_by.clone() };
        Some(Gap { field: field_place, level, missing, instead })
    }

    fn experience_gap(
        &self,
        evidence: &Evidence,
        place: usize,
        field: &Field,
        indicator: &Indicator,
        as_of: NaiveDate,
    ) -> Vec<Missing> {
        let mut targets = vec![Asked::of(indicator)];
        let (mut tried, others) = match indicator.duration {
            Duration::Years(_) => (TRIED, None),
            Duration::Engagements { others_level, .. } => (TRIED, others_level),
        };
        if let Some(other) = others.and_then(|level| field.indicator(level)) {
            targets.push(self.asked_of_others(indicator, other));
            tried = TRIED / 2;
        }
        let short: Vec<(usize, &Engagement)> = evidence
            .engagements
            .iter()
            .enumerate()
            .filter(|(_, engagement)| usize::from(engagement.field) == place && engagement.from < as_of)
            .filter(|(n, engagement)| {
                self.engagement(*n, engagement, Asked::of(indicator)).verdict != Known::Met
            })
            .collect();
        // What each could be mended to, the cheapest few for each target.
        let mut ways: BTreeMap<usize, Vec<Vec<Missing>>> = BTreeMap::new();
        for target in targets {
            let mut fixes: Vec<(usize, Vec<Missing>)> = short
                .iter()
                .filter(|(n, engagement)| self.engagement(*n, engagement, target).verdict != Known::Met)
                .map(|(n, engagement)| (*n, self.mend(*n, engagement, target)))
                .collect();
            fixes.sort_by_key(|(n, fix)| (fix.len(), *n));
            for (n, fix) in fixes.into_iter().take(tried) {
                ways.entry(n).or_default().push(fix);
            }
        }
        let ways: Vec<(usize, Vec<Vec<Missing>>)> = ways.into_iter().collect();
        let cost = |missing: &Missing| match missing {
            Missing::Days(days) => 1 + days / 183 + i64::from(indicator.complexity.k),
            Missing::Engagements { count, .. } => count * (2 + i64::from(indicator.complexity.k)),
            _ => 1,
        };
        let mut best: Option<(i64, Vec<Missing>)> = None;
        // One way for each engagement, 0 being to leave it as it is; counted up like the digits of a number.
        let mut chosen = vec![0_usize; ways.len()];
        loop {
            let mut mended = evidence.clone();
            let mut missing = Vec::new();
            for ((n, ways), way) in ways.iter().zip(&chosen) {
                let Some(fix) = way.checked_sub(1).and_then(|way| ways.get(way)) else { continue };
                missing.extend(fix.iter().cloned());
                if let Some(engagement) = mended.engagements.get_mut(*n) {
                    fix.iter().for_each(|missing| apply_to(engagement, missing));
                }
            }
            missing.extend(self.left(&mended, place, field, indicator, as_of));
            let total = missing.iter().map(cost).sum();
            if best.as_ref().is_none_or(|(least, _)| total < *least) {
                best = Some((total, missing));
            }
            if !next(&mut chosen, &ways) {
                break;
            }
        }
        best.map(|(_, missing)| missing).unwrap_or_default()
    }

    /// The time or engagements still missing.
    fn left(
        &self,
        evidence: &Evidence,
        place: usize,
        field: &Field,
        indicator: &Indicator,
        as_of: NaiveDate,
    ) -> Vec<Missing> {
        let experience = self.experience(evidence, place, field, indicator, as_of, None);
        if experience.verdict == Known::Met {
            return Vec::new();
        }
        match indicator.duration {
            Duration::Years(_) => {
                vec![Missing::Days((experience.needed - experience.shown).max(0))]
            }
            Duration::Engagements { of_which, others_level, .. } => {
                let at_level =
                    experience.at_level.map_or(0, |at_level| (at_level.needed - at_level.shown).max(0));
                let all = (experience.needed - experience.shown).max(0);
                // One at the level counts among all, too.
                let others = (all - at_level).max(0);
                let level = of_which.map_or(indicator.level, |part| part.level);
                let mut missing = Vec::new();
                if at_level > 0 {
                    missing.push(Missing::Engagements { count: at_level, level });
                }
                if others > 0 {
                    let level = others_level.unwrap_or(indicator.level);
                    missing.push(Missing::Engagements { count: others, level });
                }
                missing
            }
        }
    }

    /// The fewest things that make an engagement qualify.
    fn mend(&self, n: usize, engagement: &Engagement, asked: Asked<'_>) -> Vec<Missing> {
        let reason = self.engagement(n, engagement, asked);
        let indicator = asked.indicator;
        let mut missing = Vec::new();
        if reason.role != Known::Met {
            missing.push(Missing::Role { engagement: n, role: asked.role });
        }
        if reason.success != Known::Met {
            missing.push(Missing::Success { engagement: n });
        }
        let plain = |needs: u8, sizes: Vec<Missing>| {
            let mut missing = self.conditions_to(n, engagement, indicator, needs);
            missing.extend(sizes);
            missing
        };
        let best = if indicator.tiers.is_empty() {
            plain(0, Vec::new())
        } else {
            let by_tier =
                indicator.tiers.iter().map(|tier| plain(tier.needs, self.sizes_to(n, engagement, tier)));
            by_tier.min_by_key(Vec::len).unwrap_or_default()
        };
        missing.extend(best);
        missing
    }

    /// The conditions that are missing to as many as the indicator and a tier need.
    fn conditions_to(
        &self,
        n: usize,
        engagement: &Engagement,
        indicator: &Indicator,
        needs: u8,
    ) -> Vec<Missing> {
        let complexity = &indicator.complexity;
        let ConditionsMet { met, .. } = conditions(engagement, indicator);
        let needed = u32::from(complexity.k.max(needs)).max(met) - met;
        let lacking = |place: &usize| has(complexity.of, *place) && !has(engagement.met, *place);
        let mut places: Vec<usize> = (0..32).filter(lacking).collect();
        places.sort_by_key(|place| (!has(complexity.mandatory, *place), has(engagement.not, *place), *place));
        let must = places.iter().filter(|place| has(complexity.mandatory, **place)).count();
        let take = place_of(needed).max(must);
        let places = places.into_iter().take(take).filter_map(|place| u8::try_from(place).ok());
        places.map(|condition| Missing::Condition { engagement: n, condition }).collect()
    }

    /// The sizes that are missing to a tier.
    fn sizes_to(&self, n: usize, engagement: &Engagement, tier: &Tier) -> Vec<Missing> {
        let short = |bound: &crate::Bound| {
            let value = size_of(engagement, bound.metric);
            let is_over = |value: u64| {
                bound.below.is_some_and(|below| value >= below)
                    && self.readings.is("upper-bounds", "as-printed")
            };
            let meets = value.is_some_and(|value| value >= bound.at_least && !is_over(value));
            (!meets).then_some(SizeNeeded { metric: bound.metric, stated: value, needed: bound.at_least })
        };
        let lacking: Vec<_> = tier.bounds.iter().filter_map(short).collect();
        if self.takes_any(tier) {
            if lacking.len() < tier.bounds.len() {
                return Vec::new();
            }
            return vec![Missing::Size { engagement: n, any_of: lacking }];
        }
        lacking.into_iter().map(|size| Missing::Size { engagement: n, any_of: vec![size] }).collect()
    }

    /// The evidence with everything of a gap added: new work is added as engagements of its own.
    #[must_use]
    pub fn with_gap_closed(&self, evidence: &Evidence, gap: &Gap, as_of: NaiveDate) -> Evidence {
        let mut closed = evidence.clone();
        let Some(field) = self.standard.fields.get(usize::from(gap.field)) else { return closed };
        for missing in &gap.missing {
            match missing {
                Missing::Days(days) => {
                    if let Some(indicator) = field.indicator(gap.level) {
                        // Before all else that the person did, so that it overlaps nothing.
                        let first = closed.engagements.iter().map(|engagement| engagement.from).min();
                        let to = first.unwrap_or(as_of).min(as_of);
                        let days = u64::try_from(*days).unwrap_or(0);
                        let from = to.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
                        closed
                            .engagements
                            .insert(0, self.new_work(gap.field, Asked::of(indicator), from, to));
                    }
                }
                Missing::Engagements { count, level } => {
                    if let Some((indicator, other)) = field.indicator(gap.level).zip(field.indicator(*level))
                    {
                        let asked = if *level == gap.level {
                            Asked::of(indicator)
                        } else {
                            self.asked_of_others(indicator, other)
                        };
                        let from = as_of.checked_sub_days(Days::new(30)).unwrap_or(NaiveDate::MIN);
                        for _ in 0..*count {
                            closed.engagements.push(self.new_work(gap.field, asked, from, as_of));
                        }
                    }
                }
                Missing::Condition { .. }
                | Missing::Size { .. }
                | Missing::Role { .. }
                | Missing::Success { .. } => {}
                Missing::Area { area, standing } => {
                    closed.areas.push((gap.field, *area, *standing));
                }
                Missing::Transfer(kind) => {
                    closed.transfers |= bit(usize::from(*kind));
                    closed.not_transfers &= !closed.transfers;
                }
                Missing::Mentoring => closed.mentoring = Some(true),
            }
        }
        // Engagements are counted as they stood: those added before them move their places.
        let added = closed.engagements.len() - evidence.engagements.len();
        let before = if gap.missing.iter().any(|missing| matches!(missing, Missing::Days(_))) {
            added.min(1)
        } else {
            0
        };
        for missing in &gap.missing {
            let (Missing::Condition { engagement, .. }
            | Missing::Size { engagement, .. }
            | Missing::Role { engagement, .. }
            | Missing::Success { engagement }) = missing
            else {
                continue;
            };
            if let Some(engagement) = closed.engagements.get_mut(engagement + before) {
                apply_to(engagement, missing);
            }
        }
        closed
    }

    /// Work that just qualifies for an indicator.
    fn new_work(&self, field: u8, asked: Asked<'_>, from: NaiveDate, to: NaiveDate) -> Engagement {
        let mut engagement = Engagement {
            title: asked.indicator.id.clone(),
            field,
            role: asked.role,
            from,
            to: Some(to),
            met: 0,
            not: 0,
            sizes: Vec::new(),
            success: Some(true),
        };
        for missing in self.mend(0, &engagement.clone(), asked) {
            apply_to(&mut engagement, &missing);
        }
        engagement
    }
}

/// The next choice of ways; false after the last.
fn next(chosen: &mut [usize], ways: &[(usize, Vec<Vec<Missing>>)]) -> bool {
    for (way, (_, ways)) in chosen.iter_mut().zip(ways) {
        if *way < ways.len() {
            *way += 1;
            return true;
        }
        *way = 0;
    }
    false
}

fn apply_to(engagement: &mut Engagement, missing: &Missing) {
    match missing {
        Missing::Condition { condition, .. } => {
            engagement.met |= bit(usize::from(*condition));
            engagement.not &= !engagement.met;
        }
        Missing::Size { any_of, .. } => {
            if let Some(SizeNeeded { metric, needed, .. }) = any_of.first() {
                engagement.sizes.retain(|(known, _)| known != metric);
                engagement.sizes.push((*metric, *needed));
            }
        }
        Missing::Role { role, .. } => engagement.role = engagement.role.max(*role),
        Missing::Success { .. } => engagement.success = Some(true),
        _ => {}
    }
}
