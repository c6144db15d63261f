//! The work catalogue: what is to be done where and how often, when each of it is due, and what was done.
//!
//! ```
//! use calendar::{CalendarSet, Term};
//! use tables::{Names, Noun};
//! use tasks::{Catalogue, Schedule, Wanted};
//!
//! let calendars = CalendarSet::from_table("calendar.toml", r#"
//!     zone = "Asia/Tokyo"
//!     [[calendar]]
//!     id = "office"
//!     name = { ja = "業務時間", en = "office hours" }
//!     hours = { weekdays = ["09:00-18:00"] }
//!     [[site]]
//!     id = "museum"
//!     name = { ja = "博物館", en = "museum" }
//! "#)?;
//! let levels = Names::new(Noun::new("サービスレベル", "service level"), "sla.toml", []);
//! let catalogue = Catalogue::from_table("tasks.toml", r#"
//!     [[frequency]]
//!     text = "月 1回"
//!     kind = "every"
//!     times = 1
//!     per = "month"
//!     [[section]]
//!     no = "1.1"
//!     names = [{ ja = "計画", en = "planning" }]
//!     [[section.item]]
//!     letter = "a"
//!     title = { ja = "運用計画", en = "operation plan" }
//!     sites = ["museum"]
//!     frequency = "月 1回"
//!     clause = "example/annex#1.1.a"
//! "#, &calendars, &levels)?;
//! let term = Term::new("2024-06-01".parse()?, "2024-06-30".parse()?)?;
//! let schedule = Schedule::new(&catalogue, term);
//! let june = Wanted::between(term.first_day(), term.last_day());
//! let due: Vec<String> = schedule.occurrences(&june).map(|o| o.window.due.to_string()).collect();
//! // 30 June 2024 is a Sunday: the business day before it, still within the month.
//! assert_eq!(due, ["2024-06-28"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Catalogue`], [`WorkItem`], [`Frequency`], [`Column`]: the items; read from `tasks.toml`.
//! - [`Schedule`], [`Occurrence`], [`Window`]: when each item is due at each site, streamed.
//! - [`Blackouts`], [`Conflict`]: planned outages and busy seasons in the way, with another day.
//! - [`Execution`], [`Progress`], [`State`]: what was done, and what became of each occurrence.
//! - [`Completion`]: planned against done, for the service levels that count it.
//!
//! # Not covered
//! Reading logs of a particular tool (see the crate `records`), service levels (see `sla`), iCalendar files (see the
//! command).

pub use calendar::Term;
pub use provenance::{Choice, Origin};

pub use crate::{
    blackout::{Blackouts, Conflict},
    catalogue::{
        Catalogue, CatalogueFinding, DatedDuty, DatedDutyId, Deliverable, DeliverableId, Duty, DutyPart,
        DutyWord, DutyWordId, Follows, Level, LevelId, Party, PartyId, Trigger, TriggerId, WorkItem,
    },
    completion::Completion,
    execution::{Execution, Outcome, OutcomeError},
    frequency::{Frequency, Part, Period, Rule},
    item_id::{ItemId, ItemIdError},
    policy::{CountedSites, CutWeek, Daily, Late, Policies, Quarter, Shift},
    progress::{Answered, Progress, State, Tracked},
    schedule::{Occurrence, Schedule, Wanted},
    site::{Column, WorkSite},
    unplaced::{Unplaced, WhyUnplaced},
    window::Window,
};

mod blackout;
mod catalogue;
mod checklist;
mod completion;
mod execution;
mod frequency;
mod item_id;
mod policy;
mod progress;
mod schedule;
mod site;
mod table;
mod unplaced;
mod window;
