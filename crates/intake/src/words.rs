//! The words of reasons, in both languages.

use provenance::{Language, Text};

use crate::{COLUMNS_MAX, DateError, Purpose, Reason};

/// So many of the words that were possible are named; who gives one more has `…` written after them.
pub const LISTED: usize = 20;

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut listed: Vec<String> = words.take(LISTED + 1).map(|word| format!("`{word}`")).collect();
    if let Some(last) = listed.get_mut(LISTED) {
        *last = "…".to_owned();
    }
    listed.join(", ")
}

fn meant(near: Option<&str>) -> (String, String) {
    near.map_or_else(Default::default, |near| {
        (format!("`{near}`のことか。"), format!("; is `{near}` meant?"))
    })
}

impl Reason {
    /// What is wrong, without the place.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("ファイルが空", "the file is empty"),
            Self::NoHeader => Text::new("見出し行がない", "there is no header in that row"),
            Self::Encoding(error) => {
                let why = error.text();
                Text::new(format!("文字コードが合わない: {}", why.ja), format!("wrong encoding: {}", why.en))
            }
            Self::NoMapping(patterns) => Text::new(
                format!("対応表にない名前のファイル（対応: {}）", list(patterns.iter().map(String::as_str))),
                format!(
                    "no mapping for a file of that name (known: {})",
                    list(patterns.iter().map(String::as_str))
                ),
            ),
            Self::NoColumn(near) => match near {
                Some(near) => Text::new(
                    format!("列がない（`{near}`のことか）"),
                    format!("there is no such column; is `{near}` meant?"),
                ),
                None => Text::new("列がない", "there is no such column"),
            },
            Self::DoubleColumn(columns) => Text::new(
                format!("同じ名前の列が{columns}つある"),
                format!("{columns} columns have this name"),
            ),
            Self::Ragged { columns, cells } => Text::new(
                format!("{columns}列の表に{cells}個の値"),
                format!("{cells} values in a table of {columns} columns"),
            ),
            Self::Quote => Text::new(
                "引用符が閉じていないか、閉じた引用符のあとに文字がある",
                "a quotation mark is not closed, or text follows the closing one",
            ),
            Self::Swallowed => Text::new(
                "この行の閉じていない引用符に、次の行が取り込まれた",
                "this line was swallowed by the row's unclosed quotation mark",
            ),
            Self::TooLong(most) => Text::new(
                format!("セルの上限{most}文字を超える"),
                format!("has more than {most} characters, the limit for a cell"),
            ),
            Self::TooManyColumns => Text::new(
                format!("列（JSONでは項目名）が上限{COLUMNS_MAX}を超える"),
                format!("has more than {COLUMNS_MAX} columns, or keys of JSON objects, the limit for a file"),
            ),
            Self::TooManyRows(most) => Text::new(
                format!("行が上限{most}を超える"),
                format!("has more than {most} rows, the limit for a file"),
            ),
            Self::TooManyCells(most) => Text::new(
                format!("セルが上限{most}個を超える"),
                format!("has more than {most} cells, the limit for a file"),
            ),
            Self::Separators(signs) => {
                let signs: Vec<String> = signs.iter().map(|sign| format!("{:?}", sign.sign())).collect();
                Text::new(
                    format!("{}のどれで区切るのか分からない", signs.join("、")),
                    format!("could be cut at each of {}", signs.join(", ")),
                )
            }
            Self::Password => Text::new("パスワードの付いたブック", "is a workbook with a password"),
            Self::OldWorkbook => {
                Text::new("Excel 95以前の形式のブック", "is a workbook in the form of Excel 95 or before")
            }
            Self::NoWorkbooks => Text::new(
                "ブックを読む機能なしで作られたプログラム",
                "is a workbook, for which this program was built without a reader",
            ),
            Self::WorkbookTooLarge(excess) => excess.text(),
            Self::BrokenWorkbook(why) => Text::new(
                format!("ブックが壊れている: {}", why.ja),
                format!("the workbook is broken: {}", why.en),
            ),
            Self::NoSheet(found) => Text::new(
                format!("その名前のシートがない（あるのは{}）", list(found.iter().map(String::as_str))),
                format!("there is no sheet of that name, only {}", list(found.iter().map(String::as_str))),
            ),
            Self::WhichSheet(found) => Text::new(
                format!("どのシートを読むか分からない（{}）", list(found.iter().map(String::as_str))),
                format!("it is not said which sheet to read: {}", list(found.iter().map(String::as_str))),
            ),
            Self::CellError => Text::new("セルがエラー", "the cell holds an error"),
            Self::Uncalculated => Text::new("数式が計算されていない", "the formula was never calculated"),
            Self::Merged(first) => Text::new(
                format!("結合セルの一部で、値は{first}にある"),
                format!("is a part of merged cells whose value stands in {first}"),
            ),
            Self::Json(why) => Text::new(
                format!("JSONのオブジェクトでない: {}", why.ja),
                format!("no JSON object: {}", why.en),
            ),
            Self::Missing => Text::new("値がない", "is empty"),
            Self::OnlyIdentifier => {
                Text::new("番号だけで、ほかに値がない", "has an identifier and nothing else")
            }
            Self::Damaged(damage) => {
                let damage = damage.text();
                Text::new(
                    format!("{}ため、異なる番号が同じになったおそれがある", damage.ja),
                    format!("{}: what were different identifiers may have become one", damage.en),
                )
            }
            Self::Time(forms) => Text::new(
                format!("日時として読めない（書式: {}）", list(forms.iter().map(String::as_str))),
                format!("is no time in the forms {}", list(forms.iter().map(String::as_str))),
            ),
            Self::Date(error) => error.text(),
            Self::PastMidnight => Text::new("24時以降の時刻", "has an hour of 24 or more"),
            Self::NoSuchLocalTime => Text::new(
                "時計を進めたため、この時刻はなかった",
                "is a time that never was: clocks were put forward over it",
            ),
            Self::LocalTimeTwice => Text::new(
                "時計を戻したため、この時刻は2度あった",
                "is a time that was twice: clocks were put back over it",
            ),
            Self::NoTimeOfDay => Text::new("日付だけで時刻がない", "is a date without a time of day"),
            Self::Duration => Text::new("時間の長さとして読めない", "is no span of time"),
            Self::More(count) => Text::new(
                format!("この先の問題{count}件は数えるだけで挙げない"),
                format!("{count} more problems are counted, not listed"),
            ),
            Self::State(states) => Text::new(
                format!("対応表にない状態（対応: {}）", list(states.iter().map(String::as_str))),
                format!("is no state of the mapping (known: {})", list(states.iter().map(String::as_str))),
            ),
            Self::Number => Text::new("0以上の整数でない", "is no whole number from 0"),
            Self::Decimal(_) => Text::new("数でない", "is not a number"),
            Self::Name => {
                Text::new("改行やタブを含み、名前でない", "holds a line end or tab and is not a name")
            }
            Self::Word { known, near } => {
                let words = |language| known.iter().map(move |word| word.in_language(language));
                let (ja, en) = (list(words(Language::Ja)), list(words(Language::En)));
                match near {
                    Some(near) => Text::new(
                        format!("使える値でない（`{near}`のことか。使える値は{ja}）"),
                        format!("is none of {en}; is `{near}` meant?"),
                    ),
                    None => {
                        Text::new(format!("使える値でない（使える値は{ja}）"), format!("is none of {en}"))
                    }
                }
            }
            Self::ResumeWithoutPause => {
                Text::new("始まりのない中断の終わり", "a pause ends that never began")
            }
            Self::MoreThanPlanned => Text::new("実施数が計画数を超える", "more was done than planned"),
            Self::NoCase => Text::new("この番号の件がない", "no case has this number"),
            Self::RecordedTooOften(most) => Text::new(
                format!("この番号の件が{most}回を超えて記録されている"),
                format!("the case of this number is recorded more than {most} times"),
            ),
            Self::Work(why) => Text::clone(why),
            Self::Order { first, value } => Text::new(
                format!("`{first}`の{value}より前の時刻"),
                format!("lies before `{first}` at {value}"),
            ),
            Self::NotBoth(other) => Text::new(
                format!("`{other}`の値と両立しない"),
                format!("cannot stand beside a value in `{other}`"),
            ),
            Self::NoReader(near) => match near {
                Some(near) => Text::new(
                    format!("この名称の記録を読むものがない（`{near}`のことか）"),
                    format!("nothing reads a record of that name; `{near}` is read"),
                ),
                None => Text::new("この名称の記録を読むものがない", "nothing reads a record of that name"),
            },
            Self::Supposes(columns) => Text::new(
                format!("{}のいずれも記録がない", list(columns.iter().map(String::as_str))),
                format!("none of {} is filled in", list(columns.iter().map(String::as_str))),
            ),
            Self::NoLedger => {
                Text::new("契約にこの種類の台帳がない", "the contract has no ledger of this kind")
            }
            Self::NoIdColumn(names) => {
                let names = list(names.iter().map(String::as_str));
                Text::new(
                    format!("識別番号の列がない（{names}）"),
                    format!("no column holds the identifiers ({names})"),
                )
            }
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
            Self::Negative => Text::new("0より小さい", "is below 0"),
            Self::Fraction => Text::new("端数がある", "has a fraction"),
            Self::TooLarge(most) => {
                Text::new(format!("大きすぎる数（{most}まで）"), format!("is too large; {most} at most"))
            }
            Self::Flag(known) => {
                let known = list(known.iter().map(String::as_str));
                Text::new(
                    format!("はい・いいえのどちらでもない（{known}）"),
                    format!("is neither yes nor no ({known})"),
                )
            }
            Self::Event(known) => {
                let known = list(known.iter().map(String::as_str));
                Text::new(
                    format!("対応表にない出来事（{known}）"),
                    format!("is no event of the mapping, which knows {known}"),
                )
            }
            Self::DigitsLost => Text::new(
                "文字の列に数値があり、桁が失われたおそれがある",
                "is a number in a column of text; digits may have been lost",
            ),
            Self::NotText => Text::new(
                "文字の列に日付か真偽値がある。表計算が入力を変えた",
                "is a date or a yes-or-no in a column of text; the spreadsheet changed what was typed",
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
            Self::NoBidSheet { known, near } => {
                let known = list(known.iter().map(String::as_str));
                let (ja, en) = meant(near.as_deref());
                Text::new(
                    format!("提案のシートでない（{ja}提案のシートは{known}）"),
                    format!("is no sheet of a bid{en}; the sheets are {known}"),
                )
            }
            Self::Weekday => Text::new("曜日として読めない", "names no day of the week"),
            Self::Clock => Text::new("時刻として読めない", "is no time of day"),
            Self::Nobody { name, near } => match near {
                Some(near) => Text::new(
                    format!("`{name}`は提案の要員にいない（`{near}`のことか）"),
                    format!("`{name}` is nobody of the bid; is `{near}` meant?"),
                ),
                None => Text::new(
                    format!("`{name}`は提案の要員にいない"),
                    format!("`{name}` is nobody of the bid"),
                ),
            },
            Self::SameName => Text::new("別の要員と同じ氏名", "is the name of another member"),
        }
    }

    /// What to do about it, where it was handed in for this.
    #[must_use]
    pub fn remedy(&self, purpose: Purpose) -> Text {
        self.own_remedy(purpose).unwrap_or_else(|| self.general_remedy())
    }

    /// What is to be done otherwise than of records: a ledger has another mapping, a bid has none.
    fn own_remedy(&self, purpose: Purpose) -> Option<Text> {
        Some(match (purpose, self) {
            (Purpose::Ledger | Purpose::Bid, Self::DoubleColumn(_)) => {
                Text::new("一方の名前を変える", "rename one of them")
            }
            (Purpose::Ledger, Self::Word { .. }) => Text::new(
                "値を直すか、対応表の words に加える",
                "mend the value, or add it to `words` of the mapping",
            ),
            (Purpose::Ledger, Self::Date(error)) => match &**error {
                DateError::NoSystem { .. } => Text::new(
                    "対応表の date_system に1900か1904を書く",
                    "state 1900 or 1904 in `date_system` of the mapping",
                ),
                DateError::TimeOfDay { .. } => Text::new(
                    "日付だけにするか、対応表の time_of_day を drop にする",
                    "leave the date alone, or set `time_of_day` of the mapping to `drop`",
                ),
                _ => Text::new(
                    "2024-06-03のように書くか、対応表の dates に書式を加える",
                    "write it as in 2024-06-03, or add its form to `dates` of the mapping",
                ),
            },
            (Purpose::Bid | Purpose::Compared, Self::Date(_)) => Text::new(
                "2023-04-01、2023/4/1、令和5年4月1日のように書く",
                "write it as in 2023-04-01, 2023/4/1 or 令和5年4月1日",
            ),
            (Purpose::Bid | Purpose::Compared, Self::Encoding(_)) => {
                Text::new("UTF-8のCSVかxlsxで保存し直す", "save it again as CSV in UTF-8, or as xlsx")
            }
            (Purpose::Bid | Purpose::Compared, Self::Separators(_)) => {
                Text::new("コンマ区切りで保存し直す", "save it again with commas between the cells")
            }
            (Purpose::Compared, Self::NoHeader | Self::NoColumn(_)) => {
                Text::new("見出しの列の名前を直す", "mend the names of the columns in the header")
            }
            (Purpose::Compared, Self::NoIdColumn(_)) => {
                Text::new("そのいずれかの名前の列を設ける", "name a column so")
            }
            (Purpose::Compared, Self::NoSheet(_) | Self::WhichSheet(_)) => {
                Text::new("シートを1つだけにする", "leave one sheet in the workbook")
            }
            (Purpose::Compared, Self::Word { .. }) => Text::new("値を直す", "mend the value"),
            (Purpose::Bid, Self::NoHeader | Self::NoColumn(_)) => Text::new(
                "見出しを直す。`keiyaku bid new`が見出しだけのシートを書く",
                "mend the header; `keiyaku bid new` writes sheets with headers",
            ),
            (Purpose::Bid, Self::NoSheet(_) | Self::WhichSheet(_)) => {
                Text::new("シートに要員一覧などの名前を付ける", "name the sheet, as in members or 要員一覧")
            }
            (Purpose::Bid, Self::Flag(_)) => Text::new(
                "はい・いいえで書く。述べないなら空のままにする",
                "write はい or いいえ, or leave it empty where it is not stated",
            ),
            _ => return None,
        })
    }

    fn general_remedy(&self) -> Text {
        match self {
            Self::Empty => Text::new("見出し行のあるファイルを渡す", "hand in a file with a header"),
            Self::NoHeader => {
                Text::new("対応表の header_row を直す", "state the right `header_row` in the mapping")
            }
            Self::Encoding(_) => Text::new(
                "対応表の encoding に正しい文字コードを書くか、ファイルを保存し直す",
                "state the right encoding in the mapping, or save the file again",
            ),
            Self::NoMapping(_) => {
                Text::new("ファイル名を変えるか、対応表に加える", "rename the file, or add it to the mapping")
            }
            Self::NoColumn(_) => Text::new(
                "見出しを直すか、対応表の列名を合わせる",
                "mend the header, or the column's name in the mapping",
            ),
            Self::DoubleColumn(_) => Text::new(
                "対応表に`列名[2]`のように何番目かを書くか、一方の名前を変える",
                "write in the mapping which is meant, as in `name[2]`, or rename one of them",
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
            Self::TooLong(_) => Text::new("値を短くする", "shorten it"),
            Self::TooManyColumns => Text::new(
                "必要な列だけにする。区切り文字も確かめる",
                "hand in the columns that are needed; check the separators",
            ),
            Self::TooManyRows(_) | Self::TooManyCells(_) => Text::new("ファイルを分ける", "split the file"),
            Self::Separators(_) => Text::new(
                "対応表の separator に区切り文字を書く",
                "state the sign in `separator` of the mapping",
            ),
            Self::Password => {
                Text::new("パスワードを外して保存し直す", "take the password off and save it again")
            }
            Self::OldWorkbook => Text::new("xlsx形式かCSVで保存し直す", "save it as xlsx or CSV"),
            Self::NoWorkbooks => Text::new("CSVで保存し直す", "save it as CSV"),
            Self::WorkbookTooLarge(_) => Text::new(
                "表計算で開き、必要なシートだけを新しいブックに保存する",
                "open it in a spreadsheet program and save the sheet that is needed as a workbook of its own",
            ),
            Self::BrokenWorkbook(_) => Text::new("開いて保存し直す", "open it and save it again"),
            Self::NoSheet(_) | Self::WhichSheet(_) => {
                Text::new("対応表の sheets に名前を書く", "name it in `sheets` of the mapping")
            }
            Self::CellError => Text::new("値を直す", "mend the value"),
            Self::Uncalculated => Text::new(
                "表計算で開いて保存し直す",
                "open the workbook in a spreadsheet program and save it",
            ),
            Self::Merged(_) => Text::new(
                "結合を解き、それぞれのセルに値を入れる",
                "take the merging off and fill in each cell",
            ),
            Self::Json(_) => Text::new("1行に1つのオブジェクトを書く", "write one object a line"),
            Self::Missing => Text::new("値を入れる", "fill it in"),
            Self::OnlyIdentifier => Text::new("値を入れるか、行を除く", "fill in the row, or take it out"),
            Self::Damaged(_) => Text::new(
                "番号の列を文字列にして、元のツールから出力し直す",
                "export it anew, with identifiers as text",
            ),
            Self::Time(_) => Text::new(
                "日時を直すか、対応表の times に書式を加える",
                "mend the time, or add its form to `times` of the mapping",
            ),
            Self::Date(_) => Text::new("日時を直す", "mend the time"),
            Self::PastMidnight => Text::new(
                "翌日の日時に直すか、対応表の past_midnight を next-day にする",
                "write the time of the next day, or state `past_midnight = \"next-day\"` in the mapping",
            ),
            Self::NoSuchLocalTime => {
                Text::new("日時を直すか、時差を付ける", "mend the time, or write it with its offset")
            }
            Self::LocalTimeTwice => Text::new(
                "時差を付けるか、対応表の repeated_hour に earlier か later を書く",
                "write it with its offset, or state `repeated_hour` in the mapping as `earlier` or `later`",
            ),
            Self::NoTimeOfDay => Text::new(
                "時刻を入れるか、対応表の date_only で扱いを決める",
                "fill in the time, or state in `date_only` of the mapping what a date alone means",
            ),
            Self::Duration => Text::new(
                "1:30:00、90分のように書くか、対応表の unit を合わせる",
                "write it as in `1:30:00` or `90分`, or match `unit` of the mapping",
            ),
            Self::More(_) => Text::new("挙げたものを直して読み直す", "mend those listed and read again"),
            Self::State(_) => Text::new(
                "状態を直すか、対応表の states に加える",
                "mend the state, or add it to `states` of the mapping",
            ),
            Self::Number => Text::new(
                "数字と数え方の単位（件、台など）だけにする",
                "write digits, and at most what is counted (件, 台)",
            ),
            Self::Decimal(None) => Text::new("数字だけにする", "write digits"),
            Self::Decimal(Some(unit)) => Text::new(
                format!("数字だけにする（単位は`{}`）", unit.ja),
                format!("write digits; the unit is `{}`", unit.en),
            ),
            Self::Name => Text::new("1行の名前にする", "write a name on one line"),
            Self::Word { .. } => {
                Text::new("値を直すか、対応表に加える", "mend the value, or add it to the mapping")
            }
            Self::ResumeWithoutPause => Text::new("中断の始まりを入れる", "fill in when the pause began"),
            Self::MoreThanPlanned => Text::new(
                "計画数を直すか、計画外の分を別の集計にする",
                "mend the plan, or tally what was unplanned apart",
            ),
            Self::NoCase => Text::new("番号を確かめる", "check the number"),
            Self::RecordedTooOften(_) => Text::new("同じ記録の重複を除く", "hand in each record once"),
            Self::Work(_) => Text::new("項目・拠点・日付を確かめる", "check the item, the site and the days"),
            Self::Order { .. } => Text::new("2つの時刻を確かめる", "check both times"),
            Self::NotBoth(_) => Text::new("どちらか一方を残す", "keep the one that is right"),
            Self::NoReader(_) => {
                Text::new("読む側の表にある名称に直す", "write the name as the table that reads it has it")
            }
            Self::Supposes(_) => Text::new("いずれかを入れる", "fill in one of them"),
            Self::NoLedger => {
                Text::new("契約の ledger.toml に加える", "add it to `ledger.toml` of the contract")
            }
            Self::NoIdColumn(_) => {
                Text::new("対応表の id に列名を書く", "name the column in `id` of the mapping")
            }
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
            Self::TooLarge(_) => Text::new("値を確かめる", "check the value"),
            Self::Negative | Self::Fraction => Text::new("0以上の整数にする", "write a whole number from 0"),
            Self::Flag(_) => Text::new(
                "はい・いいえで書くか、対応表の words に加える",
                "write yes or no, or add it to `words` of the mapping",
            ),
            Self::Event(_) => Text::new(
                "値を直すか、対応表の event.words に加える",
                "mend the value, or add it to `event.words` of the mapping",
            ),
            Self::DigitsLost | Self::NotText => Text::new(
                "列を文字列の書式にして、元の値を入れ直す",
                "format the column as text and type the value again",
            ),
            Self::Contradiction { .. } => Text::new("正しい行だけを残す", "keep the row that is right"),
            Self::NoBidSheet { .. } => {
                Text::new("名前を直すか、フォルダから出す", "rename it, or take it out of the folder")
            }
            Self::Weekday => {
                Text::new("月火水木金、平日、毎日のように書く", "write 月火水木金, 平日 or 毎日")
            }
            Self::Clock => Text::new(
                "09:00のように書く。終わりの24時は24:00",
                "write it as in 09:00, and midnight at the end as 24:00",
            ),
            Self::Nobody { .. } => Text::new(
                "氏名を直すか、要員一覧（members）に加える",
                "mend the name, or add the person to members",
            ),
            Self::SameName => Text::new("番号などで区別する", "tell them apart, as by a number"),
        }
    }
}
