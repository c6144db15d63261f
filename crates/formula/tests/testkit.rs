//! The six tests of `docs/guide/test-formulas.md`, as another project would write them, and what failing ones say.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a shared step that cannot go on stops its test")]

use formula::{
    Direction, Domain, Exact, Over, Roles, Schedule, Term, Vocabulary, read,
    testkit::{
        assert_mean, assert_penalty, assert_points, assert_rate, assert_reads, assert_same, assert_share,
    },
};

fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &[&str], en: &str| Term {
        id: id.into(),
        ja: ja.iter().map(|name| (*name).to_owned()).collect(),
        en: vec![en.to_owned()],
    };
    Vocabulary::new([
        term("all", &["発生件数", "全件数"], "incidents"),
        term("on-time", &["期限内件数"], "incidents solved on time"),
        term("late", &["期限超過件数"], "late incidents"),
        term("total", &["合計復旧時間"], "total time to recover"),
        term("availability", &["稼働率"], "availability"),
        term("price", &["入札価格"], "bid"),
        term("ceiling", &["予定価格"], "ceiling price"),
    ])
    .unwrap()
}

fn roles() -> Roles {
    Roles { all: "all".into(), on_time: "on-time".into(), late: Some("late".into()) }
}

#[test]
fn the_words_of_the_contract_are_the_rate() {
    let vocabulary = vocabulary();
    let text = "遵守率は、期限内件数を発生件数で除した値に100を乗じて得た数値とする。";
    let rate = assert_reads(text, "期限内件数÷発生件数×100", &vocabulary);
    // From 0 to 100, 100 where all are on time, never lower for one more on time, and so on: in every month.
    assert_rate(&rate, &roles(), &vocabulary);
}

#[test]
fn the_figure_of_the_dashboard_is_a_share() {
    let vocabulary = vocabulary();
    let share = read("IF(全件数=0, 1, 四捨五入(期限内件数÷全件数, 3))", &vocabulary).unwrap();
    assert_share(&share, &roles(), &vocabulary);
}

#[test]
fn the_annex_and_the_manual_say_the_same() {
    let vocabulary = vocabulary();
    let annex = read("切り捨て((1−期限超過件数÷発生件数)×100, 1)", &vocabulary).unwrap();
    let manual = read("切り捨て(100×期限内件数÷発生件数, 1)", &vocabulary).unwrap();
    assert_same(&annex, &manual, &roles(), &vocabulary);
}

#[test]
fn the_mean_time_to_recover_is_a_mean() {
    let vocabulary = vocabulary();
    let mean = assert_reads("合計復旧時間を発生件数で除した値", "合計復旧時間÷発生件数", &vocabulary);
    assert_mean(&mean, "total", "all", &vocabulary);
}

#[test]
fn the_credit_is_fair_at_every_boundary() {
    let vocabulary = vocabulary();
    let credit = read("場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 稼働率＜99, 25)", &vocabulary).unwrap();
    assert_penalty(&Schedule {
        formula: &credit,
        vocabulary: &vocabulary,
        over: Over::term("availability"),
        domain: Domain::between(0, 100),
        goes: Direction::Down,
        cap: Some(Exact::from(25)),
        free_at: Some(Exact::from(100)),
    });
}

#[test]
fn a_cheaper_bid_never_scores_less() {
    let vocabulary = vocabulary();
    let points = read("切り捨て(100×(1−入札価格÷予定価格), 1)", &vocabulary).unwrap();
    assert_points(&Schedule {
        formula: &points,
        vocabulary: &vocabulary,
        over: Over::term("price").in_units_of("ceiling"),
        domain: Domain::between(0, 1),
        goes: Direction::Down,
        cap: Some(Exact::from(100)),
        free_at: None,
    });
}

/// The page shows these tests and no others.
#[test]
fn the_guide_shows_what_is_run() {
    let (page, run) = (include_str!("../../../docs/guide/test-formulas.md"), include_str!("testkit.rs"));
    let blocks: Vec<&str> =
        page.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert_eq!(blocks.len(), 7);
    for block in blocks {
        assert!(run.contains(block), "not run as written:\n{block}");
    }
    // What it says of a failing one is what one says.
    let told = told(|| assert_rate(&formula("期限内件数÷発生件数"), &roles(), &vocabulary()));
    assert!(page.contains(&told), "{told}");
}

fn formula(text: &str) -> formula::Formula {
    read(text, &vocabulary()).unwrap()
}

/// What a failing assertion says.
fn told(assertion: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let failed = std::panic::catch_unwind(assertion).expect_err("it is to fail");
    failed.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn what_is_not_read_or_read_otherwise_says_how() {
    let names = vocabulary();
    let said = told(|| drop(assert_reads("期限内件÷発生件数", "期限内件数÷発生件数", &vocabulary())));
    assert!(said.contains("「期限内件」という名称はない"), "{said}");
    assert!(said.contains("did you mean"), "{said}");
    insta::assert_snapshot!(told(|| drop(assert_reads(
        "期限内件数を発生件数で除した割合",
        "期限内件数÷発生件数×100",
        &vocabulary()
    ))));
    // A name counts where it is expected.
    assert_reads("遵守率＝期限内件数÷発生件数", "遵守率＝期限内件数÷発生件数", &names);
    assert_reads("遵守率＝期限内件数÷発生件数", "期限内件数÷発生件数", &names);
    let said = told(|| {
        drop(assert_reads("達成率＝期限内件数÷発生件数", "遵守率＝期限内件数÷発生件数", &vocabulary()))
    });
    assert!(said.contains("達成率"), "{said}");
}

#[test]
fn failing_assertions_speak_both_languages_and_tell_each_thing_once() {
    let credit = |text: &str, cap: i64| {
        let (formula, vocabulary) = (formula(text), vocabulary());
        assert_penalty(&Schedule {
            formula: &formula,
            vocabulary: &vocabulary,
            over: Over::term("availability"),
            domain: Domain::between(0, 100),
            goes: Direction::Down,
            cap: Some(Exact::from(cap)),
            free_at: Some(Exact::from(100)),
        });
    };
    let points = |text: &str| {
        let (formula, vocabulary) = (formula(text), vocabulary());
        assert_points(&Schedule {
            formula: &formula,
            vocabulary: &vocabulary,
            over: Over::term("price").in_units_of("ceiling"),
            domain: Domain::between(0, 1),
            goes: Direction::Down,
            cap: None,
            free_at: None,
        });
    };
    let rate = |text: &str| assert_rate(&formula(text), &roles(), &vocabulary());
    let same = |a: &str, b: &str| assert_same(&formula(a), &formula(b), &roles(), &vocabulary());
    insta::assert_snapshot!(
        [
            // S-2-1 of the reference contract as printed.
            told(|| rate("（1−発生件数÷期限内件数）×100")),
            told(|| rate("期限内件数÷合計復旧時間×100")),
            told(|| assert_share(&formula("期限内件数÷発生件数×100"), &roles(), &vocabulary())),
            told(|| assert_share(&formula("発生件数÷期限内件数"), &roles(), &vocabulary())),
            told(|| assert_mean(&formula("合計復旧時間÷（発生件数+1）"), "total", "all", &vocabulary())),
            told(|| credit("場合分け(稼働率＞99.9, 0, 99≦稼働率＜99.9, 10, 稼働率≦99, 25)", 20)),
            told(|| points("IF(入札価格＜予定価格×0.6, 0, 100×(1−入札価格÷予定価格))")),
            told(|| same("（1−発生件数÷期限内件数）×100", "期限内件数÷発生件数×100")),
            told(|| same("稼働率", "2×稼働率")),
            told(|| same("期限内件数÷（発生件数−発生件数）", "2×期限内件数÷（発生件数−発生件数）")),
            told(|| same("四捨五入(期限内件数÷3)", "切り捨て((2×期限内件数+3)÷6)")),
        ]
        .join("\n\n")
    );
}

#[cfg(feature = "proptest")]
mod strategies {
    use formula::{
        Month, Outcome, read,
        testkit::{formulas, months, vocabularies},
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_of_formulas_are_read_and_months_hold_a_case(
            (text, (vocabulary, roles), month) in vocabularies().prop_flat_map(|(vocabulary, roles)| {
                (formulas(&vocabulary), Just((vocabulary, roles)), months(40))
            })
        ) {
            let formula = read(&text, &vocabulary).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let Month { on_time, late } = month;
            prop_assert!((1..=40).contains(&(on_time + late)));
            let cause = match formula.evaluate(&roles.operands(month), &vocabulary) {
                Outcome::Defined(_) => return Ok(()),
                Outcome::Undefined(cause) => cause.text_with(&vocabulary).en,
            };
            // Of sums, products and quotients a zero in a denominator alone leaves no value.
            prop_assert!(cause.starts_with("the denominator"), "{}", cause);
        }
    }
}
