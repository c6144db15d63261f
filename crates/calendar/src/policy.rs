//! Readings of what calendars of contracts leave open.

use provenance::{PolicyUse, Text};
use serde::{Deserialize, Serialize};

/// How a calendar treats the points that contracts leave open. Each has a documented default.
///
/// ```
/// use calendar::{CalendarPolicy, Landing};
///
/// let policy = CalendarPolicy { landing: Landing::NextOpening, ..CalendarPolicy::default() };
/// let uses = policy.uses();
/// assert_eq!((uses[0].id.as_str(), uses[0].value.as_str()), ("landing", "next-opening"));
/// assert!(!uses[0].is_default && uses[1].is_default);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct CalendarPolicy {
    /// Where an amount that is used up exactly at closing time lands.
    pub landing: Landing,
    /// Where adding nothing outside hours lands.
    #[serde(rename = "zero-outside-hours")]
    pub zero: ZeroOutsideHours,
    /// What a span that ends before it begins comes to.
    #[serde(rename = "reversed-span")]
    pub reversed: ReversedSpan,
    /// What becomes of a night shift that runs into a holiday.
    pub night_shift: NightShift,
}

impl CalendarPolicy {
    /// The four readings with their meaning, as every result that rests on them lists them.
    #[must_use]
    pub fn uses(self) -> Vec<PolicyUse> {
        let default = Self::default();
        let one = |id: &str, (value, ja, en): (&str, &str, &str), is_default| PolicyUse {
            id: id.to_owned(),
            value: value.to_owned(),
            is_default,
            clause: None,
            meaning: Text::new(ja, en),
        };
        vec![
            one("landing", self.landing.said(), self.landing == default.landing),
            one("zero-outside-hours", self.zero.said(), self.zero == default.zero),
            one("reversed-span", self.reversed.said(), self.reversed == default.reversed),
            one("night-shift", self.night_shift.said(), self.night_shift == default.night_shift),
        ]
    }
}

/// Where an amount that is used up exactly at closing time lands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Landing {
    /// At closing time: the default, since the work was done by then.
    #[default]
    Closing,
    /// At the next opening.
    NextOpening,
}

/// Where adding nothing outside hours lands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroOutsideHours {
    /// Where it began: the default, since nothing was asked for.
    #[default]
    Stay,
    /// At the next opening.
    NextOpening,
}

/// What a span that ends before it begins comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReversedSpan {
    /// An error: the default, since records out of order are a mistake to be seen.
    #[default]
    Refuse,
    /// Nothing.
    Zero,
    /// The time between them, negative.
    Negative,
}

/// What becomes of a night shift that runs past midnight into a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NightShift {
    /// It runs to its end: the default, since a shift belongs to the day on which it began.
    #[default]
    RunsOn,
    /// It stops at midnight.
    StopsAtMidnight,
}

/// A value's name and its meaning in Japanese and English.
type Said = (&'static str, &'static str, &'static str);

impl Landing {
    fn said(self) -> Said {
        match self {
            Self::Closing => (
                "closing",
                "ちょうど終業時刻に尽きる時間は終業時刻を期限とする",
                "time used up exactly at closing is due at closing",
            ),
            Self::NextOpening => (
                "next-opening",
                "ちょうど終業時刻に尽きる時間は次の始業時刻を期限とする",
                "time used up exactly at closing is due at the next opening",
            ),
        }
    }
}

impl ZeroOutsideHours {
    fn said(self) -> Said {
        match self {
            Self::Stay => {
                ("stay", "時間外に0を足しても動かない", "adding nothing outside hours stays where it is")
            }
            Self::NextOpening => (
                "next-opening",
                "時間外に0を足すと次の始業時刻に移る",
                "adding nothing outside hours moves to the next opening",
            ),
        }
    }
}

impl ReversedSpan {
    fn said(self) -> Said {
        match self {
            Self::Refuse => (
                "refuse",
                "終わりが始まりより前の区間は誤りとする",
                "a span that ends before it begins is an error",
            ),
            Self::Zero => (
                "zero",
                "終わりが始まりより前の区間は0とする",
                "a span that ends before it begins is nothing",
            ),
            Self::Negative => (
                "negative",
                "終わりが始まりより前の区間は負の時間とする",
                "a span that ends before it begins is negative",
            ),
        }
    }
}

impl NightShift {
    fn said(self) -> Said {
        match self {
            Self::RunsOn => (
                "runs-on",
                "休日に入る夜勤は終わりまで続く",
                "a night shift that runs into a holiday runs to its end",
            ),
            Self::StopsAtMidnight => (
                "stops-at-midnight",
                "休日に入る夜勤は零時に止まる",
                "a night shift that runs into a holiday stops at midnight",
            ),
        }
    }
}
