//! A million entries: read from a file, every hash verified, and replayed into the state of a day.
//!
//! `cargo bench -p benches --bench ledger_journal -- once` does it once and says how long it took and the most memory
//! that was in use.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops where its world cannot be built")]

use std::{env, fs, hint::black_box, io::Write, path::Path, time::Instant};

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group};
use ledger::{AsOf, Body, Draft, Event, Field, Journal, Kind, Origin, Put};

const DEVICES: u64 = 150_000;
const ENTRIES: u64 = 1_000_000;
/// Entries of a batch: an import of some size.
const BATCH: usize = 5_000;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 4, 1).unwrap() + Days::new(number)
}

/// The n-th fact: first every device with the columns of its row, then what happens to them; a few facts come late, a
/// few are corrected or reversed.
fn draft(n: u64) -> Draft {
    let id = format!("PC-{:06}", n % DEVICES);
    let valid_on = day(n * 900 / ENTRIES);
    let put = Put::new(Kind::Device, &id);
    let origin = n.is_multiple_of(2).then(|| Origin {
        file: "pc-ledger.xlsx".into(),
        sheet: Some("本部".into()),
        row: n % 65_000,
    });
    if n < DEVICES {
        let put = put
            .field(Field::Name, &id)
            .field(Field::Model, "ノートPC 14型")
            .field(Field::Serial, &format!("SN{n:08}"))
            .field(Field::Place, "本部 7階")
            .field(Field::Department, "情報システム課")
            .field(Field::Purpose, "事務");
        return Draft { valid_on, origin, body: Body::Put(put) };
    }
    let earlier = n - DEVICES + 1;
    let body = match n % 200 {
        0 => Body::Reverse { entry: earlier, why: "二重登録".into() },
        1 => Body::Correct { entry: earlier, put: put.field(Field::User, "佐藤") },
        _ if n.is_multiple_of(3) => Body::Put(put.field(Field::Place, "大阪本部").event(Event::Moved)),
        _ => Body::Put(put.field(Field::User, &format!("職員{:04}", n % 4_000)).event(Event::Assigned)),
    };
    let late = if n % 50 == 2 { 40 } else { 0 };
    Draft { valid_on: day((n * 900 / ENTRIES).saturating_sub(late)), origin, body }
}

fn write(path: &Path) {
    let mut file = std::io::BufWriter::new(fs::File::create(path).unwrap());
    let mut journal = Journal::new();
    let drafts: Vec<u64> = (0..ENTRIES).collect();
    for batch in drafts.chunks(BATCH) {
        let moment = "2024-06-05T01:00:00Z".parse().unwrap();
        let batch = journal.prepare("sato", moment, batch.iter().copied().map(draft).collect()).unwrap();
        writeln!(file, "{}", batch.to_line()).unwrap();
        journal.append(batch).unwrap();
    }
    file.flush().unwrap();
}

/// Verifies and replays; how many devices there were on the last day.
fn replay(path: &Path) -> usize {
    let journal = ledger_file::read(path).unwrap().journal;
    let state = journal.state(AsOf::day(day(900)));
    black_box(state.count(Kind::Device))
}

fn path() -> std::path::PathBuf {
    env::temp_dir().join("keiyaku-bench-ledger.jsonl")
}

fn million(c: &mut Criterion) {
    let path = path();
    write(&path);
    let mut group = c.benchmark_group("ledger");
    group.sample_size(10);
    group.bench_function("1,000,000 entries verified and replayed", |b| b.iter(|| replay(&path)));
    group.bench_function("1,000,000 entries verified", |b| {
        b.iter(|| ledger_file::read(&path).unwrap().journal.last());
    });
    group.finish();
    fs::remove_file(path).unwrap();
}

criterion_group!(benches, million);

fn main() {
    let path = path();
    match env::args().nth(1).as_deref() {
        // Writing and reading are two processes, so that the memory told is that of reading.
        Some("once") => {
            let me = env::current_exe().unwrap();
            assert!(std::process::Command::new(me).arg("write").status().unwrap().success());
            let start = Instant::now();
            let devices = replay(&path);
            let took = start.elapsed();
            let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
            let most =
                status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: not told here");
            println!(
                "{ENTRIES} entries, {} bytes, {devices} devices: {took:?}",
                fs::metadata(&path).unwrap().len()
            );
            println!("{most}");
            // On a busy machine the clock tells of the others: this is the time that was spent here.
            let spent = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
            let spent = spent.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok());
            println!("on the processor: {:?}", spent.map(std::time::Duration::from_nanos));
            fs::remove_file(path).unwrap();
        }
        Some("write") => write(&path),
        _ => {
            benches();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
