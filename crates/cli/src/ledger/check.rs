//! `keiyaku ledger check`: every verdict of a day.

use std::{path::Path, process::ExitCode};

use keiyaku::{
    ledger::{self, Inputs, licence::Licences},
    provenance::{Language, Severity, Text},
};
use serde_json::json;

use super::{
    args::JournalOptions,
    findings::{finding_json, findings_table, policy_json, readings, severity_word, ways_out},
    handed_in,
    journal::Source,
};
use crate::{failure::Failure, failure::RECORDS, options::Format, output};

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
    let language = options.answer.language();
    let personnel = handed_in.changes.map(handed_in::personnel).transpose()?;
    let inventory = handed_in.inventory.map(handed_in::inventory).transpose()?;
    let allow = handed_in.allow.map(handed_in::allow_list).transpose()?;
    let baseline = handed_in.baseline_table.map(handed_in::baseline_table).transpose()?;
    let state = source.journal.state(source.as_of);
    let own = handed_in.products.map(handed_in::products).transpose()?;
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
    let text = match options.answer.format {
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
