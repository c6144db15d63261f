//! Meetings, their agenda, and who prepares them.

use std::collections::BTreeSet;

use provenance::Text;
use tables::Row;

use crate::{
    Heading, Party, Provision,
    heading::{Given, Known},
    provision::provisions,
};

/// How often a meeting is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Every {
    /// Each month.
    Month,
    /// Each year.
    Year,
    /// Once, or in one row, before the work begins.
    Once,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// How often it is held.
    pub every: Every,
    /// Where.
    pub place: Text,
    /// Who takes part: roles by name.
    pub participants: Vec<String>,
    /// What is talked about: items by name.
    pub agenda: Vec<String>,
    /// Duties that come with it, by name.
    pub duties: Vec<String>,
}

/// An item of an agenda, or a part in preparing a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is.
    pub name: Text,
    /// The theme under which it stands, for items of an agenda.
    pub theme: Option<Text>,
    /// Who carries it.
    pub by: Party,
    /// Duties by which it falls due, by name.
    pub duties: Vec<String>,
}

/// Everything about meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meetings {
    /// The meetings.
    pub meetings: Vec<Meeting>,
    /// Items of their agenda.
    pub agenda: Vec<AgendaItem>,
    /// Parts in preparing them.
    pub parts: Vec<AgendaItem>,
    /// The statements.
    pub provisions: Vec<Provision>,
}

pub(crate) fn meetings(
    root: &Row<'_>,
    roles: &Known<'_>,
    figures: &Known<'_>,
    duties: &Known<'_>,
) -> Option<Meetings> {
    let mut given = Given::default();
    let agenda = items(root, "agenda", &mut given, duties);
    let parts = items(root, "part", &mut given, duties);
    let names: BTreeSet<String> = agenda.iter().flatten().map(|item| item.heading.id.clone()).collect();
    let known = Known { kind: "agenda item", file: "meetings.toml", ids: Some(&names) };
    let rows = root.rows("meeting");
    let meetings: Vec<Option<Meeting>> = rows
        .iter()
        .map(|row| {
            let (heading, name) = (Heading::read(row), row.required_text("name"));
            if let Some(heading) = &heading {
                given.add(row, heading);
            }
            let every = row.required_one_of(
                "every",
                &[("month", Every::Month), ("year", Every::Year), ("once", Every::Once)],
            );
            let place = row.required_text("place");
            let (participants, agenda) = (roles.find_all(row, "participants"), known.find_all(row, "agenda"));
            let duties = duties.find_all(row, "duties");
            let (heading, name, every, place) = (heading?, name?, every?, place?);
            Some(Meeting { heading, name, every, place, participants, agenda, duties })
        })
        .collect();
    let provisions = provisions(root, &mut given, figures, duties);
    Some(Meetings {
        meetings: meetings.into_iter().collect::<Option<_>>()?,
        agenda: agenda?,
        parts: parts?,
        provisions: provisions?,
    })
}

fn items(
    root: &Row<'_>,
    key: &'static str,
    given: &mut Given,
    duties: &Known<'_>,
) -> Option<Vec<AgendaItem>> {
    let rows = root.rows(key);
    let read: Vec<Option<AgendaItem>> = rows
        .iter()
        .map(|row| {
            let (heading, name) = (Heading::read(row), row.required_text("name"));
            if let Some(heading) = &heading {
                given.add(row, heading);
            }
            let (theme, by) = (row.optional_text("theme"), row.required_one_of("by", Party::WORDS));
            let duties = duties.find_all(row, "duties");
            Some(AgendaItem { heading: heading?, name: name?, theme, by: by?, duties })
        })
        .collect();
    read.into_iter().collect()
}
