//! Laws of a formula in its contract: the empty month, rounding against the target, what the target means.

use provenance::Text;

use crate::{
    Exact, Formula, Month, Outcome, Roles, Rounding, Units, Vocabulary, first_rounding_slip,
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
    /// To how many places the figure is rounded, and how, where that is said.
    pub rounding: Option<(u8, Rounding)>,
    /// How many cases a month is expected to have, where that is known.
    pub volume: Option<u64>,
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
    /// All in time meets the target.
    Attainable,
    /// None in time misses it.
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
            Self::Attainable => Text::new("全件が期限内なら要求水準に達する", "all in time meets the target"),
            Self::NotVacuous => {
                Text::new("期限内が0件なら要求水準に達しない", "none in time misses the target")
            }
            Self::Forgiving => Text::new(
                "見込みの件数で1件の遅れが許される",
                "at the expected number of cases one miss is allowed",
            ),
        }
    }

    /// Judges the law.
    #[must_use]
    pub fn judge(self, context: &Context<'_>) -> ContextVerdict {
        let holds = |ja: &str, en: &str| ContextVerdict::Holds(Text::new(ja, en));
        let broken = |ja: String, en: String| ContextVerdict::Broken(Text::new(ja, en));
        let unsaid = |ja: &str, en: &str| ContextVerdict::NotAsked(Text::new(ja, en));
        match self {
            Self::EmptyMonth => match value(context, Month { on_time: 0, late: 0 }) {
                Outcome::Defined(_) => {
                    holds("0件の月にも値がある", "it has a value in a month without cases")
                }
                Outcome::Undefined(_) if context.says_empty_month => {
                    holds("方針で定められている", "a policy says what it comes to")
                }
                Outcome::Undefined(cause) => {
                    let cause = cause.text();
                    broken(
                        format!("0件の月に値がなく（{}）、扱いの定めもない", cause.ja),
                        format!(
                            "a month without cases has no value ({}) and nothing says what it comes to",
                            cause.en
                        ),
                    )
                }
            },
            Self::PartOfWhole => {
                let (part, all) = (&context.roles.on_time, &context.roles.all);
                if context.units.whole_of(part) == Some(all) {
                    holds("一部であると定められている", "stated to be a part")
                } else {
                    broken(
                        format!("`{part}`が`{all}`の一部とは定められておらず、100％を超えうる"),
                        format!(
                            "nothing says that `{part}` is a part of `{all}`: the figure may exceed 100 %"
                        ),
                    )
                }
            }
            Self::RoundingStated => match context.rounding {
                Some(_) => holds("定められている", "it is said"),
                None => broken(
                    "端数処理の定めがない".to_owned(),
                    "whether and how to round is not said".to_owned(),
                ),
            },
            Self::RoundingSafe => match (context.target, context.rounding) {
                (Some(target), Some((places, rounding))) => {
                    match first_rounding_slip(target, places, rounding) {
                        None => holds("どの月にもない", "in no month"),
                        Some(month) => {
                            let target = shown(target);
                            broken(
                                format!("{}件中{}件の月に{target}％と表示される", month.all(), month.on_time),
                                format!("{} of {} is displayed as {target} %", month.on_time, month.all()),
                            )
                        }
                    }
                }
                _ => unsaid("要求水準又は端数処理の定めがない", "no target or no rounding is stated"),
            },
            Self::Attainable | Self::NotVacuous => {
                let Some(target) = context.target else {
                    return unsaid("要求水準がない", "no target is stated");
                };
                let n = context.volume.unwrap_or(1).max(1);
                let good = self == Self::Attainable;
                let month = if good { Month { on_time: n, late: 0 } } else { Month { on_time: 0, late: n } };
                let meets = value(context, month).defined().is_some_and(|figure| figure >= target);
                match (good, meets) {
                    (true, true) => holds("達する", "it does"),
                    (false, false) => holds("達しない", "it does not meet it"),
                    (true, false) => broken(
                        format!("全{n}件が期限内でも達しない"),
                        format!("even with all {n} in time it is missed"),
                    ),
                    (false, true) => broken(
                        format!("全{n}件が遅れても達する"),
                        format!("even with all {n} late it is met"),
                    ),
                }
            }
            Self::Forgiving => {
                let (Some(target), Some(volume)) = (context.target, context.volume) else {
                    return unsaid(
                        "要求水準又は見込みの件数がない",
                        "no target or no expected number of cases is stated",
                    );
                };
                match smallest_volume_with_misses(target, 1) {
                    Some(least) if least <= volume => {
                        let text = format!("{least}件から1件の遅れが許される");
                        holds(&text, &format!("one miss is allowed from {least} cases on"))
                    }
                    Some(least) => broken(
                        format!("{volume}件では1件の遅れも許されない（{least}件から許される）"),
                        format!("with {volume} cases no miss is allowed; one is from {least} on"),
                    ),
                    None => broken("1件の遅れも許されない".to_owned(), "no miss is ever allowed".to_owned()),
                }
            }
        }
    }
}

fn value(context: &Context<'_>, month: Month) -> Outcome {
    context.formula.evaluate(&context.roles.operands(month), context.vocabulary)
}

fn shown(number: &Exact) -> String {
    number.to_decimal_string(if number.is_whole() { 0 } else { 1 }, Rounding::HalfUp)
}
