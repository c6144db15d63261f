//! Findings and readings, as the verdicts on the ledgers show them.

use std::collections::BTreeSet;

use escape::Lines;
use keiyaku::{
    provenance::{Finding, Language, PolicyUse, Severity},
    report::text_table,
};
use serde_json::{Value, json};

/// How grave a finding is, in a word.
pub(super) fn severity_word(severity: Severity, language: Language) -> &'static str {
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
