//! How many seats each licence really gives: upgrades take theirs from the licences they upgrade.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    coverage::Holds,
    products::Mark,
    terms::{Seats, Standing, Terms},
};
use crate::BaseConsumed;

/// What is wrong with the base of an upgrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseFault {
    /// The ledger does not say which licence it upgrades.
    Unsaid,
    /// No licence of that number is held.
    NotHeld,
    /// It is for another product, or for the same version or a newer one.
    Unfit,
    /// Product or version of one of the two is not known.
    Unknown,
    /// Its term is over, has not begun, or its device is gone.
    NotInForce,
    /// It is, by way of others, its own base.
    Circle,
    /// It has fewer seats than the upgrade.
    TooFew,
}

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
}

/// Works out the seats of licences that are sorted by asset number.
pub(crate) fn effective(terms: &[Terms<'_>], day: NaiveDate, when: BaseConsumed) -> Vec<Effective> {
    let links: Vec<Option<Link>> = terms.iter().map(|one| link(terms, one, day)).collect();
    let mut result: Vec<Effective> =
        terms.iter().zip(&links).map(|(one, link)| alone(one, link.as_ref(), day)).collect();
    let mut upgrades: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, link) in links.iter().enumerate() {
        if let Some(link) = link.as_ref().filter(|link| link.fit != Holds::No) {
            upgrades.entry(link.base).or_default().push(at);
        }
    }
    for at in by_depth(&links, &mut result) {
        let Some(base) = terms.get(at) else { continue };
        let Some(room) = result.get(at).map(|effective| effective.room) else { continue };
        let mut left = room;
        let mut children = upgrades.get(&at).cloned().unwrap_or_default();
        children.sort_by_key(|child| terms.get(*child).map(|one| (one.since, one.asset)));
        for child in children {
            let (Some(one), Some(Some(Link { fit, .. }))) = (terms.get(child), links.get(child)) else {
                continue;
            };
            let Some(effective) = result.get_mut(child) else { continue };
            if effective.fault == Some(BaseFault::Circle) || one.from.is_some_and(|from| from > day) {
                continue;
            }
            let is_sure = *fit == Holds::Yes;
            let founded = Seats {
                low: if is_sure { one.held.low.min(left.low) } else { 0 },
                high: one.held.high.min(left.high),
            };
            if is_sure && founded.low < one.held.low {
                effective.fault = Some(BaseFault::TooFew);
            }
            effective.room = founded;
            match when {
                BaseConsumed::AtPurchase => {
                    left.low = left.low.saturating_sub(one.held.high);
                    left.high = left.high.saturating_sub(if is_sure { one.held.low } else { 0 });
                }
                BaseConsumed::AtInstallation => effective.via = Some(at),
            }
        }
        if let Some(effective) = result.get_mut(at) {
            effective.taken = room.low.saturating_sub(left.low);
            effective.seats = if base.is_in_force(day) { left } else { Seats::default() };
            if !base.unreadable.is_empty() {
                effective.seats.low = 0;
            }
        }
    }
    result
}

/// A licence as if there were no others.
fn alone(one: &Terms<'_>, link: Option<&Link>, day: NaiveDate) -> Effective {
    let (room, fault) = match (one.standing, link) {
        (Standing::Full, _) => (one.held, None),
        (Standing::Unsaid, _) => (Seats { low: 0, high: one.held.high }, Some(BaseFault::Unsaid)),
        (Standing::Upgrades(_), None) => (Seats::default(), Some(BaseFault::NotHeld)),
        (Standing::Upgrades(_), Some(link)) => (Seats::default(), link.fault),
    };
    let room = if one.is_base(day) { room } else { Seats::default() };
    Effective { room, seats: Seats::default(), taken: 0, via: None, fault }
}

/// The base of an upgrade, and whether it can be upgraded so.
struct Link {
    base: usize,
    fit: Holds,
    fault: Option<BaseFault>,
}

fn link(terms: &[Terms<'_>], one: &Terms<'_>, day: NaiveDate) -> Option<Link> {
    let Standing::Upgrades(base) = one.standing else { return None };
    let at = terms.binary_search_by(|other| other.asset.cmp(base)).ok()?;
    let base = terms.get(at)?;
    let product = match (base.form.product, one.form.product) {
        (Mark::Known(a), Mark::Known(b)) if a == b => Holds::Yes,
        (Mark::Known(_), Mark::Known(_)) => Holds::No,
        _ => Holds::Unknown,
    };
    let version = match (base.form.version, one.form.version) {
        (Mark::Known(a), Mark::Known(b)) if a < b => Holds::Yes,
        (Mark::NotAsked, Mark::NotAsked) => Holds::Yes,
        (Mark::Known(_), Mark::Known(_)) => Holds::No,
        _ => Holds::Unknown,
    };
    let (fit, fault) = match product.min(version) {
        _ if !base.is_base(day) => (Holds::No, Some(BaseFault::NotInForce)),
        Holds::No => (Holds::No, Some(BaseFault::Unfit)),
        Holds::Unknown => (Holds::Unknown, Some(BaseFault::Unknown)),
        Holds::Yes => (Holds::Yes, None),
    };
    Some(Link { base: at, fit, fault })
}

/// Licences with their bases before them; those in a circle have none.
fn by_depth(links: &[Option<Link>], result: &mut [Effective]) -> Vec<usize> {
    let mut order = Vec::with_capacity(links.len());
    for start in 0..links.len() {
        let (mut at, mut depth) = (start, 0_usize);
        while let Some(Some(link)) = links.get(at) {
            at = link.base;
            depth = depth.saturating_add(1);
            if depth > links.len() {
                break;
            }
        }
        if let Some(effective) = result.get_mut(start).filter(|_| depth > links.len()) {
            effective.fault = Some(BaseFault::Circle);
            effective.room = Seats::default();
        }
        order.push((depth.min(links.len()), start));
    }
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}
