//! Following a case through its changes of state.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sla::{Case, Mark, Origin, Pause, PauseKind, Reopening};

use crate::mapping::State;

/// One row of a log of state changes.
pub(crate) struct Change {
    pub(crate) at: DateTime<Utc>,
    pub(crate) state: String,
    /// Which one of a moment it is, where the log numbers them.
    pub(crate) sequence: Option<u64>,
    pub(crate) origin: Origin,
    /// What the row's columns say of the case.
    pub(crate) case: Case,
}

/// Whether two changes of one moment tell of different states and nothing says which came first.
pub(crate) fn is_ambiguous(changes: &[Change]) -> bool {
    let mut states: BTreeMap<(DateTime<Utc>, Option<u64>), &str> = BTreeMap::new();
    changes.iter().any(|change| {
        let known = states.entry((change.at, change.sequence)).or_insert(&change.state);
        *known != change.state
    })
}

/// The case that a series of changes tells of.
///
/// Attributes and marks from columns are those of the last row. A state reaches its mark when it is entered;
/// a mark is taken back by entering a state that neither reaches nor keeps it. A mark that some state
/// reaches is a matter of states alone: what a column says of it does not count.
pub(crate) fn follow(mut changes: Vec<Change>, states: &[State]) -> Option<Case> {
    changes.sort_by(|a, b| (a.at, a.sequence, &a.origin).cmp(&(b.at, b.sequence, &b.origin)));
    let mut case = changes.last()?.case.clone();
    case.origin = changes.first()?.case.origin.clone();
    for mark in states.iter().filter_map(|state| state.reaches.as_ref()) {
        case.marks.remove(mark);
    }
    let mut current: Option<&str> = None;
    let mut reached: BTreeMap<&Mark, DateTime<Utc>> = BTreeMap::new();
    let mut paused: Option<(&PauseKind, DateTime<Utc>)> = None;
    for change in &changes {
        // The log repeats a state for each edit of the case.
        if current.replace(&change.state) == Some(change.state.as_str()) {
            continue;
        }
        let state = states.iter().find(|state| state.is.contains(&change.state));
        if let Some((kind, from)) = paused.take() {
            case.pauses.push(Pause { kind: kind.clone(), from, to: Some(change.at) });
        }
        paused = state.and_then(|state| state.pauses.as_ref()).map(|kind| (kind, change.at));
        let stays = |mark: &Mark| {
            state.is_some_and(|state| state.reaches.as_ref() == Some(mark) || state.keeps.contains(mark))
        };
        for (mark, stopped) in reached.iter().filter(|(mark, _)| !stays(mark)) {
            case.reopenings.push(Reopening { mark: (*mark).clone(), stopped: *stopped, resumed: change.at });
        }
        reached.retain(|mark, _| stays(mark));
        if let Some(mark) = state.and_then(|state| state.reaches.as_ref()) {
            reached.entry(mark).or_insert(change.at);
        }
    }
    if let Some((kind, from)) = paused {
        case.pauses.push(Pause { kind: kind.clone(), from, to: None });
    }
    for (mark, at) in reached {
        case.marks.insert(mark.clone(), at);
    }
    Some(case)
}
