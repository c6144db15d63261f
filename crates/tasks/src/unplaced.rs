//! Records that answer no occurrence, and why.

use calendar::Sites;
use chrono::NaiveDate;
use provenance::{Origin, Text};

use crate::{Execution, WorkSite};

/// A record that answers no occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced<'a> {
    /// The record.
    pub record: &'a Execution,
    /// Why.
    pub why: WhyUnplaced,
}

/// Why a record answers no occurrence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhyUnplaced {
    /// No item has that identifier.
    #[error("there is no work item `{item}`{}", near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    UnknownItem {
        /// The identifier.
        item: String,
        /// The nearest one.
        near: Option<String>,
    },
    /// The item is not done at that site.
    #[error("item `{item}` is not done at `{site}`; its sites are {sites}")]
    WrongSite {
        /// The item.
        item: String,
        /// The site.
        site: WorkSite,
        /// The sites of the item.
        sites: String,
    },
    /// The record has neither a planned day nor one on which it was done.
    #[error("neither a planned day nor a day of execution is recorded")]
    NoDay,
    /// It was done, but no day is recorded.
    #[error("recorded as done, without the day")]
    NoDoneDay,
    /// A waiver gives no reason.
    #[error("a waiver without a reason waives nothing")]
    NoReason,
    /// The day lies outside the term.
    #[error("{day} lies outside the contract's term")]
    OutsideTerm {
        /// The day.
        day: NaiveDate,
    },
    /// The day of execution lies after the day of the evaluation.
    #[error("{day} has not come yet on {now}")]
    NotYet {
        /// The day.
        day: NaiveDate,
        /// The day of the evaluation.
        now: NaiveDate,
    },
    /// No part of the item has that name.
    #[error("item `{item}` has no part `{part}`")]
    UnknownPart {
        /// The item.
        item: String,
        /// The name.
        part: String,
    },
    /// An item of several parts is recorded without saying which.
    #[error("item `{item}` has parts; say which: {parts}")]
    NoPart {
        /// The item.
        item: String,
        /// The names of its parts.
        parts: String,
    },
    /// It was done before the window began for which it was planned.
    #[error("done on {day}, before {first}, on which its window begins")]
    BeforeWindow {
        /// The day of execution.
        day: NaiveDate,
        /// The first day of the window.
        first: NaiveDate,
    },
    /// Another record answers the same occurrence already.
    #[error("item `{item}` at `{site}` on {day} is answered already{}", by.as_ref().map_or_else(String::new, |by| format!(" by {}:{}", by.file, by.row)))]
    Answered {
        /// The item.
        item: String,
        /// The site.
        site: WorkSite,
        /// The day.
        day: NaiveDate,
        /// Where the other record was read.
        by: Option<Origin>,
    },
    /// More than was asked for: no window holds the day.
    #[error("extra: no occurrence of item `{item}` at `{site}` holds {day}")]
    Extra {
        /// The item.
        item: String,
        /// The site.
        site: WorkSite,
        /// The day.
        day: NaiveDate,
    },
}

impl WhyUnplaced {
    /// Why, in both languages, with the sites called as the contract calls them.
    #[must_use]
    pub fn text(&self, sites: &Sites) -> Text {
        let ja = match self {
            Self::UnknownItem { item, near } => match near {
                Some(near) => format!("項目`{item}`はない（`{near}`のことか）"),
                None => format!("項目`{item}`はない"),
            },
            Self::WrongSite { item, site, sites: own } => {
                format!("項目`{item}`は{}の作業でない（実施拠点: {own}）", site.text(sites).ja)
            }
            Self::NoDay => "予定日も実施日もない".to_owned(),
            Self::NoDoneDay => "実施済とあるが実施日がない".to_owned(),
            Self::NoReason => "理由のない免除".to_owned(),
            Self::OutsideTerm { day } => format!("{day}は契約期間の外"),
            Self::NotYet { day, now } => format!("{day}は評価日{now}より後"),
            Self::UnknownPart { item, part } => format!("項目`{item}`に`{part}`の区分はない"),
            Self::NoPart { item, parts } => format!("項目`{item}`は区分を要する（{parts}）"),
            Self::BeforeWindow { day, first } => format!("{day}の実施は、期間の始まる{first}より前"),
            Self::Answered { item, site, day, by } => {
                let by = by.as_ref().map_or_else(String::new, |by| format!("（{}:{}）", by.file, by.row));
                format!("{}の`{item}`（{day}）にはすでに記録がある{by}", site.text(sites).ja)
            }
            Self::Extra { item, site, day } => {
                format!("予定外: {day}を含む{}の`{item}`の予定がない", site.text(sites).ja)
            }
        };
        Text::new(ja, self.to_string())
    }
}
