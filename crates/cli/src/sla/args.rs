//! Arguments of `keiyaku sla`.

use chrono::TimeDelta;
use clap::{Args, Subcommand};
use keiyaku::{calendar::YearMonth, provenance::Clause};

use crate::options::{Answer, FolderOptions, SourceOptions};
use crate::usage::{month, span};

#[derive(Debug, Subcommand)]
pub(crate) enum SlaCommand {
    /// Lists the service levels of the contract
    List {
        /// Month whose targets and limits are shown [default: this month]
        #[arg(long, value_parser = month)]
        month: Option<YearMonth>,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        answer: Answer,
    },
    /// Explains how a figure of a month came about
    Explain {
        /// Number or row key, as in S-2-1 or S-4-1-3-2.b
        number: String,
        /// The month, as in 2024-06 [default: the sample's]
        #[arg(long, value_parser = month)]
        month: Option<YearMonth>,
        #[command(flatten)]
        source: SourceOptions,
        #[command(flatten)]
        answer: Answer,
    },
    /// Judges targets by past months: slack, out of reach, or neither; records a revision with --set
    Revise {
        /// The last of the months, as in 2024-06 [default: the sample's]
        #[arg(long, value_parser = month)]
        month: Option<YearMonth>,
        /// How many months, up to that one
        #[arg(long, value_name = "N", default_value_t = 12)]
        months: u8,
        #[command(flatten)]
        revision: RevisionOptions,
        #[command(flatten)]
        source: SourceOptions,
        #[command(flatten)]
        answer: Answer,
    },
    /// Lists every open case by its due time, whichever month it was opened in
    Due {
        /// At risk: this much time or less is left, as in 30m, 4h or 2d
        #[arg(long, value_name = "SPAN", default_value = "4h", value_parser = span)]
        within: TimeDelta,
        #[command(flatten)]
        source: SourceOptions,
        #[command(flatten)]
        answer: Answer,
    },
}

/// A revision that was agreed, to be recorded in the contract's folder.
#[derive(Debug, Args)]
pub(crate) struct RevisionOptions {
    /// Item and new target, as in S-2-1=93; written to sla.toml of --contract
    #[arg(long, value_name = "KEY=VALUE", requires_all = ["effective", "reason_ja", "reason_en", "basis", "contract"])]
    pub(crate) set: Option<String>,
    /// The first month in which it holds
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub(crate) effective: Option<YearMonth>,
    /// Why it was agreed, in Japanese
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_ja: Option<String>,
    /// Why it was agreed, in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_en: Option<String>,
    /// The clause that it rests on
    #[arg(long, value_name = "CLAUSE")]
    pub(crate) basis: Option<Clause>,
}
