//! Reads what one kind of file holds.

use std::collections::BTreeMap;

use calendar::Sites;
use provenance::Text;
use sla::{Kind, Value};
use tables::Row;
use tasks::{Outcome, WorkSite};

use super::{
    file::{Attribute, DateOnly, ExecutionColumns, FileMapping, Only, Shape},
    read_case::{case_columns, states},
    words::{WordList, Words},
};

pub(super) fn file(row: &Row<'_>, sites: &Sites) -> Option<FileMapping> {
    #[derive(Clone, Copy)]
    enum Word {
        Cases,
        StateChanges,
        Pauses,
        Reopenings,
        Events,
        Tallies,
        Executions,
        Survey,
    }
    let (name, id) = (row.required("name"), row.required("id"));
    // A tally is named by its rows, and the log by work items: there the kind is only a title.
    let kind = || row.required_parsed::<Kind, _>("kind", str::parse);
    let attributes: Vec<Option<Attribute>> = row
        .rows_by("attribute", &["name"])
        .iter()
        .map(|row| {
            let (name, column) = (row.required_parsed("name", str::parse), row.required("column"));
            let words =
                Words::read(row, "words", |word| Ok::<_, std::convert::Infallible>(Value::from(word)));
            let is_optional = row.optional("optional").unwrap_or(false);
            Some(Attribute { name: name?, column: column?, words, is_optional })
        })
        .collect();
    let only: Vec<Option<Only>> = row
        .rows_by("only", &["column"])
        .iter()
        .map(|row| {
            let (column, is) = (row.required("column"), WordList::new(row.strings("is")));
            Some(Only { column: column?, is })
        })
        .collect();
    let shape = match row.required_one_of(
        "shape",
        &[
            ("cases", Word::Cases),
            ("state-changes", Word::StateChanges),
            ("pauses", Word::Pauses),
            ("reopenings", Word::Reopenings),
            ("events", Word::Events),
            ("tallies", Word::Tallies),
            ("executions", Word::Executions),
            ("survey", Word::Survey),
        ],
    )? {
        Word::Cases => {
            let case = case_columns(row);
            kind().map(|kind| Shape::Cases { kind, case })
        }
        Word::StateChanges => {
            let (kind, case) = (kind(), case_columns(row));
            let (changed, state) = (row.required("changed"), row.required("state"));
            let states = states(row);
            let sequence = row.optional("sequence");
            kind.zip(changed.zip(state)).map(|(kind, (changed, state))| Shape::StateChanges {
                kind,
                case,
                changed,
                state,
                sequence,
                states,
            })
        }
        Word::Pauses => {
            let (pause, from, to) = (row.required("pause"), row.required("from"), row.required("to"));
            let words = Words::read(row, "words", str::parse);
            kind().zip(pause.zip(from).zip(to)).map(|(kind, ((pause, from), to))| Shape::Pauses {
                kind,
                pause,
                words,
                from,
                to,
            })
        }
        Word::Reopenings => {
            let mark = row.required_parsed("mark", str::parse);
            let (stopped, resumed) = (row.required("stopped"), row.required("resumed"));
            kind()
                .zip(mark.zip(stopped).zip(resumed))
                .map(|(kind, ((mark, stopped), resumed))| Shape::Reopenings { kind, mark, stopped, resumed })
        }
        Word::Events => kind().zip(row.required("at")).map(|(kind, at)| Shape::Events { kind, at }),
        Word::Tallies => {
            let _ = kind();
            let (on, planned, done) = (row.required("on"), row.required("planned"), row.required("done"));
            let missing = row.optional("missing");
            on.zip(planned).zip(done).map(|((on, planned), done)| Shape::Tallies {
                on,
                planned,
                done,
                missing,
            })
        }
        Word::Executions => {
            let _ = kind();
            execution_columns(row, sites).map(Shape::Executions)
        }
        Word::Survey => {
            let survey = row.required_parsed("kind", str::parse);
            let (on, questions) = (row.required("on"), row.strings("questions"));
            let words = Words::read(row, "words", str::parse);
            survey.zip(on).map(|(survey, on)| Shape::Survey { survey, on, questions, words })
        }
    };
    let date_only = date_only(row, shape.as_ref());
    let header_row = row.optional::<u64>("header_row");
    if header_row == Some(0) {
        row.complain("header_row", Text::new("行は1から数える", "rows are counted from 1"), None);
    }
    let (sheets, ignored) = (row.strings("sheets"), row.strings("ignore"));
    if shape.is_some() {
        row.asked_all();
    }
    Some(FileMapping {
        name: name?,
        sheets,
        header_row,
        shape: shape?,
        id: id?,
        ignored,
        only: only.into_iter().flatten().collect(),
        attributes: attributes.into_iter().flatten().collect(),
        date_only,
    })
}

fn date_only(row: &Row<'_>, shape: Option<&Shape>) -> BTreeMap<String, DateOnly> {
    let Some(table) = row.optional_row("date_only") else { return BTreeMap::new() };
    let roles: Vec<&str> = match shape {
        Some(Shape::Cases { case, .. }) => case.roles().collect(),
        Some(Shape::StateChanges { case, .. }) => case.roles().chain(["changed"]).collect(),
        Some(Shape::Pauses { .. }) => vec!["from", "to"],
        Some(Shape::Reopenings { .. }) => vec!["stopped", "resumed"],
        Some(Shape::Events { .. }) => vec!["at"],
        Some(Shape::Tallies { .. } | Shape::Survey { .. } | Shape::Executions(_) | Shape::List(_)) | None => {
            Vec::new()
        }
    };
    let mut meanings = BTreeMap::new();
    for (role, word) in table.entries() {
        let meaning = match word.as_str() {
            "start-of-day" => DateOnly::StartOfDay,
            "end-of-day" => DateOnly::EndOfDay,
            _ => {
                row.complain(
                    "date_only",
                    Text::new(
                        format!("`{word}`は一日のどこでもない"),
                        format!("`{word}` is no part of a day"),
                    ),
                    Some(Text::new(
                        "`start-of-day`か`end-of-day`を書く",
                        "use `start-of-day` or `end-of-day`",
                    )),
                );
                continue;
            }
        };
        if !roles.contains(&role.as_str()) {
            let known = roles.iter().map(|role| format!("`{role}`")).collect::<Vec<_>>().join(", ");
            row.complain(
                "date_only",
                Text::new(
                    format!("このファイルから日時`{role}`は読まない"),
                    format!("no instant `{role}` is read from this file"),
                ),
                Some(Text::new(format!("ここで読む日時: {known}"), format!("instants here: {known}"))),
            );
        }
        meanings.insert(role, meaning);
    }
    meanings
}

fn execution_columns(row: &Row<'_>, sites: &Sites) -> Option<ExecutionColumns> {
    let (site, done, outcome) = (row.required("site"), row.required("done"), row.required("outcome"));
    let sites = Words::read(row, "sites", |word| WorkSite::find(word, sites));
    let outcomes = Words::read(row, "outcomes", str::parse::<Outcome>);
    Some(ExecutionColumns {
        site: site?,
        sites,
        planned: row.optional("planned"),
        done: done?,
        outcome: outcome?,
        outcomes,
        part: row.optional("part"),
        by: row.optional("by"),
        note: row.optional("note"),
        evidence: row.optional("evidence"),
    })
}
