//! How far the size of what is operated may grow before the contract is reviewed.

use provenance::{PolicyUse, Text, Verdict};

use crate::{Heading, Policies};

/// The bounds on growth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// Its name and clause.
    pub heading: Heading,
    /// By how many per cent numbers may grow.
    pub percent: u32,
    /// What is counted, as in `hardware`.
    pub of: Vec<String>,
    /// By how many kinds may be added.
    pub kinds: u32,
}

/// What is known of the size, then and now; `None` where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// The number by which growth is measured.
    pub base: Option<u64>,
    /// The number now.
    pub now: Option<u64>,
    /// Kinds by which it is measured.
    pub base_kinds: Option<u64>,
    /// Kinds now.
    pub kinds: Option<u64>,
}

/// Whether the bounds are kept, and by which reading of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthResult {
    /// Met while numbers and kinds are within their bounds; not met once either is beyond.
    pub verdict: Verdict,
    /// The largest number within the bounds, where the base is known.
    pub most: Option<u128>,
    /// The reading of the base.
    pub readings: Vec<PolicyUse>,
}

impl Growth {
    /// Judges a size. The base itself is the caller's: which number it is, the reading says.
    #[must_use]
    pub fn judge(&self, size: &Size, policies: &Policies) -> GrowthResult {
        let bound = |base: u64| u128::from(base) * (100 + u128::from(self.percent)) / 100;
        let most = size.base.map(bound);
        let number = match (most, size.now) {
            (Some(most), Some(now)) if u128::from(now) <= most => Verdict::Met,
            (Some(_), Some(_)) => Verdict::NotMet,
            (None, _) => Verdict::Undetermined(Text::new("基準の数が不明", "the base is not known")),
            (_, None) => Verdict::Undetermined(Text::new("現在の数が不明", "the number now is not known")),
        };
        let kinds = match (size.base_kinds, size.kinds) {
            (Some(base), Some(now)) if u128::from(now) <= u128::from(base) + u128::from(self.kinds) => {
                Verdict::Met
            }
            (Some(_), Some(_)) => Verdict::NotMet,
            _ => Verdict::Undetermined(Text::new("種類の数が不明", "the number of kinds is not known")),
        };
        let readings = policies.shown("growth-base").into_iter().collect();
        GrowthResult { verdict: number.and(kinds), most, readings }
    }
}
