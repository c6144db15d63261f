//! Roles: what a formula is to be, and whether its unit fits.

use provenance::Text;

use crate::{Dimension, RateScale, Unit};

/// What a formula is to be: which laws it has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A rate between 0 and 1.
    Share,
    /// A rate between 0 and 100.
    Percent,
    /// A mean of values.
    Mean,
    /// An amount or a percentage that is due where performance falls short.
    Penalty,
    /// Points, such as those for a price.
    Points,
    /// A number of cases.
    Count,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Share, Self::Percent, Self::Mean, Self::Penalty, Self::Points, Self::Count];

    /// Its word on the command line and in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Percent => "percent",
            Self::Mean => "mean",
            Self::Penalty => "penalty",
            Self::Points => "points",
            Self::Count => "count",
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Share => Text::new("0から1までの割合", "a share between 0 and 1"),
            Self::Percent => Text::new("百分率", "a percentage"),
            Self::Mean => Text::new("平均", "a mean"),
            Self::Penalty => Text::new("違約金又は減額", "a penalty or reduction"),
            Self::Points => Text::new("点数", "points"),
            Self::Count => Text::new("件数", "a number of cases"),
        }
    }

    /// The scale, of a rate.
    #[must_use]
    pub fn scale(self) -> Option<RateScale> {
        match self {
            Self::Share => Some(RateScale::Share),
            Self::Percent => Some(RateScale::Percent),
            _ => None,
        }
    }

    /// The role that the unit of a target asks for.
    #[must_use]
    pub fn of_target(unit: &Unit) -> Self {
        match unit {
            Unit::Count(_) => Self::Count,
            Unit::Duration => Self::Mean,
            Unit::Yen => Self::Penalty,
            Unit::Percent => Self::Percent,
            Unit::One => Self::Share,
        }
    }

    /// The role that a formula's own unit shows: a plain number is a share, a hundredfold a percentage. `None` where the
    /// unit says nothing.
    ///
    /// ```
    /// use formula::{Role, Term, Unit, Units, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("all", "全件数"), term("on-time", "期限内件数")])?;
    /// let case = || Unit::Count("case".to_owned());
    /// let units = Units::new().with("all", case()).with("on-time", case());
    /// let role = |text: &str| {
    ///     Role::of_unit(&read(text, &vocabulary).unwrap().unit(&units, &vocabulary).unwrap())
    /// };
    /// assert_eq!(role("期限内件数÷全件数×100"), Some(Role::Percent));
    /// assert_eq!(role("期限内件数÷全件数"), Some(Role::Share));
    /// assert_eq!(role("全件数−期限内件数"), Some(Role::Count));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_unit(dimension: &Dimension) -> Option<Self> {
        match (dimension.only(), dimension.scale) {
            (None, 0) if dimension.is_plain() => Some(Self::Share),
            (None, 1) if dimension.is_plain() => Some(Self::Percent),
            (Some(Unit::Count(_)), _) => Some(Self::Count),
            (Some(Unit::Yen), _) => Some(Self::Penalty),
            _ => None,
        }
    }
}
