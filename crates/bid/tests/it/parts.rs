//! Requirements put together by a program: the same as from a table, and refused by the same rules.

use std::collections::BTreeSet;

use bid::{Minutes, Requirements, What};
use itss_core::Standard;
use proptest::prelude::*;

use crate::{reference, reference_sites};

const REFERENCE: &str = include_str!("../../../keiyaku/contracts/jetro-2023/bid.toml");

/// Something wrong: as a table's writer makes it, and as a program does.
struct Wrong {
    text: (&'static str, &'static str),
    parts: fn(&mut Requirements),
}

fn what(parts: &mut Requirements, is: fn(&What) -> bool) -> &mut What {
    let all = parts.slots.iter_mut().flat_map(|slot| &mut slot.requirements);
    all.map(|one| &mut one.what).find(|what| is(what)).unwrap()
}

const WRONG: &[Wrong] = &[
    Wrong {
        text: ("id = \"deputy\"", "id = \"overall\""),
        parts: |parts| parts.slots[1].id = "overall".parse().unwrap(),
    },
    Wrong {
        text: ("roles = [\"manager\"]", "roles = [\"manger\"]"),
        parts: |parts| {
            let What::Management { roles, .. } = what(parts, |what| matches!(what, What::Management { .. }))
            else {
                panic!()
            };
            *roles = vec!["manger".parse().unwrap()];
        },
    },
    Wrong {
        text: ("from = \"09:00\"\nto = \"18:00\"", "from = \"09:00\"\nto = \"08:00\""),
        parts: |parts| {
            let one = parts
                .coverage
                .iter_mut()
                .find(|one| one.minutes == Minutes { from: 540, to: 1_080 })
                .unwrap();
            one.minutes = Minutes { from: 540, to: 480 };
        },
    },
    Wrong {
        text: ("level = 4", "level = 8"),
        parts: |parts| {
            let is = |what: &What| matches!(what, What::Levels { level: 4, .. });
            let What::Levels { level, .. } = what(parts, is) else { panic!() };
            *level = 8;
        },
    },
];

#[test]
fn requirements_put_together_again_are_the_same() {
    let read = reference();
    assert_eq!(read.clone().checked(&reference_sites(), &Standard::field_names()).unwrap(), read);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn tables_and_programs_are_refused_alike(chosen in prop::collection::btree_set(0..WRONG.len(), 0..4)) {
        let (mut text, mut parts) = (REFERENCE.to_owned(), reference());
        for wrong in chosen.iter().map(|n| &WRONG[*n]) {
            prop_assert!(text.contains(wrong.text.0), "{}", wrong.text.0);
            text = text.replacen(wrong.text.0, wrong.text.1, 1);
            (wrong.parts)(&mut parts);
        }
        let fields = Standard::field_names();
        let of_table = match Requirements::from_table("bid.toml", &text, &reference_sites(), &fields) {
            Ok(_) => BTreeSet::new(),
            Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
        };
        let of_parts = match parts.checked(&reference_sites(), &fields) {
            Ok(_) => BTreeSet::new(),
            Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
        };
        prop_assert_eq!(of_parts, of_table);
    }
}
