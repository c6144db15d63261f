//! Work items as a card, as CSV and as a workbook.

use clap::ValueEnum;
use escape::Lines;
use keiyaku::{
    Contract,
    provenance::{Language, Text},
    tables::Id,
    tasks::{Catalogue, Schedule, Wanted, WorkItem},
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::{
    csv::{Table, formulas},
    failure::Failure,
    options::OutOptions,
    output,
    refusal::{Part, Refusal},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkFormat {
    Json,
    /// UTF-8 with a byte order mark, so that Excel reads it
    Csv,
    /// A workbook; needs --out
    Xlsx,
}

pub(crate) fn export(
    contract: &Contract,
    format: WorkFormat,
    out: &OutOptions,
    guard: bool,
) -> Result<(), Failure> {
    let catalogue = contract.work().ok_or(Part::WorkItems)?;
    let formulas = formulas(guard, matches!(format, WorkFormat::Csv))?;
    let text = match format {
        WorkFormat::Json => keiyaku::report::work_items_json(catalogue),
        WorkFormat::Csv => {
            let table = Table { rows: rows(catalogue), numbers: &[] };
            return table.write(out, formulas);
        }
        WorkFormat::Xlsx => {
            let path = out.out.as_ref().ok_or(Refusal::WorkbookToFile)?;
            let bytes = workbook(&rows(catalogue)).map_err(|error| {
                Failure::Told(Text::new(format!("ブックを書けない（{error}）"), format!("xlsx: {error}")))
            })?;
            return output::file(path, bytes, out.force);
        }
    };
    output::to(out, &text)
}

/// The items as rows of cells, the header first.
fn rows(catalogue: &Catalogue) -> Vec<Vec<String>> {
    let before = ["id", "category", "group", "title_ja", "title_en", "sites"];
    let after = ["frequency", "trigger", "deadline", "deliverables", "meeting", "sla", "counts", "clause"];
    let columns = catalogue.columns().iter().map(|column| column.id.as_str());
    let header = before.into_iter().chain(columns).chain(after);
    let yes = |is: bool| if is { "○" } else { "" }.to_owned();
    let mut rows = vec![header.map(str::to_owned).collect::<Vec<_>>()];
    for item in catalogue.items() {
        let category: Vec<&str> = item.category.iter().map(|name| name.ja.as_str()).collect();
        let mut row = vec![
            item.id.to_string(),
            category.join(" / "),
            item.group.as_ref().map_or_else(String::new, |group| group.ja.clone()),
            item.title.ja.clone(),
            item.title.en.clone(),
            item.sites_text.clone(),
        ];
        let marks = catalogue.columns().iter().map(|column| column.mark(&item.sites));
        row.extend(marks.map(|mark| mark.map_or_else(String::new, String::from)));
        row.extend([
            item.frequency_text.clone(),
            item.trigger.as_ref().map_or_else(String::new, |trigger| trigger.name.ja.clone()),
            item.deadline.as_ref().map_or_else(String::new, |deadline| deadline.ja.clone()),
            joined(&item.deliverables),
            yes(item.is_reported),
            joined(&item.sla),
            item.counts.as_ref().map_or_else(String::new, ToString::to_string),
            item.clause.to_string(),
        ]);
        rows.push(row);
    }
    rows
}

fn joined<T>(ids: &[Id<T>]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

fn workbook(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same bytes for the same table: no clock.
    let made = ExcelDateTime::from_ymd(2023, 4, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = workbook.add_worksheet();
    sheet.set_name("work items")?;
    let bold = Format::new().set_bold();
    let mut last = (0, 0);
    for (n, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            last = (n, column);
            // Text, so that an identifier such as 1.1 never becomes a number, and no formula is one.
            let cell = escape::workbook(cell);
            if n == 0 {
                sheet.write_string_with_format(n, column, cell, &bold)?;
            } else {
                sheet.write_string(n, column, cell)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, last.0, last.1)?;
    sheet.set_column_width(3, 44)?.set_column_width(4, 44)?.set_column_width(1, 36)?;
    workbook.save_to_buffer()
}

/// All that is known of an item, for a terminal.
pub(super) fn card(schedule: &Schedule<'_>, item: &WorkItem, language: Language) -> Lines {
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let mut out = Lines::of(format_args!("{} {}", item.id, item.title.in_language(language)));
    out.blank();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            out.line(format_args!("{name}: {value}"));
        }
    };
    let category: Vec<&str> = item.category.iter().map(|name| name.in_language(language)).collect();
    line(word("区分", "category"), &category.join(" › "));
    line(word("欄", "group"), item.group.as_ref().map_or("", |group| group.in_language(language)));
    line(word("拠点", "sites"), &item.sites_text);
    line(word("頻度", "frequency"), &item.frequency_text);
    line(word("契機", "made due by"), item.trigger.as_ref().map_or("", |t| t.name.in_language(language)));
    line(word("期限", "deadline"), item.deadline.as_ref().map_or("", |d| d.in_language(language)));
    let catalogue = schedule.catalogue();
    let deliverables = item.deliverables.iter().filter_map(|id| catalogue.deliverable_text(id));
    let deliverables: Vec<&str> = deliverables.map(|name| name.in_language(language)).collect();
    line(word("成果物", "deliverables"), &deliverables.join(word("、", ", ")));
    if item.is_reported {
        line(word("定例会議", "regular meeting"), word("報告する", "reported there"));
    }
    line(word("サービスレベル", "service levels"), &joined(&item.sla));
    line(word("計画対実施に数える項目", "counted for"), item.counts.as_ref().map_or("", Id::as_str));
    let duty = catalogue.duty(item);
    for party in catalogue.parties() {
        let words = duty.map_or(&[][..], |duty| duty.part(&party.id)).iter();
        let said: Vec<&str> =
            words.filter_map(|word| Some(catalogue.duty_text(word)?.in_language(language))).collect();
        let name = party.name.in_language(language);
        line(&format!("{name}{}", word("の役割", "")), &said.join(word("、", ", ")));
    }
    line(word("根拠", "clause"), &item.clause.to_string());
    for finding in catalogue.findings() {
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
