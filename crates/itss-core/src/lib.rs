//! Skill levels from evidence: the achievement indicators of a standard as data, and what a person's work shows.
//!
//! ```
//! use itss_core::{Basis, Evaluator, Evidence, Reached, Standard, Stated, StatedExamination};
//!
//! let standard = Standard::itss_v3_2011()?;
//! let stated = Stated::from_table("person.toml", r#"
//!     name = "運用 花子"
//!     [[engagement]]
//!     title = "庁内システムの運用"
//!     field = "itsm.om"
//!     role = "member"
//!     from = 2023-04-01
//!     to = 2024-04-01
//!     conditions = ["advanced-operation", "organisation"]
//! "#)?;
//! let evidence = Evidence::new(&standard, &stated).map_err(|errors| errors[0].to_string())?;
//! let evaluator = Evaluator::new(&standard, standard.default_readings());
//! let as_of = "2024-06-01".parse()?;
//! let level = evaluator.explain_in(&evidence, "itsm.om", as_of).unwrap();
//! // A year of qualifying work is shown, expertise in the areas is not: level 3 is possible, not reached.
//! assert_eq!((level.reached, level.possible), (None, Some(3)));
//! // An examination deems level 3 reached, and never more.
//! let mut examined = stated.clone();
//! let passed = "2023-12-21".parse()?;
//! examined.examinations.push(StatedExamination { id: "ap".to_owned(), passed, expires: None });
//! let evidence = Evidence::new(&standard, &examined).map_err(|errors| errors[0].to_string())?;
//! let level = evaluator.explain_in(&evidence, "itsm.om", as_of).unwrap();
//! assert_eq!(level.reached, Some(Reached { level: 3, basis: Basis::Deemed }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Standard`], [`Field`], [`Indicator`]: what each level asks for; from tables, or from [`StandardParts`] that a program states.
//! - [`Readings`]: switches for what the standard prints irregularly, named in each result.
//! - [`Stated`], [`Evidence`]: what a person did, by the standard's codes; every error at once.
//! - [`Evaluator`], [`FieldLevel`], [`Judgement`]: levels with every reason, three-valued ([`Known`]).
//! - [`Gap`]: the cheapest set of things that are missing to a level.
//! - [`SkillItems`]: which skills a level describes.
//!
//! # Not covered
//! Requirements of a contract on people and teams; assessment of how well somebody did.

pub use chrono;

pub use provenance::{Clause, Text};

pub use tables::PartErrors;

pub use crate::{
    embedded::carriers,
    engagement::{ConditionsMet, EngagementReason},
    evaluator::Evaluator,
    evidence::{
        Evidence, EvidenceError, EvidenceNote, Stated, StatedArea, StatedEngagement, StatedExamination,
        StatedSize,
    },
    gap::{Gap, Missing, SizeNeeded},
    judge::{AreaShown, AtLevel, Basis, Experience, FieldLevel, Judgement, Reached, Transfer},
    known::Known,
    parts::{
        AreasParts, BoundParts, CategoryParts, ComplexityParts, FieldParts, IndicatorParts, Least,
        StandardParts, TierParts,
    },
    person_file::PERSON_TEMPLATE,
    reading::{ReadingError, Readings},
    sheets::EVIDENCE_SHEETS,
    skills::{Knowledge, SkillField, SkillItem, SkillItems, SkillLevel},
    standard::{
        Alternative, Areas, Bound, Complexity, Duration, Field, Indicator, Join, Metric, Named, PartOf,
        Quantifier, Reading, Standard, Tier,
    },
    words::ReadAs,
};

mod build;
mod embedded;
mod engagement;
mod evaluator;
mod evidence;
mod explain;
mod gap;
mod gap_words;
mod judge;
mod known;
mod parts;
mod person;
mod person_file;
mod reading;
mod sheets;
mod skills;
mod standard;
mod table;
mod words;
