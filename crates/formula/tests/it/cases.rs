//! Formulas with cases: read, printed, and evaluated with the gap or the overlap shown.

use formula::{Cause, Exact, Formula, Operands, Outcome, Term, Vocabulary, read};
use proptest::prelude::*;
use provenance::Language;

fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &str, en: &str| Term {
        id: id.into(),
        ja: vec![ja.to_owned()],
        en: vec![en.to_owned()],
    };
    Vocabulary::new([
        term("availability", "稼働率", "availability"),
        term("all", "全件数", "all cases"),
        term("on-time", "期限内件数", "cases on time"),
        term("fee", "月額", "fee"),
    ])
    .unwrap()
}

fn formula(text: &str) -> Formula {
    read(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {}", error.text(text).en))
}

fn at(text: &str, operands: &[(&str, i64, i64)]) -> Outcome {
    let operands: Operands = operands.iter().map(|(id, n, d)| (*id, Exact::ratio(*n, *d).unwrap())).collect();
    formula(text).evaluate(&operands, &vocabulary())
}

const TIERS: &str =
    "減額率＝場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 95<=稼働率<99, 25, 稼働率<95, 100)";

#[test]
fn the_case_that_applies_has_the_value() {
    let tier = |n: i64, d: i64| at(TIERS, &[("availability", n, d)]).defined().cloned();
    for (n, d, credit) in [
        (100, 1, 0),
        (999, 10, 0),
        (99_899, 1000, 10),
        (99, 1, 10),
        (98_999, 1000, 25),
        (95, 1, 25),
        (0, 1, 100),
    ] {
        assert_eq!(tier(n, d), Some(Exact::from(credit)), "{n}/{d}");
    }
    assert_eq!(formula(TIERS).defines(), Some("減額率"));
}

#[test]
fn a_gap_and_an_overlap_are_shown_with_the_value_where_they_happen() {
    // Between 99 and 99.9 nothing is stated.
    let gap = at("場合分け(稼働率≧99.9, 0, 稼働率＜99, 10)", &[("availability", 199, 2)]);
    let Outcome::Undefined(cause @ Cause::NoCase { .. }) = gap else { panic!("{gap:?}") };
    assert_eq!(cause.text().en, "no case covers availability = 99.5");
    // 以上 and 以下 at one boundary.
    let overlap = at("場合分け(稼働率≧99, 0, 稼働率≦99, 10)", &[("availability", 99, 1)]);
    let Outcome::Undefined(cause @ Cause::Overlap(_)) = overlap else { panic!("{overlap:?}") };
    assert_eq!(
        cause.text().en,
        "both `availability ≥ 99` (0) and `availability ≤ 99` (10) cover availability = 99"
    );
    // Where both say the same there is nothing to choose.
    let same = at("場合分け(稼働率≧99, 10, 稼働率≦99, 10)", &[("availability", 99, 1)]);
    assert_eq!(same, Outcome::Defined(Exact::from(10)));
}

#[test]
fn what_does_not_apply_need_not_have_a_value() {
    let rule = "IF(全件数=0, 100, 期限内件数÷全件数×100)";
    assert_eq!(at(rule, &[("all", 0, 1), ("on-time", 0, 1)]), Outcome::Defined(Exact::from(100)));
    assert_eq!(at(rule, &[("all", 4, 1), ("on-time", 3, 1)]), Outcome::Defined(Exact::from(75)));
    // A condition that cannot be decided leaves no value, unless another part of it decides.
    let rate = "期限内件数÷全件数≧0.95";
    let empty = &[("all", 0, 1), ("on-time", 0, 1)];
    let undecided = at(&format!("IF({rate}, 0, 1)"), empty);
    assert!(matches!(undecided, Outcome::Undefined(Cause::ZeroDenominator { .. })), "{undecided:?}");
    assert_eq!(at(&format!("IF({rate} 又は 全件数=0, 0, 1)"), empty), Outcome::Defined(Exact::from(0)));
    assert_eq!(at(&format!("IF({rate} かつ 全件数>0, 0, 1)"), empty), Outcome::Defined(Exact::from(1)));
}

#[test]
fn conditions_are_printed_and_read_again() {
    for text in [
        TIERS,
        "IF(全件数=0, 100, 期限内件数÷全件数×100)",
        "IF((全件数=0 or 期限内件数=0) and 月額>=1, 1, 2)",
        "IF(((全件数=0 or 期限内件数=0)), 1, 2)",
        "IF(全件数=0 and 期限内件数=0 or 月額≠1, 1, 2)",
        "IF((全件数+1)×2≧(月額), 1, IF(全件数=3, 1, (2)))",
        "場合分け(0＜全件数＜10＜月額, 1, 全件数≧10, 最小(月額, 5), 全件数＝0, -1)×2+IF(1<2, 3, 4)%",
        "IF(IF(全件数=0, 1, 2)=1 and (IF(全件数=0, 1, 2)+1)=1, 1, 2)",
    ] {
        let first = formula(text);
        for language in [Language::Ja, Language::En] {
            let printed = first.print(&vocabulary(), language);
            assert!(formula(&printed).is_same_as(&first), "{text}\n{printed}");
        }
    }
    assert_eq!(
        formula(TIERS).print(&vocabulary(), Language::En),
        "減額率 = cases(availability ≥ 99.9, 0, 99 ≤ availability < 99.9, 10, 95 ≤ availability < 99, 25, \
         availability < 95, 100)"
    );
}

#[test]
fn what_is_no_case_distinction_says_what_is_missing() {
    let error = |text: &str| read(text, &vocabulary()).unwrap_err().text(text).en;
    assert_eq!(error("IF(全件数, 1, 2)"), "character 7: expected a comparison, as in ≥ or < at `, 1, 2)`");
    assert_eq!(error("IF(全件数>1)"), "character 9: expected a comma and the value of that case at `)`");
    assert!(error("IF(全件数>1, 2, 3, 4)").contains("expected an operator, a comma or a closing bracket"));
    assert!(error("IF(全件数>, 2, 3)").contains("expected a name, a number or an opening bracket"));
}

#[test]
fn brackets_and_cases_within_one_another_take_no_time() {
    let work = allocation_counter::measure(|| {
        for part in ["IF((", "IF(", "(IF((全件数>1) and (", "場合分け(((("] {
            let _ = read(&part.repeat(300), &vocabulary());
            let closed = format!("{}1{}", "IF(全件数>1, 2, ".repeat(60), ")".repeat(60));
            assert!(read(&closed, &vocabulary()).is_ok());
        }
    });
    // Twice what it is; it doubled with each bracket.
    assert!(work.count_total < 110_000 && work.bytes_total < 7_500_000, "{work:?}");
}

#[test]
fn places_below_zero_round_to_tens_and_thousands() {
    let round = |text: &str| at(text, &[("fee", 1_234_567, 1)]).defined().cloned();
    assert_eq!(round("切り捨て(月額, -3)"), Some(Exact::from(1_234_000)));
    assert_eq!(round("切り上げ(月額, −1)"), Some(Exact::from(1_234_570)));
    assert_eq!(round("四捨五入(−月額, -2)"), Some(Exact::from(-1_234_600)));
    let cause = at("四捨五入(月額, 19)", &[("fee", 1, 1)]);
    assert!(matches!(cause, Outcome::Undefined(Cause::Places { .. })));
    assert!(matches!(at("四捨五入(月額, -19)", &[("fee", 1, 1)]), Outcome::Undefined(Cause::Places { .. })));
}

/// Conditions and values over one name, as they are written.
fn texts() -> impl Strategy<Value = String> {
    let number = || (-3..8_i64).prop_map(|n| format!("({n})"));
    let relation = || prop::sample::select(vec!["<", "≦", "=", "≧", ">", "≠"]);
    let comparison = move || {
        let one = (relation(), number()).prop_map(|(sign, n)| format!("全件数{sign}{n}"));
        let two = (number(), relation(), relation(), number())
            .prop_map(|(a, first, second, b)| format!("{a}{first}全件数{second}{b}"));
        prop_oneof![one, two]
    };
    let condition = comparison().prop_recursive(2, 6, 3, move |inner| {
        (prop::collection::vec(inner, 2..4), any::<bool>()).prop_map(|(parts, is_all)| {
            let parts: Vec<String> = parts.iter().map(|part| format!("({part})")).collect();
            parts.join(if is_all { "かつ" } else { "又は" })
        })
    });
    let value = || prop_oneof![number(), Just("全件数".to_owned()), Just("1÷全件数".to_owned())];
    (prop::collection::vec((condition, value()), 1..5), prop::option::of(value())).prop_map(
        |(cases, otherwise)| {
            let cases = cases.into_iter().map(|(when, then)| format!("{when}, {then}"));
            format!("場合分け({})", cases.chain(otherwise).collect::<Vec<_>>().join(", "))
        },
    )
}

/// A second reader and evaluator of these texts, without a tree: over one whole number, with halves of fractions.
mod naive {
    /// A value, or nothing where there is none; numbers are fractions of 840.
    pub(crate) fn value(text: &str, n: i64) -> Option<i64> {
        let inner = text.strip_prefix("場合分け(")?.strip_suffix(')')?;
        let parts = split(inner, ", ");
        let mut found = Vec::new();
        for pair in parts.chunks_exact(2) {
            if holds(&pair[0], n) {
                found.push(leaf(&pair[1], n)?);
            }
        }
        let otherwise = parts.chunks_exact(2).remainder().first();
        match (found.first(), otherwise) {
            (Some(first), _) => found.iter().all(|value| value == first).then_some(*first),
            (None, Some(otherwise)) => leaf(otherwise, n),
            (None, None) => None,
        }
    }

    fn leaf(text: &str, n: i64) -> Option<i64> {
        match text {
            "全件数" => Some(840 * n),
            "1÷全件数" => 840_i64.checked_div(n),
            number => number.trim_matches(['(', ')']).parse::<i64>().ok().map(|number| 840 * number),
        }
    }

    fn holds(text: &str, n: i64) -> bool {
        let (any, all) = (split(text, "又は"), split(text, "かつ"));
        if any.len() > 1 {
            return any.iter().any(|part| holds(part, n));
        }
        if all.len() > 1 {
            return all.iter().all(|part| holds(part, n));
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'))
            && closes_last(text)
        {
            return holds(inner, n);
        }
        let (before, after) = text.split_once("全件数").unwrap();
        let left = before
            .chars()
            .last()
            .is_none_or(|sign| compare(leaf(before.trim_end_matches(sign), n).unwrap(), sign, 840 * n));
        let sign = after.chars().next().unwrap();
        left && compare(840 * n, sign, leaf(after.trim_start_matches(sign), n).unwrap())
    }

    fn closes_last(text: &str) -> bool {
        let mut depth = 0;
        text.char_indices().all(|(at, c)| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth > 0 || at + 1 == text.len()
        })
    }

    fn compare(a: i64, sign: char, b: i64) -> bool {
        match sign {
            '<' => a < b,
            '≦' => a <= b,
            '=' => a == b,
            '≧' => a >= b,
            '>' => a > b,
            _ => a != b,
        }
    }

    /// The parts between what stands outside brackets.
    fn split(text: &str, by: &str) -> Vec<String> {
        let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
        for (at, c) in text.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ if depth == 0 && text[at..].starts_with(by) => {
                    parts.push(text[from..at].to_owned());
                    from = at + by.len();
                }
                _ => {}
            }
        }
        parts.push(text[from..].to_owned());
        parts
    }
}

proptest! {
    #[test]
    fn cases_agree_with_a_naive_evaluator_and_are_read_again(text in texts()) {
        let first = formula(&text);
        for n in -4..9_i64 {
            let operands: Operands = [("all", n)].into_iter().collect();
            let value = first.evaluate(&operands, &vocabulary()).defined().cloned();
            let naive = naive::value(&text, n).map(|value| Exact::ratio(value, 840).unwrap());
            prop_assert_eq!(value, naive, "{} at {}", text, n);
        }
        for language in [Language::Ja, Language::En] {
            let printed = first.print(&vocabulary(), language);
            prop_assert!(formula(&printed).is_same_as(&first), "{}\n{}", text, printed);
        }
    }
}
