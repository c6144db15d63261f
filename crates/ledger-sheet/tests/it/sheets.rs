//! Workbooks written down cell by cell, so that a reader of the test sees what is in them.
//!
//! A line is a command: `sheet NAME`, `merge A1:B2`, or a cell: `A1 text …`, `A1 number …`, `A1 date 2024-06-03`,
//! `A1 time 2024-06-03T09:05`, `A1 truth true`, `A1 formula =… -> result`, `A1 error #REF!`.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

pub(crate) fn workbook(lines: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheets = 0;
    let (date, time) =
        (Format::new().set_num_format("yyyy/m/d"), Format::new().set_num_format("yyyy/m/d h:mm"));
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        if first == "sheet" {
            book.add_worksheet().set_name(rest).unwrap();
            sheets += 1;
            continue;
        }
        if sheets == 0 {
            book.add_worksheet();
            sheets = 1;
        }
        let sheet = book.worksheet_from_index(sheets - 1).unwrap();
        if first == "merge" {
            let (from, to) = rest.split_once(':').unwrap();
            let ((r1, c1), (r2, c2)) = (place(from), place(to));
            sheet.merge_range(r1, c1, r2, c2, "", &Format::new()).unwrap();
            continue;
        }
        let (row, column) = place(first);
        let (kind, value) = rest.split_once(' ').unwrap_or((rest, ""));
        match kind {
            "text" => sheet.write_string(row, column, value).unwrap(),
            "number" => sheet.write_number(row, column, value.parse::<f64>().unwrap()).unwrap(),
            "date" => {
                let day = ExcelDateTime::parse_from_str(value).unwrap();
                sheet.write_datetime_with_format(row, column, day, &date).unwrap()
            }
            "time" => {
                let day = ExcelDateTime::parse_from_str(value).unwrap();
                sheet.write_datetime_with_format(row, column, day, &time).unwrap()
            }
            "serial" => {
                sheet.write_number_with_format(row, column, value.parse::<f64>().unwrap(), &date).unwrap()
            }
            "truth" => sheet.write_boolean(row, column, value == "true").unwrap(),
            "formula" => {
                let (formula, result) = value.split_once(" -> ").unwrap_or((value, ""));
                sheet.write_formula(row, column, Formula::new(formula).set_result(result)).unwrap()
            }
            "error" => sheet.write_formula(row, column, Formula::new("=A0").set_result(value)).unwrap(),
            other => panic!("no such cell: {other}"),
        };
    }
    book.save_to_buffer().unwrap()
}

fn place(name: &str) -> (u32, u16) {
    let at = name.find(|c: char| c.is_ascii_digit()).unwrap();
    let (letters, digits) = name.split_at(at);
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u16::from(letter - b'A') + 1);
    (digits.parse::<u32>().unwrap() - 1, column - 1)
}

/// A workbook around the rows of one sheet as XML, with properties of the workbook: for what no careful writer writes.
pub(crate) fn package(properties: &str, rows: &str) -> Vec<u8> {
    let files = parts(properties, rows);
    let files: Vec<(&str, &String)> = files.iter().map(|(name, content)| (*name, content)).collect();
    stored(&files)
}

/// The parts of a workbook with one sheet of rows; of rows and what follows them where these end the table themselves.
pub(crate) fn parts(properties: &str, rows: &str) -> Vec<(&'static str, String)> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PARTS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let end = if rows.contains("</sheetData>") { "" } else { "</sheetData>" };
    vec![
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PARTS}\"><Relationship Id=\"r1\" Type=\"{LINKS}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PARTS}\"><Relationship Id=\"r1\" Type=\"{LINKS}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><workbookPr {properties}/><sheets>\
                 <sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}{end}</worksheet>"),
        ),
    ]
}

/// A zip archive of files that are stored as they are.
pub(crate) fn stored(files: &[(&str, &String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(checksum(content.as_bytes()).to_le_bytes());
        head.extend([size, size].concat());
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        let at = u32::try_from(out.len()).unwrap().to_le_bytes();
        out.extend([b"PK\x03\x04".as_slice(), &head, name.as_bytes(), content.as_bytes()].concat());
        directory.extend([b"PK\x01\x02\x14\x00".as_slice(), &head, &[0; 10], &at, name.as_bytes()].concat());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let at = u32::try_from(out.len()).unwrap().to_le_bytes();
    let end = [b"PK\x05\x06".as_slice(), &[0; 4], &count, &count, &size, &at, &[0; 2]].concat();
    [out, directory, end].concat()
}

/// CRC-32, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(sum & 1)))
    })
}
