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
