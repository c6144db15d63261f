//! What a figure is held to: a target, its unit, and the limit of a case.

use formula::Exact;
use provenance::Text;
use rust_decimal::Decimal;

use crate::Mark;

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
