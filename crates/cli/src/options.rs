//! Options that several commands share.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::{Args, ValueEnum};
use keiyaku::{
    calendar::YearMonth,
    provenance::{Language, Text},
};

use crate::failure::Failure;
use crate::usage::{day, moment, month};

/// Where contract and records come from.
#[derive(Debug, Args)]
pub(crate) struct SourceOptions {
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    /// Files or folders of records (.csv, .jsonl) [default: the embedded sample month]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) records: Vec<PathBuf>,
    /// Mapping of the records' columns, instead of the contract's records.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Moment of evaluation, as in 2024-07-05T09:00:00+09:00 [default: now; of the sample: 2024-07-05]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<DateTime<FixedOffset>>,
    /// Goes on without the rows that cannot be read; figures still allow for them
    #[arg(long)]
    pub(crate) keep_going: bool,
}

/// The contract's folder, by the one name that it has everywhere.
#[derive(Debug, Args)]
pub(crate) struct FolderOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
}

/// The file to write in place of printing.
#[derive(Debug, Default, Args)]
pub(crate) struct OutOptions {
    /// File to write; a workbook needs one [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites a file that this program did not write, or that was changed since
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

/// The days of a range: a month, or from and to.
#[derive(Debug, Args)]
pub(crate) struct RangeOptions {
    /// A month, as in 2024-06
    #[arg(long, conflicts_with_all = ["from", "to"], value_parser = month)]
    pub(crate) month: Option<YearMonth>,
    /// The first day, as in 2024-06-24
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<NaiveDate>,
    /// The last day [default: the first]
    #[arg(long, value_name = "DAY", requires = "from", value_parser = day)]
    pub(crate) to: Option<NaiveDate>,
}

impl RangeOptions {
    /// The first and the last day.
    pub(crate) fn days(&self) -> Result<(NaiveDate, NaiveDate), Failure> {
        // A month may be the folder's, which days that are given go before.
        let (from, to) = match (self.month, self.from) {
            (_, Some(from)) => (from, self.to.unwrap_or(from)),
            (Some(month), None) => (month.first_day(), month.last_day()),
            (None, None) => {
                return Err(Failure::Told(Text::new(
                    "日の指定がない。--monthか、--fromと--toを指定する",
                    "no days given; name --month, or --from and --to",
                )));
            }
        };
        if to < from {
            return Err(Failure::Told(Text::new(
                format!("範囲の末日{to}が初日{from}より前である"),
                format!("the range ends on {to}, before it begins on {from}"),
            )));
        }
        Ok((from, to))
    }
}

/// How to answer, of commands that print a table or JSON.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Answer {
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    lang: Lang,
}

impl Answer {
    pub(crate) fn language(&self) -> Language {
        self.lang.into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Ja,
    En,
}

impl Lang {
    pub(crate) fn of(language: Language) -> Self {
        match language {
            Language::Ja => Self::Ja,
            Language::En => Self::En,
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ja => Self::Ja,
            Lang::En => Self::En,
        }
    }
}
