//! Residency: where people are, when, and how many.

use calendar::{CalendarSet, Opening};
use provenance::Text;
use tables::{Row, nearest};

use crate::{
    Heading, Provision,
    heading::{Given, Known},
    provision::provisions,
};

/// Residency at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residency {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// The site.
    pub site: String,
    /// The address.
    pub place: Text,
    /// The calendar whose business days and hours it keeps, by name.
    pub calendar: String,
    /// Its hours, as printed.
    pub hours: Opening,
    /// The calendar of its core time, by name.
    pub core_calendar: Option<String>,
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
    figures: &Known<'_>,
    duties: &Known<'_>,
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
    let (site, place) = (row.required("site"), row.required_text("place"));
    let calendar = row.required("calendar").and_then(|id| calendar(row, "calendar", id, calendars));
    let core = row.optional("core_calendar");
    let core_calendar = core.and_then(|id| self::calendar(row, "core_calendar", id, calendars));
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

/// A calendar's name, if the contract has one of that name.
pub(crate) fn calendar(
    row: &Row<'_>,
    key: &'static str,
    id: String,
    calendars: &CalendarSet,
) -> Option<String> {
    if calendars.get(&id).is_some() {
        return Some(id);
    }
    let help = nearest(&id, calendars.iter().map(|(known, _)| known)).map_or_else(
        || "add it to calendar.toml, or name one that is there".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    row.complain(key, format!("there is no calendar `{id}` in calendar.toml"), Some(&help));
    None
}
