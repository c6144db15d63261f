//! Service levels: items, clocks, observations, and exact results that explain themselves.
//!
//! ```
//! use calendar::CalendarSet;
//! use sla::{Case, Catalogue, Evaluation, Kind, Observations, Policies};
//!
//! let calendars = CalendarSet::from_table("calendar.toml", r#"
//!     zone = "Asia/Tokyo"
//!     [[calendar]]
//!     id = "always"
//!     name = { ja = "常時", en = "always" }
//!     hours = { daily = ["00:00-24:00"] }
//! "#)?;
//! let catalogue = Catalogue::from_table("sla.toml", r#"
//!     [contract]
//!     name = { ja = "例", en = "example" }
//!     client = { ja = "甲", en = "client" }
//!     contractor = { ja = "乙", en = "contractor" }
//!     from = 2024-04-01
//!     to = 2025-03-31
//!     [[item]]
//!     key = "A-1"
//!     no = "A-1"
//!     name = { ja = "4時間以内の初動", en = "response within 4 hours" }
//!     measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
//!     target = { op = ">=", value = 95, unit = "percent" }
//!     limit = { value = 4, unit = "hour" }
//!     period = "month"
//!     clause = "example/contract#A-1"
//! "#)?;
//! let incident: Kind = "incident".parse()?;
//! let mut case = Case::new("INC-1", incident.clone());
//! case.marks.insert("opened".parse()?, "2024-06-03T00:00:00Z".parse()?);
//! case.marks.insert("responded".parse()?, "2024-06-03T04:00:01Z".parse()?);
//! let records = Observations {
//!     cases: vec![case],
//!     supplied: [incident.into()].into(),
//!     ..Observations::default()
//! };
//! let policies = Policies::default();
//! let evaluation = Evaluation { catalogue: &catalogue, policies: &policies, calendars: &calendars };
//! let results = evaluation.month("2024-06".parse()?, &records, "2024-07-01T00:00:00Z".parse()?)?;
//! // One second over the limit is late, by one second.
//! assert!(results[0].verdict.is_not_met());
//! assert_eq!(results[0].breaches[0].id, "INC-1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Catalogue`], [`Item`], [`Measure`]: what is measured, against what; read from `sla.toml`.
//! - [`Observations`], [`Case`], [`Event`], [`Tally`], [`SurveyAnswer`]: what was recorded.
//! - [`Clock`], [`Allowance`], [`Timing`]: time with pauses and reopenings, and deadlines.
//! - [`Policies`], [`PolicyId`]: readings of what a contract leaves open; read from `policy.toml`.
//! - [`Evaluation`]: observations to [`ItemResult`]s, of a month, of any days or of one item with all its cases; and what an
//!   item says of a single case, [`CaseResult`].
//! - [`Live`]: a month as it goes on, one change in and each [`Attainment`] updated.
//! - [`review`](review()): what past months say of targets, with intervals for rates.
//!
//! # Re-exports
//! [`calendar`], [`chrono`], [`rust_decimal`], and of other crates what stands in signatures here ([`Text`], [`Clause`],
//! [`Verdict`], [`Exact`]), so that a program depends on this crate alone, or on it and `calendar`.
//!
//! # Not covered
//! Tickets of a particular tool (see the crate `records`), rendering (see `report`), penalties.

pub use crate::{
    assess::{CaseResult, Standing},
    catalogue::Catalogue,
    clock::{Clock, ClockFault, ClockReading, ClockRules},
    deadline::{Allowance, AllowanceFault, Timing},
    evaluate::{Derivation, Evaluation, Explained},
    evaluate_error::{EvaluateError, NotByDays},
    exclusion::{Exclusion, Takes},
    item::{Item, OperandName, Period, Unstated},
    key::{ItemKey, ItemKeyError},
    live::{Attainment, CaseChange, Change, ChangeError, Live, LiveError},
    measure::{
        Aggregate, Asked, Key, Measure, MeasureKind, Operand, PercentError, Reads, Shape, Step, TargetUnit,
        Timed, Yields, each::*,
    },
    months::{MonthShare, MonthsFigure},
    name::{
        Attribute, Ground, Kind, ListName, Mark, PauseKind, Source, StepName, SurveyName, TallyName, Value,
        of,
    },
    observation::{
        Case, Event, ExclusionClaim, Observations, Pause, Readable, Rejected, Reopening, SurveyAnswer, Tally,
        TallyError,
    },
    parts::{CatalogueParts, ItemParts},
    policy::{
        Abandoned, BlankAnswer, Boundary, ClockBasis, DayLength, DisplayMode, DisplayRounding, Duplicates,
        EmptyMonth, FormulaReading, MeanOver, MonthOwnership, OpenCases, PauseKinds, PercentileRank,
        Policies, Policy, PolicyId, Reading, ReadingError, Reopened, Stated, StatedFor,
    },
    prepared::Span,
    result::{
        Breach, Carried, DaySpan, Decided, DisplayedRange, Due, Excluded, Figure, ItemResult, LeftOutBy,
        Missed, MonthResults, Outlook, Pending, Projection, Range, Ratio, Undetermined, WrittenFigure,
    },
    review::{Assessment, Interval, MonthFigure, Pooled, Review, ReviewRules, least_population, review},
    revision::{InForce, Revision},
    selector::{Condition, Fit, Selector},
    table::policies_from_table,
    target::{Limit, Operator, Target, Unit},
    written::{FormulaOrigin, IntendedFormula, WrittenFormula},
};
pub use calendar;
pub use chrono;
pub use formula::{Cause, Exact, Formula, Outcome, Rounding, Vocabulary};
pub use provenance::{Choice, Clause, ClauseError, Language, Origin, PolicyUse, Text, Verdict};
pub use rust_decimal;
pub use tables::{Id, IdError, Named, PartError, PartErrors, TableError, TableErrors};

mod assess;
mod catalogue;
mod clock;
mod deadline;
mod display;
mod evaluate;
mod evaluate_error;
mod exclusion;
mod index;
mod item;
mod key;
mod live;
mod measure;
mod months;
mod name;
mod observation;
mod parts;
mod policy;
mod prepared;
mod read;
mod result;
mod review;
mod revision;
mod scope;
mod selector;
mod table;
mod target;
mod written;
