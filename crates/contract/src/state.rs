//! What has become of a duty.

use chrono::NaiveDate;
use provenance::Text;

/// What has become of a duty by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It falls due in so many days.
    Upcoming {
        /// Days left.
        days: i64,
    },
    /// It falls due on the day itself.
    DueToday,
    /// It was due so many days ago and is not recorded as done.
    Late {
        /// Days gone by.
        days: i64,
    },
    /// The day from which it counts is not recorded, though the provisional one was due so many days ago: it cannot be late yet.
    NotBegun {
        /// Days gone by.
        days: i64,
    },
    /// It was due so many days ago, and no log tells whether it was done.
    NotRecorded {
        /// Days gone by.
        days: i64,
    },
    /// It was done in time.
    Done {
        /// The day.
        on: NaiveDate,
        /// Days left then; 0 on the last day, or where there is none.
        early: i64,
    },
    /// It was done too late.
    DoneLate {
        /// The day.
        on: NaiveDate,
        /// Days gone by then.
        late: i64,
    },
    /// It was done so many days before the first on which it may be.
    DoneTooEarly {
        /// The day.
        on: NaiveDate,
        /// Days missing.
        days: i64,
    },
    /// Something is kept, until a day not yet over.
    InForce,
    /// What was to be kept need not be kept any more.
    Over,
    /// It has no day, and is not recorded as done.
    Undated,
}

impl State {
    /// Its word in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Upcoming { .. } => "upcoming",
            Self::DueToday => "due-today",
            Self::Late { .. } => "late",
            Self::NotBegun { .. } => "not-begun",
            Self::NotRecorded { .. } => "not-recorded",
            Self::Done { early: 1.., .. } => "done-early",
            Self::Done { .. } => "done",
            Self::DoneLate { .. } => "done-late",
            Self::DoneTooEarly { .. } => "done-too-early",
            Self::InForce => "in-force",
            Self::Over => "over",
            Self::Undated => "undated",
        }
    }

    /// Its words for people.
    #[must_use]
    pub fn text(self) -> Text {
        let text = |ja: String, en: String| Text::new(ja, en);
        match self {
            Self::Upcoming { days } => text(format!("あと{days}日"), format!("in {days} days")),
            Self::DueToday => Text::new("本日期限", "due today"),
            Self::Late { days } => text(format!("{days}日超過"), format!("{days} days late")),
            Self::NotBegun { days } => text(
                format!("起点の日の記録なし（仮の期日は{days}日前）"),
                format!("the day it counts from is not recorded (provisionally due {days} days ago)"),
            ),
            Self::NotRecorded { days } => {
                text(format!("記録なし（{days}日前）"), format!("not recorded ({days} days ago)"))
            }
            Self::Done { on, early: 0 } => text(format!("{on}実施"), format!("done {on}")),
            Self::Done { on, early } => {
                text(format!("{on}実施（{early}日前）"), format!("done {on}, {early} days early"))
            }
            Self::DoneLate { on, late } => {
                text(format!("{on}実施（{late}日超過）"), format!("done {on}, {late} days late"))
            }
            Self::DoneTooEarly { on, days } => {
                text(format!("{on}実施（{days}日早すぎる）"), format!("done {on}, {days} days too early"))
            }
            Self::InForce => Text::new("継続中", "in force"),
            Self::Over => Text::new("満了", "over"),
            Self::Undated => Text::new("期日未確定", "no date"),
        }
    }
}
