//! `keiyaku ledger check`: every verdict of a day.

use std::{fs, path::Path, process::ExitCode};

use keiyaku::{
    ledger::{self, AllowList, Baseline, Inputs, licence::Licences},
    provenance::{Finding, Language, Severity},
    report::text_table,
};
use serde_json::{Value, json};

use super::{args::JournalOptions, handed_in, journal::Source};
use crate::{args::Format, failure::Failure, failure::RECORDS, output};

/// Lists of others to compare with.
pub(super) struct HandedIn<'a> {
    pub(super) changes: Option<&'a Path>,
    pub(super) inventory: Option<&'a Path>,
    pub(super) allow: Option<&'a Path>,
    pub(super) baseline_table: Option<&'a Path>,
}

pub(super) fn all(options: &JournalOptions, handed_in: &HandedIn<'_>) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let rules = source.rules()?;
    let language = Language::from(options.lang);
    let personnel = handed_in.changes.map(handed_in::personnel).transpose()?;
    let inventory = handed_in.inventory.map(handed_in::inventory).transpose()?;
    let allow = handed_in.allow.map(allow_list).transpose()?;
    let baseline = handed_in.baseline_table.map(baseline_table).transpose()?;
    let state = source.journal.state(source.as_of);
    let licences =
        source.contract.products().map(|products| Licences::read(&state, products, rules).check().findings);
    let inputs = Inputs {
        term_begins: Some(source.term_begins()),
        baseline: baseline.as_ref(),
        personnel: personnel.as_deref(),
        inventory: inventory.as_deref(),
        allow_list: allow.as_ref(),
        others: licences.as_deref().unwrap_or_default(),
    };
    let checked = ledger::check(&source.journal, source.as_of, rules, &inputs);
    let text = match options.format {
        Format::Json => {
            let whole = json!({
                "on": checked.as_of.valid_on.to_string(),
                "known": source.journal.last().min(checked.as_of.known),
                "findings": checked.findings.iter().map(finding_json).collect::<Vec<_>>(),
                "unchecked": checked.unchecked.iter().map(|text| json!({ "ja": text.ja, "en": text.en })).collect::<Vec<_>>(),
                "policies": checked.policies.iter().map(|policy| json!({
                    "id": policy.id, "value": policy.value, "is_default": policy.is_default,
                    "meaning": { "ja": policy.meaning.ja, "en": policy.meaning.en },
                })).collect::<Vec<_>>(),
            });
            format!("{whole:#}\n")
        }
        Format::Table => {
            let mut text = findings_table(&checked.findings, language);
            for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                let count = checked.findings.iter().filter(|one| one.severity == severity).count();
                text.push_str(&format!("{} {count}  ", severity_word(severity, language)));
            }
            text.push('\n');
            for unchecked in &checked.unchecked {
                let before = if language == Language::Ja { "未点検" } else { "not checked" };
                text.push_str(&format!("{before}: {}\n", unchecked.in_language(language)));
            }
            text
        }
    };
    output::print(&text)?;
    let failed = checked.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if failed { RECORDS.into() } else { ExitCode::SUCCESS })
}

pub(super) fn allow_list(path: &Path) -> Result<AllowList, Failure> {
    let table = fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    Ok(AllowList::from_table(&path.display().to_string(), &table)?)
}

pub(super) fn baseline_table(path: &Path) -> Result<Baseline, Failure> {
    let table = fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    Ok(Baseline::from_table(&path.display().to_string(), &table)?)
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Ja) => "違反",
        (Severity::Warning, Language::Ja) => "注意",
        (Severity::Note, Language::Ja) => "参考",
        (Severity::Error, Language::En) => "error",
        (Severity::Warning, Language::En) => "warning",
        (Severity::Note, Language::En) => "note",
    }
}

/// Findings as a table.
pub(super) fn findings_table(findings: &[Finding], language: Language) -> String {
    let rows: Vec<Vec<String>> = findings
        .iter()
        .map(|finding| {
            vec![
                severity_word(finding.severity, language).to_owned(),
                finding.rule.to_string(),
                finding.subject.clone(),
                finding.message.in_language(language).to_owned(),
                finding.clauses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["重さ", "点検", "対象", "内容", "条項"],
        Language::En => ["severity", "check", "subject", "what", "clause"],
    };
    text_table(&header, &rows)
}

/// A finding as JSON.
pub(super) fn finding_json(finding: &Finding) -> Value {
    json!({
        "severity": severity_word(finding.severity, Language::En),
        "rule": finding.rule.to_string(),
        "subject": finding.subject,
        "clauses": finding.clauses.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "message": { "ja": finding.message.ja, "en": finding.message.en },
        "help": finding.help.as_ref().map(|help| json!({ "ja": help.ja, "en": help.en })),
    })
}
