//! Which columns a mapping needs, and what its rows are.

use std::collections::BTreeSet;

use sla::Mark;

use super::file::{CaseColumns, ExecutionColumns, FileMapping, Shape};

impl FileMapping {
    /// Whether a row tells only a part of a case.
    pub(crate) fn is_part_of_a_case(&self) -> bool {
        matches!(self.shape, Shape::StateChanges { .. } | Shape::Pauses { .. } | Shape::Reopenings { .. })
    }

    /// Whether a file may come without the column.
    pub(crate) fn may_lack(&self, column: &str) -> bool {
        if let Some(list) = self.list() {
            return list.columns.iter().any(|known| known.label.ja == column && !known.is_needed);
        }
        if self.attributes.iter().any(|attribute| attribute.is_optional && attribute.column == column) {
            return true;
        }
        let Some((_, case)) = self.case() else { return false };
        case.exclusion.as_ref().is_some_and(|exclusion| {
            exclusion.is_optional && (exclusion.reason == column || exclusion.note.as_deref() == Some(column))
        })
    }

    /// The columns that the mapping uses.
    pub(crate) fn columns(&self) -> BTreeSet<&str> {
        let mut columns: BTreeSet<&str> = BTreeSet::from([self.id.as_str()]);
        columns.extend(self.attributes.iter().map(|attribute| attribute.column.as_str()));
        columns.extend(self.only.iter().map(|only| only.column.as_str()));
        match &self.shape {
            Shape::Cases { case, .. } => case.add_to(&mut columns),
            Shape::StateChanges { case, changed, state, sequence, .. } => {
                case.add_to(&mut columns);
                columns.extend([changed.as_str(), state.as_str()]);
                columns.extend(sequence.as_deref());
            }
            Shape::Pauses { pause, from, to, .. } => columns.extend([pause.as_str(), from, to]),
            Shape::Reopenings { stopped, resumed, .. } => columns.extend([stopped.as_str(), resumed]),
            Shape::Events { at, .. } => columns.extend([at.as_str()]),
            Shape::Tallies { on, planned, done, missing } => {
                columns.extend([on.as_str(), planned, done]);
                columns.extend(missing.as_deref());
            }
            Shape::Executions(log) => {
                columns.extend([log.site.as_str(), &log.done, &log.outcome]);
                columns.extend(log.optional());
            }
            Shape::Survey { on, questions, .. } => {
                columns.extend([on.as_str()]);
                columns.extend(questions.iter().map(String::as_str));
            }
            Shape::List(list) => {
                columns.extend(list.columns.iter().map(|column| column.label.ja.as_str()));
            }
        }
        columns
    }
}

impl CaseColumns {
    /// The column that a mark is read from.
    pub(crate) fn column(&self, mark: &Mark) -> Option<&str> {
        let marks = self.marks.iter().map(|(known, column)| (known, column));
        let spans = self.spans.iter().map(|span| (&span.mark, &span.column));
        marks.chain(spans).find(|(known, _)| *known == mark).map(|(_, column)| column.as_str())
    }

    /// The marks that are read from columns.
    pub(crate) fn roles(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().map(|(mark, _)| mark.as_str())
    }

    fn add_to<'a>(&'a self, columns: &mut BTreeSet<&'a str>) {
        columns.extend(self.marks.iter().map(|(_, column)| column.as_str()));
        columns.extend(self.spans.iter().map(|span| span.column.as_str()));
        if let Some(exclusion) = &self.exclusion {
            columns.extend([exclusion.reason.as_str()]);
            columns.extend(exclusion.note.as_deref());
        }
    }
}

impl ExecutionColumns {
    /// The columns beyond item, site, day and outcome.
    fn optional(&self) -> impl Iterator<Item = &str> {
        [&self.planned, &self.part, &self.by, &self.note, &self.evidence]
            .into_iter()
            .filter_map(Option::as_deref)
    }
}
