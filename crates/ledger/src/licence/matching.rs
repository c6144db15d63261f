//! The most copies that the seats can cover, with as few rows re-pointed as that takes.
//!
//! Copies of one class and licences of one kind are alike, so they are matched by number: a flow runs from the
//! classes through the licences to the sink. A copy that stays with the licence its row names costs nothing; one that
//! is placed anew costs as many as it has rows. A maximum flow of least cost therefore covers as many copies as can
//! be, and among all ways to do so keeps as many rows as they are. Where copies remain, those that can be reached
//! from them by alternating paths compete for seats that are all taken: by the theorem of Hall no other assignment
//! covers more of them.

use std::collections::{BTreeMap, HashMap};

use provenance::place_of;

use super::{
    copies::{Class, Copies, NONE},
    coverage::{Holds, Judge},
    flow::Network,
    products::Form,
    seats::Effective,
    terms::Terms,
};
use crate::BaseConsumed;

/// Copies of a class whose rows name the same asset.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) class: usize,
    pub(crate) asset: u32,
    pub(crate) seats: u64,
    /// Whether that asset covers them.
    pub(crate) holds: Holds,
    /// The copies, in the order of their rows.
    pub(crate) copies: Vec<u32>,
}

/// A copy that is not where its row says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved {
    pub(crate) copy: u32,
    /// Where it can be; `None` where no seat is left.
    pub(crate) to: Option<usize>,
    pub(crate) seats: u64,
    pub(crate) named: usize,
}

/// Copies that compete for too few seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contest {
    /// Classes with how many copies of each are left over in this assignment.
    pub(crate) classes: Vec<(usize, u64)>,
    pub(crate) assets: Vec<usize>,
    pub(crate) copies: u64,
    pub(crate) short: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Matching {
    pub(crate) named: Vec<Named>,
    /// Placed anew or left over, where unknown counts as not covered.
    pub(crate) moved: Vec<Moved>,
    /// Shortages, where unknown counts as not covered.
    pub(crate) feared: Vec<Contest>,
    /// Shortages that remain where unknown counts as covered.
    pub(crate) proved: Vec<Contest>,
}

pub(crate) struct World<'w, 'a> {
    pub(crate) terms: &'w [Terms<'a>],
    pub(crate) seats: &'w [Effective],
    pub(crate) copies: &'w Copies<'a>,
    pub(crate) judge: Judge<'w>,
    pub(crate) when: BaseConsumed,
}

/// Licences that differ in nothing but number.
struct Groups {
    members: Vec<Vec<usize>>,
    by_product: HashMap<u32, Vec<usize>>,
    of: Vec<usize>,
    /// For each class of copies the first that asks for the same.
    alike: Vec<usize>,
}

fn index(number: u32) -> usize {
    place_of(number)
}

impl World<'_, '_> {
    pub(crate) fn matching(&self) -> Matching {
        let groups = self.groups();
        let fits = self.fits(&groups);
        let named = self.named(&groups, &fits);
        let mut result = Matching::default();
        for part in self.parts(&groups, &fits, &named) {
            let feared = self.solve(&part, &groups, &fits, &named, Holds::Yes);
            let proved = if self.is_certain(&part, &fits, &named) {
                feared.contests.clone()
            } else {
                self.solve(&part, &groups, &fits, &named, Holds::Unknown).contests
            };
            self.place(&part, &groups, &named, feared.flows, &mut result.moved);
            result.feared.extend(feared.contests);
            result.proved.extend(proved);
        }
        result.moved.sort_unstable_by_key(|moved| (moved.copy, moved.to));
        result.named = named;
        result
    }

    fn groups(&self) -> Groups {
        let mut numbers = HashMap::new();
        let mut groups =
            Groups { members: Vec::new(), by_product: HashMap::new(), of: Vec::new(), alike: self.alike() };
        for (at, (one, product)) in self.terms.iter().zip(&self.copies.products).enumerate() {
            let next = groups.members.len();
            let group = *numbers.entry((*product, one.key())).or_insert(next);
            if group == next {
                groups.members.push(Vec::new());
                if *product != NONE {
                    groups.by_product.entry(*product).or_default().push(group);
                }
            }
            if let Some(members) = groups.members.get_mut(group) {
                members.push(at);
            }
            groups.of.push(group);
        }
        groups
    }

    /// For each class the groups that cover it, or may.
    fn fits(&self, groups: &Groups) -> Vec<Vec<(usize, Holds)>> {
        let fit = |class: usize, group: usize| {
            let one = self.terms.get(*groups.members.get(group)?.first()?)?;
            let holds = self.holds(class, one);
            (holds != Holds::No).then_some((group, holds))
        };
        self.copies
            .classes
            .iter()
            .enumerate()
            .map(|(at, class)| {
                let candidates = groups.by_product.get(&class.product).into_iter().flatten();
                candidates.filter_map(|group| fit(at, *group)).collect()
            })
            .collect()
    }

    fn holds(&self, class: usize, terms: &Terms<'_>) -> Holds {
        let asked = self.copies.classes.get(class).into_iter().flat_map(|class| &class.asked);
        asked.map(|asked| self.judge.holds(terms, asked)).min().unwrap_or(Holds::Unknown)
    }

    /// The copies by class and by the asset that they name.
    fn named(&self, groups: &Groups, fits: &[Vec<(usize, Holds)>]) -> Vec<Named> {
        let key = |number: &u32| self.copies.copies.get(index(*number)).map(|copy| (copy.class, copy.asset));
        let first_row = |number: &u32| {
            let copy = self.copies.copies.get(index(*number))?;
            self.copies.order.get(index(copy.rows.0))
        };
        let mut order: Vec<(u32, u32, u32, u32)> = (0..u32::try_from(self.copies.copies.len())
            .unwrap_or(NONE))
            .filter_map(|number| {
                let (class, asset) = key(&number)?;
                Some((class, asset, *first_row(&number)?, number))
            })
            .collect();
        order.sort_unstable();
        order
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .filter_map(|run| {
                let (class, asset) = run.first().map(|first| (index(first.0), first.1))?;
                let copies: Vec<u32> = run.iter().map(|(.., number)| *number).collect();
                let seats = copies.iter().filter_map(|at| self.copies.copies.get(index(*at)));
                let seats = seats.map(|copy| copy.seats).sum::<u64>();
                let holds = match self.terms.get(index(asset)) {
                    None if asset == NONE => Holds::Unknown,
                    None => Holds::No,
                    Some(terms) => {
                        let product = self.copies.classes.get(class).map(|class| class.product);
                        if product == self.copies.products.get(index(asset)).copied() && product != Some(NONE)
                        {
                            let group = groups.of.get(index(asset));
                            let fits = fits.get(class).into_iter().flatten();
                            fits.clone()
                                .find(|(fit, _)| Some(fit) == group)
                                .map_or(Holds::No, |(_, holds)| *holds)
                        } else {
                            self.holds(class, terms)
                        }
                    }
                };
                Some(Named { class, asset, seats, holds, copies })
            })
            .collect()
    }

    /// Classes that share no licence are matched apart.
    fn parts(&self, groups: &Groups, fits: &[Vec<(usize, Holds)>], named: &[Named]) -> Vec<Part> {
        let classes = self.copies.classes.len();
        let mut sets = Sets::new(classes + self.terms.len());
        for members in &groups.members {
            for pair in members.windows(2) {
                if let [a, b] = pair {
                    sets.join(classes + a, classes + b);
                }
            }
        }
        for (class, fits) in fits.iter().enumerate() {
            for (group, _) in fits {
                if let Some(first) = groups.members.get(*group).and_then(|members| members.first()) {
                    sets.join(class, classes + first);
                }
            }
        }
        for one in named.iter().filter(|one| one.holds != Holds::No && one.asset != NONE) {
            sets.join(one.class, classes + index(one.asset));
        }
        // What the same purchase would help lacks it together, though no licence ties it any more.
        for (class, same) in groups.alike.iter().enumerate() {
            sets.join(class, *same);
        }
        for (at, effective) in self.seats.iter().enumerate() {
            if let Some(base) = effective.via {
                sets.join(classes + at, classes + base);
            }
        }
        let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
        for class in 0..classes {
            parts.entry(sets.find(class)).or_default().classes.push(class);
        }
        for asset in 0..self.terms.len() {
            if let Some(part) = parts.get_mut(&sets.find(classes + asset)) {
                part.assets.push(asset);
            }
        }
        for (at, one) in named.iter().enumerate() {
            if let Some(part) = parts.get_mut(&sets.find(one.class)) {
                part.named.push(at);
            }
        }
        let mut parts: Vec<Part> = parts.into_values().collect();
        parts.sort_by_key(|part| part.classes.first().copied());
        parts
    }

    /// For each class the first that asks for the same, on whatever device and in however many rows.
    fn alike(&self) -> Vec<usize> {
        let mut first: HashMap<(u32, Vec<Form<'_>>), usize> = HashMap::new();
        let classes = self.copies.classes.iter().enumerate();
        classes
            .map(|(at, class)| {
                let forms = class.asked.iter().map(|asked| asked.form).collect();
                *first.entry((class.product, forms)).or_insert(at)
            })
            .collect()
    }

    fn is_certain(&self, part: &Part, fits: &[Vec<(usize, Holds)>], named: &[Named]) -> bool {
        let fits_known =
            |class: &usize| fits.get(*class).is_some_and(|f| f.iter().all(|(_, h)| *h == Holds::Yes));
        let is_sure = |class: &usize| self.copies.classes.get(*class).is_some_and(Class::surely_needs_a_seat);
        let is_held =
            |asset: &usize| self.seats.get(*asset).is_some_and(|e| e.seats.is_known() && e.room.is_known());
        let is_named =
            |at: &usize| named.get(*at).is_some_and(|one| one.holds != Holds::Unknown || one.asset == NONE);
        part.classes.iter().all(|class| fits_known(class) && is_sure(class))
            && part.assets.iter().all(is_held)
            && part.named.iter().all(is_named)
    }

    /// Matches a part; `least` says how sure coverage and seats must be.
    fn solve(
        &self,
        part: &Part,
        groups: &Groups,
        fits: &[Vec<(usize, Holds)>],
        named: &[Named],
        least: Holds,
    ) -> Solved {
        let mut network = Network::default();
        let (source, sink) = (network.node(), network.node());
        let mut asset_nodes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut group_nodes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut to_assets: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for asset in &part.assets {
            let node = network.node();
            asset_nodes.insert(*asset, node);
            if let Some(group) = groups.of.get(*asset) {
                let from = *group_nodes.entry(*group).or_insert_with(|| network.node());
                let arc = network.arc(from, node, u64::MAX >> 1, 0);
                to_assets.entry(*group).or_default().push((*asset, arc));
            }
        }
        for (asset, node) in &asset_nodes {
            let Some(effective) = self.seats.get(*asset) else { continue };
            let seats = match self.when {
                BaseConsumed::AtPurchase => effective.seats,
                // Those who may not use a base itself still take their seats through it.
                BaseConsumed::AtInstallation => effective.room,
            };
            let seats = if least == Holds::Yes { seats.low } else { seats.high };
            let to = effective.via.and_then(|base| asset_nodes.get(&base)).copied().unwrap_or(sink);
            network.arc(*node, to, seats, 0);
        }
        let mut class_nodes: BTreeMap<usize, (usize, usize, u64)> = BTreeMap::new();
        let mut to_groups: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for at in &part.classes {
            let Some(class) = self.copies.classes.get(*at) else { continue };
            if least == Holds::Unknown && !class.surely_needs_a_seat() {
                continue;
            }
            let node = network.node();
            let arc = network.arc(source, node, class.seats, 0);
            class_nodes.insert(*at, (node, arc, class.seats));
            for (group, holds) in fits.get(*at).into_iter().flatten() {
                if let Some(to) = group_nodes.get(group).filter(|_| *holds >= least) {
                    let arc = network.arc(node, *to, class.seats, class.rows_each);
                    to_groups.entry(*at).or_default().push((*group, arc));
                }
            }
        }
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        for at in &part.named {
            let Some(one) = named.get(*at).filter(|one| one.holds >= least) else { continue };
            let (from, to) = (class_nodes.get(&one.class), asset_nodes.get(&index(one.asset)));
            if let (Some((from, ..)), Some(to)) = (from, to) {
                kept.insert(*at, network.arc(*from, *to, one.seats, 0));
            }
        }
        network.solve(source, sink);
        let left: BTreeMap<usize, u64> =
            class_nodes.iter().map(|(class, (_, arc, seats))| (*class, seats - network.flow(*arc))).collect();
        let mut links: Vec<(usize, usize)> = Vec::new();
        for (class, (node, ..)) in &class_nodes {
            for (group, _) in to_groups.get(class).into_iter().flatten() {
                let assets = to_assets.get(group).into_iter().flatten();
                links.extend(assets.filter_map(|(asset, _)| Some((*node, *asset_nodes.get(asset)?))));
            }
        }
        for (asset, node) in &asset_nodes {
            let base = self.seats.get(*asset).and_then(|effective| effective.via);
            links.extend(base.and_then(|base| asset_nodes.get(&base)).map(|base| (*node, *base)));
        }
        for one in kept.keys().filter_map(|at| named.get(*at)) {
            let (class, asset) = (class_nodes.get(&one.class), asset_nodes.get(&index(one.asset)));
            links.extend(class.zip(asset).map(|((class, ..), asset)| (*class, *asset)));
        }
        let first_of = |class: &usize| class_nodes.get(groups.alike.get(*class)?);
        links.extend(class_nodes.iter().filter_map(|(class, (node, ..))| Some((*node, first_of(class)?.0))));
        let contests = contests(&network, &class_nodes, &asset_nodes, &left, &links);
        let flow = |arcs: BTreeMap<usize, Vec<(usize, usize)>>| {
            let flows = |arcs: Vec<(usize, usize)>| arcs.into_iter().map(|(to, arc)| (to, network.flow(arc)));
            arcs.into_iter().map(|(from, arcs)| (from, flows(arcs).collect())).collect()
        };
        let flows = Flows {
            kept: kept.into_iter().map(|(at, arc)| (at, network.flow(arc))).collect(),
            to_groups: flow(to_groups),
            to_assets: flow(to_assets),
        };
        Solved { contests, flows }
    }

    /// Makes an assignment of copies out of the flow.
    fn place(&self, part: &Part, groups: &Groups, named: &[Named], mut flows: Flows, moved: &mut Vec<Moved>) {
        let mut pools: BTreeMap<usize, Vec<Moved>> = BTreeMap::new();
        for at in &part.named {
            let Some(one) = named.get(*at) else { continue };
            let mut kept = flows.kept.get(at).copied().unwrap_or(0);
            for number in &one.copies {
                let seats = self.copies.copies.get(index(*number)).map_or(0, |copy| copy.seats);
                let stays = seats.min(kept);
                kept -= stays;
                if stays < seats {
                    let rest = Moved { copy: *number, to: None, seats: seats - stays, named: *at };
                    pools.entry(one.class).or_default().push(rest);
                }
            }
        }
        for (class, pool) in pools {
            let mut places: Vec<(usize, u64)> = Vec::new();
            for (group, amount) in flows.to_groups.get(&class).into_iter().flatten() {
                let mut amount = *amount;
                debug_assert!(groups.members.len() > *group);
                for (asset, seats) in flows.to_assets.get_mut(group).into_iter().flatten() {
                    let taken = amount.min(*seats);
                    if taken > 0 {
                        places.push((*asset, taken));
                        amount -= taken;
                        *seats -= taken;
                    }
                }
            }
            let mut places = places.into_iter();
            let mut place = places.next();
            for mut one in pool {
                while one.seats > 0 {
                    let Some((asset, free)) = &mut place else {
                        moved.push(one);
                        break;
                    };
                    let seats = one.seats.min(*free);
                    moved.push(Moved { to: Some(*asset), seats, ..one });
                    one.seats -= seats;
                    *free -= seats;
                    if *free == 0 {
                        place = places.next();
                    }
                }
            }
        }
    }
}

/// Classes and licences that are matched together.
#[derive(Debug, Default)]
struct Part {
    classes: Vec<usize>,
    assets: Vec<usize>,
    named: Vec<usize>,
}

struct Solved {
    contests: Vec<Contest>,
    flows: Flows,
}

/// How many seats go where.
struct Flows {
    kept: BTreeMap<usize, u64>,
    to_groups: BTreeMap<usize, Vec<(usize, u64)>>,
    to_assets: BTreeMap<usize, Vec<(usize, u64)>>,
}

/// The copies that compete for too few seats: what can be reached from those left over.
fn contests(
    network: &Network,
    class_nodes: &BTreeMap<usize, (usize, usize, u64)>,
    asset_nodes: &BTreeMap<usize, usize>,
    left: &BTreeMap<usize, u64>,
    links: &[(usize, usize)],
) -> Vec<Contest> {
    let short: Vec<usize> = class_nodes
        .iter()
        .filter(|(class, _)| left.get(class).is_some_and(|left| *left > 0))
        .map(|(_, (node, ..))| *node)
        .collect();
    if short.is_empty() {
        return Vec::new();
    }
    let reached = network.reachable(&short);
    let is_reached = |node: usize| reached.get(node).copied().unwrap_or(false);
    let mut sets = Sets::new(reached.len());
    for (one, other) in links.iter().filter(|(one, other)| is_reached(*one) && is_reached(*other)) {
        sets.join(*one, *other);
    }
    let mut found: BTreeMap<usize, Contest> = BTreeMap::new();
    for (class, (node, _, seats)) in class_nodes.iter().filter(|(_, (node, ..))| is_reached(*node)) {
        let none = Contest { classes: Vec::new(), assets: Vec::new(), copies: 0, short: 0 };
        let contest = found.entry(sets.find(*node)).or_insert(none);
        let left = left.get(class).copied().unwrap_or(0);
        contest.classes.push((*class, left));
        contest.copies += *seats;
        contest.short += left;
    }
    for (asset, node) in asset_nodes.iter().filter(|(_, node)| is_reached(**node)) {
        if let Some(contest) = found.get_mut(&sets.find(*node)) {
            contest.assets.push(*asset);
        }
    }
    let mut found: Vec<Contest> = found.into_values().filter(|contest| contest.short > 0).collect();
    found.sort_by_key(|contest| contest.classes.first().copied());
    found
}

/// Disjoint sets of numbers.
struct Sets(Vec<usize>);

impl Sets {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn find(&mut self, one: usize) -> usize {
        let mut root = one;
        while let Some(above) = self.0.get(root).copied().filter(|above| *above != root) {
            root = above;
        }
        let mut next = one;
        while next != root {
            let Some(above) = self.0.get_mut(next) else { break };
            next = std::mem::replace(above, root);
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        // The lesser stands for both, so that the order of joining does not matter.
        if let Some(above) = self.0.get_mut(one.max(other)) {
            *above = one.min(other);
        }
    }
}
