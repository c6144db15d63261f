//! Workbooks in the open document format.

use std::io::{Cursor, Write};

use intake::{Container, DateSystem, Header, HiddenLines, Reason, TextForm, read_serial};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>"#;
const TAIL: &str = "</office:spreadsheet></office:body></office:document-content>";

fn ods(tables: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let content = format!("{HEAD}{tables}{TAIL}");
    let parts =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_str())];
    for (name, text) in parts.iter().chain(others) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn cell(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

/// Each row as its number and what its cells show; a problem as it is told.
fn read(bytes: &[u8], place: usize) -> Vec<String> {
    let mut file =
        Container::open("a.ods", bytes, TextForm::default()).unwrap_or_else(|error| panic!("{error}"));
    let sheet = file.sheet(place, &Header::Row(1)).unwrap_or_else(|error| panic!("{error}"));
    let columns = sheet.columns().len();
    sheet
        .map(|row| match row {
            Ok(cells) => {
                let cells_shown: Vec<String> = (0..columns).map(|n| format!("{:?}", cells.cell(n))).collect();
                format!("{}: {}", cells.row, cells_shown.join(" "))
            }
            Err(error) => error.to_string(),
        })
        .collect()
}

#[test]
fn a_sheet_is_read_with_all_that_it_holds() {
    let header = row(&["番号", "受付", "件数", "備考"].map(cell).concat());
    let values = row(&format!(
        "{}<table:table-cell office:value-type=\"date\" office:date-value=\"2024-06-03T09:05:30\"><text:p>x</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"2500\"/>\
         <table:table-cell office:value-type=\"string\"><office:annotation><text:p>note</text:p></office:annotation>\
         <text:p>a<text:s text:c=\"2\"/>&lt;b&gt;</text:p><text:p>c<text:line-break/>d</text:p></table:table-cell>",
        cell("T-1"),
    ));
    let special = row(&format!(
        "{}<table:table-cell table:formula=\"of:=1\"/>\
         <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>",
        cell("T-2"),
    ));
    let merged = row(&format!(
        "{}<table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\" office:value-type=\"time\" office:time-value=\"PT09H05M00S\"/><table:covered-table-cell/>",
        cell("T-3"),
    ));
    let many = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let twice = format!(
        "<table:table-row table:number-rows-repeated=\"2\" table:visibility=\"filter\">{}</table:table-row>",
        cell("T-4")
    );
    let tables = format!(
        "<table:table table:name=\"6月\"><table:table-column table:number-columns-repeated=\"2\" table:visibility=\"collapse\"/>\
         {header}{values}{special}{merged}{many}{twice}</table:table><table:table table:name=\"隠し\" table:style-name=\"ta2\">{}</table:table>",
        row(&cell("id")),
    );
    let bytes = ods(&tables, &[]);
    let file = Container::open("a.ods", &bytes, TextForm::default()).unwrap();
    let leaves = file.leaves().unwrap();
    assert_eq!(
        leaves.iter().map(|leaf| (leaf.name.as_str(), leaf.is_visible)).collect::<Vec<_>>(),
        [("6月", true), ("隠し", false)]
    );
    let hidden = leaves[0].hidden;
    let lines = |count, first| Some(HiddenLines { count, first });
    assert_eq!((hidden.rows, hidden.columns, hidden.has_filter), (lines(2, 1_000_005), lines(2, 1), true));
    assert_eq!(
        read(&bytes, 0),
        [
            "2: Some(Text(\"T-1\")) Some(Day(\"45446.378819444444\")) Some(Number(\"2500\")) Some(Text(\"a  <b>\\nc\\nd\"))",
            "3: Some(Text(\"T-2\")) Some(Uncalculated(\"=\")) Some(Error(\"#DIV/0!\")) Some(Truth(true))",
            "4: Some(Text(\"T-3\")) Some(Day(\"0.378472222222\")) Some(Merged(\"B4\")) None",
            "1000005: Some(Text(\"T-4\")) None None None",
            "1000006: Some(Text(\"T-4\")) None None None",
        ]
    );
    assert_eq!(
        read_serial("45446.378819444444", DateSystem::From1900).unwrap().to_string(),
        "2024-06-03 09:05:30"
    );
    assert!(read(&bytes, 1).is_empty());
}

/// A row of a few bytes says that it is seventeen thousand million cells.
#[test]
fn repetitions_without_end_are_refused() {
    for row in [
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
        "<table:table-row table:number-rows-repeated=\"99999999999999999999\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
    ] {
        let tables = format!("<table:table table:name=\"a\">{}{row}</table:table>", self::row(&cell("id")));
        let told = read(&ods(&tables, &[]), 0);
        assert!(told.len() == 1 && told[0].contains("limit"), "{told:?}");
    }
}

#[test]
fn what_is_encrypted_or_cut_is_told() {
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"><manifest:encryption-data/></manifest:manifest>";
    let bytes = ods("", &[("META-INF/manifest.xml", manifest)]);
    let reason =
        |bytes: &[u8]| Container::open("a.ods", bytes, TextForm::default()).map(|_| ()).unwrap_err().reason;
    assert_eq!(reason(&bytes), Reason::Password);
    let whole = ods(&format!("<table:table table:name=\"a\">{}</table:table>", row(&cell("id"))), &[]);
    for at in (300..whole.len()).step_by(37) {
        assert!(matches!(reason(&whole[..at]), Reason::BrokenWorkbook(_)), "{at}");
    }
    let open = ods("<table:table table:name=\"a\"><table:table-row>", &[]);
    assert!(matches!(reason(&open), Reason::BrokenWorkbook(_)));
}
