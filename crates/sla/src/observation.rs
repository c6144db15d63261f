//! What was recorded, free of any ticket tool: cases with marks and pauses, events, tallies, survey
//! answers, and the rows that could not be read.

use std::collections::{BTreeMap, BTreeSet};

use calendar::YearMonth;
use chrono::{DateTime, NaiveDate, Utc};
use provenance::{Origin, Text};

use crate::{
    Attribute, Ground, Kind, Mark, Named, PauseKind, Source, StepName, SurveyName, TallyName, Value,
};

/// Something that is opened, worked on and closed: an incident, a request, an inquiry, a call.
///
/// Clocks run between two marks. Which marks, pauses and attributes mean what, the contract's item
/// table says; a case only states when they happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The identifier in the tool it comes from, kept as text.
    pub id: String,
    /// What it is: `incident`, `request`, `inquiry`, `call`.
    pub kind: Kind,
    /// What is known of it: `category`, `channel`, `scope`.
    pub attributes: Named<Attribute, Value>,
    /// When it reached which point: `opened`, `responded`, `resolved`. A mark that was taken back and
    /// reached again holds the last time.
    pub marks: Named<Mark, DateTime<Utc>>,
    /// When work stood still, and why.
    pub pauses: Vec<Pause>,
    /// When a mark was taken back.
    pub reopenings: Vec<Reopening>,
    /// Reasons claimed for leaving the case out of a measure.
    pub claims: Vec<ExclusionClaim>,
    /// Where it was read.
    pub origin: Option<Origin>,
}

impl Case {
    /// A case of which nothing is known yet but what it is.
    pub fn new(id: impl Into<String>, kind: Kind) -> Self {
        Self {
            id: id.into(),
            kind,
            attributes: Named::new(),
            marks: Named::new(),
            pauses: Vec::new(),
            reopenings: Vec::new(),
            claims: Vec::new(),
            origin: None,
        }
    }
}

/// A stretch of time in which a case stood still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// The kind: `second-line`, `awaiting-user`.
    pub kind: PauseKind,
    /// When it began.
    pub from: DateTime<Utc>,
    /// When work went on; `None` while it still stands.
    pub to: Option<DateTime<Utc>>,
}

/// A mark that was reached and then taken back: a resolved incident that was reopened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// The mark taken back.
    pub mark: Mark,
    /// When it had been reached.
    pub stopped: DateTime<Utc>,
    /// When it was taken back.
    pub resumed: DateTime<Utc>,
}

/// A reason claimed in the records for leaving a case out.
///
/// A claim counts only for items whose exclusions list its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExclusionClaim {
    /// The reason's code: `phone-line-fault`.
    pub reason: Ground,
    /// What the record says of it.
    pub note: String,
}

/// Something that happened at an instant: a major incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The identifier, kept as text.
    pub id: String,
    /// What it is: `major-incident`.
    pub kind: Kind,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What is known of it.
    pub attributes: Named<Attribute, Value>,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// How much of what was planned for a day or month was done.
///
/// ```
/// use chrono::NaiveDate;
/// use sla::{Tally, TallyError};
///
/// let on = NaiveDate::from_ymd_opt(2024, 6, 28).unwrap();
/// assert_eq!(Tally::new("backup".parse()?, on, 30, 29)?.missed(), 1);
/// // More done than planned is a wrong record, not a rate above 100 %.
/// assert_eq!(Tally::new("backup".parse()?, on, 30, 31), Err(TallyError { planned: 30, done: 31 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    name: TallyName,
    on: NaiveDate,
    planned: u64,
    done: u64,
    /// Which of the planned ones were not done, and why.
    pub missing: Vec<String>,
    /// Where it was read.
    pub origin: Option<Origin>,
}

impl Tally {
    /// A tally for the month or day that `on` lies in.
    ///
    /// # Errors
    /// [`TallyError`] where more was done than planned.
    pub fn new(name: TallyName, on: NaiveDate, planned: u64, done: u64) -> Result<Self, TallyError> {
        if done > planned {
            return Err(TallyError { planned, done });
        }
        Ok(Self { name, on, planned, done, missing: Vec::new(), origin: None })
    }

    /// What was counted: `backup`, `monthly-report`.
    #[must_use]
    pub fn name(&self) -> &TallyName {
        &self.name
    }

    /// A date in the month counted.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// How many were planned.
    #[must_use]
    pub fn planned(&self) -> u64 {
        self.planned
    }

    /// How many of the planned ones were done.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done
    }

    /// How many of the planned ones were not done.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.planned.abs_diff(self.done)
    }
}

/// More was recorded as done than was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{done} done of {planned} planned: what was done beyond the plan belongs in a plan of its own")]
pub struct TallyError {
    /// How many were planned.
    pub planned: u64,
    /// How many are recorded as done.
    pub done: u64,
}

/// One person's answers to a satisfaction survey, by the step chosen for each question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyAnswer {
    /// The identifier, kept as text.
    pub id: String,
    /// The survey: `user-satisfaction`.
    pub survey: SurveyName,
    /// When it was answered.
    pub on: NaiveDate,
    /// The step chosen for each question in the survey's order; `None` where left blank.
    pub steps: Vec<Option<StepName>>,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// A row that could not be read as a record: it is counted as unknown, never dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands.
    pub origin: Origin,
    /// The case's identifier, where that much could be read.
    pub id: Option<String>,
    /// What the file holds; `None` where even that is unknown.
    pub of: Option<Source>,
    /// Why it could not be read.
    pub reason: Text,
    /// What of it could be read. An item or a month that this rules out does not count the row as unknown.
    pub readable: Option<Box<Readable>>,
}

/// What of a row could be read that is no record as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readable {
    /// Attributes that could be read.
    pub attributes: Named<Attribute, Value>,
    /// Marks that could be read.
    pub marks: Named<Mark, DateTime<Utc>>,
    /// Marks that stand in the row and could not be read.
    pub unread: BTreeSet<Mark>,
    /// When an event happened.
    pub at: Option<DateTime<Utc>>,
    /// The day of a tally or an answer.
    pub on: Option<NaiveDate>,
}

/// Everything recorded for the months under evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observations {
    /// Cases of all kinds.
    pub cases: Vec<Case>,
    /// Events of all kinds.
    pub events: Vec<Event>,
    /// Tallies of planned and done.
    pub tallies: Vec<Tally>,
    /// Survey answers.
    pub answers: Vec<SurveyAnswer>,
    /// Rows that could not be read.
    pub rejected: Vec<Rejected>,
    /// What records were handed in of, be it an empty file. What is absent here has no data, which is not the same as no
    /// cases.
    pub supplied: BTreeSet<Source>,
    /// For which months records of a source were handed in, where whoever hands them in says so. A source that is named here
    /// has no data in other months, which is not the same as no cases; one that is not is taken for handed in for all.
    pub handed_in: BTreeMap<Source, BTreeSet<YearMonth>>,
    /// The marks that records of a kind can hold, where their source says so. A clock that stops by another one is never
    /// read: its cases are undetermined.
    pub marks_of: BTreeMap<Kind, BTreeSet<Mark>>,
}

impl Observations {
    /// Adds the records of another file or month.
    pub fn extend(&mut self, other: Self) {
        self.cases.extend(other.cases);
        self.events.extend(other.events);
        self.tallies.extend(other.tallies);
        self.answers.extend(other.answers);
        self.rejected.extend(other.rejected);
        self.supplied.extend(other.supplied);
        for (source, months) in other.handed_in {
            self.handed_in.entry(source).or_default().extend(months);
        }
    }
}
