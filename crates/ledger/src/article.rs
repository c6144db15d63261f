//! What comes with licences: certificates, packages, discs, manuals; where each lies, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use calendar::YearMonth;
use chrono::{Datelike, NaiveDate};
use provenance::{Finding, Text};

use crate::{Check, Event, Field, Kind, Record, Rules, State, Tally};

/// Whether it is still to be kept: not disposed of.
fn is_kept(record: &Record<'_>) -> bool {
    record.last_of(&[Event::Disposed]).is_none()
}

/// What is missing or out of its place.
pub(crate) fn findings(state: &State<'_>, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut kept: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for article in state.records(Kind::Article).filter(|article| is_kept(article)) {
        let title = article.text(Field::Title).or(article.text(Field::Type)).unwrap_or(article.id);
        let mut note = |check, message, entry: Option<u64>| {
            let entries: Vec<u64> = entry.into_iter().collect();
            findings.extend(rules.finding(check, Kind::Article, article.id, message, &entries));
        };
        let type_entry = article.cell(Field::Type).or(article.cell(Field::Asset)).map(|cell| cell.entry);
        let out = article.cell(Field::OutTo).and_then(|cell| Some((cell, cell.value?)));
        if let Some((cell, to)) = out {
            let message = Text::new(
                format!("{title}は{}から{to}が持ち出している", cell.since),
                format!("{title} was taken out by {to} on {}", cell.since),
            );
            note(Check::ArticleTakenOut, message, Some(cell.entry));
        } else if article.text(Field::Place).is_none() {
            let message = Text::new(
                format!("{title}の保管場所がない"),
                format!("where {title} is kept is not recorded"),
            );
            note(Check::ArticleWithoutPlace, message, type_entry);
        }
        if let Some(asset) = article.text(Field::Asset) {
            kept.entry(asset).or_default().extend(article.text(Field::Type));
            if state.record(Kind::Entitlement, asset).is_none() && state.record(Kind::Device, asset).is_none()
            {
                let message = Text::new(
                    format!("{title}の資産{asset}が台帳にない"),
                    format!("{title} belongs to asset {asset}, which stands in no ledger"),
                );
                note(
                    Check::ArticleWithoutLicence,
                    message,
                    article.cell(Field::Asset).map(|cell| cell.entry),
                );
            }
        }
    }
    let on = state.as_of().valid_on;
    for held in state.records(Kind::Entitlement) {
        if held.date(Field::RetiredOn).ok().flatten().is_some_and(|retired| retired <= on) {
            continue;
        }
        let has =
            |types: &[&str]| kept.get(held.id).is_some_and(|kept| types.iter().any(|one| kept.contains(one)));
        let lacking = match (
            held.cell(Field::Certificate).filter(|cell| cell.value.is_some()),
            held.cell(Field::LicenceType),
        ) {
            (Some(cell), _) if !has(&["certificate"]) => {
                (cell, Text::new("ライセンス証書", "its certificate"))
            }
            (_, Some(cell)) if cell.value == Some("package") && !has(&["package", "disc"]) => {
                (cell, Text::new("パッケージか媒体", "its package or disc"))
            }
            _ => continue,
        };
        let (cell, what) = lacking;
        let message =
            Text::new(format!("{}が管理表にない", what.ja), format!("{} stands in no register", what.en));
        findings.extend(rules.finding(
            Check::LicenceWithoutArticle,
            Kind::Entitlement,
            held.id,
            message,
            &[cell.entry],
        ));
    }
    findings
}

/// The yearly stock-take of software: due once, in the month that the contract's table names; done where everything kept
/// with licences was checked within the twelve months that end with it. Nothing is due where the table names none.
#[must_use]
pub fn software_stocktake(state: &State<'_>, month: YearMonth, rules: &Rules) -> Tally {
    let mut tally = Tally::default();
    let due = rules.software_stocktake.as_ref().map(|stocktake| stocktake.month);
    if due != Some(month.first_day().month()) {
        return tally;
    }
    let unchecked = unchecked(state, month.plus(-11).first_day(), month.last_day());
    // A register of nothing was not counted.
    let done = unchecked.is_empty() && state.count(Kind::Article) > 0;
    tally.count(done, || unchecked.join(", "));
    tally
}

/// What is kept with licences and was not checked from a day to another.
pub(crate) fn unchecked<'s>(state: &'s State<'s>, first: NaiveDate, last: NaiveDate) -> Vec<&'s str> {
    let is_checked = |article: &Record<'_>| {
        let on = article.date(Field::CheckedOn).ok().flatten();
        on.is_some_and(|on| (first..=last).contains(&on))
    };
    let kept = state.records(Kind::Article).filter(|article| is_kept(article));
    kept.filter(|article| !is_checked(article)).map(|article| article.id).collect()
}
