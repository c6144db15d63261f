//! Calendars by name.

use std::fmt;

use provenance::{Clause, Text};
use tables::{Explain, Id, listed};

use crate::BusinessCalendar;

/// A calendar's name.
pub type CalendarId = Id<NamedCalendar>;

/// A calendar with its name and clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCalendar {
    /// Its name in tables and options.
    pub id: CalendarId,
    /// Its name for people.
    pub name: Text,
    /// Where its hours stand.
    pub clause: Option<Clause>,
    /// What is open about it.
    pub open_points: Vec<Text>,
    /// The calendar.
    pub calendar: BusinessCalendar,
}

impl NamedCalendar {
    /// A calendar under a name, with no clause and nothing open.
    #[must_use]
    pub fn new(id: CalendarId, name: Text, calendar: BusinessCalendar) -> Self {
        Self { id, name, clause: None, open_points: Vec::new(), calendar }
    }
}

/// A contract does not say which of its calendars is the main one, and more or fewer than one could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoMainCalendar {
    /// The calendars that there are.
    pub choices: Vec<CalendarId>,
}

impl fmt::Display for NoMainCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let choices: Vec<String> = self.choices.iter().map(|choice| format!("`{choice}`")).collect();
        match choices.first() {
            None => f.write_str("calendar.toml has no calendar; add one"),
            Some(first) => write!(
                f,
                "calendar.toml does not say which calendar is the main one; name one of {} at its top, as in `main = \"{}\"`",
                choices.join(", "),
                first.trim_matches('`')
            ),
        }
    }
}

impl Explain for NoMainCalendar {
    fn text(&self) -> Text {
        let ja = match self.choices.first() {
            None => "calendar.tomlにカレンダーがない。1つ加える".to_owned(),
            Some(first) => {
                let choices = listed(self.choices.iter().map(CalendarId::as_str)).ja;
                format!(
                    "calendar.tomlに主たるカレンダーの指定がない。先頭に{choices}のいずれかを`main = \"{first}\"`のように書く"
                )
            }
        };
        Text::new(ja, self.to_string())
    }
}

impl std::error::Error for NoMainCalendar {}
