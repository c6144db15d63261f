//! Tables as CSV, and the cells in them that a spreadsheet would run. For other programs a byte order mark stands before it,
//! so that Excel reads it.

use std::path::Path;

use escape::{Formulas, cell, formula_sign};
use keiyaku::provenance::Text;

use crate::{failure::Failure, options::OutOptions, output};

/// Rows of cells, the header first.
pub(crate) struct Table {
    pub(crate) rows: Vec<Vec<String>>,
    /// The columns of numbers, which the program writes by itself.
    pub(crate) numbers: &'static [&'static str],
}

/// A cell that a spreadsheet would run as a formula.
pub(crate) struct Place {
    /// The row that a spreadsheet shows.
    pub(crate) row: u64,
    pub(crate) column: String,
    /// The sign that it begins with.
    pub(crate) sign: char,
}

impl Table {
    /// The table that a CSV of this program holds.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                Failure::Told(Text::new(format!("CSVを読めない（{error}）"), format!("csv: {error}")))
            })?;
            rows.push(record.iter().map(|cell| escape::from_cell(cell).into_owned()).collect());
        }
        Ok(Self { rows, numbers: &[] })
    }

    /// Prints the table or writes it to a file, and tells which cells a spreadsheet would run.
    pub(crate) fn write(&self, out: &OutOptions, formulas: Formulas) -> Result<(), Failure> {
        let (text, places) = self.text(formulas)?;
        let text = format!("\u{FEFF}{text}");
        output::to(out, &text)?;
        tell_formulas(out.out.as_deref(), &places, formulas);
        Ok(())
    }

    /// The table as CSV, without a mark, and the cells that a spreadsheet would run.
    pub(crate) fn text(&self, formulas: Formulas) -> Result<(String, Vec<Place>), Failure> {
        let failed = |error: &dyn std::fmt::Display| {
            Failure::Told(Text::new(format!("CSVを書けない（{error}）"), format!("csv: {error}")))
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = self.rows.first().map_or(&[][..], Vec::as_slice);
        let mut places = Vec::new();
        for (row, cells) in (1..).zip(&self.rows) {
            let mut record = Vec::with_capacity(cells.len());
            for (text, column) in cells.iter().zip(header) {
                if self.numbers.contains(&column.as_str()) {
                    record.push(text.as_str().into());
                    continue;
                }
                places.extend(formula_sign(text).map(|sign| Place { row, column: column.clone(), sign }));
                record.push(cell(text, formulas));
            }
            writer.write_record(record.iter().map(|cell| cell.as_bytes())).map_err(|error| failed(&error))?;
        }
        let bytes = writer.into_inner().map_err(|error| failed(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
        Ok((text, places))
    }
}

/// Whether formulas are guarded. Where nothing but CSV runs them, a guard elsewhere is a mistake.
pub(crate) fn formulas(guard: bool, is_csv: bool) -> Result<Formulas, Failure> {
    match (guard, is_csv) {
        (true, false) => Err(Failure::Told(Text::new(
            "--guard はCSVだけのもの。ほかの形式のセルは文字列で、数式として実行されない。--guard を外す",
            "--guard is for CSV alone: in other formats a text is never run as a formula; leave it out",
        ))),
        (true, true) => Ok(Formulas::Guarded),
        (false, _) => Ok(Formulas::Kept),
    }
}

/// How many cells are told one by one.
const TOLD: usize = 100;

/// Tells which cells of a file a spreadsheet would run, or that they were guarded.
pub(crate) fn tell_formulas(file: Option<&Path>, places: &[Place], formulas: Formulas) {
    if places.is_empty() {
        return;
    }
    let file =
        file.map_or_else(|| Text::new("標準出力", "standard output"), |path| Text::same(escape::name(path)));
    let count = places.len();
    if formulas == Formulas::Guarded {
        let text = Text::new(
            format!("{}: 注記: 数式とみなされるセル{count}件の前に ' を置いた。取込み時に外れる", file.ja),
            format!(
                "{}: note: a ' stands before each cell that a spreadsheet takes for a formula ({count}); importing takes it away",
                file.en
            ),
        );
        return output::tell_text("", &text);
    }
    for Place { row, column, sign } in places.iter().take(TOLD) {
        let text = Text::new(
            format!(
                "{}: 警告: {row}行目、列`{column}`: `{sign}`で始まり、表計算ソフトが数式として実行する",
                file.ja
            ),
            format!(
                "{}: warning: row {row}, column `{column}`: begins with `{sign}`, which a spreadsheet runs as a formula",
                file.en
            ),
        );
        output::tell_text("", &text);
    }
    let (more_ja, more_en) = match count.checked_sub(TOLD) {
        Some(more) if more > 0 => (format!("ほか{more}件。"), format!("and {more} more; ")),
        _ => (String::new(), String::new()),
    };
    let text = Text::new(
        format!("{}: {more_ja}--guard を付けると前に ' を置く（取込み時に外れる）", file.ja),
        format!("{}: {more_en}--guard puts a ' before them, and importing takes it away", file.en),
    );
    output::tell_text("", &text);
}
