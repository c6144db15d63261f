//! The matching against brute force, and what must hold whatever the world.

use ledger::{BaseConsumed, Field, Kind, Put, Rules, licence::Licences};
use proptest::prelude::*;
use provenance::Verdict;

use crate::licence::{DAY, check, journal, on, products, put, rules, rules_with};

const LANGUAGES: [&str; 3] = ["ja", "en", "multi"];
const EDITIONS: [&str; 2] = ["std", "pro"];
const VERSIONS: [&str; 3] = ["2013", "2016", "2019"];

/// A licence of a small world; `None` is what the ledger does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Licence {
    version: Option<usize>,
    edition: Option<usize>,
    language: Option<usize>,
    held: Option<u64>,
    downgrade: Option<bool>,
    base: Option<usize>,
    device: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Copy {
    version: Option<usize>,
    edition: Option<usize>,
    language: Option<usize>,
    device: Option<usize>,
    asset: Option<usize>,
    is_sure: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct World {
    licences: Vec<Licence>,
    copies: Vec<Copy>,
}

fn filled(mut record: Put, fields: &[(&str, Option<&str>)]) -> Put {
    for (field, value) in fields {
        if let Some(value) = value {
            record = record.named(field, Some(value));
        }
    }
    record
}

impl World {
    fn puts(&self) -> Vec<Put> {
        let asset = |at: usize| format!("A{at}");
        let licences = self.licences.iter().enumerate().map(|(at, one)| {
            let held = one.held.map(|held| held.to_string());
            let (base, device) = (one.base.map(asset), one.device.map(|device| format!("PC-{device}")));
            filled(
                put(Kind::Entitlement, &asset(at)).field(Field::Software, "Suite"),
                &[
                    ("form", Some(if base.is_some() { "upgrade" } else { "full" })),
                    ("version", one.version.map(|version| VERSIONS[version])),
                    ("edition", one.edition.map(|edition| EDITIONS[edition])),
                    ("language", one.language.map(|language| LANGUAGES[language])),
                    ("held", held.as_deref()),
                    ("downgrade", one.downgrade.map(|allowed| if allowed { "yes" } else { "no" })),
                    ("upgrades", base.as_deref()),
                    ("device", device.as_deref()),
                ],
            )
        });
        let copies = self.copies.iter().enumerate().map(|(at, one)| {
            let (asset, device) = (one.asset.map(asset), one.device.map(|device| format!("PC-{device}")));
            filled(
                put(Kind::Use, &format!("U{at}")).field(Field::Software, "Suite"),
                &[
                    ("status", Some(if one.is_sure { "installed" } else { "other" })),
                    ("version", one.version.map(|version| VERSIONS[version])),
                    ("edition", one.edition.map(|edition| EDITIONS[edition])),
                    ("language", one.language.map(|language| LANGUAGES[language])),
                    ("device", device.as_deref()),
                    ("asset", asset.as_deref()),
                ],
            )
        });
        licences.chain(copies).collect()
    }

    /// Whether a licence covers a copy, where everything is known.
    fn covers(&self, at: usize, copy: &Copy) -> bool {
        let Some(licence) = self.licences.get(at) else { return false };
        let version = licence.version == copy.version
            || copy.version < licence.version && licence.downgrade == Some(true);
        let edition = licence.edition >= copy.edition;
        let language = licence.language == Some(2) || licence.language == copy.language;
        let device = self.device(at);
        version && edition && language && (device.is_none() || device == copy.device)
    }

    /// The device that a licence is bound to, by itself or through what it upgrades.
    fn device(&self, at: usize) -> Option<usize> {
        let one = &self.licences[at];
        one.device.or_else(|| self.device(one.base?))
    }

    /// Whether an upgrade can upgrade its base, where everything is known.
    fn fits(&self, base: usize, at: usize) -> bool {
        let (old, new) = (&self.licences[base], &self.licences[at]);
        let is_newer = old.version < new.version || old.version == new.version && old.edition < new.edition;
        let language = old.language == new.language || old.language == Some(2) || new.language == Some(2);
        let device = self.device(base);
        is_newer && language && (device.is_none() || device == self.device(at))
    }

    /// Seats that upgrades leave and have, told in the order of asset numbers.
    fn seats(&self) -> Vec<u64> {
        let mut left: Vec<u64> = vec![0; self.licences.len()];
        // Bases of the world come before their upgrades.
        for (at, one) in self.licences.iter().enumerate() {
            left[at] = one.held.unwrap();
            if let Some(base) = one.base {
                let fits = self.fits(base, at);
                left[at] = if fits { left[at].min(left[base]) } else { 0 };
                left[base] -= left[at];
            }
        }
        left
    }

    /// Whether the seats suffice where bases are used up by installations.
    fn bears(&self, used: &[u64]) -> bool {
        let mut used = used.to_vec();
        let mut room = Vec::new();
        for (at, one) in self.licences.iter().enumerate() {
            let held = one.held.unwrap();
            room.push(match one.base {
                Some(base) if self.fits(base, at) => held.min(room[base]),
                Some(_) => 0,
                None => held,
            });
        }
        (0..used.len()).rev().all(|at| {
            let fits = used[at] <= room[at];
            if let Some(base) = self.licences[at].base {
                used[base] += used[at];
            }
            fits
        })
    }

    /// The most copies that can be covered, and the most that then stay as declared: all assignments tried.
    fn best(&self, when: BaseConsumed) -> (usize, usize) {
        let seats = self.seats();
        let mut best = (0, 0);
        let mut assignment = vec![0_usize; self.copies.len()];
        loop {
            let mut used = vec![0_u64; self.licences.len()];
            let mut is_valid = true;
            let (mut covered, mut kept) = (0, 0);
            for (copy, to) in self.copies.iter().zip(&assignment) {
                if let Some(to) = to.checked_sub(1) {
                    is_valid &= self.covers(to, copy);
                    used[to] += 1;
                    covered += 1;
                    kept += usize::from(copy.asset == Some(to));
                }
            }
            is_valid = is_valid
                && match when {
                    BaseConsumed::AtPurchase => used.iter().zip(&seats).all(|(used, seats)| used <= seats),
                    BaseConsumed::AtInstallation => self.bears(&used),
                };
            if is_valid {
                best = best.max((covered, kept));
            }
            let Some(next) = assignment.iter().position(|to| *to < self.licences.len()) else { return best };
            assignment[next] += 1;
            assignment[..next].fill(0);
        }
    }

    #[track_caller]
    fn agrees_with_brute_force(&self, rules: &Rules) {
        let (covered, kept) = self.best(rules.policies.base_consumed.value);
        check(&journal(self.puts()), rules, |check| {
            assert_eq!(check.uncovered.len(), self.copies.len() - covered, "{self:#?}\n{check:#?}");
            assert_eq!(check.repoint.len(), covered - kept, "{self:#?}\n{check:#?}");
            let buy: u64 = check.shortages.iter().map(|shortage| shortage.buy).sum();
            assert_eq!(buy, check.uncovered.len() as u64);
            assert_eq!(check.possible.is_not_met(), buy > 0);
            assert_eq!(check.shortages, check.feared);
            for shortage in &check.shortages {
                // What can be counted: the seats of the licences named, and that no other covers such a copy.
                if rules.policies.base_consumed.value == BaseConsumed::AtPurchase {
                    let seats = check.assets.iter().filter(|asset| shortage.assets.contains(&asset.asset));
                    assert_eq!(seats.map(|asset| asset.seats.low).sum::<u64>(), shortage.seats);
                }
                assert_eq!(shortage.copies.iter().map(|one| one.needed).sum::<u64>(), shortage.needed);
                assert_eq!(shortage.needed - shortage.seats, shortage.buy);
            }
            for row in &check.uncovered {
                let copy = &self.copies[row.id[1..].parse::<usize>().unwrap()];
                let others = (0..self.licences.len()).filter(|at| self.covers(*at, copy));
                let named: Vec<&str> = check.shortages.iter().flat_map(|one| one.assets.clone()).collect();
                assert!(others.map(|at| format!("A{at}")).all(|asset| named.contains(&asset.as_str())));
            }
            // Following the proposals leaves nothing to propose.
            let mut followed = self.clone();
            for one in &check.repoint {
                followed.copies[one.row.id[1..].parse::<usize>().unwrap()].asset = one.to[1..].parse().ok();
            }
            let again = journal(followed.puts());
            crate::licence::check(&again, rules, |again| {
                assert_eq!(again.repoint, [], "{self:#?}");
                assert_eq!(again.possible, check.possible);
                if check.possible.is_met() && !self.copies.is_empty() {
                    assert_eq!(again.declared, Verdict::Met);
                }
            });
        });
    }
}

/// Every world of up to two licences and up to three copies of two versions, up to the order of each.
#[test]
fn the_matching_is_the_best_of_all_in_a_small_world() {
    let rules = rules();
    let known = |version, edition, held, downgrade| Licence {
        version: Some(version),
        edition: Some(edition),
        language: Some(0),
        held: Some(held),
        downgrade: Some(downgrade),
        base: None,
        device: None,
    };
    let mut licences = Vec::new();
    for held in 1..=2 {
        licences.extend([
            known(0, 1, held, false),
            known(1, 0, held, true),
            known(1, 1, held, false),
            known(1, 1, held, true),
        ]);
    }
    let mut copies = Vec::new();
    for (version, edition) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        for asset in [None, Some(0), Some(1)] {
            let (version, edition, language) = (Some(version), Some(edition), Some(0));
            copies.push(Copy { version, edition, language, device: None, asset, is_sure: true });
        }
    }
    let mut count = 0;
    for (n, one) in licences.iter().enumerate() {
        for other in &licences[n..] {
            for (a, first) in copies.iter().enumerate() {
                for (b, second) in copies.iter().enumerate().skip(a) {
                    // A third copy at a stride, so that all meet all and the test stays short.
                    for third in copies.iter().skip(b).step_by(5) {
                        let world =
                            World { licences: vec![*one, *other], copies: vec![*first, *second, *third] };
                        world.agrees_with_brute_force(&rules);
                        count += 1;
                    }
                }
            }
        }
    }
    assert_eq!(count, 3_924);
}

fn maybe<T: std::fmt::Debug + Clone + 'static>(
    is_open: bool,
    of: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Option<T>> {
    if is_open { prop::option::weighted(0.8, of).boxed() } else { of.prop_map(Some).boxed() }
}

fn licence(is_open: bool, at: usize) -> impl Strategy<Value = Licence> {
    let base = if at == 0 { Just(None).boxed() } else { prop::option::weighted(0.4, 0..at).boxed() };
    (
        maybe(is_open, 0..3_usize),
        maybe(is_open, 0..2_usize),
        maybe(is_open, 0..3_usize),
        maybe(is_open, 0..3_u64),
        maybe(is_open, any::<bool>()),
        base,
        prop::option::weighted(0.15, 0..3_usize),
    )
        .prop_map(|(version, edition, language, held, downgrade, base, device)| Licence {
            version,
            edition,
            language,
            held,
            downgrade,
            base,
            device,
        })
}

fn copy(is_open: bool) -> impl Strategy<Value = Copy> {
    (
        maybe(is_open, 0..3_usize),
        maybe(is_open, 0..2_usize),
        maybe(is_open, 0..2_usize),
        prop::option::weighted(0.9, 0..4_usize),
        if is_open { prop::bool::weighted(0.85).boxed() } else { Just(true).boxed() },
    )
        .prop_map(|(version, edition, language, asset, is_sure)| Copy {
            version,
            edition,
            language,
            device: None,
            asset,
            is_sure,
        })
}

/// Each copy is on a device of its own: what one device bears is tested apart.
fn world(is_open: bool, copies: usize) -> impl Strategy<Value = World> {
    let licences = (0..=3_usize)
        .prop_flat_map(move |count| (0..count).map(|at| licence(is_open, at)).collect::<Vec<_>>());
    let copies = prop::collection::vec(copy(is_open), 0..=copies);
    (licences, copies).prop_map(|(licences, mut copies)| {
        for (at, copy) in copies.iter_mut().enumerate() {
            copy.device = Some(at);
        }
        World { licences, copies }
    })
}

/// All ways to fill in what a world leaves open, each choice by the next of some numbers.
fn completed(world: &World, choices: &[usize]) -> World {
    let mut choices = choices.iter().cycle().copied();
    let mut next = |among: usize| choices.next().unwrap_or(0) % among;
    let mut world = world.clone();
    for one in &mut world.licences {
        one.version.get_or_insert_with(|| next(3));
        one.edition.get_or_insert_with(|| next(2));
        one.language.get_or_insert_with(|| next(3));
        one.held.get_or_insert_with(|| next(6) as u64);
        one.downgrade.get_or_insert_with(|| next(2) == 1);
    }
    for one in &mut world.copies {
        one.version.get_or_insert_with(|| next(3));
        one.edition.get_or_insert_with(|| next(2));
        one.language.get_or_insert_with(|| next(2));
    }
    let copies = world.copies.into_iter().filter(|copy| copy.is_sure || next(2) == 1);
    world.copies = copies.map(|copy| Copy { is_sure: true, ..copy }).collect();
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_matching_is_the_best_of_all(world in world(false, 5)) {
        world.agrees_with_brute_force(&rules_with(BaseConsumed::AtPurchase));
        world.agrees_with_brute_force(&rules_with(BaseConsumed::AtInstallation));
    }

    #[test]
    fn what_rows_say_and_seats_allow_is_possible(world in world(true, 5)) {
        for when in [BaseConsumed::AtPurchase, BaseConsumed::AtInstallation] {
            check(&journal(world.puts()), &rules_with(when), |check| {
                prop_assert!(!check.declared.is_met() || check.possible.is_met(), "{when:?} {world:#?}");
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_verdict_holds_whatever_the_unknown_turns_out_to_be(
        world in world(true, 4),
        choices in prop::collection::vec(prop::collection::vec(0..12_usize, 24), 8),
    ) {
        for when in [BaseConsumed::AtPurchase, BaseConsumed::AtInstallation] {
            let rules = rules_with(when);
            let (declared, possible, low, high) = check(&journal(world.puts()), &rules, |check| {
                let sum = |shortages: &[ledger::licence::Shortage<'_>]| {
                    shortages.iter().map(|shortage| shortage.buy).sum::<u64>()
                };
                let (declared, possible) = (check.declared.clone(), check.possible.clone());
                (declared, possible, sum(&check.shortages), sum(&check.feared))
            });
            prop_assert!(low <= high);
            for choices in &choices {
                let completed = completed(&world, choices);
                check(&journal(completed.puts()), &rules, |check| {
                    let short: u64 = check.shortages.iter().map(|shortage| shortage.buy).sum();
                    prop_assert!((low..=high).contains(&short), "{low} {short} {high}\n{world:#?}\n{completed:#?}");
                    for (before, after) in [(&declared, &check.declared), (&possible, &check.possible)] {
                        if before.is_met() {
                            prop_assert!(!after.is_not_met(), "{completed:#?}");
                        }
                        if before.is_not_met() {
                            prop_assert!(after.is_not_met(), "{before:?} {after:?} {completed:#?}");
                        }
                    }
                    Ok(())
                })?;
            }
        }
    }

    #[test]
    fn a_full_licence_more_never_raises_a_shortage(world in world(true, 5), mut more in licence(true, 0)) {
        more.device = None;
        let rules = rules();
        let short = |world: &World| check(&journal(world.puts()), &rules, |check| {
            let sum = |shortages: &[ledger::licence::Shortage<'_>]| {
                shortages.iter().map(|shortage| shortage.buy).sum::<u64>()
            };
            (sum(&check.shortages), sum(&check.feared))
        });
        let before = short(&world);
        let mut richer = world.clone();
        richer.licences.push(more);
        let after = short(&richer);
        prop_assert!(after.0 <= before.0 && after.1 <= before.1, "{before:?} {after:?}");
    }

    #[test]
    fn upgrades_never_add_seats(world in world(false, 0)) {
        check(&journal(world.puts()), &rules(), |check| {
            let seats: u64 = check.assets.iter().map(|asset| asset.seats.high).sum();
            let full: u64 = world.licences.iter().filter(|one| one.base.is_none()).map(|one| one.held.unwrap()).sum();
            prop_assert!(seats <= full);
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_facts_does_not_matter(
        (puts, shuffled) in world(true, 5)
            .prop_map(|world| world.puts())
            .prop_flat_map(|puts| (Just(puts.clone()), Just(puts).prop_shuffle())),
    ) {
        let (products, rules) = (products(), rules());
        let (one, other) = (journal(puts), journal(shuffled));
        let (one, other) = (one.state(on(DAY)), other.state(on(DAY)));
        let licences = Licences::read(&one, products, &rules);
        prop_assert_eq!(licences.check().findings, Licences::read(&other, products, &rules).check().findings);
        let (one, other) = (licences.check(), Licences::read(&other, products, &rules).check());
        prop_assert_eq!(one.repoint, other.repoint);
        prop_assert_eq!(one.shortages, other.shortages);
        prop_assert_eq!(one.assets, other.assets);
    }
}

#[test]
fn a_distribution_is_split_where_its_licence_has_too_few_seats() {
    let facts = [
        put(Kind::Entitlement, "A software=Tool form=full version=1 held=3"),
        put(Kind::Entitlement, "B software=Tool form=full version=1 held=4"),
        put(Kind::Distribution, "D asset=A version=1 count=6"),
    ];
    check(&journal(facts), &rules(), |check| {
        let moves: Vec<_> = check.repoint.iter().map(|one| (one.row.id, one.to, one.seats)).collect();
        assert_eq!(moves, [("D", "B", 3)]);
        assert!(check.possible.is_met() && check.declared.is_not_met());
    });
}

/// Says of a licence that it is full, of which the rest says that it upgrades another; or only its base says so.
fn contradicted(puts: &[Put], at: usize, base: usize, only_by_base: bool) -> Vec<Put> {
    let mut puts = puts.to_vec();
    puts[at] = puts[at].clone().field(Field::Form, "full");
    if only_by_base {
        puts[at] = puts[at].clone().cleared(Field::Upgrades);
        puts[base] = puts[base].clone().field(Field::UpgradedBy, &format!("A{at}"));
    }
    puts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_on_records_that_contradict_each_other_holds_however_they_are_resolved(
        mut world in world(false, 4), only_by_base in any::<bool>(), is_fit in any::<bool>(),
    ) {
        // Bases that fit are rare where all is drawn by lot.
        for (at, one) in world.licences.iter_mut().enumerate().filter(|_| is_fit) {
            *one = Licence { version: Some(at.min(2)), edition: Some(1), language: Some(2), ..*one };
            one.downgrade = Some(true);
        }
        for when in [BaseConsumed::AtPurchase, BaseConsumed::AtInstallation] {
            let rules = rules_with(when);
            let verdicts = |puts: &[Put]| check(&journal(puts.iter().cloned()), &rules, |check| {
                (check.declared.clone(), check.possible.clone())
            });
            let puts = world.puts();
            for (at, base) in world.licences.iter().enumerate().filter_map(|(at, one)| Some((at, one.base?))) {
                let mut full = puts.clone();
                full[at] = full[at].clone().field(Field::Form, "full").cleared(Field::Upgrades);
                let told = verdicts(&contradicted(&puts, at, base, only_by_base));
                for resolved in [&full, &puts] {
                    let resolved = verdicts(resolved);
                    let is_open = |verdict: &Verdict| matches!(verdict, Verdict::Undetermined(_));
                    prop_assert!(is_open(&told.0) || told.0 == resolved.0, "{told:?} {resolved:?} {world:#?}");
                    prop_assert!(is_open(&told.1) || told.1 == resolved.1, "{told:?} {resolved:?} {world:#?}");
                }
            }
        }
    }
}

/// An upgrade of an upgrade that is also called full may use up what both rest on: of two copies one is covered for sure.
#[test]
fn regression_a_doubtful_upgrade_may_take_from_the_base_of_its_base() {
    let licence = |version, base| Licence {
        version: Some(version),
        edition: Some(1),
        language: Some(2),
        held: Some(1),
        downgrade: Some(true),
        base,
        device: None,
    };
    let copy = |device| Copy {
        version: Some(0),
        edition: Some(0),
        language: Some(0),
        device: Some(device),
        asset: None,
        is_sure: true,
    };
    let world = World {
        licences: vec![licence(0, None), licence(1, Some(0)), licence(2, Some(1))],
        copies: vec![copy(0), copy(1)],
    };
    let told = contradicted(&world.puts(), 2, 1, false);
    check(&journal(told), &rules_with(BaseConsumed::AtInstallation), |check| {
        assert!(matches!(check.possible, Verdict::Undetermined(_)), "{:?}", check.possible);
    });
}
