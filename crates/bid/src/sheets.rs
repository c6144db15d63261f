//! A bid's people and shifts from spreadsheets: text or workbooks.

use std::collections::BTreeMap;

use intake::{
    Cell, Form, FormRow, Forms, Period, Reason, RowError, UnreadSheet, read_clock, read_forms,
    read_part_of_day,
};
use itss_core::EVIDENCE_SHEETS;
use provenance::folded;
use tables::{Suggestions, nearest};

use crate::{
    Bid, Held, Management, Member, Points, Shift, Span,
    team::{MEMBERS_MAX, SHIFTS_MAX},
};

/// The sheets of a bid's folder. Only `members.csv` is needed where people are handed in so. Each may as well be a workbook
/// (`members.xlsx`) or a sheet of one.
pub const SHEETS: [Form; 6] = [
    Form {
        file: "members.csv",
        header: "氏名,提案する役割,言語,再委託,根拠ファイル",
        names: &["members", "要員", "要員一覧", "体制"],
        most: MEMBERS_MAX,
    },
    Form {
        file: "experience.csv",
        header: "氏名,開始日,終了日",
        names: &["experience", "経験", "業務経験", "従事期間"],
        most: SHIFTS_MAX,
    },
    Form {
        file: "management.csv",
        header: "氏名,役割,PC台数,開始日,終了日",
        names: &["management", "管理経験", "管理"],
        most: SHIFTS_MAX,
    },
    Form {
        file: "qualifications.csv",
        header: "氏名,資格,有効期限",
        names: &["qualifications", "資格"],
        most: SHIFTS_MAX,
    },
    Form {
        file: "scores.csv",
        header: "氏名,試験,点数",
        names: &["scores", "試験", "点数", "得点"],
        most: SHIFTS_MAX,
    },
    Form {
        file: "shifts.csv",
        header: "拠点,曜日,開始,終了,要員",
        names: &["shifts", "勤務", "勤務体制", "シフト"],
        most: SHIFTS_MAX,
    },
];

/// All sheets that a bid's folder may have: those of the bid, and those of people's evidence.
fn all_sheets() -> Vec<Form> {
    SHEETS.into_iter().chain(EVIDENCE_SHEETS).collect()
}

/// The sheets of workbooks that are none of a bid.
#[must_use]
pub fn unread_sheets(sheets: &[(&str, &[u8])]) -> Vec<UnreadSheet> {
    intake::unread_sheets(&all_sheets(), sheets)
}

impl Bid {
    /// Adds people and shifts from sheets, each a file's name and bytes. A last day in a sheet is the last day itself. Sheets of
    /// people's evidence are left to [`Stated::from_sheets`](itss_core::Stated::from_sheets).
    ///
    /// # Errors
    /// Every problem of every sheet.
    pub fn with_sheets(mut self, sheets: &[(&str, &[u8])]) -> Result<Self, Vec<RowError>> {
        // A name that two people of the table have was told there.
        let mut people = People::default();
        for member in &self.members {
            people.add(&member.name);
        }
        let near = |word: &str, known: &[&str]| nearest(word, known.iter().copied()).map(str::to_owned);
        read_forms(Forms { read: &SHEETS, others: &EVIDENCE_SHEETS, near }, sheets, |form, row| {
            // A row that fails has said why.
            let _ = self.read_row(form.file, &mut Line(row), &mut people);
        })?;
        self.members.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(self)
    }

    /// Takes up a row; `None` where something of it is wrong, which is then noted.
    fn read_row(&mut self, file: &str, row: &mut Line<'_, '_>, people: &mut People) -> Option<()> {
        match file {
            "members.csv" => {
                let member = row.member()?;
                if !people.add(&member.name) {
                    return row.0.wrong("氏名", Reason::SameName);
                }
                self.members.push(member);
            }
            "shifts.csv" => {
                let shift = row.shift(people)?;
                self.shifts.push(shift);
            }
            _ => {
                let name = row.0.name("氏名");
                let place = name.as_ref().and_then(|name| people.places.get(name).copied());
                if let (Some(name), None) = (&name, place) {
                    let near = people.near(name);
                    let _: Option<()> = row.0.wrong("氏名", Reason::Nobody { name: name.clone(), near });
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

/// A row under way.
struct Line<'r, 'a>(&'r mut FormRow<'a>);

impl Line<'_, '_> {
    fn span(&mut self) -> Option<Span> {
        self.0.period("開始日", "終了日").map(|Period { from, to }| Span { from, to })
    }

    fn member(&mut self) -> Option<Member> {
        let name = self.0.name("氏名");
        let is_subcontracted = self.0.flag("再委託");
        let offered = match self.0.value("提案する役割") {
            "" => None,
            "-" | "－" | "なし" => Some(Vec::new()),
            _ => Some(self.0.words("提案する役割")),
        };
        let languages = self.0.words("言語");
        let evidence = Some(self.0.value("根拠ファイル").to_owned()).filter(|file| !file.is_empty());
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
                let (role, span) = (self.0.name("役割"), self.span());
                let pcs = if self.0.value("PC台数").is_empty() {
                    Some(None)
                } else {
                    self.0.number("PC台数").map(Some)
                };
                let Span { from, to } = span?;
                member.management.push(Management { role: role?, pcs: pcs?.map(u64::from), from, to });
            }
            "qualifications.csv" => {
                let (id, until) = (self.0.name("資格"), self.0.optional_date("有効期限"));
                member.qualifications.push(Held { id: id?, valid_until: until? });
            }
            _ => {
                let (test, points) = (self.0.name("試験"), self.0.number("点数"));
                member.scores.push(Points { test: test?, points: points? });
            }
        }
        Some(())
    }

    fn shift(&mut self, people: &mut People) -> Option<Shift> {
        let site = self.0.name("拠点");
        let days = match days(self.0.value("曜日")) {
            Some(days) => Some(days),
            None => self.0.wrong("曜日", Reason::Weekday),
        };
        let (from, to) = (self.clock("開始"), self.clock("終了"));
        let names = self.0.words("要員");
        let mut are_known = true;
        if names.is_empty() {
            are_known = self.0.wrong("要員", Reason::Missing).unwrap_or(false);
        }
        for name in &names {
            if !people.places.contains_key(name) {
                let near = people.near(name);
                are_known =
                    self.0.wrong("要員", Reason::Nobody { name: name.clone(), near }).unwrap_or(false);
            }
        }
        are_known.then_some(())?;
        Some(Shift { site: site?, days: days?, from: from?, to: to?, members: names })
    }

    /// A whole minute of the day: `9:00`, `9:00:00`, `９時`, or a time of a workbook.
    fn clock(&mut self, column: &str) -> Option<u16> {
        let seconds = match self.0.cell(column) {
            // A part of a day.
            Some(Cell::Day(part) | Cell::Number(part)) => read_part_of_day(part),
            _ => read_clock(&self.0.text(column)?),
        };
        let minute = seconds.filter(|seconds| seconds % 60 == 0 && *seconds <= 86_400);
        match minute.and_then(|seconds| u16::try_from(seconds / 60).ok()) {
            Some(minute) => Some(minute),
            None => self.0.wrong(column, Reason::Clock),
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
