//! Operation records of any tool, mapped to the observations of service levels; and sample months.
//!
//! ```
//! use records::{InputFile, Mapping, load};
//!
//! let mapping = Mapping::from_table("mapping.toml", r#"
//!     zone = "Asia/Tokyo"
//!     times = ["slash"]
//!     [[file]]
//!     name = "tickets"
//!     kind = "incident"
//!     shape = "cases"
//!     id = "番号"
//!     marks = { opened = "受付", recovered = "回復" }
//! "#, &calendar::Sites::default())?;
//! let file = InputFile { name: "tickets-06.csv", bytes: "番号,受付,回復\n1,2024/6/3 9:05,\n2,3日,\n".as_bytes() };
//! let loaded = load(&mapping, &[file], &mut |_, _| {});
//! assert_eq!(loaded.observations.cases.len(), 1);
//! // The other row is not lost: it is listed, and handed on as a rejected one.
//! assert_eq!(
//!     loaded.errors[0].to_string(),
//!     "tickets-06.csv, row 3, column `受付`, `3日`: is no time in the forms `slash`; \
//!      mend the time, or add its form to `times` of the mapping"
//! );
//! assert_eq!(loaded.observations.rejected.len(), 1);
//! # Ok::<(), tables::TableErrors>(())
//! ```
//!
//! # Overview
//! - [`Mapping`]: which file of a tool holds what, and which column means what: a row a case or a row a
//!   change of state, words translated to the contract's, states that pause clocks, filters.
//! - [`Lists`]: what else the report shows and no service level is judged by; [`ListRows`] of it are handed in.
//! - [`load`]: files and a mapping to [`Loaded`]: observations, every error, and a summary of each file.
//! - [`propose`]: a mapping for files, by their columns and values, with its evidence and open points.
//! - [`read_events`]: a file of what happened to a contract and what was done, to the log of its duties.
//! - [`sample`](sample()): a made-up month of a contract, the same for the same [`SamplePlan`], month and seed.
//! - [`agency`](agency()): a made-up agency's journal of assets and licences, by an [`AgencyPlan`] and a seed.
//!
//! # Not covered
//! Reading files from disk, workbooks without the feature `workbooks`, writing records back.

pub use crate::{
    agency::{AgencyBatch, AgencyOffice, AgencyPlan, AgencyProduct, agency},
    events::read_events,
    lists::{Holds, List, ListCell, ListColumn, ListRow, ListRows, Lists, OfColumn},
    load::{
        FileSummary, InputFile, Loaded, load,
        skip::{Skipped, SkippedRow, SkippedRows},
    },
    mapping::{Mapping, Partly},
    propose::{LEDGER_PRESETS, Layouts, LedgerProposal, PRESETS, Proposal, SheetsGiven, propose},
    sample::{SampleFile, SamplePlan, UnknownWord, sample},
    template::{Template, TemplateColumn, templates},
    vocabulary::{Unmatched, Unused, WordKind, unmatched, unused},
};

mod agency;
mod assets;
mod events;
mod lists;
mod load;
mod mapping;
mod propose;
mod random;
mod sample;
mod states;
mod template;
mod vocabulary;
mod work;
