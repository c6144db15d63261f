//! What stands at a place among many values: percentiles, and the greatest.

use formula::{Exact, Rounding};

use super::{
    Misses, Possible, Taken, Timed,
    taken::{Allowed, Rank},
};
use crate::{
    Allowance, Operator, Target,
    measure::timed::Lasted,
    policy::{Abandoned, PercentileRank},
    result::{Breach, Decided},
    scope::Scope,
};

impl Rank {
    /// The place among `n` values, from 1, and how far to go to the next.
    fn place(&self, n: u128) -> Option<(u128, Exact)> {
        let last = Exact::from(n.checked_sub(1)?);
        Some(match self.reading {
            PercentileRank::NearestRank => {
                let place = (self.share.clone() * Exact::from(n)).rounded(0, Rounding::Ceiling);
                (place.to_u128()?.max(1), Exact::from(0))
            }
            PercentileRank::Interpolated => {
                let place = Exact::from(1) + self.share.clone() * last;
                let below = place.rounded(0, Rounding::Floor);
                (below.to_u128()?, place - below)
            }
        })
    }

    /// The places that make the figure of `n` values, from 1.
    fn deciding(&self, n: u128) -> impl Iterator<Item = u128> {
        let place = self.place(n);
        let next = place.as_ref().filter(|(_, rest)| *rest > Exact::from(0)).map(|(place, _)| place + 1);
        place.map(|(place, _)| place).into_iter().chain(next)
    }

    /// The value at the place of sorted values, followed by so many that are greater than every number: `None` where it
    /// is one of those, or where there is no value.
    fn of(&self, sorted: &[i64], beyond: u64) -> Option<Exact> {
        let n = u128::try_from(sorted.len()).ok()? + u128::from(beyond);
        let (place, rest) = self.place(n)?;
        let at = |place: u128| {
            let index = usize::try_from(place.checked_sub(1)?).ok()?;
            sorted.get(index).map(|seconds| Exact::from(*seconds))
        };
        let lower = at(place)?;
        if rest == Exact::from(0) {
            return Some(lower);
        }
        let step = at(place + 1)? - lower.clone();
        Some(lower + rest * step)
    }

    /// How many of `cases` may miss a target while it is met. What is interpolated depends on by how much they miss.
    pub(crate) fn misses_allowed(&self, cases: u128, target: &Target) -> Option<u128> {
        let (place, _) = self.place(cases)?;
        match (self.reading, target.operator) {
            (PercentileRank::NearestRank, Operator::AtMost) => cases.checked_sub(place),
            (PercentileRank::NearestRank, Operator::AtLeast) => place.checked_sub(1),
            (PercentileRank::NearestRank, Operator::Equal) | (PercentileRank::Interpolated, _) => None,
        }
    }

    /// The figure of timed cases, under the operand of that name.
    pub(super) fn take<'a>(self, operand: &'static str, cases: &Timed, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
        // With an upper bound each open case has a time by which it must be done.
        let bound = scope.in_force.target.filter(|target| target.operator == Operator::AtMost);
        let allowed = bound.and_then(|target| target.seconds().to_i64()).map(Allowance::Seconds);
        let mut lasted = cases.lasted(scope, allowed, &mut taken);
        lasted.sort_by(|a, b| (a.seconds, a.started, &a.case.id).cmp(&(b.seconds, b.started, &b.case.id)));
        let known: Vec<i64> = lasted.iter().map(|lasted| lasted.seconds).collect();
        let values = |value: Option<Exact>| value.map(|value| (operand, value)).into_iter().collect();
        taken.known = values(self.of(&known, 0));
        taken.population = u128::try_from(known.len()).unwrap_or_default();
        taken.decided = decided(&self, &lasted, taken.population);

        // An open case will have taken at least what it has taken by now, unless it is given up and left out.
        let may_vanish =
            cases.abandoned.is_some() && scope.reading(&scope.policies.abandoned) == Abandoned::LeaveOut;
        let so_far = |took: i64| if may_vanish { 0 } else { took };
        let unknown = taken.unknown() + provenance::number_of(taken.pending.len());
        if unknown > 0 {
            let mut least = known.clone();
            least.extend(taken.pending.iter().map(|pending| so_far(pending.took)));
            least.extend(taken.undetermined.iter().map(|_| 0));
            least.sort_unstable();
            let least = values(self.of(&least, 0));
            taken.possible = match self.of(&known, unknown) {
                Some(greatest) => Possible::Between(least, values(Some(greatest))),
                None => Possible::From(least),
            };
        }

        if let Some(wanted) = scope.in_force.target {
            let seconds = wanted.seconds();
            let misses = |took: i64| !wanted.operator.holds(&Exact::from(took), &seconds);
            for lasted in lasted.iter().filter(|lasted| misses(lasted.seconds)) {
                taken.breaches.push(Breach::took(lasted.case, lasted.seconds, &seconds));
            }
            // What is open and over already will not come back under it.
            let is_over = |took: i64| wanted.operator == Operator::AtMost && misses(so_far(took));
            let open = taken.pending.iter().filter(|pending| is_over(pending.took));
            let open: Vec<Breach> = open.map(|pending| Breach::open(pending, &seconds)).collect();
            taken.breaches.extend(open);
            let missed = u128::try_from(taken.breaches.len()).unwrap_or_default();
            taken.misses = Some(Misses { missed, allowed: Allowed::ByPlace(self) });
        }
        taken
    }
}

/// The cases at the deciding places of sorted ones.
fn decided(rank: &Rank, sorted: &[Lasted<'_>], n: u128) -> Vec<Decided> {
    let at = |place: u128| {
        let lasted = sorted.get(usize::try_from(place.checked_sub(1)?).ok()?)?;
        Some(Decided::new(lasted.case, lasted.seconds, place))
    };
    rank.deciding(n).filter_map(at).collect()
}
