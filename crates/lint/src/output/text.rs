//! Hits as text: a line a hit with the place of its row, as compilers write them.

use escape::Lines;
use provenance::{Language, Severity};

use super::{headed, word};
use crate::{Outcome, Waived};

/// The hits with their places, what was waived, and totals.
#[must_use]
pub fn text(outcome: &Outcome, language: Language) -> Lines {
    let mut text = Lines::default();
    for hit in &outcome.hits {
        let finding = &hit.finding;
        let (rule, severity) = (&finding.rule, word(finding.severity));
        text.line(format_args!("{}: {severity}[{rule}] {}", hit.place, headed(hit, language)));
        if let Some(help) = &finding.help {
            text.line(format_args!("  {}", help.in_language(language)));
        }
    }
    for Waived { hit, waiver } in &outcome.waived {
        let (rule, subject) = (&hit.finding.rule, &hit.finding.subject);
        let (reason, expires, by) = (waiver.reason.in_language(language), waiver.expires, &waiver.by);
        text.line(match language {
            Language::Ja => {
                format!("{}: 除外[{rule}] {subject}: {reason}（{expires}まで、{by}）", hit.place)
            }
            Language::En => {
                format!("{}: waived[{rule}] {subject}: {reason} (until {expires}, by {by})", hit.place)
            }
        });
    }
    let count = |severity| outcome.count(severity);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let (waived, points) = (outcome.waived.len(), outcome.agenda.len());
    text.line(match language {
        Language::Ja => {
            format!("誤り{errors}件、警告{warnings}件、注記{notes}件、適用除外{waived}件、協議事項{points}件")
        }
        Language::En => format!(
            "{errors} errors, {warnings} warnings, {notes} notes, {waived} waived, {points} points on the agenda"
        ),
    });
    text
}
