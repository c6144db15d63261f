//! Reading hostile inputs takes work and memory in proportion to them.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what cannot be measured stops the test")]

use allocation_counter::AllocationInfo;
use benches::hostile::{Family, Read, families};
use rustix::time::{ClockId, clock_gettime};

/// The larger input is so many times as large.
const TIMES: u64 = 4;
/// Processor time may grow so many times: of what grows with the square it would grow 16 times.
const MOST: u64 = 8;
/// What is asked of the allocator may grow by a quarter more than the input, for what is doubled when it is full and for the
/// logarithm; and by this much, whatever the input.
const ROOM: u64 = 64 << 10;

/// The processor time of this thread, in nanoseconds: what others do on the machine adds nothing to it.
fn spent(read: &Read) -> u64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        u64::try_from(time.tv_sec).unwrap() * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap()
    };
    let before = now();
    std::hint::black_box(read());
    now() - before
}

/// Whether the time grows in proportion: by the least of several tries each, and of more where these do not suffice.
fn stays_in_proportion(small: &Read, large: &Read, told: &mut (u64, u64)) -> bool {
    *told = (u64::MAX, u64::MAX);
    (0..12).any(|n| {
        *told = (told.0.min(spent(small)), told.1.min(spent(large)));
        // What takes less than a tenth of a millisecond tells nothing.
        n >= 2 && told.1 <= MOST * told.0.max(100_000)
    })
}

fn allocated(read: &Read) -> AllocationInfo {
    allocation_counter::measure(|| {
        std::hint::black_box(read());
    })
}

fn faults(family: &Family) -> Vec<String> {
    let sizes = [family.size, family.size * usize::try_from(TIMES).unwrap()];
    let [small, large] = sizes.map(|size| (family.made)(size));
    // What is read once is made once: a first reading sets up what later ones share.
    let found = [small(), large()];
    assert!(found.iter().all(|found| *found > 0), "{}: nothing is found", family.name);
    let [before, after] = [&small, &large].map(allocated);
    let mut told = (0, 0);
    let is_quick = stays_in_proportion(&small, &large, &mut told);
    let figures = [
        ("allocations", before.count_total, after.count_total),
        ("bytes asked for", before.bytes_total, after.bytes_total),
        ("bytes held at once", before.bytes_max, after.bytes_max),
    ];
    println!("{}: {found:?} found; {told:?} ns; {figures:?}", family.name);
    let grown = figures.into_iter().filter(|(_, before, after)| *after > before * TIMES * 5 / 4 + ROOM);
    let grown = grown.map(|(what, before, after)| format!("{}: {what}: {before}, then {after}", family.name));
    let slow = (!is_quick).then(|| format!("{}: time: {} ns, then {}", family.name, told.0, told.1));
    grown.chain(slow).collect()
}

#[test]
fn hostile_inputs_are_read_in_proportion_to_their_size() {
    let faults: Vec<String> = families().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The measure is one: what grows with the square is found, in time alone and in memory.
#[test]
fn what_grows_with_the_square_is_found() {
    let compared = Family {
        name: "each with each",
        size: 2_000,
        made: Box::new(|n| {
            let all: Vec<usize> = (0..n).collect();
            Box::new(move || 1 + all.iter().filter(|one| all.iter().rev().any(|other| other == *one)).count())
        }),
    };
    let noted = Family {
        name: "a note for each pair",
        size: 200,
        made: Box::new(|n| Box::new(move || vec![0_u8; n * n * 8].len())),
    };
    assert_eq!(faults(&compared).len(), 1);
    assert!(faults(&noted).len() > 1);
}
