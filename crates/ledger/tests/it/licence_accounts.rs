//! Seat accounts against a naive recount, and their laws.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    ApprovedSeat, BaseConsumed, Event, Field, Journal, Kind, Put, Rules,
    licence::{Licences, SeatAccount, SeatAccounts},
};
use proptest::prelude::*;

use crate::licence::{dated, disposed, on, products, put, rules, rules_with, tool, used};

/// A posting in short: `day asset from→to n holder #entry`.
fn told(journal: &Journal, day: &str, rules: &Rules) -> Vec<String> {
    let accounts = SeatAccounts::keep(journal, on(day), products(), rules);
    let one = |posting: &ledger::licence::Posting<'_>| {
        let holder = posting.holder.map_or_else(String::new, |holder| format!(" {holder}"));
        format!(
            "{} {} {}→{} {}{holder} #{}",
            posting.day, posting.asset, posting.from, posting.to, posting.seats, posting.entry
        )
    };
    accounts.postings().iter().map(one).collect()
}

#[test]
fn each_fact_moves_seats_and_is_named() {
    let facts = [
        ("2024-04-01", tool("A version=1 held=10 term-to=2024-04-30")),
        ("2024-04-02", used("U status=approved asset=A version=1 device=PC-1")),
        ("2024-04-03", put(Kind::Use, "U status=installed")),
        ("2024-04-03", used("V asset=A version=1 device=PC-1")),
        ("2024-04-04", put(Kind::Use, "U status=uninstalled")),
        ("2024-04-05", put(Kind::Distribution, "D asset=A version=1 office=パリ count=4")),
        ("2024-04-06", put(Kind::Distribution, "D returned=3")),
        ("2024-04-07", disposed("PC-1")),
        ("2024-04-08", put(Kind::Entitlement, "A held=12")),
    ];
    let told = told(&dated(facts), "2024-05-01", &rules());
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn an_upgrade_takes_its_base_when_the_policy_says() {
    let facts = [
        ("2024-04-01", tool("A version=1 held=10")),
        ("2024-04-02", tool("B version=2 held=12 form=upgrade upgrades=A")),
        ("2024-04-03", used("U asset=B version=2 device=PC-1")),
        ("2024-04-04", put(Kind::Use, "U status=uninstalled")),
        ("2024-04-05", put(Kind::Entitlement, "B upgrades=C")),
    ];
    let journal = dated(facts);
    let both = [BaseConsumed::AtPurchase, BaseConsumed::AtInstallation]
        .map(|when| format!("{when:?}\n{}", told(&journal, "2024-05-01", &rules_with(when)).join("\n")));
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn what_is_not_known_yet_is_not_posted() {
    let facts = [
        ("2024-04-01", tool("A version=1 held=10")),
        ("2024-04-09", used("U asset=A version=1 device=PC-1")),
    ];
    let journal = dated(facts);
    assert_eq!(told(&journal, "2024-04-08", &rules()).len(), 1);
    let rules = rules();
    let accounts = SeatAccounts::keep(&journal, on("2024-05-01").known(1), products(), &rules);
    assert_eq!(accounts.balance("A", SeatAccount::Free), 10);
}

#[test]
fn over_use_is_recorded() {
    let facts = [
        ("2024-04-01", tool("A version=1 held=1")),
        ("2024-04-09", put(Kind::Distribution, "D asset=A version=1 count=3")),
        ("2024-04-09", used("U asset=Z version=1 device=PC-1")),
    ];
    let (journal, rules) = (dated(facts), rules());
    let accounts = SeatAccounts::keep(&journal, on("2024-05-01"), products(), &rules);
    assert_eq!(accounts.balance("A", SeatAccount::Free), -2);
    assert_eq!(accounts.balance("Z", SeatAccount::Free), -1);
}

/// Facts of office life: licences, applications, installations, distributions, disposals, in any order.
fn fact() -> impl Strategy<Value = (u32, Put)> {
    let asset = || prop::sample::select(vec!["A", "B", "C", "Z"]);
    let device = prop::option::weighted(0.85, prop::sample::select(vec!["PC-1", "PC-2", "PC-3"]));
    let status = prop::sample::select(vec!["approved", "installed", "uninstalled", "upgraded", "other"]);
    let a_use =
        (0..6_u32, prop::option::of(asset()), device, status).prop_map(|(id, asset, device, status)| {
            let put = put(Kind::Use, &format!("U{id}")).field(Field::Status, status);
            let put = asset.map_or(put.clone(), |asset| put.field(Field::Asset, asset));
            device.map_or(put.clone(), |device| put.field(Field::Device, device))
        });
    let distribution =
        (0..2_u32, asset(), 0..5_u32, prop::option::of(0..5_u32)).prop_map(|(id, asset, count, returned)| {
            let put = put(Kind::Distribution, &format!("D{id} asset={asset} count={count}"));
            returned.map_or(put.clone(), |returned| put.field(Field::Returned, &returned.to_string()))
        });
    let licence =
        (prop::sample::select(vec!["A", "B", "C"]), 0..8_u32, 0..10_u32).prop_map(|(id, held, more)| {
            let put = put(Kind::Entitlement, id)
                .field(Field::Software, "Tool")
                .field(Field::Held, &held.to_string());
            let (version, base) = match id {
                "A" => ("1", None),
                "B" => ("2", Some("A")),
                _ => ("3", Some("B")),
            };
            let put = put.field(Field::Version, version);
            match (more, base) {
                (0, Some(base)) => put.field(Field::Form, "upgrade").field(Field::Upgrades, base),
                (1, Some(base)) => put.field(Field::Upgrades, base),
                (2, _) => put.field(Field::Form, "full").cleared(Field::Upgrades),
                (3, _) => put.field(Field::Form, "full").field(Field::TermTo, "2024-01-20"),
                (4, _) => put.field(Field::Form, "full").field(Field::Device, "PC-1"),
                // Records that may contradict each other, and purchases to come.
                (5, _) => put.field(Field::UpgradedBy, "B"),
                (6, _) => put.field(Field::UpgradedBy, "C"),
                (7, _) => put.cleared(Field::UpgradedBy),
                (8, _) => put.field(Field::Form, "full").field(Field::ProcuredOn, "2024-01-15"),
                _ => put.field(Field::Form, "full").field(Field::RetiredOn, "2024-01-25"),
            }
        });
    let gone = prop::sample::select(vec!["PC-1", "PC-2", "PC-3"]).prop_map(disposed);
    let bought = Just(Put::new(Kind::Device, "PC-1").event(Event::Stored));
    (1..31_u32, prop_oneof![8 => a_use, 3 => distribution, 4 => licence, 1 => gone, 1 => bought])
}

fn journal_of(facts: &[(u32, Put)]) -> Journal {
    let days: Vec<String> = facts.iter().map(|(day, _)| format!("2024-01-{day:02}")).collect();
    dated(days.iter().zip(facts).map(|(day, (_, put))| (day.as_str(), put.clone())))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn accounts_agree_with_a_recount(facts in prop::collection::vec(fact(), 0..40), known in 0..45_u64, day in 1..31_u32) {
        let journal = journal_of(&facts);
        let as_of = on(&format!("2024-01-{day:02}")).known(known);
        let mut rules = rules();
        for approved in [ApprovedSeat::Takes, ApprovedSeat::Projected] {
            rules.policies.approved_seat.value = approved;
            let accounts = SeatAccounts::keep(&journal, as_of, products(), &rules);
            let state = journal.state(as_of);
            let check = Licences::read(&state, products(), &rules).check();
            for asset in &check.assets {
                let balance = |account| accounts.balance(asset.asset, account);
                let signed = |seats: u64| i128::from(seats);
                prop_assert_eq!(balance(SeatAccount::Installed), signed(asset.installed), "{}", asset.asset);
                prop_assert_eq!(balance(SeatAccount::Reserved), signed(asset.reserved));
                prop_assert_eq!(balance(SeatAccount::Distributed), signed(asset.distributed));
                // Accounts go by what rows say; what a licence does not cover takes none of its seats.
                let free = asset.free() - signed(asset.misnamed);
                prop_assert_eq!(balance(SeatAccount::Free), free, "{}", asset.asset);
            }
            // Recounted from the records, without a thought for how they came to be.
            let mut installed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for record in state.records(Kind::Use).filter(|record| record.text(Field::Status) == Some("installed")) {
                let device = record.text(Field::Device);
                let is_gone = device.and_then(|device| state.record(Kind::Device, device))
                    .is_some_and(|device| device.last_of(&[Event::Disposed]).is_some());
                if let Some(asset) = record.text(Field::Asset).filter(|_| !is_gone) {
                    let place = device.map_or_else(|| format!("row {}", record.id), str::to_owned);
                    installed.entry(asset).or_default().insert(place);
                }
            }
            for asset in accounts.assets() {
                let counted = installed.get(asset).map_or(0, BTreeSet::len);
                prop_assert_eq!(accounts.balance(asset, SeatAccount::Installed), i128::try_from(counted).unwrap());
            }
        }
    }

    #[test]
    fn nothing_is_lost_and_each_posting_has_its_entry(facts in prop::collection::vec(fact(), 0..40)) {
        let journal = journal_of(&facts);
        for when in [BaseConsumed::AtPurchase, BaseConsumed::AtInstallation] {
            let rules = rules_with(when);
            let accounts = SeatAccounts::keep(&journal, on("2024-01-31"), products(), &rules);
            let mut balances: BTreeMap<(&str, SeatAccount), i128> = BTreeMap::new();
            let mut on_device: BTreeMap<(&str, &str), i128> = BTreeMap::new();
            let mut last = None;
            for posting in accounts.postings() {
                prop_assert!(posting.seats > 0 && posting.from != posting.to);
                prop_assert!(journal.entry(posting.entry).is_some_and(|entry| entry.valid_on <= posting.day));
                prop_assert!(last <= Some(posting.day));
                last = Some(posting.day);
                let seats = i128::from(posting.seats);
                *balances.entry((posting.asset, posting.from)).or_default() -= seats;
                *balances.entry((posting.asset, posting.to)).or_default() += seats;
                for (account, change) in [(posting.from, -seats), (posting.to, seats)] {
                    let is_place = matches!(account, SeatAccount::Installed | SeatAccount::Reserved);
                    if let Some(device) = posting.holder.filter(|holder| is_place && holder.starts_with("PC-")) {
                        let here = on_device.entry((posting.asset, device)).or_default();
                        *here += change;
                    }
                }
                // At no time has a device two seats of one asset.
                prop_assert!(on_device.values().all(|seats| (0..=1).contains(seats)));
            }
            for asset in accounts.assets() {
                let all = SeatAccount::ALL.iter().map(|account| accounts.balance(asset, *account));
                prop_assert_eq!(all.sum::<i128>(), 0);
                for account in SeatAccount::ALL {
                    let kept = balances.get(&(asset, *account)).copied().unwrap_or(0);
                    prop_assert_eq!(accounts.balance(asset, *account), kept);
                    let may_be_negative = matches!(account, SeatAccount::Outside | SeatAccount::Free);
                    prop_assert!(may_be_negative || kept >= 0, "{asset} {account} {kept}");
                }
            }
        }
    }

    #[test]
    fn a_day_passed_never_changes_its_postings(facts in prop::collection::vec(fact(), 0..40), day in 1..31_u32) {
        let (journal, rules) = (journal_of(&facts), rules());
        let early = SeatAccounts::keep(&journal, on(&format!("2024-01-{day:02}")), products(), &rules);
        let late = SeatAccounts::keep(&journal, on("2024-01-31"), products(), &rules);
        prop_assert_eq!(late.postings().get(..early.postings().len()), Some(early.postings()));
    }
}
