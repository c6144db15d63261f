//! A ledger as it stood, for people who work in spreadsheets.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use intake::fits_cp932;
use ledger::{Cell, ColumnType, Record, Sheet, State};
use provenance::{Language, Text};

/// A ledger at a state, to be written in a language.
///
/// ```
/// use ledger::{AsOf, Draft, Field, Journal, Kind, Put, Rules};
/// use ledger_sheet::{CsvEncoding, Export, Formulas};
/// use provenance::Language;
///
/// # let table = include_str!("../../keiyaku/contracts/jetro-2023/ledger.toml");
/// let rules = Rules::from_table("ledger.toml", table)?;
/// let mut journal = Journal::new();
/// let account = Put::new(Kind::Account, "0007").field(Field::Person, "髙橋").field(Field::Enabled, "yes");
/// let draft = Draft::put("2024-06-03".parse()?, account);
/// journal.append(journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![draft])?)?;
///
/// let state = journal.state(AsOf::day("2024-06-30".parse()?));
/// let sheet = rules.sheets.sheet(Kind::Account).ok_or("no such ledger")?;
/// let exported = Export { sheet, state: &state, language: Language::Ja }.to_csv(CsvEncoding::Utf8, Formulas::Kept, &[])?;
/// assert_eq!(
///     String::from_utf8(exported.bytes)?,
///     "\u{FEFF}ユーザーID,氏名,所属部署,最終サインイン日,有効,備考\r\n0007,髙橋,,,○,\r\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// The ledger.
    pub sheet: &'a Sheet,
    /// How things stood.
    pub state: &'a State<'a>,
    /// The language of names, words, yes and no.
    pub language: Language,
}

/// How a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvEncoding {
    /// UTF-8 with a byte order mark, by which spreadsheets know it.
    Utf8,
    /// CP932, for programs that read nothing else.
    Cp932,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many records it holds.
    pub rows: usize,
    /// Characters that were replaced, as the caller accepted. What is imported from here differs there.
    pub replaced: Vec<Place>,
    /// Cells of CSV that a spreadsheet would run as formulas, with the sign they begin with; none of a workbook, whose
    /// texts are texts. They have an apostrophe if [`escape::Formulas::Guarded`] was asked for.
    pub formulas: Vec<Place>,
    /// Fields that records have and the ledger's columns have not, with how many records: they are not in the file.
    pub left_out: BTreeMap<String, usize>,
}

/// A character in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The row that a spreadsheet shows.
    pub row: u32,
    /// The column's name.
    pub column: String,
    /// The record.
    pub id: String,
    /// The character.
    pub found: char,
}

/// Why a ledger cannot be written so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Characters that CP932 cannot hold exactly: all of them.
    #[error("{}", self.text().en)]
    NoCp932(Vec<Place>),
    /// The bytes would be taken for UTF-8 when read again.
    #[error("in CP932 this file would be taken for UTF-8; write UTF-8")]
    LooksLikeUtf8,
    /// A cell holds more than a spreadsheet can.
    #[error(
        "row {row}, column `{column}`: {length} characters, a cell of a workbook holds 32,767; write CSV"
    )]
    TooLong {
        /// The row.
        row: u32,
        /// The column's name.
        column: String,
        /// How long the text is there.
        length: usize,
    },
    /// There are more records than a sheet has rows.
    #[error("{records} records, a sheet of a workbook holds 1,048,575; write CSV")]
    TooManyRows {
        /// How many.
        records: usize,
    },
    /// The workbook cannot be written; says why.
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
}

impl ExportError {
    /// Its words in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let (ja, en): (Vec<String>, Vec<String>) =
            self.texts().into_iter().map(|text| (text.ja, text.en)).unzip();
        Text::new(ja.join("\n"), en.join("\n"))
    }

    /// Its words line by line: what is wrong, then each place.
    #[must_use]
    pub fn texts(&self) -> Vec<Text> {
        let (ja, en) = match self {
            Self::NoCp932(places) => {
                let head = Text::new(
                    "CP932で正確に書けない文字。UTF-8で書くか、置換を認める",
                    "characters that CP932 cannot hold exactly; write UTF-8, or accept a replacement",
                );
                return std::iter::once(head).chain(places.iter().map(Place::text)).collect();
            }
            Self::LooksLikeUtf8 => {
                ("CP932で書くとUTF-8と見分けられない。UTF-8で書く".to_owned(), self.to_string())
            }
            Self::TooLong { row, column, length } => (
                format!("{row}行目、列`{column}`: {length}文字。ブックのセルは32,767文字まで。CSVで書く"),
                self.to_string(),
            ),
            Self::TooManyRows { records } => {
                (format!("{records}件。ブックのシートは1,048,575件まで。CSVで書く"), self.to_string())
            }
            Self::Workbook(why) => (format!("ブックを書けない: {why}"), self.to_string()),
        };
        vec![Text::new(ja, en)]
    }
}

impl Place {
    fn text(&self) -> Text {
        let Self { row, column, found, .. } = self;
        let code = u32::from(*found);
        Text::new(
            format!("{row}行目、列`{column}`: `{found}`（U+{code:04X}）"),
            format!("row {row}, column `{column}`: `{found}` (U+{code:04X})"),
        )
    }
}

/// A cell to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown<'a> {
    Empty,
    Text(&'a str),
    /// A day, with its text.
    Day(NaiveDate, &'a str),
    /// A whole number, with its text.
    Number(u64, &'a str),
}

impl<'a> Shown<'a> {
    pub(crate) fn text(&self) -> &'a str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Day(_, text) | Self::Number(_, text) => text,
        }
    }
}

impl<'a> Export<'a> {
    /// The names of the columns, that of identifiers first.
    pub(crate) fn header(&self) -> Vec<&'a str> {
        let sheet = self.sheet;
        let names = sheet.columns.iter().map(|column| &column.name);
        std::iter::once(&sheet.id_name).chain(names).map(|name| name.in_language(self.language)).collect()
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Record<'a>> {
        self.state.records(self.sheet.kind)
    }

    /// A record's cells, its identifier aside. What is not of the column's type stands as it is.
    pub(crate) fn cells(&self, record: &Record<'a>) -> Vec<Shown<'a>> {
        let sheet = self.sheet;
        let shown = |column: &'a ledger::Column| {
            let Some(Cell { value: Some(text), .. }) = record.named(&column.field) else {
                return Shown::Empty;
            };
            match &column.holds {
                ColumnType::Text => Shown::Text(text),
                ColumnType::Date => match text.parse::<NaiveDate>() {
                    Ok(day) if day.to_string() == text => Shown::Day(day, text),
                    _ => Shown::Text(text),
                },
                ColumnType::Count | ColumnType::Yen => match text.parse::<u64>() {
                    Ok(number) if number.to_string() == text => Shown::Number(number, text),
                    _ => Shown::Text(text),
                },
                ColumnType::Flag => Shown::Text(match (text, self.language) {
                    ("yes", Language::Ja) => "○",
                    ("no", Language::Ja) => "×",
                    (other, _) => other,
                }),
                ColumnType::Word(words) => {
                    let word = words.iter().find(|word| word.id == text);
                    Shown::Text(word.map_or(text, |word| word.name.in_language(self.language)))
                }
            }
        };
        sheet.columns.iter().map(shown).collect()
    }

    /// Fields that have no column.
    pub(crate) fn left_out(&self) -> BTreeMap<String, usize> {
        let mut left_out = BTreeMap::new();
        for record in self.records() {
            let fields = record.fields().filter(|(_, cell)| cell.value.is_some());
            for (name, _) in fields.filter(|(name, _)| self.sheet.column(name).is_none()) {
                let count: &mut usize = left_out.entry(name.to_owned()).or_default();
                *count += 1;
            }
        }
        left_out
    }
}

/// A text with its characters outside CP932 replaced; the others are given with their place.
pub(crate) fn replaced(text: &str, accepted: &[(char, &str)], mut found: impl FnMut(char, bool)) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if fits_cp932(c) {
            out.push(c);
        } else if let Some((_, by)) = accepted.iter().find(|(from, _)| *from == c) {
            found(c, true);
            out.push_str(by);
        } else {
            found(c, false);
        }
    }
    out
}
