//! The schedule of all items, beside the same monthly and weekly rules in the `rrule` crate.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops where its world cannot be built")]

use std::hint::black_box;

use chrono::Datelike;
use criterion::{Criterion, criterion_group, criterion_main};
use keiyaku::{
    Contract,
    tasks::{Wanted, WorkSite},
};
use rrule::RRuleSet;

/// All items at all sites and 76 offices over the 50 months, one by one.
fn whole_term(c: &mut Criterion) {
    let contract = Contract::reference().unwrap();
    let schedule = contract.schedule().unwrap();
    let term = schedule.term();
    let sites = contract.calendars().sites();
    let apart = sites.iter().filter(|site| site.no.is_some()).map(|site| site.id.clone()).collect();
    let all = Wanted { apart, ..Wanted::between(term.first_day(), term.last_day()) };
    let count = schedule.occurrences(&all).count();
    println!("occurrences over the term: {count}");
    c.bench_function("tasks/whole term, 76 offices", |b| {
        // Each occurrence is looked at, so that none of the work can be left out.
        b.iter(|| {
            let days = |o: keiyaku::tasks::Occurrence<'_>| {
                i64::from(o.window.due.num_days_from_ce()) ^ i64::from(o.part)
            };
            schedule.occurrences(black_box(&all)).map(days).fold(0_i64, |sum, day| black_box(sum ^ day))
        });
    });
    c.bench_function("tasks/building the schedule", |b| b.iter(|| contract.schedule().unwrap().term()));
}

/// One monthly and one weekly item at one site over the term: ours with business days, theirs without.
fn beside_rrule(c: &mut Criterion) {
    let contract = Contract::reference().unwrap();
    let term = contract.catalogue().term;
    let institute: keiyaku::calendar::SiteId = "institute".parse().unwrap();
    let site = Some(WorkSite::At(institute.clone()));
    let wanted = Wanted { site, ..Wanted::between(term.first_day(), term.last_day()) };
    let monthly_or_weekly = |text: &str| ["月 1回", "毎月", "毎週", "週 1回"].contains(&text);
    let rules =
        |text: &str| if text.contains('週') { "FREQ=WEEKLY;BYDAY=FR" } else { "FREQ=MONTHLY;BYMONTHDAY=-1" };
    let items: Vec<_> = contract
        .work()
        .unwrap()
        .items()
        .iter()
        .filter(|item| item.sites.contains(&institute) && monthly_or_weekly(&item.frequency_text))
        .collect();
    c.bench_function("tasks/monthly and weekly items of a site, ours with the schedule built", |b| {
        b.iter(|| {
            let schedule = contract.schedule().unwrap();
            let is_wanted = |o: &keiyaku::tasks::Occurrence<'_>| {
                schedule.item(o).is_some_and(|item| monthly_or_weekly(&item.frequency_text))
            };
            schedule.occurrences(black_box(&wanted)).filter(is_wanted).count()
        });
    });
    c.bench_function("tasks/monthly and weekly items of a site, rrule", |b| {
        b.iter(|| {
            items
                .iter()
                .map(|item| {
                    let rule = rules(&item.frequency_text);
                    let text = format!(
                        "DTSTART;TZID=Asia/Tokyo:20230401T000000\nRRULE:{rule};UNTIL=20270531T145959Z"
                    );
                    let set: RRuleSet = black_box(text.as_str()).parse().unwrap();
                    set.all(5_000).dates.len()
                })
                .sum::<usize>()
        });
    });
}

criterion_group!(benches, whole_term, beside_rrule);
criterion_main!(benches);
