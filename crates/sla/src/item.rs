//! Service level items: what is measured, against what, over which period.

use std::{fmt, str::FromStr};

use calendar::YearMonth;
use formula::{Exact, Formula, Vocabulary};
use provenance::{Clause, Text};
use rust_decimal::Decimal;

use crate::{Asked, Case, Condition, Fit, Ground, Mark, PauseKind, measure::Measure, selector::all_of};

/// The key of a row, unique in its contract: the number as printed, told apart where it is printed twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemKey(String);

impl ItemKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ItemKey {
    type Err = ItemKeyError;

    fn from_str(text: &str) -> Result<Self, ItemKeyError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if text.is_empty() || !text.chars().all(fits) {
            return Err(ItemKeyError { found: text.to_owned() });
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text is no row key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no row key; use ASCII letters, digits, `-`, `.` and `_`, as in `S-4-1-3-2.b`")]
pub struct ItemKeyError {
    /// The text, as given.
    pub found: String,
}

/// A service level item. Items of a catalogue are checked; a program states them as [`ItemParts`](crate::ItemParts).
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The row's key.
    pub key: ItemKey,
    /// The number as printed; two rows may print the same.
    pub no: String,
    /// The headings above it, from the outermost.
    pub category: Vec<Text>,
    /// What is rated.
    pub name: Text,
    /// What is required, in our words.
    pub requirement: Option<Text>,
    /// How it is measured.
    pub measure: Measure,
    /// The required level, where the row states one.
    pub target: Option<Target>,
    /// The time allowed for one case, where there is one.
    pub limit: Option<Limit>,
    /// The period that one figure covers.
    pub period: Period,
    /// Grounds for leaving a case out.
    pub exclusions: Vec<Exclusion>,
    /// The formula as the document prints it, where it prints one.
    pub written: Option<WrittenFormula>,
    /// The formula by which the item is computed: the document's as intended, or ours for the measure.
    pub intended: IntendedFormula,
    /// Names of the formulas' operands that the row states, by their identifiers.
    pub terms: Vec<(String, Text)>,
    /// Changes of target or limit, by the month from which they hold, in ascending order.
    pub revisions: Vec<Revision>,
    /// Where it stands.
    pub clause: Clause,
    /// What the document leaves open about it.
    pub open_points: Vec<Text>,
    /// What its row does not state and the table fills in by a reading.
    pub unstated: Vec<Unstated>,
}

/// Something that a row of a service level should state and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unstated {
    /// How it is measured.
    Method,
    /// The unit of the target.
    Unit,
    /// Whether the figure must be the target or more, or the target or less.
    Sign,
    /// The length of the period in which a case must be done.
    PeriodLength,
    /// What the percentage is of.
    Base,
}

impl Unstated {
    /// All of them with the words used in tables.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("method", Self::Method),
        ("unit", Self::Unit),
        ("sign", Self::Sign),
        ("period-length", Self::PeriodLength),
        ("base", Self::Base),
    ];
}

impl Item {
    /// Everything that it asks of the records of its kind, by their words: its measure, its limit and its grounds for
    /// leaving a case out.
    #[must_use]
    pub fn asks(&self) -> Vec<Asked<'_>> {
        let mut asks = self.measure.asks();
        if self.measure.reads().cases().is_some() {
            asks.extend(self.limit.iter().filter_map(Limit::agreed).map(Asked::Mark));
            for exclusion in &self.exclusions {
                asks.push(match &exclusion.takes {
                    Takes::Case(ground) => Asked::Ground { ground, is_claimed: exclusion.when.is_empty() },
                    Takes::Time(pause) => Asked::Pause(pause),
                });
                asks.extend(exclusion.when.iter().map(Asked::Condition));
            }
        }
        asks
    }

    /// The target and limit that hold in a month.
    #[must_use]
    pub fn in_force(&self, month: YearMonth) -> InForce<'_> {
        let mut now = InForce { target: self.target.as_ref(), limit: self.limit.as_ref(), since: None };
        for revision in self.revisions.iter().take_while(|revision| revision.effective <= month) {
            now.target = revision.target.as_ref().or(now.target);
            now.limit = revision.limit.as_ref().or(now.limit);
            now.since = Some(revision);
        }
        now
    }
}

/// What holds for an item in one month.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'a> {
    /// The target.
    pub target: Option<&'a Target>,
    /// The limit.
    pub limit: Option<&'a Limit>,
    /// The latest revision that is effective, where there is one.
    pub since: Option<&'a Revision>,
}

/// A target or limit that changes from a month on. What held before stays on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The first month in which it holds.
    pub effective: YearMonth,
    /// The new target, where it changes.
    pub target: Option<Target>,
    /// The new limit, where it changes.
    pub limit: Option<Limit>,
    /// Why it was agreed.
    pub reason: Text,
    /// What it rests on.
    pub clause: Clause,
}

/// A required level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// How the figure compares with the value.
    pub operator: Operator,
    /// The value, in the unit, with the digits as written.
    pub value: Decimal,
    /// The unit.
    pub unit: Unit,
}

impl Target {
    /// Whether an exact figure in the target's unit meets it. Compared as fractions, before any rounding.
    #[must_use]
    pub fn is_met_by(&self, figure: &Exact) -> bool {
        self.operator.holds(figure, &exact_decimal(self.value))
    }

    /// The value in seconds, where its unit is one of time; in its unit else.
    #[must_use]
    pub fn seconds(&self) -> Exact {
        self.exact_value() * Exact::from(self.unit.seconds().unwrap_or(1))
    }

    /// The value as a fraction.
    #[must_use]
    pub fn exact_value(&self) -> Exact {
        exact_decimal(self.value)
    }
}

/// A decimal as a fraction: nothing is lost.
pub(crate) fn exact_decimal(value: Decimal) -> Exact {
    let scale = 10_i128.checked_pow(value.scale()).unwrap_or(i128::MAX);
    Exact::ratio(value.mantissa(), scale).unwrap_or_else(|| Exact::from(0))
}

/// How a figure compares with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// The figure must be the value or more.
    AtLeast,
    /// The figure must be the value or less.
    AtMost,
    /// The figure must be the value.
    Equal,
}

impl Operator {
    /// Whether a figure compares so with a value.
    #[must_use]
    pub fn holds(self, figure: &Exact, value: &Exact) -> bool {
        match self {
            Self::AtLeast => figure >= value,
            Self::AtMost => figure <= value,
            Self::Equal => figure == value,
        }
    }

    /// The sign used in tables.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Equal => "==",
        }
    }
}

/// A unit of targets and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Parts of a hundred.
    Percent,
    /// Points of a score out of a hundred.
    Point,
    /// Occurrences.
    Count,
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days; what a day is, the policy `day-length` says.
    Day,
    /// Weeks of seven days.
    Week,
}

impl Unit {
    /// All units with the words used in tables.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("percent", Self::Percent),
        ("point", Self::Point),
        ("count", Self::Count),
        ("second", Self::Second),
        ("minute", Self::Minute),
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("week", Self::Week),
    ];

    /// The word used in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, unit)| *unit == self).map_or("", |(word, _)| word)
    }

    /// The sign used in figures for people.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Percent => Text::same("%"),
            Self::Point => Text::new("点", " points"),
            Self::Count => Text::new("件", ""),
            Self::Second => Text::new("秒", " s"),
            Self::Minute => Text::new("分", " min"),
            Self::Hour => Text::new("時間", " h"),
            Self::Day => Text::new("日", " d"),
            Self::Week => Text::new("週間", " weeks"),
        }
    }

    /// Seconds in one unit, for units of time; a day is 24 hours here.
    #[must_use]
    pub fn seconds(self) -> Option<i64> {
        match self {
            Self::Percent | Self::Point | Self::Count => None,
            Self::Second => Some(1),
            Self::Minute => Some(60),
            Self::Hour => Some(3_600),
            Self::Day => Some(86_400),
            Self::Week => Some(604_800),
        }
    }
}

/// The time allowed for one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// The same for each case.
    Fixed {
        /// How many units.
        value: Decimal,
        /// A unit of time.
        unit: Unit,
    },
    /// Agreed case by case: the case bears its deadline as a mark.
    Agreed {
        /// The mark that holds the deadline.
        mark: Mark,
    },
}

impl Limit {
    /// The mark that holds the deadline, where it is agreed case by case.
    #[must_use]
    pub fn agreed(&self) -> Option<&Mark> {
        match self {
            Self::Agreed { mark } => Some(mark),
            Self::Fixed { .. } => None,
        }
    }

    /// Whether it is a number of days or weeks, of which the policy `day-length` says what they are.
    #[must_use]
    pub fn is_in_days(&self) -> bool {
        matches!(self, Self::Fixed { unit: Unit::Day | Unit::Week, .. })
    }
}

/// The period that one figure covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A calendar month.
    Month,
    /// A fiscal year from April, judged so far month by month.
    FiscalYear,
}

impl Period {
    /// The word used in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::FiscalYear => "fiscal-year",
        }
    }
}

/// A ground for leaving a case out of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Its name.
    pub name: Text,
    /// Conditions that establish it without a claim; none: it must be claimed.
    pub when: Vec<Condition>,
    /// What is left out on this ground, by the name that records use for it.
    pub takes: Takes,
    /// Where it stands.
    pub clause: Clause,
}

/// What a ground for exclusion leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// The case as a whole; records claim it by this name.
    Case(Ground),
    /// The time of a pause of that kind: the case stays in.
    Time(PauseKind),
}

impl Takes {
    /// The word used in tables.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Case(_) => "case",
            Self::Time(_) => "time",
        }
    }
}

impl Exclusion {
    /// The name that records use for it.
    #[must_use]
    pub fn id(&self) -> &str {
        match &self.takes {
            Takes::Case(ground) => ground.as_str(),
            Takes::Time(pause) => pause.as_str(),
        }
    }

    /// The ground by which records claim it, where it takes the case as a whole.
    #[must_use]
    pub fn ground(&self) -> Option<&Ground> {
        match &self.takes {
            Takes::Case(ground) => Some(ground),
            Takes::Time(_) => None,
        }
    }

    /// Whether the record itself establishes the ground, without a claim.
    #[must_use]
    pub fn holds(&self, case: &Case) -> Fit {
        if self.when.is_empty() { Fit::No } else { all_of(&self.when, |condition| condition.fits(case)) }
    }
}

/// A formula as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenFormula {
    /// The text, quoted.
    pub text: String,
    /// What it says, read to the letter.
    pub formula: Formula,
}

/// The formula by which an item is computed.
#[derive(Debug, Clone, PartialEq)]
pub struct IntendedFormula {
    /// The formula.
    pub formula: Formula,
    /// The names of its operands in this item.
    pub vocabulary: Vocabulary,
    /// Whose reading it is.
    pub origin: FormulaOrigin,
    /// The text that it was read from, where the document prints another formula.
    pub text: Option<String>,
}

/// Whose reading a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaOrigin {
    /// The document prints it so.
    Printed,
    /// The document prints another; this is what it must mean.
    Mended,
    /// The document prints none; it follows from the measure.
    FromMeasure,
}
