//! Hits as JSON.

use serde_json::{Value, json};

use super::word;
use crate::{Agenda, Heading, Hit, Outcome, Subject, Waived};

/// Hits, what was waived, and the agenda.
#[must_use]
pub fn json(outcome: &Outcome) -> Value {
    let waived = outcome.waived.iter().map(|Waived { hit: found, waiver }| {
        json!({
            "hit": hit(found),
            "waiver": {
                "reason": waiver.reason, "expires": waiver.expires.to_string(), "by": waiver.by,
                "file": waiver.place.file, "line": waiver.place.line,
            },
        })
    });
    json!({
        "hits": outcome.hits.iter().map(hit).collect::<Vec<_>>(),
        "waived": waived.collect::<Vec<_>>(),
        "agenda": agenda(&outcome.agenda),
    })
}

fn hit(hit: &Hit) -> Value {
    let finding = &hit.finding;
    json!({
        "rule": finding.rule,
        "severity": word(finding.severity),
        "subject": finding.subject,
        "message": finding.message,
        "help": finding.help,
        "clauses": finding.clauses,
        "file": hit.place.file,
        "line": hit.place.line,
        "column": hit.place.column,
        "recorded": hit.recorded,
        "settled": hit.settled,
    })
}

/// The agenda as JSON.
pub(crate) fn agenda(agenda: &Agenda) -> Value {
    let groups = agenda.headings.iter().map(|Heading { group, subjects }| {
        let subjects = subjects.iter().map(|Subject { name, points }| {
            let points = points.iter().map(|point| {
                json!({
                    "says": point.says, "question": point.question, "proposal": point.proposal,
                    "settled": point.settled, "clauses": point.clauses, "raised_by": point.raised_by,
                })
            });
            json!({ "subject": name, "points": points.collect::<Vec<_>>() })
        });
        json!({ "group": group.word(), "name": group.name(), "subjects": subjects.collect::<Vec<_>>() })
    });
    Value::Array(groups.collect())
}
