//! Rounding and small numbers, against trying every month.

use formula::{Exact, Month, Rounding, first_rounding_slip, smallest_volume_with_misses};
use proptest::prelude::*;

fn rate(on_time: u64, all: u64) -> Exact {
    Exact::ratio(on_time, all).unwrap() * Exact::from(100)
}

#[test]
fn the_targets_of_the_reference_contract() {
    let slip = |target, places| first_rounding_slip(&Exact::from(target), places, Rounding::HalfUp);
    assert_eq!(slip(95, 0), Some(Month { on_time: 18, late: 1 }));
    assert_eq!(slip(80, 0), Some(Month { on_time: 35, late: 9 }));
    assert_eq!(slip(100, 0), Some(Month { on_time: 199, late: 1 }));
    let volume = |target| smallest_volume_with_misses(&Exact::from(target), 1);
    assert_eq!((volume(95), volume(80), volume(100), volume(101)), (Some(20), Some(5), None, None));
}

fn roundings() -> impl Strategy<Value = Rounding> {
    use Rounding::{Ceiling, Down, Floor, HalfEven, HalfUp, Up};
    prop::sample::select(vec![Up, HalfUp, HalfEven, Ceiling, Down, Floor])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn the_first_slip_is_the_first(target in 1..=1_000_i64, tens in 0..3_u32, places in 0..3_u8, rounding in roundings()) {
        let target = Exact::ratio(target, 10_i64.pow(tens)).unwrap();
        let tried = (1..=60_u64)
            .flat_map(|all| (0..=all).map(move |on_time| (on_time, all)))
            .find(|(on_time, all)| {
                let rate = rate(*on_time, *all);
                rate < target && rate.rounded(places, rounding) >= target
            });
        let found = first_rounding_slip(&target, places, rounding);
        match tried {
            Some((on_time, all)) => {
                let found = found.unwrap();
                prop_assert_eq!(found.all(), all);
                // Another month of as many cases may slip too; it is one that does.
                prop_assert!(found.on_time >= on_time);
            }
            None => prop_assert!(found.is_none_or(|month| month.all() > 60)),
        }
    }

    #[test]
    fn the_smallest_volume_is_the_smallest(target in 1..1_000_i64, misses in 1..5_u64) {
        let target = Exact::ratio(target, 10).unwrap();
        let volume = smallest_volume_with_misses(&target, misses).unwrap();
        prop_assert!(rate(volume.saturating_sub(misses), volume) >= target);
        if volume > misses {
            prop_assert!(rate(volume - 1 - misses.min(volume - 1), volume - 1) < target);
        }
    }
}
