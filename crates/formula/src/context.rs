//! Laws of a formula in its contract: the empty month, rounding against the target, what the target means.

use provenance::Text;

use crate::{
    Exact, Fact, Formula, Month, Outcome, Polynomial, RateForm, Roles, Rounding, Units, Vocabulary,
    first_rounding_slip,
    law::searched,
    proof::{Side, never_zero},
    smallest_volume_with_misses,
};

/// A formula of a share with what a contract says around it.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The formula.
    pub formula: &'a Formula,
    /// Which terms are all cases and those in time.
    pub roles: &'a Roles,
    /// The names.
    pub vocabulary: &'a Vocabulary,
    /// What is stated of the terms: which is a part of which.
    pub units: &'a Units,
    /// The target, a lower bound in percent, where one is stated.
    pub target: Option<&'a Exact>,
    /// Whether the contract, or a named policy, says what a month without cases comes to.
    pub says_empty_month: bool,
    /// How the figure is rounded, where that is said.
    pub rounding: Option<RoundedTo>,
    /// How many cases a month is expected to have, where that is known.
    pub volume: Option<u64>,
}

/// How a figure is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundedTo {
    /// To so many places after the point.
    pub places: u8,
    /// How.
    pub mode: Rounding,
}

/// A law of a formula in its contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContextLaw {
    /// A month without cases has a value, or the contract says what it comes to.
    EmptyMonth,
    /// What is divided is stated to be a part of what it is divided by.
    PartOfWhole,
    /// Whether and how the figure is rounded is said.
    RoundingStated,
    /// No displayed figure meets the target while the exact one misses it.
    RoundingSafe,
    /// In some month all in time meets the target: in one with the expected number of cases, where that is known.
    Attainable,
    /// None in time has a value that misses it, in each month or in one with the expected number of cases.
    NotVacuous,
    /// At the expected number of cases a single miss is not yet a breach.
    Forgiving,
}

/// What became of such a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContextVerdict {
    /// It holds, and why.
    Holds(Text),
    /// It does not, and where it shows.
    Broken(Text),
    /// No month of up to so many cases breaks it; beyond that nothing is known.
    CheckedUpTo(u64),
    /// It cannot be asked: what it is about is not stated.
    NotAsked(Text),
}

impl ContextLaw {
    /// All of them, in the order of the reference page.
    pub const ALL: [Self; 7] = [
        Self::EmptyMonth,
        Self::PartOfWhole,
        Self::RoundingStated,
        Self::RoundingSafe,
        Self::Attainable,
        Self::NotVacuous,
        Self::Forgiving,
    ];

    /// The law's name.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::EmptyMonth => "empty-month",
            Self::PartOfWhole => "part-of-whole",
            Self::RoundingStated => "rounding-stated",
            Self::RoundingSafe => "rounding-safe",
            Self::Attainable => "attainable",
            Self::NotVacuous => "not-vacuous",
            Self::Forgiving => "forgiving",
        }
    }

    /// What it demands.
    #[must_use]
    pub fn statement(self) -> Text {
        match self {
            Self::EmptyMonth => Text::new(
                "0件の月に値があるか、扱いが定められている",
                "a month without cases has a value, or what it comes to is said",
            ),
            Self::PartOfWhole => Text::new(
                "期限内の件は全件の一部と定められている",
                "those in time are stated to be a part of all",
            ),
            Self::RoundingStated => Text::new("端数処理が定められている", "whether and how to round is said"),
            Self::RoundingSafe => Text::new(
                "表示で達しながら正確には達しない月がない",
                "no displayed figure meets the target while the exact one misses it",
            ),
            Self::Attainable => Text::new(
                "全件が期限内で要求水準に達する月がある",
                "all in time meets the target in some month",
            ),
            Self::NotVacuous => {
                Text::new("期限内が0件なら要求水準に達しない", "none in time misses the target")
            }
            Self::Forgiving => Text::new(
                "見込みの件数で1件の遅れが許される",
                "at the expected number of cases one miss is allowed",
            ),
        }
    }

    /// Judges the law of the formula as it is: what follows from the target alone is said only where the formula is
    /// proved to be cases in time ÷ all cases × 100.
    #[must_use]
    pub fn judge(self, context: &Context<'_>) -> ContextVerdict {
        self.judged(context).0
    }

    /// The month that shows that the law is broken, where it is and a month shows it: what the formula gives there can
    /// be replayed.
    #[must_use]
    pub fn counterexample(self, context: &Context<'_>) -> Option<Month> {
        self.judged(context).1
    }

    fn judged(self, context: &Context<'_>) -> Judged {
        match self {
            Self::EmptyMonth => empty_month(context),
            Self::PartOfWhole => part_of_whole(context),
            Self::RoundingStated => match context.rounding {
                Some(_) => holds("定められている", "it is said"),
                None => broken("端数処理の定めがない", "whether and how to round is not said", None),
            },
            Self::RoundingSafe => match (context.target, context.rounding) {
                (Some(target), Some(RoundedTo { places, mode })) => {
                    rounding_safe(context, target, places, mode)
                }
                _ => unasked("要求水準又は端数処理の定めがない", "no target or no rounding is stated"),
            },
            Self::Attainable => match context.target {
                Some(target) => attainable(context, target),
                None => unasked("要求水準がない", "no target is stated"),
            },
            Self::NotVacuous => match context.target {
                Some(target) => not_vacuous(context, target),
                None => unasked("要求水準がない", "no target is stated"),
            },
            Self::Forgiving => match (context.target, context.volume) {
                (Some(target), Some(volume)) => forgiving(context, target, volume.max(1)),
                _ => unasked(
                    "要求水準又は見込みの件数がない",
                    "no target or no expected number of cases is stated",
                ),
            },
        }
    }
}

/// A verdict, with the month that shows a break.
type Judged = (ContextVerdict, Option<Month>);

fn holds(ja: &str, en: &str) -> Judged {
    (ContextVerdict::Holds(Text::new(ja, en)), None)
}

fn broken(ja: &str, en: &str, month: Option<Month>) -> Judged {
    (ContextVerdict::Broken(Text::new(ja, en)), month)
}

fn unasked(ja: &str, en: &str) -> Judged {
    (ContextVerdict::NotAsked(Text::new(ja, en)), None)
}

fn empty_month(context: &Context<'_>) -> Judged {
    let month = Month { on_time: 0, late: 0 };
    match value(context, month) {
        Outcome::Defined(_) => holds("0件の月にも値がある", "it has a value in a month without cases"),
        Outcome::Undefined(_) if context.says_empty_month => {
            holds("方針で定められている", "a policy says what it comes to")
        }
        Outcome::Undefined(cause) => {
            let cause = cause.text();
            broken(
                &format!("0件の月に値がなく（{}）、扱いの定めもない", cause.ja),
                &format!(
                    "a month without cases has no value ({}) and nothing says what it comes to",
                    cause.en
                ),
                Some(month),
            )
        }
    }
}

fn part_of_whole(context: &Context<'_>) -> Judged {
    let (part, all) = (&context.roles.on_time, &context.roles.all);
    if context.units.whole_of(part) == Some(all) {
        return holds("一部であると定められている", "stated to be a part");
    }
    broken(
        &format!("`{part}`が`{all}`の一部とは定められておらず、100％を超えうる"),
        &format!("nothing says that `{part}` is a part of `{all}`: the figure may exceed 100 %"),
        None,
    )
}

fn rounding_safe(context: &Context<'_>, target: &Exact, places: u8, rounding: Rounding) -> Judged {
    // What is rounded toward less never meets what it missed, whatever the formula.
    let goes_down = rounding == Rounding::Floor || (rounding == Rounding::Down && *target > Exact::from(0));
    let slips = |month: &Month| {
        value(context, *month)
            .defined()
            .is_some_and(|figure| figure < target && figure.rounded(places, rounding) >= *target)
    };
    let is_rate = is_rate(context);
    let bound = searched(context.formula);
    let first = if goes_down {
        None
    } else if is_rate {
        first_rounding_slip(target, places, rounding)
    } else {
        Month::between(1, bound).find(slips)
    };
    match first {
        Some(month) => {
            let figure = value(context, month);
            let figure = figure.defined().unwrap_or(target).to_decimal_string(places, rounding);
            broken(
                &format!("{}件中{}件の月に{figure}％と表示される", month.all(), month.on_time),
                &format!("{} of {} is displayed as {figure} %", month.on_time, month.all()),
                Some(month),
            )
        }
        None if is_rate || goes_down => holds("どの月にもない", "in no month"),
        None => (ContextVerdict::CheckedUpTo(bound), None),
    }
}

fn attainable(context: &Context<'_>, target: &Exact) -> Judged {
    let meets = |month: &Month| value(context, *month).defined().is_some_and(|figure| figure >= target);
    let in_time = |all: u64| Month { on_time: all, late: 0 };
    if let Some(volume) = context.volume {
        let month = in_time(volume.max(1));
        if meets(&month) {
            return holds("達する", "it does");
        }
        let (n, given) = (month.all(), given(context, month));
        return broken(
            &format!("全{n}件が期限内でも達しない（{}）", given.ja),
            &format!("even with all {n} in time it is missed ({})", given.en),
            Some(month),
        );
    }
    let bound = searched_in_line(context);
    match (1..=bound).map(in_time).find(meets) {
        Some(Month { on_time: 1, .. }) => return holds("達する", "it does"),
        Some(month) => {
            let n = month.all();
            return holds(
                &format!("全{n}件が期限内の月に初めて達する"),
                &format!("it does first with all {n} in time"),
            );
        }
        None => {}
    }
    if !misses_in_line(context, target, Side::InTime) {
        return (ContextVerdict::CheckedUpTo(bound), None);
    }
    let given = given(context, in_time(1));
    broken(
        &format!("全件が期限内でも達する月がない（1件の月: {}）", given.ja),
        &format!("even with all in time it is missed in every month (with 1 case: {})", given.en),
        Some(in_time(1)),
    )
}

fn not_vacuous(context: &Context<'_>, target: &Exact) -> Judged {
    let breaks = |month: &Month| value(context, *month).defined().is_none_or(|figure| figure >= target);
    let late = |all: u64| Month { on_time: 0, late: all };
    let bound = searched_in_line(context);
    let first = match context.volume {
        Some(volume) => Some(late(volume.max(1))).filter(breaks),
        None => (1..=bound).map(late).find(breaks),
    };
    if let Some(month) = first {
        let (n, given) = (month.all(), given(context, month));
        return match value(context, month) {
            Outcome::Defined(_) => broken(
                &format!("全{n}件が遅れても達する（{}）", given.ja),
                &format!("even with all {n} late it is met ({})", given.en),
                Some(month),
            ),
            Outcome::Undefined(_) => broken(
                &format!("全{n}件が遅れた月に値がない"),
                &format!("with all {n} late there is no value that could miss it"),
                Some(month),
            ),
        };
    }
    if context.volume.is_some() || misses_in_line(context, target, Side::Late) {
        return holds("達しない", "it does not meet it");
    }
    (ContextVerdict::CheckedUpTo(bound), None)
}

fn forgiving(context: &Context<'_>, target: &Exact, volume: u64) -> Judged {
    let month = Month { on_time: volume.saturating_sub(1), late: 1 };
    let meets = value(context, month).defined().is_some_and(|figure| figure >= target);
    let given = given(context, month);
    // From how many cases on is known of the rate only.
    let least = is_rate(context).then(|| smallest_volume_with_misses(target, 1));
    match (meets, least) {
        (true, Some(Some(least))) => holds(
            &format!("{least}件から1件の遅れが許される"),
            &format!("one miss is allowed from {least} cases on"),
        ),
        (true, _) => holds(
            &format!("{volume}件中1件の遅れが許される（{}）", given.ja),
            &format!("one miss of {volume} is allowed ({})", given.en),
        ),
        (false, Some(Some(least))) => broken(
            &format!("{volume}件では1件の遅れも許されない（{least}件から許される）"),
            &format!("with {volume} cases no miss is allowed; one is from {least} on"),
            Some(month),
        ),
        (false, Some(None)) => broken("1件の遅れも許されない", "no miss is ever allowed", Some(month)),
        (false, None) => broken(
            &format!("{volume}件では1件の遅れも許されない（{}）", given.ja),
            &format!("with {volume} cases no miss is allowed ({})", given.en),
            Some(month),
        ),
    }
}

/// Whether the formula is proved to be cases in time ÷ all cases × 100 in every month with a case.
fn is_rate(context: &Context<'_>) -> bool {
    let Ok(form) = RateForm::of(context.formula, context.roles) else { return false };
    let all = Polynomial::term(1, 0, Exact::from(1)).plus(&Polynomial::term(0, 1, Exact::from(1)));
    let in_time = Polynomial::term(1, 0, Exact::from(100));
    let is_same =
        form.numerator.times(&all).zip(form.denominator.times(&in_time)).is_some_and(|(a, b)| a == b);
    is_same && form.divisors.iter().all(|divisor| never_zero(divisor, Side::Both, 1).is_some())
}

/// Whether the formula is proved to miss a target in all months with all in time, or with all late. In the months
/// of all late there must be a value too; with all in time one without a value does not meet the target either.
fn misses_in_line(context: &Context<'_>, target: &Exact, side: Side) -> bool {
    let Ok(form) = RateForm::of(context.formula, context.roles) else { return false };
    let has_value = || form.divisors.iter().all(|divisor| never_zero(divisor, side, 1).is_some());
    // n/d < t is (t·d − n)·d > 0; both sides in one part of the months, and so of one sign.
    let (n, d) = match side {
        Side::InTime => {
            (form.numerator.without_late().shifted(1, 0), form.denominator.without_late().shifted(1, 0))
        }
        _ => {
            (form.numerator.without_in_time().shifted(0, 1), form.denominator.without_in_time().shifted(0, 1))
        }
    };
    let misses = d.times_number(target).minus(&n).times(&d).is_some_and(|gap| Fact::Positive(gap).holds());
    // A divisor that is zero throughout leaves no value in any of them.
    let never_has_value = || {
        form.divisors.iter().any(|divisor| match side {
            Side::InTime => divisor.without_late().is_zero(),
            _ => false,
        })
    };
    if side == Side::InTime { misses || never_has_value() } else { misses && has_value() }
}

/// In months of up to how many cases a formula is tried along one line of them.
fn searched_in_line(context: &Context<'_>) -> u64 {
    let bound = searched(context.formula);
    bound.saturating_mul(bound)
}

/// What the formula gives, in words.
fn given(context: &Context<'_>, month: Month) -> Text {
    match value(context, month) {
        Outcome::Defined(figure) => {
            let figure = shown(&figure);
            Text::new(format!("{figure}％"), format!("it gives {figure} %"))
        }
        Outcome::Undefined(_) => Text::new("値がない", "it has no value"),
    }
}

fn value(context: &Context<'_>, month: Month) -> Outcome {
    context.formula.evaluate(&context.roles.operands(month), context.vocabulary)
}

fn shown(number: &Exact) -> String {
    number.to_decimal_string(if number.is_whole() { 0 } else { 1 }, Rounding::HalfUp)
}
