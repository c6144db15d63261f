//! Residency: where people are, when, and how many.

use calendar::{CalendarId, CalendarSet, Opening, SiteId};
use provenance::Text;
use tables::{Names, Row};

use crate::{Heading, OfDuty, OfFigure, Provision, heading::Given, provision::provisions};

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

pub(crate) fn staffing(
    root: &Row<'_>,
    calendars: &CalendarSet,
    figures: &Names<OfFigure>,
    duties: &Names<OfDuty>,
) -> Option<Staffing> {
    let mut given = Given::default();
    let rows = root.rows("residency");
    let read: Vec<Option<Residency>> = rows.iter().map(|row| residency(row, calendars, &mut given)).collect();
    let provisions = provisions(root, &mut given, figures, duties);
    Some(Staffing { residencies: read.into_iter().collect::<Option<_>>()?, provisions: provisions? })
}

fn residency(row: &Row<'_>, calendars: &CalendarSet, given: &mut Given) -> Option<Residency> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    if let Some(heading) = &heading {
        given.add(row, heading);
    }
    let (site, place) = (row.required_name("site", calendars.sites().names()), row.required_text("place"));
    let calendar = row.required_name("calendar", calendars.names());
    let core_calendar = row.optional_name("core_calendar", calendars.names());
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
