//! What a measure took from the observations, before any judgement.

use formula::{Exact, Operands, TermId};
use provenance::{Text, number_of};

use crate::{
    Case, ClockReading, Event, Ratio, SurveyAnswer, Tally, Timing,
    policy::PercentileRank,
    result::{Breach, Carried, Decided, Excluded, Pending, Undetermined},
};

/// Which place among values that are sorted from the smallest.
///
/// # Formula
/// Of n values, `nearest-rank` takes the one at ⌈p·n⌉; `interpolated` takes 1 + p·(n − 1) and goes the fraction of the way
/// to the next, as spreadsheets do. The whole (p = 1) is the greatest either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rank {
    /// The share of the values that lie below it or at it, above 0 and 1 at most.
    pub(super) share: Exact,
    pub(super) reading: PercentileRank,
}

/// Operands of a formula with their values.
pub(crate) type Values = Vec<(&'static str, Exact)>;

/// What a measure took from the observations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken<'a> {
    /// What is known: the operands of the formula.
    pub(crate) known: Values,
    /// What the unknown cases may make of them.
    pub(crate) possible: Possible<Values>,
    /// The number of cases, samples or plans that the figure is over.
    pub(crate) population: u128,
    /// How many of them missed, where single ones can miss.
    pub(crate) misses: Option<Misses>,
    /// What the figure is made of, for people, where it is a ratio.
    pub(crate) ratio: Option<Ratio>,
    /// The cases whose place among the others makes the figure.
    pub(crate) decided: Vec<Decided>,
    pub(crate) breaches: Vec<Breach>,
    pub(crate) excluded: Vec<Excluded>,
    pub(crate) undetermined: Vec<Undetermined>,
    pub(crate) pending: Vec<Pending>,
    pub(crate) carried_in: Vec<Carried>,
    pub(crate) carried_out: Vec<Carried>,
    pub(crate) notes: Vec<Text>,
    /// The cases that were looked at, where they are listed one by one.
    pub(crate) seen: Vec<Seen<'a>>,
    /// The records that count and are no cases, where they are listed one by one.
    pub(crate) events: Vec<&'a Event>,
    pub(crate) tallies: Vec<&'a Tally>,
    pub(crate) answers: Vec<&'a SurveyAnswer>,
    /// Those of the cases that are open and left to a later month.
    pub(crate) left_open: Vec<&'a str>,
    /// How many are open and how many unknown, where they are counted and not listed.
    counted: Option<(u64, u64)>,
}

/// What single records add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    known: Vec<(&'static str, Exact)>,
    pub(crate) population: u128,
    pub(crate) pending: u64,
    pub(crate) undetermined: u64,
    pub(crate) excluded: u64,
}

impl Sum {
    /// What a measure took from one record.
    pub(crate) fn of(taken: &Taken<'_>) -> Self {
        Self {
            known: taken.known.clone(),
            population: taken.population,
            pending: taken.open(),
            undetermined: taken.unknown(),
            excluded: number_of(taken.excluded.len()),
        }
    }

    /// An operand's sum; nothing where no record has it.
    pub(super) fn known(&self, id: &str) -> Exact {
        let found = self.known.iter().find(|(known, _)| *known == id);
        found.map_or_else(|| Exact::from(0), |(_, value)| value.clone())
    }

    /// Cases that may turn out either way.
    pub(super) fn either_way(&self) -> u64 {
        self.pending + self.undetermined
    }

    /// A measure's figure of so much, without the lists.
    pub(super) fn taken(&self) -> Taken<'static> {
        Taken { counted: Some((self.pending, self.undetermined)), ..Taken::default() }
    }

    pub(crate) fn put_in(&mut self, other: &Self) {
        for (id, value) in &other.known {
            match self.known.iter_mut().find(|(known, _)| known == id) {
                Some((_, sum)) => *sum = sum.clone() + value.clone(),
                None => self.known.push((id, value.clone())),
            }
        }
        self.population += other.population;
        self.pending += other.pending;
        self.undetermined += other.undetermined;
        self.excluded += other.excluded;
    }

    /// Takes out what was put in.
    pub(crate) fn take_out(&mut self, other: &Self) {
        for (id, value) in &other.known {
            if let Some((_, sum)) = self.known.iter_mut().find(|(known, _)| known == id) {
                *sum = sum.clone() - value.clone();
            }
        }
        self.population -= other.population;
        self.pending -= other.pending;
        self.undetermined -= other.undetermined;
        self.excluded -= other.excluded;
    }
}

/// A case that was looked at, with what its clock shows.
#[derive(Debug, Clone)]
pub(crate) struct Seen<'a> {
    pub(crate) case: &'a Case,
    pub(crate) reading: Option<ClockReading>,
    /// What it took by the measure, where that is not what its clock shows.
    pub(crate) took: Option<i64>,
    pub(crate) timing: Option<Timing>,
    /// What it was allowed, where that is a number of seconds.
    pub(crate) allowed: Option<i64>,
}

/// How many missed, and how it is told how many may.
#[derive(Debug, Clone)]
pub(crate) struct Misses {
    pub(crate) missed: u128,
    pub(crate) allowed: Allowed,
}

/// How it is told how many of so many may miss while the target is met.
#[derive(Debug, Clone)]
pub(crate) enum Allowed {
    /// By the item's formula, of its part and its whole.
    ByFormula { part: &'static str, whole: &'static str },
    /// By what may lie beyond the place that makes the figure.
    ByPlace(Rank),
}

/// What may come of cases of which too little is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Possible<T> {
    /// Nothing is unknown.
    #[default]
    Settled,
    /// Each of these, and nothing else.
    Each(Vec<T>),
    /// Anything between these ends.
    Between(T, T),
    /// Anything from this upward.
    From(T),
}

impl<T> Possible<T> {
    /// The same of what follows from each.
    pub(crate) fn map<U>(&self, mut to: impl FnMut(&T) -> U) -> Possible<U> {
        match self {
            Self::Settled => Possible::Settled,
            Self::Each(all) => Possible::Each(all.iter().map(to).collect()),
            Self::Between(one, other) => Possible::Between(to(one), to(other)),
            Self::From(least) => Possible::From(to(least)),
        }
    }

    /// What is listed: all of it, or its ends.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &T> {
        let (all, ends) = match self {
            Self::Settled => ([].as_slice(), [None, None]),
            Self::Each(all) => (all.as_slice(), [None, None]),
            Self::Between(one, other) => ([].as_slice(), [Some(one), Some(other)]),
            Self::From(least) => ([].as_slice(), [Some(least), None]),
        };
        all.iter().chain(ends.into_iter().flatten())
    }
}

impl<'a> Taken<'a> {
    /// A share: `parts` of `whole` are good, and `unknown` more cases may go either way.
    pub(super) fn share_of(
        &mut self,
        (part, all): (&'static str, &'static str),
        parts: u128,
        whole: u128,
        unknown: u64,
    ) {
        let operands = |parts: u128, whole: u128| vec![(part, Exact::from(parts)), (all, Exact::from(whole))];
        self.known = operands(parts, whole);
        self.ratio = Some(Ratio { numerator: Exact::from(parts), denominator: Exact::from(whole) });
        self.population = whole;
        let allowed = Allowed::ByFormula { part, whole: all };
        self.misses = whole.checked_sub(parts).map(|missed| Misses { missed, allowed });
        if unknown == 0 {
            return;
        }
        let total = whole + u128::from(unknown);
        // A share is monotone in its part, so the ends bound it; a formula read to the letter need not be.
        const LISTED: u64 = 512;
        self.possible = if unknown <= LISTED {
            Possible::Each((0..=unknown).map(|fit| operands(parts + u128::from(fit), total)).collect())
        } else {
            Possible::Between(operands(parts, total), operands(parts + u128::from(unknown), total))
        };
    }

    /// How many cases may turn out either way, beside those that are merely open.
    pub(crate) fn unknown(&self) -> u64 {
        self.counted.map_or_else(|| number_of(self.undetermined.len()), |(_, unknown)| unknown)
    }

    /// How many cases are open and not decided yet.
    pub(crate) fn open(&self) -> u64 {
        self.counted.map_or_else(|| number_of(self.pending.len()), |(open, _)| open)
    }

    /// Tells that a case is open and left out until it is decided.
    pub(super) fn leave_out_open(&mut self, case: &'a Case) {
        self.left_open.push(&case.id);
        self.notes.push(Text::new(
            format!("{}は評価時点で未了のため、まだ数えない", case.id),
            format!("{} is open at the time of evaluation and not counted yet", case.id),
        ));
    }
}

/// Operands as the formula takes them.
pub(crate) fn operands_of(values: &[(&'static str, Exact)]) -> Operands {
    values.iter().map(|(id, value)| (TermId::from(*id), value.clone())).collect()
}
