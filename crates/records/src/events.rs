//! Events of a contract from a file: a table (`.toml`) or a spreadsheet saved as CSV.

use calendar::Zone;
use chrono::{NaiveDateTime, NaiveTime};
use contract::{Done, Event, Log, Terms};
use intake::{
    Cells, Container, DateError, Encoding, Header, RowError, TextForm, TimeForm, WrittenTime, decode,
    read_time,
};
use provenance::Text;
use tables::{Explain, IdError, TableError, TableErrors, nearest};

/// The columns of a CSV file of events: each by its name in English or Japanese.
const COLUMNS: [(&str, &str); 5] =
    [("kind", "種別"), ("id", "番号"), ("of", "対象"), ("date", "日時"), ("meeting", "会議")];

/// The word in the column `kind` of a row that tells what was done; `id` names the duty, `of` the event.
const DONE: [&str; 2] = ["done", "実施"];

/// Reads what happened and what was done, from a file: a table (`.toml`) or CSV with the columns kind, id, of, date and
/// meeting; `of` and `meeting` may be absent. The zone is that of times with an offset.
///
/// # Errors
/// Every problem found, with row and column; in a table with line and column.
pub fn read_events(terms: &Terms, zone: &Zone, file: &str, bytes: &[u8]) -> Result<Log, TableErrors> {
    if file.ends_with(".toml") {
        let (text, _) = decode(bytes, Encoding::Utf8).map_err(|error| {
            let help = Some(Text::new("UTF-8で保存し直す", "save the file again as UTF-8"));
            let (line, byte) = (error.line(), error.byte());
            TableErrors { problems: vec![TableError { help, ..at(file, line, byte, "", error.text()) }] }
        })?;
        return Log::from_table(terms, file, &text);
    }
    let of_file = |error: RowError| TableErrors { problems: vec![of_row(&error, 0)] };
    let columns = COLUMNS.iter().map(|(en, ja)| vec![(*en).to_owned(), (*ja).to_owned()]);
    let mut container = Container::open(file, bytes, TextForm::default()).map_err(of_file)?;
    let sheet = container.only_sheet().map_err(of_file)?;
    let mut sheet = container.sheet(sheet, &Header::Holding(columns.collect())).map_err(of_file)?;
    let mut problems = Vec::new();
    let places: Vec<Option<usize>> = COLUMNS
        .iter()
        .map(|(en, ja)| {
            let place = sheet.column(en).or_else(|| sheet.column(ja));
            // An event may belong to nothing, and be no meeting.
            if place.is_none() && !["of", "meeting"].contains(en) {
                let near = nearest(en, sheet.columns().iter().map(String::as_str));
                let help = near.map_or_else(
                    || {
                        Text::new(
                            "見出しは`種別,番号,対象,日時`（又は`kind,id,of,date`）とする",
                            "the header is `kind,id,of,date`",
                        )
                    },
                    |near| {
                        Text::new(
                            format!("`{near}`のことか。見出しは`種別,番号,対象,日時`（又は`kind,id,of,date`）とする"),
                            format!("is `{near}` meant? The header is `kind,id,of,date`"),
                        )
                    },
                );
                let message = Text::new(
                    format!("列`{ja}`（又は`{en}`）がない"),
                    format!("there is no column `{en}` (or `{ja}`)"),
                );
                problems.push(TableError { help: Some(help), ..at(file, 1, 1, en, message) });
            }
            place
        })
        .collect();
    if !problems.is_empty() {
        return Err(TableErrors { problems });
    }
    let mut log = Log::new();
    for row in &mut sheet {
        let read = row.map_err(|error| of_row(&error, 0));
        if let Err(problem) = read.and_then(|cells| entry(terms, zone, file, &places, &cells, &mut log)) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(log) } else { Err(TableErrors { problems }) }
}

fn entry(
    terms: &Terms,
    zone: &Zone,
    file: &str,
    places: &[Option<usize>],
    cells: &Cells<'_>,
    log: &mut Log,
) -> Result<(), TableError> {
    let line = usize::try_from(cells.row).unwrap_or(usize::MAX);
    let place = |number: usize| places.get(number).copied().flatten();
    let cell = |number: usize| place(number).map_or("", |place| cells.get(place));
    let wrong = |number: usize, message: Text| {
        let name = COLUMNS.get(number).map_or("", |(name, _)| name);
        at(file, line, place(number).map_or(0, |place| place + 1), name, message)
    };
    let (kind, id, of) = (cell(0), cell(1), cell(2));
    let (local, has_clock) = time(cell(3), zone).map_err(|error| {
        let help = Some(Text::new(
            "`2024-06-10`又は`2024-06-10T14:20`のように書く",
            "write it as in `2024-06-10` or `2024-06-10T14:20`",
        ));
        let message = match error {
            DateError::NoDate { .. } => Text::new(
                format!("`{}`とあるが、日付か日時でなければならない", cell(3)),
                format!("found `{}`, but it must be a day or a time", cell(3)),
            ),
            error => {
                Text::new(format!("`{}`: {}", cell(3), error.text().ja), format!("`{}` {error}", cell(3)))
            }
        };
        TableError { help, ..wrong(3, message) }
    })?;
    let (day, clock) = (local.date(), has_clock.then(|| local.time()));
    let (added, columns): (_, &[(&str, usize)]) = if DONE.contains(&kind) {
        let duty = id.parse().map_err(|error: IdError| wrong(1, error.text()))?;
        let done = Done { duty, of: of.to_owned(), day };
        (log.add_done(terms, done), &[("duty", 1), ("of", 2)])
    } else {
        let of = (!of.is_empty()).then(|| of.to_owned());
        let meeting = Some(cell(4)).filter(|meeting| !meeting.is_empty()).map(str::parse);
        let meeting = meeting.transpose().map_err(|error: IdError| wrong(4, error.text()))?;
        let kind = kind.parse().map_err(|error: IdError| wrong(0, error.text()))?;
        let event = Event { kind, id: id.to_owned(), of, meeting, day, time: clock };
        (log.add(terms, event), &[("kind", 0), ("id", 1), ("of", 2), ("meeting", 4)])
    };
    added.map_err(|error| {
        let number = columns.iter().find(|(key, _)| *key == error.key()).map_or(0, |(_, number)| *number);
        wrong(number, error.text())
    })
}

/// The local time that a text stands for, and whether it tells a time of day.
fn time(text: &str, zone: &Zone) -> Result<(NaiveDateTime, bool), DateError> {
    Ok(match read_time(text, &TimeForm::PLAIN)?.time {
        WrittenTime::Day(date) => (date.and_time(NaiveTime::MIN), false),
        WrittenTime::Local(local) => (local, true),
        WrittenTime::Instant(at) => (zone.to_local(at.to_utc()), true),
    })
}

fn at(file: &str, line: usize, column: usize, path: &str, message: Text) -> TableError {
    TableError {
        file: file.to_owned(),
        line,
        column,
        path: path.to_owned(),
        message,
        first_line: None,
        help: None,
    }
}

fn of_row(error: &RowError, column: usize) -> TableError {
    let line = usize::try_from(error.row).unwrap_or(usize::MAX);
    let path = error.column.as_deref().unwrap_or("");
    let message = match error.value.as_str() {
        "" => error.text(),
        value => {
            let Text { ja, en } = error.text();
            Text::new(format!("`{value}`: {ja}"), format!("`{value}`: {en}"))
        }
    };
    TableError { help: Some(error.remedy()), ..at(&error.file, line, column, path, message) }
}
