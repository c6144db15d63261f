//! Readers of CSV and of workbooks find the cells; a spreadsheet runs none that is guarded.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use escape::{Formulas, cell, formula_sign, from_cell, workbook};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use crate::texts;

const BOTH: [Formulas; 2] = [Formulas::Kept, Formulas::Guarded];

fn check_csv(texts: &[String], formulas: Formulas) {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for text in texts {
        writer.write_record(["1", &cell(text, formulas), "2"]).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let read: Vec<String> = reader.records().map(|row| from_cell(&row.unwrap()[1]).into_owned()).collect();
    assert_eq!(read, texts);
    if formulas == Formulas::Guarded {
        assert!(texts.iter().all(|text| formula_sign(&cell(text, formulas)).is_none()));
    }
}

#[test]
fn every_character_comes_back_from_csv() {
    for formulas in BOTH {
        texts::portions(65_536).for_each(|texts| check_csv(&texts, formulas));
    }
}

#[test]
fn every_character_comes_back_from_a_workbook() {
    check_xlsx(&texts::packed(500));
}

fn check_xlsx(texts: &[String]) {
    let mut written = Workbook::new();
    let sheet = written.add_worksheet();
    for (row, text) in (0..).zip(texts) {
        sheet.write_string(row, 0, "1").unwrap();
        sheet.write_string(row, 1, workbook(text)).unwrap();
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(written.save_to_buffer().unwrap())).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    for (row, text) in texts.iter().enumerate() {
        let read = match range.get((row, 1)).unwrap_or(&Data::Empty) {
            Data::String(read) => from_cell(read).into_owned(),
            Data::Empty => String::new(),
            other => panic!("{other:?}"),
        };
        assert_eq!(read, *text);
    }
}

/// Each sign that makes a formula, and what may stand before it.
#[test]
fn signs_of_formulas_are_found_in_both_widths_and_behind_blanks() {
    for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
        for text in
            [format!("{sign}1"), format!(" {sign}cmd|' /C calc'!A0"), format!("\u{feff}{sign}SUM(A1)")]
        {
            assert_eq!(formula_sign(&text).map(String::from).as_deref(), Some(sign), "{text:?}");
            assert_eq!(cell(&text, Formulas::Guarded).chars().next(), Some('\''), "{text:?}");
        }
        assert_eq!((formula_sign(sign), formula_sign(&sign.repeat(3))), (None, None));
    }
    assert_eq!((formula_sign("\t1"), formula_sign("\r1")), (Some('\t'), Some('\r')));
    for text in ["\t", "", "1-2", "a=1", "'=1"] {
        assert_eq!(formula_sign(text), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_cell_comes_back(texts in prop::collection::vec(texts::any(), 1..4), guarded in prop::sample::select(&BOTH[..])) {
        check_csv(&texts, guarded);
    }

    #[test]
    fn any_cell_comes_back_from_a_workbook(text in texts::any(), is_rich in any::<bool>()) {
        check_xlsx(&[if is_rich { format!("<r>{text}</r>") } else { text }]);
    }

    /// A guard before a guard, as deep as one likes.
    #[test]
    fn apostrophes_are_neither_lost_nor_won(depth in 0_usize..5, text in texts::any()) {
        let text = format!("{}{text}", "'".repeat(depth));
        for formulas in BOTH {
            let cell = cell(&text, formulas);
            prop_assert_eq!(from_cell(&cell), text.as_str());
            let lines = cell.replace("\r\n", "\n");
            prop_assert!(!lines.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            let bidi = ['\u{202e}', '\u{2066}'];
            prop_assert!(!cell.contains(bidi));
        }
    }
}
