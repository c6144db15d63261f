//! How things stood, and what was ever recorded of them.

use std::process::ExitCode;

use escape::Lines;
use keiyaku::{
    ledger::{Body, Cell, Devices, Entry, Field, Kind, Loan, Record, Sheet},
    provenance::{Language, Text},
    report::text_table,
};
use serde_json::{Value, json};

use super::{
    args::{DeviceView, JournalOptions},
    journal::Source,
};
use crate::{failure::Failure, options::Format, output, refusal::Refusal};

pub(super) fn as_of(
    kind: Option<Kind>,
    id: Option<&str>,
    view: Option<DeviceView>,
    options: &JournalOptions,
) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let language = options.answer.language();
    let sheets = &source.rules()?.sheets;
    let state = source.journal.state(source.as_of);
    let state = match view {
        Some(view) => state.only(Kind::Device, |device| device.text(Field::View) == Some(view.word())),
        None => state,
    };
    let text = match (kind, id) {
        (None, _) if options.answer.format == Format::Json => {
            let counts = Kind::ALL.iter().map(|kind| (kind.to_string(), json!(state.count(*kind))));
            output::json(&Value::Object(counts.collect()))
        }
        (None, _) => {
            let rows: Vec<Vec<String>> = Kind::ALL
                .iter()
                .map(|kind| {
                    let name = sheets.sheet(*kind).map_or("", |sheet| sheet.name.in_language(language));
                    vec![kind.to_string(), name.to_owned(), state.count(*kind).to_string()]
                })
                .collect();
            let header = match language {
                Language::Ja => ["種類", "台帳", "件数"],
                Language::En => ["kind", "ledger", "records"],
            };
            text_table(&header, &rows)
        }
        (Some(kind), None) if options.answer.format == Format::Json => {
            let all: Vec<Value> = state.records(kind).map(record_json).collect();
            output::json(&Value::from(all))
        }
        (Some(kind), None) => {
            let devices = Devices::of(&state);
            let day = state.as_of().valid_on;
            // How a device or a loan stands is in no column: it follows from what happened.
            let status = |record: &Record<'_>| match kind {
                Kind::Device => devices.get(record.id).map(|device| device.status().text()),
                Kind::Loan => {
                    Loan::all(&state).find(|loan| loan.id() == record.id).map(|loan| loan.status(day).text())
                }
                _ => None,
            };
            listed(sheets.sheet(kind), state.records(kind), &status, language)
        }
        (Some(kind), Some(id)) => {
            let record = state.record(kind, id).ok_or_else(|| Refusal::NoRecord {
                kind,
                id: id.to_owned(),
                on: state.as_of().valid_on,
            })?;
            match options.answer.format {
                Format::Json => output::json(&record_json(record)),
                Format::Table => card(sheets.sheet(kind), record, language),
            }
        }
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The columns that any record fills, so that a table stays readable.
fn listed<'a>(
    sheet: Option<&Sheet>,
    records: impl Iterator<Item = &'a Record<'a>>,
    status: &dyn Fn(&Record<'a>) -> Option<Text>,
    language: Language,
) -> Lines {
    let records: Vec<&Record<'_>> = records.collect();
    let columns: Vec<(&str, &str)> = sheet
        .into_iter()
        .flat_map(|sheet| &sheet.columns)
        .map(|column| (column.field.as_str(), column.name.in_language(language)))
        .filter(|(field, _)| records.iter().any(|record| record.text_named(field).is_some()))
        .collect();
    let id = sheet.map_or("id", |sheet| sheet.id_name.in_language(language));
    let standing: Vec<Option<Text>> = records.iter().map(|record| status(record)).collect();
    let has_status = standing.iter().any(Option::is_some);
    let status = if language == Language::Ja { "状態" } else { "state" };
    let header: Vec<&str> = [id]
        .into_iter()
        .chain(has_status.then_some(status))
        .chain(columns.iter().map(|(_, name)| *name))
        .collect();
    let rows: Vec<Vec<String>> = records
        .iter()
        .zip(&standing)
        .map(|(record, standing)| {
            let cells = columns.iter().map(|(field, _)| record.text_named(field).unwrap_or("").to_owned());
            let standing =
                standing.as_ref().map_or_else(String::new, |text| text.in_language(language).to_owned());
            [record.id.to_owned()].into_iter().chain(has_status.then_some(standing)).chain(cells).collect()
        })
        .collect();
    text_table(&header, &rows)
}

fn card(sheet: Option<&Sheet>, record: &Record<'_>, language: Language) -> Lines {
    let name = |field: &str| {
        let column = sheet.and_then(|sheet| sheet.column(field));
        column.map_or(field.to_owned(), |column| column.name.in_language(language).to_owned())
    };
    let rows: Vec<Vec<String>> = record
        .fields()
        .map(|(field, Cell { value, since, entry })| {
            vec![name(field), value.unwrap_or("－").to_owned(), since.to_string(), entry.to_string()]
        })
        .chain(record.events().iter().map(|happening| {
            vec![
                String::new(),
                happening.event.to_string(),
                happening.on.to_string(),
                happening.entry.to_string(),
            ]
        }))
        .collect();
    let header = match language {
        Language::Ja => ["項目", "内容", "いつから", "記録番号"],
        Language::En => ["field", "value", "since", "entry"],
    };
    let mut out = Lines::of(format_args!("{} {}", record.kind, record.id));
    out.append(&text_table(&header, &rows));
    out
}

fn record_json(record: &Record<'_>) -> Value {
    let fields = record.fields().map(|(field, cell)| {
        (
            field.to_owned(),
            json!({ "value": cell.value, "since": cell.since.to_string(), "entry": cell.entry }),
        )
    });
    let events: Vec<Value> = record
        .events()
        .iter()
        .map(|one| json!({ "event": one.event.word(), "on": one.on.to_string(), "entry": one.entry }))
        .collect();
    let fields: serde_json::Map<String, Value> = fields.collect();
    json!({ "kind": record.kind.word(), "id": record.id, "fields": fields, "events": events })
}

pub(super) fn history(kind: Kind, id: &str, options: &JournalOptions) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let entries: Vec<&Entry> =
        source.journal.history(kind, id).filter(|entry| entry.seq <= source.as_of.known).collect();
    if entries.is_empty() {
        return Err(Refusal::NoHistory { kind, id: id.to_owned() }.into());
    }
    let text = match options.answer.format {
        Format::Json => {
            let all: Vec<Value> = entries.iter().map(|entry| entry_json(entry)).collect();
            output::json(&Value::from(all))
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = entries
                .iter()
                .map(|entry| {
                    vec![
                        entry.seq.to_string(),
                        entry.valid_on.to_string(),
                        entry.recorded_at.format("%Y-%m-%dT%H:%MZ").to_string(),
                        entry.actor.to_string(),
                        origin(entry),
                        said(entry),
                    ]
                })
                .collect();
            let header = match options.answer.language() {
                Language::Ja => ["番号", "いつから", "記録した時刻", "記録者", "出どころ", "内容"],
                Language::En => ["entry", "valid on", "recorded at", "by", "origin", "what"],
            };
            text_table(&header, &rows)
        }
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn origin(entry: &Entry) -> String {
    entry.origin.as_ref().map_or_else(String::new, |origin| match &origin.sheet {
        Some(sheet) => format!("{} {sheet}!{}", origin.file, origin.row),
        None => format!("{}:{}", origin.file, origin.row),
    })
}

/// What an entry says, in a line.
fn said(entry: &Entry) -> String {
    let (before, put) = match &entry.body {
        Body::Reverse { entry, why } => return format!("reverse {entry}: {why}"),
        Body::Put(put) => (String::new(), put),
        Body::Correct { entry, put } => (format!("correct {entry}: "), put),
    };
    let event = put.event.map(|event| event.word().to_owned());
    let fields = put.fields.iter().map(|(name, value)| format!("{name}={}", value.unwrap_or("－")));
    format!("{before}{}", event.into_iter().chain(fields).collect::<Vec<_>>().join(" "))
}

fn entry_json(entry: &Entry) -> Value {
    let (verb, amends, put) = match &entry.body {
        Body::Put(put) => ("put", None, Some(put)),
        Body::Correct { entry, put } => ("correct", Some(*entry), Some(put)),
        Body::Reverse { entry, .. } => ("reverse", Some(*entry), None),
    };
    let why = match &entry.body {
        Body::Reverse { why, .. } => Some(why.as_ref()),
        Body::Put(_) | Body::Correct { .. } => None,
    };
    let fields: serde_json::Map<String, Value> = put
        .iter()
        .flat_map(|put| put.fields.iter())
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    json!({
        "entry": entry.seq,
        "batch": entry.batch,
        "recorded_at": entry.recorded_at.to_rfc3339(),
        "valid_on": entry.valid_on.to_string(),
        "by": entry.actor.as_ref(),
        "origin": entry.origin.as_ref().map(|origin| json!({
            "file": origin.file.as_ref(), "sheet": origin.sheet.as_deref(), "row": origin.row,
        })),
        "what": verb,
        "amends": amends,
        "why": why,
        "event": put.and_then(|put| put.event).map(|event| event.word()),
        "fields": fields,
        "hash": entry.hash.to_string(),
    })
}
