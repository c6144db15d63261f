//! What is wrong with a row, where, and what to do about it.

use provenance::Text;

use crate::{CELL_MAX, COLUMNS_MAX, Damage, DateError, EncodingError, Excess, ROWS_MAX, Separator};

/// A problem with a file or a row of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowError {
    /// The file.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row that a spreadsheet shows, from 1 with the header; 0 for the file as a whole.
    pub row: u64,
    /// The column's name, where one is concerned.
    pub column: Option<String>,
    /// The value found there.
    pub value: String,
    /// What is wrong.
    pub reason: Reason,
    /// How many rows have the same value in the same column for the same reason, of which `row` is the first.
    pub rows: u64,
}

/// What is wrong with a value, a row or a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The file has no content at all.
    Empty,
    /// The row of the header is blank, or the sheet ends before it.
    NoHeader,
    /// The file is not in the encoding expected; says where.
    Encoding(Box<EncodingError>),
    /// No mapping is meant for a file of that name.
    NoMapping(Vec<String>),
    /// A column that the mapping needs is not there; names a column that may be meant.
    NoColumn(Option<String>),
    /// So many columns have the name that is asked for.
    DoubleColumn(usize),
    /// The row has another number of cells than the header.
    Ragged {
        /// The number of columns.
        columns: usize,
        /// The number of cells.
        cells: usize,
    },
    /// A quotation mark is not closed, or text stands between it and the next comma.
    Quote,
    /// The line was taken for a part of the row, whose quotation mark is not closed.
    Swallowed,
    /// A cell has more characters than [`CELL_MAX`](crate::CELL_MAX).
    TooLong,
    /// There are more columns than [`COLUMNS_MAX`](crate::COLUMNS_MAX).
    TooManyColumns,
    /// There are more rows than [`ROWS_MAX`](crate::ROWS_MAX).
    TooManyRows,
    /// The text could be cut at each of these signs.
    Separators(Vec<Separator>),
    /// A workbook with a password.
    Password,
    /// A workbook in the form of before 2007.
    OldWorkbook,
    /// A workbook, and this program was built without a reader for it.
    NoWorkbooks,
    /// A workbook that is larger, or packed more tightly, than any is; says how.
    WorkbookTooLarge(Box<Excess>),
    /// A workbook that cannot be read; says why.
    BrokenWorkbook(Text),
    /// The workbook has no sheet of that name; names those it has.
    NoSheet(Vec<String>),
    /// The workbook has several sheets, and none is named; names them.
    WhichSheet(Vec<String>),
    /// The cell holds an error.
    CellError,
    /// The formula was never calculated.
    Uncalculated,
    /// The cell is a part of a merged area; names the cell that holds the value.
    Merged(String),
    /// A line is no JSON object; says why.
    Json(String),
    /// A value that must be there is empty.
    Missing,
    /// Of all columns that are read, the identifier alone has a value.
    OnlyIdentifier,
    /// Rows have one identifier, and a spreadsheet changed it: they may be different ones.
    Damaged(Damage),
    /// The value is no time in any form that the mapping allows.
    Time(Vec<String>),
    /// The value is nearly a time; says what is wrong with it.
    Date(Box<DateError>),
    /// The value is a date, but the time of day is needed.
    NoTimeOfDay,
    /// The hour is 24 or more, which the mapping refuses.
    PastMidnight,
    /// No clock of the zone ever showed the time: it was put forward over it.
    NoSuchLocalTime,
    /// Clocks of the zone showed the time twice, and this row has to have one of them.
    LocalTimeTwice,
    /// The value is no span of time.
    Duration,
    /// So many more problems of the file are counted, not listed.
    More(u64),
    /// The value is no whole number.
    Number,
    /// The value cannot be a name.
    Name,
    /// The value is none of those that the mapping translates.
    Word(Vec<String>),
    /// The value is no state that the mapping knows; names those it knows.
    State(Vec<String>),
    /// A pause ends that never began.
    ResumeWithoutPause,
    /// More was done than planned.
    MoreThanPlanned,
    /// The row belongs to a case that is in none of the files.
    NoCase,
    /// The row belongs to a case that is recorded more often than so many times.
    RecordedTooOften(usize),
    /// The time lies before one that must come first; names that column and its value.
    Order {
        /// The column of what must come first.
        first: Box<str>,
        /// Its value.
        value: Box<str>,
    },
    /// The record answers nothing that was planned; says why.
    Work(Box<Text>),
    /// The row has a value in another column that rules this one out; names that column.
    NotBoth(Box<str>),
    /// Nothing reads a record of that name; names one that may be meant.
    NoReader(Option<String>),
    /// The value supposes that one of these columns is filled in, and none is.
    Supposes(Vec<String>),
}

/// So many of the words that were possible are named; who gives one more has `…` written after them.
pub const LISTED: usize = 20;

impl RowError {
    /// A problem of a file as a whole.
    #[must_use]
    pub fn of_file(file: &str, reason: Reason) -> Self {
        Self {
            file: file.to_owned(),
            sheet: None,
            row: 0,
            column: None,
            value: String::new(),
            reason,
            rows: 1,
        }
    }

    /// What is wrong, in both languages, without the place.
    #[must_use]
    pub fn text(&self) -> Text {
        let list = |words: &[String]| {
            let mut listed: Vec<String> = words.iter().take(LISTED).map(|word| format!("`{word}`")).collect();
            if words.len() > LISTED {
                listed.push("…".to_owned());
            }
            listed.join(", ")
        };
        match &self.reason {
            Reason::Empty => Text::new("ファイルが空", "the file is empty"),
            Reason::NoHeader => Text::new("見出し行がない", "there is no header in that row"),
            Reason::Encoding(error) => {
                let why = error.text();
                Text::new(format!("文字コードが合わない: {}", why.ja), format!("wrong encoding: {}", why.en))
            }
            Reason::NoMapping(patterns) => Text::new(
                format!("対応表にない名前のファイル（対応: {}）", list(patterns)),
                format!("no mapping for a file of that name (known: {})", list(patterns)),
            ),
            Reason::NoColumn(near) => match near {
                Some(near) => Text::new(
                    format!("列がない（`{near}`のことか）"),
                    format!("there is no such column; is `{near}` meant?"),
                ),
                None => Text::new("列がない", "there is no such column"),
            },
            Reason::DoubleColumn(columns) => Text::new(
                format!("同じ名前の列が{columns}つある"),
                format!("{columns} columns have this name"),
            ),
            Reason::Ragged { columns, cells } => Text::new(
                format!("{columns}列の表に{cells}個の値"),
                format!("{cells} values in a table of {columns} columns"),
            ),
            Reason::Quote => Text::new(
                "引用符が閉じていないか、閉じた引用符のあとに文字がある",
                "a quotation mark is not closed, or text follows the closing one",
            ),
            Reason::Swallowed => Text::new(
                "この行の閉じていない引用符に、次の行が取り込まれた",
                "this line was swallowed by the row's unclosed quotation mark",
            ),
            Reason::TooLong => Text::new(
                format!("セルの上限{CELL_MAX}文字を超える"),
                format!("has more than {CELL_MAX} characters, the limit for a cell"),
            ),
            Reason::TooManyColumns => Text::new(
                format!("列（JSONでは項目名）が上限{COLUMNS_MAX}を超える"),
                format!("has more than {COLUMNS_MAX} columns, or keys of JSON objects, the limit for a file"),
            ),
            Reason::TooManyRows => Text::new(
                format!("行が上限{ROWS_MAX}を超える"),
                format!("has more than {ROWS_MAX} rows, the limit for a file"),
            ),
            Reason::Separators(signs) => {
                let signs: Vec<String> = signs.iter().map(|sign| format!("{:?}", sign.sign())).collect();
                Text::new(
                    format!("{}のどれで区切るのか分からない", signs.join("、")),
                    format!("could be cut at each of {}", signs.join(", ")),
                )
            }
            Reason::Password => Text::new("パスワードの付いたブック", "is a workbook with a password"),
            Reason::OldWorkbook => {
                Text::new("2007年より前の形式のブック", "is a workbook in the form of before 2007")
            }
            Reason::NoWorkbooks => Text::new(
                "ブックを読む機能なしで作られたプログラム",
                "is a workbook, for which this program was built without a reader",
            ),
            Reason::WorkbookTooLarge(excess) => excess.text(),
            Reason::BrokenWorkbook(why) => Text::new(
                format!("ブックが壊れている: {}", why.ja),
                format!("the workbook is broken: {}", why.en),
            ),
            Reason::NoSheet(found) => Text::new(
                format!("その名前のシートがない（あるのは{}）", list(found)),
                format!("there is no sheet of that name, only {}", list(found)),
            ),
            Reason::WhichSheet(found) => Text::new(
                format!("どのシートを読むか分からない（{}）", list(found)),
                format!("it is not said which sheet to read: {}", list(found)),
            ),
            Reason::CellError => Text::new("セルがエラー", "the cell holds an error"),
            Reason::Uncalculated => Text::new("数式が計算されていない", "the formula was never calculated"),
            Reason::Merged(first) => Text::new(
                format!("結合セルの一部で、値は{first}にある"),
                format!("is a part of merged cells whose value stands in {first}"),
            ),
            Reason::Json(why) => {
                Text::new(format!("JSONの行でない: {why}"), format!("no JSON object: {why}"))
            }
            Reason::Missing => Text::new("値がない", "is empty"),
            Reason::OnlyIdentifier => {
                Text::new("番号だけで、ほかに値がない", "has an identifier and nothing else")
            }
            Reason::Damaged(damage) => {
                let damage = damage.text();
                Text::new(
                    format!("{}ため、異なる番号が同じになったおそれがある", damage.ja),
                    format!("{}: what were different identifiers may have become one", damage.en),
                )
            }
            Reason::Time(forms) => Text::new(
                format!("日時として読めない（書式: {}）", list(forms)),
                format!("is no time in the forms {}", list(forms)),
            ),
            Reason::Date(error) => error.text(),
            Reason::PastMidnight => Text::new("24時以降の時刻", "has an hour of 24 or more"),
            Reason::NoSuchLocalTime => Text::new(
                "時計を進めたため、この時刻はなかった",
                "is a time that never was: clocks were put forward over it",
            ),
            Reason::LocalTimeTwice => Text::new(
                "時計を戻したため、この時刻は2度あった",
                "is a time that was twice: clocks were put back over it",
            ),
            Reason::NoTimeOfDay => Text::new("日付だけで時刻がない", "is a date without a time of day"),
            Reason::Duration => Text::new("時間の長さとして読めない", "is no span of time"),
            Reason::More(count) => Text::new(
                format!("この先の問題{count}件は数えるだけで挙げない"),
                format!("{count} more problems are counted, not listed"),
            ),
            Reason::State(states) => Text::new(
                format!("対応表にない状態（対応: {}）", list(states)),
                format!("is no state of the mapping (known: {})", list(states)),
            ),
            Reason::Number => Text::new("0以上の整数でない", "is no whole number from 0"),
            Reason::Name => {
                Text::new("改行やタブを含み、名前でない", "holds a line end or tab and is not a name")
            }
            Reason::Word(words) => Text::new(
                format!("対応表にない値（対応: {}）", list(words)),
                format!("is none of {}", list(words)),
            ),
            Reason::ResumeWithoutPause => {
                Text::new("始まりのない中断の終わり", "a pause ends that never began")
            }
            Reason::MoreThanPlanned => Text::new("実施数が計画数を超える", "more was done than planned"),
            Reason::NoCase => Text::new("この番号の件がない", "no case has this number"),
            Reason::RecordedTooOften(most) => Text::new(
                format!("この番号の件が{most}回を超えて記録されている"),
                format!("the case of this number is recorded more than {most} times"),
            ),
            Reason::Work(why) => Text::clone(why),
            Reason::Order { first, value } => Text::new(
                format!("`{first}`の{value}より前の時刻"),
                format!("lies before `{first}` at {value}"),
            ),
            Reason::NotBoth(other) => Text::new(
                format!("`{other}`の値と両立しない"),
                format!("cannot stand beside a value in `{other}`"),
            ),
            Reason::NoReader(near) => match near {
                Some(near) => Text::new(
                    format!("この名称の記録を読むものがない（`{near}`のことか）"),
                    format!("nothing reads a record of that name; `{near}` is read"),
                ),
                None => Text::new("この名称の記録を読むものがない", "nothing reads a record of that name"),
            },
            Reason::Supposes(columns) => Text::new(
                format!("{}のいずれも記録がない", list(columns)),
                format!("none of {} is filled in", list(columns)),
            ),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match &self.reason {
            Reason::Empty => Text::new("見出し行のあるファイルを渡す", "hand in a file with a header"),
            Reason::NoHeader => {
                Text::new("対応表の header_row を直す", "state the right `header_row` in the mapping")
            }
            Reason::Encoding(_) => Text::new(
                "対応表の encoding に正しい文字コードを書くか、ファイルを保存し直す",
                "state the right encoding in the mapping, or save the file again",
            ),
            Reason::NoMapping(_) => {
                Text::new("ファイル名を変えるか、対応表に加える", "rename the file, or add it to the mapping")
            }
            Reason::NoColumn(_) => Text::new(
                "見出しを直すか、対応表の列名を合わせる",
                "mend the header, or the column's name in the mapping",
            ),
            Reason::DoubleColumn(_) => Text::new(
                "対応表に`列名[2]`のように何番目かを書くか、一方の名前を変える",
                "write in the mapping which is meant, as in `name[2]`, or rename one of them",
            ),
            Reason::Ragged { .. } => {
                Text::new("行の区切りと引用符を確かめる", "check separators and quotes of the row")
            }
            Reason::Quote => Text::new(
                "引用符を閉じる。値の中の引用符は2つ重ねる",
                "close the quotation mark; write one within a value twice",
            ),
            Reason::Swallowed => {
                Text::new("上の引用符を直して読み直す", "mend the quotation mark and read again")
            }
            Reason::TooLong => Text::new("値を短くする", "shorten it"),
            Reason::TooManyColumns => Text::new(
                "必要な列だけにする。区切り文字も確かめる",
                "hand in the columns that are needed; check the separators",
            ),
            Reason::TooManyRows => Text::new("ファイルを分ける", "split the file"),
            Reason::Separators(_) => Text::new(
                "対応表の separator に区切り文字を書く",
                "state the sign in `separator` of the mapping",
            ),
            Reason::Password => {
                Text::new("パスワードを外して保存し直す", "take the password off and save it again")
            }
            Reason::OldWorkbook => Text::new("xlsx形式かCSVで保存し直す", "save it as xlsx or CSV"),
            Reason::NoWorkbooks => Text::new("CSVで保存し直す", "save it as CSV"),
            Reason::WorkbookTooLarge(_) => Text::new(
                "表計算で開き、必要なシートだけを新しいブックに保存する",
                "open it in a spreadsheet program and save the sheet that is needed as a workbook of its own",
            ),
            Reason::BrokenWorkbook(_) => Text::new("開いて保存し直す", "open it and save it again"),
            Reason::NoSheet(_) | Reason::WhichSheet(_) => {
                Text::new("対応表の sheets に名前を書く", "name it in `sheets` of the mapping")
            }
            Reason::CellError => Text::new("値を直す", "mend the value"),
            Reason::Uncalculated => Text::new(
                "表計算で開いて保存し直す",
                "open the workbook in a spreadsheet program and save it",
            ),
            Reason::Merged(_) => Text::new(
                "結合を解き、それぞれのセルに値を入れる",
                "take the merging off and fill in each cell",
            ),
            Reason::Json(_) => Text::new("1行に1つのオブジェクトを書く", "write one object a line"),
            Reason::Missing => Text::new("値を入れる", "fill it in"),
            Reason::OnlyIdentifier => Text::new("値を入れるか、行を除く", "fill in the row, or take it out"),
            Reason::Damaged(_) => Text::new(
                "番号の列を文字列にして、元のツールから出力し直す",
                "export it anew, with identifiers as text",
            ),
            Reason::Time(_) => Text::new(
                "日時を直すか、対応表の times に書式を加える",
                "mend the time, or add its form to `times` of the mapping",
            ),
            Reason::Date(_) => Text::new("日時を直す", "mend the time"),
            Reason::PastMidnight => Text::new(
                "翌日の日時に直すか、対応表の past_midnight を next-day にする",
                "write the time of the next day, or state `past_midnight = \"next-day\"` in the mapping",
            ),
            Reason::NoSuchLocalTime => {
                Text::new("日時を直すか、時差を付ける", "mend the time, or write it with its offset")
            }
            Reason::LocalTimeTwice => Text::new(
                "時差を付けるか、対応表の repeated_hour に earlier か later を書く",
                "write it with its offset, or state `repeated_hour` in the mapping as `earlier` or `later`",
            ),
            Reason::NoTimeOfDay => Text::new(
                "時刻を入れるか、対応表の date_only で扱いを決める",
                "fill in the time, or state in `date_only` of the mapping what a date alone means",
            ),
            Reason::Duration => Text::new(
                "1:30:00、90分のように書くか、対応表の unit を合わせる",
                "write it as in `1:30:00` or `90分`, or match `unit` of the mapping",
            ),
            Reason::More(_) => Text::new("挙げたものを直して読み直す", "mend those listed and read again"),
            Reason::State(_) => Text::new(
                "状態を直すか、対応表の states に加える",
                "mend the state, or add it to `states` of the mapping",
            ),
            Reason::Number => Text::new(
                "数字と数え方の単位（件、台など）だけにする",
                "write digits, and at most what is counted (件, 台)",
            ),
            Reason::Name => Text::new("1行の名前にする", "write a name on one line"),
            Reason::Word(_) => {
                Text::new("値を直すか、対応表に加える", "mend the value, or add it to the mapping")
            }
            Reason::ResumeWithoutPause => Text::new("中断の始まりを入れる", "fill in when the pause began"),
            Reason::MoreThanPlanned => Text::new(
                "計画数を直すか、計画外の分を別の集計にする",
                "mend the plan, or tally what was unplanned apart",
            ),
            Reason::NoCase => Text::new("番号を確かめる", "check the number"),
            Reason::RecordedTooOften(_) => Text::new("同じ記録の重複を除く", "hand in each record once"),
            Reason::Work(_) => {
                Text::new("項目・拠点・日付を確かめる", "check the item, the site and the days")
            }
            Reason::Order { .. } => Text::new("2つの時刻を確かめる", "check both times"),
            Reason::NotBoth(_) => Text::new("どちらか一方を残す", "keep the one that is right"),
            Reason::NoReader(_) => {
                Text::new("読む側の表にある名称に直す", "write the name as the table that reads it has it")
            }
            Reason::Supposes(_) => Text::new("いずれかを入れる", "fill in one of them"),
        }
    }
}

impl RowError {
    /// The place, the value, what is wrong and what to do, in one line.
    #[must_use]
    pub fn line(&self) -> Text {
        let mut ja = self.file.clone();
        if let Some(sheet) = &self.sheet {
            ja.push_str(&format!("、シート`{sheet}`"));
        }
        match (self.row, self.rows) {
            (0, _) => {}
            (row, 1) => ja.push_str(&format!("、{row}行目")),
            (row, rows) => ja.push_str(&format!("、{rows}行、最初は{row}行目")),
        }
        if let Some(column) = &self.column {
            ja.push_str(&format!("、列`{column}`"));
        }
        if !self.value.is_empty() {
            ja.push_str(&format!("、`{}`", self.value));
        }
        Text::new(format!("{ja}: {}。{}", self.text().ja, self.remedy().ja), self.to_string())
    }
}

/// Prints the place, the value, what is wrong and what to do, in English.
impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet `{sheet}`")?;
        }
        match (self.row, self.rows) {
            (0, _) => {}
            (row, 1) => write!(f, ", row {row}")?,
            (row, rows) => write!(f, ", {rows} rows, first in row {row}")?,
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        if !self.value.is_empty() {
            write!(f, ", `{}`", self.value)?;
        }
        write!(f, ": {}; {}", self.text().en, self.remedy().en)
    }
}
