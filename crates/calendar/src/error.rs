//! Why a calendar cannot be built, and why it cannot answer.

use chrono::{DateTime, NaiveDate, Utc};
use provenance::Text;
use tables::Explain;

/// Why a calendar cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No instant would ever be open.
    #[error(
        "the calendar is never open: it has neither weekly hours nor a day with hours of its own, or its exclusions take them all; give it hours, or use one that is always open"
    )]
    NeverOpen,
    /// An opening would contain no time or reach too far into the next day.
    #[error(
        "hours `{hours}` are empty or end more than a day after they begin; write them as `09:00-18:00`, `22:00-06:00` or `00:00-24:00`"
    )]
    Hours {
        /// The hours, as given.
        hours: String,
    },
    /// Two openings of one day overlap.
    #[error("hours `{first}` and `{second}` of one day overlap")]
    Overlap {
        /// The earlier opening.
        first: String,
        /// The later opening.
        second: String,
    },
    /// An exclusion ends before it begins.
    #[error("exclusion `{reason}` ends at {to}, not after its beginning at {from}")]
    Exclusion {
        /// Its reason.
        reason: String,
        /// Its beginning.
        from: DateTime<Utc>,
        /// Its end.
        to: DateTime<Utc>,
    },
    /// The first day that the calendar covers lies after its last.
    #[error("the calendar covers no day: it runs from {first} to {last}")]
    Coverage {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
}

impl Explain for BuildError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::NeverOpen => "カレンダーに開いている時間がない。曜日ごとの時間も個別の日の時間もないか、除外期間が全てを覆っている。時間を定めるか、常に開いているカレンダーを使う".to_owned(),
            Self::Hours { hours } => format!(
                "時間`{hours}`が空か、始まりから1日を超えて終わる。`09:00-18:00`、`22:00-06:00`、`00:00-24:00`のように書く"
            ),
            Self::Overlap { first, second } => format!("同じ日の時間`{first}`と`{second}`が重なっている"),
            Self::Exclusion { reason, from, to } => {
                format!("除外期間`{reason}`の終わり（{to}）が始まり（{from}）より後でない")
            }
            Self::Coverage { first, last } => {
                format!("カレンダーの対象期間（{first}から{last}）に1日も含まれない")
            }
        };
        Text::new(ja, self.to_string())
    }
}

/// Why a calendar cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// An instant lies outside the years that the calendar covers.
    #[error("instant {} lies outside the years that the calendar covers", at(.seconds))]
    OutOfRange {
        /// The instant in epoch seconds.
        seconds: i64,
    },
    /// The span ends before it begins, and the policy refuses such spans.
    #[error("the span ends at {} before it begins at {}", at(.to), at(.from))]
    Reversed {
        /// The beginning in epoch seconds.
        from: i64,
        /// The end in epoch seconds.
        to: i64,
    },
    /// There is not that much open time left within the years that the calendar covers.
    #[error("{seconds} s of open time from {} reach beyond the years that the calendar covers", at(.from))]
    Unreachable {
        /// Where counting began, in epoch seconds.
        from: i64,
        /// The open time asked for, in seconds.
        seconds: i64,
    },
    /// It has not closed yet within the years that the calendar covers.
    #[error("no closing at or before {}: it is open without a break, or was not open yet, since the calendar begins", at(.by))]
    NeverClosed {
        /// The instant up to which a closing was looked for, in epoch seconds.
        by: i64,
    },
    /// A negative amount of open time was asked for.
    #[error("cannot count {seconds} s: open time is counted from 0; use the opposite direction")]
    Negative {
        /// The open time asked for, in seconds.
        seconds: i64,
    },
}

impl Explain for CalendarError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::OutOfRange { seconds } => format!("日時{}はカレンダーの対象年の範囲外である", at(seconds)),
            Self::Reversed { from, to } => {
                format!("期間の終わり（{}）が始まり（{}）より前である", at(to), at(from))
            }
            Self::Unreachable { from, seconds } => {
                format!("{}から{seconds}秒の業務時間は、カレンダーの対象年の範囲に収まらない", at(from))
            }
            Self::NeverClosed { by } => format!(
                "{}以前に閉まった時がない。カレンダーの始まりから開いたままか、まだ開いていない",
                at(by)
            ),
            Self::Negative { seconds } => {
                format!("{seconds}秒は数えられない。業務時間は0から数える。逆の向きを使う")
            }
        };
        Text::new(ja, self.to_string())
    }
}

/// Why a batch cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// Slices of a batch differ in length.
    #[error(
        "batch of {from} beginnings, {to} ends or amounts and {out} places for results: the three must be equal"
    )]
    Length {
        /// The number of beginnings.
        from: usize,
        /// The number of ends or amounts.
        to: usize,
        /// The number of places.
        out: usize,
    },
    /// One of the questions cannot be answered; those before it are.
    #[error("question {index} of the batch, counted from 0: {error}")]
    At {
        /// Its place in the slices.
        index: usize,
        /// Why.
        error: CalendarError,
    },
}

fn at(seconds: &i64) -> String {
    DateTime::from_timestamp(*seconds, 0)
        .map_or_else(|| format!("{seconds} s"), |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
