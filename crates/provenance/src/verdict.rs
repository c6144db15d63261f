//! The outcome of a judgement.

use serde::{Deserialize, Serialize};

use crate::Text;

/// Whether a requirement was met: three values, and a fourth where there was nothing to judge.
///
/// Exhaustive on purpose: whoever decides on a verdict decides on each.
///
/// ```
/// use provenance::{Text, Verdict};
///
/// let unknown = Verdict::Undetermined(Text::new("記録なし", "no record"));
/// // One thing not met decides, whatever else is unknown; otherwise the unknown stands.
/// assert_eq!(Verdict::Met.and(unknown.clone()), unknown);
/// assert_eq!(Verdict::NotMet.and(unknown), Verdict::NotMet);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict", content = "why")]
pub enum Verdict {
    /// The requirement is met, whatever is still unknown.
    Met,
    /// The requirement is not met, whatever is still unknown.
    NotMet,
    /// What is known does not decide; says what is missing.
    Undetermined(Text),
    /// There was nothing to judge; says why.
    NotApplicable(Text),
}

impl Verdict {
    /// Whether the requirement is met.
    #[must_use]
    pub fn is_met(&self) -> bool {
        matches!(self, Self::Met)
    }

    /// Whether the requirement is not met.
    #[must_use]
    pub fn is_not_met(&self) -> bool {
        matches!(self, Self::NotMet)
    }

    /// Both together: not met if either is; else undetermined if either is; what was not applicable
    /// leaves the other as it is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotMet, _) | (_, Self::NotMet) => Self::NotMet,
            (unknown @ Self::Undetermined(_), _) | (_, unknown @ Self::Undetermined(_)) => unknown,
            (Self::NotApplicable(_), other) => other,
            (Self::Met, Self::NotApplicable(_) | Self::Met) => Self::Met,
        }
    }

    /// The verdict's word.
    #[must_use]
    pub fn label(&self) -> Text {
        match self {
            Self::Met => Text::new("達成", "met"),
            Self::NotMet => Text::new("未達成", "not met"),
            Self::Undetermined(_) => Text::new("未確定", "undetermined"),
            Self::NotApplicable(_) => Text::new("対象なし", "not applicable"),
        }
    }

    /// Why nothing was decided, where nothing was.
    #[must_use]
    pub fn why(&self) -> Option<&Text> {
        match self {
            Self::Met | Self::NotMet => None,
            Self::Undetermined(why) | Self::NotApplicable(why) => Some(why),
        }
    }
}
