//! The help desk: channels and languages; and how matters are escalated.

use calendar::{CalendarId, CalendarSet, Opening};
use provenance::Text;
use tables::{Names, Row};

use crate::{Heading, OfDuty, OfFigure, Provision, heading::Given, provision::provisions};

/// Whose a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Desk {
    /// The help desk's.
    HelpDesk,
    /// That of the desk which the contractor opens where it works elsewhere.
    OwnDesk,
}

/// A way in which people ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// Whose it is.
    pub of: Desk,
}

/// A language in which people are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenLanguage {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// The calendar during which it is spoken.
    pub calendar: CalendarId,
    /// Persons at least who speak it at any time; `None` where it is not said.
    pub persons: Option<u32>,
}

/// Everything about the help desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpDesk {
    /// The channels.
    pub channels: Vec<Channel>,
    /// The languages.
    pub languages: Vec<SpokenLanguage>,
    /// The statements.
    pub provisions: Vec<Provision>,
}

/// A means of escalation and its hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is called.
    pub name: Text,
    /// Its hours on weekdays; `None` at any time of any day.
    pub hours: Option<Opening>,
}

pub(crate) fn help_desk(
    root: &Row<'_>,
    calendars: &CalendarSet,
    figures: &Names<OfFigure>,
    duties: &Names<OfDuty>,
) -> Option<HelpDesk> {
    let mut given = Given::default();
    let mut begun = |row: &Row<'_>| {
        let (heading, name) = (Heading::read(row), row.required_text("name"));
        if let Some(heading) = &heading {
            given.add(row, heading);
        }
        heading.zip(name)
    };
    let channels: Vec<Option<Channel>> = root
        .rows("channel")
        .iter()
        .map(|row| {
            let begun = begun(row);
            let of = row.required_one_of("of", &[("help-desk", Desk::HelpDesk), ("own-desk", Desk::OwnDesk)]);
            let (heading, name) = begun?;
            Some(Channel { heading, name, of: of? })
        })
        .collect();
    let languages: Vec<Option<SpokenLanguage>> = root
        .rows("language")
        .iter()
        .map(|row| {
            let begun = begun(row);
            let spoken = row.required_name("calendar", calendars.names());
            let persons = row.optional("persons");
            let (heading, name) = begun?;
            Some(SpokenLanguage { heading, name, calendar: spoken?, persons })
        })
        .collect();
    let provisions = provisions(root, &mut given, figures, duties);
    Some(HelpDesk {
        channels: channels.into_iter().collect::<Option<_>>()?,
        languages: languages.into_iter().collect::<Option<_>>()?,
        provisions: provisions?,
    })
}

pub(crate) fn escalations(root: &Row<'_>) -> Option<Vec<Escalation>> {
    let mut given = Given::default();
    let rows = root.rows("escalation");
    let read: Vec<Option<Escalation>> = rows
        .iter()
        .map(|row| {
            let (heading, name) = (Heading::read(row), row.required_text("name"));
            if let Some(heading) = &heading {
                given.add(row, heading);
            }
            let hours = row.required_parsed("hours", |text| match text {
                "any" => Ok(None),
                hours => hours.parse::<Opening>().map(Some),
            });
            let days = row.optional_one_of("days", &[("weekdays", ())]);
            if hours.is_some_and(|hours| hours.is_some()) && days.is_none() && !row.has("days") {
                row.complain("days", "is missing", Some("say on which days the hours hold: `weekdays`"));
            }
            Some(Escalation { heading: heading?, name: name?, hours: hours? })
        })
        .collect();
    read.into_iter().collect()
}
