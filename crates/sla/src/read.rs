//! Parts of the table that several measures share: which records, and the clock of each.

use tables::Row;

use crate::{Clock, Condition, Selector, Value, selector::without_values};

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
        let (start, stop) = (row.each_parsed("start", str::parse), row.required_parsed("stop", str::parse));
        let (pauses, settled) =
            (row.each_parsed("pauses", str::parse), row.each_parsed("settled", str::parse));
        Some(Self { start, stop: stop?, pauses, settled })
    }
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
                (_, true) => Some(Condition::Is { attribute, values: is }),
                (true, false) => Some(Condition::IsNot { attribute, values: is_not }),
                (false, false) => {
                    row.complain("attribute", without_values(), None);
                    None
                }
            }
        })
        .collect()
}
