//! Small ledgers to ask questions of.

use std::{fmt::Write, sync::LazyLock};

use chrono::NaiveDate;
use ledger::{AsOf, Draft, Journal, Put, Rules};
use provenance::Finding;

pub(crate) const REFERENCE: &str = include_str!("../../../keiyaku/contracts/jetro-2023/ledger.toml");

/// The reference contract.
pub(crate) fn rules() -> Rules {
    // Read once: properties ask for it in each case.
    static RULES: LazyLock<Rules> = LazyLock::new(|| {
        Rules::from_table("ledger.toml", REFERENCE).unwrap_or_else(|errors| panic!("{errors}"))
    });
    RULES.clone()
}

/// The reference contract with another value of a policy.
pub(crate) fn rules_with(policy: &str, value: &str) -> Rules {
    let at = REFERENCE.find(&format!("id = \"{policy}\"")).unwrap();
    let (head, rest) = REFERENCE.split_at(at);
    let (row, tail) = rest.split_once("\nclause").unwrap();
    let (id, _) = row.split_once('\n').unwrap();
    let source = format!("{head}{id}\nvalue = \"{value}\"\nclause{tail}");
    Rules::from_table("ledger.toml", &source).unwrap_or_else(|errors| panic!("{errors}"))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn on(text: &str) -> AsOf {
    AsOf::day(day(text))
}

/// A journal of facts, each with its day.
pub(crate) fn journal(facts: impl IntoIterator<Item = (NaiveDate, Put)>) -> Journal {
    let mut journal = Journal::new();
    let drafts: Vec<Draft> = facts.into_iter().map(|(on, put)| Draft::put(on, put)).collect();
    if !drafts.is_empty() {
        let batch = journal.prepare("test", "2024-01-01T00:00:00Z".parse().unwrap(), drafts).unwrap();
        journal.append(batch).unwrap();
    }
    journal
}

/// The same with days as text.
pub(crate) fn facts<const N: usize>(facts: [(&str, Put); N]) -> Journal {
    journal(facts.map(|(on, put)| (day(on), put)))
}

/// Rule and subject of each finding, in the order given.
pub(crate) fn named(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|one| format!("{}: {}", one.rule, one.subject)).collect()
}

/// Findings as people read them.
pub(crate) fn printed(findings: &[Finding]) -> String {
    let mut text = String::new();
    for one in findings {
        let clauses = one.clauses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "{:?} {} [{clauses}] {}", one.severity, one.rule, one.subject);
        let _ = writeln!(text, "    {}\n    {}", one.message.ja, one.message.en);
    }
    text
}
