//! A bid's people and shifts from spreadsheets: text or workbooks.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use intake::{
    Cell, Cells, Container, DateSystem, Header, Problems, Purpose, Reason, RowError, TextForm, TimeForm,
    damage, read_clock, read_count, read_date, read_part_of_day, read_serial,
};
use provenance::{folded, number_of};
use tables::{Suggestions, nearest};

use crate::{
    Bid, Held, Management, Member, Points, Shift, Span,
    team::{MEMBERS_MAX, SHIFTS_MAX},
};

/// The sheets of a bid's folder: file and header. Only `members.csv` is needed where people are handed in so. Each may
/// as well be a workbook (`members.xlsx`) or a sheet of one, by the name of the file or of [`WORDS`].
pub const SHEETS: [(&str, &str); 6] = [
    ("members.csv", "氏名,提案する役割,言語,再委託,根拠ファイル"),
    ("experience.csv", "氏名,開始日,終了日"),
    ("management.csv", "氏名,役割,PC台数,開始日,終了日"),
    ("qualifications.csv", "氏名,資格,有効期限"),
    ("scores.csv", "氏名,試験,点数"),
    ("shifts.csv", "拠点,曜日,開始,終了,要員"),
];

/// What sheets are called besides, by the place in [`SHEETS`].
pub const WORDS: [&[&str]; 6] = [
    &["members", "要員", "要員一覧", "体制"],
    &["experience", "経験", "業務経験", "従事期間"],
    &["management", "管理経験", "管理"],
    &["qualifications", "資格"],
    &["scores", "試験", "点数", "得点"],
    &["shifts", "勤務", "勤務体制", "シフト"],
];

/// The place in [`SHEETS`] of a sheet or file of that name, whatever it ends in.
fn kind_of(name: &str) -> Option<usize> {
    let name = folded(name);
    WORDS.iter().position(|words| words.iter().any(|word| folded(word) == name))
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Which sheets of a file are which of a bid, by their place in it.
fn sheets_of(file: &str, container: &Container<'_>) -> Vec<(usize, usize)> {
    let whole = kind_of(stem(file));
    let Some(leaves) = container.leaves() else { return whole.map(|kind| (kind, 0)).into_iter().collect() };
    let named = leaves.iter().enumerate();
    let named: Vec<(usize, usize)> =
        named.filter_map(|(place, leaf)| Some((kind_of(&leaf.name)?, place))).collect();
    match (whole, container.only_sheet()) {
        (Some(kind), Ok(place)) if named.is_empty() => vec![(kind, place)],
        _ => named,
    }
}

/// The sheets of workbooks that are none of a bid: file and sheet.
#[must_use]
pub fn unread_sheets(sheets: &[(&str, &[u8])]) -> Vec<(String, String)> {
    let mut unread = Vec::new();
    for (file, bytes) in sheets {
        let Ok(container) = Container::open(file, bytes, TextForm::default()) else { continue };
        let read = sheets_of(file, &container);
        let leaves = container.leaves().unwrap_or_default().iter().enumerate();
        let left =
            leaves.filter(|(place, _)| !read.is_empty() && !read.iter().any(|(_, read)| read == place));
        unread.extend(left.map(|(_, leaf)| ((*file).to_owned(), leaf.name.clone())));
    }
    unread
}

impl Bid {
    /// Adds people and shifts from sheets, each a file's name and bytes. A last day in a sheet is the last day itself.
    ///
    /// # Errors
    /// Every problem of every sheet.
    pub fn with_sheets(mut self, sheets: &[(&str, &[u8])]) -> Result<Self, Vec<RowError>> {
        let mut errors = Problems::new(Purpose::Bid);
        // A name that two people of the table have was told there.
        let mut people = People::default();
        for member in &self.members {
            people.add(&member.name);
        }
        let mut read: Vec<(usize, Container<'_>, usize, &str)> = Vec::new();
        for (file, bytes) in sheets {
            let open = || Container::open(file, bytes, TextForm::default());
            let mut found = match open() {
                Ok(container) => sheets_of(file, &container),
                // A sheet without any row says nothing.
                Err(error) if error.reason == Reason::Empty && kind_of(stem(file)).is_some() => {
                    errors.push(error);
                    continue;
                }
                Err(error) if kind_of(stem(file)).is_none() && bytes.is_empty() => {
                    let _ = error;
                    Vec::new()
                }
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            };
            if found.is_empty() {
                let near = nearest(file, SHEETS.iter().map(|(known, _)| *known)).map(str::to_owned);
                let known = SHEETS.iter().map(|(known, _)| stem(known).to_owned()).collect();
                errors.push(RowError::of_file(file, Reason::NoBidSheet { known, near }));
            }
            found.sort_unstable();
            for (kind, place) in found {
                if let Ok(container) = open() {
                    read.push((kind, container, place, file));
                }
            }
        }
        // People come first, whatever the order of the files: the other sheets name them.
        read.sort_by_key(|(kind, ..)| *kind);
        for (kind, container, place, file) in &mut read {
            self.read_sheet(file, *kind, container, *place, &mut people, &mut errors);
        }
        self.members.sort_by(|a, b| a.name.cmp(&b.name));
        let listed = errors.into_listed();
        if listed.is_empty() { Ok(self) } else { Err(listed) }
    }

    fn read_sheet(
        &mut self,
        file: &str,
        kind: usize,
        container: &mut Container<'_>,
        place: usize,
        people: &mut People,
        errors: &mut Problems,
    ) {
        let Some((known, header)) = SHEETS.get(kind) else { return };
        let leaf = container.leaves().and_then(|leaves| leaves.get(place)).map(|leaf| leaf.name.clone());
        let of_sheet = |reason| RowError { sheet: leaf.clone(), ..RowError::of_file(file, reason) };
        let dates = container.dates();
        let columns = header.split(',').map(|name| vec![name.to_owned()]);
        let sheet = match container.sheet(place, &Header::Holding(columns.collect())) {
            Ok(sheet) => sheet,
            Err(error) => return errors.push(error),
        };
        let mut columns = Vec::new();
        for name in header.split(',') {
            let found = sheet.column(name);
            if found.is_none() {
                let near = nearest(name, sheet.columns().iter().map(String::as_str)).map(str::to_owned);
                let column = Some(name.to_owned());
                errors.push(RowError { row: sheet.header_row(), column, ..of_sheet(Reason::NoColumn(near)) });
            }
            columns.extend(found.map(|place| (name.to_owned(), place)));
        }
        if columns.len() != header.split(',').count() {
            return;
        }
        let most = if *known == "members.csv" { MEMBERS_MAX } else { SHIFTS_MAX };
        for (n, cells) in sheet.enumerate() {
            if n == most {
                return errors.push(of_sheet(Reason::TooManyRows(number_of(most))));
            }
            match cells {
                Ok(cells) => {
                    let (sheet, errors) = (leaf.as_deref(), &mut *errors);
                    let mut row = Line { file, sheet, cells: &cells, dates, columns: &columns, errors };
                    // A row that fails has said why.
                    let _ = self.read_row(known, &mut row, people);
                }
                Err(error) => errors.push(error),
            }
        }
    }

    /// Takes up a row; `None` where something of it is wrong, which is then noted.
    fn read_row(&mut self, file: &str, row: &mut Line<'_>, people: &mut People) -> Option<()> {
        match file {
            "members.csv" => {
                let member = row.member()?;
                if !people.add(&member.name) {
                    return row.wrong("氏名", Reason::SameName);
                }
                self.members.push(member);
            }
            "shifts.csv" => {
                let shift = row.shift(people)?;
                self.shifts.push(shift);
            }
            _ => {
                let name = row.name("氏名");
                let place = name.as_ref().and_then(|name| people.places.get(name).copied());
                if let (Some(name), None) = (&name, place) {
                    let near = people.near(name);
                    let _: Option<()> = row.wrong("氏名", Reason::Nobody { name: name.clone(), near });
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

/// So many characters of a cell are told, however many problems it has.
const VALUE_MAX: usize = 200;

/// A row under way.
struct Line<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    cells: &'a Cells<'a>,
    /// How a workbook numbers days.
    dates: Option<DateSystem>,
    columns: &'a [(String, usize)],
    errors: &'a mut Problems,
}

impl Line<'_> {
    fn value(&self, column: &str) -> &str {
        self.cell(column).map_or("", |cell| cell.shown().trim())
    }

    fn cell(&self, column: &str) -> Option<&Cell<'_>> {
        let place = self.columns.iter().find(|(name, _)| name == column).map(|(_, place)| *place);
        place.and_then(|place| self.cells.cell(place))
    }

    fn wrong<T>(&mut self, column: &str, reason: Reason) -> Option<T> {
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

    fn text(&mut self, column: &str) -> Option<String> {
        match self.value(column) {
            "" => self.wrong(column, Reason::Missing),
            text => Some(text.to_owned()),
        }
    }

    /// A name or a code. What a spreadsheet changed names nobody and nothing any more.
    fn name(&mut self, column: &str) -> Option<String> {
        if let Some(damage) = self.cell(column).and_then(damage) {
            return self.wrong(column, Reason::Damaged(damage));
        }
        self.text(column)
    }

    /// What is separated within a cell; not by a middle dot, which names have.
    fn words(&self, column: &str) -> Vec<String> {
        let words = self.value(column).split(['、', ',', '，', '/', '／', ';', '；']);
        words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn date(&mut self, column: &str) -> Option<NaiveDate> {
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
    fn optional_date(&mut self, column: &str) -> Option<Option<NaiveDate>> {
        if self.value(column).is_empty() { Some(None) } else { self.date(column).map(Some) }
    }

    fn number(&mut self, column: &str) -> Option<u32> {
        let text = self.text(column)?;
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        match read_count(&text).map(u32::try_from) {
            Some(Ok(count)) => Some(count),
            None if !is_number => self.wrong(column, Reason::Number),
            _ => self.wrong(column, Reason::TooLarge(u32::MAX.into())),
        }
    }

    /// First day, and the day after the last.
    fn span(&mut self) -> Option<Span> {
        let (from, last) = (self.date("開始日"), self.optional_date("終了日"));
        let (from, last) = (from?, last?);
        match last {
            Some(last) if last < from => {
                let (first, value) = ("開始日".into(), from.to_string().into());
                self.wrong("終了日", Reason::Order { first, value })
            }
            last => Some(Span { from, to: last.and_then(|last| last.checked_add_days(Days::new(1))) }),
        }
    }

    fn member(&mut self) -> Option<Member> {
        let name = self.name("氏名");
        let is_subcontracted = match folded(self.value("再委託")).as_ref() {
            "" => Some(None),
            "はい" | "有" | "あり" | "yes" | "true" | "○" | "〇" | "◯" => Some(Some(true)),
            "いいえ" | "無" | "なし" | "no" | "false" | "×" | "✕" => Some(Some(false)),
            _ => self.wrong("再委託", Reason::Flag(vec!["はい".to_owned(), "いいえ".to_owned()])),
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
                let (role, span) = (self.name("役割"), self.span());
                let pcs = if self.value("PC台数").is_empty() {
                    Some(None)
                } else {
                    self.number("PC台数").map(Some)
                };
                let Span { from, to } = span?;
                member.management.push(Management { role: role?, pcs: pcs?.map(u64::from), from, to });
            }
            "qualifications.csv" => {
                let (id, until) = (self.name("資格"), self.optional_date("有効期限"));
                member.qualifications.push(Held { id: id?, valid_until: until? });
            }
            _ => {
                let (test, points) = (self.name("試験"), self.number("点数"));
                member.scores.push(Points { test: test?, points: points? });
            }
        }
        Some(())
    }

    fn shift(&mut self, people: &mut People) -> Option<Shift> {
        let site = self.name("拠点");
        let days = match days(self.value("曜日")) {
            Some(days) => Some(days),
            None => self.wrong("曜日", Reason::Weekday),
        };
        let (from, to) = (self.clock("開始"), self.clock("終了"));
        let names = self.words("要員");
        let mut are_known = true;
        if names.is_empty() {
            are_known = self.wrong("要員", Reason::Missing).unwrap_or(false);
        }
        for name in &names {
            if !people.places.contains_key(name) {
                let near = people.near(name);
                are_known = self.wrong("要員", Reason::Nobody { name: name.clone(), near }).unwrap_or(false);
            }
        }
        are_known.then_some(())?;
        Some(Shift { site: site?, days: days?, from: from?, to: to?, members: names })
    }

    /// A whole minute of the day: `9:00`, `9:00:00`, `９時`, or a time of a workbook.
    fn clock(&mut self, column: &str) -> Option<u16> {
        let seconds = match self.cell(column) {
            // A part of a day.
            Some(Cell::Day(part) | Cell::Number(part)) => read_part_of_day(part),
            _ => read_clock(&self.text(column)?),
        };
        let minute = seconds.filter(|seconds| seconds % 60 == 0 && *seconds <= 86_400);
        match minute.and_then(|seconds| u16::try_from(seconds / 60).ok()) {
            Some(minute) => Some(minute),
            None => self.wrong(column, Reason::Clock),
        }
    }
}

/// Days of the week, as people write them: `月火水`, `月・水・金`, `月～金`, `平日`, `毎日`, `Mon-Fri`.
fn days(text: &str) -> Option<Vec<u8>> {
    const WORDS: [[&str; 2]; 7] = [
        ["月", "mon"],
        ["火", "tue"],
        ["水", "wed"],
        ["木", "thu"],
        ["金", "fri"],
        ["土", "sat"],
        ["日", "sun"],
    ];
    let text = folded(text);
    match text.as_ref() {
        "平日" | "weekdays" => return Some((0..5).collect()),
        "毎日" | "all" | "daily" => return Some((0..7).collect()),
        _ => {}
    }
    // 日 is Sunday, but for that of 曜日.
    let text = text.replace("曜日", "").replace('曜', "").replace("から", "~");
    let (mut rest, mut days, mut from) = (text.as_str(), Vec::new(), None);
    while !rest.is_empty() {
        let day = WORDS.iter().position(|words| words.iter().any(|word| rest.starts_with(word)));
        if let Some(day) = day {
            let word = WORDS.get(day)?.iter().find(|word| rest.starts_with(**word))?;
            rest = rest.get(word.len()..)?;
            match from.take() {
                // 土～月 goes over the end of the week.
                Some(first) => {
                    let length = (day + 7 - first) % 7;
                    days.extend((1..=length).map(|n| (first + n) % 7));
                }
                None => days.push(day),
            }
            continue;
        }
        let sign = rest.chars().next()?;
        rest = rest.get(sign.len_utf8()..)?;
        match sign {
            '~' | '〜' | '-' | '–' | '−' | 'ー' if from.is_none() => from = Some(*days.last()?),
            '、' | ',' | '・' | '/' if from.is_none() => {}
            _ => return None,
        }
    }
    if from.is_some() || days.is_empty() {
        return None;
    }
    days.into_iter().map(|day| u8::try_from(day).ok()).collect()
}
