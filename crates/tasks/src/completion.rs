//! Completion: planned against done, for the service levels that count it.

use std::collections::BTreeMap;

use calendar::{Site, YearMonth};
use chrono::NaiveDate;

use crate::{
    LevelId, Progress, Schedule, State, WorkSite,
    policy::{CountedSites, Late},
};

/// How much of what was due was done, for one service level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The service level.
    pub row: LevelId,
    /// How many were due: occurrences, all sites together or each by the policy, months of items that are counted by
    /// the month, and answered triggers; waived ones are not.
    pub planned: u64,
    /// How many of them were done.
    pub done: u64,
    /// Those that were not: item, site and due day of the first that is missing, and how many more are.
    pub missing: Vec<String>,
    /// Those that were waived, with the reason.
    pub waived: Vec<String>,
    /// How many records of the log it rests on.
    pub records: u64,
}

/// What is counted as one: the item and, where each site counts, the site by their places, the part, and the first day.
type Unit = (u16, Option<usize>, u8, NaiveDate);

/// What became of one occurrence, and what to call it.
type Piece<'a> = (&'a State, WorkSite, NaiveDate);

impl Schedule<'_> {
    /// The completion of each service level that some item is counted for, by row.
    ///
    /// A row without anything due in the range stands there with nothing planned.
    #[must_use]
    pub fn completions(&self, progress: &Progress<'_>) -> Vec<Completion> {
        let mut rows: BTreeMap<&LevelId, Completion> = BTreeMap::new();
        for row in self.catalogue().items().iter().filter_map(|item| item.counts.as_ref()) {
            rows.entry(row).or_insert_with(|| Completion {
                row: row.clone(),
                planned: 0,
                done: 0,
                missing: Vec::new(),
                waived: Vec::new(),
                records: 0,
            });
        }
        let late_counts = self.catalogue().policies().late.value == Late::Counted;
        let is_together = self.catalogue().policies().counted_sites.value == CountedSites::Together;
        let mut units: BTreeMap<Unit, Vec<Piece<'_>>> = BTreeMap::new();
        for tracked in &progress.tracked {
            let Some(item) = self.item(&tracked.occurrence) else { continue };
            let Some(completion) = item.counts.as_ref().and_then(|row| rows.get_mut(row)) else { continue };
            completion.records += u64::from(tracked.record.is_some());
            let (window, site) = (tracked.occurrence.window, tracked.occurrence.site);
            let first = if item.counts_months { YearMonth::of(window.due).first_day() } else { window.first };
            // Sites in the table's order, work that is bound to none after them.
            let at = (!is_together).then(|| site.map_or(usize::MAX, Site::place));
            let unit = (tracked.occurrence.place, at, tracked.occurrence.part, first);
            units.entry(unit).or_default().push((&tracked.state, WorkSite::of(site), window.due));
        }
        for ((place, ..), pieces) in units {
            let Some(item) = self.catalogue().items().get(usize::from(place)) else { continue };
            if let Some(completion) = item.counts.as_ref().and_then(|row| rows.get_mut(row)) {
                completion.count(item.id.as_str(), &pieces, late_counts);
            }
        }
        for answered in &progress.answered {
            let Some(item) = self.catalogue().item(answered.item) else { continue };
            let completion = item.counts.as_ref().and_then(|row| rows.get_mut(row));
            if let Some((completion, day)) = completion.zip(answered.record.day()) {
                completion.records += 1;
                let site = answered.record.site.clone();
                completion.count(answered.item, &[(&answered.state, site, day)], late_counts);
            }
        }
        rows.into_values().collect()
    }
}

impl Completion {
    /// Counts one: it is done when each of its occurrences is that was not waived.
    fn count(&mut self, item: &str, pieces: &[Piece<'_>], late_counts: bool) {
        let named = |site: &WorkSite, day: NaiveDate| format!("{item} {site} {day}");
        let mut asked = 0_u64;
        let mut missing: Vec<String> = Vec::new();
        for (state, site, day) in pieces {
            match state {
                State::Waived { reason } => self.waived.push(format!("{}: {reason}", named(site, *day))),
                State::Done { .. } => asked += 1,
                State::DoneLate { .. } if late_counts => asked += 1,
                _ => missing.push(named(site, *day)),
            }
        }
        match missing.split_first() {
            Some((first, [])) => self.missing.push(first.clone()),
            Some((first, more)) => self.missing.push(format!("{first} (+{})", more.len())),
            None if asked == 0 => return,
            None => self.done += 1,
        }
        self.planned += 1;
    }
}
