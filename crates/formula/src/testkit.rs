//! For the tests of other projects: assertions on a contract's formulas by their roles, and, with the feature `proptest`,
//! strategies for properties.
//!
//! Each assertion judges a whole class of months, prices or values, and fails with what is broken in both languages, the
//! smallest example of it, and terms by their names; what breaks several laws is told once.
//!
//! ```
//! use formula::{
//!     Roles, Term, Vocabulary, read,
//!     testkit::{assert_rate, assert_reads, assert_share},
//! };
//!
//! let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
//! let vocabulary = Vocabulary::new([term("all", "発生件数"), term("on-time", "期限内件数")])?;
//! let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
//! let rate = assert_reads("期限内件数を発生件数で除し、100を乗じる", "期限内件数÷発生件数×100", &vocabulary);
//! assert_rate(&rate, &roles, &vocabulary);
//! // Printed without × 100 it is a share.
//! assert_share(&read("四捨五入(期限内件数÷発生件数, 3)", &vocabulary)?, &roles, &vocabulary);
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

use provenance::{Language, Text};

use crate::{
    Comparison, CountVerdict, Formula, Law, LawVerdict, MeanVerdict, Outcome, Rate, RateScale, Role, Roles,
    Schedule, ScheduleLaw, ScheduleVerdict, TermId, Vocabulary, compare, count_verdict, mean_verdict, read,
    read_all,
};

#[cfg(feature = "proptest")]
pub use strategies::{formulas, months, vocabularies};

/// Asserts that a text is read as a formula, which is given in signs, and returns it. A name before the equals sign counts
/// where the expected text has one too.
///
/// # Panics
/// Where the text is not read, with the remedy; where it is read otherwise, with its readings.
#[track_caller]
pub fn assert_reads(text: &str, expected: &str, vocabulary: &Vocabulary) -> Formula {
    let parsed = |text: &str| match read(text, vocabulary) {
        Ok(formula) => formula,
        Err(error) => {
            let why = error.text(text);
            fail(&Text::new(
                format!("「{text}」は式として読めない: {}", why.ja),
                format!("`{text}` is not read as a formula: {}", why.en),
            ))
        }
    };
    let (found, wanted) = (parsed(text), parsed(expected));
    let unnamed = |formula: &Formula| Formula { defines: None, ..formula.clone() };
    let is_same = if wanted.defines().is_some() {
        found.defines() == wanted.defines() && found.is_same_as(&wanted)
    } else {
        unnamed(&found).is_same_as(&unnamed(&wanted))
    };
    if is_same {
        return found;
    }
    let (mut ja, mut en) = (String::new(), String::new());
    for reading in read_all(text, vocabulary).unwrap_or_default() {
        let printed = reading.formula.to_text(vocabulary);
        ja.push_str(&format!("\n  {}（{}）", printed.ja, reading.name.ja));
        en.push_str(&format!("\n  `{}` ({})", printed.en, reading.name.en));
    }
    let wanted = wanted.to_text(vocabulary);
    fail(&Text::new(
        format!("「{text}」の解釈は「{}」でない:{ja}", wanted.ja),
        format!("`{text}` is not read as `{}` but as:{en}", wanted.en),
    ))
}

/// Asserts that a formula keeps all laws of a compliance rate in percent. Its own rounding is allowed: what rounding cannot
/// keep is asked of the figure before it.
///
/// # Panics
/// Where it is a share, with that alone; else with every law that is not proved, and the month that breaks it.
#[track_caller]
pub fn assert_rate(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    rated(RateScale::Percent, &Law::ALL, formula, roles, vocabulary);
}

/// Asserts that a formula keeps all laws of a share: a rate between 0 and 1, printed without × 100.
///
/// # Panics
/// Where it is a percentage, with that alone; else with every law that is not proved, and the month that breaks it.
#[track_caller]
pub fn assert_share(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    rated(RateScale::Share, &Law::ALL, formula, roles, vocabulary);
}

/// Asserts that a formula keeps some laws of a rate in percent.
///
/// # Panics
/// With every law that is not proved, and the month that breaks it.
#[track_caller]
pub fn assert_laws(laws: &[Law], formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    rated(RateScale::Percent, laws, formula, roles, vocabulary);
}

#[track_caller]
fn rated(scale: RateScale, laws: &[Law], formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    let rate = Rate::new(formula, roles, vocabulary).on(scale);
    let mut broken = Broken::default();
    if let Some(mismatch) = rate.other_scale() {
        broken.add(Text::new("単位", "unit"), mismatch);
    } else {
        for law in laws {
            let told = match rate.judge(*law) {
                LawVerdict::Proved(certificate) if certificate.is_valid(formula, roles, vocabulary) => {
                    continue;
                }
                LawVerdict::Proved(_) => unsound(),
                LawVerdict::Refuted(example) => example.text,
                LawVerdict::CheckedUpTo(cases) => undecided(cases),
                LawVerdict::Unknown(why) => why,
            };
            broken.add(law.statement_on(scale), told);
        }
    }
    let role = if scale == RateScale::Share { Role::Share } else { Role::Percent };
    broken.told_of(role, formula, vocabulary);
}

/// Asserts that a formula of a total and a count is a mean: between the least and the greatest, for any values.
///
/// # Panics
/// With the smallest list of values of which it is none.
#[track_caller]
pub fn assert_mean(
    formula: &Formula,
    total: impl Into<TermId>,
    count: impl Into<TermId>,
    vocabulary: &Vocabulary,
) {
    let told = match mean_verdict(formula, &total.into(), &count.into(), vocabulary) {
        MeanVerdict::Proved(fact) if fact.holds() => return,
        MeanVerdict::Proved(_) => unsound(),
        MeanVerdict::Refuted(example) => example.text,
        MeanVerdict::CheckedUpTo(values) => undecided(values),
        MeanVerdict::Unknown(why) => why,
    };
    let mut broken = Broken::default();
    broken.add(
        Text::new("最小と最大の間にある", "it lies between the least and the greatest of the values"),
        told,
    );
    broken.told_of(Role::Mean, formula, vocabulary);
}

/// Asserts that a formula is a number of cases in every month, and adds up over months.
///
/// # Panics
/// With the smallest months that show that it is none.
#[track_caller]
pub fn assert_count(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    let told = match count_verdict(formula, roles, vocabulary) {
        CountVerdict::Proved(facts) if facts.iter().all(crate::Fact::holds) => return,
        CountVerdict::Proved(_) => unsound(),
        CountVerdict::Refuted(example) => example.text,
        CountVerdict::CheckedUpTo(cases) => undecided(cases),
        CountVerdict::Unknown(why) => why,
    };
    let mut broken = Broken::default();
    let law = Text::new(
        "どの月も件数になり、月を合わせれば和になる",
        "it is a number of cases in every month, and adds up over months",
    );
    broken.add(law, told);
    broken.told_of(Role::Count, formula, vocabulary);
}

/// Asserts that an amount keeps all laws of a penalty or credit: a value throughout and one case at each boundary, never
/// negative, never the wrong way after rounding, nothing due at full attainment, which has to be stated; and never above
/// the cap where one is stated.
///
/// # Panics
/// With every law that is not proved, and the smallest numbers, or months, that break it.
#[track_caller]
pub fn assert_penalty(schedule: &Schedule<'_>) {
    let is_asked = |law| law != ScheduleLaw::Capped || schedule.cap.is_some();
    scheduled(Role::Penalty, schedule, &is_asked);
}

/// Asserts that points keep all laws: a value throughout and one case at each boundary, never negative, never the wrong
/// way after rounding (a dearer bid never scores more); and never above the cap, or above nothing at a point, where these
/// are stated.
///
/// # Panics
/// With every law that is not proved, and the smallest numbers that break it.
#[track_caller]
pub fn assert_points(schedule: &Schedule<'_>) {
    let is_asked = |law| match law {
        ScheduleLaw::Capped => schedule.cap.is_some(),
        ScheduleLaw::Free => schedule.free_at.is_some(),
        _ => true,
    };
    scheduled(Role::Points, schedule, &is_asked);
}

#[track_caller]
fn scheduled(role: Role, schedule: &Schedule<'_>, is_asked: &dyn Fn(ScheduleLaw) -> bool) {
    let mut broken = Broken::default();
    for law in ScheduleLaw::ALL.into_iter().filter(|law| is_asked(*law)) {
        let told = match law.judge(schedule) {
            ScheduleVerdict::Proved(certificate) if certificate.is_valid(schedule) => continue,
            ScheduleVerdict::Proved(_) => unsound(),
            ScheduleVerdict::Refuted(example) => example.text,
            ScheduleVerdict::CheckedUpTo(points) => Text::new(
                format!("{points}点で確かめたが、証明も反証もできない"),
                format!("tried at {points} points, neither proved nor refuted"),
            ),
            ScheduleVerdict::Unknown(why) => why,
        };
        broken.add(law.statement(), told);
    }
    broken.told_of(role, schedule.formula, schedule.vocabulary);
}

/// Asserts that two formulas are one in different words; of rounded ones too, where they round equal figures alike.
///
/// # Panics
/// With the first month in which they differ; where they are not proved equal; where there is nothing to compare.
#[track_caller]
pub fn assert_same(a: &Formula, b: &Formula, roles: &Roles, vocabulary: &Vocabulary) {
    let why = match compare(a, b, roles, vocabulary) {
        Comparison::Equal => return,
        Comparison::DifferIn { month, first, second } => {
            let shown = |outcome: &Outcome| match outcome {
                Outcome::Defined(value) => Text::same(value.to_digits()),
                Outcome::Undefined(cause) => {
                    let cause = cause.text_with(vocabulary);
                    Text::new(format!("値なし（{}）", cause.ja), format!("no value ({})", cause.en))
                }
            };
            let (first, second) = (shown(&first), shown(&second));
            let (all, on_time) = (month.all(), month.on_time);
            Text::new(
                format!("全{all}件のうち期限内が{on_time}件の月に、一方は{}、他方は{}", first.ja, second.ja),
                format!(
                    "in a month with {all} {} of which {on_time} {} on time, one gives {}, the other {}",
                    if all == 1 { "case" } else { "cases" },
                    if on_time == 1 { "was" } else { "were" },
                    first.en,
                    second.en
                ),
            )
        }
        Comparison::EqualUpTo(cases) => Text::new(
            format!("{cases}件までの月では等しいが、それより先は証明できない"),
            format!("equal in months of up to {cases} cases, which proves nothing beyond"),
        ),
        Comparison::NotCompared(why) => {
            let why = why.text(vocabulary);
            Text::new(format!("比べていない。{}", why.ja), format!("not compared: {}", why.en))
        }
    };
    let (a, b) = (a.to_text(vocabulary), b.to_text(vocabulary));
    fail(&Text::new(
        format!("「{}」と「{}」は同じ式といえない\n  {}", a.ja, b.ja, why.ja),
        format!("`{}` and `{}` are not shown to be the same\n  {}", a.en, b.en, why.en),
    ))
}

/// What is broken, each once, with the laws that it breaks.
#[derive(Default)]
struct Broken(Vec<(Text, Vec<Text>)>);

impl Broken {
    fn add(&mut self, law: Text, told: Text) {
        match self.0.iter_mut().find(|(known, _)| *known == told) {
            Some((_, laws)) => laws.push(law),
            None => self.0.push((told, vec![law])),
        }
    }

    #[track_caller]
    fn told_of(self, role: Role, formula: &Formula, vocabulary: &Vocabulary) {
        if self.0.is_empty() {
            return;
        }
        let lines = |language: Language, by: &str| -> String {
            let line = |(told, laws): &(Text, Vec<Text>)| {
                let laws: Vec<&str> = laws.iter().map(|law| law.in_language(language)).collect();
                format!("\n  {}: {}", laws.join(by), told.in_language(language))
            };
            self.0.iter().map(line).collect()
        };
        let (printed, role) = (formula.to_text(vocabulary), role.text());
        fail(&Text::new(
            format!("「{}」は{}といえない{}", printed.ja, role.ja, lines(Language::Ja, "、")),
            format!("`{}` is not shown to be {}{}", printed.en, role.en, lines(Language::En, "; ")),
        ))
    }
}

#[track_caller]
fn fail(text: &Text) -> ! {
    panic!("{}\n{}", text.ja, text.en)
}

fn unsound() -> Text {
    Text::new("証明が検算に通らない", "its proof does not hold")
}

fn undecided(size: impl std::fmt::Display) -> Text {
    Text::new(
        format!("{size}件までで確かめたが、証明も反証もできない"),
        format!("neither proved nor refuted up to {size} cases"),
    )
}

#[cfg(feature = "proptest")]
mod strategies {
    use proptest::{prelude::*, strategy::BoxedStrategy};

    use super::{Roles, Vocabulary};
    use crate::Month;

    /// Months with at least one case and at most so many.
    pub fn months(most: u64) -> impl Strategy<Value = Month> {
        (1..=most.max(1))
            .prop_flat_map(|all| (0..=all).prop_map(move |on_time| Month { on_time, late: all - on_time }))
    }

    /// Texts of formulas over the names of a vocabulary, with numbers, signs and brackets: each of them is read.
    pub fn formulas(vocabulary: &Vocabulary) -> BoxedStrategy<String> {
        let mut leaves: Vec<String> = vec!["1".to_owned(), "100".to_owned(), "0.5".to_owned()];
        leaves
            .extend(vocabulary.terms().iter().flat_map(|term| term.ja.first().or(term.en.first()).cloned()));
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
}
