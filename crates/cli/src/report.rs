//! `keiyaku report`: a month's evaluation, printed and written.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::NaiveDate;
use keiyaku::{
    calendar::YearMonth,
    files::{Limit, Output},
    ledger::Journal,
    provenance::{Language, Text},
    reference,
    report::{self, Annex, MonthlyReport, Problem, Remarks},
    sla::{Explained, ItemResult, MonthResults},
};

use report_sheet::BookError;

use crate::{
    failure::{Failure, MISSED},
    operations::{self, Operations},
    output,
    run::RUN,
    source::{Beside, Source},
};

pub(crate) use self::args::{ReportFormat, ReportOptions};

mod args;
mod year;

/// The main job: the embedded sample month.
pub(crate) fn sample_month() -> Result<ExitCode, Failure> {
    // In a folder of operations the main job is its latest month.
    let operations = operations::found();
    let month = operations.map(Operations::months).transpose()?.and_then(|months| months.last().copied());
    report(&ReportOptions::of_folder(month))
}

pub(crate) fn report(options: &ReportOptions) -> Result<ExitCode, Failure> {
    if let Some(year) = options.year {
        return year::run(year, options);
    }
    let month = Month::open(options, false, None)?;
    let report = month.report();
    let language = Language::from(options.lang);
    let (html, json) = (report::html(&report), report::json(&report));
    let markdown = report::markdown(&report, language);
    let workbook = match report_sheet::workbook(&report, language) {
        Ok(workbook) => Some(workbook),
        Err(error @ BookError::TooManyRows { .. }) => {
            output::tell_text("note: ", &error.text());
            None
        }
        Err(error) => return Err(Failure::Told(error.text())),
    };
    let csv = report_sheet::csv(&report, language).map_err(|error| Failure::Told(error.text()))?;
    let pdf = options.pdf.then(|| crate::browser::pdf(&html)).transpose()?;
    let reports = || match operations::found() {
        Some(operations) => operations.path("reports"),
        None => PathBuf::from("keiyaku-report"),
    };
    let folder = options.out.clone().unwrap_or_else(|| reports().join(month.month.to_string()));
    let files = Output::folder(&folder)
        .with("report.html", html.as_str())
        .with("report.json", json.as_str())
        .with("report.md", markdown.as_str());
    let (has_workbook, has_pdf) = (workbook.is_some(), pdf.is_some());
    let csv = csv.into_iter().map(|file| (Path::new("csv").join(file.name), file.text.into_bytes()));
    let others = workbook.map(|workbook| (PathBuf::from("report.xlsx"), workbook));
    let others = others.into_iter().chain(pdf.map(|pdf| (PathBuf::from("report.pdf"), pdf))).chain(csv);
    let files = others.fold(files, |files, (name, bytes)| files.with(name, bytes));
    output::write(&files.forced(options.force))?;
    match options.format {
        ReportFormat::Json => output::document(&json)?,
        ReportFormat::Markdown => output::document(&markdown)?,
        ReportFormat::Html => output::document(&html)?,
        ReportFormat::Table => {
            let mut text = report::text(&report, language);
            let also =
                [(has_workbook, ",xlsx"), (has_pdf, ",pdf")].map(|(is, word)| if is { word } else { "" });
            let written = format!("{}/report.{{html,json,md{}}}, csv/", escape::name(&folder), also.concat());
            text.blank();
            text.line(match language {
                Language::Ja => format!("報告書: {written}"),
                Language::En => format!("report: {written}"),
            });
            output::report(&text)?;
        }
    }
    let missed = month.results.iter().any(|result| result.verdict.is_not_met());
    Ok(if missed && options.fail_on_missed { MISSED.into() } else { ExitCode::SUCCESS })
}

/// A month that was evaluated, with everything that its report shows.
pub(crate) struct Month {
    pub(crate) source: Source,
    pub(crate) month: YearMonth,
    pub(crate) results: Vec<ItemResult>,
    /// Signs that the records are of a part of it.
    pub(crate) partial: Vec<Text>,
    explained: Vec<Explained>,
    annexes: Vec<Annex>,
    ahead: Option<report::Table>,
    earlier: Vec<MonthResults>,
    remarks: Remarks,
    problems: Vec<Problem>,
}

impl Month {
    /// Reads and evaluates; what is told elsewhere stays quiet. The journal is taken as it was when it ended with an entry,
    /// where one is `known`.
    pub(crate) fn open(options: &ReportOptions, is_quiet: bool, known: Option<u64>) -> Result<Self, Failure> {
        // A folder of operations has notes for each month.
        let found = operations::found().filter(|_| options.remarks.is_none());
        let of_folder = match (found, options.month) {
            (Some(operations), Some(month)) => operations.notes(month)?,
            _ => None,
        };
        let notes = options.remarks.clone().or(of_folder);
        let own = notes.as_deref().map(|path| RUN.bytes(path, Limit::DATA)).transpose()?;
        let journal = options.journal.as_deref().map(crate::ledger::read).transpose()?;
        let journal =
            journal.map(|journal| known.map_or_else(|| journal.clone(), |last| journal.up_to(last)));
        let beside = Beside {
            has_journal: options.journal.is_some(),
            has_others: options.journal.is_some() || options.remarks.is_some(),
            until: options.month,
            is_quiet,
        };
        let mut source = Source::open_beside(&options.source, beside)?;
        let month = source.month(options.month)?;
        if let Some(journal) = &journal {
            count(&mut source, journal, month, options.earlier, is_quiet)?;
        }
        let annexes = source.contract.annexes(&source.loaded, journal.as_ref(), month);
        let partial = partly(&source, month);
        for note in &partial {
            if !is_quiet {
                output::tell_text("note: ", note);
            }
            source.loaded.notes.push(note.clone());
        }
        let explained = source.contract.explain_month(month, &source.loaded.observations, source.now)?;
        let results: Vec<ItemResult> = explained.iter().map(|explained| explained.result.clone()).collect();
        let earlier = earlier(&source, month, options.earlier)?;
        let ahead = source.contract.due_in(month.next());
        let remarks = remarks(&source, month, notes.as_deref().zip(own.as_deref()))?;
        // By the path in the folder, wherever in it the command is run.
        let named = |path: &Path| match found.and_then(|it| path.strip_prefix(&it.root).ok()) {
            Some(within) => escape::name(within),
            None => escape::name(path),
        };
        if let (Some(path), Some(bytes)) = (&notes, &own) {
            source.inputs.insert(named(path), operations::digest(bytes));
        }
        // A journal grows: it is known by where it ended.
        if let (Some(path), Some(journal)) = (&options.journal, &journal) {
            source.inputs.insert(named(path), format!("{} {}", journal.last(), journal.head()));
        }
        let problems = source.problems();
        Ok(Self { source, month, results, explained, partial, annexes, ahead, earlier, remarks, problems })
    }

    /// Its report.
    pub(crate) fn report(&self) -> MonthlyReport<'_> {
        let Self { source, month, results, explained, annexes, ahead, earlier, remarks, problems, .. } = self;
        let catalogue = source.contract.catalogue();
        MonthlyReport {
            catalogue,
            month: *month,
            number: catalogue.term.number_of(*month),
            now: source.now,
            zone: source.contract.calendars().zone(),
            results,
            earlier,
            contents: source.contract.contents(),
            explained,
            observations: &source.loaded.observations,
            annexes,
            ahead: ahead.as_ref(),
            remarks,
            problems,
            unreadable: source.loaded.unreadable(),
            notes: &source.loaded.notes,
            is_sample: source.is_sample,
        }
    }
}

/// Counts the ledgers for the month and those before it.
fn count(
    source: &mut Source,
    journal: &Journal,
    month: YearMonth,
    earlier: u8,
    is_quiet: bool,
) -> Result<(), Failure> {
    let months: Vec<YearMonth> = (0..=i16::from(earlier)).map(|back| month.plus(-back)).collect();
    let noted = source.loaded.notes.len();
    source.contract.count_ledgers(&mut source.loaded, journal, &months).ok_or_else(|| {
        Failure::Told(Text::new(
            "契約は台帳を求めていない（フォルダにledger.tomlがない）",
            "the contract asks for no ledgers: its folder holds no ledger.toml",
        ))
    })?;
    for note in source.loaded.notes.iter().skip(noted).filter(|_| !is_quiet) {
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

fn remarks(source: &Source, month: YearMonth, own: Option<(&Path, &[u8])>) -> Result<Remarks, Failure> {
    match own {
        Some((path, bytes)) => source
            .contract
            .read_notes(&escape::name(path), bytes)
            .map_err(|told| Failure::Several(told.into_iter().map(Failure::Told).collect())),
        None if source.is_sample && month.to_string() == reference::SAMPLE_MONTH => {
            Ok(source.contract.remarks("remarks.toml", reference::SAMPLE_REMARKS)?)
        }
        None => Ok(Remarks::default()),
    }
}
