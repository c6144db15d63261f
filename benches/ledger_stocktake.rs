//! A stock-take of 100,000 devices.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops where its world cannot be built")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ledger::{
    AsOf, Class, Draft, Event, Field, Journal, Kind, Known, Put, Rules, Seen, Status, StocktakeReport,
    Stocktakes,
};

const DEVICES: usize = 100_000;
const RULES: &str = include_str!("../crates/keiyaku/contracts/jetro-2023/ledger.toml");

/// Devices with their sightings: one in 100 missing, one in 50 elsewhere, one in 200 unknown.
fn world() -> Vec<(String, String, bool)> {
    (0..DEVICES).map(|at| (format!("PC-{at:06}"), format!("SN{at:08}"), at % 100 != 0)).collect()
}

fn compared(c: &mut Criterion) {
    let world = world();
    let ids: Vec<String> = (0..DEVICES).map(|at| format!("R-{at:06}")).collect();
    let known: Vec<Known<'_>> = world
        .iter()
        .map(|(device, serial, _)| Known {
            device,
            serial: Some(serial),
            office: Some("東京"),
            place: Some("3F"),
            status: Status::InUse,
            is_virtual: false,
            expected: true,
        })
        .collect();
    let seen: Vec<Seen<'_>> = world
        .iter()
        .zip(&ids)
        .enumerate()
        .filter(|(_, ((_, _, is_seen), _))| *is_seen)
        .map(|(at, ((device, serial, _), id))| Seen {
            id,
            device: (at % 200 != 1).then_some(device.as_str()),
            serial: (at % 200 != 1).then_some(serial.as_str()),
            office: Some("東京"),
            place: Some(if at % 50 == 7 { "5F" } else { "3F" }),
        })
        .collect();
    let report = StocktakeReport::compare(&known, &seen).unwrap();
    println!("missing: {}", report.sum().of(Class::Missing).total());
    c.bench_function("ledger/stock-take of 100,000 devices, compared", |b| {
        b.iter(|| StocktakeReport::compare(black_box(&known), black_box(&seen)).unwrap().lines().len());
    });
}

fn from_a_journal(c: &mut Criterion) {
    let rules = Rules::from_table("ledger.toml", RULES).unwrap();
    let mut drafts = Vec::new();
    let (set_up, counted) = ("2024-04-01".parse().unwrap(), "2024-06-10".parse().unwrap());
    for (device, serial, is_seen) in world() {
        let put = Put::new(Kind::Device, &device)
            .field(Field::View, "domestic")
            .field(Field::Office, "東京")
            .field(Field::Place, "3F")
            .field(Field::Serial, &serial)
            .field(Field::User, "佐藤")
            .event(Event::Assigned);
        drafts.push(Draft::put(set_up, put));
        if is_seen {
            let put = Put::new(Kind::Sighting, &format!("R-{device}"))
                .field(Field::Stocktake, "Q1")
                .field(Field::Device, &device)
                .field(Field::Office, "東京")
                .field(Field::Place, "3F")
                .field(Field::Means, "seen");
            drafts.push(Draft::put(counted, put));
        }
    }
    let mut journal = Journal::new();
    let batch = journal.prepare("bench", "2024-06-10T00:00:00Z".parse().unwrap(), drafts).unwrap();
    // As it is after loading: read from the line that was written, not left where it was made.
    journal.read_line(&batch.to_line()).unwrap();
    let state = journal.state(AsOf::day("2024-06-30".parse().unwrap()));
    c.bench_function("ledger/stock-take of 100,000 devices, from a state", |b| {
        b.iter(|| {
            let stocktakes = Stocktakes::of(black_box(&state), &rules);
            stocktakes.compare("Q1", Some("by-sight")).unwrap().lines().len()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = compared, from_a_journal
}
criterion_main!(benches);
