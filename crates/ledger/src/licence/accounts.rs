//! Seat accounts: each fact about a licence moves seats from one account to another.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
};

use chrono::NaiveDate;
use provenance::Text;

use super::{
    bases::{Basis, joined},
    products::Products,
    seats::{Effective, effective},
    terms::{Binding, Terms},
};
use crate::{
    ApprovedSeat, AsOf, BaseConsumed, Cell, Event, Field, Journal, Kind, Policies, Put, Rules, UpgradedUse,
    journal::effective as facts,
};

/// The accounts of an asset number. Together they always hold nothing: what one gains another loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeatAccount {
    /// Where seats come from; below zero by as many as are held.
    Outside,
    /// Seats that nothing takes; below zero where more are used than there are.
    Free,
    /// Taken by approved applications.
    Reserved,
    /// Taken by installations.
    Installed,
    /// Handed to offices abroad.
    Distributed,
    /// Taken by the licences that upgrade this one.
    Upgraded,
    /// Held and of no use: of an upgrade without a base, or of a licence whose terms cannot be read.
    Barred,
    /// Given up, or over with their term or their device.
    Retired,
}

impl SeatAccount {
    /// All accounts.
    pub const ALL: &'static [Self] = &[
        Self::Outside,
        Self::Free,
        Self::Reserved,
        Self::Installed,
        Self::Distributed,
        Self::Upgraded,
        Self::Barred,
        Self::Retired,
    ];

    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Outside => Text::new("調達元", "outside"),
            Self::Free => Text::new("未使用", "free"),
            Self::Reserved => Text::new("申請承認", "reserved"),
            Self::Installed => Text::new("導入", "installed"),
            Self::Distributed => Text::new("配布", "distributed"),
            Self::Upgraded => Text::new("更新先へ", "upgraded"),
            Self::Barred => Text::new("使用不可", "barred"),
            Self::Retired => Text::new("終了", "retired"),
        }
    }

    /// The word that stands for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Free => "free",
            Self::Reserved => "reserved",
            Self::Installed => "installed",
            Self::Distributed => "distributed",
            Self::Upgraded => "upgraded",
            Self::Barred => "barred",
            Self::Retired => "retired",
        }
    }
}

impl fmt::Display for SeatAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Seats that move from one account of an asset number to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The entry of the journal behind it; of a term that ends, the one that last changed the licence.
    pub entry: u64,
    /// The asset number.
    pub asset: &'a str,
    /// How many; never 0.
    pub seats: u64,
    /// The account that loses them.
    pub from: SeatAccount,
    /// The account that gains them.
    pub to: SeatAccount,
    /// Who has or had them: a device, a row without device, an office, the asset that upgrades.
    pub holder: Option<&'a str>,
}

/// The seat accounts of all asset numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatAccounts<'a> {
    postings: Vec<Posting<'a>>,
    balances: BTreeMap<&'a str, BTreeMap<SeatAccount, i128>>,
}

impl<'a> SeatAccounts<'a> {
    /// Keeps the accounts from the first fact of a journal to a day.
    #[must_use]
    pub fn keep(journal: &'a Journal, as_of: AsOf, products: &'a Products, rules: &'a Rules) -> Self {
        let entries = journal.known(as_of.known);
        let mut books = Books::new(products, &rules.policies);
        for (day, entry, put) in facts(entries) {
            if day > as_of.valid_on {
                break;
            }
            books.until(day);
            books.fact(day, entry, put);
        }
        books.until(as_of.valid_on);
        books.accounts
    }

    /// The postings, in the order of days.
    #[must_use]
    pub fn postings(&self) -> &[Posting<'a>] {
        &self.postings
    }

    /// The asset numbers that have accounts, in order.
    pub fn assets(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.balances.keys().copied()
    }

    /// What an account holds.
    #[must_use]
    pub fn balance(&self, asset: &str, account: SeatAccount) -> i128 {
        self.balances.get(asset).and_then(|accounts| accounts.get(&account)).copied().unwrap_or(0)
    }

    fn post(&mut self, posting: Posting<'a>) {
        if posting.seats == 0 || posting.from == posting.to {
            return;
        }
        let seats = i128::from(posting.seats);
        let accounts = self.balances.entry(posting.asset).or_default();
        let from = accounts.entry(posting.from).or_default();
        *from -= seats;
        let to = accounts.entry(posting.to).or_default();
        *to += seats;
        self.postings.push(posting);
    }
}

/// What takes a seat: all uses of an asset on one device are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Taker<'a> {
    Device(&'a str),
    Use(&'a str),
    Distribution(&'a str),
}

/// The uses behind a taker, and the seats that it has.
#[derive(Debug, Default, Clone, Copy)]
struct Taken<'a> {
    installed: u64,
    approved: u64,
    distributed: u64,
    now: Option<(SeatAccount, u64)>,
    holder: Option<&'a str>,
}

#[derive(Debug, Default, Clone, Copy)]
struct RowFields<'a> {
    asset: Option<&'a str>,
    device: Option<&'a str>,
    status: Option<&'a str>,
    office: Option<&'a str>,
    count: Option<&'a str>,
    returned: Option<&'a str>,
}

type Fields<'a> = BTreeMap<&'a str, Cell<'a>>;

struct Books<'a> {
    products: &'a Products,
    policies: &'a Policies,
    accounts: SeatAccounts<'a>,
    licences: BTreeMap<&'a str, Fields<'a>>,
    upgrades: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Licences one of which was ever said to be upgraded by the other.
    claims: HashMap<&'a str, BTreeSet<&'a str>>,
    bound: HashMap<&'a str, BTreeSet<&'a str>>,
    gone: HashMap<&'a str, NaiveDate>,
    rows: HashMap<(Kind, &'a str), RowFields<'a>>,
    takers: HashMap<(&'a str, Taker<'a>), Taken<'a>>,
    on_device: HashMap<&'a str, BTreeSet<&'a str>>,
    /// What was posted as held, barred, retired.
    own: HashMap<&'a str, [u64; 3]>,
    /// What was posted as upgraded, by base and upgrade.
    upgraded: HashMap<(&'a str, &'a str), u64>,
    used: HashMap<&'a str, u64>,
    /// Days on which a term begins or ends.
    coming: BTreeSet<(NaiveDate, &'a str)>,
}

impl<'a> Books<'a> {
    fn new(products: &'a Products, policies: &'a Policies) -> Self {
        Self {
            products,
            policies,
            accounts: SeatAccounts::default(),
            licences: BTreeMap::new(),
            upgrades: BTreeMap::new(),
            claims: HashMap::new(),
            bound: HashMap::new(),
            gone: HashMap::new(),
            rows: HashMap::new(),
            takers: HashMap::new(),
            on_device: HashMap::new(),
            own: HashMap::new(),
            upgraded: HashMap::new(),
            used: HashMap::new(),
            coming: BTreeSet::new(),
        }
    }

    /// Lets terms begin and end that do so by a day.
    fn until(&mut self, day: NaiveDate) {
        while let Some((due, asset)) = self.coming.first().copied().filter(|(due, _)| *due <= day) {
            self.coming.remove(&(due, asset));
            let latest = self.terms(asset).map_or(0, |terms| terms.latest);
            self.settle(asset, due, latest);
        }
    }

    fn fact(&mut self, day: NaiveDate, entry: u64, put: &'a Put) {
        match put.kind {
            Kind::Entitlement => self.licence(day, entry, put),
            Kind::Use | Kind::Distribution => self.row(day, entry, put),
            Kind::Device if put.event == Some(Event::Disposed) => self.disposed(day, entry, &put.id),
            Kind::Device
            | Kind::Medium
            | Kind::Loan
            | Kind::LocalSoftware
            | Kind::Article
            | Kind::Sighting
            | Kind::Account => {}
        }
    }

    fn licence(&mut self, day: NaiveDate, entry: u64, put: &'a Put) {
        let asset: &'a str = &put.id;
        let before = self.terms(asset);
        let fields = self.licences.entry(asset).or_default();
        for (name, value) in put.fields.iter() {
            fields.insert(name, Cell { value, since: day, entry });
        }
        let after = self.terms(asset);
        let base = |terms: &Option<Terms<'a>>| terms.as_ref()?.base();
        let (old, new) = (base(&before), base(&after));
        if old != new {
            // The old base gets its seats back.
            if let Some(old) = old {
                self.upgrades.entry(old).or_default().remove(asset);
                self.give_back(old, asset, day, entry);
                self.settle(old, day, entry);
            }
            if let Some(new) = new {
                self.upgrades.entry(new).or_default().insert(asset);
            }
        }
        if let Some(terms) = after {
            if let Binding::Device(device) = terms.binding {
                self.bound.entry(device).or_default().insert(asset);
            }
            if let Some(by) = terms.upgraded_by {
                self.claims.entry(by).or_default().insert(asset);
                self.claims.entry(asset).or_default().insert(by);
            }
            let ends =
                [terms.procured_on, terms.from, terms.to.and_then(|to| to.succ_opt()), terms.retired_on];
            self.coming.extend(ends.into_iter().flatten().filter(|due| *due > day).map(|due| (due, asset)));
        }
        self.settle(asset, day, entry);
    }

    fn terms(&self, asset: &'a str) -> Option<Terms<'a>> {
        let fields = self.licences.get(asset)?.iter().map(|(name, cell)| (*name, *cell));
        Some(Terms::read(asset, fields, self.products, |device| self.gone.get(device).copied()))
    }

    /// Posts what changed for a licence and those that it upgrades or that upgrade it.
    fn settle(&mut self, asset: &'a str, day: NaiveDate, entry: u64) {
        let family = self.family(asset).into_iter().filter_map(|member| self.terms(member)).collect();
        let family: Vec<Terms<'a>> = joined(family, day);
        let seats = effective(&family, &Basis::new(self.products, self.policies, day));
        let taken = self.taken(&family, &seats);
        for (terms, seats) in family.iter().zip(&seats) {
            let asset = terms.asset;
            let held = if terms.has_begun(day) { terms.held.low } else { 0 };
            let upgraded = family.iter().zip(&taken).filter(|(one, _)| one.upgrades(asset));
            let upgraded = upgraded.map(|(_, taken)| *taken).sum::<u64>();
            // What is left of those held, if anything is.
            let without = |gone: u64| held.max(gone) - gone;
            let (barred, retired) = match (terms.has_ended(day), self.policies.base_consumed.value) {
                (true, _) => (0, without(upgraded)),
                (false, BaseConsumed::AtPurchase) => (without(upgraded + seats.seats.low), 0),
                (false, BaseConsumed::AtInstallation) => (without(seats.seats.low), 0),
            };
            let new = [held, barred, retired];
            let old = self.own.insert(asset, new).unwrap_or_default();
            let ways = [
                (SeatAccount::Outside, SeatAccount::Free),
                (SeatAccount::Free, SeatAccount::Barred),
                (SeatAccount::Free, SeatAccount::Retired),
            ];
            for ((old, new), (from, to)) in old.into_iter().zip(new).zip(ways) {
                self.change(Posting { day, entry, asset, seats: 0, from, to, holder: None }, old, new);
            }
        }
        for (terms, taken) in family.iter().zip(taken) {
            let Some(base) = terms.base() else { continue };
            let old = self.upgraded.insert((base, terms.asset), taken).unwrap_or(0);
            let (from, to) = (SeatAccount::Free, SeatAccount::Upgraded);
            let holder = Some(terms.asset);
            self.change(Posting { day, entry, asset: base, seats: 0, from, to, holder }, old, taken);
        }
    }

    /// Posts the difference between what was and what is, one way or the other.
    fn change(&mut self, posting: Posting<'a>, old: u64, new: u64) {
        let Posting { from, to, .. } = posting;
        if new >= old {
            self.accounts.post(Posting { seats: new - old, ..posting });
        } else {
            self.accounts.post(Posting { seats: old - new, from: to, to: from, ..posting });
        }
    }

    fn give_back(&mut self, base: &'a str, upgrade: &'a str, day: NaiveDate, entry: u64) {
        let old = self.upgraded.remove(&(base, upgrade)).unwrap_or(0);
        let (from, to, holder) = (SeatAccount::Free, SeatAccount::Upgraded, Some(upgrade));
        self.change(Posting { day, entry, asset: base, seats: 0, from, to, holder }, old, 0);
    }

    /// For each of a family, how many seats it takes from its base.
    fn taken(&self, family: &[Terms<'a>], seats: &[Effective]) -> Vec<u64> {
        let mut taken = vec![0_u64; family.len()];
        match self.policies.base_consumed.value {
            BaseConsumed::AtPurchase => {
                // In the order in which they were bought, each what it asks for while there is any.
                let mut order: Vec<usize> = (0..family.len()).collect();
                order.sort_by_key(|at| family.get(*at).map(|one| (one.since, one.asset)));
                let mut left: HashMap<&str, u64> =
                    family.iter().zip(seats).map(|(one, seats)| (one.asset, seats.taken)).collect();
                for at in order {
                    let (Some(one), Some(place)) = (family.get(at), taken.get_mut(at)) else { continue };
                    let Some(base) = one.base() else { continue };
                    if seats.get(at).is_some_and(|seats| seats.is_open) {
                        continue;
                    }
                    if let Some(left) = left.get_mut(base) {
                        *place = one.held.high.min(*left);
                        *left -= *place;
                    }
                }
            }
            BaseConsumed::AtInstallation => {
                // A use of an upgrade of an upgrade goes through both; a family is not deeper than it is large.
                for _ in family {
                    for (at, one) in family.iter().enumerate() {
                        let above = family.iter().zip(&taken).filter(|(other, _)| other.upgrades(one.asset));
                        let above = above.map(|(_, taken)| *taken).sum::<u64>();
                        let used = self.used.get(one.asset).copied().unwrap_or(0) + above;
                        let room = seats
                            .get(at)
                            .filter(|seats| seats.via.is_some())
                            .map_or(0, |seats| seats.room.low);
                        if let Some(place) = taken.get_mut(at) {
                            *place = used.min(room);
                        }
                    }
                }
            }
        }
        taken
    }

    /// A licence with all that are joined to it by upgrades, in the order of asset numbers.
    fn family(&self, asset: &'a str) -> Vec<&'a str> {
        let mut family = BTreeSet::new();
        let mut open = vec![asset];
        while let Some(member) = open.pop() {
            if self.licences.contains_key(member) && family.insert(member) {
                open.extend(self.upgrades.get(member).into_iter().flatten());
                open.extend(self.claims.get(member).into_iter().flatten());
                let base = self.licences.get(member).and_then(|fields| fields.get(Field::Upgrades.word()));
                open.extend(base.and_then(|cell| cell.value));
            }
        }
        family.into_iter().collect()
    }

    fn row(&mut self, day: NaiveDate, entry: u64, put: &'a Put) {
        let key = (put.kind, &*put.id);
        let old = self.rows.get(&key).copied().unwrap_or_default();
        let mut new = old;
        for (name, value) in put.fields.iter() {
            let place = match Field::named(name) {
                Some(Field::Asset) => &mut new.asset,
                Some(Field::Device) => &mut new.device,
                Some(Field::Status) => &mut new.status,
                Some(Field::Office) => &mut new.office,
                Some(Field::Count) => &mut new.count,
                Some(Field::Returned) => &mut new.returned,
                _ => continue,
            };
            *place = value.filter(|text| !text.trim().is_empty());
        }
        self.rows.insert(key, new);
        let (was, is) = (self.taker(key, &old), self.taker(key, &new));
        for (taker, fields, adds) in [(was, old, false), (is, new, true)] {
            let Some(taker) = taker else { continue };
            let taken = self.takers.entry(taker).or_default();
            let (installed, approved, distributed) = amounts(put.kind, &fields, self.policies);
            // What goes was added when the row came.
            let count = |sum: u64, one: u64| if adds { sum + one } else { sum.max(one) - one };
            taken.installed = count(taken.installed, installed);
            taken.approved = count(taken.approved, approved);
            taken.distributed = count(taken.distributed, distributed);
            if adds {
                taken.holder = match taker.1 {
                    Taker::Device(name) | Taker::Use(name) => Some(name),
                    Taker::Distribution(row) => fields.office.or(Some(row)),
                };
                if let Taker::Device(device) = taker.1 {
                    self.on_device.entry(device).or_default().insert(taker.0);
                }
            }
        }
        for taker in [was, is.filter(|is| Some(*is) != was)].into_iter().flatten() {
            self.take(taker, day, entry);
        }
    }

    fn taker(&self, (kind, id): (Kind, &'a str), fields: &RowFields<'a>) -> Option<(&'a str, Taker<'a>)> {
        let taker = match (kind, fields.device) {
            (Kind::Distribution, _) => Taker::Distribution(id),
            (_, Some(device)) => Taker::Device(device),
            (_, None) => Taker::Use(id),
        };
        Some((fields.asset?, taker))
    }

    /// Gives a taker the seats that are its due.
    fn take(&mut self, key: (&'a str, Taker<'a>), day: NaiveDate, entry: u64) {
        let is_gone = matches!(key.1, Taker::Device(device) if self.gone.contains_key(device));
        let Some(taken) = self.takers.get_mut(&key) else { return };
        let due = match taken {
            _ if is_gone => None,
            Taken { distributed, .. } if *distributed > 0 => Some((SeatAccount::Distributed, *distributed)),
            Taken { installed, .. } if *installed > 0 => Some((SeatAccount::Installed, 1)),
            Taken { approved, .. } if *approved > 0 => Some((SeatAccount::Reserved, 1)),
            _ => None,
        };
        let old = std::mem::replace(&mut taken.now, due);
        let (asset, holder) = (key.0, taken.holder);
        let (had, has) = (old.map_or(0, |(_, seats)| seats), due.map_or(0, |(_, seats)| seats));
        let (was, is) = (old.map(|(account, _)| account), due.map(|(account, _)| account));
        let free = SeatAccount::Free;
        // What only changes its account moves straight over.
        let over = if was.is_some() && is.is_some() { had.min(has) } else { 0 };
        let (from, to) = (was.unwrap_or(free), is.unwrap_or(free));
        self.accounts.post(Posting { day, entry, asset, seats: over, from, to, holder });
        self.accounts.post(Posting { day, entry, asset, seats: had - over, from, to: free, holder });
        self.accounts.post(Posting { day, entry, asset, seats: has - over, from: free, to, holder });
        let used = self.used.entry(asset).or_default();
        *used = *used + has - had;
        let at_installation = self.policies.base_consumed.value == BaseConsumed::AtInstallation;
        if at_installation && had != has && self.licences.contains_key(asset) {
            self.settle(asset, day, entry);
        }
    }

    fn disposed(&mut self, day: NaiveDate, entry: u64, device: &'a str) {
        self.gone.insert(device, day);
        for asset in self.on_device.get(device).cloned().unwrap_or_default() {
            self.take((asset, Taker::Device(device)), day, entry);
        }
        for asset in self.bound.get(device).cloned().unwrap_or_default() {
            self.settle(asset, day, entry);
        }
    }
}

/// How many a row counts as installed, approved, distributed.
fn amounts(kind: Kind, fields: &RowFields<'_>, policies: &Policies) -> (u64, u64, u64) {
    if kind == Kind::Distribution {
        // Of a row that contradicts itself nothing is posted; it is told where rows are checked.
        let returned = fields.returned.map_or(Some(0), crate::field::count);
        let seats = fields.count.and_then(crate::field::count).zip(returned);
        return (0, 0, seats.and_then(|(count, returned)| count.checked_sub(returned)).unwrap_or(0));
    }
    match fields.status {
        Some("installed") => (1, 0, 0),
        Some("upgraded") if policies.upgraded_use.value == UpgradedUse::Counts => (1, 0, 0),
        Some("approved") if policies.approved_seat.value == ApprovedSeat::Takes => (0, 1, 0),
        _ => (0, 0, 0),
    }
}
