//! Arguments of `keiyaku tasks`.

use clap::{Args, Subcommand};

use crate::options::{Answer, FolderOptions, OutOptions, RangeOptions, SourceOptions};

#[derive(Debug, Subcommand)]
pub(crate) enum TasksCommand {
    /// Lists the work items
    List {
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        options: TasksOptions,
    },
    /// Shows one work item with its duties, service levels and next windows
    Show {
        /// The item, as in 3.1.1.l
        item: String,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        options: TasksOptions,
    },
    /// Lists what falls due in a range of days
    Schedule {
        #[command(flatten)]
        range: RangeOptions,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        options: TasksOptions,
    },
    /// Lists what is due now, by the execution log
    Due {
        #[command(flatten)]
        source: SourceOptions,
        #[command(flatten)]
        options: TasksOptions,
    },
    /// Lists what was missed, done late or waived in a range, by the execution log
    Missed {
        #[command(flatten)]
        range: RangeOptions,
        #[command(flatten)]
        source: SourceOptions,
        #[command(flatten)]
        options: TasksOptions,
    },
    /// Writes a checklist to print (Markdown), or to fill in and hand in as a log (CSV)
    Checklist {
        #[command(flatten)]
        range: RangeOptions,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        options: TasksOptions,
        /// A log to be filled in, with a byte order mark, instead of Markdown
        #[arg(long)]
        csv: bool,
        /// Writes ' before each cell of CSV that a spreadsheet would run as a formula; importing takes it away
        #[arg(long, requires = "csv")]
        guard: bool,
    },
    /// Lists busy seasons and planned outages, with what is due before them
    Windows {
        #[command(flatten)]
        range: RangeOptions,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        answer: Answer,
    },
    /// Writes an iCalendar file (RFC 5545) for calendar programs
    Ics {
        #[command(flatten)]
        range: RangeOptions,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        options: TasksOptions,
        #[command(flatten)]
        out: OutOptions,
        /// Daily items too, which fill every day of a calendar
        #[arg(long)]
        daily: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct TasksOptions {
    /// One site of calendar.toml with those within it, or `unstated`: work that is bound to none [default: all]
    #[arg(long, value_name = "NAME")]
    pub(crate) site: Option<String>,
    /// Each numbered site by itself, from 1 to N
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offices: u32,
    #[command(flatten)]
    pub(crate) answer: Answer,
}
