//! `keiyaku report --year`: the figures of a fiscal year from the months that are closed.

use std::process::ExitCode;

use keiyaku::{
    calendar::{FiscalYear, YearMonth},
    provenance::{Language, Text, Verdict},
    report::{text_table, words},
    sla::{Item, MonthShare, MonthsFigure, Operator},
    tables::Explain,
};
use serde_json::{Value, json};

use super::args::{ReportFormat, ReportOptions};
use crate::{failure::Failure, operations, output, source::contract};

/// The version of the JSON's form.
const FORM: &str = "keiyaku-year-1";

/// A service level over the closed months of a year.
struct Row<'a> {
    item: &'a Item,
    shares: Vec<MonthShare>,
    figure: Option<MonthsFigure>,
    verdict: Verdict,
}

pub(super) fn run(year: i32, options: &ReportOptions) -> Result<ExitCode, Failure> {
    let operations = operations::needed()?;
    operations.tell();
    let contract = contract(&options.source.folder)?;
    let catalogue = contract.catalogue();
    let (record, _) = operations.record()?;
    let fiscal = FiscalYear::new(year).map_err(|error| Failure::Told(error.text()))?;
    let of_term: Vec<YearMonth> =
        fiscal.months().filter(|month| catalogue.term.number_of(*month).is_some()).collect();
    let mut shares = Vec::new();
    let mut closed = Vec::new();
    for (month, number) in record.closed().into_iter().filter(|(month, _)| of_term.contains(month)) {
        let (manifest, _) = operations.manifest(month, number)?;
        let of_month = manifest.shares(catalogue).map_err(|error| Failure::Told(error.text()))?;
        shares.extend(of_month);
        closed.push(month);
    }
    if closed.is_empty() {
        return Err(Failure::Told(Text::new(
            format!("{year}年度の締めた月がない。`keiyaku close MONTH`で月を締める"),
            format!("no month of fiscal {year} is closed; close months by `keiyaku close MONTH`"),
        )));
    }
    let open: Vec<YearMonth> = of_term.iter().copied().filter(|month| !closed.contains(month)).collect();
    let told = |months: &[YearMonth]| months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let rows: Vec<Row<'_>> = catalogue
        .items()
        .iter()
        .map(|item| {
            let own: Vec<MonthShare> = shares.iter().filter(|share| share.key == item.key).cloned().collect();
            let figure = contract.evaluation().of_months(item, &own);
            let verdict = match &figure {
                None => {
                    Verdict::NotApplicable(Text::new("月の値からは求められない", "the months do not tell it"))
                }
                Some(figure) if !open.is_empty() && !is_for_good(item, figure) => {
                    Verdict::Undetermined(Text::new(
                        format!("締めていない月がある（{}）", told(&open)),
                        format!("not closed yet: {}", told(&open)),
                    ))
                }
                Some(figure) => figure.verdict.clone(),
            };
            Row { item, shares: own, figure, verdict }
        })
        .collect();
    let language = Language::from(options.lang);
    match options.format {
        ReportFormat::Json => {
            let value = json!({
                "schema": FORM,
                "contract": catalogue.contract,
                "year": year,
                "closed": closed.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "open": open.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "levels": rows.iter().map(value).collect::<Vec<_>>(),
            });
            output::print(&output::json(&value))?;
        }
        ReportFormat::Table => output::print(&table(&rows, language))?,
        ReportFormat::Markdown | ReportFormat::Html => {
            return Err(Failure::Told(Text::new(
                "--yearは--format tableか--format jsonで出す",
                "--year goes with --format table or --format json",
            )));
        }
    }
    if !open.is_empty() {
        output::tell_text(
            "note: ",
            &Text::new(
                format!("{year}年度の{}か月のうち締めた{}か月の値である", of_term.len(), closed.len()),
                format!(
                    "figures of {} closed months of the {} of fiscal {year}",
                    closed.len(),
                    of_term.len()
                ),
            ),
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether no month to come can mend it: a figure that only grows is over its target already.
fn is_for_good(item: &Item, figure: &MonthsFigure) -> bool {
    let is_upper = figure.target.as_ref().is_some_and(|target| target.operator != Operator::AtLeast);
    figure.verdict.is_not_met() && is_upper && item.measure.kind().yields.only_grows()
}

fn value(row: &Row<'_>) -> Value {
    let figure = row.figure.as_ref();
    let ratio = figure.and_then(|figure| figure.ratio.as_ref());
    let exact = figure.and_then(|figure| figure.figure.as_ref());
    let months: Vec<Value> = row
        .shares
        .iter()
        .map(|share| {
            json!({
                "month": share.month.to_string(),
                "numerator": share.ratio.as_ref().map(|ratio| ratio.numerator.to_string()),
                "denominator": share.ratio.as_ref().map(|ratio| ratio.denominator.to_string()),
                "exact": share.figure.as_ref().map(ToString::to_string),
                "unsettled": share.unsettled,
            })
        })
        .collect();
    json!({
        "key": row.item.key.to_string(),
        "name": row.item.name,
        "numerator": ratio.map(|ratio| ratio.numerator.to_string()),
        "denominator": ratio.map(|ratio| ratio.denominator.to_string()),
        "exact": exact.map(|figure| figure.exact.to_string()),
        "displayed": exact.map(|figure| figure.displayed.clone()),
        "unit": exact.map(|figure| figure.unit.word()),
        "verdict": row.verdict,
        "months": months,
    })
}

fn table(rows: &[Row<'_>], language: Language) -> escape::Lines {
    let pick = |text: &Text| text.in_language(language).to_owned();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let figure = row.figure.as_ref();
            let target = figure.and_then(|figure| figure.target.as_ref());
            let counts = figure.and_then(|figure| figure.ratio.as_ref()).map_or_else(
                || "－".to_owned(),
                |ratio| format!("{} / {}", ratio.numerator, ratio.denominator),
            );
            let why = row.verdict.why().map_or_else(String::new, pick);
            vec![
                row.item.key.to_string(),
                pick(&row.item.name),
                target.map_or_else(|| "－".to_owned(), |target| pick(&words::target(target))),
                pick(&words::figure(figure.and_then(|figure| figure.figure.as_ref()))),
                counts,
                pick(&row.verdict.label()),
                why,
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["番号", "評価項目", "要求水準", "年度の値", "内訳", "判定", "理由"],
        Language::En => ["no.", "item", "target", "of the year", "counts", "verdict", "why"],
    };
    text_table(&header, &cells)
}
