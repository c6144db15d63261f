//! What does not hold together about the dates on which duties fall due.

use std::collections::BTreeMap;

use contract::{Deadlines, Duty};
use provenance::{Finding, Text};

use crate::{Draft, Material, Rule};

/// What the deadlines of the term show of one kind, each duty once: the first date, and how many more there are.
pub(crate) fn contradictions(material: &Material<'_>, kind: &str, rule: &Rule, found: &mut Vec<Draft>) {
    let Some(terms) = material.terms else { return };
    let deadlines = Deadlines::new(terms, material.calendars, None);
    let days = || deadlines.all().iter().map(contract::Deadline::listed_on);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return };
    let mut by_duty: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    let findings = deadlines.findings(terms, material.calendars, first, last);
    for finding in findings.into_iter().filter(|finding| finding.rule.as_str() == kind) {
        let id = finding.subject.split('/').next().unwrap_or_default();
        if let Some(duty) = terms.duties().iter().find(|duty| duty.heading.id == id) {
            by_duty.entry(&duty.heading.id).or_default().push(finding);
        }
    }
    for duty in terms.duties() {
        let Some(mut findings) = by_duty.remove(duty.heading.id.as_str()) else { continue };
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let mut findings = findings.into_iter();
        let Some(gravest) = findings.next() else { continue };
        found.push(drafted(material, rule, duty, gravest, findings.len()));
    }
}

fn drafted(material: &Material<'_>, rule: &Rule, duty: &Duty, finding: Finding, more: usize) -> Draft {
    let (what, of) = (&duty.what, finding.subject.split_once('/').map_or("", |(_, of)| of));
    let mut message = Text::new(
        format!("{}（{of}）: {}", what.ja, finding.message.ja),
        format!("{} ({of}): {}", what.en, finding.message.en),
    );
    if more > 0 {
        message.ja.push_str(&format!("。ほかに{more}件"));
        message.en.push_str(&format!("; {more} more"));
    }
    let draft = Draft::new(&duty.heading.id, message.ja, message.en)
        .at(material.place("duties.toml", "duty", "id", &duty.heading.id))
        .citing(&finding.clauses)
        .only(finding.severity.min(rule.severity));
    match finding.help {
        Some(help) => draft.help(help.ja, help.en),
        None => draft,
    }
}
