//! What every answer carries with it: the clause it rests on, the verdict, the policy that filled a
//! silence, and its words in Japanese and English.
//!
//! ```
//! use provenance::{Clause, Text, Verdict};
//!
//! let clause: Clause = "jetro-2023/annex2#S-2-1".parse()?;
//! assert_eq!(clause.document().as_str(), "jetro-2023/annex2");
//! assert_eq!(clause.locator(), "S-2-1");
//! // A clause without a place in the document is no citation.
//! assert!("jetro-2023/annex2".parse::<Clause>().is_err());
//!
//! let verdict = Verdict::Undetermined(Text::new("2件の完了時刻が不明", "2 cases lack a completion time"));
//! assert!(!verdict.is_met());
//! # Ok::<(), provenance::ClauseError>(())
//! ```
//!
//! # Overview
//! - [`Text`], [`Language`]: words for people, always in both languages.
//! - [`Document`], [`DocumentId`], [`Clause`], [`ClauseIndex`]: where a statement stands, and which
//!   places are known, so that a dangling citation fails a test.
//! - [`Verdict`]: met, not met, undetermined, not applicable; nothing in between and never a `bool`.
//! - [`Finding`], [`Severity`], [`RuleId`]: something a rule noticed, with its clauses and the way out.
//! - [`number_of`], [`place_of`]: numbers of things in memory at a fixed width.
//! - [`Origin`]: the row of a file in which a record was read.
//! - [`folded`]: texts compared as people mean them.
//! - [`Choice`], [`PolicyUse`]: the reading chosen where the source is silent, and as results show it.
//!
//! # Not covered
//! Texts of documents, rendering, storage. Nothing here knows a service level, a skill or an asset.

pub use crate::{
    clause::{Clause, ClauseError, ClauseIndex, Document, DocumentId},
    finding::{Finding, RuleId, RuleIdError, Severity},
    fold::folded,
    number::{number_of, place_of},
    origin::Origin,
    policy::{Choice, Choices, PolicyUse},
    text::{Language, Text},
    verdict::Verdict,
};

mod clause;
mod finding;
mod fold;
mod number;
mod origin;
mod policy;
mod text;
mod verdict;
