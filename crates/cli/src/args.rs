//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use keiyaku::calendar::YearMonth;

/// Executable IT-operations contracts: 契約を計算し、説明する。
///
/// Without a command: evaluates the embedded sample month of the reference contract, prints the
/// service-level table and writes the report (HTML, JSON, Markdown) to `keiyaku-report/2024-06`.
#[derive(Debug, Parser)]
#[command(
    name = "keiyaku",
    // The name by which it was called is foreign.
    bin_name = "keiyaku",
    version,
    after_help = "\
Exit codes:
  0  done
  1  the records handed in have problems, each listed (see --keep-going); or a law is refuted, or a bid is not eligible,
     or a case of `keiyaku test` comes out otherwise, or the lint tells something as grave as --deny says
  2  arguments, tables or files cannot be used
  3  a service level was missed and --fail-on-missed was given
  4  the system does not take what is to be written: the disk is full or read-only, nobody reads standard output on
  10 to 15 are those of `keiyaku ledger verify`, listed by its --help

What is written appears whole or not at all. It never takes the place of an input, a journal or a link; a file that the
program did not write, or that was changed since, is overwritten by --force alone. The program knows its files by the
SHA-256 in .keiyaku.sha256 beside them.

Examples:
  keiyaku report --records june/ --month 2024-06
  keiyaku sla explain S-2-1 --month 2024-06
  keiyaku calendar add 2024-06-07T16:00 4h"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evaluates a month and writes its report
    Report(ReportOptions),
    /// Lists and explains service levels, shows what is due
    #[command(subcommand)]
    Sla(SlaCommand),
    /// Tests a contract's tables by cases: records in, expected figures and verdicts
    Test(TestOptions),
    /// Makes up a month of records
    Sample(SampleOptions),
    /// Reckons in business time
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Proves or refutes laws of a contract's formulas
    #[command(subcommand)]
    Formula(FormulaCommand),
    /// Lists work items, schedules them, shows what is due and what was missed
    #[command(subcommand)]
    Tasks(TasksCommand),
    /// Tells the skill levels that a person's work shows
    #[command(subcommand)]
    Itss(ItssCommand),
    /// Keeps assets, licences, media and loans in one journal, and judges them
    #[command(subcommand)]
    Ledger(crate::ledger::LedgerCommand),
    /// Judges bids: people, team, shifts; compares and scores them
    #[command(subcommand)]
    Bid(BidCommand),
    /// Lists who owes what to whom by when, and where dates contradict the contract
    Deadlines(DeadlinesOptions),
    /// Shows the contract's frame: term, figures, offices, monthly payments
    #[command(subcommand)]
    Contract(ContractCommand),
    /// Tells what does not hold together in a contract, and what the parties must settle
    Lint(LintOptions),
    /// Tells what a clause says and which rows carry it out
    Trace(TraceOptions),
    /// Begins a contract: a folder of tables with comments and a small month of records
    New(NewOptions),
    /// Shows the JSON Schema of a table, for editors; without a table, lists them
    Schema(SchemaOptions),
    /// Writes tables of the contract for other programs
    #[command(subcommand)]
    Export(ExportCommand),
}

#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// Folder of the contract's tables
    #[arg(value_name = "CONTRACT")]
    pub(crate) contract: PathBuf,
    /// CSV with a case a row: `records` (files or folders beside it, with ; between), `month`, `item`, and what is expected:
    /// `figure` (as displayed, or exact; `none`), `counts` (10 / 12), `verdict`; also `now` and `case`
    #[arg(value_name = "CASES")]
    pub(crate) cases: PathBuf,
    /// Goes on without the rows of records that cannot be read; figures still allow for them
    #[arg(long)]
    pub(crate) keep_going: bool,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// Folder to make; it may be there, but only empty
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    /// The contract's name in Japanese
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_ja: Option<String>,
    /// The contract's name in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: Option<String>,
    /// The first day of its term
    #[arg(long, value_name = "DAY", requires = "to")]
    pub(crate) from: Option<chrono::NaiveDate>,
    /// The last day of its term
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) to: Option<chrono::NaiveDate>,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// The table, as in sla or sla.toml [default: list all]
    #[arg(value_name = "TABLE")]
    pub(crate) table: Option<String>,
    /// Writes the schema, or all of them, to this folder as TABLE.schema.json
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TraceOptions {
    /// The clause, as in jetro-2023/annex2#S-2-1; a section has all below it, as in jetro-2023/main#4.1
    pub(crate) clause: String,
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

/// Where contract and records come from.
#[derive(Debug, Args)]
pub(crate) struct SourceOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    /// Files or folders of records (.csv, .jsonl) [default: the embedded sample month]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) records: Vec<PathBuf>,
    /// Mapping of the records' columns, instead of the contract's records.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Moment of evaluation, as in 2024-07-05T09:00:00+09:00 [default: now; of the sample: 2024-07-05]
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<chrono::DateTime<chrono::FixedOffset>>,
    /// Goes on without the rows that cannot be read; figures still allow for them
    #[arg(long)]
    pub(crate) keep_going: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReportOptions {
    #[command(flatten)]
    pub(crate) source: SourceOptions,
    /// The month, as in 2024-06 [default: the sample's]
    #[arg(long)]
    pub(crate) month: Option<YearMonth>,
    /// How many earlier months to evaluate for the trend
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) earlier: u8,
    /// Journal of the ledgers, which gives lists of the report and some service levels
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// Causes and countermeasures (remarks.toml)
    #[arg(long, value_name = "FILE")]
    pub(crate) remarks: Option<PathBuf>,
    /// Folder for report.html, report.json and report.md [default: keiyaku-report/MONTH]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
    /// Language of what is printed and of the Markdown
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

impl From<Lang> for keiyaku::provenance::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ja => Self::Ja,
            Lang::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum SlaCommand {
    /// Lists the service levels of the contract
    List {
        /// Month whose targets and limits are shown [default: this month]
        #[arg(long)]
        month: Option<YearMonth>,
        /// Folder of the contract's tables [default: the reference contract]
        #[arg(long, value_name = "FOLDER")]
        contract: Option<PathBuf>,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
    /// Explains how a figure of a month came about
    Explain {
        /// Number or row key, as in S-2-1 or S-4-1-3-2.b
        number: String,
        /// The month, as in 2024-06 [default: the sample's]
        #[arg(long)]
        month: Option<YearMonth>,
        #[command(flatten)]
        source: SourceOptions,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
    /// Judges targets by past months: slack, out of reach, or neither; records a revision with --set
    Revise {
        /// The last of the months, as in 2024-06 [default: the sample's]
        #[arg(long)]
        month: Option<YearMonth>,
        /// How many months, up to that one
        #[arg(long, value_name = "N", default_value_t = 12)]
        months: u8,
        #[command(flatten)]
        revision: RevisionOptions,
        #[command(flatten)]
        source: SourceOptions,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
    /// Lists open cases by their due time, those at risk first
    Due {
        /// The month, as in 2024-06 [default: the sample's]
        #[arg(long)]
        month: Option<YearMonth>,
        /// At risk: this much time or less is left, as in 30m, 4h or 2d
        #[arg(long, value_name = "SPAN", default_value = "4h", value_parser = crate::calendar::span)]
        within: chrono::TimeDelta,
        #[command(flatten)]
        source: SourceOptions,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
}

/// A revision that was agreed, to be recorded in the contract's folder.
#[derive(Debug, Args)]
pub(crate) struct RevisionOptions {
    /// Item and new target, as in S-2-1=93; written to sla.toml of --contract
    #[arg(long, value_name = "KEY=VALUE", requires_all = ["effective", "reason_ja", "reason_en", "basis", "contract"])]
    pub(crate) set: Option<String>,
    /// The first month in which it holds
    #[arg(long, value_name = "MONTH")]
    pub(crate) effective: Option<YearMonth>,
    /// Why it was agreed, in Japanese
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_ja: Option<String>,
    /// Why it was agreed, in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_en: Option<String>,
    /// The clause that it rests on
    #[arg(long, value_name = "CLAUSE")]
    pub(crate) basis: Option<keiyaku::provenance::Clause>,
}

#[derive(Debug, Args)]
pub(crate) struct SampleOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    /// The month, as in 2024-06
    #[arg(long)]
    pub(crate) month: YearMonth,
    /// Another seed makes another month
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Folder for the files [default: sample/MONTH]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
    /// Writes ' before each cell that a spreadsheet would run as a formula; reading it takes it away
    #[arg(long)]
    pub(crate) guard: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CalendarCommand {
    /// Business time between two local times
    Elapsed {
        /// Local time, as in 2024-06-07T16:00
        #[arg(value_parser = crate::calendar::local_time)]
        from: chrono::NaiveDateTime,
        /// Local time
        #[arg(value_parser = crate::calendar::local_time)]
        to: chrono::NaiveDateTime,
        #[command(flatten)]
        options: CalendarOptions,
    },
    /// When an amount of business time is used up
    Add {
        /// Local time, as in 2024-06-07T16:00
        #[arg(value_parser = crate::calendar::local_time)]
        from: chrono::NaiveDateTime,
        /// Amount, as in 90m, 4h or 2d (a day is 24 business hours)
        #[arg(value_parser = crate::calendar::span)]
        amount: chrono::TimeDelta,
        #[command(flatten)]
        options: CalendarOptions,
    },
    /// Japan's national holidays of a year
    Holidays {
        /// From 1949 to 2099
        year: i32,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CalendarOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    /// Which of the contract's calendars [default: its main one]
    #[arg(long, value_name = "NAME")]
    pub(crate) calendar: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FormulaCommand {
    /// The laws that a compliance rate must keep
    Laws {
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
    /// Reads formulas in each of their readings, without judging them; ends with 2 where one is not read
    Read {
        /// The formula as the text prints it; lines that do not read as one formula are read one by one
        #[arg(required_unless_present = "file")]
        text: Option<String>,
        /// A file with formulas: a paragraph, a line or a row of a pasted table each; lines that start with # are ignored
        #[arg(long, value_name = "FILE", conflicts_with = "text")]
        file: Option<PathBuf>,
        /// A name that formulas use, with its synonyms: 期限内件数=期限内の件数; may be given many times
        #[arg(long = "name", value_name = "NAME[=SYNONYM]")]
        names: Vec<String>,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
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
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
    },
    /// Judges every formula of a contract by every law; ends with 1 where one is refuted, that of means included;
    /// what the contract leaves open (rounding, the empty month) is told and does not count
    Verify {
        /// Folder of the contract's tables [default: the reference contract]
        #[arg(long, value_name = "FOLDER")]
        contract: Option<PathBuf>,
        /// Only the formulas by which figures are computed, not those that are printed and known to be wrong
        #[arg(long)]
        computed: bool,
        /// Writes each verdict on a rate as a theorem for Coq to this file
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
        /// Overwrites the file of --proof
        #[arg(long, requires = "proof")]
        force: bool,
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[arg(long, value_enum, default_value_t = Lang::Ja)]
        lang: Lang,
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

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// The service levels, in the document's order
    Sla {
        /// Folder of the contract's tables [default: the reference contract]
        #[arg(long, value_name = "FOLDER")]
        contract: Option<PathBuf>,
        #[arg(long, value_enum, default_value_t = TableFormat::Json)]
        format: TableFormat,
        /// Writes ' before each cell of CSV that a spreadsheet would run as a formula; importing takes it away
        #[arg(long)]
        guard: bool,
    },
    /// The achievement indicators of ITSS V3 2011, as JSON
    Itss {
        #[arg(long, value_enum, default_value_t = JsonOnly::Json)]
        format: JsonOnly,
    },
    /// The skill items of ITSS V3 2008, as JSON
    Skills {
        #[arg(long, value_enum, default_value_t = JsonOnly::Json)]
        format: JsonOnly,
    },
    /// The work items, in the document's order
    Tasks {
        /// Folder of the contract's tables [default: the reference contract]
        #[arg(long, value_name = "FOLDER")]
        contract: Option<PathBuf>,
        #[arg(long, value_enum, default_value_t = WorkFormat::Json)]
        format: WorkFormat,
        /// File to write; a workbook needs one [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Overwrites a file that this program did not write, or that was changed since
        #[arg(long, requires = "out")]
        force: bool,
        /// Writes ' before each cell of CSV that a spreadsheet would run as a formula; importing takes it away
        #[arg(long)]
        guard: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkFormat {
    Json,
    /// UTF-8 with a byte order mark, so that Excel reads it
    Csv,
    /// A workbook; needs --out
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Json,
    /// UTF-8 with a byte order mark, so that Excel reads it
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct LintOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    /// The day by which waivers run out, as in 2024-06-15 [default: today]
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<chrono::NaiveDate>,
    /// Ends with 1 where a hit is at least that grave
    #[arg(long, value_enum, default_value_t = Gravity::Error)]
    pub(crate) deny: Gravity,
    /// What to print; the agenda as Markdown unless text or JSON is asked for
    #[arg(long, value_enum)]
    pub(crate) format: Option<LintFormat>,
    /// Only the points that the parties must settle before the term begins
    #[arg(long)]
    pub(crate) agenda: bool,
    /// Language of text and agenda [default: Japanese; of the agenda: both]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// Lists the rules
    #[arg(long, conflicts_with_all = ["agenda", "explain"])]
    pub(crate) list: bool,
    /// Explains a rule
    #[arg(long, value_name = "RULE", conflicts_with = "agenda")]
    pub(crate) explain: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gravity {
    Error,
    Warning,
    Note,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// A line a hit, with file, line and column
    Text,
    Json,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
    /// The agenda
    Markdown,
}

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
    /// Writes an iCalendar file (RFC 5545) for calendar programs
    Ics {
        #[command(flatten)]
        range: RangeOptions,
        #[command(flatten)]
        folder: FolderOptions,
        #[command(flatten)]
        options: TasksOptions,
        /// File to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Overwrites a file that this program did not write, or that was changed since
        #[arg(long, requires = "out")]
        force: bool,
        /// Daily items too, which fill every day of a calendar
        #[arg(long)]
        daily: bool,
    },
}

/// The contract's folder, of commands that need nothing else to read.
#[derive(Debug, Args)]
pub(crate) struct FolderOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct TasksOptions {
    /// One site of calendar.toml with those within it, or `unstated`: work that is bound to none [default: all]
    #[arg(long, value_name = "NAME")]
    pub(crate) site: Option<String>,
    /// Each numbered site by itself, from 1 to N
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offices: u32,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

/// The days of a range: a month, or from and to.
#[derive(Debug, Args)]
pub(crate) struct RangeOptions {
    /// A month, as in 2024-06
    #[arg(long, conflicts_with_all = ["from", "to"], required_unless_present = "from")]
    pub(crate) month: Option<YearMonth>,
    /// The first day, as in 2024-06-24
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<chrono::NaiveDate>,
    /// The last day [default: the first]
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) to: Option<chrono::NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum JsonOnly {
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ItssCommand {
    /// Shows what a level of a field asks for
    Show {
        /// The field, as in itsm.om or om
        field: String,
        /// The level
        level: u8,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Tells the level in each field, with every reason
    Level {
        /// The person's file; `keiyaku itss new` writes one to fill in
        person: PathBuf,
        /// One field only
        #[arg(long)]
        field: Option<String>,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Tells what is missing to a level
    Gap {
        /// The person's file
        person: PathBuf,
        /// Field and level, as in itsm.om:5
        #[arg(long, value_name = "FIELD:LEVEL")]
        to: String,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Lists the readings of what the standard prints irregularly
    Readings {
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Writes a person's file to fill in
    New {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ItssOptions {
    /// As of which day [default: today]
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<chrono::NaiveDate>,
    /// Another reading, as in mentoring=informative; may be given more than once
    #[arg(long, value_name = "READING=VALUE")]
    pub(crate) reading: Vec<String>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BidCommand {
    /// Writes a bid's folder to fill in: bid.toml, and sheets for people and shifts
    New {
        /// The folder
        folder: PathBuf,
        /// Three made-up bidders instead, each in a folder of its own
        #[arg(long)]
        sample: bool,
    },
    /// Judges people, team and shifts; ends with 1 where a bid is not shown to be eligible
    Check {
        /// The bid's folder [default: the embedded sample]
        folder: Option<PathBuf>,
        #[command(flatten)]
        options: BidOptions,
    },
    /// Puts bidders side by side, requirement by requirement
    Compare {
        /// The bids' folders [default: the embedded sample]
        folders: Vec<PathBuf>,
        #[command(flatten)]
        options: BidOptions,
    },
    /// Scores bids and ranks those that are eligible
    Score {
        /// The bids' folders [default: the embedded sample]
        folders: Vec<PathBuf>,
        /// Points for technique plus points for the price (加算方式), or points divided by the price (除算方式)
        #[arg(long, value_enum)]
        method: ScoringMethod,
        /// The price above which a bid is out, in yen
        #[arg(long, value_name = "YEN", value_parser = clap::value_parser!(u64).range(1..))]
        ceiling: u64,
        /// Additive: the greatest number of points for the price
        #[arg(long, value_name = "N", required_if_eq("method", "additive"))]
        price_points: Option<u32>,
        /// Divisive: the yen to which the quotient is related
        #[arg(long, value_name = "N", conflicts_with = "price_points", required_if_eq("method", "divisive"), value_parser = clap::value_parser!(u64).range(1..))]
        per_yen: Option<u64>,
        /// Scores are rounded before they are compared, as in 2:half-up [default: compared exactly]
        #[arg(long, value_name = "PLACES:MODE", value_parser = crate::bid::rounding)]
        round: Option<(u8, keiyaku::formula::Rounding)>,
        /// What decides between equal scores before a lot does
        #[arg(long, value_enum, default_value_t = TieRule::Lot)]
        ties: TieRule,
        /// Ranks bids that are not eligible, too
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        options: BidOptions,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoringMethod {
    Additive,
    Divisive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TieRule {
    Lot,
    LowerPrice,
    HigherTechnical,
}

#[derive(Debug, Args)]
pub(crate) struct BidOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Args)]
pub(crate) struct DeadlinesOptions {
    #[command(flatten)]
    pub(crate) range: RangeOptions,
    /// What happened and what was done (.csv with kind,id,of,date; or .toml)
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Option<PathBuf>,
    /// The day by which late and upcoming are told [default: today]
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<chrono::NaiveDate>,
    /// Only what this role owes or is owed, as in contractor
    #[arg(long, value_name = "ROLE")]
    pub(crate) party: Option<String>,
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = DeadlinesFormat::Table)]
    pub(crate) format: DeadlinesFormat,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DeadlinesFormat {
    Table,
    Json,
    /// iCalendar (RFC 5545) for calendar programs
    Ics,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ContractCommand {
    /// Shows term, figures, bounds on growth, duties by event, and what is left open
    Show {
        #[command(flatten)]
        options: ContractOptions,
    },
    /// Lists the offices abroad with their clocks and machines
    Offices {
        #[command(flatten)]
        options: ContractOptions,
    },
    /// Divides a bid among the months of the term
    Payments {
        /// The bid in yen, digits only
        #[arg(long, value_name = "YEN")]
        bid: u64,
        #[command(flatten)]
        options: ContractOptions,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ContractOptions {
    /// Folder of the contract's tables [default: the reference contract]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) contract: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}
