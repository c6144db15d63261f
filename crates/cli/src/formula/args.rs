//! Arguments of `keiyaku formula`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::options::{Answer, FolderOptions};

#[derive(Debug, Subcommand)]
pub(crate) enum FormulaCommand {
    /// The laws that a compliance rate must keep
    Laws {
        #[command(flatten)]
        answer: Answer,
    },
    /// Reads formulas in each of their readings, without judging them; ends with 2 where one is not read
    Read {
        /// The formula as the text prints it; lines that do not read as one formula are read one by one
        #[arg(required_unless_present = "file")]
        text: Option<String>,
        /// A file with formulas: a paragraph, a line or a row of a pasted table each; lines that start with # are ignored
        #[arg(long, value_name = "FILE", conflicts_with = "text")]
        file: Option<PathBuf>,
        /// A name that formulas use, with its synonyms: 期限内件数=期限内の件数; may be given many times, and then no other is
        /// read [default: the names that each text uses by itself, told with the reading]
        #[arg(long = "name", value_name = "NAME[=SYNONYM]")]
        names: Vec<String>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Judges one formula in each of its readings; ends with 1 where a law is refuted
    Check {
        /// The formula, as in '（1-発生件数÷期限内件数）×100' or '期限内件数を発生件数で除した割合'
        #[arg(required_unless_present = "file")]
        text: Option<String>,
        /// A file with formulas: a paragraph, a line or a row of a pasted table each; lines that start with # are ignored
        #[arg(long, value_name = "FILE", conflicts_with = "text")]
        file: Option<PathBuf>,
        /// What the formula is to be [default: a share or a percentage, by its unit]
        #[arg(long = "as", value_enum)]
        role: Option<Role>,
        /// Name of the cases on time, with synonyms behind =; of a mean, what is summed
        #[arg(long, visible_alias = "total", value_name = "NAME[=SYNONYM]", required_unless_present = "of")]
        on_time: Option<String>,
        /// Name of all cases, with synonyms behind =; of a mean, how many
        #[arg(long, visible_alias = "count", value_name = "NAME[=SYNONYM]", required_unless_present = "of")]
        all: Option<String>,
        /// Name of the cases late, where the formula uses it
        #[arg(long, value_name = "NAME")]
        late: Option<String>,
        #[command(flatten)]
        amount: Box<AmountOptions>,
        /// Writes each verdict on a rate as a theorem for Coq to this file
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
        /// Overwrites the file of --proof
        #[arg(long, requires = "proof")]
        force: bool,
        #[command(flatten)]
        answer: Answer,
    },
    /// Judges every formula of a contract by every law; ends with 1 where one is refuted, that of means included;
    /// what the contract leaves open (rounding, the empty month) is told and does not count
    Verify {
        #[command(flatten)]
        folder: FolderOptions,
        /// Only the formulas by which figures are computed, not those that are printed and known to be wrong
        #[arg(long)]
        computed: bool,
        /// Writes each verdict on a rate as a theorem for Coq to this file
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
        /// Overwrites the file of --proof
        #[arg(long, requires = "proof")]
        force: bool,
        #[command(flatten)]
        answer: Answer,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// A rate between 0 and 1
    Share,
    /// A rate between 0 and 100
    Percent,
    /// A mean: --on-time (or --total) is what is summed, --all (or --count) how many
    Mean,
    /// A penalty or credit: by months of cases on time, or by the figure named with --of
    Penalty,
    /// Points by the figure named with --of, such as a price
    Points,
    /// A number of cases
    Count,
}

/// What an amount follows: for --as penalty and --as points.
#[derive(Debug, Args)]
pub(crate) struct AmountOptions {
    /// Name of the figure that the amount follows: an availability, days of delay, a price
    #[arg(long, value_name = "NAME[=SYNONYM]")]
    pub(crate) of: Option<String>,
    /// Where the figure's range starts [default: 0]
    #[arg(long, value_name = "NUMBER", requires = "of", allow_hyphen_values = true)]
    pub(crate) from: Option<String>,
    /// Where it ends [default: it does not]
    #[arg(long, value_name = "NUMBER", requires = "of", allow_hyphen_values = true)]
    pub(crate) to: Option<String>,
    /// The figure comes in steps of so much only: 1 for days and yen, 0.01 for two places
    #[arg(long, value_name = "NUMBER", requires = "of")]
    pub(crate) step: Option<String>,
    /// Which way the amount has to go while the figure grows [default: down, and up from where nothing is due]
    #[arg(long, value_enum, requires = "of")]
    pub(crate) goes: Option<Way>,
    /// Name of an amount above zero in which the figure is measured and whose number is not known: the ceiling price
    #[arg(long, visible_alias = "ceiling", value_name = "NAME[=SYNONYM]", requires = "of")]
    pub(crate) in_units_of: Option<String>,
    /// The most that the amount may come to
    #[arg(long, value_name = "NUMBER")]
    pub(crate) cap: Option<String>,
    /// The figure at which nothing is due [default: by months, all cases on time]
    #[arg(long, value_name = "NUMBER", requires = "of", allow_hyphen_values = true)]
    pub(crate) free_at: Option<String>,
    /// A number for another name: 月額=1000000; may be given many times
    #[arg(long, value_name = "NAME=NUMBER")]
    pub(crate) with: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    Up,
    Down,
}
