//! Whether the copies in use are licensed: by what the rows say, and by what the licences could cover.

use std::collections::{BTreeMap, HashMap, HashSet};

use provenance::{Finding, PolicyUse, Text, Verdict, place_of};

use super::{
    bases::{Basis, joined},
    copies::{Copies, NONE, Reader, Row},
    coverage::{Asked, Coverage, Holds, Judge, Step},
    findings,
    matching::{Contest, Matching, World},
    products::Products,
    seats::{BaseFault, Effective, effective},
    terms::{Seats, Terms},
    upgraded::without_successor,
};
use crate::{AsOf, Event, Field, Kind, Policies, Rules, State};

/// The licences held and the copies in use on a day, read and grouped.
#[derive(Debug)]
pub struct Licences<'a> {
    pub(crate) as_of: AsOf,
    pub(crate) products: &'a Products,
    pub(crate) policies: &'a Policies,
    pub(crate) rules: &'a Rules,
    pub(crate) terms: Vec<Terms<'a>>,
    pub(crate) seats: Vec<Effective>,
    pub(crate) copies: Copies<'a>,
    pub(crate) offices: HashMap<&'a str, &'a str>,
    pub(crate) local: Vec<LocalUse<'a>>,
    pub(crate) unknown_devices: Vec<&'a str>,
}

/// A row of the ledger of use or of distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef<'a> {
    /// The ledger.
    pub kind: Kind,
    /// The row.
    pub id: &'a str,
}

/// An asset number with its seats and what takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetUse<'a> {
    /// The asset number.
    pub asset: &'a str,
    /// The software's name, as recorded.
    pub software: Option<&'a str>,
    /// Whether the ledger of what is held has it.
    pub is_held: bool,
    /// How many are held, as recorded.
    pub held: Seats,
    /// How many can be used: in term, with a base, and not taken by an upgrade.
    pub seats: Seats,
    /// Devices on which it is installed, and installations whose device is not known.
    pub installed: u64,
    /// Approved applications that take a seat.
    pub reserved: u64,
    /// Handed to offices abroad and not returned.
    pub distributed: u64,
    /// Rows of which it is not known whether they still are in use.
    pub in_doubt: u64,
    /// Approved applications that take no seat by policy.
    pub projected: u64,
    /// Of those installed, reserved and distributed, how many it does not cover: they name it and take none of its seats.
    pub misnamed: u64,
    /// Seats that uses of its upgrades take out of this licence, where a base is consumed at installation.
    pub through: u64,
    /// How many such uses are in doubt.
    pub through_in_doubt: u64,
    /// What its own uses and those through it can take together.
    pub room: Seats,
    /// What is wrong with the licence that it upgrades.
    pub base_fault: Option<BaseFault>,
}

impl AssetUse<'_> {
    /// Seats that its own rows surely take: those that name it and that it covers.
    fn own(&self) -> u64 {
        let named = self.installed + self.reserved + self.distributed;
        // What is misnamed is among them.
        named.max(self.misnamed) - self.misnamed
    }

    /// Seats that are surely taken, by its own uses and by those of its upgrades that come out of it.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.own() + self.through
    }

    /// Seats that are free; below zero where more are used than there are.
    #[must_use]
    pub fn free(&self) -> i128 {
        let free = |seats: u64, taken: u64| i128::from(seats) - i128::from(taken);
        // Out of a base whose own term is over its upgrades may still be used.
        free(self.seats.low, self.own()).min(free(self.room.low, self.used()))
    }

    /// How many are used of how many that can be, where that is too many whatever is still unknown.
    #[must_use]
    pub fn over_used(&self) -> Option<(u64, u64)> {
        let pairs = [(self.own(), self.seats.high), (self.used(), self.room.high)];
        pairs.into_iter().filter(|(used, seats)| used > seats).max_by_key(|(used, seats)| used - seats)
    }

    /// Whether more may be used than there are.
    fn may_be_over_used(&self) -> bool {
        let own = self.own() + self.in_doubt;
        own > self.seats.low || own + self.through + self.through_in_doubt > self.room.low
    }
}

/// Rows whose asset number does not cover what they use, or may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced<'a> {
    /// The asset number that they name.
    pub asset: Option<&'a str>,
    /// What they use, in words.
    pub copy: String,
    /// `No`, or `Unknown`.
    pub holds: Holds,
    /// Why; empty where no asset is named or none of that number is held.
    pub obstacles: Vec<Step>,
    /// The rows.
    pub rows: Vec<RowRef<'a>>,
}

/// Why a row must name another asset number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// It names none.
    NoAsset,
    /// It names one that is not held.
    NotHeld,
    /// The one that it names does not cover it.
    NotCovered,
    /// The one that it names may not cover it.
    Undetermined,
    /// The one that it names has too few seats.
    TooFewSeats,
}

/// A row that must name another asset number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repoint<'a> {
    /// The row.
    pub row: RowRef<'a>,
    /// The asset number that it names.
    pub from: Option<&'a str>,
    /// The one that it should name.
    pub to: &'a str,
    /// How many seats; of a distribution it may be a part.
    pub seats: u64,
    /// Why.
    pub because: Because,
}

/// Copies that compete for too few seats. All the licences that could cover any of them are named, so that counting
/// both sides proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage<'a> {
    /// The copies by what they are, in words: how many there are, and how many the assignment leaves over.
    pub copies: Vec<(String, u64, u64)>,
    /// The licences that cover any of them.
    pub assets: Vec<&'a str>,
    /// How many copies.
    pub needed: u64,
    /// How many seats they can have.
    pub seats: u64,
    /// How many to buy.
    pub buy: u64,
}

/// Use by kind of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffUse<'a> {
    /// The kind of staff; `None` where the rows do not say.
    pub staff: Option<&'a str>,
    /// The asset number.
    pub asset: Option<&'a str>,
    /// Uses at home.
    pub at_home: u64,
    /// Seats distributed abroad.
    pub abroad: u64,
}

/// Seats that an office abroad has from head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeUse<'a> {
    /// The office, as recorded.
    pub office: Option<&'a str>,
    /// The asset number.
    pub asset: Option<&'a str>,
    /// How many.
    pub seats: u64,
}

/// Software that an office abroad bought itself; it never takes a seat from head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalUse<'a> {
    /// The row.
    pub id: &'a str,
    /// The office, as recorded.
    pub office: Option<&'a str>,
    /// The software, as recorded.
    pub software: Option<&'a str>,
    /// How many it holds.
    pub held: Option<u64>,
    /// How many it uses.
    pub installed: Option<u64>,
    /// Whether it holds as many as it uses.
    pub verdict: Verdict,
}

/// Whether the copies in use are licensed, and what to do where they are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceCheck<'a> {
    /// The day, and how far the journal was believed.
    pub as_of: AsOf,
    /// By what each row says: the asset that it names covers it and has a seat for it.
    pub declared: Verdict,
    /// By what can be: the licences held can cover all copies at once.
    pub possible: Verdict,
    /// The asset numbers.
    pub assets: Vec<AssetUse<'a>>,
    /// Rows whose asset number does not cover them.
    pub misplaced: Vec<Misplaced<'a>>,
    /// The fewest rows that must name another asset number, so that as many copies as can be are covered.
    pub repoint: Vec<Repoint<'a>>,
    /// Rows left without a seat by that.
    pub uncovered: Vec<RowRef<'a>>,
    /// Shortages, whatever is still unknown.
    pub shortages: Vec<Shortage<'a>>,
    /// Shortages if all that is unknown turns out badly; those of `shortages` among them.
    pub feared: Vec<Shortage<'a>>,
    /// Rows that record a copy which another row records already, with that row.
    pub duplicates: Vec<(RowRef<'a>, RowRef<'a>)>,
    /// Rows on devices that are disposed of, with the device; they take no seat.
    pub on_disposed: Vec<RowRef<'a>>,
    /// Devices that rows name and no ledger has; their copies take seats all the same.
    pub unknown_devices: Vec<&'a str>,
    /// Use by kind of staff.
    pub staff: Vec<StaffUse<'a>>,
    /// What offices abroad have from head office.
    pub offices: Vec<OfficeUse<'a>>,
    /// What offices abroad bought themselves.
    pub local: Vec<LocalUse<'a>>,
    /// The readings that the result rests on.
    pub policies: Vec<PolicyUse>,
    /// What to tell people, the worst first.
    pub findings: Vec<Finding>,
}

/// A kind of staff and an asset number, as far as rows name them.
type StaffAndAsset<'a> = (Option<&'a str>, Option<&'a str>);

fn at(number: u32) -> usize {
    place_of(number)
}

impl<'a> Licences<'a> {
    /// Reads licences, uses and distributions as they stood.
    #[must_use]
    pub fn read(state: &State<'a>, products: &'a Products, rules: &'a Rules) -> Self {
        let policies = &rules.policies;
        let day = state.as_of().valid_on;
        let gone: HashMap<&'a str, chrono::NaiveDate> = state
            .records(Kind::Device)
            .filter_map(|device| Some((device.id, device.last_of(&[Event::Disposed])?.on)))
            .collect();
        let terms: Vec<Terms<'a>> = state
            .records(Kind::Entitlement)
            .map(|record| {
                Terms::read(record.id, record.fields(), products, |device| gone.get(device).copied())
            })
            .collect();
        let terms = joined(terms, day);
        let seats = effective(&terms, &Basis::new(products, policies, day));
        let disposed: HashSet<&'a str> = gone.into_keys().collect();
        let read = |alone| Reader::new(products, policies, &terms, disposed.clone(), alone).read(state);
        let mut copies = read(HashSet::new());
        // Rare enough to read twice for it.
        if copies.has_upgraded {
            let alone = without_successor(state, products, &terms, &disposed);
            if !alone.is_empty() {
                copies = read(alone);
            }
        }
        let offices = state
            .records(Kind::Distribution)
            .filter_map(|record| Some((record.id, record.text(Field::Office)?)))
            .collect();
        let local = state.records(Kind::LocalSoftware).map(LocalUse::read).collect();
        let mut unknown_devices = copies.devices.clone();
        unknown_devices.retain(|device| state.record(Kind::Device, device).is_none());
        unknown_devices.sort_unstable();
        Self {
            as_of: state.as_of(),
            products,
            policies,
            rules,
            terms,
            seats,
            copies,
            offices,
            local,
            unknown_devices,
        }
    }

    /// The terms of the licences, in the order of their asset numbers.
    #[must_use]
    pub fn terms(&self) -> &[Terms<'a>] {
        &self.terms
    }

    /// Why a licence does or does not cover what a row uses; `None` where there is no such row or licence, or where
    /// the row takes no seat.
    #[must_use]
    pub fn explain(&self, row: RowRef<'_>, asset: &str) -> Option<Coverage> {
        let rows = || self.copies.rows.iter().chain(&self.copies.projected);
        let row = rows().find(|known| known.kind == row.kind && known.id == row.id)?;
        let terms = self.licence(asset)?;
        Some(self.judge().explain(terms, &self.asked(row)?))
    }

    pub(crate) fn licence(&self, asset: &str) -> Option<&Terms<'a>> {
        let at = self.terms.binary_search_by(|one| one.asset.cmp(asset)).ok()?;
        self.terms.get(at)
    }

    fn asked(&self, row: &Row<'a>) -> Option<Asked<'a>> {
        Some(Asked {
            form: *self.copies.forms.get(at(row.form))?,
            device: self.copies.devices.get(at(row.device)).copied(),
            installed_on: row.installed_on.and_then(|text| text.parse().ok()),
        })
    }

    pub(crate) fn judge(&self) -> Judge<'a> {
        Judge {
            products: self.products,
            day: self.as_of.valid_on,
            dated_rights: self.policies.dated_rights.value,
        }
    }

    /// Checks them.
    #[must_use]
    pub fn check(&self) -> LicenceCheck<'a> {
        let world = World {
            terms: &self.terms,
            seats: &self.seats,
            copies: &self.copies,
            judge: self.judge(),
            when: self.policies.base_consumed.value,
        };
        let matching = world.matching();
        let assets = self.assets(&matching);
        let misplaced = self.misplaced(&matching);
        let used =
            ["approved-seat", "base-consumed", "base-language", "dated-rights", "near-of", "upgraded-use"];
        let policies: Vec<PolicyUse> =
            self.policies.in_use().into_iter().filter(|policy| used.contains(&policy.id.as_str())).collect();
        let (repoint, uncovered) = self.moves(&matching);
        let mut check = LicenceCheck {
            as_of: self.as_of,
            declared: self.declared(&assets, &matching),
            possible: self.possible(&matching),
            assets,
            misplaced,
            repoint,
            uncovered,
            shortages: matching.proved.iter().map(|contest| self.shortage(contest)).collect(),
            feared: matching.feared.iter().map(|contest| self.shortage(contest)).collect(),
            duplicates: self
                .copies
                .duplicates
                .iter()
                .filter_map(|(row, original)| Some((self.row(*row)?, self.row(*original)?)))
                .collect(),
            on_disposed: self
                .copies
                .on_disposed
                .iter()
                .map(|(_, id)| RowRef { kind: Kind::Use, id })
                .collect(),
            unknown_devices: self.unknown_devices.clone(),
            staff: self.staff(),
            offices: self.by_office(),
            local: self.local.clone(),
            policies,
            findings: Vec::new(),
        };
        check.findings = findings::of(self, &check);
        check
    }

    pub(crate) fn row(&self, number: u32) -> Option<RowRef<'a>> {
        self.copies.rows.get(at(number)).map(|row| RowRef { kind: row.kind, id: row.id })
    }

    /// The rows of a copy, by number. Rows are numbered in the order of their ledgers and identifiers.
    fn numbers_of(&self, copy: u32) -> &[u32] {
        let (begin, length) = self.copies.copies.get(at(copy)).map_or((0, 0), |copy| copy.rows);
        let order = self.copies.order.get(at(begin)..at(begin) + at(length));
        order.unwrap_or(&[])
    }

    fn assets(&self, matching: &Matching) -> Vec<AssetUse<'a>> {
        // Whether its asset covers each row; of one recorded twice nothing is asked.
        let mut holds: Vec<Option<Holds>> = vec![None; self.copies.rows.len()];
        for named in &matching.named {
            for row in named.copies.iter().flat_map(|copy| self.numbers_of(*copy)) {
                if let Some(place) = holds.get_mut(at(*row)) {
                    *place = Some(named.holds);
                }
            }
        }
        let mut assets: Vec<AssetUse<'a>> = Vec::with_capacity(self.copies.assets.len());
        for (number, asset) in self.copies.assets.iter().enumerate() {
            let (terms, effective) = (self.terms.get(number), self.seats.get(number));
            assets.push(AssetUse {
                asset,
                software: terms.and_then(|terms| terms.software),
                is_held: terms.is_some(),
                held: terms.map_or(Seats::default(), |terms| terms.held),
                seats: effective.map_or(Seats::default(), |effective| effective.seats),
                installed: 0,
                reserved: 0,
                distributed: 0,
                in_doubt: 0,
                projected: 0,
                misnamed: 0,
                through: 0,
                through_in_doubt: 0,
                room: effective.map_or(Seats::default(), |effective| effective.room),
                base_fault: effective.and_then(|effective| effective.fault),
            });
        }
        // The order of rows is by device and asset: a seat of an asset serves all that it has on one device.
        let rows = self.copies.order.iter().filter_map(|row| {
            let holds = holds.get(at(*row)).copied().flatten();
            self.copies.rows.get(at(*row)).map(|row| (row, holds))
        });
        let rows: Vec<(&Row<'a>, Option<Holds>)> = rows.collect();
        let same = |(a, _): &(&Row<'_>, _), (b, _): &(&Row<'_>, _)| {
            a.device != NONE && (a.device, a.asset) == (b.device, b.asset)
        };
        for run in rows.chunk_by(same) {
            let Some((first, _)) = run.first() else { continue };
            let Some(asset) = assets.get_mut(at(first.asset)) else { continue };
            let asked: Vec<Holds> = run.iter().filter_map(|(_, holds)| *holds).collect();
            let is_misnamed = asset.is_held && !asked.is_empty() && asked.iter().all(|one| *one == Holds::No);
            let (is_in_doubt, place) = if first.kind == Kind::Distribution {
                (false, &mut asset.distributed)
            } else if run.iter().any(|(row, _)| row.is_sure && !row.is_approved) {
                (false, &mut asset.installed)
            } else if run.iter().any(|(row, _)| row.is_approved) {
                (false, &mut asset.reserved)
            } else {
                (true, &mut asset.in_doubt)
            };
            *place += first.seats;
            if is_misnamed && !is_in_doubt {
                asset.misnamed += first.seats;
            }
        }
        for row in &self.copies.projected {
            if let Some(asset) = assets.get_mut(at(row.asset)) {
                asset.projected += 1;
            }
        }
        self.take_through(&mut assets);
        assets.sort_by_key(|asset| asset.asset);
        assets
    }

    /// Each use of an upgrade takes a seat of all the licences that it rests on, where that is when they are consumed.
    fn take_through(&self, assets: &mut [AssetUse<'a>]) {
        for number in 0..self.seats.len() {
            let Some((sure, doubted)) = assets.get(number).map(|one| (one.own(), one.in_doubt)) else {
                break;
            };
            let mut next = self.seats.get(number).and_then(|effective| effective.via);
            // No chain is longer than there are licences; those in a circle have no base.
            for _ in 0..self.seats.len() {
                let Some(base) = next else { break };
                if let Some(base) = assets.get_mut(base) {
                    base.through += sure;
                    base.through_in_doubt += doubted;
                }
                next = self.seats.get(base).and_then(|effective| effective.via);
            }
        }
    }

    /// Whether all rows are covered by the assets that they name, and those have the seats.
    fn declared(&self, assets: &[AssetUse<'a>], matching: &Matching) -> Verdict {
        let mut missing: Vec<Text> = Vec::new();
        for asset in assets {
            if asset.over_used().is_some() {
                return Verdict::NotMet;
            }
            if asset.may_be_over_used() {
                missing.push(Text::new(
                    format!("資産{}の席数または使用の有無", asset.asset),
                    format!("the seats of asset {}, or whether they are in use", asset.asset),
                ));
            }
        }
        for named in &matching.named {
            let class = self.copies.classes.get(named.class);
            match named.holds {
                Holds::Yes => {}
                Holds::No if class.is_some_and(|class| class.is_sure) => return Verdict::NotMet,
                Holds::No | Holds::Unknown => {
                    let copy = class.and_then(|class| class.asked.first());
                    let copy = copy.map_or_else(String::new, |asked| self.products.words(&asked.form));
                    let asset = self.copies.assets.get(at(named.asset)).copied().unwrap_or("?");
                    missing.push(Text::new(
                        format!("資産{asset}が{copy}を含むか"),
                        format!("whether asset {asset} covers {copy}"),
                    ));
                }
            }
        }
        self.verdict(missing)
    }

    fn possible(&self, matching: &Matching) -> Verdict {
        if !matching.proved.is_empty() {
            return Verdict::NotMet;
        }
        let missing = matching.feared.iter().map(|contest| {
            let shortage = self.shortage(contest);
            let copies: Vec<&str> = shortage.copies.iter().map(|(copy, ..)| copy.as_str()).collect();
            let copies = copies.join(", ");
            Text::new(format!("{copies}の{}席", shortage.buy), format!("{} seats for {copies}", shortage.buy))
        });
        self.verdict(missing.collect())
    }

    fn verdict(&self, mut missing: Vec<Text>) -> Verdict {
        for row in &self.copies.uncounted {
            missing.push(Text::new(
                format!("{}の{}の値", row.id, row.field),
                format!("field `{}` of {} `{}`", row.field, row.kind, row.id),
            ));
        }
        if !missing.is_empty() {
            let more = missing.iter().skip(3).count();
            let (mut ja, mut en): (Vec<String>, Vec<String>) =
                missing.into_iter().take(3).map(|text| (text.ja, text.en)).unzip();
            if more > 0 {
                ja.push(format!("ほか{more}件"));
                en.push(format!("{more} more"));
            }
            return Verdict::Undetermined(Text::new(
                format!("不明な点: {}", ja.join("、")),
                format!("not known: {}", en.join("; ")),
            ));
        }
        if self.copies.copies.is_empty() {
            return Verdict::NotApplicable(Text::new("使用の記録がない", "no use is recorded"));
        }
        Verdict::Met
    }

    fn misplaced(&self, matching: &Matching) -> Vec<Misplaced<'a>> {
        let mut found: Vec<Misplaced<'a>> = matching
            .named
            .iter()
            .filter(|named| named.holds != Holds::Yes)
            .map(|named| {
                let class = self.copies.classes.get(named.class);
                let asked = || class.into_iter().flat_map(|class| &class.asked);
                let words: Vec<String> = asked().map(|asked| self.products.words(&asked.form)).collect();
                let obstacles = self.terms.get(at(named.asset)).and_then(|terms| {
                    let least = asked().min_by_key(|asked| self.judge().holds(terms, asked))?;
                    Some(self.judge().obstacles(terms, least))
                });
                let mut rows: Vec<u32> =
                    named.copies.iter().flat_map(|copy| self.numbers_of(*copy)).copied().collect();
                rows.sort_unstable();
                Misplaced {
                    asset: self.copies.assets.get(at(named.asset)).copied(),
                    copy: words.join(" + "),
                    holds: named.holds,
                    obstacles: obstacles.unwrap_or_default(),
                    rows: rows.into_iter().filter_map(|row| self.row(row)).collect(),
                }
            })
            .collect();
        found.sort_by(|a, b| (a.asset, &a.copy, &a.rows).cmp(&(b.asset, &b.copy, &b.rows)));
        found
    }

    fn moves(&self, matching: &Matching) -> (Vec<Repoint<'a>>, Vec<RowRef<'a>>) {
        // Sorted by number, which is the order of the texts that they stand for.
        let mut moves: Vec<(u32, Option<usize>, u64, usize)> = Vec::new();
        for moved in &matching.moved {
            let rows = self.numbers_of(moved.copy).iter();
            moves.extend(rows.map(|row| (*row, moved.to, moved.seats, moved.named)));
        }
        moves.sort_unstable();
        let (mut repoint, mut uncovered) = (Vec::new(), Vec::new());
        for (row, to, seats, named) in moves {
            let (Some(row), Some(named)) = (self.row(row), matching.named.get(named)) else { continue };
            let from = self.copies.assets.get(at(named.asset)).copied();
            let because = match (from, named.holds) {
                (None, _) => Because::NoAsset,
                (Some(_), _) if self.terms.get(at(named.asset)).is_none() => Because::NotHeld,
                (Some(_), Holds::No) => Because::NotCovered,
                (Some(_), Holds::Unknown) => Because::Undetermined,
                (Some(_), Holds::Yes) => Because::TooFewSeats,
            };
            match to.and_then(|to| self.terms.get(to)).map(|terms| terms.asset) {
                Some(to) => repoint.push(Repoint { row, from, to, seats, because }),
                None => uncovered.push(row),
            }
        }
        (repoint, uncovered)
    }

    fn shortage(&self, contest: &Contest) -> Shortage<'a> {
        let mut copies: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (class, left) in &contest.classes {
            let Some(class) = self.copies.classes.get(*class) else { continue };
            let words: Vec<String> =
                class.asked.iter().map(|asked| self.products.words(&asked.form)).collect();
            let sum = copies.entry(words.join(" + ")).or_default();
            *sum = (sum.0 + class.seats, sum.1 + *left);
        }
        Shortage {
            copies: copies.into_iter().map(|(copy, (count, left))| (copy, count, left)).collect(),
            assets: contest.assets.iter().filter_map(|at| self.terms.get(*at)).map(|one| one.asset).collect(),
            needed: contest.copies,
            seats: contest.copies - contest.short,
            buy: contest.short,
        }
    }

    fn staff(&self) -> Vec<StaffUse<'a>> {
        let mut counts: BTreeMap<StaffAndAsset<'a>, (u64, u64)> = BTreeMap::new();
        let mut by_number: HashMap<(u32, u32), (u64, u64)> = HashMap::new();
        for row in self.copies.rows.iter().filter(|row| row.is_sure && !row.is_approved) {
            let count = by_number.entry((row.staff, row.asset)).or_default();
            match row.kind {
                Kind::Distribution => count.1 += row.seats,
                _ => count.0 += row.seats,
            }
        }
        for ((staff, asset), count) in by_number {
            let staff = self.copies.staff.get(at(staff)).copied();
            counts.insert((staff, self.copies.assets.get(at(asset)).copied()), count);
        }
        counts
            .into_iter()
            .map(|((staff, asset), (at_home, abroad))| StaffUse { staff, asset, at_home, abroad })
            .collect()
    }

    fn by_office(&self) -> Vec<OfficeUse<'a>> {
        let mut counts: BTreeMap<(Option<&'a str>, Option<&'a str>), u64> = BTreeMap::new();
        for row in self.copies.rows.iter().filter(|row| row.kind == Kind::Distribution) {
            let office = self.offices.get(row.id).copied();
            let count = counts.entry((office, self.copies.assets.get(at(row.asset)).copied())).or_default();
            *count += row.seats;
        }
        counts.into_iter().map(|((office, asset), seats)| OfficeUse { office, asset, seats }).collect()
    }
}

impl<'a> LocalUse<'a> {
    fn read(record: &crate::Record<'a>) -> Self {
        let (held, installed) =
            (record.count(Field::Held).ok().flatten(), record.count(Field::Installed).ok().flatten());
        let verdict = match (held, installed) {
            (Some(held), Some(installed)) if installed <= held => Verdict::Met,
            (Some(_), Some(_)) => Verdict::NotMet,
            _ => Verdict::Undetermined(Text::new(
                "保有数またはインストール数が不明",
                "how many are held or installed is not known",
            )),
        };
        let (office, software) = (record.text(Field::Office), record.text(Field::Software));
        Self { id: record.id, office, software, held, installed, verdict }
    }
}
