//! Judging one engagement: role, success, complexity and size, all inside it.

use crate::{Bound, Evaluator, Indicator, Join, Known, Tier, evaluator::Success, evidence::Engagement};

/// What is asked of one engagement: complexity and size of an indicator, a role, and whether success counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) indicator: &'a Indicator,
    pub(crate) role: u8,
    success: bool,
}

impl<'a> Asked<'a> {
    /// What an indicator asks itself.
    pub(crate) const fn of(indicator: &'a Indicator) -> Self {
        Self { indicator, role: indicator.role, success: indicator.success }
    }
}

/// Of an indicator's conditions of complexity, those that an engagement met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionsMet {
    /// How many it met.
    pub met: u32,
    /// How many more it may have: it says nothing of them.
    pub unknown: u32,
}

/// What an engagement counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngagementReason {
    /// Which engagement, by its place in the evidence.
    pub engagement: usize,
    /// Whether it qualifies.
    pub verdict: Known,
    /// Whether the role is high enough.
    pub role: Known,
    /// Whether it was successful, where that is asked.
    pub success: Known,
    /// The conditions of complexity that it met.
    pub conditions: ConditionsMet,
    /// Whether they are enough, with those that must be among them.
    pub complexity: Known,
    /// Which tier of size matched, or the one that came nearest.
    pub tier: Option<u8>,
    /// Whether the size is enough.
    pub size: Known,
}

impl Evaluator {
    /// What is asked of the engagements beside those at the level itself.
    pub(crate) const fn asked_of_others<'a>(&self, indicator: &Indicator, other: &'a Indicator) -> Asked<'a> {
        let role = if self.rules.others_in_their_role { other.role } else { indicator.role };
        Asked { indicator: other, role, success: indicator.success }
    }

    /// Role, success, complexity and size are judged inside one engagement.
    pub(crate) fn engagement(&self, n: usize, engagement: &Engagement, asked: Asked<'_>) -> EngagementReason {
        let indicator = asked.indicator;
        let role = Known::of(engagement.role >= asked.role);
        let asks_success = match self.rules.success {
            Success::AsPrinted => asked.success,
            Success::Always => true,
            Success::Never => false,
        };
        let success = match engagement.success {
            _ if !asks_success => Known::Met,
            Some(true) => Known::Met,
            Some(false) => Known::NotMet,
            None => Known::NotShown,
        };
        let ConditionsMet { met, unknown } = conditions(engagement, indicator);
        let complexity = &indicator.complexity;
        let mandatory = if complexity.mandatory & engagement.not != 0 {
            Known::NotMet
        } else if complexity.mandatory & !engagement.met != 0 {
            Known::NotShown
        } else {
            Known::Met
        };
        let enough = Known::at_least(u32::from(complexity.k), met, unknown).and(mandatory);
        let (tier, size) = self.size(engagement, indicator, met, unknown);
        EngagementReason {
            engagement: n,
            verdict: role.and(success).and(enough).and(size),
            role,
            success,
            conditions: ConditionsMet { met, unknown },
            complexity: enough,
            tier,
            size,
        }
    }

    fn size(
        &self,
        engagement: &Engagement,
        indicator: &Indicator,
        met: u32,
        unknown: u32,
    ) -> (Option<u8>, Known) {
        if indicator.tiers.is_empty() {
            return (None, Known::Met);
        }
        let mut best = (None, Known::NotMet);
        for (n, tier) in (0_u8..).zip(&indicator.tiers) {
            let verdict =
                Known::at_least(u32::from(tier.needs), met, unknown).and(self.bounds(engagement, tier));
            if best.0.is_none() || verdict > best.1 {
                best = (Some(n), verdict);
            }
        }
        best
    }

    fn bounds(&self, engagement: &Engagement, tier: &Tier) -> Known {
        let bounds = tier.bounds.iter().map(|bound| self.bound(engagement, bound));
        if self.takes_any(tier) { bounds.fold(Known::NotMet, Known::or) } else { bounds.all_known() }
    }

    /// Whether one bound of a tier suffices.
    pub(crate) fn takes_any(&self, tier: &Tier) -> bool {
        match tier.join {
            Join::Any => true,
            Join::All => false,
            Join::ByReading => self.rules.joined_means_either,
        }
    }

    fn bound(&self, engagement: &Engagement, bound: &Bound) -> Known {
        match size_of(engagement, bound.metric) {
            None => Known::NotShown,
            Some(value) if value < bound.at_least => Known::NotMet,
            Some(value) => {
                let is_over = bound.below.is_some_and(|below| value >= below);
                Known::of(!(is_over && self.rules.upper_bounds_count))
            }
        }
    }
}

/// All of them: a fold that reads as a sentence.
trait AllKnown: Iterator<Item = Known> + Sized {
    fn all_known(self) -> Known {
        self.fold(Known::Met, Known::and)
    }
}

impl<I: Iterator<Item = Known>> AllKnown for I {}

/// How many of an indicator's conditions an engagement met, and of how many it says nothing.
pub(crate) fn conditions(engagement: &Engagement, indicator: &Indicator) -> ConditionsMet {
    let of = indicator.complexity.of;
    let unknown = of & !engagement.met & !engagement.not;
    ConditionsMet { met: (engagement.met & of).count_ones(), unknown: unknown.count_ones() }
}

pub(crate) fn size_of(engagement: &Engagement, metric: u8) -> Option<u64> {
    engagement.sizes.iter().filter(|(known, _)| *known == metric).map(|(_, value)| *value).max()
}
