//! Laws of compliance rates: proved with a certificate, or refuted by the smallest month that breaks them.

use provenance::Text;

use crate::{Exact, Formula, Month, Outcome, Polynomial, RateForm, Roles, Vocabulary};

/// A law that a compliance rate must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Law {
    /// It has a value in every month with a case.
    Defined,
    /// It lies between 0 and 100.
    Range,
    /// It is 100 where all cases are in time.
    AllOnTime,
    /// It is 0 where no case is in time.
    NoneOnTime,
    /// One more case in time of as many never lowers it.
    Monotone,
    /// Each case in time adds the same.
    Affine,
    /// Twice the cases of each sort give the same figure.
    Scale,
    /// The rate of those in time and the rate of those late make 100.
    Complement,
}

/// What became of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LawVerdict {
    /// It holds in every month; the certificate says why.
    Proved(Certificate),
    /// It does not; the smallest month that shows it.
    Refuted(Counterexample),
    /// It holds in every month of up to so many cases; beyond that nothing is known.
    CheckedUpTo(u64),
    /// The formula lies outside the class that is decided; says why.
    Unknown(Text),
}

/// Why a law holds: facts about polynomials in `x` cases in time and `y` late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The law that it is about.
    pub law: Law,
    /// The formula's form.
    pub form: RateForm,
    /// What was shown of it.
    pub facts: Vec<Fact>,
}

/// A fact that a reader can check by looking at coefficients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The polynomial has no term at all.
    Zero(Polynomial),
    /// No coefficient is negative, so that it is nowhere negative.
    NotNegative(Polynomial),
    /// No coefficient is negative and both a power of `x` alone and one of `y` alone (or a constant) stand in
    /// it, so that it is positive in every month with a case.
    Positive(Polynomial),
    /// All terms of both have one sum of powers.
    SameDegree(Polynomial, Polynomial),
}

/// A month in which a law is broken, replayed on the formula itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// The month.
    pub month: Month,
    /// What the formula gives.
    pub outcome: Outcome,
    /// The month and the figure in plain words.
    pub text: Text,
}

/// What became of the law of means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeanVerdict {
    /// It is total ÷ count; the difference of both, multiplied out, is zero.
    Proved(Fact),
    /// It is none; the smallest list of values that shows it.
    Refuted(MeanCounterexample),
    /// No list of up to so many small values shows otherwise.
    CheckedUpTo(u64),
    /// The formula lies outside the class that is decided; says why.
    Unknown(Text),
}

/// Values of which a formula makes no mean, replayed on the formula itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeanCounterexample {
    /// The values.
    pub values: Vec<i64>,
    /// What the formula makes of them.
    pub outcome: Outcome,
    /// The same in plain words.
    pub text: Text,
}

/// How many cases a month may have while counterexamples are looked for.
const SEARCHED: u64 = 40;

impl Law {
    /// All laws, in the order of the reference page.
    pub const ALL: [Self; 8] = [
        Self::Defined,
        Self::Range,
        Self::AllOnTime,
        Self::NoneOnTime,
        Self::Monotone,
        Self::Affine,
        Self::Scale,
        Self::Complement,
    ];

    /// The law's name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Defined => "defined",
            Self::Range => "range",
            Self::AllOnTime => "all-on-time",
            Self::NoneOnTime => "none-on-time",
            Self::Monotone => "monotone",
            Self::Affine => "affine",
            Self::Scale => "scale",
            Self::Complement => "complement",
        }
    }

    /// What it demands.
    #[must_use]
    pub fn statement(self) -> Text {
        match self {
            Self::Defined => {
                Text::new("1件以上ある月には値がある", "it has a value in every month with a case")
            }
            Self::Range => Text::new("0％から100％までに収まる", "it lies between 0 % and 100 %"),
            Self::AllOnTime => Text::new("全件が期限内なら100％", "it is 100 % where all cases are in time"),
            Self::NoneOnTime => Text::new("期限内が0件なら0％", "it is 0 % where no case is in time"),
            Self::Monotone => Text::new(
                "期限内の件が増えて下がることはない",
                "one more case in time of as many never lowers it",
            ),
            Self::Affine => Text::new("期限内の1件はどれも同じだけ効く", "each case in time adds the same"),
            Self::Scale => Text::new(
                "件数をそろえて倍にしても変わらない",
                "twice the cases of each sort give the same figure",
            ),
            Self::Complement => Text::new(
                "期限内の率と期限後の率の和が100％",
                "the rates of those in time and of those late make 100 %",
            ),
        }
    }

    /// What it demands of a penalty, which is a rate of the late and judged with the roles exchanged.
    #[must_use]
    pub fn statement_of_a_penalty(self) -> Text {
        match self {
            Self::AllOnTime => Text::new("全件が期限後なら100％", "it is 100 % where all cases are late"),
            Self::NoneOnTime => Text::new("期限後が0件なら0％", "it is 0 % where no case is late"),
            Self::Monotone => Text::new(
                "期限後の件が増えて下がることはない",
                "one more late case of as many never lowers it",
            ),
            Self::Affine => Text::new("期限後の1件はどれも同じだけ効く", "each late case adds the same"),
            Self::Defined | Self::Range | Self::Scale | Self::Complement => self.statement(),
        }
    }

    /// How it is decided.
    #[must_use]
    pub fn procedure(self) -> Text {
        match self {
            Self::Defined => Text::new(
                "割る式に負の係数がなく、xだけの項とyだけの項（又は定数）がある",
                "no divisor has a negative coefficient, and each has a term in x alone and one in y alone, or a constant",
            ),
            Self::Range => Text::new(
                "分子×分母と（100×分母−分子）×分母に、1件から数えて負の係数がない",
                "neither numerator × denominator nor (100 × denominator − numerator) × denominator has a negative coefficient, counted from one case on where it must be",
            ),
            Self::AllOnTime => Text::new(
                "y＝0で分子−100×分母が0の式になる",
                "numerator − 100 × denominator is zero where y is",
            ),
            Self::NoneOnTime => Text::new("x＝0で分子が0の式になる", "the numerator is zero where x is"),
            Self::Monotone => Text::new(
                "xを1増やしyを1減らした値との差の分子に負の係数がない（1件以上の遅れから数える）",
                "the rise from x, y to x + 1, y − 1, counted from one late case on, has no negative coefficient",
            ),
            Self::Affine => Text::new(
                "2件分の増え方の差を払った式が0になる",
                "the second difference, multiplied out, is the zero polynomial",
            ),
            Self::Scale => Text::new(
                "分子と分母が同じ次数の同次式",
                "numerator and denominator are homogeneous of one degree",
            ),
            Self::Complement => Text::new(
                "xとyを入れ替えた式との和から100を引いて払った式が0になる",
                "the sum with x and y exchanged, less 100, multiplied out, is the zero polynomial",
            ),
        }
    }

    /// Whether the law can be asked of a formula; the reason where it cannot.
    ///
    /// # Errors
    /// What keeps the formula out of the class that is decided.
    pub fn applies(self, formula: &Formula, roles: &Roles) -> Result<(), Text> {
        RateForm::of(formula, roles).map(|_| ())
    }

    /// Judges the law for a formula.
    ///
    /// # Source
    /// The formula is written as a ratio of polynomials in the cases in time and late. A law holds if an
    /// identity of polynomials does, or if a polynomial has no negative coefficient; else months are tried from
    /// the smallest.
    #[must_use]
    pub fn judge(self, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> LawVerdict {
        let form = match RateForm::of(formula, roles) {
            Ok(form) => form,
            Err(why) => return LawVerdict::Unknown(why),
        };
        if let Some(facts) = self.facts(&form).filter(|facts| facts.iter().all(Fact::holds)) {
            return LawVerdict::Proved(Certificate { law: self, form, facts });
        }
        let value = |month: Month| formula.evaluate(&roles.operands(month), vocabulary);
        match Month::up_to(SEARCHED).find(|month| self.is_broken_in(*month, &value)) {
            Some(month) => {
                let outcome = value(month);
                let text = in_words(month, &outcome);
                LawVerdict::Refuted(Counterexample { month, outcome, text })
            }
            None => LawVerdict::CheckedUpTo(SEARCHED),
        }
    }

    /// What would have to hold of the form; `None` where it grows too large to work out.
    fn facts(self, form: &RateForm) -> Option<Vec<Fact>> {
        let (n, d) = (&form.numerator, &form.denominator);
        let hundred = |p: &Polynomial| p.times_number(&Exact::from(100));
        // Every law is about months in which there is a value; that there is one is part of each.
        let mut facts: Vec<Fact> = match self {
            Self::AllOnTime => {
                form.divisors.iter().map(|divisor| Fact::Positive(sided(divisor, true))).collect()
            }
            Self::NoneOnTime => {
                form.divisors.iter().map(|divisor| Fact::Positive(sided(divisor, false))).collect()
            }
            _ => form.divisors.iter().map(|divisor| Fact::Positive(signed(divisor))).collect(),
        };
        match self {
            Self::Defined => {}
            Self::Range => {
                facts.extend(not_negative_with_a_case(n.times(d)?)?);
                facts.extend(not_negative_with_a_case(hundred(d).minus(n).times(d)?)?);
            }
            Self::AllOnTime => facts.push(Fact::Zero(along_x(&n.minus(&hundred(d))))),
            Self::NoneOnTime => facts.push(Fact::Zero(along_y(n))),
            Self::Monotone => {
                let (n1, d1) = (n.one_more_in_time()?, d.one_more_in_time()?);
                let rise = n1.times(d)?.minus(&n.times(&d1)?).times(&d.times(&d1)?)?;
                facts.push(Fact::NotNegative(rise.from_one_late()?));
            }
            Self::Affine => {
                let (n1, d1) = (n.one_more_in_time()?, d.one_more_in_time()?);
                let (n2, d2) = (n1.one_more_in_time()?, d1.one_more_in_time()?);
                let bend = n2
                    .times(&d1)?
                    .times(d)?
                    .plus(&n.times(&d2)?.times(&d1)?)
                    .minus(&n1.times(&d2)?.times(d)?.times_number(&Exact::from(2)));
                facts.push(Fact::Zero(bend));
            }
            Self::Scale => facts.push(Fact::SameDegree(n.clone(), d.clone())),
            Self::Complement => {
                let (ns, ds) = (swapped(n), swapped(d));
                let rest = n.times(&ds)?.plus(&ns.times(d)?).minus(&hundred(&d.times(&ds)?));
                facts.push(Fact::Zero(rest));
            }
        }
        Some(facts)
    }

    /// Whether a month breaks the law, by the values that the formula gives.
    fn is_broken_in(self, month: Month, value: &impl Fn(Month) -> Outcome) -> bool {
        if month.all() == 0 {
            return false;
        }
        let Month { on_time, late } = month;
        let number = |month: Month| value(month).defined().cloned();
        let hundred = Exact::from(100);
        match self {
            Self::Defined => number(month).is_none(),
            Self::Range => number(month).is_none_or(|value| value < Exact::from(0) || value > hundred),
            Self::AllOnTime => late == 0 && number(month) != Some(hundred),
            Self::NoneOnTime => on_time == 0 && number(month) != Some(Exact::from(0)),
            Self::Monotone => {
                late > 0 && {
                    let more = number(Month { on_time: on_time + 1, late: late - 1 });
                    !matches!((number(month), more), (Some(before), Some(after)) if before <= after)
                }
            }
            Self::Affine => {
                late > 1 && {
                    let one = number(Month { on_time: on_time + 1, late: late - 1 });
                    let two = number(Month { on_time: on_time + 2, late: late - 2 });
                    match (number(month), one, two) {
                        (Some(a), Some(b), Some(c)) => a + c != b * Exact::from(2),
                        _ => true,
                    }
                }
            }
            Self::Scale => {
                number(month).is_none()
                    || number(month) != number(Month { on_time: on_time * 2, late: late * 2 })
            }
            Self::Complement => match (number(month), number(Month { on_time: late, late: on_time })) {
                (Some(a), Some(b)) => a + b != hundred,
                _ => true,
            },
        }
    }
}

impl Counterexample {
    /// The same counterexample where the roles were exchanged to judge a penalty: its month counts as `on_time` what
    /// was late, so the two are put back before the month is told.
    #[must_use]
    pub fn of_a_penalty(&self) -> Self {
        let month = Month { on_time: self.month.late, late: self.month.on_time };
        Self { month, outcome: self.outcome.clone(), text: in_words(month, &self.outcome) }
    }
}

impl Fact {
    /// Whether the fact is one: this is all that a doubter has to check besides the form.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::Zero(polynomial) => polynomial.is_zero(),
            Self::NotNegative(polynomial) => polynomial.has_no_negative_coefficient(),
            Self::Positive(polynomial) => {
                let stands = |alone: fn(u32, u32) -> bool| {
                    polynomial.terms().any(|((i, j), value)| alone(i, j) && *value > Exact::from(0))
                };
                polynomial.has_no_negative_coefficient()
                    && (stands(|i, j| i == 0 && j == 0)
                        || (stands(|i, j| i > 0 && j == 0) && stands(|i, j| i == 0 && j > 0)))
            }
            Self::SameDegree(a, b) => {
                a.is_zero()
                    || (a.homogeneous_degree().is_some() && a.homogeneous_degree() == b.homogeneous_degree())
            }
        }
    }
}

impl Certificate {
    /// Checks the certificate against the formula: the form gives what the formula gives, the facts are those that the
    /// law needs of that form, none left out, and they hold.
    #[must_use]
    pub fn is_valid(&self, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> bool {
        self.form.agrees_with(formula, roles, vocabulary)
            && self.law.facts(&self.form).as_ref() == Some(&self.facts)
            && self.facts.iter().all(Fact::holds)
    }
}

/// Two formulas compared: equal in every month, or the first month in which they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// Equal wherever both have a value, and both have one in the same months; proved on their forms.
    Equal,
    /// They differ; the smallest month that shows it, with both outcomes.
    DifferIn(Month, Outcome, Outcome),
    /// Equal in every month of up to so many cases.
    EqualUpTo(u64),
}

/// Compares two formulas over the same roles.
#[must_use]
pub fn compare(a: &Formula, b: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> Comparison {
    let values = |month: Month| {
        let operands = roles.operands(month);
        (a.evaluate(&operands, vocabulary), b.evaluate(&operands, vocabulary))
    };
    let differ = |month: &Month| {
        let (first, second) = values(*month);
        first.defined() != second.defined()
    };
    if let Some(month) = Month::up_to(SEARCHED).find(differ) {
        let (first, second) = values(month);
        return Comparison::DifferIn(month, first, second);
    }
    let is_equal = || -> Option<bool> {
        let (a, b) = (RateForm::of(a, roles).ok()?, RateForm::of(b, roles).ok()?);
        let cross = a.numerator.times(&b.denominator)?.minus(&b.numerator.times(&a.denominator)?);
        let defined =
            |form: &RateForm| form.divisors.iter().all(|divisor| Fact::Positive(signed(divisor)).holds());
        Some(cross.is_zero() && defined(&a) && defined(&b))
    };
    if is_equal() == Some(true) { Comparison::Equal } else { Comparison::EqualUpTo(SEARCHED) }
}

/// Facts that make a polynomial nowhere negative in months with a case: of itself, or else counted from one case in
/// time on and from one late on, which are all such months.
fn not_negative_with_a_case(polynomial: Polynomial) -> Option<Vec<Fact>> {
    if polynomial.has_no_negative_coefficient() {
        return Some(vec![Fact::NotNegative(polynomial)]);
    }
    let late = polynomial.from_one_late()?;
    let in_time = swapped(&swapped(&polynomial).from_one_late()?);
    Some(vec![Fact::NotNegative(in_time), Fact::NotNegative(late)])
}

/// The polynomial or its opposite, whichever begins with a positive coefficient: a divisor may be negative
/// throughout as well as positive throughout.
fn signed(polynomial: &Polynomial) -> Polynomial {
    match polynomial.terms().next() {
        Some((_, value)) if *value < Exact::from(0) => polynomial.times_number(&Exact::from(-1)),
        _ => polynomial.clone(),
    }
}

fn along_x(polynomial: &Polynomial) -> Polynomial {
    picked(polynomial, |_, j| j == 0)
}

fn along_y(polynomial: &Polynomial) -> Polynomial {
    picked(polynomial, |i, _| i == 0)
}

fn picked(polynomial: &Polynomial, keep: impl Fn(u32, u32) -> bool) -> Polynomial {
    polynomial
        .terms()
        .filter(|((i, j), _)| keep(*i, *j))
        .fold(Polynomial::default(), |sum, ((i, j), value)| sum.plus(&Polynomial::term(i, j, value.clone())))
}

/// A divisor on one side of the domain alone, written so that being positive there is a fact to be seen: what
/// stands for the other number is put in its place.
fn sided(divisor: &Polynomial, in_time: bool) -> Polynomial {
    let side = signed(&if in_time { along_x(divisor) } else { along_y(divisor) });
    side.plus(&swapped(&side))
}

fn swapped(polynomial: &Polynomial) -> Polynomial {
    polynomial
        .terms()
        .fold(Polynomial::default(), |sum, ((i, j), value)| sum.plus(&Polynomial::term(j, i, value.clone())))
}

fn in_words(month: Month, outcome: &Outcome) -> Text {
    let (all, on_time) = (month.all(), month.on_time);
    let (ja, en) = match outcome {
        Outcome::Defined(value) => {
            // Rounded to one place, 100.01 would seem to keep the law that it breaks.
            let digits = value.to_figure_string();
            (format!("{digits}％になる"), format!("it gives {digits} %"))
        }
        Outcome::Undefined(cause) => {
            let cause = cause.text();
            (format!("値がない（{}）", cause.ja), format!("it has no value: {}", cause.en))
        }
    };
    Text::new(
        format!("全{all}件のうち期限内が{on_time}件の月に、{ja}"),
        format!(
            "in a month with {all} {} of which {on_time} {} in time, {en}",
            if all == 1 { "case" } else { "cases" },
            if on_time == 1 { "was" } else { "were" },
        ),
    )
}
