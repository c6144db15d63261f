//! Laws of compliance rates: proved with a certificate, or refuted by the smallest month that breaks them.

use provenance::Text;

use crate::{
    Certificate, Exact, Fact, Formula, Month, Outcome, Rate, RateForm, RateScale, Roles, Vocabulary,
};

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
    /// Nothing can be asked of the formula; says why.
    Unknown(Text),
}

/// A month, and what a formula gives for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthOutcome {
    /// The month.
    pub month: Month,
    /// What the formula gives.
    pub outcome: Outcome,
}

/// A month in which a law is broken, replayed on the formula itself; with the months that the law compares it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// The month.
    pub month: Month,
    /// What the formula gives.
    pub outcome: Outcome,
    /// The other months of a law over several, with what the formula gives; none where the first has no value.
    pub others: Vec<MonthOutcome>,
    /// The months and the figures in plain words.
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
pub(crate) const SEARCHED: u64 = 40;

/// Months of up to so many cases are tried before anything else: most slips show there.
pub(crate) const TRIED_FIRST: u64 = 4;

/// How many parts of formulas may be worked out while one law is judged, roughly.
const WORK_MAX: u64 = 400_000;

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
            Self::Affine => Text::new(
                "端数処理の前は、期限内1件ごとの増分が一定",
                "each case on time adds the same, before rounding",
            ),
            Self::Scale => Text::new(
                "件数をそろえて倍にしても変わらない",
                "twice the cases of each sort give the same figure",
            ),
            Self::Complement => Text::new(
                "端数処理の前は、期限内の率と期限後の率の和が100％",
                "the rates of those on time and of those late make 100 %, before rounding",
            ),
        }
    }

    /// Whether it is about the figure before the rounding that a formula states of it: rounded figures add up nowhere.
    pub(crate) fn is_before_rounding(self) -> bool {
        matches!(self, Self::Affine | Self::Complement)
    }

    /// What it demands on a scale.
    #[must_use]
    pub fn statement_on(self, scale: RateScale) -> Text {
        match (scale, self) {
            (RateScale::Share, Self::Range) => Text::new("0から1までに収まる", "it lies between 0 and 1"),
            (RateScale::Share, Self::AllOnTime) => {
                Text::new("全件が期限内なら1", "it is 1 where all cases are on time")
            }
            (RateScale::Share, Self::NoneOnTime) => {
                Text::new("期限内が0件なら0", "it is 0 where no case is on time")
            }
            (RateScale::Share, Self::Complement) => Text::new(
                "端数処理の前は、期限内の率と期限後の率の和が1",
                "the rates of those on time and of those late make 1, before rounding",
            ),
            _ => self.statement(),
        }
    }

    /// How it is decided.
    #[must_use]
    pub fn procedure(self) -> Text {
        match self {
            Self::Defined => Text::new(
                "割る式が、全件期限内・全件遅れ・混在の各月で一つの符号をもつ（最初の月から数えて係数の符号がそろい定数が0でない）か、整数では0にならない",
                "each divisor has one sign in the months with all in time, with all late, and with some of each (counted from the first of them its coefficients share a sign and the constant is not zero), or is zero at no whole numbers",
            ),
            Self::Range => Text::new(
                "分子×分母と（100×分母−分子）×分母に、各月の最初から数えて負の係数がない",
                "neither numerator × denominator nor (100 × denominator − numerator) × denominator has a negative coefficient, counted from the first month of each sort",
            ),
            Self::AllOnTime => Text::new(
                "y＝0で分子−100×分母が0の式になる",
                "numerator − 100 × denominator is zero where y is",
            ),
            Self::NoneOnTime => Text::new("x＝0で分子が0の式になる", "the numerator is zero where x is"),
            Self::Monotone => Text::new(
                "xを1増やしyを1減らした値との差の分子に負の係数がない（1件以上の遅れから数える）",
                "the rise from x, y to x + 1, y − 1, multiplied out and counted from one late case on, has no negative coefficient",
            ),
            Self::Affine => Text::new(
                "2件分の増え方の差を払った式が0になる",
                "the second difference, multiplied out, is the zero polynomial",
            ),
            Self::Scale => Text::new(
                "件数を倍にした値との差を払った式が0になる",
                "the difference to the value of twice the cases, multiplied out, is the zero polynomial",
            ),
            Self::Complement => Text::new(
                "xとyを入れ替えた式との和から100を引いて払った式が0になる",
                "the sum with x and y exchanged, less 100, multiplied out, is the zero polynomial",
            ),
        }
    }

    /// Whether the law may be proved of a formula; the reason where at most months can refute it.
    ///
    /// # Errors
    /// What keeps the formula out of the class that is decided.
    pub fn applies(self, formula: &Formula, roles: &Roles) -> Result<(), Text> {
        RateForm::of(formula, roles).map(|_| ())
    }

    /// Judges the law for a formula taken as a rate in percent; [`Rate`] judges other scales and several laws at once.
    #[must_use]
    pub fn judge(self, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> LawVerdict {
        Rate::new(formula, roles, vocabulary).judge(self)
    }
}

/// In how many months a formula is tried: fewer for a long one, so that no text takes more than a moment.
pub(crate) fn searched(formula: &Formula) -> u64 {
    let parts = u64::try_from(formula.parts()).unwrap_or(u64::MAX).max(1);
    let most = WORK_MAX.checked_div(parts).unwrap_or(0);
    // Up to n cases there are about n²/2 months.
    (TRIED_FIRST..=SEARCHED).rev().find(|n| n.saturating_mul(*n) <= most).unwrap_or(TRIED_FIRST)
}

/// Whether a month breaks the law, by the figures that the formula gives and what all on time comes to.
pub(crate) fn is_broken_in(
    law: Law,
    month: Month,
    whole: &Exact,
    figure: &impl Fn(Month) -> Option<Exact>,
) -> bool {
    if month.all() == 0 {
        return false;
    }
    let Month { on_time, late } = month;
    match law {
        Law::Defined => figure(month).is_none(),
        Law::Range => figure(month).is_none_or(|value| value.is_negative() || value > *whole),
        Law::AllOnTime => late == 0 && figure(month).as_ref() != Some(whole),
        Law::NoneOnTime => on_time == 0 && figure(month) != Some(Exact::from(0)),
        Law::Monotone => {
            late > 0 && {
                let more = figure(Month { on_time: on_time + 1, late: late - 1 });
                !matches!((figure(month), more), (Some(before), Some(after)) if before <= after)
            }
        }
        Law::Affine => {
            late > 1 && {
                let one = figure(Month { on_time: on_time + 1, late: late - 1 });
                let two = figure(Month { on_time: on_time + 2, late: late - 2 });
                match (figure(month), one, two) {
                    (Some(a), Some(b), Some(c)) => a + c != b * Exact::from(2),
                    _ => true,
                }
            }
        }
        Law::Scale => {
            let figure_of_month = figure(month);
            figure_of_month.is_none()
                || figure_of_month != figure(Month { on_time: on_time * 2, late: late * 2 })
        }
        Law::Complement => match (figure(month), figure(Month { on_time: late, late: on_time })) {
            (Some(a), Some(b)) => a + b != *whole,
            _ => true,
        },
    }
}

/// The other months that a law compares a month with.
pub(crate) fn months_of(law: Law, Month { on_time, late }: Month) -> Vec<Month> {
    let moved =
        |cases: u64| Month { on_time: on_time.saturating_add(cases), late: late.saturating_sub(cases) };
    match law {
        Law::Defined | Law::Range | Law::AllOnTime | Law::NoneOnTime => Vec::new(),
        Law::Monotone => vec![moved(1)],
        Law::Affine => vec![moved(1), moved(2)],
        Law::Scale => vec![Month { on_time: on_time.saturating_mul(2), late: late.saturating_mul(2) }],
        Law::Complement if on_time == late => Vec::new(),
        Law::Complement => vec![Month { on_time: late, late: on_time }],
    }
}

/// Months and what a formula gives in each, in plain words; of as many cases as the first one only those on time are told.
pub(crate) fn in_words(months: &[&MonthOutcome], scale: RateScale, vocabulary: &Vocabulary) -> Text {
    let first = months.first().map(|first| first.month);
    let told: Vec<Text> = months
        .iter()
        .map(|MonthOutcome { month, outcome }| {
            let (all, on_time) = (month.all(), month.on_time);
            let (ja, en) = match outcome {
                Outcome::Defined(value) => {
                    let Text { ja, en } = scale.figure(value);
                    (format!("{ja}になる"), format!("it gives {en}"))
                }
                Outcome::Undefined(cause) => {
                    let cause = cause.text_with(vocabulary);
                    (format!("値がない（{}）", cause.ja), format!("it has no value: {}", cause.en))
                }
            };
            if first.is_some_and(|first| first != *month && first.all() == all) {
                return Text::new(format!("{on_time}件なら{ja}"), format!("with {on_time} on time {en}"));
            }
            Text::new(
                format!("全{all}件のうち期限内が{on_time}件の月に、{ja}"),
                format!(
                    "in a month with {all} {} of which {on_time} {} on time, {en}",
                    if all == 1 { "case" } else { "cases" },
                    if on_time == 1 { "was" } else { "were" },
                ),
            )
        })
        .collect();
    let joined = |pick: fn(&Text) -> &str, by: &str| told.iter().map(pick).collect::<Vec<_>>().join(by);
    Text::new(joined(|text| &text.ja, "。"), joined(|text| &text.en, "; "))
}
