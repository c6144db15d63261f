//! Three values: met, not met, not shown.

use provenance::Text;

/// Whether evidence shows that a requirement is met.
///
/// ```
/// use itss_core::Known;
///
/// // One thing not met decides; otherwise what is not shown stands.
/// assert_eq!(Known::Met.and(Known::NotShown), Known::NotShown);
/// assert_eq!(Known::NotShown.and(Known::NotMet), Known::NotMet);
/// // Two of three, one met and one not shown: it may still be.
/// assert_eq!(Known::at_least(2, 1, 1), Known::NotShown);
/// assert_eq!(Known::at_least(2, 0, 1), Known::NotMet);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// The evidence shows that it is not.
    NotMet,
    /// The evidence does not say.
    NotShown,
    /// The evidence shows that it is.
    Met,
}

impl Known {
    /// Met where both are; not met where one is not.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Met where one is; not met where neither is.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether at least `k` are met, of which so many are, and so many more may be.
    #[must_use]
    pub fn at_least(k: u32, met: u32, not_shown: u32) -> Self {
        if met >= k {
            Self::Met
        } else if u64::from(met) + u64::from(not_shown) >= u64::from(k) {
            Self::NotShown
        } else {
            Self::NotMet
        }
    }

    pub(crate) fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::NotMet }
    }

    /// Its name for people.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Met => Text::new("満たす", "met"),
            Self::NotMet => Text::new("満たさない", "not met"),
            Self::NotShown => Text::new("示されていない", "not shown"),
        }
    }

    /// The word in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::NotShown => "not-shown",
        }
    }
}
