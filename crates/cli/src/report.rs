//! `keiyaku report`: a month's evaluation, printed and written.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use keiyaku::{
    calendar::YearMonth,
    files::Output,
    ledger::Journal,
    provenance::{Language, Text},
    reference,
    report::{self, MonthlyReport, Remarks},
    sla::MonthResults,
};

use crate::{
    failure::{Failure, MISSED},
    options::{FolderOptions, Lang, SourceOptions},
    output,
    run::RUN,
    source::Source,
    usage::month,
};

#[derive(Debug, Args)]
pub(crate) struct ReportOptions {
    #[command(flatten)]
    pub(crate) source: SourceOptions,
    /// The month, as in 2024-06 [default: the sample's]
    #[arg(long, value_parser = month)]
    pub(crate) month: Option<YearMonth>,
    /// How many earlier months to evaluate for the trend
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) earlier: u8,
    /// Journal of the ledgers, which gives lists of the report and some service levels
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// Causes and countermeasures (remarks.toml)
    #[arg(long, value_name = "FILE")]
    pub(crate) remarks: Option<PathBuf>,
    /// Folder for report.html, report.json and report.md [default: keiyaku-report/MONTH]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
    /// Language of what is printed and of the Markdown
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
    /// Ends with exit code 3 where a service level was missed
    #[arg(long)]
    pub(crate) fail_on_missed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// The service-level table
    Table,
    Json,
    Markdown,
    Html,
}

/// The main job: the embedded sample month.
pub(crate) fn sample_month() -> Result<ExitCode, Failure> {
    report(&ReportOptions {
        source: SourceOptions {
            folder: FolderOptions { contract: None },
            records: Vec::new(),
            mapping: None,
            now: None,
            keep_going: false,
        },
        month: None,
        earlier: 0,
        journal: None,
        remarks: None,
        out: None,
        force: false,
        format: ReportFormat::Table,
        lang: Lang::Ja,
        fail_on_missed: false,
    })
}

pub(crate) fn report(options: &ReportOptions) -> Result<ExitCode, Failure> {
    let own_remarks = options.remarks.as_deref().map(|path| RUN.text(path)).transpose()?;
    let journal = options.journal.as_deref().map(crate::ledger::read).transpose()?;
    let others = options.journal.is_some() || options.remarks.is_some();
    let mut source = Source::open_beside(&options.source, options.journal.is_some(), others)?;
    let month = source.month(options.month)?;
    if let Some(journal) = &journal {
        count(&mut source, journal, month, options.earlier)?;
    }
    let annexes = source.contract.annexes(&source.loaded, journal.as_ref(), month);
    for note in partly(&source, month) {
        output::tell_text("note: ", &note);
        source.loaded.notes.push(note);
    }
    let results = source.contract.evaluate_month(month, &source.loaded.observations, source.now)?;
    let cases = source.contract.cases_of(month, &source.loaded.observations, source.now)?;
    let earlier = earlier(&source, month, options.earlier)?;
    let ahead = source.contract.due_in(month.next());
    let remarks = remarks(&source, options, own_remarks.as_deref())?;
    let problems = source.problems();
    let report = MonthlyReport {
        catalogue: source.contract.catalogue(),
        month,
        number: source.contract.catalogue().term.number_of(month),
        now: source.now,
        zone: source.contract.calendars().zone(),
        results: &results,
        earlier: &earlier,
        contents: source.contract.contents(),
        cases: &cases,
        observations: &source.loaded.observations,
        annexes: &annexes,
        ahead: ahead.as_ref(),
        remarks: &remarks,
        problems: &problems,
        unreadable: source.loaded.unreadable(),
        notes: &source.loaded.notes,
        is_sample: source.is_sample,
    };
    let language = Language::from(options.lang);
    let (html, json) = (report::html(&report), report::json(&report));
    let markdown = report::markdown(&report, language);
    let folder =
        options.out.clone().unwrap_or_else(|| PathBuf::from("keiyaku-report").join(month.to_string()));
    let files = Output::folder(&folder)
        .with("report.html", html.as_str())
        .with("report.json", json.as_str())
        .with("report.md", markdown.as_str());
    output::write(&files.forced(options.force))?;
    match options.format {
        ReportFormat::Json => output::document(&json)?,
        ReportFormat::Markdown => output::document(&markdown)?,
        ReportFormat::Html => output::document(&html)?,
        ReportFormat::Table => {
            let mut text = report::text(&report, language);
            let written = format!("{}/report.{{html,json,md}}", escape::name(&folder));
            text.blank();
            text.line(match language {
                Language::Ja => format!("報告書: {written}"),
                Language::En => format!("report: {written}"),
            });
            output::report(&text)?;
        }
    }
    let missed = results.iter().any(|result| result.verdict.is_not_met());
    Ok(if missed && options.fail_on_missed { MISSED.into() } else { ExitCode::SUCCESS })
}

/// Counts the ledgers for the month and those before it.
fn count(source: &mut Source, journal: &Journal, month: YearMonth, earlier: u8) -> Result<(), Failure> {
    let months: Vec<YearMonth> = (0..=i16::from(earlier)).map(|back| month.plus(-back)).collect();
    let noted = source.loaded.notes.len();
    source.contract.count_ledgers(&mut source.loaded, journal, &months).ok_or_else(|| {
        Failure::Told(Text::new(
            "契約は台帳を求めていない（フォルダにledger.tomlがない）",
            "the contract asks for no ledgers: its folder holds no ledger.toml",
        ))
    })?;
    for note in source.loaded.notes.iter().skip(noted) {
        output::tell_text("note: ", note);
    }
    Ok(())
}

/// The months before, from the earliest, as far as the term reaches back.
pub(crate) fn earlier(source: &Source, month: YearMonth, count: u8) -> Result<Vec<MonthResults>, Failure> {
    let term = source.contract.catalogue().term;
    (1..=i16::from(count))
        .rev()
        .map(|back| month.plus(-back))
        .filter(|month| term.number_of(*month).is_some() && has_records(source, *month))
        .map(|month| {
            let results = source.contract.evaluate_month(month, &source.loaded.observations, source.now)?;
            Ok(MonthResults { month, results })
        })
        .collect()
}

/// So many cases of a kind in a month show how often they come.
const OFTEN: usize = 10;

/// So many days without any are worth a word.
const SILENT: i64 = 7;

/// Kinds of case that come often and of which none begins in the first or the last days of a month: its records may be of a
/// part of it. That is told of stretches of a week and more than twice as long as any between two cases, and changes no
/// verdict, since a kind may well have paused.
fn partly(source: &Source, month: YearMonth) -> Vec<Text> {
    let zone = source.contract.calendars().zone();
    let (first, end) = (month.first_day(), month.last_day().min(zone.to_local(source.now).date()));
    let mut days: BTreeMap<&str, Vec<NaiveDate>> = BTreeMap::new();
    for case in &source.loaded.observations.cases {
        let begin = case.marks.iter().map(|(_, at)| zone.to_local(*at).date()).min();
        if let Some(day) = begin.filter(|day| month.contains(*day)) {
            days.entry(case.kind.as_str()).or_default().push(day);
        }
    }
    let mut told = Vec::new();
    for (kind, mut days) in days.into_iter().filter(|(_, days)| days.len() >= OFTEN) {
        days.sort_unstable();
        let (Some(from), Some(to)) = (days.first().copied(), days.last().copied()) else { continue };
        let gaps = days.iter().zip(days.iter().skip(1)).map(|(one, next)| (*next - *one).num_days());
        let longest = gaps.max().unwrap_or_default();
        let is_long = |days: i64| days >= SILENT && days > longest * 2;
        let (before, after) = ((from - first).num_days(), (end - to).num_days());
        if is_long(before) {
            told.push(Text::new(
                format!("{month}の`{kind}`は{from}より前に1件もない。{before}日分の記録が渡されていないなら、この月の数値は一部のものである"),
                format!("no `{kind}` of {month} begins before {from}; if records of those {before} days were not handed in, the figures are of a part of the month"),
            ));
        }
        if is_long(after) {
            told.push(Text::new(
                format!("{month}の`{kind}`は{to}より後に1件もない。{after}日分の記録が渡されていないなら、この月の数値は一部のものである"),
                format!("no `{kind}` of {month} begins after {to}; if records of those {after} days were not handed in, the figures are of a part of the month"),
            ));
        }
    }
    told
}

/// Whether any record lies in a month. Without one, "nothing happened" would only mean "nothing was handed in".
fn has_records(source: &Source, month: YearMonth) -> bool {
    let (from, to) = month.span(source.contract.calendars().zone());
    let records = &source.loaded.observations;
    records.cases.iter().any(|case| case.marks.iter().any(|(_, at)| from <= *at && *at < to))
        || records.events.iter().any(|event| from <= event.at && event.at < to)
        || records.tallies.iter().any(|tally| month.contains(tally.on()))
        || records.answers.iter().any(|answer| month.contains(answer.on))
}

fn remarks(source: &Source, options: &ReportOptions, own: Option<&str>) -> Result<Remarks, Failure> {
    match (&options.remarks, own) {
        (Some(path), Some(table)) => Ok(source.contract.remarks(&escape::name(path), table)?),
        _ if source.is_sample && source.month(options.month)?.to_string() == reference::SAMPLE_MONTH => {
            Ok(source.contract.remarks("remarks.toml", reference::SAMPLE_REMARKS)?)
        }
        _ => Ok(Remarks::default()),
    }
}
