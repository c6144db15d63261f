//! `keiyaku ledger licences`: what rows say, and what is possible.

use std::{fs, path::Path, process::ExitCode};

use keiyaku::{
    ledger::licence::{LicenceCheck, Licences, Products, Seats},
    provenance::{Language, Verdict},
    report::text_table,
};
use serde_json::{Value, json};

use super::{args::JournalOptions, check, journal::Source};
use crate::{args::Format, failure::Failure, failure::RECORDS, output};

pub(super) fn licences(
    options: &JournalOptions,
    products: Option<&Path>,
    software: Option<&str>,
) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let own;
    let products = match products {
        Some(path) => {
            let table = fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
            own = Products::from_table(&path.display().to_string(), &table)?;
            &own
        }
        None => source.contract.products().ok_or_else(|| {
            Failure::Other("no products given; name a table of them by --products".to_owned())
        })?,
    };
    let state = source.journal.state(source.as_of);
    let licences = Licences::read(&state, products, source.rules()?);
    let checked = licences.check();
    let text = match options.format {
        Format::Json => format!("{:#}\n", as_json(&checked, software)),
        Format::Table => as_text(&checked, software, options.lang.into()),
    };
    output::print(&text)?;
    Ok(if checked.possible.is_not_met() { RECORDS.into() } else { ExitCode::SUCCESS })
}

fn is_wanted(software: Option<&str>, of: Option<&str>) -> bool {
    software.is_none_or(|wanted| of == Some(wanted))
}

fn said(verdict: &Verdict, language: Language) -> String {
    let label = verdict.label().in_language(language).to_owned();
    match verdict {
        Verdict::Undetermined(why) | Verdict::NotApplicable(why) => {
            format!("{label} ({})", why.in_language(language))
        }
        Verdict::Met | Verdict::NotMet => label,
    }
}

/// A number of seats; what is not known as its bounds.
fn seats(seats: Seats) -> String {
    let Seats { low, high } = seats;
    match high {
        _ if seats.is_known() => low.to_string(),
        Seats::UNKNOWN => format!("{low}〜"),
        _ => format!("{low}〜{high}"),
    }
}

fn as_text(checked: &LicenceCheck<'_>, software: Option<&str>, language: Language) -> String {
    let ja = language == Language::Ja;
    let rows: Vec<Vec<String>> = checked
        .assets
        .iter()
        .filter(|asset| is_wanted(software, asset.software))
        .map(|asset| {
            vec![
                asset.asset.to_owned(),
                asset.software.unwrap_or("－").to_owned(),
                seats(asset.held),
                seats(asset.seats),
                asset.installed.to_string(),
                asset.reserved.to_string(),
                asset.distributed.to_string(),
                asset.free().to_string(),
            ]
        })
        .collect();
    let header = if ja {
        ["資産管理番号", "ソフトウェア", "保有", "有効", "導入", "申請", "配布", "残"]
    } else {
        ["asset", "software", "held", "usable", "installed", "reserved", "distributed", "free"]
    };
    let mut text = text_table(&header, &rows);
    let (declared, possible) = (said(&checked.declared, language), said(&checked.possible, language));
    text.push_str(&if ja {
        format!("\n台帳の行のとおり: {declared}\n組み替えれば: {possible}\n")
    } else {
        format!("\nas the rows say: {declared}\nas the licences can cover: {possible}\n")
    });
    if !checked.repoint.is_empty() {
        let rows: Vec<Vec<String>> = checked
            .repoint
            .iter()
            .map(|one| {
                vec![
                    one.row.id.to_owned(),
                    one.from.unwrap_or("－").to_owned(),
                    one.to.to_owned(),
                    one.seats.to_string(),
                ]
            })
            .collect();
        let header =
            if ja { ["行", "今の資産", "移す先", "席"] } else { ["row", "from", "to", "seats"] };
        text.push_str(if ja { "\n付け替える行\n" } else { "\nrows to re-point\n" });
        text.push_str(&text_table(&header, &rows));
    }
    for shortage in &checked.shortages {
        let copies: Vec<String> =
            shortage.copies.iter().map(|(copy, needed, _)| format!("{copy} × {needed}")).collect();
        text.push_str(&if ja {
            format!(
                "\n不足 {}: {} が {} の {}席を争う（必要 {}）\n",
                shortage.buy,
                copies.join("、"),
                shortage.assets.join(" "),
                shortage.seats,
                shortage.needed
            )
        } else {
            format!(
                "\nbuy {}: {} compete for {} seats of {} ({} needed)\n",
                shortage.buy,
                copies.join(", "),
                shortage.seats,
                shortage.assets.join(" "),
                shortage.needed
            )
        });
    }
    if !checked.findings.is_empty() && software.is_none() {
        text.push('\n');
        text.push_str(&check::findings_table(&checked.findings, language));
    }
    text
}

fn as_json(checked: &LicenceCheck<'_>, software: Option<&str>) -> Value {
    let verdict = |verdict: &Verdict| match verdict {
        Verdict::Met => json!({ "verdict": "met" }),
        Verdict::NotMet => json!({ "verdict": "not-met" }),
        Verdict::Undetermined(why) => {
            json!({ "verdict": "undetermined", "why": { "ja": why.ja, "en": why.en } })
        }
        Verdict::NotApplicable(why) => {
            json!({ "verdict": "not-applicable", "why": { "ja": why.ja, "en": why.en } })
        }
    };
    json!({
        "on": checked.as_of.valid_on.to_string(),
        "declared": verdict(&checked.declared),
        "possible": verdict(&checked.possible),
        "assets": checked.assets.iter().filter(|asset| is_wanted(software, asset.software)).map(|asset| json!({
            "asset": asset.asset, "software": asset.software, "held": seats(asset.held),
            "usable": seats(asset.seats), "installed": asset.installed, "reserved": asset.reserved,
            "distributed": asset.distributed, "projected": asset.projected, "free": asset.free(),
        })).collect::<Vec<_>>(),
        "repoint": checked.repoint.iter().map(|one| json!({
            "kind": one.row.kind.word(), "row": one.row.id, "from": one.from, "to": one.to, "seats": one.seats,
        })).collect::<Vec<_>>(),
        "shortages": checked.shortages.iter().map(|one| json!({
            "copies": one.copies.iter().map(|(copy, needed, _)| json!({ "copy": copy, "copies": needed })).collect::<Vec<_>>(),
            "assets": one.assets, "needed": one.needed, "seats": one.seats, "buy": one.buy,
        })).collect::<Vec<_>>(),
        "staff": checked.staff.iter().map(|one| json!({
            "staff": one.staff, "asset": one.asset, "at_home": one.at_home, "abroad": one.abroad,
        })).collect::<Vec<_>>(),
        "findings": checked.findings.iter().map(check::finding_json).collect::<Vec<_>>(),
    })
}
