//! Deadlines as an iCalendar file: all-day events, the same file for the same range and events.

use keiyaku::{
    provenance::Language,
    terms::{Deadline, RoleId, Terms},
};

use crate::ics::{self, AllDay};

/// What has no day is left out: a calendar has no place for it.
pub(super) fn calendar(terms: &Terms, listed: &[&Deadline<'_>], name: &str, language: Language) -> String {
    ics::file("deadlines", name, listed.iter().filter_map(|deadline| event(terms, deadline, language)))
}

fn event(terms: &Terms, deadline: &Deadline<'_>, language: Language) -> Option<AllDay> {
    let role = |id: &RoleId| terms.role_text(id).in_language(language).to_owned();
    let (by, to) = (role(&deadline.duty.by), role(&deadline.duty.to));
    let meeting = deadline.meeting.as_ref().map_or_else(String::new, |meeting| {
        format!(" ({})", terms.meeting_text(meeting).in_language(language))
    });
    Some(AllDay {
        // Events of two kinds may have one name.
        uid: format!("{}-{}-{}@keiyaku", deadline.duty.heading.id, deadline.event.kind, deadline.of()),
        summary: format!("{}{meeting} [{by} → {to}]", deadline.duty.what.in_language(language)),
        description: format!(
            "{}\n{}\n{}",
            deadline.event_text(terms).in_language(language),
            deadline.duty.due.text().in_language(language),
            deadline.duty.heading.clause
        ),
        on: deadline.due()?,
        stamp: deadline.counted_from,
    })
}
