//! Hits as SARIF 2.1.0, for editors and code hosts.
//!
//! # Source
//! OASIS, *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*. Paths are relative to the contract's
//! folder, `CONTRACT`; columns count characters (unicode code points).

use provenance::Language;
use serde_json::{Value, json};

use super::{headed, word};
use crate::{Hit, Outcome, RULES, Rule, Waiver};

/// The log with one run: every rule, every hit, and what was waived as suppressed.
#[must_use]
pub fn sarif(outcome: &Outcome, version: &str) -> Value {
    let hits = outcome.hits.iter().map(|hit| result(hit, None));
    let waived = outcome.waived.iter().map(|waived| result(&waived.hit, Some(&waived.waiver)));
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "keiyaku lint",
                "version": version,
                "rules": RULES.iter().map(descriptor).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "language": "en",
            "results": hits.chain(waived).collect::<Vec<_>>(),
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": escape::sarif(rule.name.en) },
        "fullDescription": { "text": escape::sarif(&format!("{}. {}", rule.name.en, rule.rationale.en)) },
        "help": { "text": escape::sarif(rule.authority.en) },
        "defaultConfiguration": { "level": word(rule.severity) },
        "properties": { "name-ja": rule.name.ja, "rationale-ja": rule.rationale.ja },
    })
}

fn result(hit: &Hit, waiver: Option<&Waiver>) -> Value {
    let finding = &hit.finding;
    let message = match &finding.help {
        Some(help) => format!("{} ({})", headed(hit, Language::En), help.en),
        None => headed(hit, Language::En),
    };
    let rule = finding.rule.as_str();
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": RULES.iter().position(|known| known.id == rule),
        "level": word(finding.severity),
        "message": { "text": escape::sarif(&message) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": escape::uri_path(&hit.place.file), "uriBaseId": "CONTRACT" },
            "region": { "startLine": hit.place.line, "startColumn": hit.place.column },
        } }],
        // A hit keeps its identity when rows move.
        "partialFingerprints": { "ruleAndSubject/v1": fingerprint(hit) },
        "properties": { "message-ja": finding.message.ja, "clauses": finding.clauses },
    });
    if let (Some(waiver), Some(object)) = (waiver, result.as_object_mut()) {
        let justification = format!("{} (until {}, by {})", waiver.reason.en, waiver.expires, waiver.by);
        let suppression =
            json!([{ "kind": "external", "status": "accepted", "justification": justification }]);
        object.insert("suppressions".to_owned(), suppression);
    }
    result
}

fn fingerprint(hit: &Hit) -> String {
    match &hit.recorded {
        Some(id) => format!("{}:{id}", hit.finding.rule),
        None => format!("{}:{}", hit.finding.rule, hit.finding.subject),
    }
}
