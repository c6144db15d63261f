//! Parts of the table that several measures share: which records, and the clock of each.

use tables::Row;

use crate::{Clock, Condition, Name, Selector};

impl Selector {
    /// Reads `of` and `where`.
    pub(crate) fn of_row(row: &Row<'_>) -> Option<Self> {
        let (kind, conditions): (Option<String>, _) = (row.required("of"), conditions(row, "where"));
        Some(Self { kind: kind?.into(), conditions: conditions? })
    }
}

impl Clock {
    /// Reads `start`, `stop`, `pauses` and `settled`.
    pub(crate) fn of_row(row: &Row<'_>) -> Option<Self> {
        let (start, stop): (_, Option<String>) = (start(row), row.required("stop"));
        let (pauses, settled) = (names(row, "pauses"), names(row, "settled"));
        Some(Self { start: start?, stop: stop?.into(), pauses, settled })
    }
}

/// The marks that start a clock, or place a case in its month.
pub(crate) fn start(row: &Row<'_>) -> Option<Vec<Name>> {
    let start = names(row, "start");
    if start.is_empty() {
        row.complain("start", "must name the mark that starts it", Some("write `start = [\"occurred\"]`"));
        return None;
    }
    Some(start)
}

/// The conditions of a list.
pub(crate) fn conditions(row: &Row<'_>, key: &'static str) -> Option<Vec<Condition>> {
    row.rows(key)
        .iter()
        .map(|row| {
            if row.has("reached") {
                let mark: String = row.required("reached")?;
                return Some(Condition::Reached { mark: mark.into() });
            }
            let attribute: Name = row.required::<String>("attribute")?.into();
            let (is, is_not) = (names(row, "is"), names(row, "is_not"));
            match (is.is_empty(), is_not.is_empty()) {
                (false, true) => Some(Condition::Is { attribute, values: is }),
                (true, false) => Some(Condition::IsNot { attribute, values: is_not }),
                _ => {
                    row.complain("attribute", "needs either `is` or `is_not` with values", None);
                    None
                }
            }
        })
        .collect()
}

fn names(row: &Row<'_>, key: &'static str) -> Vec<Name> {
    row.strings(key).into_iter().map(Name::from).collect()
}
