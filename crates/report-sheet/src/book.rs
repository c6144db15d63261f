//! Sheets: names that programs take, cells by what they hold, widths.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Url, Worksheet, XlsxError,
    utility::{column_number_to_name, row_col_to_cell_absolute},
};
use unicode_width::UnicodeWidthStr;

use crate::BookError;

/// What a cell can hold, in units of UTF-16.
const CELL: usize = 32_767;
/// The rows of a sheet.
const ROWS: usize = 1_048_576;
/// So many digits of a number are kept by every program.
const DIGITS: usize = 15;
/// From 8 to 60 letters: no narrower than a date, no wider than a line.
const WIDTHS: (u8, u8) = (8, 60);

/// How cells look.
#[derive(Debug)]
pub(crate) struct Formats {
    pub(crate) title: Format,
    pub(crate) sample: Format,
    pub(crate) head: Format,
    pub(crate) text: Format,
    pub(crate) note: Format,
    pub(crate) link: Format,
    pub(crate) whole: Format,
    pub(crate) number: Format,
    pub(crate) figure: Format,
    pub(crate) day: Format,
    pub(crate) minute: Format,
    pub(crate) second: Format,
    pub(crate) sum: Format,
    pub(crate) sum_text: Format,
    pub(crate) word: Format,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        let with = |format: &str| Format::new().set_num_format(format).set_align(FormatAlign::Top);
        let moment = |format: &str| with(format).set_align(FormatAlign::Left);
        let sum = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            sample: Format::new().set_bold().set_font_color(Color::RGB(0x00B0_0020)),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(Color::RGB(0x00DD_E6F0))
                .set_border_bottom(FormatBorder::Thin),
            note: Format::new().set_font_color(Color::RGB(0x0055_5555)),
            link: Format::new()
                .set_font_color(Color::RGB(0x0006_45AD))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single)
                .set_align(FormatAlign::Top),
            whole: with("#,##0"),
            number: with("#,##0.######"),
            figure: with("#,##0.0###"),
            day: moment("yyyy-mm-dd"),
            minute: moment("yyyy-mm-dd hh:mm"),
            second: moment("yyyy-mm-dd hh:mm:ss"),
            word: Format::new().set_align(FormatAlign::Top),
            sum_text: sum.clone(),
            sum: sum.set_num_format("#,##0.######"),
            text,
        }
    }
}

/// Names of sheets: at most 31 units of UTF-16, no sign of references, none twice whatever its case.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name that programs take and no other sheet has.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let base = cut(wanted, "");
        let mut name = base.clone();
        let mut n = 1_u32;
        // Excel keeps this one for itself.
        while name.eq_ignore_ascii_case("history") || !self.taken.insert(name.to_lowercase()) {
            n += 1;
            name = cut(&base, &format!(" ({n})"));
        }
        name
    }
}

fn cut(name: &str, end: &str) -> String {
    let shown = |c: char| if "[]:*?/\\'".contains(c) || escape::is_hidden(c) { '_' } else { c };
    let mut units = end.encode_utf16().count();
    let is_held = |c: &char| {
        units += c.len_utf16();
        units <= 31
    };
    let kept: String = name.trim().chars().map(shown).take_while(is_held).collect();
    let kept = kept.trim_end();
    format!("{}{end}", if kept.is_empty() { "_" } else { kept })
}

/// A sheet on its way.
pub(crate) struct Sheet<'f> {
    pub(crate) inner: Worksheet,
    pub(crate) name: String,
    pub(crate) formats: &'f Formats,
    widths: Vec<usize>,
    /// The widest that a column gets, in letters.
    most: u8,
    /// Rows that need more than one line, with how many.
    lines: BTreeMap<u32, usize>,
    /// Headings, which take as many lines as their column wants.
    heads: Vec<(u32, u16, usize)>,
}

impl<'f> Sheet<'f> {
    pub(crate) fn new(name: &str, formats: &'f Formats) -> Result<Self, BookError> {
        let mut inner = Worksheet::new();
        inner.set_name(name)?;
        inner.set_landscape();
        inner.set_paper_size(9);
        inner.set_print_fit_to_pages(1, 0);
        Ok(Self {
            inner,
            name: name.to_owned(),
            formats,
            widths: Vec::new(),
            most: WIDTHS.1,
            lines: BTreeMap::new(),
            heads: Vec::new(),
        })
    }

    /// The same with columns no wider than so many letters.
    pub(crate) fn no_wider(self, most: u8) -> Self {
        Self { most, ..self }
    }

    /// A line above the table, which makes no column wider.
    pub(crate) fn line(&mut self, row: u32, text: &str, format: &Format) -> Result<(), BookError> {
        self.inner.write_string_with_format(row, 0, held(text).as_ref(), format)?;
        Ok(())
    }

    /// The headings of a table, with a filter over so many rows below them.
    pub(crate) fn head(&mut self, row: u32, column: u16, names: &[&str]) -> Result<(), BookError> {
        for (column, name) in (column..).zip(names) {
            // A heading may take two lines.
            self.wide(column, name.width().div_ceil(2));
            self.heads.push((row, column, name.width()));
            let head = &self.formats.head;
            self.inner.write_string_with_format(row, column, held(name).as_ref(), head)?;
        }
        Ok(())
    }

    /// Freezes what stands above the rows, and lets them be filtered.
    pub(crate) fn freeze(&mut self, head: u32, last: u32, columns: usize) -> Result<(), BookError> {
        self.inner.set_freeze_panes(head + 1, 1)?;
        self.inner.set_repeat_rows(head, head)?;
        if let Some(last_column) = columns.checked_sub(1).and_then(|last| u16::try_from(last).ok()) {
            self.inner.autofilter(head, 0, last.max(head + 1), last_column)?;
        }
        Ok(())
    }

    pub(crate) fn text(&mut self, row: u32, column: u16, text: &str) -> Result<(), BookError> {
        if text.is_empty() {
            return Ok(());
        }
        self.wide(column, text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0));
        let room = usize::from(self.most).max(3) - 2;
        let lines: usize = text.lines().map(|line| line.width().div_ceil(room).max(1)).sum();
        if lines > 1 {
            let of_row = self.lines.entry(row).or_insert(1);
            *of_row = lines.max(*of_row);
        }
        self.inner.write_string_with_format(row, column, held(text).as_ref(), &self.formats.text)?;
        Ok(())
    }

    /// A number by its digits; as text where programs would not keep them all.
    pub(crate) fn number(
        &mut self,
        row: u32,
        column: u16,
        digits: &str,
        format: &Format,
    ) -> Result<(), BookError> {
        match kept(digits) {
            Some(number) => {
                self.wide(column, digits.width() + digits.len() / 3);
                self.inner.write_number_with_format(row, column, number, format)?;
                Ok(())
            }
            None => self.text(row, column, digits),
        }
    }

    /// A moment as a date that programs reckon with.
    pub(crate) fn moment(
        &mut self,
        row: u32,
        column: u16,
        at: NaiveDateTime,
        format: &Format,
    ) -> Result<(), BookError> {
        let Some(date) = date(at) else {
            return self.text(row, column, &at.format("%Y-%m-%d %H:%M:%S").to_string());
        };
        self.wide(column, 17);
        self.inner.write_datetime_with_format(row, column, &date?, format)?;
        Ok(())
    }

    /// A formula with what it comes to, for programs that do not calculate.
    pub(crate) fn formula(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        result: &str,
        format: &Format,
    ) -> Result<(), BookError> {
        self.wide(column, result.width() + 2);
        let formula = Formula::new(formula).set_result(result);
        self.inner.write_formula_with_format(row, column, formula, format)?;
        Ok(())
    }

    /// The same over arrays.
    pub(crate) fn array(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        result: &str,
        format: &Format,
    ) -> Result<(), BookError> {
        self.wide(column, result.width() + 2);
        let formula = Formula::new(formula).set_result(result);
        self.inner.write_array_formula_with_format(row, column, row, column, formula, format)?;
        Ok(())
    }

    /// A link to another sheet.
    pub(crate) fn link(&mut self, row: u32, column: u16, to: &str, text: &str) -> Result<(), BookError> {
        self.wide(column, text.width());
        let url = Url::new(format!("internal:{}!A1", quoted(to))).set_text(held(text).as_ref());
        self.inner.write_url_with_format(row, column, url, &self.formats.link)?;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Worksheet, BookError> {
        let letters = |width: usize| {
            (WIDTHS.0..self.most).find(|letters| usize::from(*letters) >= width + 2).unwrap_or(self.most)
        };
        let widths: Vec<u8> = self.widths.iter().map(|width| letters(*width)).collect();
        for (column, letters) in (0_u16..).zip(&widths) {
            self.inner.set_column_width(column, f64::from(*letters))?;
        }
        for (row, column, width) in self.heads {
            let room = widths.get(usize::from(column)).map_or(1, |letters| usize::from(*letters) - 1);
            let of_row = self.lines.entry(row).or_insert(1);
            *of_row = width.div_ceil(room).max(*of_row);
        }
        for (row, lines) in self.lines {
            // No row can be higher than 409 points.
            let lines = u16::try_from(lines).unwrap_or(u16::MAX).min(27);
            self.inner.set_row_height(row, f64::from(lines * 15))?;
        }
        Ok(self.inner)
    }

    fn wide(&mut self, column: u16, width: usize) {
        let column = usize::from(column);
        if self.widths.len() <= column {
            self.widths.resize(column + 1, 0);
        }
        if let Some(widest) = self.widths.get_mut(column) {
            *widest = (*widest).max(width);
        }
    }
}

/// A rectangle of rows below a heading.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    sheet: String,
    first: u32,
    last: u32,
}

impl Rows {
    /// The rows from `first` on, at least one: a range of none is no range.
    pub(crate) fn new(sheet: &str, first: u32, count: usize) -> Self {
        let more = u32::try_from(count.max(1) - 1).unwrap_or(0);
        Self { sheet: sheet.to_owned(), first, last: first + more }
    }

    /// The range of a column, as formulas on other sheets write it.
    pub(crate) fn range(&self, column: u16) -> String {
        let name = column_number_to_name(column);
        format!("{}!${name}${}:${name}${}", quoted(&self.sheet), self.first + 1, self.last + 1)
    }

    pub(crate) fn sheet(&self) -> &str {
        &self.sheet
    }
}

/// A cell of the same sheet.
pub(crate) fn cell(row: u32, column: u16) -> String {
    row_col_to_cell_absolute(row, column)
}

/// A sheet's name in a formula.
pub(crate) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// Text within a formula.
pub(crate) fn word(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Says that rows fit into a sheet, below so many others.
pub(crate) fn check_rows(of: &str, rows: usize, above: u32) -> Result<(), BookError> {
    let most = ROWS - usize::try_from(above).unwrap_or(0) - 2;
    if rows > most { Err(BookError::TooManyRows { of: of.to_owned(), rows, most }) } else { Ok(()) }
}

/// A decimal number as programs keep it, where they keep all its digits.
pub(crate) fn kept(digits: &str) -> Option<f64> {
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    let is_decimal = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.ends_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || c == '.')
        && bare.chars().filter(|c| *c == '.').count() <= 1;
    let is_plain = !(bare.len() > 1 && bare.starts_with('0') && !bare.starts_with("0."));
    let significant = bare.chars().filter(char::is_ascii_digit).count();
    if !(is_decimal && is_plain && significant <= DIGITS) {
        return None;
    }
    digits.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// A day or a minute as the report writes it.
pub(crate) fn moment_of(text: &str) -> Option<(NaiveDateTime, bool)> {
    match text.len() {
        10 => {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| (day.and_time(NaiveTime::MIN), false))
        }
        16 => NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok().map(|at| (at, true)),
        _ => None,
    }
    // What would be shown otherwise is left as it is.
    .filter(|(at, is_minute)| {
        date(*at).is_some()
            && at.format(if *is_minute { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d" }).to_string() == text
    })
}

/// `None` for days that programs count differently: before 1901, and of years with five digits.
fn date(at: NaiveDateTime) -> Option<Result<ExcelDateTime, XlsxError>> {
    if !(1901..=9999).contains(&at.year()) {
        return None;
    }
    let small = |part: u32| u8::try_from(part).unwrap_or(0);
    let (year, hour) = (u16::try_from(at.year()).ok()?, u16::try_from(at.hour()).ok()?);
    let day = ExcelDateTime::from_ymd(year, small(at.month()), small(at.day()));
    Some(day.and_then(|day| day.and_hms(hour, small(at.minute()), f64::from(at.second()))))
}

/// A text as a cell holds it; what does not fit is told in its place.
fn held(text: &str) -> std::borrow::Cow<'_, str> {
    let shown = escape::workbook(text);
    // Most are so short that nobody need count.
    if shown.len() <= CELL || shown.encode_utf16().count() <= CELL {
        return shown;
    }
    const REST: &str =
        " … （セルに収まらない。全文はreport.jsonにある / too long for a cell; report.json holds all of it）";
    let mut units = REST.encode_utf16().count();
    let is_held = |c: &char| {
        units += c.len_utf16();
        // Escaped characters take more than one place.
        units <= CELL / 2
    };
    let kept: String = text.chars().take_while(is_held).collect();
    std::borrow::Cow::Owned(format!("{}{REST}", escape::workbook(&kept)))
}
