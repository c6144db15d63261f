//! Laws of numbers, printing and reading.

use formula::{Exact, Operands, ReadError, Rounding, Unclear, Vocabulary, read};
use num_bigint::BigInt;
use num_rational::BigRational;
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
            // A bare percentage is added to nothing.
            inner.prop_map(|a| format!("(({a})％×7)")),
        ]
    })
}

proptest! {
    #[test]
    fn reading_what_was_printed_gives_the_same_formula(text in formulas()) {
        let vocabulary = vocabulary();
        let formula = match read(&text, &vocabulary) {
            // A percentage beside what may be either has no reading to print.
            Err(ReadError::Unclear { unclear: Unclear::Scale { .. }, .. }) => return Ok(()),
            read => read.unwrap(),
        };
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
    fn hostile_signs_are_read_or_refused(text in r"[{}()\\\[\]\\a-dfrcovl A-C0-9＝÷×・、。%％を/の で割をー－*^_$]{0,40}") {
        let _ = read(&text, &vocabulary());
        let _ = read(&text, &Vocabulary::of_text(&text));
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

    /// Small fractions and large ones, kept in different ways, are the same numbers: against fractions of whole numbers
    /// of any size throughout.
    #[test]
    fn fractions_of_every_size_agree_with_large_ones(
        a in parts(), b in parts(), places in 0..20_u8,
    ) {
        let exact = |(n, d): &(BigInt, BigInt)| Exact::ratio(n.clone(), d.clone()).unwrap();
        let large = |(n, d): &(BigInt, BigInt)| BigRational::new(n.clone(), d.clone());
        let same = |exact: &Exact, large: &BigRational| {
            exact.numerator() == *large.numer() && exact.denominator() == *large.denom()
        };
        let (x, y, p, q) = (exact(&a), exact(&b), large(&a), large(&b));
        prop_assert!(same(&(&x + &y), &(&p + &q)));
        prop_assert!(same(&(&x - &y), &(&p - &q)));
        prop_assert!(same(&(&x * &y), &(&p * &q)));
        prop_assert!(same(&-&x, &-&p));
        prop_assert_eq!(x.cmp(&y), p.cmp(&q));
        prop_assert_eq!(x == y, p == q);
        prop_assert_eq!(x.to_string(), p.to_string());
        prop_assert_eq!(x.is_negative(), p < BigRational::from_integer(0.into()));
        prop_assert_eq!(x.is_whole(), p.is_integer());
        match x.checked_div(&y) {
            Some(quotient) => prop_assert!(same(&quotient, &(&p / &q))),
            None => prop_assert!(y.is_zero()),
        }
        let scale = BigRational::from_integer(BigInt::from(10).pow(u32::from(places)));
        for (rounding, rounded) in [
            (Rounding::Floor, (&p * &scale).floor()),
            (Rounding::Ceiling, (&p * &scale).ceil()),
            (Rounding::Down, (&p * &scale).trunc()),
            (Rounding::HalfUp, (&p * &scale).round()),
        ] {
            prop_assert!(same(&x.rounded(places, rounding), &(rounded / &scale)), "{:?} of {}", rounding, x);
        }
    }
}

/// The two parts of fractions about the sizes at which they are kept otherwise.
fn parts() -> impl Strategy<Value = (BigInt, BigInt)> {
    let whole = || {
        prop_oneof![
            (-20..20_i64).prop_map(BigInt::from),
            any::<i64>().prop_map(BigInt::from),
            any::<i128>().prop_map(BigInt::from),
            (-2..3_i64).prop_map(|off| BigInt::from(i64::MAX) + off),
            (-2..3_i64).prop_map(|off| BigInt::from(i64::MIN) + off),
        ]
    };
    (whole(), whole()).prop_filter("no denominator is zero", |(_, d)| *d != BigInt::from(0))
}
