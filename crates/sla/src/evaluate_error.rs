//! Why something cannot be evaluated.

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::Text;
use tables::{Explain, meant};

use crate::ItemKey;

/// Why an item, a month or some days cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The month lies outside the contract's term.
    #[error("month {month} lies outside the contract's term from {first} to {last}")]
    OutsideTerm {
        /// The month asked for.
        month: YearMonth,
        /// The first day of the term.
        first: NaiveDate,
        /// The last day of the term.
        last: NaiveDate,
    },
    /// A policy names a calendar that is not there.
    #[error(
        "policy `clock-basis` of item `{item}` names calendar `{calendar}`, which is not in the contract's calendar table"
    )]
    NoCalendar {
        /// The item.
        item: String,
        /// The calendar.
        calendar: String,
    },
    /// The catalogue has no item of that key.
    #[error("there is no item `{item}`{}", near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    NoItem {
        /// The key.
        item: String,
        /// The key that may be meant.
        near: Option<String>,
    },
    /// The item says nothing of single cases.
    #[error("item `{item}` reads no cases (`{measure}`), so that it says nothing of one")]
    NotOfCases {
        /// The item.
        item: ItemKey,
        /// Its measure's word.
        measure: &'static str,
    },
    /// The last of some days comes before the first.
    #[error("the days from {first} to {last} are none")]
    NoDays {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
    /// No day asked for lies in the contract's term.
    #[error("the days from {first} to {last} lie outside the contract's term from {begins} to {ends}")]
    DaysOutsideTerm {
        /// The first day asked for.
        first: NaiveDate,
        /// The last day asked for.
        last: NaiveDate,
        /// The first day of the term.
        begins: NaiveDate,
        /// The last day of the term.
        ends: NaiveDate,
    },
    /// An item cannot be judged by some days.
    #[error(transparent)]
    NotByDays(#[from] NotByDays),
}

/// Why an item cannot be judged over some days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotByDays {
    /// Its figure is one of the fiscal year.
    #[error(
        "item `{item}` is judged by fiscal year; ask for a month, or for the days from the year's first to a month's end"
    )]
    FiscalYear {
        /// The item.
        item: ItemKey,
    },
    /// What it reads is recorded by month.
    #[error(
        "item `{item}` reads records of whole months (`{measure}`); ask for days that begin and end with a month"
    )]
    WholeMonths {
        /// The item.
        item: ItemKey,
        /// The measure's word.
        measure: &'static str,
    },
    /// Its target or limit changes in between.
    #[error("the target or limit of item `{item}` changes in {effective}; ask for the days before and after")]
    Revised {
        /// The item.
        item: ItemKey,
        /// The first month in which the new one holds.
        effective: YearMonth,
    },
}

impl Explain for EvaluateError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::OutsideTerm { month, first, last } => {
                format!("月{month}が契約期間（{first}から{last}）の外にある")
            }
            Self::NoCalendar { item, calendar } => format!(
                "評価項目`{item}`の解釈`clock-basis`にあるカレンダー`{calendar}`が、契約のカレンダーの表にない"
            ),
            Self::NoItem { item, near } => {
                let near = near.as_deref().map_or_else(String::new, |near| format!("。{}", meant(near).ja));
                format!("評価項目`{item}`はない{near}")
            }
            Self::NotOfCases { item, measure } => {
                format!("評価項目`{item}`は個別の案件を読まない（{measure}）ため、案件ごとの判定がない")
            }
            Self::NoDays { first, last } => format!("{first}から{last}までには1日もない"),
            Self::DaysOutsideTerm { first, last, begins, ends } => {
                format!("{first}から{last}までは契約期間（{begins}から{ends}）の外にある")
            }
            Self::NotByDays(error) => return error.text(),
        };
        Text::new(ja, self.to_string())
    }
}

impl Explain for NotByDays {
    fn text(&self) -> Text {
        let ja = match self {
            Self::FiscalYear { item } => format!(
                "評価項目`{item}`は年度で評価する。月を指定するか、年度の初日から月末までの日を指定する"
            ),
            Self::WholeMonths { item, measure } => {
                format!("評価項目`{item}`は月単位の記録を読む（{measure}）。月初から月末までの日を指定する")
            }
            Self::Revised { item, effective } => format!(
                "評価項目`{item}`の要求水準又は期限は{effective}に変わる。その前と後の日を分けて指定する"
            ),
        };
        Text::new(ja, self.to_string())
    }
}
