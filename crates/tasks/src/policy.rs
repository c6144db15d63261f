//! Readings of what a work catalogue leaves open.

use std::collections::BTreeMap;

use calendar::SiteId;
use provenance::{Choice, PolicyUse};

use crate::ItemId;

/// On which days a daily item is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Daily {
    /// On the site's business days.
    BusinessDay,
    /// On every day.
    CalendarDay,
}

/// From where quarters are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quarter {
    /// In threes from the first month of the term.
    FromTerm,
    /// January, April, July, October.
    Calendar,
}

/// Where a due day goes that is no business day. It is a window's last day, so that there is only one way: back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// To the business day before it.
    Preceding,
    /// It stays.
    Stay,
}

/// Whether what was done after its window counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// It does not.
    NotCounted,
    /// It does.
    Counted,
}

/// Whether an item that is due at several sites is counted once a site or once in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedSites {
    /// Once: it is done when it is done at each.
    Together,
    /// Once a site.
    Each,
}

/// Whether a week counts that the term cuts at its beginning or its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutWeek {
    /// Where at least half of its business days lie in the term.
    Half,
    /// Always: two days must do for what is done once a week.
    Kept,
    /// Never.
    Dropped,
}

pub(crate) const DAILY: &[(&str, Daily)] =
    &[("business-day", Daily::BusinessDay), ("calendar-day", Daily::CalendarDay)];
pub(crate) const QUARTER: &[(&str, Quarter)] =
    &[("from-term", Quarter::FromTerm), ("calendar", Quarter::Calendar)];
pub(crate) const SHIFT: &[(&str, Shift)] = &[("preceding", Shift::Preceding), ("stay", Shift::Stay)];
pub(crate) const COUNTED_SITES: &[(&str, CountedSites)] =
    &[("together", CountedSites::Together), ("each", CountedSites::Each)];
pub(crate) const CUT_WEEK: &[(&str, CutWeek)] =
    &[("half", CutWeek::Half), ("kept", CutWeek::Kept), ("dropped", CutWeek::Dropped)];
pub(crate) const LATE: &[(&str, Late)] = &[("not-counted", Late::NotCounted), ("counted", Late::Counted)];

/// The word of `unstated-site` where no site is named.
pub(crate) const NOWHERE: &str = "none";

/// The policies of a work catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// On which days daily items are due.
    pub daily: Choice<Daily>,
    /// Daily items that differ, by identifier.
    pub daily_items: BTreeMap<ItemId, Choice<Daily>>,
    /// From where quarters are counted.
    pub quarter: Choice<Quarter>,
    /// Where due days go.
    pub shift: Choice<Shift>,
    /// Whether weeks count that the term cuts.
    pub cut_week: Choice<CutWeek>,
    /// Whether late work counts.
    pub late: Choice<Late>,
    /// Whether sites are counted together.
    pub counted_sites: Choice<CountedSites>,
    /// The site whose days and outages concern work that is bound to none; without one, the days of the main calendar
    /// and what holds everywhere.
    pub unstated_site: Choice<Option<SiteId>>,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            daily: Choice::built_in(Daily::BusinessDay),
            daily_items: BTreeMap::new(),
            quarter: Choice::built_in(Quarter::FromTerm),
            shift: Choice::built_in(Shift::Preceding),
            cut_week: Choice::built_in(CutWeek::Half),
            late: Choice::built_in(Late::NotCounted),
            counted_sites: Choice::built_in(CountedSites::Together),
            unstated_site: Choice::built_in(None),
        }
    }
}

impl Policies {
    /// On which days a daily item is due.
    #[must_use]
    pub fn daily_of(&self, item: &ItemId) -> Daily {
        self.daily_items.get(item).unwrap_or(&self.daily).value
    }

    /// The policies as results show them.
    #[must_use]
    pub fn in_use(&self) -> Vec<PolicyUse> {
        let defaults = Self::default();
        let site = &self.unstated_site;
        let word = site.value.as_ref().map_or(NOWHERE, SiteId::as_str);
        let sites = [(word, site.value.clone())];
        vec![
            self.daily.shown("daily", DAILY, defaults.daily.value),
            self.quarter.shown("quarter", QUARTER, defaults.quarter.value),
            self.shift.shown("shift", SHIFT, defaults.shift.value),
            self.cut_week.shown("cut-week", CUT_WEEK, defaults.cut_week.value),
            self.late.shown("late", LATE, defaults.late.value),
            self.counted_sites.shown("counted-sites", COUNTED_SITES, defaults.counted_sites.value),
            site.shown("unstated-site", &sites, None),
        ]
    }
}
