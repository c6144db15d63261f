//! Workbooks of before 2007, beside the same cells in the form since.

use std::io::{Cursor, Write};

use cfb::CompoundFile;
use intake::{Cell, Container, DateSystem, Header, HiddenLines, Reason, TextForm, read_serial};
use proptest::prelude::*;

const CASES: &[u8] = include_bytes!("xls/cases.xls");
const CASES_XLSX: &[u8] = include_bytes!("xls/cases.xlsx");
const DAYS: &[u8] = include_bytes!("xls/days-1904.xls");
const DAYS_XLSX: &[u8] = include_bytes!("xls/days-1904.xlsx");
const XLWT: &[u8] = include_bytes!("xls/xlwt.xls");

/// Each row of a sheet as its number and its cells that hold something; a problem as it is told.
fn rows(bytes: &[u8], place: usize) -> Vec<String> {
    // The third has a title.
    let header = Header::Row(if place == 2 { 2 } else { 1 });
    let mut file = Container::open("a", bytes, TextForm::default()).unwrap_or_else(|error| panic!("{error}"));
    let sheet = match file.sheet(place, &header) {
        Ok(sheet) => sheet,
        Err(error) => return vec![error.to_string()],
    };
    // Cells without a value at the end of the header are columns without a name in one form, and none in the other.
    let columns = sheet.columns().join("|").trim_end_matches('|').to_owned();
    let cells = sheet.map(|row| match row {
        Ok(row) => {
            let held = (0..300)
                .filter_map(|n| row.cell(n).filter(|cell| **cell != Cell::Empty).map(|cell| (n, even(cell))));
            format!("{}: {:?}", row.row, held.collect::<Vec<_>>())
        }
        Err(error) => error.to_string(),
    });
    std::iter::once(columns).chain(cells).collect()
}

/// A number to 13 digits: the program that made the files writes 15 of them in the later form, and rounds.
fn even(cell: &Cell<'_>) -> Cell<'static> {
    let digits = |number: &str| format!("{:.12e}", number.parse::<f64>().unwrap());
    match cell {
        Cell::Number(number) => Cell::Number(digits(number)),
        Cell::Day(number) => Cell::Day(digits(number)),
        Cell::Text(text) => Cell::Text(text.clone().into_owned().into()),
        Cell::Truth(truth) => Cell::Truth(*truth),
        Cell::Error(text) => Cell::Error(text.clone()),
        Cell::Uncalculated(text) => Cell::Uncalculated(text.clone()),
        Cell::Merged(text) => Cell::Merged(text.clone()),
        Cell::Empty => Cell::Empty,
    }
}

fn reason(bytes: &[u8]) -> Reason {
    Container::open("a.xls", bytes, TextForm::default()).map(|_| ()).unwrap_err().reason
}

#[test]
fn the_same_cells_in_both_forms_are_the_same() {
    for (old, new) in [(CASES, CASES_XLSX), (DAYS, DAYS_XLSX)] {
        let files = [old, new].map(|bytes| Container::open("a", bytes, TextForm::default()).unwrap());
        let [old_leaves, new_leaves] = files.each_ref().map(|file| file.leaves().unwrap());
        assert_eq!(old_leaves, new_leaves);
        assert_eq!(files[0].dates(), files[1].dates());
        for (place, leaf) in old_leaves.iter().enumerate() {
            let (old, new) = (rows(old, place), rows(new, place));
            for (old, new) in old.iter().zip(&new) {
                assert_eq!(old, new, "{}", leaf.name);
            }
            assert_eq!(old.get(new.len()..), new.get(old.len()..), "{}", leaf.name);
        }
    }
}

#[test]
fn what_sheets_hide_is_told() {
    let file = Container::open("a.xls", CASES, TextForm::default()).unwrap();
    let leaves = file.leaves().unwrap().iter();
    let lines = |lines: Option<HiddenLines>| lines.map(|lines| (lines.count, lines.first));
    let told: Vec<_> = leaves
        .map(|leaf| {
            let hidden = leaf.hidden;
            (
                leaf.name.as_str(),
                leaf.is_visible,
                lines(hidden.rows),
                lines(hidden.columns),
                hidden.has_filter,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("6月", true, Some((2, 5)), Some((1, 6)), false),
            ("長文", true, None, None, false),
            ("結合", true, None, None, false),
            ("隠し", false, None, None, false),
            ("絞込", true, Some((1, 3)), None, true),
        ]
    );
}

/// The long texts of the files.
fn long(n: usize) -> String {
    let piece = ["長い文言。", "plain text, ", "é ü 混在 "][n % 3];
    format!("{}{n}", piece.repeat(40 + 37 * n % 190))
}

#[test]
fn texts_that_are_cut_are_put_together() {
    for (bytes, place, id) in [(CASES, 1, "L"), (XLWT, 0, "W")] {
        let mut file = Container::open("a.xls", bytes, TextForm::default()).unwrap();
        let sheet = file.sheet(place, &Header::Row(1)).unwrap();
        let mut n = 0;
        for row in sheet.map(Result::unwrap).take(36) {
            assert_eq!((row.get(0), row.raw(1)), (format!("{id}-{n}").as_str(), long(n).as_str()));
            n += 1;
        }
        assert_eq!(n, 36);
    }
    let told = rows(XLWT, 0);
    assert_eq!(told.last().unwrap(), r#"41: [(0, Text("W-x")), (1, Text("赤太字青"))]"#);
}

#[test]
fn days_from_1904_are_those_that_are_shown() {
    let mut file = Container::open("a.xls", DAYS, TextForm::default()).unwrap();
    assert_eq!(file.dates(), Some(DateSystem::From1904));
    let sheet = file.sheet(0, &Header::Row(1)).unwrap();
    let days: Vec<String> = sheet
        .map(|row| read_serial(row.unwrap().get(1), DateSystem::From1904).unwrap().to_string())
        .collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    assert_eq!(
        days,
        ["2024-02-27 23:59:59", "2024-02-28 23:59:59", "2024-02-29 23:59:59", "2024-03-01 23:59:59"]
    );
}

/// A record.
fn record(kind: u16, data: &[&[u8]]) -> Vec<u8> {
    let data = data.concat();
    [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), &data].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn bof(sort: u16) -> Vec<u8> {
    record(0x0809, &[&words(&[0x0600, sort, 0, 0, 0, 0, 0, 0])])
}

fn eof() -> Vec<u8> {
    record(0x000A, &[])
}

/// A cell with a text in itself.
fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    record(0x0204, &[&words(&[row, column, 0, u16::try_from(units.len()).unwrap()]), &[1], &words(&units)])
}

/// A workbook of one sheet in no container; format 1 shows days.
fn book(globals: &[u8], cells: &[u8]) -> Vec<u8> {
    let formats = [record(0x00E0, &[&words(&[0, 0])]), record(0x00E0, &[&words(&[0, 14])])].concat();
    let begin = |at: usize| record(0x0085, &[&u32::try_from(at).unwrap().to_le_bytes(), &[0, 0, 1, 0], b"a"]);
    let head = |at| [&bof(5), &formats, globals, &begin(at), &eof()].concat();
    let at = head(0).len();
    let header = ["id", "b", "c", "d"].iter().zip(0..).flat_map(|(name, column)| label(0, column, name));
    [head(at), bof(0x10), header.collect(), cells.to_vec(), eof()].concat()
}

/// A stream in a container.
fn contained(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}

/// The rows below the header, as [`Cell`]s are shown.
fn cells(globals: &[u8], cells: &[u8]) -> Vec<String> {
    let bytes = book(globals, cells);
    let mut file = Container::open("a.xls", &bytes, TextForm::default()).unwrap();
    let sheet = file.sheet(0, &Header::Row(1)).unwrap();
    sheet
        .map(|row| match row {
            Ok(row) => {
                let cells: Vec<String> =
                    (0..4).map(|n| row.cell(n).map_or("-".to_owned(), |cell| format!("{cell:?}"))).collect();
                format!("{}: {}", row.row, cells.join(" "))
            }
            Err(error) => format!("{} {}", error.row, error.reason.code()),
        })
        .collect()
}

fn formula(row: u16, column: u16, value: [u8; 8], flags: u16) -> Vec<u8> {
    record(0x0006, &[&words(&[row, column, 0]), &value, &words(&[flags]), &[0; 4], &[3, 0, 0x1E, 1, 0]])
}

#[test]
fn numbers_of_four_bytes_are_exact() {
    let rk = |number: i32, form: u32| ((number.cast_unsigned() << 2) | form).to_le_bytes();
    let half = (u32::try_from(1.5_f64.to_bits() >> 32).unwrap() & !3).to_le_bytes();
    let half_hundredth = [half[0] | 1, half[1], half[2], half[3]];
    let several = record(
        0x00BD,
        &[
            &words(&[1, 0, 0]),
            &rk(12_345, 3),
            &words(&[0]),
            &rk(-5, 3),
            &words(&[0]),
            &rk(-100, 3),
            &words(&[1]),
            &rk(45_446, 2),
            &words(&[3]),
        ],
    );
    let single = |column: u16, bytes: [u8; 4]| record(0x027E, &[&words(&[2, column, 0]), &bytes]);
    let singles = [
        single(0, rk(-536_870_912, 2)),
        single(1, half),
        single(2, half_hundredth),
        single(3, [0, 0, 0xF0, 0x7F]), // no number
    ];
    assert_eq!(
        cells(&[], &[several, singles.concat()].concat()),
        [
            "2: Number(\"123.45\") Number(\"-0.05\") Number(\"-1\") Day(\"45446\")",
            "3: Number(\"-536870912\") Number(\"1.5\") Number(\"0.015\") Error(\"#NUM!\")",
        ]
    );
}

#[test]
fn formulas_give_what_they_were_saved_with() {
    let special = |sort, held| [sort, 0, held, 0, 0, 0, 0xFF, 0xFF];
    let text = record(0x0207, &[&words(&[3]), &[1], &words(&[0x6771])]);
    // The rest of a text that is cut may have letters of one byte.
    let rest = record(0x003C, &[&[0], b"ab"]);
    let shared = record(0x04BC, &[&[0; 10]]);
    let records = [
        formula(1, 0, special(0, 0), 0),
        shared,
        text,
        rest,
        formula(1, 1, special(1, 1), 0),
        formula(1, 2, special(2, 0x2A), 0),
        formula(1, 3, 2.5_f64.to_le_bytes(), 0),
        // A text that is said to follow and does not, and one that is empty.
        formula(2, 0, special(0, 0), 0),
        formula(2, 1, special(3, 0), 0),
        // Written by a program that works out nothing.
        formula(2, 2, 0.0_f64.to_le_bytes(), 3),
        formula(2, 3, special(3, 0), 2),
    ];
    assert_eq!(
        cells(&[], &records.concat()),
        [
            "2: Text(\"東ab\") Truth(true) Error(\"#N/A\") Number(\"2.5\")",
            "3: Uncalculated(\"=\") - Uncalculated(\"=\") Uncalculated(\"=\")",
        ]
    );
}

/// A pair of units on both sides of a border, letters of both widths, runs and readings on either side of one.
#[test]
fn shared_texts_over_borders() {
    let first = [
        &2_u32.to_le_bytes()[..],
        &5_u32.to_le_bytes(),
        &words(&[4]),
        &[1 | 8],
        &words(&[1]),
        &words(&[0x6771, 0xD842]),
    ];
    let globals = [
        record(0x00FC, &first),
        record(0x003C, &[&[1], &words(&[0xDFB7])]),
        record(0x003C, &[&[0], b"z", &[7; 2]]),
        // The rest of the run, then a text with a reading that is cut.
        record(0x003C, &[&[7; 2], &words(&[2]), &[4], &6_u32.to_le_bytes(), b"\xE9b", &[9; 4]]),
        record(0x003C, &[&[9; 2], &words(&[0]), &[0], &words(&[1])]),
        record(0x003C, &[&[1], &words(&[0xD800])]),
        record(0x003C, &[&words(&[3]), &[0], b"end"]),
    ];
    let shared =
        |row: u16, column: u16, n: u32| record(0x00FD, &[&words(&[row, column, 0]), &n.to_le_bytes()]);
    // The form of the text stands before the border, its letters behind.
    let records = [shared(1, 0, 0), shared(1, 1, 1), shared(1, 2, 2), shared(1, 3, 4)];
    assert_eq!(
        cells(&globals.concat(), &records.concat()),
        ["2: Text(\"東𠮷z\") Text(\"éb\") - Text(\"end\")"]
    );
    let beyond = [label(1, 0, "x"), shared(2, 0, 5)];
    assert_eq!(cells(&globals.concat(), &beyond.concat()).last().unwrap(), "0 broken-workbook");
}

#[test]
fn cells_in_any_order_stand_in_their_rows() {
    let records = [label(2, 1, "e"), label(1, 1, "b"), label(2, 0, "d"), label(1, 0, "a")];
    assert_eq!(
        cells(&[], &records.concat()),
        ["2: Text(\"a\") Text(\"b\") - -", "3: Text(\"d\") Text(\"e\") - -"]
    );
    let twice = [label(1, 0, "a"), label(2, 0, "b"), label(1, 0, "c")];
    assert_eq!(cells(&[], &twice.concat()), ["0 broken-workbook"]);
}

#[test]
fn diagrams_in_a_sheet_are_none_of_its_cells() {
    let records = [label(1, 0, "a"), bof(0x20), label(1, 1, "x"), bof(0x20), eof(), eof(), label(2, 0, "b")];
    assert_eq!(cells(&[], &records.concat()), ["2: Text(\"a\") - - -", "3: Text(\"b\") - - -"]);
}

#[test]
fn other_forms_and_what_is_broken_are_told() {
    let whole = book(&[], &label(1, 0, "a"));
    assert_eq!(rows(&contained("Workbook", &whole), 0), rows(&whole, 0));
    assert_eq!(reason(&contained("EncryptedPackage", b"x")), Reason::Password);
    assert_eq!(reason(&book(&record(0x002F, &[&[0; 6]]), &[])), Reason::Password);
    let older = record(0x0809, &[&words(&[0x0500, 5, 0, 0])]);
    assert_eq!(reason(&older), Reason::OldWorkbook);
    assert_eq!(reason(&contained("Book", &older)), Reason::OldWorkbook);
    assert_eq!(reason(b"\x09\x00\x04\x00\x02\x00\x10\x00"), Reason::OldWorkbook);
    let is_broken = |bytes: &[u8]| matches!(reason(bytes), Reason::BrokenWorkbook(_));
    assert!(is_broken(&contained("WordDocument", b"x")));
    for at in (8..whole.len()).step_by(3) {
        assert!(is_broken(&whole[..at]), "cut at {at}");
    }
    for at in (8..CASES.len() - 512).step_by(512) {
        assert!(is_broken(&CASES[..at]), "cut at {at}");
    }
    // A cell of an older form, one outside of the sheet, numbers without one, an area that goes back.
    for cell in [
        record(0x0002, &[&words(&[1, 0, 0, 0])]),
        label(1, 256, "a"),
        record(0x00BD, &[&words(&[1, 0, 0])]),
        record(0x00E5, &[&words(&[1, 3, 2, 0, 0])]),
        record(0x00E5, &[&words(&[9, 3, 4, 0, 0])]),
    ] {
        assert!(is_broken(&book(&[], &cell)), "{cell:?}");
    }
    // Two sheets in one place, of one name, and one that is in another.
    let sheet = |at: usize, name: &[u8]| {
        record(0x0085, &[&u32::try_from(at).unwrap().to_le_bytes(), &[0, 0, 1, 0], name])
    };
    let at = whole.len() - label(1, 0, "a").len() - eof().len();
    for globals in [sheet(at, b"b"), sheet(0, b"a"), sheet(0, b"b")] {
        assert!(is_broken(&book(&globals, &[])), "{globals:?}");
    }
}

/// A sheet as long as this form allows, written from below: no row is looked for in the others.
#[test]
fn as_many_rows_as_there_can_be() {
    let row = |row: u16| record(0x0203, &[&words(&[row, 0, 0]), &f64::from(row).to_le_bytes()]);
    for is_back in [false, true] {
        let mut all: Vec<u16> = (1..=u16::MAX).collect();
        if is_back {
            all.reverse();
        }
        let merged = record(0x00E5, &[&words(&[2, 1, 65_535, 1, 1, 1, 65_535, 2, 3])]);
        let records: Vec<u8> = all.into_iter().flat_map(row).chain(merged).collect();
        let told = cells(&[], &records);
        assert_eq!(told.len(), 65_535);
        assert_eq!(told[65_534], "65536: Number(\"65535\") Merged(\"B2\") Merged(\"C2\") Merged(\"C2\")");
    }
}

/// All rows of all sheets, whatever they say.
fn read_all(bytes: &[u8]) -> usize {
    let Ok(mut file) = Container::open("a.xls", bytes, TextForm::default()) else { return 0 };
    let places = file.leaves().map_or(1, <[_]>::len);
    (0..places).map(|place| file.sheet(place, &Header::Row(1)).map_or(0, Iterator::count)).sum()
}

/// The stream of records of a file.
fn stream(bytes: &[u8]) -> Vec<u8> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).unwrap();
    let mut stream = Vec::new();
    std::io::Read::read_to_end(&mut file.open_stream("Workbook").unwrap(), &mut stream).unwrap();
    stream
}

fn files() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::select(vec![
        CASES.to_vec(),
        DAYS.to_vec(),
        XLWT.to_vec(),
        stream(CASES),
        stream(DAYS),
        stream(XLWT),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Bytes that are exchanged anywhere, and a file that ends anywhere, give rows or a problem.
    #[test]
    fn damaged_files_are_read_or_told(
        file in files(),
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        end in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = file;
        for (place, byte) in at {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if let Some(end) = end {
            file.truncate(end.index(file.len()));
        }
        read_all(&file);
    }

    /// Heads of records and fields where counts stand are met more often.
    #[test]
    fn damaged_records_are_read_or_told(
        file in prop::sample::select(vec![stream(CASES), stream(DAYS), stream(XLWT)]),
        at in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..16, any::<u8>()), 1..6),
    ) {
        let (mut begins, mut place) = (Vec::new(), 0);
        while let Some(length) = file.get(place + 2..place + 4) {
            begins.push(place);
            place += 4 + usize::from(u16::from_le_bytes([length[0], length[1]]));
        }
        let mut file = file;
        for (record, offset, byte) in at {
            let place = begins[record.index(begins.len())] + offset;
            if let Some(old) = file.get_mut(place) {
                *old = byte;
            }
        }
        read_all(&file);
    }
}
