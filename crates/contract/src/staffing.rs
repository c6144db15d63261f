//! Residency: where people are, when, and how many.

use calendar::{CalendarId, Opening, SiteId};
use provenance::Text;
use tables::{Row, Spot, whole};

use crate::{
    Heading, Provision,
    heading::Given,
    known::{Known, Stated, rows},
    provision::{hold_provisions, provision},
};

/// Residency at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residency {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// The site.
    pub site: SiteId,
    /// The address.
    pub place: Text,
    /// The calendar whose business days and hours it keeps.
    pub calendar: CalendarId,
    /// Its hours, as printed.
    pub hours: Opening,
    /// The calendar of its core time.
    pub core_calendar: Option<CalendarId>,
    /// Its core time, as printed.
    pub core_hours: Option<Opening>,
    /// Persons at least; `None` where it is not said.
    pub persons: Option<u32>,
    /// Persons at least outside the core time.
    pub persons_outside_core: Option<u32>,
}

/// Residency and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staffing {
    /// By site.
    pub residencies: Vec<Residency>,
    /// The statements.
    pub provisions: Vec<Provision>,
}

pub(crate) fn staffing(root: &Row<'_>, known: &Known<'_>) -> Option<Staffing> {
    let (residencies, provisions) = (rows(root, "residency", residency), rows(root, "provision", provision));
    hold(&root.spot(), &residencies, &provisions, known);
    Some(Staffing { residencies: whole(residencies)?, provisions: whole(provisions)? })
}

fn residency(row: &Row<'_>) -> Option<Residency> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let (site, place) = (row.required_parsed("site", str::parse), row.required_text("place"));
    let calendar = row.required_parsed("calendar", str::parse);
    let core_calendar = row.optional_parsed("core_calendar", str::parse);
    let hours = row.required_parsed("hours", str::parse::<Opening>);
    let core_hours = row.optional_parsed("core_hours", str::parse::<Opening>);
    let (persons, persons_outside_core) = (row.optional("persons"), row.optional("persons_outside_core"));
    Some(Residency {
        heading: heading?,
        name: name?,
        site: site?,
        place: place?,
        calendar: calendar?,
        hours: hours?,
        core_calendar,
        core_hours,
        persons,
        persons_outside_core,
    })
}

impl Staffing {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        hold(at, &self.residencies, &self.provisions, known);
    }
}

fn hold(
    at: &Spot<'_>,
    residencies: &impl Stated<Residency>,
    provisions: &impl Stated<Provision>,
    known: &Known<'_>,
) {
    let mut given = Given::default();
    for (n, residency) in residencies.stated() {
        let at = at.nth("residency", n);
        given.take(&at, &residency.heading.id);
        at.knows("site", &residency.site, known.calendars.sites().names());
        at.knows("calendar", &residency.calendar, known.calendars.names());
        if let Some(core) = &residency.core_calendar {
            at.knows("core_calendar", core, known.calendars.names());
        }
    }
    hold_provisions(at, provisions, &mut given, known);
}
