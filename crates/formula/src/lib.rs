//! Contract formulas in Japanese and English: read against a vocabulary and evaluated exactly.
//!
//! ```
//! use formula::{Operands, Outcome, Exact, Term, Vocabulary, read};
//!
//! let vocabulary = Vocabulary::new([
//!     Term { id: "done".into(), ja: vec!["実施数".into()], en: vec!["done".into()] },
//!     Term { id: "planned".into(), ja: vec!["計画数".into()], en: vec!["planned".into()] },
//! ])?;
//! let rate = read("実施率(%)＝実施数÷計画数×100", &vocabulary)?;
//! assert_eq!(rate.defines(), Some("実施率(%)"));
//! let month: Operands = [("done", 29), ("planned", 30)].into_iter().collect();
//! assert_eq!(rate.evaluate(&month, &vocabulary), Outcome::Defined(Exact::ratio(290, 3).unwrap()));
//! // 0 ÷ 0 is no number, and says why.
//! let empty: Operands = [("done", 0), ("planned", 0)].into_iter().collect();
//! assert!(matches!(rate.evaluate(&empty, &vocabulary), Outcome::Undefined(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Vocabulary`], [`Term`]: the names a formula may use; the longest that fits is taken, so that names
//!   may hold digits, particles and spaces.
//! - [`read`], [`read_all`]: text to [`Formula`], as people write it, in Japanese, English, signs, LaTeX and sheets; with
//!   [`ReadError`] and its [`Remedy`] where it is not read.
//! - [`Formula::evaluate`]: exact fractions; undefined is an [`Outcome`] with its [`Cause`].
//! - [`Law`], [`compare`]: laws of compliance rates, proved with a [`Certificate`] or refuted by the smallest
//!   month; two formulas compared.
//! - [`repairs`]: the smallest edits of a formula that keep the laws, as questions to the parties.
//! - [`first_rounding_slip`], [`smallest_volume_with_misses`]: what a target means at small numbers.
//! - [`Exact`], [`Rounding`]: fractions, and the one place where they are rounded.
//!
//! # Not covered
//! Powers, roots and logarithms; sums over items that the text does not list; numbers in English words. Laws of
//! compliance rates judge formulas over all cases, those on time and those late; others are `Unknown`.

pub use crate::{
    aside::{Aside, Note},
    compare::{Comparison, NotCompared, compare},
    condition::Relation,
    context::{Context, ContextLaw, ContextVerdict, RoundedTo},
    coq::{LeftOut, ProofFile, WhyLeftOut},
    count::{CountCounterexample, CountVerdict, count_verdict},
    error::{Change, Expected, ReadError, Remedy, Unclear},
    evaluate::{Cause, Operands, Outcome, Overlap, OverlapCase, TermValue},
    exact::{Exact, Rounding},
    formula::Formula,
    function::Function,
    law::{Counterexample, Law, LawVerdict, MeanCounterexample, MeanVerdict, MonthOutcome},
    mean::mean_verdict,
    month::{Month, RateScale, Roles},
    parse::read,
    polynomial::Polynomial,
    proof::{Certificate, Fact, Ground},
    rate::RateForm,
    read::{DEPTH_MAX, LENGTH_MAX, OPERATIONS_MAX},
    reading::{Reading, read_all},
    repair::{Edit, Repair, RepairSearch, repairs, search_repairs},
    role::Role,
    schedule::{
        Direction, Domain, NumberOutcome, Over, Schedule, ScheduleCertificate, ScheduleExample, ScheduleLaw,
        ScheduleVerdict,
    },
    spreadsheet::{SheetDifference, SheetFault},
    study::Rate,
    target::{first_rounding_slip, smallest_volume_with_misses},
    trace::Step,
    unit::{Dimension, Unit, UnitError, Units},
    vocabulary::{Term, TermId, Vocabulary, VocabularyError},
};

mod account;
mod aside;
mod bound;
mod check;
mod compare;
mod condition;
mod context;
mod coq;
mod count;
mod curve;
mod degree;
mod doubt;
mod dress;
mod error;
mod evaluate;
mod exact;
mod expression;
mod formula;
mod found;
mod function;
mod gloss;
mod kanji;
mod law;
mod lexicon;
mod limit;
mod mean;
mod month;
mod name;
mod parse;
mod part;
mod percent;
mod phrase;
mod pieces;
mod polynomial;
mod proof;
mod rate;
mod read;
mod reading;
mod region;
mod remedy;
mod repair;
mod role;
mod rounding;
mod scale;
mod schedule;
mod shape;
mod shares;
mod source;
mod spreadsheet;
mod statement;
mod study;
mod suspect;
mod target;
#[cfg(feature = "testkit")]
pub mod testkit;
mod tiers;
mod token;
mod told;
mod trace;
mod unit;
mod unread;
mod value;
mod vocabulary;
