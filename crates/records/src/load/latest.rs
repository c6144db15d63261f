//! Records that stand in the files of several months: the latest counts.

use std::collections::BTreeMap;

use calendar::YearMonth;
use provenance::{Origin, Text};
use sla::{Case, Event, SurveyAnswer};

use super::{Loaded, month_of};

/// A record that may be handed in again for a later month.
trait Again {
    fn name(&self) -> (&str, &str);
    fn origin(&self) -> Option<&Origin>;
}

impl Again for Case {
    fn name(&self) -> (&str, &str) {
        (self.kind.as_str(), &self.id)
    }

    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

impl Again for Event {
    fn name(&self) -> (&str, &str) {
        (self.kind.as_str(), &self.id)
    }

    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

impl Again for SurveyAnswer {
    fn name(&self) -> (&str, &str) {
        (self.survey.as_str(), &self.id)
    }

    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

impl Loaded {
    /// Of records of one kind and identifier from the files of several months those of the latest are kept: a case that was
    /// open when one month ended is closed in the files of the next. What is left out is told by its number.
    pub(super) fn keep_latest(&mut self) {
        let seen = &mut self.observations;
        let earlier =
            [latest(&mut seen.cases), latest(&mut seen.events), latest(&mut seen.answers)].into_iter();
        let mut all: BTreeMap<(YearMonth, YearMonth), u64> = BTreeMap::new();
        for (months, count) in earlier.flatten() {
            *all.entry(months).or_default() += count;
        }
        for ((earlier, later), count) in all {
            self.notes.push(Text::new(
                format!("{earlier}と{later}の両方にある記録{count}件は、後の月（{later}）の内容によった"),
                format!("{count} records stand in the files of {earlier} and of {later}; those of the later month ({later}) count"),
            ));
        }
    }
}

/// Keeps the latest of each; how many were left out of which month for which.
fn latest<T: Again>(records: &mut Vec<T>) -> BTreeMap<(YearMonth, YearMonth), u64> {
    let month = |record: &T| record.origin().and_then(|origin| month_of(&origin.file));
    let mut last: BTreeMap<(String, String), YearMonth> = BTreeMap::new();
    let named = |record: &T| (record.name().0.to_owned(), record.name().1.to_owned());
    for (record, month) in records.iter().filter_map(|record| Some((record, month(record)?))) {
        last.entry(named(record)).and_modify(|known| *known = month.max(*known)).or_insert(month);
    }
    let mut left_out = BTreeMap::new();
    if last.is_empty() {
        return left_out;
    }
    records.retain(|record| match (month(record), last.get(&named(record))) {
        (Some(own), Some(later)) if own < *later => {
            *left_out.entry((own, *later)).or_default() += 1;
            false
        }
        _ => true,
    });
    left_out
}

#[cfg(test)]
mod tests {
    use crate::{InputFile, Mapping};

    const MAPPING: &str = "zone = \"Asia/Tokyo\"\n[[file]]\nname = \"incidents\"\nkind = \"incident\"\nshape = \"cases\"\nid = \"番号\"\nmarks = { opened = \"受付\", closed = \"完了\" }\n";

    /// A case that was open at the end of May is closed in June's file: it is one case, closed.
    #[test]
    fn the_row_of_the_later_month_counts() {
        let mapping = Mapping::from_table("records.toml", MAPPING, &calendar::Sites::default()).unwrap();
        let may = InputFile {
            name: "2024-05/incidents.csv",
            bytes: "番号,受付,完了\nI-1,2024/5/30 10:00,\nI-2,2024/5/2 10:00,2024/5/2 11:00\n".as_bytes(),
        };
        let june = InputFile {
            name: "2024-06/incidents.csv",
            bytes: "番号,受付,完了\nI-1,2024/5/30 10:00,2024/6/3 9:00\n".as_bytes(),
        };
        // The order of the files decides nothing.
        for files in [[may, june], [june, may]] {
            let loaded = crate::load(&mapping, &files, &mut |_, _| {});
            assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
            let mut cases: Vec<(&str, usize)> = loaded
                .observations
                .cases
                .iter()
                .map(|case| (case.id.as_str(), case.marks.iter().count()))
                .collect();
            cases.sort_unstable();
            assert_eq!(cases, [("I-1", 2), ("I-2", 2)]);
            assert_eq!(loaded.observations.handed_in.values().next().unwrap().len(), 2);
            assert_eq!(
                loaded.notes.iter().map(|note| note.en.as_str()).collect::<Vec<_>>(),
                [
                    "1 records stand in the files of 2024-05 and of 2024-06; those of the later month (2024-06) count"
                ]
            );
        }
    }
}
