//! What a contract says about itself, as data, and the duties that fall due under it.
//!
//! ```
//! use calendar::CalendarSet;
//! use contract::{Deadlines, Terms, TermsTables};
//!
//! let calendars = CalendarSet::from_table("calendar.toml", r#"
//!     zone = "Asia/Tokyo"
//!     [[calendar]]
//!     id = "office"
//!     name = { ja = "業務時間", en = "office hours" }
//!     hours = { weekdays = ["09:00-18:00"] }
//! "#)?;
//! let tables = TermsTables {
//!     contract: Some(r#"
//!         [term]
//!         id = "term"
//!         first = 2024-04-01
//!         last = 2025-03-31
//!         months = 12
//!         clause = "example/main#1"
//!         [payment]
//!         id = "payment"
//!         divided = "months-of-term"
//!         clause = "example/main#2"
//!     "#),
//!     roles: Some(r#"
//!         [[role]]
//!         id = "client"
//!         name = { ja = "委託者", en = "client" }
//!         side = "client"
//!         clause = "example/main#3"
//!         [[role]]
//!         id = "contractor"
//!         name = { ja = "受託者", en = "contractor" }
//!         side = "contractor"
//!         clause = "example/main#3"
//!     "#),
//!     duties: Some(r#"
//!         [[event]]
//!         id = "month-ends"
//!         name = { ja = "月末", en = "a month ends" }
//!         from = "month-ends"
//!         clause = "example/main#4"
//!         [[duty]]
//!         id = "report"
//!         by = "contractor"
//!         to = "client"
//!         what = { ja = "月報", en = "monthly report" }
//!         on = "month-ends"
//!         due = { within = 10, unit = "business-days" }
//!         clause = "example/main#4"
//!     "#),
//!     ..TermsTables::default()
//! };
//! let terms = Terms::from_tables(&tables, &calendars)?;
//! let deadlines = Deadlines::new(&terms, &calendars, None);
//! let (first, last) = (deadlines.all().first().unwrap(), deadlines.all().last().unwrap());
//! assert_eq!((first.id(), first.due()), ("report/2024-04".to_owned(), Some("2024-05-14".parse()?)));
//! // The last report falls due after the term: a finding, with both readings.
//! assert_eq!((last.id(), last.due()), ("report/2025-03".to_owned(), Some("2025-04-14".parse()?)));
//! let findings = deadlines.findings(&terms, &calendars, first.listed_on(), last.listed_on());
//! assert_eq!(findings.len(), 1);
//! assert_eq!(findings[0].rule.as_str(), "deadline-outside-term");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Terms`], [`TermsTables`], [`TermsParts`]: everything checked, from tables or from parts that a program states; [`Terms::ids`] for whoever binds citations to rows.
//! - [`Frame`], [`Growth`], [`Payments`]: term, figures, bounds on growth, the bid divided among the months.
//! - [`Role`], [`Residency`], [`Office`], [`Meeting`], [`Channel`], [`Escalation`], [`Provision`]: the rows.
//! - [`Duty`], [`Due`], [`EventKind`]: who owes what to whom, and when.
//! - [`Log`], [`Event`], [`Done`]: what happened and what was done.
//! - [`Deadlines`], [`Deadline`], [`State`]: duties with dates, and their contradictions as findings.
//! - [`Policies`]: readings of what the text leaves open.
//!
//! # Not covered
//! Service levels, work items and bidders (other crates), files and the clock (the command), iCalendar.

pub use calendar::{self, Term};

pub use chrono;

pub use provenance::{Choice, Clause, Text};

pub use tables::PartErrors;

pub use crate::{
    deadline::{Deadline, Deadlines, When},
    desk::{Channel, Desk, Escalation, HelpDesk, SpokenLanguage},
    duty::{Due, Duties, Duty, FixedDay, Outside, Trigger, Unit},
    event::{Event, EventKind, Origin, PlannedEvent},
    frame::{Equals, Figure, Frame, PaymentRule, StatedTerm},
    growth::{Growth, GrowthResult, Size},
    heading::Heading,
    log::{Done, Log, LogError},
    meeting::{AgendaItem, Every, Meeting, Meetings},
    names::{
        AgendaId, DutyId, EventKindId, FigureId, MeetingId, OfAgendaItem, OfDuty, OfEventKind, OfFigure,
        OfMeeting, OfRegion, OfRole, OfWord, RegionId, RoleId, WordId,
    },
    office::{Office, Offices, Region, Sum},
    payment::{Instalment, Payments},
    policy::{CountFrom, GrowthBase, LastFiscalYear, OfSeveralMeetings, Policies, Remainder},
    provision::{Kind, Party, Provision},
    role::{Role, Roles, Side},
    staffing::{Residency, Staffing},
    state::State,
    terms::{Terms, TermsParts, TermsTables},
};

mod contradiction;
mod deadline;
mod desk;
mod duty;
mod event;
mod frame;
mod growth;
mod heading;
mod known;
mod limit;
mod log;
mod meeting;
mod names;
mod office;
mod payment;
mod policy;
mod provision;
mod role;
mod staffing;
mod state;
mod terms;
