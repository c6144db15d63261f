//! A million installations against ten thousand licences.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark stops where its world cannot be built"
)]

use std::{fmt::Write, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
use ledger::{
    AsOf, Draft, Field, Journal, Kind, Put, Rules,
    licence::{Licences, Products, SeatAccounts},
};

const PRODUCTS: u64 = 60;
const VERSIONS: u64 = 5;
const LICENCES: u64 = 10_000;
const DEVICES: u64 = 100_000;

/// Numbers that look drawn and are the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn table() -> String {
    let mut table = String::from(
        "[[language]]\nid = \"ja\"\n[[language]]\nid = \"en\"\n[[language]]\nid = \"multi\"\ncovers = [\"*\"]\n",
    );
    for product in 0..PRODUCTS {
        writeln!(
            table,
            "[[product]]\nid = \"p{product}\"\nmaker = \"m\"\nversions = [\"1\", \"2\", \"3\", \"4\", \"5\"]\n\
             edition = [{{ id = \"pro\", covers = [\"std\"] }}, {{ id = \"std\" }}]"
        )
        .unwrap();
    }
    table
}

/// Each licence has about as many seats as uses name it. One row in fifty names a licence by chance; the others name
/// one that covers them.
fn journal() -> Journal {
    let mut draw = Draw(1);
    let day = "2024-04-01".parse().unwrap();
    let mut drafts = Vec::new();
    let languages = ["ja", "en", "multi"];
    let mut terms = Vec::new();
    for licence in 0..LICENCES {
        let version = (1 + draw.below(VERSIONS)).to_string();
        let edition = if draw.below(10) < 7 { "pro" } else { "std" };
        let language = languages[usize::try_from(draw.below(3)).unwrap()];
        let put = Put::new(Kind::Entitlement, &format!("L-{licence:05}"))
            .field(Field::Form, "full")
            .field(Field::Software, &format!("p{}", licence % PRODUCTS))
            .field(Field::Version, &version)
            .field(Field::Edition, edition)
            .field(Field::Language, language)
            .field(Field::Downgrade, if draw.below(4) > 0 { "yes" } else { "no" })
            .field(Field::Held, &(80 + draw.below(61)).to_string());
        // One in fifty is bound to a device, and used there or not at all.
        let put = if licence % 50 == 0 { put.field(Field::Device, &format!("PC-{licence:06}")) } else { put };
        terms.push((version, edition, if language == "multi" { "en" } else { language }));
        drafts.push(Draft::put(day, put));
    }
    for device in 0..DEVICES {
        for slot in 0..10 {
            let product = (device + slot * 6) % PRODUCTS;
            let licence = product + PRODUCTS * draw.below(LICENCES / PRODUCTS);
            let is_wrong = draw.below(50) == 0;
            let (version, edition, language) = &terms[usize::try_from(licence).unwrap()];
            let other = (1 + draw.below(VERSIONS)).to_string();
            let put = Put::new(Kind::Use, &format!("U-{device:06}-{slot}"))
                .field(Field::Status, "installed")
                .field(Field::Asset, &format!("L-{licence:05}"))
                .field(Field::Device, &format!("PC-{device:06}"))
                .field(Field::Software, &format!("p{product}"))
                .field(Field::Version, if is_wrong { &other } else { version })
                .field(Field::Edition, edition)
                .field(Field::Language, language)
                .field(Field::WorkedOn, "2024-03-01")
                .field(Field::StaffKind, "staff")
                .field(Field::Department, "IT");
            drafts.push(Draft::put(day, put));
        }
    }
    let mut journal = Journal::new();
    let batch = journal.prepare("bench", "2024-04-01T00:00:00Z".parse().unwrap(), drafts).unwrap();
    // As it is after loading: read from the line that was written, not left where it was made.
    journal.read_line(&batch.to_line()).unwrap();
    journal
}

fn a_million(c: &mut Criterion) {
    let products = Products::from_table("products.toml", &table()).unwrap();
    let rules = Rules::from_table("ledger.toml", "").unwrap();
    let journal = journal();
    let as_of = AsOf::day("2024-06-03".parse().unwrap());
    let state = journal.state(as_of);
    let licences = Licences::read(&state, &products, &rules);
    let check = licences.check();
    println!(
        "copies left over: {}; rows to re-point: {}; shortages: {}",
        check.uncovered.len(),
        check.repoint.len(),
        check.shortages.len()
    );
    let mut group = c.benchmark_group("ledger/licences, a million uses of ten thousand");
    group.sample_size(10);
    group.bench_function("reading and grouping", |b| {
        b.iter(|| black_box(Licences::read(&state, &products, &rules)).terms().len());
    });
    group.bench_function("both verdicts", |b| b.iter(|| black_box(licences.check()).repoint.len()));
    group.bench_function("seat accounts from the journal", |b| {
        b.iter(|| SeatAccounts::keep(&journal, as_of, &products, &rules).postings().len());
    });
    group.finish();
}

criterion_group!(benches, a_million);
criterion_main!(benches);
