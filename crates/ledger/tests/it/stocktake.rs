//! Stock-takes: eight classes, and a sum that closes whatever is handed in.

use std::collections::{BTreeMap, BTreeSet};

use calendar::YearMonth;
use ledger::{
    Class, Event, Evidence, Field, Kind, Known, Put, Rules, Seen, State, Status, StocktakeReport, Stocktakes,
};
use proptest::{prelude::*, sample::select};

use crate::ledgers::{facts, journal, named, on, rules, rules_with};

const IDS: [&str; 8] = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7"];
const SERIALS: [&str; 5] = ["S0", "S1", "S2", "S3", "S4"];
const PLACES: [&str; 3] = ["P0", "P1", "P2"];
const SIGHTINGS: [&str; 10] = ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"];

fn known() -> impl Strategy<Value = Vec<Known<'static>>> {
    let one = (
        prop::option::of(select(&SERIALS[..])),
        prop::option::of(select(&PLACES[..])),
        prop::option::of(select(&PLACES[..])),
        select(Status::ALL),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.7),
    );
    prop::collection::vec(one, 0..6).prop_map(|all| {
        all.into_iter()
            .zip(IDS)
            .map(|((serial, office, place, status, is_virtual, expected), device)| Known {
                device,
                serial,
                office,
                place,
                status,
                is_virtual,
                expected,
            })
            .collect()
    })
}

fn seen() -> impl Strategy<Value = Vec<Seen<'static>>> {
    let one = (
        prop::option::weighted(0.8, select(&IDS[..])),
        prop::option::of(select(&SERIALS[..])),
        prop::option::of(select(&PLACES[..])),
        prop::option::of(select(&PLACES[..])),
    );
    prop::collection::vec(one, 0..10).prop_map(|all| {
        all.into_iter()
            .zip(SIGHTINGS)
            .map(|((device, serial, office, place), id)| Seen { id, device, serial, office, place })
            .collect()
    })
}

proptest! {
    /// Every expected device and everything seen stands in exactly one line, and no other device does.
    #[test]
    fn nothing_is_lost_or_counted_twice(known in known(), seen in seen()) {
        let report = StocktakeReport::compare(&known, &seen).unwrap();
        let mut devices: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sightings: BTreeMap<&str, usize> = BTreeMap::new();
        for line in report.lines() {
            if let Evidence::Expected { device } | Evidence::Both { device, .. } = line.evidence {
                *devices.entry(device).or_default() += 1;
            }
            line.evidence.sightings().iter().for_each(|id| *sightings.entry(id).or_default() += 1);
        }
        let wanted: BTreeSet<&str> =
            known.iter().filter(|k| k.expected && k.status != Status::Disposed).map(|k| k.device).collect();
        prop_assert_eq!(devices.keys().copied().collect::<BTreeSet<_>>(), wanted.clone());
        prop_assert_eq!(sightings.len(), seen.len());
        prop_assert!(devices.values().chain(sightings.values()).all(|times| *times == 1));
        // The sum says the same: expected are those of all classes together.
        let sum = report.sum();
        let expected: u64 = Class::ALL.iter().map(|class| sum.of(*class)).map(|s| s.expected + s.both).sum();
        prop_assert_eq!(expected, wanted.len() as u64);
        prop_assert_eq!(sum.expected, expected);
        let lines: u64 = Class::ALL.iter().map(|class| sum.of(*class).total()).sum();
        prop_assert_eq!(lines, report.lines().len() as u64);
    }

    /// What a class means: which of expected and seen it can be.
    #[test]
    fn each_class_rests_on_what_it_means(known in known(), seen in seen()) {
        let report = StocktakeReport::compare(&known, &seen).unwrap();
        for line in report.lines() {
            let fits = match (line.class, &line.evidence) {
                (Class::Matched, Evidence::Both { .. }) | (Class::Missing, Evidence::Expected { .. }) => true,
                (Class::Extra, Evidence::Seen { device, .. }) => device.is_none(),
                (Class::DisposedButSeen, Evidence::Seen { device, .. }) => device.is_some(),
                (Class::Excluded, Evidence::Expected { .. }) => true,
                (Class::Moved | Class::Unresolved, Evidence::Seen { .. } | Evidence::Both { .. }) => true,
                (Class::OnLoan, _) => true,
                _ => false,
            };
            prop_assert!(fits, "{:?}", line);
        }
    }

    #[test]
    fn the_order_of_what_is_handed_in_does_not_matter(known in known(), seen in seen()) {
        let classes = |known: &[Known<'static>], seen: &[Seen<'static>]| {
            let report = StocktakeReport::compare(known, seen).unwrap();
            report.lines().iter().map(|line| (line.evidence.label(), line.class)).collect::<BTreeSet<_>>()
        };
        let (mut turned_known, mut turned_seen) = (known.clone(), seen.clone());
        turned_known.reverse();
        turned_seen.reverse();
        prop_assert_eq!(classes(&known, &seen), classes(&turned_known, &turned_seen));
    }
}

fn device(id: &'static str, status: Status) -> Known<'static> {
    Known {
        device: id,
        serial: None,
        office: Some("東京"),
        place: Some("3F"),
        status,
        is_virtual: false,
        expected: true,
    }
}

fn sighting(id: &'static str, device: &'static str, place: &'static str) -> Seen<'static> {
    Seen { id, device: Some(device), serial: None, office: Some("東京"), place: Some(place) }
}

#[track_caller]
fn class_of(known: Known<'static>, seen: &[Seen<'static>], wanted: Class) {
    let report = StocktakeReport::compare(&[known], seen).unwrap();
    assert_eq!(report.lines().iter().map(|line| line.class).collect::<Vec<_>>(), [wanted]);
}

#[test]
fn the_eight_classes() {
    let here = [sighting("R1", "PC-1", "3F")];
    let there = [sighting("R1", "PC-1", "5F")];
    class_of(device("PC-1", Status::InUse), &here, Class::Matched);
    class_of(device("PC-1", Status::InStore), &[], Class::Missing);
    class_of(device("PC-1", Status::Damaged), &there, Class::Moved);
    class_of(Known { expected: false, ..device("PC-1", Status::InUse) }, &here, Class::Moved);
    class_of(device("PC-1", Status::Lent), &[], Class::OnLoan);
    class_of(device("PC-1", Status::Lent), &there, Class::OnLoan);
    class_of(device("PC-1", Status::InRepair), &[], Class::Excluded);
    class_of(device("PC-1", Status::Stolen), &[], Class::Excluded);
    class_of(Known { is_virtual: true, ..device("PC-1", Status::InUse) }, &[], Class::Excluded);
    class_of(device("PC-1", Status::Lost), &here, Class::Unresolved);
    class_of(device("PC-1", Status::Disposed), &here, Class::DisposedButSeen);
    // In two places at once, nobody can say which is right; twice in one place is once.
    class_of(device("PC-1", Status::InUse), &[here[0], sighting("R2", "PC-1", "5F")], Class::Unresolved);
    class_of(device("PC-1", Status::InUse), &[here[0], sighting("R2", "PC-1", "3F")], Class::Matched);
    // Gone and not seen: nothing to say.
    assert_eq!(StocktakeReport::compare(&[device("PC-1", Status::Disposed)], &[]).unwrap().lines(), []);
}

#[test]
fn a_serial_number_names_a_device_where_it_is_the_only_one() {
    let known =
        |device: &'static str, serial| Known { serial: Some(serial), ..self::device(device, Status::InUse) };
    let read = |device, serial| Seen { id: "R1", device, serial, office: None, place: None };
    let class = |seen: Seen<'static>| {
        let known = [known("PC-1", "S1"), known("PC-2", "S2"), known("PC-3", "S2")];
        let report = StocktakeReport::compare(&known, &[seen]).unwrap();
        let line = report.lines().iter().find(|line| !line.evidence.sightings().is_empty()).unwrap();
        (line.evidence.label(), line.class)
    };
    assert_eq!(class(read(None, Some("S1"))), ("PC-1", Class::Matched));
    assert_eq!(class(read(None, Some("S2"))), ("S2", Class::Unresolved));
    assert_eq!(class(read(None, Some("S9"))), ("S9", Class::Extra));
    assert_eq!(class(read(None, None)), ("R1", Class::Unresolved));
    // Number and serial number of two devices.
    assert_eq!(class(read(Some("PC-2"), Some("S1"))), ("PC-2", Class::Unresolved));
    assert_eq!(class(read(Some("PC-9"), Some("S1"))), ("PC-9", Class::Unresolved));
    assert_eq!(class(read(Some("PC-9"), None)), ("PC-9", Class::Extra));
}

#[test]
fn a_number_that_stands_twice_does_not_close() {
    let known = [device("PC-1", Status::InUse), device("PC-1", Status::InUse)];
    let error = StocktakeReport::compare(&known, &[]).unwrap_err();
    assert_eq!((error.expected, error.lines), (1, 2));
    let seen = [sighting("R1", "PC-1", "3F"), sighting("R1", "PC-1", "3F")];
    assert!(StocktakeReport::compare(&[], &seen).is_err());
}

fn at(id: &str, office: &str) -> Put {
    Put::new(Kind::Device, id)
        .field(Field::View, "domestic")
        .field(Field::Office, office)
        .field(Field::User, "佐藤")
}

fn met(id: &str, stocktake: &str, device: &str, office: &str, means: &str) -> Put {
    Put::new(Kind::Sighting, id)
        .field(Field::Stocktake, stocktake)
        .field(Field::Device, device)
        .field(Field::Office, office)
        .field(Field::Means, means)
}

#[test]
fn tokyo_and_the_institute_are_seen_the_others_asked() {
    let abroad =
        Put::new(Kind::Device, "NY-1").field(Field::View, "overseas").field(Field::Office, "ニューヨーク");
    let journal = facts([
        ("2024-04-01", at("PC-1", "東京")),
        ("2024-04-01", at("PC-2", "研究所")),
        ("2024-04-01", at("PC-3", "大阪")),
        ("2024-04-01", at("PC-4", "東京")),
        ("2024-04-01", abroad),
        ("2024-06-10", met("R1", "2024Q1", "PC-1", "東京", "seen")),
        ("2024-06-11", met("R2", "2024Q1", "PC-2", "研究所", "phone")),
        ("2024-06-12", met("R3", "2024Q1", "PC-3", "大阪", "mail")),
    ]);
    let (state, rules) = (journal.state(on("2024-06-30")), rules());
    let stocktakes = Stocktakes::of(&state, &rules);
    assert_eq!(stocktakes.compare("2024Q1", None).unwrap().sum().expected, 4);
    assert_eq!(stocktakes.compare("2024Q1", Some("by-sight")).unwrap().sum().expected, 3);
    let by_mail = stocktakes.compare("2024Q1", Some("by-mail")).unwrap();
    assert_eq!((by_mail.sum().expected, by_mail.sum().sightings), (1, 1));
    assert!(by_mail.is_accounted());
    assert_eq!(
        named(&stocktakes.findings(&journal)),
        ["stocktake-missing: device PC-4", "stocktake-means: sighting R2", "stocktake-office: by-sight"]
    );
    // The last month of each quarter counts both groups; one has a device unaccounted for.
    let month = |number| stocktakes.tally(&journal, YearMonth::new(2024, number).unwrap());
    assert_eq!((month(5).planned, month(6).planned, month(6).done), (0, 2, 1));
    assert_eq!(month(6).missing, ["by-sight"]);
    let begun = rules_with("stocktake-done", "begun");
    let tally = Stocktakes::of(&state, &begun).tally(&journal, YearMonth::new(2024, 6).unwrap());
    assert_eq!((tally.planned, tally.done), (2, 2));
}

#[test]
fn an_office_that_is_nearly_one_listed_is_told() {
    let journal = facts([
        ("2024-04-01", at("PC-1", "アジア経済研究初")),
        ("2024-04-01", at("PC-2", "名古屋")),
        ("2024-04-01", at("PC-3", "本部(東京)")),
    ]);
    let (state, rules) = (journal.state(on("2024-04-30")), rules());
    let stocktakes = Stocktakes::of(&state, &rules);
    let told = stocktakes.findings(&journal);
    let told: Vec<_> = told.iter().filter(|one| one.rule.as_str() == "stocktake-office").collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert_eq!(told[0].subject, "アジア経済研究初");
    assert!(told[0].message.en.contains("if `アジア経済研究所` is meant"), "{}", told[0].message.en);
    // Found by a stranger: listed as `アジ研`, the institute was counted with those that are asked, and nothing said so.
    assert_eq!(told[1].subject, "by-sight");
    assert!(told[1].message.en.starts_with("no device is at `東京`, `東京本部`, "), "{}", told[1].message.en);
    // Offices are listed whatever their width.
    assert_eq!(stocktakes.compare("2024Q1", Some("by-sight")).unwrap().sum().expected, 1);
}

#[test]
fn three_months_after_the_last_a_stock_take_is_due() {
    let journal = facts([
        ("2024-01-01", at("PC-1", "東京")),
        ("2024-03-31", met("R1", "2023Q4", "PC-1", "東京", "seen")),
    ]);
    let due = |date: &str| {
        let state = journal.state(on(date));
        let mut named = named(&Stocktakes::of(&state, &rules()).findings(&journal));
        named.retain(|one| !one.starts_with("stocktake-office"));
        named
    };
    // No office of the other group has a device: nothing is due there.
    assert_eq!(due("2024-06-30"), Vec::<String>::new());
    assert_eq!(due("2024-07-01"), ["stocktake-due: by-sight"]);
    assert_eq!(due("2024-02-01"), ["stocktake-due: by-sight"]);
}

#[test]
fn a_device_of_another_site_is_moved_where_it_was_seen() {
    let journal = journal([
        (crate::ledgers::day("2024-04-01"), at("PC-3", "大阪")),
        (crate::ledgers::day("2024-06-10"), met("R1", "Q", "PC-3", "東京", "seen")),
    ]);
    let (state, rules) = (journal.state(on("2024-06-30")), rules());
    let report = Stocktakes::of(&state, &rules).compare("Q", Some("by-sight")).unwrap();
    assert_eq!(report.lines()[0].class, Class::Moved);
    assert_eq!(report.lines()[0].seen_at, Some("東京"));
}

#[test]
fn what_happened_after_a_stock_take_is_not_held_against_it() {
    let journal = facts([
        ("2024-04-01", at("PC-1", "東京").field(Field::Place, "3F")),
        ("2024-04-01", at("PC-2", "東京")),
        ("2024-04-01", at("PC-3", "東京")),
        ("2024-04-01", at("PC-5", "東京")),
        ("2024-06-10", met("R1", "Q", "PC-1", "東京", "seen").field(Field::Place, "3F")),
        ("2024-06-10", met("R2", "Q", "PC-2", "東京", "seen")),
        // Moved, disposed of and bought since; one that was missing is recorded as lost.
        ("2024-06-20", at("PC-1", "東京").field(Field::Place, "5F").event(Event::Moved)),
        ("2024-06-20", at("PC-2", "東京").event(Event::Disposed)),
        ("2024-06-20", at("PC-3", "東京").event(Event::Lost)),
        ("2024-06-20", at("PC-4", "東京")),
    ]);
    let state = journal.state(on("2024-06-30"));
    let found = named(&Stocktakes::of(&state, &rules()).findings(&journal));
    assert_eq!(found, ["stocktake-missing: device PC-5", "stocktake-office: by-sight"]);
}

/// What is extra, unresolved, or disposed of and seen is not accounted for, though all that was expected was seen.
#[test]
fn all_that_was_seen_must_be_accounted_for_too() {
    let here = sighting("R1", "PC-1", "3F");
    let in_use = device("PC-1", Status::InUse);
    let is_accounted = |known: &[Known<'static>], seen: &[Seen<'static>]| {
        StocktakeReport::compare(known, seen).unwrap().is_accounted()
    };
    assert!(is_accounted(&[in_use], &[here]));
    assert!(is_accounted(&[in_use], &[sighting("R1", "PC-1", "5F")]));
    assert!(!is_accounted(&[in_use], &[here, sighting("R2", "PC-9", "3F")]));
    assert!(!is_accounted(&[device("PC-1", Status::Disposed)], &[here]));
    assert!(!is_accounted(&[device("PC-1", Status::Lost)], &[here]));
    assert!(!is_accounted(&[in_use], &[]));
}

#[test]
fn a_stock_take_is_compared_with_the_ledgers_of_its_last_day() {
    let journal = facts([
        ("2024-04-01", at("PC-1", "東京").field(Field::Place, "3F")),
        ("2024-04-01", at("PC-2", "東京")),
        ("2024-06-10", met("R1", "Q", "PC-1", "東京", "seen").field(Field::Place, "3F")),
        ("2024-06-11", met("R2", "Q", "PC-2", "東京", "seen")),
        ("2024-06-20", at("PC-1", "東京").field(Field::Place, "5F").event(Event::Moved)),
        ("2024-06-20", at("PC-2", "東京").event(Event::Disposed)),
        ("2024-06-20", at("PC-3", "東京")),
    ]);
    let rules = rules();
    let compared = |state: &State<'_>| {
        let report = Stocktakes::of(state, &rules).compare("Q", None).unwrap();
        report.lines().iter().map(|line| line.class).collect::<Vec<_>>()
    };
    let then = Stocktakes::ledgers(&journal, on("2024-06-30"), "Q").unwrap();
    assert_eq!(then.as_of(), on("2024-06-11"));
    assert_eq!(compared(&then), [Class::Matched, Class::Matched]);
    // By the day asked about it would be held against devices that moved, went or came since.
    let today = journal.state(on("2024-06-30"));
    assert_eq!(compared(&today), [Class::Moved, Class::DisposedButSeen, Class::Missing]);
    assert!(Stocktakes::ledgers(&journal, on("2024-06-09"), "Q").is_none());
    assert!(Stocktakes::ledgers(&journal, on("2024-06-30").known(2), "Q").is_none());
}

#[test]
fn software_and_media_are_counted_each_quarter_by_the_policy() {
    let article = |id: &str, on: &str| Put::new(Kind::Article, id).field(Field::CheckedOn, on);
    let journal = facts([
        ("2024-04-01", at("PC-3", "大阪")),
        ("2024-06-12", met("R3", "2024Q1", "PC-3", "大阪", "mail")),
        ("2024-04-01", article("A-1", "2024-04-01")),
        ("2024-04-01", article("A-2", "2024-03-31")),
        ("2024-04-01", Put::new(Kind::Medium, "M-1").field(Field::CheckedOn, "2024-06-30")),
        ("2024-04-01", Put::new(Kind::Medium, "M-2").event(Event::Lost)),
    ]);
    let state = journal.state(on("2024-06-30"));
    let tally = |rules: &Rules| {
        let tally = Stocktakes::of(&state, rules).tally(&journal, YearMonth::new(2024, 6).unwrap());
        assert!(tally.policies.iter().any(|policy| policy.id == "stocktake-of"));
        (tally.planned, tally.done, tally.missing)
    };
    assert_eq!(tally(&rules()), (1, 1, vec![]));
    assert_eq!(tally(&rules_with("stocktake-of", "all")), (3, 2, vec!["A-2".to_owned()]));
}

#[test]
fn regression_serial_numbers_are_compared_without_width_case_and_spaces() {
    let known = [Known {
        device: "PC-1",
        serial: Some("SN-0001a"),
        office: None,
        place: None,
        status: Status::InUse,
        is_virtual: false,
        expected: true,
    }];
    let seen =
        [Seen {
            id: "R1", device: None, serial: Some("ＳＮ－０００１ Ａ"), office: None, place: None
        }];
    let report = StocktakeReport::compare(&known, &seen).unwrap();
    assert!(report.class(Class::Extra).next().is_none() && report.class(Class::Missing).next().is_none());
}

#[test]
fn regression_offices_and_stock_takes_are_the_same_whatever_their_width() {
    let journal = facts([
        ("2024-04-01", at("PC-1", "本部（東京）")),
        ("2024-06-10", met("R1", "２０２４Ｑ１", "PC-1", "本部(東京)", "seen")),
    ]);
    let (state, rules) = (journal.state(on("2024-06-30")), rules());
    let report = Stocktakes::of(&state, &rules).compare("2024q1", None).unwrap();
    assert_eq!((report.class(Class::Matched).count(), report.class(Class::Moved).count()), (1, 0));
    assert!(Stocktakes::ledgers(&journal, on("2024-06-30"), "2024q1").is_some());
}
