//! Parts of the table that several measures share: which records, and the clock of each.

use tables::Row;

use crate::{Clock, Condition, Mark, Selector, Value};

impl Selector {
    /// Reads `of` and `where`.
    pub(crate) fn of_row(row: &Row<'_>) -> Option<Self> {
        let (kind, conditions) = (row.required_parsed("of", str::parse), conditions(row, "where"));
        Some(Self { kind: kind?, conditions: conditions? })
    }
}

impl Clock {
    /// Reads `start`, `stop`, `pauses` and `settled`.
    pub(crate) fn of_row(row: &Row<'_>) -> Option<Self> {
        let (start, stop) = (start(row), row.required_parsed("stop", str::parse));
        let (pauses, settled) =
            (row.each_parsed("pauses", str::parse), row.each_parsed("settled", str::parse));
        Some(Self { start: start?, stop: stop?, pauses, settled })
    }
}

/// The marks that start a clock, or place a case in its month.
pub(crate) fn start(row: &Row<'_>) -> Option<Vec<Mark>> {
    let start = row.each_parsed("start", str::parse);
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
                return Some(Condition::Reached { mark: row.required_parsed("reached", str::parse)? });
            }
            let attribute = row.required_parsed("attribute", str::parse)?;
            let values =
                |key| row.strings(key).iter().map(|text| Value::from(text.as_str())).collect::<Vec<_>>();
            let (is, is_not) = (values("is"), values("is_not"));
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
