//! Arguments of `keiyaku ledger`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use keiyaku::ledger::Kind;

use crate::{
    failure::Failure,
    options::{Answer, FolderOptions, Lang},
    refusal::Refusal,
    usage::day,
};

/// The exit codes of `keiyaku ledger verify`, for its help.
const EXIT_CODES: &str = "\
Exit codes:
  0   the chain holds; compared with a statement: the same, or extended since
  1   the chain holds, and something that is no whole batch follows it
  2   the journal cannot be read, or is damaged; or the arguments cannot be used
  10  truncated: fewer entries than the statement counts
  11  rewritten: other entries than the statement is of
  12  another journal
  13  the signature is wrong, or of another key
  14  the statement is not signed, though a key was given
  15  the statement cannot be read, was copied wrongly, or contradicts itself";

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Makes a journal: a file (.jsonl) or a database (.sqlite)
    Init {
        /// The journal
        journal: PathBuf,
        /// Filled with a made-up agency: 2,000 PCs at home, 76 offices, 60 products, nine months
        #[arg(long)]
        sample: bool,
        /// Another seed makes another agency
        #[arg(long, default_value_t = 1, requires = "sample")]
        seed: u64,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        answer: Answer,
    },
    /// Shows what a sheet (CSV, XLSX) would change; records it with --apply
    Import(ImportOptions),
    /// Runs every verdict for a day and lists findings by severity; ends with 1 where one is an error
    Check {
        #[command(flatten)]
        source: JournalOptions,
        /// Leavers and transfers (CSV)
        #[arg(long, value_name = "FILE")]
        changes: Option<PathBuf>,
        /// What is installed on PCs (CSV)
        #[arg(long, value_name = "FILE", requires = "allow")]
        inventory: Option<PathBuf>,
        /// Software that may be installed (allow-list.toml)
        #[arg(long, value_name = "FILE", requires = "inventory")]
        allow: Option<PathBuf>,
        /// Products with their versions, editions and languages (products.toml) [default: the contract's]
        #[arg(long, value_name = "FILE")]
        products: Option<PathBuf>,
        /// Figures to judge growth by (baseline.toml) [default: the ledgers, by the policy growth-base]
        #[arg(long, value_name = "FILE")]
        baseline_table: Option<PathBuf>,
    },
    /// Tells whether licences suffice: what rows say, and what is possible; ends with 1 on a shortage
    Licences {
        #[command(flatten)]
        source: JournalOptions,
        /// Products with their versions, editions and languages (products.toml) [default: the contract's]
        #[arg(long, value_name = "FILE")]
        products: Option<PathBuf>,
        /// One software alone, by a name that the products know
        #[arg(long)]
        software: Option<String>,
        /// The seat accounts instead: all of them, or the postings of one asset number
        #[arg(long, value_name = "ASSET", num_args = 0..=1, conflicts_with = "software")]
        accounts: Option<Option<String>>,
    },
    /// Lists what must be renewed, and by when it must be told; ends with 1 where one is overdue
    Renewals {
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Compares the stock with a baseline: counts and kinds against the caps
    Growth {
        #[command(flatten)]
        source: JournalOptions,
        /// The day whose stock is the baseline [default: the day before the term begins, or the journal's first]
        #[arg(long, value_name = "DAY", value_parser = day)]
        baseline: Option<NaiveDate>,
        /// Figures to judge growth by (baseline.toml) in place of the ledgers
        #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
        baseline_table: Option<PathBuf>,
    },
    /// Closes a stock-take: what was expected against what was seen
    Stocktake {
        /// The stock-take, as its records name it [default: the latest]
        stocktake: Option<String>,
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Lists loans that are not closed: schedule, overdue, incidents; ends with 1 where one is overdue
    Loans {
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Compares with personnel changes (CSV) and proposes entries; records them with --apply
    Hr {
        /// Leavers and transfers
        changes: PathBuf,
        /// Records the proposals
        #[arg(long, requires = "by")]
        apply: bool,
        /// Who accepts the proposals
        #[arg(long)]
        by: Option<String>,
        /// Records the proposal about this record alone, as in device:PC-0007, be it certain or not; may be given more
        /// than once
        #[arg(long, value_name = "KIND:ID", requires = "apply")]
        only: Vec<String>,
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Lists software met on PCs (CSV) that is not on the allow list
    Allowlist {
        /// The inventory: device, software, version
        inventory: PathBuf,
        /// Software that may be installed (allow-list.toml)
        #[arg(long, value_name = "FILE")]
        allow: PathBuf,
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Shows how things stood on a day, as far as it was known
    Asof {
        /// A kind of record, as in device [default: how many there are of each]
        kind: Option<Kind>,
        /// One record
        id: Option<String>,
        /// Devices of one ledger alone
        #[arg(long, value_enum)]
        view: Option<DeviceView>,
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Shows every entry about a record, with corrections
    History {
        /// The kind of record, as in device
        kind: Kind,
        /// The record
        id: String,
        #[command(flatten)]
        source: JournalOptions,
    },
    /// Writes a ledger as CSV or XLSX
    Export(ExportOptions),
    /// Records that an entry was wrong and what is right, or with --reverse that it should never have been recorded
    Correct {
        /// The entry's number
        entry: u64,
        /// What is right, as in user=佐藤 or user= for nothing; fields not named stay as they were
        #[arg(required_unless_present = "reverse")]
        fields: Vec<String>,
        /// Why the entry should never have been recorded
        #[arg(long, value_name = "WHY", conflicts_with = "fields")]
        reverse: Option<String>,
        /// The day from which the correction holds [default: the entry's]
        #[arg(long, value_name = "DAY", value_parser = day)]
        valid_on: Option<NaiveDate>,
        /// Who corrects
        #[arg(long)]
        by: String,
        #[arg(long, value_name = "FILE")]
        journal: PathBuf,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        answer: Answer,
    },
    /// Verifies the chain of a journal, shows its head, and compares it with a statement that was kept elsewhere
    #[command(after_help = EXIT_CODES)]
    Verify(VerifyOptions),
    /// Prints a statement of the journal's head, to be mailed or printed and kept elsewhere; signed with --sign
    Head {
        #[command(flatten)]
        place: Place,
        /// Signs the statement with a key that `ledger key new` made
        #[arg(long, value_name = "KEY")]
        sign: Option<PathBuf>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Makes and shows keys for signing statements
    #[command(subcommand)]
    Key(KeyCommand),
    /// Brings a journal database of an earlier version to the present schema; every entry stays as it is
    Migrate {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Makes a key: a secret file that only its owner may read, and a public one beside it (.pub) for the auditor
    New {
        /// The secret key's file, which must not be there yet
        file: PathBuf,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
    /// Prints the public key of a secret one
    Public {
        /// The secret key's file
        file: PathBuf,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
}

#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The head that was noted earlier: the journal must contain it
    #[arg(long, value_name = "HASH")]
    pub(crate) head: Option<keiyaku::ledger::EntryHash>,
    /// A statement that `ledger head` printed earlier, as text or JSON: the journal must contain what it states
    #[arg(long, value_name = "STATEMENT")]
    pub(crate) against: Option<PathBuf>,
    /// The public key that must have signed the statement
    #[arg(long, value_name = "PUBLIC", requires = "against")]
    pub(crate) key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// A journal, by its place alone or by the option that other commands have.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The journal
    #[arg(value_name = "JOURNAL", required_unless_present = "named", conflicts_with = "named")]
    place: Option<PathBuf>,
    /// The journal, by the name of the option that other commands have
    #[arg(id = "named", long = "journal", value_name = "FILE")]
    named: Option<PathBuf>,
}

impl Place {
    pub(crate) fn path(&self) -> Result<&Path, Failure> {
        let path = self.place.as_deref().or(self.named.as_deref());
        path.ok_or_else(|| Refusal::NoJournal.into())
    }
}

#[derive(Debug, Args)]
pub(crate) struct ImportOptions {
    /// The sheet: .csv or .xlsx
    pub(crate) file: PathBuf,
    /// The kind of record, as in device [default: the mapping's]
    #[arg(long)]
    pub(crate) kind: Option<Kind>,
    /// Which column is which (import.toml) [default: by the columns' names]
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// The day from which the rows hold [default: today; what happened needs a day that is said]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) valid_on: Option<NaiveDate>,
    /// Records what is shown
    #[arg(long, requires = "by")]
    pub(crate) apply: bool,
    /// Who records
    #[arg(long)]
    pub(crate) by: Option<String>,
    /// Goes on without the rows that cannot be taken
    #[arg(long)]
    pub(crate) keep_going: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: PathBuf,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// The kind of record, as in device
    pub(crate) kind: Kind,
    /// File to write
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Overwrites a file that this program did not write, or that was changed since
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// What to write
    #[arg(long = "as", value_enum, default_value_t = SheetFormat::Csv)]
    pub(crate) form: SheetFormat,
    /// A character that CP932 lacks, and what to write instead, as in 髙=高; may be given more than once
    #[arg(long, value_name = "CHARACTER=TEXT")]
    pub(crate) accept: Vec<String>,
    /// Writes ' before each cell of CSV that a spreadsheet would run as a formula; importing takes it away
    #[arg(long)]
    pub(crate) guard: bool,
    /// Devices of one ledger alone
    #[arg(long, value_enum)]
    pub(crate) view: Option<DeviceView>,
    #[command(flatten)]
    pub(crate) source: JournalOptions,
}

/// A journal, a day, and what is asked about.
#[derive(Debug, Args)]
pub(crate) struct JournalOptions {
    /// The journal [default: a made-up agency]
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// The day asked about [default: today; of the made-up agency: its last]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Only what was known when the journal ended with this entry
    #[arg(long, value_name = "ENTRY")]
    pub(crate) known: Option<u64>,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// The two ledgers of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DeviceView {
    Domestic,
    Overseas,
}

impl DeviceView {
    /// The word of the column.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Domestic => "domestic",
            Self::Overseas => "overseas",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SheetFormat {
    /// UTF-8 with a byte order mark, so that Excel reads it
    Csv,
    /// CP932, for older programs; stops where a character would change
    Cp932,
    /// A workbook
    Xlsx,
}
