//! `keiyaku close`, `verify` and `reopen`: a month frozen, proved and opened again.

use std::{collections::BTreeMap, env, process::ExitCode};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use clap::Args;
use escape::Lines;
use keiyaku::{
    calendar::YearMonth,
    files::{Digest, Limit, Output, reason},
    operations::{Difference, FILE, Gap, Gaps, Manifest, Program, Record, Standing, What},
    provenance::{Language, Text},
    report,
};
use serde_json::{Value, json};

use crate::{
    doctor,
    failure::{Failure, RECORDS},
    operations::{self, MANIFEST, Operations, digest},
    options::{Answer, Format, Lang},
    output,
    report::Month,
    run::RUN,
    source::machine_clock,
    usage::{moment, month},
};

/// The version of the JSON's form.
const FORM: &str = "keiyaku-verify-1";

#[derive(Debug, Args)]
pub(crate) struct CloseOptions {
    /// The month, as in 2024-06
    #[arg(value_name = "MONTH", value_parser = month)]
    pub(crate) of: YearMonth,
    /// Closes it although something contradicts or is missing, for this reason, which stays in the manifest
    #[arg(long, value_name = "REASON")]
    pub(crate) with_gaps: Option<String>,
    /// Moment of evaluation, as in 2024-07-05T09:00:00+09:00 [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<DateTime<FixedOffset>>,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    /// The month, as in 2024-06
    #[arg(value_name = "MONTH", value_parser = month)]
    pub(crate) of: YearMonth,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

#[derive(Debug, Args)]
pub(crate) struct ReopenOptions {
    /// The month, as in 2024-06
    #[arg(value_name = "MONTH", value_parser = month)]
    pub(crate) of: YearMonth,
    /// Why, which stays on record
    #[arg(long, value_name = "REASON")]
    pub(crate) reason: String,
    /// The moment that is recorded [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<DateTime<FixedOffset>>,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

/// A month made anew: its manifest and the files of its report.
struct Made {
    manifest: Manifest,
    files: [(&'static str, String); 3],
}

impl Made {
    fn of(operations: &Operations, month: &Month, gaps: Option<Gaps>) -> Result<Self, Failure> {
        let contract = &month.source.contract;
        let report = month.report();
        // The Markdown is in the language of the folder.
        let language = operations.settings.language.unwrap_or(Language::Ja);
        let files = [
            ("report.html", report::html(&report)),
            ("report.json", report::json(&report)),
            ("report.md", report::markdown(&report, language)),
        ];
        let shares =
            contract.evaluation().shares(month.month, &month.source.loaded.observations, month.source.now)?;
        let at = month.source.now.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut manifest =
            Manifest::new(contract.catalogue(), month.month, at, program()?, &month.results, &shares);
        manifest.tables =
            contract.tables().map(|(file, text)| (file.to_owned(), digest(text.as_bytes()))).collect();
        manifest.inputs = month.source.inputs.clone();
        manifest.inputs.extend(settings(operations)?);
        manifest.report =
            files.iter().map(|(name, text)| ((*name).to_owned(), digest(text.as_bytes()))).collect();
        manifest.gaps = gaps;
        Ok(Self { manifest, files })
    }
}

/// The files that the settings name, and the settings, with their SHA-256.
fn settings(operations: &Operations) -> Result<BTreeMap<String, String>, Failure> {
    let named = [Some(&FILE.to_owned()), operations.settings.mapping.as_ref()];
    let named: Vec<String> = named.into_iter().flatten().cloned().collect();
    let mut all = BTreeMap::new();
    for name in named {
        let path = operations.path(&name);
        if path.exists() {
            all.insert(name, digest(&RUN.bytes(&path, Limit::DATA)?));
        }
    }
    Ok(all)
}

/// The program that runs.
fn program() -> Result<Program, Failure> {
    let path = env::current_exe().map_err(|error| {
        let why = reason(&error);
        Failure::Told(Text::new(
            format!("プログラム自身を読めない（{}）", why.ja),
            format!("the program itself cannot be read: {}", why.en),
        ))
    })?;
    Ok(Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sha256: digest(&RUN.bytes(&path, Limit::DATA)?),
        zone_rules: keiyaku::calendar::iana_version().to_owned(),
    })
}

pub(crate) fn close(options: &CloseOptions) -> Result<ExitCode, Failure> {
    let (operations, asked) = (operations::needed()?, options.of);
    let (record, read) = operations.record()?;
    if let Standing::Closed { number, .. } = record.standing(asked) {
        return close_again(operations, asked, number);
    }
    if options.with_gaps.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(no_reason());
    }
    let month = doctor::opened(asked, options.now, None)?;
    let findings = doctor::findings(operations, &month)?;
    let blocking: Vec<_> = findings.iter().filter(|finding| finding.grade.blocks()).collect();
    if !blocking.is_empty() && options.with_gaps.is_none() {
        let mut told: Vec<Failure> = blocking
            .iter()
            .map(|finding| {
                // What is said of the month as a whole names the month itself.
                let subject = match finding.subject.name() {
                    "" => asked.to_string(),
                    name => name.to_owned(),
                };
                Failure::Told(Text::new(
                    format!("{subject}: {}。{}", finding.text.ja, finding.remedy.ja),
                    format!("{subject}: {}; {}", finding.text.en, finding.remedy.en),
                ))
            })
            .collect();
        told.push(Failure::Told(Text::new(
            format!("{asked}は締めなかった（矛盾・不足{}件）。直すか、--with-gapsに理由を書く", blocking.len()),
            format!("{asked} was not closed: {} things contradict or are missing; mend them, or give a reason by --with-gaps", blocking.len()),
        )));
        return Err(Failure::Unclosed(told));
    }
    let gaps = options.with_gaps.clone().filter(|_| !blocking.is_empty()).map(|reason| Gaps {
        reason,
        found: blocking
            .iter()
            .map(|finding| Gap { code: finding.code.to_owned(), text: finding.text.clone() })
            .collect(),
    });
    let with_gaps = gaps.as_ref().map(|gaps| gaps.reason.clone());
    let made = Made::of(operations, &month, gaps)?;
    let closes = match record.standing(asked) {
        Standing::Reopened { closes, .. } => closes,
        Standing::Open | Standing::Closed { .. } => 0,
    };
    let (number, text) = (closes + 1, made.manifest.to_json());
    let folder = operations.closed(asked, number);
    // A close that was broken off before it stood on record may have left its files.
    let is_there =
        folder.join(MANIFEST).exists() && RUN.bytes(&folder.join(MANIFEST), Limit::DATA)? == text.as_bytes();
    if !is_there {
        let output = made
            .files
            .iter()
            .fold(Output::folder(&folder), |output, (name, text)| output.with(*name, text.as_str()));
        output::write(&output.with(MANIFEST, text.as_str()).only_begun())?;
    }
    let what = What::Closed { manifest: digest(text.as_bytes()), with_gaps };
    keep(operations, &record, read, made.manifest.evaluated_at.clone(), asked, what)?;
    let shown = escape::name(&folder);
    let mut out = Lines::of(match Language::from(options.lang) {
        Language::Ja => format!("{asked}を締めた（{number}回目）: {shown}"),
        Language::En => format!("{asked} is closed (close {number}): {shown}"),
    });
    out.line(format_args!("sha256 {}", digest(text.as_bytes())));
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn no_reason() -> Failure {
    Failure::Told(Text::new("理由が空である", "the reason is empty"))
}

/// A month that is closed already: the same again, or refused.
fn close_again(operations: &Operations, asked: YearMonth, number: u32) -> Result<ExitCode, Failure> {
    let differences = compared(operations, asked, number)?;
    if differences.is_empty() {
        output::tell_text(
            "note: ",
            &Text::new(
                format!("{asked}は既に締めてあり、内容も同じである。何も書かなかった"),
                format!("{asked} is closed already, and nothing differs; nothing was written"),
            ),
        );
        return Ok(ExitCode::SUCCESS);
    }
    let mut told: Vec<Failure> =
        differences.iter().map(|difference| Failure::Told(difference.text())).collect();
    told.push(Failure::Told(Text::new(
        format!("{asked}は締めてあり、その後に上のものが変わった。締め直すには`keiyaku reopen {asked} --reason 理由`で開く"),
        format!("{asked} is closed, and the above has changed since; to close it anew, open it by `keiyaku reopen {asked} --reason REASON`"),
    )));
    Err(Failure::Unclosed(told))
}

/// Adds an act to the record: the file is exchanged as a whole, if it is still as it was read.
fn keep(
    operations: &Operations,
    record: &Record,
    read: Option<Digest>,
    at: String,
    month: YearMonth,
    what: What,
) -> Result<(), Failure> {
    let next = record.with(at, month, what, digest);
    let output = Output::file(operations.record_path(), next.text());
    output::write(&match read {
        Some(read) => output.in_place_of(read),
        None => output.only_new(),
    })
}

/// What differs between a close and the same month made again from what is there now.
fn compared(operations: &Operations, asked: YearMonth, number: u32) -> Result<Vec<Difference>, Failure> {
    let (then, text) = operations.manifest(asked, number)?;
    let (record, _) = operations.record()?;
    let mut differences = Vec::new();
    if let Standing::Closed { manifest, .. } = record.standing(asked)
        && manifest != digest(text.as_bytes())
    {
        differences.push(Difference::Report { file: MANIFEST.to_owned() });
    }
    let folder = operations.closed(asked, number);
    for (name, known) in &then.report {
        let path = folder.join(name);
        let is_same = path.exists() && digest(&RUN.bytes(&path, Limit::DATA)?) == *known;
        if !is_same {
            differences.push(Difference::Report { file: name.clone() });
        }
    }
    let now: DateTime<FixedOffset> = then.evaluated_at.parse().map_err(|_| {
        let found = &then.evaluated_at;
        Failure::Told(Text::new(
            format!("目録の時点`{found}`が読めない。控えから戻す"),
            format!("`{found}` of the manifest is no moment; restore it from a copy"),
        ))
    })?;
    // Of a journal that has grown since, what was known then.
    let journal = operations.settings.journal.as_ref().and_then(|path| then.inputs.get(path));
    let known = journal.and_then(|end| end.split_once(' ')?.0.parse().ok());
    let month = doctor::opened(asked, Some(now), known)?;
    let made = Made::of(operations, &month, then.gaps.clone())?;
    differences.extend(then.differences(&made.manifest));
    Ok(differences)
}

pub(crate) fn verify(options: &VerifyOptions) -> Result<ExitCode, Failure> {
    let (operations, asked) = (operations::needed()?, options.of);
    let (record, _) = operations.record()?;
    let Standing::Closed { number, manifest, at } = record.standing(asked) else {
        return Err(Failure::Told(Text::new(
            format!("{asked}は締めていない。`keiyaku close {asked}`で締める"),
            format!("{asked} is not closed; close it by `keiyaku close {asked}`"),
        )));
    };
    let differences = compared(operations, asked, number)?;
    let language = options.answer.language();
    if options.answer.format == Format::Json {
        let found: Vec<Value> = differences
            .iter()
            .map(|one| json!({ "what": one.word(), "name": one.subject(), "text": one.text() }))
            .collect();
        let value = json!({
            "schema": FORM, "month": asked.to_string(), "close": number, "evaluated_at": at,
            "manifest": manifest, "same": differences.is_empty(), "differences": found,
        });
        output::print(&output::json(&value))?;
    } else {
        let mut out = Lines::default();
        for difference in &differences {
            out.line(difference.text().in_language(language));
        }
        let count = differences.len();
        out.line(match (language, count) {
            (Language::Ja, 0) => format!("{asked}（{number}回目の締め）: 同じ提出物から同じ報告書ができる"),
            (Language::En, 0) => format!("{asked} (close {number}): the same inputs give the same report"),
            (Language::Ja, _) => format!("{asked}（{number}回目の締め）: 締めたときと{count}点が異なる"),
            (Language::En, _) => {
                format!("{asked} (close {number}): {count} things differ from what was closed")
            }
        });
        output::print(&out)?;
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { RECORDS.into() })
}

pub(crate) fn reopen(options: &ReopenOptions) -> Result<ExitCode, Failure> {
    let (operations, asked) = (operations::needed()?, options.of);
    let (record, read) = operations.record()?;
    if options.reason.trim().is_empty() {
        return Err(no_reason());
    }
    if !matches!(record.standing(asked), Standing::Closed { .. }) {
        return Err(Failure::Told(Text::new(
            format!("{asked}は締めていない"),
            format!("{asked} is not closed"),
        )));
    }
    let now = options.now.map_or_else(machine_clock, |now| now.to_utc());
    let at = now.to_rfc3339_opts(SecondsFormat::Secs, true);
    keep(operations, &record, read, at, asked, What::Reopened { reason: options.reason.clone() })?;
    output::line(match Language::from(options.lang) {
        Language::Ja => format!("{asked}を開き直した。これまでの締めは残る"),
        Language::En => format!("{asked} is open again; what was closed before stays"),
    })?;
    Ok(ExitCode::SUCCESS)
}
