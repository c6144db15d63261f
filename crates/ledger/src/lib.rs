//! Assets, licences, media and loans in one journal that never loses or silently changes a fact.
//!
//! ```
//! use ledger::{AsOf, Draft, Event, Field, Journal, Kind, Put};
//!
//! let mut journal = Journal::new();
//! let pc = Put::new(Kind::Device, "PC-0007").field(Field::User, "佐藤").event(Event::Assigned);
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![
//!     Draft::put("2024-06-03".parse()?, pc),
//! ])?;
//! journal.append(batch)?;
//! let on = |day: &str| day.parse().map(AsOf::day);
//! let state = journal.state(on("2024-06-03")?);
//! assert_eq!(state.record(Kind::Device, "PC-0007").unwrap().text(Field::User), Some("佐藤"));
//! // The day before, it was nobody's; and before entry 1 was recorded, nothing was known.
//! assert!(journal.state(on("2024-06-02")?).record(Kind::Device, "PC-0007").is_none());
//! assert!(journal.state(on("2024-06-03")?.known(0)).record(Kind::Device, "PC-0007").is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Journal`], [`Entry`], [`Body`], [`Batch`]: facts in a chain of hashes; corrections are new entries.
//! - [`Head`], [`Comparison`]: where a journal ends, kept elsewhere as proof and compared with the journal later.
//! - [`State`], [`Record`], [`AsOf`]: how things stood on a day, as far as it was known at a point of the journal.
//! - [`Rules`], [`Sheets`], [`Checks`], [`Policies`]: the ledgers a contract asks for, their columns, what is looked for, what
//!   is left open; from a table or put together by a program, by one set of rules.
//! - [`licence`]: seats, what covers what, whether the copies in use are licensed.
//! - [`check`], [`Inputs`], [`Checked`]: all checks of a day, from devices to accounts; each by itself is in
//!   [`Devices`], [`LoanPlan`], [`Renewals`], [`GrowthReport`], [`Stocktakes`], [`Proposals`] and others.
//! - [`tallies`], [`Feed`]: what the service levels of a month take from the ledgers.
//! - [`Store`]: what a place that keeps a journal must promise.
//!
//! # Not covered
//! Files and databases (the crates `ledger-file` and `ledger-sqlite`), spreadsheets (`ledger-sheet`).

pub use calendar;
pub use chrono;
pub use provenance::{Choice, Clause, Finding, Origin, PolicyUse, RuleId, Severity, Text, Verdict};
pub use tables::{Explain, PartError, PartErrors, TableError, TableErrors};

pub use crate::{
    account::{IdleAccount, idle_accounts},
    allowlist::{AllowList, Component, Installed, Judged, TooLong, Unlisted, unlisted},
    article::software_stocktake,
    check::{Checked, Inputs, check},
    columns::{Column, ColumnType, ColumnWord, Sheet, Sheets},
    comparison::Comparison,
    corruption::{Corruption, Damage},
    device::{Device, Devices, Move, Repair, Status},
    entry::{Body, Entry, Fields, Put},
    feeds::{
        Breakdown, Feed, LoanRequest, LoanSummary, OverdueLoan, ProductLicences, breakdowns,
        licences_by_product, loan_requests, loan_summary, tallies,
    },
    field::{COUNT_MAX, Field, FieldName, FieldType, FieldTypes, OWN, UnknownField},
    finding::{Check, CheckRule, Checks},
    growth::{Baseline, Called, Counted, Counts, Grown, GrownKinds, GrowthReport, keeps_within},
    hash::{EntryHash, EntryHashError},
    head::{Head, JournalId, JournalIdError},
    journal::{AppendError, Batch, Draft, InPlace, Journal, Tail},
    kind::{Event, Kind, View, WordError},
    loan::{Booking, Free, Loan, LoanPlan, LoanStatus, loans_in_time},
    medium::{Disposal, Medium, media_disposals, media_reports},
    months::{months_after, months_before},
    personnel::{Personnel, PersonnelChange, Proposal, Proposals},
    policy::{
        Amount, AmountFrom, AmountUnknown, ApprovedSeat, BaseConsumed, BaseLanguage, DatedRights, GrowthBase,
        GrowthKinds, HardwareKind, MediaReport, NearOf, NoticeInTime, Policies, SoftwareKind, StocktakeDone,
        StocktakeOf, Unassigned, UnknownPersonalData, UpgradedUse,
    },
    renewal::{Nearness, Notice, Renewals, UnknownRenewal, renewal_notices},
    rules::{
        Growth, Idle, LoanWork, Near, Renewal, RenewalStep, Rules, SoftwareStocktake, Stocktake,
        StocktakeGroup,
    },
    state::{AsOf, Cell, FieldError, Happening, Record, State},
    stocktake::{Class, Evidence, Known, Line, NotClosed, Seen, Share, StocktakeReport, Stocktakes, Sum},
    store::{Deed, Store},
    tally::Tally,
    unassigned::unassigned,
    upcast::{ENTRY_VERSION, JOURNAL_FORMAT},
};

mod account;
mod allowlist;
mod article;
mod check;
mod columns;
mod comparison;
mod corruption;
mod device;
mod entry;
mod feeds;
mod field;
mod finding;
mod growth;
mod hash;
mod head;
mod held;
mod journal;
mod kind;
pub mod licence;
mod loan;
mod medium;
mod months;
mod names;
mod personnel;
mod policy;
mod renewal;
mod rules;
mod state;
mod stocktake;
mod store;
mod tally;
mod text;
mod unassigned;
mod upcast;
mod uses;
