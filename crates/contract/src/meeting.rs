//! Meetings, their agenda, and who prepares them.

use provenance::Text;
use tables::{Row, Spot, whole};

use crate::{
    AgendaId, DutyId, Heading, Party, Provision, RoleId,
    heading::Given,
    known::{Known, Stated, rows},
    provision::{hold_provisions, provision},
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

pub(crate) fn meetings(root: &Row<'_>, known: &Known<'_>) -> Option<Meetings> {
    let (agenda, parts) = (rows(root, "agenda", item), rows(root, "part", item));
    let meetings = rows(root, "meeting", meeting);
    let provisions = rows(root, "provision", provision);
    hold(&root.spot(), (&agenda, &parts), &meetings, &provisions, known);
    Some(Meetings {
        meetings: whole(meetings)?,
        agenda: whole(agenda)?,
        parts: whole(parts)?,
        provisions: whole(provisions)?,
    })
}

fn meeting(row: &Row<'_>) -> Option<Meeting> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let every = row
        .required_one_of("every", &[("month", Every::Month), ("year", Every::Year), ("once", Every::Once)]);
    let place = row.required_text("place");
    let participants = row.each_parsed("participants", str::parse);
    let (agenda, duties) = (row.each_parsed("agenda", str::parse), row.each_parsed("duties", str::parse));
    let (heading, name, every, place) = (heading?, name?, every?, place?);
    Some(Meeting { heading, name, every, place, participants, agenda, duties })
}

fn item(row: &Row<'_>) -> Option<AgendaItem> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let (theme, by) = (row.optional_text("theme"), row.required_one_of("by", Party::WORDS));
    let duties = row.each_parsed("duties", str::parse);
    Some(AgendaItem { heading: heading?, name: name?, theme, by: by?, duties })
}

impl Meetings {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        hold(at, (&self.agenda, &self.parts), &self.meetings, &self.provisions, known);
    }
}

fn hold<I: Stated<AgendaItem>>(
    at: &Spot<'_>,
    (agenda, parts): (&I, &I),
    meetings: &impl Stated<Meeting>,
    provisions: &impl Stated<Provision>,
    known: &Known<'_>,
) {
    let mut given = Given::default();
    for (list, items) in [("agenda", agenda), ("part", parts)] {
        for (n, item) in items.stated() {
            let at = at.nth(list, n);
            given.take(&at, &item.heading.id);
            at.knows_each("duties", &item.duties, &known.duties);
        }
    }
    for (n, meeting) in meetings.stated() {
        let at = at.nth("meeting", n);
        given.take(&at, &meeting.heading.id);
        at.knows_each("participants", &meeting.participants, &known.roles);
        at.knows_each("agenda", &meeting.agenda, &known.agenda);
        at.knows_each("duties", &meeting.duties, &known.duties);
    }
    hold_provisions(at, provisions, &mut given, known);
}
