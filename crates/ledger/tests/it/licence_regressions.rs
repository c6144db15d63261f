//! Verdicts that were wrong once.

use ledger::{BaseConsumed, BaseLanguage, Event, Field, Kind, NearOf, Put, Rules, licence::BaseFault};
use provenance::{Finding, Verdict};

use crate::licence::{REFERENCE, check, dated, journal, on, put, rules, rules_with, tool, used};

fn suite(line: &str) -> Put {
    let put = put(Kind::Entitlement, line).field(Field::Software, "Suite");
    if put.fields.get(Field::Form.word()).is_some() { put } else { put.field(Field::Form, "full") }
}

fn device(id: &str) -> Put {
    Put::new(Kind::Device, id).event(Event::Stored)
}

/// What is held and can be used, and what is wrong with the base, by asset number.
fn seats(facts: Vec<Put>) -> Vec<(u64, u64, Option<BaseFault>)> {
    check(&journal(facts), &rules(), |check| {
        check.assets.iter().map(|one| (one.seats.low, one.seats.high, one.base_fault)).collect()
    })
}

#[track_caller]
fn verdicts(facts: Vec<Put>) -> (Verdict, Verdict) {
    check(&journal(facts), &rules(), |check| (check.declared.clone(), check.possible.clone()))
}

fn told(facts: Vec<Put>, rule: &str) -> Vec<(String, String)> {
    check(&journal(facts), &rules(), |check| {
        let findings = check.findings.iter().filter(|finding| finding.rule.as_str() == rule);
        findings.map(|finding| (finding.subject.clone(), finding.message.en.clone())).collect()
    })
}

#[track_caller]
fn undetermined(verdict: &Verdict) {
    assert!(matches!(verdict, Verdict::Undetermined(_)), "{verdict:?}");
}

#[test]
fn an_upgrade_is_bound_to_the_device_of_its_base() {
    let facts = |device: &str, upgrade: &str| {
        vec![
            tool("L1 version=1 held=1 licence-type=oem device=PC-1"),
            tool(&format!("L2 version=2 held=1 form=upgrade upgrades=L1 {upgrade}")),
            used(&format!("U asset=L2 version=2 device={device}")),
        ]
    };
    assert_eq!(verdicts(facts("PC-1", "")), (Verdict::Met, Verdict::Met));
    assert_eq!(verdicts(facts("PC-2", "")), (Verdict::NotMet, Verdict::NotMet));
    assert_eq!(verdicts(facts("PC-1", "licence-type=oem")), (Verdict::Met, Verdict::Met));
    assert_eq!(verdicts(facts("PC-2", "device=PC-2")), (Verdict::NotMet, Verdict::NotMet));
    // Through two upgrades, too; and where the first is bound to nobody knows what.
    let chain = |oem: &str| {
        vec![
            tool(&format!("L1 version=1 held=1 {oem}")),
            tool("L2 version=2 held=1 form=upgrade upgrades=L1"),
            tool("L3 version=3 held=1 form=upgrade upgrades=L2"),
            used("U asset=L3 version=3 device=PC-2"),
        ]
    };
    assert_eq!(verdicts(chain("device=PC-1")).1, Verdict::NotMet);
    assert_eq!(verdicts(chain("device=PC-2")).1, Verdict::Met);
    undetermined(&verdicts(chain("licence-type=oem")).1);
    let mut named = facts("PC-2", "device=PC-2");
    named[0] = tool("L1 version=1 held=1 licence-type=oem");
    undetermined(&verdicts(named).1);
}

#[test]
fn a_better_edition_of_the_same_version_is_an_upgrade() {
    let of = |base: &str, upgrade: &str| {
        let base = suite(&format!("L1 version=2019 language=ja held=2 {base}"));
        let upgrade =
            suite(&format!("L2 version=2019 language=ja held=1 form=upgrade upgrades=L1 {upgrade}"));
        seats(vec![base, upgrade])[1]
    };
    assert_eq!(of("edition=std", "edition=pro"), (1, 1, None));
    assert_eq!(of("edition=pro", "edition=std"), (0, 0, Some(BaseFault::Unfit)));
    assert_eq!(of("edition=pro", "edition=pro"), (0, 0, Some(BaseFault::Unfit)));
    assert_eq!(of("", "edition=pro"), (0, 1, Some(BaseFault::Unknown)));
}

#[test]
fn an_upgrade_does_not_change_the_language() {
    let of = |base: &str, upgrade: &str, any: bool| {
        let facts = [
            suite(&format!("L1 edition=pro version=2016 held=1 {base}")),
            suite(&format!("L2 edition=pro version=2019 held=1 form=upgrade upgrades=L1 {upgrade}")),
        ];
        let mut rules = rules();
        if any {
            rules.policies.base_language.value = BaseLanguage::Any;
        }
        check(&journal(facts), &rules, |check| {
            assert!(check.policies.iter().any(|policy| policy.id == "base-language"));
            (check.assets[1].seats.low, check.assets[1].seats.high, check.assets[1].base_fault)
        })
    };
    assert_eq!(of("language=en", "language=ja", false), (0, 0, Some(BaseFault::OtherLanguage)));
    assert_eq!(of("language=en", "language=ja", true), (1, 1, None));
    assert_eq!(of("language=multi", "language=ja", false), (1, 1, None));
    assert_eq!(of("language=ja", "language=multi", false), (1, 1, None));
    assert_eq!(of("", "language=ja", false), (0, 1, Some(BaseFault::Unknown)));
}

fn two_uses() -> [Put; 2] {
    [used("U asset=L1 version=1 device=PC-1"), used("V asset=L2 version=2 device=PC-2")]
}

#[test]
fn a_full_licence_that_upgrades_another_does_not_surely_add_seats() {
    let held = || vec![tool("L1 version=1 held=1"), tool("L2 version=2 held=1 form=full upgrades=L1")];
    assert_eq!(seats(held()), [(0, 1, None), (1, 1, None)]);
    let [first, second] = two_uses();
    let both = [held(), vec![first, second.clone()]].concat();
    let (declared, possible) = verdicts(both.clone());
    undetermined(&declared);
    undetermined(&possible);
    let message = "it is recorded as full, and yet as an upgrade of asset L1".to_owned();
    assert_eq!(told(both, "licence-contradiction"), [("L2".to_owned(), message)]);
    // One of the two is there whichever it is.
    assert_eq!(verdicts([held(), vec![second]].concat()), (Verdict::Met, Verdict::Met));
    // The base does not fit, or is not held: it is one licence, or none.
    let unfit = vec![tool("L1 version=3 held=1"), tool("L2 version=2 held=1 form=full upgrades=L1")];
    assert_eq!(seats(unfit), [(1, 1, None), (0, 1, None)]);
    assert_eq!(seats(vec![tool("L2 version=2 held=1 form=full upgrades=L9")]), [(0, 1, None)]);
    // As an upgrade it would be bound to the device of its base.
    let bound = vec![tool("L1 version=1 held=1 device=PC-1"), tool("L2 version=2 held=1 upgrades=L1")];
    assert_eq!(seats(bound), [(0, 1, None), (0, 1, None)]);
}

#[test]
fn a_licence_upgraded_by_one_that_is_full_does_not_surely_keep_its_seats() {
    let held =
        |by: &str| vec![tool(&format!("L1 version=1 held=1 upgraded-by={by}")), tool("L2 version=2 held=1")];
    let both = [held("L2"), two_uses().to_vec()].concat();
    let (declared, possible) = verdicts(both.clone());
    undetermined(&declared);
    undetermined(&possible);
    assert_eq!(seats(held("L2")), [(0, 1, None), (1, 1, None)]);
    let message = "recorded as upgraded by asset L2, whose record does not name it".to_owned();
    assert_eq!(told(both, "licence-contradiction"), [("L1".to_owned(), message)]);
    let message = "recorded as upgraded by asset L9, which is not among those held".to_owned();
    assert_eq!(told(held("L9"), "licence-contradiction"), [("L1".to_owned(), message)]);
    assert_eq!(seats(held("L9")), [(0, 1, None), (1, 1, None)]);
    // Another base than the one that says so: which of the two is used up is open.
    let other = vec![
        tool("L1 version=1 held=1 upgraded-by=L2"),
        tool("L2 version=2 held=1 form=upgrade upgrades=L3"),
        tool("L3 version=1 held=1"),
    ];
    assert_eq!(seats(other), [(0, 1, None), (0, 1, None), (0, 1, None)]);
    // Both are said to be upgraded by the other.
    let circle = vec![tool("L1 version=1 held=1 upgraded-by=L2"), tool("L2 version=2 held=1 upgraded-by=L1")];
    assert_eq!(seats(circle), [(0, 1, None), (0, 1, None)]);
    // Where both records agree nothing is open.
    let agreed = vec![
        tool("L1 version=1 held=1 upgraded-by=L2"),
        tool("L2 version=2 held=1 form=upgrade upgrades=L1"),
    ];
    assert_eq!(told(agreed.clone(), "licence-contradiction"), []);
    assert_eq!(seats(agreed), [(0, 0, None), (1, 1, None)]);
}

#[test]
fn a_licence_is_of_no_use_before_it_is_bought() {
    let facts = |on: &str| {
        vec![tool(&format!("L1 version=1 held=1 procured-on={on}")), used("U asset=L1 version=1 device=PC-1")]
    };
    assert_eq!(verdicts(facts("2024-06-03")), (Verdict::Met, Verdict::Met));
    assert_eq!(verdicts(facts("2024-06-04")), (Verdict::NotMet, Verdict::NotMet));
    let why = "asset L1 does not cover Tool 1: procured on 2024-06-04, not before (U)".to_owned();
    assert_eq!(told(facts("2024-06-04"), "licence-not-covered"), [("L1".to_owned(), why)]);
    // An upgrade that is not bought yet leaves its base alone.
    let upgrade = |on: &str| {
        vec![
            tool("L1 version=1 held=1"),
            tool(&format!("L2 version=2 held=1 form=upgrade upgrades=L1 procured-on={on}")),
        ]
    };
    assert_eq!(seats(upgrade("2024-06-04")), [(1, 1, None), (0, 0, None)]);
    assert_eq!(seats(upgrade("2024-06-03")), [(0, 0, None), (1, 1, None)]);
}

#[test]
fn a_base_retired_before_the_upgrade_was_bought_is_none() {
    let of = |retired: &str, upgrade: &str| {
        let base = tool(&format!("L1 version=1 held=1 retired-on={retired}"));
        seats(vec![base, tool(&format!("L2 version=2 held=1 form=upgrade upgrades=L1 {upgrade}"))])[1]
    };
    let bought = "procured-on=2024-01-05";
    assert_eq!(of("2023-01-01", bought), (0, 0, Some(BaseFault::NotInForce)));
    assert_eq!(of("2024-01-04", bought), (0, 0, Some(BaseFault::NotInForce)));
    assert_eq!(of("2024-01-05", bought), (1, 1, None));
    assert_eq!(of("2024-05-01", bought), (1, 1, None));
    // When it was bought is not known, only that it was there on the day asked about.
    assert_eq!(of("2024-01-05", ""), (0, 1, Some(BaseFault::BoughtWhen)));
    assert_eq!(of("2024-06-03", ""), (1, 1, None));
}

#[test]
fn more_returned_than_distributed_is_told() {
    let facts = vec![
        tool("L1 version=1 held=5"),
        put(Kind::Distribution, "D1 asset=L1 version=1 office=パリ count=2 returned=3"),
    ];
    let message = "3 returned, more than were distributed, so that nothing can be counted".to_owned();
    assert_eq!(told(facts.clone(), "licence-over-returned"), [("D1".to_owned(), message)]);
    undetermined(&verdicts(facts).1);
}

#[test]
fn a_use_on_a_device_that_no_ledger_knows_is_told() {
    let facts = vec![
        tool("L1 version=1 held=5"),
        device("PC-1"),
        used("U asset=L1 version=1 device=PC-1"),
        used("V asset=L1 version=1 device=PC-2"),
        used("W asset=L1 version=1"),
    ];
    let message = "used on devices that stand in no ledger; the seats are counted: PC-2".to_owned();
    assert_eq!(told(facts.clone(), "licence-on-unknown-device"), [("PC-2".to_owned(), message)]);
    check(&journal(facts), &rules(), |check| assert_eq!(check.assets[0].used(), 3));
}

#[test]
fn a_contract_can_ask_for_no_shortages() {
    let facts = || journal([used("U software=Tool version=1")]);
    let all = |findings: &[Finding]| -> Vec<(String, usize)> {
        findings.iter().map(|one| (one.rule.to_string(), one.clauses.len())).collect()
    };
    let found = check(&facts(), &rules(), |check| all(&check.findings));
    assert_eq!(found, [("licence-shortage".to_owned(), 2), ("licence-not-named".to_owned(), 2)]);
    let row =
        REFERENCE.split("[[check]]\n").find(|row| row.starts_with("id = \"licence-shortage\"\n")).unwrap();
    let without = REFERENCE.replace(&format!("[[check]]\n{row}"), "");
    let without = Rules::from_table("ledger.toml", &without).unwrap_or_else(|errors| panic!("{errors}"));
    let found = check(&facts(), &without, |check| all(&check.findings));
    assert_eq!(found, [("licence-not-named".to_owned(), 2)]);
    let silent = Rules::from_table("ledger.toml", "").unwrap_or_else(|errors| panic!("{errors}"));
    check(&facts(), &silent, |check| {
        assert!(check.possible.is_not_met());
        assert_eq!(check.findings, []);
    });
}

#[test]
fn a_product_with_a_free_licence_is_not_nearly_used_up() {
    let facts = || {
        vec![
            tool("L1 version=1 held=1"),
            tool("L2 version=1 held=9"),
            tool("L3 software=Gadget version=1 held=1"),
            used("U asset=L1 version=1 device=PC-1"),
            used("V asset=L3 software=Gadget version=1 device=PC-1"),
        ]
    };
    let near = |facts: Vec<Put>, of: NearOf| {
        let mut rules = rules();
        rules.policies.near_of.value = of;
        check(&journal(facts), &rules, |check| {
            let near = check.findings.iter().filter(|finding| finding.rule.as_str() == "licence-near");
            near.map(|finding| finding.subject.clone()).collect::<Vec<_>>()
        })
    };
    // What the table of products lacks is counted by asset.
    assert_eq!(near(facts(), NearOf::Product), ["L3"]);
    assert_eq!(near(facts(), NearOf::Asset), ["L1", "L3"]);
    let full = (0..8).map(|n| used(&format!("W{n} asset=L2 version=1 device=PC-{n}0")));
    assert_eq!(near([facts(), full.collect()].concat(), NearOf::Product), ["L3", "Tool"]);
}

/// The accounts know of contradictions and of days to come what the verdicts know.
#[test]
fn accounts_follow_a_contradiction_and_a_day_of_purchase() {
    use ledger::licence::{SeatAccount, SeatAccounts};
    let facts = [
        ("2024-04-01", tool("L1 version=1 held=3")),
        ("2024-04-02", tool("L2 version=2 held=2 form=upgrade upgrades=L1 procured-on=2024-04-10")),
        ("2024-04-20", put(Kind::Entitlement, "L2 form=full")),
        ("2024-04-25", put(Kind::Entitlement, "L2 form=upgrade")),
    ];
    let (journal, rules) = (dated(facts), rules());
    let on = |day: &str| {
        let accounts =
            SeatAccounts::keep(&journal, crate::licence::on(day), crate::licence::products(), &rules);
        let balance = |asset, account| accounts.balance(asset, account);
        [
            balance("L1", SeatAccount::Free),
            balance("L1", SeatAccount::Upgraded),
            balance("L1", SeatAccount::Barred),
            balance("L2", SeatAccount::Free),
        ]
    };
    assert_eq!(on("2024-04-09"), [3, 0, 0, 0]);
    assert_eq!(on("2024-04-10"), [1, 2, 0, 2]);
    assert_eq!(on("2024-04-20"), [1, 0, 2, 2]);
    assert_eq!(on("2024-04-25"), [1, 2, 0, 2]);
}

#[test]
fn regression_a_base_consumed_at_installation_serves_its_own_copy_or_the_upgrades() {
    let facts = vec![
        tool("L1 version=1 held=1"),
        tool("L2 version=2 held=1 form=upgrade upgrades=L1"),
        used("U1 asset=L1 version=1 device=PC-1"),
        used("U2 asset=L2 version=2 device=PC-2"),
    ];
    let rules = rules_with(BaseConsumed::AtInstallation);
    check(&journal(facts.clone()), &rules, |check| {
        assert_eq!((&check.declared, &check.possible), (&Verdict::NotMet, &Verdict::NotMet));
        let base = check.assets.iter().find(|one| one.asset == "L1").unwrap();
        assert_eq!((base.used(), base.through, base.free(), base.over_used()), (2, 1, -1, Some((2, 1))));
    });
    check(&journal(facts.into_iter().take(3)), &rules, |check| {
        assert_eq!((&check.declared, &check.possible), (&Verdict::Met, &Verdict::Met));
    });
}

#[test]
fn regression_rows_that_an_asset_does_not_cover_take_none_of_its_seats() {
    let facts = vec![
        tool("L1 version=1 held=2"),
        used("U1 asset=L1 version=1 device=PC-1"),
        used("U2 asset=L1 version=2 device=PC-2"),
    ];
    check(&journal(facts), &rules(), |check| {
        let asset = &check.assets[0];
        assert_eq!((asset.installed, asset.misnamed, asset.used(), asset.free()), (2, 1, 1, 1));
        assert_eq!(check.declared, Verdict::NotMet);
    });
}

#[test]
fn regression_copies_that_lack_the_same_licence_are_one_shortage() {
    // On one device two rows, on the other one: two copies of one thing, and one licence that is over.
    let over = |more: &str| tool(&format!("L1 version=1 held=9 term-to=2024-01-31 {more}"));
    let copies = |asset: &str| {
        vec![
            used(&format!("U1 asset={asset} version=1 device=PC-1")),
            used(&format!("U2 asset={asset} version=1 device=PC-1")),
            used(&format!("U3 asset={asset} version=1 device=PC-2")),
        ]
    };
    for first in [over(""), over("licence-type=oem device=PC-1")] {
        let facts: Vec<Put> = std::iter::once(first).chain(copies("L1")).collect();
        check(&journal(facts), &rules(), |check| {
            let found: Vec<(u64, u64)> = check.shortages.iter().map(|one| (one.needed, one.buy)).collect();
            assert_eq!(found, [(2, 2)]);
        });
    }
    // Another version is another purchase.
    let mut facts = copies("L1");
    facts.extend([over(""), used("U4 asset=L1 version=2 device=PC-3")]);
    check(&journal(facts), &rules(), |check| {
        let found: Vec<(u64, u64)> = check.shortages.iter().map(|one| (one.needed, one.buy)).collect();
        assert_eq!(found, [(2, 2), (1, 1)]);
    });
}

#[test]
fn regression_a_use_upgraded_to_nothing_is_told_and_may_still_be_in_use() {
    let licences = || vec![tool("L1 version=1 held=1"), tool("L2 version=2 held=1 form=upgrade upgrades=L1")];
    let told_of = |rows: &[&str]| {
        let facts: Vec<Put> = licences().into_iter().chain(rows.iter().map(|row| used(row))).collect();
        told(facts, "licence-upgraded-alone").into_iter().map(|(row, _)| row).collect::<Vec<_>>()
    };
    let old = "U1 asset=L1 version=1 status=upgraded device=PC-1";
    assert_eq!(told_of(&[old]), ["U1"]);
    assert!(told_of(&[old, "U2 asset=L2 version=2 device=PC-1"]).is_empty());
    // On another device, older, of another product, or without a device at all it is no successor.
    assert_eq!(told_of(&[old, "U2 asset=L2 version=2 device=PC-2"]), ["U1"]);
    assert_eq!(told_of(&[old, "U2 asset=L1 version=1 device=PC-1"]), ["U1"]);
    assert_eq!(told_of(&["U1 asset=L1 version=1 status=upgraded"]), ["U1"]);
    // Of a chain the last one needs none where it is in use, and one where it is not.
    let middle = "U2 asset=L2 version=2 status=upgraded device=PC-1";
    assert_eq!(told_of(&[old, middle]), ["U2"]);
    assert!(told_of(&[old, middle, "U3 asset=L3 software=Tool version=3 device=PC-1"]).is_empty());
    // What was upgraded and then uninstalled is gone.
    assert!(told_of(&[old, "U2 asset=L2 version=2 status=uninstalled device=PC-1"]).is_empty());
    // Counted as in doubt: one seat is enough for it, none is not known to be too few.
    let facts = |held: u32| vec![tool(&format!("L1 version=1 held={held}")), used(old)];
    assert_eq!(verdicts(facts(1)), (Verdict::Met, Verdict::Met));
    let (declared, possible) = verdicts(facts(0));
    undetermined(&declared);
    undetermined(&possible);
}

#[test]
fn regression_ends_of_uses_that_never_began_or_were_over_are_told() {
    let row = |day: &'static str, status: &str| {
        (day, used(&format!("U1 asset=L1 version=1 status={status} device=PC-1")))
    };
    let found = |facts: Vec<(&'static str, Put)>| {
        let journal = dated(facts);
        let checked = ledger::check(&journal, on("2024-06-30"), &rules(), &ledger::Inputs::default());
        let findings = checked.findings.iter().filter(|one| one.rule.as_str() == "use-ended-out-of-order");
        findings.map(|one| one.message.en.clone()).collect::<Vec<_>>()
    };
    let (begun, ended, upgraded) =
        (row("2024-04-01", "installed"), row("2024-05-01", "uninstalled"), row("2024-05-02", "upgraded"));
    assert!(found(vec![begun.clone(), ended.clone()]).is_empty());
    assert_eq!(found(vec![ended.clone()]).len(), 1);
    assert_eq!(found(vec![upgraded.clone()]).len(), 1);
    assert_eq!(found(vec![begun.clone(), ended.clone(), upgraded]).len(), 1);
    // Installed anew in between, an end is an end; what is known later of an earlier day comes before.
    let anew = row("2024-05-10", "installed");
    assert!(found(vec![begun.clone(), ended.clone(), anew, row("2024-05-20", "uninstalled")]).is_empty());
    assert!(found(vec![ended, begun]).is_empty());
    insta::assert_snapshot!(
        found(vec![row("2024-05-01", "uninstalled"), row("2024-05-02", "upgraded")]).join("\n")
    );
}

/// Licences beyond 2^40 were 2^40, sums stopped at 2^64, and so many copies of one asset overflowed where they are matched.
#[test]
fn regression_numbers_of_licences_are_whole_or_unknown_never_less() {
    let held = |asset: &str, count: &str| {
        Put::new(Kind::Entitlement, asset)
            .field(Field::Software, "Suite")
            .field(Field::Form, "full")
            .field(Field::Held, count)
    };
    let out = |id: &str, asset: &str, count: &str| {
        let row = Put::new(Kind::Distribution, id).field(Field::Asset, asset).field(Field::Software, "Suite");
        row.field(Field::Office, "A").field(Field::Count, count)
    };
    let most = ledger::COUNT_MAX.to_string();
    assert_eq!(seats(vec![held("1", &most)]), [(ledger::COUNT_MAX, ledger::COUNT_MAX, None)]);
    for beyond in ["10000000001", "2000000000000", "18446744073709551615", "99999999999999999999999"] {
        let [(low, high, _)] = seats(vec![held("1", beyond)])[..] else { panic!() };
        assert_eq!((low, high), (0, ledger::licence::Seats::UNKNOWN), "{beyond} is not known to be anything");
        undetermined(&verdicts(vec![held("1", beyond), out("D1", "1", beyond), out("D2", "1", beyond)]).1);
    }
    // As many as can be, over and over.
    let mut facts = vec![held("1", &most)];
    facts.extend((0..200).map(|n| out(&format!("D{n}"), "1", &most)));
    let (used, free) =
        check(&journal(facts), &rules(), |check| (check.assets[0].used(), check.assets[0].free()));
    assert_eq!((used, free), (200 * ledger::COUNT_MAX, -199 * i128::from(ledger::COUNT_MAX)));
}
