//! What stands in the workbook, without a program that calculates.

use std::collections::BTreeMap;

use calamine::Data;
use keiyaku::{
    provenance::Language,
    report::{self, MonthlyReport, words},
    sla::{Exact, ItemResult},
};
use proptest::prelude::*;

use crate::book::{Cells, Month, moment, number, read, row, sheet, text};

const LEVELS: &str = "サービスレベル";

/// The rows of the sheet of service levels by their keys.
fn levels(book: &[(String, Cells)]) -> BTreeMap<String, BTreeMap<String, &Data>> {
    let cells = sheet(book, LEVELS);
    let last = cells.keys().map(|(row, _)| *row).max().unwrap();
    (4..=last).map(|at| row(cells, at)).map(|row| (text(row["番号"]), row)).collect()
}

fn near(data: &Data, exact: &Exact) -> bool {
    let found = number(data).unwrap();
    // Twelve digits behind the point are more than a cell shows.
    let wanted: f64 = exact.to_decimal_string(12, keiyaku::sla::Rounding::HalfUp).parse().unwrap();
    (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

fn figures_agree(month: &Month) {
    month.with(|report| {
        let book = read(&report_sheet::workbook(report, Language::Ja).unwrap());
        let levels = levels(&book);
        assert_eq!(levels.len(), report.results.len());
        let json: serde_json::Value = serde_json::from_str(&report::json(report)).unwrap();
        let markdown = report::markdown(report, Language::Ja);
        for (result, item) in report.results.iter().zip(json["items"].as_array().unwrap()) {
            let key = result.key.to_string();
            let row = &levels[&key];
            assert_eq!(item["key"], key);
            // The model, JSON and Markdown say of the figure what the workbook says.
            let shown = words::figure(result.figure.as_ref()).ja;
            assert_eq!(text(row["表示値"]), shown, "{key}");
            assert_eq!(text(row["システム: 判定"]), result.verdict.label().ja, "{key}");
            assert_eq!(text(row["計算: 判定"]), result.verdict.label().ja, "{key}");
            let displayed = result.figure.as_ref().map(|figure| figure.displayed.as_str());
            assert_eq!(item["displayed"].as_str(), displayed, "{key}");
            let line = markdown.lines().find(|line| line.starts_with(&format!("| {key} "))).unwrap();
            assert!(line.contains(&escape::markdown(&shown).to_string()), "{key}: {line}");
            if let Some(figure) = &result.figure {
                assert!(near(row["システム: 達成値"], &figure.exact), "{key}");
                assert!(near(row["計算: 達成値"], &figure.exact), "{key}");
            }
            if let Some(ratio) = &result.ratio {
                assert!(near(row["システム: 分子"], &ratio.numerator), "{key}");
                assert!(near(row["システム: 分母"], &ratio.denominator), "{key}");
            }
            recount(report, result, &book);
        }
        sections_agree(report, &book);
        csv_agrees(report);
    });
}

/// Counts the rows of an item with a limit once more, from what a reader of its sheet sees.
fn recount(report: &MonthlyReport<'_>, result: &ItemResult, book: &[(String, Cells)]) {
    let Some((_, cells)) = book.iter().find(|(name, _)| *name == format!("記録 {}", result.key)) else {
        return;
    };
    let last = cells.keys().map(|(row, _)| *row).max().unwrap();
    let rows: Vec<_> = (4..=last).map(|at| row(cells, at)).collect();
    let of = |row: &BTreeMap<String, &Data>, name: &str| row.get(name).and_then(|data| number(data));
    for row in &rows {
        let times = [
            "計時の始まり",
            "計時の終わり（未了は評価時点）",
            "うち数えない秒数（時間外・中断）",
            "所要秒数",
        ];
        if let [Some(start), Some(end), Some(still), Some(took)] = times.map(|name| of(row, name)) {
            assert_eq!(((end - start) * 86_400.0).round() - still, took, "{}", result.key);
        }
    }
    if !rows.iter().any(|row| row.contains_key("許される秒数")) {
        return;
    }
    let counts: Vec<_> = rows.iter().filter(|row| text(row["扱い"]).starts_with("対象")).collect();
    let in_time = counts
        .iter()
        .filter(|row| text(row["扱い"]) == "対象" && of(row, "所要秒数") <= of(row, "許される秒数"))
        .count();
    let (ratio, all) = (result.ratio.as_ref().unwrap(), counts.len());
    let exact = |count: usize| Exact::from(u64::try_from(count).unwrap());
    assert_eq!((&ratio.numerator, &ratio.denominator), (&exact(in_time), &exact(all)), "{}", result.key);
    assert!(report.month.to_string().len() == 7);
}

/// Every cell of every section's table is read back as it stands in the model.
fn sections_agree(report: &MonthlyReport<'_>, book: &[(String, Cells)]) {
    let mut sheets = book.iter().skip(2);
    for content in report.contents.iter() {
        let annexes = report.annexes_of(content);
        if annexes.is_empty() {
            let (_, cells) = sheets.next().unwrap();
            assert!(text(&cells[&(3, 0)]).ends_with("が渡されていない"));
        }
        for annex in &annexes {
            let (name, cells) = sheets.next().unwrap();
            let table = &annex.table;
            for (column, wanted) in (0_u32..).zip(&table.columns) {
                assert_eq!(text(&cells[&(3, column)]), wanted.name.ja, "{name}");
            }
            for (at, wanted) in (4_u32..).zip(table.rows.iter().chain(&table.sums)) {
                for (column, wanted) in (0_u32..).zip(wanted) {
                    let found = cells.get(&(at, column));
                    let is_same = match found {
                        None => wanted.ja.is_empty(),
                        Some(Data::DateTime(at)) => {
                            let at = moment(at);
                            let day = at.format("%Y-%m-%d").to_string();
                            wanted.ja == day || wanted.ja == at.format("%Y-%m-%d %H:%M").to_string()
                        }
                        Some(Data::Float(number)) => wanted.ja.parse() == Ok(*number),
                        Some(found) => {
                            text(found).replace("\r\n", "\n")
                                == escape::workbook(&wanted.ja).replace("\r\n", "\n")
                        }
                    };
                    assert!(is_same, "{name} {at},{column}: {found:?} for {:?}", wanted.ja);
                }
            }
        }
    }
}

/// The CSV says of each figure what the model says, and of each section as many rows, in a form that reads back.
fn csv_agrees(report: &MonthlyReport<'_>) {
    let files = report_sheet::csv(report, Language::Ja).unwrap();
    let records = |text: &str| -> Vec<Vec<String>> {
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let cells = |record: csv::StringRecord| {
            record.iter().map(|cell| escape::from_cell(cell).into_owned()).collect()
        };
        reader.records().map(|record| cells(record.unwrap())).collect()
    };
    let levels = records(&files[0].text);
    assert_eq!(levels.len(), report.results.len() + 1);
    for (row, result) in levels.iter().skip(1).zip(report.results) {
        let exact = result.figure.as_ref().map_or_else(String::new, |figure| figure.exact.to_string());
        assert_eq!(row[0], result.key.to_string());
        assert_eq!((&row[5], &row[6]), (&exact, &words::figure(result.figure.as_ref()).ja));
        assert_eq!(row[7], result.verdict.label().ja);
    }
    let mut sections = files.iter().skip(1);
    for content in report.contents.iter() {
        for annex in report.annexes_of(content) {
            let rows = records(&sections.next().unwrap().text);
            let wanted =
                annex.table.rows.iter().map(|cells| cells.iter().map(|cell| cell.ja.clone()).collect());
            let unified = |text: &String| text.replace("\r\n", "\n");
            let wanted: Vec<Vec<String>> = wanted.collect();
            for (row, wanted) in rows.iter().skip(1).zip(&wanted) {
                let (row, wanted): (Vec<_>, Vec<_>) =
                    (row.iter().map(unified).collect(), wanted.iter().map(unified).collect());
                assert_eq!(row, wanted, "{}", content.id);
            }
            assert_eq!(rows.len(), wanted.len() + 1);
        }
    }
    assert!(sections.next().is_none());
}

#[test]
fn every_figure_is_the_models_and_every_cell_reads_back() {
    figures_agree(&Month::sample(&[]));
    figures_agree(&Month::measures(&[]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_agree_in_made_up_months(seed in 0_u64..1_000_000, is_open in proptest::bool::ANY) {
        let now = if is_open { "2024-06-20T03:00:00Z" } else { "2024-07-05T00:00:00Z" };
        figures_agree(&Month::made_up(seed, now));
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let month = Month::measures(&[]);
    for language in [Language::Ja, Language::En] {
        assert!(month.workbook(language) == month.workbook(language));
    }
}

/// What begins like a formula is a text, and each sheet's name is one that every program takes.
#[test]
fn hostile_text_stays_text() {
    let bytes = Month::measures(&[]).workbook(Language::Ja);
    let book = read(&bytes);
    let cover = sheet(&book, "表紙");
    assert!(cover.values().any(|data| text(data) == "=1+1 <b>"), "told on the cover as it stands");
    let formulas = crate::recalculated::formulas(&bytes);
    assert!(formulas.iter().all(|formula| !formula.contains("1+1")), "and no formula");
    for formula in &formulas {
        assert!(formula.chars().count() <= 8_192, "{formula}");
        let count = |wanted: char| formula.chars().filter(|c| *c == wanted).count();
        assert_eq!(count('('), count(')'), "{formula}");
        // Names of sheets that a formula quotes are sheets of the book.
        for quoted in formula.split('\'').skip(1).step_by(2) {
            assert!(book.iter().any(|(name, _)| name == quoted), "{quoted} in {formula}");
        }
    }
    let mut names: Vec<String> = book.iter().map(|(name, _)| name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), book.len());
    assert!(book.iter().all(|(name, _)| name.encode_utf16().count() <= 31));
}
