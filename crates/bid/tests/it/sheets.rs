//! People and shifts from spreadsheets.

use bid::{BID_TEMPLATE, Bid, SHEETS};

use crate::bid;

const MEMBERS: &str = "氏名,提案する役割,言語,再委託,根拠ファイル\n甲,overall、deputy,ja/en,いいえ,people/a.toml\n乙,-,ja,,\n丙,,,はい,\n";

fn read(sheets: &[(&str, &str)]) -> Result<Bid, String> {
    let bytes: Vec<(&str, &[u8])> = sheets.iter().map(|(file, text)| (*file, text.as_bytes())).collect();
    let joined =
        |errors: Vec<intake::RowError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    bid("").with_sheets(&bytes).map_err(joined)
}

#[test]
fn sheets_say_what_the_table_says() {
    let from_sheets = read(&[
        ("shifts.csv", "拠点,曜日,開始,終了,要員\ntokyo,平日,09:00,18:00,甲、乙\nosaka,土曜日・日曜日,23:00,7:00,丙\n"),
        ("members.csv", MEMBERS),
        ("experience.csv", "氏名,開始日,終了日\n甲,2010/4/1,2020年3月31日\n甲,令和3年4月1日,\n"),
        ("management.csv", "氏名,役割,PC台数,開始日,終了日\n甲,manager,２０００,2020-04-01,\n乙,lead,,2020-04-01,2020-04-01\n"),
        ("qualifications.csv", "氏名,資格,有効期限\n甲,pmp,2025-12-31\n乙,fe,\n"),
        ("scores.csv", "氏名,試験,点数\n丙,toeic,600\n"),
    ])
    .unwrap();
    let from_table = bid(r#"
[[member]]
name = "甲"
offered_as = ["overall", "deputy"]
languages = ["ja", "en"]
subcontracted = false
evidence = "people/a.toml"
experience = [{ from = 2010-04-01, to = 2020-04-01 }, { from = 2021-04-01 }]
management = [{ role = "manager", pcs = 2000, from = 2020-04-01 }]
qualification = [{ id = "pmp", valid_until = 2025-12-31 }]
[[member]]
name = "乙"
offered_as = []
languages = ["ja"]
management = [{ role = "lead", from = 2020-04-01, to = 2020-04-02 }]
qualification = [{ id = "fe" }]
[[member]]
name = "丙"
subcontracted = true
score = [{ test = "toeic", points = 600 }]
[[shift]]
site = "tokyo"
days = ["weekdays"]
from = "09:00"
to = "18:00"
members = ["甲", "乙"]
[[shift]]
site = "osaka"
days = ["sat", "sun"]
from = "23:00"
to = "07:00"
members = ["丙"]
"#);
    assert_eq!(from_sheets, from_table);
}

#[test]
fn cp932_and_a_byte_order_mark_are_read() {
    let plain = read(&[("members.csv", MEMBERS)]).unwrap();
    let marked = format!("\u{FEFF}{MEMBERS}");
    assert_eq!(read(&[("members.csv", &marked)]).unwrap(), plain);
    let cp932 = intake::encode_cp932(MEMBERS).unwrap();
    assert_eq!(bid("").with_sheets(&[("members.csv", &cp932)]).unwrap(), plain);
}

#[test]
fn every_problem_of_every_sheet_at_once() {
    let told = read(&[
        (
            "members.csv",
            "氏名,提案する役割,言語,再委託,根拠ファイル\n運用太郎,,,たぶん,\n運用花子,,,,\n運用花子,,,,\n,,ja,,\n",
        ),
        ("experience.csv", "氏名,開始日,終了日\n運用花字,きのう,\n運用花子,2020-04-01,2019-04-01\n"),
        ("management.csv", "氏名,役割,PC台,開始日,終了日\n"),
        ("scores.csv", "氏名,試験,点数\n運用花子,toeic,満点\n運用花子,toeic\n"),
        ("shifts.csv", "拠点,曜日,開始,終了,要員\n,火星,9時,25:00,運用花子、誰か\ntokyo,月,09:00,18:00,\n"),
        ("shift.csv", ""),
    ]);
    insta::assert_snapshot!(told.unwrap_err());
}

#[test]
fn the_template_and_the_empty_sheets_can_be_read() {
    let filled = BID_TEMPLATE.replace("price = 0", "price = 1");
    let bid = Bid::from_table("bid.toml", &filled).unwrap();
    let headers: Vec<String> = SHEETS.iter().map(|form| format!("{}\n", form.header)).collect();
    let sheets: Vec<(&str, &[u8])> =
        SHEETS.iter().zip(&headers).map(|(form, header)| (form.file, header.as_bytes())).collect();
    assert_eq!(bid.clone().with_sheets(&sheets).unwrap(), bid);
    // What is commented out is right, too.
    let shown: Vec<String> = BID_TEMPLATE
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with("[[") => rest.to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    let shown = shown.join("\n").replace("price = 0", "price = 1");
    let bid = Bid::from_table("bid.toml", &shown).unwrap();
    assert_eq!((bid.members.len(), bid.shifts.len()), (1, 1));
}

/// Numbers that are only too large were told to be no whole numbers, in sheets and in the table.
#[test]
fn regression_a_number_that_is_too_large_is_told_to_be_that() {
    let table = |technical: &str| {
        let text = format!(
            "bidder = {{ name = \"A\", price = 100, technical = {technical}, signing = 2023-03-01, grounds = [] }}\n"
        );
        bid::Bid::from_table("bid.toml", &text)
    };
    let told = table("9223372036854775807").unwrap_err().to_string();
    assert!(
        told.contains("bidder.technical: `9223372036854775807` is too large; 4294967295 at most"),
        "{told}"
    );
    for (points, wanted) in [
        ("4294967296", "is too large; 4294967295 at most"),
        ("99999999999999999999", "is too large; 4294967295 at most"),
        ("many", "is no whole number"),
    ] {
        let scores = format!("氏名,試験,点数\nA,TOEIC,{points}\n");
        let members = "氏名,提案する役割,言語,再委託,根拠ファイル\nA,,,,\n";
        let sheets = [("members.csv", members.as_bytes()), ("scores.csv", scores.as_bytes())];
        let errors = table("50").unwrap().with_sheets(&sheets).unwrap_err();
        assert!(errors.iter().any(|error| error.to_string().contains(wanted)), "{errors:?}");
    }
}

fn unread(file: &str) -> intake::UnreadSheet {
    intake::UnreadSheet { file: file.to_owned(), sheet: "記入要領".to_owned() }
}

fn joined(errors: Vec<intake::RowError>) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A workbook with a sheet for each kind, days and times as a spreadsheet keeps them, and people as they write.
#[test]
fn a_workbook_says_what_sheets_of_text_say() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    let text: [(&str, &[u8]); 3] = [
        (
            "members.csv",
            "\u{FEFF}氏名,提案する役割,言語,再委託,根拠ファイル\n甲,lead,ja,いいえ,\n乙,staff,en,はい,\n"
                .as_bytes(),
        ),
        ("experience.csv", "\u{FEFF}氏名,開始日,終了日\n甲,2010/4/1,2020/3/31\n".as_bytes()),
        ("shifts.csv", "\u{FEFF}拠点,曜日,開始,終了,要員\ntokyo,月火水木金,09:00,18:00,甲、乙\n".as_bytes()),
    ];
    let mut book = Workbook::new();
    let (date, time) = (Format::new().set_num_format("yyyy/m/d"), Format::new().set_num_format("h:mm"));
    let members = book.add_worksheet().set_name("要員一覧").unwrap();
    members.write_row(0, 0, ["体制表"]).unwrap();
    members.write_row(1, 0, ["氏名", "提案する役割", "言語", "再委託", "根拠ファイル"]).unwrap();
    members.write_row(2, 0, ["甲", "lead", "ja", "×"]).unwrap();
    members.write_row(3, 0, ["乙", "staff", "en", "○"]).unwrap();
    let experience = book.add_worksheet().set_name("経験").unwrap();
    experience.write_row(0, 0, ["氏名", "開始日", "終了日"]).unwrap();
    experience.write_string(1, 0, "甲").unwrap();
    for (column, day) in [(1, ExcelDateTime::from_ymd(2010, 4, 1)), (2, ExcelDateTime::from_ymd(2020, 3, 31))]
    {
        experience.write_datetime_with_format(1, column, day.unwrap(), &date).unwrap();
    }
    let shifts = book.add_worksheet().set_name("シフト").unwrap();
    shifts.write_row(0, 0, ["拠点", "曜日", "開始", "終了", "要員"]).unwrap();
    shifts.write_row(1, 0, ["tokyo", "月～金", "", "18:00:00", "甲、乙"]).unwrap();
    let nine = ExcelDateTime::from_hms(9, 0, 0).unwrap();
    shifts.write_datetime_with_format(1, 2, nine, &time).unwrap();
    book.add_worksheet().set_name("記入要領").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let sheets: [(&str, &[u8]); 1] = [("体制.xlsx", &bytes)];
    let read = bid("").with_sheets(&sheets).map_err(joined);
    assert_eq!(read, bid("").with_sheets(&text).map_err(joined));
    assert_eq!(bid::unread_sheets(&sheets), [unread("体制.xlsx")]);
}

/// The same sheets in the form of before 2007 and in that since.
#[test]
fn a_workbook_of_before_2007_says_the_same() {
    let [old, new]: [&[u8]; 2] = [
        include_bytes!("../../../intake/tests/it/xls/bid.xls"),
        include_bytes!("../../../intake/tests/it/xls/bid.xlsx"),
    ];
    let read = |name, bytes| bid("").with_sheets(&[(name, bytes)]).unwrap();
    let read_old = read("体制.xls", old);
    assert_eq!(read_old, read("体制.xlsx", new));
    assert_eq!((read_old.members.len(), read_old.shifts.len()), (2, 1));
    assert_eq!(bid::unread_sheets(&[("体制.xls", old)]), [unread("体制.xls")]);
}

#[test]
fn days_are_read_as_people_write_them() {
    let days = |text: &str| {
        let shifts = format!("\u{FEFF}拠点,曜日,開始,終了,要員\ntokyo,{text},9:00:00,１８：００,甲\n");
        let members = "\u{FEFF}氏名,提案する役割,言語,再委託,根拠ファイル\n甲,,,,\n";
        let read =
            bid("").with_sheets(&[("members.csv", members.as_bytes()), ("shifts.csv", shifts.as_bytes())]);
        read.map(|bid| bid.shifts.last().unwrap().days.clone()).map_err(joined)
    };
    for (text, expected) in [
        ("月～金", &[0, 1, 2, 3, 4][..]),
        ("月曜日〜水曜日", &[0, 1, 2]),
        ("月から木", &[0, 1, 2, 3]),
        ("土-月", &[5, 6, 0]),
        ("火・木", &[1, 3]),
        ("Mon-Fri", &[0, 1, 2, 3, 4]),
        ("平日", &[0, 1, 2, 3, 4]),
    ] {
        assert_eq!(days(text).unwrap(), expected, "{text}");
    }
    for text in ["月～", "～金", "月～～金", "土日祝", "8月"] {
        assert!(days(text).unwrap_err().contains("names no day of the week"), "{text}");
    }
}

/// A name that a spreadsheet changed names nobody; it was taken for a person.
#[test]
fn what_a_spreadsheet_changed_names_nobody() {
    let header = "氏名,提案する役割,言語,再委託,根拠ファイル\n";
    for name in ["4.90123E+12", "3月4日", "########", "#N/A"] {
        let told = read(&[("members.csv", &format!("\u{FEFF}{header}{name},,,,\n"))]).unwrap_err();
        assert!(
            told.contains(&format!("column `氏名`, `{name}`")) && told.contains("export it anew"),
            "{told}"
        );
    }
}

/// Which word was read as which code stands beside the bid.
#[test]
fn words_are_read_as_codes_and_said() {
    let requirements = crate::asked(
        "[[slot]]\nid = \"overall\"\nclause = \"a#1\"\nname = { ja = \"総括責任者\", en = \"head\" }\n\
         [[word]]\nid = \"overall\"\nnames = [\"統括\"]\n",
    );
    let members =
        format!("\u{FEFF}{}", MEMBERS.replace("overall、deputy", "統括、総括責任者、OVERALL、overall"));
    let (bid, words) = read(&[("members.csv", &members)]).unwrap().in_codes(&requirements);
    assert_eq!(bid.members[2].offered, Some(vec!["overall".to_owned(); 4]));
    let words: Vec<(&str, &str)> = words.iter().map(|(word, code)| (word.as_str(), code.as_str())).collect();
    assert_eq!(words, [("OVERALL", "overall"), ("統括", "overall"), ("総括責任者", "overall")]);
}
