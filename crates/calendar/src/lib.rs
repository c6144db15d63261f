//! Business time: how much of it passed, when an amount of it is used up, and why.
//!
//! ```
//! use calendar::{BusinessCalendarBuilder, DayHours, JapaneseHolidays, WeeklyHours, Zone};
//! use chrono::TimeDelta;
//!
//! let hours = DayHours::new(["09:00-18:00".parse()?])?;
//! let holidays = JapaneseHolidays::by_the_act();
//! let (first, last) = holidays.range();
//! let calendar = BusinessCalendarBuilder::new(Zone::iana("Asia/Tokyo")?, WeeklyHours::weekdays(&hours))
//!     .holidays(holidays.iter().map(|day| (day.date, day.name.clone())))
//!     .covering(first, last)
//!     .build()?;
//! // A four-hour limit that starts on Friday at 16:00 ends on Monday at 11:00.
//! let due = calendar.add("2024-06-07T07:00:00Z".parse()?, TimeDelta::hours(4))?;
//! assert_eq!(due.to_rfc3339(), "2024-06-10T02:00:00+00:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`BusinessCalendar`]: `elapsed`, `add`, `subtract`, `is_open`, `next_open`, `prev_close`, and `intervals`,
//!   the explanation. Built by [`BusinessCalendarBuilder`] from hours, holidays, exceptions and exclusions.
//!   A question costs O(log n) in the number of exceptions and nothing in the length of the span.
//! - [`Zone`]: time zones by the current rules, or by a TZif file's.
//! - [`JapaneseHolidays`]: national holidays by the Act, 1948 to 2099.
//! - [`YearMonth`], [`FiscalYear`], [`Term`]: months, fiscal years from April, contract months.
//! - [`StatutoryPeriod`]: periods by the Civil Code. Business days: [`BusinessCalendar::business_day`].
//! - [`Site`], [`Sites`]: the places of a contract, what lies within what, and which calendar each keeps.
//! - [`Season`], [`Outage`]: busy seasons and planned outages, and whether they collide.
//! - [`CalendarSet`]: all of that for one contract, read from its table or put together by a program
//!   ([`CalendarSetParts`], [`SiteParts`]).
//! - [`CalendarPolicy`]: readings of what contracts leave open, each with a default.
//!
//! # Not covered
//! Holidays of other countries (give them as dates), leap seconds, calendars other than the Gregorian.
//!
//! # Data
//! `data/japan/holidays.toml`: the Act on National Holidays and its amendments to 2026; the Cabinet Office's
//! list of 2026-02-02 is the oracle. Zone rules: [`iana_version`].
//!
//! # Re-exports
//! [`chrono`], [`Text`], [`Clause`] and the errors of tables, so that a program needs no other crate to use this one.
//!
//! # Features
//! `test-util`: random calendars for property tests (`strategies`).

pub use crate::{
    business::{BusinessCalendar, BusinessCalendarBuilder},
    business_day::{BusinessDayError, Shift},
    error::{BatchError, BuildError, CalendarError},
    explain::{Explanation, Piece, PieceState},
    holiday::{Certainty, Holiday, HolidayKind, HolidayRangeError, JapaneseHolidays},
    hours::{DayHours, Opening, WeeklyHours},
    month::{FiscalYear, Term, TermError, YearMonth, YearMonthError},
    named::{CalendarId, NamedCalendar, NoMainCalendar},
    plan::Exclusion,
    policy::{CalendarPolicy, Landing, NightShift, ReversedSpan, ZeroOutsideHours},
    set::{CalendarSet, CalendarSetParts},
    site::{MemberParts, Scope, Site, SiteId, SiteParts, Sites},
    statutory::{FirstDay, PeriodError, StatutoryError, StatutoryPeriod},
    window::{MonthSpan, Outage, OutageRule, OutageSpan, Season},
    zone::{Local, Zone, ZoneError, iana_version},
};
pub use chrono;
pub use provenance::{Clause, ClauseError, Language, Text};
pub use tables::{IdError, PartError, PartErrors, TableError, TableErrors, UnknownName};

mod business;
mod business_day;
mod compiled;
mod error;
mod explain;
mod holiday;
mod hours;
mod month;
mod named;
mod plan;
mod policy;
mod set;
mod site;
mod statutory;
#[cfg(any(test, feature = "test-util"))]
pub mod strategies;
mod window;
mod zone;
