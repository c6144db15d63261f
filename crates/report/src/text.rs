//! The report as plain text for a terminal: the table and what went wrong.

use escape::Lines;
use provenance::Language;

use crate::{MonthlyReport, text_table, words};

/// The service-level table with the verdict of each item, and a line a breach for those that were missed.
#[must_use]
pub fn text(report: &MonthlyReport<'_>, language: Language) -> Lines {
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
                pick(&report.name_of(item)),
                result.target.as_ref().map_or_else(|| "－".to_owned(), |target| pick(&words::target(target))),
                pick(&words::figure(result.figure.as_ref())),
                words::ratio(result),
                pick(&result.verdict.label()),
            ]
        })
        .collect();
    let totals = report.totals();
    let contract = pick(&report.catalogue.contract);
    let mut text = Lines::of(match ja {
        true => format!("{contract}  {}のサービスレベル", report.month),
        false => format!("{contract}  service levels of {}", report.month),
    });
    if report.is_sample {
        text.line(pick(&words::sample()));
    }
    text.blank();
    text.append(&text_table(header, &rows));
    text.blank();
    text.line(match ja {
        true => format!(
            "達成 {}  未達成 {}  未確定 {}  対象なし {}",
            totals.met, totals.not_met, totals.undetermined, totals.not_applicable
        ),
        false => format!(
            "met {}  not met {}  undetermined {}  not applicable {}",
            totals.met, totals.not_met, totals.undetermined, totals.not_applicable
        ),
    });
    for (item, result) in report.rows().filter(|(_, result)| result.verdict.is_not_met()) {
        text.blank();
        text.line(format_args!("{}  {}", item.key, pick(&report.name_of(item))));
        for breach in result.breaches.iter().take(SHOWN) {
            text.line(format_args!("  {}  {}", breach.id, pick(&words::missed(breach, report.zone))));
        }
        if result.breaches.len() > SHOWN {
            let more = result.breaches.len() - SHOWN;
            text.line(match ja {
                true => format!("  ほか{more}件（報告書に全件を示す）"),
                false => format!("  and {more} more (all of them are in the report)"),
            });
        }
    }
    if !report.problems.is_empty() {
        text.blank();
        text.line(match ja {
            true => format!("読めなかった行 {}件", report.unreadable),
            false => format!("{} rows could not be read", report.unreadable),
        });
        for problem in report.problems.iter().take(SHOWN) {
            text.line(format_args!("  {}", pick(&problem.text)));
        }
    }
    text
}

/// How many breaches of an item a terminal shows.
const SHOWN: usize = 5;
