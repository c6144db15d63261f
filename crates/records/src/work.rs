//! The execution log counted for service levels: completions become tallies.

use std::collections::{BTreeMap, BTreeSet};

use calendar::YearMonth;
use chrono::NaiveDate;
use intake::{Reason, RowError};
use provenance::Text;
use sla::{Catalogue, Origin, Rejected, Source, Tally, TallyName};
use tasks::{Completion, Execution, Schedule, Unplaced, Wanted, WhyUnplaced};

use crate::Loaded;

impl Loaded {
    /// Counts the execution log for the service levels that work items are counted for, as it stands on a day.
    ///
    /// Each month in which the log has a record gets a tally for each such level; it takes the place of a tally that
    /// was handed in for the same month, and a note says so where they differ. Records that answer nothing become
    /// problems of their rows, but for those that are more than was asked, which are noted.
    pub fn count_work(&mut self, schedule: &Schedule<'_>, levels: &Catalogue, now: NaiveDate) {
        let log = std::mem::take(&mut self.executions);
        let mut tallies = tallies_by_row(levels);
        // A row that no item is counted for takes nothing from the log.
        tallies.retain(|row, _| {
            schedule
                .catalogue()
                .items()
                .iter()
                .any(|item| item.counts.as_ref().is_some_and(|level| level.as_str() == row))
        });
        let months: BTreeSet<YearMonth> = log
            .iter()
            .filter_map(Execution::day)
            .filter(|day| schedule.term().contains(*day))
            .map(YearMonth::of)
            .collect();
        for month in months {
            let wanted = Wanted::between(month.first_day(), month.last_day());
            let progress = schedule.progress(&wanted, &log, now);
            for completion in schedule.completions(&progress) {
                if let Some(tally) = tallies.get(completion.row.as_str()) {
                    self.take_over(tally, month, &completion);
                }
            }
        }
        // What answers nothing does so whatever range is asked for.
        let unplaced = schedule.progress(&Wanted::between(now, now), &log, now).unplaced;
        for record in &unplaced {
            self.tell_unplaced(record, schedule, &tallies);
        }
        self.spread_unreadable(&tallies);
        self.executions = log;
    }

    /// Puts a completion in the place of the tallies of its name and month.
    fn take_over(&mut self, name: &TallyName, month: YearMonth, completion: &Completion) {
        let observations = &mut self.observations;
        observations.supplied.insert(name.clone().into());
        if completion.planned == 0 && completion.waived.is_empty() {
            return;
        }
        // A log that says nothing of this work does not contradict a tally of it.
        let is_handed_in =
            |tally: &Tally| tally.name() == name && month.contains(tally.on()) && tally.planned() > 0;
        if completion.records == 0 && observations.tallies.iter().any(is_handed_in) {
            return;
        }
        let is_same = |tally: &Tally| tally.name() == name && month.contains(tally.on());
        let handed_in = observations.tallies.iter().filter(|tally| is_same(tally));
        let (planned, done, count) =
            handed_in.fold((0_u128, 0_u128, 0_u64), |(planned, done, count), tally| {
                (planned + u128::from(tally.planned()), done + u128::from(tally.done()), count + 1)
            });
        if count > 0 && (planned, done) != (completion.planned.into(), completion.done.into()) {
            self.notes.push(Text::new(
                format!(
                    "集計`{name}`の{month}は{planned}件中{done}件と提出されたが、実施記録では{}件中{}件である。実施記録によった",
                    completion.planned, completion.done
                ),
                format!(
                    "tally `{name}` of {month} was handed in as {done} of {planned}; the log has {} of {}, which counts",
                    completion.done, completion.planned
                ),
            ));
        }
        for waived in &completion.waived {
            self.notes.push(Text::new(format!("免除: {waived}"), format!("waived: {waived}")));
        }
        observations.tallies.retain(|tally| !is_same(tally));
        // Done never exceeds planned: a completion counts both one by one.
        if let Ok(mut tally) = Tally::new(name.clone(), month.last_day(), completion.planned, completion.done)
        {
            tally.missing.clone_from(&completion.missing);
            observations.tallies.push(tally);
        }
    }

    fn tell_unplaced(
        &mut self,
        unplaced: &Unplaced<'_>,
        schedule: &Schedule<'_>,
        tallies: &BTreeMap<String, TallyName>,
    ) {
        let record = unplaced.record;
        let (file, row) = record
            .origin
            .as_ref()
            .map_or_else(|| ("-".to_owned(), 0), |place| (place.file.to_string(), place.row));
        let text = unplaced.why.text(schedule.catalogue().sites());
        if matches!(unplaced.why, WhyUnplaced::Extra { .. } | WhyUnplaced::Answered { .. }) {
            self.notes
                .push(Text::new(format!("{file}:{row} {}", text.ja), format!("{file}:{row} {}", text.en)));
            return;
        }
        // What it was meant to answer may be counted somewhere.
        let item = schedule.catalogue().item(&record.item);
        let concerned: Vec<&TallyName> = match item {
            Some(item) => item.counts.iter().filter_map(|row| tallies.get(row.as_str())).collect(),
            None => tallies.values().collect(),
        };
        let origin = Origin::new(file.as_str(), row);
        for name in concerned {
            self.observations.rejected.push(Rejected {
                origin: origin.clone(),
                id: Some(record.item.clone()),
                of: Some(name.clone().into()),
                reason: text.clone(),
                readable: None,
            });
        }
        let value = record.item.clone();
        let error = RowError { row, value, ..RowError::of_file(&file, Reason::Work(Box::new(text))) };
        if let Some(summary) = self.files.iter_mut().find(|summary| summary.file == error.file) {
            summary.problems += 1;
            summary.unreadable += 1;
        }
        self.errors.push(error);
    }

    /// A row of the log that could not be read may answer any occurrence that is counted.
    fn spread_unreadable(&mut self, tallies: &BTreeMap<String, TallyName>) {
        let is_log = |rejected: &Rejected| rejected.of == Some(Source::WorkLog);
        let rejected = &mut self.observations.rejected;
        let unreadable: Vec<Rejected> =
            rejected.iter().filter(|rejected| is_log(rejected)).cloned().collect();
        rejected.retain(|rejected| !is_log(rejected));
        for row in unreadable {
            let spread =
                tallies.values().map(|name| Rejected { of: Some(name.clone().into()), ..row.clone() });
            rejected.extend(spread);
        }
    }
}

/// The tally that each row of the service levels reads.
fn tallies_by_row(levels: &Catalogue) -> BTreeMap<String, TallyName> {
    let tally = |item: &sla::Item| Some((item.key.to_string(), item.measure.reads().tally()?.clone()));
    levels.items().iter().filter_map(tally).collect()
}
