//! Values of every type, as people write them.

use ledger::{Journal, Kind};
use ledger_sheet::Mapping;

use crate::{
    sheets::{package, workbook},
    world::{field, mapping, of_bytes, outcome},
};

#[track_caller]
fn check(kind: Kind, name: &str, cases: &[(&str, Result<&str, &str>)]) {
    for (text, expected) in cases {
        let found = field(kind, name, text);
        let expected =
            expected.map(|value| (!value.is_empty()).then(|| value.to_owned())).map_err(str::to_owned);
        assert_eq!(found, expected, "{name}: {text:?}");
    }
}

/// A value of a workbook's cell in a column.
#[track_caller]
fn cell(kind: Kind, name: &str, cell: &str) -> Result<Option<String>, String> {
    let book = workbook(&format!("A1 text id\nB1 text {name}\nA2 text A1\nB2 {cell}"));
    outcome(&of_bytes("a.xlsx", &book, &Mapping::new(kind), &Journal::new()))
}

#[test]
fn identifiers_and_texts_stand_as_written() {
    check(
        Kind::Device,
        "serial",
        &[
            ("007", Ok("007")),
            ("1E5", Ok("1E5")),
            ("0x1F", Ok("0x1F")),
            ("１２", Ok("１２")),
            ("2024/6/3", Ok("2024/6/3")),
            ("  a b  ", Ok("a b")),
            ("　全角　", Ok("全角")),
            ("", Ok("")),
            ("   ", Ok("")),
            ("line\nbreak", Ok("line\nbreak")),
            ("=1+1", Ok("=1+1")),
            ("#REF!", Ok("#REF!")),
            ("a\"b,c", Ok("a\"b,c")),
        ],
    );
}

#[test]
fn dates_in_text() {
    check(
        Kind::Device,
        "acquired",
        &[
            ("2024-06-03", Ok("2024-06-03")),
            ("2024/6/3", Ok("2024-06-03")),
            ("2024年6月3日", Ok("2024-06-03")),
            ("令和6年6月3日", Ok("2024-06-03")),
            ("令和元年5月1日", Ok("2019-05-01")),
            ("R6.6.3", Ok("2024-06-03")),
            ("２０２４／６／３", Ok("2024-06-03")),
            ("Ｒ６．６．３", Ok("2024-06-03")),
            ("", Ok("")),
            ("04/05/06", Err("ambiguous-date")),
            ("6/3/2024", Err("ambiguous-date")),
            ("平成31年5月1日", Err("outside-era")),
            ("2024/2/30", Err("no-such-day")),
            ("2024/6/3 9:05", Err("time-of-day")),
            ("45446", Err("no-date-system")),
            ("9999999", Err("no-serial")),
            ("未定", Err("no-date")),
        ],
    );
}

#[test]
fn serial_numbers_in_text_need_their_system() {
    let of = |system: &str, number: &str| {
        let mapping = mapping(&format!("kind = \"device\"\ndate_system = \"{system}\""));
        let file = format!("id,acquired\nA1,{number}\n");
        outcome(&of_bytes("a.csv", file.as_bytes(), &mapping, &Journal::new()))
    };
    let day = |text: &str| Ok(Some(text.to_owned()));
    assert_eq!(of("1900", "45446"), day("2024-06-03"));
    assert_eq!(of("1904", "43984"), day("2024-06-03"));
    assert_eq!(of("1900", "60"), Err("false-leap-day".to_owned()));
    assert_eq!(of("1900", "61"), day("1900-03-01"));
}

#[test]
fn counts() {
    check(
        Kind::Entitlement,
        "held",
        &[
            ("0", Ok("0")),
            ("12", Ok("12")),
            ("１２", Ok("12")),
            ("1,234", Ok("1234")),
            ("１，２３４", Ok("1234")),
            ("1,234,567", Ok("1234567")),
            ("18446744073709551615", Ok("18446744073709551615")),
            ("12,34", Err("no-count")),
            ("-5", Err("negative")),
            ("−5", Err("negative")),
            ("▲5", Err("negative")),
            ("△1,234", Err("negative")),
            ("(5)", Err("negative")),
            ("（５）", Err("negative")),
            ("1.5", Err("fraction")),
            ("1.0", Err("fraction")),
            ("99999999999999999999999", Err("too-large")),
            ("1e3", Err("no-count")),
            ("12本", Ok("12")),
            ("12％", Err("no-count")),
            ("12分", Err("no-count")),
            ("-", Err("no-count")),
            (".", Err("no-count")),
        ],
    );
}

#[test]
fn yen() {
    check(
        Kind::Entitlement,
        "unit-price",
        &[
            ("1234", Ok("1234")),
            ("¥1,234", Ok("1234")),
            ("￥１，２３４", Ok("1234")),
            ("\\1,234", Ok("1234")),
            ("1,234円", Ok("1234")),
            (" ¥ 1,234 ", Ok("1234")),
            ("¥-5", Err("negative")),
            ("-¥5", Err("negative")),
            ("▲1,000円", Err("negative")),
            ("1,234.5円", Err("fraction")),
            ("$5", Err("no-count")),
            ("円", Err("no-count")),
        ],
    );
}

#[test]
fn flags() {
    for yes in ["yes", "YES", "可", "有", "要", "○", "〇", "◯", "はい", "あり", "TRUE", "Ｙ", "済"]
    {
        check(Kind::Entitlement, "downgrade", &[(yes, Ok("yes"))]);
    }
    for no in ["no", "否", "不可", "無", "不要", "×", "いいえ", "なし", "FALSE", "N", "未"] {
        check(Kind::Entitlement, "downgrade", &[(no, Ok("no"))]);
    }
    check(Kind::Entitlement, "downgrade", &[("", Ok("")), ("1", Err("no-flag")), ("△", Err("no-flag"))]);
}

#[test]
fn words() {
    check(
        Kind::Entitlement,
        "licence-type",
        &[
            ("volume", Ok("volume")),
            ("ボリュームライセンス", Ok("volume")),
            ("ﾎﾞﾘｭｰﾑﾗｲｾﾝｽ", Ok("volume")),
            ("ＯＥＭ", Ok("oem")),
            ("Package", Ok("package")),
            ("ボリューム", Err("no-word")),
        ],
    );
}

#[test]
fn cells_of_a_workbook() {
    let some = |text: &str| Ok(Some(text.to_owned()));
    let none = |code: &str| Err(code.to_owned());
    let text = |value| cell(Kind::Device, "serial", value);
    assert_eq!(text("text 007"), some("007"));
    assert_eq!(text("number 7"), some("7"));
    assert_eq!(text("number -7"), some("-7"));
    assert_eq!(text("number 123456789012345"), some("123456789012345"));
    assert_eq!(text("number 1234567890123456"), none("digits-lost"));
    assert_eq!(text("number 1.5"), none("digits-lost"));
    assert_eq!(text("number 1E20"), none("digits-lost"));
    assert_eq!(text("date 2024-06-03"), none("not-text"));
    assert_eq!(text("truth true"), none("not-text"));
    assert_eq!(text("formula =\"A\"&1 -> A1"), some("A1"));
    assert_eq!(text("error #REF!"), none("cell-error"));
    let date = |value| cell(Kind::Device, "acquired", value);
    assert_eq!(date("date 2024-06-03"), some("2024-06-03"));
    assert_eq!(date("number 45446"), some("2024-06-03"));
    assert_eq!(date("number 45446.25"), none("time-of-day"));
    assert_eq!(date("time 2024-06-03T09:05"), none("time-of-day"));
    assert_eq!(date("serial 60"), none("false-leap-day"));
    assert_eq!(date("serial 59"), some("1900-02-28"));
    assert_eq!(date("number 0"), none("no-serial"));
    assert_eq!(date("number -1"), none("no-serial"));
    assert_eq!(date("truth true"), none("no-date"));
    assert_eq!(date("text 令和6年6月3日"), some("2024-06-03"));
    let count = |value| cell(Kind::Entitlement, "held", value);
    assert_eq!(count("number 12"), some("12"));
    assert_eq!(count("number 1234567"), some("1234567"));
    assert_eq!(count("number -1"), none("negative"));
    assert_eq!(count("number 0.5"), none("fraction"));
    assert_eq!(count("number 1E30"), none("too-large"));
    assert_eq!(count("text 1,234"), some("1234"));
    let flag = |value| cell(Kind::Entitlement, "downgrade", value);
    assert_eq!(flag("truth true"), some("yes"));
    assert_eq!(flag("truth false"), some("no"));
    assert_eq!(flag("text 可"), some("yes"));
}

#[test]
fn a_time_of_day_is_dropped_only_where_the_mapping_says_so() {
    let mapping = mapping("kind = \"account\"\ntime_of_day = \"drop\"");
    let plan = of_bytes("a.csv", "id,last-sign-in\nu1,2024/6/3 9:05\n".as_bytes(), &mapping, &Journal::new());
    assert_eq!(outcome(&plan), Ok(Some("2024-06-03".to_owned())));
    assert_eq!(plan.notes.len(), 1);
}

#[test]
fn a_workbook_says_itself_how_it_numbers_days() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c><c r=\"B1\" t=\"str\"><v>acquired</v></c></row>\
                <row r=\"2\"><c r=\"A2\" t=\"str\"><v>A1</v></c><c r=\"B2\"><v>43984</v></c></row>";
    let of = |properties: &str, table: &str| {
        outcome(&of_bytes("a.xlsx", &package(properties, rows), &mapping(table), &Journal::new()))
    };
    let day = |text: &str| Ok(Some(text.to_owned()));
    assert_eq!(of("", "kind = \"device\""), day("2020-06-02"));
    assert_eq!(of("date1904=\"1\"", "kind = \"device\""), day("2024-06-03"));
    // A file that lost the mark on its way is set right by the mapping.
    assert_eq!(of("", "kind = \"device\"\ndate_system = \"1904\""), day("2024-06-03"));
}
