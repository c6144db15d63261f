//! The `keiyaku` command: files, arguments, terminal, exit codes. All else is in the libraries.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)] // `output` alone prints

use std::{env, process::ExitCode};

use clap::{ArgMatches, CommandFactory, FromArgMatches};
use keiyaku::provenance::Text;

mod args;
mod bid;
mod browser;
mod calendar;
mod cases;
mod close;
mod contract;
mod csv;
mod deadlines;
mod doctor;
mod excerpt;
mod export;
mod failure;
mod formula;
mod ics;
mod init;
mod itss;
mod ledger;
mod lint;
mod map;
mod memory;
mod new;
mod operations;
mod options;
mod output;
#[cfg(test)]
mod page;
mod refusal;
mod report;
mod run;
mod sample;
mod schema;
mod shell;
mod sla;
mod source;
mod tasks;
mod trace;
mod usage;

use crate::{
    args::{Arguments, Command},
    failure::{Failure, UNUSABLE, UNWRITTEN},
    options::Lang,
};

fn main() -> ExitCode {
    output::tell_panics();
    let looked = operations::look();
    let matched = command().try_get_matches();
    let limited = memory::limit().and(looked);
    let done = match matched.and_then(|matches| Ok((Arguments::from_arg_matches(&matches)?, matches))) {
        Ok((arguments, matches)) => {
            if let Some(language) = language(&matches) {
                run::speak(language.into());
            }
            let done = limited.and_then(|()| perform(&arguments));
            run::unread_files().iter().for_each(|text| output::tell_text("note: ", text));
            done
        }
        Err(error) => help_or_usage(error),
    };
    match done {
        // The answer is not whole, so that it is no success.
        Ok(code) if output::is_closed() && code == ExitCode::SUCCESS => {
            let text = Text::new(
                "標準出力が途中で閉じられたため、出力の一部を表示していない",
                "standard output was closed before all of it was written",
            );
            output::tell_text("keiyaku: ", &text);
            UNWRITTEN.into()
        }
        Ok(code) => code,
        Err(failure) => {
            output::tell_failure(&failure);
            failure.exit_code()
        }
    }
}

/// The command line, with what the folder says in which it is run.
fn command() -> clap::Command {
    operations::with_defaults(Arguments::command())
}

/// The language that a command was asked for, or has by default; `None` where it has none.
fn language(matches: &ArgMatches) -> Option<Lang> {
    let own = matches.try_get_one::<Lang>("lang").ok().flatten().copied();
    own.or_else(|| matches.subcommand().and_then(|(_, matches)| language(matches)))
}

/// Help is an answer; a wrong use is a mistake.
fn help_or_usage(error: clap::Error) -> Result<ExitCode, Failure> {
    if error.use_stderr() {
        output::tell_usage(&repeated(error), &usage::languages());
        return Ok(UNUSABLE.into());
    }
    output::help(&error)?;
    Ok(ExitCode::SUCCESS)
}

/// The same mistake with arguments that are harmless to repeat: each on one line.
fn repeated(error: clap::Error) -> clap::Error {
    let harmless = env::args_os().map(|argument| escape::terminal(&escape::name(argument)).into_owned());
    command().try_get_matches_from(harmless).err().unwrap_or(error)
}

fn perform(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.command {
        None => report::sample_month(),
        Some(Command::Report(options)) => report::report(options),
        Some(Command::Init(options)) => init::run(options),
        Some(Command::Doctor(options)) => doctor::run(options),
        Some(Command::Close(options)) => close::close(options),
        Some(Command::Verify(options)) => close::verify(options),
        Some(Command::Reopen(options)) => close::reopen(options),
        Some(Command::Sla(command)) => sla::run(command),
        Some(Command::Map(options)) => map::run(options),
        Some(Command::Test(options)) => cases::run(options),
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
        Some(Command::Completions(options)) => shell::completions(options, Arguments::command()),
        Some(Command::Man(options)) => shell::man(options, Arguments::command()),
    }
}
