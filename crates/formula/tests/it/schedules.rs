//! Laws of tiers, credits, points and prices: worked cases, every verdict against trying all numbers, forged certificates.

use formula::{
    Direction, Domain, Exact, Formula, Over, Schedule, ScheduleCertificate, ScheduleLaw, ScheduleVerdict,
    Term, Vocabulary, read,
};
use proptest::prelude::*;

fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &str, en: &str| Term {
        id: id.into(),
        ja: vec![ja.to_owned()],
        en: vec![en.to_owned()],
    };
    Vocabulary::new([
        term("availability", "稼働率", "availability"),
        term("price", "入札価格", "bid price"),
        term("ceiling", "予定価格", "ceiling price"),
        term("lowest", "最低価格", "lowest price"),
        term("points", "配点", "greatest points"),
        term("days", "遅延日数", "days of delay"),
        term("fee", "月額", "fee"),
        term("x", "X", "x"),
        term("all", "全件数", "all cases"),
        term("on-time", "期限内件数", "cases on time"),
        term("late", "期限後件数", "late cases"),
    ])
    .unwrap()
}

fn formula(text: &str) -> Formula {
    read(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {}", error.text(text).en))
}

fn exact(n: i64, d: i64) -> Exact {
    Exact::ratio(n, d).unwrap()
}

/// What is asked of a text.
#[derive(Clone)]
struct Asked {
    over: Over,
    domain: Domain,
    goes: Direction,
    cap: Option<Exact>,
    free_at: Option<Exact>,
}

impl Asked {
    fn credit() -> Self {
        Self {
            over: Over::term("availability"),
            domain: Domain::between(0, 100),
            goes: Direction::Down,
            cap: Some(Exact::from(100)),
            free_at: Some(Exact::from(100)),
        }
    }

    fn price() -> Self {
        Self {
            over: Over::term("price").in_units_of("ceiling").with("points", 100),
            domain: Domain::between(0, 1),
            goes: Direction::Down,
            cap: Some(Exact::from(100)),
            free_at: None,
        }
    }

    fn of<'a>(&self, formula: &'a Formula, vocabulary: &'a Vocabulary) -> Schedule<'a> {
        let Self { over, domain, goes, cap, free_at } = self.clone();
        Schedule { formula, vocabulary, over, domain, goes, cap, free_at }
    }
}

fn told(text: &str, asked: &Asked) -> String {
    let (formula, vocabulary) = (formula(text), vocabulary());
    let schedule = asked.of(&formula, &vocabulary);
    let lines = ScheduleLaw::ALL.map(|law| {
        let verdict = match law.judge(&schedule) {
            ScheduleVerdict::Proved(certificate) => {
                assert!(certificate.is_valid(&schedule), "{} of {text}", law.id());
                let at: Vec<String> = certificate.parted_at.iter().map(ToString::to_string).collect();
                format!("proved, parted at {}", at.join(", "))
            }
            ScheduleVerdict::Refuted(example) => format!("REFUTED {} / {}", example.text.en, example.text.ja),
            ScheduleVerdict::CheckedUpTo(count) => format!("checked at {count}"),
            ScheduleVerdict::Unknown(why) => format!("not asked: {}", why.en),
        };
        format!("  {}: {verdict}", law.id())
    });
    format!("{text}\n{}", lines.join("\n"))
}

#[test]
fn credits_by_tiers() {
    let asked = Asked { cap: Some(Exact::from(30)), ..Asked::credit() };
    insta::assert_snapshot!(
        [
            "場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 95≦稼働率＜99, 25, 稼働率＜95, 30)",
            // Both bounds included, a gap, the wrong order, more than the cap, something due at 100.
            "場合分け(稼働率≧99.9, 0, 99≦稼働率≦99.9, 10, 稼働率＜99, 30)",
            "場合分け(稼働率＞99.9, 0, 99≦稼働率＜99.9, 10, 稼働率＜99, 30)",
            "場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 25, 稼働率＜99, 10)",
            "場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 稼働率＜99, 50)",
            "場合分け(稼働率＞99.9, 5, 稼働率≦99.9, 30)",
            "場合分け(稼働率＞99.95, 0, 99.94＜稼働率≦99.95, −1, 稼働率≦99.94, 10)",
            // A figure rounded before it is compared, and steps of half a point.
            "IF(切り捨て(稼働率, 1)≧99.5, 0, 最小(30, 切り上げ((99.5−稼働率)×2)÷2))",
        ]
        .map(|text| told(text, &asked))
        .join("\n")
    );
}

#[test]
fn points_by_the_price_for_every_ceiling() {
    let asked = Asked::price();
    insta::assert_snapshot!(
        [
            "配点×（1−入札価格÷予定価格）",
            "四捨五入(配点×（1−入札価格÷予定価格）, 1)",
            // Each step rounded: the ratio up, what is left down.
            "切り捨て(配点×（1−切り上げ(入札価格÷予定価格, 3)）, 1)",
            // Below seven tenths of the ceiling nothing more is gained; below six the bid is looked into and loses.
            "配点×（1−最大(入札価格÷予定価格, 0.7)）÷0.3",
            "IF(入札価格＜予定価格×0.6, 0, 配点×（1−入札価格÷予定価格）)",
            "場合分け(入札価格≦予定価格×0.7, 配点, 予定価格×0.7＜入札価格≦予定価格×0.85, 配点÷2, 入札価格＞予定価格×0.85, 0)",
            // A remainder that is rounded away from it: a dearer bid scores more.
            "配点−四捨五入(配点×入札価格÷予定価格)+配点×入札価格÷予定価格×0.5",
            "予定価格−入札価格",
            "配点×予定価格÷入札価格",
        ]
        .map(|text| told(text, &asked))
        .join("\n")
    );
    // The ratio to the lowest price: from equality on.
    let lowest = Asked {
        over: Over::term("price").in_units_of("lowest").with("points", 100),
        domain: Domain::at_least(1),
        free_at: None,
        ..Asked::price()
    };
    insta::assert_snapshot!(
        ["配点×最低価格÷入札価格", "四捨五入(配点×最低価格÷入札価格, 2)", "配点×入札価格÷最低価格"]
            .map(|text| told(text, &lowest))
            .join("\n")
    );
}

#[test]
fn penalties_by_days_and_months() {
    let days = Asked {
        over: Over::term("days").with("fee", 1_000_000),
        domain: Domain::at_least(0).in_steps_of(1),
        goes: Direction::Up,
        cap: Some(Exact::from(100_000)),
        free_at: Some(Exact::from(0)),
    };
    insta::assert_snapshot!(
        [
            "最小(切り捨て(月額×遅延日数×0.03÷365), 月額×0.1)",
            "切り捨て(月額×遅延日数×0.03÷365)",
            "場合分け(遅延日数＝0, 0, 1≦遅延日数≦3, 5000, 4≦遅延日数≦10, 20000, 遅延日数≧11, 100000)",
            "場合分け(遅延日数＜1, 0, 1＜遅延日数≦3, 5000, 遅延日数＞3, 4000)",
        ]
        .map(|text| told(text, &days))
        .join("\n")
    );
    let roles = formula::Roles { all: "all".into(), on_time: "on-time".into(), late: Some("late".into()) };
    let months = Asked {
        over: Over::months(&roles).with("fee", 1_000_000),
        domain: Domain::between(0, 1),
        goes: Direction::Down,
        cap: Some(Exact::from(1_000_000)),
        free_at: Some(Exact::from(1)),
    };
    insta::assert_snapshot!(
        [
            "月額×（100−期限内件数÷全件数×100）÷100",
            "IF(期限内件数÷全件数≧0.95, 0, 月額×0.1)",
            "IF(期限内件数÷全件数×100＞95, 月額×0.1, 0)",
            "月額×（1−全件数÷期限内件数）",
            "期限後件数×1000",
        ]
        .map(|text| told(text, &months))
        .join("\n")
    );
}

/// What each law is there for, with the smallest number, or pair of numbers, that breaks it.
#[test]
fn each_law_of_amounts_has_its_smallest_counterexample() {
    let vocabulary = vocabulary();
    let lowest = Asked {
        over: Over::term("price").in_units_of("lowest").with("points", 100),
        domain: Domain::at_least(1),
        ..Asked::price()
    };
    let (credit, price) = (Asked { cap: Some(Exact::from(30)), ..Asked::credit() }, Asked::price());
    for (what, law, asked, text, example) in [
        (
            "defined at the ceiling",
            ScheduleLaw::Total,
            &price,
            "場合分け(入札価格＜予定価格, 配点×（1−入札価格÷予定価格）)",
            "with bid price = ceiling price, no case applies",
        ),
        (
            "defined at zero",
            ScheduleLaw::Total,
            &price,
            "最小(配点, 配点×予定価格÷入札価格÷2)",
            "with bid price = 0, it has no value: the denominator `bid price` is 0",
        ),
        (
            "defined at equality with the lowest bid",
            ScheduleLaw::Total,
            &lowest,
            "場合分け(入札価格＞最低価格, 配点×最低価格÷入札価格)",
            "with bid price = lowest price, no case applies",
        ),
        (
            "each boundary in one tier",
            ScheduleLaw::OneCase,
            &credit,
            "場合分け(稼働率≧99.9, 0, 99≦稼働率≦99.9, 10, 稼働率＜99, 30)",
            "with availability = 99.9, both `availability ≥ 99.9` and `99 ≤ availability ≤ 99.9` apply",
        ),
        (
            "never negative",
            ScheduleLaw::NeverNegative,
            &price,
            "配点×（1−入札価格÷予定価格×1.01）",
            "with bid price = ceiling price, it comes to -1",
        ),
        ("capped", ScheduleLaw::Capped, &credit, "100−稼働率", "with availability = 0, it comes to 100"),
        (
            "worse performance never pays more",
            ScheduleLaw::Monotone,
            &Asked { goes: Direction::Up, ..credit.clone() },
            "場合分け(稼働率≧99.9, 10, 稼働率＜99.9, 25)",
            "with availability = 99, it comes to 25; with availability = 100, it comes to 10",
        ),
        (
            "a cheaper bid never scores less",
            ScheduleLaw::Monotone,
            &price,
            "IF(入札価格＜予定価格×0.6, 0, 配点×（1−入札価格÷予定価格）)",
            "with bid price = 0.5 × ceiling price, it comes to 0; with bid price = 0.6 × ceiling price, it comes to 40",
        ),
        (
            "rounding never lets a dearer bid score more",
            ScheduleLaw::Monotone,
            &price,
            "切り上げ(配点×入札価格÷予定価格)−配点×入札価格÷予定価格",
            "with bid price = 0, it comes to 0; with bid price = 0.001 × ceiling price, it comes to 0.9",
        ),
        (
            "nothing due at full attainment",
            ScheduleLaw::Free,
            &credit,
            "場合分け(稼働率≧99.9, 1, 稼働率＜99.9, 30)",
            "with availability = 100, it comes to 1",
        ),
    ] {
        let formula = formula(text);
        match law.judge(&asked.of(&formula, &vocabulary)) {
            ScheduleVerdict::Refuted(found) => assert_eq!(found.text.en, example, "{what}"),
            other => panic!("{what}: {other:?}"),
        }
    }
}

#[test]
fn what_cannot_be_asked_says_why() {
    let (vocabulary, credit) = (vocabulary(), Asked::credit());
    let why = |text: &str, law: ScheduleLaw, asked: &Asked| {
        let formula = formula(text);
        match law.judge(&asked.of(&formula, &vocabulary)) {
            ScheduleVerdict::Unknown(why) => why.en,
            other => panic!("{other:?}"),
        }
    };
    let no_cap = Asked { cap: None, free_at: None, ..credit.clone() };
    assert_eq!(why("稼働率", ScheduleLaw::Capped, &no_cap), "no cap is stated");
    assert_eq!(why("稼働率", ScheduleLaw::Free, &no_cap), "where nothing is due is not stated");
    assert_eq!(why("稼働率×月額", ScheduleLaw::Total, &credit), "no number is given for `fee`");
    let outside = Asked { free_at: Some(Exact::from(101)), ..credit.clone() };
    assert!(why("稼働率", ScheduleLaw::Free, &outside).contains("outside"));
    let empty = Asked { domain: Domain::between(2, 1), ..credit };
    assert!(why("稼働率", ScheduleLaw::Total, &empty).contains("empty"));
}

#[test]
fn a_forged_certificate_is_refused() {
    let text = "場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 95≦稼働率＜99, 25, 稼働率＜95, 30)";
    let (vocabulary, formula) = (vocabulary(), formula(text));
    let asked = Asked::credit();
    let schedule = asked.of(&formula, &vocabulary);
    let mut refused = 0;
    for law in ScheduleLaw::ALL {
        let ScheduleVerdict::Proved(good) = law.judge(&schedule) else { panic!("{}", law.id()) };
        assert!(good.is_valid(&schedule));
        for n in 0..good.parted_at.len() {
            let mut left_out = good.clone();
            left_out.parted_at.remove(n);
            let mut moved = good.clone();
            moved.parted_at[n] = &moved.parted_at[n] + &exact(1, 1000);
            for bad in [left_out, moved] {
                // A bound between tiers cannot be left out or moved; nothing but the one number matters to `nothing-due`.
                assert!(!bad.is_valid(&schedule), "{} without or beside {}", law.id(), good.parted_at[n]);
                refused += 1;
            }
        }
        let mut turned = good.clone();
        turned.parted_at.reverse();
        assert!(!turned.is_valid(&schedule));
    }
    assert!(refused > 40);
    // Of another formula, another cap, another direction, another range.
    let of = |law: ScheduleLaw| match law.judge(&schedule) {
        ScheduleVerdict::Proved(certificate) => certificate,
        other => panic!("{other:?}"),
    };
    let other =
        self::formula("場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 95≦稼働率＜99, 5, 稼働率＜95, 30)");
    assert!(!of(ScheduleLaw::Monotone).is_valid(&asked.of(&other, &vocabulary)));
    let capped = Asked { cap: Some(Exact::from(29)), ..asked.clone() };
    assert!(!of(ScheduleLaw::Capped).is_valid(&capped.of(&formula, &vocabulary)));
    let up = Asked { goes: Direction::Up, ..asked.clone() };
    assert!(!of(ScheduleLaw::Monotone).is_valid(&up.of(&formula, &vocabulary)));
    let wider = Asked { domain: Domain::between(0, 101), ..asked.clone() };
    assert!(!of(ScheduleLaw::Total).is_valid(&wider.of(&formula, &vocabulary)));
    let named = ScheduleCertificate { law: ScheduleLaw::Total, parted_at: Vec::new() };
    assert!(!named.is_valid(&schedule));
}

/// Values over x as formulas state them: constants, lines, roundings, bounds, a quotient.
fn values() -> impl Strategy<Value = String> {
    let constant = || (-2..8_i64).prop_map(|n| format!("({n})"));
    let line = || {
        (prop::sample::select(vec!["2", "0.5", "(-1)", "1"]), -3..6_i64)
            .prop_map(|(slope, n)| format!("({slope}×X+({n}))"))
    };
    let mode = || prop::sample::select(vec!["四捨五入", "切り捨て", "切り上げ", "床", "天井", "偶数丸め"]);
    let rounded = move || (mode(), line(), prop::sample::select(vec!["", ", 1"]));
    prop_oneof![
        3 => constant(),
        3 => line(),
        2 => rounded().prop_map(|(mode, line, places)| format!("{mode}({line}{places})")),
        1 => (constant(), rounded()).prop_map(|(c, (mode, line, _))| format!("({c}-{mode}({line}))")),
        1 => (mode(), line(), line()).prop_map(|(mode, a, b)| format!("{mode}({a})×{b}")),
        1 => (line(), line()).prop_map(|(a, b)| format!("最小({a}, {b})")),
        1 => (line(), constant()).prop_map(|(a, b)| format!("最大({a}, {b})")),
        1 => (-6..6_i64).prop_map(|n| format!("6÷(X+({n}))")),
        1 => (line(), line()).prop_map(|(a, b)| format!("{a}×{b}")),
    ]
}

/// Whole formulas: a value, tiers, tiers on a rounded figure, tiers with a value for all others.
fn schedules() -> impl Strategy<Value = String> {
    let figure = prop::sample::select(vec!["X", "X", "四捨五入(X)", "切り捨て(X, 1)", "(10-X)"]);
    let sign = || prop::sample::select(vec!["<", "≦", "≧", ">"]);
    let bound = || prop::sample::select(vec!["1", "2", "2.5", "4", "4.75", "5", "7"]);
    let tier = move || {
        prop_oneof![
            (sign(), bound()).prop_map(|(sign, bound)| (sign, bound, None)),
            (sign(), bound(), bound()).prop_map(|(sign, low, high)| (sign, low, Some(high))),
        ]
    };
    let tiers = (figure, prop::collection::vec((tier(), values()), 1..4), prop::option::of(values()))
        .prop_map(|(figure, tiers, otherwise)| {
            let mut parts = Vec::new();
            for ((sign, bound, other), value) in tiers {
                parts.push(match other {
                    None => format!("{figure}{sign}{bound}"),
                    Some(other) => format!("{bound}≦{figure}{sign}{other}"),
                });
                parts.push(value);
            }
            parts.extend(otherwise);
            format!("場合分け({})", parts.join(", "))
        });
    prop_oneof![2 => values(), 3 => tiers]
}

/// Whether a number, or two that follow on each other, break a law: by the values alone.
fn breaks(law: ScheduleLaw, schedule: &Schedule<'_>, at: &Exact, next: Option<&Exact>) -> bool {
    let value = |at: &Exact| {
        let operands: formula::Operands = [("x", at.clone())].into_iter().collect();
        schedule.formula.evaluate(&operands, schedule.vocabulary).defined().cloned()
    };
    if !schedule.domain.holds(at) {
        return false;
    }
    match law {
        ScheduleLaw::Total => value(at).is_none(),
        ScheduleLaw::NeverNegative => value(at).is_none_or(|value| value < Exact::from(0)),
        ScheduleLaw::Capped => value(at).is_none_or(|value| value > schedule.cap.clone().unwrap()),
        ScheduleLaw::Free => schedule.free_at.as_ref() == Some(at) && value(at) != Some(Exact::from(0)),
        ScheduleLaw::Monotone => {
            let Some(value_at) = value(at) else { return true };
            let next = next.filter(|next| schedule.domain.holds(next)).and_then(value);
            next.is_some_and(|next| match schedule.goes {
                Direction::Up => value_at > next,
                Direction::Down => value_at < next,
            })
        }
        ScheduleLaw::OneCase => unreachable!("asked by its own test"),
    }
}

/// The multiples of a unit from 0 to 8, each with the next one, and the first that breaks a law.
fn first_broken(law: ScheduleLaw, schedule: &Schedule<'_>, unit: &Exact) -> Option<Exact> {
    let last = Exact::from(8).checked_div(unit).unwrap().to_i64().unwrap();
    (0..=last).map(|n| &Exact::from(n) * unit).find(|at| breaks(law, schedule, at, Some(&(at + unit))))
}

const ASKED: [ScheduleLaw; 5] = [
    ScheduleLaw::Total,
    ScheduleLaw::NeverNegative,
    ScheduleLaw::Capped,
    ScheduleLaw::Monotone,
    ScheduleLaw::Free,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// In steps everything is decided, and the example is the first.
    #[test]
    fn verdicts_in_steps_are_those_of_trying_each(text in schedules(), up in any::<bool>(), quarter in any::<bool>()) {
        let (formula, vocabulary) = (formula(&text), vocabulary());
        let unit = if quarter { exact(1, 4) } else { Exact::from(1) };
        let asked = Asked {
            over: Over::term("x"),
            domain: Domain::between(0, 8).in_steps_of(unit.clone()),
            goes: if up { Direction::Up } else { Direction::Down },
            cap: Some(Exact::from(7)),
            free_at: Some(Exact::from(2)),
        };
        let schedule = asked.of(&formula, &vocabulary);
        for law in ASKED {
            let first = first_broken(law, &schedule, &unit);
            match law.judge(&schedule) {
                ScheduleVerdict::Proved(certificate) => {
                    prop_assert_eq!(first, None, "{} of {}", law.id(), text);
                    prop_assert!(certificate.is_valid(&schedule), "{} of {}", law.id(), text);
                }
                ScheduleVerdict::Refuted(example) => {
                    // Without a value at some number, that number is told before any pair.
                    let told = example.at.first().map(|at| at.number.clone());
                    let is_pair = example.at.len() == 2;
                    let undefined = first_broken(ScheduleLaw::Total, &schedule, &unit);
                    let expected = if law == ScheduleLaw::Monotone && !is_pair { undefined } else { first };
                    prop_assert_eq!(told, expected, "{} of {}", law.id(), text);
                }
                other => prop_assert!(false, "{} of {}: {:?}", law.id(), text, other),
            }
        }
    }

    /// Without steps a proof stands up to finer and finer digits, and no coarser ones show what an example shows.
    #[test]
    fn verdicts_without_steps_stand_up_to_fine_digits(text in schedules(), up in any::<bool>()) {
        let (formula, vocabulary) = (formula(&text), vocabulary());
        let asked = Asked {
            over: Over::term("x"),
            domain: Domain::between(0, 8),
            goes: if up { Direction::Up } else { Direction::Down },
            cap: Some(Exact::from(7)),
            free_at: Some(Exact::from(2)),
        };
        let schedule = asked.of(&formula, &vocabulary);
        for law in ASKED {
            let broken_in = |unit: i64| first_broken(law, &schedule, &exact(1, unit));
            match law.judge(&schedule) {
                ScheduleVerdict::Proved(certificate) => {
                    for unit in [1, 3, 4, 7, 10, 40, 84] {
                        prop_assert_eq!(broken_in(unit), None, "{} of {}", law.id(), text);
                    }
                    prop_assert!(certificate.is_valid(&schedule), "{} of {}", law.id(), text);
                }
                ScheduleVerdict::Refuted(example) => {
                    let at: Vec<Exact> = example.at.iter().map(|at| at.number.clone()).collect();
                    prop_assert!(breaks(law, &schedule, &at[0], at.get(1)), "{} of {}", law.id(), text);
                    let units = [1, 10, 100];
                    let coarsest = units.iter().position(|q| at.iter().all(|at| (at * &Exact::from(*q)).is_whole()));
                    // A number without a value is told before any pair, however fine it is.
                    if at.len() == 2 || law != ScheduleLaw::Monotone {
                        for coarser in &units[..coarsest.unwrap_or(units.len())] {
                            prop_assert_eq!(broken_in(*coarser), None, "{} of {}", law.id(), text);
                        }
                        if let Some(n) = coarsest {
                            prop_assert_eq!(broken_in(units[n]), at.first().cloned(), "{} of {}", law.id(), text);
                        }
                    }
                }
                other => prop_assert!(false, "{} of {}: {:?}", law.id(), text, other),
            }
        }
    }

    /// One case applies exactly where no two overlap and none is missing.
    #[test]
    fn one_case_is_what_trying_says(bounds in prop::collection::vec((0..9_i64, any::<bool>(), 0..9_i64, any::<bool>()), 1..4)) {
        let parts: Vec<String> = bounds
            .iter()
            .map(|(low, has_low, high, has_high)| {
                let sign = |has: &bool| if *has { "≦" } else { "<" };
                format!("{low}{}X{}{high}, 1", sign(has_low), sign(has_high))
            })
            .collect();
        let text = format!("場合分け({})", parts.join(", "));
        let (formula, vocabulary) = (formula(&text), vocabulary());
        let asked = Asked { over: Over::term("x"), domain: Domain::between(0, 8), ..Asked::credit() };
        let schedule = asked.of(&formula, &vocabulary);
        let applying = |tenths: i64| {
            bounds
                .iter()
                .filter(|(low, has_low, high, has_high)| {
                    let after = tenths > 10 * low || (*has_low && tenths == 10 * low);
                    after && (tenths < 10 * high || (*has_high && tenths == 10 * high))
                })
                .count()
        };
        // All bounds are whole: a tenth more lies in the part behind each.
        let numbers = (0..=8).map(|n| 10 * n).chain((0..8).map(|n| 10 * n + 1));
        let first = numbers.into_iter().find(|tenths| applying(*tenths) != 1);
        let asked_one = match ScheduleLaw::OneCase.judge(&schedule) {
            ScheduleVerdict::Proved(certificate) => {
                prop_assert!(certificate.is_valid(&schedule));
                None
            }
            ScheduleVerdict::Refuted(example) => Some(example.at[0].number.clone()),
            other => return Err(TestCaseError::fail(format!("{text}: {other:?}"))),
        };
        prop_assert_eq!(asked_one, first.map(|tenths| exact(tenths, 10)), "{}", text);
    }
}

#[test]
fn a_figure_on_another_scale_than_its_range_was_proved() {
    let vocabulary = vocabulary();
    let told = |text: &str, to: Exact| {
        let formula = formula(text);
        let schedule = Schedule {
            formula: &formula,
            vocabulary: &vocabulary,
            over: Over::term("availability").with("fee", 1_000),
            domain: Domain::between(0, to.clone()),
            goes: Direction::Down,
            cap: Some(Exact::from(1_000)),
            free_at: Some(to),
        };
        let unknown =
            ScheduleLaw::ALL.iter().all(|law| matches!(law.judge(&schedule), ScheduleVerdict::Unknown(_)));
        let why = schedule.other_scale().map(|why| why.en);
        assert_eq!(unknown, why.is_some(), "{text}");
        why.unwrap_or_default()
    };
    let tiers = "稼働率が99.9％以上の場合は0、99％以上99.9％未満の場合は25、99％未満の場合は10";
    let shared = "availability is compared with 99.9%, a share, but is said to go to 100: let it go to 100%, which is 1, or \
                  write the formula without the percent signs";
    assert_eq!(told(tiers, Exact::from(100)), shared);
    assert_eq!(told("最大値(0,月額×(99.9％－稼働率))", Exact::from(100)), shared);
    assert_eq!(
        told("場合分け(稼働率≧99.9, 0, 10)", Exact::from(1)),
        "availability is compared with 99.9 but is said to go to 1: let it go to 100, or write the formula with percent signs"
    );
    assert_eq!(told("最大値(0,月額×(1－稼働率÷99.9％))", Exact::from(100)), shared);
    assert_eq!(told("最小値(稼働率,99.9％)", Exact::from(100)), shared);
    assert_eq!(
        told("最大値(0,月額×(1－稼働率))", Exact::from(100)),
        "availability is taken from 1 but is said to go to 100: let it go to 1, or write `100 - availability`"
    );
    assert_eq!(told("最大値(0,月額×(1－稼働率÷100))", Exact::from(100)), "");
    assert_eq!(told("最大値(0,月額×(1－稼働率))", Exact::from(1)), "");
    assert_eq!(told(tiers, Exact::from(1)), "");
    assert_eq!(told("場合分け(稼働率≧99.9, 0, 10)", Exact::from(100)), "");
    assert_eq!(told("場合分け(稼働率＞0％, 0, 10)", Exact::from(100)), "");
}

/// Without an end of its range, a figure that owes nothing at 100 was judged on 0.999.
#[test]
fn a_figure_without_an_end_goes_to_where_nothing_is_due() {
    let vocabulary = vocabulary();
    let formula = formula("場合分け(稼働率＜99.9%, 10, 0)");
    let schedule = |domain: Domain, free_at: Option<i64>| Schedule {
        formula: &formula,
        vocabulary: &vocabulary,
        over: Over::term("availability"),
        domain,
        goes: Direction::Down,
        cap: None,
        free_at: free_at.map(Exact::from),
    };
    for (domain, free_at, is_told) in [
        (Domain::at_least(0), Some(100), true),
        (Domain::at_least(90), None, true),
        (Domain::between(0, 1), Some(100), true),
        (Domain::at_least(0), Some(1), false),
        (Domain::at_least(0), None, false),
    ] {
        assert_eq!(
            schedule(domain.clone(), free_at).other_scale().is_some(),
            is_told,
            "{domain:?} {free_at:?}"
        );
    }
}
