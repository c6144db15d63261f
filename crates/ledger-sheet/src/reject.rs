//! What is wrong with a file, a column, a row or a value: where, why, and the way out.

use intake::{CELL_MAX, COLUMNS_MAX, DateError, Excess, ROWS_MAX, RowError, Separator};
use provenance::{Language, Text};

/// The most cells that are read of a file.
pub const CELLS_MAX: u64 = 10_000_000;

/// The most problems of a file that are listed; the others are counted.
pub const LISTED_MAX: usize = 1_000;

/// Something that cannot be taken, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The file.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row that a spreadsheet shows; 0 for the file or the sheet as a whole.
    pub row: u64,
    /// The column's name, where one is concerned.
    pub column: Option<String>,
    /// The value found there.
    pub value: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The file or the sheet has no content.
    Empty,
    /// A text file is not in the encoding expected; says where.
    Encoding(Text),
    /// A text that could be cut at each of these signs.
    Separators(Vec<Separator>),
    /// A list of JSON or a line of it that is no object; says why.
    Json(String),
    /// A workbook of before 2007, or one with a password.
    OldWorkbook,
    /// A workbook that is larger, or packed more tightly, than any is; says how.
    WorkbookTooLarge(Excess),
    /// There are more rows than a spreadsheet has.
    TooManyRows,
    /// There are more columns than a spreadsheet has.
    TooManyColumns,
    /// There are more cells than are read of a file.
    TooManyCells,
    /// A workbook that cannot be read; says why.
    BrokenWorkbook(Text),
    /// The workbook has no sheet of that name; names those it has.
    NoSheet(Vec<String>),
    /// The workbook has several sheets, and none is named; names them.
    WhichSheet(Vec<String>),
    /// The contract has no ledger of that kind.
    NoLedger,
    /// The row of the header is empty or lies below the last row.
    NoHeader,
    /// No column holds the identifiers; names what it may be called.
    NoIdColumn(Vec<String>),
    /// A column of the mapping is not there; names one that may be meant.
    NoColumn(Option<String>),
    /// Two columns have one name.
    DoubleColumn,
    /// Two columns hold one field; names the field and the other column.
    DoubleField {
        /// The field.
        field: String,
        /// The other column.
        other: String,
    },
    /// A column that no ledger has, though nearly; names the column that may be meant.
    NearColumn(String),
    /// Neither the file nor the caller says from which day its rows hold.
    NoDay,
    /// The row has another number of cells than the header.
    Ragged {
        /// The number of columns.
        columns: usize,
        /// The number of cells.
        cells: usize,
    },
    /// The cell has more characters than a cell of a spreadsheet.
    TooLong,
    /// So many more problems of the file are counted, not listed.
    More(u64),
    /// A quotation mark is not closed, or text follows the closing one.
    Quote,
    /// The row was swallowed by an unclosed quotation mark.
    Swallowed,
    /// The row has no identifier.
    NoId,
    /// The value is no date.
    Date(DateError),
    /// The value is no whole number from 0.
    NoCount,
    /// The number is below 0.
    Negative,
    /// The number has a fraction.
    Fraction,
    /// The number is larger than any that is kept.
    TooLarge,
    /// The value is neither yes nor no; names the words for both.
    Flag(Vec<String>),
    /// The value is none of the column's words; names them, and one that may be meant.
    Word {
        /// The words.
        known: Vec<Text>,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// The value is no event that the mapping translates; names those it does.
    Event(Vec<String>),
    /// A number stands in a column of text, and digits of it are or may be lost.
    DigitsLost,
    /// A date or a yes-or-no stands in a column of text: the spreadsheet changed what was typed.
    NotText,
    /// The cell holds an error.
    CellError,
    /// The formula was never calculated.
    Uncalculated,
    /// The cell is a part of a merged area; names the cell that holds the value.
    Merged(String),
    /// Another row says otherwise of the same record on the same day.
    Contradiction {
        /// The other row.
        row: u64,
        /// The sheet it stands in.
        sheet: Option<String>,
        /// What it says.
        value: String,
    },
}

/// Every code of [`Reason::code`], in the order of the variants.
pub const CODES: &[&str] = &[
    "empty",
    "encoding",
    "separators",
    "json",
    "old-workbook",
    "workbook-too-large",
    "too-many-rows",
    "too-many-columns",
    "too-many-cells",
    "broken-workbook",
    "no-sheet",
    "which-sheet",
    "no-ledger",
    "no-header",
    "no-id-column",
    "no-column",
    "double-column",
    "double-field",
    "near-column",
    "no-day",
    "ragged",
    "too-long",
    "more",
    "quote",
    "swallowed",
    "no-id",
    "no-date",
    "ambiguous-date",
    "outside-era",
    "no-such-day",
    "other-weekday",
    "no-clock",
    "time-of-day",
    "no-date-system",
    "false-leap-day",
    "no-serial",
    "no-count",
    "negative",
    "fraction",
    "too-large",
    "no-flag",
    "no-word",
    "no-event",
    "digits-lost",
    "not-text",
    "cell-error",
    "uncalculated",
    "merged",
    "contradiction",
];

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn names(words: &[Text], language: Language) -> String {
    words.iter().map(|word| format!("`{}`", word.in_language(language))).collect::<Vec<_>>().join(", ")
}

/// What `intake` says of files and cells.
impl From<intake::Reason> for Reason {
    fn from(reason: intake::Reason) -> Self {
        use intake::Reason as Read;
        match reason {
            Read::Empty => Self::Empty,
            Read::NoHeader => Self::NoHeader,
            Read::Encoding(error) => Self::Encoding(error.text()),
            Read::Separators(signs) => Self::Separators(signs),
            Read::Json(why) => Self::Json(why),
            Read::Password | Read::OldWorkbook => Self::OldWorkbook,
            Read::WorkbookTooLarge(excess) => Self::WorkbookTooLarge(*excess),
            Read::BrokenWorkbook(why) => Self::BrokenWorkbook(why),
            Read::NoSheet(names) => Self::NoSheet(names),
            Read::WhichSheet(names) => Self::WhichSheet(names),
            Read::DoubleColumn(_) => Self::DoubleColumn,
            Read::Quote => Self::Quote,
            Read::Swallowed => Self::Swallowed,
            Read::TooManyRows => Self::TooManyRows,
            Read::TooManyColumns => Self::TooManyColumns,
            Read::TooLong => Self::TooLong,
            Read::Ragged { columns, cells } => Self::Ragged { columns, cells },
            other => Self::BrokenWorkbook(RowError::of_file("", other).text()),
        }
    }
}

impl Reason {
    /// The name of the message, as the reference lists it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Encoding(_) => "encoding",
            Self::Separators(_) => "separators",
            Self::Json(_) => "json",
            Self::OldWorkbook => "old-workbook",
            Self::WorkbookTooLarge(_) => "workbook-too-large",
            Self::TooManyRows => "too-many-rows",
            Self::TooManyColumns => "too-many-columns",
            Self::TooManyCells => "too-many-cells",
            Self::BrokenWorkbook(_) => "broken-workbook",
            Self::NoSheet(_) => "no-sheet",
            Self::WhichSheet(_) => "which-sheet",
            Self::NoLedger => "no-ledger",
            Self::NoHeader => "no-header",
            Self::NoIdColumn(_) => "no-id-column",
            Self::NoColumn(_) => "no-column",
            Self::DoubleColumn => "double-column",
            Self::DoubleField { .. } => "double-field",
            Self::NearColumn(_) => "near-column",
            Self::NoDay => "no-day",
            Self::Ragged { .. } => "ragged",
            Self::TooLong => "too-long",
            Self::More(_) => "more",
            Self::Quote => "quote",
            Self::Swallowed => "swallowed",
            Self::NoId => "no-id",
            Self::Date(DateError::Ambiguous { .. }) => "ambiguous-date",
            Self::Date(DateError::OutsideEra { .. }) => "outside-era",
            Self::Date(DateError::NoSuchDay) => "no-such-day",
            Self::Date(DateError::OtherWeekday { .. }) => "other-weekday",
            Self::Date(DateError::NoClock { .. }) => "no-clock",
            Self::Date(DateError::TimeOfDay { .. }) => "time-of-day",
            Self::Date(DateError::NoSystem { .. }) => "no-date-system",
            Self::Date(DateError::FalseLeapDay) => "false-leap-day",
            Self::Date(DateError::NoSerial) => "no-serial",
            Self::Date(_) => "no-date",
            Self::NoCount => "no-count",
            Self::Negative => "negative",
            Self::Fraction => "fraction",
            Self::TooLarge => "too-large",
            Self::Flag(_) => "no-flag",
            Self::Word { .. } => "no-word",
            Self::Event(_) => "no-event",
            Self::DigitsLost => "digits-lost",
            Self::NotText => "not-text",
            Self::CellError => "cell-error",
            Self::Uncalculated => "uncalculated",
            Self::Merged(_) => "merged",
            Self::Contradiction { .. } => "contradiction",
        }
    }

    /// Whether the file or one of its sheets cannot be taken at all.
    #[must_use]
    pub fn is_of_file(&self) -> bool {
        matches!(
            self,
            Self::Empty
                | Self::Encoding(_)
                | Self::Separators(_)
                | Self::OldWorkbook
                | Self::WorkbookTooLarge(_)
                | Self::TooManyRows
                | Self::TooManyColumns
                | Self::TooManyCells
                | Self::BrokenWorkbook(_)
                | Self::NoSheet(_)
                | Self::WhichSheet(_)
                | Self::NoLedger
                | Self::NoHeader
                | Self::NoIdColumn(_)
                | Self::NoColumn(_)
                | Self::DoubleColumn
                | Self::DoubleField { .. }
                | Self::NearColumn(_)
        )
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("中身がない", "there is nothing in it"),
            Self::Encoding(why) => {
                Text::new(format!("文字コードが合わない: {}", why.ja), format!("wrong encoding: {}", why.en))
            }
            Self::Separators(signs) => {
                RowError::of_file("", intake::Reason::Separators(signs.clone())).text()
            }
            Self::Json(why) => RowError::of_file("", intake::Reason::Json(why.clone())).text(),
            Self::OldWorkbook => Text::new(
                "2007年より前の形式か、パスワードの付いたブック",
                "a workbook in the form of before 2007, or one with a password",
            ),
            Self::WorkbookTooLarge(excess) => excess.text(),
            Self::TooManyRows => Text::new(
                format!("行が上限{ROWS_MAX}を超える"),
                format!("has more than {ROWS_MAX} rows, the limit for a file"),
            ),
            Self::TooManyColumns => Text::new(
                format!("列が上限{COLUMNS_MAX}を超える"),
                format!("has more than {COLUMNS_MAX} columns, the limit for a file"),
            ),
            Self::TooManyCells => Text::new(
                format!("セルが上限{CELLS_MAX}個を超える"),
                format!("has more than {CELLS_MAX} cells, the limit for a file"),
            ),
            Self::TooLong => Text::new(
                format!("セルの上限{CELL_MAX}文字を超える"),
                format!("has more than {CELL_MAX} characters, the limit for a cell"),
            ),
            Self::More(count) => Text::new(
                format!("この先の問題{count}件は数えるだけで挙げない"),
                format!("{count} more problems are counted, not listed"),
            ),
            Self::BrokenWorkbook(why) => Text::new(
                format!("ブックが壊れている: {}", why.ja),
                format!("the workbook is broken: {}", why.en),
            ),
            Self::NoSheet(found) => Text::new(
                format!("その名前のシートがない（あるのは{}）", list(found)),
                format!("there is no sheet of that name, only {}", list(found)),
            ),
            Self::WhichSheet(found) => Text::new(
                format!("どのシートを読むか分からない（{}）", list(found)),
                format!("it is not said which sheet to read: {}", list(found)),
            ),
            Self::NoLedger => {
                Text::new("契約にこの種類の台帳がない", "the contract has no ledger of this kind")
            }
            Self::NoHeader => Text::new("見出し行がない", "there is no header in that row"),
            Self::NoIdColumn(names) => Text::new(
                format!("識別番号の列がない（{}）", list(names)),
                format!("no column holds the identifiers ({})", list(names)),
            ),
            Self::NoColumn(near) => match near {
                Some(near) => Text::new(
                    format!("対応表の列がファイルにない（`{near}`のことか）"),
                    format!("the mapping names this column, the file has none; is `{near}` meant?"),
                ),
                None => Text::new(
                    "対応表の列がファイルにない",
                    "the mapping names this column, the file has none",
                ),
            },
            Self::DoubleColumn => Text::new("同じ名前の列が2つある", "two columns have this name"),
            Self::DoubleField { field, other } => Text::new(
                format!("列`{other}`と同じ項目`{field}`に当たる"),
                format!("holds field `{field}`, as column `{other}` does"),
            ),
            Self::NearColumn(near) => Text::new(
                format!("台帳にない列（`{near}`のことか）"),
                format!("is no column of the ledger; is `{near}` meant?"),
            ),
            Self::NoDay => {
                Text::new("いつからの事実か分からない", "nobody says from which day the rows hold")
            }
            Self::Ragged { columns, cells } => Text::new(
                format!("{columns}列の表に{cells}個の値"),
                format!("{cells} values in a table of {columns} columns"),
            ),
            Self::Quote => Text::new(
                "引用符が閉じていないか、閉じた引用符のあとに文字がある",
                "a quotation mark is not closed, or text follows the closing one",
            ),
            Self::Swallowed => Text::new(
                "上の行の閉じていない引用符に取り込まれた",
                "was swallowed by an unclosed quotation mark above",
            ),
            Self::NoId => Text::new("識別番号がない", "has no identifier"),
            Self::Date(error) => error.text(),
            Self::NoCount => Text::new("0以上の整数でない", "is no whole number from 0"),
            Self::Negative => Text::new("0より小さい", "is below 0"),
            Self::Fraction => Text::new("端数がある", "has a fraction"),
            Self::TooLarge => Text::new("大きすぎる数", "is too large a number"),
            Self::Flag(known) => Text::new(
                format!("はい・いいえのどちらでもない（{}）", list(known)),
                format!("is neither yes nor no ({})", list(known)),
            ),
            Self::Word { known, near } => match near {
                Some(near) => Text::new(
                    format!("列の値にない（`{near}`のことか。値は{}）", names(known, Language::Ja)),
                    format!(
                        "is no word of this column; is `{near}` meant? It may be {}",
                        names(known, Language::En)
                    ),
                ),
                None => Text::new(
                    format!("列の値にない（値は{}）", names(known, Language::Ja)),
                    format!("is no word of this column; it may be {}", names(known, Language::En)),
                ),
            },
            Self::Event(known) => Text::new(
                format!("対応表にない出来事（{}）", list(known)),
                format!("is no event of the mapping, which knows {}", list(known)),
            ),
            Self::DigitsLost => Text::new(
                "文字の列に数値があり、桁が失われたおそれがある",
                "is a number in a column of text; digits may have been lost",
            ),
            Self::NotText => Text::new(
                "文字の列に日付か真偽値がある。表計算が入力を変えた",
                "is a date or a yes-or-no in a column of text; the spreadsheet changed what was typed",
            ),
            Self::CellError => Text::new("セルがエラー", "the cell holds an error"),
            Self::Uncalculated => Text::new("数式が計算されていない", "the formula was never calculated"),
            Self::Merged(first) => Text::new(
                format!("結合セルの一部で、値は{first}にある"),
                format!("is a part of merged cells whose value stands in {first}"),
            ),
            Self::Contradiction { row, sheet, value } => {
                let (ja, en) = sheet.as_ref().map_or_else(Default::default, |sheet| {
                    (format!("シート`{sheet}`の"), format!(" of sheet `{sheet}`"))
                });
                Text::new(
                    format!("同じ日の同じ記録について、{ja}{row}行目は`{value}`"),
                    format!("row {row}{en} says `{value}` of the same record on the same day"),
                )
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::Empty => Text::new("見出し行のあるファイルを渡す", "hand in a file with a header"),
            Self::Encoding(_) => Text::new(
                "対応表の encoding を直すか、ファイルを保存し直す",
                "state the right `encoding` in the mapping, or save the file again",
            ),
            Self::Separators(_) => Text::new(
                "対応表の separator に区切り文字を書く",
                "state the sign in `separator` of the mapping",
            ),
            Self::Json(_) => Text::new("1行に1つのオブジェクトを書く", "write one object a line"),
            Self::OldWorkbook => Text::new(
                "パスワードを外し、xlsx形式かCSVで保存し直す",
                "take the password off and save it as xlsx or CSV",
            ),
            Self::WorkbookTooLarge(_) => Text::new(
                "表計算で開き、必要なシートだけを新しいブックに保存する",
                "open it in a spreadsheet program and save the sheet that is needed as a workbook of its own",
            ),
            Self::TooManyRows | Self::TooManyCells => Text::new("ファイルを分ける", "split the file"),
            Self::TooManyColumns => Text::new(
                "必要な列だけにする。区切り文字も確かめる",
                "hand in the columns that are needed; check the separators",
            ),
            Self::TooLong => Text::new("値を短くする", "shorten it"),
            Self::More(_) => Text::new("挙げたものを直して読み直す", "mend those listed and read again"),
            Self::BrokenWorkbook(_) => Text::new("開いて保存し直す", "open it and save it again"),
            Self::NoSheet(_) | Self::WhichSheet(_) => {
                Text::new("対応表の sheets に名前を書く", "name it in `sheets` of the mapping")
            }
            Self::NoLedger => {
                Text::new("契約の ledger.toml に加える", "add it to `ledger.toml` of the contract")
            }
            Self::NoHeader => {
                Text::new("対応表の header_row を直す", "state the right `header_row` in the mapping")
            }
            Self::NoIdColumn(_) => {
                Text::new("対応表の id に列名を書く", "name the column in `id` of the mapping")
            }
            Self::NoColumn(_) => Text::new(
                "見出しを直すか、対応表の列名を合わせる",
                "mend the header, or the column's name in the mapping",
            ),
            Self::DoubleColumn => Text::new("一方の名前を変える", "rename one of them"),
            Self::DoubleField { .. } => {
                Text::new("一方を対応表の ignore に書く", "name one of them in `ignore` of the mapping")
            }
            Self::NearColumn(_) => Text::new(
                "見出しを直すか、対応表の column か ignore に書く",
                "mend the header, or name it in `column` or `ignore` of the mapping",
            ),
            Self::NoDay => Text::new(
                "対応表の valid_on に日、valid_on_column に列名を書くか、読み込むときに日を渡す",
                "state a day in `valid_on` or a column in `valid_on_column` of the mapping, or hand in the day with the file",
            ),
            Self::Ragged { .. } => {
                Text::new("行の区切りと引用符を確かめる", "check separators and quotes of the row")
            }
            Self::Quote => Text::new(
                "引用符を閉じる。値の中の引用符は2つ重ねる",
                "close the quotation mark; write one within a value twice",
            ),
            Self::Swallowed => {
                Text::new("上の引用符を直して読み直す", "mend the quotation mark and read again")
            }
            Self::NoId => Text::new("番号を入れるか、行を消す", "fill it in, or delete the row"),
            Self::Date(DateError::NoSystem { .. }) => Text::new(
                "対応表の date_system に1900か1904を書く",
                "state 1900 or 1904 in `date_system` of the mapping",
            ),
            Self::Date(DateError::TimeOfDay { .. }) => Text::new(
                "日付だけにするか、対応表の time_of_day を drop にする",
                "leave the date alone, or set `time_of_day` of the mapping to `drop`",
            ),
            Self::Date(_) => Text::new(
                "2024-06-03のように書くか、対応表の dates に書式を加える",
                "write it as in 2024-06-03, or add its form to `dates` of the mapping",
            ),
            Self::NoCount | Self::TooLarge => Text::new("数字だけにする", "write digits only"),
            Self::Negative | Self::Fraction => Text::new("0以上の整数にする", "write a whole number from 0"),
            Self::Flag(_) | Self::Word { .. } => Text::new(
                "値を直すか、対応表の words に加える",
                "mend the value, or add it to `words` of the mapping",
            ),
            Self::Event(_) => Text::new(
                "値を直すか、対応表の event.words に加える",
                "mend the value, or add it to `event.words` of the mapping",
            ),
            Self::DigitsLost | Self::NotText => Text::new(
                "列を文字列の書式にして、元の値を入れ直す",
                "format the column as text and type the value again",
            ),
            Self::CellError => Text::new("数式を直す", "mend the formula"),
            Self::Uncalculated => {
                Text::new("表計算で開いて保存し直す", "open it in a spreadsheet program and save it again")
            }
            Self::Merged(_) => {
                Text::new("結合を解いて、各セルに値を入れる", "take the cells apart and fill in each")
            }
            Self::Contradiction { .. } => Text::new("正しい行だけを残す", "keep the row that is right"),
        }
    }
}

impl Rejection {
    /// The place, the value, what is wrong and what to do, in one line.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let mut place = self.file.clone();
        let is_ja = language == Language::Ja;
        let mut add = |ja: String, en: String| {
            place.push_str(if is_ja { "、" } else { ", " });
            place.push_str(if is_ja { &ja } else { &en });
        };
        if let Some(sheet) = &self.sheet {
            add(format!("シート`{sheet}`"), format!("sheet `{sheet}`"));
        }
        if self.row > 0 {
            add(format!("{}行目", self.row), format!("row {}", self.row));
        }
        if let Some(column) = &self.column {
            add(format!("列`{column}`"), format!("column `{column}`"));
        }
        if !self.value.is_empty() {
            add(format!("`{}`", self.value), format!("`{}`", self.value));
        }
        let (text, remedy) = (self.reason.text(), self.reason.remedy());
        if is_ja {
            format!("{place}: {}。{}", text.ja, remedy.ja)
        } else {
            format!("{place}: {}; {}", text.en, remedy.en)
        }
    }
}

/// Prints the English line.
impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.line(Language::En))
    }
}
