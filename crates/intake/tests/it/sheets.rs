//! Rows, their numbers, and what is wrong with them.

use intake::{Reason, RowError, Sheet};
use proptest::prelude::*;

fn rows(sheet: Result<Sheet<'_>, intake::RowError>) -> Vec<String> {
    match sheet {
        Err(error) => vec![error.to_string()],
        Ok(sheet) => {
            let columns = sheet.columns().len();
            sheet
                .map(|row| match row {
                    Ok(row) => {
                        let cells: Vec<&str> = (0..columns).map(|n| row.get(n)).collect();
                        format!("{}: {}", row.row, cells.join("|"))
                    }
                    Err(error) => error.to_string(),
                })
                .collect()
        }
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let text = "id,note\n1,\"two\nlines\"\n2,plain\n\n3, after a blank row \n4\n5,b,c\n";
    assert_eq!(
        rows(Sheet::csv("a.csv", text)),
        [
            "2: 1|two\nlines",
            "3: 2|plain",
            "5: 3|after a blank row",
            "a.csv, row 6, `4`: 1 values in a table of 2 columns; check separators and quotes of the row",
            "a.csv, row 7, `5`: 3 values in a table of 2 columns; check separators and quotes of the row",
        ]
    );
}

#[test]
fn files_without_content_and_double_columns_are_refused() {
    assert_eq!(rows(Sheet::csv("a.csv", "")), ["a.csv: the file is empty; hand in a file with a header"]);
    assert_eq!(rows(Sheet::csv("a.csv", "id,id\n")), Vec::<String>::new());
    // Found by a property: the rows after it were column names.
    assert_eq!(
        rows(Sheet::csv("a.csv", "id,\"note\n1,a\n2,b\n")),
        [
            "a.csv, row 1: a quotation mark is not closed, or text follows the closing one; close the quotation mark; write one within a value twice"
        ]
    );
    assert_eq!(rows(Sheet::csv("a.csv", "id,note\n")), Vec::<String>::new());
    assert_eq!(
        rows(Sheet::json_lines("a.jsonl", "\n")),
        ["a.jsonl: the file is empty; hand in a file with a header"]
    );
}

#[test]
fn json_lines_give_the_same_rows() {
    let text = "{\"id\": \"1\", \"n\": 3}\n[1]\n{\"id\": null, \"n\": true}\n{\"id\": {}}\n{\n";
    assert_eq!(
        rows(Sheet::json_lines("a.jsonl", text)),
        [
            "1: 1|3",
            "a.jsonl, row 2: no JSON object: not an object; write one object a line",
            "3: |true",
            "a.jsonl, row 4, column `id`: no JSON object: a list or an object as a value; write one object a line",
            "a.jsonl, row 5: no JSON object: EOF while parsing an object at line 1 column 1; write one object a line",
        ]
    );
}

#[test]
fn rows_are_numbered_alike_whatever_ends_a_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["", "id,note", "1,\"two", "lines\"", "", "2,plain", "3"].join(end);
        let rows = rows(Sheet::csv("a.csv", &text));
        assert!(rows[0].starts_with("3: 1|two"), "{end:?} {rows:?}");
        assert_eq!(rows[1], "5: 2|plain", "{end:?}");
        assert!(rows[2].starts_with("a.csv, row 6, `3`"), "{end:?} {rows:?}");
    }
}

#[test]
fn rows_without_any_value_are_passed_over() {
    assert_eq!(rows(Sheet::csv("a.csv", "id,note\n1,a\n,\n , \n,,,\n2,b\n")), ["2: 1|a", "6: 2|b"]);
}

#[test]
fn rows_swallowed_by_an_unclosed_quotation_mark_are_listed_one_by_one() {
    let unclosed = "is not closed, or text follows the closing one; close the quotation mark; write one within a value twice";
    let swallowed = "this line was swallowed by the row's unclosed quotation mark; mend the quotation mark and read again";
    assert_eq!(
        rows(Sheet::csv("a.csv", "id,note\n1,\"open\n2,b\n\n3,c\n")),
        [
            format!("a.csv, row 2, `1`: a quotation mark {unclosed}"),
            format!("a.csv, row 2, `2`: {swallowed}"),
            format!("a.csv, row 2, `3`: {swallowed}"),
        ]
    );
    // The next quotation mark ends the cell for the reader; the row goes on after it.
    assert_eq!(
        rows(Sheet::csv("a.csv", "id,note\n1,\"open\n2,\"b\"\n3,c\n")),
        [
            format!("a.csv, row 2, `1`: a quotation mark {unclosed}"),
            format!("a.csv, row 2, `2`: {swallowed}"),
            "3: 3|c".to_owned(),
        ]
    );
}

#[test]
fn quotation_marks_that_are_closed_or_stand_within_a_word_are_fine() {
    assert_eq!(
        rows(Sheet::csv("a.csv", "id,note\n1,\"a \"\"b\"\"\"\n2,5\" disk\n\"\",\"x,y\"\n")),
        ["2: 1|a \"b\"", "3: 2|5\" disk", "4: |x,y"]
    );
}

#[test]
fn a_json_key_named_twice_is_refused() {
    assert_eq!(
        rows(Sheet::json_lines("a.jsonl", "{\"id\": \"a:b\\\"\", \"n\": 1}\n{\"id\": 1, \"id\": 2}\n")),
        ["1: a:b\"|1", "a.jsonl, row 2: no JSON object: a key is named twice; write one object a line",]
    );
}

#[test]
fn a_number_in_json_keeps_its_digits() {
    let text = "{\"id\": 12345678901234567890123, \"n\": 1234567890123456.78}\n";
    assert_eq!(rows(Sheet::json_lines("a.jsonl", text)), ["1: 12345678901234567890123|1234567890123456.78"]);
}

proptest! {
    #[test]
    fn what_a_writer_quotes_is_read_back_with_its_row(
        cells in prop::collection::vec(("[a,\"\n\r ]{0,8}", "[a,\"\n\r ]{0,8}"), 0..12),
        crlf in any::<bool>(),
    ) {
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
        writer.write_record(["id", "x", "y"]).unwrap();
        for (n, (x, y)) in cells.iter().enumerate() {
            writer.write_record([n.to_string().as_str(), x, y]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let read: Vec<_> = Sheet::csv("a.csv", &text).unwrap().map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), cells.len());
        for (n, (row, (x, y))) in read.iter().zip(&cells).enumerate() {
            prop_assert_eq!(row.row, n as u64 + 2);
            prop_assert_eq!((row.get(1), row.get(2)), (x.trim(), y.trim()));
        }
    }

    #[test]
    fn any_text_is_read_to_its_end(text in "[a1,\"\n\r:{} ]{0,80}") {
        for sheet in [Sheet::csv("a", &text), Sheet::json_lines("a", &text)].into_iter().flatten() {
            prop_assert!(sheet.count() <= text.len());
        }
    }

    /// Each line that names a record is a row, a part of a cell that is closed, or a listed error.
    #[test]
    fn no_line_is_lost_to_a_quotation_mark(marks in prop::collection::vec(0..4_u8, 1..12)) {
        let line = |(n, mark): (usize, &u8)| match mark {
            0 => format!("{n},plain\n"),
            1 => format!("{n},\"closed\"\n"),
            2 => format!("{n},\"open\n"),
            _ => format!("{n},\"open\"x\n"),
        };
        let text: String = marks.iter().enumerate().map(line).collect();
        let text = format!("id,note\n{text}");
        let found = rows(Sheet::csv("a.csv", &text));
        for n in 0..marks.len() {
            prop_assert!(
                found.iter().any(|row| row.contains(&format!(": {n}|")) || row.contains(&format!("`{n}`"))),
                "line {} of {:?} is lost: {:?}", n, text, found
            );
        }
    }
}

fn refused(sheet: Result<Sheet<'_>, RowError>) -> Reason {
    sheet.map(|_| ()).unwrap_err().reason
}

/// Each row had a cell for each key of all rows: 20,000 lines with a key of their own took 18 s.
#[test]
fn regression_a_row_of_json_holds_its_own_values_only() {
    let text: String = (0..16_384).map(|n| format!("{{\"k{n}\": {n}}}\n")).collect();
    let sheet = Sheet::json_lines("a.jsonl", &text).unwrap();
    let columns: Vec<usize> = (0..16_384).map(|n| sheet.column(&format!("k{n}")).unwrap()).collect();
    for (n, row) in sheet.enumerate() {
        let row = row.unwrap();
        assert_eq!((row.get(columns[n]), row.get(columns[(n + 1) % 16_384])), (n.to_string().as_str(), ""));
        // What is held is as large as what is said.
        assert_eq!(row.filled().count(), 1);
        assert!(format!("{row:?}").len() < 120);
    }
    let text: String = (0..=16_384).map(|n| format!("{{\"k{n}\": {n}}}\n")).collect();
    assert_eq!(refused(Sheet::json_lines("a.jsonl", &text)), Reason::TooManyColumns);
    assert_eq!(refused(Sheet::csv("a.csv", &format!("a{}\n", ",b".repeat(16_384)))), Reason::TooManyColumns);
}

#[test]
fn a_cell_holds_as_much_as_in_a_spreadsheet() {
    // Two units of UTF-16 each.
    for (cell, fits) in [
        ("x".repeat(32_767), true),
        ("x".repeat(32_768), false),
        ("𠮷".repeat(16_383), true),
        ("𠮷".repeat(16_384), false),
    ] {
        let told = rows(Sheet::csv("a.csv", &format!("id,n\n{cell},1\nb,2\n")));
        assert_eq!(told.len(), 2);
        assert_eq!(
            told[0]
                == "a.csv, row 2, column `id`: has more than 32767 characters, the limit for a cell; shorten it",
            !fits
        );
        assert_eq!(told[1], "3: b|2");
        let told = rows(Sheet::json_lines("a.jsonl", &format!("{{\"id\": \"{cell}\"}}\n")));
        assert_eq!(told[0].contains("has more than 32767 characters"), !fits);
    }
}

#[test]
fn a_sheet_has_as_many_rows_as_in_a_spreadsheet() {
    let most = 1_048_576;
    let csv = |rows: usize| format!("id\n{}", "a\n".repeat(rows - 1));
    assert_eq!(Sheet::csv("a.csv", &csv(most)).unwrap().count(), most - 1);
    assert_eq!(refused(Sheet::csv("a.csv", &csv(most + 1))), Reason::TooManyRows(1_048_576));
    // Blank lines after the last row are none, and a cell of many lines is one cell.
    assert_eq!(Sheet::csv("a.csv", &format!("{}{}", csv(most), "\n".repeat(9))).unwrap().count(), most - 1);
    let json = |rows: usize| "{\"a\": 1}\n".repeat(rows);
    assert!(Sheet::json_lines("a.jsonl", &json(most)).is_ok());
    assert_eq!(refused(Sheet::json_lines("a.jsonl", &json(most + 1))), Reason::TooManyRows(1_048_576));
}

/// Lists and objects within a line are passed over, not built.
#[test]
fn json_nested_without_end_is_a_problem_of_its_row() {
    let nested = "[".repeat(1_000_000);
    let told = rows(Sheet::json_lines(
        "a.jsonl",
        &format!("{{\"a\": {nested}\n{{\"a\": [{}0]}}\n", "0,".repeat(1_000_000)),
    ));
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("no JSON object: "), "{}", told[0].chars().take(200).collect::<String>());
    assert!(told[1].contains("a list or an object as a value"), "{}", told[1]);
}

/// 20,000 lines of JSON, each with a key of its own, took 18 s: a sheet has as many columns as a spreadsheet.
#[test]
fn regression_20_000_keys_of_json_are_more_than_a_sheet_has() {
    let text: String = (0..20_000).map(|n| format!("{{\"k{n}\": {n}}}\n")).collect();
    assert_eq!(Sheet::json_lines("a.jsonl", &text).unwrap_err().reason, Reason::TooManyColumns);
}

proptest::proptest! {
    /// What is marked is the cell that is meant, and the line is that of the text, whatever stands around it.
    #[test]
    fn the_marked_piece_is_the_cell(
        rows in proptest::collection::vec(proptest::collection::vec("[a-c表\"\n, ]{0,90}", 3), 1..5),
        at in 0_usize..5,
        column in 0_usize..3,
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines: Vec<String> =
            rows.iter().map(|row| format!("{}\n", row.iter().map(quoted).collect::<Vec<_>>().join(","))).collect();
        let text = format!("\u{FEFF}x,y,z\n{}", lines.concat());
        let at = at % rows.len();
        let form = intake::TextForm { separator: Some(intake::Separator::Comma), ..Default::default() };
        let file = intake::Container::open("a.csv", text.as_bytes(), form).unwrap();
        let name = ["x", "y", "z"][column].to_owned();
        let error = intake::RowError::of_file("a.csv", Reason::Missing);
        let error = intake::RowError { row: u64::try_from(at).unwrap() + 2, column: Some(name), ..error };
        let excerpt = file.excerpts(&[error])[0].clone().unwrap();
        let cell = quoted(&rows[at][column]);
        let first_line = cell.split('\n').next().unwrap();
        let marked = &excerpt.text[excerpt.marked.clone()];
        proptest::prop_assert!(first_line.starts_with(marked), "{marked:?} of {cell:?}");
        proptest::prop_assert!(marked == first_line || marked.chars().count() == 60);
        let before = rows[at][..column].iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let line = 2 + lines[..at].concat().matches('\n').count() + before;
        proptest::prop_assert_eq!(excerpt.line, u64::try_from(line).unwrap());
    }
}
