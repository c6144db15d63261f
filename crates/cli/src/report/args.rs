//! Arguments of `keiyaku report`, and what they are in a folder of operations.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use keiyaku::{calendar::YearMonth, operations::Settings};

use crate::{
    operations,
    options::{FolderOptions, Lang, SourceOptions},
    usage::month,
};

#[derive(Debug, Args)]
pub(crate) struct ReportOptions {
    #[command(flatten)]
    pub(crate) source: SourceOptions,
    /// The month, as in 2024-06 [default: the sample's]
    #[arg(long, value_parser = month)]
    pub(crate) month: Option<YearMonth>,
    /// A fiscal year instead of a month, as in 2024: its figures from the months that are closed, without their records
    #[arg(long, value_name = "YEAR", conflicts_with = "month")]
    pub(crate) year: Option<i32>,
    /// How many earlier months to evaluate for the trend
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) earlier: u8,
    /// Journal of the ledgers, which gives lists of the report and some service levels
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// Causes and countermeasures (.toml; .csv or .xlsx with the columns 番号, 原因, 対応策)
    #[arg(long, value_name = "FILE")]
    pub(crate) remarks: Option<PathBuf>,
    /// Folder for report.html, report.json, report.md, report.xlsx and csv/ [default: keiyaku-report/MONTH]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Writes report.pdf too: the page as an installed browser (Chromium, Chrome, Edge) prints it
    #[arg(long)]
    pub(crate) pdf: bool,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
    /// Language of what is printed, of the Markdown, the workbook and the CSV
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
    /// Ends with exit code 3 where a service level was missed
    #[arg(long)]
    pub(crate) fail_on_missed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// The service-level table
    Table,
    Json,
    Markdown,
    Html,
}

impl ReportOptions {
    /// A month with all that the folder of operations says, or the sample.
    pub(crate) fn of_folder(month: Option<YearMonth>) -> Self {
        let operations = operations::found();
        let path = |pick: fn(&Settings) -> Option<&String>| {
            operations.and_then(|it| Some(it.path(pick(&it.settings)?)))
        };
        let settings = operations.map(|it| it.settings.clone()).unwrap_or_default();
        Self {
            source: SourceOptions {
                folder: FolderOptions { contract: path(|it| it.contract.as_ref()) },
                records: Vec::new(),
                mapping: path(|it| it.mapping.as_ref()),
                now: None,
                keep_going: false,
            },
            month,
            year: None,
            earlier: settings.earlier.unwrap_or(0),
            journal: path(|it| it.journal.as_ref()).filter(|path| path.exists()),
            remarks: None,
            out: None,
            pdf: false,
            force: false,
            format: ReportFormat::Table,
            lang: settings.language.map_or(Lang::Ja, Lang::of),
            fail_on_missed: false,
        }
    }
}
