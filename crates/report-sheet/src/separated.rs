//! The service levels and each section as CSV, for programs that read nothing else.

use std::collections::BTreeSet;

use escape::{Formulas, cell};
use formula::Exact;
use provenance::{Language, Text};
use report::{MonthlyReport, words};

use crate::BookError;

/// Text of a file as spreadsheets read it: the mark of UTF-8 first, lines with CR and LF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFile {
    /// Its name, without a folder.
    pub name: String,
    /// The content.
    pub text: String,
}

/// The service levels, and each table of each section, as CSV with headings in one language. What a spreadsheet would run
/// as a formula gets an apostrophe, with which it shows as text.
///
/// # Errors
/// [`BookError::Csv`].
pub fn csv(report: &MonthlyReport<'_>, language: Language) -> Result<Vec<CsvFile>, BookError> {
    let mut files = vec![CsvFile { name: "service-levels.csv".to_owned(), text: levels(report, language)? }];
    let mut taken = BTreeSet::from(["service-levels".to_owned()]);
    for content in report.contents.iter() {
        for annex in report.annexes_of(content) {
            let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
            let base: String = content.id.chars().map(plain).take(60).collect();
            let (mut name, mut n) = (base.clone(), 1_u32);
            while !taken.insert(name.to_lowercase()) {
                n += 1;
                name = format!("{base}-{n}");
            }
            let table = &annex.table;
            let pick =
                |cells: &[Text]| cells.iter().map(|cell| cell.in_language(language).to_owned()).collect();
            let heads = table.columns.iter().map(|column| column.name.in_language(language).to_owned());
            let rows = table.rows.iter().map(|cells| pick(cells));
            let text = written(std::iter::once(heads.collect()).chain(rows))?;
            files.push(CsvFile { name: format!("{name}.csv"), text });
        }
    }
    Ok(files)
}

fn levels(report: &MonthlyReport<'_>, language: Language) -> Result<String, BookError> {
    let pick = |text: &Text| text.in_language(language).to_owned();
    let heads = [
        Text::new("番号", "no."),
        Text::new("評価項目", "item"),
        Text::new("要求水準", "target"),
        Text::new("分子", "above the line"),
        Text::new("分母", "below the line"),
        Text::new("達成値（分数）", "attained (fraction)"),
        Text::new("達成値", "attained"),
        Text::new("判定", "verdict"),
        Text::new("原因", "cause"),
        Text::new("対策", "countermeasure"),
        Text::new("見本", "sample"),
    ];
    let fraction = |exact: Option<&Exact>| exact.map_or_else(String::new, ToString::to_string);
    let rows = report.rows().map(|(item, result)| {
        let remark = report.remarks.of(&item.key);
        let ratio = result.ratio.as_ref();
        vec![
            item.key.to_string(),
            pick(&item.name),
            result.target.as_ref().map_or_else(String::new, |target| pick(&words::target(target))),
            fraction(ratio.map(|ratio| &ratio.numerator)),
            fraction(ratio.map(|ratio| &ratio.denominator)),
            fraction(result.figure.as_ref().map(|figure| &figure.exact)),
            pick(&words::figure(result.figure.as_ref())),
            pick(&result.verdict.label()),
            remark.map_or_else(String::new, |remark| remark.cause.clone()),
            remark.map_or_else(String::new, |remark| remark.countermeasure.clone()),
            if report.is_sample { pick(&words::sample()) } else { String::new() },
        ]
    });
    written(std::iter::once(heads.each_ref().map(pick).to_vec()).chain(rows))
}

fn written(rows: impl Iterator<Item = Vec<String>>) -> Result<String, BookError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| BookError::Csv(error.to_string());
    for row in rows {
        let cells = row.iter().map(|text| cell(text, Formulas::Guarded).into_owned());
        writer.write_record(cells.collect::<Vec<_>>()).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    Ok(format!("\u{feff}{text}"))
}
