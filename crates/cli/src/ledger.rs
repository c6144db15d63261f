//! `keiyaku ledger`: assets, licences, media and loans in one journal.

use std::process::ExitCode;

use crate::failure::Failure;

use self::args::KeyCommand;
pub(crate) use self::{args::LedgerCommand, journal::read};

mod accounts;
mod args;
mod check;
mod duties;
mod evidence;
mod findings;
mod handed_in;
mod journal;
mod licences;
mod people;
mod record;
mod sheet;
mod software;
mod view;

pub(crate) fn run(command: &LedgerCommand) -> Result<ExitCode, Failure> {
    match command {
        LedgerCommand::Init { journal, sample, seed, folder, answer } => {
            record::init(journal, sample.then_some(*seed), folder, *answer)
        }
        LedgerCommand::Import(options) => sheet::import(options),
        LedgerCommand::Check { source, changes, inventory, allow, products, baseline_table } => {
            let handed_in = check::HandedIn {
                products: products.as_deref(),
                changes: changes.as_deref(),
                inventory: inventory.as_deref(),
                allow: allow.as_deref(),
                baseline_table: baseline_table.as_deref(),
            };
            check::all(source, &handed_in)
        }
        LedgerCommand::Licences { source, products, software, accounts } => match accounts {
            Some(asset) => accounts::accounts(source, products.as_deref(), asset.as_deref()),
            None => licences::licences(source, products.as_deref(), software.as_deref()),
        },
        LedgerCommand::Renewals { source } => duties::renewals(source),
        LedgerCommand::Growth { source, baseline, baseline_table } => {
            duties::growth(source, *baseline, baseline_table.as_deref())
        }
        LedgerCommand::Stocktake { stocktake, source } => duties::stocktake(stocktake.as_deref(), source),
        LedgerCommand::Loans { source } => duties::loans(source),
        LedgerCommand::Hr { changes, apply, by, only, source } => {
            people::hr(changes, *apply, by.as_deref(), only, source)
        }
        LedgerCommand::Allowlist { inventory, allow, source } => {
            software::allow_list(inventory, allow, source)
        }
        LedgerCommand::Asof { kind, id, view, source } => view::as_of(*kind, id.as_deref(), *view, source),
        LedgerCommand::History { kind, id, source } => view::history(*kind, id, source),
        LedgerCommand::Export(options) => sheet::export(options),
        LedgerCommand::Correct { entry, fields, reverse, valid_on, by, journal, folder, answer } => {
            let wanted =
                record::Wanted { entry: *entry, fields, reverse: reverse.as_deref(), valid_on: *valid_on };
            record::correct(&wanted, by, journal, folder, *answer)
        }
        LedgerCommand::Verify(options) => evidence::verify(options),
        LedgerCommand::Head { place, sign, answer } => {
            evidence::head(place.path()?, sign.as_deref(), *answer)
        }
        LedgerCommand::Key(KeyCommand::New { file, lang }) => evidence::new_key(file, (*lang).into()),
        // Its language is that of what can go wrong.
        LedgerCommand::Key(KeyCommand::Public { file, lang: _ }) => evidence::public_key(file),
        LedgerCommand::Migrate { place, lang } => evidence::migrate(place.path()?, (*lang).into()),
    }
}
