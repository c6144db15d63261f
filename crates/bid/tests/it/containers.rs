//! The same bid and the same people, whatever their rows are handed in as.

use bid::{Bid, SHEETS};
use intake::Form;
use itss_core::{EVIDENCE_SHEETS, Stated};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::bid;

/// A row of a form.
#[derive(Debug, Clone)]
struct Row {
    form: usize,
    cells: Vec<String>,
}

fn day(n: u32) -> String {
    format!("20{:02}/{}/{}", 10 + n % 15, 1 + n % 12, 1 + n % 28)
}

const NAMES: [&str; 4] = ["甲", "乙", "丙 丁", "江口 健"];

fn forms() -> Vec<Form> {
    SHEETS.into_iter().chain(EVIDENCE_SHEETS).collect()
}

/// A row of any form but the first, which has everybody once.
fn row() -> impl Strategy<Value = Row> {
    (1..9_usize, 0..4_usize, 0..3_000_u32, any::<bool>(), 0..3_usize).prop_map(
        |(form, name, n, flag, pick)| {
            let name = NAMES[name].to_owned();
            let text = |word: &str| word.to_owned();
            let last = if flag { String::new() } else { format!("20{:02}/12/31", 25 + n % 5) };
            let cells = match form {
                1 => vec![name, day(n), last],
                2 => vec![name, text(["manager", "責任者", "lead"][pick]), n.to_string(), day(n), last],
                3 => vec![
                    name,
                    text(["pmp", "ITIL", "基本情報"][pick]),
                    if flag { String::new() } else { day(n) },
                ],
                4 => vec![name, text("TOEIC"), n.to_string()],
                5 => {
                    let from = format!("{}:{:02}", 6 + n % 12, n % 60);
                    let days = ["月～金", "平日", "土・日"][pick];
                    vec![text("東京"), text(days), from, text("22:30"), format!("{name}、甲")]
                }
                6 => {
                    let field = ["itsm.om", "運用管理", "om"][pick];
                    let size = if flag { String::new() } else { format!("people: {n}") };
                    vec![
                        name,
                        format!("案件{n}"),
                        text(field),
                        text("リーダー"),
                        day(n),
                        last,
                        String::new(),
                        String::new(),
                        text("はい"),
                        size,
                    ]
                }
                7 => vec![name, text("itsm.om"), text("service-level"), text("practises")],
                _ => vec![name, text("ap"), day(n), String::new()],
            };
            Row { form, cells }
        },
    )
}

/// What a form's rows are handed in as: the ending of the file, or a sheet of one workbook for all.
const CONTAINERS: [&str; 5] = ["csv", "tsv", "jsonl", "json", "book"];

fn text(form: &Form, rows: &[&Row], separator: &str) -> Vec<u8> {
    let lines: String = rows.iter().map(|row| format!("{}\r\n", row.cells.join(separator))).collect();
    format!("\u{FEFF}{}\r\n{lines}", form.header.replace(',', separator)).into_bytes()
}

fn json(form: &Form, rows: &[&Row], is_list: bool) -> Vec<u8> {
    let object = |row: &&Row| {
        let pairs = form.header.split(',').zip(&row.cells);
        let pairs: Vec<String> = pairs.map(|(name, cell)| format!("\"{name}\":\"{cell}\"")).collect();
        format!("{{{}}}", pairs.join(","))
    };
    let objects: Vec<String> = rows.iter().map(object).collect();
    if is_list { format!("[{}]", objects.join(",\n")) } else { objects.join("\n") }.into_bytes()
}

/// A workbook with a sheet for each form; days, times of day and numbers as a spreadsheet keeps them.
fn book(rows: &[&Row]) -> Vec<u8> {
    let mut book = Workbook::new();
    let (date, time) = (Format::new().set_num_format("yyyy/m/d"), Format::new().set_num_format("h:mm"));
    for (n, form) in forms().iter().enumerate().filter(|(n, _)| rows.iter().any(|row| row.form == *n)) {
        let sheet = book.add_worksheet().set_name(*form.names.last().unwrap()).unwrap();
        sheet.write_row(1, 0, form.header.split(',')).unwrap();
        for (line, row) in (2..).zip(rows.iter().filter(|row| row.form == n)) {
            for (column, cell) in (0..).zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
                let numbers: Vec<u16> = cell.split(['/', ':']).filter_map(|part| part.parse().ok()).collect();
                let is_whole = numbers.len() == cell.split(['/', ':']).count();
                match (numbers.as_slice(), is_whole) {
                    ([year, month, day], true) => {
                        let day = ExcelDateTime::from_ymd(
                            *year,
                            u8::try_from(*month).unwrap(),
                            u8::try_from(*day).unwrap(),
                        )
                        .unwrap();
                        sheet.write_datetime_with_format(line, column, day, &date).unwrap();
                    }
                    ([hour, minute], true) => {
                        let at = ExcelDateTime::from_hms(*hour, u8::try_from(*minute).unwrap(), 0).unwrap();
                        sheet.write_datetime_with_format(line, column, at, &time).unwrap();
                    }
                    ([number], true) => _ = sheet.write_number(line, column, *number).unwrap(),
                    _ => _ = sheet.write_string(line, column, cell).unwrap(),
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The files of rows, each form as `containers` say by its place; of several the rows are dealt out.
fn files(rows: &[Row], containers: &[usize]) -> Vec<(String, Vec<u8>)> {
    let (mut files, mut booked) = (Vec::new(), Vec::new());
    for (n, form) in forms().iter().enumerate() {
        let all: Vec<(usize, &Row)> = rows.iter().filter(|row| row.form == n).enumerate().collect();
        let parts = containers.len();
        for (part, container) in containers.iter().enumerate() {
            let own: Vec<&Row> =
                all.iter().filter(|(place, _)| place % parts == part).map(|(_, row)| *row).collect();
            let ending = CONTAINERS[*container];
            if own.is_empty() {
                continue;
            }
            let bytes = match ending {
                "csv" => text(form, &own, ","),
                "tsv" => text(form, &own, "\t"),
                "jsonl" => json(form, &own, false),
                "json" => json(form, &own, true),
                _ => {
                    booked.extend(own);
                    continue;
                }
            };
            files.push((form.file.replace("csv", ending), bytes));
        }
    }
    if !booked.is_empty() {
        files.push(("様式.xlsx".to_owned(), book(&booked)));
    }
    files
}

/// The bid and the people, in an order of their own.
fn facts(files: &[(String, Vec<u8>)]) -> Result<(Bid, Vec<Stated>), Vec<String>> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let told = |errors: Vec<intake::RowError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut bid = bid("").with_sheets(&files).map_err(told)?;
    let mut people = Stated::from_sheets(&files, &SHEETS).map_err(told)?;
    for member in &mut bid.members {
        member.experience.sort_by_key(|span| (span.from, span.to));
        member.management.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
        member.qualifications.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
        member.scores.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
    }
    bid.shifts.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
    for one in &mut people {
        one.engagements.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
        one.areas.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
        one.examinations.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
    }
    Ok((bid, people))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any split of the rows over files, sheets and containers gives the same bid and the same people.
    #[test]
    fn a_split_over_files_sheets_and_containers_changes_nothing(
        rows in prop::collection::vec(row(), 0..24),
        containers in prop::sample::subsequence(vec![0_usize, 1, 2, 3, 4], 1..=5),
    ) {
        let everybody = NAMES.map(|name| Row {
            form: 0,
            cells: [name, "overall", "日本語、英語", "いいえ", ""].map(str::to_owned).to_vec(),
        });
        let rows: Vec<Row> = everybody.into_iter().chain(rows).collect();
        let whole = facts(&files(&rows, &[0])).unwrap();
        prop_assert_eq!(whole.0.members.len(), 4);
        let (bid, people) = facts(&files(&rows, &containers)).unwrap();
        prop_assert_eq!(&bid, &whole.0);
        prop_assert_eq!(&people, &whole.1);
    }
}
