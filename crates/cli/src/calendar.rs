//! `keiyaku calendar`: business time at the command line.

use std::process::ExitCode;

use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta};
use clap::{Args, Subcommand};
use keiyaku::{
    calendar::{CalendarError, Certainty, HolidayKind, JapaneseHolidays, NamedCalendar, Piece},
    intake::{DateError, TimeForm, WrittenTime, read_time},
    provenance::{Text, place_of},
    report::{text_table, words},
    tables::Explain,
};
use serde_json::json;

use crate::{
    failure::Failure,
    options::{Answer, FolderOptions, Format},
    output,
    refusal::Refusal,
    source::contract,
    usage::{Wrong, span},
};

#[derive(Debug, Subcommand)]
pub(crate) enum CalendarCommand {
    /// Business time between two local times
    Elapsed {
        /// Local time, as in 2024-06-07T16:00
        #[arg(value_parser = local_time)]
        from: NaiveDateTime,
        /// Local time
        #[arg(value_parser = local_time)]
        to: NaiveDateTime,
        #[command(flatten)]
        options: CalendarOptions,
    },
    /// When an amount of business time is used up
    Add {
        /// Local time, as in 2024-06-07T16:00
        #[arg(value_parser = local_time)]
        from: NaiveDateTime,
        /// Amount, as in 90m, 4h or 2d (a day is 24 business hours)
        #[arg(value_parser = span)]
        amount: TimeDelta,
        #[command(flatten)]
        options: CalendarOptions,
    },
    /// Japan's national holidays of a year
    Holidays {
        /// From 1949 to 2099
        year: i32,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CalendarOptions {
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    /// Which of the contract's calendars [default: its main one]
    #[arg(long, value_name = "NAME")]
    pub(crate) calendar: Option<String>,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// Reads a local time: `2024-06-07T16:00`, `2024/6/7 16:00`.
fn local_time(text: &str) -> Result<NaiveDateTime, Wrong> {
    match read_time(text, &TimeForm::PLAIN).map(|read| read.time) {
        Ok(WrittenTime::Day(date)) => Ok(date.and_time(NaiveTime::MIN)),
        Ok(WrittenTime::Local(local)) => Ok(local),
        Ok(WrittenTime::Instant(_)) => Err(Wrong(Text::new(
            "時差が付いている。暦の地域の時刻を時差なしで書く",
            "it bears an offset; local times of the calendar's zone are wanted",
        ))),
        Err(DateError::NoDate { .. }) => Err(Wrong(Text::new(
            "日時として読めない。2024-06-07T16:00のように書く",
            "it is not a local time; write it as in 2024-06-07T16:00",
        ))),
        Err(why) => {
            let why = why.text();
            Err(Wrong(Text::new(
                format!("{}。2024-06-07T16:00のように書く", why.ja),
                format!("it {}; write it as in 2024-06-07T16:00", why.en),
            )))
        }
    }
}

pub(crate) fn run(command: &CalendarCommand) -> Result<ExitCode, Failure> {
    match command {
        CalendarCommand::Elapsed { from, to, options } => {
            let named = named(options)?;
            let zone = named.calendar.zone();
            let (from, to) = (zone.to_utc(*from), zone.to_utc(*to));
            let elapsed = named.calendar.elapsed(from, to).map_err(unanswered)?;
            explained(options, &named, from, to, "elapsed_seconds", json!(elapsed.num_seconds()))?;
            if options.answer.format == Format::Table {
                let text = words::duration(elapsed.num_seconds());
                output::line(format_args!("= {}", text.in_language(options.answer.language())))?;
            }
        }
        CalendarCommand::Add { from, amount, options } => {
            let named = named(options)?;
            let zone = named.calendar.zone();
            let from = zone.to_utc(*from);
            let end = named.calendar.add(from, *amount).map_err(unanswered)?;
            explained(options, &named, from, end, "end", json!(words::instant(end, zone)))?;
            if options.answer.format == Format::Table {
                output::line(format_args!("= {}", words::instant(end, zone)))?;
            }
        }
        CalendarCommand::Holidays { year, format } => holidays(*year, *format)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn unanswered(error: CalendarError) -> Failure {
    Failure::of(&error)
}

fn named(options: &CalendarOptions) -> Result<NamedCalendar, Failure> {
    let contract = contract(&options.folder)?;
    let calendars = contract.calendars();
    let Some(name) = &options.calendar else {
        return calendars.main().cloned().map_err(|error| Refusal::WhichCalendar(error.text()).into());
    };
    let known = calendars.get(name).cloned();
    known.ok_or_else(|| Failure::of(&calendars.names().unknown(name)))
}

/// Prints the pieces of a span, or the answer with them as JSON.
fn explained(
    options: &CalendarOptions,
    named: &NamedCalendar,
    from: chrono::DateTime<chrono::Utc>,
    to: chrono::DateTime<chrono::Utc>,
    key: &str,
    answer: serde_json::Value,
) -> Result<(), Failure> {
    let zone = named.calendar.zone();
    let pieces = named.calendar.intervals(from, to).map_err(unanswered)?;
    let language = options.answer.language();
    match options.answer.format {
        Format::Json => {
            let pieces: Vec<serde_json::Value> = pieces
                .iter()
                .map(|piece| {
                    json!({
                        "from": words::instant(piece.from, zone), "to": words::instant(piece.to, zone),
                        "seconds": piece.seconds(), "state": piece.state.text(),
                    })
                })
                .collect();
            output::print(&output::json(&json!({ key: answer, "pieces": pieces })))
        }
        Format::Table => {
            let row = |piece: &Piece| {
                vec![
                    words::instant(piece.from, zone),
                    words::instant(piece.to, zone),
                    words::duration(piece.seconds()).in_language(language).to_owned(),
                    piece.state.text().in_language(language).to_owned(),
                ]
            };
            let header = match language {
                keiyaku::provenance::Language::Ja => ["から", "まで", "長さ", "扱い"],
                keiyaku::provenance::Language::En => ["from", "to", "length", "counts as"],
            };
            output::print(&text_table(&header, &pieces.iter().map(row).collect::<Vec<_>>()))
        }
    }
}

fn holidays(year: i32, format: Format) -> Result<(), Failure> {
    let holidays = JapaneseHolidays::by_the_act();
    let days = holidays.in_year(year).map_err(|error| Failure::of(&error))?;
    let kind = |kind: HolidayKind| match kind {
        HolidayKind::National => "national",
        HolidayKind::Single => "single",
        HolidayKind::Substitute => "substitute",
        HolidayKind::Between => "between",
    };
    const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
    if format == Format::Json {
        let days: Vec<serde_json::Value> = days
            .map(|day| {
                json!({
                    "date": day.date.to_string(), "name": day.name, "kind": kind(day.kind),
                    "confirmed": day.certainty == Certainty::Confirmed,
                })
            })
            .collect();
        return output::print(&output::json(&days.into()));
    }
    let rows: Vec<Vec<String>> = days
        .map(|day| {
            let weekday = WEEKDAYS.get(place_of(day.date.weekday().num_days_from_monday())).copied();
            vec![
                day.date.to_string(),
                weekday.unwrap_or("").to_owned(),
                day.name.ja.clone(),
                day.name.en.clone(),
                match day.certainty {
                    Certainty::Confirmed => "",
                    Certainty::Historical => "公表一覧より前",
                    Certainty::Forecast => "予定",
                }
                .to_owned(),
            ]
        })
        .collect();
    output::print(&text_table(&["日付", "曜", "名称", "name", ""], &rows))
}
