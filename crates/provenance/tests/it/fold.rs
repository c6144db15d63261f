//! Texts compared as people mean them.

use proptest::prelude::*;
use provenance::folded;

#[test]
fn width_case_and_white_space_do_not_matter() {
    for (one, other) in [
        ("Ｅｘｃｅｌ　２０２１", "excel 2021"),
        ("ﾃﾞﾝﾀﾙ", "デンタル"),
        ("SN 0001-a", "ｓｎ０００１－Ａ"),
        ("\tabc\u{a0}", "ABC"),
        ("ガ", "カ\u{3099}"),
    ] {
        assert_eq!(folded(one), folded(other), "{one:?} {other:?}");
    }
    for (one, other) in [("O", "0"), ("ー", "-"), ("ハ", "バ"), ("1-2", "12")] {
        assert_ne!(folded(one), folded(other), "{one:?} {other:?}");
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let once = folded(&text).into_owned();
        prop_assert_eq!(folded(&once), once.as_str());
    }
}
