//! Meetings, their agenda, and who prepares them.

use provenance::Text;
use tables::{Names, Row};

use crate::{
    AgendaId, DutyId, Heading, OfAgendaItem, OfDuty, OfFigure, OfRole, Party, Provision, RoleId,
    heading::{Given, names_of},
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
    pub participants: Vec<RoleId>,
    /// What is talked about: items by name.
    pub agenda: Vec<AgendaId>,
    /// Duties that come with it, by name.
    pub duties: Vec<DutyId>,
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
    pub duties: Vec<DutyId>,
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
    roles: &Names<OfRole>,
    figures: &Names<OfFigure>,
    duties: &Names<OfDuty>,
) -> Option<Meetings> {
    let mut given = Given::default();
    let agenda = items(root, "agenda", &mut given, duties);
    let parts = items(root, "part", &mut given, duties);
    let headings = agenda.iter().flatten().map(|item| &item.heading);
    let known: Names<OfAgendaItem> = names_of("agenda item", "meetings.toml", headings);
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
            let (participants, agenda) = (row.names("participants", roles), row.names("agenda", &known));
            let duties = row.names("duties", duties);
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
    duties: &Names<OfDuty>,
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
            let duties = row.names("duties", duties);
            Some(AgendaItem { heading: heading?, name: name?, theme, by: by?, duties })
        })
        .collect();
    read.into_iter().collect()
}
