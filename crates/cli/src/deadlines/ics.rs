//! Deadlines as an iCalendar file: all-day events, the same file for the same range and events.

use keiyaku::{
    provenance::Language,
    terms::{Deadline, Outside, RoleId, Terms, When},
};

use crate::ics::{self, AllDay};

/// What has no day is left out: a calendar has no place for it.
pub(super) fn calendar(terms: &Terms, listed: &[&Deadline<'_>], name: &str, language: Language) -> String {
    ics::file("deadlines", name, listed.iter().filter_map(|deadline| event(terms, deadline, language)))
}

/// What must be known of a deadline's day: that it hangs on an event that nobody has recorded yet, that the text says
/// "about", that the counted day is closed, that it lies outside the term.
pub(super) fn marks(deadline: &Deadline<'_>, language: Language) -> String {
    let word = |ja: &str, en: &str| if language == Language::Ja { ja } else { en }.to_owned();
    let closed = match deadline.when {
        When::Day { nominal, due } if deadline.is_on_closed_day && nominal != due => {
            Some(word("休業日の", "moved from ") + &nominal.to_string() + &word("から", ", a closed day"))
        }
        _ => deadline.is_on_closed_day.then(|| word("休業日", "closed day")),
    };
    let outside = deadline.outside.map(|outside| match outside {
        Outside::Before => word("契約期間前", "before the term"),
        Outside::After => word("契約期間後", "after the term"),
    });
    let provisional = deadline.is_provisional.then(|| word("仮", "provisional"));
    let about = deadline.duty.is_about.then(|| word("程度", "about"));
    let marks: Vec<String> = [provisional, about, closed, outside].into_iter().flatten().collect();
    match language {
        _ if marks.is_empty() => String::new(),
        Language::Ja => format!("（{}）", marks.join("・")),
        Language::En => format!(" ({})", marks.join(", ")),
    }
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
        summary: format!(
            "{}{meeting}{} [{by} → {to}]",
            deadline.duty.what.in_language(language),
            marks(deadline, language)
        ),
        description: format!(
            "{}\n{}\n{}",
            deadline.event_text(terms).in_language(language),
            deadline.limit_text().in_language(language),
            deadline.duty.heading.clause
        ),
        on: deadline.due()?,
        stamp: deadline.counted_from,
    })
}
