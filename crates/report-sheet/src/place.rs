//! Where an item's records lie, and what their columns hold.

use provenance::Text;
use rust_decimal::Decimal;
use sla::{Condition, Standing};

use crate::book::Rows;

/// Where an item's records lie.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) rows: Rows,
    pub(crate) held: Held,
}

/// What stands in their columns.
#[derive(Debug)]
pub(crate) enum Held {
    Cases {
        used: u16,
        /// When the clock stopped, and what the case took.
        clock: Option<(u16, u16)>,
        limits: Option<Limits>,
        conditions: Option<Conditions>,
        days: Option<Days>,
    },
    Answers {
        used: u16,
        score: u16,
        questions: usize,
        least: Decimal,
        most: Decimal,
        /// How many digits the points have behind the point.
        places: u32,
    },
    Planned,
    Events,
}

#[derive(Debug)]
pub(crate) struct Limits {
    /// The seconds that each case was allowed, where that is what it was allowed.
    pub(crate) seconds: Option<u16>,
    pub(crate) due: u16,
}

#[derive(Debug)]
pub(crate) struct Conditions {
    pub(crate) columns: Vec<(Condition, u16)>,
}

/// The days beside the records of a mean over days.
#[derive(Debug)]
pub(crate) struct Days {
    pub(crate) rows: Rows,
    pub(crate) counts: u16,
    pub(crate) means: u16,
}

/// What a row does for the figure. It tells which rows count, never how they came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Counts,
    CountsOpen,
    Open,
    CarriedOver,
    LeftOut,
    Unknown,
}

impl Use {
    pub(crate) fn word(self) -> Text {
        match self {
            Self::Counts => Text::new("対象", "counts"),
            Self::CountsOpen => Text::new("対象（未了）", "counts, open"),
            Self::Open => Text::new("未了", "open"),
            Self::CarriedOver => Text::new("繰越", "carried over"),
            Self::LeftOut => Text::new("除外", "left out"),
            Self::Unknown => Text::new("不明", "unknown"),
        }
    }

    pub(crate) fn of(standing: &Standing) -> Self {
        match standing {
            Standing::Good => Self::Counts,
            Standing::Missed(how) if how.is_open() => Self::CountsOpen,
            Standing::Missed(_) => Self::Counts,
            Standing::Open => Self::Open,
            Standing::CarriedOver => Self::CarriedOver,
            Standing::LeftOut(_) | Standing::NotOfItem => Self::LeftOut,
            Standing::Undetermined => Self::Unknown,
        }
    }
}
