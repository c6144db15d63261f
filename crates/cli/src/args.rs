//! The command line: all commands. What a command takes stands beside it; what several take, in `options`.

use clap::{Parser, Subcommand};

use crate::{
    bid::BidCommand,
    calendar::CalendarCommand,
    cases::TestOptions,
    close::{CloseOptions, ReopenOptions, VerifyOptions},
    contract::ContractCommand,
    deadlines::DeadlinesOptions,
    doctor::DoctorOptions,
    export::ExportCommand,
    formula::FormulaCommand,
    init::InitOptions,
    itss::ItssCommand,
    ledger::LedgerCommand,
    lint::LintOptions,
    map::MapOptions,
    new::NewOptions,
    report::ReportOptions,
    sample::SampleOptions,
    schema::SchemaOptions,
    shell::{CompletionsOptions, ManOptions},
    sla::SlaCommand,
    tasks::TasksCommand,
    trace::TraceOptions,
};

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
    /// Makes a folder of operations: settings, months, forms to fill in
    Init(InitOptions),
    /// Tells what is missing, late or contradictory in a month, and what to do about it
    Doctor(DoctorOptions),
    /// Freezes a month: its report, and a manifest of all that it was made from
    Close(CloseOptions),
    /// Proves that a closed month comes out the same, or names what changed
    Verify(VerifyOptions),
    /// Opens a closed month again, for a reason that stays on record
    Reopen(ReopenOptions),
    /// Lists and explains service levels, shows what is due
    #[command(subcommand)]
    Sla(SlaCommand),
    /// Proposes how the columns of files are read; shows what service levels read of them
    Map(MapOptions),
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
    Ledger(LedgerCommand),
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
    /// Prints the completions of a shell
    Completions(CompletionsOptions),
    /// Prints a manual page, for `man -l -`
    Man(ManOptions),
}
