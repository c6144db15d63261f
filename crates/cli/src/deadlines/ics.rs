//! Deadlines as an iCalendar file: all-day events, the same file for the same range and events.

use icalendar::{Calendar, Component, Event, EventLike, Property};
use keiyaku::{
    provenance::Language,
    terms::{Deadline, Terms},
};

/// What has no day is left out: a calendar has no place for it.
pub(super) fn calendar(terms: &Terms, listed: &[&Deadline<'_>], name: &str, language: Language) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Keiyaku//deadlines//JA"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(name);
    for deadline in listed {
        if let Some(event) = event(terms, deadline, language) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

fn event(terms: &Terms, deadline: &Deadline<'_>, language: Language) -> Option<Event> {
    let due = deadline.due()?;
    let role = |id: &str| terms.role_text(id).in_language(language).to_owned();
    let (by, to) = (role(&deadline.duty.by), role(&deadline.duty.to));
    let meeting = deadline.meeting.as_ref().map_or_else(String::new, |meeting| {
        format!(" ({})", terms.meeting_text(meeting).in_language(language))
    });
    let mut event = Event::new();
    event
        // Events of two kinds may have one name.
        .uid(&format!("{}-{}-{}@keiyaku", deadline.duty.heading.id, deadline.event.kind, deadline.of()))
        .summary(&format!("{}{meeting} [{by} → {to}]", deadline.duty.what.in_language(language)))
        .description(&format!(
            "{}\n{}\n{}",
            deadline.event_text(terms).in_language(language),
            deadline.duty.due.text().in_language(language),
            deadline.duty.heading.clause
        ))
        // The same file for the same events: the stamp is the day counted from, not the clock's.
        .timestamp(deadline.counted_from.and_time(chrono::NaiveTime::MIN).and_utc())
        .starts(due)
        // The end of an all-day event is the day after it.
        .ends(due.succ_opt().unwrap_or(due));
    Some(event.done())
}
