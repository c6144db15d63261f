//! Does reading stay in proportion to the file, whatever stands in it? Each family of hostile inputs at sizes that double:
//! the time for an element must stay as it is.

#![allow(missing_docs, reason = "criterion's macros")]

use std::hint::black_box;

use benches::hostile::families;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn hostile(c: &mut Criterion) {
    for family in families() {
        let mut group = c.benchmark_group(format!("hostile/{}", family.name));
        group.sample_size(10);
        for size in [family.size, family.size * 2, family.size * 4] {
            let read = (family.made)(size);
            group.throughput(Throughput::Elements(provenance::number_of(size)));
            group.bench_function(BenchmarkId::from_parameter(size), |b| b.iter(|| black_box(read())));
        }
        group.finish();
    }
}

criterion_group!(benches, hostile);
criterion_main!(benches);
