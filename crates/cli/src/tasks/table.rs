//! Work items as a card, as CSV and as a workbook.

use std::{fmt::Write, path::Path};

use keiyaku::{
    Contract,
    provenance::Language,
    tasks::{Catalogue, Schedule, Wanted, WorkItem},
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::{args::WorkFormat, failure::Failure, output};

pub(crate) fn export(contract: &Contract, format: WorkFormat, out: Option<&Path>) -> Result<(), Failure> {
    let catalogue = contract.work().ok_or_else(|| {
        Failure::Other("the contract has no work items: its folder holds no tasks.toml".to_owned())
    })?;
    match format {
        WorkFormat::Json => output::print(&keiyaku::report::work_items_json(catalogue)),
        WorkFormat::Csv => output::print(&csv(&rows(catalogue))?),
        WorkFormat::Xlsx => {
            let path = out.ok_or_else(|| {
                Failure::Other("a workbook goes to a file; name it as in --out tasks.xlsx".to_owned())
            })?;
            let bytes =
                workbook(&rows(catalogue)).map_err(|error| Failure::Other(format!("xlsx: {error}")))?;
            output::write_bytes(path, &bytes)
        }
    }
}

/// The items as rows of cells, the header first.
fn rows(catalogue: &Catalogue) -> Vec<Vec<String>> {
    let header = [
        "id",
        "category",
        "group",
        "title_ja",
        "title_en",
        "sites",
        "hq",
        "institute",
        "regional",
        "overseas",
        "frequency",
        "trigger",
        "deadline",
        "deliverables",
        "meeting",
        "sla",
        "counts",
        "clause",
    ];
    let yes = |is: bool| if is { "○" } else { "" }.to_owned();
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for item in catalogue.items() {
        let category: Vec<&str> = item.category.iter().map(|name| name.ja.as_str()).collect();
        rows.push(vec![
            item.id.to_string(),
            category.join(" / "),
            item.group.as_ref().map_or_else(String::new, |group| group.ja.clone()),
            item.title.ja.clone(),
            item.title.en.clone(),
            item.sites.to_string(),
            item.sites.head_office.map_or("", keiyaku::tasks::HeadOffice::word).to_owned(),
            yes(item.sites.institute),
            yes(item.sites.regional),
            yes(item.sites.overseas),
            item.frequency_text.clone(),
            item.trigger.as_ref().map_or_else(String::new, |trigger| trigger.name.ja.clone()),
            item.deadline.as_ref().map_or_else(String::new, |deadline| deadline.ja.clone()),
            item.deliverables.join(", "),
            yes(item.is_reported),
            item.sla.join(", "),
            item.counts.clone().unwrap_or_default(),
            item.clause.to_string(),
        ]);
    }
    rows
}

/// Rows as CSV with a byte order mark, so that Excel reads it.
pub(super) fn csv(rows: &[Vec<String>]) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Other(format!("csv: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    Ok(format!("\u{FEFF}{text}"))
}

fn workbook(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same bytes for the same table: no clock.
    let made = ExcelDateTime::from_ymd(2023, 4, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = workbook.add_worksheet();
    sheet.set_name("work items")?;
    let bold = Format::new().set_bold();
    for (n, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            // Text, so that an identifier such as 1.1 never becomes a number.
            if n == 0 {
                sheet.write_string_with_format(n, column, cell, &bold)?;
            } else {
                sheet.write_string(n, column, cell)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    let last = u32::try_from(rows.len()).unwrap_or(1).saturating_sub(1);
    let columns = rows.first().map_or(1, Vec::len);
    sheet.autofilter(0, 0, last, u16::try_from(columns).unwrap_or(1).saturating_sub(1))?;
    sheet.set_column_width(3, 44)?.set_column_width(4, 44)?.set_column_width(1, 36)?;
    workbook.save_to_buffer()
}

/// All that is known of an item, for a terminal.
pub(super) fn card(schedule: &Schedule<'_>, item: &WorkItem, language: Language) -> String {
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let mut out = format!("{} {}\n\n", item.id, item.title.in_language(language));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    let category: Vec<&str> = item.category.iter().map(|name| name.in_language(language)).collect();
    line(word("区分", "category"), &category.join(" › "));
    line(word("欄", "group"), item.group.as_ref().map_or("", |group| group.in_language(language)));
    line(word("拠点", "sites"), &item.sites.to_string());
    line(word("頻度", "frequency"), &item.frequency_text);
    line(word("契機", "made due by"), item.trigger.as_ref().map_or("", |t| t.name.in_language(language)));
    line(word("期限", "deadline"), item.deadline.as_ref().map_or("", |d| d.in_language(language)));
    line(word("成果物", "deliverables"), &item.deliverables.join(", "));
    if item.is_reported {
        line(word("定例会議", "regular meeting"), word("報告する", "reported there"));
    }
    line(word("サービスレベル", "service levels"), &item.sla.join(", "));
    line(word("計画対実施に数える項目", "counted for"), item.counts.as_deref().unwrap_or_default());
    if let Some(duty) = schedule.catalogue().duty(item) {
        let said = |words: &[String]| -> String {
            let text = |word: &String| schedule.catalogue().duty_text(word);
            let named =
                words.iter().map(|word| text(word).map_or(word.as_str(), |text| text.in_language(language)));
            named.collect::<Vec<_>>().join("、")
        };
        line(word("本部の役割", "head office"), &said(&duty.head_office));
        line(word("研究所の役割", "institute"), &said(&duty.institute));
        line(word("受託者の役割", "contractor"), &said(&duty.contractor));
        line(word("ハードウェア保守事業者の役割", "hardware maintainer"), &said(&duty.hardware_maintainer));
        line(word("ソフトウェア保守事業者の役割", "software maintainer"), &said(&duty.software_maintainer));
    }
    line(word("根拠", "clause"), &item.clause.to_string());
    for finding in schedule.catalogue().findings() {
        if finding.clauses.contains(&item.clause) {
            line(word("指摘", "finding"), finding.text.in_language(language));
        }
    }
    let term = schedule.term();
    let wanted = Wanted::between(term.first_day(), term.last_day());
    let all = schedule.occurrences(&wanted);
    let count = all.filter(|o| schedule.item(o).is_some_and(|found| found.id == item.id)).count();
    line(word("契約期間の予定数", "occurrences over the term"), &count.to_string());
    out
}
