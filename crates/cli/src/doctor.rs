//! `keiyaku doctor`: what is missing, late or contradictory in a month, with the way out.

use std::process::ExitCode;

use chrono::{DateTime, FixedOffset};
use clap::Args;
use escape::Lines;
use keiyaku::{
    calendar::YearMonth,
    files::Limit,
    operations::{Examined, Finding, Grade, Standing, Subject, examine},
    provenance::{Language, Text},
};
use serde_json::{Value, json};

use crate::{
    failure::{Failure, RECORDS},
    operations::{self, Operations},
    options::{Answer, Format},
    output,
    report::{Month, ReportOptions},
    run::RUN,
    usage::{moment, month},
};

/// The version of the JSON's form.
const FORM: &str = "keiyaku-doctor-1";

#[derive(Debug, Args)]
pub(crate) struct DoctorOptions {
    /// The month, as in 2024-06 [default: the latest that has a folder]
    #[arg(value_name = "MONTH", value_parser = month)]
    pub(crate) of: Option<YearMonth>,
    /// Moment of evaluation, as in 2024-07-05T09:00:00+09:00 [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<DateTime<FixedOffset>>,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

pub(crate) fn run(options: &DoctorOptions) -> Result<ExitCode, Failure> {
    let operations = operations::needed()?;
    let month = chosen(operations, options.of)?;
    let month = opened(month, options.now, None)?;
    let findings = findings(operations, &month)?;
    let language = options.answer.language();
    match options.answer.format {
        Format::Json => output::print(&output::json(&value(operations, &month, &findings)?))?,
        Format::Table => output::print(&table(operations, &month, &findings, language)?)?,
    }
    Ok(if findings.iter().any(|finding| finding.grade.blocks()) { RECORDS.into() } else { ExitCode::SUCCESS })
}

/// The month that is named, else the latest that has a folder.
pub(crate) fn chosen(operations: &Operations, asked: Option<YearMonth>) -> Result<YearMonth, Failure> {
    asked.or(operations.months()?.last().copied()).ok_or_else(|| {
        Failure::Told(Text::new(
            "月のフォルダがない。`2024-06`のような名前のフォルダを作り、その月の記録を置く",
            "there is no folder of a month; make one, named as in `2024-06`, and put the month's records into it",
        ))
    })
}

/// The month as the folder has it. What cannot be read is found, and stops nothing.
pub(crate) fn opened(
    month: YearMonth,
    now: Option<DateTime<FixedOffset>>,
    known: Option<u64>,
) -> Result<Month, Failure> {
    let mut options = ReportOptions::of_folder(Some(month));
    options.source.keep_going = true;
    options.source.now = now;
    Month::open(&options, true, known)
}

/// What a month lacks.
pub(crate) fn findings(operations: &Operations, month: &Month) -> Result<Vec<Finding>, Failure> {
    let contract = &month.source.contract;
    let today = contract.calendars().zone().to_local(month.source.now).date();
    let events = operations.settings.events.as_ref().map(|path| operations.path(path));
    let log = match events.filter(|path| path.exists()) {
        Some(path) => {
            let bytes = RUN.bytes(&path, Limit::DATA)?;
            contract.read_events(&escape::name(&path), &bytes).transpose()?
        }
        None => None,
    };
    let deadlines = contract.deadlines(log.as_ref());
    let (unmatched, schedule, report) = (contract.unmatched(), contract.schedule(), month.report());
    // What is read of an earlier month is its own affair.
    let own = format!("{}/", month.month);
    let unread: Vec<String> =
        month.source.passed_over.iter().filter(|name| name.starts_with(&own)).cloned().collect();
    let (folder, notes) = (month.month.to_string(), escape::name(operations.notes_path(month.month)?));
    let examined = Examined {
        report: &report,
        loaded: &month.source.loaded,
        mapping: contract.mapping(),
        unmatched: &unmatched,
        partial: &month.partial,
        unread: &unread,
        terms: contract.terms(),
        deadlines: deadlines.as_ref(),
        schedule: schedule.as_ref(),
        executions: &month.source.loaded.executions,
        today,
        folder: &folder,
        notes: &notes,
    };
    Ok(examine(&examined))
}

/// How a month stands, for people.
fn standing(operations: &Operations, month: YearMonth) -> Result<(Standing, Text), Failure> {
    let (record, _) = operations.record()?;
    let standing = record.standing(month);
    let text = match &standing {
        Standing::Open => Text::new("締めていない", "not closed"),
        Standing::Closed { number, at, .. } => {
            Text::new(format!("締めた（{number}回目、{at}）"), format!("closed (close {number}, {at})"))
        }
        Standing::Reopened { closes, reason } => Text::new(
            format!("締め{closes}回の後、開き直した（{reason}）"),
            format!("reopened after {closes} closes ({reason})"),
        ),
    };
    Ok((standing, text))
}

fn value(operations: &Operations, month: &Month, findings: &[Finding]) -> Result<Value, Failure> {
    let (standing, _) = standing(operations, month.month)?;
    let standing = match standing {
        Standing::Open => "open",
        Standing::Closed { .. } => "closed",
        Standing::Reopened { .. } => "reopened",
    };
    let codes = |is_it: &dyn Fn(&Subject) -> bool| -> Vec<&str> {
        findings.iter().filter(|finding| is_it(&finding.subject)).map(|finding| finding.code).collect()
    };
    let report = month.report();
    let levels: Vec<Value> = report
        .rows()
        .map(|(item, result)| {
            let key = item.key.to_string();
            let own = codes(&|subject| matches!(subject, Subject::Level(name) if *name == key));
            json!({ "key": key, "name": item.name, "verdict": result.verdict, "findings": own })
        })
        .collect();
    let sections: Vec<Value> = report
        .contents
        .iter()
        .map(|content| {
            let own = codes(&|subject| matches!(subject, Subject::Section(name) if *name == content.id));
            json!({ "id": content.id, "name": content.name, "clause": content.clause.to_string(), "findings": own })
        })
        .collect();
    let found: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code, "grade": finding.grade.word(), "blocks": finding.grade.blocks(),
                "subject": { "kind": finding.subject.word(), "name": finding.subject.name() },
                "text": finding.text, "remedy": finding.remedy,
            })
        })
        .collect();
    Ok(json!({
        "schema": FORM,
        "contract": report.catalogue.contract,
        "month": month.month.to_string(),
        "evaluated_at": month.source.now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "standing": standing,
        "findings": found,
        "levels": levels,
        "sections": sections,
    }))
}

fn table(
    operations: &Operations,
    month: &Month,
    findings: &[Finding],
    language: Language,
) -> Result<Lines, Failure> {
    let pick = |text: &Text| text.in_language(language).to_owned();
    let report = month.report();
    let (_, standing) = standing(operations, month.month)?;
    let mut out = Lines::of(match language {
        Language::Ja => format!("{} {}: {}", report.catalogue.contract.ja, month.month, standing.ja),
        Language::En => format!("{} {}: {}", report.catalogue.contract.en, month.month, standing.en),
    });
    out.blank();
    for finding in findings {
        let (grade, text) = (pick(&finding.grade.text()), pick(&finding.text));
        // What is told of a file may begin with its name.
        let is_file = matches!(finding.subject, Subject::File(_));
        out.line(match finding.subject.name() {
            name if name.is_empty() || (is_file && text.starts_with(name)) => format!("{grade}  {text}"),
            name => format!("{grade}  {name}: {text}"),
        });
        out.line(format_args!("      → {}", pick(&finding.remedy)));
    }
    if !findings.is_empty() {
        out.blank();
    }
    let count = |grade: Grade| findings.iter().filter(|finding| finding.grade == grade).count();
    let [contradictions, missing, late, hints] =
        [Grade::Contradiction, Grade::Missing, Grade::Late, Grade::Hint].map(count);
    out.line(match language {
        Language::Ja => format!("矛盾 {contradictions}  不足 {missing}  遅れ {late}  参考 {hints}"),
        Language::En => {
            format!("contradictions {contradictions}  missing {missing}  late {late}  hints {hints}")
        }
    });
    let totals = report.totals();
    out.line(match language {
        Language::Ja => format!(
            "評価項目: 達成 {}  未達成 {}  未確定 {}  対象なし {}",
            totals.met, totals.not_met, totals.undetermined, totals.not_applicable
        ),
        Language::En => format!(
            "service levels: met {}  not met {}  undetermined {}  not applicable {}",
            totals.met, totals.not_met, totals.undetermined, totals.not_applicable
        ),
    });
    let is_clean = !findings.iter().any(|finding| finding.grade.blocks());
    out.line(match (language, is_clean) {
        (Language::Ja, true) => format!("締められる: keiyaku close {}", month.month),
        (Language::En, true) => format!("it can be closed: keiyaku close {}", month.month),
        (Language::Ja, false) => {
            format!("矛盾と不足を直してから締める。理由があれば keiyaku close {} --with-gaps 理由", month.month)
        }
        (Language::En, false) => format!(
            "mend what contradicts and what is missing, then close; with a reason: keiyaku close {} --with-gaps REASON",
            month.month
        ),
    });
    Ok(out)
}
