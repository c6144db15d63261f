//! Measures: how an item's figure is taken from observations. One measure a file.

use formula::{Exact, Operands, TermId};
use provenance::Text;

use crate::{
    Case, Name,
    policy::PolicyId,
    result::{Breach, Carried, Excluded, Pending, Undetermined},
    scope::Scope,
};

pub use self::{
    count::Count,
    elsewhere::Elsewhere,
    mean_duration::MeanDuration,
    mean_score::{MeanScore, Step},
    planned_done::PlannedDone,
    share::Share,
    within_limit::WithinLimit,
};

mod count;
mod elsewhere;
mod mean_duration;
mod mean_score;
mod planned_done;
mod share;
mod within_limit;

/// How an item's figure is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// The share of cases whose clock stopped within the limit.
    WithinLimit(WithinLimit),
    /// How much of what was planned was done.
    PlannedDone(PlannedDone),
    /// How many events happened.
    Count(Count),
    /// The mean time from one mark to another.
    MeanDuration(MeanDuration),
    /// The share of cases that fit a condition.
    Share(Share),
    /// The mean score of a survey.
    MeanScore(MeanScore),
    /// Nothing of its own: other items measure it.
    Elsewhere(Elsewhere),
}

impl Measure {
    /// The word used in tables.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::WithinLimit(_) => "within-limit",
            Self::PlannedDone(_) => "planned-done",
            Self::Count(_) => "count",
            Self::MeanDuration(_) => "mean-duration",
            Self::Share(_) => "share",
            Self::MeanScore(_) => "mean-score",
            Self::Elsewhere(_) => "elsewhere",
        }
    }

    /// The kind of record that it reads; `None` where it reads none.
    #[must_use]
    pub fn reads(&self) -> Option<&Name> {
        match self {
            Self::WithinLimit(measure) => Some(&measure.population.kind),
            Self::MeanDuration(measure) => Some(&measure.population.kind),
            Self::Share(measure) => Some(&measure.population.kind),
            Self::Count(measure) => Some(&measure.events.kind),
            Self::PlannedDone(measure) => Some(&measure.tally),
            Self::MeanScore(measure) => Some(&measure.survey),
            Self::Elsewhere(_) => None,
        }
    }

    /// The operands of its formulas.
    #[must_use]
    pub fn operands(&self) -> &'static [Operand] {
        match self {
            Self::WithinLimit(_) => within_limit::OPERANDS,
            Self::PlannedDone(_) => planned_done::OPERANDS,
            // A row measured elsewhere has no figure; it borrows the plainest formula and never computes it.
            Self::Count(_) | Self::Elsewhere(_) => count::OPERANDS,
            Self::MeanDuration(_) => mean_duration::OPERANDS,
            Self::Share(_) => share::OPERANDS,
            Self::MeanScore(_) => mean_score::OPERANDS,
        }
    }

    /// The formula that follows from the measure where a contract prints none, in the operands' names.
    #[must_use]
    pub fn default_formula(&self) -> &'static str {
        match self {
            Self::WithinLimit(_) => within_limit::FORMULA,
            Self::PlannedDone(_) => planned_done::FORMULA,
            Self::Count(_) | Self::Elsewhere(_) => count::FORMULA,
            Self::MeanDuration(_) => mean_duration::FORMULA,
            Self::Share(_) => share::FORMULA,
            Self::MeanScore(_) => mean_score::FORMULA,
        }
    }

    pub(crate) fn take(&self, scope: &Scope<'_>) -> Taken {
        match self {
            Self::WithinLimit(measure) => measure.take(scope),
            Self::PlannedDone(measure) => measure.take(scope),
            Self::Count(measure) => measure.take(scope),
            Self::MeanDuration(measure) => measure.take(scope),
            Self::Share(measure) => measure.take(scope),
            Self::MeanScore(measure) => measure.take(scope),
            Self::Elsewhere(_) => Taken::default(),
        }
    }
}

/// An operand of a measure's formulas.
#[derive(Debug, Clone, Copy)]
pub struct Operand {
    /// Its identifier in operands and tables: `on-time`.
    pub id: &'static str,
    /// Its Japanese name where the item gives none.
    pub ja: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// What it is a part of, by identifier.
    pub part_of: Option<&'static str>,
}

/// What a measure took from the observations, before any judgement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken {
    /// What is known: the operands of the formula.
    pub(crate) known: Vec<(&'static str, Exact)>,
    /// What the unknown cases may make of them: every assignment, or those that bound all others.
    /// Empty where nothing is unknown.
    pub(crate) possible: Vec<Vec<(&'static str, Exact)>>,
    /// Whether the unknown may raise the figure without bound, beyond what `possible` lists.
    pub(crate) unbounded: bool,
    /// The number of cases, samples or plans that the figure is over.
    pub(crate) population: u128,
    /// Numerator and denominator for people, where the figure is a ratio.
    pub(crate) ratio: Option<(Exact, Exact)>,
    pub(crate) breaches: Vec<Breach>,
    pub(crate) excluded: Vec<Excluded>,
    pub(crate) undetermined: Vec<Undetermined>,
    pub(crate) pending: Vec<Pending>,
    pub(crate) carried_in: Vec<Carried>,
    pub(crate) carried_out: Vec<Carried>,
    pub(crate) notes: Vec<Text>,
    /// The policies that mattered.
    pub(crate) used: Vec<PolicyId>,
    /// Seconds in the target's unit of time, for figures that are durations.
    pub(crate) is_duration: bool,
}

impl Taken {
    /// The possible figures of a share: `known` of `all`, with `unknown` cases that may go either way.
    pub(crate) fn share_of(
        &mut self,
        part: &'static str,
        all: &'static str,
        parts: u64,
        whole: u64,
        unknown: u64,
    ) {
        let operands = |parts: u64, whole: u64| vec![(part, Exact::from(parts)), (all, Exact::from(whole))];
        self.known = operands(parts, whole);
        self.ratio = Some((Exact::from(parts), Exact::from(whole)));
        self.population = whole.into();
        if unknown == 0 {
            return;
        }
        let total = whole + unknown;
        // A share is monotone in its part, so the ends bound it; a formula read to the letter need not be.
        const LISTED: u64 = 512;
        self.possible = if unknown <= LISTED {
            (0..=unknown).map(|fit| operands(parts + fit, total)).collect()
        } else {
            vec![operands(parts, total), operands(parts + unknown, total)]
        };
    }
}

/// An open case that the policy leaves out until it is decided.
fn not_counted_yet(case: &Case) -> Text {
    Text::new(
        format!("{}は評価時点で未了のため、まだ数えない", case.id),
        format!("{} is open at the time of evaluation and not counted yet", case.id),
    )
}

/// Operands as the formula takes them.
pub(crate) fn operands_of(values: &[(&'static str, Exact)]) -> Operands {
    values.iter().map(|(id, value)| (TermId::from(*id), value.clone())).collect()
}
