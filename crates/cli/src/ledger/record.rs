//! Making and correcting journals.

use std::{path::Path, process::ExitCode};

use chrono::NaiveDate;
use keiyaku::{
    ledger::{Body, Column, ColumnType, Draft, InPlace, Kind, Put, Sheet},
    provenance::Text,
    tables::{Noun, listed, nearest},
};

use super::{
    evidence,
    journal::{self, Kept},
};
use crate::{
    failure::Failure,
    options::{Answer, FolderOptions},
    output,
    refusal::Refusal,
    source,
};

pub(super) fn init(
    path: &Path,
    seed: Option<u64>,
    folder: &FolderOptions,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let contract = source::contract(folder)?;
    let filled = seed.map(|seed| journal::made_up_batches(&contract, seed)).transpose()?;
    if !journal::is_known(path) {
        return Err(Refusal::JournalEnding { path: path.to_owned() }.into());
    }
    // With all of its entries or not at all.
    let head = output::make(path, |path| {
        let mut kept = Kept::create(path)?;
        for batch in filled.into_iter().flatten() {
            kept.record(batch)?;
        }
        Ok(kept.journal().end())
    })?;
    evidence::recorded(path, head.entries, &head, answer)?;
    Ok(ExitCode::SUCCESS)
}

/// What is wrong, and what is right.
pub(super) struct Wanted<'a> {
    pub(super) entry: u64,
    pub(super) fields: &'a [String],
    pub(super) reverse: Option<&'a str>,
    pub(super) valid_on: Option<NaiveDate>,
}

pub(super) fn correct(
    wanted: &Wanted<'_>,
    by: &str,
    path: &Path,
    folder: &FolderOptions,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let Wanted { entry, fields, reverse, valid_on } = *wanted;
    let contract = source::contract(folder)?;
    let mut kept = Kept::open(path)?;
    let journal = kept.journal();
    let nothing = || Refusal::NoEntry { entry, last: journal.last() };
    let (stands, put) = match journal.in_place_of(entry).ok_or_else(nothing)? {
        InPlace::Stands { entry, put } => (entry, put),
        InPlace::Reversed { by } => {
            return Err(Refusal::Reversed { entry, by }.into());
        }
    };
    // What is not named stays as it stands by now, earlier corrections included.
    let body = match reverse {
        Some(why) => Body::Reverse { entry, why: why.into() },
        None => {
            let sheet = journal::rules(&contract)?.sheets.sheet(put.kind);
            Body::Correct { entry, put: changed(put.clone(), fields, sheet)? }
        }
    };
    let draft = Draft { valid_on: valid_on.unwrap_or(stands.valid_on), origin: None, body };
    let batch = journal.prepare(by, source::machine_clock(), vec![draft]).map_err(journal::unfit)?;
    let head = kept.record(batch)?;
    evidence::recorded(path, 1, &head, answer)?;
    Ok(ExitCode::SUCCESS)
}

/// A fact with some of its fields put right, each in a column of its ledger.
fn changed(mut put: Put, fields: &[String], sheet: Option<&Sheet>) -> Result<Put, Failure> {
    for field in fields {
        let (name, value) = field.split_once('=').ok_or_else(|| Refusal::Spelling {
            what: Noun::new("項目と値", "field with a value"),
            found: field.clone(),
            example: "user=佐藤",
        })?;
        let column =
            sheet.and_then(|sheet| sheet.column(name)).ok_or_else(|| no_column(name, put.kind, sheet))?;
        let value = if value.is_empty() { None } else { Some(spelt(column, value)?) };
        put = put.named(name, value.as_deref());
    }
    Ok(put)
}

fn no_column(name: &str, kind: Kind, sheet: Option<&Sheet>) -> Refusal {
    let columns = sheet.map_or(&[][..], |sheet| &sheet.columns);
    let near = nearest(name, columns.iter().map(|column| column.field.as_str()));
    Refusal::NoColumn { kind, name: name.to_owned(), near: near.map(str::to_owned) }
}

/// A value as the journal spells it.
fn spelt(column: &Column, value: &str) -> Result<String, Failure> {
    let (field, found) = (|| column.field.clone(), || value.to_owned());
    let wrong =
        |ja: &str, en: &str| Refusal::Value { column: field(), found: found(), wanted: Text::new(ja, en) };
    Ok(match &column.holds {
        ColumnType::Text => value.to_owned(),
        ColumnType::Date => value
            .parse::<NaiveDate>()
            .map_err(|_| wrong("日付（2024-06-03のように書く）", "day, as in 2024-06-03"))?
            .to_string(),
        ColumnType::Count | ColumnType::Yen => {
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let error = || match is_number {
                true => Refusal::TooLarge { column: field(), found: found() },
                false => wrong("数字だけで書いた整数", "whole number, in plain digits"),
            };
            value.parse::<u64>().map_err(|_| error())?.to_string()
        }
        ColumnType::Flag => match value {
            "yes" | "○" => "yes".to_owned(),
            "no" | "×" => "no".to_owned(),
            _ => return Err(wrong("`yes`か`no`", "`yes` or `no`").into()),
        },
        ColumnType::Word(words) => {
            let found = words.iter().find(|word| word.is(value));
            found.map(|word| word.id.clone()).ok_or_else(|| {
                let known = listed(words.iter().map(|word| word.id.as_str()));
                wrong(
                    &format!("この列の語（使えるのは{}）", known.ja),
                    &format!("word of it; known are {}", known.en),
                )
            })?
        }
    })
}
