//! Sheets whose columns are stated beforehand, as those of a bid: each is told by the name of its file, or of a sheet.

use chrono::{Days, NaiveDate};
use provenance::{folded, number_of};

use crate::{
    Cell, Cells, Container, DateSystem, Header, Problems, Purpose, Reason, RowError, TextForm, TimeForm,
    damage, read_count, read_date, read_serial,
};

/// A sheet whose columns are stated beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The file that is written to fill in: `members.csv`. Any container of that name is one as well.
    pub file: &'static str,
    /// What its header is: the columns, all of them needed, as a line of text.
    pub header: &'static str,
    /// What files and sheets of it are called.
    pub names: &'static [&'static str],
    /// The most rows that are read.
    pub most: usize,
}

impl Form {
    fn is_named(&self, name: &str) -> bool {
        let name = folded(name);
        self.names.iter().any(|known| folded(known) == name)
    }

    fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.header.split(',')
    }
}

/// First day, and the day after the last; none while it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: Option<NaiveDate>,
}

/// A sheet that is none of the known ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadSheet {
    /// The workbook.
    pub file: String,
    /// The sheet.
    pub sheet: String,
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// A sheet of a file: which form it is, and its place in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    form: usize,
    place: usize,
}

/// Which sheets of a file are which form.
fn found(forms: &[Form], file: &str, container: &Container<'_>) -> Vec<Found> {
    let form_of = |name: &str| forms.iter().position(|form| form.is_named(name));
    let whole = form_of(stem(file));
    let Some(leaves) = container.leaves() else {
        return whole.map(|form| Found { form, place: 0 }).into_iter().collect();
    };
    let named = leaves.iter().enumerate();
    let named: Vec<Found> =
        named.filter_map(|(place, leaf)| Some(Found { form: form_of(&leaf.name)?, place })).collect();
    match (whole, container.only_sheet()) {
        (Some(form), Ok(place)) if named.is_empty() => vec![Found { form, place }],
        _ => named,
    }
}

/// The sheets of workbooks that are none of these, of workbooks that have some.
#[must_use]
pub fn unread_sheets(forms: &[Form], files: &[(&str, &[u8])]) -> Vec<UnreadSheet> {
    let mut unread = Vec::new();
    for (file, bytes) in files {
        let Ok(container) = Container::open(file, bytes, TextForm::default()) else { continue };
        let read = found(forms, file, &container);
        let leaves = container.leaves().unwrap_or_default().iter().enumerate();
        let left =
            leaves.filter(|(place, _)| !read.is_empty() && !read.iter().any(|found| found.place == *place));
        unread
            .extend(left.map(|(_, leaf)| UnreadSheet { file: (*file).to_owned(), sheet: leaf.name.clone() }));
    }
    unread
}

/// Finds the name nearest to a word, where one is near enough to be meant.
pub type Near = fn(&str, &[&str]) -> Option<String>;

/// Forms that are read together.
#[derive(Debug, Clone, Copy)]
pub struct Forms<'a> {
    /// Those that are read, form by form in this order whatever the order of files and sheets: what later ones name, earlier ones
    /// have told.
    pub read: &'a [Form],
    /// Those that are known and left alone.
    pub others: &'a [Form],
    /// The name nearest to a misspelt one.
    pub near: Near,
}

/// Reads the rows of forms. A file that is none of the known ones is a problem.
///
/// # Errors
/// Every problem of every sheet.
pub fn read_forms(
    forms: Forms<'_>,
    files: &[(&str, &[u8])],
    mut row: impl FnMut(&Form, &mut FormRow<'_>),
) -> Result<(), Vec<RowError>> {
    let mut errors = Problems::new(Purpose::Bid);
    let all: Vec<Form> = forms.read.iter().chain(forms.others).copied().collect();
    let mut read: Vec<(Found, Container<'_>, &str)> = Vec::new();
    for (file, bytes) in files {
        let open = || Container::open(file, bytes, TextForm::default());
        let is_known = all.iter().any(|form| form.is_named(stem(file)));
        let mut found = match open() {
            Ok(container) => found(&all, file, &container),
            // A file without anything that is none of these is told by its name alone.
            Err(error) if error.reason == Reason::Empty && !is_known => Vec::new(),
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        if found.is_empty() {
            let names: Vec<&str> = all.iter().map(|form| form.file).collect();
            let near = (forms.near)(file, &names);
            let known = all.iter().map(|form| stem(form.file).to_owned()).collect();
            errors.push(RowError::of_file(file, Reason::NoBidSheet { known, near }));
        }
        found.sort_unstable();
        for one in found.into_iter().filter(|found| found.form < forms.read.len()) {
            if let Ok(container) = open() {
                read.push((one, container, file));
            }
        }
    }
    read.sort_by_key(|(found, ..)| found.form);
    for (found, container, file) in &mut read {
        if let Some(form) = forms.read.get(found.form) {
            sheet(file, (form, forms.near), container, found.place, &mut errors, &mut row);
        }
    }
    let listed = errors.into_listed();
    if listed.is_empty() { Ok(()) } else { Err(listed) }
}

fn sheet(
    file: &str,
    (form, near): (&Form, Near),
    container: &mut Container<'_>,
    place: usize,
    errors: &mut Problems,
    row: &mut impl FnMut(&Form, &mut FormRow<'_>),
) {
    let leaf = container.leaves().and_then(|leaves| leaves.get(place)).map(|leaf| leaf.name.clone());
    let of_sheet = |reason| RowError { sheet: leaf.clone(), ..RowError::of_file(file, reason) };
    let dates = container.dates();
    let columns = form.columns().map(|name| vec![name.to_owned()]);
    let sheet = match container.sheet(place, &Header::Holding(columns.collect())) {
        Ok(sheet) => sheet,
        Err(error) => return errors.push(error),
    };
    let found: Vec<(&'static str, usize)> =
        form.columns().filter_map(|name| Some((name, sheet.column(name)?))).collect();
    // Without any of the columns it is no such sheet: that is one problem, not one for each column.
    if found.is_empty() {
        return errors.push(RowError { row: sheet.header_row(), ..of_sheet(Reason::NoHeader) });
    }
    let is_lacking = |name: &&str| !found.iter().any(|(known, _)| known == name);
    for name in form.columns().filter(is_lacking) {
        let names: Vec<&str> = sheet.columns().iter().map(String::as_str).collect();
        let near = near(name, &names);
        let column = Some(name.to_owned());
        errors.push(RowError { row: sheet.header_row(), column, ..of_sheet(Reason::NoColumn(near)) });
    }
    if found.len() != form.columns().count() {
        return;
    }
    for (n, cells) in sheet.enumerate() {
        if n == form.most {
            return errors.push(of_sheet(Reason::TooManyRows(number_of(form.most))));
        }
        match cells {
            Ok(cells) => {
                let sheet = leaf.as_deref();
                row(
                    form,
                    &mut FormRow { file, sheet, cells: &cells, dates, columns: &found, errors: &mut *errors },
                );
            }
            Err(error) => errors.push(error),
        }
    }
}

/// So many characters of a cell are told, however many problems it has.
const VALUE_MAX: usize = 200;

/// A row of a form. What is wrong with a cell is noted, and its value is `None` then.
#[derive(Debug)]
pub struct FormRow<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    cells: &'a Cells<'a>,
    /// How a workbook numbers days.
    dates: Option<DateSystem>,
    columns: &'a [(&'static str, usize)],
    errors: &'a mut Problems,
}

impl FormRow<'_> {
    /// What a cell shows, without white space around it.
    #[must_use]
    pub fn value(&self, column: &str) -> &str {
        self.cell(column).map_or("", |cell| cell.shown().trim())
    }

    /// The cell of a column.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&Cell<'_>> {
        let place = self.columns.iter().find(|(name, _)| *name == column).map(|(_, place)| *place);
        place.and_then(|place| self.cells.cell(place))
    }

    /// Its number, as a spreadsheet shows it.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.cells.row
    }

    /// The sheet's name, in a workbook.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet
    }

    /// Notes what is wrong with a cell.
    pub fn wrong<T>(&mut self, column: &str, reason: Reason) -> Option<T> {
        let mut value: String = self.value(column).chars().take(VALUE_MAX + 1).collect();
        if let Some((end, _)) = value.char_indices().nth(VALUE_MAX) {
            value.replace_range(end.., "…");
        }
        // A cell that holds nothing that can be read says why before anything else does.
        let reason = match self.cell(column) {
            Some(Cell::Error(_)) => Reason::CellError,
            Some(Cell::Uncalculated(_)) => Reason::Uncalculated,
            Some(Cell::Merged(first)) => Reason::Merged(first.clone()),
            _ => reason,
        };
        let (sheet, column) = (self.sheet.map(str::to_owned), Some(column.to_owned()));
        let error = RowError::of_file(self.file, reason);
        self.errors.push(RowError { sheet, row: self.cells.row, column, value, ..error });
        None
    }

    /// A text that is needed.
    pub fn text(&mut self, column: &str) -> Option<String> {
        match self.value(column) {
            "" => self.wrong(column, Reason::Missing),
            text => Some(text.to_owned()),
        }
    }

    /// A name or a code. What a spreadsheet changed names nobody and nothing any more.
    pub fn name(&mut self, column: &str) -> Option<String> {
        if let Some(damage) = self.cell(column).and_then(damage) {
            return self.wrong(column, Reason::Damaged(damage));
        }
        self.text(column)
    }

    /// What is separated within a cell; not by a middle dot, which names have.
    #[must_use]
    pub fn words(&self, column: &str) -> Vec<String> {
        let words = self.value(column).split(['、', ',', '，', '/', '／', ';', '；']);
        words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Yes or no, where it is said; the outer `None` where it is neither.
    pub fn flag(&mut self, column: &str) -> Option<Option<bool>> {
        match folded(self.value(column)).as_ref() {
            "" => Some(None),
            "はい" | "有" | "あり" | "yes" | "true" | "○" | "〇" | "◯" => Some(Some(true)),
            "いいえ" | "無" | "なし" | "no" | "false" | "×" | "✕" => Some(Some(false)),
            _ => self.wrong(column, Reason::Flag(vec!["はい".to_owned(), "いいえ".to_owned()])),
        }
    }

    /// A date, of a workbook's own or written.
    pub fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let serial = match (self.cell(column), self.dates) {
            (Some(Cell::Day(serial)), Some(dates)) => {
                Some(read_serial(serial, dates).map(|local| local.date()))
            }
            _ => None,
        };
        let read = |text: String| serial.unwrap_or_else(|| read_date(&text, &TimeForm::PLAIN, None));
        match self.text(column).map(read)? {
            Ok(date) => Some(date),
            Err(why) => self.wrong(column, Reason::Date(Box::new(why))),
        }
    }

    /// A date that may be left out; the outer `None` where it is wrong.
    pub fn optional_date(&mut self, column: &str) -> Option<Option<NaiveDate>> {
        if self.value(column).is_empty() { Some(None) } else { self.date(column).map(Some) }
    }

    /// First and last day. The last one is the last itself, as people write it.
    pub fn period(&mut self, first: &str, last: &str) -> Option<Period> {
        let (from, end) = (self.date(first), self.optional_date(last));
        let (from, end) = (from?, end?);
        match end {
            Some(end) if end < from => {
                self.wrong(last, Reason::Order { first: first.into(), value: from.to_string().into() })
            }
            end => Some(Period { from, to: end.and_then(|end| end.checked_add_days(Days::new(1))) }),
        }
    }

    /// A whole number.
    pub fn number(&mut self, column: &str) -> Option<u32> {
        let text = self.text(column)?;
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        match read_count(&text).map(u32::try_from) {
            Some(Ok(count)) => Some(count),
            None if !is_number => self.wrong(column, Reason::Number),
            _ => self.wrong(column, Reason::TooLarge(u32::MAX.into())),
        }
    }
}
