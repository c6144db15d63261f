//! Completion: planned against done, for the service levels that count it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{Progress, Schedule, State, policy::Late};

/// How much of what was due was done, for one service level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The row of the service levels.
    pub row: String,
    /// How many occurrences and answered triggers were due; waived ones are not.
    pub planned: u64,
    /// How many of them were done.
    pub done: u64,
    /// Those that were not: item, site and due day.
    pub missing: Vec<String>,
    /// Those that were waived, with the reason.
    pub waived: Vec<String>,
}

impl Schedule<'_> {
    /// The completion of each service level that some item is counted for, by row.
    ///
    /// A row without anything due in the range stands there with nothing planned.
    #[must_use]
    pub fn completions(&self, progress: &Progress<'_>) -> Vec<Completion> {
        let mut rows: BTreeMap<&str, Completion> = BTreeMap::new();
        for row in self.catalogue().items().iter().filter_map(|item| item.counts.as_deref()) {
            rows.entry(row).or_insert_with(|| Completion {
                row: row.to_owned(),
                planned: 0,
                done: 0,
                missing: Vec::new(),
                waived: Vec::new(),
            });
        }
        let late_counts = self.catalogue().policies().late.value == Late::Counted;
        let mut count = |row: &str, state: &State, what: String| {
            let Some(completion) = rows.get_mut(row) else { return };
            if let State::Waived { reason } = state {
                completion.waived.push(format!("{what}: {reason}"));
                return;
            }
            completion.planned = completion.planned.saturating_add(1);
            match state {
                State::Done { .. } => completion.done = completion.done.saturating_add(1),
                State::DoneLate { .. } if late_counts => completion.done = completion.done.saturating_add(1),
                _ => completion.missing.push(what),
            }
        };
        for tracked in &progress.tracked {
            let Some(item) = self.item(&tracked.occurrence) else { continue };
            if let Some(row) = &item.counts {
                count(
                    row,
                    &tracked.state,
                    named(item.id.as_str(), tracked.occurrence.site, tracked.occurrence.window.due),
                );
            }
        }
        for answered in &progress.answered {
            let Some(item) = self.catalogue().item(answered.item) else { continue };
            if let (Some(row), Some(day)) = (&item.counts, answered.record.day()) {
                count(row, &answered.state, named(answered.item, answered.record.site, day));
            }
        }
        rows.into_values().collect()
    }
}

fn named(item: &str, site: crate::Site, day: NaiveDate) -> String {
    format!("{item} {} {day}", site.text().ja)
}
