//! Bids judged: people against what a contract asks of its roles, the best team, shifts, and scores.
//!
//! ```
//! use bid::{Method, Offer, Scoring, Ties};
//!
//! let method = Method::Additive { price_points: 100 };
//! let scoring = Scoring { method, ceiling: 1_000, rounding: None, ties: Ties::LowerPrice };
//! let offer = |bidder: &str, price, technical, is_eligible| Offer {
//!     bidder: bidder.to_owned(),
//!     price,
//!     technical,
//!     is_eligible,
//! };
//! let ranked = scoring.rank(&[
//!     offer("A", 900, 150, true),
//!     offer("B", 500, 110, true),
//!     offer("C", 400, 140, false),
//! ]);
//! // 150 + 10 and 110 + 50 are equal: the lower price comes first. C has the most points and is not eligible.
//! let told: Vec<(&str, Option<usize>)> = ranked.iter().map(|one| (one.bidder.as_str(), one.rank)).collect();
//! assert_eq!(told, [("B", Some(1)), ("A", Some(2)), ("C", None)]);
//! ```
//!
//! # Overview
//! - [`Requirements`], [`Slot`], [`Coverage`]: what is asked; read from a contract's `bid.toml`, or put together by a program.
//! - [`Bid`], [`Member`], [`Shift`]: what was handed in, as a table or, by [`Bid::with_sheets`], from spreadsheets.
//! - [`fitness`], [`best_team`]: every requirement judged; the best assignment with why a slot stays open.
//! - [`shift_gaps`], [`conflicts`]: stretches of a week in which too few are there; people meant to be at two places.
//! - [`assess`], [`Assessment`]: all of it together, three-valued, in words.
//! - [`Scoring`]: additive and divisive methods, exact, apart from eligibility.
//!
//! # Not covered
//! Levels themselves (see `itss-core`); how technical points are given.

pub use calendar;
pub use chrono;
pub use itss_core;
pub use provenance::{Clause, Text};
pub use tables::{Id, Names, Noun, PartError, PartErrors, TableError, TableErrors};

pub use crate::{
    assess::{Assessment, Grounds, OtherStaff, assess},
    assign::{Filled, NotPlaced, Place, Team, Unfit, best_team},
    conflict::{Conflict, conflicts},
    judge::{Fitness, Judged, KnownLevel, Levels, fitness, fitness_of_all, levels_of},
    problem::{BID_CODES, BidProblem},
    requirement::{
        Apart, BidReading, Coverage, FieldId, Ground, GroundId, LeastScore, MinuteError, Minutes,
        Requirement, Requirements, Slot, SlotId, What, Word, WordId,
    },
    score::{Method, Offer, Rounded, Scored, Scoring, Ties},
    sheets::{SHEETS, unread_sheets},
    shift::{ShiftGap, shift_gaps},
    team::{BID_TEMPLATE, Bid, Held, Management, Member, Points, Shift, Span},
};

mod assess;
mod assign;
mod conflict;
mod judge;
mod problem;
mod requirement;
mod score;
mod sheets;
mod shift;
mod table;
mod team;
