//! A bid's people and shifts from spreadsheets, saved as CSV in UTF-8 or CP932.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use intake::{Cells, DateError, Encoding, RowError, Sheet, TimeForm, decode, read_count, read_date};
use tables::{PROBLEMS_MAX, Suggestions, nearest};

use crate::{
    Bid, Management, Member, Shift,
    requirement::minute,
    team::{MEMBERS_MAX, SHIFTS_MAX},
};

/// The sheets of a bid's folder: file and header. Only `members.csv` is needed where people are handed in so.
pub const SHEETS: [(&str, &str); 6] = [
    ("members.csv", "氏名,提案する役割,言語,再委託,根拠ファイル"),
    ("experience.csv", "氏名,開始日,終了日"),
    ("management.csv", "氏名,役割,PC台数,開始日,終了日"),
    ("qualifications.csv", "氏名,資格,有効期限"),
    ("scores.csv", "氏名,試験,点数"),
    ("shifts.csv", "拠点,曜日,開始,終了,要員"),
];

/// A problem of a sheet, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// A sheet has more rows than are read of it.
    #[error("{file}: more than {most} rows, the limit for a sheet of a bid")]
    TooManyRows {
        /// The file.
        file: String,
        /// How many are read.
        most: usize,
    },
    /// There are more problems than are listed.
    #[error("{0} more problems are not listed; mend these first")]
    More(usize),
    /// The file or a row of it cannot be read at all.
    #[error("{0}")]
    Row(RowError),
    /// The file is neither UTF-8 nor CP932.
    #[error("{file}: {source}; save the sheet again as CSV UTF-8")]
    Encoding {
        /// The file.
        file: String,
        /// Where it fails.
        source: intake::EncodingError,
    },
    /// The file is none of [`SHEETS`].
    #[error(
        "{file}: is no sheet of a bid{}; the sheets are members, experience, management, qualifications, scores and shifts",
        hint(near)
    )]
    File {
        /// The file.
        file: String,
        /// The sheet that may be meant.
        near: Option<String>,
    },
    /// A column is not there.
    #[error("{file}:1: there is no column `{column}`{}; `keiyaku bid new` writes the header", hint(near))]
    Column {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The column that may be meant.
        near: Option<String>,
    },
    /// A value cannot be what its column holds.
    #[error("{file}:{row} {column} `{value}`: {fault}")]
    Value {
        /// The file.
        file: String,
        /// The row that a spreadsheet shows.
        row: u64,
        /// The column.
        column: String,
        /// The value.
        value: String,
        /// What is wrong with it, and the way out.
        fault: Fault,
    },
}

/// What is wrong with a value of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing stands there.
    #[error("is empty; fill it in")]
    Empty,
    /// No date.
    #[error("is no date; write it as in 2023-04-01, 2023/4/1 or 令和5年4月1日")]
    Date,
    /// Something that is nearly a date.
    #[error("{0}; write it as in 2023-04-01, 2023/4/1 or 令和5年4月1日")]
    NoDay(DateError),
    /// No whole number.
    #[error("is no whole number; write digits only")]
    Number,
    /// A whole number that is greater than any that is read.
    #[error("is too large; {} at most", u32::MAX)]
    TooLarge,
    /// Neither yes nor no.
    #[error("is neither yes nor no; write はい or いいえ, or leave it empty where it is not stated")]
    YesNo,
    /// No day of the week.
    #[error("names no day of the week; write 月火水木金, 平日 or 毎日")]
    Day,
    /// No time of day.
    #[error("is no time of day; write it as in 09:00, and midnight at the end as 24:00")]
    Clock,
    /// The end lies before the beginning.
    #[error("lies before the beginning, {from}; exchange the two or mend one")]
    Reversed {
        /// The first day.
        from: NaiveDate,
    },
    /// Nobody has this name.
    #[error("`{name}` is nobody of the bid{}; add the person to members.csv", hint(near))]
    Nobody {
        /// The name, which may be one of several in the cell.
        name: String,
        /// The name that may be meant.
        near: Option<String>,
    },
    /// Two people have this name.
    #[error("is the name of another member; tell them apart, as by a number")]
    Twice,
}

fn hint(near: &Option<String>) -> String {
    near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

impl Bid {
    /// Adds people and shifts from sheets, each a file's name and bytes. A last day in a sheet is the last day itself.
    ///
    /// # Errors
    /// Every problem of every sheet.
    pub fn with_sheets(mut self, sheets: &[(&str, &[u8])]) -> Result<Self, Vec<SheetError>> {
        let mut errors = Problems::default();
        // A name that two people of the table have was told there.
        let mut people = People::default();
        for member in &self.members {
            people.add(&member.name);
        }
        // People come first, whatever the order of the files: the other sheets name them.
        for (known, header) in &SHEETS {
            let Some((file, bytes)) = sheets.iter().find(|(file, _)| file == known) else { continue };
            match decode(bytes, Encoding::Detect) {
                Ok((text, _)) => self.read_sheet(file, &text, header, &mut people, &mut errors),
                Err(source) => errors.push(SheetError::Encoding { file: (*file).to_owned(), source }),
            }
        }
        let is_unknown = |file: &str| SHEETS.iter().all(|(known, _)| *known != file);
        for (file, _) in sheets.iter().filter(|(file, _)| is_unknown(file)) {
            let near = nearest(file, SHEETS.iter().map(|(known, _)| *known)).map(str::to_owned);
            errors.push(SheetError::File { file: (*file).to_owned(), near });
        }
        self.members.sort_by(|a, b| a.name.cmp(&b.name));
        let Problems { mut listed, more } = errors;
        if more > 0 {
            listed.push(SheetError::More(more));
        }
        if listed.is_empty() { Ok(self) } else { Err(listed) }
    }

    fn read_sheet(
        &mut self,
        file: &str,
        text: &str,
        header: &str,
        people: &mut People,
        errors: &mut Problems,
    ) {
        let sheet = match Sheet::csv(file, text) {
            Ok(sheet) => sheet,
            Err(error) => return errors.push(SheetError::Row(error)),
        };
        let mut columns = Vec::new();
        for name in header.split(',') {
            let found = sheet.column(name);
            if found.is_none() {
                let near = nearest(name, sheet.columns().iter().map(String::as_str)).map(str::to_owned);
                errors.push(SheetError::Column { file: file.to_owned(), column: name.to_owned(), near });
            }
            columns.extend(found.map(|place| (name.to_owned(), place)));
        }
        if columns.len() != header.split(',').count() {
            return;
        }
        let most = if file == "members.csv" { MEMBERS_MAX } else { SHIFTS_MAX };
        for (n, cells) in sheet.enumerate() {
            if n == most {
                // Told whatever else is.
                return errors.listed.push(SheetError::TooManyRows { file: file.to_owned(), most });
            }
            match cells {
                Ok(cells) => {
                    let mut row = Line { file, cells: &cells, columns: &columns, errors: &mut *errors };
                    // A row that fails has said why.
                    let _ = self.read_row(file, &mut row, people);
                }
                Err(error) => errors.push(SheetError::Row(error)),
            }
        }
    }

    /// Takes up a row; `None` where something of it is wrong, which is then noted.
    fn read_row(&mut self, file: &str, row: &mut Line<'_>, people: &mut People) -> Option<()> {
        match file {
            "members.csv" => {
                let member = row.member()?;
                if !people.add(&member.name) {
                    return row.wrong("氏名", Fault::Twice);
                }
                self.members.push(member);
            }
            "shifts.csv" => {
                let shift = row.shift(people)?;
                self.shifts.push(shift);
            }
            _ => {
                let name = row.text("氏名");
                let place = name.as_ref().and_then(|name| people.places.get(name).copied());
                if let (Some(name), None) = (&name, place) {
                    let near = people.near(name);
                    let _: Option<()> = row.wrong("氏名", Fault::Nobody { name: name.clone(), near });
                }
                let known = place.and_then(|place| self.members.get_mut(place));
                // The rest of the row is read even where the name is wrong: all problems are told at once.
                let mut nobody = Member::default();
                row.of_member(file, known.unwrap_or(&mut nobody))?;
            }
        }
        Some(())
    }
}

/// The people of a bid by their names: where each stands.
#[derive(Default)]
struct People {
    places: BTreeMap<String, usize>,
    suggestions: Suggestions,
}

impl People {
    /// Takes up the next one; not one whose name another has.
    fn add(&mut self, name: &str) -> bool {
        let place = self.places.len();
        let is_new = !self.places.contains_key(name);
        if is_new {
            self.places.insert(name.to_owned(), place);
        }
        is_new
    }

    fn near(&mut self, name: &str) -> Option<String> {
        self.suggestions.nearest(name, self.places.keys().map(String::as_str))
    }
}

/// The problems of the sheets, of which so many are listed as of a table.
#[derive(Default)]
struct Problems {
    listed: Vec<SheetError>,
    more: usize,
}

impl Problems {
    fn push(&mut self, error: SheetError) {
        if self.listed.len() < PROBLEMS_MAX {
            self.listed.push(error);
        } else {
            self.more += 1;
        }
    }
}

/// So many characters of a cell are told, however many problems it has.
const VALUE_MAX: usize = 200;

/// A row under way.
struct Line<'a> {
    file: &'a str,
    cells: &'a Cells<'a>,
    columns: &'a [(String, usize)],
    errors: &'a mut Problems,
}

impl Line<'_> {
    fn value(&self, column: &str) -> &str {
        let place = self.columns.iter().find(|(name, _)| name == column).map(|(_, place)| *place);
        place.map_or("", |place| self.cells.get(place))
    }

    fn wrong<T>(&mut self, column: &str, fault: Fault) -> Option<T> {
        let mut value: String = self.value(column).chars().take(VALUE_MAX + 1).collect();
        if let Some((end, _)) = value.char_indices().nth(VALUE_MAX) {
            value.replace_range(end.., "…");
        }
        let (file, row) = (self.file.to_owned(), self.cells.row);
        self.errors.push(SheetError::Value { file, row, column: column.to_owned(), value, fault });
        None
    }

    fn text(&mut self, column: &str) -> Option<String> {
        match self.value(column) {
            "" => self.wrong(column, Fault::Empty),
            text => Some(text.to_owned()),
        }
    }

    /// What is separated within a cell; not by a middle dot, which names have.
    fn words(&self, column: &str) -> Vec<String> {
        let words = self.value(column).split(['、', ',', '，', '/', '／', ';', '；']);
        words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn date(&mut self, column: &str) -> Option<NaiveDate> {
        match self.text(column).map(|text| read_date(&text, &TimeForm::PLAIN, None))? {
            Ok(date) => Some(date),
            Err(DateError::NoDate { .. }) => self.wrong(column, Fault::Date),
            Err(why) => self.wrong(column, Fault::NoDay(why)),
        }
    }

    /// A date that may be left out; the outer `None` where it is wrong.
    fn optional_date(&mut self, column: &str) -> Option<Option<NaiveDate>> {
        if self.value(column).is_empty() { Some(None) } else { self.date(column).map(Some) }
    }

    fn number(&mut self, column: &str) -> Option<u32> {
        let text = self.text(column)?;
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        match read_count(&text).map(u32::try_from) {
            Some(Ok(count)) => Some(count),
            None if !is_number => self.wrong(column, Fault::Number),
            _ => self.wrong(column, Fault::TooLarge),
        }
    }

    /// First day, and the day after the last.
    fn span(&mut self) -> Option<(NaiveDate, Option<NaiveDate>)> {
        let (from, last) = (self.date("開始日"), self.optional_date("終了日"));
        let (from, last) = (from?, last?);
        match last {
            Some(last) if last < from => self.wrong("終了日", Fault::Reversed { from }),
            last => Some((from, last.and_then(|last| last.checked_add_days(Days::new(1))))),
        }
    }

    fn member(&mut self) -> Option<Member> {
        let name = self.text("氏名");
        let is_subcontracted = match self.value("再委託") {
            "" => Some(None),
            "はい" | "有" | "yes" | "true" => Some(Some(true)),
            "いいえ" | "無" | "no" | "false" => Some(Some(false)),
            _ => self.wrong("再委託", Fault::YesNo),
        };
        let offered = match self.value("提案する役割") {
            "" => None,
            "-" | "－" | "なし" => Some(Vec::new()),
            _ => Some(self.words("提案する役割")),
        };
        let languages = self.words("言語");
        let evidence = Some(self.value("根拠ファイル").to_owned()).filter(|file| !file.is_empty());
        Some(Member {
            name: name?,
            evidence,
            languages: (!languages.is_empty()).then_some(languages),
            is_subcontracted: is_subcontracted?,
            offered,
            ..Member::default()
        })
    }

    fn of_member(&mut self, file: &str, member: &mut Member) -> Option<()> {
        match file {
            "experience.csv" => member.experience.push(self.span()?),
            "management.csv" => {
                let (role, span) = (self.text("役割"), self.span());
                let pcs = if self.value("PC台数").is_empty() {
                    Some(None)
                } else {
                    self.number("PC台数").map(Some)
                };
                let (from, to) = span?;
                member.management.push(Management { role: role?, pcs: pcs?.map(u64::from), from, to });
            }
            "qualifications.csv" => {
                let (id, until) = (self.text("資格"), self.optional_date("有効期限"));
                member.qualifications.push((id?, until?));
            }
            _ => {
                let (test, points) = (self.text("試験"), self.number("点数"));
                member.scores.push((test?, points?));
            }
        }
        Some(())
    }

    fn shift(&mut self, people: &mut People) -> Option<Shift> {
        let site = self.text("拠点");
        let days = match days(self.value("曜日")) {
            Some(days) => Some(days),
            None => self.wrong("曜日", Fault::Day),
        };
        let (from, to) = (self.clock("開始"), self.clock("終了"));
        let names = self.words("要員");
        let mut are_known = true;
        if names.is_empty() {
            are_known = self.wrong("要員", Fault::Empty).unwrap_or(false);
        }
        for name in &names {
            if !people.places.contains_key(name) {
                let near = people.near(name);
                are_known = self.wrong("要員", Fault::Nobody { name: name.clone(), near }).unwrap_or(false);
            }
        }
        are_known.then_some(())?;
        Some(Shift { site: site?, days: days?, from: from?, to: to?, members: names })
    }

    fn clock(&mut self, column: &str) -> Option<u16> {
        let text = self.text(column)?;
        match minute(&text) {
            Ok(minute) => Some(minute),
            Err(_) => self.wrong(column, Fault::Clock),
        }
    }
}

/// Days of the week, as people write them: `月火水`, `月・水・金`, `平日`, `毎日`.
fn days(text: &str) -> Option<Vec<u8>> {
    match text {
        "平日" | "weekdays" => return Some((0..5).collect()),
        "毎日" | "all" => return Some((0..7).collect()),
        _ => {}
    }
    // 日 is Sunday, but for that of 曜日.
    let text: String = text
        .replace("曜日", "")
        .replace('曜', "")
        .chars()
        .filter(|sign| !"、,，・/ ".contains(*sign))
        .collect();
    let days: Option<Vec<u8>> = text
        .chars()
        .map(|sign| "月火水木金土日".chars().position(|day| day == sign))
        .map(day_number)
        .collect();
    days.filter(|days| !days.is_empty())
}

fn day_number(place: Option<usize>) -> Option<u8> {
    place.and_then(|place| u8::try_from(place).ok())
}
