//! Which licence an upgrade rests on, what it has from it, and where the ledger contradicts itself about that.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    coverage::Holds,
    products::{Mark, Products},
    terms::{Binding, Seats, Standing, Terms},
};
use crate::{BaseConsumed, BaseLanguage, Policies};

/// What bases are judged by beside the licences.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Basis<'p> {
    pub(crate) products: &'p Products,
    pub(crate) day: NaiveDate,
    pub(crate) when: BaseConsumed,
    pub(crate) language: BaseLanguage,
}

impl<'p> Basis<'p> {
    pub(crate) fn new(products: &'p Products, policies: &Policies, day: NaiveDate) -> Self {
        let (when, language) = (policies.base_consumed.value, policies.base_language.value);
        Self { products, day, when, language }
    }
}

/// What is wrong with the base of an upgrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseFault {
    /// The ledger does not say which licence it upgrades.
    Unsaid,
    /// No licence of that number is held.
    NotHeld,
    /// It is for another product, or for a newer version, or for the same one in no lesser edition.
    Unfit,
    /// It is for another language.
    OtherLanguage,
    /// It is bound to another device than the upgrade.
    OtherDevice,
    /// Product, version, edition, language or device of one of the two is not known.
    Unknown,
    /// It was retired, and the ledger does not say whether the upgrade was bought by then.
    BoughtWhen,
    /// Its term is over, has not begun, its device is gone, or it was retired before the upgrade was bought.
    NotInForce,
    /// It is, by way of others, its own base.
    Circle,
    /// It has fewer seats than the upgrade.
    TooFew,
}

/// The base of an upgrade, and whether it can be upgraded so.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) base: usize,
    pub(crate) fit: Holds,
    pub(crate) fault: Option<BaseFault>,
    /// Whether the ledger contradicts itself: it may be no upgrade of this base.
    pub(crate) is_open: bool,
}

/// Two records that do not agree on what upgrades what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Contradiction<'a> {
    /// A licence is called full, and yet upgrades another.
    FullUpgrade { asset: &'a str, base: &'a str },
    /// A licence is upgraded by one that does not say so.
    Unreturned { asset: &'a str, by: &'a str },
    /// A licence is upgraded by one that is not held.
    UpgradedByNone { asset: &'a str, by: &'a str },
}

/// What ties licences together.
#[derive(Debug)]
pub(crate) struct Ties {
    /// For each licence, its base.
    pub(crate) links: Vec<Option<Link>>,
    /// For each, how many of its seats may be gone to others that do not say so.
    pub(crate) lost: Vec<u64>,
    /// For each, whether several licences may be its base.
    pub(crate) is_disputed: Vec<bool>,
}

fn find(terms: &[Terms<'_>], asset: &str) -> Option<usize> {
    terms.binary_search_by(|other| other.asset.cmp(asset)).ok()
}

impl Ties {
    /// Works out the ties of licences that are sorted by asset number.
    pub(crate) fn of(terms: &[Terms<'_>], basis: &Basis<'_>) -> Self {
        let mut lost = vec![0_u64; terms.len()];
        let mut is_disputed = vec![false; terms.len()];
        // Bases that a licence does not name itself, but which name it.
        let mut claimed: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, base) in terms.iter().enumerate() {
            let Some(by) = base.upgraded_by else { continue };
            let child = find(terms, by).filter(|child| *child != at);
            let Some((child, one)) = child.and_then(|child| Some((child, terms.get(child)?))) else {
                if let Some(lost) = lost.get_mut(at) {
                    *lost = Seats::UNKNOWN;
                }
                continue;
            };
            if one.base() == Some(base.asset) || !one.has_begun(basis.day) {
                continue;
            }
            if one.base().is_none() && !claimed.contains_key(&child) {
                claimed.insert(child, at);
                continue;
            }
            if let (Some(lost), Some(disputed)) = (lost.get_mut(at), is_disputed.get_mut(child)) {
                *lost = Seats::UNKNOWN.min(*lost + one.held.high);
                *disputed = true;
            }
        }
        let links = terms.iter().zip(&is_disputed).enumerate().map(|(at, (one, is_disputed))| {
            let base = match one.base() {
                Some(base) => find(terms, base)?,
                None => *claimed.get(&at)?,
            };
            let is_open = *is_disputed || !matches!(one.standing, Standing::Upgrades(_));
            let (fit, fault) = fit(terms.get(base)?, one, is_open, basis);
            Some(Link { base, fit, fault, is_open })
        });
        Self { links: links.collect(), lost, is_disputed }
    }
}

/// Where records do not agree on what upgrades what, in the order of asset numbers.
pub(crate) fn contradictions<'a>(terms: &[Terms<'a>]) -> Vec<Contradiction<'a>> {
    let mut found = Vec::new();
    for one in terms {
        let asset = one.asset;
        if let Standing::Either(base) = one.standing {
            found.push(Contradiction::FullUpgrade { asset, base });
        }
        let Some(by) = one.upgraded_by else { continue };
        match find(terms, by).and_then(|at| terms.get(at)) {
            None => found.push(Contradiction::UpgradedByNone { asset, by }),
            // What an upgrade leaves unsaid contradicts nothing.
            Some(other) if other.base() == Some(asset) || other.standing == Standing::Unsaid => {}
            Some(_) => found.push(Contradiction::Unreturned { asset, by }),
        }
    }
    found
}

/// Gives upgrades the device that their base is bound to, and notes what is not bought yet.
pub(crate) fn joined<'a>(mut terms: Vec<Terms<'a>>, day: NaiveDate) -> Vec<Terms<'a>> {
    let inherited: Vec<Option<(Binding<'a>, Option<NaiveDate>)>> =
        terms.iter().map(|one| inherited(&terms, one)).collect();
    for (one, inherited) in terms.iter_mut().zip(inherited) {
        if let Some((binding, gone_on)) = inherited {
            (one.binding, one.device_gone_on) = (binding, gone_on);
        }
        one.not_before = one.procured_on.filter(|on| *on > day);
    }
    terms
}

fn inherited<'a>(terms: &[Terms<'a>], one: &Terms<'a>) -> Option<(Binding<'a>, Option<NaiveDate>)> {
    let mut at = one;
    let mut unsaid = None;
    // No chain of bases is longer than there are licences, unless it is a circle.
    for _ in 0..=terms.len() {
        match at.binding {
            Binding::Device(_) => return Some((at.binding, at.device_gone_on)),
            Binding::Unsaid => unsaid = Some((Binding::Unsaid, None)),
            Binding::Free => {}
        }
        let Standing::Upgrades(base) = at.standing else { break };
        let Some(base) = find(terms, base).and_then(|base| terms.get(base)) else { break };
        at = base;
    }
    unsaid
}

/// Whether one licence can be upgraded by another, and what is wrong with it.
fn fit(base: &Terms<'_>, one: &Terms<'_>, is_open: bool, basis: &Basis<'_>) -> (Holds, Option<BaseFault>) {
    let device = match (base.binding, one.binding) {
        (Binding::Device(a), Binding::Device(b)) if a != b => Holds::No,
        (Binding::Device(_), Binding::Device(_)) | (Binding::Free, _) => Holds::Yes,
        (Binding::Unsaid, Binding::Device(_)) => Holds::Unknown,
        // An upgrade has its base's device; what may be no upgrade does not.
        _ if is_open => Holds::Unknown,
        _ => Holds::Yes,
    };
    let rules = [
        (lasts(base, one, basis.day), BaseFault::NotInForce, BaseFault::BoughtWhen),
        (product(base, one).min(version(base, one, basis)), BaseFault::Unfit, BaseFault::Unknown),
        (language(base, one, basis), BaseFault::OtherLanguage, BaseFault::Unknown),
        (device, BaseFault::OtherDevice, BaseFault::Unknown),
    ];
    let fit = rules.iter().map(|(holds, ..)| *holds).min().unwrap_or(Holds::Unknown);
    let worst = rules.into_iter().find(|(holds, ..)| *holds == fit);
    let fault = match (fit, worst) {
        (Holds::No, Some((_, fault, _))) | (Holds::Unknown, Some((.., fault))) => Some(fault),
        _ => None,
    };
    (fit, fault)
}

/// Whether a licence can be upgraded on a day: of those retired, only one that the upgrade replaced.
fn lasts(base: &Terms<'_>, one: &Terms<'_>, day: NaiveDate) -> Holds {
    let retired_on = base.retired_on.filter(|on| *on <= day);
    match (retired_on, one.procured_on) {
        _ if !base.is_base(day) => Holds::No,
        (None, _) => Holds::Yes,
        (Some(retired), Some(bought)) if bought <= retired => Holds::Yes,
        (Some(_), Some(_)) => Holds::No,
        // It stood in the ledger by then, or the base says that it was replaced by it.
        (Some(retired), None)
            if one.since.is_some_and(|since| since <= retired) || base.upgraded_by == Some(one.asset) =>
        {
            Holds::Yes
        }
        (Some(_), None) => Holds::Unknown,
    }
}

fn product(base: &Terms<'_>, one: &Terms<'_>) -> Holds {
    match (base.form.product, one.form.product) {
        (Mark::Known(a), Mark::Known(b)) if a == b => Holds::Yes,
        (Mark::Known(_), Mark::Known(_)) => Holds::No,
        _ => Holds::Unknown,
    }
}

/// An older version, or the same in a lesser edition.
fn version(base: &Terms<'_>, one: &Terms<'_>, basis: &Basis<'_>) -> Holds {
    match (base.form.version, one.form.version) {
        (Mark::Known(a), Mark::Known(b)) if a < b => Holds::Yes,
        (Mark::NotAsked, Mark::NotAsked) => Holds::Yes,
        (Mark::Known(a), Mark::Known(b)) if a == b => match (base.form.edition, one.form.edition) {
            (Mark::Known(lesser), Mark::Known(greater)) => {
                let product = basis.products.known(one.form.product);
                let covers = product.and_then(|product| product.edition(greater));
                let is_greater = lesser != greater && covers.is_some_and(|edition| edition.covers(lesser));
                if is_greater { Holds::Yes } else { Holds::No }
            }
            (Mark::NotAsked, _) | (_, Mark::NotAsked) => Holds::No,
            _ => Holds::Unknown,
        },
        (Mark::Known(_), Mark::Known(_)) => Holds::No,
        _ => Holds::Unknown,
    }
}

/// The same language, or one of the two licences is for that of the other too.
fn language(base: &Terms<'_>, one: &Terms<'_>, basis: &Basis<'_>) -> Holds {
    let language = |at: u32| basis.products.language(at);
    let covers = |a: u32, b: u32| language(a).is_some_and(|language| language.covers(b));
    let covers_all = |mark: Mark<'_>| match mark {
        Mark::Known(at) => language(at).is_some_and(|language| language.covers_all()),
        Mark::NotAsked | Mark::Missing | Mark::Unlisted(_) => false,
    };
    match (base.form.language, one.form.language) {
        _ if basis.language == BaseLanguage::Any => Holds::Yes,
        (Mark::NotAsked, _) | (_, Mark::NotAsked) => Holds::Yes,
        (Mark::Known(a), Mark::Known(b)) if a == b || covers(a, b) || covers(b, a) => Holds::Yes,
        (Mark::Known(_), Mark::Known(_)) => Holds::No,
        // The language of a licence in another product's words is unknown with its product.
        (a, b) if covers_all(a) || covers_all(b) => Holds::Yes,
        _ => Holds::Unknown,
    }
}
