//! How many people a second, for the level alone and with every reason?

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its world cannot be built"
)]

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use keiyaku::itss::{Evaluator, Evidence, Standard, Stated, StatedArea, StatedEngagement, StatedSize};

const PEOPLE: usize = 100_000;

/// Numbers that look random and are the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }
}

fn people(standard: &Standard, as_of: NaiveDate) -> Vec<Evidence> {
    let mut numbers = Numbers(1);
    (0..PEOPLE)
        .map(|n| {
            let mut person = Stated { name: format!("{n}"), ..Stated::default() };
            for work in 0..=numbers.below(5) {
                let field = &standard.fields()[numbers.below(standard.fields().len())];
                let from =
                    as_of.checked_sub_days(Days::new(u64::try_from(numbers.below(5_000)).unwrap())).unwrap();
                let to = from.checked_add_days(Days::new(u64::try_from(numbers.below(2_000)).unwrap()));
                let conditions = field.conditions.iter().filter(|_| numbers.below(2) == 0);
                let conditions = conditions.map(|named| named.id.clone()).collect();
                person.engagements.push(StatedEngagement {
                    title: format!("{work}"),
                    field: field.id.clone(),
                    role: standard.roles()[numbers.below(4)].id.clone(),
                    from,
                    to,
                    conditions,
                    not_conditions: Vec::new(),
                    sizes: vec![StatedSize::new("people", numbers.below(300).to_string())],
                    success: Some(true),
                });
                for area in &field.areas {
                    let standing = standard.standings()[numbers.below(5)].id.clone();
                    let (field, area) = (field.id.clone(), area.id.clone());
                    person.areas.push(StatedArea { field, area, standing });
                }
            }
            let kinds = standard.transfers().iter().filter(|_| numbers.below(2) == 0);
            person.transfers = kinds.map(|kind| kind.id.clone()).collect();
            person.mentoring = Some(numbers.below(3) > 0);
            Evidence::new(standard, &person).unwrap()
        })
        .collect()
}

fn evaluate(c: &mut Criterion) {
    let standard = Standard::itss_v3_2011().unwrap();
    let evaluator = Evaluator::new(&standard, standard.default_readings());
    let as_of = NaiveDate::from_ymd_opt(2024, 6, 1).unwrap();
    let people = people(&standard, as_of);
    let mut group = c.benchmark_group("itss");
    group.sample_size(10).throughput(Throughput::Elements(u64::try_from(PEOPLE).unwrap()));
    group.bench_function("levels of 100,000 people, 25 indicators", |b| {
        let mut levels = Vec::new();
        b.iter(|| {
            people
                .iter()
                .map(|person| {
                    evaluator.levels(black_box(person), as_of, &mut levels);
                    levels.iter().map(|level| u64::from(*level)).sum::<u64>()
                })
                .sum::<u64>()
        });
    });
    group.bench_function("the same with every reason", |b| {
        b.iter(|| {
            people.iter().map(|person| evaluator.explain(black_box(person), as_of).len()).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, evaluate);
criterion_main!(benches);
