//! The `keiyaku` command: files, arguments, terminal, exit codes. All else is in the libraries.

use std::process::ExitCode;

use clap::Parser;

mod args;
mod bid;
mod calendar;
mod contract;
mod deadlines;
mod export;
mod failure;
mod formula;
mod itss;
mod ledger;
mod lint;
mod new;
mod output;
mod report;
mod sample;
mod schema;
mod sla;
mod source;
mod tasks;
mod trace;

use crate::args::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        None => report::sample_month(),
        Some(Command::Report(options)) => report::report(options),
        Some(Command::Sla(command)) => sla::run(command),
        Some(Command::Sample(options)) => sample::sample(options),
        Some(Command::Calendar(command)) => calendar::run(command),
        Some(Command::Formula(command)) => formula::run(command),
        Some(Command::Itss(command)) => itss::run(command),
        Some(Command::Tasks(command)) => tasks::run(command),
        Some(Command::Ledger(command)) => ledger::run(command),
        Some(Command::Bid(command)) => bid::run(command),
        Some(Command::Deadlines(options)) => deadlines::run(options),
        Some(Command::Contract(command)) => contract::run(command),
        Some(Command::Lint(options)) => lint::run(options),
        Some(Command::Trace(options)) => trace::run(options),
        Some(Command::New(options)) => new::run(options),
        Some(Command::Schema(options)) => schema::run(options),
        Some(Command::Export(command)) => export::run(command),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("keiyaku: {failure}");
            failure.exit_code()
        }
    }
}
