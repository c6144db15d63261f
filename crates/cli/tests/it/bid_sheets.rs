//! Bids and people as offices hand them in: one workbook with a sheet for each kind, or exports in CP932.

use std::{fs, path::PathBuf};

use keiyaku::{
    bid::{
        Bid,
        chrono::{Days, NaiveDate},
    },
    intake::encode_cp932,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::{folder, run};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023/bids/aoba");

/// What offices write for the codes of the sample.
const WORDS: [(&str, &str); 16] = [
    ("overall", "総括責任者"),
    ("deputy", "副総括責任者"),
    ("lead-head-office", "責任者（本部）"),
    ("lead-institute", "研究所の責任者"),
    ("desk-leader", "業務リーダー"),
    ("staff-head-office", "担当者（本部）"),
    ("staff-institute", "担当者（研究所）"),
    ("ja", "日本語"),
    ("en", "英語"),
    ("tokyo", "東京"),
    ("osaka", "大阪"),
    ("institute", "研究所"),
    ("help-desk", "ヘルプデスク"),
    ("manager", "管理者"),
    ("deputy-manager", "副管理者"),
    ("lead", "責任者"),
];

fn word(code: &str) -> String {
    WORDS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or_else(|| code.to_uppercase(), |(_, word)| (*word).into())
}

/// A sheet: what it is called in text and in a workbook, its columns and its rows.
struct Sheet {
    file: &'static str,
    name: &'static str,
    columns: &'static str,
    rows: Vec<Vec<String>>,
}

/// The sample bid of the reference contract as sheets, in the words of an office.
fn sheets() -> Vec<Sheet> {
    let bid = fs::read_to_string(format!("{SAMPLE}/bid.toml")).unwrap();
    let bid = Bid::from_table("bid.toml", &bid).unwrap();
    let date = |day: NaiveDate| day.format("%Y/%-m/%-d").to_string();
    let last = |to: Option<NaiveDate>| to.map_or_else(String::new, |to| date(to - Days::new(1)));
    let listed = |codes: &[String]| codes.iter().map(|code| word(code)).collect::<Vec<_>>().join("、");
    let clock = |minute: u16| format!("{}:{:02}:00", minute / 60, minute % 60);
    let sheet = |file, name, columns| Sheet { file, name, columns, rows: Vec::new() };
    let mut all = vec![
        sheet("members.csv", "体制", "氏名,提案する役割,言語,再委託,根拠ファイル"),
        sheet("experience.csv", "業務経験", "氏名,開始日,終了日"),
        sheet("management.csv", "管理経験", "氏名,役割,PC台数,開始日,終了日"),
        sheet("qualifications.csv", "資格", "氏名,資格,有効期限"),
        sheet("scores.csv", "試験", "氏名,試験,点数"),
        sheet("shifts.csv", "シフト", "拠点,曜日,開始,終了,要員"),
        sheet("examinations.csv", "国家試験", "氏名,試験,合格日,有効期限"),
    ];
    for one in &bid.members {
        let name = || one.name.clone();
        let offered = one.offered.as_deref().unwrap_or_default();
        let role = if offered.is_empty() { "－".to_owned() } else { listed(offered) };
        let languages = listed(one.languages.as_deref().unwrap_or_default());
        all[0].rows.push(vec![name(), role, languages, "いいえ".to_owned(), String::new()]);
        all[1].rows.extend(one.experience.iter().map(|span| vec![name(), date(span.from), last(span.to)]));
        all[2].rows.extend(one.management.iter().map(|one| {
            let pcs = one.pcs.map_or_else(String::new, |pcs| format!("{pcs}台"));
            vec![name(), word(&one.role), pcs, date(one.from), last(one.to)]
        }));
        all[3].rows.extend(
            one.qualifications
                .iter()
                .map(|held| vec![name(), word(&held.id), held.valid_until.map_or_else(String::new, date)]),
        );
        all[4]
            .rows
            .extend(one.scores.iter().map(|score| vec![name(), word(&score.test), score.points.to_string()]));
        if one.evidence.is_some() {
            let passed = ["応用情報技術者試験", "H30.6.20", ""].map(str::to_owned);
            all[6].rows.push([vec![name()], passed.to_vec()].concat());
        }
    }
    for shift in &bid.shifts {
        let days = if shift.days == [0, 1, 2, 3, 4] { "月～金" } else { "土・日" };
        let row = [
            word(&shift.site),
            days.to_owned(),
            clock(shift.from),
            clock(shift.to),
            shift.members.join("、"),
        ];
        all[5].rows.push(row.to_vec());
    }
    all
}

/// A folder with the head of the sample bid alone.
fn head(name: &str) -> PathBuf {
    let folder = folder(name);
    let bid = fs::read_to_string(format!("{SAMPLE}/bid.toml")).unwrap();
    let end = bid.find("[[member]]").unwrap();
    fs::write(folder.join("bid.toml"), &bid[..end]).unwrap();
    folder
}

/// One workbook: titles above the headers, days and times as a spreadsheet keeps them, a sheet of remarks.
fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let (date, time) = (Format::new().set_num_format("yyyy/m/d"), Format::new().set_num_format("h:mm"));
    let mut book = Workbook::new();
    for one in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(one.name).unwrap();
        sheet.merge_range(0, 0, 0, 2, &format!("様式　{}", one.name), &Format::new()).unwrap();
        sheet.write_row(2, 0, one.columns.split(',')).unwrap();
        for (row, cells) in (3..).zip(&one.rows) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                let day = ExcelDateTime::parse_from_str(&cell.replace('/', "-"));
                let parts: Vec<Option<u8>> = cell.split(':').map(|part| part.parse().ok()).collect();
                if let [Some(hour), Some(minute), Some(0)] = parts[..]
                    && hour < 24
                {
                    let at = ExcelDateTime::from_hms(hour.into(), minute, 0).unwrap();
                    sheet.write_datetime_with_format(row, column, &at, &time).unwrap();
                } else if let (true, Ok(day)) = (cell.contains('/'), day) {
                    sheet.write_datetime_with_format(row, column, &day, &date).unwrap();
                } else if let Ok(number) = cell.parse::<u32>() {
                    sheet.write_number(row, column, number).unwrap();
                } else {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    book.add_worksheet().set_name("記入要領").unwrap().write_string(0, 0, "黒字で記入").unwrap();
    book.save_to_buffer().unwrap()
}

/// What is said of the sample's bid without which words were read as codes.
fn told(out: &str) -> Vec<&str> {
    out.lines().filter(|line| !line.starts_with("語の読み替え: ")).collect()
}

#[test]
fn a_whole_bid_is_read_from_one_workbook_and_from_exports_in_cp932() {
    let (book, text) = (head("bid-book"), head("bid-cp932"));
    let sheets = sheets();
    fs::write(book.join("提案書様式.xlsx"), workbook(&sheets)).unwrap();
    for one in &sheets {
        let lines: String = one.rows.iter().map(|row| format!("{}\r\n", row.join(","))).collect();
        let csv = encode_cp932(&format!("{}\r\n{lines}", one.columns)).unwrap();
        fs::write(text.join(one.file), csv).unwrap();
    }
    let (_, own, _) = run(&book, &["bid", "check", SAMPLE]);
    for folder in [&book, &text] {
        let (code, out, err) = run(folder, &["bid", "check", "."]);
        assert_eq!(code, 0, "{err}\n{out}");
        assert_eq!(told(&out), told(&own));
        let words = out.lines().find(|line| line.starts_with("語の読み替え: ")).unwrap();
        for read in ["`総括責任者` → overall", "`業務リーダー` → desk-leader", "`応用情報技術者試験` → ap"]
        {
            assert!(words.contains(read), "{words}");
        }
        let note = "note: ./提案書様式.xlsx: シート`記入要領`は読まない\n";
        assert_eq!(err, if folder == &book { note } else { "" });
    }
}

/// A workbook that nobody could read was passed over, and the bid had nobody.
#[test]
fn regression_a_workbook_in_the_folder_is_read_or_named() {
    let folder = head("bid-members-xlsx");
    let members = sheets().remove(0);
    fs::write(folder.join("members.xlsx"), workbook(&[members])).unwrap();
    let (code, out, err) = run(&folder, &["bid", "check", ".", "--lang", "en"]);
    assert!(code == 1 && out.contains("青葉 一郎"), "{err}\n{out}");
    // What is no workbook of a bid is one problem, not one for each column.
    fs::write(folder.join("members.xlsx"), "x").unwrap();
    let (code, _, err) = run(&folder, &["bid", "check", ".", "--lang", "en"]);
    assert_eq!((code, err.matches("members.xlsx, row 1").count()), (2, 1), "{err}");
    for (file, content) in [("members.xlsx", &b"PK\x03\x04"[..]), ("要員名簿.xlsx", &[]), ("要員.docx", b"x")]
    {
        let _ = fs::remove_file(folder.join("members.xlsx"));
        fs::write(folder.join(file), content).unwrap();
        let (_, _, err) = run(&folder, &["bid", "check", ".", "--lang", "en"]);
        assert!(err.contains(file), "{file}: {err}");
        fs::remove_file(folder.join(file)).unwrap();
    }
}

#[test]
fn a_word_that_is_no_role_is_told_with_those_that_there_are_and_where() {
    let folder = head("bid-words");
    let members = "氏名,提案する役割,言語,再委託,根拠ファイル\n甲,総括責任,,,\n乙,副総括,,,\n";
    fs::write(folder.join("members.csv"), format!("\u{FEFF}{members}")).unwrap();
    let (code, out, err) = run(&folder, &["bid", "check", "."]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("甲: 枠`総括責任`はない") && !err.contains("bid.toml") && !err.contains('乙'),
        "{err}"
    );
}

/// People in bulk: one sheet of engagements, in the words of the standard.
const PEOPLE: [&str; 4] = [
    "氏名,案件,専門分野,役割,開始日,終了日,条件,該当しない条件,成功,規模",
    "運用 花子,庁内システムの運用,運用管理,メンバー,2021/4/1,令和6年3月31日,,,はい,管理する要員数：４０人",
    "運用 花子,支社の運用,itsm.om,リーダ,2024/4/1,,,,,",
    "保守 太郎,サービスデスク,サービスデスク,メンバ,2019/4/1,2020/3/31,,,,",
];

#[test]
fn levels_of_many_people_are_told_of_a_sheet_a_workbook_and_a_folder() {
    let folder = folder("itss-people");
    fs::create_dir(folder.join("people")).unwrap();
    let text = format!("{}\r\n", PEOPLE.join("\r\n"));
    fs::write(folder.join("職務経歴.csv"), encode_cp932(&text).unwrap()).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("職務経歴").unwrap();
    for (row, line) in (0..).zip(PEOPLE) {
        sheet.write_row(row, 0, line.split(',')).unwrap();
    }
    fs::write(folder.join("社員.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    fs::copy(folder.join("職務経歴.csv"), folder.join("people/engagements.csv")).unwrap();
    let passed = "氏名,試験,合格日,有効期限\r\n運用 花子,応用情報技術者試験,2023/12/21,\r\n";
    fs::write(folder.join("people/examinations.csv"), encode_cp932(passed).unwrap()).unwrap();
    fs::write(folder.join("people/甲.toml"), "name = \"甲\"\n").unwrap();
    let level = |path: &str, more: &[&str]| {
        let all = [&["itss", "level", path, "--on", "2024-06-01"][..], more].concat();
        run(&folder, &all)
    };
    let (code, out, err) = level("職務経歴.csv", &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    insta::assert_snapshot!("itss_people", out);
    assert_eq!(level("社員.xlsx", &[]), (0, out, String::new()));
    let (code, out, err) = level("people", &["--lang", "en"]);
    assert!(code == 0 && out.contains("level 3") && out.contains("甲\n  nothing is shown"), "{err}{out}");
    let (_, one, _) = level("people", &["--only", "運用 花子", "--lang", "en"]);
    assert!(one.contains("`応用情報技術者試験` → ap") && one.contains("庁内システムの運用"), "{one}");
    let (_, out, _) = level("people", &["--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((all.as_array().unwrap().len(), all[1]["name"].as_str()), (3, Some("甲")));
    // Problems of all sheets and people at once; somebody whom the sheets do not know.
    let (code, _, err) = level("people", &["--only", "運用 花男"]);
    assert!(code == 2 && err.contains("`運用 花男`の実績はない（`運用 花子`のことか）"), "{err}");
    fs::write(folder.join("people/乙.toml"), "name = \"甲\"\n").unwrap();
    let bad = "氏名,試験,合格日,有効期限\r\n運用 花子,応用情報,きのう,\r\n,ap,2023/12/21,\r\n";
    fs::write(folder.join("people/examinations.csv"), encode_cp932(bad).unwrap()).unwrap();
    let (code, _, err) = level("people", &[]);
    assert_eq!(code, 2);
    for told in ["people/examinations.csv、2行目、列`合格日`、`きのう`", "3行目、列`氏名`", "甲の実績が"]
    {
        assert!(err.contains(told), "{told}: {err}");
    }
    let (code, _, err) = run(&folder, &["itss", "gap", "職務経歴.csv", "--to", "om:4", "--on", "2024-06-01"]);
    assert!(code == 2 && err.contains("--only") && err.contains("保守 太郎"), "{err}");
    let gap = ["itss", "gap", "職務経歴.csv", "--only", "保守 太郎", "--to", "om:4", "--on", "2024-06-01"];
    assert_eq!(run(&folder, &gap).0, 0);
}
