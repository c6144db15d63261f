//! Rules over a contract as a whole: what does not hold together, and what the parties must settle.
//!
//! ```
//! use calendar::CalendarSet;
//! use lint::{Tables, lint};
//! use records::Mapping;
//! use sla::{Catalogue, Policies};
//!
//! let sla = r#"
//!     [contract]
//!     name = { ja = "例", en = "example" }
//!     client = { ja = "甲", en = "client" }
//!     contractor = { ja = "乙", en = "contractor" }
//!     from = 2024-04-01
//!     to = 2025-03-31
//!     [[item]]
//!     key = "A-2"
//!     no = "A-2"
//!     name = { ja = "重大障害の件数", en = "major incidents" }
//!     measure = { kind = "count", of = "incident" }
//!     target = { op = "==", value = 0, unit = "count" }
//!     period = "month"
//!     clause = "example/annex#A-2"
//! "#;
//! let catalogue = Catalogue::from_table("sla.toml", sla)?;
//! let calendars = CalendarSet::from_table("calendar.toml", "zone = \"Asia/Tokyo\"")?;
//! let mapping = Mapping::from_table("records.toml", "zone = \"Asia/Tokyo\"", calendars.sites())?;
//! let outcome = lint(
//!     &Tables {
//!         sla: &catalogue,
//!         policies: &Policies::default(),
//!         calendars: &calendars,
//!         mapping: &mapping,
//!         work: None,
//!         terms: None,
//!         rows: None,
//!         clauses: &[],
//!         texts: &[("sla.toml".to_owned(), sla.to_owned())],
//!     },
//!     "2024-06-01".parse()?,
//! )?;
//! let skipped = outcome.hits.iter().find(|hit| hit.finding.rule.as_str() == "number-skipped").unwrap();
//! assert_eq!((skipped.finding.subject.as_str(), skipped.place.line), ("A-1", 8));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`lint`]: a contract's [`Tables`] to an [`Outcome`]: [`Hit`]s with the place of their row, what was waived, and
//!   the [`Agenda`].
//! - [`RULES`], [`Rule`]: the rules, each in a file of its own; [`page`] and [`index`] write their documentation.
//! - [`Recorded`], [`Group`]: what readers of the documents found, from `findings/*.toml`. The kind of a finding is
//!   the identifier of the rule that tells it.
//! - [`Waiver`], [`Volume`]: hits let pass for a time, and expected numbers of cases.
//! - [`text`], [`json`], [`sarif`], [`agenda_markdown`], [`agenda_text`]: renderings.
//!
//! # Not covered
//! Files and the clock: texts of tables and the day come in as arguments. Tables that cannot be read at all are told
//! where they are read.

pub use crate::{
    agenda::{Agenda, Heading, Point, Subject},
    docs::{index, page},
    group::Group,
    hit::Hit,
    material::Tables,
    outcome::{Outcome, Waived, lint},
    output::{
        agenda::{markdown as agenda_markdown, text as agenda_text},
        json::json,
        sarif::sarif,
        text::text,
    },
    recorded::Recorded,
    rule::{Example, Mend, Rule, Words},
    rules::RULES,
    volume::Volume,
    waiver::Waiver,
};
pub(crate) use crate::{
    material::Material,
    rule::{Draft, read_only},
};

mod agenda;
mod clauses;
mod dates;
mod deadlines;
mod docs;
#[cfg(test)]
mod example;
mod findings;
mod frequency_text;
mod group;
mod hit;
mod material;
mod need;
mod numbering;
mod outcome;
mod output;
mod recorded;
mod rule;
mod rules;
mod share;
mod volume;
mod waiver;
