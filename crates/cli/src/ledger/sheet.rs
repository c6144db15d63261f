//! Ledgers from and to spreadsheets.

use std::process::ExitCode;

use keiyaku::{
    files::Limit,
    intake::RowError,
    ledger::{Field, Head, Kind},
    provenance::Text,
    tables::Noun,
};
use ledger_sheet::{CsvEncoding, Export, HandedIn, Mapping, OnRejected, Plan, plan};
use serde_json::{Value, json};

use super::{
    args::{ExportOptions, ImportOptions, SheetFormat},
    evidence,
    journal::{self, Kept, Source},
};
use crate::{
    csv, failure::Failure, failure::RECORDS, options::Format, output, refusal::Refusal, run::RUN, source,
};

/// How many changes of a plan are shown; JSON holds all.
const SHOWN: usize = 20;

pub(super) fn import(options: &ImportOptions) -> Result<ExitCode, Failure> {
    let contract = source::contract(&options.folder)?;
    let sheets = &journal::rules(&contract)?.sheets;
    let mapping = match (&options.mapping, options.kind) {
        (Some(path), _) => {
            let table = RUN.text(path)?;
            Mapping::from_table(&escape::name(path), &table, sheets)?
        }
        (None, Some(kind)) => Mapping::new(kind),
        (None, None) => {
            return Err(Refusal::WhichLedger.into());
        }
    };
    let bytes = RUN.bytes(&options.file, Limit::DATA)?;
    let name = options.file.file_name().map_or_else(String::new, escape::name);
    // Taken for today, a sheet of what happened would happen again whenever it is imported.
    let today = || contract.calendars().zone().to_local(source::machine_clock()).date();
    let day = options.valid_on.or_else(|| mapping.event.is_none().then(today));
    // With --apply the journal is locked before it is compared with, so that nobody records in between.
    let (kept, read) = match options.apply {
        true => (Some(Kept::open(&options.journal)?), None),
        false => (None, Some(journal::read(&options.journal)?)),
    };
    let Some(journal) = kept.as_ref().map(Kept::journal).or(read.as_ref()) else {
        return Ok(ExitCode::SUCCESS);
    };
    let planned = plan(HandedIn { name: &name, bytes: &bytes }, &mapping, sheets, journal, day);
    let code = if planned.has_rejections() { RECORDS.into() } else { ExitCode::SUCCESS };
    let applied = match (kept, options.by.as_deref()) {
        (Some(kept), Some(by)) => apply(&planned, kept, by, options.keep_going),
        _ => Ok(Applied::Nothing),
    };
    let language = options.answer.language();
    let mut text = match options.answer.format {
        Format::Json => output::json(&plan_json(&planned, applied.as_ref().ok())),
        Format::Table => planned.to_text(sheets, language, SHOWN),
    };
    if let (Ok(Applied::Recorded { entries, head }), Format::Table) = (&applied, options.answer.format) {
        text.append(&evidence::said(*entries, head, language));
    }
    output::print(&text)?;
    match applied? {
        Applied::Nothing | Applied::Recorded { .. } => Ok(code),
        Applied::Stopped(why) => {
            let Text { ja, en } = why;
            let help = Text::new(
                format!("{ja}（--keep-goingを付けると他の行を取り込む）"),
                format!("{en} (--keep-going takes the other rows)"),
            );
            output::tell_text("keiyaku: ", &help);
            Ok(RECORDS.into())
        }
    }
}

/// What became of a plan.
enum Applied {
    /// There was nothing to record.
    Nothing,
    /// Rows that cannot be taken stopped it.
    Stopped(Text),
    /// It was recorded.
    Recorded { entries: u64, head: Head },
}

fn apply(planned: &Plan, mut kept: Kept, by: &str, keep_going: bool) -> Result<Applied, Failure> {
    if planned.changes_nothing() && !planned.has_rejections() {
        return Ok(Applied::Nothing);
    }
    let on_rejected = if keep_going { OnRejected::GoOn } else { OnRejected::Stop };
    let drafts = match planned.drafts(on_rejected) {
        Ok(drafts) => drafts,
        Err(stopped) => return Ok(Applied::Stopped(stopped.text())),
    };
    if drafts.is_empty() {
        return Ok(Applied::Nothing);
    }
    let entries = u64::try_from(drafts.len()).unwrap_or(u64::MAX);
    let batch = kept.journal().prepare(by, source::machine_clock(), drafts).map_err(journal::unfit)?;
    let head = kept.record(batch)?;
    Ok(Applied::Recorded { entries, head })
}

fn plan_json(plan: &Plan, applied: Option<&Applied>) -> Value {
    let recorded = match applied {
        Some(Applied::Recorded { entries, head }) => Some((entries, head)),
        _ => None,
    };
    let changes = |changes: &[ledger_sheet::Change]| -> Vec<Value> {
        changes
            .iter()
            .map(|change| {
                json!({
                    "row": change.origin.row, "sheet": change.origin.sheet.as_deref(), "id": change.id,
                    "valid_on": change.valid_on.to_string(), "is_late": change.is_late,
                    "event": change.event.map(|event| event.word()),
                    "fields": change.fields.iter().map(|field| json!({
                        "field": field.field.as_ref(), "from": field.from, "to": field.to,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect()
    };
    json!({
        "recorded": recorded.map_or(0, |(entries, _)| *entries),
        "head": recorded.map(|(_, head)| evidence::head_json(head)),
        "file": plan.file,
        "kind": plan.kind.word(),
        "rows": plan.rows,
        "created": changes(&plan.created),
        "updated": changes(&plan.updated),
        "unchanged": plan.unchanged.len(),
        "absent": plan.absent,
        "rejected": plan.rejected.iter().map(problem_json).collect::<Vec<_>>(),
        "notes": plan.notes.iter().map(|note| json!({
            "sheet": note.sheet, "row": note.row, "count": note.count, "column": note.column,
            "what": { "ja": note.what.text().ja, "en": note.what.text().en },
        })).collect::<Vec<_>>(),
    })
}

/// A problem of a file.
fn problem_json(one: &RowError) -> Value {
    let (reason, remedy) = (one.text(), one.remedy());
    json!({
        "file": one.file, "sheet": one.sheet, "row": one.row, "rows": one.rows, "column": one.column,
        "value": one.value, "code": one.reason.code(),
        "reason": { "ja": reason.ja, "en": reason.en },
        "remedy": { "ja": remedy.ja, "en": remedy.en },
    })
}

pub(super) fn export(options: &ExportOptions) -> Result<ExitCode, Failure> {
    let ExportOptions { kind, out, force, form, accept, guard, view, source: options } = options;
    if options.journal.is_none() {
        return Err(Refusal::JournalToExport.into());
    }
    let opened = Source::open(options)?;
    let sheet = opened.rules()?.sheets.sheet(*kind).ok_or(Refusal::NoLedger { kind: *kind })?;
    let accepted: Vec<(char, &str)> = accept.iter().map(|pair| accepted(pair)).collect::<Result<_, _>>()?;
    let state = opened.journal.state(opened.as_of);
    let state = match view {
        Some(view) => state.only(Kind::Device, |device| device.text(Field::View) == Some(view.word())),
        None => state,
    };
    let language = options.answer.language();
    let formulas = csv::formulas(*guard, !matches!(form, SheetFormat::Xlsx))?;
    let export = Export { sheet, state: &state, language };
    let written = match form {
        SheetFormat::Csv => export.to_csv(CsvEncoding::Utf8, formulas, &[]),
        SheetFormat::Cp932 => export.to_csv(CsvEncoding::Cp932, formulas, &accepted),
        // The day asked about, so that the same ledger gives the same bytes.
        SheetFormat::Xlsx => export.to_xlsx(opened.as_of.valid_on.and_time(chrono::NaiveTime::MIN).and_utc()),
    };
    let written =
        written.map_err(|error| Failure::Several(error.texts().into_iter().map(Failure::Told).collect()))?;
    output::file(out, written.bytes, *force)?;
    let file = escape::name(out);
    for place in &written.replaced {
        let (row, column, found) = (place.row, &place.column, place.found);
        let text = Text::new(
            format!("{file}: 注記: {row}行目、列`{column}`: `{found}`を置き換えた"),
            format!("{file}: note: row {row}, {column}: `{found}` replaced"),
        );
        output::tell_text("", &text);
    }
    for (field, records) in &written.left_out {
        let text = Text::new(
            format!("{file}: 注記: {records}件が持つ項目`{field}`の列がなく、書き出していない"),
            format!("{file}: note: field `{field}` of {records} records has no column"),
        );
        output::tell_text("", &text);
    }
    let place = |place: ledger_sheet::Place| csv::Place {
        row: place.row.into(),
        column: place.column,
        sign: place.found,
    };
    let places: Vec<csv::Place> = written.formulas.into_iter().map(place).collect();
    csv::tell_formulas(Some(out), &places, formulas);
    output::line(format_args!("{file}: {}", written.rows))?;
    Ok(ExitCode::SUCCESS)
}

fn accepted(pair: &str) -> Result<(char, &str), Failure> {
    let wrong = || Refusal::Spelling {
        what: Noun::new("文字とその置換", "character with a text"),
        found: pair.to_owned(),
        example: "髙=高",
    };
    let (from, to) = pair.split_once('=').ok_or_else(wrong)?;
    let mut letters = from.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Ok((letter, to)),
        _ => Err(wrong().into()),
    }
}
