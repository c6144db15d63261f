//! `keiyaku ledger licences`: what rows say, and what is possible.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    Contract,
    ledger::licence::{Because, LicenceCheck, Licences, Products, Seats, ShortOf, Shortage},
    provenance::{Language, Text, Verdict},
    report::text_table,
    tables::{Noun, nearest},
};
use serde_json::{Value, json};

use super::{args::JournalOptions, findings, handed_in, journal::Source};
use crate::{failure::Failure, failure::RECORDS, options::Format, output, refusal::Refusal};

/// The products given, or those of the contract.
pub(super) fn chosen<'a>(own: Option<&'a Products>, contract: &'a Contract) -> Result<&'a Products, Failure> {
    own.or_else(|| contract.products()).ok_or_else(|| Refusal::NoProducts.into())
}

pub(super) fn licences(
    options: &JournalOptions,
    table: Option<&Path>,
    software: Option<&str>,
) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let own = table.map(handed_in::products).transpose()?;
    let products = chosen(own.as_ref(), &source.contract)?;
    let state = source.journal.state(source.as_of);
    let checked = Licences::read(&state, products, source.rules()?).check();
    let shown = Shown::of(&checked, products, software)?;
    let text = match options.answer.format {
        Format::Json => output::json(&as_json(&checked, &shown)),
        Format::Table => as_text(&checked, &shown, options.answer.language()),
    };
    output::print(&text)?;
    Ok(if checked.possible.is_not_met() { RECORDS.into() } else { ExitCode::SUCCESS })
}

/// What of a comparison is shown: all of it, or what concerns one product.
struct Shown<'a> {
    /// The product's name with its asset numbers.
    product: Option<(&'a str, BTreeSet<&'a str>)>,
}

impl<'a> Shown<'a> {
    fn of(
        checked: &LicenceCheck<'a>,
        products: &'a Products,
        software: Option<&str>,
    ) -> Result<Self, Failure> {
        let Some(wanted) = software else { return Ok(Self { product: None }) };
        let product = products.find(wanted).ok_or_else(|| {
            let near = nearest(wanted, products.iter().map(|product| product.name()));
            let (name, near) = (wanted.to_owned(), near.map(str::to_owned));
            Refusal::Unknown {
                what: Noun::new("製品の表に製品", "product in the table, named"), name, near
            }
        })?;
        let is_of = |name: Option<&str>| {
            name.and_then(|name| products.find(name)).is_some_and(|found| found.id == product.id)
        };
        let assets = checked.assets.iter().filter(|one| is_of(one.software)).map(|one| one.asset).collect();
        Ok(Self { product: Some((product.name(), assets)) })
    }

    fn has(&self, asset: Option<&str>) -> bool {
        self.product.as_ref().is_none_or(|(_, assets)| asset.is_some_and(|asset| assets.contains(asset)))
    }

    /// Whether the words of a copy, or a finding's subject, concern it.
    fn names(&self, text: &str) -> bool {
        self.product.as_ref().is_none_or(|(name, assets)| text.starts_with(name) || assets.contains(text))
    }

    fn concerns(&self, shortage: &Shortage<'_>) -> bool {
        shortage.copies.iter().any(|one| self.names(&one.copy))
    }
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

fn because(because: Because) -> Text {
    match because {
        Because::NoAsset => Text::new("資産を挙げていない", "names no asset"),
        Because::NotHeld => Text::new("保有のない資産", "names what is not held"),
        Because::NotCovered => Text::new("その資産では使えない", "not covered by it"),
        Because::Undetermined => Text::new("使えるか分からない", "covered or not: unknown"),
        Because::TooFewSeats => Text::new("席が足りない", "too few seats"),
    }
}

fn as_text(checked: &LicenceCheck<'_>, shown: &Shown<'_>, language: Language) -> Lines {
    let ja = language == Language::Ja;
    let pick = |words: [&str; 2]| {
        let [in_ja, in_en] = words;
        if ja { in_ja } else { in_en }.to_owned()
    };
    let dash = |asset: Option<&str>| asset.unwrap_or("－").to_owned();
    let mut text = Lines::default();
    let mut list = |title: [&str; 2], header: [&[&str]; 2], rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            let [header_ja, header_en] = header;
            text.line(pick(title));
            text.append(&text_table(if ja { header_ja } else { header_en }, &rows));
            text.blank();
        }
    };
    list(
        ["保有と使用", "held and used"],
        [
            &["資産管理番号", "ソフトウェア", "保有", "有効", "導入", "申請", "配布", "残"],
            &["asset", "software", "held", "usable", "installed", "reserved", "distributed", "free"],
        ],
        checked
            .assets
            .iter()
            .filter(|asset| shown.has(Some(asset.asset)))
            .map(|asset| {
                vec![
                    asset.asset.to_owned(),
                    dash(asset.software),
                    seats(asset.held),
                    seats(asset.seats),
                    asset.installed.to_string(),
                    asset.reserved.to_string(),
                    asset.distributed.to_string(),
                    asset.free().to_string(),
                ]
            })
            .collect(),
    );
    list(
        ["付け替える行", "rows to re-point"],
        [&["行", "今の資産", "移す先", "席", "理由"], &["row", "from", "to", "seats", "why"]],
        checked
            .repoint
            .iter()
            .filter(|one| shown.has(Some(one.to)))
            .map(|one| {
                let why = because(one.because).in_language(language).to_owned();
                vec![one.row.id.to_owned(), dash(one.from), one.to.to_owned(), one.seats.to_string(), why]
            })
            .collect(),
    );
    list(
        ["職員の種類ごとの使用", "use by kind of staff"],
        [&["職員の種類", "資産", "国内", "海外"], &["kind of staff", "asset", "at home", "abroad"]],
        checked
            .staff
            .iter()
            .filter(|one| one.staff.is_some() && shown.has(one.asset))
            .map(|one| {
                vec![dash(one.staff), dash(one.asset), one.at_home.to_string(), one.abroad.to_string()]
            })
            .collect(),
    );
    list(
        ["現地で調達したソフトウェア", "software bought abroad"],
        [&["番号", "事務所", "ソフトウェア", "判定"], &["number", "office", "software", "verdict"]],
        checked
            .local
            .iter()
            .filter(|one| shown.names(one.software.unwrap_or_default()))
            .map(|one| {
                vec![one.id.to_owned(), dash(one.office), dash(one.software), said(&one.verdict, language)]
            })
            .collect(),
    );
    for one in checked.shortages.iter().filter(|one| shown.concerns(one)) {
        let copies: Vec<String> =
            one.copies.iter().map(|of| format!("{} × {}", of.copy, of.needed)).collect();
        let assets = one.assets.join(" ");
        text.line(if ja {
            let copies = copies.join("、");
            format!("不足 {}: {copies} が {assets} の {}席を争う（必要 {}）", one.buy, one.seats, one.needed)
        } else {
            let copies = copies.join(", ");
            format!(
                "buy {}: {copies} compete for {} seats of {assets} ({} needed)",
                one.buy, one.seats, one.needed
            )
        });
    }
    let told: Vec<_> = checked.findings.iter().filter(|one| shown.names(&one.subject)).cloned().collect();
    if !told.is_empty() {
        text.append(&findings::findings_table(&told, language));
        text.append(&findings::ways_out(&told, language));
    }
    text.append(&findings::readings(&checked.policies, language));
    let (declared, possible) = (said(&checked.declared, language), said(&checked.possible, language));
    text.line(if ja {
        format!("全ライセンス  台帳の行のとおり: {declared}  組み替えれば: {possible}")
    } else {
        format!("all licences, as the rows say: {declared}; as the licences can cover: {possible}")
    });
    text
}

fn as_json(checked: &LicenceCheck<'_>, shown: &Shown<'_>) -> Value {
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
    let shortages = |of: &[Shortage<'_>]| -> Vec<Value> {
        let copy = |of: &ShortOf| json!({ "copy": of.copy, "copies": of.needed });
        of.iter()
            .filter(|one| shown.concerns(one))
            .map(|one| {
                json!({
                    "copies": one.copies.iter().map(copy).collect::<Vec<_>>(),
                    "assets": one.assets, "needed": one.needed, "seats": one.seats, "buy": one.buy,
                })
            })
            .collect()
    };
    json!({
        "on": checked.as_of.valid_on.to_string(),
        "declared": verdict(&checked.declared),
        "possible": verdict(&checked.possible),
        "assets": checked.assets.iter().filter(|asset| shown.has(Some(asset.asset))).map(|asset| json!({
            "asset": asset.asset, "software": asset.software, "held": seats(asset.held),
            "usable": seats(asset.seats), "installed": asset.installed, "reserved": asset.reserved,
            "distributed": asset.distributed, "projected": asset.projected, "free": asset.free(),
        })).collect::<Vec<_>>(),
        "repoint": checked.repoint.iter().filter(|one| shown.has(Some(one.to))).map(|one| json!({
            "kind": one.row.kind.word(), "row": one.row.id, "from": one.from, "to": one.to, "seats": one.seats,
            "why": because(one.because).en,
        })).collect::<Vec<_>>(),
        "uncovered": checked.uncovered.iter().map(|row| json!({
            "kind": row.kind.word(), "row": row.id,
        })).collect::<Vec<_>>(),
        "shortages": shortages(&checked.shortages),
        "feared": shortages(&checked.feared),
        "staff": checked.staff.iter().filter(|one| shown.has(one.asset)).map(|one| json!({
            "staff": one.staff, "asset": one.asset, "at_home": one.at_home, "abroad": one.abroad,
        })).collect::<Vec<_>>(),
        "offices": checked.offices.iter().filter(|one| shown.has(one.asset)).map(|one| json!({
            "office": one.office, "asset": one.asset, "seats": one.seats,
        })).collect::<Vec<_>>(),
        "local": checked.local.iter().map(|one| json!({
            "id": one.id, "office": one.office, "software": one.software, "held": one.held,
            "installed": one.installed, "verdict": verdict(&one.verdict),
        })).collect::<Vec<_>>(),
        "findings": checked.findings.iter().filter(|one| shown.names(&one.subject))
            .map(findings::finding_json).collect::<Vec<_>>(),
        "policies": checked.policies.iter().map(findings::policy_json).collect::<Vec<_>>(),
    })
}
