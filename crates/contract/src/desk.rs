//! The help desk: channels and languages; and how matters are escalated.

use calendar::{CalendarId, Opening};
use provenance::Text;
use tables::{Row, Spot, whole};

use crate::{
    Heading, Provision,
    heading::Given,
    known::{Known, Stated, rows},
    provision::{hold_provisions, provision},
};

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

pub(crate) fn help_desk(root: &Row<'_>, known: &Known<'_>) -> Option<HelpDesk> {
    let (channels, languages) = (rows(root, "channel", channel), rows(root, "language", language));
    let provisions = rows(root, "provision", provision);
    hold(&root.spot(), &channels, &languages, &provisions, known);
    Some(HelpDesk {
        channels: whole(channels)?,
        languages: whole(languages)?,
        provisions: whole(provisions)?,
    })
}

fn channel(row: &Row<'_>) -> Option<Channel> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let of = row.required_one_of("of", &[("help-desk", Desk::HelpDesk), ("own-desk", Desk::OwnDesk)]);
    Some(Channel { heading: heading?, name: name?, of: of? })
}

fn language(row: &Row<'_>) -> Option<SpokenLanguage> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let (calendar, persons) = (row.required_parsed("calendar", str::parse), row.optional("persons"));
    Some(SpokenLanguage { heading: heading?, name: name?, calendar: calendar?, persons })
}

impl HelpDesk {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        hold(at, &self.channels, &self.languages, &self.provisions, known);
    }
}

fn hold(
    at: &Spot<'_>,
    channels: &impl Stated<Channel>,
    languages: &impl Stated<SpokenLanguage>,
    provisions: &impl Stated<Provision>,
    known: &Known<'_>,
) {
    let mut given = Given::default();
    for (n, channel) in channels.stated() {
        given.take(&at.nth("channel", n), &channel.heading.id);
    }
    for (n, language) in languages.stated() {
        let at = at.nth("language", n);
        given.take(&at, &language.heading.id);
        at.knows("calendar", &language.calendar, known.calendars.names());
    }
    hold_provisions(at, provisions, &mut given, known);
}

pub(crate) fn escalations(root: &Row<'_>) -> Option<Vec<Escalation>> {
    let read = rows(root, "escalation", |row| {
        let (heading, name) = (Heading::read(row), row.required_text("name"));
        let hours = row.required_parsed("hours", |text| match text {
            "any" => Ok(None),
            hours => hours.parse::<Opening>().map(Some),
        });
        let days = row.optional_one_of("days", &[("weekdays", ())]);
        if hours.is_some_and(|hours| hours.is_some()) && days.is_none() && !row.has("days") {
            row.complain(
                "days",
                Text::new("この項目がない", "is missing"),
                Some(Text::new(
                    "その時間が当てはまる日（`weekdays`）を書く",
                    "say on which days the hours hold: `weekdays`",
                )),
            );
        }
        Some(Escalation { heading: heading?, name: name?, hours: hours? })
    });
    hold_escalations(&root.spot(), &read);
    whole(read)
}

pub(crate) fn hold_escalations(at: &Spot<'_>, escalations: &impl Stated<Escalation>) {
    let mut given = Given::default();
    for (n, escalation) in escalations.stated() {
        given.take(&at.nth("escalation", n), &escalation.heading.id);
    }
}
