//! What an import would record.

use std::sync::Arc;

use chrono::NaiveDate;
use intake::{Damage, Found, Reason, RowError};
use ledger::{Body, Draft, Event, Kind, Origin, Put};
use provenance::{Text, number_of};

/// What the import of a file would record, and why not the rest. Nothing is recorded by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The file.
    pub file: String,
    /// The kind of record.
    pub kind: Kind,
    /// How a text file turned out to be encoded.
    pub encoding: Option<Found>,
    /// How many rows were read, blank ones aside.
    pub rows: u64,
    /// Records that the ledger does not know on the row's day.
    pub created: Vec<Change>,
    /// Records of which the row says something else or something new.
    pub updated: Vec<Change>,
    /// Rows that say what the ledger holds.
    pub unchanged: Vec<Unchanged>,
    /// Records of the ledger that the file has not, disposed ones aside. Nothing becomes of them.
    pub absent: Vec<String>,
    /// What cannot be taken: up to [`intake::PROBLEMS_MAX`] problems, and how many more there are.
    pub rejected: Vec<RowError>,
    /// What a person may want to know of what is taken.
    pub notes: Vec<Note>,
}

/// A row that would be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub origin: Origin,
    /// The record.
    pub id: Box<str>,
    /// The day from which it holds.
    pub valid_on: NaiveDate,
    /// The ledger already holds later facts of the record; they stay as they are.
    pub is_late: bool,
    /// What happened, where the ledger does not know it.
    pub event: Option<Event>,
    /// The fields that change.
    pub fields: Vec<FieldChange>,
}

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: Arc<str>,
    /// What the ledger holds on that day.
    pub from: Option<Box<str>>,
    /// What the file says.
    pub to: Option<Box<str>>,
}

/// A row that says nothing new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// Where it stands.
    pub origin: Origin,
    /// The record.
    pub id: Box<str>,
}

/// Something a person may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The first row concerned; 0 for the sheet as a whole.
    pub row: u64,
    /// How many rows are concerned.
    pub count: u64,
    /// The column, where one is concerned.
    pub column: Option<String>,
    /// What it is.
    pub what: Noted,
}

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Noted {
    /// The column holds nothing of the ledger and is not taken.
    ColumnLeftOut,
    /// Numbers stood in a column of text: zeros before them would have been lost before the file was saved.
    NumberAsText,
    /// An identifier that a spreadsheet changed, of one row: what it was nobody knows.
    Damaged(Damage),
    /// Times of day beside dates were dropped, as the mapping says.
    TimeDropped,
    /// Rows say the same as an earlier row.
    SameAsBefore,
    /// Cells were written with an apostrophe before a formula or an escape for a hidden character; the text is taken.
    ReadBack,
    /// Cells stand in columns without a name and are not taken.
    WithoutColumn,
    /// The sheet is not read.
    SheetLeftOut,
    /// The sheet is hidden, and read.
    HiddenSheet,
    /// Rows are hidden, and read.
    HiddenRows,
    /// Columns are hidden, and read.
    HiddenColumns,
    /// A filter is at work; what it hides is read.
    Filtered,
}

impl Noted {
    /// Its words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::ColumnLeftOut => {
                Text::new("台帳にない列で、読まない", "is no column of the ledger and is left out")
            }
            Self::NumberAsText => Text::new(
                "文字の列に数値。先頭の0が失われていても分からない",
                "numbers in a column of text; whether zeros before them were lost cannot be known",
            ),
            Self::Damaged(damage) => {
                let damage = damage.text();
                Text::new(
                    format!("{}と見える番号をそのまま読んだ", damage.ja),
                    format!("identifiers that look damaged ({}) were taken as they are", damage.en),
                )
            }
            Self::TimeDropped => {
                Text::new("日付に付いた時刻を落とした", "times of day beside dates were dropped")
            }
            Self::SameAsBefore => Text::new("前の行と同じ内容", "say the same as an earlier row"),
            Self::ReadBack => Text::new(
                "数式の前の ' 又は見えない文字の表記（\\u{…}）を元の文字列に戻した",
                "a ' before a formula or the escape of a hidden character (\\u{…}) was read back as the text",
            ),
            Self::WithoutColumn => Text::new(
                "見出しのない列に値があり、読まない",
                "cells in columns without a name are left out",
            ),
            Self::SheetLeftOut => Text::new("読まないシート", "the sheet is not read"),
            Self::HiddenSheet => Text::new("非表示のシートを読んだ", "the sheet is hidden, and read"),
            Self::HiddenRows => Text::new("非表示の行も読んだ", "hidden rows are read like others"),
            Self::HiddenColumns => Text::new("非表示の列も読んだ", "hidden columns are read like others"),
            Self::Filtered => Text::new(
                "絞り込みが掛かっている。隠れた行も読んだ",
                "a filter is at work; the rows that it hides are read like others",
            ),
        }
    }
}

/// What is done with the rest where rows are rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnRejected {
    /// Nothing is recorded.
    #[default]
    Stop,
    /// Rows that can be taken are recorded without those that cannot. A problem of the file as a whole still stops.
    GoOn,
}

/// Nothing is recorded, because something was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportStopped {
    /// The file as a whole cannot be taken.
    #[error("the file has {problems} problems as a whole; nothing is recorded")]
    File {
        /// How many.
        problems: u64,
    },
    /// Rows were rejected.
    #[error(
        "{problems} problems in rows; nothing is recorded unless the rows are mended or left out knowingly"
    )]
    Rows {
        /// How many.
        problems: u64,
    },
}

impl ImportStopped {
    /// Why, in both languages.
    #[must_use]
    pub fn text(self) -> Text {
        let ja = match self {
            Self::File { problems } => {
                format!("ファイル全体に関わる問題が{problems}件あり、何も記録していない")
            }
            Self::Rows { problems } => {
                format!("行の問題が{problems}件ある。直すか、承知の上で除くまで何も記録しない")
            }
        };
        Text::new(ja, self.to_string())
    }
}

impl Plan {
    /// Whether something was rejected.
    #[must_use]
    pub fn has_rejections(&self) -> bool {
        !self.rejected.is_empty()
    }

    /// How many problems there are, listed or not.
    #[must_use]
    pub fn problems(&self) -> u64 {
        let count = |rejection: &RowError| match rejection.reason {
            Reason::More(more) => more,
            _ => rejection.rows,
        };
        self.rejected.iter().map(count).sum()
    }

    /// Whether there is nothing to record.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.created.is_empty() && self.updated.is_empty()
    }

    /// The facts for one batch, in the order of rows; none where nothing is new.
    ///
    /// # Errors
    /// [`ImportStopped`] where something was rejected: a file is recorded whole, or as its reader decided.
    pub fn drafts(&self, on_rejected: OnRejected) -> Result<Vec<Draft>, ImportStopped> {
        let of_file =
            number_of(self.rejected.iter().filter(|rejection| rejection.reason.is_of_file()).count());
        if of_file > 0 {
            return Err(ImportStopped::File { problems: of_file });
        }
        if self.has_rejections() && on_rejected == OnRejected::Stop {
            return Err(ImportStopped::Rows { problems: self.problems() });
        }
        let mut changes: Vec<&Change> = self.created.iter().chain(&self.updated).collect();
        changes.sort_by(|a, b| (&a.origin.sheet, a.origin.row).cmp(&(&b.origin.sheet, b.origin.row)));
        Ok(changes.into_iter().map(|change| change.draft(self.kind)).collect())
    }
}

impl Change {
    fn draft(&self, kind: Kind) -> Draft {
        let fields =
            self.fields.iter().map(|change| (Arc::clone(&change.field), change.to.clone())).collect();
        let put = Put { kind, id: self.id.clone(), event: self.event, fields };
        Draft { valid_on: self.valid_on, origin: Some(self.origin.clone()), body: Body::Put(put) }
    }
}
