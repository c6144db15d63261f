//! How long does the embedded month take: reading its records, evaluating its 42 items?

#![allow(clippy::unwrap_used, reason = "a bench that cannot be set up stops")]

use std::time::Duration;

use criterion::Criterion;
use keiyaku::{Contract, reference};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let contract = Contract::reference().unwrap();
    let (month, now) = (reference::SAMPLE_MONTH.parse().unwrap(), reference::SAMPLE_NOW.parse().unwrap());
    let loaded = contract.read_records(reference::SAMPLE_FILES, now, &mut |_, _| {});
    criterion.bench_function("loading the reference contract", |bencher| bencher.iter(Contract::reference));
    criterion.bench_function("reading the records of the sample month", |bencher| {
        bencher.iter(|| contract.read_records(reference::SAMPLE_FILES, now, &mut |_, _| {}));
    });
    criterion.bench_function("evaluating the 42 items of the sample month", |bencher| {
        bencher.iter(|| contract.evaluate_month(month, &loaded.observations, now));
    });
    criterion.final_summary();
}
