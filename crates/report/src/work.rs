//! Work items as JSON. The shape is a promise of its own: no inner type is serialised.

use std::collections::BTreeMap;

use provenance::Text;
use serde::Serialize;
use tables::Id;
use tasks::{Catalogue, Frequency, Rule, WorkItem};

use crate::json::pretty;

#[derive(Serialize)]
struct WorkItemJson<'a> {
    id: &'a str,
    category: Vec<&'a Text>,
    letter: &'a str,
    group: Option<&'a Text>,
    title: &'a Text,
    /// The sites by name; none for work that is bound to none.
    sites: Vec<&'a str>,
    /// The sites as printed.
    sites_text: &'a str,
    frequency: FrequencyJson<'a>,
    frequency_text: &'a str,
    trigger: Option<&'a Text>,
    deadline: Option<&'a Text>,
    deliverables: Vec<&'a str>,
    reported_at_meeting: bool,
    sla: Vec<&'a str>,
    counts: Option<&'a str>,
    duty: Option<DutyJson<'a>>,
    clause: String,
}

#[derive(Serialize)]
struct FrequencyJson<'a> {
    kind: &'static str,
    times: Option<u8>,
    per: Option<&'static str>,
    parts: Vec<PartJson<'a>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    name: &'a Text,
    kind: &'static str,
    times: u8,
    per: &'static str,
}

#[derive(Serialize)]
struct DutyJson<'a> {
    /// What each party does, by its word.
    parts: BTreeMap<&'a str, Vec<&'a str>>,
    clause: String,
}

/// The work items of a contract as a JSON array in the document's order, indented, with a line end.
#[must_use]
pub fn work_items_json(catalogue: &Catalogue) -> String {
    let items: Vec<WorkItemJson<'_>> =
        catalogue.items().iter().map(|item| work_item_json(catalogue, item)).collect();
    pretty(&items)
}

fn work_item_json<'a>(catalogue: &'a Catalogue, item: &'a WorkItem) -> WorkItemJson<'a> {
    WorkItemJson {
        id: item.id.as_str(),
        category: item.category.iter().collect(),
        letter: &item.letter,
        group: item.group.as_ref(),
        title: &item.title,
        sites: names(&item.sites),
        sites_text: &item.sites_text,
        frequency: frequency_json(&item.frequency),
        frequency_text: &item.frequency_text,
        trigger: item.trigger.as_ref().map(|trigger| &trigger.name),
        deadline: item.deadline.as_ref(),
        deliverables: names(&item.deliverables),
        reported_at_meeting: item.is_reported,
        sla: names(&item.sla),
        counts: item.counts.as_ref().map(Id::as_str),
        duty: catalogue.duty(item).map(|duty| DutyJson {
            parts: duty.parts.iter().map(|part| (part.party.as_str(), names(&part.words))).collect(),
            clause: duty.clause.to_string(),
        }),
        clause: item.clause.to_string(),
    }
}

fn names<T>(ids: &[Id<T>]) -> Vec<&str> {
    ids.iter().map(Id::as_str).collect()
}

fn frequency_json(frequency: &Frequency) -> FrequencyJson<'_> {
    let rule: Option<Rule> = match frequency {
        Frequency::Regular(rule) => Some(*rule),
        Frequency::Irregular | Frequency::Composite(_) => None,
    };
    let parts = match frequency {
        Frequency::Composite(parts) => parts.as_slice(),
        _ => &[],
    };
    FrequencyJson {
        kind: frequency.kind(),
        times: rule.map(|rule| rule.times),
        per: rule.map(|rule| rule.per.word()),
        parts: parts
            .iter()
            .map(|part| PartJson {
                name: &part.name,
                kind: part.rule.kind(),
                times: part.rule.times,
                per: part.rule.per.word(),
            })
            .collect(),
    }
}
