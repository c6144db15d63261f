//! Laws of numbers, printing and reading.

use formula::{Exact, Operands, Rounding, read};
use proptest::prelude::*;
use provenance::Language;

use super::reading::vocabulary;

/// Texts of formulas.
fn formulas() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0..1_000_u32).prop_map(|n| n.to_string()),
        (0..1_000_u32, 0..100_u32).prop_map(|(n, m)| format!("{n}.{m:02}")),
        Just("サーバー".to_owned()),
        Just("hardware incidents".to_owned()),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["+", "－", "×", "÷", "/", "*"]), inner.clone())
                .prop_map(|(a, sign, b)| format!("({a}{sign}{b})")),
            inner.clone().prop_map(|a| format!("(-{a})")),
            inner.prop_map(|a| format!("({a})％")),
        ]
    })
}

proptest! {
    #[test]
    fn reading_what_was_printed_gives_the_same_formula(text in formulas()) {
        let vocabulary = vocabulary();
        let formula = read(&text, &vocabulary).unwrap();
        for language in [Language::Ja, Language::En] {
            let printed = formula.print(&vocabulary, language);
            let again = read(&printed, &vocabulary).unwrap();
            prop_assert!(formula.is_same_as(&again), "{} printed as {}", text, printed);
            let operands: Operands = [("servers", 7), ("all", 11)].into_iter().collect();
            let (first, second) = (
                formula.evaluate(&operands, &vocabulary),
                again.evaluate(&operands, &vocabulary),
            );
            prop_assert_eq!(first.defined(), second.defined());
        }
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(text in ".{0,80}") {
        let _ = read(&text, &vocabulary());
    }

    #[test]
    fn rounding_stays_within_one_unit_and_keeps_order(n in -10_000..10_000_i64, d in 1..500_i64, m in -10_000..10_000_i64, places in 0..4_u8) {
        let (a, b) = (Exact::ratio(n, d).unwrap(), Exact::ratio(m, d).unwrap());
        let unit = Exact::ratio(1, 10_i64.pow(u32::from(places))).unwrap();
        for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up] {
            let rounded = a.rounded(places, rounding);
            let off = a.clone() - rounded.clone();
            prop_assert!(off.clone() < unit && -off < unit);
            if a <= b {
                prop_assert!(rounded <= b.rounded(places, rounding));
            }
            // The digits say the same number.
            let digits = a.to_decimal_string(places, rounding).replace('.', "");
            let again = Exact::ratio(digits.parse::<i64>().unwrap(), 10_i64.pow(u32::from(places))).unwrap();
            prop_assert_eq!(again, rounded);
        }
    }
}
