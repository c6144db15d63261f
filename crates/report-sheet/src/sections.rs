//! A sheet for each section of the report, with its tables and charts.

use provenance::{Language, Text};
use report::{Annex, Content, MonthlyReport, Table, words};

use crate::{
    BookError,
    book::{Formats, Names, Rows, Sheet, check_rows, kept, moment_of},
    charts::ChartValues,
};

/// The heading's row on a section's sheet.
const HEAD: u32 = 3;

/// The sheets of the sections, and the values of their charts.
pub(crate) struct Sections<'f> {
    pub(crate) sheets: Vec<Sheet<'f>>,
    pub(crate) chart_values: Option<Sheet<'f>>,
    /// What the sections are called, where they stand, and how many rows they have.
    pub(crate) list: Vec<Section>,
}

/// A section as the cover lists it.
pub(crate) struct Section {
    pub(crate) name: Text,
    pub(crate) clause: String,
    pub(crate) sheet: String,
    pub(crate) says: Text,
}

impl<'f> Sections<'f> {
    pub(crate) fn write(
        report: &MonthlyReport<'_>,
        language: Language,
        formats: &'f Formats,
        names: &mut Names,
    ) -> Result<Self, BookError> {
        let values_name = Text::new("グラフの値", "Chart values");
        let mut values = ChartValues::new(&names.take(values_name.in_language(language)), language, formats)?;
        let mut sections = Self { sheets: Vec::new(), chart_values: None, list: Vec::new() };
        for content in report.contents.iter() {
            let annexes = report.annexes_of(content);
            if annexes.is_empty() {
                sections.add_empty(report, content, language, formats, names)?;
            }
            for annex in &annexes {
                let is_only = annexes.len() == 1;
                sections.add(
                    report,
                    content,
                    annex,
                    is_only,
                    language,
                    (formats, &mut *names, &mut values),
                )?;
            }
        }
        if let Some(ahead) = report.ahead {
            let title = Text::new("翌月に期限が来るもの", "Due in the month after");
            let name = names.take(title.in_language(language));
            check_rows(&name, ahead.rows.len() + 1, HEAD)?;
            let mut sheet = Sheet::new(&name, formats)?;
            let line = format!("{} {}", report.month.next(), title.in_language(language));
            sheet.line(0, &line, &formats.title)?;
            table(&mut sheet, ahead, 0, language)?;
            sheet.freeze(HEAD, HEAD + u32::try_from(ahead.rows.len()).unwrap_or(0), ahead.columns.len())?;
            sections.sheets.push(sheet);
            let says = Text::new(format!("{}件", ahead.rows.len()), format!("{} rows", ahead.rows.len()));
            sections.list.push(Section { name: title, clause: String::new(), sheet: name, says });
        }
        sections.chart_values = values.finish();
        Ok(sections)
    }

    fn add_empty(
        &mut self,
        report: &MonthlyReport<'_>,
        content: &Content,
        language: Language,
        formats: &'f Formats,
        names: &mut Names,
    ) -> Result<(), BookError> {
        let says = report.lacks(content);
        let name = names.take(content.name.in_language(language));
        let mut sheet = begin(report, content, &name, language, formats)?;
        sheet.line(HEAD, says.in_language(language), &formats.note)?;
        self.sheets.push(sheet);
        self.list.push(Section {
            name: content.name.clone(),
            clause: content.clause.to_string(),
            sheet: name,
            says,
        });
        Ok(())
    }

    fn add(
        &mut self,
        report: &MonthlyReport<'_>,
        content: &Content,
        annex: &Annex,
        is_only: bool,
        language: Language,
        (formats, names, values): (&'f Formats, &mut Names, &mut ChartValues<'f>),
    ) -> Result<(), BookError> {
        let title = match &annex.name {
            Some(own) if !is_only && *own != content.name => Text::new(
                format!("{}: {}", content.name.ja, own.ja),
                format!("{}: {}", content.name.en, own.en),
            ),
            _ => content.name.clone(),
        };
        // A sheet's name is short: the table's own name tells tables of a section apart.
        let own = annex.name.as_ref().filter(|_| !is_only).unwrap_or(&content.name);
        let name = names.take(own.in_language(language));
        check_rows(title.in_language(language), annex.table.rows.len() + 1, HEAD)?;
        let mut sheet = begin(report, content, &name, language, formats)?;
        let rows = annex.table.rows.len();
        let mut says = match rows {
            0 => Text::new("該当なし", "none"),
            rows => Text::new(format!("{rows}件"), format!("{rows} rows")),
        };
        if annex.unreadable > 0 {
            says.ja.push_str(&format!("。読めなかった行{}件", annex.unreadable));
            says.en.push_str(&format!("; {} rows could not be read", annex.unreadable));
        }
        sheet.line(2, says.in_language(language), &formats.note)?;
        table(&mut sheet, &annex.table, 0, language)?;
        let columns = annex.table.columns.len();
        let last = HEAD + u32::try_from(rows).unwrap_or(0);
        sheet.freeze(HEAD, last, columns)?;
        let mut right = u16::try_from(columns + 1).unwrap_or(u16::MAX);
        if let Some(groups) = &annex.groups {
            table(&mut sheet, groups, right, language)?;
            right += u16::try_from(groups.columns.len() + 1).unwrap_or(0);
        }
        let mut below = HEAD;
        for chart in &annex.charts {
            let height = values.draw(&mut sheet, chart, (below, right))?;
            below += height;
        }
        self.sheets.push(sheet);
        self.list.push(Section { name: title, clause: content.clause.to_string(), sheet: name, says });
        Ok(())
    }
}

fn begin<'f>(
    report: &MonthlyReport<'_>,
    content: &Content,
    name: &str,
    language: Language,
    formats: &'f Formats,
) -> Result<Sheet<'f>, BookError> {
    let mut sheet = Sheet::new(name, formats)?;
    let title = format!("{} {}", report.month, content.name.in_language(language));
    sheet.line(0, &title, &formats.title)?;
    let clauses: Vec<String> =
        std::iter::once(&content.clause).chain(&content.also).map(ToString::to_string).collect();
    let clauses = clauses.join(", ");
    match report.is_sample {
        true => {
            let line = format!("{} {clauses}", words::sample().in_language(language));
            sheet.line(1, &line, &formats.sample)?;
        }
        false => sheet.line(1, &clauses, &formats.note)?,
    }
    Ok(sheet)
}

/// A table with its sums, which are formulas wherever a column holds nothing but numbers.
fn table(sheet: &mut Sheet<'_>, table: &Table, first: u16, language: Language) -> Result<(), BookError> {
    let heads: Vec<&str> = table.columns.iter().map(|column| column.name.in_language(language)).collect();
    sheet.head(HEAD, first, &heads)?;
    let formats = sheet.formats;
    let mut row = HEAD + 1;
    for cells in &table.rows {
        for ((column, cell), of) in (first..).zip(cells).zip(&table.columns) {
            let text = cell.in_language(language);
            match moment_of(text) {
                Some((at, true)) => sheet.moment(row, column, at, &formats.minute)?,
                Some((at, false)) => sheet.moment(row, column, at, &formats.day)?,
                None if of.is_number => sheet.number(row, column, text, &formats.number)?,
                None => sheet.text(row, column, text)?,
            }
        }
        row += 1;
    }
    let Some(sums) = &table.sums else { return Ok(()) };
    let name = sheet.name.clone();
    let rows = Rows::new(&name, HEAD + 1, table.rows.len());
    for ((n, column), cell) in (0_usize..).zip(first..).zip(sums) {
        let text = cell.in_language(language);
        let is_number = |row: &Vec<Text>| {
            row.get(n).is_some_and(|cell| {
                let text = cell.in_language(language);
                text == "－" || text.is_empty() || kept(text).is_some()
            })
        };
        let is_summed = !table.rows.is_empty() && kept(text).is_some() && table.rows.iter().all(is_number);
        if is_summed {
            let formula = format!("SUM({})", rows.range(column));
            sheet.formula(row, column, &formula, text, &formats.sum)?;
        } else if kept(text).is_some() {
            sheet.number(row, column, text, &formats.sum)?;
        } else if !text.is_empty() {
            sheet.inner.write_string_with_format(row, column, escape::workbook(text), &formats.sum_text)?;
        }
    }
    Ok(())
}
