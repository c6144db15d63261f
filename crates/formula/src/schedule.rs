//! Laws of amounts that follow one figure: credits and penalties by tiers, points by the price.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_integer::Integer;
use provenance::{Language, Text};

use self::domain::Scaled;
pub use self::domain::{Direction, Domain, Over};
use crate::{
    Cause, Exact, Formula, Operands, Outcome, Overlap, Relation, Rounding, TermId, Vocabulary,
    condition::Case,
    curve::{Between, Curve, half_way},
    degree::{Degree, degree},
    evaluate::Untold,
    formula::{self, Kind, Node},
    shape::{self, Found, Places, Shape, Stop, Way},
};

mod domain;

/// A formula of an amount with what it follows and what is asked of it.
///
/// ```
/// use formula::{Direction, Domain, Exact, Over, Schedule, ScheduleLaw, ScheduleVerdict, Term, Vocabulary, read};
///
/// let term = |id: &str, en: &str| Term { id: id.into(), ja: vec![], en: vec![en.to_owned()] };
/// let vocabulary = Vocabulary::new([term("availability", "availability")])?;
/// let credit = read(
///     "cases(availability ≥ 99.9, 0, 99 ≤ availability < 99.9, 10, availability ≤ 99, 25)",
///     &vocabulary,
/// )?;
/// let schedule = Schedule {
///     formula: &credit,
///     vocabulary: &vocabulary,
///     over: Over::term("availability"),
///     domain: Domain::between(0, 100),
///     goes: Direction::Down,
///     cap: Some(Exact::from(25)),
///     free_at: Some(Exact::from(100)),
/// };
/// assert!(matches!(ScheduleLaw::Free.judge(&schedule), ScheduleVerdict::Proved(_)));
/// // 99 itself lies in two tiers.
/// let ScheduleVerdict::Refuted(example) = ScheduleLaw::OneCase.judge(&schedule) else { panic!() };
/// assert_eq!(
///     example.text.en,
///     "with availability = 99, both `99 ≤ availability < 99.9` and `availability ≤ 99` apply"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Schedule<'a> {
    /// The formula.
    pub formula: &'a Formula,
    /// The names.
    pub vocabulary: &'a Vocabulary,
    /// What it follows.
    pub over: Over,
    /// The numbers over which that goes.
    pub domain: Domain,
    /// Which way the amount has to go while it grows.
    pub goes: Direction,
    /// The most that it may come to, where there is a cap.
    pub cap: Option<Exact>,
    /// Where nothing is due, such as at full attainment.
    pub free_at: Option<Exact>,
}

/// A law of an amount that follows one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScheduleLaw {
    /// It has a value throughout, the ends of the domain included: no gap, no division by zero.
    Total,
    /// Exactly one case of each case distinction applies, or none where a value is said of all others: each boundary lies
    /// in one tier.
    OneCase,
    /// It is never negative.
    NeverNegative,
    /// It never exceeds its cap.
    Capped,
    /// It never goes the wrong way, through rounding neither: worse performance never pays more, a cheaper bid never scores
    /// less.
    Monotone,
    /// Nothing is due at full attainment.
    Free,
}

/// What became of such a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleVerdict {
    /// It holds throughout the domain; the certificate says where to part it to see that.
    Proved(ScheduleCertificate),
    /// It does not; the smallest number, or pair of numbers, that shows it.
    Refuted(ScheduleExample),
    /// It holds at so many numbers of the domain that were tried; of the others nothing is known.
    CheckedUpTo(u64),
    /// Nothing can be asked; says why.
    Unknown(Text),
}

/// Where to part a domain so that a law is seen to hold on each part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleCertificate {
    /// The law that it is about.
    pub law: ScheduleLaw,
    /// The numbers at which the domain is parted, in ascending order: tiers' bounds, roots, ends.
    pub parted_at: Vec<Exact>,
}

/// A number, and what a formula gives there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberOutcome {
    /// The number.
    pub number: Exact,
    /// What the formula gives.
    pub outcome: Outcome,
}

/// One number, or two, that show that a law is broken; replayed on the formula.
///
/// # Source
/// The smallest, where the formula is of the class that is decided: in a domain with steps the first; of months those with
/// the fewest cases; otherwise those with the fewest digits behind the point; and of these the first. Two numbers are
/// neighbours among those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleExample {
    /// The numbers with what the formula gives there.
    pub at: Vec<NumberOutcome>,
    /// The same in plain words.
    pub text: Text,
}

/// The most parts of a domain.
const PARTS_MAX: usize = 600;

/// The most steps within a part that are tried one by one.
const STEPS_MAX: u64 = 20_000;

/// How many numbers are tried where nothing is seen of a part as a whole.
const TRIED: u64 = 4_000;

/// The most cases of a month that are tried on the way to the smallest pair.
const CASES_MAX: u64 = 3_000;

/// The most digits behind the point that are.
const PLACES_MAX: u8 = 9;

impl ScheduleLaw {
    /// All of them, in the order of the reference page.
    pub const ALL: [Self; 6] =
        [Self::Total, Self::OneCase, Self::NeverNegative, Self::Capped, Self::Monotone, Self::Free];

    /// The law's name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::OneCase => "one-case",
            Self::NeverNegative => "never-negative",
            Self::Capped => "capped",
            Self::Monotone => "monotone",
            Self::Free => "nothing-due",
        }
    }

    /// What it demands.
    #[must_use]
    pub fn statement(self) -> Text {
        match self {
            Self::Total => Text::new(
                "端を含めて範囲のどこでも値がある",
                "it has a value throughout its range, the ends included",
            ),
            Self::OneCase => Text::new(
                "範囲のどこでも当てはまる場合がちょうど一つある",
                "exactly one case applies at each point of its range",
            ),
            Self::NeverNegative => Text::new("負にならない", "it is never negative"),
            Self::Capped => Text::new("上限を超えない", "it never exceeds its cap"),
            Self::Monotone => Text::new(
                "悪い側が有利になることはない（端数処理の後も）",
                "the worse side never fares better, after rounding too",
            ),
            Self::Free => Text::new("すべて満たせば0になる", "nothing is due at full attainment"),
        }
    }

    /// Judges the law. It is decided for formulas that are ratios of polynomials between their cases, bounds and
    /// roundings, as long as these change at fractions.
    #[must_use]
    pub fn judge(self, schedule: &Schedule<'_>) -> ScheduleVerdict {
        if let Some(why) = schedule.cannot_ask(self) {
            return ScheduleVerdict::Unknown(why);
        }
        Judging { law: self, schedule }.verdict()
    }
}

impl ScheduleCertificate {
    /// Checks the certificate: the domain is parted as it says, and on each part the law is seen to hold from coefficients
    /// alone, with no further parting; at the numbers between the parts the formula itself is evaluated.
    #[must_use]
    pub fn is_valid(&self, schedule: &Schedule<'_>) -> bool {
        let judging = Judging { law: self.law, schedule };
        let is_ascending = self.parted_at.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        let (from, to) = (&schedule.domain.from, schedule.domain.to.as_ref().map(|(to, _)| to));
        let is_whole = self.parted_at.first() == Some(from)
            && to.is_none_or(|to| self.parted_at.last() == Some(to) && from <= to);
        schedule.cannot_ask(self.law).is_none()
            && is_ascending
            && is_whole
            && judging.asked_at().is_none_or(|at| self.parted_at.contains(at))
            && self.parted_at.len() <= PARTS_MAX
            && self.parted_at.iter().all(|at| judging.at(at).is_none())
            && parts_between(&self.parted_at, to).iter().all(|on| {
                judging.on(on).is_ok_and(|answer| answer == Answer::Holds)
                    || judging.tried_all(on) == Some(None)
            })
            && judging.first_stepped(&self.parted_at, &[]).is_none()
    }
}

/// The parts between numbers, the last one without an end where the domain has none.
fn parts_between(parted_at: &[Exact], to: Option<&Exact>) -> Vec<Between> {
    let mut parts: Vec<Between> = parted_at
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(Between::new(a, Some(b))),
            _ => None,
        })
        .collect();
    if to.is_none() {
        parts.extend(parted_at.last().map(|last| Between::new(last, None)));
    }
    parts
}

/// What is seen of a law on a part of the domain.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    Holds,
    /// It is broken at each number of the part, by any two of them, or by any of them with an end.
    Broken,
}

impl Schedule<'_> {
    /// Why a law cannot be asked of it.
    fn cannot_ask(&self, law: ScheduleLaw) -> Option<Text> {
        if let Some(why) = self.other_scale() {
            return Some(why);
        }
        match law {
            ScheduleLaw::Capped if self.cap.is_none() => {
                return Some(Text::new("上限が示されていない", "no cap is stated"));
            }
            ScheduleLaw::Free if self.free_at.is_none() => {
                return Some(Text::new(
                    "何も生じない点が示されていない",
                    "where nothing is due is not stated",
                ));
            }
            _ => {}
        }
        let places = &self.over.places;
        if let Some(term) = self.formula.terms().into_iter().find(|term| !places.contains_key(term)) {
            return Some(without_number(term, self.vocabulary));
        }
        let is_free = self.free_at.as_ref().is_none_or(|at| self.domain.holds(at));
        if self.domain.is_empty() || (law == ScheduleLaw::Free && !is_free) {
            return Some(Text::new(
                "範囲が空か、示された点がその外にある",
                "the range is empty, or what is asked of lies outside it",
            ));
        }
        (self.over.scaled != Scaled::Nothing && !self.depends_on_ratio()).then(|| self.not_by_ratio())
    }

    /// Whether the formula depends on the ratios of the scaled terms alone, and has no term but those that have a place.
    pub(crate) fn depends_on_ratio(&self) -> bool {
        let has_place = |term: &TermId| self.over.places.contains_key(term);
        let degree = degree(&self.formula.root, &|term| self.over.is_scaled(term));
        matches!(degree, Some(Degree::Any | Degree::Of(0))) && self.formula.terms().into_iter().all(has_place)
    }

    fn not_by_ratio(&self) -> Text {
        let name = |id, language| self.vocabulary.name(id, language);
        match &self.over.scaled {
            Scaled::By(unit) => {
                let moving = &self.over.moving;
                Text::new(
                    format!(
                        "値が「{}」と「{}」の比だけでは決まらない",
                        name(moving, Language::Ja),
                        name(unit, Language::Ja)
                    ),
                    format!(
                        "it depends on more than the ratio of `{}` to `{}`",
                        name(moving, Language::En),
                        name(unit, Language::En)
                    ),
                )
            }
            _ => Text::new(
                "値が件数の割合だけでは決まらない",
                "it depends on more than the share of cases on time",
            ),
        }
    }

    /// What the formula gives for a number.
    pub(crate) fn value(&self, t: &Exact) -> Option<Exact> {
        self.formula.figure(&self.over.operands(t), self.vocabulary)
    }

    /// The number in words: with availability = 99.5. Months are told with so many cases.
    fn told(&self, t: &Exact, cases: &BigInt) -> Text {
        let name = |language| self.vocabulary.name(&self.over.moving, language);
        let (ja, en) = match &self.over.scaled {
            Scaled::Months(_) => {
                let on_time = (t * &Exact::from(cases.clone())).to_string();
                let all = cases.to_string();
                let (cases, were) =
                    (if all == "1" { "case" } else { "cases" }, if on_time == "1" { "was" } else { "were" });
                return Text::new(
                    format!("全{all}件のうち期限内が{on_time}件の月に"),
                    format!("in a month of {all} {cases}, {on_time} of which {were} on time"),
                );
            }
            Scaled::By(unit) if !t.is_zero() => {
                let (ja, en) =
                    (self.vocabulary.name(unit, Language::Ja), self.vocabulary.name(unit, Language::En));
                match t.to_digits().as_str() {
                    "1" => (ja.to_owned(), en.to_owned()),
                    digits => (format!("{ja}の{digits}倍"), format!("{digits} × {en}")),
                }
            }
            _ => (t.to_digits(), t.to_digits()),
        };
        Text::new(
            format!("{}＝{ja}のとき", name(Language::Ja)),
            format!("with {} = {en}", name(Language::En)),
        )
    }
}

fn without_number(term: &TermId, vocabulary: &Vocabulary) -> Text {
    Text::new(
        format!("「{}」の値が示されていない", vocabulary.name(term, Language::Ja)),
        format!("no number is given for `{}`", vocabulary.name(term, Language::En)),
    )
}

struct Judging<'a> {
    law: ScheduleLaw,
    schedule: &'a Schedule<'a>,
}

/// What was found of the parts of a domain.
#[derive(Default)]
struct Survey {
    /// The numbers at which it was parted, in ascending order.
    parted_at: BTreeSet<Exact>,
    /// Parts that break the law, at each number or by any two.
    broken: Vec<Between>,
    /// Parts of which nothing is seen.
    doubtful: Vec<Between>,
    /// What trying each step of a part brought to light.
    examples: Vec<ScheduleExample>,
}

impl Judging<'_> {
    fn verdict(&self) -> ScheduleVerdict {
        let survey = self.survey();
        let known = self.first(&survey);
        if known.is_none() && survey.broken.is_empty() && survey.doubtful.is_empty() {
            let parted_at = survey.parted_at.into_iter().collect();
            return ScheduleVerdict::Proved(ScheduleCertificate { law: self.law, parted_at });
        }
        // Where nothing is seen of a part, a smaller example may lie there.
        let (tried, found) = self.tried(&survey);
        let example = known.into_iter().chain(found).min_by_key(|example| self.size_of(example));
        example.map_or(ScheduleVerdict::CheckedUpTo(tried), ScheduleVerdict::Refuted)
    }

    /// How an example compares with others: a number without a value comes before any pair.
    fn size_of(&self, example: &ScheduleExample) -> (usize, BigInt, Exact) {
        let numbers = example.at.iter().map(|at| &at.number);
        let fineness = numbers.map(|at| self.fineness(at)).max().unwrap_or_default();
        (
            example.at.len(),
            fineness,
            example.at.first().map_or_else(|| Exact::from(0), |at| at.number.clone()),
        )
    }

    /// How fine a number is: what is coarser is told first.
    fn fineness(&self, number: &Exact) -> BigInt {
        match (&self.schedule.domain.step, &self.schedule.over.scaled) {
            (Some(_), _) => BigInt::from(0),
            (None, Scaled::Months(_)) => number.denominator(),
            // A fraction whose digits do not end comes after all that end.
            (None, _) => number.places(18).map_or_else(|| number.denominator() + 18, BigInt::from),
        }
    }

    /// The units in which numbers are tried, the coarsest first.
    fn units(&self) -> Vec<Exact> {
        match &self.schedule.over.scaled {
            Scaled::Months(_) => (1..=CASES_MAX).filter_map(|cases| Exact::ratio(1, cases)).collect(),
            _ => (0..=PLACES_MAX)
                .filter_map(|places| Exact::ratio(1, BigInt::from(10).pow(places.into())))
                .collect(),
        }
    }

    /// The smallest number of a part without steps.
    fn smallest_in(&self, on: &Between) -> Option<Exact> {
        let next = |unit: Exact| {
            let units = on.from.checked_div(&unit)?.rounded(0, Rounding::Floor) + Exact::from(1);
            Some(units * unit).filter(|number| on.holds(number))
        };
        match &self.schedule.over.scaled {
            Scaled::Months(_) => on.simplest(),
            _ => self.units().into_iter().find_map(next).or_else(|| on.simplest()),
        }
    }

    /// Parts the domain until something is seen of each part, or there are too many.
    fn survey(&self) -> Survey {
        let domain = &self.schedule.domain;
        let mut survey = Survey::default();
        survey.parted_at.insert(domain.from.clone());
        survey.parted_at.extend(domain.to.iter().map(|(to, _)| to.clone()));
        let whole = Between::new(&domain.from, domain.to.as_ref().map(|(to, _)| to));
        // A law about one number looks at no other.
        survey.parted_at.extend(self.asked_at().cloned());
        if self.law == ScheduleLaw::Free || whole.to.as_ref().is_some_and(|to| *to <= whole.from) {
            return survey;
        }
        let mut open = vec![whole];
        while let Some(on) = open.pop() {
            // Between steps nothing can be broken.
            if domain.count_in(&on) == Some(0) {
                continue;
            }
            match self.on(&on) {
                Ok(Answer::Holds) => {}
                Err(Stop::At(at)) if survey.parted_at.len() < PARTS_MAX && on.holds(&at) => {
                    survey.parted_at.insert(at.clone());
                    open.push(Between { from: at.clone(), to: on.to.clone() });
                    open.push(Between { from: on.from, to: Some(at) });
                }
                answer => match (self.tried_all(&on), answer) {
                    (Some(example), _) => survey.examples.extend(example),
                    (None, Ok(Answer::Broken)) => survey.broken.push(on),
                    (None, _) => survey.doubtful.push(on),
                },
            }
        }
        survey
    }

    /// The number of which the law speaks, where it speaks of one.
    fn asked_at(&self) -> Option<&Exact> {
        self.schedule.free_at.as_ref().filter(|_| self.law == ScheduleLaw::Free)
    }

    /// What is seen of the law on a part; no number at its ends is looked at, but that no step goes the wrong way there.
    fn on(&self, on: &Between) -> Found<Answer> {
        let Schedule { formula, over, cap, .. } = self.schedule;
        let holds = |holds: bool| if holds { Answer::Holds } else { Answer::Broken };
        if self.law == ScheduleLaw::Free {
            return Ok(Answer::Holds);
        }
        if self.law == ScheduleLaw::OneCase {
            return Ok(holds(has_one_case(&formula.root, &over.places, on)?));
        }
        let Some(shape) = Shape::of(&formula.root, &over.places, on)? else { return Ok(Answer::Broken) };
        let constant = |value: &Exact| Shape::constant(value.clone());
        Ok(match (self.law, cap) {
            (ScheduleLaw::NeverNegative, _) => {
                holds(shape.is(Relation::AtLeast, &constant(&Exact::from(0)), on)?)
            }
            (ScheduleLaw::Capped, Some(cap)) => holds(shape.is(Relation::AtMost, &constant(cap), on)?),
            (ScheduleLaw::Monotone, _) => self.goes(&shape, on)?,
            _ => Answer::Holds,
        })
    }

    /// Whether a part goes the right way.
    fn goes(&self, shape: &Shape, on: &Between) -> Found<Answer> {
        let goes = self.schedule.goes;
        let is_wrong = match shape.way(on)? {
            Way::Level => false,
            Way::Up => goes == Direction::Down,
            Way::Down => goes == Direction::Up,
            Way::Mixed => true,
        };
        match (is_wrong, shape) {
            (true, Shape::Ratio(..)) => Ok(Answer::Broken),
            // Between two values of a rounding what is rounded stays level, and the rest is a ratio.
            (true, _) => self.goes(&shape.settled(on)?, on),
            (false, _) => self.joins_its_ends(shape, on),
        }
    }

    /// Whether a part that goes the right way also does so on from the number at which it begins and to the one at which
    /// it ends. With steps these are compared one by one instead.
    fn joins_its_ends(&self, shape: &Shape, on: &Between) -> Found<Answer> {
        let Schedule { domain, goes, .. } = self.schedule;
        if domain.step.is_some() {
            return Ok(Answer::Holds);
        }
        let (from, to) = match goes {
            Direction::Up => (Relation::AtLeast, Relation::AtMost),
            Direction::Down => (Relation::AtMost, Relation::AtLeast),
        };
        for (end, relation) in [(Some(&on.from), from), (on.to.as_ref(), to)] {
            let value = end.filter(|end| domain.holds(end)).and_then(|end| self.schedule.value(end));
            if let Some(value) = value
                && !shape.is(relation, &Shape::constant(value), on)?
            {
                return Ok(Answer::Broken);
            }
        }
        Ok(Answer::Holds)
    }

    /// The example that a number of the domain makes, if it breaks the law.
    fn at(&self, t: &Exact) -> Option<ScheduleExample> {
        let Schedule { formula, vocabulary, domain, over, cap, free_at, .. } = self.schedule;
        if !domain.holds(t) {
            return None;
        }
        if self.law == ScheduleLaw::OneCase {
            let operands = over.operands(t);
            let what = cases_at(&formula.root, &operands, vocabulary)?;
            let (told, outcome) =
                (self.schedule.told(t, &t.denominator()), formula.evaluate(&operands, vocabulary));
            let text = Text::new(format!("{}{}", told.ja, what.ja), format!("{}, {}", told.en, what.en));
            return Some(ScheduleExample { at: vec![NumberOutcome { number: t.clone(), outcome }], text });
        }
        let value = self.schedule.value(t);
        let zero = Exact::from(0);
        let is_broken = match (self.law, &value) {
            (ScheduleLaw::Free, _) if free_at.as_ref() != Some(t) => false,
            (_, None) => true,
            (ScheduleLaw::Free, Some(value)) => *value != zero,
            (ScheduleLaw::NeverNegative, Some(value)) => *value < zero,
            (ScheduleLaw::Capped, Some(value)) => cap.as_ref().is_some_and(|cap| value > cap),
            _ => false,
        };
        is_broken.then(|| self.example(&[t]))
    }

    /// The example that two numbers of the domain make, if the amount goes the wrong way from one to the other.
    fn across(&self, a: &Exact, b: &Exact) -> Option<ScheduleExample> {
        let Schedule { domain, goes, .. } = self.schedule;
        if self.law != ScheduleLaw::Monotone || !domain.holds(a) || !domain.holds(b) {
            return None;
        }
        let (one, other) = (self.schedule.value(a)?, self.schedule.value(b)?);
        let is_broken = if *goes == Direction::Up { one > other } else { one < other };
        is_broken.then(|| self.example(&[a, b]))
    }

    fn example(&self, numbers: &[&Exact]) -> ScheduleExample {
        let Schedule { formula, vocabulary, over, .. } = self.schedule;
        let given = |number: &Exact| NumberOutcome {
            number: number.clone(),
            outcome: formula.evaluate(&over.operands(number), vocabulary),
        };
        let at: Vec<NumberOutcome> = numbers.iter().map(|number| given(number)).collect();
        let (mut ja, mut en) = (Vec::new(), Vec::new());
        let cases = at.iter().fold(BigInt::from(1), |cases, at| cases.lcm(&at.number.denominator()));
        for NumberOutcome { number: t, outcome } in &at {
            let told = self.schedule.told(t, &cases);
            let (value_ja, value_en) = match outcome {
                Outcome::Defined(value) => (value.to_digits(), format!("it comes to {}", value.to_digits())),
                // Where it happens is told already.
                Outcome::Undefined(Cause::NoCase { .. }) => {
                    ("当てはまる場合がない".to_owned(), "no case applies".to_owned())
                }
                Outcome::Undefined(Cause::Overlap(overlap)) => {
                    let Overlap { one, other, .. } = &**overlap;
                    let (a, b) = (&one.condition, &other.condition);
                    let (one, other) = (one.value.to_digits(), other.value.to_digits());
                    (
                        format!("「{}」（{one}）と「{}」（{other}）の両方が当たる", a.ja, b.ja),
                        format!("both `{}` ({one}) and `{}` ({other}) apply", a.en, b.en),
                    )
                }
                Outcome::Undefined(cause) => {
                    let cause = cause.text_with(vocabulary);
                    (format!("値がない（{}）", cause.ja), format!("it has no value: {}", cause.en))
                }
            };
            ja.push(format!("{}{value_ja}", told.ja));
            en.push(format!("{}, {value_en}", told.en));
        }
        ScheduleExample { at, text: Text::new(ja.join("、"), en.join("; ")) }
    }

    /// The smallest example among the numbers at which the domain is parted, on the parts known to break the law, and
    /// among what was found by trying.
    fn first(&self, survey: &Survey) -> Option<ScheduleExample> {
        let parted_at: Vec<Exact> = survey.parted_at.iter().cloned().collect();
        let domain = &self.schedule.domain;
        let inside = survey.broken.iter().filter_map(|on| match &domain.step {
            Some(step) => domain.steps_in(on, step).next(),
            None => self.smallest_in(on),
        });
        let single = parted_at.iter().cloned().chain(inside).filter_map(|number| self.at(&number));
        let pair = match domain.step {
            Some(_) => self.first_stepped(&parted_at, &survey.broken),
            None if survey.broken.is_empty() || self.law != ScheduleLaw::Monotone => None,
            None => self.coarsest(&parted_at, &survey.broken),
        };
        let all = single.chain(pair).chain(survey.examples.iter().cloned());
        all.min_by_key(|example| self.size_of(example))
    }

    /// The first two neighbouring steps that go the wrong way, around numbers at which the domain is parted or within
    /// parts that go the wrong way.
    fn first_stepped(&self, parted_at: &[Exact], broken: &[Between]) -> Option<ScheduleExample> {
        let domain = &self.schedule.domain;
        let step = domain.step.as_ref()?;
        let mut starts = BTreeSet::new();
        for number in parted_at.iter().chain(broken.iter().map(|on| &on.from)) {
            let steps = (number - &domain.from).checked_div(step)?.rounded(0, Rounding::Floor);
            let at = &domain.from + &(&steps * step);
            starts.extend([&at - step, at.clone(), &at + step]);
        }
        starts.iter().find_map(|start| self.across(start, &(start + step)))
    }

    /// The smallest pair that goes the wrong way where there are no steps: two numbers that follow on each other in the
    /// coarsest unit that shows it. They lie around a number at which the domain is parted, or within a part that goes
    /// the wrong way.
    fn coarsest(&self, parted_at: &[Exact], broken: &[Between]) -> Option<ScheduleExample> {
        for unit in self.units() {
            let below = |number: &Exact| Some(number.checked_div(&unit)?.rounded(0, Rounding::Floor));
            let mut starts = BTreeSet::new();
            for number in parted_at {
                let below = below(number)?;
                starts.extend([&below - &Exact::from(1), below]);
            }
            for on in broken {
                let below = below(&on.from)?;
                starts.extend((0..4).map(|more| &below + &Exact::from(more)));
            }
            let pair = |start: &Exact| {
                let a = start * &unit;
                self.across(&a, &(&a + &unit))
            };
            if let Some(example) = starts.iter().find_map(pair) {
                return Some(example);
            }
        }
        // So fine a pair is told as it was found.
        let ends = broken.iter().filter_map(|on| {
            let inside = self.smallest_in(on)?;
            let after = on.to.clone().unwrap_or_else(|| &inside + &Exact::from(1));
            Some([
                (on.from.clone(), inside.clone()),
                (inside.clone(), half_way(&inside, &after)),
                (inside, after),
            ])
        });
        ends.flatten().find_map(|(a, b)| self.across(&a, &b))
    }

    /// Tries all steps of a part, where there are not too many: nothing where that is not possible, else the first
    /// example, if there is one.
    fn tried_all(&self, on: &Between) -> Option<Option<ScheduleExample>> {
        let domain = &self.schedule.domain;
        let step = domain.step.as_ref()?;
        if domain.count_in(on)? > STEPS_MAX {
            return None;
        }
        let mut last: Option<Exact> = None;
        for at in domain.steps_in(on, step) {
            let pair = last.as_ref().and_then(|last| self.across(last, &at));
            if let Some(example) = self.at(&at).or(pair) {
                return Some(Some(example));
            }
            last = Some(at);
        }
        Some(None)
    }

    /// Tries numbers of the parts of which nothing is seen: how many, and the first example.
    fn tried(&self, survey: &Survey) -> (u64, Option<ScheduleExample>) {
        let domain = &self.schedule.domain;
        let mut tried = 0_u64;
        let mut parts = survey.doubtful.clone();
        parts.sort_by(|a, b| a.from.cmp(&b.from));
        if parts.is_empty() {
            return (tried, None);
        }
        let units = domain.step.clone().map_or_else(|| self.units(), |step| vec![step]);
        for unit in units {
            for on in &parts {
                let begun = (&on.from - &domain.from).checked_div(&unit);
                let begun = begun.unwrap_or_else(|| Exact::from(0)).rounded(0, Rounding::Floor);
                let mut at = &domain.from + &(&begun * &unit);
                let mut last: Option<Exact> = None;
                while on.to.as_ref().is_none_or(|to| at <= to + &unit) {
                    tried = tried.saturating_add(1);
                    if tried > TRIED {
                        return (TRIED, None);
                    }
                    let pair = last.as_ref().and_then(|last| self.across(last, &at));
                    if let Some(example) = self.at(&at).or(pair) {
                        return (tried, Some(example));
                    }
                    let next = &at + &unit;
                    last = Some(std::mem::replace(&mut at, next));
                }
            }
        }
        (tried, None)
    }
}

/// A ratio of polynomials in one number.
#[derive(Debug, Clone)]
pub(crate) struct Ratio {
    pub(crate) numerator: Curve,
    pub(crate) denominator: Curve,
}

/// The one ratio that a formula comes to throughout its range, the numbers at which the range is parted included, and
/// these numbers; nothing where there is none. With numbers given the range is parted no further.
pub(crate) fn ratio_throughout(
    schedule: &Schedule<'_>,
    given: Option<&[Exact]>,
) -> Option<(Ratio, Vec<Exact>)> {
    let Schedule { formula, over, domain, .. } = schedule;
    let to = domain.to.as_ref().map(|(to, _)| to);
    let mut parted_at: BTreeSet<Exact> = given.unwrap_or_default().iter().cloned().collect();
    parted_at.insert(domain.from.clone());
    parted_at.extend(to.cloned());
    let mut open = parts_between(&parted_at.iter().cloned().collect::<Vec<_>>(), to);
    let mut ratio: Option<Ratio> = None;
    while let Some(on) = open.pop() {
        let shape = Shape::of(&formula.root, &over.places, &on);
        match shape.and_then(|shape| shape.map(|shape| shape.settled(&on)).transpose()) {
            Ok(Some(Shape::Ratio(numerator, denominator))) => match &ratio {
                None => ratio = Some(Ratio { numerator, denominator }),
                Some(known) => {
                    let one = known.numerator.times(&denominator)?;
                    if one != numerator.times(&known.denominator)? {
                        return None;
                    }
                }
            },
            Err(Stop::At(at)) if given.is_none() && parted_at.len() < PARTS_MAX && on.holds(&at) => {
                parted_at.insert(at.clone());
                open.push(Between { from: at.clone(), to: on.to.clone() });
                open.push(Between { from: on.from, to: Some(at) });
            }
            _ => return None,
        }
    }
    let ratio = ratio?;
    let gives = |at: &Exact| ratio.numerator.at(at).checked_div(&ratio.denominator.at(at));
    let agrees = |at: &Exact| gives(at).is_some_and(|value| schedule.value(at) == Some(value));
    let parted_at: Vec<Exact> = parted_at.into_iter().collect();
    parted_at.iter().all(agrees).then_some((ratio, parted_at))
}

/// Whether throughout an interval exactly one case of each case distinction applies, or none where a value is said of all
/// others. Of what does not apply nothing is asked.
fn has_one_case(node: &Node, places: &Places, on: &Between) -> Found<bool> {
    let all = |nodes: Vec<&Node>| -> Found<bool> {
        for node in nodes {
            if !has_one_case(node, places, on)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => Ok(true),
        Kind::Negate(inner) | Kind::Percent(inner) => has_one_case(inner, places, on),
        Kind::Binary(_, left, right) => all(vec![left, right]),
        Kind::Call(_, arguments) => all(arguments.iter().collect()),
        Kind::Cases(cases, otherwise) => {
            let mut applying: Vec<&Node> = Vec::new();
            for case in cases {
                match shape::holds(&case.when, places, on)? {
                    Some(true) => applying.push(&case.then),
                    Some(false) => {}
                    None => return Ok(false),
                }
            }
            if applying.is_empty() {
                applying.extend(otherwise.as_deref());
            }
            let sides = cases.iter().flat_map(|case| case.when.sides()).collect();
            Ok(applying.len() == 1 && all(sides)? && all(applying)?)
        }
    }
}

/// What is amiss with the cases for some operands, in words; nothing where exactly one of each applies.
fn cases_at(node: &Node, operands: &Operands, vocabulary: &Vocabulary) -> Option<Text> {
    let part = |node: &Node| cases_at(node, operands, vocabulary);
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => None,
        Kind::Negate(inner) | Kind::Percent(inner) => part(inner),
        Kind::Binary(_, left, right) => part(left).or_else(|| part(right)),
        Kind::Call(_, arguments) => arguments.iter().find_map(part),
        Kind::Cases(cases, otherwise) => {
            let text = |case: &Case| {
                formula::in_both_languages(|language, text| case.when.print(vocabulary, language, text))
            };
            let mut applying: Vec<&Case> = Vec::new();
            for case in cases {
                match case.when.holds::<Untold>(operands, vocabulary) {
                    Ok(true) => applying.push(case),
                    Ok(false) => {}
                    Err(Untold) => {
                        let Text { ja, en } = text(case);
                        return Some(Text::new(
                            format!("「{ja}」に当たるか決まらない"),
                            format!("whether `{en}` applies is not decided"),
                        ));
                    }
                }
            }
            let then = match (applying.as_slice(), otherwise) {
                ([first, second, ..], _) => {
                    let (a, b) = (text(first), text(second));
                    return Some(Text::new(
                        format!("「{}」と「{}」の両方が当たる", a.ja, b.ja),
                        format!("both `{}` and `{}` apply", a.en, b.en),
                    ));
                }
                ([only], _) => &only.then,
                ([], Some(otherwise)) => otherwise,
                ([], None) => return Some(Text::new("当てはまる場合がない", "no case applies")),
            };
            cases.iter().flat_map(|case| case.when.sides()).find_map(part).or_else(|| part(then))
        }
    }
}
