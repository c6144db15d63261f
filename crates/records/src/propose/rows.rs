//! What the rows of a sheet say of the guesses.

use std::collections::{BTreeMap, BTreeSet};

use intake::{Cell, Sheet, TimeForm, WrittenTime, read_time};
use provenance::folded;
use toml_edit::Table;

use super::{
    columns::Match,
    pattern::{passes, text},
    points::VALUES,
    states::{Meaning, StateWords, States},
    times::Times,
};
use crate::{load::skip::is_total, mapping::WordList};

/// What rows say of the guesses.
#[derive(Default)]
pub(super) struct Rows {
    /// By the found column: how many cells hold something, and how many of them fit.
    pub(super) counts: Vec<(u64, u64)>,
    /// By role, values without a word.
    pub(super) strange: BTreeMap<String, BTreeSet<String>>,
    /// By mark or key, how many are dates without a time of day.
    pub(super) days: BTreeMap<String, u64>,
    pub(super) states: States,
    /// Rows whose state is an end without a time of it.
    pub(super) unended: u64,
    /// Rows that are paused.
    pub(super) paused: u64,
}

impl Rows {
    /// Reads the rows of a sheet that was taken for a pattern; `status` is a column of states beside it.
    pub(super) fn read(
        sheet: Sheet<'_>,
        (pattern, best): (&Table, &Match),
        status: Option<usize>,
        (words, totals): (&StateWords, &WordList),
        times: &mut Times,
    ) -> Self {
        let mut rows = Self { counts: vec![(0, 0); best.found.len()], ..Self::default() };
        let place =
            |role: &str| best.found.iter().find(|guess| guess.asked.role == role).map(|guess| guess.place);
        let end = words.end(|mark| best.column(&format!("marks.{mark}")).is_some());
        let end = end.and_then(|mark| place(&format!("marks.{mark}")));
        let state = status.or_else(|| place("state").filter(|_| text(pattern, "shape") == "state-changes"));
        let passes = passes(pattern, best);
        let id = place("id");
        for cells in sheet.filter_map(Result::ok) {
            if id.is_some_and(|id| is_total(cells.get(id), totals)) {
                continue;
            }
            let is_ours =
                passes.iter().all(|(place, words)| words.contains(folded(cells.get(*place).trim()).as_ref()));
            for (guess, (filled, fits)) in best.found.iter().zip(&mut rows.counts) {
                let value = cells.get(guess.place);
                if value.is_empty() {
                    continue;
                }
                *filled += 1;
                if guess.asked.is_time {
                    // A workbook says itself which cells are days.
                    if matches!(cells.cell(guess.place), Some(Cell::Day(_))) {
                        *fits += 1;
                        continue;
                    }
                    *fits += u64::from(times.see(value) == Some(true));
                    let time = read_time(value, &TimeForm::PLAIN).map(|read| read.time);
                    if matches!(time, Ok(WrittenTime::Day(_))) {
                        let role = guess.asked.role.strip_prefix("marks.").unwrap_or(&guess.asked.role);
                        *rows.days.entry(role.to_owned()).or_default() += 1;
                    }
                }
                if let Some(words) = &guess.asked.words {
                    let is_known = words.contains(folded(value.trim()).as_ref());
                    *fits += u64::from(is_known);
                    if !is_known && is_ours {
                        let seen = rows.strange.entry(guess.asked.role.clone()).or_default();
                        if seen.len() < VALUES {
                            seen.insert(value.to_owned());
                        }
                    }
                }
            }
            if let Some(state) = state {
                let value = cells.get(state);
                rows.states.see(value);
                let is_ended = end.is_none_or(|end| !cells.get(end).is_empty());
                match words.meaning(value) {
                    Some(Meaning::Settled | Meaning::Closed) if !is_ended => rows.unended += 1,
                    Some(Meaning::Paused) => rows.paused += 1,
                    _ => {}
                }
            }
        }
        rows
    }
}
