//! Reads the columns of a file of cases: marks, spans, what holds between them, states.

use std::collections::BTreeSet;

use intake::DurationUnit;
use provenance::{Text, folded};
use sla::Mark;
use tables::Row;

use super::{
    file::{CaseColumns, ExclusionColumns, Span, State},
    words::{WordList, Words},
};

pub(super) fn case_columns(row: &Row<'_>) -> CaseColumns {
    let exclusion = row.optional_row("exclusion").and_then(|row| {
        let (reason, note) = (row.required("reason"), row.optional("note"));
        let is_optional = row.optional("optional").unwrap_or(false);
        let words = Words::read(&row, "words", str::parse);
        Some(ExclusionColumns { reason: reason?, note, is_optional, words })
    });
    let marks = row.optional_row("marks").map(|row| marks(&row)).unwrap_or_default();
    let spans: Vec<Span> =
        row.rows_by("span", &["mark"]).iter().filter_map(|row| span(row, &marks)).collect();
    let known: Vec<&Mark> =
        marks.iter().map(|(mark, _)| mark).chain(spans.iter().map(|span| &span.mark)).collect();
    let orders = row.rows("order").iter().map(|row| known_marks(row, "marks", &known)).collect();
    let alternatives = row.rows("alternatives").iter().map(|row| known_marks(row, "marks", &known)).collect();
    let needs = row
        .rows_by("needs", &["mark"])
        .iter()
        .filter_map(|row| {
            let mark = row.required_parsed("mark", str::parse);
            let one_of = known_marks(row, "one_of", &known);
            let mark = mark?;
            refuse_unknown(row, "mark", &mark, &known);
            Some((mark, one_of))
        })
        .collect();
    CaseColumns { marks, spans, orders, alternatives, needs, exclusion }
}

/// Names of marks, each of which the file must hold.
fn known_marks(row: &Row<'_>, key: &'static str, known: &[&Mark]) -> Vec<Mark> {
    let marks: Vec<Mark> = row.each_parsed(key, str::parse);
    for mark in &marks {
        refuse_unknown(row, key, mark, known);
    }
    if marks.is_empty() {
        row.complain(
            key,
            Text::new("時点が1つもない", "names no mark"),
            Some(Text::new("ファイルにある時点を並べる", "list marks that the file holds")),
        );
    }
    marks
}

fn refuse_unknown(row: &Row<'_>, key: &'static str, mark: &Mark, known: &[&Mark]) {
    if !known.contains(&mark) {
        let near = tables::nearest(mark.as_str(), known.iter().map(|name| name.as_str()));
        let help = near.map(|near| Text::new(format!("`{near}`のことか"), format!("did you mean `{near}`?")));
        row.complain(key, unread_mark(mark), help);
    }
}

pub(super) fn states(row: &Row<'_>) -> Vec<State> {
    let rows = row.rows("states");
    let states: Vec<State> = rows.iter().map(state).collect();
    let mut names = BTreeSet::new();
    for (row, state) in rows.iter().zip(&states) {
        if state.is.iter().next().is_none() {
            row.complain(
                "is",
                Text::new("状態が1つもない", "names no state"),
                Some(Text::new(
                    "ツールが書くとおりの状態を並べる",
                    "list the states as the tool writes them",
                )),
            );
        }
        for name in state.is.iter().filter(|name| !names.insert(folded(name))) {
            row.complain(
                "is",
                Text::new(format!("状態`{name}`が2回ある"), format!("the state `{name}` is listed twice")),
                None,
            );
        }
    }
    states
}

fn unread_mark(mark: &Mark) -> Text {
    Text::new(format!("時点`{mark}`を読む列がない"), format!("the mark `{mark}` is read from no column"))
}

fn span(row: &Row<'_>, marks: &[(Mark, String)]) -> Option<Span> {
    let units =
        [("second", DurationUnit::Second), ("minute", DurationUnit::Minute), ("hour", DurationUnit::Hour)];
    let (mark, since) =
        (row.required_parsed("mark", str::parse::<Mark>), row.required_parsed("since", str::parse::<Mark>));
    let (column, unit) = (row.required("column"), row.required_one_of("unit", &units));
    let (mark, since) = (mark?, since?);
    if marks.iter().any(|(known, _)| *known == mark) {
        row.complain(
            "mark",
            Text::new(
                format!("時点`{mark}`には自分の列がある"),
                format!("the mark `{mark}` has a column of its own"),
            ),
            None,
        );
    }
    if !marks.iter().any(|(known, _)| *known == since) {
        let help = Text::new("`marks`が列から読む時点を書く", "name a mark that `marks` reads from a column");
        row.complain("since", unread_mark(&since), Some(help));
    }
    Some(Span { mark, since, column: column?, unit: unit? })
}

fn state(row: &Row<'_>) -> State {
    State {
        is: WordList::new(row.strings("is")),
        reaches: row.optional_parsed("reaches", str::parse),
        keeps: row.each_parsed("keeps", str::parse),
        pauses: row.optional_parsed("pauses", str::parse),
    }
}

/// Marks and the columns that hold them.
fn marks(row: &Row<'_>) -> Vec<(Mark, String)> {
    let entries = row.entries().into_iter();
    let read = |(mark, column): (String, String)| match mark.parse() {
        Ok(mark) => Some((mark, column)),
        Err(error) => {
            let error: tables::IdError = error;
            // The key is no key of the format; the row is what there is to point at.
            row.complain("marks", tables::Explain::text(&error), None);
            None
        }
    };
    entries.filter_map(read).collect()
}
