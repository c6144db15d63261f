//! Containers: encodings, separators, headers, JSON; each byte of a text lies in one row.

use intake::{Container, Encoding, Header, Reason, Separator, Sheet, TextForm, TextRows, encode_cp932};
use proptest::prelude::*;

fn holding(names: &[&str]) -> Header {
    Header::Holding(names.iter().map(|name| vec![(*name).to_owned()]).collect())
}

fn shown(name: &str, bytes: &[u8], form: TextForm, header: &Header) -> Result<Vec<Vec<String>>, String> {
    let mut file = Container::open(name, bytes, form).map_err(|error| error.to_string())?;
    let sheet = file.sheet(0, header).map_err(|error| error.to_string())?;
    let columns = sheet.columns().len();
    let mut rows = vec![sheet.columns().to_vec()];
    for row in sheet {
        let row = row.map_err(|error| error.to_string())?;
        rows.push((0..columns).map(|column| row.get(column).to_owned()).collect());
    }
    Ok(rows)
}

const TEXT: &str = "番号,受付日時,経路\n1,2024/6/3 9:05,メール\n2,2024/6/3 9:06,電話\n";

#[test]
fn a_file_is_the_same_in_each_encoding_and_separator() {
    let header = Header::Row(1);
    let plain = shown("a.csv", TEXT.as_bytes(), TextForm::default(), &header).unwrap();
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(TEXT.encode_utf16()).flat_map(order).collect()
    };
    let bytes = [
        encode_cp932(TEXT).unwrap(),
        format!("\u{FEFF}{TEXT}").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        TEXT.replace(',', ";").into_bytes(),
        TEXT.replace(',', "\t").into_bytes(),
        TEXT.replace('\n', "\r\n").into_bytes(),
        TEXT.replace('\n', "\r").into_bytes(),
    ];
    for bytes in &bytes {
        assert_eq!(shown("a.csv", bytes, TextForm::default(), &header).as_ref(), Ok(&plain));
    }
    let json: String = plain[1..]
        .iter()
        .map(|row| {
            format!("{{\"番号\":\"{}\",\"受付日時\":\"{}\",\"経路\":\"{}\"}},", row[0], row[1], row[2])
        })
        .collect();
    let list = format!("[{}]", json.trim_end_matches(','));
    let lines = json.replace("},", "}\n");
    for (name, text) in [("a.json", &list), ("a.jsonl", &lines), ("a.json", &lines)] {
        let found = shown(name, text.as_bytes(), TextForm::default(), &header).unwrap();
        // Columns of JSON are in the order of their names.
        let order =
            ["番号", "受付日時", "経路"].map(|name| found[0].iter().position(|known| known == name).unwrap());
        let found: Vec<Vec<String>> =
            found.iter().map(|row| order.iter().map(|column| row[*column].clone()).collect()).collect();
        assert_eq!(found, plain, "{name}");
    }
}

/// Detection decides only where one encoding fits; what is declared and fits is taken even if another fits too.
#[test]
fn a_file_that_fits_two_encodings_is_shown_in_both() {
    let text = "番号,経路\n1,あい\n";
    assert!(encode_cp932(text).is_ok());
    let fits_both = "id,x\n1,あい\n".as_bytes();
    let error = shown("a.csv", fits_both, TextForm::default(), &Header::Row(1)).unwrap_err();
    assert!(error.contains("line 2 is `あい` in UTF-8 and `縺ゅ＞` in CP932"), "{error}");
    for (encoding, cell) in [(Encoding::Utf8, "あい"), (Encoding::Cp932, "縺ゅ＞")] {
        let form = TextForm { encoding, ..TextForm::default() };
        assert_eq!(shown("a.csv", fits_both, form, &Header::Row(1)).unwrap()[1][1], cell);
    }
    let form = TextForm { encoding: Encoding::Utf16, ..TextForm::default() };
    assert!(shown("a.csv", fits_both, form, &Header::Row(1)).is_err());
}

#[test]
fn a_separator_that_nobody_can_tell_is_asked_for() {
    let text = "a;b,c;d\n1;2,3;4\n";
    let error = Container::open("a.csv", text.as_bytes(), TextForm::default())
        .unwrap()
        .sheet(0, &Header::Row(1))
        .map(|_| ())
        .unwrap_err();
    assert_eq!(error.reason, Reason::Separators(vec![Separator::Comma, Separator::Semicolon]));
    // The columns that are asked for tell it, or that each row has as many cells.
    assert_eq!(shown("a.csv", text.as_bytes(), TextForm::default(), &holding(&["d"])).unwrap()[0].len(), 3);
    let form = TextForm { separator: Some(Separator::Comma), ..TextForm::default() };
    assert_eq!(shown("a.csv", text.as_bytes(), form, &Header::Row(1)).unwrap()[0], ["a;b", "c;d"]);
    let prices = "\u{FEFF}品名;価格\nA;1,5\nB;2\n";
    assert_eq!(shown("a.csv", prices.as_bytes(), TextForm::default(), &Header::Row(1)).unwrap()[1][1], "1,5");
}

#[test]
fn a_header_is_found_below_titles_and_names_fold() {
    let text = "障害一覧,,\n（6月分）,,\n\n番　号,ｳｹﾂｹ,Memo,Memo\n1,2024/6/3,a,b\n";
    let mut file = Container::open("a.csv", text.as_bytes(), TextForm::default()).unwrap();
    let sheet = file.sheet(0, &holding(&["番号", "ウケツケ"])).unwrap();
    assert_eq!((sheet.header_row(), sheet.above().len()), (4, 2));
    assert_eq!(
        (sheet.column("番号"), sheet.column("ウケツケ"), sheet.column("memo")),
        (Some(0), Some(1), None)
    );
    assert_eq!(
        (sheet.column("Memo[1]"), sheet.column("MEMO[2]"), sheet.column("Memo[3]")),
        (Some(2), Some(3), None)
    );
    assert_eq!(sheet.count(), 1);
}

#[test]
fn a_workbook_without_its_reader_is_told_as_such() {
    let error = Container::open("a.xlsx", b"PK\x03\x04", TextForm::default()).map(|_| ()).unwrap_err();
    assert!(matches!(error.reason, Reason::NoWorkbooks | Reason::BrokenWorkbook(_)), "{error}");
}

proptest! {
    /// Read, blank, or reported: the rows of a text are all of its bytes, once each.
    #[test]
    fn the_bytes_of_all_rows_are_the_text(text in "[a1,\"\n\r;あ]{0,80}", which in 0..3_usize) {
        let mut rows = TextRows::new(&text, Separator::ALL[which]);
        let (mut at, mut number) = (0, 0);
        while let Some(row) = rows.next() {
            let row = row.map_or_else(|uncut| uncut.row, |row| row.row);
            let range = rows.range();
            // Lines that a row swallowed lie within it.
            if row > number {
                prop_assert_eq!((range.start, row), (at, number + 1));
                (at, number) = (range.end, row);
            }
        }
        prop_assert_eq!(at, text.len());
    }

    /// What a library that knows nothing of ours reads in a well-formed text is what is read here.
    #[test]
    fn cells_are_those_that_another_reader_finds(
        rows in prop::collection::vec(prop::collection::vec("[a,\"\n\r あ]{0,6}", 3), 1..8),
        separator in prop::sample::select(Separator::ALL.to_vec()),
    ) {
        let sign = u8::try_from(separator.sign()).unwrap();
        let mut writer = csv::WriterBuilder::new().delimiter(sign).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let other: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .delimiter(sign)
            .has_headers(false)
            .from_reader(text.as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let found: Vec<Vec<String>> = TextRows::new(&text, separator)
            .map(|row| row.unwrap().cells.iter().map(|placed| placed.cell.shown().to_owned()).collect())
            .collect();
        prop_assert_eq!(found, other);
    }
}

/// 100 MB of one cell are one problem of one row.
#[test]
fn a_cell_of_100_megabytes_is_a_problem_of_its_row() {
    let text = format!("id,n\n1,{}\n2,b\n", "x".repeat(100 << 20));
    let rows: Vec<_> = Sheet::csv("a.csv", &text).unwrap().collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].as_ref().unwrap_err().reason, Reason::TooLong(intake::CELL_MAX));
    assert!(rows[1].is_ok());
}
