//! Rows that are no records: blank ones, the header once more, totals. They are counted and listed.

use std::sync::Arc;

use intake::{Cells, HiddenLines, Leaf};
use provenance::{folded, number_of};

use crate::mapping::WordList;

/// What a row is that is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SkippedRow {
    /// Nothing stands in it.
    Blank,
    /// It names the columns once more, as printed lists do on each page.
    Header,
    /// It is a sum of others: `合計`.
    Total,
}

/// The rows of a sheet that are no records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skipped {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// How many blank rows there are.
    pub blank: u64,
    /// Rows that name the columns once more.
    pub headers: SkippedRows,
    /// Rows that are totals.
    pub totals: SkippedRows,
}

/// Rows of one sort that are no records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SkippedRows {
    /// How many there are.
    pub count: u64,
    /// The numbers of the first of them, up to 20.
    pub first: Vec<u64>,
}

/// So many rows of each sort are named.
const NAMED: usize = 20;

impl Skipped {
    pub(super) fn of_sheet(sheet: Option<Arc<str>>) -> Self {
        Self { sheet: sheet.map(|sheet| sheet.to_string()), ..Self::default() }
    }

    pub(super) fn add(&mut self, what: SkippedRow, row: u64) {
        let rows = match what {
            SkippedRow::Blank => return self.blank += 1,
            SkippedRow::Header => &mut self.headers,
            SkippedRow::Total => &mut self.totals,
        };
        rows.count += 1;
        if rows.first.len() < NAMED {
            rows.first.push(row);
        }
    }

    pub(super) fn add_blank(&mut self, rows: u64) {
        self.blank += rows;
    }

    /// What there is to tell, in both languages.
    pub(super) fn texts(&self) -> Vec<(String, String)> {
        let list = |SkippedRows { count, first }: &SkippedRows| {
            let mut rows: Vec<String> = first.iter().map(ToString::to_string).collect();
            if number_of(rows.len()) < *count {
                rows.push("…".to_owned());
            }
            rows.join(", ")
        };
        let mut texts = Vec::new();
        if self.headers.count > 0 {
            let (count, rows) = (self.headers.count, list(&self.headers));
            texts.push((
                format!("見出しの繰返し{count}行は記録として読まない（{rows}行目）"),
                format!("{count} rows repeat the header and are no records (rows {rows})"),
            ));
        }
        if self.totals.count > 0 {
            let (count, rows) = (self.totals.count, list(&self.totals));
            texts.push((
                format!("合計の{count}行は記録として読まない（{rows}行目）"),
                format!("{count} rows are totals and no records (rows {rows})"),
            ));
        }
        if self.blank > 0 {
            texts.push((format!("空の行が{}行ある", self.blank), format!("{} rows are blank", self.blank)));
        }
        texts
    }
}

/// What a row is, if it is no record. `id` is the column of the identifier.
pub(super) fn kind(
    cells: &Cells<'_>,
    columns: &[String],
    id: Option<usize>,
    totals: &WordList,
) -> Option<SkippedRow> {
    let mut filled = cells.filled();
    let (first, cell) = filled.next()?;
    let shown = cell.shown().trim();
    let is_name = |column: usize, text: &str| {
        columns
            .get(column)
            .is_some_and(|name| !name.is_empty() && (name == text || folded(name) == folded(text)))
    };
    if is_name(first, shown) && filled.all(|(column, cell)| is_name(column, cell.shown().trim())) {
        return Some(SkippedRow::Header);
    }
    // A total stands where the identifier would, or before it: in a column of running numbers, beside `12件`. There the whole
    // cell is that word, since a title may well begin with it.
    let named = id.map_or("", |id| cells.get(id));
    let word = if named.is_empty() { shown } else { named };
    let is_before = id.is_some_and(|id| first < id) && is_total_alone(shown);
    (is_before || is_total(word, totals)).then_some(SkippedRow::Total)
}

const WHOLE: [&str; 7] = ["計", "total", "totals", "subtotal", "grandtotal", "sum", "総数"];
const PARTS: [&str; 3] = ["合計", "小計", "総計"];

/// Whether a cell holds a word for totals and nothing else.
fn is_total_alone(shown: &str) -> bool {
    let narrow = folded(shown);
    WHOLE.iter().chain(&PARTS).any(|word| *word == narrow)
}

pub(crate) fn is_total(word: &str, totals: &WordList) -> bool {
    // No identifier is so long, and most have a digit first.
    if word.is_empty() || word.len() > 60 {
        return false;
    }
    let narrow = folded(word);
    WHOLE.contains(&narrow.as_ref())
        || PARTS.iter().any(|part| narrow.starts_with(part) || narrow.ends_with(part))
        || totals.contains(word)
}

/// What a sheet hides, which is read all the same.
pub(super) fn hidden(leaf: &Leaf) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    if !leaf.is_visible {
        texts.push(("非表示のシートを読んだ".to_owned(), "the sheet is hidden, and read".to_owned()));
    }
    if let Some(HiddenLines { count, first }) = leaf.hidden.rows {
        texts.push((
            format!("非表示の{count}行（最初は{first}行目）も読んだ"),
            format!("{count} hidden rows (the first is row {first}) are read like others"),
        ));
    }
    if let Some(HiddenLines { count, first }) = leaf.hidden.columns {
        texts.push((
            format!("非表示の{count}列（最初は{first}列目）も読んだ"),
            format!("{count} hidden columns (the first is column {first}) are read like others"),
        ));
    }
    if leaf.hidden.has_filter {
        texts.push((
            "絞り込みが掛かっている。隠れた行も読んだ".to_owned(),
            "a filter is at work; the rows that it hides are read like others".to_owned(),
        ));
    }
    texts
}
