//! What happened and what was done: the events that the term does not bring by itself.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use provenance::Text;
use tables::{Document, Explain, Row, TableErrors, meant, nearest};

use crate::{DutyId, Event, EventKindId, Terms, Trigger};

/// A duty that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The duty, by name.
    pub duty: DutyId,
    /// The event that made it due, by name; for meetings of a series with their number, as in `term-begins/2`.
    pub of: String,
    /// The day on which it was done.
    pub day: NaiveDate,
}

/// Events and what was done about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    events: Vec<Event>,
    done: Vec<Done>,
    named: BTreeSet<(EventKindId, String)>,
}

/// Why an entry cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// There is no such kind of events.
    #[error("there is no kind of event `{found}`{}", or_near(.near.as_deref()))]
    Kind {
        /// The kind, as given.
        found: String,
        /// A kind that may be meant.
        near: Option<String>,
    },
    /// Events of the kind come from the term itself.
    #[error("events `{kind}` come from the term itself; leave them out")]
    OfTheTerm {
        /// The kind.
        kind: String,
    },
    /// An event of that kind and name is there already.
    #[error("event `{kind}` `{id}` stands twice; give each a name of its own")]
    Twice {
        /// The kind.
        kind: String,
        /// The name.
        id: String,
    },
    /// There is no such duty.
    #[error("there is no duty `{found}`{}", or_near(.near.as_deref()))]
    Duty {
        /// The duty, as given.
        found: String,
        /// A duty that may be meant.
        near: Option<String>,
    },
    /// The duty was done already for that event.
    #[error("duty `{duty}` of `{of}` is done twice; keep the first")]
    DoneTwice {
        /// The duty.
        duty: String,
        /// The event.
        of: String,
    },
    /// The event says that it belongs to something that the term does not bring.
    #[error("event `{id}` belongs to `{found}`, but `of` must name one of `{kind}`, as in `{example}`")]
    Of {
        /// The event.
        id: String,
        /// What it says it belongs to; empty where it says nothing.
        found: String,
        /// The kind of events that it may belong to.
        kind: String,
        /// One of them.
        example: String,
    },
    /// The event says that it is a meeting, and no such meeting stands in the table.
    #[error("there is no meeting `{found}` in meetings.toml{}", or_near(.near.as_deref()))]
    Meeting {
        /// The meeting, as given.
        found: String,
        /// A meeting that may be meant.
        near: Option<String>,
    },
    /// The meeting brings no duty that counts from such an event.
    #[error("`{meeting}` brings no duty that counts from `{kind}`; name a meeting that does, or none")]
    MeetingBringsNothing {
        /// The meeting.
        meeting: String,
        /// The kind of events.
        kind: String,
    },
    /// A value that must be there is empty.
    #[error("`{key}` is empty")]
    Empty {
        /// The column or key.
        key: &'static str,
    },
}

fn or_near(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

impl Explain for LogError {
    fn text(&self) -> Text {
        let is_meant = |near: &Option<String>| {
            near.as_deref().map_or_else(String::new, |near| format!("。{}", meant(near).ja))
        };
        let ja = match self {
            Self::Kind { found, near } => format!("事象の種類`{found}`はない{}", is_meant(near)),
            Self::OfTheTerm { kind } => format!("事象`{kind}`は契約期間から決まる。書かずにおく"),
            Self::Twice { kind, id } => {
                format!("事象`{kind}`の`{id}`が2回ある。それぞれに別の名称を付ける")
            }
            Self::Duty { found, near } => format!("義務`{found}`はない{}", is_meant(near)),
            Self::DoneTwice { duty, of } => {
                format!("`{of}`についての義務`{duty}`の実施が2回ある。最初のものだけを残す")
            }
            Self::Of { id, found, kind, example } => {
                format!("事象`{id}`の対象が`{found}`とある。`of`には`{example}`のように`{kind}`の一つを書く")
            }
            Self::Meeting { found, near } => {
                format!("meetings.tomlに会議`{found}`がない{}", is_meant(near))
            }
            Self::MeetingBringsNothing { meeting, kind } => format!(
                "会議`{meeting}`には、`{kind}`から起算する義務がない。起算する義務がある会議を書くか、空にする"
            ),
            Self::Empty { key } => format!("`{key}`が空"),
        };
        Text::new(ja, self.to_string())
    }
}

impl Log {
    /// A log without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The events.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What was done.
    #[must_use]
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// Adds an event.
    ///
    /// # Errors
    /// [`LogError`] where the contract knows no such kind, the term brings its events, or it stands twice.
    pub fn add(&mut self, terms: &Terms, event: Event) -> Result<(), LogError> {
        let kinds = terms.event_kinds();
        let Some(kind) = kinds.iter().find(|kind| kind.heading.id == event.kind.as_str()) else {
            let near = nearest(event.kind.as_str(), kinds.iter().map(|kind| kind.heading.id.as_str()));
            return Err(LogError::Kind { near: near.map(str::to_owned), found: event.kind.to_string() });
        };
        if !kind.origin.is_given() {
            return Err(LogError::OfTheTerm { kind: event.kind.to_string() });
        }
        if event.id.is_empty() {
            return Err(LogError::Empty { key: "id" });
        }
        check_of(terms, &event)?;
        check_meeting(terms, &event)?;
        if !self.named.insert((event.kind.clone(), event.id.clone())) {
            return Err(LogError::Twice { kind: event.kind.to_string(), id: event.id });
        }
        self.events.push(event);
        Ok(())
    }

    /// Adds what was done. Whether its event exists is told by the deadlines, once all events are known.
    ///
    /// # Errors
    /// [`LogError`] where the contract knows no such duty, or it was done already.
    pub fn add_done(&mut self, terms: &Terms, done: Done) -> Result<(), LogError> {
        let duties = terms.duties();
        if !duties.iter().any(|duty| duty.heading.id == done.duty.as_str()) {
            let near = nearest(done.duty.as_str(), duties.iter().map(|duty| duty.heading.id.as_str()));
            return Err(LogError::Duty { near: near.map(str::to_owned), found: done.duty.to_string() });
        }
        if done.of.is_empty() {
            return Err(LogError::Empty { key: "of" });
        }
        if self.done.iter().any(|known| known.duty == done.duty && known.of == done.of) {
            return Err(LogError::DoneTwice { duty: done.duty.to_string(), of: done.of });
        }
        self.done.push(done);
        Ok(())
    }

    /// A log from a table: `[[event]]` with `kind`, `id`, `on` and perhaps `time`, `of` and
    /// `meeting`; `[[done]]` with `duty`,
    /// `of` and `on`.
    ///
    /// # Errors
    /// Every problem found, with its place.
    pub fn from_table(terms: &Terms, file: &str, text: &str) -> Result<Self, TableErrors> {
        Document::parse(file, text).read(|root| {
            let mut log = Self::new();
            for row in root.rows("event") {
                if let Some(event) = event(&row)
                    && let Err(error) = log.add(terms, event)
                {
                    row.complain(error.key(), error.text(), None);
                }
            }
            for row in root.rows("done") {
                let (duty, of) = (row.required_parsed("duty", str::parse), row.required("of"));
                let day = row.required("on");
                if let Some(((duty, of), day)) = duty.zip(of).zip(day)
                    && let Err(error) = log.add_done(terms, Done { duty, of, day })
                {
                    row.complain(error.key(), error.text(), None);
                }
            }
            Some(log)
        })
    }
}

impl LogError {
    /// The key or column at which an entry is wrong.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Kind { .. } | Self::OfTheTerm { .. } => "kind",
            Self::Twice { .. } => "id",
            Self::Duty { .. } => "duty",
            Self::DoneTwice { .. } | Self::Of { .. } => "of",
            Self::Meeting { .. } | Self::MeetingBringsNothing { .. } => "meeting",
            Self::Empty { key } => key,
        }
    }
}

/// What sets the beginning of a period says of which month it is: misspelt, it would set nothing, in silence.
fn check_of(terms: &Terms, event: &Event) -> Result<(), LogError> {
    let counted = terms
        .duties()
        .iter()
        .filter(|duty| duty.counts_from.as_ref().is_some_and(|kind| *kind == event.kind));
    for duty in counted {
        let Trigger::Event(kind) = &duty.trigger else { continue };
        let Some(known) = terms.event_kinds().iter().find(|known| known.heading.id == kind.as_str()) else {
            continue;
        };
        let events = known.of_term(terms.term(), terms.policies());
        let Some(first) = events.first() else { continue };
        if !events.iter().any(|one| event.of.as_ref() == Some(&one.id)) {
            return Err(LogError::Of {
                id: event.id.clone(),
                found: event.of.clone().unwrap_or_default(),
                kind: kind.to_string(),
                example: first.id.clone(),
            });
        }
    }
    Ok(())
}

/// A meeting that an event names brings a duty that counts from it: else its day would set nothing, in silence.
fn check_meeting(terms: &Terms, event: &Event) -> Result<(), LogError> {
    let Some(named) = &event.meeting else { return Ok(()) };
    let meetings = terms.meetings().map_or(&[][..], |all| &all.meetings);
    let Some(meeting) = meetings.iter().find(|meeting| meeting.heading.id == named.as_str()) else {
        let near = nearest(named.as_str(), meetings.iter().map(|meeting| meeting.heading.id.as_str()));
        return Err(LogError::Meeting { near: near.map(str::to_owned), found: named.to_string() });
    };
    let counts = |id: &DutyId| {
        let counted = |duty: &&crate::Duty| duty.counts_from.as_ref().is_some_and(|kind| *kind == event.kind);
        terms.duties().iter().filter(counted).any(|duty| duty.heading.id == id.as_str())
    };
    match meeting.duties.iter().any(counts) {
        true => Ok(()),
        false => {
            Err(LogError::MeetingBringsNothing { meeting: named.to_string(), kind: event.kind.to_string() })
        }
    }
}

fn event(row: &Row<'_>) -> Option<Event> {
    let (kind, id) = (row.required_parsed("kind", str::parse), row.required("id"));
    let (of, meeting) = (row.optional("of"), row.optional_parsed("meeting", str::parse));
    let (day, time) = (row.required("on"), row.optional::<NaiveTime>("time"));
    Some(Event { kind: kind?, id: id?, of, meeting, day: day?, time })
}
