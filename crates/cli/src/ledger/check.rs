//! `keiyaku ledger check`: every verdict of a day.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    ledger::{self, AllowList, Baseline, Inputs, licence::Licences},
    provenance::{Finding, Language, PolicyUse, Severity, Text},
    report::text_table,
};
use serde_json::{Value, json};

use super::{args::JournalOptions, handed_in, journal::Source, licences};
use crate::{args::Format, failure::Failure, failure::RECORDS, output, run::RUN};

/// Lists of others to compare with.
pub(super) struct HandedIn<'a> {
    pub(super) products: Option<&'a Path>,
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
    let own = handed_in.products.map(licences::products).transpose()?;
    let products = own.as_ref().or_else(|| source.contract.products());
    let found = products.map(|products| Licences::read(&state, products, rules).check().findings);
    let inputs = Inputs {
        term_begins: Some(source.term_begins()),
        baseline: baseline.as_ref(),
        personnel: personnel.as_deref(),
        inventory: inventory.as_deref(),
        allow_list: allow.as_ref(),
        others: found.as_deref().unwrap_or_default(),
    };
    let mut checked = ledger::check(&source.journal, source.as_of, rules, &inputs);
    if found.is_none() {
        checked.unchecked.push(Text::new(
            "ライセンス（製品の表がない。--productsで渡す）",
            "licences: no table of products; give one by --products",
        ));
    }
    let text = match options.format {
        Format::Json => {
            let whole = json!({
                "on": checked.as_of.valid_on.to_string(),
                "known": source.journal.last().min(checked.as_of.known),
                "findings": checked.findings.iter().map(finding_json).collect::<Vec<_>>(),
                "unchecked": checked.unchecked.iter().map(|text| json!({ "ja": text.ja, "en": text.en })).collect::<Vec<_>>(),
                "policies": checked.policies.iter().map(policy_json).collect::<Vec<_>>(),
            });
            output::json(&whole)
        }
        Format::Table => {
            let mut text = findings_table(&checked.findings, language);
            let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
                let count = checked.findings.iter().filter(|one| one.severity == severity).count();
                format!("{} {count}  ", severity_word(severity, language))
            });
            text.line(counts.concat());
            text.append(&ways_out(&checked.findings, language));
            text.append(&readings(&checked.policies, language));
            for unchecked in &checked.unchecked {
                let before = if language == Language::Ja { "未点検" } else { "not checked" };
                text.line(format_args!("{before}: {}", unchecked.in_language(language)));
            }
            text
        }
    };
    output::print(&text)?;
    let failed = checked.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if failed { RECORDS.into() } else { ExitCode::SUCCESS })
}

pub(super) fn allow_list(path: &Path) -> Result<AllowList, Failure> {
    let table = RUN.text(path)?;
    Ok(AllowList::from_table(&escape::name(path), &table)?)
}

pub(super) fn baseline_table(path: &Path) -> Result<Baseline, Failure> {
    let table = RUN.text(path)?;
    Ok(Baseline::from_table(&escape::name(path), &table)?)
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
pub(super) fn findings_table(findings: &[Finding], language: Language) -> Lines {
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

/// What to do about them, once for each check.
pub(super) fn ways_out(findings: &[Finding], language: Language) -> Lines {
    let mut text = Lines::default();
    let mut told = BTreeSet::new();
    for finding in findings {
        if let Some(help) = finding.help.as_ref().filter(|_| told.insert(finding.rule.as_str())) {
            let before = if language == Language::Ja { "対処" } else { "way out" };
            text.line(format_args!("{before} {}: {}", finding.rule, help.in_language(language)));
        }
    }
    text
}

/// The readings that a result rests on.
pub(super) fn readings(policies: &[PolicyUse], language: Language) -> Lines {
    let before = if language == Language::Ja { "読み方" } else { "reading" };
    policies
        .iter()
        .map(|policy| {
            format!("{before} {} = {}: {}", policy.id, policy.value, policy.meaning.in_language(language))
        })
        .collect()
}

/// A reading as JSON.
pub(super) fn policy_json(policy: &PolicyUse) -> Value {
    json!({
        "id": policy.id, "value": policy.value, "is_default": policy.is_default,
        "meaning": { "ja": policy.meaning.ja, "en": policy.meaning.en },
    })
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
