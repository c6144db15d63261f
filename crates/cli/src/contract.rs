//! `keiyaku contract`: the contract's frame, its offices abroad, its monthly payments.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use escape::Lines;
use keiyaku::{
    provenance::{Language, PolicyUse, Text},
    report::text_table,
    terms::{Office, Sum, Terms, Trigger},
};
use serde_json::json;

use crate::{
    deadlines::terms_of,
    failure::Failure,
    options::{Answer, FolderOptions, Format},
    output,
    refusal::Part,
    source::contract,
};

mod rows;

#[derive(Debug, Subcommand)]
pub(crate) enum ContractCommand {
    /// Shows term, figures, bounds on growth, duties by event, and what is left open
    Show {
        #[command(flatten)]
        options: ContractOptions,
    },
    /// Lists the offices abroad with their clocks and machines
    Offices {
        #[command(flatten)]
        options: ContractOptions,
    },
    /// Divides a bid among the months of the term
    Payments {
        /// The bid in yen, digits only
        #[arg(long, value_name = "YEN")]
        bid: u64,
        #[command(flatten)]
        options: ContractOptions,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ContractOptions {
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

pub(crate) fn run(command: &ContractCommand) -> Result<ExitCode, Failure> {
    let (ContractCommand::Show { options }
    | ContractCommand::Offices { options }
    | ContractCommand::Payments { options, .. }) = command;
    let contract = contract(&options.folder)?;
    let terms = terms_of(&contract)?;
    let text = match command {
        ContractCommand::Show { .. } => show(terms, options),
        ContractCommand::Offices { .. } => offices(terms, options)?,
        ContractCommand::Payments { bid, .. } => payments(terms, *bid, options),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn show(terms: &Terms, options: &ContractOptions) -> Lines {
    let language = options.answer.language();
    let (term, frame) = (terms.term(), terms.frame());
    let open = open_points(terms);
    if options.answer.format == Format::Json {
        let rows: Vec<serde_json::Value> = terms
            .ids()
            .map(|(table, id, clause)| json!({ "table": table, "id": id, "clause": clause.to_string() }))
            .collect();
        let figures: Vec<serde_json::Value> = frame
            .figures
            .iter()
            .map(|figure| {
                json!({
                    "id": figure.heading.id,
                    "name": figure.name,
                    "value": figure.value,
                    "unit": figure.unit,
                    "about": figure.is_about,
                    "clause": figure.heading.clause.to_string(),
                })
            })
            .collect();
        let all = json!({
            "term": { "first": term.first_day().to_string(), "last": term.last_day().to_string(), "months": frame.term.months },
            "figures": figures,
            "meetings": rows::meetings(terms),
            "residencies": rows::residencies(terms),
            "help_desk": rows::help_desk(terms),
            "escalations": rows::escalations(terms),
            "rows": rows,
            "open_points": open,
            "readings": terms.policies().in_use(),
        });
        return output::json(&all);
    }
    let ja = language == Language::Ja;
    let mut out = Lines::of(format_args!(
        "{}: {} – {} ({})",
        if ja { "契約期間" } else { "term" },
        term.first_day(),
        term.last_day(),
        if ja { format!("{}か月", frame.term.months) } else { format!("{} months", frame.term.months) }
    ));
    out.blank();
    let rows: Vec<Vec<String>> = frame
        .figures
        .iter()
        .map(|figure| {
            let about = match (figure.is_about, ja) {
                (false, _) => "",
                (true, true) => "約",
                (true, false) => "about ",
            };
            vec![
                figure.name.in_language(language).to_owned(),
                format!("{about}{}", figure.value),
                figure.heading.clause.to_string(),
            ]
        })
        .collect();
    out.append(&text_table(&if ja { ["数", "値", "条項"] } else { ["figure", "value", "clause"] }, &rows));
    let rows: Vec<Vec<String>> = terms
        .duties()
        .iter()
        .map(|duty| {
            let trigger = match &duty.trigger {
                Trigger::Event(kind) => terms.event_text(kind).in_language(language).to_owned(),
                Trigger::Duty(before) => format!("→ {before}"),
            };
            vec![
                duty.heading.id.clone(),
                terms.role_text(&duty.by).in_language(language).to_owned(),
                terms.role_text(&duty.to).in_language(language).to_owned(),
                trigger,
                duty.due.text().in_language(language).to_owned(),
                duty.heading.clause.to_string(),
            ]
        })
        .collect();
    out.blank();
    let header = if ja {
        ["義務", "義務者", "相手", "きっかけ", "期限", "条項"]
    } else {
        ["duty", "by", "to", "event", "limit", "clause"]
    };
    out.append(&text_table(&header, &rows));
    rows::add_tables(&mut out, terms, language);
    out.blank();
    out.line(if ja { "定めのない点:" } else { "left open:" });
    out.extend(open.iter().map(|point| format!("- {}", point.in_language(language))));
    out.append(&readings(&terms.policies().in_use(), language));
    out
}

/// What the documents leave open, of every row that says so.
fn open_points(terms: &Terms) -> Vec<Text> {
    terms.headings().flat_map(|(_, heading)| heading.open_points.iter().cloned()).collect()
}

fn offices(terms: &Terms, options: &ContractOptions) -> Result<Lines, Failure> {
    let language = options.answer.language();
    let table = terms.offices().ok_or(Part::OfficesAbroad)?;
    let sums = [
        Sum::of(table.offices.iter().map(|office| office.pcs)),
        Sum::of(table.offices.iter().map(|office| office.servers)),
        Sum::of(table.offices.iter().map(|office| office.printers)),
    ];
    if options.answer.format == Format::Json {
        let rows: Vec<serde_json::Value> = table
            .offices
            .iter()
            .map(|office| {
                json!({
                    "id": office.heading.id,
                    "no": office.no,
                    "name": office.name,
                    "region": office.region.as_str(),
                    "zone": office.zone.name(),
                    "pcs": office.pcs,
                    "servers": office.servers,
                    "printers": office.printers,
                })
            })
            .collect();
        let sums = sums.map(|sum| json!({ "known": sum.known, "unknown": sum.unknown }));
        let all = json!({
            "as_of": table.as_of.to_string(),
            "clause": table.clause.to_string(),
            "offices": rows,
            "sums": { "pcs": sums[0], "servers": sums[1], "printers": sums[2] },
        });
        return Ok(output::json(&all));
    }
    let number = |number: Option<u64>| number.map_or_else(|| "－".to_owned(), |number| number.to_string());
    let row = |office: &Office| {
        let region = table.regions.iter().find(|region| region.id == office.region);
        vec![
            office.no.to_string(),
            region.map_or("", |region| region.name.in_language(language)).to_owned(),
            office.name.in_language(language).to_owned(),
            office.zone.name().to_owned(),
            number(office.pcs),
            number(office.servers),
            number(office.printers),
        ]
    };
    let rows: Vec<Vec<String>> = table.offices.iter().map(row).collect();
    let header = match language {
        Language::Ja => ["№", "地域", "事務所", "時間帯", "PC", "サーバ", "プリンタ"],
        Language::En => ["no", "region", "office", "zone", "PCs", "servers", "printers"],
    };
    let mut out = text_table(&header, &rows);
    let names = ["PC", "サーバ", "プリンタ"].into_iter().zip(["PCs", "servers", "printers"]);
    out.blank();
    for (sum, (ja, en)) in sums.iter().zip(names) {
        out.line(match language {
            Language::Ja => format!("{ja}: 分かっている分{}、記載のない事務所{}", sum.known, sum.unknown),
            Language::En => format!("{en}: {} known, {} offices do not tell", sum.known, sum.unknown),
        });
    }
    Ok(out)
}

fn payments(terms: &Terms, bid: u64, options: &ContractOptions) -> Lines {
    let language = options.answer.language();
    let payments = terms.payments(bid);
    let readings_used: Vec<PolicyUse> = terms.policies().shown("payment-remainder").into_iter().collect();
    if options.answer.format == Format::Json {
        let months: Vec<serde_json::Value> = payments
            .months()
            .iter()
            .map(|one| json!({ "month": one.month.to_string(), "yen": one.yen }))
            .collect();
        let years: Vec<serde_json::Value> = payments
            .by_fiscal_year()
            .iter()
            .map(|(year, yen)| json!({ "fiscal_year": year.number(), "yen": yen }))
            .collect();
        let clause = terms.frame().payment.heading.clause.to_string();
        let all = json!({
            "bid": bid,
            "months": months,
            "fiscal_years": years,
            "remainder": payments.remainder(),
            "clause": clause,
            "readings": readings_used,
        });
        return output::json(&all);
    }
    let ja = language == Language::Ja;
    let rows: Vec<Vec<String>> =
        payments.months().iter().map(|one| vec![one.month.to_string(), one.yen.to_string()]).collect();
    let mut out = text_table(&if ja { ["月", "円"] } else { ["month", "yen"] }, &rows);
    let rows: Vec<Vec<String>> = payments
        .by_fiscal_year()
        .iter()
        .map(|(year, yen)| vec![year.text().in_language(language).to_owned(), yen.to_string()])
        .collect();
    out.blank();
    out.append(&text_table(&if ja { ["年度", "円"] } else { ["fiscal year", "yen"] }, &rows));
    out.blank();
    out.line(match language {
        Language::Ja => format!("合計 {bid} 円、等分の端数 {} 円", payments.remainder()),
        Language::En => {
            format!("{bid} yen in all, of which {} cannot be divided evenly", payments.remainder())
        }
    });
    out.append(&readings(&readings_used, language));
    out
}

fn readings(used: &[PolicyUse], language: Language) -> Lines {
    let mut out = Lines::default();
    out.blank();
    out.line(match language {
        Language::Ja => "読み方:",
        Language::En => "readings:",
    });
    for used in used {
        let meaning = used.meaning.in_language(language);
        out.line(format_args!("- {} = {}: {meaning}", used.id, used.value));
    }
    out
}
