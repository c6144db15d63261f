//! `keiyaku ledger licences --accounts`: the seat accounts, kept in double entry.

use std::{path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    ledger::licence::{Posting, SeatAccount, SeatAccounts},
    provenance::Language,
    report::text_table,
};
use serde_json::{Map, Value, json};

use super::{args::JournalOptions, handed_in, journal::Source, licences};
use crate::{failure::Failure, options::Format, output, refusal::Refusal};

/// The balances of all asset numbers, or the postings of one.
pub(super) fn accounts(
    options: &JournalOptions,
    table: Option<&Path>,
    asset: Option<&str>,
) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let own = table.map(handed_in::products).transpose()?;
    let products = licences::chosen(own.as_ref(), &source.contract)?;
    let rules = source.rules()?;
    let accounts = SeatAccounts::keep(&source.journal, source.as_of, products, rules);
    let language = options.answer.language();
    let text = match asset {
        None => balances(&accounts, options.answer.format, language),
        Some(asset) => {
            let of: Vec<&Posting<'_>> =
                accounts.postings().iter().filter(|posting| posting.asset == asset).collect();
            if of.is_empty() {
                return Err(Refusal::NoPosting { asset: asset.to_owned() }.into());
            }
            postings(&of, options.answer.format, language)
        }
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn balances(accounts: &SeatAccounts<'_>, format: Format, language: Language) -> Lines {
    if format == Format::Json {
        let all: Vec<Value> = accounts
            .assets()
            .map(|asset| {
                let each = SeatAccount::ALL.iter();
                let balances: Map<String, Value> =
                    each.map(|one| (one.to_string(), json!(accounts.balance(asset, *one)))).collect();
                json!({ "asset": asset, "balances": balances })
            })
            .collect();
        return output::json(&Value::from(all));
    }
    let first = if language == Language::Ja { "資産管理番号" } else { "asset" };
    let names: Vec<String> =
        SeatAccount::ALL.iter().map(|one| one.text().in_language(language).to_owned()).collect();
    let header: Vec<&str> = [first].into_iter().chain(names.iter().map(String::as_str)).collect();
    let rows: Vec<Vec<String>> = accounts
        .assets()
        .map(|asset| {
            let balances = SeatAccount::ALL.iter().map(|one| accounts.balance(asset, *one).to_string());
            [asset.to_owned()].into_iter().chain(balances).collect()
        })
        .collect();
    text_table(&header, &rows)
}

fn postings(of: &[&Posting<'_>], format: Format, language: Language) -> Lines {
    if format == Format::Json {
        let all: Vec<Value> = of
            .iter()
            .map(|one| {
                json!({
                    "day": one.day.to_string(), "entry": one.entry, "seats": one.seats,
                    "from": one.from.word(), "to": one.to.word(), "holder": one.holder,
                })
            })
            .collect();
        return output::json(&Value::from(all));
    }
    let header = match language {
        Language::Ja => ["日", "記録番号", "席", "減る口座", "増える口座", "相手"],
        Language::En => ["day", "entry", "seats", "from", "to", "holder"],
    };
    let name = |account: SeatAccount| account.text().in_language(language).to_owned();
    let rows: Vec<Vec<String>> = of
        .iter()
        .map(|one| {
            vec![
                one.day.to_string(),
                one.entry.to_string(),
                one.seats.to_string(),
                name(one.from),
                name(one.to),
                one.holder.unwrap_or_default().to_owned(),
            ]
        })
        .collect();
    text_table(&header, &rows)
}
