//! `keiyaku ledger`: assets, licences, media and loans in one journal.

use std::process::ExitCode;

use crate::failure::Failure;

pub(crate) use self::args::LedgerCommand;

mod args;
mod journal;
mod record;
mod view;

pub(crate) fn run(command: &LedgerCommand) -> Result<ExitCode, Failure> {
    match command {
        LedgerCommand::Init { journal, sample, seed, folder } => {
            record::init(journal, sample.then_some(*seed), folder.as_ref())
        }
        LedgerCommand::Correct { entry, fields, reverse, valid_on, by, journal } => {
            record::correct(*entry, fields, reverse.as_deref(), *valid_on, by, journal)
        }
        LedgerCommand::Verify { journal, head } => record::verify(journal, *head),
        LedgerCommand::Asof { kind, id, source } => view::as_of(*kind, id.as_deref(), source),
        LedgerCommand::History { kind, id, source } => view::history(*kind, id, source),
        _ => Err(Failure::Other("not yet".to_owned())),
    }
}
