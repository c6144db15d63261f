//! The algebra of verdicts.

use proptest::prelude::*;
use provenance::{Text, Verdict};

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Met),
        Just(Verdict::NotMet),
        Just(Verdict::Undetermined(Text::same("unknown"))),
        Just(Verdict::NotApplicable(Text::same("nothing"))),
    ]
}

proptest! {
    #[test]
    fn and_is_associative_and_commutative(a in verdicts(), b in verdicts(), c in verdicts()) {
        prop_assert_eq!(a.clone().and(b.clone()), b.clone().and(a.clone()));
        prop_assert_eq!(a.clone().and(b.clone()).and(c.clone()), a.and(b.and(c)));
    }

    #[test]
    fn learning_what_was_unknown_never_turns_met_into_not_met(a in verdicts(), learnt in prop_oneof![Just(Verdict::Met), Just(Verdict::NotMet)]) {
        let unknown = Verdict::Undetermined(Text::same("unknown"));
        let before = a.clone().and(unknown);
        let after = a.and(learnt);
        prop_assert!(!before.is_met());
        if before.is_not_met() {
            prop_assert!(after.is_not_met());
        }
    }
}

#[test]
fn a_verdict_without_decision_says_why_in_json_too() {
    let verdict = Verdict::Undetermined(Text::new("記録なし", "no record"));
    let json = serde_json::to_string(&verdict).unwrap();
    assert_eq!(json, r#"{"verdict":"undetermined","why":{"ja":"記録なし","en":"no record"}}"#);
    assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
}
