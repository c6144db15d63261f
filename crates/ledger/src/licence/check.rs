//! Whether the copies in use are licensed: by what the rows say, and by what the licences could cover.

use std::collections::{BTreeMap, HashMap};

use provenance::{PolicyUse, Text, Verdict, place_of};

use super::{
    copies::{NONE, Row},
    coverage::Holds,
    day::Licences,
    findings,
    matching::{Contest, Matching, World},
    result::{
        AssetUse, Because, Duplicate, LicenceCheck, Misplaced, OfficeUse, Repoint, RowRef, ShortOf, Shortage,
        StaffUse,
    },
    terms::Seats,
};
use crate::Kind;

/// A kind of staff and an asset number, as far as rows name them.
type StaffAndAsset<'a> = (Option<&'a str>, Option<&'a str>);

impl<'a> Licences<'a> {
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
                .filter_map(|(row, original)| {
                    Some(Duplicate { row: self.row(*row)?, original: self.row(*original)? })
                })
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

    /// The rows of a copy, by number. Rows are numbered in the order of their ledgers and identifiers.
    fn numbers_of(&self, copy: u32) -> &[u32] {
        let (begin, length) = self.copies.copies.get(place_of(copy)).map_or((0, 0), |copy| copy.rows);
        let order = self.copies.order.get(place_of(begin)..place_of(begin) + place_of(length));
        order.unwrap_or(&[])
    }

    fn assets(&self, matching: &Matching) -> Vec<AssetUse<'a>> {
        // Whether its asset covers each row; of one recorded twice nothing is asked.
        let mut holds: Vec<Option<Holds>> = vec![None; self.copies.rows.len()];
        for named in &matching.named {
            for row in named.copies.iter().flat_map(|copy| self.numbers_of(*copy)) {
                if let Some(place) = holds.get_mut(place_of(*row)) {
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
            let holds = holds.get(place_of(*row)).copied().flatten();
            self.copies.rows.get(place_of(*row)).map(|row| (row, holds))
        });
        let rows: Vec<(&Row<'a>, Option<Holds>)> = rows.collect();
        let same = |(a, _): &(&Row<'_>, _), (b, _): &(&Row<'_>, _)| {
            a.device != NONE && (a.device, a.asset) == (b.device, b.asset)
        };
        for run in rows.chunk_by(same) {
            let Some((first, _)) = run.first() else { continue };
            let Some(asset) = assets.get_mut(place_of(first.asset)) else { continue };
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
            if let Some(asset) = assets.get_mut(place_of(row.asset)) {
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
                    let asset = self.copies.assets.get(place_of(named.asset)).copied().unwrap_or("?");
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
            let copies: Vec<&str> = shortage.copies.iter().map(|one| one.copy.as_str()).collect();
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
                let obstacles = self.terms.get(place_of(named.asset)).and_then(|terms| {
                    let least = asked().min_by_key(|asked| self.judge().holds(terms, asked))?;
                    Some(self.judge().obstacles(terms, least))
                });
                let mut rows: Vec<u32> =
                    named.copies.iter().flat_map(|copy| self.numbers_of(*copy)).copied().collect();
                rows.sort_unstable();
                Misplaced {
                    asset: self.copies.assets.get(place_of(named.asset)).copied(),
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
            let from = self.copies.assets.get(place_of(named.asset)).copied();
            let because = match (from, named.holds) {
                (None, _) => Because::NoAsset,
                (Some(_), _) if self.terms.get(place_of(named.asset)).is_none() => Because::NotHeld,
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
            copies: copies.into_iter().map(|(copy, (needed, left))| ShortOf { copy, needed, left }).collect(),
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
            let staff = self.copies.staff.get(place_of(staff)).copied();
            counts.insert((staff, self.copies.assets.get(place_of(asset)).copied()), count);
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
            let count =
                counts.entry((office, self.copies.assets.get(place_of(row.asset)).copied())).or_default();
            *count += row.seats;
        }
        counts.into_iter().map(|((office, asset), seats)| OfficeUse { office, asset, seats }).collect()
    }
}
