//! What was agreed about a calendar, before it is compiled.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use provenance::Text;

use crate::{DayHours, WeeklyHours, Zone, hours::DAY, policy::NightShift};

/// `[from, to)` in epoch seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// A day with hours of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpecialDay {
    pub(crate) hours: DayHours,
    pub(crate) name: Text,
    pub(crate) is_holiday: bool,
}

/// A stretch of time that never counts, whatever the hours: planned maintenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end.
    pub to: DateTime<Utc>,
    /// Why it does not count.
    pub reason: Text,
}

/// What was agreed: the input of the compiled form and the source of explanations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) zone: Zone,
    pub(crate) weekly: WeeklyHours,
    pub(crate) special: BTreeMap<NaiveDate, SpecialDay>,
    pub(crate) exclusions: Vec<Exclusion>,
    pub(crate) night_shift: NightShift,
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
}

impl Plan {
    /// The hours that begin on a day.
    pub(crate) fn hours(&self, date: NaiveDate) -> &DayHours {
        self.special.get(&date).map_or_else(|| self.weekly.on(date.weekday()), |day| &day.hours)
    }

    /// The instant at which a day begins.
    pub(crate) fn midnight(&self, date: NaiveDate) -> i64 {
        self.zone.to_utc(date.and_time(NaiveTime::MIN)).timestamp()
    }

    /// The stretches of the openings that begin on a day, by the rules of the zone.
    pub(crate) fn openings(&self, date: NaiveDate) -> Vec<Stretch> {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        // A date that the zone skipped altogether has no hours.
        if self.midnight(date) >= self.midnight(next) {
            return Vec::new();
        }
        let stops = self.night_shift == NightShift::StopsAtMidnight
            && self.special.get(&next).is_some_and(|day| day.hours.is_closed());
        let at = |seconds: i64| {
            let midnight = date.and_time(NaiveTime::MIN);
            let local = midnight.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(midnight);
            self.zone.to_utc(local).timestamp()
        };
        self.hours(date)
            .iter()
            .map(|opening| Stretch {
                from: at(opening.opens()),
                to: at(if stops { opening.closes().min(DAY) } else { opening.closes() }),
            })
            .filter(|stretch| stretch.from < stretch.to)
            .collect()
    }
}
