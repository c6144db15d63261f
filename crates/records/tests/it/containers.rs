//! The same records in any container, and what is special to each.

use proptest::prelude::*;
use records::{InputFile, Loaded, Mapping, load};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sla::Case;

const MAPPING: &str = r#"
    zone = "Asia/Tokyo"
    unknown = ["-"]
    [[synonyms]]
    name = "受付"
    also = ["受付日時"]
    [[synonyms]]
    name = "メール"
    also = ["e-mail"]
    [[file]]
    name = "tickets"
    kind = "incident"
    shape = "cases"
    id = "番号"
    marks = { opened = "受付", recovered = "回復" }
    [[file.attribute]]
    name = "channel"
    column = "経路"
    words = { "メール" = "mail", "電話" = "phone" }
"#;

fn read(files: &[(&str, &[u8])]) -> Loaded {
    let mapping = Mapping::from_table("m.toml", MAPPING, &calendar::Sites::default());
    let mapping = mapping.unwrap_or_else(|errors| panic!("{errors}"));
    let files: Vec<InputFile<'_>> = files.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    load(&mapping, &files, &mut |_, _| {})
}

/// The cases without where they were read.
fn facts(loaded: &Loaded) -> Vec<Case> {
    let mut cases: Vec<Case> = loaded.observations.cases.clone();
    cases.iter_mut().for_each(|case| case.origin = None);
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    cases
}

/// A row: number, minute of the month in which it was opened, minutes until it was recovered, channel.
type Row = (u32, u32, Option<u32>, bool);

const HEADER: [&str; 4] = ["番号", "受付", "回復", "経路"];

fn time(minute: u32) -> (u32, u32, u32) {
    (1 + minute / 1_440, minute / 60 % 24, minute % 60)
}

fn text(minute: u32) -> String {
    let (day, hour, minute) = time(minute);
    format!("2024/6/{day} {hour}:{minute:02}")
}

fn texts((id, opened, took, is_mail): &Row) -> [String; 4] {
    let recovered = took.map_or_else(String::new, |took| text(opened + took));
    [format!("T-{id:04}"), text(*opened), recovered, if *is_mail { "ﾒｰﾙ" } else { "電話" }.to_owned()]
}

fn csv(rows: &[Row], separator: &str) -> Vec<u8> {
    let lines: String = rows.iter().map(|row| format!("{}\n", texts(row).join(separator))).collect();
    format!("\u{FEFF}{}\n{lines}", HEADER.join(separator)).into_bytes()
}

fn json(rows: &[Row], is_list: bool) -> Vec<u8> {
    let object = |row: &Row| {
        // A key that no object has is a column that is missing: what is empty is null.
        let cell = |cell: &str| if cell.is_empty() { "null".to_owned() } else { format!("\"{cell}\"") };
        let pairs: Vec<String> = HEADER
            .iter()
            .zip(texts(row))
            .map(|(name, text)| format!("\"{name}\": {}", cell(&text)))
            .collect();
        format!("{{{}}}", pairs.join(", "))
    };
    let objects: Vec<String> = rows.iter().map(object).collect();
    if is_list { format!("[{}]", objects.join(",\n")) } else { objects.join("\n") }.into_bytes()
}

/// A workbook with a sheet for each part; times are dates of the workbook, not texts.
fn workbook(parts: &[&[Row]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let format = Format::new().set_num_format("yyyy/m/d h:mm");
    for (n, rows) in parts.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("tickets{n}")).unwrap();
        for (column, name) in (0..).zip(HEADER) {
            sheet.write_string(0, column, name).unwrap();
        }
        for (line, row) in (1..).zip(*rows) {
            let cells = texts(row);
            let date = |minute: u32| {
                let (day, hour, minute) = time(minute);
                let day = ExcelDateTime::from_ymd(2024, 6, u8::try_from(day).unwrap()).unwrap();
                day.and_hms(u16::try_from(hour).unwrap(), u8::try_from(minute).unwrap(), 0).unwrap()
            };
            sheet.write_string(line, 0, &cells[0]).unwrap();
            // A date on the minute of midnight is a day for a spreadsheet: such a time is a text.
            for (column, minute) in [(1, Some(row.1)), (2, row.2.map(|took| row.1 + took))] {
                match minute {
                    Some(minute) if minute % 1_440 == 0 => {
                        sheet.write_string(line, column, text(minute)).unwrap();
                    }
                    Some(minute) => {
                        sheet.write_datetime_with_format(line, column, date(minute), &format).unwrap();
                    }
                    None => {}
                }
            }
            sheet.write_string(line, 3, &cells[3]).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn row() -> impl Strategy<Value = Row> {
    (0..9_999_u32, 0..20 * 1_440_u32, prop::option::of(1..9 * 1_440_u32), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any split of rows over files, sheets and containers gives the same facts.
    #[test]
    fn a_split_over_files_sheets_and_containers_changes_nothing(
        rows in prop::collection::btree_map(0..9_999_u32, row(), 1..24),
        cuts in prop::collection::vec(0..6_usize, 24),
    ) {
        let rows: Vec<Row> = rows.into_iter().map(|(id, (_, opened, took, mail))| (id, opened, took, mail)).collect();
        let whole = read(&[("tickets.csv", &csv(&rows, ","))]);
        prop_assert!(whole.errors.is_empty(), "{:?}", whole.errors);
        let mut parts: Vec<Vec<Row>> = vec![Vec::new(); 6];
        for (row, cut) in rows.iter().zip(&cuts) {
            parts[*cut].push(*row);
        }
        let files = [
            ("tickets-a.csv", csv(&parts[0], ";")),
            ("tickets-b.tsv", csv(&parts[1], "\t")),
            ("tickets-c.jsonl", json(&parts[2], false)),
            ("tickets-d.json", json(&parts[3], true)),
            ("6月.xlsx", workbook(&[&parts[4], &parts[5]])),
        ];
        // Lines of JSON without any are a file without content; an empty list is one without records.
        let given: Vec<(&str, &[u8])> = files
            .iter()
            .filter(|(name, _)| !name.ends_with("jsonl") || !parts[2].is_empty())
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let split = read(&given);
        prop_assert!(split.errors.is_empty(), "{:?}", split.errors);
        prop_assert_eq!(facts(&split), facts(&whole));
    }

    /// CSV and XLSX of the same cells give the same facts.
    #[test]
    fn csv_and_a_workbook_of_the_same_cells_are_the_same(rows in prop::collection::vec(row(), 1..12)) {
        let (text, book) = (read(&[("tickets.csv", &csv(&rows, ","))]), read(&[("tickets.xlsx", &workbook(&[&rows]))]));
        prop_assert_eq!(facts(&book), facts(&text));
    }
}

/// A sheet as people keep it: titles, merged cells, hidden rows, the header once more, totals, cells that hold nothing.
#[test]
fn a_sheet_as_people_keep_it() {
    let mut book = Workbook::new();
    let format = Format::new().set_num_format("yyyy/m/d h:mm");
    let sheet = book.add_worksheet();
    sheet.set_name("tickets").unwrap();
    sheet.merge_range(0, 0, 0, 3, "障害一覧", &Format::new()).unwrap();
    sheet.write_string(1, 0, "（2024年6月分）").unwrap();
    let names = ["番　号", "受付日時", "回復", "経路", "メモ", "メモ"];
    for row in [3, 8] {
        for (column, name) in (0..).zip(names) {
            sheet.write_string(row, column, name).unwrap();
        }
    }
    let day = |day: u8| ExcelDateTime::from_ymd(2024, 6, day).unwrap().and_hms(9, 5, 0).unwrap();
    for (row, id) in [(4, "T-1"), (5, "T-2"), (6, "T-3"), (7, "T-4"), (9, "T-5"), (10, "T-6")] {
        sheet.write_string(row, 0, id).unwrap();
        if id != "T-4" {
            sheet.write_datetime_with_format(row, 1, day(3), &format).unwrap();
            sheet.write_string(row, 3, if id == "T-1" { "Ｅ－ｍａｉｌ" } else { "メ ー ル" }).unwrap();
        }
    }
    sheet.set_row_hidden(5).unwrap();
    sheet.write_formula(6, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.merge_range(9, 3, 10, 3, "電話", &Format::new()).unwrap();
    sheet.write_string(12, 0, "合計").unwrap();
    sheet.write_number(12, 1, 6).unwrap();
    book.add_worksheet().set_name("記入要領").unwrap().write_string(0, 0, "説明").unwrap();
    let loaded = read(&[("tickets-6月.xlsx", &book.save_to_buffer().unwrap())]);
    let mut told: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
    told.extend(loaded.notes.iter().map(|note| format!("note: {}", note.en)));
    let cases = facts(&loaded);
    told.push(format!("cases: {}", cases.iter().map(|case| case.id.as_str()).collect::<Vec<_>>().join(" ")));
    told.push(format!("unreadable: {}", loaded.unreadable()));
    insta::assert_snapshot!(told.join("\n"));
}

/// `4.90123E+12` in two rows may be two cases or one: neither is taken. In one row it is told.
#[test]
fn damaged_identifiers_are_told_and_never_become_one_case() {
    let text = "\u{FEFF}番号,受付,回復,経路\n4.90123E+12,2024/6/3 9:00,,電話\n4.90123E+12,2024/6/4 9:00,,電話\n3月4日,2024/6/5 9:00,,電話\nT-1,2024/6/6 9:00,,電話\n";
    let loaded = read(&[("tickets.csv", text.as_bytes())]);
    assert_eq!(facts(&loaded).iter().map(|case| case.id.as_str()).collect::<Vec<_>>(), ["3月4日", "T-1"]);
    assert_eq!((loaded.errors.len(), loaded.errors[0].rows, loaded.unreadable()), (1, 2, 2));
    assert!(loaded.errors[0].to_string().starts_with(
        "tickets.csv, 2 rows, first in row 2, column `番号`, `4.90123E+12`: a spreadsheet wrote it with an exponent"
    ));
    let note = &loaded.notes[0].en;
    assert_eq!(
        note,
        "tickets.csv: 1 identifiers look damaged (a spreadsheet took it for a date), as `3月4日` in row 4"
    );
    assert_eq!(loaded.observations.rejected.len(), 2);
}

/// `0012` beside `12`: the zeros of the second may be lost. It is told; two rows of it are none.
#[test]
fn lost_zeros_are_told() {
    let row = |id: &str| format!("{id},2024/6/3 9:00,,電話\n");
    let text = |ids: &[&str]| {
        format!("\u{FEFF}番号,受付,回復,経路\n{}", ids.iter().map(|id| row(id)).collect::<String>())
    };
    let loaded = read(&[("tickets.csv", text(&["12", "0012", "0345", "7", "7", "1234"]).as_bytes())]);
    assert_eq!(
        facts(&loaded).iter().map(|case| case.id.as_str()).collect::<Vec<_>>(),
        ["0012", "0345", "12", "1234"]
    );
    assert!(loaded.errors[0].to_string().contains("`7`: zeros before it were lost"), "{}", loaded.errors[0]);
    assert!(
        loaded.notes[0].en.ends_with("(zeros before it were lost), as `12` in row 2"),
        "{:?}",
        loaded.notes
    );
    // Numbers of any length, none of which begins with a zero.
    assert!(read(&[("tickets.csv", text(&["7", "12", "1234"]).as_bytes())]).notes.is_empty());
}

/// 130 rows with one cause are one problem; 1,662 unreadable rows are 1,662.
#[test]
fn problems_are_grouped_and_rows_counted() {
    let rows: String =
        (0..1_662).map(|n| format!("T-{n},2024/6/3 9:00,,{}\n", ["FAX", "窓口"][n % 2])).collect();
    let text = format!("\u{FEFF}番号,受付,回復,経路\n{rows}");
    let loaded = read(&[("tickets.csv", text.as_bytes())]);
    assert_eq!((loaded.errors.len(), loaded.problems(), loaded.unreadable()), (2, 2, 1_662));
    assert_eq!(
        loaded.errors[1].line().ja,
        "tickets.csv、831行、最初は3行目、列`経路`、`窓口`: 使える値でない（使える値は`メール`, `電話`）。値を直すか、対応表に加える [no-word]"
    );
}

/// The same sheet in the form of before 2007 and in that since, with all that is told of it.
#[test]
fn a_workbook_of_before_2007_gives_the_same() {
    let [old, new]: [&[u8]; 2] = [
        include_bytes!("../../../intake/tests/it/xls/handed-in.xls"),
        include_bytes!("../../../intake/tests/it/xls/handed-in.xlsx"),
    ];
    let [old, new] = [old, new].map(|bytes| read(&[("tickets", bytes)]));
    let told = |loaded: &Loaded| {
        let errors = loaded.errors.iter().map(ToString::to_string);
        errors.chain(loaded.notes.iter().map(|note| note.en.clone())).collect::<Vec<_>>()
    };
    assert_eq!((facts(&old), told(&old)), (facts(&new), told(&new)));
    let ids: Vec<String> = facts(&old).iter().map(|case| case.id.to_string()).collect();
    insta::assert_snapshot!(format!("{}\n{}", ids.join(" "), told(&old).join("\n")));
}

#[test]
fn a_workbook_with_a_password_is_told_and_its_rows_are_unknown() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 400], &name].concat();
    let loaded = read(&[("tickets.xlsx", &bytes)]);
    assert_eq!(
        loaded.errors[0].to_string(),
        "tickets.xlsx: is a workbook with a password; take the password off and save it again"
    );
    // How many rows it has nobody knows: none is counted, and figures allow for many.
    assert!(loaded.unreadable() == 0 && loaded.observations.rejected.len() > 10, "{}", loaded.unreadable());
}
