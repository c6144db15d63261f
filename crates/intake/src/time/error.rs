//! Why a text is no date and no time.

use chrono::{Datelike, NaiveDate};
use provenance::{Language, Text};

/// A day that a text can mean.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateReading {
    /// How it is read: `month/day/year`, or the system of a serial number, `1904`.
    pub how: &'static str,
    /// The day.
    pub day: NaiveDate,
}

/// Why a text is no date or no time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// It has none of the forms allowed.
    #[error("is no date in the forms {}", list(.forms))]
    NoDate {
        /// The forms allowed.
        forms: Vec<String>,
    },
    /// Nobody can tell which day is meant.
    #[error("can be read as {}", readings_en(.readings))]
    Ambiguous {
        /// The days it can mean, with the order of its parts.
        readings: Vec<DateReading>,
    },
    /// The day lies outside of the era named.
    #[error("lies outside of the era: {era} ran from {began} {}", until(.ended))]
    OutsideEra {
        /// The era.
        era: &'static str,
        /// Its first day.
        began: NaiveDate,
        /// Its last day; `None` for the present one.
        ended: Option<NaiveDate>,
    },
    /// The month has no such day, or the year no such month.
    #[error("is no day of the calendar")]
    NoSuchDay,
    /// The day of the week beside the date is that of another day.
    #[error("has a day of the week that {date} does not have: it is a {}", weekday(.date))]
    OtherWeekday {
        /// The date.
        date: NaiveDate,
    },
    /// What stands behind the date is no time of day, or more than one.
    #[error("is the date {date} with `{rest}`, which is no time of day")]
    NoClock {
        /// The date.
        date: NaiveDate,
        /// What stands behind it.
        rest: String,
    },
    /// A time of day stands with the date.
    #[error("has a time of day beside the date {date}")]
    TimeOfDay {
        /// The date.
        date: NaiveDate,
    },
    /// A serial number, and nobody says of which system.
    #[error("is a serial number: {}", readings_en(.readings))]
    NoSystem {
        /// The day in each system.
        readings: Vec<DateReading>,
    },
    /// Serial number 60 of the system from 1900: 29 February 1900, which never was.
    #[error("is serial number 60, the 29 February 1900 that never was")]
    FalseLeapDay,
    /// A number that spreadsheets give to no day.
    #[error("is the serial number of no day")]
    NoSerial,
}

impl DateError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::NoDate { forms } => format!("日付として読めない（書式: {}）", list(forms)),
            Self::Ambiguous { readings } => {
                format!("どの日か決められない: {}", self::readings(readings, Language::Ja))
            }
            Self::OutsideEra { era, began, ended } => {
                let ended = ended.map_or_else(String::new, |day| day.to_string());
                format!("元号の期間の外（{era}は{began}〜{ended}）")
            }
            Self::NoSuchDay => "暦にない日".to_owned(),
            Self::OtherWeekday { date } => {
                let days = ["月", "火", "水", "木", "金", "土", "日"];
                let day = usize::try_from(date.weekday().num_days_from_monday()).ok();
                let day = day.and_then(|day| days.get(day)).copied().unwrap_or_default();
                format!("曜日が日付と合わない（{date}は{day}曜日）")
            }
            Self::NoClock { date, rest } => format!("日付{date}の後の`{rest}`を時刻として読めない"),
            Self::TimeOfDay { date } => format!("日付{date}に時刻が付いている"),
            Self::NoSystem { readings } => {
                format!("通し番号で、方式が分からない: {}", self::readings(readings, Language::Ja))
            }
            Self::FalseLeapDay => "通し番号60は実在しない1900年2月29日".to_owned(),
            Self::NoSerial => "どの日の通し番号でもない".to_owned(),
        };
        Text::new(ja, self.to_string())
    }
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn readings_en(days: &[DateReading]) -> String {
    readings(days, Language::En)
}

fn readings(readings: &[DateReading], language: Language) -> String {
    let ja = |how| match how {
        "year/month/day" => "年/月/日",
        "month/day/year" => "月/日/年",
        "day/month/year" => "日/月/年",
        "1900" => "1900年方式",
        "1904" => "1904年方式",
        other => other,
    };
    let shown = |DateReading { how, day }: &DateReading| match language {
        Language::Ja => format!("{}なら{day}", ja(how)),
        Language::En => format!("{day} ({how})"),
    };
    readings.iter().map(shown).collect::<Vec<_>>().join(if language == Language::Ja { "、" } else { ", " })
}

fn until(ended: &Option<NaiveDate>) -> String {
    ended.map_or_else(|| "on".to_owned(), |day| format!("to {day}"))
}

fn weekday(date: &NaiveDate) -> String {
    date.format("%A").to_string()
}
