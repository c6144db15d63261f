//! For the tests of other projects: a contract's formula asserted to be a rate, and strategies for properties.
//!
//! ```
//! use formula::{Roles, Term, Vocabulary, read, testkit::assert_rate};
//!
//! let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
//! let vocabulary = Vocabulary::new([term("all", "発生件数"), term("on-time", "期限内件数")])?;
//! let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
//! assert_rate(&read("期限内件数÷発生件数×100", &vocabulary)?, &roles, &vocabulary);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The formula that S-2-1 of the reference contract prints fails, with the month that shows why:
//!
//! ```should_panic
//! use formula::{Roles, Term, Vocabulary, read, testkit::assert_rate};
//!
//! let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
//! let vocabulary = Vocabulary::new([term("all", "発生件数"), term("on-time", "期限内件数")]).unwrap();
//! let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
//! // In a month with one case, answered in time, it gives 0 %.
//! assert_rate(&read("（1-発生件数÷期限内件数）×100", &vocabulary).unwrap(), &roles, &vocabulary);
//! ```
#![expect(clippy::panic, reason = "assertions of tests panic")]

use proptest::{prelude::*, strategy::BoxedStrategy};

use crate::{Comparison, Formula, Law, LawVerdict, Month, Roles, Vocabulary, compare};

/// Asserts that a formula keeps all laws of a compliance rate.
///
/// # Panics
/// With every law that is not proved, and the month that breaks it.
#[track_caller]
pub fn assert_rate(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    assert_laws(&Law::ALL, formula, roles, vocabulary);
}

/// Asserts that a formula keeps some laws.
///
/// # Panics
/// With every law that is not proved, and the month that breaks it.
#[track_caller]
pub fn assert_laws(laws: &[Law], formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    let mut broken = Vec::new();
    for law in laws {
        let told = match law.judge(formula, roles, vocabulary) {
            LawVerdict::Proved(certificate) if certificate.is_valid(formula, roles, vocabulary) => continue,
            LawVerdict::Proved(_) => "its proof does not hold".to_owned(),
            LawVerdict::Refuted(example) => example.text.en,
            LawVerdict::CheckedUpTo(cases) => format!("neither proved nor refuted up to {cases} cases"),
            LawVerdict::Unknown(why) => format!("not decided: {}", why.en),
        };
        broken.push(format!("{} ({}): {told}", law.id(), law.statement().en));
    }
    if !broken.is_empty() {
        let printed = formula.print(vocabulary, provenance::Language::En);
        panic!("`{printed}` does not keep\n  {}", broken.join("\n  "));
    }
}

/// Asserts that two formulas are one rate in different words.
///
/// # Panics
/// With the first month in which they differ.
#[track_caller]
pub fn assert_same(a: &Formula, b: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    match compare(a, b, roles, vocabulary) {
        Comparison::Equal => {}
        Comparison::DifferIn(month, first, second) => panic!(
            "with {} cases of which {} in time one gives {first:?}, the other {second:?}",
            month.all(),
            month.on_time
        ),
        Comparison::EqualUpTo(cases) => panic!("equal up to {cases} cases, which proves nothing beyond"),
        Comparison::NotCompared(why) => panic!("{}", why.text(vocabulary).en),
    }
}

/// Months with at least one case and at most so many.
pub fn months(most: u64) -> impl Strategy<Value = Month> {
    (1..=most.max(1))
        .prop_flat_map(|all| (0..=all).prop_map(move |on_time| Month { on_time, late: all - on_time }))
}

/// Texts of formulas over the names of a vocabulary, with numbers, signs and brackets: each of them is read.
pub fn formulas(vocabulary: &Vocabulary) -> BoxedStrategy<String> {
    let mut leaves: Vec<String> = vec!["1".to_owned(), "100".to_owned(), "0.5".to_owned()];
    leaves.extend(vocabulary.terms().iter().flat_map(|term| term.ja.first().or(term.en.first()).cloned()));
    prop::sample::select(leaves)
        .prop_recursive(4, 16, 2, |inner| {
            let sign = prop::sample::select(vec!["+", "−", "×", "÷"]);
            (inner.clone(), sign, inner).prop_map(|(a, sign, b)| format!("（{a}{sign}{b}）"))
        })
        .boxed()
}

/// Vocabularies of all cases and those in time, with the names of one kind of work.
pub fn vocabularies() -> BoxedStrategy<(Vocabulary, Roles)> {
    let subjects = ["障害", "申請", "問合せ", "サーバー交換", "1ヶ月のID申請"];
    prop::sample::select(subjects.to_vec())
        .prop_map(|subject| {
            let term = |id: &str, ja: String| crate::Term { id: id.into(), ja: vec![ja], en: Vec::new() };
            let terms = [
                term("all", format!("{subject}件数")),
                term("on-time", format!("{subject}のうち期限内の件数")),
                term("late", format!("{subject}のうち期限後の件数")),
            ];
            let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: Some("late".into()) };
            (Vocabulary::new(terms).unwrap_or_default(), roles)
        })
        .boxed()
}
