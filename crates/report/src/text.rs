//! The report as plain text for a terminal: the table and what went wrong.

use std::fmt::Write;

use provenance::Language;

use crate::{MonthlyReport, text_table, words};

/// The service-level table with the verdict of each item, and a line a breach for those that were missed.
#[must_use]
pub fn text(report: &MonthlyReport<'_>, language: Language) -> String {
    let ja = language == Language::Ja;
    let pick = |text: &provenance::Text| text.in_language(language).to_owned();
    let header: &[&str] = if ja {
        &["番号", "評価項目", "要求水準", "達成値", "内訳", "判定"]
    } else {
        &["no.", "item", "target", "attained", "counts", "verdict"]
    };
    let rows: Vec<Vec<String>> = report
        .rows()
        .map(|(item, result)| {
            vec![
                item.key.to_string(),
                pick(&item.name),
                result.target.as_ref().map_or_else(|| "－".to_owned(), |target| pick(&words::target(target))),
                pick(&words::figure(result.figure.as_ref())),
                words::ratio(result),
                pick(&result.verdict.label()),
            ]
        })
        .collect();
    let totals = report.totals();
    let mut text = String::new();
    let contract = pick(&report.catalogue.contract);
    let _ = match ja {
        true => writeln!(text, "{contract}  {}のサービスレベル\n", report.month),
        false => writeln!(text, "{contract}  service levels of {}\n", report.month),
    };
    text.push_str(&text_table(header, &rows));
    let _ = match ja {
        true => writeln!(
            text,
            "\n達成 {}  未達成 {}  未確定 {}  対象なし {}",
            totals.met, totals.not_met, totals.undetermined, totals.not_applicable
        ),
        false => writeln!(
            text,
            "\nmet {}  not met {}  undetermined {}  not applicable {}",
            totals.met, totals.not_met, totals.undetermined, totals.not_applicable
        ),
    };
    for (item, result) in report.rows().filter(|(_, result)| result.verdict.is_not_met()) {
        let _ = writeln!(text, "\n{}  {}", item.key, pick(&item.name));
        for breach in result.breaches.iter().take(SHOWN) {
            let _ = writeln!(text, "  {}  {}", breach.id, pick(&words::missed(breach, report.zone)));
        }
        if result.breaches.len() > SHOWN {
            let more = result.breaches.len() - SHOWN;
            let _ = match ja {
                true => writeln!(text, "  ほか{more}件（報告書に全件を示す）"),
                false => writeln!(text, "  and {more} more (all of them are in the report)"),
            };
        }
    }
    if !report.problems.is_empty() {
        let _ = match ja {
            true => writeln!(text, "\n読めなかった行 {}件", report.problems.len()),
            false => writeln!(text, "\n{} rows could not be read", report.problems.len()),
        };
        for problem in report.problems.iter().take(SHOWN) {
            let _ = writeln!(text, "  {}", pick(problem));
        }
    }
    text
}

/// How many breaches of an item a terminal shows.
const SHOWN: usize = 5;
