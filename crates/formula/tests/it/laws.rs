//! Laws: what is proved, what is refuted and by which month; every verdict against enumeration.

use formula::{
    Comparison, CountVerdict, Exact, Formula, Ground, Law, LawVerdict, Month, NotCompared, Outcome, Rate,
    RateScale, Role, Roles, Term, Unit, Units, Vocabulary, compare, count_verdict, read, repairs,
};
use proptest::prelude::*;

pub(crate) fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &str, en: &str| Term {
        id: id.into(),
        ja: vec![ja.to_owned()],
        en: vec![en.to_owned()],
    };
    Vocabulary::new([
        term("all", "発生件数", "incidents"),
        term("on-time", "期限内件数", "incidents in time"),
        term("late", "期限後件数", "late incidents"),
        term("users", "利用者数", "users"),
    ])
    .unwrap()
}

pub(crate) fn roles() -> Roles {
    Roles { all: "all".into(), on_time: "on-time".into(), late: Some("late".into()) }
}

fn formula(text: &str) -> Formula {
    read(text, &vocabulary()).unwrap()
}

/// The verdicts of all laws, a line each.
fn verdicts(text: &str) -> String {
    let formula = formula(text);
    Law::ALL
        .into_iter()
        .map(|law| {
            let verdict = match law.judge(&formula, &roles(), &vocabulary()) {
                LawVerdict::Proved(certificate) => {
                    assert!(certificate.is_valid(&formula, &roles(), &vocabulary()));
                    "proved".to_owned()
                }
                LawVerdict::Refuted(example) => format!("refuted: {}", example.text.en),
                LawVerdict::CheckedUpTo(bound) => format!("checked up to {bound} cases"),
                LawVerdict::Unknown(why) => format!("unknown: {}", why.en),
            };
            format!("{}: {verdict}\n", law.id())
        })
        .collect()
}

const WRITTEN: &str = "（1-発生件数÷期限内件数）×100";
pub(crate) const INTENDED: &str = "期限内件数÷発生件数×100";

#[test]
fn the_printed_formula_is_refuted_by_the_smallest_months() {
    insta::assert_snapshot!(verdicts(WRITTEN));
}

#[test]
fn the_equivalent_forms_of_a_rate_keep_every_law() {
    for text in [
        INTENDED,
        "（1-期限後件数÷発生件数）×100",
        "100-期限後件数÷発生件数×100",
        "100×（発生件数-期限後件数）÷発生件数",
        "期限内件数÷（期限内件数+期限後件数）×100",
    ] {
        let verdicts = verdicts(text);
        assert!(verdicts.lines().all(|line| line.ends_with(": proved")), "{text}\n{verdicts}");
        assert_eq!(compare(&formula(text), &formula(INTENDED), &roles(), &vocabulary()), Comparison::Equal);
    }
}

#[test]
fn near_misses_are_refuted_by_the_law_that_they_break() {
    insta::assert_snapshot!(
        [
            "期限内件数÷発生件数",
            "期限後件数÷発生件数×100",
            "発生件数÷期限内件数×100",
            "期限内件数÷（発生件数+1）×100",
            "期限内件数×100"
        ]
        .map(|text| format!("{text}\n{}", verdicts(text)))
        .join("\n")
    );
}

#[test]
fn two_readings_are_told_apart_by_their_first_month() {
    let Comparison::DifferIn { month, first: written, second: intended } =
        compare(&formula(WRITTEN), &formula(INTENDED), &roles(), &vocabulary())
    else {
        panic!()
    };
    // With one case, late: the printed formula has no value, the intended one is 0.
    assert_eq!(month, Month { on_time: 0, late: 1 });
    assert!(written.defined().is_none());
    assert_eq!(intended, Outcome::Defined(Exact::from(0)));
}

#[test]
fn a_term_without_a_role_is_outside_the_class() {
    let verdict = Law::Range.judge(&formula("期限内件数÷利用者数×100"), &roles(), &vocabulary());
    let LawVerdict::Unknown(why) = verdict else { panic!() };
    assert_eq!(why.en, "`users` is neither all cases nor those on time nor those late");
}

#[test]
fn a_forged_certificate_is_not_valid() {
    let LawVerdict::Proved(certificate) = Law::Range.judge(&formula(INTENDED), &roles(), &vocabulary())
    else {
        panic!()
    };
    assert!(!certificate.is_valid(&formula(WRITTEN), &roles(), &vocabulary()));
    // Facts left out, or those of another law, prove nothing.
    let mut emptied = certificate.clone();
    let Ground::Form { facts, .. } = &mut emptied.ground else { panic!() };
    facts.clear();
    assert!(!emptied.is_valid(&formula(INTENDED), &roles(), &vocabulary()));
    let other = formula::Certificate { law: Law::Complement, ..certificate };
    assert!(!other.is_valid(&formula(INTENDED), &roles(), &vocabulary()));
}

/// What lies between 0 and 100 only where there is a case was neither proved nor refuted.
#[test]
fn regression_a_range_that_holds_from_one_case_on_is_proved() {
    for (text, is_proved) in [("1÷発生件数×100", true), ("2÷発生件数×100", false)] {
        let verdict = Law::Range.judge(&formula(text), &roles(), &vocabulary());
        assert_eq!(matches!(verdict, LawVerdict::Proved(_)), is_proved, "{text}");
        assert_eq!(matches!(verdict, LawVerdict::Refuted(_)), !is_proved, "{text}");
    }
}

/// Formulas over the three counts.
fn formulas() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["1", "100", "発生件数", "期限内件数", "期限後件数"]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 10, 2, |inner| {
        (inner.clone(), prop::sample::select(vec!["+", "-", "×", "÷"]), inner)
            .prop_map(|(a, sign, b)| format!("({a}{sign}{b})"))
    })
}

/// Whether a law holds in all months of up to 12 cases, by trying them: an oracle without any algebra.
fn holds_by_trying(law: Law, formula: &Formula) -> bool {
    (1..=12_u64)
        .all(|all| (0..=all).all(|k| keeps_by_trying(law, formula, Month { on_time: k, late: all - k })))
}

fn keeps_by_trying(law: Law, formula: &Formula, Month { on_time: k, late }: Month) -> bool {
    let vocabulary = vocabulary();
    let value = |on_time: u64, late: u64| {
        formula.evaluate(&roles().operands(Month { on_time, late }), &vocabulary).defined().cloned()
    };
    let hundred = Exact::from(100);
    match law {
        Law::Defined => value(k, late).is_some(),
        Law::Range => value(k, late).is_some_and(|v| v >= Exact::from(0) && v <= hundred),
        Law::AllOnTime => late > 0 || value(k, 0) == Some(hundred.clone()),
        Law::NoneOnTime => k > 0 || value(0, late) == Some(Exact::from(0)),
        Law::Monotone => late == 0 || value(k, late).zip(value(k + 1, late - 1)).is_some_and(|(a, b)| a <= b),
        Law::Affine => {
            late < 2
                || value(k, late)
                    .zip(value(k + 1, late - 1))
                    .zip(value(k + 2, late - 2))
                    .is_some_and(|((a, b), c)| a + c == b.clone() + b)
        }
        Law::Scale => value(k, late).is_some() && value(k, late) == value(2 * k, 2 * late),
        Law::Complement => value(k, late).zip(value(late, k)).is_some_and(|(a, b)| a + b == hundred),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_agree_with_trying_every_small_month(text in formulas()) {
        let formula = formula(&text);
        for law in Law::ALL {
            let tried = holds_by_trying(law, &formula);
            match law.judge(&formula, &roles(), &vocabulary()) {
                LawVerdict::Proved(certificate) => {
                    prop_assert!(tried, "{} proved of {}", law.id(), text);
                    prop_assert!(certificate.is_valid(&formula, &roles(), &vocabulary()), "{} of {}", law.id(), text);
                }
                LawVerdict::Refuted(example) => {
                    // The smallest month lies within what was tried, or beyond it.
                    prop_assert!(!tried || example.month.all() > 12, "{} refuted of {}", law.id(), text);
                }
                LawVerdict::CheckedUpTo(_) => prop_assert!(tried),
                LawVerdict::Unknown(_) => {}
            }
        }
    }
}

#[test]
fn the_repairs_of_the_printed_formula_are_the_two_that_it_must_mean() {
    let vocabulary = vocabulary();
    let questions: Vec<String> = repairs(&formula(WRITTEN), &roles(), &vocabulary, &Law::ALL)
        .iter()
        .map(|repair| repair.question(&vocabulary).en)
        .collect();
    insta::assert_debug_snapshot!(questions);
    assert!(repairs(&formula(INTENDED), &roles(), &vocabulary, &Law::ALL).is_empty());
    // Nothing that two edits reach makes a rate of a formula without a count.
    assert!(repairs(&formula("1+1"), &roles(), &vocabulary, &Law::ALL).is_empty());
}

#[test]
fn the_text_of_a_counterexample_does_not_round_its_figure_to_the_bound() {
    let refuted = |text: &str, law: Law| match law.judge(&formula(text), &roles(), &vocabulary()) {
        LawVerdict::Refuted(example) => example.text.en,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refuted("期限内件数÷発生件数×100.01", Law::Range),
        "in a month with 1 case of which 1 was on time, it gives 100.01 %"
    );
    assert_eq!(
        refuted("期限内件数÷発生件数×100−0.000000001", Law::Range),
        "in a month with 1 case of which 0 were on time, it gives -1/1000000000 %"
    );
}

/// The text without the roundings of its figure, or of the figure of a case: the laws of exact figures are tried on it.
fn unrounded(text: &str) -> String {
    let Some((name, inner)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) else {
        return text.to_owned();
    };
    let (mut depth, mut parts) = (0_i32, vec![String::new()]);
    for c in inner.chars() {
        depth += i32::from(matches!(c, '(' | '（')) - i32::from(matches!(c, ')' | '）'));
        // `(a+b)÷(c+d)` is no call.
        if depth < 0 {
            return text.to_owned();
        }
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    match name {
        "四捨五入" | "切り捨て" | "切り上げ" | "偶数丸め" => unrounded(parts[0].trim()),
        "IF" => format!("IF({}, {}, {})", parts[0], unrounded(parts[1].trim()), unrounded(parts[2].trim())),
        "場合分け" => {
            let cases = parts.chunks(2).map(|case| format!("{}, {}", case[0], unrounded(case[1].trim())));
            format!("場合分け({})", cases.collect::<Vec<_>>().join(", "))
        }
        _ => text.to_owned(),
    }
}

/// Formulas with cases, bounds and roundings over the three counts, most of which depend on the share on time alone.
fn piecewise() -> impl Strategy<Value = String> {
    let rate = || {
        prop::sample::select(vec![
            "期限内件数÷発生件数×100",
            "100-期限後件数÷発生件数×100",
            "期限内件数÷発生件数",
            "期限後件数÷発生件数×50",
            "期限内件数÷期限後件数",
            "期限内件数×期限内件数÷（発生件数×発生件数）×100",
            "期限内件数÷（発生件数+1）×100",
        ])
    };
    let mode = || prop::sample::select(vec!["四捨五入", "切り捨て", "切り上げ", "偶数丸め"]);
    let places = || prop::sample::select(vec!["", ", 1", ", -1"]);
    let bound = || prop::sample::select(vec!["0", "50", "95", "100", "1", "99.5"]);
    let condition = || {
        prop::sample::select(vec![
            "発生件数=0",
            "期限後件数=0",
            "期限内件数=発生件数",
            "期限内件数÷発生件数≧0.95",
            "期限内件数>期限後件数",
            "期限内件数×2<期限後件数",
            "発生件数>3",
        ])
    };
    let leaf = prop_oneof![3 => rate().prop_map(str::to_owned), 1 => bound().prop_map(str::to_owned)];
    leaf.prop_recursive(2, 6, 2, move |inner| {
        prop_oneof![
            (mode(), inner.clone(), places())
                .prop_map(|(mode, inner, places)| format!("{mode}({inner}{places})")),
            (bound(), inner.clone()).prop_map(|(bound, inner)| format!("最小({bound}, {inner})")),
            (bound(), inner.clone()).prop_map(|(bound, inner)| format!("最大({inner}, {bound})")),
            (condition(), inner.clone(), inner.clone())
                .prop_map(|(when, a, b)| format!("IF({when}, {a}, {b})")),
            (condition(), inner.clone(), condition(), inner.clone())
                .prop_map(|(when, a, other, b)| format!("場合分け({when}, {a}, {other}, {b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}+{b})÷2")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_on_cases_and_roundings_agree_with_trying_every_small_month(text in piecewise()) {
        let written = formula(&text);
        let before_rounding = formula(&unrounded(&text));
        for law in Law::ALL {
            let judged = law.judge(&written, &roles(), &vocabulary());
            let is_of_exact_figures = matches!(law, Law::Affine | Law::Complement);
            let formula = if is_of_exact_figures { &before_rounding } else { &written };
            match judged {
                LawVerdict::Proved(certificate) => {
                    prop_assert!(holds_by_trying(law, formula), "{} proved of {}", law.id(), text);
                    prop_assert!(certificate.is_valid(&written, &roles(), &vocabulary()), "{} of {}", law.id(), text);
                }
                LawVerdict::Refuted(example) => {
                    let broken = |month: Month| first_broken(law, formula, month.all()) == Some(month);
                    prop_assert!(example.month.all() > 60 || broken(example.month), "{} of {}: {}", law.id(), text, example.text.en);
                }
                LawVerdict::CheckedUpTo(_) => prop_assert!(holds_by_trying(law, formula)),
                LawVerdict::Unknown(_) => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn formulas_that_are_called_equal_have_the_same_value_in_every_small_month(a in piecewise(), b in piecewise()) {
        let value = |formula: &Formula, month: Month| {
            formula.evaluate(&roles().operands(month), &vocabulary()).defined().cloned()
        };
        let months = || (0..=24_u64).flat_map(|all| (0..=all).map(move |on_time| Month { on_time, late: all - on_time }));
        // Another text of the same figures, and a text of any.
        let other = a.replace("期限内件数÷発生件数×100", "(発生件数-期限後件数)×100÷発生件数").replace("発生件数×50", "発生件数×25×2");
        let of = |text: &str| formula(text);
        // Where nothing ever has a value, nothing was compared.
        let found = compare(&of(&a), &of(&other), &roles(), &vocabulary());
        let is_equal = matches!(found, Comparison::Equal | Comparison::NotCompared(NotCompared::WithoutValue(_)));
        prop_assert!(is_equal, "{} and {}: {:?}", a, other, found);
        if compare(&of(&a), &of(&b), &roles(), &vocabulary()) == Comparison::Equal {
            for month in months() {
                prop_assert_eq!(value(&of(&a), month), value(&of(&b), month), "{} and {}", a, b);
            }
        }
    }
}

/// The first month of at most so many cases that breaks a law, by trying.
fn first_broken(law: Law, formula: &Formula, most: u64) -> Option<Month> {
    (1..=most)
        .flat_map(|all| (0..=all).map(move |on_time| Month { on_time, late: all - on_time }))
        .find(|month| !keeps_by_trying(law, formula, *month))
}

#[test]
fn rates_with_cases_and_roundings_are_decided() {
    insta::assert_snapshot!(
        [
            "IF(発生件数=0, 100, 期限内件数÷発生件数×100)",
            "四捨五入(期限内件数÷発生件数×100, 1)",
            "切り上げ(期限内件数÷発生件数×100)",
            "最小(100, 期限内件数÷発生件数×101)",
            "場合分け(期限内件数=発生件数, 100, 期限内件数<発生件数, 期限内件数÷発生件数×90)",
            "場合分け(期限後件数=0, 100, 期限内件数÷発生件数<0.99, 期限内件数÷発生件数×100)",
            "IF(発生件数>41, 101, 期限内件数÷発生件数×100)",
        ]
        .map(|text| format!("{text}\n{}", verdicts(text)))
        .join("\n")
    );
}

#[test]
fn a_share_is_no_percentage_of_one() {
    let (share, roles, vocabulary) = (formula("期限内件数÷発生件数"), roles(), vocabulary());
    for (law, verdict) in Rate::new(&share, &roles, &vocabulary).on(RateScale::Share).verdicts() {
        let LawVerdict::Proved(certificate) = verdict else { panic!("{}", law.id()) };
        assert!(certificate.is_valid(&share, &roles, &vocabulary));
        // On the other scale the certificate proves what holds there too, and nothing else.
        let other = formula::Certificate { scale: RateScale::Percent, ..certificate };
        let holds = matches!(law.judge(&share, &roles, &vocabulary), LawVerdict::Proved(_));
        assert!(!other.is_valid(&share, &roles, &vocabulary) || holds, "{}", law.id());
    }
    let percent = formula(INTENDED);
    let LawVerdict::Refuted(example) =
        Rate::new(&percent, &roles, &vocabulary).on(RateScale::Share).judge(Law::Range)
    else {
        panic!()
    };
    assert_eq!(example.text.en, "in a month with 1 case of which 1 was on time, it gives 100");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_on_counts_agree_with_trying_every_small_month(text in formulas()) {
        let formula = formula(&text);
        let value = |month: Month| formula.evaluate(&roles().operands(month), &vocabulary()).defined().cloned();
        let months = || (0..=8_u64).flat_map(|all| (0..=all).map(move |on_time| Month { on_time, late: all - on_time }));
        let is_count = |month: &Month| value(*month).is_some_and(|value| {
            value.is_whole() && !value.is_negative() && value <= Exact::from(month.all())
        });
        let together = |a: Month, b: Month| Month { on_time: a.on_time + b.on_time, late: a.late + b.late };
        let adds = |a: Month, b: Month| value(a).zip(value(b)).map(|(a, b)| a + b) == value(together(a, b));
        let holds = months().all(|month| is_count(&month))
            && months().all(|a| months().filter(|b| b.all() <= 3).all(|b| adds(a, b)));
        match count_verdict(&formula, &roles(), &vocabulary()) {
            CountVerdict::Proved(facts) => {
                prop_assert!(holds, "{}", text);
                prop_assert!(facts.iter().all(formula::Fact::holds));
            }
            CountVerdict::Refuted(example) => {
                let at: Vec<Month> = example.months.iter().map(|one| one.month).collect();
                match at.as_slice() {
                    [one] => {
                        prop_assert!(!is_count(one));
                        prop_assert_eq!(months().find(|month| !is_count(month)), Some(*one).filter(|one| one.all() <= 8));
                    }
                    [a, b, both] => prop_assert!(*both == together(*a, *b) && !adds(*a, *b)),
                    other => prop_assert!(false, "{:?}", other),
                }
            }
            CountVerdict::CheckedUpTo(_) => prop_assert!(holds, "{}", text),
            CountVerdict::Unknown(why) => prop_assert!(false, "{}", why.en),
        }
    }
}

#[test]
fn roles_follow_from_units_and_a_mismatch_is_told_as_that() {
    let case = || Unit::Count("case".to_owned());
    let units = Units::new().with("all", case()).with("on-time", case()).with("late", case());
    let told = |text: &str, role: Role| {
        let (formula, vocabulary, roles) = (formula(text), vocabulary(), roles());
        let dimension = formula.unit(&units, &vocabulary).unwrap();
        let mismatch =
            role.scale().and_then(|scale| Rate::new(&formula, &roles, &vocabulary).on(scale).other_scale());
        (Role::of_unit(&dimension), mismatch.map(|text| text.en))
    };
    let (role, mismatch) = told("期限内件数÷発生件数", Role::of_target(&Unit::Percent));
    assert_eq!(role, Some(Role::Share));
    assert_eq!(
        mismatch.unwrap(),
        "the formula is a share between 0 and 1 and not a percentage: `× 100` is missing, or the target is to be \
         stated as a share"
    );
    assert!(told(INTENDED, Role::Share).1.is_some_and(|text| text.contains("too much")));
    for text in [INTENDED, "100-期限後件数÷発生件数×100", "IF(発生件数=0, 100, 期限内件数÷発生件数×100)"]
    {
        assert_eq!(told(text, Role::Percent), (Some(Role::Percent), None), "{text}");
    }
    for text in [
        "1-期限後件数÷発生件数",
        "IF(発生件数=0, 1, 期限内件数÷発生件数)",
        "四捨五入(期限内件数÷発生件数, 3)",
    ] {
        assert_eq!(told(text, Role::Share), (Some(Role::Share), None), "{text}");
    }
    assert_eq!(told("発生件数-期限後件数", Role::Count), (Some(Role::Count), None));
}

/// What is compared within a rate was on two scales, and no one told.
#[test]
fn a_share_within_a_rate_is_compared_on_its_own_scale() {
    let (vocabulary, roles) = (vocabulary(), roles());
    let told = |text: &str| {
        let formula = formula(text);
        Rate::new(&formula, &roles, &vocabulary).other_scale().map(|why| why.en)
    };
    let with = |number: &str| {
        Some(format!(
            "a share between 0 and 1 is compared with {number}: write `× 100` behind the share, or `{number}%`"
        ))
    };
    for (text, number) in [
        ("IF(期限内件数÷発生件数>=95, 100, 0)", "95"),
        ("IF(発生件数=0, 100, IF(期限内件数÷発生件数>=99.5, 100, 0))", "99.5"),
        ("最大値(0, (1-期限後件数÷発生件数)-90)×10", "90"),
        ("最小値(期限内件数÷発生件数, 100)×100", "100"),
        ("四捨五入(期限内件数÷発生件数, 0)+5", "5"),
        ("IF(1-期限後件数÷発生件数<95, 0, 100)", "95"),
    ] {
        assert_eq!(told(text), with(number), "{text}");
    }
    for text in [
        "IF(期限内件数÷発生件数>=95%, 100, 0)",
        "IF(期限内件数÷発生件数×100>=95, 100, 0)",
        "IF(期限内件数÷発生件数>=0.95, 100, 0)",
        "IF(期限内件数>=95, 100, 期限内件数÷発生件数×100)",
        "最小値(IF(期限内件数÷発生件数>=95%, 80, 0)+IF(期限後件数=0, 20, 0), 100)",
        "最大値(最小値(IF(期限後件数=0, 100, 0),100), 50)",
        "最小(100, 期限内件数÷発生件数×101)",
        "IF(期限内件数÷発生件数×50>=45, 100, 0)",
        INTENDED,
    ] {
        assert_eq!(told(text), None, "{text}");
    }
}
