//! How many seats each licence really gives: upgrades take theirs from the licences they upgrade.

use std::collections::BTreeMap;

use super::{
    bases::{BaseFault, Basis, Link, Ties},
    coverage::Holds,
    terms::{Seats, Standing, Terms},
};
use crate::BaseConsumed;

/// The seats of a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effective {
    /// What can be upgraded further: what is held, or of an upgrade what has a base.
    pub(crate) room: Seats,
    /// What can be used.
    pub(crate) seats: Seats,
    /// How many of the seats upgrades took for good.
    pub(crate) taken: u64,
    /// The licence out of whose seats each use of this one comes.
    pub(crate) via: Option<usize>,
    /// What is wrong with its base.
    pub(crate) fault: Option<BaseFault>,
    /// Whether the ledger contradicts itself about what it upgrades.
    pub(crate) is_open: bool,
}

/// Works out the seats of licences that are sorted by asset number.
pub(crate) fn effective(terms: &[Terms<'_>], basis: &Basis<'_>) -> Vec<Effective> {
    let day = basis.day;
    let ties = Ties::of(terms, basis);
    let mut result: Vec<Effective> = terms
        .iter()
        .zip(&ties.links)
        .zip(&ties.is_disputed)
        .map(|((one, link), is_disputed)| alone(one, link.as_ref(), *is_disputed, basis))
        .collect();
    let mut upgrades: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let (order, is_circular) = by_depth(terms, &ties.links, &mut result);
    for (at, link) in ties.links.iter().enumerate() {
        let is_circular = is_circular.get(at).is_some_and(|circular| *circular);
        if let Some(link) = link.as_ref().filter(|link| link.fit != Holds::No && !is_circular) {
            upgrades.entry(link.base).or_default().push(at);
        }
    }
    for at in order {
        let Some(base) = terms.get(at) else { continue };
        let Some(room) = result.get(at).map(|effective| effective.room) else { continue };
        let lost = ties.lost.get(at).copied().unwrap_or(0);
        let mut left = Seats { low: room.low.max(lost) - lost, high: room.high };
        let (mut taken, mut doubtful) = (0_u64, 0_u64);
        let mut children = upgrades.get(&at).cloned().unwrap_or_default();
        children.sort_by_key(|child| terms.get(*child).map(|one| (one.since, one.asset)));
        for child in children {
            let (Some(one), Some(Some(link))) = (terms.get(child), ties.links.get(child)) else { continue };
            let Some(effective) = result.get_mut(child) else { continue };
            if !one.has_begun(day) {
                continue;
            }
            let is_disputed = ties.is_disputed.get(child).is_some_and(|disputed| *disputed);
            let is_sure = link.fit == Holds::Yes && !link.is_open;
            let has_some = link.fit == Holds::Yes && !is_disputed && one.standing != Standing::Unsaid;
            let founded = Seats {
                low: if has_some { one.held.low.min(left.low) } else { 0 },
                high: if link.is_open { one.held.high } else { one.held.high.min(left.high) },
            };
            if is_sure && founded.low < one.held.low {
                effective.fault = Some(BaseFault::TooFew);
            }
            effective.room = founded;
            // What the ledger contradicts itself about goes by no policy: the base may be used up, or not.
            if basis.when == BaseConsumed::AtInstallation && !link.is_open {
                effective.via = Some(at);
                continue;
            }
            let before = left.low;
            left.low = before.max(one.held.high) - one.held.high;
            let gone = if is_sure { one.held.low } else { 0 };
            left.high = left.high.max(gone) - gone;
            let gone = before - left.low;
            if link.is_open {
                doubtful += gone;
            } else {
                taken += gone;
            }
        }
        if let Some(effective) = result.get_mut(at) {
            effective.taken = taken;
            effective.seats = if base.is_in_force(day) { left } else { Seats::default() };
            if basis.when == BaseConsumed::AtInstallation {
                effective.room = left;
            }
            if !base.unreadable.is_empty() {
                effective.seats.low = 0;
            }
        }
        // Seats that come out of a base's are gone there too, should the doubtful upgrade be one.
        let mut up = result.get(at).and_then(|effective| effective.via);
        while let Some(effective) = up.and_then(|up| result.get_mut(up)) {
            for seats in [&mut effective.seats, &mut effective.room] {
                seats.low = seats.low.max(doubtful) - doubtful;
            }
            up = effective.via;
        }
    }
    result
}

/// A licence as if there were no others.
fn alone(one: &Terms<'_>, link: Option<&Link>, is_disputed: bool, basis: &Basis<'_>) -> Effective {
    let may_be = Seats { low: 0, high: one.held.high };
    let is_open = is_disputed || link.is_some_and(|link| link.is_open);
    let (room, fault) = match (one.standing, link) {
        (Standing::Full, None) => (one.held, None),
        (Standing::Full, Some(_)) | (Standing::Either(_), _) => (may_be, None),
        (Standing::Unsaid, _) => (may_be, Some(BaseFault::Unsaid)),
        (Standing::Upgrades(_), None) => (Seats::default(), Some(BaseFault::NotHeld)),
        (Standing::Upgrades(_), Some(link)) => (Seats::default(), link.fault),
    };
    let room = if is_open && room == Seats::default() { may_be } else { room };
    let room = if one.is_base(basis.day) { room } else { Seats::default() };
    Effective { room, seats: Seats::default(), taken: 0, via: None, fault, is_open }
}

/// Licences with their bases before them, and which of them have none because they are in a circle or rest on one.
fn by_depth(
    terms: &[Terms<'_>],
    links: &[Option<Link>],
    result: &mut [Effective],
) -> (Vec<usize>, Vec<bool>) {
    let mut order = Vec::with_capacity(links.len());
    let mut is_circular = vec![false; links.len()];
    for (start, one) in terms.iter().enumerate() {
        let (mut at, mut depth, mut is_open) = (start, 0_usize, false);
        while let Some(Some(link)) = links.get(at) {
            at = link.base;
            depth += 1;
            is_open |= link.is_open;
            if depth > links.len() {
                break;
            }
        }
        let places = (result.get_mut(start), is_circular.get_mut(start));
        if let ((Some(effective), Some(circular)), true) = (places, depth > links.len()) {
            *circular = true;
            // A circle that rests on a contradiction may be none.
            let high = if is_open { one.held.high } else { 0 };
            effective.room = Seats { low: 0, high };
            effective.fault = if is_open { effective.fault } else { Some(BaseFault::Circle) };
        }
        order.push((depth.min(links.len()), start));
    }
    order.sort_unstable();
    (order.into_iter().map(|(_, at)| at).collect(), is_circular)
}
